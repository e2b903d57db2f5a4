"""What clauses are called in lists."""

import pytest

from drafts.models import Version
from drafts.reports.names import names_in, names_of
from drafts.reports.outlines import read_outline
from drafts.reports.reading import read_version
from tests import make

pytestmark = pytest.mark.django_db

DRAFT = """# Article 1 Aims

1. Partners meet:

(a) once a year;

(b) when they wish.

# Article 2 Means

1. Partners pay:

(a) for their own travel;

(b) nothing else.

The rest is agreed by letter between them.
"""
UNNUMBERED = "# Visas\n\n1. They are free.\n\n# Talents\n\n1. They are welcome.\n"


def named(version: Version) -> list[str]:
    return [str(name) for name in names_of(read_version(version, "en").clauses).values()]


def test_a_clause_is_called_by_the_labels_it_lies_under() -> None:
    assert named(make.published(draft=DRAFT)) == [
        "Article 1",
        "Article 1, 1",
        "Article 1, 1(a)",
        "Article 1, 1(b)",
        "Article 2",
        "Article 2, 1",
        "Article 2, 1(a)",
        "Article 2, 1(b)",
        "“The rest is agreed by …”",
    ]


def test_equal_labels_are_told_apart_by_the_words_of_what_holds_them() -> None:
    assert named(make.published(draft=UNNUMBERED)) == ["“Visas”", "“Visas”, 1", "“Talents”", "“Talents”, 1"]


def test_a_list_to_choose_from_says_the_first_words_too() -> None:
    entries = [name.entry for name in names_in(read_outline(make.published(draft=DRAFT))).values()]
    assert entries[6] == "Article 2, 1(a) “for their own travel;”"
    assert entries[8] == "“The rest is agreed by …”"
