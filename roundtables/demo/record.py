"""How the records of the demonstration's sessions went, what attendees thought, and what is reported of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.urls import reverse

from consultation.demo.seeding import Event
from drafts.models import Programme
from drafts.models.keys import new_key
from drafts.models.ledger import digest
from roundtables.actions.corrections import Ruling, Wanted, ask_correction, decide_correction
from roundtables.actions.evaluations import Filled, fill_in_evaluation, open_evaluation
from roundtables.actions.progress import make_progress_report, release_progress_report
from roundtables.actions.records import (
    adopt_record,
    circulate_record,
    correct_record,
    publish_record,
    sign_record,
)
from roundtables.demo import records
from roundtables.demo.floor import Floor, closes
from roundtables.demo.seeding import CHAIR, PROGRAMME, on
from roundtables.models import Correction, Evaluation, RecordSignature, RecordVersion, Session
from roundtables.reports.evaluations import QUESTIONS

# Before the officials met in May and in October.
_REPORTED_ON = (date(2017, 7, 31), date(2017, 10, 20))


@dataclass
class Records:
    """Takes each record from its notes to what everybody reads."""

    floor: Floor
    asked: dict[tuple[str, str], Correction] = field(default_factory=dict)

    def events(self) -> Iterator[Event]:
        """All of it, in no order."""
        for meeting in self.floor.meetings.planned.meetings:
            if meeting.record:
                yield from self._of(meeting, meeting.record)
            if meeting.evaluation:
                opened = self._on(meeting.evaluation.opened_on, 19)
                yield Event(opened, partial(self._open, meeting, meeting.evaluation))
                yield Event(opened + timedelta(days=2), partial(self._fill_in, meeting, meeting.evaluation))
        for day in _REPORTED_ON:
            yield Event(on(day, 15), partial(self._report, day))

    def _of(self, meeting: records.Meeting, kept: records.Kept) -> Iterator[Event]:
        yield Event(self._on(kept.circulated_on, 10), partial(self._circulate, meeting, kept))
        for asked in kept.corrections:
            yield Event(self._on(asked.on, 14), partial(self._ask, meeting, asked))
            if asked.decision:
                yield Event(self._on(asked.on, 17), partial(self._decide, meeting, asked))
        if kept.adopted_on and kept.published_on:
            after = self._on(kept.until, 10) + timedelta(days=1)
            corrected = self._on(kept.corrected_on, 10) if kept.corrected_on else after
            yield Event(corrected, partial(self._correct, meeting))
            yield Event(self._on(kept.adopted_on, 14), partial(self._adopt, meeting))
            yield Event(self._on(kept.published_on, 15), partial(self._publish, meeting))

    # ---- finding ----------------------------------------------------------------------

    def _on(self, told: records.Day, hour: int) -> datetime:
        return on(self.floor.meetings.day(told), hour)

    def _session(self, meeting: records.Meeting) -> Session:
        return Session.objects.select_related("programme").get(pk=self.floor.meetings.held[meeting.slug].pk)

    def _last(self, session: Session) -> RecordVersion:
        return RecordVersion.objects.filter(record=session.pk).order_by("-number")[0]

    # ---- the acts ---------------------------------------------------------------------

    def _circulate(self, meeting: records.Meeting, kept: records.Kept, at: datetime) -> None:
        session = self._session(meeting)
        circulate_record(
            by=self.floor.meetings.person(meeting.rapporteur),
            session=session,
            corrections_until=self._on(kept.until, 18),
            path=reverse("roundtables:record", args=[session.key]),
            at=at,
        )

    def _ask(self, meeting: records.Meeting, asked: records.Correction, at: datetime) -> None:
        session = self._session(meeting)
        intervention = self.floor.said[asked.intervention]
        wanted = Wanted(
            words=asked.words, language=intervention.language, target=intervention.key, reason=asked.reason
        )
        self.asked[asked.intervention, asked.by] = ask_correction(
            by=self.floor.meetings.person(asked.by),
            session=session,
            number=self._last(session).number,
            wanted=wanted,
            key=new_key(),
            at=at,
        )

    def _decide(self, meeting: records.Meeting, asked: records.Correction, at: datetime) -> None:
        correction = self.asked[asked.intervention, asked.by]
        seen, state = digest(correction.basis), Correction.State(asked.decision)
        decide_correction(
            by=self.floor.meetings.person(meeting.rapporteur),
            correction=correction,
            ruling=Ruling(state=state, seen=seen, answer=asked.answer),
            path=reverse("roundtables:record", args=[self._session(meeting).key]),
            at=at,
        )

    def _correct(self, meeting: records.Meeting, at: datetime) -> None:
        session = self._session(meeting)
        correct_record(
            by=self.floor.meetings.person(meeting.rapporteur),
            session=session,
            path=reverse("roundtables:record", args=[session.key]),
            at=at,
        )

    def _adopt(self, meeting: records.Meeting, at: datetime) -> None:
        """Signed by both on the same words, and adopted."""
        session, person = self._session(meeting), self.floor.meetings.person
        content = self._last(session).content_hash
        signing = ((meeting.rapporteur, "rapporteur"), (CHAIR, "chair"))
        for minutes, (slug, capacity) in enumerate(signing):
            sign_record(
                by=person(slug),
                session=session,
                capacity=RecordSignature.Capacity(capacity),
                content=content,
                at=at + timedelta(minutes=minutes),
            )
        adopt_record(by=person(CHAIR), session=session, content=content, at=at + timedelta(minutes=5))

    def _publish(self, meeting: records.Meeting, at: datetime) -> None:
        publish_record(by=self.floor.meetings.person("secretariat"), session=self._session(meeting), at=at)

    def _open(self, meeting: records.Meeting, asked: records.Evaluated, at: datetime) -> None:
        open_evaluation(
            by=self.floor.meetings.person(meeting.rapporteur),
            session=self._session(meeting),
            closes_at=closes(self.floor.meetings.day(asked.opened_on), asked.days),
            at=at,
        )

    def _fill_in(self, meeting: records.Meeting, asked: records.Evaluated, at: datetime) -> None:
        for slug, marks, words in zip(meeting.present, asked.marks, asked.words, strict=False):
            person = self.floor.meetings.person(slug)
            filled = Filled(
                marks=dict(zip(QUESTIONS, marks, strict=True)), language=person.language, words=words
            )
            evaluation = Evaluation.objects.get(session=self._session(meeting))
            fill_in_evaluation(by=person, evaluation=evaluation, filled=filled, at=at)

    def _report(self, day: date, at: datetime) -> None:
        sena, programme = self.floor.meetings.person("secretariat"), Programme.objects.get(slug=PROGRAMME)
        report = make_progress_report(by=sena, programme=programme, on=day, at=at)
        release_progress_report(by=sena, report=report, at=at + timedelta(minutes=5))
