"""The page of an intervention: what it tells of the speaker under each rule, and who reads it when."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from consultation.models import Attribution, Category, Consultation, User
from roundtables.actions.notes import strike_intervention
from roundtables.models import Intervention, Record, Session
from roundtables.permissions.interventions import visible_interventions
from tests import make, sessions, spoken
from tests.pages import signed_in, words_of
from tests.roundtables.notes import a_session

pytestmark = pytest.mark.django_db

EVERYBODY = ("Remy", "Chloé", "Sena", "Olga", "Mia", "Nils", "")
NOTES = {"Remy", "Chloé", "Sena"}


def record(session: Session, state: Record.State, *, published: bool = False) -> None:
    """How far the record is."""
    adopted = make.NOON if state == Record.State.ADOPTED else None
    Record.objects.filter(session=session).update(
        state=state, adopted_at=adopted, published_at=make.NOON if published else None
    )


def as_input(said: Intervention, *, visible: bool, moderation: str = "before") -> Consultation:
    """It became an input of the open consultation on the version on the table."""
    version = said.session.versions.get()
    round_ = make.consultation(version, moderation=Consultation.Moderation(moderation))
    spoken.taken_in(said, visible=visible)
    return round_


def readers(said: Intervention) -> set[str]:
    """Everybody for whom the page is there."""
    clients = {name: signed_in(name) if name else Client() for name in EVERYBODY}
    address = said.get_absolute_url()
    return {name for name, client in clients.items() if client.get(address).status_code == 200}


@pytest.mark.parametrize(
    ("state", "published", "more"),
    [
        (Record.State.NOTES, False, set()),
        (Record.State.CIRCULATED, False, {"Olga"}),
        (Record.State.CORRECTED, False, {"Olga"}),
        (Record.State.ADOPTED, False, {"Olga"}),
        (Record.State.ADOPTED, True, {"Olga", "Mia", "Nils", ""}),
    ],
)
def test_who_reads_it_grows_with_the_record(state: Record.State, more: set[str], *, published: bool) -> None:
    said = sessions.intervention(a_session())
    record(said.session, state, published=published)

    assert readers(said) == NOTES | more


@pytest.mark.parametrize(("visible", "more"), [(False, set()), (True, {"Olga", "Mia", "Nils", ""})])
def test_everybody_reads_what_became_an_input_that_everybody_reads(more: set[str], *, visible: bool) -> None:
    said = sessions.intervention(a_session())
    other = sessions.intervention(said.session, "Something else.")
    as_input(said, visible=visible)

    assert readers(said) == NOTES | more
    assert readers(other) == NOTES


def test_an_input_that_is_held_back_until_the_consultation_closes_opens_nothing_before() -> None:
    said = sessions.intervention(a_session())
    round_ = as_input(said, visible=True, moderation="closing")
    nobody = AnonymousUser()

    assert not visible_interventions(nobody, said.session, make.NOON).exists()
    assert visible_interventions(nobody, said.session, round_.closes_at + timedelta(seconds=1)).get() == said


def test_what_was_struck_is_for_those_who_read_the_notes() -> None:
    said = sessions.intervention(a_session())
    strike_intervention(by=make.person("Remy"), intervention=said, reason="Twice.", at=make.NOON)
    record(said.session, Record.State.CIRCULATED)

    assert readers(said) == NOTES


def test_an_intervention_is_not_there_under_another_session() -> None:
    said, other = sessions.intervention(a_session()), sessions.session(on=make.published(make.text("other")))

    address = said.get_absolute_url().replace(said.session.key, other.key)
    assert signed_in("Remy").get(address).status_code == 404


def test_it_shows_the_words_the_clause_on_the_table_and_who_spoke() -> None:
    session = a_session()
    clause = make.clause_that_says(session.versions.get(), "short-stay")
    said = sessions.intervention(session, clause=clause)

    page = words_of(signed_in("Remy").get(said.get_absolute_url()))

    assert "Network of Olga civil society (Olga)" in page
    assert "Decisions take too long." in page
    assert "simplify the procedures for short-stay visas" in page


@pytest.mark.parametrize("rule", [Attribution.CATEGORY, Attribution.NONE])
@pytest.mark.parametrize("name", ["Remy", "Chloé", "Sena", "Olga", ""])
def test_where_speakers_are_not_named_no_page_names_them(rule: Attribution, name: str) -> None:
    said = sessions.intervention(a_session(rule))
    record(said.session, Record.State.ADOPTED, published=True)
    client = signed_in(name) if name else Client()

    page = words_of(client.get(said.get_absolute_url()))

    assert "Network of" not in page
    assert name == "Olga" or "Olga" not in page
    assert (str(Category.CIVIL_SOCIETY.label).capitalize() in page) == (rule == Attribution.CATEGORY)


def test_somebody_who_does_not_let_their_name_be_shown_is_shown_by_their_organisation() -> None:
    said = sessions.intervention(a_session())
    User.objects.filter(pk=make.olga().pk).update(shows_name=False, name="Olga Petrova")

    page = words_of(signed_in("Remy").get(said.get_absolute_url()))

    assert "Petrova" not in page
    assert "Network of Olga" in page
