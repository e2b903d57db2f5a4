"""Positions of delegations: superseded by the next, ended and published by their author, sealed in the ledger."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from drafts.actions.grants import grant_role, revoke_role
from drafts.actions.ledger import Verb
from drafts.actions.positions import (
    WordsGone,
    end_position,
    publish_position,
    state_position,
)
from drafts.models import Grant, LedgerEntry, Position, Role, Stance, Text
from drafts.models.guards import GUARDS
from drafts.models.ledger import digest
from drafts.permissions import visible_positions
from drafts.reports.hashes import moment
from drafts.reports.seals import content_of, seal_of
from drafts.reports.verifying_positions import verify_positions
from tests import make
from tests.closing import adopted
from tests.make import NOON, taken
from tests.state import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def text() -> Text:
    return make.published().text


def delegate(name: str, of: Text, delegation: str) -> None:
    """Somebody on the committee who speaks for a delegation."""
    grant_role(
        by=make.secretariat(),
        to=make.person(name),
        role=Role.MEMBER,
        text=of,
        delegation=delegation,
        at=NOON,
    )


def test_a_position_stands_on_the_words_in_brackets_for_the_delegation_of_who_states_it(text: Text) -> None:
    delegate("Dora", text, "Delegation D")
    position = taken(text, "bilateral", by="Dora", stance=Stance.OPPOSE, note="Regional ones too.")

    assert (position.delegation, position.stance, position.quote) == ("Delegation D", "oppose", "bilateral")
    assert (position.version, position.note, position.ended_at) == (
        make.working(text),
        "Regional ones too.",
        None,
    )


def test_who_speaks_for_no_delegation_speaks_in_their_own_name(text: Text) -> None:
    assert taken(text, "bilateral", by="Mia").delegation == "Mia"


def test_the_next_position_of_a_delegation_on_the_same_words_ends_the_one_before(text: Text) -> None:
    delegate("Dora", text, "Delegation D")
    delegate("Dan", text, "Delegation D")
    first = taken(text, "bilateral", by="Dora")
    second = taken(text, "bilateral", by="Dan", stance=Stance.OPPOSE, at=NOON + timedelta(hours=1))

    first.refresh_from_db()
    assert first.ended_at == NOON + timedelta(hours=1)
    assert list(Position.objects.standing()) == [second]


def test_positions_of_others_and_on_other_words_stay(text: Text) -> None:
    taken(text, "bilateral", by="Mia")
    taken(text, "bilateral", by="Paul", stance=Stance.OPPOSE)
    taken(text, "bilateral", by="Mia", whole=True)

    assert Position.objects.standing().count() == 3


def test_saying_the_same_thing_twice_is_saying_it_once(text: Text) -> None:
    first = taken(text, "bilateral", by="Mia", note="Yes.")
    before = rows()

    assert taken(text, "bilateral", by="Mia", note="Yes.") == first
    assert rows() == before


def test_only_words_that_are_in_brackets_are_quoted(text: Text) -> None:
    working = make.working(text)
    clause = make.clause_that_says(working, "bilateral")
    before = rows()
    for quote, language in (("mobility", "en"), ("[bilateral]", "en"), ("bilateral", "fr")):
        with pytest.raises(WordsGone):
            state_position(
                by=make.person("Mia"),
                version=working,
                clause=clause,
                language=language,
                quote=quote,
                stance=Stance.SUPPORT,
                note="",
                at=NOON,
            )
    assert rows() == before


def test_a_clause_that_left_the_version_takes_no_position(text: Text) -> None:
    clause = make.clause_that_says(make.working(text), "researchers")
    working = make.imported(text, make.DRAFT.replace("(b) for researchers.\n\n", ""))
    with pytest.raises(WordsGone):
        state_position(
            by=make.person("Mia"),
            version=working,
            clause=clause,
            language="en",
            quote="",
            stance=Stance.SUPPORT,
            note="",
            at=NOON,
        )


@pytest.mark.parametrize("name", ["Sena", "Olga", "Nils", "Ravi"])
def test_only_the_committee_of_the_text_states_positions(text: Text, name: str) -> None:
    make.olga()
    make.member_of(make.text("other-text"), "Ravi")
    make.person(name)
    before = rows()
    with pytest.raises(PermissionDenied, match="Only the members"):
        taken(text, "bilateral", by=name)

    assert rows() == before


def test_its_author_ends_a_position_and_it_stays_on_record(text: Text) -> None:
    position = taken(text, "bilateral", by="Mia")
    with pytest.raises(PermissionDenied, match="Only the person who stated"):
        end_position(by=make.person("Paul"), position=position, at=NOON)
    end_position(by=make.person("Mia"), position=position, at=NOON)
    entries = LedgerEntry.objects.count()
    end_position(by=make.person("Mia"), position=position, at=NOON + timedelta(days=1))

    position.refresh_from_db()
    assert position.ended_at == NOON
    assert LedgerEntry.objects.count() == entries


def test_the_database_keeps_every_position(text: Text) -> None:
    position = taken(text, "bilateral", by="Mia")
    with pytest.raises(IntegrityError), transaction.atomic():
        position.delete()


def test_its_author_publishes_a_position_once_and_for_good(text: Text) -> None:
    position = taken(text, "bilateral", by="Mia")
    with pytest.raises(PermissionDenied, match="Only the person who stated"):
        publish_position(by=make.person("Chloé"), position=position, at=NOON)
    publish_position(by=make.person("Mia"), position=position, at=NOON)
    entries = LedgerEntry.objects.count()
    publish_position(by=make.person("Mia"), position=position, at=NOON + timedelta(days=1))

    position.refresh_from_db()
    assert position.published_at == NOON
    assert LedgerEntry.objects.count() == entries


def test_who_left_the_committee_publishes_nothing_of_it(text: Text) -> None:
    delegate("Dora", text, "Delegation D")
    position = taken(text, "bilateral", by="Dora")
    grant = Grant.objects.get(user=make.person("Dora"), text=text)
    revoke_role(by=make.secretariat(), grant=grant, at=NOON)
    with pytest.raises(PermissionDenied, match="Only the members"):
        publish_position(by=make.person("Dora"), position=position, at=NOON)
    with pytest.raises(PermissionDenied, match="Only the members"):
        end_position(by=make.person("Dora"), position=position, at=NOON)


def test_the_committee_reads_all_positions_and_everybody_else_the_published_ones(text: Text) -> None:
    ravi = make.member_of(make.text("other-text"), "Ravi")
    kept = taken(text, "bilateral", by="Mia")
    published = taken(text, "bilateral", by="Paul")
    publish_position(by=make.person("Paul"), position=published, at=NOON)
    readers = {name: set(visible_positions(make.person(name), text)) for name in ("Mia", "Paul", "Chloé")}

    assert all(seen == {kept, published} for seen in readers.values())
    for outsider in (make.secretariat(), make.olga(), make.person("Nils"), ravi):
        assert set(visible_positions(outsider, text)) == {published}


def test_the_ledger_holds_a_seal_from_which_no_stance_can_be_guessed(text: Text) -> None:
    position = taken(text, "bilateral", by="Mia", stance=Stance.OPPOSE, note="Never in our lifetime.")
    entry = LedgerEntry.objects.get(verb=Verb.POSITIONED)
    payload = json.loads(entry.payload)

    assert payload == {"sealed": seal_of(position), "ends": [], "version": position.version.number}
    assert digest(content_of(position)) not in entry.payload
    assert entry.object_key == position.key
    for secret in ("oppose", "lifetime", "bilateral", "Mia", position.clause.key):
        assert secret not in entry.payload
    changed = Position.objects.get(pk=position.pk)
    changed.stance = Stance.SUPPORT
    assert seal_of(changed) != payload["sealed"]


def test_what_is_published_has_a_fingerprint_that_anyone_can_make_again(text: Text) -> None:
    position = taken(text, "bilateral", by="Mia")
    publish_position(by=make.person("Mia"), position=position, at=NOON)
    entry = LedgerEntry.objects.get(verb=Verb.DISCLOSED)

    assert json.loads(entry.payload) == {
        "disclosed": digest(content_of(position)),
        "version": position.version.number,
        "stated_at": moment(position.stated_at),
        "ended_at": None,
    }


def faults() -> list[str]:
    return [f"{fault.where}: {fault.what}" for fault in verify_positions()]


def test_positions_that_nobody_touched_hold_ended_and_published_ones_too(text: Text) -> None:
    taken(text, "bilateral", by="Mia")
    make.disclosed(taken(text, "bilateral", by="Mia", stance=Stance.OPPOSE))
    end_position(by=make.person("Paul"), position=taken(text, "bilateral", by="Paul"), at=NOON)

    assert faults() == []
    call_command("verify_ledger")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("stance = 'flexible'", "it is not the one that was stated"),
        ("note = 'Yes, gladly.'", "it is not the one that was stated"),
        ("delegation = 'Delegation Z'", "it is not the one that was stated"),
        ("published_at = stated_at", "it is not public as its author made it"),
        ("ended_at = stated_at", "it does not hold as the ledger says"),
        ("stated_at = '2001-01-01 00:00:00+00:00'", "it is not the one that was stated"),
        ("stated_by_id = (SELECT min(id) FROM consultation_user)", "it is not the one that was stated"),
    ],
)
def test_a_position_changed_behind_the_programs_back_is_found(text: Text, change: str, what: str) -> None:
    position = taken(text, "bilateral", by="Mia")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE drafts_position SET {change}")

    assert faults() == [f"position {position.key}: {what}"]


def test_a_position_put_on_another_version_is_found(text: Text) -> None:
    position = taken(text, "bilateral", by="Mia")
    make.issued(text)
    Position.objects.update(version=make.working(text))

    assert faults() == [f"position {position.key}: it is not the one that was stated"]


def test_a_public_position_that_was_ended_and_put_back_is_found(text: Text) -> None:
    position = make.disclosed(taken(text, "bilateral", by="Mia"))
    end_position(by=make.person("Mia"), position=position, at=NOON)
    assert faults() == []
    editor = connection.schema_editor()
    for guard in GUARDS:
        guard.take_down(editor)
    Position.objects.update(ended_at=None)

    assert faults() == [f"position {position.key}: it does not hold as the ledger says"]


def test_a_position_that_was_published_and_hidden_again_is_found(text: Text) -> None:
    position = make.disclosed(taken(text, "bilateral", by="Mia"))
    Position.objects.update(published_at=None)

    assert faults() == [f"position {position.key}: it is not public as its author made it"]


def test_a_seal_outlives_the_key_it_was_made_with(text: Text) -> None:
    taken(text, "bilateral", by="Mia")
    new = "another key of this site, long enough to be one"
    with override_settings(SECRET_KEY=new):
        assert len(faults()) == 1
    with override_settings(SECRET_KEY=new, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert faults() == []


def test_an_equal_name_ends_nobody_else_s_position(text: Text) -> None:
    first = taken(text, "bilateral", by="Mia")
    eve = make.member_of(text, "Eve")
    eve.name = "Mia"
    eve.save()
    state_position(
        by=eve,
        version=make.working(text),
        clause=first.clause,
        language="en",
        quote="bilateral",
        stance=Stance.OPPOSE,
        note="",
        at=NOON,
    )
    make.taken(text, "bilateral", by="Mia", stance=Stance.FLEXIBLE)

    standing = Position.objects.standing().values_list("stated_by__email", "stance")
    assert set(standing) == {(eve.email, "oppose"), (make.person("Mia").email, "flexible")}


def test_who_is_called_like_a_delegation_that_others_have_a_seat_for_does_not_speak_for_it(
    text: Text,
) -> None:
    eve = make.member_of(text, "Eve")
    eve.name = "delegation d"
    eve.save()
    before = taken(text, "bilateral", by="Eve")
    assert before.delegation == "delegation d"
    delegate("Dora", text, "delegation D")
    after = taken(text, "bilateral", by="Eve", stance=Stance.OPPOSE)
    taken(text, "bilateral", by="Dora")

    assert after.delegation == f"a member of the committee ({eve.key})"
    assert set(Position.objects.standing().values_list("stated_by", flat=True)) == {
        eve.pk,
        make.person("Dora").pk,
    }


def test_who_goes_by_no_name_is_not_called_by_their_address(text: Text) -> None:
    eve = make.member_of(text, "Eve")
    eve.name = ""
    eve.save()

    assert taken(text, "bilateral", by="Eve").delegation == f"a member of the committee ({eve.key})"


def test_a_colleague_of_who_left_speaks_on_for_their_delegation(text: Text) -> None:
    delegate("Dora", text, "Delegation D")
    delegate("Dan", text, "Delegation D")
    first = taken(text, "bilateral", by="Dora")
    revoke_role(by=make.secretariat(), grant=Grant.objects.get(user=make.person("Dora"), text=text), at=NOON)
    second = taken(text, "bilateral", by="Dan", stance=Stance.OPPOSE)

    assert list(Position.objects.standing()) == [second]
    assert first.delegation == second.delegation


def test_once_adopted_positions_are_reservations() -> None:
    version = adopted().version
    with pytest.raises(PermissionDenied, match="recorded as a reservation"):
        state_position(
            by=make.person("Mia"),
            version=version,
            clause=make.clause_that_says(version, "short-stay"),
            language="en",
            quote="",
            stance=Stance.OPPOSE,
            note="",
            at=NOON,
        )
