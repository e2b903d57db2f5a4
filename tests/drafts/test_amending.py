"""Amendments: proposed, carried over to changed words, accepted, rejected, withdrawn; nothing proposed is lost."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafts.actions.accepting import Collides
from drafts.actions.amendments import (
    ClauseGone,
    MadeInTheSource,
    ProposesNothing,
    ReasonMissing,
    StandsOtherwise,
    reject_amendment,
    withdraw_amendment,
)
from drafts.actions.undo import undo_revision
from drafts.actions.wordings import NothingChanged
from drafts.models import (
    Amendment,
    AmendmentKind,
    AmendmentStanding,
    Clause,
    LedgerEntry,
    Revision,
    Text,
    Version,
)
from drafts.models.keys import new_key
from drafts.models.ledger import digest
from drafts.reports.seals import seal
from drafts.text.tokens import split_words
from tests import make
from tests.closing import ready, silence

pytestmark = pytest.mark.django_db

Fit, State = AmendmentStanding.Fit, AmendmentStanding.State

LONG = (
    "The partners shall simplify the procedures for short-stay visas and publish the criteria."
    " Each partner reports on its progress to the steering committee once a year."
    " The committee makes the reports available to everybody."
)
DRAFT = f"# Legal mobility\n\n1. {LONG}\n\n2. Each partner publishes the average time a decision takes.\n"


@pytest.fixture
def text() -> Text:
    """A text whose zero draft is out and whose first clause has three sentences."""
    return make.published(draft=DRAFT).text


def standing_of(amendment: Amendment) -> AmendmentStanding:
    return AmendmentStanding.objects.get(pk=amendment.pk)


def words_now(text: Text, amendment: Amendment) -> str:
    wording = make.working(text).wordings.get(clause=amendment.clause, language=amendment.language)
    return str(wording.text)


def test_an_amendment_is_kept_as_it_was_proposed(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal", rationale="Seasonal work was forgotten.")
    standing = standing_of(amendment)

    assert (amendment.basis, amendment.words) == (LONG, LONG.replace("short-stay", "seasonal"))
    assert (amendment.delegation, amendment.rationale) == ("Mia", "Seasonal work was forgotten.")
    assert (standing.state, standing.fit, standing.basis, standing.words) == (
        State.OPEN,
        Fit.FITS,
        amendment.basis,
        amendment.words,
    )


def test_the_ledger_keeps_what_was_proposed_under_a_seal_only(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    entry = LedgerEntry.objects.get(verb="proposed")

    assert (entry.object_key, entry.actor) == (amendment.key, make.person("Mia").key)
    assert json.loads(entry.payload) == {"sealed": seal(amendment.content_hash(), amendment.key)}
    for guessed in ("seasonal", amendment.clause.key, amendment.words_hash(), amendment.content_hash()):
        assert guessed not in entry.payload


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (AmendmentKind.REPLACE, LONG),
        (AmendmentKind.REPLACE, " "),
        (AmendmentKind.INSERT, ""),
        (AmendmentKind.SPLIT, "One part only."),
        (AmendmentKind.MERGE, ""),
    ],
)
def test_what_changes_nothing_is_no_amendment(text: Text, kind: AmendmentKind, words: str) -> None:
    with pytest.raises(ProposesNothing):
        make.proposed(text, kind, words=words, on=LONG)
    assert Amendment.objects.count() == 0


def test_a_clause_is_not_moved_after_itself(text: Text) -> None:
    clause = make.clause_that_says(make.working(text), "short-stay")

    with pytest.raises(ProposesNothing):
        make.proposed(text, AmendmentKind.MOVE, on=LONG, other=clause)


def test_only_the_committee_proposes(text: Text) -> None:
    with pytest.raises(PermissionDenied):
        make.amended(text, "short-stay", "seasonal", by="Nils")


def test_a_clause_that_is_not_there_cannot_be_amended(text: Text) -> None:
    with pytest.raises(ClauseGone):
        make.proposed(text, AmendmentKind.DELETE, on=LONG, language="fr")


def test_words_changed_while_an_amendment_was_written_are_put_together_with_it(text: Text) -> None:
    seen = digest(LONG)
    make.reworded(text, "once a year", "every six months")
    amendment = make.proposed(
        text,
        AmendmentKind.REPLACE,
        words=LONG.replace("short-stay", "seasonal"),
        on="every six months",
        basis=seen,
    )
    standing = standing_of(amendment)

    assert amendment.basis == LONG
    assert standing.fit == Fit.REBASED
    assert standing.words == LONG.replace("short-stay", "seasonal").replace("once a year", "every six months")


# ---- carried over ---------------------------------------------------------------------


def test_a_change_of_another_sentence_carries_the_proposal_over(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.reworded(text, "once a year", "every six months")
    standing = standing_of(amendment)

    assert standing.fit == Fit.REBASED
    assert standing.basis == words_now(text, amendment)
    assert standing.words == standing.basis.replace("short-stay", "seasonal")
    assert Amendment.objects.get().words == LONG.replace("short-stay", "seasonal")


def test_a_change_of_the_same_sentence_waits_for_a_person(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.reworded(text, "publish the criteria", "publish all the criteria")
    standing = standing_of(amendment)

    assert (standing.fit, standing.basis, standing.words) == (Fit.PROPOSED, LONG, amendment.words)


def test_a_change_of_the_same_words_collides_and_both_are_kept(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.reworded(text, "short-stay", "long-stay")
    standing = standing_of(amendment)

    assert (standing.fit, standing.basis, standing.words) == (Fit.COLLIDES, LONG, amendment.words)
    assert "long-stay" in words_now(text, amendment)


def test_what_collided_is_clean_again_when_the_other_change_is_undone(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.reworded(text, "short-stay", "long-stay")
    make.reworded(text, "long-stay", "short-stay")
    standing = standing_of(amendment)

    assert (standing.fit, standing.basis, standing.words) == (Fit.FITS, LONG, amendment.words)


def test_a_decided_amendment_is_carried_no_further(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.rejected(amendment)
    make.reworded(text, "once a year", "every six months")

    assert standing_of(amendment).basis == LONG


def test_other_clauses_and_languages_leave_it_alone(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    before = standing_of(amendment).stamp()
    make.reworded(text, "average time", "longest time")

    assert standing_of(amendment).stamp() == before


def test_the_amendment_of_a_clause_that_left_is_kept_and_cannot_be_accepted(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    without = DRAFT.replace(f"1. {LONG}\n\n", "")
    make.imported(text, without)
    gone = standing_of(amendment)

    assert (gone.fit, gone.words) == (Fit.GONE, amendment.words)
    with pytest.raises(ClauseGone):
        make.accepted(amendment)


def test_an_amendment_of_the_zero_draft_is_carried_over_two_versions_and_an_import(text: Text) -> None:
    zero = Version.objects.get(text=text, number=0)
    make.reworded(text, "once a year", "every six months")
    first = make.issued(text)
    make.reworded(text, "available to everybody", "available in both languages")
    make.imported(
        text,
        f"# Legal mobility\n\n1. {words_of(text)} It keeps them for ten years.\n\n"
        "2. Each partner publishes the average time a decision takes.\n",
    )
    make.issued(text)
    amendment = make.proposed(
        text, AmendmentKind.REPLACE, words=LONG.replace("short-stay", "seasonal"), on=LONG, version=zero
    )
    standing = standing_of(amendment)

    assert first.number == 1
    assert (amendment.basis, standing.fit) == (LONG, Fit.REBASED)
    assert standing.basis == words_now(text, amendment)
    assert standing.words == standing.basis.replace("short-stay", "seasonal")
    for each in ("every six months", "both languages", "ten years", "seasonal"):
        assert each in standing.words


def words_of(text: Text) -> str:
    return str(make.working(text).wordings.get(text__contains="short-stay").text)


def test_it_is_carried_from_version_to_version_as_these_come_out(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    for was, words in (("once a year", "twice a year"), ("everybody", "all"), ("twice", "thrice")):
        make.reworded(text, was, words)
        make.issued(text)
    standing = standing_of(amendment)

    assert standing.basis == words_now(text, amendment)
    assert standing.words == standing.basis.replace("short-stay", "seasonal")
    assert standing.fit == Fit.REBASED


def test_changing_words_asks_once_where_no_amendment_is_open(text: Text) -> None:
    def queries(was: str, words: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            make.reworded(text, was, words)
        return sum("amendment" in each["sql"] for each in captured)

    assert queries("once a year", "twice a year") == 1
    make.amended(text, "short-stay", "seasonal")
    one = queries("twice a year", "three times a year")
    for number in range(5):
        make.amended(text, "short-stay", f"seasonal {number}")
    assert queries("three times a year", "once a year") == one == 2


# ---- decided --------------------------------------------------------------------------


def test_accepting_writes_a_revision_that_names_the_amendment(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    revision = make.accepted(amendment)
    standing = standing_of(amendment)

    assert words_now(text, amendment) == amendment.words
    assert (standing.state, standing.revision, standing.reason) == (State.ACCEPTED, revision, "As proposed.")
    assert (standing.decided_by, standing.words) == (make.person("Paul"), amendment.words)
    assert list(revision.amendments.all()) == [standing]
    decided = LedgerEntry.objects.get(verb="decided")
    assert json.loads(decided.payload) == {
        "state": "accepted",
        "reason": seal(digest("As proposed."), amendment.key),
        "revision": revision.history_id,
    }


def test_accepting_carries_the_others_over(text: Text) -> None:
    first = make.amended(text, "short-stay", "seasonal")
    apart = make.amended(text, "once a year", "every six months", by="Paul")
    same = make.amended(text, "short-stay", "long-stay", by="Chloé")
    make.accepted(first)

    assert standing_of(apart).fit == Fit.REBASED
    assert "seasonal" in standing_of(apart).words
    assert standing_of(same).fit == Fit.COLLIDES
    make.accepted(apart)
    assert words_now(text, first) == LONG.replace("short-stay", "seasonal").replace(
        "once a year", "every six months"
    )


def test_accepting_with_other_words_is_accepting_with_changes(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.accepted(amendment, words=LONG.replace("short-stay", "short-stay and seasonal"))

    assert standing_of(amendment).state == State.CHANGED
    assert "short-stay and seasonal" in words_now(text, amendment)
    assert standing_of(amendment).words == amendment.words


def test_a_merge_within_one_sentence_is_confirmed_by_accepting_it(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.reworded(text, "publish the criteria", "publish all the criteria")
    make.accepted(amendment)

    assert "seasonal visas and publish all the criteria" in words_now(text, amendment)
    assert standing_of(amendment).state == State.ACCEPTED


def test_what_collides_is_accepted_with_words_only(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.reworded(text, "short-stay", "long-stay")
    before = Revision.objects.count()

    with pytest.raises(Collides):
        make.accepted(amendment)
    assert Revision.objects.count() == before
    make.accepted(amendment, words=LONG.replace("short-stay", "long-stay and seasonal"))
    assert standing_of(amendment).state == State.CHANGED


def test_what_stands_there_already_is_not_written_again(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    written = make.reworded(text, "short-stay", "seasonal")
    before = Revision.objects.count()

    assert make.accepted(amendment) == written
    assert Revision.objects.count() == before
    assert (standing_of(amendment).state, standing_of(amendment).revision) == (State.ACCEPTED, written)


def test_accepting_with_the_words_that_stand_is_no_change(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")

    with pytest.raises(NothingChanged):
        make.accepted(amendment, words=LONG)
    assert standing_of(amendment).is_open


def test_nobody_accepts_what_they_have_not_read(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    read = standing_of(amendment).stamp()
    make.reworded(text, "once a year", "every six months")

    with pytest.raises(StandsOtherwise) as found:
        make.accepted(amendment, seen=read)
    assert found.value.current.fit == Fit.REBASED
    make.reworded(text, "publish the criteria", "publish all the criteria")
    stamp, words = standing_of(amendment).stamp(), words_now(text, amendment)
    make.reworded(text, "all the criteria", "every criterion")
    assert standing_of(amendment).stamp() == stamp
    with pytest.raises(StandsOtherwise):
        make.accepted(amendment, basis=digest(words))


def test_rejecting_says_why(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    with pytest.raises(ReasonMissing):
        make.rejected(amendment, reason=" ")
    make.rejected(amendment)
    standing = standing_of(amendment)

    assert (standing.state, standing.reason, standing.revision) == (State.REJECTED, "Not now.", None)
    assert words_now(text, amendment) == LONG


def test_an_amendment_is_decided_on_once(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    read = standing_of(amendment).stamp()
    make.rejected(amendment)

    with pytest.raises(StandsOtherwise) as found:
        make.accepted(amendment, seen=read)
    assert found.value.current.state == State.REJECTED
    with pytest.raises(StandsOtherwise):
        make.rejected(amendment, seen=read)
    with pytest.raises(PermissionDenied):
        withdraw_amendment(by=make.person("Mia"), amendment=amendment, at=make.NOON)


def test_who_proposed_it_takes_it_back_and_nobody_else(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    with pytest.raises(PermissionDenied):
        withdraw_amendment(by=make.person("Paul"), amendment=amendment, at=make.NOON)
    withdraw_amendment(by=make.person("Mia"), amendment=amendment, at=make.NOON)

    assert standing_of(amendment).state == State.WITHDRAWN


@pytest.mark.parametrize("name", ["Chloé", "Sena", "Nils"])
def test_members_and_the_penholder_decide(text: Text, name: str) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    standing = standing_of(amendment)

    with pytest.raises(PermissionDenied):
        make.accepted(amendment, by=name)
    with pytest.raises(PermissionDenied):
        reject_amendment(
            by=make.person(name), amendment=amendment, reason="No.", seen=standing.stamp(), at=make.NOON
        )


def test_the_row_of_an_amendment_never_changes(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=amendment.pk).update(words="Other words.")


# ---- whatever happens -----------------------------------------------------------------

SOME = st.sampled_from("shall may never always each every state partner visa year report once twice".split())
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["edit", "propose", "accept", "reject"]), st.integers(0, 40), st.integers(0, 4), SOME
    ),
    min_size=3,
    max_size=12,
)


def changed(words: str, at: int, gone: int, put_in: str) -> str:
    """The words with some of them replaced by another."""
    tokens = words.split()
    start = at % max(len(tokens), 1)
    return " ".join([*tokens[:start], put_in, *tokens[start + gone :]])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_no_word_that_anybody_proposed_is_ever_missing(
    text: Text, edits: list[tuple[str, int, int, str]]
) -> None:
    """In the amendment as it was made, or in its standing; and what was made is never changed."""
    with transaction.atomic():
        made: dict[int, tuple[str, str]] = {}
        for edit in edits:
            _do(text, edit, made)
            _hold(made)
        transaction.set_rollback(True)


def _do(text: Text, edit: tuple[str, int, int, str], made: dict[int, tuple[str, str]]) -> None:
    act, at, gone, word = edit
    wording = make.working(text).wordings.exclude(text="").order_by("pk")[1]
    open_ones = list(Amendment.objects.filter(standing__state="open").order_by("pk"))
    if act == "propose" and (words := changed(wording.text, at, gone, word)) != wording.text:
        amendment = make.proposed(text, AmendmentKind.REPLACE, words=words, on=wording.text)
        made[amendment.pk] = (amendment.basis, amendment.words)
    elif act == "edit" and (words := changed(wording.text, at, gone, word)) != wording.text:
        make.reworded(text, wording.text, words)
    elif act == "reject" and open_ones:
        make.rejected(open_ones[at % len(open_ones)])
    elif act == "accept" and open_ones:
        try:
            make.accepted(open_ones[at % len(open_ones)])
        except (Collides, NothingChanged):
            return


def _hold(made: dict[int, tuple[str, str]]) -> None:
    for amendment in Amendment.objects.select_related("standing"):
        assert (amendment.basis, amendment.words) == made[amendment.pk]
        standing = amendment.standing
        kept = split_words(amendment.words) + split_words(standing.words)
        assert set(split_words(made[amendment.pk][1])) <= set(kept)
        if standing.is_open and standing.fit in (Fit.COLLIDES, Fit.PROPOSED):
            # Kept as it was last clean: joined with the words it was clean on, it is still what was proposed.
            assert standing.words
        if standing.is_open and standing.fit == Fit.REBASED:
            put_in = [
                each for each in split_words(amendment.words) if each not in split_words(amendment.basis)
            ]
            assert set(put_in) <= set(split_words(standing.words))


# ---- structure ------------------------------------------------------------------------

SECOND = "Each partner publishes the average time a decision takes."


def in_order(text: Text) -> list[str]:
    """The words of the version in work, clause after clause."""
    wordings = {each.clause_id: each.text for each in make.working(text).wordings.filter(language="en")}
    placed = make.working(text).placements.order_by("position").values_list("clause", flat=True)
    return [wordings[clause] for clause in placed]


def clause(text: Text, says: str) -> Clause:
    return make.clause_that_says(make.working(text), says)


def test_a_new_clause_is_inserted_after_the_one_it_was_proposed_on(text: Text) -> None:
    amendment = make.proposed(
        text, AmendmentKind.INSERT, words="A help desk answers questions.", on="short-stay"
    )
    revision = make.accepted(amendment)

    assert in_order(text) == ["Legal mobility", LONG, "A help desk answers questions.", SECOND]
    assert (revision.text, revision.change) == ("A help desk answers questions.", "new")
    assert standing_of(amendment).revision == revision


def test_a_new_clause_after_a_heading_is_a_paragraph_under_it(text: Text) -> None:
    make.accepted(make.proposed(text, AmendmentKind.INSERT, words="A help desk.", on="Legal mobility"))
    placed = make.working(text).placements.get(clause=clause(text, "help desk"))

    assert in_order(text)[:2] == ["Legal mobility", "A help desk."]
    assert placed.kind == "paragraph"


def test_a_new_clause_is_taken_in_with_other_words(text: Text) -> None:
    amendment = make.proposed(text, AmendmentKind.INSERT, words="A help desk.", on="short-stay")
    make.accepted(amendment, words="Two help desks.")

    assert standing_of(amendment).state == State.CHANGED
    assert in_order(text)[2] == "Two help desks."


def test_a_clause_is_deleted_and_its_other_amendments_lose_it(text: Text) -> None:
    other = make.amended(text, "short-stay", "seasonal")
    revision = make.accepted(make.proposed(text, AmendmentKind.DELETE, on="short-stay"))

    assert in_order(text) == ["Legal mobility", SECOND]
    assert revision.change == "removed"
    assert standing_of(other).fit == Fit.GONE
    assert standing_of(other).words == other.words
    undo_revision(by=make.person("Paul"), revision=revision, reason="A mistake.", at=make.NOON)
    assert in_order(text) == ["Legal mobility", LONG, SECOND]
    assert standing_of(other).fit == Fit.FITS


def test_whoever_deletes_words_that_were_changed_since_confirms_it(text: Text) -> None:
    amendment = make.proposed(text, AmendmentKind.DELETE, on="short-stay")
    make.reworded(text, "once a year", "twice a year")
    assert standing_of(amendment).fit == Fit.PROPOSED
    make.accepted(amendment)

    assert in_order(text) == ["Legal mobility", SECOND]


def test_a_clause_is_moved(text: Text) -> None:
    amendment = make.proposed(text, AmendmentKind.MOVE, on="short-stay", other=clause(text, "average time"))
    make.reworded(text, "once a year", "twice a year")
    assert standing_of(amendment).fit == Fit.FITS
    revision = make.accepted(amendment)

    assert in_order(text)[1] == SECOND
    assert revision.change == "moved"


def test_a_clause_is_moved_to_the_beginning(text: Text) -> None:
    make.accepted(make.proposed(text, AmendmentKind.MOVE, on="average time"))

    assert in_order(text)[0] == SECOND


def test_a_move_loses_the_clause_it_was_to_follow(text: Text) -> None:
    amendment = make.proposed(text, AmendmentKind.MOVE, on="short-stay", other=clause(text, "average time"))
    make.accepted(make.proposed(text, AmendmentKind.DELETE, on="average time"))

    assert standing_of(amendment).fit == Fit.GONE


def test_a_clause_is_split_where_the_lines_are_empty(text: Text) -> None:
    first, second, third = LONG.replace(". ", ".|").split("|")
    amendment = make.proposed(
        text, AmendmentKind.SPLIT, words=f"{first}\r\n \r\n{second}\n\n\n{third}", on="short-stay"
    )
    revision = make.accepted(amendment)

    assert in_order(text) == ["Legal mobility", first, second, third, SECOND]
    assert (revision.change, revision.clause) == ("split", amendment.clause)


def test_a_split_of_other_words_is_accepted_with_the_parts_written_anew(text: Text) -> None:
    amendment = make.proposed(text, AmendmentKind.SPLIT, words="One part.\n\nAnother part.", on="short-stay")
    make.reworded(text, "once a year", "twice a year")

    assert standing_of(amendment).fit == Fit.PROPOSED
    with pytest.raises(Collides):
        make.accepted(amendment)
    with pytest.raises(ProposesNothing):
        make.accepted(amendment, words="One part only.")
    make.accepted(amendment, words="One part.\n\nTwice a year.")
    assert in_order(text)[1:3] == ["One part.", "Twice a year."]
    assert standing_of(amendment).state == State.CHANGED


def test_another_clause_is_merged_in(text: Text) -> None:
    amendment = make.proposed(text, AmendmentKind.MERGE, on="short-stay", other=clause(text, "average time"))
    lost = make.amended(text, "average time", "longest time")
    revision = make.accepted(amendment)

    assert in_order(text) == ["Legal mobility", f"{LONG} {SECOND}"]
    assert revision.change == "merged"
    assert standing_of(lost).fit == Fit.GONE


def test_a_merger_waits_when_either_clause_was_changed(text: Text) -> None:
    amendment = make.proposed(text, AmendmentKind.MERGE, on="short-stay", other=clause(text, "average time"))
    make.reworded(text, "average time", "longest time")

    assert standing_of(amendment).fit == Fit.PROPOSED
    make.reworded(text, "longest time", "average time")
    assert standing_of(amendment).fit == Fit.FITS


def test_members_propose_changes_of_the_structure_and_the_penholder_takes_them_in(text: Text) -> None:
    amendment = make.proposed(text, AmendmentKind.DELETE, on="short-stay")

    with pytest.raises(PermissionDenied):
        make.accepted(amendment, by="Mia")
    make.rejected(amendment, by="Mia")
    assert standing_of(amendment).state == State.REJECTED


def test_every_act_is_held_by_the_ledger(text: Text) -> None:
    other = clause(text, "average time")
    make.accepted(make.proposed(text, AmendmentKind.MOVE, on="short-stay", other=other))
    make.accepted(make.proposed(text, AmendmentKind.MERGE, on="short-stay", other=other))
    make.rejected(make.amended(text, "average", "longest"))
    make.amended(text, "average", "shortest")

    call_command("verify_ledger")


def test_accepting_an_amendment_in_a_stale_translation_leaves_it_stale(text: Text) -> None:
    make.imported(text, DRAFT.replace("Each partner publishes", "Chaque partenaire publie"), language="fr")
    french = make.working(text).wordings.get(text__contains="Chaque", language="fr")
    words = french.text.replace("publie", "publie et commente")
    amendment = make.proposed(text, on="Chaque", words=words, language="fr")
    make.reworded(text, "Each partner publishes", "All partners publish")
    make.accepted(amendment)

    french.refresh_from_db()
    assert (french.text, french.state) == (words, "stale")


def test_proposing_the_same_thing_twice_makes_one_amendment(text: Text) -> None:
    key = new_key()
    first = make.proposed(text, on="short-stay", words="Other words.", key=key)
    assert make.proposed(text, on="short-stay", words="Other words.", key=key) == first
    assert make.proposed(text, on="short-stay", words=" Other  words. ") == first
    other = make.proposed(text, on="short-stay", words="Yet other words.", key=key)
    theirs = make.proposed(text, on="short-stay", words="Other words.", key=key, by="Paul")
    make.rejected(first)
    assert make.proposed(text, on="short-stay", words="Other words.", key=key) == first
    anew = make.proposed(text, on="short-stay", words="Other words.", key=new_key())

    assert first.key == key
    assert len({first.key, other.key, theirs.key, anew.key}) == Amendment.objects.count() == 4
    assert LedgerEntry.objects.filter(verb="proposed").count() == 4


@pytest.mark.parametrize("kind", [AmendmentKind.INSERT, AmendmentKind.SPLIT])
def test_no_clause_is_made_in_a_translation(text: Text, kind: AmendmentKind) -> None:
    make.imported(text, DRAFT.replace("Each partner publishes", "Chaque partenaire publie"), language="fr")
    with pytest.raises(MadeInTheSource):
        make.proposed(text, kind, on="Chaque", words="Un guichet.\n\nUn autre.", language="fr")

    assert not Amendment.objects.exists()


def test_under_silence_nobody_decides_and_their_author_may_take_them_back() -> None:
    version = ready()
    amendment = make.proposed(version.text, AmendmentKind.DELETE, on="short-stay")
    silence(version)
    for decide in (make.rejected, make.accepted):
        with pytest.raises(PermissionDenied, match="under a silence procedure"):
            decide(amendment)
    withdraw_amendment(by=make.person("Mia"), amendment=amendment, at=make.NOON)

    assert standing_of(amendment).state == State.WITHDRAWN
