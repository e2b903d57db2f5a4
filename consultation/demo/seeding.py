"""Brings the demonstration in by the same actions that people use, in the order of its calendar."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from allauth.account.models import EmailAddress
from django.db import transaction

from consultation.actions.comments import Words, submit_comment
from consultation.actions.dispositions import dispose
from consultation.actions.moderation import moderate_comment
from consultation.actions.people import admit, register_organisation
from consultation.actions.publishing import publish
from consultation.actions.rounds import open_consultation
from consultation.demo import records
from consultation.demo.desk import Desk
from consultation.demo.editing import Edits, edit
from consultation.demo.voices import Voices
from consultation.mails.letters import letters_held
from consultation.models import (
    Category,
    Comment,
    CommentKind,
    Consultation,
    Disposition,
    Membership,
    Outcome,
    Pace,
    Sitting,
    Standing,
    User,
)
from drafts.actions.grants import grant_role
from drafts.actions.programmes import open_pillar, open_programme, open_text
from drafts.models import Pillar, Programme, Role, Text, Version, Wording
from drafts.models.keys import new_key
from drafts.text.anchors import Anchor, make_anchor
from drafts.text.inline import plain

_MODERATED = {
    "approved": Standing.State.VISIBLE,
    "returned": Standing.State.RETURNED,
    "hidden": Standing.State.HIDDEN,
}
_SEATS = {"penholder": Role.PENHOLDER, "chair": Role.CHAIR, "secretariat": Role.SECRETARIAT}
_NEGOTIATED_IN = "en"


@dataclass(order=True)
class Event:
    """One act of the calendar; acts of one moment keep the order in which they were planned."""

    at: datetime
    act: Callable[[datetime], object] = field(compare=False)


@dataclass
class Seed:
    """Plans every act of the demonstration with its time, then does them in order, all or nothing."""

    demonstration: records.Demonstration
    today: datetime
    password: str
    people: dict[str, User] = field(default_factory=dict)
    pillars: dict[tuple[str, str], Pillar] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    edits: dict[str, Edits] = field(default_factory=dict)

    def plant(self, beside: Iterable[Event] = (), told: Callable[[int, int], None] | None = None) -> None:
        """Do all of it, and what is to happen beside it, each act in its time; `told` hears how far it is."""
        # The letters about all this went out in their time, as it were; nobody is written to about it today.
        with letters_held(), transaction.atomic():
            self._enrol()
            events = sorted([*self._events(), *beside])
            for done, event in enumerate(events, start=1):
                event.act(event.at)
                if told:
                    told(done, len(events))

    # ---- people -----------------------------------------------------------------------

    def _enrol(self) -> None:
        for person in self.demonstration.people:
            # Only the accounts that are printed can be signed in to.
            password = self.password if person.demo_account else None
            user = User.objects.create_user(
                person.email,
                password,
                name=person.name[person.language],
                shows_name=person.shows_name,
                language=person.language,
                pace=Pace(person.pace),
            )
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            self.people[person.slug] = user

    def _found(self, at: datetime) -> None:
        """The first secretariat, given its role by the superuser that every site starts with."""
        root = User.objects.create_superuser("root@example.org", None, name="Root")
        grant_role(by=root, to=self.people["secretariat"], role=Role.SECRETARIAT, at=at)
        root.is_active = False
        root.save(update_fields=["is_active"])

    def _admit(self, at: datetime) -> None:
        sena = self.people["secretariat"]
        made = {
            each.slug: register_organisation(
                by=sena,
                slug=each.slug,
                name=each.name.en,
                category=Category(each.category),
                country="",
                at=at,
            )
            for each in self.demonstration.organisations
        }
        for person in self.demonstration.people:
            if person.organisation or person.category:
                role = Membership.Role.COORDINATOR if person.role == "coordinator" else Membership.Role.MEMBER
                admit(
                    by=sena,
                    user=self.people[person.slug],
                    organisation=made.get(person.organisation),
                    role=role,
                    category=person.category,
                    at=at,
                )

    # ---- the calendar -----------------------------------------------------------------

    def _events(self) -> Iterator[Event]:
        first = min(programme.opened_on for programme in self.demonstration.programmes)
        yield Event(_on(first, -30), self._found)
        for programme in self.demonstration.programmes:
            opened = date(2017, 3, 21) if programme.drafting else programme.adopted_on
            yield Event(_on(opened), partial(self._open_programme, programme))
        yield Event(_on(date(2017, 3, 27)), self._admit)
        for text in self.demonstration.all_texts:
            yield from self._text_events(text)
        voices = Voices(self.people, self.comments)
        for voice in self.demonstration.voices:
            yield Event(self._done_at(voice), partial(voices.do, voice))

    def _text_events(self, text: records.Text) -> Iterator[Event]:
        yield Event(_on(date(2017, 3, 22)), partial(self._open_text, text))
        # Its own terms, where the calendar has some, come after those of all texts.
        mine = sorted(
            (each for each in self.demonstration.rounds if each.text in {"", text.slug}),
            key=lambda each: each.text,
        )
        rounds = {each.version: each for each in mine}
        for edition in self._editions(text):
            yield Event(self._drafted_at(text, edition), partial(self._draft, text, edition))
            if edition.name == text.in_work:
                break
            if edition.published_on:
                yield Event(_on(edition.published_on, hour=16), partial(self._publish, text))
            if edition.name in rounds:
                opening = _on(edition.published_on or self.today.date(), hour=17)
                yield Event(opening, partial(self._consult, text, rounds[edition.name]))
        for comment in text.comments:
            yield from self._comment_events(text, comment)
        desk = Desk(text.slug, self.people)
        for act in text.desk:
            yield Event(self._done_at(act), partial(desk.do, act))

    def _editions(self, text: records.Text) -> Iterator[records.Edition]:
        drafted = {name for name, _ in text.drafts}
        return (edition for edition in self.demonstration.editions if edition.name in drafted)

    def _done_at(self, act: records.Act | records.Voice) -> datetime:
        return _on(act.on, hour=act.hour) if act.on else self.today - timedelta(hours=act.hours_ago)

    def _drafted_at(self, text: records.Text, edition: records.Edition) -> datetime:
        """The zero draft before it comes out, Rev.1 at the committee's meeting, Rev.2 in the last days."""
        if edition.number == 0:
            assert edition.published_on is not None, "the zero draft is out"
            return _on(edition.published_on, -3)
        if edition.published_on:
            return _on(text.committee_met_on, hour=14)
        return self.today - timedelta(days=3)

    def _comment_events(self, text: records.Text, comment: records.Comment) -> Iterator[Event]:
        if comment.submitted_on:
            said = _on(comment.submitted_on, hour=10)
            answered = _on(text.committee_met_on, hour=18)
        else:
            said = self.today - timedelta(days=comment.submitted_days_ago or 0, hours=5)
            answered = self.today - timedelta(days=2)
        yield Event(said, partial(self._say, text, comment))
        if comment.moderation.outcome in _MODERATED:
            yield Event(said + timedelta(hours=3), partial(self._moderate, comment))
        if comment.disposition:
            yield Event(max(answered, said + timedelta(hours=4)), partial(self._answer, text, comment))

    # ---- the acts ---------------------------------------------------------------------

    def _open_programme(self, programme: records.Programme, at: datetime) -> None:
        sena = self.people["secretariat"]
        before = Programme.objects.filter(slug=programme.predecessor).first()
        made = open_programme(
            by=sena,
            slug=programme.slug,
            title=_both(programme.title),
            years=programme.period,
            predecessor=before,
            description=_both(programme.description),
            place=_both(programme.place),
            adopted_on=None if programme.drafting else programme.adopted_on,
            at=at,
        )
        for pillar in programme.pillars:
            self.pillars[programme.slug, pillar.slug] = open_pillar(
                by=sena,
                programme=made,
                number=pillar.number,
                title=_both(pillar.title),
                predecessors=tuple(self.pillars[programme.predecessor, slug] for slug in pillar.predecessors),
                at=at,
            )

    def _open_text(self, text: records.Text, at: datetime) -> None:
        sena = self.people["secretariat"]
        drafting = next(each for each in self.demonstration.programmes if each.drafting)
        made = open_text(
            by=sena,
            programme=Programme.objects.get(slug=drafting.slug),
            pillar=self.pillars[drafting.slug, text.pillar] if text.pillar else None,
            kind=Text.Kind(text.kind),
            slug=text.slug,
            title=_both(text.title()),
            language=_NEGOTIATED_IN,
            at=at,
        )
        seats = [("chair", Role.CHAIR), (text.penholder, Role.PENHOLDER)]
        speaks_for = {person.slug: person.delegation for person in self.demonstration.people}
        for slug, role in [*seats, *((member, Role.MEMBER) for member in text.members)]:
            user, delegation = self.people[slug], speaks_for[slug]
            grant_role(by=sena, to=user, role=role, text=made, delegation=delegation, at=at)
        self.texts[text.slug] = made

    def _draft(self, text: records.Text, edition: records.Edition, at: datetime) -> None:
        previous = self.edits.get(text.slug)
        self.edits[text.slug] = edit(
            text,
            self.texts[text.slug],
            edition,
            people=self.people,
            comments=self.comments,
            earlier=previous.revisions if previous else {},
            at=at,
        )

    def _publish(self, text: records.Text, at: datetime) -> None:
        working = Version.objects.working().get(text=self.texts[text.slug])
        publish(by=self.people["chair"], version=working, at=at)

    def _consult(self, text: records.Text, planned: records.Round, at: datetime) -> None:
        version = Version.objects.published().filter(text=self.texts[text.slug]).order_by("number").last()
        assert version is not None, "a version is out before it is consulted on"
        opens = (
            _on(planned.opens_on, hour=17) if planned.opens_on else self.today - _days(planned.opens_days_ago)
        )
        closes = (
            _on(planned.closes_on, hour=22)
            if planned.closes_on
            else self.today + _days(planned.closes_in_days)
        )
        open_consultation(
            by=self.people["secretariat"],
            version=version,
            opens_at=opens,
            closes_at=closes,
            moderation=Consultation.Moderation(planned.moderation),
            at=at,
        )

    def _say(self, text: records.Text, comment: records.Comment, at: datetime) -> None:
        consultation = Consultation.objects.get(
            version__text=self.texts[text.slug], version__slug=comment.version
        )
        wording = self._wording(consultation.version, comment)
        self.comments[comment.id] = submit_comment(
            by=self.people[comment.author],
            consultation=consultation,
            clause=wording.clause,
            words=Words(
                body=comment.body,
                language=comment.language,
                kind=CommentKind(comment.kind),
                proposed_wording=comment.proposed,
                wording_language=comment.language,
                anchor=_anchor(wording, comment.quote),
            ),
            key=new_key(),
            at=at,
        )

    def _wording(self, version: Version, comment: records.Comment) -> Wording:
        """The wording commented on: its clause is named by its first words in English."""
        in_english = version.wordings.filter(language=_NEGOTIATED_IN).select_related("clause")
        (named,) = [each for each in in_english if plain(each.text).startswith(comment.clause)]
        wording: Wording = version.wordings.select_related("clause").get(
            clause=named.clause_id, language=comment.language
        )
        return wording

    def _moderate(self, comment: records.Comment, at: datetime) -> None:
        moderate_comment(
            by=self.people[comment.moderation.by],
            comment=self.comments[comment.id],
            was=Standing.State.PENDING,
            state=_MODERATED[comment.moderation.outcome],
            reason=comment.moderation.reason,
            at=at,
        )

    def _answer(self, text: records.Text, comment: records.Comment, at: datetime) -> Disposition:
        answer = comment.disposition
        assert answer is not None, "only answered comments have this act"
        revisions = self.edits[text.slug].revisions
        return dispose(
            by=self.people[answer.by],
            comment=self.comments[comment.id],
            outcome=Outcome(answer.outcome),
            reason=answer.reason,
            language=answer.language,
            revisions=[
                revision
                for identifier in answer.revisions
                for revision in revisions[identifier].values()
                if revision.language == comment.language or comment.language not in revisions[identifier]
            ],
            supersedes=None,
            at=at,
            sitting=self._sitting(text, answer.language) if comment.submitted_on else "",
            decided_in=self.sitting_of(self.texts[text.slug]) if comment.submitted_on else None,
        )

    def sitting_of(self, text: Text) -> Sitting | None:
        """The sitting of the drafting committee that had this text before it, where sessions are seeded too."""
        committees = Sitting.objects.filter(kind=Sitting.Kind.DRAFTING_COMMITTEE, versions__text=text)
        return committees.order_by("starts_at").first()

    def _sitting(self, text: records.Text, language: str) -> str:
        """The meeting of the calendar at which the committee of a text decided on the first round."""
        held = (each.title[language] for each in self.demonstration.meetings if each.text == text.slug)
        return next(held, "")


def _both(words: records.Bilingual) -> dict[str, str]:
    return {"en": words.en, "fr": words.fr}


def _on(day: date, days_later: int = 0, *, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC) + timedelta(days=days_later)


def _days(number: int | None) -> timedelta:
    return timedelta(days=number or 0)


def _anchor(wording: Wording, quote: str) -> Anchor | None:
    if not quote:
        return None
    words = plain(wording.text)
    start = words.index(quote)
    return make_anchor(words, start, start + len(quote))
