"""From the room into the consultation: what was said, and what was recommended, becomes an input on a clause."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.actions.comments import Words
from consultation.actions.spoken import Heard, take_in_spoken
from consultation.models import Attribution, Comment, CommentKind, User
from drafts.access import require
from drafts.models import Clause
from drafts.text.anchors import Anchor
from roundtables.actions.sessions import locked
from roundtables.models import Intervention, SessionOutcome
from roundtables.permissions.inputs import can_become_input, can_take_in_intervention, consultation_on
from roundtables.permissions.outcomes import can_recommend
from roundtables.reports.record_content import words_now


@dataclass(frozen=True, slots=True)
class TakenAs:
    """How an intervention is taken in: on which words of the clause, as what kind, proposing what."""

    kind: CommentKind = CommentKind.GENERAL
    anchor: Anchor | None = None
    proposed_wording: str = ""
    # The language of those words.
    wording_language: str = ""

    def words(self, body: str, language: str, negotiated: str) -> Words:
        """As the words of an input."""
        return Words(
            body=body,
            language=language,
            kind=self.kind,
            proposed_wording=self.proposed_wording,
            wording_language=self.wording_language or negotiated,
            anchor=self.anchor,
        )


AS_SAID = TakenAs()


@transaction.atomic
def take_in(
    *,
    by: User,
    intervention: Intervention,
    clause: Clause,
    at: datetime,
    taken_as: TakenAs = AS_SAID,
    key: str = "",
) -> Comment:
    """Make an intervention an input on a clause, in its words as they read now, under the rule it was made under."""
    require(can_take_in_intervention(by, intervention))
    locked(intervention.session)
    # As it is now: whoever changes who spoke, or strikes it, holds the session too.
    said = Intervention.objects.select_related("session", "organisation", "speaker").get(pk=intervention.pk)
    require(can_take_in_intervention(by, said))
    heard = Heard(
        sitting=said.session,
        rule=Attribution(said.rule),
        intervention=said.key,
        organisation=said.organisation,
        category=said.category,
        speaker=said.speaker,
    )
    words = taken_as.words(words_now(said), said.language, clause.text.language)
    return _take_in_on(by, said, clause, at, heard=heard, words=words, key=key)


@transaction.atomic
def take_in_recommendation(*, by: User, outcome: SessionOutcome, at: datetime) -> list[Comment]:
    """Make a recommendation an input on each of its clauses: on all of them, or on none."""
    require(can_recommend(by, outcome))
    locked(outcome.session)
    held = SessionOutcome.objects.select_related("session").get(pk=outcome.pk)
    require(can_recommend(by, held))
    said = words_now(held)
    # What a session concludes is the session's: it is attributed to nobody in it.
    heard = Heard(sitting=outcome.session, rule=Attribution.NONE, outcome=outcome.key)
    # In one order, so that two who do it at once wait for each other.
    clauses = outcome.clauses.select_related("text").order_by("text", "pk")
    return [
        _take_in_on(
            by,
            outcome,
            clause,
            at,
            heard=heard,
            words=AS_SAID.words(said, outcome.language, clause.text.language),
        )
        for clause in clauses
    ]


def _take_in_on(
    by: User, said: Intervention | SessionOutcome, clause: Clause, at: datetime, **more: Any
) -> Comment:
    require(can_become_input(said.session, clause, at))
    consultation = consultation_on(said.session, clause)
    assert consultation is not None, "it has just been found"
    return take_in_spoken(by=by, consultation=consultation, clause=clause, at=at, **more)
