"""The translator's part: confirming what still holds, adding what is missing, and which source it was held against."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied

from drafts.actions.translations import (
    AlreadyTranslated,
    NotStale,
    NotThere,
    SourceChanged,
    WordsMissing,
    add_translation,
    confirm_translation,
)
from drafts.actions.wordings import ReasonMissing, VersionPublished, WordingChanged, revise_wording
from drafts.models import LedgerEntry, Revision, Text, Version, Weight, Wording, WordingState
from drafts.models.ledger import digest
from drafts.reports.seals import seal
from drafts.reports.translations import hold_all, read_held, waiting_in
from drafts.reports.verifying import verify_chain, verify_revisions
from tests import make
from tests.state import revisions_after

pytestmark = pytest.mark.django_db

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
VISAS = "short-stay visas"
WITHOUT = FRENCH.replace("(b) pour les chercheurs.\n\n", "")


def hours() -> Iterator[datetime]:
    """One act an hour, so that what came later is known to have."""
    return (make.NOON + timedelta(hours=hour) for hour in count(1))


@pytest.fixture
def clock() -> Iterator[datetime]:
    return hours()


@pytest.fixture
def text(clock: Iterator[datetime]) -> Text:
    made = make.text()
    make.imported(made, at=next(clock))
    make.imported(made, FRENCH, language="fr", at=next(clock))
    return made


def source_of(text: Text, words: str = "procedures for") -> Wording:
    found: Wording = make.working(text).wordings.get(language="en", text__contains=words)
    return found


def french_of(text: Text, words: str = "procédures de visa") -> Wording:
    related = make.working(text).wordings.select_related("version__text", "clause")
    found: Wording = related.get(language="fr", text__contains=words)
    return found


def confirmed(text: Text, at: datetime, *, by: str = "Mia", words: str = "procédures de visa") -> Wording:
    french = french_of(text, words)
    source = make.working(text).wordings.get(language="en", clause=french.clause_id)
    return confirm_translation(
        by=make.person(by),
        wording=french,
        basis=digest(french.text),
        source_basis=digest(source.text),
        at=at,
    )


def translated(text: Text, source: Wording, words: str = "pour les chercheurs.", **given: object) -> Revision:
    return add_translation(
        **{  # type: ignore[arg-type]
            "by": make.person("Mia"),
            "version": make.working(text),
            "clause": source.clause,
            "language": "fr",
            "words": words,
            "weight": Weight.EDITORIAL,
            "reason": "A first translation.",
            "source_basis": digest(source.text),
            "at": make.NOON,
            **given,
        }
    )


def changes_shown(text: Text, words: str = "procédures de visa") -> str:
    """What the translator is shown of the source: [struck] and {put in}."""
    version, french = make.working(text), french_of(text, words)
    both = version.wordings.filter(clause=french.clause_id).select_related("clause")
    held = hold_all(version, list(both))[french.clause_id, "fr"]
    signs = {"equal": "{}", "insert": "{{{}}}", "delete": "[{}]"}
    return "".join(signs[change.op.value].format(change.text) for change in held.changes)


def test_a_confirmed_translation_is_right_again_without_a_revision(
    text: Text, clock: Iterator[datetime]
) -> None:
    make.reworded(text, VISAS, "short visas", at=next(clock))
    assert french_of(text).state == WordingState.STALE
    assert revisions_after(lambda: confirmed(text, next(clock))) == []

    french = french_of(text)
    assert french.state == WordingState.TRANSLATED
    entry = LedgerEntry.objects.order_by("sequence").last()
    assert entry is not None
    assert (entry.verb, entry.object_key) == ("confirmed", f"{french.clause.key}/fr")
    sealed = json.loads(entry.payload)
    assert sealed["words"] == seal(digest(french.text))
    assert sealed["source"] == seal(digest(source_of(text).text))
    assert verify_chain()[1] is None


def test_only_those_who_edit_the_text_confirm_or_add(text: Text) -> None:
    make.reworded(text, VISAS, "short visas")
    for name in ("Chloé", "Sena", "Nils"):
        make.person(name)
        with pytest.raises(PermissionDenied):
            confirmed(text, make.NOON, by=name)
        with pytest.raises(PermissionDenied):
            translated(text, source_of(text), by=make.person(name))
    assert french_of(text).state == WordingState.STALE


def test_what_changed_meanwhile_is_not_confirmed(text: Text) -> None:
    make.reworded(text, VISAS, "short visas")
    french, source = french_of(text), source_of(text)
    seen = {"basis": digest(french.text), "source_basis": digest(source.text)}
    make.reworded(text, "short visas", "brief visas")
    with pytest.raises(SourceChanged) as changed:
        confirm_translation(by=make.person("Mia"), wording=french, **seen, at=make.NOON)
    assert "brief visas" in changed.value.current.text
    make.reworded(text, "simplifient", "allègent", language="fr")
    with pytest.raises(WordingChanged):
        confirm_translation(by=make.person("Mia"), wording=french, **seen, at=make.NOON)


def test_there_is_nothing_to_confirm_in_a_translation_that_holds_or_in_the_source(text: Text) -> None:
    with pytest.raises(NotStale):
        confirmed(text, make.NOON)
    source = source_of(text)
    basis = digest(source.text)
    with pytest.raises(NotStale):
        confirm_translation(
            by=make.person("Mia"), wording=source, basis=basis, source_basis=basis, at=make.NOON
        )


def test_a_published_translation_is_not_confirmed_any_more(text: Text) -> None:
    make.reworded(text, VISAS, "short visas")
    french, source = french_of(text), source_of(text)
    make.issued(text)
    with pytest.raises(VersionPublished):
        confirm_translation(
            by=make.person("Mia"),
            wording=french,
            basis=digest(french.text),
            source_basis=digest(source.text),
            at=make.NOON,
        )


def test_the_translator_sees_what_changed_since_the_translation_was_written(
    text: Text, clock: Iterator[datetime]
) -> None:
    make.reworded(text, VISAS, "short visas", at=next(clock))
    make.reworded(text, "short visas", "brief visas", at=next(clock))

    assert changes_shown(text) == "The partners shall simplify the procedures for [short-stay]{brief} visas."


def test_what_a_confirmation_covered_is_not_shown_again(text: Text, clock: Iterator[datetime]) -> None:
    make.reworded(text, VISAS, "short visas", at=next(clock))
    confirmed(text, next(clock))
    make.reworded(text, "simplify", "ease", at=next(clock))

    assert changes_shown(text) == "The partners shall [simplify]{ease} the procedures for short visas."


def test_a_confirmation_holds_in_the_next_version_too(text: Text, clock: Iterator[datetime]) -> None:
    make.reworded(text, VISAS, "short visas", at=next(clock))
    confirmed(text, next(clock))
    make.issued(text, at=next(clock))
    make.reworded(text, "simplify", "ease", at=next(clock))

    assert changes_shown(text) == "The partners shall [simplify]{ease} the procedures for short visas."


def test_a_translation_brought_in_again_word_for_word_counts_as_confirmed(
    text: Text, clock: Iterator[datetime]
) -> None:
    make.imported(text, make.DRAFT.replace(VISAS, "short visas"), at=next(clock))
    make.imported(text, FRENCH, language="fr", at=next(clock))
    assert french_of(text).state == WordingState.TRANSLATED
    make.reworded(text, "simplify", "ease", at=next(clock))

    assert changes_shown(text) == "The partners shall [simplify]{ease} the procedures for short visas."


def test_words_written_after_a_confirmation_count_from_when_they_were_written(
    text: Text, clock: Iterator[datetime]
) -> None:
    make.reworded(text, VISAS, "short visas", at=next(clock))
    confirmed(text, next(clock))
    make.reworded(text, "short visas", "brief visas", at=next(clock))
    make.reworded(text, "simplifient", "allègent", language="fr", at=next(clock))
    make.reworded(text, "brief", "swift", at=next(clock))

    assert changes_shown(text) == "The partners shall simplify the procedures for [brief]{swift} visas."


def revised(text: Text, words: str, seen: str, at: datetime) -> Revision:
    """Mia's new French, written with other words of the source before her than those that stand now."""
    french = french_of(text)
    return revise_wording(
        by=make.person("Mia"),
        wording=french,
        words=words,
        weight=Weight.EDITORIAL,
        reason="After the source.",
        basis=digest(french.text),
        source_basis=digest(seen),
        at=at,
    )


def test_words_that_answer_an_older_source_are_saved_and_stay_stale(
    text: Text, clock: Iterator[datetime]
) -> None:
    make.reworded(text, VISAS, "short visas", at=next(clock))
    seen = source_of(text).text
    make.reworded(text, "simplify", "ease", at=next(clock))
    made = revised(text, "Les partenaires simplifient les procédures de visa bref.", seen, next(clock))

    assert made.state == WordingState.STALE
    assert french_of(text).text.endswith("visa bref.")
    assert changes_shown(text) == "The partners shall [simplify]{ease} the procedures for short visas."
    made = revised(
        text, "Les partenaires allègent les procédures de visa.", source_of(text).text, next(clock)
    )
    assert made.state == WordingState.TRANSLATED


def test_a_clause_that_lacks_a_language_gets_its_first_words(text: Text) -> None:
    make.imported(text, make.DRAFT.replace("(b) for researchers.", "(b) for researchers;\n\n(c) for nurses."))
    nurses = source_of(text, "for nurses")
    made = translated(text, nurses, "pour les infirmiers.")

    assert (made.change, made.before, made.state) == ("new", "", WordingState.TRANSLATED)
    assert french_of(text, "infirmiers").clause_id == nurses.clause_id
    assert nurses.text == source_of(text, "for nurses").text
    assert list(verify_revisions()) == []
    with pytest.raises(AlreadyTranslated) as found:
        translated(text, nurses, "pour les sages-femmes.")
    assert found.value.current.text == "pour les infirmiers."


def test_first_words_for_an_older_source_are_stale_at_once(text: Text) -> None:
    make.imported(text, make.DRAFT.replace("(b) for researchers.", "(b) for researchers;\n\n(c) for nurses."))
    seen = source_of(text, "for nurses")
    make.reworded(text, "for nurses", "for nurses and midwives")

    assert translated(text, seen, "pour les infirmiers.").state == WordingState.STALE
    assert changes_shown(text, "infirmiers") == "for nurses{ and midwives}."


def test_what_is_no_translation_is_refused(text: Text) -> None:
    make.imported(text, make.DRAFT.replace("(b) for researchers.", "(b) for researchers;\n\n(c) for nurses."))
    nurses = source_of(text, "for nurses")
    with pytest.raises(NotThere):
        translated(text, nurses, language="en")
    with pytest.raises(WordsMissing):
        translated(text, nurses, " \n")
    with pytest.raises(ReasonMissing):
        translated(text, nurses, reason=" ")
    elsewhere = make.published(make.text("elsewhere")).wordings.select_related("clause").first()
    assert elsewhere is not None
    with pytest.raises(NotThere):
        translated(text, elsewhere)


def waiting(version: Version, *languages: str) -> list[tuple[str, str, str]]:
    return [(each.label, each.language, each.state) for each in waiting_in(version, languages)]


def test_what_waits_for_a_translator_is_what_is_older_than_its_source_or_not_there() -> None:
    text = make.text()
    make.imported(text)
    assert waiting_in(make.working(text)) == ()
    make.imported(text, WITHOUT, language="fr")
    make.reworded(text, VISAS, "short visas")
    version = make.working(text)

    assert waiting(version) == [("1.", "fr", "stale"), ("(b)", "fr", "missing")]
    assert waiting(version, "pt")[:3] == [("", "pt", "missing"), ("", "pt", "missing"), ("", "pt", "missing")]
    (_, stale), (_, missing) = read_held(version, waiting_in(version))
    assert stale.translation == french_of(text)
    assert (missing.translation, missing.basis) == (None, "")
    assert [(each.op.value, each.text) for each in missing.changes] == [("insert", "for researchers.")]
