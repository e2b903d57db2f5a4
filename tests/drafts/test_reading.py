"""A version as it is read: in order, in the language asked for, falling back clause by clause."""

import pytest
from pytest_django import DjangoAssertNumQueries

from drafts.models import Text, Version
from drafts.reports.reading import read_clause, read_version
from tests import make

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
FRENCH = make.DRAFT.replace(VISAS, "Les partenaires simplifient les visas.")


@pytest.fixture
def text() -> Text:
    made = make.text()
    make.imported(made)
    return made


def test_the_clauses_stand_in_the_order_of_the_draft(text: Text) -> None:
    reading = read_version(make.working(text), "en")

    assert [clause.label for clause in reading.clauses] == ["", "", "", "1.", "2.", "(a)", "(b)", "", "3."]
    assert [clause.position for clause in reading.clauses] == list(range(9))
    assert reading.clauses[1].plain.startswith("Recalling the commitments")
    assert reading.clauses[1].source.startswith("*Recalling* the commitments")


def test_a_clause_that_is_not_translated_is_read_in_the_negotiated_language(text: Text) -> None:
    without = FRENCH.replace("(b) for researchers.\n\n", "")
    make.imported(text, without, language="fr")
    reading = read_version(make.working(text), "fr")

    assert reading.languages == ("en", "fr")
    assert {clause.language for clause in reading.clauses if clause.label != "(b)"} == {"fr"}
    assert {clause.language for clause in reading.clauses if clause.label == "(b)"} == {"en"}


def test_an_unknown_language_falls_back(text: Text) -> None:
    reading = read_version(make.working(text), "pt")

    assert {clause.language for clause in reading.clauses} == {"en"}


def test_one_clause_reads_as_it_does_in_the_document(text: Text) -> None:
    make.imported(text, FRENCH, language="fr")
    version = make.working(text)
    clause = make.clause_that_says(version, VISAS)

    for language in ("en", "fr", "pt"):
        assert read_clause(version, clause, language) == read_version(version, language).clause(clause.key)


def test_a_clause_that_is_not_in_a_version_is_nothing(text: Text) -> None:
    first = make.issued(text)
    make.imported(text, make.DRAFT + "\n4. A common help desk answers questions.\n")
    new = make.clause_that_says(make.working(text), "help desk")

    assert read_clause(first, new, "en") is None
    assert read_version(first, "en").clause(new.key) is None


def test_a_version_in_work_is_read_anew_each_time(text: Text) -> None:
    read_version(make.working(text), "en")
    make.reworded(text, "short-stay", "seasonal")

    assert any("seasonal" in clause.source for clause in read_version(make.working(text), "en").clauses)


def test_a_published_version_is_read_from_the_cache(
    text: Text, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version = Version.objects.select_related("text").get(pk=make.issued(text).pk)
    first = read_version(version, "en")

    with django_assert_num_queries(0):
        assert read_version(version, "en") == first


def test_reading_a_version_takes_two_queries_whatever_its_length(
    text: Text, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for points in (2, 60):
        make.imported(
            text, make.DRAFT + "\n".join(f"\n{n}. Point {n} says thing {n}.\n" for n in range(4, 4 + points))
        )
        version = make.working(text)
        with django_assert_num_queries(2):
            assert len(read_version(version, "en").clauses) == 9 + points
