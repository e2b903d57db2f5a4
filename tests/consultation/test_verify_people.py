"""`manage.py verify_ledger` finds terms, memberships and registrations that were changed past the actions."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from consultation.actions.organisations import end_membership, list_spoken_for, set_one_voice
from consultation.models.guards import GUARDS
from tests import entry, houses, make, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> None:
    """A consultation, an organisation that somebody left, a list, and a registration that was refused."""
    make.comment(make.Said("short-stay", "A"), by=make.omar(), on=rounds.opened(at=make.NOON))
    body = houses.house()
    cora, member = houses.cora(body), houses.voice("Memb", body)
    entry.turned_down(entry.asked_in())
    entry.invited()
    list_spoken_for(by=cora, platform=body, organisation=None, name="Tiny", country="SN", at=make.NOON)
    end_membership(by=member, membership=houses.seat(member), successor=None, at=make.NOON)
    set_one_voice(by=cora, organisation=body, one_voice=True, at=make.NOON)


def test_what_nobody_touched_holds(scene: None) -> None:
    call_command("verify_ledger")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("consultation_consultation SET audience = 'public'", "consultation"),
        ("consultation_consultation SET closes_at = '2031-01-01 00:00:00'", "consultation"),
        ("consultation_membership SET ended_at = NULL WHERE ended_at IS NOT NULL", "participant"),
        ("consultation_membership SET role = 'member' WHERE role = 'coordinator'", "participant"),
        ("consultation_registration SET state = 'accepted'", "registration"),
        ("consultation_vetting SET step = 'accepted', words = ''", "registration"),
        ("consultation_spokenfor SET name = 'Huge'", "organisation"),
        ("consultation_spokenfor SET ended_at = listed_at", "organisation"),
        ("consultation_invitation SET category = 'other'", "invitation"),
        ("consultation_invitation SET revoked_at = invited_at", "invitation"),
        ("consultation_organisation SET one_voice = NOT one_voice", "organisation"),
        ("consultation_organisation SET category = 'other' WHERE category <> 'other'", "organisation"),
    ],
)
def test_a_changed_row_is_named(scene: None, change: str, named: str) -> None:
    editor = connection.schema_editor()
    for guard in GUARDS:
        guard.take_down(editor)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {change}")
        assert cursor.rowcount > 0

    with pytest.raises(CommandError, match=f"^{named} "):
        call_command("verify_ledger")
