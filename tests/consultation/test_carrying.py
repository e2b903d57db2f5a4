"""Every comment goes along to every later version, once, with what became of its words."""

import pytest

from consultation.models import Comment, Consultation, ResolvedAnchor
from drafts.models import Descent, LedgerEntry, Text, Version
from tests import make
from tests.make import Said
from tests.state import keys

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
DELAYS = "Each partner publishes the average time a decision takes:"
GRADUATES = "The partners encourage [bilateral] agreements on the mobility of young graduates."


@pytest.fixture
def consultation() -> Consultation:
    return make.consultation(moderation=Consultation.Moderation.AFTER)


def said(consultation: Consultation, on: str, quote: str = "") -> Comment:
    made = make.comment(Said(on, quote=quote), by=make.olga(), on=consultation)
    make.answered(made)
    return made


def text_of(consultation: Consultation) -> Text:
    return consultation.version.text


def place(comment: Comment, version: Version) -> ResolvedAnchor:
    return comment.places.get(version=version)


def test_a_comment_begins_with_one_place_where_it_was_made(consultation: Consultation) -> None:
    comment = said(consultation, VISAS, "short-stay visas")

    (first,) = comment.places.all()
    assert (first.version, first.clause, first.exact) == (
        consultation.version,
        comment.clause,
        "short-stay visas",
    )
    assert (first.start, first.end) == (comment.start, comment.end)
    assert (first.method, first.score, first.state) == ("original", 1.0, "same")


def test_words_nobody_touched_are_the_same(consultation: Consultation) -> None:
    comment = said(consultation, VISAS, "short-stay visas")
    found = place(comment, make.issued(text_of(consultation)))

    assert (found.state, found.exact, found.start, found.end) == (
        "same",
        "short-stay visas",
        comment.start,
        comment.end,
    )
    assert (found.method, found.score) == ("identical", 1.0)


def test_words_in_a_clause_that_changed_around_them_say_so(consultation: Consultation) -> None:
    comment = said(consultation, VISAS, "short-stay visas")
    make.reworded(text_of(consultation), "shall simplify", "shall simplify and shorten")
    version = make.issued(text_of(consultation))
    found = place(comment, version)

    assert (found.state, found.exact) == ("nearby", "short-stay visas")
    words = version.wordings.get(clause=found.clause).text
    assert words[found.start : found.end] == "short-stay visas"


def test_words_that_were_rewritten_say_so(consultation: Consultation) -> None:
    comment = said(consultation, VISAS, "simplify the procedures")
    make.reworded(text_of(consultation), "simplify the procedures", "simplify all their procedures")
    found = place(comment, make.issued(text_of(consultation)))

    assert found.state == "rewritten"
    assert found.clause == comment.clause


def test_words_in_a_clause_that_was_moved_say_so(consultation: Consultation) -> None:
    comment = said(consultation, VISAS, "short-stay visas")
    moved = make.DRAFT.replace(f"\n1. {VISAS}\n", "").replace(
        f"3. {GRADUATES}", f"3. {GRADUATES}\n\n4. {VISAS}"
    )
    make.imported(text_of(consultation), moved)
    found = place(comment, make.issued(text_of(consultation)))

    assert (found.state, found.clause, found.exact) == ("moved", comment.clause, "short-stay visas")


def test_a_comment_on_a_removed_clause_stays_listed_at_that_clause(consultation: Consultation) -> None:
    on_words = said(consultation, GRADUATES, "bilateral")
    on_clause = said(consultation, GRADUATES)
    make.imported(text_of(consultation), make.DRAFT.replace(f"3. {GRADUATES}\n", ""))
    version = make.issued(text_of(consultation))

    for comment in (on_words, on_clause):
        found = place(comment, version)
        assert (found.state, found.clause, found.start, found.exact) == ("removed", comment.clause, None, "")
    assert not version.placements.filter(clause=on_words.clause).exists()


def test_words_that_went_to_another_clause_by_a_split_are_found_there() -> None:
    text = make.text("return")
    long = (
        "# Return\n\n1. Each partner shall open a national help desk that answers written questions about permits, "
        "and shall train the staff who work there in the languages of the applicants, so that nobody travels in vain.\n"
    )
    split = long.replace(" permits, and shall train", " permits.\n\n2. Each partner shall train")
    consultation = make.consultation(make.published(text, long), moderation=Consultation.Moderation.AFTER)
    comment = said(consultation, "help desk", "the languages of the applicants")
    make.imported(text, split)
    version = make.issued(text)
    found = place(comment, version)

    (descent,) = Descent.objects.filter(version=version)
    assert {descent.ancestor_id, descent.descendant_id} >= {found.clause_id}
    assert found.exact == "the languages of the applicants"
    words = version.wordings.get(clause=found.clause).text
    assert words[found.start : found.end] == found.exact


def test_the_chain_goes_from_version_to_version(consultation: Consultation) -> None:
    text = text_of(consultation)
    comment = said(consultation, VISAS, "short-stay visas")
    make.reworded(text, "simplify the procedures", "simplify all procedures")
    first = make.issued(text)
    second = make.issued(text)
    make.reworded(text, "short-stay visas", "seasonal permits")
    third = make.issued(text)

    chain = comment.places.order_by("version__number")
    assert [(each.version, each.state) for each in chain] == [
        (consultation.version, "same"),
        (first, "nearby"),
        (second, "same"),
        (third, chain[3].state),
    ]
    assert chain[3].state in {"rewritten", "removed"}


@pytest.mark.parametrize("quote", ["bilateral", ""])
def test_what_is_gone_is_not_looked_for_again(consultation: Consultation, quote: str) -> None:
    text = text_of(consultation)
    comment = said(consultation, GRADUATES, quote)
    make.imported(text, make.DRAFT.replace(f"3. {GRADUATES}\n", ""))
    make.issued(text)
    make.imported(text, make.DRAFT)
    versions = [make.issued(text), make.issued(text)]

    for version in versions:
        found = place(comment, version)
        assert (found.state, found.clause, found.start) == ("removed", comment.clause, None)
    assert GRADUATES in keys(versions[-1]), "the words came back, as another clause"


def test_each_comment_has_one_place_in_each_later_version(consultation: Consultation) -> None:
    text = text_of(consultation)
    early = [said(consultation, VISAS, "visas"), said(consultation, DELAYS), said(consultation, GRADUATES)]
    first = make.issued(text)
    later = make.consultation(first, moderation=Consultation.Moderation.AFTER)
    late = said(later, DELAYS, "average time")
    second = make.issued(text)

    assert ResolvedAnchor.objects.filter(version=consultation.version).count() == 3
    assert ResolvedAnchor.objects.filter(version=first).count() == 4
    assert ResolvedAnchor.objects.filter(version=second).count() == 4
    assert all(comment.places.count() == 3 for comment in early)
    assert late.places.count() == 2


def test_a_comment_made_when_a_later_version_is_out_already_goes_there_at_once(
    consultation: Consultation,
) -> None:
    text = text_of(consultation)
    make.reworded(text, "shall simplify", "shall simplify and shorten")
    versions = [make.issued(text), make.issued(text)]
    comment = said(consultation, VISAS, "short-stay visas")

    assert [place(comment, version).state for version in versions] == ["nearby", "same"]
    last = make.issued(text)
    assert place(comment, last).state == "same"
    assert comment.places.count() == 4


def test_the_words_as_they_were_said_are_never_rewritten(consultation: Consultation) -> None:
    comment = said(consultation, VISAS, "short-stay visas")
    make.reworded(text_of(consultation), "short-stay visas", "seasonal permits")
    make.issued(text_of(consultation))

    kept = Comment.objects.get(pk=comment.pk)
    assert (kept.quote, kept.start, kept.end, kept.clause_id) == (
        comment.quote,
        comment.start,
        comment.end,
        comment.clause_id,
    )
    assert place(kept, consultation.version).exact == "short-stay visas"


def test_a_comment_on_french_words_is_carried_in_french() -> None:
    text = make.text()
    make.imported(text)
    make.imported(text, make.DRAFT.replace(VISAS, "Les partenaires simplifient les visas."), language="fr")
    consultation = make.consultation(make.issued(text), moderation=Consultation.Moderation.AFTER)
    comment = said(consultation, "Les partenaires simplifient", "simplifient les visas")
    make.reworded(text, "short-stay", "seasonal")
    found = place(comment, make.issued(text))

    assert (comment.wording_language, found.state, found.exact) == ("fr", "same", "simplifient les visas")


def test_comments_that_are_not_shown_go_along_too(consultation: Consultation) -> None:
    withdrawn = make.comment(Said(VISAS), by=make.olga(), on=consultation)
    make.withdrawn(withdrawn)
    version = make.issued(text_of(consultation))

    assert place(withdrawn, version).state == "same"


def test_the_ledger_counts_what_was_carried(consultation: Consultation) -> None:
    said(consultation, VISAS, "short-stay visas")
    said(consultation, GRADUATES)
    make.reworded(text_of(consultation), "shall simplify", "shall simplify and shorten")
    make.issued(text_of(consultation))

    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.payload) == ("carried", '{"counts":{"nearby":1,"same":1}}')
