"""Changing the words of a clause: never over somebody else's, never in a published version, always on record."""

import pytest
from django.core.exceptions import PermissionDenied

from consultation.actions.dispositions import revise_answering
from consultation.models import Answered, Consultation
from drafts.actions.wordings import NothingChanged, VersionPublished, WordingChanged, revise_wording
from drafts.models import LedgerEntry, Revision, Text, Weight, Wording, WordingState
from drafts.models.ledger import digest
from drafts.reports.seals import seal
from tests import make
from tests.make import Said
from tests.state import revisions_after, rows

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
FRENCH = make.DRAFT.replace(VISAS, "Les partenaires simplifient les visas.")


@pytest.fixture
def text() -> Text:
    made = make.text()
    make.imported(made)
    return made


def visas(text: Text, language: str = "en") -> Wording:
    clause = make.working(text).wordings.get(text=VISAS).clause_id
    wordings = Wording.objects.select_related("version__text", "clause")
    return wordings.get(version=make.working(text), clause=clause, language=language)


def revise(
    wording: Wording, words: str, *, by: str = "Mia", basis: str = "", source_basis: str = ""
) -> Revision:
    return revise_wording(
        by=make.person(by),
        wording=wording,
        words=words,
        weight=Weight.CLARIFICATION,
        reason="It was not clear.",
        basis=basis or digest(wording.text),
        source_basis=source_basis,
        at=make.NOON,
    )


def test_a_revision_keeps_who_when_why_and_the_words_before_and_after(text: Text) -> None:
    (made,) = revisions_after(lambda: revise(visas(text), "Visas are simple."))

    assert (made.before, made.text) == (VISAS, "Visas are simple.")
    assert (made.weight, made.reason, made.change) == ("clarification", "It was not clear.", "reworded")
    assert (made.history_user, made.history_date, made.history_type) == (make.person("Mia"), make.NOON, "~")
    assert made.version == make.working(text)


def test_a_second_revision_starts_from_the_words_of_the_first(text: Text) -> None:
    wording = visas(text)
    revise(wording, "Visas are simple.")
    wording.refresh_from_db()
    second = revise(wording, "Visas are free.", by="Paul")

    assert (second.before, second.text) == ("Visas are simple.", "Visas are free.")
    assert Revision.objects.filter(clause=wording.clause_id, change="reworded").count() == 2


def test_words_that_somebody_else_saved_meanwhile_are_not_overwritten(text: Text) -> None:
    mine, theirs = visas(text), visas(text)
    revise(theirs, "Visas are simple.", by="Paul")
    before = rows()
    with pytest.raises(WordingChanged) as conflict:
        revise(mine, "Visas are free.")

    assert conflict.value.current.text == "Visas are simple."
    mine.refresh_from_db()
    assert mine.text == "Visas are simple."
    assert rows() == before


def test_a_published_version_takes_no_revision(text: Text) -> None:
    wording = visas(text)
    make.issued(text)
    with pytest.raises(VersionPublished):
        revise(wording, "Visas are simple.")

    wording.refresh_from_db()
    assert wording.text == VISAS


@pytest.mark.parametrize("words", [VISAS, f"  {VISAS}\n", VISAS.replace(" ", "  ")])
def test_the_same_words_are_no_revision(text: Text, words: str) -> None:
    before = rows()
    with pytest.raises(NothingChanged):
        revise(visas(text), words)

    assert rows() == before


def test_words_are_kept_on_one_line_in_composed_letters(text: Text) -> None:
    revision = revise(visas(text), "Cafe\u0301s\nand  visas.\x00 ")

    assert revision.text == "Cafés and visas."


def test_new_words_make_the_translations_stale(text: Text) -> None:
    make.imported(text, FRENCH, language="fr")
    revise(visas(text), "Visas are simple.")

    assert visas_in_french(text).state == WordingState.STALE
    others = make.working(text).wordings.filter(language="fr").exclude(pk=visas_in_french(text).pk)
    assert set(others.values_list("state", flat=True)) == {WordingState.TRANSLATED}


def visas_in_french(text: Text) -> Wording:
    wordings = Wording.objects.select_related("version__text", "clause")
    return wordings.get(version=make.working(text), language="fr", text__contains="partenaires simplifient")


def test_a_stale_translation_that_is_rewritten_beside_its_source_is_stale_no_more(text: Text) -> None:
    make.imported(text, FRENCH, language="fr")
    revise(visas(text), "Visas are simple.")
    seen = digest("Visas are simple.")
    revise(visas_in_french(text), "Les partenaires simplifient encore les visas.", source_basis=seen)

    assert visas_in_french(text).state == WordingState.TRANSLATED
    english = make.working(text).wordings.get(text="Visas are simple.")
    assert english.state == WordingState.AUTHORITATIVE


def test_a_stale_translation_stays_stale_where_nobody_had_the_source_beside_it(text: Text) -> None:
    make.imported(text, FRENCH, language="fr")
    revise(visas_in_french(text), "Les partenaires simplifient bien les visas.")
    assert visas_in_french(text).state == WordingState.TRANSLATED

    revise(visas(text), "Visas are simple.")
    revise(visas_in_french(text), "Les partenaires simplifient encore les visas.")

    assert visas_in_french(text).state == WordingState.STALE


def test_a_revision_is_one_entry_in_the_ledger_with_hashes_instead_of_words(text: Text) -> None:
    before = LedgerEntry.objects.count()
    revision = revise(visas(text), "Visas are simple.")

    entry = LedgerEntry.objects.latest("sequence")
    assert LedgerEntry.objects.count() == before + 1
    assert (entry.verb, entry.object_key, entry.text) == ("revised", str(revision.history_id), text)
    assert seal(digest("Visas are simple.")) in entry.payload
    assert digest("Visas are simple.") not in entry.payload
    assert "simple" not in entry.payload


@pytest.mark.parametrize("name", ["Chloé", "Sena", "Nils"])
def test_only_members_and_the_penholder_change_words(text: Text, name: str) -> None:
    make.person(name)
    before = rows()
    with pytest.raises(PermissionDenied, match="drafting committee"):
        revise(visas(text), "Visas are simple.", by=name)

    assert rows() == before


def test_a_member_of_another_text_changes_nothing_here(text: Text) -> None:
    other = make.text("other-text")
    make.imported(other)
    ravi = make.member_of(other, "Ravi")

    with pytest.raises(PermissionDenied):
        revise(visas(text), "Visas are simple.", by=ravi.name)


# ---- the inputs that a revision answers -----------------------------------------------


@pytest.fixture
def consultation() -> Consultation:
    return make.consultation(moderation=Consultation.Moderation.AFTER)


def test_a_revision_says_which_comments_it_answers(consultation: Consultation) -> None:
    said = [make.comment(Said(VISAS, body=body), by=make.olga(), on=consultation) for body in ("One", "Two")]
    revision = make.reworded(consultation.version.text, "short-stay", "seasonal", answers=[*said, said[0]])

    assert set(Answered.objects.values_list("revision", "comment")) == {
        (revision.pk, said[0].pk),
        (revision.pk, said[1].pk),
    }


def test_comments_on_another_text_are_not_answered_by_it(consultation: Consultation) -> None:
    elsewhere = make.consultation(
        make.published(make.text("other-text")), moderation=Consultation.Moderation.AFTER
    )
    there = make.comment(Said(VISAS), by=make.olga(), on=elsewhere)
    make.reworded(consultation.version.text, "short-stay", "seasonal", answers=[there])

    assert not Answered.objects.exists()


def test_a_conflict_ticks_nothing(consultation: Consultation) -> None:
    text = consultation.version.text
    said = make.comment(Said(VISAS), by=make.olga(), on=consultation)
    stale = digest(visas(text).text)
    make.reworded(text, "short-stay", "seasonal")
    with pytest.raises(WordingChanged):
        revise_answering(
            by=make.person("Mia"),
            wording=make.working(text).wordings.get(text__contains="seasonal"),
            words="Visas are free.",
            weight=Weight.SUBSTANCE,
            reason="Free.",
            basis=stale,
            answers=[said],
            at=make.NOON,
        )

    assert not Answered.objects.exists()
