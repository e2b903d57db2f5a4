"""Convening a session, giving its offices, and putting it on the agenda."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultation.models import Attribution, Sitting, User
from drafts.access import ALLOWED, Decision, refused, require
from drafts.actions.ledger import Verb, record
from drafts.models import Pillar, Programme, Version
from drafts.models.ledger import canonical, digest
from roundtables.models import Office, Record, Series, Session
from roundtables.permissions.sessions import can_convene, can_run


@dataclass(frozen=True, slots=True)
class Terms:
    """What a session is: its kind, time and place, its rule, and what is on the table."""

    kind: Sitting.Kind
    title: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    rule: Attribution
    place: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    description: Mapping[str, str] = field(default_factory=dict)
    languages: Sequence[str] = ("en", "fr")
    seats: int | None = None
    pillars: Sequence[Pillar] = ()
    versions: Sequence[Version] = ()
    series: Series | None = None

    def columns(self) -> dict[str, Any]:
        """As columns of the session; pillars and versions are rows of their own."""
        return {
            "kind": self.kind,
            "title": dict(self.title),
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "time_zone": self.time_zone,
            "rule": self.rule,
            "place": dict(self.place),
            "link": self.link,
            "description": dict(self.description),
            "languages": list(self.languages),
            "seats": self.seats,
            "series": self.series,
        }

    def may_be_tabled(self, programme: Programme) -> Decision:
        """Whether the versions are published ones of the programme, one of a text, and all else is of it too."""
        texts = [version.text_id for version in self.versions]
        if len(texts) != len(set(texts)):
            return refused(_("At most one version of a text is on the table."))
        of_it = all(
            version.is_published and version.text.programme_id == programme.pk for version in self.versions
        )
        whose = [
            *(pillar.programme_id for pillar in self.pillars),
            *([self.series.programme_id] if self.series else []),
        ]
        if not of_it or set(whose) - {programme.pk}:
            return refused(_("Only published versions of this programme are put on the table."))
        return ALLOWED

    def fingerprint(self) -> str:
        """The hash that the ledger keeps of the terms."""
        told = [self.kind, dict(self.title), dict(self.place), self.time_zone, sorted(self.languages)]
        times = [self.starts_at.timestamp(), self.ends_at.timestamp(), self.seats]
        return digest(canonical([told, times]))

    def told(self) -> dict[str, Any]:
        """What the ledger keeps of them: the rule and what is on the table in words, the rest as a fingerprint."""
        return {
            "rule": str(self.rule),
            "versions": sorted(f"{version.text.slug}/{version.slug}" for version in self.versions),
            "pillars": sorted(pillar.number for pillar in self.pillars),
            "terms": self.fingerprint(),
        }


def locked(session: Session) -> Session:
    """The session as it stands, held until the act is done: what two people do in one comes one after the other."""
    return Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)


@transaction.atomic
def convene(*, by: User, programme: Programme, terms: Terms, at: datetime, key: str = "") -> Session:
    """Convene a session under its attribution rule; its record begins as notes. The same key makes one session."""
    require(can_convene(by, programme))
    require(terms.may_be_tabled(programme))
    if key:
        found = Session.objects.filter(key=key).first()
        if found is not None:
            return found
    session = Session.objects.create(
        **({"key": key} if key else {}),
        programme=programme,
        convened_by=by,
        convened_at=at,
        changed_at=at,
        **terms.columns(),
    )
    session.pillars.set(terms.pillars)
    session.versions.set(terms.versions)
    Record.objects.create(session=session)
    record(by=by, verb=Verb.CONVENED, about=session, key=session.key, at=at, **terms.told())
    return session


@transaction.atomic
def give_office(*, by: User, session: Session, to: User, part: Office.Part, at: datetime) -> Office:
    """Have somebody chair a session or take its record; who chaired it before does no longer."""
    require(can_run(by, session))
    # Two who hand over at once do it one after the other.
    locked(session)
    held = Office.objects.filter(session=session, part=part, ended_at=None)
    found = held.filter(user=to).first()
    if found is not None:
        return found
    if part == Office.Part.CHAIR:
        held.update(ended_at=at)
    office = Office.objects.create(session=session, user=to, part=part, given_by=by, given_at=at)
    record(
        by=by,
        verb=Verb.GRANTED,
        about=session,
        key=session.key,
        at=at,
        part=str(part),
        to=to.key,
    )
    return office


@transaction.atomic
def end_office(*, by: User, office: Office, at: datetime) -> None:
    """Somebody no longer chairs a session or takes its record; that they did stays on record."""
    require(can_run(by, office.session))
    ended = Office.objects.filter(pk=office.pk, ended_at=None).update(ended_at=at)
    if not ended:
        return
    record(
        by=by,
        verb=Verb.REVOKED,
        about=office.session,
        key=office.session.key,
        at=at,
        part=str(office.part),
        to=office.user.key,
    )


@transaction.atomic
def announce_session(*, by: User, session: Session, at: datetime) -> None:
    """Put a session on the public agenda."""
    require(can_run(by, session))
    if Session.objects.filter(pk=session.pk, announced_at=None).update(announced_at=at, changed_at=at):
        session.announced_at = at
        record(by=by, verb=Verb.ANNOUNCED, about=session, key=session.key, at=at)
