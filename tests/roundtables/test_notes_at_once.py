"""Two rapporteurs at once: each sends twice, both change the same words, one strikes what the other changes."""

from functools import partial

import pytest

from consultation.models import Attribution
from drafts.models import LedgerEntry
from drafts.models.keys import new_key
from drafts.models.ledger import digest
from roundtables.actions.interventions import record_intervention
from roundtables.actions.notes import reword_intervention, strike_intervention
from roundtables.models import Intervention, InterventionWording, Session
from tests import make, sessions, test_concurrency
from tests.pages import signed_in, words_of
from tests.roundtables.notes import a_session, address
from tests.test_concurrency import at_once, kinds, the_ledger_holds

MANY = 10
FIRST = "Decisions take too long."

committed = test_concurrency.committed


@pytest.fixture
def session(committed: None) -> Session:
    return a_session(with_two=True)


def test_the_same_intervention_sent_from_many_threads_at_once_is_one(session: Session) -> None:
    send = partial(
        record_intervention,
        by=make.person("Remy"),
        session=session,
        key=new_key(),
        attributed=sessions.attributed_to(make.olga(), Attribution.NAMED),
        words=FIRST,
        language="en",
        said_at=session.starts_at,
        at=session.starts_at,
    )

    outcomes = at_once(*[send] * MANY)

    assert outcomes == [Intervention.objects.get()] * MANY
    assert InterventionWording.objects.count() == 1
    assert LedgerEntry.objects.filter(verb="spoke").count() == 1
    the_ledger_holds()


def test_of_two_who_change_the_same_words_one_does_and_the_other_sees_it(session: Session) -> None:
    said = sessions.intervention(session, FIRST)
    changes = [
        partial(
            reword_intervention,
            by=make.person(name),
            intervention=said,
            words=f"{name} heard something else.",
            basis=digest(FIRST),
            at=session.ends_at,
        )
        for name in ("Remy", "Rita")
    ]

    outcomes = at_once(*changes)

    assert kinds(outcomes) == {"NoneType": 1, "WordsChanged": 1}
    assert said.wordings.count() == 2
    the_ledger_holds()


def test_what_is_struck_while_the_other_changes_it_is_struck_once(session: Session) -> None:
    said = sessions.intervention(session, FIRST)
    acts = [
        partial(
            strike_intervention, by=make.person(name), intervention=said, reason="Twice.", at=session.ends_at
        )
        for name in ("Remy", "Rita")
    ]

    assert kinds(at_once(*acts)) == {"NoneType": 1, "AlreadyStruck": 1}
    assert LedgerEntry.objects.filter(verb="struck").count() == 1


def test_whoever_was_slower_sees_both_wordings_and_decides(session: Session) -> None:
    said = sessions.intervention(session, FIRST)
    reword = address(session, f"{said.key}/reword/")
    remy, rita = signed_in("Remy"), signed_in("Rita")
    rita.post(reword, {"words": "They take months.", "basis": digest(FIRST)})

    both = remy.post(reword, {"words": "They take weeks.", "basis": digest(FIRST)})

    assert both.status_code == 409
    assert "They take months." in words_of(both)
    assert "They take weeks." in both.content.decode()
    basis = both.context["words_form"]["basis"].value()
    remy.post(reword, {"words": "They take weeks or months.", "basis": basis})
    assert [each.words for each in said.wordings.order_by("pk")] == [
        FIRST,
        "They take months.",
        "They take weeks or months.",
    ]
