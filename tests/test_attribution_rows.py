"""No row ties a person to what they said where the rule names nobody: every column of every table is looked through.

A person may be led to by rows that say who has an account, who speaks for whom, who was asked and who came; each such
table stands here with its reason. None of them leads to an intervention, an outcome or an input as well.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Field, Model

from consultation.mails.letters import write_letters
from consultation.models import Attribution, Comment, Letter, Organisation, User
from drafts.actions.ledger import Verb, record
from drafts.models import LedgerEntry
from roundtables.models import Intervention
from tests import attributed, make
from tests.attributed import OPENLY, Speaker
from tests.test_attribution_walk import faults, walk

pytestmark = pytest.mark.django_db

ACCOUNT = "who has an account, and where they are written to"
VOICE = "who speaks for whom"
# Tables that lead to a person who spoke, and why.
MAY_LEAD = {
    "consultation.User": ACCOUNT,
    "account.EmailAddress": ACCOUNT,
    "consultation.Letter": ACCOUNT,
    "sessions.Session": "who is signed in, and with which browser",
    "consultation.Membership": VOICE,
    "consultation.Organisation": VOICE,
    "roundtables.Seat": "who was asked, and whom an organisation sends",
    "roundtables.Attendance": "who came",
    "roundtables.Correction": "who asked for a correction takes it back, and is told what became of it",
    "drafts.LedgerEntry": "under which key somebody was admitted, or was entered as present",
}
# Everybody who was there may ask to correct what anybody said: the row does not tell whose words they were.
MAY_LEAD_TO_BOTH = {"roundtables.Correction"}


def values(row: Model) -> Iterator[tuple[Field[Any, Any], Any]]:
    for field in row._meta.concrete_fields:
        yield field, field.value_from_object(row)


def leads(row: Model, to: dict[type[Model], int], words: frozenset[str]) -> bool:
    """Whether a column is the number of one of these rows, or says one of these words."""
    for field, value in values(row):
        target = field.related_model if field.is_relation else type(row) if field.primary_key else None
        if isinstance(target, type) and target in to and to[target] == value:
            return True
        if not field.is_relation and any(word in str(value).lower() for word in words):
            return True
    return isinstance(row, Session) and any(word in str(row.get_decoded()).lower() for word in words)


def leads_to_person(row: Model, speaker: Speaker) -> bool:
    named = speaker.rule == Attribution.NAMED
    rows: dict[type[Model], int] = {User: speaker.person.pk, Organisation: speaker.house.pk}
    return leads(row, {} if named else rows, frozenset(speaker.traces))


def leads_to_words(row: Model, speaker: Speaker) -> bool:
    rows: dict[type[Model], int] = {
        Intervention: speaker.meeting.intervention.pk,
        Comment: speaker.comment.pk,
    }
    return leads(row, rows, speaker.threads | {speaker.words.lower()})


def every_row() -> Iterator[Model]:
    for model in apps.get_models(include_auto_created=True):
        yield from model._base_manager.all()


def found(speakers: tuple[Speaker, ...]) -> tuple[set[str], set[str]]:
    """The tables that lead to one of them, and those with a row that leads to what they said as well."""
    to_person = [(row, each) for row in every_row() for each in speakers if leads_to_person(row, each)]
    both = {row._meta.label for row, each in to_person if leads_to_words(row, each)}
    return {row._meta.label for row, _each in to_person}, both


def test_no_row_ties_a_person_to_what_they_said() -> None:
    """After everything was done and read: what reading leaves behind is looked through too."""
    spoke = attributed.spoke()
    pages = walk(spoke)
    for reader in ("Mia", "Quilla Ondarza"):
        assert faults(pages, spoke, reader) == []
    tables, both = found(spoke.speakers)

    assert tables - set(MAY_LEAD) == set()
    assert both - MAY_LEAD_TO_BOTH == set()
    assert len(list(every_row())) > 500


def test_every_table_that_may_lead_to_a_person_does() -> None:
    spoke = attributed.spoke()
    people = [each.person for each in spoke.speakers]
    write_letters(Letter.Kind.OPENED, people, at=make.NOON, once="opened", matter={})
    faults([("consultation:home", "/en/")], spoke, "Quilla Ondarza")
    tables, both = found(spoke.speakers)

    assert tables == set(MAY_LEAD)
    assert both == MAY_LEAD_TO_BOTH


def test_a_row_that_ties_them_is_found() -> None:
    """Where speakers are named the rows know it: as if they had been hushed, each of them is a fault."""
    openly = attributed.spoke((OPENLY,))
    hushed = tuple(replace(each, rule=Attribution.CATEGORY) for each in openly.speakers)
    _tables, both = found(hushed)

    assert both >= {"roundtables.Intervention", "consultation.Spoken", "consultation.Comment"}


def test_an_entry_in_the_ledger_that_ties_them_is_found() -> None:
    spoke = attributed.spoke(attributed.TOLD[:1])
    (speaker,) = spoke.speakers
    session = speaker.meeting.session
    record(
        by=speaker.person,
        verb=Verb.CORRECTED,
        about=session,
        key=session.key,
        at=make.NOON,
        intervention=speaker.meeting.intervention.key,
    )

    assert "drafts.LedgerEntry" in found(spoke.speakers)[1]


def test_what_somebody_did_in_a_session_is_not_told_by_the_ledger() -> None:
    spoke = attributed.spoke()
    for speaker in spoke.speakers:
        session = speaker.meeting.session
        about = LedgerEntry.objects.filter(object_type="session", object_key=session.key)
        own = [entry for entry in about if speaker.person.key in (entry.actor, entry.payload)]

        assert about.exists()
        assert [entry.verb for entry in own if entry.is_public] == []
        assert not any(speaker.person.key in entry.payload for entry in about)
