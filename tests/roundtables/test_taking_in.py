"""From the page of an intervention it is taken in by one act, by those who may, under its rule."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from consultation.models import Attribution, Comment, Consultation, Spoken, Standing
from drafts.models import Amendment
from drafts.models.keys import KEY_LENGTH
from roundtables.actions.interventions import Attributed, record_intervention
from roundtables.models import Intervention, Session
from roundtables.permissions.inputs import can_take_in_intervention
from tests import make, sessions, spoken
from tests.pages import queries_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    """A session in the name of whoever speaks, on a version in consultation."""
    return spoken.consulted()[1]


@pytest.fixture
def said(session: Session) -> Intervention:
    return spoken.said(session)


def taking_in(said: Intervention) -> str:
    return f"{said.get_absolute_url()}input/"


def test_one_button_takes_it_in_on_its_own_clause(said: Intervention) -> None:
    remy = signed_in(sessions.REMY)
    page = remy.get(said.get_absolute_url()).content.decode()
    assert f'<form method="post" action="{taking_in(said)}">' in page
    assert said.clause is not None

    sent = remy.post(taking_in(said), {"clause": said.clause.key})

    made = Comment.objects.get()
    assert sent["Location"] == f"{said.get_absolute_url()}#{made.reference}"
    assert (made.body, made.clause, made.organisation) == (
        "Decisions take too long.",
        said.clause,
        make.body_of(make.olga()),
    )


def test_pressed_twice_it_is_taken_in_once(said: Intervention) -> None:
    assert said.clause is not None
    remy = signed_in(sessions.REMY)

    for _twice in range(2):
        assert remy.post(taking_in(said), {"clause": said.clause.key}).status_code == 302

    assert Comment.objects.count() == 1


def test_once_taken_in_the_button_gives_way_to_what_became_of_it(said: Intervention) -> None:
    made = spoken.taken_in(said)
    make.answered(made, reason="Seen.")

    page = signed_in(sessions.REMY).get(said.get_absolute_url()).content.decode()

    assert made.reference in page
    assert "Seen." in page
    assert f'action="{taking_in(said)}"' not in page


def test_another_clause_with_quoted_and_proposed_words(said: Intervention) -> None:
    talents = spoken.clause_of(said.session, spoken.TALENTS)
    fields = {
        "clause": talents.key,
        "quote": "young graduates",
        "proposed_wording": "3. The partners support the mobility of young graduates.",
        "wording_language": "en",
    }

    assert signed_in(sessions.REMY).post(taking_in(said), fields).status_code == 302

    made = Comment.objects.get()
    assert (made.clause, made.quote) == (talents, "young graduates")
    assert made.amendment == Amendment.objects.get()


def test_a_quote_that_does_not_stand_in_the_clause_comes_back_as_typed(said: Intervention) -> None:
    assert said.clause is not None
    fields = {"clause": said.clause.key, "quote": "never said", "wording_language": "en"}

    page = signed_in(sessions.REMY).post(taking_in(said), fields)

    assert page.status_code == 422
    assert "never said" in page.content.decode()
    assert not Comment.objects.exists()


def test_without_a_consultation_the_page_says_what_to_do() -> None:
    version = make.published()
    session = sessions.session(on=version)
    said = spoken.said(session)
    assert said.clause is not None

    page = signed_in(sessions.REMY).post(taking_in(said), {"clause": said.clause.key})

    assert page.status_code == 422
    assert "is not in consultation. Once the secretariat has opened one" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "may"),
    [("Remy", True), ("Sena", True), ("Chloé", False), ("Mia", False), ("Olga", False), ("Nils", False)],
)
def test_rapporteurs_and_the_secretariat_take_in(said: Intervention, name: str, *, may: bool) -> None:
    person = make.olga() if name == "Olga" else make.person(name)

    assert bool(can_take_in_intervention(person, said)) is may
    if not may:
        with pytest.raises(PermissionDenied):
            spoken.taken_in(said, by=name)


def test_for_strangers_the_page_is_not_there(said: Intervention) -> None:
    assert signed_in("Nils").get(taking_in(said)).status_code == 404
    assert Client().get(taking_in(said)).status_code == 302


def test_the_chair_is_told_who_takes_in(said: Intervention) -> None:
    page = signed_in("Chloé").get(taking_in(said))

    assert page.status_code == 403
    assert "Only the rapporteurs of this session and the secretariat" in page.content.decode()


@pytest.mark.parametrize("rule", [Attribution.CATEGORY, Attribution.NONE])
def test_the_input_knows_no_more_than_the_rule_lets(rule: Attribution) -> None:
    _consultation, session = spoken.consulted(rule)

    made = spoken.taken_in(spoken.said(session))

    where = spoken.spoken(made)
    assert (made.organisation, where.speaker, where.rule) == (None, None, rule)
    assert made.category == ("civil_society" if rule == Attribution.CATEGORY else "")


def test_a_stricter_rule_of_one_intervention_holds_for_its_input(session: Session) -> None:
    said = record_intervention(
        by=make.person(sessions.REMY),
        session=session,
        key="z" * KEY_LENGTH,
        attributed=Attributed(Attribution.NONE),
        words="Off the record.",
        language="en",
        said_at=session.starts_at,
        at=session.starts_at,
        clause=spoken.clause_of(session, spoken.VISAS),
    )

    made = spoken.taken_in(said)

    assert (made.organisation, made.category, spoken.spoken(made).rule) == (None, "", Attribution.NONE)


def test_what_waits_for_moderation_is_told_of_and_not_shown() -> None:
    _consultation, session = spoken.consulted(moderation=Consultation.Moderation.BEFORE)
    said = spoken.said(session)
    made = spoken.taken_in(said, by="Sena", visible=False)

    page = signed_in(sessions.REMY).get(said.get_absolute_url()).content.decode()

    assert Standing.objects.get(comment=made).state == Standing.State.PENDING
    assert "One input made of it is not shown to you" in page
    assert made.reference not in page


def test_everybody_reads_an_intervention_whose_input_everybody_reads(said: Intervention) -> None:
    assert Client().get(said.get_absolute_url()).status_code == 404
    spoken.taken_in(said)

    page = Client().get(said.get_absolute_url())

    assert page.status_code == 200
    assert sessions.REMY not in page.content.decode()


def test_the_page_costs_the_same_with_one_input_and_with_two(said: Intervention) -> None:
    make.answered(spoken.taken_in(said))
    remy, url = signed_in(sessions.REMY), said.get_absolute_url()
    once = queries_of(remy, url)

    make.answered(spoken.taken_in(said, about=spoken.TALENTS))

    assert queries_of(remy, url) == once


def test_a_thread_of_what_was_said_costs_the_same_however_long(session: Session) -> None:
    first = spoken.taken_in(spoken.said(session))
    version = first.consultation.version
    url = f"/en/texts/{version.text.slug}/{version.slug}/clauses/{first.clause.key}/"
    mia = signed_in("Mia")
    desk = f"/en/texts/{version.text.slug}/desk/{first.clause.key}/"
    once = [queries_of(mia, url), queries_of(mia, desk), queries_of(mia, "/en/moderation/?state=all")]

    for number in range(3):
        spoken.taken_in(spoken.said(session, f"And again, {number}."))

    assert [
        queries_of(mia, url),
        queries_of(mia, desk),
        queries_of(mia, "/en/moderation/?state=all"),
    ] == once
    assert Spoken.objects.count() == 4


def test_long_after_the_session_it_may_still_be_taken_in(said: Intervention) -> None:
    consultation = Consultation.objects.get()

    made = spoken.taken_in(said, at=consultation.closes_at + timedelta(days=90))

    assert made.submitted_at > consultation.closes_at
