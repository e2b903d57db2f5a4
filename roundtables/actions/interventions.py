"""Recording what was said in a session, under its attribution rule."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultation.models import Attribution, Organisation, User
from drafts.access import ALLOWED, Decision, refused, require
from drafts.actions.ledger import Verb, record
from drafts.models import Clause
from drafts.models.ledger import canonical, digest
from drafts.reports.seals import seal
from roundtables.actions.sessions import locked
from roundtables.models import AgendaItem, Intervention, InterventionWording, Session
from roundtables.permissions.sessions import can_take_notes


@dataclass(frozen=True, slots=True)
class Attributed:
    """To whom something is attributed: as much as the rule lets be written down, and nothing beside it."""

    rule: Attribution
    speaker: User | None = None
    speaker_name: str = ""
    organisation: Organisation | None = None
    body: str = ""
    category: str = ""

    def may_stand_under(self, rule: Attribution) -> Decision:
        """Whether the row may be written where this is the session's rule."""
        if not rule.allows(self.rule):
            return refused(_("This session’s attribution rule is never loosened."))
        named = self.speaker or self.speaker_name or self.organisation or self.body
        if named and self.rule != Attribution.NAMED:
            return refused(_("Under this rule nobody is named."))
        if self.speaker and self.speaker_name:
            return refused(_("Somebody with an account is named by their account alone."))
        if self.category and self.rule == Attribution.NONE:
            return refused(_("Under this rule nothing is attributed."))
        if self.rule == Attribution.CATEGORY and not self.category:
            return refused(_("Say which category spoke."))
        return ALLOWED

    def columns(self) -> dict[str, object]:
        return {
            "rule": self.rule,
            "speaker": self.speaker,
            "speaker_name": self.speaker_name,
            "organisation": self.organisation,
            "body": self.body,
            "category": self.category,
        }


def sealed_words(intervention: str, words: str) -> str:
    """What the ledger keeps of words in a record: a seal, since short words could be guessed."""
    return seal(digest(canonical([intervention, words])), intervention)


@transaction.atomic
def record_intervention(
    *,
    by: User,
    session: Session,
    key: str,
    attributed: Attributed,
    words: str,
    language: str,
    said_at: datetime,
    at: datetime,
    item: AgendaItem | None = None,
    clause: Clause | None = None,
) -> Intervention:
    """Write down what was said. The same key sent twice, from a line that dropped, makes one intervention."""
    require(can_take_notes(by, session))
    # Circulating takes the same lock: nothing slips into a record that has gone out.
    held = locked(session)
    found = Intervention.objects.filter(key=key, session=session).first()
    if found is not None:
        return found
    # As it is now: it may have been cancelled, or its rule made stricter, since the page was shown.
    require(can_take_notes(by, held))
    require(attributed.may_stand_under(held.attribution))
    made = Intervention.objects.create(
        key=key,
        session=session,
        item=item,
        clause=clause,
        language=language,
        said_at=said_at,
        recorded_by=by,
        recorded_at=at,
        **attributed.columns(),
    )
    InterventionWording.objects.create(intervention=made, words=words, written_by=by, written_at=at)
    record(
        by=by,
        verb=Verb.SPOKE,
        about=session,
        key=session.key,
        at=at,
        intervention=made.key,
        rule=str(attributed.rule),
        words=sealed_words(made.key, words),
    )
    return made
