"""Several coordinators at once: one signature, one successor, one comment that each draft goes into."""

from functools import partial

from consultation.actions.organisations import appoint_coordinator, step_down
from consultation.actions.signatures import cosign, unsign
from consultation.models import Consultation, Contribution, Membership, Signature
from tests import houses, make
from tests.make import NOON, Said
from tests.test_concurrency import at_once, committed, kinds, the_ledger_holds

__all__ = ["committed"]


def both() -> None:
    """Cora and Malik coordinate Two Shores together."""
    houses.cora()
    houses.voice("Malik", houses.house(), houses.COORDINATOR)


def test_two_coordinators_sign_at_once_and_there_is_one_signature() -> None:
    said = make.comment(Said("short-stay"), by=make.olga(), on=make.consultation())
    both()
    signs = [partial(cosign, by=make.person(name), comment=said, at=NOON) for name in ("Cora", "Malik")]

    assert kinds(at_once(*signs, *signs)) == {"Signature": 1, "AlreadySigned": 3}

    signature = Signature.objects.get()
    withdraws = [
        partial(unsign, by=make.person(name), signature=signature, at=NOON) for name in ("Cora", "Malik")
    ]
    assert kinds(at_once(*withdraws)) == {"NoneType": 1, "AlreadyUnsigned": 1}
    the_ledger_holds()


def test_two_coordinators_step_down_at_once_and_one_stays() -> None:
    both()
    houses.voice("Mariam", houses.house())
    seats = [houses.seat(make.person(name)) for name in ("Cora", "Malik")]
    acts = [partial(step_down, by=seat.user, membership=seat, successor=None, at=NOON) for seat in seats]

    assert kinds(at_once(*acts)) == {"NoneType": 1, "SuccessorMissing": 1}

    standing = Membership.objects.standing().filter(organisation=houses.house())
    assert standing.filter(role=houses.COORDINATOR).count() == 1
    the_ledger_holds()


def test_a_draft_that_two_submit_at_once_goes_into_one_comment() -> None:
    consultation = make.consultation(moderation=Consultation.Moderation.AFTER)
    both()
    cora, malik = make.person("Cora"), make.person("Malik")
    draft = houses.shared(houses.voice("Mariam", houses.house()), consultation)
    ready = [(by, houses.together(by, draft)) for by in (cora, malik)]

    outcomes = at_once(*(partial(houses.said_together, by, made) for by, made in ready))

    assert kinds(outcomes) == {"Comment": 2}
    assert Contribution.objects.count() == 1
    draft.refresh_from_db()
    assert draft.taken_into == Contribution.objects.get().comment
    the_ledger_holds()


def test_many_appoint_at_once_and_the_ledger_holds() -> None:
    houses.cora()
    seats = [houses.seat(houses.voice(f"M{number}", houses.house())) for number in range(5)]
    acts = [partial(appoint_coordinator, by=make.person("Cora"), membership=seat, at=NOON) for seat in seats]

    assert kinds(at_once(*acts)) == {"NoneType": 5}

    assert Membership.objects.filter(role=houses.COORDINATOR).count() == 6
    the_ledger_holds()
