"""What a person may say of an import before it is applied, and what is refused and changes nothing."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from drafts.actions.imports import AlreadyApplied, TextChanged, apply_import, correct_import, stage_import
from drafts.models import Clause, Descent, DraftImport, LedgerEntry, Text, Weight
from drafts.reports.importing import ImportFate, preview_import
from drafts.text.markup import MAX_BYTES, MAX_LINES, UnreadableDraft
from tests import make
from tests.state import keys, order, rows

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
DELAYS = "Each partner publishes the average time a decision takes:"
GRADUATES = "The partners encourage [bilateral] agreements on the mobility of young graduates."

# Every fate in one draft: the recital and the headings stay, the visas are reworded, the talents go
# before them, the delays are split in two, the points are merged, a help desk is new.

SECOND = """# Legal mobility

*Recalling* the commitments made by the partners in earlier programmes,

## Talents

1. The partners encourage [bilateral] agreements on the mobility of young graduates.

## Visas

2. The partners shall simplify and shorten the procedures for short-stay visas.

3. A common help desk answers questions about permits in every official language of the partners.
"""


@pytest.fixture
def text() -> Text:
    made = make.text()
    make.imported(made, label="Zero draft")
    return made


# ---- corrections


def test_a_persons_choice_wins_over_the_algorithm(text: Text) -> None:
    old = keys(make.working(text))
    held = make.staged(text, SECOND)
    desk = next(row for row in preview_import(held).rows if row.parsed.text.startswith("A common help desk"))
    assert desk.fate is ImportFate.NEW

    correct_import(by=make.person("Paul"), staged=held, corrections={desk.index: old[DELAYS]})
    version = make.applied(held)

    assert keys(version)[desk.parsed.text] == old[DELAYS]
    assert Clause.objects.count() == 9


def test_a_clause_can_be_said_to_be_new_although_it_looks_like_an_old_one(text: Text) -> None:
    old = keys(make.working(text))
    held = make.staged(text, SECOND)
    row = next(row for row in preview_import(held).rows if row.parsed.text == GRADUATES)
    correct_import(by=make.person("Paul"), staged=held, corrections={row.index: ""})

    assert keys(make.applied(held))[GRADUATES] not in old.values()


def test_a_clause_chosen_for_two_goes_to_the_later_choice(text: Text) -> None:
    old = keys(make.working(text))
    held = make.staged(text, SECOND)
    rows_ = preview_import(held).rows
    correct_import(by=make.person("Paul"), staged=held, corrections={rows_[4].index: old[VISAS]})
    version = make.applied(held)

    assert keys(version)[rows_[4].parsed.text] == old[VISAS]
    assert len(order(version)) == len(set(order(version)))


def test_a_correction_may_name_the_other_clauses_that_went_into_one(text: Text) -> None:
    old = keys(make.working(text))
    held = make.staged(text, SECOND)
    row = next(row for row in preview_import(held).rows if row.parsed.text.startswith("A common help desk"))
    correct_import(
        by=make.person("Paul"),
        staged=held,
        corrections={row.index: old[DELAYS]},
        origins={row.index: [old["for students;"], old["for researchers."]]},
    )
    version = make.applied(held)

    assert {
        (each.ancestor.key, each.descendant.key, each.kind)
        for each in Descent.objects.filter(version=version)
    } == {
        (old["for students;"], old[DELAYS], "merged"),
        (old["for researchers."], old[DELAYS], "merged"),
    }


# ---- what is refused


def test_a_text_that_changed_since_the_preview_must_be_looked_at_again(text: Text) -> None:
    held = make.staged(text, SECOND)
    make.reworded(text, "short-stay", "seasonal")
    before = rows(), keys(make.working(text))
    with pytest.raises(TextChanged):
        make.applied(held)

    assert (rows(), keys(make.working(text))) == before
    correct_import(by=make.person("Paul"), staged=held, corrections={})
    assert make.applied(held).number == 0


def test_an_import_is_applied_once(text: Text) -> None:
    held = make.staged(text, SECOND)
    make.applied(held)
    before = rows()
    with pytest.raises(AlreadyApplied):
        make.applied(held)
    with pytest.raises(AlreadyApplied):
        correct_import(by=make.person("Paul"), staged=held, corrections={0: ""})

    assert rows() == before


def test_an_import_that_fails_half_way_leaves_nothing_behind(
    text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = make.staged(text, SECOND)
    before = rows(), keys(make.working(text)), order(make.working(text))

    def fail(*_args: Any, **_options: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("drafts.actions.imports.record", fail)
    with pytest.raises(OSError, match="the disk is full"):
        make.applied(held)

    assert (rows(), keys(make.working(text)), order(make.working(text))) == before


BAD = {
    "empty": (b"", "empty"),
    "nothing but space": (b" \n\t\n", "empty"),
    "20 MB": (b"word " * (4 * 1024 * 1024), "too_large"),
    "just too large": (b"a" * (MAX_BYTES + 1), "too_large"),
    "50,000 lines": (b"One line.\n" * 50_000, "too_many_lines"),
    "just too many lines": (b"a\n" * (MAX_LINES + 2), "too_many_lines"),
    "one endless line": (b"a" * 60_000, "line_too_long"),
    "Latin-1": ("1. Un café.\n".encode("latin-1"), "encoding"),
    "binary": (bytes(range(256)), "binary"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
    "a PDF": (b"%PDF-1.7\n", "pdf_file"),
    "a Word file": (b"PK\x03\x04....word/document.xml", "word_file"),
    "headings of nothing": (b"#\n\n##\n", "empty"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_with_its_reason_and_changes_nothing(text: Text, name: str) -> None:
    content, code = BAD[name]
    before = rows()
    with pytest.raises(UnreadableDraft) as refusal:
        make.staged(text, content)

    assert refusal.value.code == code
    assert rows() == before


@pytest.mark.parametrize("name", ["Mia", "Chloé", "Nils"])
def test_only_the_penholder_and_the_secretariat_bring_drafts_in(text: Text, name: str) -> None:
    who, held = make.person(name), make.staged(text, SECOND)
    before = rows()
    with pytest.raises(PermissionDenied):
        stage_import(
            by=who, text=text, language="en", label="", file_name="", content=b"1. One.", at=make.NOON
        )
    with pytest.raises(PermissionDenied):
        correct_import(by=who, staged=held, corrections={0: ""})
    with pytest.raises(PermissionDenied):
        apply_import(by=who, staged=held, weight=Weight.EDITORIAL, reason="", at=make.NOON)

    assert rows() == before


def test_an_upload_alone_is_not_in_the_text_and_not_in_the_ledger(text: Text) -> None:
    before = keys(make.working(text)), LedgerEntry.objects.count()
    make.staged(text, SECOND)

    assert (keys(make.working(text)), LedgerEntry.objects.count()) == before
    assert DraftImport.objects.filter(applied_at=None).count() == 1


def test_a_new_label_renames_the_version_in_work_and_its_address(text: Text) -> None:
    version = make.imported(text, SECOND, label="Chair’s draft of 2 May")

    assert (version.label, version.slug) == ("Chair’s draft of 2 May", "chairs-draft-of-2-may")
