"""Settling what is in brackets: a revision whose words follow from what was decided, on the words that were seen."""

import pytest
from django.core.exceptions import PermissionDenied

from consultation.actions.dispositions import resolve_answering
from consultation.models import Answered
from drafts.actions.brackets import NothingLeft
from drafts.actions.wordings import ReasonMissing, WordingChanged
from drafts.models import LedgerEntry, Revision, Weight, Wording
from drafts.models.ledger import digest
from drafts.text.brackets import NoSuchBracket
from drafts.text.settlements import How, Settlement, found_again, settled, words_settled
from tests import make
from tests.make import NOON, Said
from tests.state import rows

pytestmark = pytest.mark.django_db

OPEN = "Parties [shall][should] act [and [swiftly] report] back [at once / in time]] together."


def wording(source: str = OPEN) -> Wording:
    """One clause in work with these words."""
    version = make.imported(make.text(), f"# A text\n\n1. {source}\n\n2. Another clause.\n")
    return version.wordings.select_related("version__text", "clause").get(text=source)


@pytest.mark.parametrize(
    ("settlement", "words"),
    [
        (
            Settlement(How.KEEP, 3),
            "Parties [shall][should] act and [swiftly] report back [at once / in time]] together.",
        ),
        (
            Settlement(How.DROP, 4),
            "Parties [shall][should] act [and report] back [at once / in time]] together.",
        ),
        (
            Settlement(How.CHOOSE, 1, 1),
            "Parties should act [and [swiftly] report] back [at once / in time]] together.",
        ),
        (
            Settlement(How.CHOOSE, 2, 0),
            "Parties [shall][should] act [and [swiftly] report] back at once] together.",
        ),
        (
            Settlement(How.STRAY, 1),
            "Parties [shall][should] act [and [swiftly] report] back [at once / in time] together.",
        ),
    ],
)
def test_each_way_of_settling_is_a_revision_with_its_words(settlement: Settlement, words: str) -> None:
    found = wording()
    revision = make.resolved(found, settlement.how, settlement.number, settlement.option)

    found.refresh_from_db()
    assert found.text == revision.text == words
    assert (revision.before, revision.weight, revision.reason) == (OPEN, "substance", "Agreed in the room.")
    assert str(revision.history_user) == "Mia"


@pytest.mark.parametrize(
    "settlement",
    [
        Settlement(How.KEEP, 0),
        Settlement(How.DROP, 6),
        Settlement(How.CHOOSE, 1, 2),
        Settlement(How.CHOOSE, 3),
        Settlement(How.STRAY, 2),
        Settlement(How.STRAY, 0),
    ],
)
def test_what_is_not_there_is_not_settled(settlement: Settlement) -> None:
    found = wording()
    before = rows()
    with pytest.raises(NoSuchBracket):
        make.resolved(found, settlement.how, settlement.number, settlement.option)

    assert rows() == before


def test_a_number_from_other_words_settles_nothing() -> None:
    found = wording()
    make.reworded(found.version.text, "Parties [shall]", "[All] Parties [shall]")
    stale = digest(OPEN)
    found.refresh_from_db()
    before = rows()
    with pytest.raises(WordingChanged):
        resolve_answering(
            by=make.person("Mia"),
            wording=found,
            settlement=Settlement(How.DROP, 1),
            weight=Weight.SUBSTANCE,
            reason="Agreed.",
            basis=stale,
            answers=[],
            at=NOON,
        )

    assert rows() == before


def test_a_clause_is_not_emptied_by_dropping_its_only_words() -> None:
    found = wording("[All of it.]")
    before = rows()
    with pytest.raises(NothingLeft):
        make.resolved(found, How.DROP)

    assert rows() == before
    assert make.resolved(found, How.KEEP).text == "All of it."


def test_settling_says_why() -> None:
    found = wording()
    with pytest.raises(ReasonMissing):
        resolve_answering(
            by=make.person("Mia"),
            wording=found,
            settlement=Settlement(How.KEEP, 1),
            weight=Weight.SUBSTANCE,
            reason=" ",
            basis=digest(OPEN),
            answers=[],
            at=NOON,
        )


@pytest.mark.parametrize("name", ["Chloé", "Sena", "Olga", "Nils"])
def test_only_those_who_edit_the_text_settle_brackets(name: str) -> None:
    make.olga()
    found = wording()
    make.person(name)
    before = rows()
    with pytest.raises(PermissionDenied, match="Only the members"):
        make.resolved(found, How.KEEP, by=name)

    assert rows() == before


def test_settling_a_bracket_answers_inputs_like_any_revision() -> None:
    said = make.comment(Said("bilateral"), by=make.olga(), on=make.consultation())
    working = make.working(said.consultation.version.text)
    found = working.wordings.select_related("version__text", "clause").get(clause=said.clause)
    revision = make.resolved(found, How.DROP, answers=[said])

    assert revision.text == "The partners encourage agreements on the mobility of young graduates."
    assert list(Answered.objects.values_list("revision", "comment")) == [(revision.pk, said.pk)]
    assert said.reference in LedgerEntry.objects.latest("sequence").payload
    assert Revision.objects.filter(clause=said.clause, version=working).count() == 1


def test_a_settlement_is_found_again_by_its_words() -> None:
    seen = Settlement(How.DROP, 4)
    words = words_settled(OPEN, seen)

    assert words == "swiftly"
    assert found_again("[All] " + OPEN, seen, words.__eq__) == Settlement(How.DROP, 5)
    assert found_again(settled(OPEN, seen), seen, words.__eq__) is None
    assert found_again("No brackets.", seen, words.__eq__) is None
    choice = Settlement(How.CHOOSE, 2, 1)
    assert found_again(
        settled(OPEN, Settlement(How.CHOOSE, 1)), choice, "at once\nin time".__eq__
    ) == Settlement(How.CHOOSE, 1, 1)
    assert found_again("a] b] c", Settlement(How.STRAY, 2), "]".__eq__) == Settlement(How.STRAY, 2)


def test_settling_a_bracket_in_a_stale_translation_leaves_it_stale() -> None:
    text = make.published().text
    make.imported(text, make.DRAFT.replace("bilateral", "bilatéraux"), language="fr")
    make.reworded(text, "young graduates", "all graduates and their families")
    wordings = make.working(text).wordings.select_related("version__text", "clause")
    french = wordings.get(text__contains="bilatéraux", language="fr")
    make.resolved(french, How.KEEP)

    french.refresh_from_db()
    assert (french.state, "[" in french.text) == ("stale", False)
