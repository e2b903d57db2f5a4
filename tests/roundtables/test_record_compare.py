"""Two versions of a record beside each other: every word that changed, and none that did not."""

import pytest
from django.urls import reverse

from consultation.models import Attribution
from drafts.text.diff import Op
from roundtables.actions.interventions import Attributed
from roundtables.models import RecordVersion, Session
from roundtables.reports.record_compare import Fate, RecordComparison, compare_records
from tests import records, sessions
from tests.pages import queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db


def compared(session: Session, old: int = 1, new: int = 2) -> RecordComparison:
    content = {each.number: each.content for each in RecordVersion.objects.filter(record=session.pk)}
    return compare_records(content[old], content[new])


@pytest.fixture
def session() -> Session:
    """A record in which the first entry was corrected, one was supplied, and the others stayed."""
    session = records.said(Attribution.CATEGORY)
    records.outcome(session)
    records.circulated(session)
    records.decided(records.asked(session))
    attributed = Attributed(Attribution.CATEGORY, category="diaspora")
    records.decided(records.missing(session), after=records.first(session).key, attributed=attributed)
    records.corrected(session)
    return session


def test_each_entry_says_what_became_of_it(session: Session) -> None:
    comparison = compared(session)

    assert [row.fate for row in comparison.rows] == [Fate.SAME, Fate.CHANGED, Fate.ADDED, Fate.SAME]
    assert (len(comparison.shown), comparison.same) == (2, 2)
    assert not comparison.head


def test_both_sides_are_rebuilt_from_the_redline(session: Session) -> None:
    changed = compared(session).shown[0]
    old = "".join(change.text for change in changed.changes if change.op is not Op.INSERT)
    new = "".join(change.text for change in changed.changes if change.op is not Op.DELETE)

    assert old == records.WORDS
    assert new == changed.entry.words


def test_compared_the_other_way_round_what_was_added_is_removed(session: Session) -> None:
    comparison = compared(session, 2, 1)

    assert [row.fate for row in comparison.rows] == [Fate.SAME, Fate.CHANGED, Fate.REMOVED, Fate.SAME]


def test_another_place_or_time_is_shown_above_the_entries() -> None:
    session = records.circulated()
    session.place = {"en": "Ghent"}
    session.save(update_fields=["place"])
    records.corrected(session)
    inserted = [change.text for change in compared(session).head if change.op is Op.INSERT]

    assert inserted == ["Ghent"]


def test_the_page_shows_the_redline_and_no_more_of_who_spoke_than_the_rule_allows(session: Session) -> None:
    address = reverse("roundtables:record-compare", args=[session.key, 1, 2])
    response = signed_in("Olga").get(address)

    assert "<ins>" in response.content.decode()
    assert "Civil society" in words_of(response)
    assert "Network of" not in words_of(response)
    assert "The partners should publish" not in words_of(response)
    assert "The partners should publish" in words_of(signed_in("Olga").get(f"{address}?show=all"))


def test_versions_that_say_the_same_are_said_to(session: Session) -> None:
    address = reverse("roundtables:record-compare", args=[session.key, 2, 2])

    assert "Nothing changed" in words_of(signed_in("Olga").get(address))


def test_a_version_that_is_not_there_cannot_be_compared(session: Session) -> None:
    address = reverse("roundtables:record-compare", args=[session.key, 1, 7])

    assert signed_in("Olga").get(address).status_code == 404


def test_a_comparison_costs_the_same_however_much_changed() -> None:
    session = records.said()
    for minutes in range(8):
        sessions.intervention(session, f"{records.OTHER} And again, number {minutes}.", minutes=10 + minutes)
    records.circulated(session)
    records.decided(records.asked(session))
    records.corrected(session)
    address = reverse("roundtables:record-compare", args=[session.key, 1, 2])
    counted = queries_of(signed_in("Olga"), address)

    assert counted == queries_of(signed_in("Olga"), f"{address}?show=all")
