"""Translations are paired with their source by structure, and known to be stale when it changes."""

import pytest

from drafts.actions.imports import ClausesUnpaired
from drafts.models import Clause, Text, Version, WordingState
from tests import make
from tests.state import revisions_after, rows

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
GRADUATES = "The partners encourage [bilateral] agreements on the mobility of young graduates."

# Every fate in one draft: the recital and the headings stay, the visas are reworded, the talents go
# before them, the delays are split in two, the points are merged, a help desk is new.

FRENCH = """# Mobilité légale

*Rappelant* les engagements pris par les partenaires dans les programmes précédents,

## Visas

1. Les partenaires simplifient les procédures de visa de court séjour.

2. Chaque partenaire publie la durée moyenne d’une décision :

(a) pour les étudiants ;

(b) pour les chercheurs.

## Talents

3. Les partenaires encouragent des accords [bilatéraux] sur la mobilité des jeunes diplômés.
"""


@pytest.fixture
def text() -> Text:
    made = make.text()
    make.imported(made, label="Zero draft")
    return made


def states(version: Version, language: str) -> dict[str, str]:
    return dict(version.wordings.filter(language=language).values_list("text", "state"))


def test_a_translation_is_paired_by_structure_and_adds_no_clause(text: Text) -> None:
    version = make.imported(text, FRENCH, language="fr")

    assert Clause.objects.count() == 9
    assert set(states(version, "fr").values()) == {WordingState.TRANSLATED}
    assert set(states(version, "en").values()) == {WordingState.AUTHORITATIVE}
    french = version.wordings.get(language="fr", text__contains="court séjour")
    assert version.wordings.get(language="en", clause=french.clause_id).text == VISAS


def test_new_words_in_the_negotiated_language_make_their_translations_stale(text: Text) -> None:
    make.imported(text, FRENCH, language="fr")
    version = make.imported(text, make.DRAFT.replace("simplify", "simplify and shorten"))

    stale = [words for words, state in states(version, "fr").items() if state == WordingState.STALE]
    assert stale == ["Les partenaires simplifient les procédures de visa de court séjour."]


def test_a_move_alone_does_not_make_a_translation_stale(text: Text) -> None:
    make.imported(text, FRENCH, language="fr")
    moved = make.DRAFT.replace(f"\n1. {VISAS}\n", "").replace(
        f"3. {GRADUATES}", f"3. {GRADUATES}\n\n4. {VISAS}"
    )
    version = make.imported(text, moved)

    assert set(states(version, "fr").values()) == {WordingState.TRANSLATED}


@pytest.mark.parametrize("words", ["simplifient et accélèrent", "simplifient"])
def test_a_translation_brought_in_anew_is_no_longer_stale_changed_or_not(text: Text, words: str) -> None:
    make.imported(text, FRENCH, language="fr")
    make.imported(text, make.DRAFT.replace("simplify", "simplify and shorten"))
    version = make.imported(text, FRENCH.replace("simplifient", words), language="fr")

    assert set(states(version, "fr").values()) == {WordingState.TRANSLATED}


def test_a_removed_clause_takes_its_translations_along_each_with_a_revision(text: Text) -> None:
    make.imported(text, FRENCH, language="fr")
    made = revisions_after(lambda: make.imported(text, make.DRAFT.replace(f"3. {GRADUATES}\n", "")))

    assert {(each.language, each.change) for each in made} == {("en", "removed"), ("fr", "removed")}
    assert not make.working(text).wordings.filter(language="fr", text__contains="diplômés").exists()


def test_a_translation_with_a_clause_too_many_is_refused_as_a_whole(text: Text) -> None:
    held = make.staged(text, FRENCH + "\n4. Un guichet commun répond aux questions.\n", language="fr")
    before = rows()
    with pytest.raises(ClausesUnpaired) as refusal:
        make.applied(held)

    assert [row.parsed.label for row in refusal.value.preview.unpaired] == ["4."]
    assert rows() == before


def test_a_translation_may_lack_a_clause_and_removes_none(text: Text) -> None:
    without = FRENCH.replace("(b) pour les chercheurs.\n\n", "")
    version = make.imported(text, without, language="fr")

    assert version.placements.count() == 9
    assert version.wordings.filter(language="fr").count() == 8
