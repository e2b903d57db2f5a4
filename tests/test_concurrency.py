"""Many people at once, each with a connection of their own and transactions that really commit."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from time import sleep

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from consultation.actions.adoption import Hindered
from consultation.actions.comments import Words, save_draft, submit_comment
from consultation.actions.dispositions import AlreadyAnswered
from consultation.actions.moderation import AlreadyModerated, moderate_comment
from consultation.actions.publishing import CommentsUnanswered
from consultation.actions.reports import ask_for_file, make_file, release_report
from consultation.actions.rounds import AlreadyConsulted, open_consultation
from consultation.actions.silence import SilenceOver, break_silence, conclude_silence, conclude_when_due
from consultation.models import (
    Comment,
    CommentDraft,
    Consultation,
    Disposition,
    Letter,
    Moderation,
    Release,
    ReopenedClause,
    ReportFile,
    ResolvedAnchor,
    Standing,
    User,
)
from consultation.reports.queue import unanswered_comments
from drafts.actions.amendments import StandsOtherwise, withdraw_amendment
from drafts.actions.imports import AlreadyApplied, TextChanged
from drafts.actions.publishing import UnseenWords
from drafts.actions.signing import sign_clauses
from drafts.actions.wordings import VersionPublished, WordingChanged, revise_wording
from drafts.models import (
    Adoption,
    Amendment,
    AmendmentStanding,
    Clause,
    LedgerEntry,
    Position,
    Revision,
    SignOff,
    Silence,
    SilenceBreak,
    Stance,
    Text,
    Version,
    Weight,
    Wording,
)
from drafts.models.ledger import digest
from drafts.reports.hashes import content_hash, words_hashes
from drafts.reports.signing import Signed, read_signatures
from drafts.text.settlements import How
from tests import make
from tests.closing import AGREED, ready, silence
from tests.make import NOON, Said
from tests.post import database_of_many, database_url

ROOT = Path(__file__).parent.parent
MANY = 20
VISAS = "The partners shall simplify the procedures for short-stay visas."
SECOND = make.DRAFT.replace("short-stay", "seasonal")

type Outcomes = list[object]


@pytest.fixture(autouse=True)
def committed(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that several connections write to."""
    with database_of_many(tmp_path):
        yield


def at_once(*acts: Callable[[], object]) -> Outcomes:
    """Start all acts at the same moment; what each gave, or the exception it ended with."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(timeout=30)
            return act()
        except Exception as refusal:  # noqa: BLE001 — whatever it is, the test looks at it
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def kinds(outcomes: Outcomes) -> Counter[str]:
    return Counter(type(outcome).__name__ for outcome in outcomes)


def the_ledger_holds() -> None:
    sequences = list(LedgerEntry.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, len(sequences) + 1))
    call_command("verify_ledger")


@pytest.fixture
def consultation(committed: None) -> Consultation:
    return make.consultation(moderation=Consultation.Moderation.AFTER)


def submit(to: Consultation, by: User, clause: Clause, key: str) -> Comment:
    words = Words(body="Too slow.", language="en")
    return submit_comment(by=by, consultation=to, clause=clause, words=words, key=key, at=NOON)


def revise(wording: Wording, words: str, by: User) -> Revision:
    return revise_wording(
        by=by,
        wording=wording,
        words=words,
        weight=Weight.SUBSTANCE,
        reason="At the same time.",
        basis=digest(wording.text),
        at=NOON,
    )


def wordings_of(text: Text) -> list[Wording]:
    return list(make.working(text).wordings.select_related("version__text", "clause").order_by("pk"))


# ---- comments -------------------------------------------------------------------------


def test_one_form_sent_from_twenty_places_is_one_comment(consultation: Consultation) -> None:
    olga, clause = make.olga(), make.clause_that_says(consultation.version, VISAS)
    before = LedgerEntry.objects.count()
    outcomes = at_once(*[lambda: submit(consultation, olga, clause, "abc1234")] * MANY)

    assert kinds(outcomes) == {"Comment": MANY}
    assert Comment.objects.count() == Standing.objects.count() == ResolvedAnchor.objects.count() == 1
    assert LedgerEntry.objects.count() == before + 1
    the_ledger_holds()


def test_twenty_forms_are_twenty_comments_and_twenty_entries_without_a_gap(
    consultation: Consultation,
) -> None:
    olga, clause = make.olga(), make.clause_that_says(consultation.version, VISAS)
    before = LedgerEntry.objects.count()
    outcomes = at_once(*[lambda n=n: submit(consultation, olga, clause, f"key{n:04}") for n in range(MANY)])

    assert kinds(outcomes) == {"Comment": MANY}
    assert Comment.objects.count() == MANY
    assert LedgerEntry.objects.count() == before + MANY
    the_ledger_holds()


def test_one_draft_saved_from_five_windows_is_one_draft(consultation: Consultation) -> None:
    olga, clause = make.olga(), make.clause_that_says(consultation.version, VISAS)

    def save(body: str) -> CommentDraft:
        words = Words(body=body, language="en")
        return save_draft(
            by=olga, consultation=consultation, clause=clause, words=words, key="abc1234", at=NOON
        )

    outcomes = at_once(*[lambda n=n: save(f"Window {n}") for n in range(5)])

    assert kinds(outcomes) == {"CommentDraft": 5}
    assert CommentDraft.objects.get().body.startswith("Window")


def test_two_moderators_decide_once(consultation: Consultation) -> None:
    said = make.comment(Said(VISAS), by=make.olga(), on=consultation)

    def hide(name: str) -> None:
        moderate_comment(
            by=User.objects.get(name=name),
            comment=Comment.objects.get(pk=said.pk),
            was=Standing.State.VISIBLE,
            state=Standing.State.HIDDEN,
            reason=f"{name} says so.",
            at=NOON,
        )

    outcomes = at_once(lambda: hide("Mia"), lambda: hide("Sena"))

    assert kinds(outcomes) == {"NoneType": 1, AlreadyModerated.__name__: 1}
    assert Moderation.objects.count() == 1
    the_ledger_holds()


def test_two_people_answer_one_comment_once(consultation: Consultation) -> None:
    said = make.comment(Said(VISAS), by=make.olga(), on=consultation)
    outcomes = at_once(
        *[
            lambda name=name: make.answered(
                Comment.objects.get(pk=said.pk), by=name, reason=f"{name} says so."
            )
            for name in ("Mia", "Paul", "Chloé")
        ]
    )

    assert kinds(outcomes) == {"Disposition": 1, AlreadyAnswered.__name__: 2}
    (answer,) = Disposition.objects.all()
    assert Standing.objects.get(comment=said).disposition == answer
    assert all(each.current == answer for each in outcomes if isinstance(each, AlreadyAnswered))
    the_ledger_holds()


# ---- words ----------------------------------------------------------------------------


def test_two_people_save_one_clause_and_nothing_is_lost(consultation: Consultation) -> None:
    (wording,) = [each for each in wordings_of(consultation.version.text) if each.text == VISAS]
    mia, paul = make.person("Mia"), make.person("Paul")
    outcomes = at_once(
        lambda: revise(Wording.objects.get(pk=wording.pk), "Mia’s words.", mia),
        lambda: revise(Wording.objects.get(pk=wording.pk), "Paul’s words.", paul),
    )
    found = kinds(outcomes)
    # Whoever read the words after the first had saved them started from those: then both are kept, one after the other.
    if found == {"Revision": 2}:
        last = Revision.objects.latest("history_id")
        assert last.before in {"Mia’s words.", "Paul’s words."}
        return
    assert found == {"Revision": 1, WordingChanged.__name__: 1}
    (conflict,) = [each for each in outcomes if isinstance(each, WordingChanged)]
    wording.refresh_from_db()
    assert conflict.current.text == wording.text
    the_ledger_holds()


def test_five_people_start_from_the_same_words_and_one_wins(consultation: Consultation) -> None:
    (wording,) = [each for each in wordings_of(consultation.version.text) if each.text == VISAS]
    mia = make.person("Mia")
    outcomes = at_once(*[lambda n=n: revise(wording, f"Words {n}.", mia) for n in range(5)])

    assert kinds(outcomes) == {"Revision": 1, WordingChanged.__name__: 4}
    assert Revision.objects.filter(clause=wording.clause_id, change="reworded").count() == 1
    the_ledger_holds()


def test_each_clause_saved_by_somebody_else_is_saved(consultation: Consultation) -> None:
    wordings, mia = wordings_of(consultation.version.text), make.person("Mia")
    outcomes = at_once(*[lambda each=each: revise(each, f"Other {each.pk}.", mia) for each in wordings])

    assert kinds(outcomes) == {"Revision": len(wordings)}
    assert all(each.text.startswith("Other") for each in wordings_of(consultation.version.text))
    the_ledger_holds()


def test_an_import_and_a_revision_do_not_overwrite_each_other(consultation: Consultation) -> None:
    text, mia = consultation.version.text, make.person("Mia")
    (wording,) = [each for each in wordings_of(text) if each.text == VISAS]
    held = make.staged(text, SECOND)
    outcomes = at_once(lambda: make.applied(held), lambda: revise(wording, "Mia’s words.", mia))

    assert kinds(outcomes) in (
        {"Version": 1, WordingChanged.__name__: 1},
        {"Revision": 1, TextChanged.__name__: 1},
    )
    last = Revision.objects.filter(clause=wording.clause_id).latest("history_id")
    wording.refresh_from_db()
    assert (last.before, last.text) == (VISAS, wording.text)
    the_ledger_holds()


def test_one_upload_applied_twice_at_once_is_applied_once(consultation: Consultation) -> None:
    text = consultation.version.text
    held = make.staged(text, SECOND)
    outcomes = at_once(lambda: make.applied(held), lambda: make.applied(held))

    assert kinds(outcomes) == {"Version": 1, AlreadyApplied.__name__: 1}
    assert Revision.objects.filter(version=make.working(text), change="reworded").count() == 1
    the_ledger_holds()


def test_two_first_drafts_make_one_version(committed: None) -> None:
    text = make.text()
    first, second = make.staged(text), make.staged(text, SECOND)
    outcomes = at_once(lambda: make.applied(first), lambda: make.applied(second))

    assert kinds(outcomes) == {"Version": 1, TextChanged.__name__: 1}
    assert Version.objects.count() == 1
    assert Clause.objects.count() == 9


# ---- positions ------------------------------------------------------------------------


def test_two_clicks_are_one_position(consultation: Consultation) -> None:
    text = consultation.version.text
    outcomes = at_once(*[lambda: make.taken(text, "bilateral", by="Mia", note="Yes.")] * 5)

    assert kinds(outcomes) == {"Position": 5}
    assert Position.objects.count() == 1
    the_ledger_holds()


def test_two_stances_of_one_delegation_leave_one_standing(consultation: Consultation) -> None:
    text = consultation.version.text
    outcomes = at_once(*[lambda s=s: make.taken(text, "bilateral", by="Mia", stance=s) for s in Stance])

    assert kinds(outcomes) == {"Position": len(Stance)}
    assert Position.objects.count() == len(Stance)
    assert Position.objects.standing().count() == 1
    the_ledger_holds()


def test_two_people_settle_one_bracket_once(consultation: Consultation) -> None:
    text = consultation.version.text
    wording = make.working(text).wordings.select_related("version__text", "clause").get(text__contains="[")
    outcomes = at_once(
        lambda: make.resolved(wording, How.KEEP, by="Mia"),
        lambda: make.resolved(wording, How.DROP, by="Paul"),
    )

    assert kinds(outcomes) == {"Revision": 1, WordingChanged.__name__: 1}
    assert Revision.objects.filter(clause=wording.clause_id, change="reworded").count() == 1
    the_ledger_holds()


# ---- publishing -----------------------------------------------------------------------


def test_two_chairs_publish_one_version(consultation: Consultation) -> None:
    text = consultation.version.text
    working = make.working(text)
    outcomes = at_once(lambda: make.issued_as(working), lambda: make.issued_as(working))

    assert kinds(outcomes) == {"Version": 1, VersionPublished.__name__: 1}
    assert list(text.versions.order_by("number").values_list("number", "state")) == [
        (0, "published"),
        (1, "published"),
        (2, "working"),
    ]
    the_ledger_holds()


@pytest.mark.parametrize("attempt", range(3))
def test_no_comment_slips_past_a_publication_unanswered_and_uncarried(
    consultation: Consultation, attempt: int
) -> None:
    text, olga = consultation.version.text, make.olga()
    clause = make.clause_that_says(consultation.version, VISAS)
    working = make.working(text)
    acts = [partial(submit, consultation, olga, clause, f"key{n:04}") for n in range(6)]
    outcomes = at_once(*acts[:3], lambda: make.issued_as(working), *acts[3:])

    found = kinds(outcomes)
    assert found["Comment"] == 6
    published = Version.objects.published().filter(text=text, number=1).first()
    if published is None:
        assert found[CommentsUnanswered.__name__] == 1
    else:
        assert ResolvedAnchor.objects.filter(version=published).count() == 6
    assert unanswered_comments(text).count() == 6
    the_ledger_holds()


def test_a_consultation_opened_while_the_next_version_comes_out_loses_no_comment(committed: None) -> None:
    version, sena, olga = make.published(), make.secretariat(), make.olga()
    text = version.text
    clause = make.clause_that_says(version, VISAS)
    working = make.working(text)

    def ask_and_say() -> Comment:
        opened = make.consultation(version, moderation=Consultation.Moderation.AFTER)
        return submit(opened, olga, clause, "abc1234")

    outcomes = at_once(ask_and_say, lambda: make.issued_as(working))

    assert sena
    comment = Comment.objects.get()
    later = Version.objects.published().filter(text=text).count()
    assert comment.places.count() == later
    if later == 1:
        assert kinds(outcomes) == {"Comment": 1, CommentsUnanswered.__name__: 1}
    the_ledger_holds()


def test_a_revision_is_in_the_published_version_or_refused(consultation: Consultation) -> None:
    text, mia = consultation.version.text, make.person("Mia")
    working = make.working(text)
    (wording,) = [each for each in wordings_of(text) if each.text == VISAS]
    outcomes = at_once(lambda: revise(wording, "Mia’s words.", mia), lambda: make.issued_as(working))

    published = Version.objects.get(text=text, number=1)
    words = published.wordings.get(clause=wording.clause_id).text
    saved = kinds(outcomes) == {"Revision": 1, "Version": 1}
    assert saved or kinds(outcomes) == {VersionPublished.__name__: 1, "Version": 1}
    assert words == ("Mia’s words." if saved else VISAS)
    the_ledger_holds()


def test_an_import_is_in_the_published_version_or_in_the_next(consultation: Consultation) -> None:
    text = consultation.version.text
    working, held = make.working(text), make.staged(text, SECOND)
    outcomes = at_once(lambda: make.applied(held), lambda: make.issued_as(working))

    assert kinds(outcomes) == {"Version": 2}
    imported_into = next(each for each in outcomes if isinstance(each, Version))
    assert Version.objects.get(pk=imported_into.pk).wordings.filter(text__contains="seasonal").exists()
    the_ledger_holds()


def test_a_version_has_one_consultation(committed: None) -> None:
    version, sena = make.published(), make.secretariat()

    def ask() -> Consultation:
        return open_consultation(
            by=sena,
            version=version,
            opens_at=NOON,
            closes_at=NOON.replace(year=2018),
            moderation=Consultation.Moderation.AFTER,
            at=NOON,
        )

    assert kinds(at_once(ask, ask)) == {"Consultation": 1, AlreadyConsulted.__name__: 1}


# ---- everything -----------------------------------------------------------------------


def test_twenty_people_doing_different_things_leave_one_unbroken_chain(consultation: Consultation) -> None:
    text, olga, mia = consultation.version.text, make.olga(), make.person("Mia")
    clause = make.clause_that_says(consultation.version, VISAS)
    said = [make.comment(Said(VISAS), by=olga, on=consultation) for _ in range(6)]
    wordings, held = wordings_of(text)[:5], make.staged(make.text("other-text"))
    before = LedgerEntry.objects.count()
    acts: list[Callable[[], object]] = [
        *[lambda n=n: submit(consultation, olga, clause, f"key{n:04}") for n in range(7)],
        *[lambda each=each: make.answered(Comment.objects.get(pk=each.pk)) for each in said],
        *[lambda each=each: revise(each, f"Other {each.pk}.", mia) for each in wordings],
        lambda: make.applied(held),
        lambda: make.member_of(text, "Ravi"),
    ]
    outcomes = at_once(*acts)

    assert len(acts) == MANY
    assert kinds(outcomes) == {"Comment": 7, "Disposition": 6, "Revision": 5, "Version": 1, "User": 1}
    assert LedgerEntry.objects.count() == before + MANY
    the_ledger_holds()


@pytest.mark.parametrize("attempt", range(3))
def test_the_chair_signs_the_words_that_were_shown_or_nothing(
    consultation: Consultation, attempt: int
) -> None:
    text, mia, chloe = consultation.version.text, make.person("Mia"), make.person("Chloé")
    working = make.working(text)
    wordings = wordings_of(text)[:4]
    seen = words_hashes(working)

    def sign() -> list[SignOff]:
        return sign_clauses(
            by=chloe,
            version=working,
            clauses=[each.clause for each in wordings],
            verdict=SignOff.Verdict.SIGNED,
            seen={each.clause.key: seen[each.clause_id] for each in wordings},
            at=NOON,
        )

    acts = [sign, lambda: revise(wordings[2], "Mia’s words.", mia)]
    outcomes = at_once(*(acts if attempt % 2 else acts[::-1]))

    signed = SignOff.objects.all()
    assert {each.words == seen[each.clause_id] for each in signed} <= {True}
    states = {read_signatures(working)[each.clause_id].state for each in wordings}
    if kinds(outcomes) == {"list": 1, "Revision": 1}:
        assert len(signed) == 4
        assert states == {Signed.SIGNED, Signed.CHANGED}
    else:
        assert kinds(outcomes) == {UnseenWords.__name__: 1, "Revision": 1}
        assert states == {Signed.UNSIGNED}
    the_ledger_holds()


def test_two_publications_reopen_a_clause_once(committed: None) -> None:
    zero = make.published(at=NOON - timedelta(days=50))
    make.consultation(zero, at=NOON - timedelta(days=40), days=30)
    make.reworded(zero.text, "short-stay", "seasonal", weight=Weight.SUBSTANCE)
    working = make.working(zero.text)

    at_once(*[lambda: make.issued_as(working)] * 2)

    assert Consultation.objects.filter(scope=Consultation.Scope.REOPENED).count() == 1
    assert ReopenedClause.objects.count() == 1
    the_ledger_holds()


# ---- closing --------------------------------------------------------------------------


@pytest.fixture
def running(committed: None) -> Silence:
    """A silence that ended yesterday and was not concluded yet."""
    return silence(ready())


def conclude(running: Silence) -> Adoption | None:
    held = Silence.objects.select_related("version__text", "opened_by").get(pk=running.pk)
    return conclude_silence(by=held.opened_by, silence=held, at=held.ends_at)


def speak_up(running: Silence) -> SilenceBreak:
    held = Silence.objects.select_related("version__text").get(pk=running.pk)
    at = held.ends_at - timedelta(seconds=1)
    return break_silence(by=make.person("Mia"), silence=held, clause=None, reason="Not yet.", at=at)


def test_twenty_workers_conclude_one_silence_once(running: Silence) -> None:
    outcomes = at_once(*[lambda: conclude(running)] * MANY)

    assert kinds(outcomes) == {"Adoption": 1, "NoneType": MANY - 1}
    assert Adoption.objects.count() == 1
    assert LedgerEntry.objects.filter(verb="adopted").count() == 1
    assert Version.objects.working().count() == 0
    the_ledger_holds()


@pytest.mark.parametrize("attempt", range(4))
def test_a_silence_is_broken_or_concluded_and_never_both(running: Silence, attempt: int) -> None:
    acts = [lambda: conclude(running), lambda: speak_up(running)] * 3
    outcomes = kinds(at_once(*acts))
    running.refresh_from_db()
    entries = set(LedgerEntry.objects.filter(verb__in=["broke", "adopted"]).values_list("verb", flat=True))

    if running.state == Silence.State.ADOPTED:
        assert outcomes == {"Adoption": 1, "NoneType": 2, SilenceOver.__name__: 3}
        assert (SilenceBreak.objects.count(), entries) == (0, {"adopted"})
    else:
        assert running.state == Silence.State.BROKEN
        assert outcomes == {"SilenceBreak": 1, "NoneType": 3, SilenceOver.__name__: 2}
        assert (Adoption.objects.count(), entries) == (0, {"broke"})
    the_ledger_holds()


def test_words_saved_as_a_silence_begins_are_circulated_or_refused(committed: None) -> None:
    version, mia = ready(), make.person("Mia")
    (wording,) = [each for each in wordings_of(version.text) if each.text == VISAS]
    outcomes = kinds(at_once(lambda: silence(version), lambda: revise(wording, "Mia’s words.", mia)))

    if outcomes["Silence"]:
        assert outcomes["PermissionDenied"] == 1
        assert Silence.objects.get().content_hash == content_hash(version)
    else:
        # The words are others than the chair was shown, and nobody has signed them.
        assert outcomes["Revision"] == 1
        assert outcomes[UnseenWords.__name__] + outcomes[Hindered.__name__] == 1
    the_ledger_holds()


def test_an_import_begun_before_a_silence_does_not_change_its_words(committed: None) -> None:
    text = make.published(draft=AGREED).text
    held = make.staged(text, AGREED.replace("short-stay", "seasonal"))
    version = ready(text)
    outcomes = kinds(at_once(lambda: make.applied(held), lambda: silence(version)))

    assert outcomes["Version"] + outcomes["Silence"] == 1
    if outcomes["Silence"]:
        assert Silence.objects.get().content_hash == content_hash(version)
    the_ledger_holds()


def test_two_workers_adopt_once(committed: None) -> None:
    version, now = ready(), timezone.now()
    begun = silence(version, at=now, ends_at=now + timedelta(seconds=1))
    for _ in range(6):
        conclude_when_due.enqueue(begun.key)
    sleep(1)
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "manage.py", "db_worker", "--batch", "--no-startup-delay", "--no-reload"]
    workers = [
        subprocess.Popen(  # noqa: S603  # our own words
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(2)
    ]
    said = [worker.communicate(timeout=120)[0] for worker in workers]

    assert [worker.returncode for worker in workers] == [0, 0], said
    begun.refresh_from_db()
    assert begun.state == Silence.State.ADOPTED
    assert Adoption.objects.get().adopted_at == begun.ends_at
    # Each that found it running left another behind, in case it had been cut short.
    ends = DBTaskResult.objects.filter(task_path__endswith="conclude_when_due")
    waiting = DBTaskResult.objects.filter(status="READY")
    assert all(each.run_after > timezone.now() for each in waiting)
    done = DBTaskResult.objects.exclude(pk__in=waiting)
    assert set(done.values_list("status", flat=True)) == {"SUCCESSFUL"}
    ended = ends.exclude(status="READY")
    assert [each.return_value for each in ended] == ["adopted"] * 7
    # Three members are told that it began, and that it held.
    assert Letter.objects.filter(kind=Letter.Kind.SILENCE).count() == 6
    the_ledger_holds()


def test_two_amendments_accepted_at_once_are_both_in_the_words_or_read_again(
    consultation: Consultation,
) -> None:
    text = consultation.version.text
    one = make.amended(text, "short-stay", "seasonal")
    other = make.amended(text, "shall simplify", "must simplify", by="Paul")
    readings = {each.pk: AmendmentStanding.objects.get(pk=each.pk).stamp() for each in (one, other)}
    basis = digest(VISAS)

    def accept(amendment: Amendment, name: str) -> Revision:
        return make.accepted(amendment, by=name, seen=readings[amendment.pk], basis=basis)

    outcomes = at_once(lambda: accept(one, "Mia"), lambda: accept(other, "Paul"))

    # Both changed one sentence: who came second reads both before the second goes in.
    assert kinds(outcomes) == {"Revision": 1, StandsOtherwise.__name__: 1}
    states = sorted(AmendmentStanding.objects.values_list("state", flat=True))
    assert states == ["accepted", "open"]
    left = AmendmentStanding.objects.select_related("amendment").open().get()
    assert left.fit in (AmendmentStanding.Fit.PROPOSED, AmendmentStanding.Fit.COLLIDES)
    assert left.words == left.amendment.words
    the_ledger_holds()


def test_an_amendment_is_accepted_or_withdrawn_never_both(consultation: Consultation) -> None:
    amendment = make.amended(consultation.version.text, "short-stay", "seasonal")
    seen = AmendmentStanding.objects.get().stamp()
    mia = make.person("Mia")
    outcomes = at_once(
        lambda: make.accepted(amendment, seen=seen),
        lambda: withdraw_amendment(
            by=mia, amendment=Amendment.objects.select_related("version__text", "clause").get(), at=NOON
        ),
    )
    standing = AmendmentStanding.objects.get()
    words = make.working(consultation.version.text).wordings.get(clause=amendment.clause).text

    if standing.state == "accepted":
        assert kinds(outcomes) == {"Revision": 1, "PermissionDenied": 1}
        assert "seasonal" in words
    else:
        assert kinds(outcomes) == {"AmendmentStanding": 1, StandsOtherwise.__name__: 1}
        assert (standing.state, words) == ("withdrawn", VISAS)
    the_ledger_holds()


def test_one_amendment_accepted_by_many_is_in_the_words_once(consultation: Consultation) -> None:
    amendment = make.amended(consultation.version.text, "short-stay", "seasonal")
    seen, basis = AmendmentStanding.objects.get().stamp(), digest(VISAS)
    outcomes = at_once(*[lambda: make.accepted(amendment, seen=seen, basis=basis)] * 5)

    assert kinds(outcomes) == {"Revision": 1, StandsOtherwise.__name__: 4}
    the_ledger_holds()


@pytest.mark.parametrize("attempt", range(3))
def test_no_amendment_misses_a_change_made_while_it_was_put(consultation: Consultation, attempt: int) -> None:
    """Whichever comes first: the proposal stands on the words in work, or is kept as it was clean."""
    text, olga = consultation.version.text, make.olga()
    (wording,) = [each for each in wordings_of(text) if each.text == VISAS]
    words = Words(body="", language="en", proposed_wording=VISAS.replace("short-stay", "seasonal"))
    clause = make.clause_that_says(consultation.version, VISAS)
    outcomes = at_once(
        lambda: submit_comment(
            by=olga, consultation=consultation, clause=clause, words=words, key="abc1234", at=NOON
        ),
        lambda: revise(wording, f"In short: {VISAS}", make.person("Mia")),
    )

    assert kinds(outcomes) == {"Comment": 1, "Revision": 1}
    assert AmendmentStanding.objects.get().fit == AmendmentStanding.Fit.PROPOSED
    the_ledger_holds()


# ---- reports --------------------------------------------------------------------------


def test_a_report_that_twenty_people_ask_for_is_made_once(consultation: Consultation) -> None:
    make.comment(Said(VISAS), by=make.olga(), on=consultation)
    mia = make.person("Mia")

    def ask() -> int:
        return ask_for_file(by=mia, consultation=consultation, language="en", at=NOON).pk

    files = at_once(*[ask] * MANY)
    key = ReportFile.objects.get().key
    workers = at_once(*[lambda: make_file.call(key)] * 4)

    assert (len(set(files)), kinds(files)) == (1, {"int": MANY})
    assert DBTaskResult.objects.filter(task_path__endswith="make_file").count() == 1
    assert kinds(workers) == {"str": 4}
    made = [name for name in default_storage.listdir("reports")[1] if name.startswith(consultation.key)]
    assert len(made) == 1
    assert ReportFile.objects.get().state == ReportFile.State.READY


def test_a_report_is_released_once_by_whoever_is_first(consultation: Consultation) -> None:
    sena, after = make.person("Sena"), consultation.closes_at

    outcomes = at_once(
        *[lambda: release_report(by=sena, consultation=consultation, at=after)] * 8,
    )

    assert kinds(outcomes) == {"Release": 1, "AlreadyReleased": 7}
    assert Release.objects.count() == 1
    the_ledger_holds()
