"""What was said beside inputs is in the certified record, as far as it is public, and any change of it is found."""

from copy import deepcopy

import pytest

from bin.verify_record import check, digest
from consultation.models import Outcome, Reaction, Reply
from consultation.reports.record import read_record
from consultation.reports.record_ledger import Part
from consultation.reports.record_words import record_words
from drafts.models import Version
from tests import make, threads
from tests.make import Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Part:
    round_ = make.consultation()
    said = make.comment(Said("short-stay"), by=make.olga(), on=round_)
    alike = make.comment(Said("short-stay", body="The same."), by=make.omar(), on=round_)
    threads.screened(threads.replied(said, make.omar(), "So do we."))
    threads.replied(said, make.omar(), "It waits.")
    hidden = threads.screened(threads.replied(said, make.omar(), "Out of sight."))
    threads.screened(hidden, Reply.State.HIDDEN, "It names a person.")
    threads.screened(threads.clarified(threads.asked(said)))
    threads.merged(said, alike)
    make.answered(said, Outcome.NOTED, reason="Seen.", sitting="Second sitting")
    threads.reacted(said)
    version = Version.objects.select_related("text__programme").get(pk=round_.version_id)
    return read_record(version, language="en", labels=record_words(version), named=False)


def resealed(record: Part) -> Part:
    return {**record, "seal": digest({name: part for name, part in record.items() if name != "seal"})}


def test_public_replies_and_reactions_are_in_it_and_what_is_not_public_is_not(record: Part) -> None:
    original, duplicate = record["inputs"]
    words = [each["words"] for each in original["said"]]

    assert words == ["So do we.", "Which visas do you mean?", "Those for artists.", "You misread us."]
    assert original["said"][-1]["kind"] == Reaction.Kind.CONTESTED
    assert [each["sitting"] for each in original["dispositions"]] == ["Second sitting"]
    assert [each["together"] for each in duplicate["dispositions"]] == [original["reference"]]
    assert duplicate["said"] == []
    assert "It waits." not in str(record)
    assert "Out of sight." not in str(record)


def test_the_program_checks_them(record: Part) -> None:
    check(record)
    for name in ("words", "kind", "at", "to", "id", "language", "organisation", "verb"):
        for place in range(4):
            changed = deepcopy(record)
            changed["inputs"][0]["said"][place][name] += "x"
            with pytest.raises(ValueError, match="inputs"):
                check(resealed(changed))
    for place in range(4):
        changed = deepcopy(record)
        del changed["inputs"][0]["said"][place]
        with pytest.raises(ValueError, match="inputs"):
            check(resealed(changed))


@pytest.mark.parametrize("name", ["sitting", "together"])
def test_the_program_checks_where_and_with_what_it_was_decided(record: Part, name: str) -> None:
    record["inputs"][1]["dispositions"][0][name] = "elsewhere"
    with pytest.raises(ValueError, match="inputs"):
        check(resealed(record))
