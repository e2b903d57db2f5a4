"""The attribution rule is the database's, whoever writes: tried with rows and with bare SQL."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from consultation.models import Attribution, Consultation, Spoken
from drafts.models.keys import new_key
from roundtables.actions.interventions import Attributed, record_intervention
from roundtables.models import Intervention
from tests import held, make, sessions

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


def test_a_person_with_an_account_is_named_by_it_alone() -> None:
    """A name written down beside it would stay when they take their consent back, or leave."""
    said, olga = sessions.intervention(sessions.session()), make.olga()

    assert not Attributed(Attribution.NAMED, speaker=olga, speaker_name="Olga").may_stand_under(
        Attribution.NAMED
    )
    assert refused(f"UPDATE roundtables_intervention SET speaker_name = 'Olga' WHERE id = {said.pk}")


def test_what_is_on_the_table_stays_there_once_somebody_has_spoken() -> None:
    session = sessions.session()
    other = make.published(make.text("another"))
    session.versions.set([other])
    sessions.intervention(session)

    with pytest.raises(IntegrityError, match="something was said"), transaction.atomic():
        session.versions.add(make.working(other.text))
    with pytest.raises(IntegrityError, match="something was said"), transaction.atomic():
        session.versions.clear()
    assert list(session.versions.all()) == [other]


def spoken(said: Intervention, rule: Attribution, **comment: object) -> Spoken:
    """An input that claims to come from an intervention."""
    round_ = Consultation.objects.first() or make.consultation(said.session.versions.get())
    like = make.comment(make.Said("researchers"), by=make.omar(), on=round_)
    for name, value in comment.items():
        setattr(said, name, value)
    return Spoken.objects.create(
        comment=held.input_from(said, like),
        sitting=said.session,
        clause=like.clause,
        intervention=said.key,
        rule=rule,
        speaker=said.speaker,
    )


@pytest.mark.parametrize(
    ("rule", "more"),
    [
        (Attribution.NONE, {"category": "civil_society"}),
        (Attribution.NONE, {"organisation": "Olga"}),
        (Attribution.CATEGORY, {"organisation": "Olga"}),
        (Attribution.CATEGORY, {"speaker": "Olga"}),
        (Attribution.NAMED, {"organisation": "Omar"}),
        (Attribution.NAMED, {"speaker": "Omar"}),
    ],
)
def test_an_input_says_no_more_of_who_spoke_than_its_intervention(
    rule: Attribution, more: dict[str, str]
) -> None:
    said = sessions.intervention(sessions.session(rule), by=make.olga())
    people = {"Olga": make.olga(), "Omar": make.omar()}
    claimed = {
        name: make.body_of(people[value]) if name == "organisation" else people.get(value, value)
        for name, value in more.items()
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        spoken(said, rule, **claimed)
    assert spoken(Intervention.objects.get(pk=said.pk), rule).rule == rule


def test_an_input_of_something_said_under_a_stricter_rule_keeps_it() -> None:
    """The session names speakers; this once somebody asked not to be."""
    session = sessions.session(Attribution.NAMED)
    said = record_intervention(
        by=make.person("Remy"),
        session=session,
        key=new_key(),
        attributed=Attributed(Attribution.NONE),
        words="Between us.",
        language="en",
        said_at=make.NOON,
        at=make.NOON,
    )

    for rule in (Attribution.NAMED, Attribution.CATEGORY):
        with pytest.raises(IntegrityError, match="no more of who spoke"), transaction.atomic():
            spoken(said, rule)
    assert spoken(said, Attribution.NONE).speaker is None


def test_what_a_leaver_wrote_is_emptied_in_rows_that_are_over_and_nothing_else() -> None:
    session = sessions.session()
    said = make.comment(make.Said("students"), by=make.olga(), on=make.consultation(session.versions.get()))
    held.around(session, said)

    assert not refused("UPDATE roundtables_seat SET note = '' WHERE withdrawn_at IS NOT NULL")
    assert not refused("UPDATE roundtables_attendance SET name = '', body = body WHERE user_id IS NOT NULL")
