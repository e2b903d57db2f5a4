"""An answer says in which sitting of the drafting committee it was decided."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bin.verify_record import Record
from consultation.models import Comment, Consultation, Disposition, Outcome, Sitting
from consultation.reports.deciding import places_to_decide
from consultation.reports.record import read_record
from consultation.reports.record_words import record_words
from consultation.reports.verifying import verify_answers
from drafts.models import LedgerEntry, Version
from roundtables.actions.sessions import convene
from roundtables.models import Session
from tests import make, sessions, spoken
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
TITLE = "Second drafting committee"


def committee(version: Version, **other: object) -> Session:
    """A drafting committee that had a version on the table yesterday."""
    terms = replace(
        sessions.TERMS,
        kind=Sitting.Kind.DRAFTING_COMMITTEE,
        title={"en": TITLE, "fr": "Deuxième comité de rédaction"},
        **other,  # type: ignore[arg-type]
    )
    return sessions.session(on=version, terms=terms)


@pytest.fixture
def consultation() -> Consultation:
    return make.consultation(moderation=Consultation.Moderation.AFTER)


@pytest.fixture
def said(consultation: Consultation) -> Comment:
    return make.comment(make.Said(on=spoken.VISAS), by=make.olga(), on=consultation)


def offered(version: Version) -> list[str]:
    """The titles of the sittings that Mia chooses from."""
    places = places_to_decide(make.person("Mia"), version.text, make.NOON)
    return [str(each) for each in places.sittings]


def answer_at_the_desk(said: Comment, **fields: str) -> None:
    sent = {"outcome": "noted", "language": "en", **fields}
    assert signed_in("Mia").post(f"/en/comments/{said.reference}/dispose/", sent).status_code == 302


def test_committees_that_have_begun_are_offered(consultation: Consultation) -> None:
    version = consultation.version
    committee(version)
    sessions.session(on=version)
    later = make.NOON + timedelta(days=3)
    committee(version, starts_at=later, ends_at=later + timedelta(hours=2))

    assert offered(version) == [TITLE]


def test_a_committee_of_another_text_is_not_offered(consultation: Consultation) -> None:
    committee(make.published(make.text("another-text")))

    assert offered(consultation.version) == []


def test_a_committee_on_the_whole_programme_is_offered(consultation: Consultation) -> None:
    terms = replace(sessions.TERMS, kind=Sitting.Kind.DRAFTING_COMMITTEE, title={"en": TITLE})
    programme = consultation.version.text.programme
    convene(by=make.secretariat(), programme=programme, terms=terms, at=sessions.STARTS)

    assert offered(consultation.version) == [TITLE]


def test_the_desk_keeps_the_sitting_and_offers_it_again(said: Comment) -> None:
    sitting = committee(said.consultation.version)
    other = make.comment(make.Said(on=spoken.TALENTS), by=make.omar(), on=said.consultation)

    answer_at_the_desk(said, decided_in=sitting.key)

    assert Disposition.objects.get().decided_in_id == sitting.pk
    page = signed_in("Mia").get(f"/en/comments/{other.reference}/dispose/").content.decode()
    assert f'<option value="{sitting.key}" selected>{TITLE}, 13 June 2017</option>' in page


def test_a_sitting_that_is_not_offered_is_refused(said: Comment) -> None:
    committee(said.consultation.version)
    table = sessions.session(on=said.consultation.version)
    sent = {"outcome": "noted", "language": "en", "decided_in": table.key}

    assert signed_in("Mia").post(f"/en/comments/{said.reference}/dispose/", sent).status_code == 422
    assert not Disposition.objects.exists()


def test_everywhere_an_answer_is_shown_it_leads_to_its_sitting(said: Comment) -> None:
    version = said.consultation.version
    sitting = committee(version)
    answer_at_the_desk(said, decided_in=sitting.key)
    link = f'<a href="/en/sessions/{sitting.key}/">{TITLE}, 13 June 2017</a>'

    text = version.text.slug
    pages = {
        "": [said.get_absolute_url()],
        "Mia": [
            f"/en/texts/{text}/desk/{said.clause.key}/",
            f"/en/consultations/{said.consultation.key}/report/",
        ],
        "Olga": ["/en/comments/mine/", f"/en/comments/{said.reference}/react/"],
    }
    for name, addresses in pages.items():
        client = signed_in(name) if name else Client()
        for address in addresses:
            page = client.get(address)
            assert page.status_code == 200, address
            assert link in page.content.decode(), address


def test_a_committee_that_is_not_on_the_agenda_is_named_without_a_link(said: Comment) -> None:
    version = said.consultation.version
    terms = replace(sessions.TERMS, kind=Sitting.Kind.DRAFTING_COMMITTEE, title={"en": TITLE})
    sitting = sessions.session(on=version, terms=terms, announced=False)
    answer_at_the_desk(said, decided_in=sitting.key)

    page = Client().get(said.get_absolute_url()).content.decode()
    assert f"<span>{TITLE}, 13 June 2017</span>" in page
    assert f"/sessions/{sitting.key}/" not in page


def test_the_ledger_seals_the_sitting(said: Comment) -> None:
    sitting = committee(said.consultation.version)
    answer_at_the_desk(said, decided_in=sitting.key)

    told = json.loads(LedgerEntry.objects.get(verb="disposed").payload)
    assert told["decided_in"] == sitting.key
    assert list(verify_answers()) == []


def record_of(version: Version) -> dict[str, Any]:
    return read_record(version, language="en", labels=record_words(version), named=False)


def test_the_certified_record_names_the_sitting_and_holds_it(said: Comment) -> None:
    version = said.consultation.version
    sitting = committee(version)
    answer_at_the_desk(said, decided_in=sitting.key)
    record = record_of(make.issued(version.text))

    (shown,) = record["inputs"]
    (given,) = shown["dispositions"]
    assert (given["decided_in"], given["decided_in_name"]) == (sitting.key, TITLE)
    Record(record)
    given["decided_in"] = "another"
    with pytest.raises(ValueError, match="the inputs"):
        Record(record)


def test_the_certified_record_says_in_which_session_it_was_said_and_names_nobody() -> None:
    consultation, session = spoken.consulted()
    made = spoken.taken_in(spoken.said(session))
    make.answered(made, Outcome.NOTED)
    record = record_of(make.issued(consultation.version.text))

    (shown,) = record["inputs"]
    assert shown["by"] == {"key": "", "name": ""}
    assert (shown["said_in"], shown["said_in_name"]) == (session.key, "Round table on mobility")
    Record(record)
    shown["said_in"] = "another"
    with pytest.raises(ValueError, match="the inputs"):
        Record(record)
