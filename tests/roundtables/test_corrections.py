"""Corrections of a circulated record: who asks, what becomes of the words, and what others learn of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from consultation.models import Attribution, Letter
from drafts.models import LedgerEntry
from drafts.models.keys import new_key
from drafts.models.ledger import digest
from roundtables.actions.corrections import (
    AlreadyDecided,
    CorrectsNothing,
    Ruling,
    Wanted,
    WordsChanged,
    WordsCollide,
    ask_correction,
    decide_correction,
    withdraw_correction,
)
from roundtables.actions.interventions import Attributed
from roundtables.models import Correction, InterventionWording, RecordVersion
from roundtables.permissions.records import sees_who_asked
from roundtables.reports.corrections import bring_over, corrections_of
from roundtables.reports.record_content import content_now, words_now
from tests import make, records, sessions

pytestmark = pytest.mark.django_db

State = Correction.State


def now(correction: Correction) -> str:
    """The words of what a correction is about, as they stand."""
    target = correction.intervention or correction.outcome
    assert target is not None
    return words_now(target)


# ---- asking ---------------------------------------------------------------------------


def test_an_attendee_asks_on_the_words_they_read() -> None:
    session = records.circulated()
    asked = records.asked(session)

    assert (asked.basis, asked.state) == (records.WORDS, State.OPEN)
    assert asked.intervention == records.first(session)
    assert now(asked) == records.WORDS


@pytest.mark.parametrize("name", ["Nils", "Sena", "Chloé", "Remy"])
def test_who_was_not_there_asks_for_nothing(name: str) -> None:
    session = records.circulated()
    with pytest.raises(PermissionDenied, match="Only those who attended"):
        records.asked(session, by=make.person(name))


def test_nothing_is_asked_before_the_record_goes_out_nor_after_its_time() -> None:
    session = records.said()
    wanted = Wanted("Other words.", "en")
    with pytest.raises(PermissionDenied, match="not been circulated"):
        ask_correction(
            by=make.olga(), session=session, number=1, wanted=wanted, key=new_key(), at=records.OUT
        )
    records.circulated(session)
    assert records.asked(session, at=records.UNTIL - timedelta(seconds=1))
    with pytest.raises(PermissionDenied, match="is over"):
        records.asked(session, at=records.UNTIL)


def test_one_form_sent_twice_asks_once() -> None:
    session, key = records.circulated(), new_key()
    wanted = Wanted("Other words.", "en", records.first(session).key)
    sent = [
        ask_correction(by=make.olga(), session=session, number=1, wanted=wanted, key=key, at=records.OUT)
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert Correction.objects.count() == 1


def test_the_words_of_the_record_are_no_correction() -> None:
    session = records.circulated()
    with pytest.raises(CorrectsNothing):
        records.asked(session, "too long", "too long")


def test_an_outcome_is_corrected_like_an_intervention() -> None:
    session = records.said()
    outcome = records.outcome(session)
    records.circulated(session)
    asked = records.asked(session, "averages", "monthly averages", on=outcome)
    records.decided(asked)

    assert now(asked) == "The partners should publish their monthly averages."
    assert content_now(session)["outcomes"][0]["words"] == now(asked)
    assert outcome.words == "The partners should publish their averages."


def test_a_correction_is_withdrawn_by_its_author_while_it_is_open() -> None:
    asked = records.asked(records.circulated())
    with pytest.raises(PermissionDenied):
        withdraw_correction(by=make.omar(), correction=asked, at=records.OUT)
    withdraw_correction(by=make.olga(), correction=asked, at=records.OUT)
    with pytest.raises(AlreadyDecided):
        records.decided(asked)
    assert Correction.objects.get().state == State.WITHDRAWN


# ---- deciding -------------------------------------------------------------------------


def test_accepted_words_are_written_anew_and_say_where_they_come_from() -> None:
    asked = records.asked(records.circulated())
    words = records.decided(asked)

    wordings = InterventionWording.objects.filter(intervention=asked.intervention).order_by("pk")
    assert [each.words for each in wordings] == [records.WORDS, words]
    assert wordings[1].correction == asked
    assert Correction.objects.get().state == State.ACCEPTED


@pytest.mark.parametrize("name", ["Chloé", "Sena", "Olga", "Nils"])
def test_nobody_but_a_rapporteur_decides(name: str) -> None:
    asked = records.asked(records.circulated())
    with pytest.raises(PermissionDenied):
        records.decided(asked, by=name)
    assert now(asked) == records.WORDS


def test_accepted_with_changes_the_rapporteurs_words_stand() -> None:
    asked = records.asked(records.circulated())
    records.decided(asked, State.CHANGED, words="Decisions on visas take long.", answer="Shorter.")

    assert now(asked) == "Decisions on visas take long."
    assert Correction.objects.get().answer == "Shorter."


def test_a_refusal_has_its_reason_and_changes_no_word() -> None:
    asked = records.asked(records.circulated())
    with pytest.raises(PermissionDenied, match="Say why"):
        records.decided(asked, State.REFUSED, answer=" ")
    records.decided(asked, State.REFUSED, answer="It was not said.")

    assert now(asked) == records.WORDS
    assert Correction.objects.get().state == State.REFUSED


def test_two_corrections_of_one_entry_are_put_together_where_that_needs_no_guess() -> None:
    session = records.said()
    long = sessions.intervention(session, f"{records.WORDS} {records.OTHER}", minutes=7)
    records.circulated(session)
    one = records.asked(session, "too long", "far too long", on=long)
    other = records.asked(session, "every month", "every week", by=make.omar(), on=long)
    records.decided(one)
    words = records.decided(other)

    assert "far too long" in words
    assert "every week" in words


def test_where_both_changed_one_place_a_person_decides() -> None:
    session = records.circulated()
    one = records.asked(session, "too long", "far too long")
    other = records.asked(session, "too long", "three months", by=make.omar())
    records.decided(one)
    with pytest.raises(WordsCollide) as collision:
        records.decided(other)
    assert "three months" in collision.value.brought.words
    assert "far too long" in collision.value.brought.now
    assert Correction.objects.get(pk=other.pk).state == State.OPEN

    records.decided(other, State.CHANGED, words="Decisions take three months, which is far too long.")
    assert now(other) == "Decisions take three months, which is far too long."


@pytest.mark.parametrize(
    ("was", "asked_for", "collides"),
    [("too long", "three months", True), ("students", "pupils", False)],
)
def test_what_a_rapporteur_starts_from_drops_nothing_that_was_accepted_before(
    was: str, asked_for: str, *, collides: bool
) -> None:
    session = records.circulated()
    one = records.asked(session, "too long", "far too long")
    other = records.asked(session, was, asked_for, by=make.omar())
    records.decided(one)

    brought = bring_over(Correction.objects.get(pk=other.pk))

    assert (brought.merged, brought.collides) == (None, collides)
    assert "far too long" in brought.start
    assert asked_for in brought.start


def test_deciding_on_words_that_changed_meanwhile_is_refused() -> None:
    session = records.circulated()
    one, other = records.asked(session), records.asked(session, "students", "pupils", by=make.omar())
    seen = bring_over(other).seen
    records.decided(one)
    ruling = Ruling(State.CHANGED, seen, words="Mine.")
    with pytest.raises(WordsChanged) as changed:
        decide_correction(
            by=make.person("Remy"), correction=other, ruling=ruling, path=records.PATH, at=records.OUT
        )
    assert changed.value.now == now(one)


def test_a_correction_is_decided_on_once() -> None:
    asked = records.asked(records.circulated())
    records.decided(asked)
    with pytest.raises(AlreadyDecided):
        records.decided(asked, State.REFUSED, answer="No.")


def test_its_author_is_told_by_letter() -> None:
    records.decided(records.asked(records.circulated()), State.REFUSED, answer="It was not said.")

    letter = Letter.objects.get(kind=Letter.Kind.CORRECTED)
    assert letter.to == make.olga()
    assert letter.matter["state"] == "refused"
    assert "not said" not in str(letter.matter)


# ---- what is missing ------------------------------------------------------------------


def test_what_was_missing_gets_its_place_and_no_more_of_its_speaker_than_the_rule_allows() -> None:
    session = records.circulated(records.said(Attribution.CATEGORY))
    asked = records.missing(session)
    attributed = Attributed(Attribution.CATEGORY, category="civil_society")
    records.decided(asked, after=records.first(session).key, attributed=attributed)

    content = content_now(session)
    assert [each["words"] for each in content["interventions"]] == [
        records.WORDS,
        "Seasonal workers are forgotten.",
        records.OTHER,
    ]
    assert content["interventions"][1]["speaker"] == ""
    assert content["interventions"][1]["category"] == "civil_society"


def test_what_was_missing_is_not_attributed_under_a_looser_rule() -> None:
    session = records.circulated(records.said(Attribution.CATEGORY))
    asked = records.missing(session)
    with pytest.raises(PermissionDenied, match="never loosened"):
        records.decided(asked, attributed=Attributed(Attribution.NAMED, speaker=make.olga()))
    assert Correction.objects.get().state == State.OPEN


def test_what_was_missing_may_stand_first_or_last() -> None:
    session = records.circulated(records.said(Attribution.NONE))
    records.decided(records.missing(session, "First."))
    last = content_now(session)["interventions"][-1]["key"]
    records.decided(records.missing(session, "Last."), after=last)

    words = [each["words"] for each in content_now(session)["interventions"]]
    assert words == ["First.", records.WORDS, records.OTHER, "Last."]


# ---- who learns of it -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (Attribution.NAMED, {"Remy": "Olga", "Chloé": "Olga", "Sena": "Olga", "Omar": "Olga", "Olga": "you"}),
        (
            Attribution.CATEGORY,
            {"Remy": "an attendee", "Chloé": "an attendee", "Sena": "an attendee", "Omar": "an attendee"},
        ),
        (Attribution.NONE, {"Remy": "an attendee", "Omar": "an attendee", "Olga": "you"}),
    ],
)
def test_who_asked_is_known_as_far_as_the_rule_allows(rule: Attribution, names: dict[str, str]) -> None:
    session = records.circulated(records.said(rule))
    records.asked(session)
    record = records.record_of(session)

    assert {name: corrections_of(make.person(name), record)[0].who for name in names} == names
    assert sees_who_asked(make.person("Omar"), record) == (rule == Attribution.NAMED)


def test_the_public_reads_no_corrections_even_of_a_published_record() -> None:
    session = records.circulated()
    records.decided(records.asked(session))
    records.published(session)

    assert corrections_of(make.person("Nils"), records.record_of(session)) == []


def test_the_ledger_ties_nobody_to_a_correction_and_quotes_nothing() -> None:
    records.decided(records.asked(records.circulated(records.said(Attribution.NONE))))
    entries = LedgerEntry.objects.filter(verb__in=["corrected", "ruled"])

    assert [entry.is_public for entry in entries] == [False, False]
    everything = " ".join(entry.payload for entry in entries)
    assert make.olga().key not in everything
    assert digest(InterventionWording.objects.order_by("pk").last().words) not in everything  # type: ignore[union-attr]
    assert "long" not in everything


def test_the_record_that_follows_has_the_corrections_in_it() -> None:
    session = records.circulated()
    records.decided(records.asked(session))
    records.corrected(session)

    before, after = RecordVersion.objects.filter(record=session.pk).order_by("number")
    assert before.content["interventions"][0]["words"] == records.WORDS
    assert "far too long" in after.content["interventions"][0]["words"]
