"""The demonstration's sessions: the meetings of 2017, what was said in them under each rule, and what came of it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from consultation.models import (
    AgreedWording,
    Attribution,
    Disposition,
    Letter,
    Organisation,
    Outcome,
    Sitting,
    Spoken,
    User,
)
from drafts.models import AmendmentStanding, Revision
from roundtables.models import (
    Commitment,
    Correction,
    Evaluation,
    Intervention,
    ProgressReport,
    Record,
    Session,
    SessionDocument,
    SessionOutcome,
)
from roundtables.reports.commitments import LATE, standing_of
from roundtables.reports.evaluations import read_results
from roundtables.reports.progress import changes_since, read_report
from tests.pages import words_of

Kind = Sitting.Kind
_WHY = re.compile(r'<a class="clause-why" href="([^"]+)">')


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration, seeded once for all these tests, which only look at it; rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", verbosity=0, stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def seeded(planted: None, db: None) -> None:
    """The demonstration in the database."""


def days(kind: Kind, place: str) -> list[tuple[date, date, str]]:
    """The days of the meetings of a kind at a place, by its own clock; those of 2017 and 2018 only."""
    held = Session.objects.filter(kind=kind, starts_at__year__in=[2017, 2018]).order_by("starts_at")
    return [
        (
            each.starts_at.astimezone(ZoneInfo(each.time_zone)).date(),
            each.ends_at.astimezone(ZoneInfo(each.time_zone)).date(),
            each.time_zone,
        )
        for each in held
        if each.place["en"] == place
    ]


def signed_in(account: str) -> Client:
    """Somebody whose account is printed."""
    client = Client()
    client.force_login(User.objects.get(email=f"{account}@example.org"))
    return client


def test_the_meetings_of_2017_stand_with_their_kinds_places_days_and_zones() -> None:
    round_tables = days(Kind.ROUND_TABLE, "Brussels")
    assert len(round_tables) == 4
    assert {(first.year, first.month) for first, _last, _zone in round_tables} == {(2017, 4)}
    assert {zone for *_days, zone in round_tables} == {"Europe/Brussels"}

    ((first, _last, zone),) = days(Kind.WORKSHOP, "Dakar")
    assert (first.year, first.month, zone) == (2017, 7, "Africa/Dakar")

    june = [first for first, _last, _zone in days(Kind.DRAFTING_COMMITTEE, "Brussels")]
    assert june == [date(2017, 6, day) for day in (9, 14, 20, 22, 29)]

    rabat = (date(2017, 10, 3), date(2017, 10, 4), "Africa/Casablanca")
    assert days(Kind.STEERING_COMMITTEE, "Rabat") == [rabat]
    assert days(Kind.STEERING_COMMITTEE, "Accra") == [
        (date(2017, 10, 23), date(2017, 10, 23), "Africa/Accra")
    ]
    assert days(Kind.SENIOR_OFFICIALS, "Accra") == [(date(2017, 10, 24), date(2017, 10, 25), "Africa/Accra")]
    assert days(Kind.MINISTERIAL_CONFERENCE, "Marrakesh")[0][0] == date(2018, 5, 2)


def test_each_committee_had_the_draft_of_its_own_theme_on_the_table() -> None:
    committees = Session.objects.filter(kind=Kind.DRAFTING_COMMITTEE, starts_at__year=2017).order_by(
        "starts_at"
    )

    assert [committee.versions.get().text.slug for committee in committees] == [
        "development-root-causes",
        "legal-migration-mobility",
        "protection-asylum",
        "irregular-migration-trafficking",
        "return-reintegration",
    ]


def test_something_was_said_under_every_rule_by_fictional_organisations() -> None:
    said = Intervention.objects.all()

    assert set(said.values_list("rule", flat=True)) == set(Attribution)
    named = Organisation.objects.filter(pk__in=said.filter(rule=Attribution.NAMED).values("organisation"))
    assert named.count() >= 6
    assert all("(fictional)" in organisation.name for organisation in named)
    for unnamed in said.exclude(rule=Attribution.NAMED):
        assert unnamed.speaker is None
        assert unnamed.organisation is None
        assert unnamed.speaker_name + unnamed.body == ""
    assert not said.filter(rule=Attribution.NONE).exclude(category="").exists()


def test_the_records_of_2017_are_published_and_the_ledger_finds_nothing_changed() -> None:
    held = Session.objects.filter(starts_at__year=2017, starts_at__month__lt=10)
    assert set(held.values_list("record__state", flat=True)) == {Record.State.ADOPTED}
    assert not held.filter(record__published_at=None).exists()

    call_command("verify_ledger", stdout=StringIO(), verbosity=0)


def answered() -> list[Spoken]:
    """What was said in a session and answered with revisions of Rev.1."""
    dispositions = Disposition.objects.filter(
        revisions__version__slug="rev-1", comment__spoken__isnull=False
    ).distinct()
    return list(
        Spoken.objects.filter(comment__dispositions__in=dispositions).distinct().select_related("comment")
    )


def test_most_of_what_was_said_on_the_zero_draft_led_to_words_of_rev_1() -> None:
    found = answered()

    assert len(found) >= 14
    answers = [spoken.comment.standing.disposition for spoken in found]
    assert {answer.outcome for answer in answers if answer} == {Outcome.ACCEPTED, Outcome.PARTLY}
    decided_in = [answer.decided_in for answer in answers if answer]
    assert {sitting.kind for sitting in decided_in if sitting} == {Kind.DRAFTING_COMMITTEE}
    assert None not in decided_in


def test_from_a_sentence_of_rev_1_two_clicks_reach_what_was_said() -> None:
    everybody = Client()
    whys: dict[str, list[str]] = {}
    for spoken in answered():
        text = spoken.clause.text.slug
        if text not in whys:
            whys[text] = _WHY.findall(everybody.get(f"/en/texts/{text}/rev-1/").content.decode())
        what = f"interventions/{spoken.intervention}" if spoken.intervention else f"outcomes/{spoken.outcome}"
        said = f"/en/sessions/{spoken.sitting.key}/{what}/"
        led_to = Revision.objects.filter(
            dispositions__comment=spoken.comment, version__slug="rev-1", language="en"
        )
        offered = [why for why in whys[text] if any(f"/{each.clause.key}/" in why for each in led_to)]
        assert any(said in everybody.get(why).content.decode() for why in offered), said
        assert everybody.get(said).status_code == 200


def test_agreed_wording_was_accepted_and_its_sentence_leads_back_to_the_session() -> None:
    agreed = AgreedWording.objects.select_related("sitting", "amendment__clause").get()
    standing = AmendmentStanding.objects.get(amendment=agreed.amendment)
    assert standing.state in {AmendmentStanding.State.ACCEPTED, AmendmentStanding.State.CHANGED}
    key, text = agreed.amendment.clause.key, agreed.amendment.clause.text.slug

    everybody = Client()
    why = f"/en/texts/{text}/rev-1/clauses/{key}/why/"
    assert why in everybody.get(f"/en/texts/{text}/rev-1/").content.decode()
    back = f"/en/sessions/{agreed.sitting.key}/outcomes/#{agreed.outcome}"
    assert back in everybody.get(why).content.decode()
    outcomes = everybody.get(back.partition("#")[0]).content.decode()
    assert f'id="{agreed.outcome}"' in outcomes
    assert "thirty days" in outcomes


def test_a_document_is_a_file_that_everybody_may_have() -> None:
    slides = SessionDocument.objects.exclude(sha256="").get()

    answer = Client().get(f"/en/sessions/{slides.session.key}/documents/{slides.key}/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]  # a file


def test_one_evaluation_is_shown_one_is_hidden_and_one_is_open() -> None:
    closed = Evaluation.objects.filter(closes_at__lt=timezone.now()).order_by("closes_at")
    numbers = [each.answers.count() for each in closed]

    assert numbers == [6, 3]
    assert [read_results(each, with_words=True).are_shown for each in closed] == [True, False]
    running = Evaluation.objects.get(closes_at__gt=timezone.now())
    page = signed_in("observer").get(f"/fr/sessions/{running.session.key}/evaluation/")
    assert page.status_code == 200


def test_commitments_stand_in_every_way_and_two_reports_differ() -> None:
    today = timezone.now().date()
    standings = {standing_of(each.state, each.due_on, today) for each in Commitment.objects.all()}
    assert {Commitment.State.DONE, Commitment.State.PLANNED, LATE} <= standings
    assert Commitment.objects.filter(outcome=None).count() >= 3

    first, second = ProgressReport.objects.filter(released_at__isnull=False).order_by("on")
    changes = changes_since(read_report(first), read_report(second))
    assert changes.done
    assert changes.late


def test_the_observer_and_the_rapporteur_have_something_to_try() -> None:
    notes = Session.objects.get(title__en__startswith="Round table on Rev.1: a guardian")
    around = Session.objects.get(title__en__startswith="Round table on Rev.1: an address")

    assert signed_in("rapporteur").get(f"/en/sessions/{notes.key}/notes/").status_code == 200
    assert "Circulate it" in words_of(signed_in("rapporteur").get(f"/en/sessions/{notes.key}/record/"))
    assert timezone.now() - notes.ends_at < timedelta(days=2)
    assert around.record.state == Record.State.CIRCULATED
    assert around.record.corrections_until is not None
    assert around.record.corrections_until > timezone.now()
    (waiting,) = Correction.objects.filter(version__record=around.record, state=Correction.State.OPEN)
    asked = signed_in("rapporteur").get(f"/en/sessions/{around.key}/record/corrections/{waiting.key}/")
    assert "Accept" in words_of(asked)
    ask = f"/fr/sessions/{around.key}/record/corrections/ask/"
    assert signed_in("observer").get(ask).status_code == 200
    assert Client().get(f"/en/sessions/{around.key}/record/").status_code == 404


def test_no_letter_about_the_past_waits() -> None:
    kinds = [Letter.Kind.RECORD, Letter.Kind.CONVENED, Letter.Kind.EVALUATION, Letter.Kind.CORRECTED]
    assert not Letter.objects.filter(kind__in=kinds).exists()


def test_outcomes_are_of_all_four_kinds() -> None:
    assert set(SessionOutcome.objects.values_list("kind", flat=True)) == set(SessionOutcome.Kind)
