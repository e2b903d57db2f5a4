"""Changing the terms of a session, and cancelling it; whoever was invited is written to."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from consultation.mails.letters import write_letters
from consultation.mails.outbox import Matter
from consultation.models import Letter, User
from drafts.access import ALLOWED, Decision, refused, require
from drafts.actions.ledger import Verb, record
from drafts.models.ledger import canonical, digest
from drafts.reports.seals import seal
from roundtables.actions.seats import seat_those_who_wait
from roundtables.actions.sessions import Terms, locked
from roundtables.models import AgendaItem, Session
from roundtables.permissions.convening import can_cancel, can_change, is_said_in
from roundtables.reports.invited import people_invited

# What somebody who comes has to know: they are written to when one of these is another.
_TO_KNOW = ("title", "starts_at", "ends_at", "time_zone", "place", "link")


class SessionChanged(Exception):
    """Somebody changed the session since the page was opened."""


class AlreadyCancelled(Exception):
    """Somebody else cancelled it a moment earlier."""


@transaction.atomic
def change_session(*, by: User, session: Session, terms: Terms, was: int, at: datetime) -> Session:
    """Give a session other terms, as long as nobody changed it since (`was`, its sequence then)."""
    require(can_change(by, session))
    held = locked(session)
    if held.sequence != was:
        raise SessionChanged
    require(may_become(held, terms))
    before = terms_of(held)
    if before == terms:
        return held
    changed = {**terms.columns(), "sequence": was + 1, "changed_at": at}
    Session.objects.filter(pk=held.pk).update(**changed)
    held.pillars.set(terms.pillars)
    held.versions.set(terms.versions)
    _carry_agenda(held, terms.starts_at - before.starts_at)
    held.refresh_from_db()
    seat_those_who_wait(held, at=at)
    if _is_to_be_told(before, terms) and held.ends_at > at:
        _write_to_invited(held, at)
    record(by=by, verb=Verb.RESCHEDULED, about=held, key=held.key, at=at, **terms.told())
    return held


def _carry_agenda(session: Session, later: timedelta) -> None:
    """The hours of the agenda go with the session: what was called an hour after its start still is."""
    called = AgendaItem.objects.filter(session=session, removed_at=None, starts_at__isnull=False)
    if later:
        called.update(starts_at=F("starts_at") + later)


def may_become(session: Session, terms: Terms) -> Decision:
    """Whether a session may get these terms: its rule only becomes stricter, and stands once something was said."""
    if not session.attribution.allows(terms.rule):
        return refused(_("This session’s attribution rule is never loosened."))
    decision = terms.may_be_tabled(session.programme)
    if not decision:
        return decision
    tabled = set(session.versions.values_list("pk", flat=True))
    stands = terms.rule == session.rule and {version.pk for version in terms.versions} == tabled
    if not stands and is_said_in(session):
        return refused(_("Something was said in this session: its rule and the versions on the table stand."))
    return ALLOWED


def terms_of(session: Session) -> Terms:
    """The terms a session has now. Two queries, and one for its series."""
    return Terms(
        kind=Session.Kind(session.kind),
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        time_zone=session.time_zone,
        rule=session.attribution,
        place=session.place,
        link=session.link,
        description=session.description,
        languages=list(session.languages),
        seats=session.seats,
        pillars=list(session.pillars.order_by("number")),
        versions=list(session.versions.select_related("text").order_by("text__slug")),
        series=session.series,
    )


def _is_to_be_told(before: Terms, then: Terms) -> bool:
    old, new = before.columns(), then.columns()
    return any(old[name] != new[name] for name in _TO_KNOW)


def _write_to_invited(session: Session, at: datetime) -> None:
    """A letter to each who was invited; it reads the session anew when it is sent."""
    matter: Matter = {
        "sitting": session.key,
        "path": session.get_absolute_url(),
        "cancelled": int(session.cancelled_at is not None),
    }
    once = f"{session.key}:{session.sequence}"
    write_letters(Letter.Kind.RESCHEDULED, people_invited(session), at=at, once=once, matter=matter)


@transaction.atomic
def cancel_session(*, by: User, session: Session, because: Mapping[str, str], at: datetime) -> Session:
    """Cancel a session, with the reason; it stays where it was on the agenda, and says so."""
    require(can_cancel(by, session))
    held = locked(session)
    if held.cancelled_at:
        raise AlreadyCancelled
    # Somebody may have taken down the first words since the page was opened.
    require(can_cancel(by, held))
    held.cancelled_at = held.changed_at = at
    held.cancelled_because = dict(because)
    held.sequence += 1
    held.save(update_fields=["cancelled_at", "changed_at", "cancelled_because", "sequence"])
    if held.ends_at > at:
        _write_to_invited(held, at)
    record(
        by=by,
        verb=Verb.CANCELLED,
        about=held,
        key=held.key,
        at=at,
        because=seal(digest(canonical([held.key, dict(because)])), held.key),
    )
    return held
