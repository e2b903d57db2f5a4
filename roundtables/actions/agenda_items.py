"""The agenda of a session: its items, their order, and the clauses they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consultation.models import User
from drafts.access import ALLOWED, Decision, refused, require
from drafts.actions.ledger import Verb, record
from drafts.models import Clause, Placement
from drafts.models.ledger import canonical, digest
from drafts.reports.seals import seal
from roundtables.actions.sessions import locked
from roundtables.models import AgendaItem, Session
from roundtables.permissions.convening import can_change
from roundtables.reports.agenda_items import stamp_of


class ItemChanged(Exception):
    """Somebody changed or removed the item since the page was opened."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an item of an agenda says: its title, when it is called and for how long, and its clauses."""

    title: Mapping[str, str]
    starts_at: datetime | None = None
    minutes: int | None = None
    clauses: Sequence[Clause] = ()

    def may_stand_in(self, session: Session) -> Decision:
        """Whether its clauses are of versions on the table, and its hour lies within the session."""
        chosen = {clause.pk for clause in self.clauses}
        tabled = Placement.objects.filter(version__sittings=session.pk, clause__in=chosen)
        if set(tabled.values_list("clause", flat=True)) != chosen:
            return refused(_("An item points at clauses of the versions on the table only."))
        if self.starts_at and not session.starts_at <= self.starts_at < session.ends_at:
            return refused(_("This hour lies outside the session."))
        return ALLOWED

    def columns(self) -> dict[str, Any]:
        return {"title": dict(self.title), "starts_at": self.starts_at, "minutes": self.minutes}


def _held(by: User, session: Session) -> Session:
    """The session, for this act alone: agendas are changed one after the other."""
    held = locked(session)
    require(can_change(by, held))
    return held


def _note(by: User, session: Session, act: str, item: AgendaItem, at: datetime) -> None:
    """The ledger keeps which item was touched and how, and what it says under a seal."""
    Session.objects.filter(pk=session.pk).update(changed_at=at)
    words = seal(digest(canonical([item.key, item.title])), item.key)
    record(
        by=by,
        verb=Verb.RESCHEDULED,
        about=session,
        key=session.key,
        at=at,
        item=item.key,
        act=act,
        words=words,
    )


@transaction.atomic
def add_item(*, by: User, session: Session, entry: Entry, key: str, at: datetime) -> AgendaItem:
    """Put an item at the end of the agenda. The same key sent twice makes one."""
    require(can_change(by, session))
    held = _held(by, session)
    found = AgendaItem.objects.filter(key=key, session=held).first()
    if found is not None:
        return found
    require(entry.may_stand_in(held))
    last = AgendaItem.objects.filter(session=held).aggregate(last=Max("position"))["last"]
    item = AgendaItem.objects.create(session=held, key=key, position=(last or 0) + 1, **entry.columns())
    item.clauses.set(entry.clauses)
    _note(by, held, "added", item, at)
    return item


@transaction.atomic
def change_item(*, by: User, item: AgendaItem, entry: Entry, was: str, at: datetime) -> AgendaItem:
    """Have an item say something else, as long as it says what it said (`was`, its stamp then)."""
    require(can_change(by, item.session))
    held = _held(by, item.session)
    current = AgendaItem.objects.get(pk=item.pk)
    if current.removed_at or stamp_of(current) != was:
        raise ItemChanged
    require(entry.may_stand_in(held))
    AgendaItem.objects.filter(pk=current.pk).update(**entry.columns())
    current.clauses.set(entry.clauses)
    current.refresh_from_db()
    if stamp_of(current) != was:
        _note(by, held, "changed", current, at)
    return current


@transaction.atomic
def move_item(*, by: User, item: AgendaItem, earlier: bool, at: datetime) -> None:
    """Let an item change places with the one before it, or after it; at the end of the agenda nothing happens."""
    require(can_change(by, item.session))
    held = _held(by, item.session)
    standing = list(AgendaItem.objects.filter(session=held, removed_at=None))
    if item not in standing:
        raise ItemChanged
    here = standing.index(item)
    there = here - 1 if earlier else here + 1
    if not 0 <= there < len(standing):
        return
    standing[here], standing[there] = standing[there], standing[here]
    for position, each in enumerate(standing, start=1):
        each.position = position
    AgendaItem.objects.bulk_update(standing, ["position"])
    _note(by, held, "moved", item, at)


@transaction.atomic
def remove_item(*, by: User, item: AgendaItem, at: datetime) -> None:
    """Take an item off the agenda; what was said under it stays."""
    require(can_change(by, item.session))
    held = _held(by, item.session)
    if AgendaItem.objects.filter(pk=item.pk, removed_at=None).update(removed_at=at):
        _note(by, held, "removed", item, at)
