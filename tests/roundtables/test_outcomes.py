"""What a session concluded is recorded, and becomes inputs, an amendment or a commitment."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from consultation.models import AgreedWording, Attribution, Comment, Consultation
from drafts.models import Amendment, LedgerEntry, Role
from drafts.models.keys import KEY_LENGTH
from roundtables.actions.outcomes import put_agreed, strike_outcome
from roundtables.actions.sessions import give_office
from roundtables.models import Commitment, CommitmentStep, Office, Record, Session, SessionOutcome
from roundtables.permissions.outcomes import can_conclude
from tests import make, sessions, spoken
from tests.pages import queries_of, signed_in

pytestmark = pytest.mark.django_db
Kind = SessionOutcome.Kind
BOTH = (spoken.VISAS, spoken.TALENTS)
AGREED = "1. The partners shall shorten the procedures for short-stay visas."


@pytest.fixture
def consultation() -> Consultation:
    return make.consultation(moderation=Consultation.Moderation.AFTER)


@pytest.fixture
def session(consultation: Consultation) -> Session:
    return sessions.session(Attribution.CATEGORY, on=consultation.version)


def address(session: Session, more: str = "") -> str:
    return f"/en/sessions/{session.key}/outcomes/{more}"


def typed(**fields: object) -> dict[str, object]:
    return {"kind": "recommendation", "words": "Shorten it.", "language": "en", **fields}


def test_a_recommendation_is_made_of_interventions_that_are_ticked(session: Session) -> None:
    said = spoken.said(session)
    remy = signed_in(sessions.REMY)
    page = remy.get(f"{address(session, 'new/')}?from={said.key}").content.decode()
    assert said.clause is not None
    assert f'value="{said.key}" id="id_interventions_0" checked' in page
    assert f'<option value="{said.clause.key}" selected>' in page

    sent = remy.post(
        address(session, "new/"),
        typed(clauses=[said.clause.key], interventions=[said.key], key="a" * KEY_LENGTH),
    )

    outcome = SessionOutcome.objects.get()
    assert sent["Location"] == address(session, f"{outcome.key}/")
    assert list(outcome.interventions.all()) == [said]
    assert "Decisions take too long." in remy.get(sent["Location"]).content.decode()


def test_sent_twice_it_is_recorded_once(session: Session) -> None:
    remy = signed_in(sessions.REMY)
    for _twice in range(2):
        remy.post(address(session, "new/"), typed(kind="disagreement", key="b" * KEY_LENGTH))

    assert SessionOutcome.objects.get().kind == Kind.DISAGREEMENT


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"kind": "recommendation"}, "A recommendation is to one or more clauses"),
        ({"kind": "agreed_wording"}, "Agreed wording is for one clause"),
        ({"kind": "action_point"}, "Say by when it is to be done"),
        ({"kind": "action_point", "due_on": "2018-01-31"}, "Say who does it"),
        ({"kind": "disagreement", "others": "nobody"}, "No intervention of this session has the key nobody"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_words_are_kept(
    session: Session, fields: dict[str, str], complaint: str
) -> None:
    page = signed_in(sessions.REMY).post(address(session, "new/"), typed(**fields))

    assert page.status_code == 422
    assert complaint in page.content.decode()
    assert "Shorten it." in page.content.decode()
    assert not SessionOutcome.objects.exists()


def test_a_recommendation_is_taken_in_on_each_clause_by_one_act(session: Session) -> None:
    outcome = spoken.concluded(session, about=BOTH)
    remy = signed_in(sessions.REMY)

    for _twice in range(2):
        assert remy.post(address(session, f"{outcome.key}/input/")).status_code == 302

    made = Comment.objects.all()
    assert {each.clause.key for each in made} == {each.key for each in outcome.clauses.all()}
    assert {(each.body, each.category, each.organisation) for each in made} == {
        ("Shorten the procedures.", "", None)
    }


def test_all_or_none_of_its_clauses_are_taken_in(session: Session) -> None:
    other = make.published(make.text("another-text"))
    outcome = spoken.concluded(session)
    outcome.clauses.add(make.clause_that_says(other, spoken.TALENTS))

    with pytest.raises(PermissionDenied, match="No version of this text was on the table"):
        spoken.recommended(outcome)
    assert not Comment.objects.exists()
    page = signed_in(sessions.REMY).post(address(session, f"{outcome.key}/input/"))
    assert page.status_code == 403
    assert "No version of this text was on the table" in page.content.decode()


def test_agreed_wording_becomes_an_amendment_that_says_where(session: Session) -> None:
    outcome = spoken.concluded(session, Kind.AGREED_WORDING, wording=AGREED, by="Chloé")
    chair = signed_in("Chloé")

    for _twice in range(2):
        assert chair.post(address(session, f"{outcome.key}/amendment/")).status_code == 302

    amendment = Amendment.objects.get()
    assert (amendment.words, amendment.rationale) == (AGREED, "Shorten the procedures.")
    assert AgreedWording.objects.get().amendment == amendment
    agreed = f'agreed in <a href="{address(session, f"{outcome.key}/")}">Round table on mobility</a>'
    for page in (
        f"/en/amendments/{amendment.key}/",
        f"/en/texts/{amendment.version.text.slug}/desk/{amendment.clause.key}/",
    ):
        assert agreed in signed_in("Mia").get(page).content.decode()
    assert signed_in("Paul").get(outcome.get_absolute_url()).status_code == 200


def test_who_is_not_of_the_committee_asks_its_chair(session: Session) -> None:
    outcome = spoken.concluded(session, Kind.AGREED_WORDING, wording=AGREED)

    with pytest.raises(PermissionDenied, match="Ask the chair or the penholder"):
        put_agreed(by=make.person(sessions.REMY), outcome=outcome, at=make.NOON)
    with pytest.raises(PermissionDenied, match="Only the rapporteurs and the chair"):
        put_agreed(by=make.person("Paul"), outcome=outcome, at=make.NOON)


def test_a_rapporteur_who_holds_the_pen_puts_it(session: Session) -> None:
    paul = make.person("Paul")
    give_office(by=make.secretariat(), session=session, to=paul, part=Office.Part.RAPPORTEUR, at=make.NOON)
    outcome = spoken.concluded(session, Kind.AGREED_WORDING, wording=AGREED, by="Paul")

    amendment = put_agreed(by=paul, outcome=outcome, at=make.NOON)

    assert amendment.proposed_by == paul


def test_words_as_they_stand_propose_nothing(session: Session) -> None:
    stands = session.versions.get().wordings.get(text__contains=spoken.VISAS).text
    outcome = spoken.concluded(session, Kind.AGREED_WORDING, wording=stands)

    page = signed_in("Chloé").post(address(session, f"{outcome.key}/amendment/"))

    assert page.status_code == 409
    assert "The clause reads like this already" in page.content.decode()
    assert not AgreedWording.objects.exists()


def test_an_action_point_makes_a_commitment_with_its_first_step(session: Session) -> None:
    sessions.attended_by(session, make.olga())
    body = make.body_of(make.olga())
    fields = typed(kind="action_point", due_on="2018-01-31", organisation=body.name)

    assert signed_in(sessions.REMY).post(address(session, "new/"), fields).status_code == 302

    made = Commitment.objects.get()
    assert (made.organisation, made.due_on, made.words) == (body, date(2018, 1, 31), {"en": "Shorten it."})
    assert CommitmentStep.objects.get().state == Commitment.State.PLANNED
    shown = signed_in(sessions.REMY).get(address(session)).content.decode()
    assert "due on 31 January 2018" in shown
    assert body.name in shown


def test_the_ledger_keeps_no_words_of_an_outcome(session: Session) -> None:
    spoken.concluded(session, words="A sentence nobody is to find.")

    entry = LedgerEntry.objects.get(verb="concluded")
    assert not entry.is_public
    assert "sentence" not in entry.payload
    assert json.loads(entry.payload)["kind"] == "recommendation"


@pytest.mark.parametrize(
    ("name", "may"),
    [("Remy", True), ("Chloé", True), ("Sena", False), ("Mia", False), ("Olga", False), ("Nils", False)],
)
def test_rapporteurs_and_the_chair_record_outcomes(session: Session, name: str, *, may: bool) -> None:
    person = make.olga() if name == "Olga" else make.person(name)

    assert bool(can_conclude(person, session)) is may


def test_an_outcome_is_struck_visibly_while_the_record_is_notes(session: Session) -> None:
    outcome = spoken.concluded(session)
    remy = signed_in(sessions.REMY)

    assert remy.post(address(session, f"{outcome.key}/strike/"), {"reason": ""}).status_code == 422
    assert (
        remy.post(address(session, f"{outcome.key}/strike/"), {"reason": "Entered twice."}).status_code == 302
    )

    page = remy.get(address(session)).content.decode()
    assert "<del>Shorten the procedures.</del>" in page
    assert "Entered twice." in page
    with pytest.raises(PermissionDenied, match="was struck"):
        spoken.recommended(SessionOutcome.objects.get())


def test_what_something_came_of_is_not_struck(session: Session) -> None:
    outcome = spoken.concluded(session)
    spoken.recommended(outcome)

    with pytest.raises(PermissionDenied, match="Something has come of this outcome"):
        strike_outcome(by=make.person(sessions.REMY), outcome=outcome, reason="No.", at=make.NOON)


def test_once_circulated_it_changes_by_a_correction(session: Session) -> None:
    outcome = spoken.concluded(session)
    Record.objects.filter(session=session).update(state=Record.State.CIRCULATED)

    with pytest.raises(PermissionDenied, match="changes by a correction"):
        strike_outcome(by=make.person(sessions.REMY), outcome=outcome, reason="No.", at=make.NOON)


def test_the_database_keeps_an_outcome_as_it_was_concluded(session: Session) -> None:
    outcome = spoken.concluded(session)

    with pytest.raises(DatabaseError), transaction.atomic():
        SessionOutcome.objects.filter(pk=outcome.pk).update(words="Otherwise.")


def test_before_the_record_is_published_everybody_reads_what_became_an_input(session: Session) -> None:
    hidden, shown = spoken.concluded(session, words="Not yet."), spoken.concluded(session)
    spoken.recommended(shown)
    public = Client()

    page = public.get(address(session)).content.decode()

    assert "Shorten the procedures." in page
    assert "Not yet." not in page
    assert public.get(hidden.get_absolute_url()).status_code == 404
    assert public.get(shown.get_absolute_url()).status_code == 200


def test_the_page_costs_the_same_however_much_was_concluded(session: Session) -> None:
    spoken.recommended(spoken.concluded(session, about=BOTH))
    remy, url = signed_in(sessions.REMY), address(session)
    once = queries_of(remy, url)

    for number in range(3):
        spoken.recommended(spoken.concluded(session, words=f"And {number}.", about=BOTH))

    assert queries_of(remy, url) == once


def test_the_form_lists_no_more_than_so_many_interventions(session: Session) -> None:
    for number in range(45):
        spoken.said(session, f"Number {number}.")

    page = signed_in(sessions.REMY).get(address(session, "new/")).content.decode()

    assert page.count('name="interventions"') == 40


def test_a_member_of_the_committee_is_not_a_rapporteur_by_that(session: Session) -> None:
    member = make.member_of(session.versions.get().text, "Nadia", Role.MEMBER)

    assert signed_in("Nadia").get(address(session, "new/")).status_code == 403
    assert not can_conclude(member, session)


def test_where_nobody_is_named_no_list_of_who_was_there_stands_beside_what_was_said(session: Session) -> None:
    sessions.attended_by(session, make.olga())
    remy, body = signed_in(sessions.REMY), make.body_of(make.olga())

    assert body.name not in remy.get(address(session, "new/")).content.decode()
    fields = typed(kind="action_point", due_on="2018-01-31", owner="nobody@example.org")
    page = remy.post(address(session, "new/"), fields)
    assert page.status_code == 422
    assert "Nobody with this address was there." in page.content.decode()
    assert "nobody@example.org" in page.content.decode()
    assert remy.post(address(session, "new/"), {**fields, "owner": make.olga().email}).status_code == 302
    assert Commitment.objects.get().owner == make.olga()
