"""Any revision of the version in work is undone by a new one: words, places, splits and mergers, and undoing itself."""

import json
import random
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from consultation.models import Comment, Consultation
from drafts.actions.structure import InsideItself
from drafts.actions.undo import CannotUndo, UndoChanged, undo_revision
from drafts.actions.wordings import NothingChanged, ReasonMissing, VersionPublished, revise_wording
from drafts.models import (
    Clause,
    Descent,
    LedgerEntry,
    Revision,
    Text,
    Version,
    Weight,
    Wording,
    WordingState,
)
from drafts.models.ledger import digest
from drafts.reports.hashes import content_hash
from drafts.reports.undoing import Obstacle, plan_undo
from drafts.reports.verifying import verify_revisions
from drafts.text.markup import ClauseKind
from tests import make
from tests import structures as paul
from tests.make import Said

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
FRENCH = make.DRAFT.replace(VISAS, "Les partenaires simplifient les procédures. Les visas coûtent peu.")


@pytest.fixture
def text() -> Text:
    """Published once in English and French, and in work again."""
    made = make.text()
    make.imported(made)
    make.imported(made, FRENCH, language="fr")
    make.issued(made)
    return made


def now(text: Text) -> str:
    return content_hash(make.working(text))


def last(text: Text) -> Revision:
    return Revision.objects.filter(version=make.working(text)).latest("history_id")


def obstacle_to(revision: Revision) -> Obstacle | None:
    with pytest.raises(CannotUndo) as refusal:
        paul.undone(revision)
    return refusal.value.plan.obstacle


def descents() -> set[tuple[int, int, str]]:
    return set(Descent.objects.values_list("ancestor", "descendant", "kind"))


def test_words_are_put_back_and_their_translation_is_up_to_date_again(text: Text) -> None:
    before = now(text)
    revision = make.reworded(text, "short-stay", "seasonal")
    assert now(text) != before
    (undoing,) = paul.undone(revision, by="Mia")

    assert now(text) == before
    assert (undoing.change, undoing.before, undoing.text) == ("reworded", revision.text, VISAS)
    assert undoing.reason == "It was better before."
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, json.loads(entry.payload)["undoes"]) == ("revised", revision.history_id)
    assert list(verify_revisions()) == []


def test_a_translation_that_is_put_back_is_as_old_as_it_was(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")
    stale = now(text)
    revision = make.reworded(text, "Les visas", "Les visas saisonniers", language="fr")
    assert revision.state == WordingState.TRANSLATED
    paul.undone(revision)

    assert now(text) == stale


def test_undoing_an_undoing_brings_the_words_back_again(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    changed = paul.said(text)
    (undoing,) = paul.undone(revision)
    paul.undone(undoing)

    assert paul.said(text) == changed


def test_changes_of_other_sentences_stay(text: Text) -> None:
    visas = "Les partenaires simplifient les procédures."
    revision = make.reworded(text, "simplifient les procédures", "simplifient tout", language="fr")
    make.reworded(text, "coûtent peu", "ne coûtent rien", language="fr")
    plan = plan_undo(Revision.objects.select_related("version__text", "clause").get(pk=revision.pk))
    assert plan.merge is not None
    paul.undone(revision)

    assert make.working(text).wordings.filter(text=f"{visas} Les visas ne coûtent rien.").exists()


def test_words_that_changed_again_in_the_same_sentence_want_a_person(text: Text) -> None:
    revision = make.reworded(text, "shall simplify", "simplify")
    make.reworded(text, "short-stay", "seasonal")
    with pytest.raises(CannotUndo) as refusal:
        paul.undone(revision)

    plan = refusal.value.plan
    assert plan.obstacle is Obstacle.COLLIDES
    assert plan.merge is not None
    assert plan.merge.shares_a_sentence
    assert plan.proposal == "The partners shall simplify the procedures for seasonal visas."


def test_words_that_collide_want_a_person(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    make.reworded(text, "seasonal", "temporary")
    with pytest.raises(CannotUndo) as refusal:
        paul.undone(revision)

    merge = refusal.value.plan.merge
    assert merge is not None
    assert [(piece.left, piece.right) for piece in merge.conflicts] == [("temporary", "short-stay")]


def test_words_that_are_back_already_are_not_undone_again(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    paul.undone(revision)

    assert obstacle_to(revision) is Obstacle.UNDONE


def test_words_of_a_clause_that_is_gone_are_not_undone(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    paul.deleted(text, paul.clause(text, "seasonal"))

    assert obstacle_to(revision) is Obstacle.GONE


def test_a_new_clause_goes_and_comes_again(text: Text) -> None:
    before = now(text)
    made = paul.inserted(
        text,
        {"en": "Fees are low.", "fr": "Peu de frais."},
        after=paul.clause(text, "short-stay"),
        label="1a.",
    )
    with_it = now(text)
    removals = paul.undone(last(text))

    assert now(text) == before
    assert [each.change for each in removals] == ["removed", "removed"]
    paul.undone(removals[0])
    assert now(text) == with_it
    assert make.working(text).placements.filter(clause=made).exists()


def test_a_removed_clause_comes_back_in_its_place_with_its_words_and_label(text: Text) -> None:
    before = now(text)
    revisions = paul.deleted(text, paul.clause(text, "students"))
    paul.undone(revisions[1])

    assert now(text) == before


def test_a_removed_clause_comes_back_behind_the_nearest_that_still_stands(text: Text) -> None:
    students, researchers = paul.clause(text, "students"), paul.clause(text, "researchers")
    paul.deleted(text, students)
    (first, *_) = paul.deleted(text, researchers)
    paul.deleted(text, paul.clause(text, "average time"))
    paul.undone(first)

    order = [spot.key for spot in paul.outline(text).spots]
    assert order[order.index(researchers.key) - 1] == paul.clause(text, "short-stay").key


def test_a_clause_comes_back_where_a_person_says(text: Text) -> None:
    graduates, visas = paul.clause(text, "graduates"), paul.clause(text, "short-stay")
    (revision, *_) = paul.deleted(text, graduates)
    paul.undone(revision, after=visas.key)

    assert paul.outline(text).before(graduates.key) == visas.key


def test_a_move_is_taken_back_with_all_that_moved(text: Text) -> None:
    before = now(text)
    revisions = paul.moved(
        text, paul.clause(text, "Talents"), paul.clause(text, "Recalling"), with_section=True
    )
    moved = now(text)
    back = paul.undone(revisions[1])

    assert now(text) == before
    paul.undone(back[0])
    assert now(text) == moved


def test_an_indentation_is_taken_back_and_a_later_move_stays(text: Text) -> None:
    delays = paul.clause(text, "average time")
    (indented,) = paul.indented(text, delays, 1, ClauseKind.POINT)
    paul.moved(text, delays, paul.clause(text, "Talents"))
    paul.undone(indented)

    spot = paul.outline(text).spot(delays.key)
    assert spot is not None
    assert (spot.kind, spot.depth) == ("paragraph", 0)
    assert paul.outline(text).before(delays.key) == paul.clause(text, "Talents").key


@pytest.mark.parametrize("french", [{}, {"fr": ("Un.", "Deux.")}])
def test_a_split_is_undone_as_a_whole_and_made_again(text: Text, french: dict[str, tuple[str, str]]) -> None:
    before, visas = now(text), paul.clause(text, "short-stay")
    (part,) = paul.split(text, visas, "The partners shall", "simplify.", others=french)
    halves, told = now(text), descents()
    undoing = paul.undone(last(text))

    assert now(text) == before
    assert descents() == set()
    assert {each.change for each in undoing} == {"merged", "removed"}
    paul.undone(undoing[0])
    assert now(text) == halves
    assert descents() == told
    assert make.working(text).placements.filter(clause=part).exists()
    paul.undone(last(text))
    assert (now(text), descents()) == (before, set())
    assert list(verify_revisions()) == []


@pytest.mark.parametrize("french", [{}, {"fr": "pour tous."}])
def test_a_merger_is_undone_as_a_whole_and_made_again(text: Text, french: dict[str, str]) -> None:
    before = now(text)
    students, researchers = paul.clause(text, "students"), paul.clause(text, "researchers")
    paul.merged(text, students, researchers, {"en": "for all.", **french})
    merged, told = now(text), descents()
    undoing = paul.undone(last(text))

    assert now(text) == before
    assert descents() == set()
    paul.undone(undoing[0])
    assert (now(text) == merged) or not french
    assert descents() == told
    paul.undone(last(text))
    assert (now(text), descents()) == (before, set())


def test_a_merger_into_a_clause_without_french_is_undone(text: Text) -> None:
    new = paul.inserted(text, "Fees are low.", after=paul.clause(text, "short-stay"))
    before = now(text)
    paul.merged(text, new, paul.clause(text, "short-stay"), "Visas are cheap.")
    assert make.working(text).wordings.filter(clause=new, language="fr").exists()
    paul.undone(last(text))

    assert now(text) == before


def test_clauses_of_an_act_that_changed_since_are_named(text: Text) -> None:
    (part,) = paul.split(text, paul.clause(text, "short-stay"), "The partners", "shall simplify.")
    split = last(text)
    make.reworded(text, "shall simplify", "simplify")
    with pytest.raises(CannotUndo) as refusal:
        paul.undone(split)

    assert (refusal.value.plan.obstacle, refusal.value.plan.changed_since) == (Obstacle.CHANGED, (part.key,))
    paul.undone(last(text))
    paul.undone(split)
    assert VISAS in paul.said(text)


def test_a_merged_clause_that_is_back_went_into_no_other(text: Text) -> None:
    students, researchers = paul.clause(text, "students"), paul.clause(text, "researchers")
    paul.merged(text, students, researchers, "for all.")
    paul.undone(last(text))
    published = make.issued(text)

    assert not Descent.objects.filter(version=published).exists()


def test_what_came_and_went_again_has_no_descent_once_published(text: Text) -> None:
    (part,) = paul.split(text, paul.clause(text, "short-stay"), "The partners", "shall simplify.")
    paul.deleted(text, part)
    published = make.issued(text)

    assert not Descent.objects.filter(version=published).exists()


def test_what_an_import_took_out_or_moved_is_undone(text: Text) -> None:
    before = now(text)
    point = "(a) for students;\n\n"
    make.imported(text, make.DRAFT.replace(point, ""))
    paul.undone(last(text))

    assert [spot.key for spot in paul.outline(text).spots][5] == paul.clause(text, "students").key
    assert now(text) == before


def test_what_an_import_split_is_put_right_by_hand() -> None:
    text = make.text()
    long = (
        "# Return\n\n1. Each partner shall open a national help desk that answers written questions about permits, "
        "and shall train the staff who work there in the languages of the applicants.\n"
    )
    make.issued_as(make.imported(text, long))
    make.imported(text, long.replace(" permits, and shall train", " permits.\n\n2. Each partner shall train"))
    split = Revision.objects.filter(change="split").first()

    assert split is not None
    assert obstacle_to(split) is Obstacle.IMPORTED


def test_a_published_version_stands(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    make.issued(text)
    with pytest.raises(VersionPublished):
        paul.undone(revision)


def test_words_are_undone_by_who_edits_and_structure_by_the_penholder(text: Text) -> None:
    (moved,) = paul.moved(text, paul.clause(text, "short-stay"), None)
    words = make.reworded(text, "short-stay", "seasonal")
    for revision, who in ((moved, "Mia"), (moved, "Chloé"), (words, "Chloé"), (words, "Olga")):
        with pytest.raises(PermissionDenied):
            paul.undone(revision, by=who)
    paul.undone(words, by="Mia")


def test_nobody_undoes_something_else_than_they_were_shown(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    revision = Revision.objects.select_related("version__text", "clause").get(pk=revision.pk)
    saw = plan_undo(revision).basis()
    make.reworded(text, "partners shall", "partners all shall")
    with pytest.raises(UndoChanged):
        paul.undone(revision, saw=saw)


def test_undoing_asks_for_a_reason(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    with pytest.raises(ReasonMissing):
        undo_revision(by=make.person("Mia"), revision=revision, reason=" ", at=make.NOON)


# Acts of every kind, undoing among them, whatever the text has come to.

WORDS = ("visa", "permit", "fee", "partner", "shall", "student", "border", "record", "time", "office")


def sentence(dice: random.Random) -> str:
    return f"{' '.join(dice.choices(WORDS, k=dice.randint(3, 9))).capitalize()}."


def french(dice: random.Random, *words: str) -> dict[str, Any]:
    """Words in French too, every other time."""
    said = words or (sentence(dice),)
    return {"fr": said if words else said[0]} if dice.random() < 0.5 else {}


def insert(text: Text, one: Clause, _other: Clause, dice: random.Random) -> None:
    words = {"en": sentence(dice), **french(dice)}
    paul.inserted(text, words, after=one, depth=dice.randrange(3), label="x.")


def delete(text: Text, one: Clause, _other: Clause, _dice: random.Random) -> None:
    paul.deleted(text, one)


def move(text: Text, one: Clause, other: Clause, dice: random.Random) -> None:
    paul.moved(text, one, other, with_section=dice.random() < 0.5)


def indent(text: Text, one: Clause, _other: Clause, dice: random.Random) -> None:
    kind = dice.choice([ClauseKind.HEADING, ClauseKind.POINT, ClauseKind.PARAGRAPH])
    paul.indented(text, one, dice.randrange(4), kind, with_section=dice.random() < 0.5)


def split(text: Text, one: Clause, _other: Clause, dice: random.Random) -> None:
    paul.split(text, one, sentence(dice), sentence(dice), others=french(dice, "Un.", "Deux."))


def merge(text: Text, one: Clause, other: Clause, dice: random.Random) -> None:
    paul.merged(text, one, other, {"en": sentence(dice), **french(dice)})


def reword(text: Text, one: Clause, _other: Clause, dice: random.Random) -> None:
    wordings = Wording.objects.select_related("version__text").filter(version=make.working(text), clause=one)
    wording = dice.choice(list(wordings.order_by("language")))
    revise_wording(
        by=make.person("Paul"),
        wording=wording,
        words=sentence(dice),
        weight=Weight.EDITORIAL,
        reason="By chance.",
        basis=digest(wording.text),
        at=make.NOON,
    )


def undo(text: Text, _one: Clause, _other: Clause, dice: random.Random) -> None:
    revisions = list(Revision.objects.filter(version=make.working(text)).order_by("history_id"))
    if revisions:
        paul.undone(dice.choice(revisions))


ACTS = (insert, delete, move, indent, split, merge, reword, undo)


def act(text: Text, dice: random.Random) -> None:
    """One change, of a kind that chance chooses."""
    clauses = [Clause.objects.get(key=spot.key) for spot in paul.outline(text).spots]
    dice.choice(ACTS)(text, dice.choice(clauses), dice.choice(clauses), dice)


def holds(version: Version, first: Version) -> None:
    """What is true of a version in work, whatever was done to it."""
    assert paul.positions(version) == list(range(version.placements.count()))
    placed = set(version.placements.values_list("clause", flat=True))
    assert set(version.wordings.values_list("clause", flat=True)) == placed
    assert set(version.wordings.filter(language="en").values_list("clause", flat=True)) == placed
    gone = set(first.placements.values_list("clause", flat=True)) - placed
    removed = Revision.objects.filter(version=version, change="removed")
    assert gone <= set(removed.values_list("clause", flat=True))


@pytest.mark.parametrize("seed", range(15))
def test_whatever_was_done_undoing_it_all_newest_first_gives_the_first_text(seed: int) -> None:
    text, dice = make.text(), random.Random(seed)
    make.imported(text)
    make.imported(text, FRENCH, language="fr")
    round_ = make.consultation(make.issued(text), moderation=Consultation.Moderation.AFTER)
    make.comment(Said("short-stay visas."), by=make.olga(), on=round_)
    first, beginning = round_.version, now(text)
    for _ in range(20):
        try:
            act(text, dice)
        except (InsideItself, NothingChanged, CannotUndo):
            continue
        holds(make.working(text), first)
        if not paul.outline(text).spots:
            break
    undo_all(text)

    assert now(text) == beginning
    assert descents() == set()
    assert list(verify_revisions()) == []
    assert Comment.objects.count() == 1


def undo_all(text: Text) -> None:
    """Undo what was done, an act at a time, the newest first."""
    version, undone = make.working(text), set()
    done = Revision.objects.filter(version=version).order_by("-history_id")
    for revision in list(done):
        if revision.history_id in undone:
            continue
        together = done.filter(act=revision.act) if revision.act else [revision]
        undone |= {each.history_id for each in together}
        paul.undone(revision)


def test_another_kind_and_depth_that_an_import_gave_are_taken_back_and_its_words_kept(text: Text) -> None:
    make.imported(text, make.DRAFT.replace("(b) for researchers", "3. for all researchers"))
    told = Revision.objects.filter(
        version=make.working(text), clause=paul.clause(text, "for all researchers")
    )
    described, reworded = told.order_by("history_id")
    assert (described.change, described.text, reworded.change) == ("moved", described.before, "reworded")
    assert (described.stood_as["kind"], described.stood_as["depth"]) == ("point", 1)

    paul.undone(described)
    spot = next(each for each in paul.outline(text).spots if each.clause_id == described.clause_id)
    assert (spot.kind, spot.depth) == ("point", 1)
    assert make.working(text).wordings.filter(text__contains="for all researchers").exists()


def test_an_import_that_moves_a_clause_and_makes_another_kind_of_it_is_undone_whole(text: Text) -> None:
    point = "(a) for students;\n\n"
    clause = paul.clause(text, "for students")
    place = [spot.key for spot in paul.outline(text).spots].index(clause.key)
    make.imported(text, make.DRAFT.replace(point, "").rstrip() + "\n\n4. for students;\n")
    assert paul.outline(text).spots[-1].key == clause.key
    paul.undone(last(text))

    assert paul.outline(text).spots[place].key == clause.key
    assert (paul.outline(text).spots[place].kind, paul.outline(text).spots[place].depth) == ("point", 1)
