"""The attribution rule is the database's, whoever writes: tried with rows and with bare SQL."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from consultation.models import Attribution
from drafts.models.keys import new_key
from roundtables.actions.interventions import Attributed, record_intervention
from roundtables.models import Intervention
from tests import make, sessions

pytestmark = pytest.mark.django_db

STRICTER = [
    (Attribution.CATEGORY, Attribution.NAMED),
    (Attribution.NONE, Attribution.NAMED),
    (Attribution.NONE, Attribution.CATEGORY),
]


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount > 0, f"no row to try it on: {sql}"
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(("rule", "looser"), STRICTER)
def test_a_rule_is_never_loosened(rule: Attribution, looser: Attribution) -> None:
    sessions.session(rule)

    assert refused(f"UPDATE consultation_sitting SET rule = '{looser}'")


def test_a_rule_may_be_made_stricter() -> None:
    sessions.session(Attribution.NAMED)

    assert not refused("UPDATE consultation_sitting SET rule = 'category'")


@pytest.mark.parametrize(("rule", "looser"), STRICTER)
def test_nothing_is_written_down_under_a_looser_rule(rule: Attribution, looser: Attribution) -> None:
    session = sessions.session(rule)
    category = "academia" if looser == Attribution.CATEGORY else ""

    with pytest.raises(IntegrityError), transaction.atomic():
        Intervention.objects.create(
            key=new_key(),
            session=session,
            language="en",
            rule=looser,
            category=category,
            said_at=make.NOON,
            recorded_by=make.person("Remy"),
            recorded_at=make.NOON,
        )
    assert not Intervention.objects.exists()


@pytest.mark.parametrize("rule", [Attribution.CATEGORY, Attribution.NONE])
def test_an_action_refuses_a_name_under_a_rule_that_names_nobody(rule: Attribution) -> None:
    olga = make.olga()

    assert not Attributed(rule, speaker=olga, category="civil_society").may_stand_under(rule)
    assert not Attributed(Attribution.NAMED, speaker=olga).may_stand_under(rule)


@pytest.mark.parametrize("rule", list(Attribution))
def test_the_row_knows_what_its_rule_lets_it_know(rule: Attribution) -> None:
    olga = make.olga()
    said = sessions.intervention(sessions.session(rule), by=olga)

    assert said.speaker == (olga if rule == Attribution.NAMED else None)
    assert said.organisation == (make.body_of(olga) if rule == Attribution.NAMED else None)
    assert said.category == ("" if rule == Attribution.NONE else "civil_society")


def test_only_the_rapporteur_takes_notes() -> None:
    session = sessions.session()

    with pytest.raises(PermissionDenied):
        record_intervention(
            by=make.olga(),
            session=session,
            key=new_key(),
            attributed=Attributed(Attribution.NAMED),
            words="Me too.",
            language="en",
            said_at=make.NOON,
            at=make.NOON,
        )
