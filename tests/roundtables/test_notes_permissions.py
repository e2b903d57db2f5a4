"""Who takes the notes of a session, person by person, in each state of its record."""

import pytest

from roundtables.models import Record
from roundtables.permissions.sessions import can_take_notes, sees_notes
from tests import make
from tests.roundtables.notes import a_session

pytestmark = pytest.mark.django_db

PEOPLE = ("Remy", "Chloé", "Sena", "Olga", "Mia", "Nils")
# person → who reads the notes, and who changes them while the record is in which state
READS = {"Remy", "Chloé", "Sena"}
WRITES = {
    Record.State.NOTES: {"Remy"},
    Record.State.CIRCULATED: set(),
    Record.State.CORRECTED: set(),
    Record.State.ADOPTED: set(),
}


@pytest.mark.parametrize("state", list(WRITES))
def test_who_reads_and_changes_the_notes(state: Record.State) -> None:
    session = a_session()
    adopted = make.NOON if state == Record.State.ADOPTED else None
    Record.objects.filter(session=session).update(state=state, adopted_at=adopted)

    assert {name for name in PEOPLE if sees_notes(make.person(name), session)} == READS
    assert {name for name in PEOPLE if can_take_notes(make.person(name), session)} == WRITES[state]
