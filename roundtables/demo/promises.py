"""The commitments of the programme in the demonstration, and how they were followed up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from consultation.demo.seeding import Event
from consultation.models import Organisation
from drafts.models import Programme
from drafts.models.keys import new_key
from roundtables.actions.commitments import Promise, Step, follow_up, record_commitment
from roundtables.demo import records
from roundtables.demo.seeding import PROGRAMME, Meetings, on
from roundtables.models import Commitment


@dataclass
class Promises:
    """Has the secretariat record each, and say how it stands."""

    meetings: Meetings
    made: dict[str, Commitment] = field(default_factory=dict)

    def events(self) -> Iterator[Event]:
        """All of it, in no order."""
        for each in self.meetings.planned.promised:
            yield Event(on(self.meetings.day(each.on), 10), partial(self._record, each))
            for step in each.steps:
                yield Event(on(self.meetings.day(step.on), 11), partial(self._follow, each, step))

    def _record(self, promised: records.Promised, at: datetime) -> None:
        promise = Promise(
            words=promised.words,
            due_on=self.meetings.day(promised.due_on),
            organisation=Organisation.objects.filter(slug=promised.organisation).first(),
            body=promised.body,
        )
        self.made[promised.id] = record_commitment(
            by=self.meetings.person("secretariat"),
            programme=Programme.objects.get(slug=PROGRAMME),
            promise=promise,
            key=new_key(),
            at=at,
        )

    def _follow(self, promised: records.Promised, step: records.Step, at: datetime) -> None:
        commitment = Commitment.objects.get(pk=self.made[promised.id].pk)
        said = Step(
            state=Commitment.State(step.state),
            due_on=commitment.due_on,
            language="en",
            evidence=step.evidence,
        )
        seen = commitment.steps.count()
        follow_up(by=self.meetings.person("secretariat"), commitment=commitment, step=said, seen=seen, at=at)
