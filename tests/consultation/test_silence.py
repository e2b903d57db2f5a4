"""The silence procedure: the words stand, anybody may speak up, and at the end it is adopted, once."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from consultation.actions.adoption import Hindered
from consultation.actions.publishing import publish
from consultation.actions.silence import (
    EndsInThePast,
    ReasonMissing,
    SilenceOver,
    break_silence,
    conclude_silence,
    conclude_when_due,
    lift_silence,
    open_silence,
)
from consultation.mails.letters import letters_held
from consultation.models import Letter
from drafts.actions.publishing import UnseenWords
from drafts.models import Adoption, LedgerEntry, SignOff, Silence, SilenceBreak
from drafts.permissions import can_import, can_publish, can_revise
from drafts.reports.hashes import content_hash
from tests import make
from tests.closing import AGREED, TOMORROW, adopted, do_tasks, ready, signed, silence
from tests.make import NOON, Said
from tests.pages import goes_to, signed_in

pytestmark = pytest.mark.django_db
LATE = TOMORROW + timedelta(minutes=7)
type Capture = Callable[..., Any]


def conclude(running: Silence, at: Any = LATE) -> Adoption | None:
    return conclude_silence(by=running.opened_by, silence=running, at=at)


def spoken(running: Silence, *, by: str = "Mia", at: Any = NOON, reason: str = "Not yet.") -> SilenceBreak:
    clause = make.clause_that_says(running.version, "short-stay")
    return break_silence(by=make.person(by), silence=running, clause=clause, reason=reason, at=at)


def test_what_nobody_broke_is_adopted_at_its_end_however_late_the_worker() -> None:
    running = silence(ready())
    adoption = conclude(running)
    running.refresh_from_db()

    assert adoption is not None
    assert (adoption.way, adoption.silence, adoption.adopted_at) == ("silence", running, TOMORROW)
    assert adoption.version.published_at == LATE
    assert adoption.adopted_by == make.person("Chloé")
    assert (running.state, running.closed_at) == ("adopted", LATE)
    assert conclude(running) is None
    assert Adoption.objects.count() == 1
    call_command("verify_ledger")


def test_while_it_runs_the_words_stand() -> None:
    text = make.published(draft=AGREED).text
    held = make.staged(text, AGREED.replace("short-stay", "seasonal"))
    version = ready(text)
    silence(version)

    for may, name in ((can_revise, "Mia"), (can_import, "Paul"), (can_publish, "Chloé")):
        assert "silence" in may(make.person(name), text).reason
    for act in (
        lambda: make.applied(held),
        lambda: make.staged(text),
        lambda: make.reworded(text, "short-stay", "seasonal"),
        lambda: publish(by=make.person("Chloé"), version=version, at=NOON),
        lambda: adopted(version),
        lambda: silence(version),
        lambda: make.consultation(text.versions.get(number=0)),
    ):
        with pytest.raises(PermissionDenied, match="silence"):
            act()
    assert make.working(text) == version


def test_it_is_opened_where_the_text_could_be_adopted_and_nowhere_else() -> None:
    round_ = make.consultation(make.published(draft=AGREED))
    version = make.working(round_.version.text)
    with pytest.raises(Hindered) as refusal:
        silence(version)
    assert refusal.value.hindrances.counts == {"inputs": 0, "brackets": 0, "unsigned": 9, "consultations": 1}
    later = ready(make.published(make.text("later"), AGREED).text)
    with pytest.raises(EndsInThePast):
        silence(later, ends_at=NOON)
    with pytest.raises(UnseenWords):
        open_silence(by=make.person("Chloé"), version=later, ends_at=TOMORROW, basis="", at=NOON)
    with pytest.raises(PermissionDenied):
        open_silence(
            by=make.person("Mia"), version=later, ends_at=TOMORROW, basis=content_hash(later), at=NOON
        )
    assert not Silence.objects.exists()


def test_a_member_breaks_it_on_a_clause_with_a_reason_and_work_goes_on() -> None:
    version = ready()
    running = silence(version)
    with pytest.raises(ReasonMissing):
        spoken(running, reason=" ")
    with pytest.raises(PermissionDenied):
        spoken(running, by="Sena")
    broken = spoken(running)
    running.refresh_from_db()

    assert (running.state, running.closed_at) == ("broken", NOON)
    assert (broken.delegation, broken.reason) == ("Mia", "Not yet.")
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key) == ("broke", running.key)
    assert "Not yet" not in entry.payload
    assert conclude(running) is None
    assert can_revise(make.person("Mia"), version.text)
    with pytest.raises(SilenceOver):
        spoken(running, by="Paul")


def test_after_the_end_it_is_too_late_to_break_or_lift_it() -> None:
    running = silence(ready())
    with pytest.raises(SilenceOver):
        spoken(running, at=TOMORROW)
    with pytest.raises(SilenceOver):
        lift_silence(by=make.person("Chloé"), silence=running, reason="No.", at=TOMORROW)
    assert not SilenceBreak.objects.exists()


def test_the_chair_lifts_it_with_a_reason() -> None:
    version = ready()
    running = silence(version)
    with pytest.raises(PermissionDenied):
        lift_silence(by=make.person("Mia"), silence=running, reason="No.", at=NOON)
    lift_silence(by=make.person("Chloé"), silence=running, reason="A slip in clause 2.", at=NOON)
    running.refresh_from_db()

    assert running.state == "lifted"
    assert running.breaks.get().reason == "A slip in clause 2."
    assert silence(version, at=NOON).state == "running"


def test_nobody_concludes_it_before_its_time() -> None:
    running = silence(ready())
    with pytest.raises(PermissionDenied):
        conclude(running, at=TOMORROW - timedelta(seconds=1))
    running.refresh_from_db()
    assert running.state == "running"


def test_what_comes_up_under_silence_hinders_the_adoption_and_is_told(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    version = ready()
    running = silence(version)
    signed(version, verdict=SignOff.Verdict.SENT_BACK, note="On second thoughts.")
    with django_capture_on_commit_callbacks(execute=True):
        assert conclude(running) is None
    do_tasks()
    running.refresh_from_db()

    assert (running.state, running.closed_at) == ("hindered", LATE)
    assert not Adoption.objects.exists()
    assert "9 clauses are not signed" in mail.outbox[0].body
    assert can_revise(make.person("Mia"), version.text)
    assert json.loads(LedgerEntry.objects.latest("sequence").payload)["hindrances"]["unsigned"] == 9


def test_it_ends_although_its_chair_has_left() -> None:
    running = silence(ready())
    make.person("Chloé").grants.update(revoked_at=NOON)

    assert conclude(running) is not None


# ---- tasks ----------------------------------------------------------------------------


def test_opening_it_sets_a_task_for_its_end(django_capture_on_commit_callbacks: Capture) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        running = silence(ready())
    task = DBTaskResult.objects.get(task_path__endswith="conclude_when_due")

    assert task.run_after == running.ends_at
    assert task.args_kwargs["args"] == [running.key]


def test_a_task_that_comes_early_waits_again() -> None:
    now = timezone.now()
    running = silence(ready(), ends_at=now + timedelta(hours=1), at=now)

    assert conclude_when_due.call(running.key) == "running"
    assert DBTaskResult.objects.get(task_path__endswith="conclude_when_due").run_after == running.ends_at


def test_a_task_that_comes_twice_adopts_once() -> None:
    running = silence(ready())

    assert conclude_when_due.call(running.key) == "adopted"
    assert conclude_when_due.call(running.key) == "adopted"
    assert Adoption.objects.get().adopted_at == TOMORROW


def test_a_command_concludes_what_no_worker_has(capsys: pytest.CaptureFixture[str]) -> None:
    running = silence(ready())
    call_command("conclude_silences")

    assert capsys.readouterr().out == f"{running.key}: adopted\n"


# ---- letters --------------------------------------------------------------------------


def test_every_member_is_told_in_their_language(django_capture_on_commit_callbacks: Capture) -> None:
    make.person("Paul", language="fr")
    version = ready()
    with django_capture_on_commit_callbacks(execute=True):
        running = silence(version)
    DBTaskResult.objects.filter(task_path__endswith="conclude_when_due").delete()
    do_tasks()
    letters = {letter.to[0]: letter for letter in mail.outbox}

    assert set(letters) == {"chloe@example.org", "paul@example.org", "mia@example.org"}
    english, french = letters["mia@example.org"], letters["paul@example.org"]
    assert english.subject.startswith("Legal mobility, Rev.1: under silence until")
    assert "http://127.0.0.1:8000/en/texts/legal-mobility/closing/" in english.body
    assert "http://127.0.0.1:8000/fr/texts/legal-mobility/closing/" in french.body
    assert "Mobilité légale" in french.body
    assert running.state == "running"


def test_nobody_is_written_to_about_what_is_brought_in_from_the_past(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    version = ready()
    with letters_held(), django_capture_on_commit_callbacks(execute=True):
        running = silence(version)
    letters = Letter.objects.filter(kind=Letter.Kind.SILENCE)
    assert not letters.exists()

    with django_capture_on_commit_callbacks(execute=True):
        spoken(running)
    assert letters.count() == 3


def test_letters_on_a_break_name_the_clause_and_no_position(
    django_capture_on_commit_callbacks: Capture,
) -> None:
    running = silence(ready())
    with django_capture_on_commit_callbacks(execute=True):
        spoken(running, reason="We oppose visas.")
    do_tasks()

    assert len(mail.outbox) == 3
    for letter in mail.outbox:
        assert "on clause 1." in letter.body
        assert "oppose" not in f"{letter.body} {letter.subject}"
        assert "Mia" not in letter.body


def test_lifting_and_adopting_are_told(django_capture_on_commit_callbacks: Capture) -> None:
    version = ready()
    with django_capture_on_commit_callbacks(execute=True):
        lift_silence(by=make.person("Chloé"), silence=silence(version), reason="A slip.", at=NOON)
        conclude(silence(version))
    DBTaskResult.objects.filter(task_path__endswith="conclude_when_due").delete()
    do_tasks()
    subjects = [letter.subject for letter in mail.outbox]

    assert subjects.count("Legal mobility, Rev.1: the silence is lifted") == 3
    assert subjects.count("Legal mobility, Rev.1: adopted") == 3


def test_an_unanswered_input_is_listed(django_capture_on_commit_callbacks: Capture) -> None:
    round_ = make.consultation(make.published(draft=AGREED), days=1)
    make.comment(Said("short-stay"), by=make.olga(), on=round_)
    version = make.working(round_.version.text)
    signed(version)
    with pytest.raises(Hindered) as refusal:
        silence(version, at=LATE, ends_at=LATE + timedelta(days=1))
    assert refusal.value.hindrances.counts["inputs"] == 1


# ---- when the worker fails ------------------------------------------------------------


def test_a_task_that_was_cut_short_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    running = silence(ready())

    def cut_short(**_given: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("consultation.actions.silence.conclude_silence", cut_short)
        with pytest.raises(ConnectionError):
            conclude_when_due.call(running.key)
    waiting = DBTaskResult.objects.get(task_path__endswith="conclude_when_due")

    assert timezone.now() < waiting.run_after < timezone.now() + timedelta(hours=1)
    assert waiting.args_kwargs["args"] == [running.key]
    assert conclude_when_due.call(running.key) == "adopted"
    tasks = DBTaskResult.objects.count()
    assert conclude_when_due.call(running.key) == "adopted"
    assert DBTaskResult.objects.count() == tasks


def test_the_committee_concludes_by_hand_what_no_worker_has() -> None:
    version = ready()
    running = silence(version)
    url = reverse("consultation:silence-conclude", args=[version.text.slug, running.key])
    closing = reverse("consultation:closing", args=[version.text.slug])
    assert url in signed_in("Mia").get(closing).content.decode()
    assert signed_in("Sena").post(url).status_code == 403
    assert Adoption.objects.count() == 0
    assert goes_to(signed_in("Mia").post(url)) == closing
    assert goes_to(signed_in("Paul").post(url)) == closing

    assert Adoption.objects.get().adopted_at == TOMORROW
    assert Adoption.objects.get().adopted_by == make.person("Chloé")


def test_nobody_concludes_by_hand_before_the_time() -> None:
    version = ready()
    now = timezone.now()
    running = silence(version, ends_at=now + timedelta(hours=1), at=now)
    url = reverse("consultation:silence-conclude", args=[version.text.slug, running.key])

    assert (
        url
        not in signed_in("Mia")
        .get(reverse("consultation:closing", args=[version.text.slug]))
        .content.decode()
    )
    assert signed_in("Chloé").post(url).status_code == 403
    assert Adoption.objects.count() == 0
