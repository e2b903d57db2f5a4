"""Clauses come, go, change place, are split and merged: every act tracked, sealed, and held to what its author saw."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drafts.actions.numbering import choose_numbering, renumber
from drafts.actions.structure import (
    InsideItself,
    PartsUneven,
    StructureChanged,
    WordsMissing,
    delete_clause,
)
from drafts.actions.wordings import NothingChanged, ReasonMissing, VersionPublished
from drafts.models import Change, Clause, Descent, LedgerEntry, Revision, Text, Version, Weight, WordingState
from drafts.models.ledger import digest
from drafts.reports.reading import read_version
from drafts.reports.seals import seal
from drafts.reports.verifying import verify_revisions, verify_versions
from drafts.text.markup import ClauseKind
from drafts.text.numbering import Scheme
from tests import make
from tests import structures as paul
from tests.state import revisions_after
from tests.test_ledger import tamper

pytestmark = pytest.mark.django_db

FRENCH = make.DRAFT.replace("The partners shall simplify the procedures", "Les partenaires simplifient")
VISAS = "The partners shall simplify the procedures for short-stay visas."


@pytest.fixture
def text() -> Text:
    """Published once in English and French, and in work again."""
    made = make.text()
    make.imported(made)
    make.imported(made, FRENCH, language="fr")
    make.issued(made)
    return made


def told(revisions: list[Revision]) -> list[tuple[str, str]]:
    return [(each.change, each.language) for each in revisions]


def states(of: Text, which: Clause) -> dict[str, str]:
    return dict(make.working(of).wordings.filter(clause=which).values_list("language", "state"))


def last_entry() -> LedgerEntry:
    return LedgerEntry.objects.latest("sequence")


def test_a_clause_is_put_in_behind_another_with_its_words_in_each_language(text: Text) -> None:
    visas = paul.clause(text, "short-stay")
    made: list[Clause] = []
    revisions = revisions_after(
        lambda: made.append(
            paul.inserted(
                text, {"en": "Fees are low.", "fr": "Les frais sont bas."}, after=visas, label="1bis."
            )
        )
    )

    assert paul.said(text)[3:5] == [VISAS, "Fees are low."]
    assert paul.positions(make.working(text)) == list(range(10))
    assert told(revisions) == [("new", "en"), ("new", "fr")]
    assert len({each.act for each in revisions}) == 1
    assert revisions[0].act != ""
    assert (revisions[0].history_type, revisions[0].stood_as) == ("+", {})
    assert states(text, made[0]) == {"en": "authoritative", "fr": "translated"}


def test_a_clause_is_put_in_at_the_beginning(text: Text) -> None:
    paul.inserted(text, "Preamble", kind=ClauseKind.HEADING)

    assert paul.said(text)[0] == "Preamble"


def test_a_clause_without_french_words_is_read_in_english(text: Text) -> None:
    made = paul.inserted(text, "Fees are low.", after=paul.clause(text, "short-stay"))
    reading = read_version(make.working(text), "fr").clause(made.key)

    assert reading is not None
    assert (reading.language, reading.source) == ("en", "Fees are low.")
    published = make.issued(text)
    assert published.wordings.filter(clause=made).count() == 1
    assert list(verify_versions()) == []


def test_a_clause_has_words_in_the_negotiated_language(text: Text) -> None:
    with pytest.raises(WordsMissing):
        paul.inserted(text, {"fr": "Les frais sont bas.", "en": "  "})


def test_a_deleted_clause_remembers_where_and_how_it_stood(text: Text) -> None:
    students, delays = paul.clause(text, "students"), paul.clause(text, "average time")
    revisions = paul.deleted(text, students)

    assert told(revisions) == [("removed", "en"), ("removed", "fr")]
    assert {(each.stood_after, each.history_type) for each in revisions} == {(delays.key, "-")}
    assert revisions[0].stood_as == {"depth": 1, "kind": "point", "label": "(a)"}
    assert not make.working(text).wordings.filter(clause=students).exists()
    assert paul.positions(make.working(text)) == list(range(8))
    assert Clause.objects.filter(pk=students.pk).exists()


def test_a_clause_moves_down_and_up_and_says_where_it_stood(text: Text) -> None:
    visas, talents = paul.clause(text, "short-stay"), paul.clause(text, "Talents")
    before = paul.said(text)
    (down,) = paul.moved(text, visas, talents)

    assert (down.change, down.language, down.stood_after) == (
        "moved",
        "en",
        paul.clause(text, "Visas").key,
    )
    assert paul.said(text) == [*before[:3], *before[4:8], VISAS, before[8]]
    paul.moved(text, visas, paul.clause(text, "Visas"))
    assert paul.said(text) == before
    assert paul.positions(make.working(text)) == list(range(9))
    assert states(text, visas) == {"en": "authoritative", "fr": "translated"}


def test_a_heading_moves_with_everything_under_it(text: Text) -> None:
    before = paul.said(text)
    revisions = paul.moved(
        text, paul.clause(text, "Talents"), paul.clause(text, "Recalling"), with_section=True
    )

    assert paul.said(text) == [*before[:2], *before[7:], *before[2:7]]
    assert told(revisions) == [("moved", "en")] * 2
    assert [each.stood_after for each in revisions] == [
        paul.clause(text, "researchers").key,
        paul.clause(text, "Talents").key,
    ]


def test_a_clause_does_not_move_into_its_own_section(text: Text) -> None:
    heading = paul.clause(text, "Visas")
    with pytest.raises(InsideItself):
        paul.moved(text, heading, paul.clause(text, "students"), with_section=True)
    with pytest.raises(NothingChanged):
        paul.moved(text, heading, paul.clause(text, "Recalling"), with_section=True)


def test_a_clause_hangs_deeper_with_what_it_holds(text: Text) -> None:
    delays = paul.clause(text, "average time")
    revisions = paul.indented(text, delays, 1, ClauseKind.POINT, with_section=True)

    found = paul.outline(text)
    assert [(spot.kind, spot.depth) for spot in found.section(delays.key)] == [
        ("point", 1),
        ("point", 2),
        ("point", 2),
    ]
    assert told(revisions) == [("moved", "en")] * 3
    assert revisions[0].stood_as == {"depth": 0, "kind": "paragraph", "label": "2."}
    with pytest.raises(NothingChanged):
        paul.indented(text, delays, 1)


def test_the_first_part_of_a_split_stays_the_clause_it_was(text: Text) -> None:
    visas = paul.clause(text, "short-stay")
    (second,) = paul.split(text, visas, "The partners shall simplify", "the procedures.", labels=["1bis."])
    revisions = list(Revision.objects.order_by("-history_id")[:2])[::-1]

    assert paul.said(text)[3:5] == ["The partners shall simplify", "the procedures."]
    assert paul.labels(text)[3:5] == ["1.", "1bis."]
    assert [(each.change, each.before, each.clause_id) for each in revisions] == [
        ("split", VISAS, visas.pk),
        ("split", VISAS, second.pk),
    ]
    assert len({each.act for each in revisions}) == 1
    (descent,) = Descent.objects.filter(version=make.working(text))
    assert (descent.kind, descent.ancestor, descent.descendant) == ("split", visas, second)
    # The translation that was not given waits, whole, at the first part.
    assert states(text, visas) == {"en": "authoritative", "fr": "stale"}
    assert states(text, second) == {"en": "authoritative"}


def test_a_split_is_made_in_each_language_that_is_given(text: Text) -> None:
    visas = paul.clause(text, "short-stay")
    first, second = paul.split(
        text, visas, "One.", "Two.", "Three.", others={"fr": ["Un.", "Deux.", "Trois."]}
    )

    assert states(text, visas) == states(text, second) == {"en": "authoritative", "fr": "translated"}
    assert make.working(text).wordings.get(clause=first, language="fr").text == "Deux."


@pytest.mark.parametrize(
    ("parts", "others", "language"),
    [
        (("Whole.",), {}, "en"),
        (("One.", " "), {}, "en"),
        (("One.", "Two."), {"fr": ["Un."]}, "fr"),
    ],
)
def test_each_language_is_split_into_as_many_parts(
    text: Text, parts: tuple[str, ...], others: dict[str, list[str]], language: str
) -> None:
    with pytest.raises(PartsUneven) as refusal:
        paul.split(text, paul.clause(text, "short-stay"), *parts, others=others)

    assert refusal.value.language == language


def test_of_two_merged_clauses_one_stays_and_has_the_words_of_both(text: Text) -> None:
    students, researchers = paul.clause(text, "students"), paul.clause(text, "researchers")
    revisions = paul.merged(text, students, researchers, "for students and researchers.")

    assert paul.said(text)[5:6] == ["for students and researchers."]
    assert researchers.key not in paul.outline(text)
    assert sorted(told(revisions)) == [
        ("merged", "en"),
        ("merged", "fr"),
        ("removed", "en"),
        ("removed", "fr"),
    ]
    assert len({each.act for each in revisions}) == 1
    (descent,) = Descent.objects.filter(version=make.working(text))
    assert (descent.kind, descent.ancestor, descent.descendant) == ("merged", researchers, students)
    # The translation is joined from both, and waits for its translator.
    french = make.working(text).wordings.get(clause=students, language="fr")
    assert (french.text, french.state) == ("for students; for researchers.", WordingState.STALE)


def test_what_was_merged_and_then_split_is_told_of_every_part(text: Text) -> None:
    students, researchers = paul.clause(text, "students"), paul.clause(text, "researchers")
    paul.merged(text, students, researchers, "for students and researchers.")
    (part,) = paul.split(text, students, "for students", "and researchers.")

    assert set(Descent.objects.values_list("ancestor", "descendant", "kind")) == {
        (researchers.pk, students.pk, "merged"),
        (students.pk, part.pk, "split"),
        (researchers.pk, part.pk, "merged"),
    }


@pytest.mark.parametrize("who", ["Mia", "Chloé", "Sena", "Nils"])
def test_only_the_penholder_changes_the_structure(text: Text, who: str) -> None:
    visas = paul.clause(text, "short-stay")
    acts = (
        lambda: paul.inserted(text, "New.", by=who),
        lambda: paul.deleted(text, visas, by=who),
        lambda: paul.moved(text, visas, None, by=who),
        lambda: paul.indented(text, visas, 1, by=who),
        lambda: paul.split(text, visas, "One.", "Two.", by=who),
        lambda: paul.merged(text, visas, paul.clause(text, "average"), "Both.", by=who),
    )
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_nobody_acts_on_other_words_than_they_saw(text: Text) -> None:
    visas, delays = paul.clause(text, "short-stay"), paul.clause(text, "average")
    saw, saw_both = paul.seen(text, visas), paul.seen(text, visas, delays)
    make.reworded(text, "short-stay", "seasonal")
    for act in (
        lambda: paul.deleted(text, visas, saw=saw),
        lambda: paul.split(text, visas, "One.", "Two.", saw=saw),
        lambda: paul.indented(text, visas, 1, saw=saw),
        lambda: paul.merged(text, visas, delays, "Both.", saw=saw_both),
    ):
        with pytest.raises(StructureChanged) as change:
            act()
        assert visas.key in change.value.outline


def test_nobody_puts_a_clause_beside_another_neighbour_than_they_saw(text: Text) -> None:
    visas, talents = paul.clause(text, "short-stay"), paul.clause(text, "Talents")
    saw = paul.seen(text, behind=visas)
    saw_move = paul.seen(text, talents, behind=visas)
    paul.inserted(text, "Fees are low.", after=visas)

    with pytest.raises(StructureChanged):
        paul.inserted(text, "Late.", after=visas, saw=saw)
    with pytest.raises(StructureChanged):
        paul.moved(text, talents, visas, saw=saw_move)
    assert "Late." not in paul.said(text)


def test_a_clause_that_left_meanwhile_is_not_acted_on(text: Text) -> None:
    visas = paul.clause(text, "short-stay")
    saw, saw_behind = paul.seen(text, visas), paul.seen(text, behind=visas)
    paul.deleted(text, visas)

    with pytest.raises(StructureChanged):
        paul.deleted(text, visas, saw=saw)
    with pytest.raises(StructureChanged):
        paul.inserted(text, "Late.", after=visas, saw=saw_behind)


def test_two_who_act_in_different_places_both_succeed(text: Text) -> None:
    recalling, graduates = paul.clause(text, "Recalling"), paul.clause(text, "graduates")
    talents = paul.clause(text, "Talents")
    saw_move, saw_delete = paul.seen(text, recalling, behind=talents), paul.seen(text, graduates)
    saw_insert = paul.seen(text, behind=paul.clause(text, "students"))
    paul.deleted(text, paul.clause(text, "short-stay"))

    paul.inserted(text, "for teachers;", after=paul.clause(text, "students"), saw=saw_insert)
    paul.moved(text, recalling, talents, saw=saw_move)
    with pytest.raises(StructureChanged):
        paul.deleted(text, graduates, saw=saw_delete)  # another clause stands before it now
    assert len(paul.said(text)) == 9


def test_a_reason_is_asked_for_and_a_published_version_stands(text: Text) -> None:
    version, visas = make.working(text), paul.clause(text, "short-stay")
    saw = paul.seen(text, visas)
    act: dict[str, Any] = {
        "by": make.person("Paul"),
        "version": version,
        "clause": visas,
        "basis": saw,
        "at": make.NOON,
    }
    with pytest.raises(ReasonMissing):
        delete_clause(weight=Weight.SUBSTANCE, reason=" ", **act)
    make.issued(text)
    with pytest.raises(VersionPublished):
        delete_clause(weight=Weight.SUBSTANCE, reason="Gone.", **act)


def test_each_act_is_one_entry_that_names_its_revisions(text: Text) -> None:
    revisions = paul.merged(text, paul.clause(text, "students"), paul.clause(text, "researchers"), "for all.")
    entry = last_entry()
    payload = json.loads(entry.payload)

    assert (entry.verb, entry.object_key, payload["kind"]) == ("restructured", "legal-mobility/1", "merge")
    assert payload["revisions"] == [
        [each.history_id, each.clause.key, each.language, seal(digest(each.before)), seal(digest(each.text))]
        for each in revisions
    ]
    assert payload["structure"] == paul.outline(text).structure_hash()
    assert list(verify_revisions()) == []


def test_a_tampered_revision_of_the_structure_is_named(text: Text) -> None:
    revisions = paul.split(text, paul.clause(text, "short-stay"), "One.", "Two.")
    revision = Revision.objects.filter(clause=revisions[0]).latest("history_id")
    tamper(f"UPDATE drafts_revision SET text = 'Forged.' WHERE history_id = {revision.history_id}")

    assert [fault.where for fault in verify_revisions()] == [f"revision {revision.history_id}"]


def test_with_a_scheme_every_act_recomputes_the_labels(text: Text) -> None:
    saw = paul.outline(text).structure_hash()
    choose_numbering(by=make.person("Paul"), text=text, scheme=Scheme.LEGAL, basis=saw, at=make.NOON)
    before = paul.labels(text)
    assert before == ["I.", "", "A.", "1.", "2.", "(a)", "(b)", "B.", "3."]
    paul.inserted(text, "Fees are low.", after=paul.clause(text, "short-stay"), label="ignored")

    assert "ignored" not in paul.labels(text)
    assert paul.labels(text)[3:6] == ["1.", "2.", "3."]
    paul.deleted(text, paul.clause(text, "Fees are low."))
    assert paul.labels(text) == before


def test_labels_of_a_published_version_stay_as_printed(text: Text) -> None:
    published = Version.objects.published().get(text=text)
    before = list(published.placements.order_by("position").values_list("label", flat=True))
    saw = paul.outline(text).structure_hash()
    choose_numbering(by=make.person("Paul"), text=text, scheme=Scheme.ARTICLES, basis=saw, at=make.NOON)

    assert list(published.placements.order_by("position").values_list("label", flat=True)) == before
    assert last_entry().verb == "renumbered"
    assert list(verify_versions()) == []


def test_renumbering_once_is_not_remembered(text: Text) -> None:
    saw = paul.outline(text).structure_hash()
    renumber(
        by=make.person("Paul"), version=make.working(text), scheme=Scheme.DECIMAL, basis=saw, at=make.NOON
    )
    text.refresh_from_db()

    assert text.numbering == "printed"
    assert paul.labels(text)[0] == "1"
    with pytest.raises(StructureChanged):
        renumber(
            by=make.person("Paul"), version=make.working(text), scheme=Scheme.LEGAL, basis=saw, at=make.NOON
        )
    with pytest.raises(NothingChanged):
        renumber(
            by=make.person("Paul"),
            version=make.working(text),
            scheme=Scheme.DECIMAL,
            basis=paul.outline(text).structure_hash(),
            at=make.NOON,
        )
    with pytest.raises(PermissionDenied):
        renumber(
            by=make.person("Mia"), version=make.working(text), scheme=Scheme.LEGAL, basis=saw, at=make.NOON
        )


def test_an_act_takes_as_many_queries_in_a_long_text() -> None:
    counts = []
    for slug, length in (("short", 12), ("long", 150)):
        text = make.text(slug)
        clauses = "\n\n".join(f"{number}. Clause {number} says so." for number in range(1, length))
        make.imported(text, f"# A text\n\n{clauses}\n")
        with CaptureQueriesContext(connection) as captured:
            paul.moved(
                text, paul.clause(text, "Clause 2 says"), paul.clause(text, f"Clause {length - 2} says")
            )
            paul.deleted(text, paul.clause(text, "Clause 4 says"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_an_import_tells_where_what_it_moved_or_took_out_stood(text: Text) -> None:
    shorter = make.DRAFT.replace("(a) for students;\n\n", "")
    make.imported(text, shorter)
    removed = Revision.objects.filter(change=Change.REMOVED)

    assert {(each.stood_after, each.stood_as["label"]) for each in removed} == {
        (paul.clause(text, "average").key, "(a)")
    }
    assert len({each.act for each in removed}) == 1
