"""The ledger tells of evaluations, commitments, steps and reports that were changed past the actions."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from roundtables.actions.progress import make_progress_report, release_progress_report
from roundtables.models import Commitment
from roundtables.models.guards import GUARDS
from roundtables.reports.verifying_learning import verify_learning
from tests import learning, make, sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> None:
    """An evaluation with answers, commitments and an action point with steps, and a released report."""
    version = make.published()
    session, programme = sessions.session(on=version), version.text.programme
    evaluation = learning.asked(3, session=session)
    learning.filled(evaluation, make.person("Att1"))
    learning.filled(evaluation, make.person("Att2"))
    clause = make.clause_that_says(version, "short-stay")
    made = learning.committed(programme, owner=make.olga(), clause=clause)
    learning.committed(programme)
    learning.followed(made, Commitment.State.UNDER_WAY, due_on=date(2017, 10, 1))
    learning.followed(made, by=make.olga())
    learning.action_point(session, owner=make.olga())
    learning.followed(learning.action_point(session, owner=make.olga()), by=make.olga())
    sena, now = make.person("Sena"), timezone.now()
    report = make_progress_report(by=sena, programme=programme, on=date(2018, 1, 1), at=now)
    release_progress_report(by=sena, report=report, at=now)


def test_what_nobody_touched_holds(scene: None) -> None:
    assert list(verify_learning()) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE roundtables_evaluation SET closes_at = '2031-01-01 00:00:00'", "evaluation"),
        ("UPDATE roundtables_evaluation SET given = '[]'", "evaluation"),
        ("DELETE FROM roundtables_evaluationanswer", "evaluation"),
        ('UPDATE roundtables_commitment SET words = \'{"en": "Nothing"}\'', "commitment"),
        ("UPDATE roundtables_commitment SET body = 'Lemuria' WHERE body <> ''", "commitment"),
        ("UPDATE roundtables_commitment SET state = 'dropped'", "commitment"),
        ("UPDATE roundtables_commitment SET due_on = '2031-01-01'", "commitment"),
        ("UPDATE roundtables_commitment SET clause_id = NULL WHERE clause_id IS NOT NULL", "commitment"),
        (
            "UPDATE roundtables_commitmentstep SET evidence = 'It was sent.' WHERE evidence <> ''",
            "commitment",
        ),
        ("UPDATE roundtables_commitmentstep SET state = 'done'", "commitment"),
        ("UPDATE roundtables_commitmentstep SET due_on = '2031-01-01'", "commitment"),
        ("UPDATE roundtables_progressreport SET content = '{}'", "progress report"),
        ("UPDATE roundtables_progressreport SET released_at = NULL", "progress report"),
        ("UPDATE roundtables_progressreport SET \"on\" = '2016-01-01'", "progress report"),
    ],
)
def test_a_changed_row_is_named(scene: None, change: str, named: str) -> None:
    editor = connection.schema_editor()
    for guard in GUARDS:
        guard.take_down(editor)
    with connection.cursor() as cursor:
        cursor.execute(change)
        assert cursor.rowcount > 0

    faults = list(verify_learning())
    assert faults
    assert {fault.where.rpartition(" ")[0].removesuffix(" of") for fault in faults} == {named}
