"""Five stages of a real treaty, imported and published one after another: its brackets, and the chair's way through.

One import of all five serves every test here; nothing of it stays in the database.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from drafts.models import Text, Version
from drafts.reports.brackets import count_brackets
from drafts.reports.reading import ClauseReading, read_version
from drafts.text.diff import diff_words
from drafts.text.inline import MarkKind, parse, plain
from drafts.text.markup import ClauseKind, Finding, parse_draft
from tests import make
from tests.consultation.test_review_hides_nothing import Content, contents
from tests.drafts.test_markup_files import REAL_DRAFTS, needs_real_drafts
from tests.pages import queries_of, signed_in, words_of

pytestmark = [pytest.mark.django_db, needs_real_drafts]

# Opening square brackets of each stage, as published with the drafts.
PUBLISHED = (1049, 1052, 219, 0, 0)
ENDS = list(combinations(range(len(PUBLISHED)), 2))
QUERIES = 20
_ROW = re.compile(
    r'<div class="compare-row review-row" id="(\w+)".*?(?=<div class="compare-row|</main>)', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage as its file has it, and as the version that it became."""

    file: Path
    version: Version


@pytest.fixture(scope="module")
def stages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Generator[list[Stage]]:
    """The five stages, published one after another by the actions."""
    with django_db_blocker.unblock(), transaction.atomic():
        text = make.text("treaty")
        files = sorted((REAL_DRAFTS / "paris-agreement").glob("*.md"))
        yield [Stage(file, _published(text, file)) for file in files]
        transaction.set_rollback(True)


def _published(text: Text, file: Path) -> Version:
    number, day, _name = file.name.split("_", 2)
    held = make.staged(text, file.read_bytes(), label=f"Stage {int(number)} of {day}")
    return make.issued_as(make.applied(held))


# Brackets


@dataclass(frozen=True, slots=True)
class Opened:
    """Where the opening brackets of a stage went: into words, labels, note marks and notes, or nowhere."""

    words: int
    labels: int
    note_marks: int
    notes: int
    left_out: int

    @property
    def all(self) -> int:
        return self.words + self.labels + self.note_marks + self.notes + self.left_out


def text_and_note(version: Version) -> tuple[list[ClauseReading], list[ClauseReading]]:
    """The clauses from the first heading on, and the editor's note before it, which is no part of the treaty."""
    clauses = list(read_version(version, "en").clauses)
    first = next(at for at, clause in enumerate(clauses) if clause.kind == ClauseKind.HEADING)
    return clauses[first:], clauses[:first]


def opened_in(stage: Stage) -> Opened:
    clauses, _note = text_and_note(stage.version)
    totals = count_brackets(clauses)
    marks = (mark for clause in clauses for mark in parse(clause.source).marks)
    return Opened(
        words=totals.opening,
        labels=totals.labels,
        note_marks=sum(mark.kind is MarkKind.FOOTNOTE for mark in marks),
        notes=sum(clause.kind == ClauseKind.FOOTNOTE for clause in clauses),
        left_out=_left_out(stage.file),
    )


def _left_out(file: Path) -> int:
    """Lines after the first heading that only say where a link leads; the preview says that they are left out."""
    draft = parse_draft(file.read_bytes(), "en")
    first = next(clause.line for clause in draft.clauses if clause.kind is ClauseKind.HEADING)
    told = (warning.lines for warning in draft.warnings if warning.code is Finding.LINK_TARGETS)
    return sum(line > first for lines in told for line in lines)


@pytest.mark.parametrize(
    ("number", "went"),
    [
        (0, Opened(words=1023, labels=2, note_marks=12, notes=12, left_out=0)),
        (1, Opened(words=1017, labels=2, note_marks=15, notes=16, left_out=2)),
        (2, Opened(words=215, labels=2, note_marks=0, notes=0, left_out=2)),
        (3, Opened(words=0, labels=0, note_marks=0, notes=0, left_out=0)),
        (4, Opened(words=0, labels=0, note_marks=0, notes=0, left_out=0)),
    ],
)
def test_every_opening_bracket_of_a_stage_is_accounted_for(
    stages: list[Stage], number: int, went: Opened
) -> None:
    assert opened_in(stages[number]) == went
    assert went.all == PUBLISHED[number]


@pytest.mark.parametrize("number", range(len(PUBLISHED)))
def test_the_page_prints_the_brackets_of_a_stage(stages: list[Stage], number: int) -> None:
    stage, went = stages[number], opened_in(stages[number])
    _clauses, note = text_and_note(stage.version)
    url = reverse("consultation:brackets", args=[stage.version.text.slug, stage.version.slug])
    page = words_of(Client().get(url))
    labels = re.search(r"In printed labels (\d+)", page)

    # The editor's note has links in brackets, which the page counts with the rest.
    assert f"Open brackets {went.words + count_brackets(note).opening} " in page
    assert int(labels[1] if labels else 0) == went.labels


# The chair's review


def review_url(stages: list[Stage], old: int, new: int) -> str:
    ends = {"from": stages[old].version.slug, "to": stages[new].version.slug}
    return reverse("consultation:review", args=[stages[old].version.text.slug], query=ends)


def rows_of(url: str) -> dict[str, str]:
    """Clause key → its row, from the first page to the last."""
    rows: dict[str, str] = {}
    chair, number, pages = signed_in("Chloé"), 1, 1
    while number <= pages:
        response: Any = chair.get(f"{url}&page={number}")
        assert response.status_code == 200
        rows |= {found[1]: found[0] for found in _ROW.finditer(response.content.decode())}
        number, pages = number + 1, response.context["page_obj"].paginator.num_pages
    return rows


def letters(words: str) -> str:
    return re.sub(r"\s", "", words)


def shown_in(row: str) -> str:
    """The letters of a row, without the marks of notes that stand between them."""
    return letters(unescape(re.sub(r'<sup class="footnote-ref".*?</sup>|<[^>]*>', "", row)))


def untold(row: str, was: Content | None, now: Content | None) -> list[str]:
    """Words of a clause, as they were or as they are, that its row does not show."""
    old, new = (plain(each[3][0][1]) if each else "" for each in (was, now))
    pieces = [
        old[one.old_start : one.old_end] or new[one.new_start : one.new_end] for one in diff_words(old, new)
    ]
    shown = shown_in(row)
    return [piece for piece in pieces if letters(piece) not in shown]


@pytest.mark.parametrize(("old", "new"), ENDS)
def test_the_chair_is_shown_all_that_differs_between_two_stages(
    stages: list[Stage], old: int, new: int
) -> None:
    before, after = contents(stages[old].version), contents(stages[new].version)
    differing = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    rows = rows_of(review_url(stages, old, new))

    assert differing
    assert differing <= set(rows)
    assert {
        key: told for key in differing if (told := untold(rows[key], before.get(key), after.get(key)))
    } == {}
    # What is not on the pages stands in the same order in both.
    unseen = [[key for key in version if key not in rows] for version in (before, after)]
    assert unseen[0] == unseen[1]


@pytest.mark.parametrize(("old", "new"), ENDS)
def test_the_review_of_two_stages_costs_the_same_however_far_apart_they_are(
    stages: list[Stage], old: int, new: int
) -> None:
    # One more where clauses came after the older version and went before the newer.
    assert queries_of(signed_in("Chloé"), review_url(stages, old, new)) - QUERIES in (0, 1)
