"""The same thing sent many times at once is done once: a comment, a set of comments, more time for a consultation."""

from datetime import timedelta
from functools import partial

import pytest

from consultation.actions.comments import Words, submit_comment
from consultation.actions.extending import extend_consultation
from consultation.actions.submissions import submit_set
from consultation.models import Comment, CommentDraft, Consultation, Extension, Standing, Submission
from drafts.models import Amendment, LedgerEntry
from tests import make, test_concurrency
from tests.make import NOON
from tests.rounds import VISAS, half_written, opened
from tests.test_concurrency import at_once, kinds, the_ledger_holds

MANY = 20
WEEK = timedelta(weeks=1)

committed = test_concurrency.committed


@pytest.fixture
def on(committed: None) -> Consultation:
    return opened(at=NOON)


def test_the_same_comment_submitted_from_twenty_threads_at_once_is_one_comment(on: Consultation) -> None:
    olga, clause = make.olga(), make.clause_that_says(on.version, VISAS)
    draft = half_written(on, by=olga, at=NOON)
    words = Words(body="Too slow.", language="en", proposed_wording="All visas are free.")
    say = partial(
        submit_comment, by=olga, consultation=on, clause=clause, words=words, key=draft.key, at=NOON
    )

    outcomes = at_once(*[say] * MANY)

    said = Comment.objects.get()
    assert outcomes == [said] * MANY
    assert said.reference == draft.key
    assert not CommentDraft.objects.exists()
    assert (Standing.objects.count(), Amendment.objects.count()) == (1, 1)
    assert LedgerEntry.objects.filter(verb="commented").count() == 1
    the_ledger_holds()


def test_the_same_set_submitted_from_twenty_threads_at_once_is_one_set(on: Consultation) -> None:
    olga = make.olga()
    drafts = [half_written(on, words, by=olga, at=NOON) for words in (VISAS, "students", "researchers")]
    send = partial(
        submit_set,
        by=olga,
        consultation=on,
        references=[draft.key for draft in drafts],
        key="abcdefg",
        at=NOON,
    )

    outcomes = at_once(*[send] * MANY)

    made = Submission.objects.get()
    assert outcomes == [made] * MANY
    assert made.comments.count() == Comment.objects.count() == len(drafts)
    assert LedgerEntry.objects.filter(verb="submitted").count() == 1
    the_ledger_holds()


def test_of_many_who_give_more_time_at_once_one_does_and_the_others_see_it(on: Consultation) -> None:
    sena = make.secretariat()
    extensions = [
        partial(
            extend_consultation,
            by=sena,
            consultation=on,
            was=on.closes_at,
            closes_at=on.closes_at + number * WEEK,
            reason="Many asked for it.",
            at=NOON,
        )
        for number in range(1, 6)
    ]

    outcomes = at_once(*extensions)

    assert kinds(outcomes) == {"Extension": 1, "AlreadyExtended": 4}
    assert Consultation.objects.get().closes_at == Extension.objects.get().closes_at
    the_ledger_holds()
