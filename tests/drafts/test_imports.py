"""A draft becomes the working version: identities survive, and every change is one revision."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.models import Comment
from drafts.actions.import_writer import Note
from drafts.actions.imports import apply_import
from drafts.models import Change, Clause, Descent, LedgerEntry, Revision, Text, Weight, Wording
from drafts.reports.importing import preview_import
from tests import make
from tests.state import keys, order, revisions_after

pytestmark = pytest.mark.django_db

RECITAL = "*Recalling* the commitments made by the partners in earlier programmes,"
VISAS = "The partners shall simplify the procedures for short-stay visas."
DELAYS = "Each partner publishes the average time a decision takes:"
GRADUATES = "The partners encourage [bilateral] agreements on the mobility of young graduates."

# Every fate in one draft: the recital and the headings stay, the visas are reworded, the talents go
# before them, the delays are split in two, the points are merged, a help desk is new.

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

LONG = """# Return

1. Each partner shall open a national help desk that answers written questions about permits, and shall
train the staff who work there in the languages of the applicants, so that nobody travels in vain.

2. The partners shall inform each other of the visas they refuse.

3. The partners shall keep the reasons for every refusal in a common register.
"""
SPLIT = """# Return

1. Each partner shall open a national help desk that answers written questions about permits.

2. Each partner shall train the staff who work there in the languages of the applicants, so that nobody
travels in vain.

3. The partners shall inform each other of the visas they refuse.

4. The partners shall keep the reasons for every refusal in a common register.
"""
MERGED = """# Return

1. Each partner shall open a national help desk that answers written questions about permits, and shall
train the staff who work there in the languages of the applicants, so that nobody travels in vain.

2. The partners shall inform each other of the visas they refuse, and shall keep the reasons for every
refusal in a common register.
"""


@pytest.fixture
def text() -> Text:
    made = make.text()
    make.imported(made, label="Zero draft")
    return made


# ---- the first draft


def test_the_first_draft_becomes_the_version_in_work() -> None:
    version = make.imported(make.text(), label="Zero draft")

    assert (version.number, version.label, version.slug, version.state) == (
        0,
        "Zero draft",
        "zero-draft",
        "working",
    )
    assert [
        (placed.kind, placed.depth, placed.label) for placed in version.placements.order_by("position")
    ] == [
        ("heading", 0, ""),
        ("recital", 0, ""),
        ("heading", 1, ""),
        ("paragraph", 0, "1."),
        ("paragraph", 0, "2."),
        ("point", 1, "(a)"),
        ("point", 1, "(b)"),
        ("heading", 1, ""),
        ("paragraph", 0, "3."),
    ]
    assert GRADUATES in keys(version), "square brackets are part of the words"


def test_every_clause_of_a_first_draft_is_one_new_revision() -> None:
    made = revisions_after(lambda: make.imported(make.text()))

    assert len(made) == Clause.objects.count() == Wording.objects.count() == 9
    assert {(each.change, each.weight, each.reason, each.history_type) for each in made} == {
        (Change.NEW, Weight.SUBSTANCE, "A new draft.", "+")
    }
    assert {each.history_user for each in made} == {make.person("Paul")}
    assert {each.history_date for each in made} == {make.NOON}


def test_an_import_is_one_entry_in_the_ledger_with_its_counts(text: Text) -> None:
    make.imported(text, SECOND)

    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key, entry.text) == ("imported", "legal-mobility/0", text)
    assert '"new":1' in entry.payload
    assert '"removed":3' in entry.payload


# ---- the next draft


def test_the_same_draft_again_changes_nothing(text: Text) -> None:
    before = keys(make.working(text)), order(make.working(text))

    assert revisions_after(lambda: make.imported(text)) == []
    assert (keys(make.working(text)), order(make.working(text))) == before
    assert Clause.objects.count() == 9


def test_clauses_keep_their_identity_whatever_number_is_printed_beside_them(text: Text) -> None:
    before = keys(make.working(text))
    after = keys(make.imported(text, SECOND))

    assert {words: after[words] for words in (RECITAL, GRADUATES)} == {
        words: before[words] for words in (RECITAL, GRADUATES)
    }
    assert (
        after["The partners shall simplify and shorten the procedures for short-stay visas."] == before[VISAS]
    )
    assert before[DELAYS] not in after.values()


def test_a_changed_clause_is_one_revision_that_is_complete_in_itself(text: Text) -> None:
    changed = keys(make.working(text))[VISAS]
    made = revisions_after(
        lambda: make.imported(text, make.DRAFT.replace("simplify", "simplify and shorten"))
    )

    (revision,) = made
    assert revision.clause.key == changed
    assert (revision.before, revision.text) == (VISAS, VISAS.replace("simplify", "simplify and shorten"))
    assert (revision.change, revision.weight, revision.reason) == ("reworded", "substance", "A new draft.")
    assert (revision.history_user, revision.history_date) == (make.person("Paul"), make.NOON)


def test_a_moved_clause_is_one_revision_though_its_words_stay(text: Text) -> None:
    moved = make.DRAFT.replace(f"\n1. {VISAS}\n", "").replace(
        f"3. {GRADUATES}", f"3. {GRADUATES}\n\n4. {VISAS}"
    )
    (revision,) = revisions_after(lambda: make.imported(text, moved))

    assert (revision.change, revision.before, revision.text) == ("moved", VISAS, VISAS)
    assert order(make.working(text))[-1] == keys(make.working(text))[VISAS]


def test_a_change_of_the_printed_number_alone_is_no_revision(text: Text) -> None:
    renumbered = make.DRAFT.replace("3. The partners", "12. The partners")

    assert revisions_after(lambda: make.imported(text, renumbered)) == []
    assert make.working(text).placements.order_by("position").last().label == "12."  # type: ignore[union-attr]


def test_a_new_clause_gets_an_identity_of_its_own(text: Text) -> None:
    draft = make.DRAFT + "\n4. A common help desk answers questions about permits.\n"
    (revision,) = revisions_after(lambda: make.imported(text, draft))

    assert (revision.change, revision.before) == ("new", "")
    assert Clause.objects.count() == 10


def test_a_removed_clause_leaves_a_revision_and_keeps_its_identity(text: Text) -> None:
    key = keys(make.working(text))[GRADUATES]
    (revision,) = revisions_after(lambda: make.imported(text, make.DRAFT.replace(f"3. {GRADUATES}\n", "")))

    assert (revision.change, revision.history_type, revision.clause.key) == ("removed", "-", key)
    assert (revision.before, revision.weight, revision.reason) == (GRADUATES, "substance", "A new draft.")
    assert (revision.history_user, revision.history_date) == (make.person("Paul"), make.NOON)
    assert key not in order(make.working(text))
    assert Clause.objects.filter(key=key).exists()


def test_a_split_clause_goes_on_and_its_other_part_says_where_it_came_from() -> None:
    split = make.text("return")
    old = keys(make.imported(split, LONG))
    new = make.imported(split, SPLIT)

    (descent,) = Descent.objects.filter(version=new)
    assert descent.kind == Descent.Kind.SPLIT
    assert descent.ancestor.key in old.values()
    assert descent.ancestor.key in order(new)
    assert descent.descendant.key not in old.values()
    parts = Revision.objects.filter(version=new, change="split").order_by("history_id")
    assert {part.clause_id for part in parts} == {descent.ancestor_id, descent.descendant_id}
    assert {part.before for part in parts} == {
        next(words for words in old if words.startswith("Each partner"))
    }


def test_a_merged_clause_goes_on_as_one_of_those_it_was_made_of() -> None:
    merged = make.text("return")
    old = keys(make.imported(merged, LONG))
    made = revisions_after(lambda: make.imported(merged, MERGED))

    (descent,) = Descent.objects.all()
    assert descent.kind == Descent.Kind.MERGED
    assert {descent.ancestor.key, descent.descendant.key} == {
        key for words, key in old.items() if words.startswith("The partners")
    }
    assert {(each.change, each.clause_id) for each in made} == {
        ("merged", descent.descendant_id),
        ("removed", descent.ancestor_id),
    }


def test_single_changes_may_have_a_weight_and_a_reason_of_their_own(text: Text) -> None:
    gone = keys(make.working(text))[DELAYS]
    held = make.staged(text, SECOND)
    index = next(
        row.index for row in preview_import(held).rows if row.parsed.text.startswith("The partners shall")
    )
    made = revisions_after(
        lambda: apply_import(
            by=make.person("Paul"),
            staged=held,
            weight=Weight.EDITORIAL,
            reason="Whole draft.",
            notes={
                index: Note(Weight.SUBSTANCE, "Shorter."),
                gone: Note(Weight.CLARIFICATION, "Said elsewhere."),
            },
            at=make.NOON,
        )
    )

    noted = {each.clause.key: (each.weight, each.reason) for each in made}
    assert noted.pop(gone) == ("clarification", "Said elsewhere.")
    assert noted.pop(
        keys(make.working(text))[
            "The partners shall simplify and shorten the procedures for short-stay visas."
        ]
    ) == (
        "substance",
        "Shorter.",
    )
    assert set(noted.values()) == {("editorial", "Whole draft.")}


def test_comments_on_a_removed_clause_stay() -> None:
    consultation = make.consultation()
    said = make.comment(make.Said(GRADUATES, quote="bilateral"), by=make.olga(), on=consultation)
    make.imported(consultation.version.text, make.DRAFT.replace(f"3. {GRADUATES}\n", ""))

    kept = Comment.objects.get(pk=said.pk)
    assert (kept.quote, kept.clause_id) == ("bilateral", said.clause_id)
    assert consultation.version.wordings.filter(clause=said.clause_id).exists()


def test_what_one_import_dropped_the_next_one_brings_back_as_the_same_clauses() -> None:
    consultation = make.consultation()
    of = consultation.version.text
    said = make.comment(make.Said(GRADUATES, quote="bilateral"), by=make.olga(), on=consultation)
    old = keys(consultation.version)
    make.imported(of, LONG)
    assert not set(keys(make.working(of)).values()) >= set(old.values())
    again = make.imported(of, make.DRAFT)

    assert keys(again) == old
    make.answered(said)
    place = said.places.get(version=make.issued(of))
    assert (place.state, place.exact, place.clause_id) == ("same", "bilateral", said.clause_id)


def test_a_clause_that_an_earlier_import_dropped_is_not_dropped_twice() -> None:
    of = make.published().text
    make.imported(of, make.DRAFT.replace(f"3. {GRADUATES}\n", ""))
    preview = preview_import(make.staged(of, make.DRAFT.replace(f"3. {GRADUATES}\n", "")))

    assert preview.removed == ()


def test_a_split_that_is_undone_is_not_told_any_more() -> None:
    of = make.published(draft=LONG).text
    make.imported(of, SPLIT)
    assert Descent.objects.filter(kind=Descent.Kind.SPLIT).exists()
    make.imported(of, LONG)

    assert not Descent.objects.filter(kind=Descent.Kind.SPLIT).exists()


def test_a_merger_that_is_undone_leaves_no_descent() -> None:
    of = make.published(draft=LONG).text
    make.imported(of, MERGED)
    assert Descent.objects.filter(kind=Descent.Kind.MERGED).exists()
    make.imported(of, LONG)

    assert not Descent.objects.exists()


def test_a_draft_that_comes_too_late_for_a_version_does_not_take_its_name() -> None:
    of = make.published().text
    held = make.staged(of, SECOND, label="Rev.1")
    make.issued(of)

    assert make.applied(held).label == "Rev.2"


def test_making_other_kinds_of_clauses_costs_the_same_queries_however_many_there_are() -> None:
    costs = []
    for number in (3, 60):
        draft = "".join(
            f"## Matter {at * 7} of partner {at}\n\nIt reports once in {at} years.\n\n"
            for at in range(number)
        )
        text = make.text(f"text-{number}")
        make.imported(text, f"# A text\n\n{draft}")
        staged = make.staged(
            text, f"# A text\n\n{draft.replace('## ', '### ').replace('It rep', 'It always rep')}"
        )
        with CaptureQueriesContext(connection) as made:
            make.applied(staged)
        costs.append(len(made))
        told = Revision.objects.filter(version=make.working(text), change="moved")
        assert told.count() == number

    assert costs[0] == costs[1]
