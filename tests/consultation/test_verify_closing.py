"""`manage.py verify_ledger` finds what was changed in how a text was closed."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from consultation.actions.silence import break_silence, conclude_silence
from drafts.actions.reservations import record_reservation
from drafts.models import Adoption
from drafts.models.guards import GUARDS
from tests import make
from tests.closing import AGREED, disclosed, ready, silence
from tests.make import NOON

pytestmark = pytest.mark.django_db
MIA = "(SELECT id FROM consultation_user WHERE name = 'Mia')"


@pytest.fixture
def adoption() -> Adoption:
    """A text whose first silence was broken, adopted at the end of the second, with two reservations."""
    version = ready(make.published(draft=AGREED).text)
    clause = make.clause_that_says(version, "short-stay")
    disclosed(version, clause, note="Subject to our parliament.")
    broken = silence(version)
    break_silence(by=make.person("Mia"), silence=broken, clause=clause, reason="Not yet.", at=NOON)
    held = silence(version)
    adopted = conclude_silence(by=held.opened_by, silence=held, at=held.ends_at)
    assert adopted is not None
    record_reservation(
        by=make.person("Mia"), adoption=adopted, clause=clause, words="Not bound.", language="en", at=NOON
    )
    editor = connection.schema_editor()
    for guard in GUARDS:
        guard.take_down(editor)
    return adopted


def test_what_nobody_touched_holds(adoption: Adoption) -> None:
    call_command("verify_ledger")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE drafts_reservation SET words = 'Bound.' WHERE words = 'Not bound.'", "reservation"),
        ("UPDATE drafts_reservation SET delegation = 'Utopia'", "reservation"),
        ("DELETE FROM drafts_reservation", "reservation"),
        ("UPDATE drafts_adoption SET adopted_at = '2016-01-01 00:00:00+00:00'", "adoption"),
        ("UPDATE drafts_adoption SET way = 'chair', silence_id = NULL", "adoption"),
        ("UPDATE drafts_silence SET ends_at = '2018-01-01 00:00:00+00:00'", "silence"),
        ("UPDATE drafts_silencebreak SET reason = 'We agree.'", "silence"),
        ("DELETE FROM drafts_silencebreak", "silence"),
        ("UPDATE drafts_silence SET state = 'lifted' WHERE state = 'broken'", "silence"),
        ("UPDATE drafts_silence SET state = 'running', closed_at = NULL WHERE state = 'broken'", "silence"),
        ("UPDATE drafts_silence SET closed_at = '2018-01-01 00:00:00+00:00'", "silence"),
        ("UPDATE drafts_silence SET begins_at = '2016-01-01 00:00:00+00:00'", "silence"),
        (f"UPDATE drafts_silence SET opened_by_id = {MIA}", "silence"),
        ("UPDATE drafts_silencebreak SET clause_id = NULL", "silence"),
        ("UPDATE drafts_silencebreak SET delegation = 'Utopia'", "silence"),
        ("UPDATE drafts_silencebreak SET broken_by_id = (SELECT opened_by_id FROM drafts_silence LIMIT 1)", "silence"),
        (f"UPDATE drafts_adoption SET adopted_by_id = {MIA}", "adoption"),
        ("DELETE FROM drafts_signoff", "its signatures are not those in the ledger|sign-off"),
        ("UPDATE drafts_revision SET reason = 'No reason.' WHERE version_id = (SELECT min(id) FROM drafts_version)",
         "its changes are not those in the ledger"),
    ],
)  # fmt: skip
def test_what_was_changed_is_found(adoption: Adoption, change: str, what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
        assert cursor.rowcount > 0
    with pytest.raises(CommandError, match=what) as found:
        call_command("verify_ledger")
    assert found.value.returncode == 1
