"""Taking in what was said in a sitting: it becomes an input like any other, said under the rule of the sitting."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultation.actions.comments import Words, put_input, record_input
from consultation.actions.people import hold_account
from consultation.models import Attribution, Comment, Consultation, Organisation, Sitting, Spoken, User
from consultation.permissions.spoken import can_be_taken_in, may_stand_under
from drafts.access import Decision, refused, require
from drafts.models import Clause
from drafts.models.keys import new_key


@dataclass(frozen=True, slots=True)
class Heard:
    """Where something was said, as what, and as much of who said it as its rule lets be known."""

    sitting: Sitting
    rule: Attribution
    # The key of the intervention or of the outcome.
    intervention: str = ""
    outcome: str = ""
    organisation: Organisation | None = None
    category: str = ""
    speaker: User | None = None

    def may_stand(self) -> Decision:
        """Whether an input may say this much."""
        if not self.sitting.attribution.allows(self.rule):
            return refused(_("This session’s attribution rule is never loosened."))
        names = bool(self.organisation or self.speaker)
        return may_stand_under(self.rule, names=names, categorises=bool(self.category))

    def columns(self) -> dict[str, Any]:
        """As columns of the comment: an organisation has its own category."""
        channel = Comment.Channel.SESSION
        if self.organisation:
            return {"organisation": self.organisation, "channel": channel}
        return {"category": self.category, "channel": channel}

    def told(self) -> dict[str, str]:
        """What the ledger says of it: in which sitting, under which rule, and as what."""
        way = {"outcome": self.outcome} if self.outcome else {"intervention": self.intervention}
        return {"said_in": self.sitting.key, "rule": str(self.rule), **way}


@transaction.atomic
def take_in_spoken(
    *,
    by: User,
    heard: Heard,
    consultation: Consultation,
    clause: Clause,
    words: Words,
    at: datetime,
    key: str = "",
) -> Comment:
    """Make an input of what was said; the same words on the same clause make one, however often they are taken in.

    Its author is whoever takes it in, never the speaker.
    """
    held = Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    held.version = consultation.version
    hold_account(by)
    said = Spoken.objects.filter(intervention=heard.intervention, outcome=heard.outcome, clause=clause)
    found = said.select_related("comment").first()
    if found is not None:
        return found.comment
    require(can_be_taken_in(held, clause, at))
    require(heard.may_stand())
    comment, state = put_input(
        by, held, clause, words, reference=key or new_key(), submitted_at=at, **heard.columns()
    )
    Spoken.objects.create(
        comment=comment,
        sitting=heard.sitting,
        clause=clause,
        intervention=heard.intervention,
        outcome=heard.outcome,
        rule=heard.rule,
        speaker=heard.speaker,
    )
    record_input(by, comment, state, at, **heard.told())
    return comment
