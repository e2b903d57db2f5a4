"""What was said in a session becomes an input: under its rule, once, and for as long as it can be answered."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client

from consultation.actions.comments import Words, withdraw_comment
from consultation.actions.reports import release_report
from consultation.actions.spoken import Heard, take_in_spoken
from consultation.models import (
    Attribution,
    Category,
    Comment,
    Consultation,
    Letter,
    ResolvedAnchor,
    Spoken,
    Standing,
)
from consultation.permissions import can_moderate
from consultation.reports.statistics import read_statistics
from consultation.reports.verifying import verify_comments, verify_moderations
from drafts.models import Clause, LedgerEntry
from drafts.models.keys import KEY_LENGTH, new_key
from roundtables.actions.interventions import Attributed, record_intervention
from roundtables.models import Session
from tests import make, sessions, spoken
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

KEY = "k" * KEY_LENGTH
WORDS = Words(body="Decisions take too long.", language="en")


def heard(on: Session, rule: Attribution, **more: object) -> Heard:
    """Something said in a session, with the key of an intervention."""
    return Heard(sitting=on, rule=rule, intervention=KEY, **more)  # type: ignore[arg-type]


def take_in(consultation: Consultation, what: Heard, clause: Clause | None = None) -> Comment:
    clause = clause or make.clause_that_says(consultation.version, spoken.VISAS)
    return take_in_spoken(
        by=make.person(sessions.REMY),
        heard=what,
        consultation=consultation,
        clause=clause,
        words=WORDS,
        at=make.NOON,
    )


def test_it_is_an_input_of_the_channel_session_in_the_name_of_the_organisation() -> None:
    consultation, session = spoken.consulted()
    body, said = make.body_of(make.olga()), spoken.said(session)

    what = Heard(
        sitting=session,
        rule=Attribution.NAMED,
        intervention=said.key,
        organisation=body,
        speaker=make.olga(),
    )
    made = take_in(consultation, what)

    assert (made.channel, made.organisation, made.category) == (Comment.Channel.SESSION, body, "")
    assert made.author == make.person(sessions.REMY)
    assert Standing.objects.get(comment=made).state == Standing.State.VISIBLE
    assert ResolvedAnchor.objects.get(comment=made).clause == made.clause


def test_the_ledger_says_where_it_was_said_and_not_by_whom() -> None:
    consultation, session = spoken.consulted(Attribution.CATEGORY)

    made = take_in(consultation, heard(session, Attribution.CATEGORY, category=Category.ACADEMIA))

    entry = LedgerEntry.objects.get(verb="commented", object_key=made.reference)
    told = json.loads(entry.payload)
    assert (told["channel"], told["said_in"], told["rule"]) == ("session", session.key, "category")
    assert told["organisation"] == ""
    assert list(verify_comments()) == []


def test_taken_in_twice_it_is_one_input() -> None:
    consultation, session = spoken.consulted(Attribution.NONE)

    made = [take_in(consultation, heard(session, Attribution.NONE)) for _twice in range(2)]

    assert made[0] == made[1]
    assert Comment.objects.count() == 1


def test_on_a_second_clause_it_is_a_second_input() -> None:
    consultation, session = spoken.consulted(Attribution.NONE)
    talents = make.clause_that_says(consultation.version, spoken.TALENTS)

    take_in(consultation, heard(session, Attribution.NONE))
    take_in(consultation, heard(session, Attribution.NONE), talents)

    assert Spoken.objects.filter(intervention=KEY).count() == 2


@pytest.mark.parametrize("rule", [Attribution.CATEGORY, Attribution.NONE])
def test_nobody_is_named_where_the_rule_forbids(rule: Attribution) -> None:
    consultation, session = spoken.consulted(rule)
    body = make.body_of(make.olga())

    with pytest.raises(PermissionDenied):
        take_in(consultation, heard(session, rule, organisation=body))
    with pytest.raises(PermissionDenied):
        take_in(consultation, heard(session, Attribution.NAMED, organisation=body))
    assert not Comment.objects.exists()


def test_the_database_too_refuses_an_organisation_where_nobody_is_named() -> None:
    consultation, session = spoken.consulted(Attribution.NONE)
    olga = make.comment(make.Said(on=spoken.VISAS), by=make.olga(), on=consultation)

    with pytest.raises(DatabaseError), transaction.atomic():
        Spoken.objects.create(
            comment=olga,
            sitting=session,
            clause=olga.clause,
            intervention=KEY,
            rule=Attribution.NONE,
        )


def test_what_was_said_aloud_is_taken_in_after_the_consultation_closed() -> None:
    consultation, session = spoken.consulted()
    said = spoken.said(session)

    made = spoken.taken_in(said, at=consultation.closes_at + timedelta(days=1))

    assert Standing.objects.get(comment=made).state == Standing.State.VISIBLE


def test_before_the_consultation_opens_it_waits() -> None:
    consultation, session = spoken.consulted()
    said = spoken.said(session)

    with pytest.raises(PermissionDenied, match="has not opened yet"):
        spoken.taken_in(said, at=consultation.opens_at - timedelta(minutes=1))


def test_once_the_report_is_released_nothing_is_added_to_it() -> None:
    consultation, session = spoken.consulted()
    said, after = spoken.said(session), consultation.closes_at + timedelta(days=1)
    release_report(by=make.secretariat(), consultation=consultation, at=after)

    with pytest.raises(PermissionDenied, match="report of the consultation is released"):
        spoken.taken_in(said, at=after)


def test_a_clause_of_another_text_finds_no_consultation() -> None:
    consultation, session = spoken.consulted()
    other = make.published(make.text("another-text"))
    clause = make.clause_that_says(other, spoken.VISAS)

    with pytest.raises(PermissionDenied, match="does not stand in the version"):
        take_in(consultation, heard(session, Attribution.NAMED), clause)


def test_it_waits_for_moderation_where_the_consultation_says_so_and_nobody_moderates_what_they_took_in() -> (
    None
):
    _consultation, session = spoken.consulted(moderation=Consultation.Moderation.BEFORE)
    mine = spoken.taken_in(spoken.said(session), by="Sena", visible=False)

    assert Standing.objects.get(comment=mine).state == Standing.State.PENDING
    assert not can_moderate(make.secretariat(), mine)
    assert can_moderate(make.person("Mia"), mine)


def test_who_spoke_by_name_does_not_moderate_it_either() -> None:
    consultation, session = spoken.consulted(moderation=Consultation.Moderation.BEFORE)
    mia = make.person("Mia")
    attributed = Attributed(Attribution.NAMED, speaker=mia, category=Category.OTHER)
    said = record_intervention(
        by=make.person(sessions.REMY),
        session=session,
        key=new_key(),
        attributed=attributed,
        words=WORDS.body,
        language="en",
        said_at=session.starts_at,
        at=make.NOON,
    )
    what = Heard(
        sitting=session,
        rule=Attribution.NAMED,
        intervention=said.key,
        speaker=mia,
        category=Category.OTHER,
    )

    made = take_in(consultation, what)

    assert not can_moderate(mia, made)
    assert can_moderate(make.person("Paul"), made)


def test_whoever_took_it_in_by_mistake_withdraws_it() -> None:
    _consultation, session = spoken.consulted()
    made = spoken.taken_in(spoken.said(session))

    withdraw_comment(by=make.person(sessions.REMY), comment=made, at=make.NOON)

    assert Standing.objects.get(comment=made).state == Standing.State.WITHDRAWN
    assert list(verify_moderations()) == []


def test_who_spoke_is_written_to_where_speakers_are_named() -> None:
    _consultation, session = spoken.consulted()
    made = spoken.taken_in(spoken.said(session, by=make.omar()))

    make.answered(made)

    told = Letter.objects.filter(kind=Letter.Kind.ANSWERED)
    assert {each.to for each in told} == {make.omar(), make.person(sessions.REMY)}


@pytest.mark.parametrize("rule", [Attribution.CATEGORY, Attribution.NONE])
def test_where_nobody_is_named_only_who_took_it_in_is_written_to(rule: Attribution) -> None:
    _consultation, session = spoken.consulted(rule)
    made = spoken.taken_in(spoken.said(session, by=make.omar()))

    make.answered(made)

    told = Letter.objects.filter(kind=Letter.Kind.ANSWERED)
    assert [each.to for each in told] == [make.person(sessions.REMY)]


def test_statistics_count_it_by_channel_and_as_not_attributed_but_as_nobody() -> None:
    consultation, session = spoken.consulted(Attribution.NONE)
    spoken.taken_in(spoken.said(session))

    figures = read_statistics(make.person("Nils"), [consultation], make.NOON)

    def shown(name: str) -> list[tuple[str, object, object]]:
        table = figures.table(name)
        return [(each.label, each.value, each.people) for each in table.figures] if table else []

    assert shown("channels") == [("In a session", 1, 0)]
    assert shown("categories") == [("Said in a session, not attributed", 1, 0)]
    assert shown("regions") == [("Said in a session, not attributed", 1, 0)]
    assert figures.people == 0


@pytest.mark.parametrize(
    ("rule", "who"),
    [
        (Attribution.NAMED, "Network of Olga"),
        (Attribution.CATEGORY, "Civil society"),
        (Attribution.NONE, "A participant in a session"),
    ],
)
@pytest.mark.parametrize("reader", ["", "Mia", "Olga"])
def test_pages_say_who_spoke_by_the_rule_alone(rule: Attribution, who: str, reader: str) -> None:
    consultation, session = spoken.consulted(rule)
    made = spoken.taken_in(spoken.said(session))
    client = signed_in(reader) if reader else Client()
    version = consultation.version
    pages = [
        made.get_absolute_url(),
        f"/en/texts/{version.text.slug}/{version.slug}/clauses/{made.clause.key}/",
    ]

    for page in pages:
        shown = client.get(page).content.decode()
        assert who in shown
        assert f'<a href="/en/sessions/{session.key}/interventions/' in shown
        assert sessions.REMY not in shown
