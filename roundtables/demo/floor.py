"""What was said in the sessions of the demonstration, what came out of it, and what was made of that."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from consultation.actions.dispositions import dispose
from consultation.actions.moderation import moderate_comment
from consultation.demo.seeding import Event
from consultation.models import Attribution, Comment, Consultation, Organisation, Outcome, Standing
from drafts.models import Revision
from drafts.models.keys import new_key
from roundtables.actions.commitments import Step, follow_up
from roundtables.actions.inputs import take_in, take_in_recommendation
from roundtables.actions.interventions import Attributed, record_intervention
from roundtables.actions.outcomes import Conclusion, Task, conclude, put_agreed
from roundtables.demo import records
from roundtables.demo.seeding import Meetings, on
from roundtables.models import Commitment, Intervention, SessionOutcome

_WHERE = "roundtables/demo/sessions.toml"


@dataclass
class Floor:
    """Does what was done in the room, and after it, in each session."""

    meetings: Meetings
    said: dict[str, Intervention] = field(default_factory=dict)
    concluded: dict[str, SessionOutcome] = field(default_factory=dict)
    inputs: dict[str, list[Comment]] = field(default_factory=dict)

    def events(self) -> Iterator[Event]:
        """All of it, in no order."""
        for meeting in self.meetings.planned.meetings:
            starts, _ends = self.meetings.times(meeting)
            for said in meeting.said:
                yield Event(starts + timedelta(minutes=said.minute), partial(self._say, meeting, said))
                yield from self._as_input(meeting, said, partial(self._take_in, meeting, said))
            for outcome in meeting.concluded:
                at = starts + timedelta(minutes=outcome.minute)
                yield Event(at, partial(self._conclude, meeting, outcome))
                yield from self._as_input(meeting, outcome, partial(self._recommend, meeting, outcome))
                if outcome.wording:
                    yield Event(at + timedelta(minutes=10), partial(self._put, meeting, outcome))
                for step in outcome.steps:
                    yield Event(on(self.meetings.day(step.on), 11), partial(self._follow, outcome, step))

    def _as_input(
        self,
        meeting: records.Meeting,
        what: records.Said | records.Concluded,
        take: "partial[None]",
    ) -> Iterator[Event]:
        """Taken into the consultation the day after, or once it opens; let through; answered in committee."""
        if not what.input:
            return
        at = self._taken_at(meeting)
        yield Event(at, take)
        yield Event(at + timedelta(hours=3), partial(self._let_through, what))
        if what.answer:
            texts = {each.slug: each for each in self.meetings.seed.demonstration.texts}
            met = texts[meeting.versions[0].split("/")[0]].committee_met_on
            yield Event(on(met, 18) + timedelta(minutes=30), partial(self._dispose, what, what.answer))

    def _taken_at(self, meeting: records.Meeting) -> datetime:
        """The day after, but not before the consultation on the version on the table opens."""
        after = self.meetings.times(meeting)[1] + timedelta(hours=20)
        if meeting.versions[0].endswith("/rev-1"):
            return max(after, self.meetings.seed.today - timedelta(days=13))
        return after

    # ---- the acts ---------------------------------------------------------------------

    def _attributed(self, meeting: records.Meeting, said: records.Said) -> Attributed:
        """As much of who spoke as the rule lets be written down."""
        rule = Attribution(said.rule or meeting.rule)
        if said.by:
            there = self.meetings.present(said.by)
            return Attributed(
                rule,
                speaker=there.user,
                organisation=there.organisation,
                body=there.body,
                category=there.category,
            )
        if said.by_guest:
            (guest,) = [each for each in meeting.guests if each.name == said.by_guest]
            return Attributed(rule, speaker_name=guest.name, body=guest.body, category=guest.category)
        return Attributed(rule, category=said.category)

    def _say(self, meeting: records.Meeting, said: records.Said, at: datetime) -> None:
        self.said[said.id] = record_intervention(
            by=self.meetings.person(meeting.rapporteur),
            session=self.meetings.held[meeting.slug],
            key=new_key(),
            attributed=self._attributed(meeting, said),
            words=said.words,
            language=said.language,
            said_at=at,
            at=at,
            item=self.meetings.items[meeting.slug, said.item] if said.item else None,
            clause=self.meetings.clause(said.clause, meeting) if said.clause else None,
        )

    def _take_in(self, meeting: records.Meeting, said: records.Said, at: datetime) -> None:
        intervention = Intervention.objects.get(pk=self.said[said.id].pk)
        assert intervention.clause is not None, f"{_WHERE}: {said.id} is about a clause"
        by = self.meetings.person(meeting.rapporteur)
        self.inputs[said.id] = [take_in(by=by, intervention=intervention, clause=intervention.clause, at=at)]

    def _conclude(self, meeting: records.Meeting, outcome: records.Concluded, at: datetime) -> None:
        item = self.meetings.items[meeting.slug, outcome.item] if outcome.item else None
        conclusion = Conclusion(
            kind=SessionOutcome.Kind(outcome.kind),
            words=outcome.words,
            language=outcome.language,
            wording=outcome.wording,
            clauses=[self.meetings.clause(each, meeting) for each in outcome.clauses],
            interventions=[self.said[each] for each in outcome.sources],
            item=item,
            task=self._task(outcome),
        )
        self.concluded[outcome.id] = conclude(
            by=self.meetings.person(meeting.rapporteur),
            session=self.meetings.held[meeting.slug],
            conclusion=conclusion,
            key=new_key(),
            at=at,
        )

    def _task(self, outcome: records.Concluded) -> Task | None:
        if outcome.due_on is None:
            return None
        return Task(
            due_on=self.meetings.day(outcome.due_on),
            owner=self.meetings.person(outcome.owner) if outcome.owner else None,
            organisation=Organisation.objects.filter(slug=outcome.owner_organisation).first(),
            body=outcome.owner_body,
        )

    def _recommend(self, meeting: records.Meeting, outcome: records.Concluded, at: datetime) -> None:
        by = self.meetings.person(meeting.rapporteur)
        taken = take_in_recommendation(by=by, outcome=self.concluded[outcome.id], at=at)
        self.inputs[outcome.id] = list(taken)

    def _put(self, meeting: records.Meeting, outcome: records.Concluded, at: datetime) -> None:
        """Before the committee, by the rapporteur, who holds its pen."""
        put_agreed(by=self.meetings.person(meeting.rapporteur), outcome=self.concluded[outcome.id], at=at)

    def _let_through(self, what: records.Said | records.Concluded, at: datetime) -> None:
        for comment in self.inputs[what.id]:
            if Standing.objects.get(comment=comment).state == Standing.State.PENDING:
                moderate_comment(
                    by=self.meetings.person("secretariat"),
                    comment=comment,
                    was=Standing.State.PENDING,
                    state=Standing.State.VISIBLE,
                    reason="",
                    at=at,
                )

    def _dispose(self, what: records.Said | records.Concluded, answer: records.Answer, at: datetime) -> None:
        for comment in self.inputs[what.id]:
            consultation = Consultation.objects.select_related("version__text").get(
                pk=comment.consultation_id
            )
            text = consultation.version.text
            dispose(
                by=self.meetings.person(answer.by),
                comment=Comment.objects.select_related("consultation__version__text").get(pk=comment.pk),
                outcome=Outcome(answer.outcome),
                reason=answer.reason,
                language=answer.language,
                revisions=self._revisions(text.slug, answer, comment.wording_language),
                supersedes=None,
                at=at,
                decided_in=self.meetings.seed.sitting_of(text),
            )

    def _revisions(self, text: str, answer: records.Answer, language: str) -> list[Revision]:
        revisions = self.meetings.seed.edits[text].revisions
        return [
            revision
            for identifier in answer.revisions
            for revision in revisions[identifier].values()
            if revision.language == language or language not in revisions[identifier]
        ]

    def _follow(self, outcome: records.Concluded, step: records.Step, at: datetime) -> None:
        commitment = Commitment.objects.get(outcome=self.concluded[outcome.id])
        said = Step(
            state=Commitment.State(step.state),
            due_on=commitment.due_on,
            language=outcome.language,
            evidence=step.evidence,
        )
        by = self.meetings.person(outcome.owner or "secretariat")
        follow_up(by=by, commitment=commitment, step=said, seen=commitment.steps.count(), at=at)


def closes(opened: date, days: int) -> datetime:
    """When something that was opened on a day closes."""
    return on(opened, 18) + timedelta(days=days)
