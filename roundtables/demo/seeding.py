"""Brings the sessions in by the actions behind their pages, among the other acts of the demonstration."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from consultation.demo.seeding import Event, Seed
from consultation.models import Attribution, Membership, Organisation, Sitting, User
from drafts.models import Clause, Programme, Version
from drafts.models.keys import new_key
from drafts.text.inline import plain
from roundtables.actions.agenda_items import Entry, add_item
from roundtables.actions.attendance import Present, take_attendance
from roundtables.actions.documents import About, Content, add_file, add_link
from roundtables.actions.inviting import list_for_session, send_invitations
from roundtables.actions.seats import Said, answer_invitation, seen_as
from roundtables.actions.series import open_series
from roundtables.actions.sessions import Terms, announce_session, convene, give_office
from roundtables.demo import content, records
from roundtables.models import AgendaItem, Office, Seat, Series, Session, SessionDocument
from roundtables.reports.file_types import type_of

PROGRAMME = "marrakesh-2018"
CHAIR = "chair"
_NEGOTIATED_IN = "en"


def on(day: date, hour: int = 9) -> datetime:
    """An hour of a day."""
    return datetime.combine(day, time(hour), tzinfo=UTC)


@dataclass
class Meetings:
    """Convenes every session, and has people invited, answer, and come."""

    seed: Seed
    planned: records.Sessions
    held: dict[str, Session] = field(default_factory=dict)
    items: dict[tuple[str, str], AgendaItem] = field(default_factory=dict)

    def events(self) -> Iterator[Event]:
        """All of it, in no order: the seed sorts it."""
        for series in self.planned.series:
            yield Event(on(date(2017, 3, 29)), partial(self._open, series))
        for meeting in self.planned.meetings:
            convened, (starts, _ends) = self.convened_at(meeting), self.times(meeting)
            yield Event(convened, partial(self._convene, meeting))
            yield Event(convened + timedelta(hours=1), partial(self._plan, meeting))
            if meeting.invited:
                yield Event(convened + timedelta(hours=2), partial(self._invite, meeting))
                yield Event(convened + timedelta(hours=30), partial(self._answer, meeting))
            if meeting.present or meeting.guests:
                yield Event(starts + timedelta(minutes=5), partial(self._attend, meeting))

    def person(self, slug: str) -> User:
        return self.seed.people[slug]

    # ---- times ------------------------------------------------------------------------

    def day(self, told: records.Day) -> date:
        """A day of the content: a date, or so many days from the day of seeding."""
        return told if isinstance(told, date) else (self.seed.today + timedelta(days=told)).date()

    def times(self, meeting: records.Meeting) -> tuple[datetime, datetime]:
        """When it starts and ends, in its own zone."""
        zone = ZoneInfo(meeting.zone)
        if meeting.starts_at and meeting.ends_at:
            return meeting.starts_at.replace(tzinfo=zone), meeting.ends_at.replace(tzinfo=zone)
        day = (self.seed.today + timedelta(days=meeting.in_days or 0)).date()
        starts = datetime.combine(day, time.fromisoformat(meeting.starts_hour), tzinfo=zone)
        return starts, starts + timedelta(hours=meeting.hours)

    def convened_at(self, meeting: records.Meeting) -> datetime:
        """Some weeks before, or as soon as the versions on the table are out; a coming one some days ago."""
        if meeting.in_days is not None:
            return self.seed.today - timedelta(days=10)
        named = {version.split("/")[1] for version in meeting.versions}
        out = [each.published_on for each in self.seed.demonstration.editions if each.name in named]
        weeks_before = self.times(meeting)[0] - timedelta(weeks=meeting.weeks_ahead)
        return max([weeks_before, *(on(day, 18) for day in out if day)])

    # ---- finding ----------------------------------------------------------------------

    def clause(self, named: records.ClauseOf, meeting: records.Meeting) -> Clause:
        """The clause that begins so in the version on the table."""
        (version,) = self.held[meeting.slug].versions.filter(text__slug=named.text)
        wordings = version.wordings.filter(language=_NEGOTIATED_IN).select_related("clause")
        (found,) = [each.clause for each in wordings if plain(each.text).startswith(named.starts)]
        return found

    def present(self, slug: str) -> Present:
        """Somebody with an account, for whom they speak for."""
        user = self.person(slug)
        voice = Membership.objects.standing().select_related("organisation").filter(user=user).first()
        if voice is None:
            delegations = {each.slug: each.delegation for each in self.seed.demonstration.people}
            return Present(user=user, body=delegations[slug])
        house = voice.organisation
        category = house.category if house else voice.category
        return Present(user=user, organisation=house, category=category)

    # ---- the acts ---------------------------------------------------------------------

    def _open(self, series: records.Series, at: datetime) -> None:
        open_series(
            by=self.person("secretariat"),
            programme=Programme.objects.get(slug=PROGRAMME),
            slug=series.slug,
            title=series.title,
            description=series.description,
            at=at,
        )

    def _convene(self, meeting: records.Meeting, at: datetime) -> None:
        sena, (starts, ends) = self.person("secretariat"), self.times(meeting)
        named = [each.split("/") for each in meeting.versions]
        versions = [
            Version.objects.published().select_related("text").get(text__slug=text, slug=version)
            for text, version in named
        ]
        terms = Terms(
            kind=Sitting.Kind(meeting.kind),
            title=meeting.title,
            starts_at=starts,
            ends_at=ends,
            time_zone=meeting.zone,
            rule=Attribution(meeting.rule),
            place=meeting.place,
            link=meeting.link,
            description=meeting.description,
            seats=meeting.seats,
            pillars=[self.seed.pillars[PROGRAMME, slug] for slug in meeting.pillars],
            versions=versions,
            series=Series.objects.filter(slug=meeting.series).first(),
        )
        programme = Programme.objects.get(slug=PROGRAMME)
        session = convene(by=sena, programme=programme, terms=terms, at=at)
        self.held[meeting.slug] = session
        for slug, part in ((meeting.rapporteur, Office.Part.RAPPORTEUR), (CHAIR, Office.Part.CHAIR)):
            give_office(by=sena, session=session, to=self.person(slug), part=part, at=at)

    def _plan(self, meeting: records.Meeting, at: datetime) -> None:
        """Its agenda and its documents; then everybody knows of it."""
        sena, session = self.person("secretariat"), self.held[meeting.slug]
        for item in meeting.items:
            calls = self.times(meeting)[0].replace(hour=int(item.at[:2]), minute=int(item.at[3:]))
            clauses = [self.clause(each, meeting) for each in item.clauses]
            entry = Entry(title=item.title, starts_at=calls, minutes=item.minutes, clauses=clauses)
            made = add_item(by=sena, session=session, entry=entry, key=new_key(), at=at)
            self.items[meeting.slug, item.id] = made
        for each in meeting.documents:
            about = About(
                kind=SessionDocument.Kind(each.kind),
                title=each.title,
                language=each.language,
                audience=SessionDocument.Audience(each.audience),
            )
            if each.link:
                add_link(by=sena, session=session, about=about, link=each.link, key=new_key(), at=at)
            else:
                self._file(session, about, each.file, at)
        announce_session(by=sena, session=session, at=at)

    def _file(self, session: Session, about: About, name: str, at: datetime) -> None:
        with (content.FILE.parent / name).open("rb") as file:
            found = Content(file, type_of(file))
            add_file(
                by=self.person("secretariat"),
                session=session,
                about=about,
                content=found,
                key=new_key(),
                at=at,
            )

    def _invite(self, meeting: records.Meeting, at: datetime) -> None:
        sena, session = self.person("secretariat"), self.held[meeting.slug]
        asked = [each.who for each in meeting.invited]
        houses = Organisation.objects.filter(slug__in=asked).order_by("slug")
        people = [self.person(slug) for slug in asked if slug in self.seed.people]
        list_for_session(by=sena, session=session, organisations=list(houses), people=people, at=at)
        send_invitations(by=sena, session=session, at=at)

    def _answer(self, meeting: records.Meeting, at: datetime) -> None:
        seats = Seat.objects.sent().filter(session=self.held[meeting.slug])
        for minute, each in enumerate(each for each in meeting.invited if each.answer != "open"):
            seat = seats.filter(organisation__slug=each.who).first() or seats.get(user=self.person(each.who))
            said = Said(
                answer=Seat.Answer(each.answer),
                attends=self.person(each.attends) if each.attends else None,
                attends_name=each.attends_name,
            )
            answered = at + timedelta(minutes=minute)
            answer_invitation(by=self.person(each.by), seat=seat, said=said, seen=seen_as(seat), at=answered)

    def _attend(self, meeting: records.Meeting, at: datetime) -> None:
        rapporteur, session = self.person(meeting.rapporteur), self.held[meeting.slug]
        there = [self.present(slug) for slug in meeting.present]
        guests = [Present(name=each.name, body=each.body, category=each.category) for each in meeting.guests]
        for present in [*there, *guests]:
            take_attendance(by=rapporteur, session=session, present=present, at=at)
