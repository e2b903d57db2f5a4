"""From a sentence of a published text, two clicks reach what was said in a room, and back."""

import re

import pytest
from django.test import Client

from consultation.models import Attribution, Consultation, Outcome
from roundtables.models import Session
from tests import make, sessions, spoken

pytestmark = pytest.mark.django_db
_WHY = re.compile(r'<a class="clause-why" href="([^"]+)">')
_LINK = re.compile(r'<a href="([^"]+)">([^<]+)</a>')


def links_on(client: Client, url: str) -> list[tuple[str, str]]:
    """The addresses and words of the plain links on a page."""
    page = client.get(url)
    assert page.status_code == 200, url
    return _LINK.findall(page.content.decode())


def led_to_new_words(rule: Attribution) -> tuple[Session, str]:
    """What was said in a session led to a change that is published; the session and the address of Rev.1."""
    consultation, session = spoken.consulted(rule)
    made = spoken.taken_in(spoken.said(session))
    text = consultation.version.text
    revision = make.reworded(text, "simplify", "simplify and shorten", answers=[made])
    make.answered(made, Outcome.ACCEPTED, revisions=[revision])
    return session, f"/en/texts/{text.slug}/{make.issued(text).slug}/"


@pytest.mark.parametrize("rule", list(Attribution))
def test_two_clicks_lead_from_a_sentence_to_what_was_said(rule: Attribution) -> None:
    session, rev_1 = led_to_new_words(rule)
    everybody = Client()
    (why_these_words,) = _WHY.findall(everybody.get(rev_1).content.decode())

    why = links_on(everybody, why_these_words)
    (said,) = {href for href, words in why if words == str(session)}
    page = everybody.get(said)

    assert page.status_code == 200
    assert "Decisions take too long." in page.content.decode()


def test_and_from_what_was_said_one_click_leads_to_the_words_it_led_to() -> None:
    session, _rev_1 = led_to_new_words(Attribution.NONE)
    intervention = session.interventions.get()

    links = links_on(Client(), intervention.get_absolute_url())

    (revision,) = [href for href, words in links if words.startswith("The words it led to")]
    assert "and shorten" in Client().get(revision).content.decode()


def test_a_recommendation_is_reached_in_the_same_way() -> None:
    consultation, session = spoken.consulted(Attribution.NONE)
    (made,) = spoken.recommended(spoken.concluded(session))
    text = consultation.version.text
    revision = make.reworded(text, "simplify", "simplify and shorten", answers=[made])
    make.answered(made, Outcome.ACCEPTED, revisions=[revision])
    rev_1 = make.issued(text)

    why = f"/en/texts/{text.slug}/{rev_1.slug}/clauses/{made.clause.key}/why/"
    (said,) = {href for href, words in links_on(Client(), why) if words == str(session)}

    assert f"/sessions/{session.key}/outcomes/" in said
    assert "Shorten the procedures." in Client().get(said).content.decode()


def test_a_session_that_is_not_on_the_agenda_is_not_named() -> None:
    consultation = make.consultation(moderation=Consultation.Moderation.AFTER)
    session = sessions.session(Attribution.NONE, on=consultation.version, announced=False)
    made = spoken.taken_in(spoken.said(session))

    page = Client().get(made.get_absolute_url()).content.decode()

    assert "said in a session" in page
    assert str(session) not in page
