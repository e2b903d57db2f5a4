"""Invitations to sessions for tests, made by calling actions. The session is held two days after `make.NOON`.

*Cora* coordinates the house *Two Shores*, *Malik* is a member of it; *Ilse* speaks in her own name, and lets nobody
read it.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from consultation.actions.people import admit
from consultation.models import Attribution, Category, Organisation, User
from drafts.models import Version
from roundtables.actions.inviting import list_for_session, send_invitations
from roundtables.actions.seats import Said, answer_invitation, seen_as
from roundtables.models import Seat, Session
from tests import make, sessions
from tests.make import NOON

STARTS = NOON + timedelta(days=2)
OVER = STARTS + timedelta(hours=3)
YES, NO, PROXY = Seat.Answer.YES, Seat.Answer.NO, Seat.Answer.PROXY
ILSE = "Ilse Quendolin"


def coming(
    rule: Attribution = Attribution.NAMED,
    *,
    seats: int | None = None,
    announced: bool = True,
    starts: datetime = STARTS,
    on: Version | None = None,
) -> Session:
    """A session that has not begun, with so many seats."""
    terms = replace(sessions.TERMS, starts_at=starts, ends_at=starts + timedelta(hours=3), seats=seats)
    return sessions.session(rule, terms=terms, announced=announced, on=on, at=starts - timedelta(days=30))


def ilse() -> User:
    """Somebody of academia who speaks in her own name, and does not let it be shown."""
    user = make.person("Ilse")
    if not user.memberships.exists():
        User.objects.filter(pk=user.pk).update(name=ILSE, shows_name=False)
        admit(by=make.secretariat(), user=user, organisation=None, category=Category.ACADEMIA, at=NOON)
    return User.objects.get(pk=user.pk)


def invited(to: Session, *whom: User | Organisation, at: datetime = NOON) -> list[Seat]:
    """Put on the list and written to by Sena, in this order."""
    sena = make.secretariat()
    for each in whom:
        people, houses = ([each], []) if isinstance(each, User) else ([], [each])
        list_for_session(by=sena, session=to, organisations=houses, people=people, at=at)
    send_invitations(by=sena, session=to, at=at)
    return [seat_of(to, each) for each in whom]


def seat_of(session: Session, whom: User | Organisation) -> Seat:
    """The invitation of somebody that stands, as it is now."""
    column = "user" if isinstance(whom, User) else "organisation"
    seats = Seat.objects.standing().select_related("session", "organisation", "user", "attends")
    return seats.get(session=session, **{column: whom})


def answered(seat: Seat, answer: Seat.Answer = YES, *, by: User | None = None, at: datetime = NOON) -> Seat:
    """The answer of whoever was invited."""
    fresh = Seat.objects.select_related("session", "organisation", "user").get(pk=seat.pk)
    speaker = by or fresh.user
    assert speaker is not None, "say who answers for the organisation"
    return answer_invitation(by=speaker, seat=fresh, said=Said(answer), seen=seen_as(fresh), at=at)
