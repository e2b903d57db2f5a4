"""What tests of convening type into forms, and invitations that were sent."""

from dataclasses import replace
from datetime import timedelta

from consultation.models import Organisation, User
from drafts.models import Version
from roundtables.actions.agenda_items import Entry, add_item
from roundtables.models import AgendaItem, Seat, Session
from tests import make, sessions

PROGRAMME = "programme-legal-mobility"


def typed(version: Version | None = None, **other: object) -> dict[str, object]:
    """A form of a session that can be convened, with a version on the table where one is given."""
    fields: dict[str, object] = {
        "key": "0123abc",
        "kind": "workshop",
        "title_en": "Workshop on visas",
        "title_fr": "Atelier sur les visas",
        "place_en": "Dakar",
        "starts_at": "2036-07-01T09:30",
        "ends_at": "2036-07-01T12:00",
        "time_zone": "Africa/Dakar",
        "languages": ["fr", "pt"],
        "rule": "category",
    }
    if version is not None:
        fields[f"version_{version.text.slug}"] = version.slug
    return {**fields, **other}


def coming(version: Version | None = None) -> Session:
    """A session far in the future, under the rule that everybody is named."""
    starts = make.NOON.replace(year=2036)
    terms = replace(sessions.TERMS, starts_at=starts, ends_at=starts + timedelta(hours=3))
    return sessions.session(on=version, terms=terms)


def asked(session: Session, *, user: User | None = None, organisation: Organisation | None = None) -> Seat:
    """An invitation that was sent; the action that sends them belongs to another part of the house."""
    return Seat.objects.create(
        session=session,
        user=user,
        organisation=organisation,
        listed_by=make.secretariat(),
        listed_at=make.NOON,
        sent_at=make.NOON,
    )


def item(session: Session, title: str = "Visas", key: str = "item001", **told: object) -> AgendaItem:
    """An item that Sena put on the agenda."""
    entry = Entry(title={"en": title}, **told)  # type: ignore[arg-type]  # as the tests have them
    return add_item(by=make.secretariat(), session=session, entry=entry, key=key, at=make.NOON)
