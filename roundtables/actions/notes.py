"""Changing the notes of a session: other words, another speaker under the rule, and striking."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultation.models import Attribution, Spoken, User
from drafts.access import ALLOWED, Decision, refused, require
from drafts.actions.ledger import Verb, record
from drafts.models import Clause
from drafts.models.ledger import digest
from roundtables.actions.interventions import Attributed, sealed_words
from roundtables.actions.sessions import locked
from roundtables.models import AgendaItem, Intervention, InterventionWording
from roundtables.permissions.sessions import can_take_notes


class WordsChanged(Exception):
    """The words are not those that the change began from; `words` is what stands now."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class AlreadyStruck(Exception):
    """The intervention was struck meanwhile."""


def _standing(by: User, intervention: Intervention) -> Intervention:
    """The intervention as it stands once nobody else can change the notes, who may still be changed by this person."""
    require(can_take_notes(by, locked(intervention.session)))
    found = Intervention.objects.select_related("session").get(pk=intervention.pk)
    if found.struck_at:
        raise AlreadyStruck
    return found


@transaction.atomic
def reword_intervention(
    *, by: User, intervention: Intervention, words: str, basis: str, at: datetime
) -> None:
    """Write an intervention anew, from the words one has seen; those before are kept."""
    require(can_take_notes(by, intervention.session))
    found = _standing(by, intervention)
    last = found.wordings.latest("pk")
    if words == last.words:
        return
    if digest(last.words) != basis:
        raise WordsChanged(last.words)
    InterventionWording.objects.create(intervention=found, words=words, written_by=by, written_at=at)
    record(
        by=by,
        verb=Verb.REWORDED,
        about=found.session,
        key=found.session.key,
        at=at,
        intervention=found.key,
        words=sealed_words(found.key, words),
    )


@transaction.atomic
def attribute_intervention(
    *,
    by: User,
    intervention: Intervention,
    attributed: Attributed,
    item: AgendaItem | None,
    clause: Clause | None,
    at: datetime,
) -> None:
    """Put right who spoke and on what; the attribution never becomes looser than it was."""
    require(can_take_notes(by, intervention.session))
    found = _standing(by, intervention)
    require(attributed.may_stand_under(Attribution(found.rule)))
    require(_may_be_under(found, attributed.rule))
    columns = {**attributed.columns(), "item": item, "clause": clause}
    Intervention.objects.filter(pk=found.pk).update(**columns)
    record(
        by=by,
        verb=Verb.REWORDED,
        about=found.session,
        key=found.session.key,
        at=at,
        intervention=found.key,
        rule=str(attributed.rule),
        item=item.key if item else "",
        clause=clause.key if clause else "",
    )


def _may_be_under(found: Intervention, rule: Attribution) -> Decision:
    """What became an input keeps its rule: the input would go on saying who spoke."""
    if rule == found.rule or not Spoken.objects.filter(intervention=found.key).exists():
        return ALLOWED
    return refused(_("It became an input under its rule, which stands there for everybody to read."))


@transaction.atomic
def strike_intervention(*, by: User, intervention: Intervention, reason: str, at: datetime) -> None:
    """Take an intervention out of the notes, visibly to those who read them."""
    require(can_take_notes(by, intervention.session))
    found = _standing(by, intervention)
    Intervention.objects.filter(pk=found.pk).update(struck_at=at, struck_because=reason)
    record(
        by=by,
        verb=Verb.STRUCK,
        about=found.session,
        key=found.session.key,
        at=at,
        intervention=found.key,
        reason=sealed_words(found.key, reason),
    )
