"""Two versions compared: what stayed, changed, moved, came, went, split and merged."""

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from drafts.models import Text, Version
from drafts.reports.comparing import ComparedClause, Comparison, Fate, compare_versions
from drafts.text.diff import Op
from tests import make

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
GRADUATES = "The partners encourage [bilateral] agreements on the mobility of young graduates."
HELP = "\n4. A common help desk answers questions about permits.\n"


@pytest.fixture
def zero() -> Version:
    return make.published()


def compared(zero: Version, draft: str) -> Comparison:
    """The zero draft against the working version that a draft makes."""
    make.imported(zero.text, draft)
    return compare_versions(zero, make.working(zero.text), "en")


def row(of: Comparison, words: str) -> ComparedClause:
    (found,) = [clause for clause in of.clauses if words in clause.shown.plain]
    return found


def test_a_version_against_itself_has_no_change(zero: Version) -> None:
    comparison = compare_versions(zero, zero, "en")

    assert comparison.count(Fate.SAME) == len(comparison.clauses) == 9
    assert comparison.moved == 0


def test_a_changed_clause_carries_its_redline_word_by_word(zero: Version) -> None:
    comparison = compared(zero, make.DRAFT.replace("short-stay visas", "seasonal visas"))
    changed = row(comparison, "seasonal")

    assert comparison.count(Fate.CHANGED) == 1
    assert (changed.fate, changed.moved) == (Fate.CHANGED, False)
    assert [(each.op, each.text) for each in changed.changes if each.op is not Op.EQUAL] == [
        (Op.DELETE, "short-stay"),
        (Op.INSERT, "seasonal"),
    ]
    assert "".join(each.text for each in changed.changes if each.op is not Op.INSERT) == VISAS


def test_a_new_clause_is_new_and_a_lost_one_stands_where_it_stood(zero: Version) -> None:
    comparison = compared(zero, make.DRAFT.replace("(a) for students;\n\n", "") + HELP)

    assert row(comparison, "help desk").fate is Fate.NEW
    lost = row(comparison, "for students")
    assert (lost.fate, lost.new) == (Fate.REMOVED, None)
    labels = [clause.shown.label for clause in comparison.clauses]
    assert labels.index("(a)") == labels.index("2.") + 1


def test_a_clause_lost_at_the_very_beginning_stands_first(zero: Version) -> None:
    comparison = compared(zero, make.DRAFT.replace("# Legal mobility\n\n", ""))

    assert comparison.clauses[0].fate is Fate.REMOVED


def test_only_what_was_moved_is_called_moved(zero: Version) -> None:
    moved = make.DRAFT.replace(f"\n1. {VISAS}\n", "").replace(
        f"3. {GRADUATES}", f"3. {GRADUATES}\n\n4. {VISAS}"
    )
    comparison = compared(zero, moved)

    assert comparison.moved == 1
    assert row(comparison, VISAS).moved
    assert row(comparison, VISAS).fate is Fate.SAME


def test_a_number_alone_is_no_change(zero: Version) -> None:
    comparison = compared(zero, make.DRAFT.replace("3. The partners", "12. The partners"))

    assert comparison.count(Fate.SAME) == 9


def test_a_split_clause_names_its_heir_and_the_heir_its_origin() -> None:
    text = make.text("return")
    long = (
        "# Return\n\n1. Each partner shall open a national help desk that answers written questions about permits, "
        "and shall train the staff who work there in the languages of the applicants, so that nobody travels in vain.\n"
    )
    zero = make.published(text, long)
    comparison = compared(
        zero, long.replace(" permits, and shall train", " permits.\n\n2. Each partner shall train")
    )
    kept = row(comparison, "questions about permits")
    made = row(comparison, "in vain")

    assert {kept.fate, made.fate} == {Fate.CHANGED, Fate.NEW}
    descendant, ancestor = (made, kept) if made.fate is Fate.NEW else (kept, made)
    assert descendant.origins == (ancestor.key,)
    assert ancestor.heirs == (descendant.key,)


def test_versions_far_apart_are_compared_over_everything_between(zero: Version) -> None:
    text: Text = zero.text
    make.reworded(text, "short-stay", "seasonal")
    make.issued(text)
    make.reworded(text, "seasonal", "circular")
    second = make.issued(text)
    comparison = compare_versions(zero, second, "en")

    assert [clause.fate for clause in comparison.clauses].count(Fate.CHANGED) == 1
    assert "circular" in row(comparison, "circular").shown.plain


def test_a_comparison_in_french_shows_french_words(zero: Version) -> None:
    text = zero.text
    french = make.DRAFT.replace(VISAS, "Les partenaires simplifient les visas.")
    make.imported(text, french, language="fr")
    first = make.issued(text)
    make.reworded(text, "simplifient les visas", "simplifient vite les visas", language="fr")
    comparison = compare_versions(first, make.issued(text), "fr")

    assert row(comparison, "vite").changes
    assert compare_versions(first, make.working(text), "en").count(Fate.CHANGED) == 0


def test_two_published_versions_are_compared_once(
    zero: Version, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make.reworded(zero.text, "short-stay", "seasonal")
    first = make.issued(zero.text)
    made = compare_versions(zero, first, "en")

    with django_assert_num_queries(0):
        assert compare_versions(zero, first, "en") == made


def test_comparing_takes_the_same_queries_whatever_the_length(
    zero: Version, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for points in (1, 40):
        draft = make.DRAFT + "\n".join(f"\n{n}. Point {n} says thing {n}.\n" for n in range(4, 4 + points))
        make.imported(zero.text, draft)
        working = make.working(zero.text)
        cache.clear()
        with django_assert_num_queries(5):
            assert compare_versions(zero, working, "en").count(Fate.NEW) == points


def test_publishing_compares_with_the_version_before_so_that_no_reader_waits(
    zero: Version,
    django_assert_num_queries: DjangoAssertNumQueries,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    cache.clear()
    make.imported(zero.text, make.DRAFT.replace("short-stay visas", "seasonal visas"))
    with django_capture_on_commit_callbacks(execute=True):
        published = make.issued(zero.text)

    with django_assert_num_queries(0):
        assert compare_versions(zero, published, "en").count(Fate.CHANGED) == 1
