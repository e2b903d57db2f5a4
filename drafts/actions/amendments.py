"""Amendments: proposed against a clause, kept as they were proposed, and decided on once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, override

from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.rebasing import fit
from drafts.actions.wordings import words_seen
from drafts.models import Amendment, AmendmentKind, AmendmentStanding, Clause, Text, Version, Wording
from drafts.models.keys import new_key
from drafts.models.ledger import digest
from drafts.permissions import (
    can_decide,
    can_propose,
    can_withdraw_amendment,
    delegation_of,
    is_open_for_work,
)
from drafts.reports.amended import as_kept, basis_of, parts_of, words_in_work
from drafts.reports.seals import seal

State = AmendmentStanding.State


class ProposesNothing(Exception):
    """The amendment would leave the text as it is, or does not say what it wants."""


class ClauseGone(Exception):
    """The version does not have the clause in this language."""


class ReasonMissing(Exception):
    """An amendment is not rejected without saying why."""


class MadeInTheSource(Exception):
    """Clauses are made in the language that is negotiated, not in a translation."""


class StandsOtherwise(Exception):
    """Somebody decided on it meanwhile, or changed the words it is about; `current` is how it stands now."""

    def __init__(self, current: AmendmentStanding) -> None:
        super().__init__(str(current))
        self.current = current


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody wants done with a clause."""

    kind: AmendmentKind
    language: str
    words: str = ""
    other: Clause | None = None
    rationale: str = ""

    @property
    def makes_clauses(self) -> bool:
        """Whether a clause would come of it that is not there."""
        return self.kind in (AmendmentKind.INSERT, AmendmentKind.SPLIT)

    @property
    def kept_words(self) -> str:
        """The words as the row keeps them."""
        return as_kept(self.kind, self.words)

    @property
    def kept_other(self) -> Clause | None:
        """The other clause, where one of its kind names any."""
        return self.other if self.kind in (AmendmentKind.MOVE, AmendmentKind.MERGE) else None


@transaction.atomic
def propose_amendment(
    *,
    by: AbstractBaseUser,
    version: Version,
    clause: Clause,
    kind: AmendmentKind,
    language: str,
    at: datetime,
    words: str = "",
    other: Clause | None = None,
    rationale: str = "",
    basis: str = "",
    key: str = "",
) -> Amendment:
    """Put proposed wording before the committee, carried over at once to the words in work.

    `basis` is the hash of the words the proposal started from; where they were changed since, it is against those.
    The same proposal with the same `key`, or while the first is open, makes one amendment.
    """
    require(can_propose(by, version.text))
    held = hold_open_version(version.text)
    proposal = Proposal(kind, language, words, other, rationale)
    if proposal.makes_clauses and language != version.text.language:
        raise MadeInTheSource(kind)
    said = _said_before(by, version, clause, proposal, key)
    if said is not None:
        return said
    name = delegation_of(by, version.text)
    amendment = put_amendment(
        by, version, clause, proposal, at, in_work=held, basis=basis, delegation=name, key=key
    )
    record_proposed(by, amendment, at)
    return amendment


def _said_before(
    by: AbstractBaseUser, version: Version, clause: Clause, proposal: Proposal, key: str
) -> Amendment | None:
    """What the same person proposed word for word, with the same key or while it is not decided on."""
    mine = Amendment.objects.filter(proposed_by=by.pk, version__text=version.text_id)
    again = mine.filter(
        Q(key=key) | Q(standing__state=State.OPEN),
        comments=None,
        version=version,
        clause=clause,
        kind=proposal.kind,
        language=proposal.language,
        words=proposal.kept_words,
        other=proposal.kept_other,
        rationale=proposal.rationale.strip(),
    )
    return again.first()


def hold_open_version(text: Text) -> Version | None:
    """The version in work, held, of a text that is open for work."""
    held = lock_version_in_work(text)
    # Asked again under the lock: the silence may have begun since the person was let in.
    require(is_open_for_work(text))
    return held


def lock_version_in_work(text: Text) -> Version | None:
    """The version in work, held so that its words do not change while an amendment is fitted to them."""
    working = Version.objects.working().filter(text=text)
    return working.select_for_update(of=("self",), no_key=True).first()


def put_amendment(
    by: AbstractBaseUser,
    version: Version,
    clause: Clause,
    proposal: Proposal,
    at: datetime,
    *,
    in_work: Version | None,
    basis: str = "",
    delegation: str = "",
    key: str = "",
) -> Amendment:
    """The rows of an amendment; the caller has asked whether it may be made, and holds the version in work."""
    is_free = key and not Amendment.objects.filter(key=key).exists()
    amendment = Amendment(
        key=key if is_free else new_key(),
        version=version,
        clause=clause,
        language=proposal.language,
        kind=proposal.kind,
        words=proposal.kept_words,
        other=proposal.kept_other,
        rationale=proposal.rationale.strip(),
        proposed_by_id=by.pk,
        delegation=delegation,
        proposed_at=at,
    )
    amendment.basis = _words_started_from(amendment, basis)
    _check(amendment)
    amendment.save(force_insert=True)
    standing = AmendmentStanding(amendment=amendment, basis=amendment.basis, words=amendment.words)
    if in_work is not None:
        fit(standing, words_in_work(in_work.pk, [amendment]))
    standing.save(force_insert=True)
    return amendment


def _words_started_from(amendment: Amendment, basis: str) -> str:
    """The words that its author saw; what they say they saw is believed where the clause ever had these words."""
    now = basis_of(amendment, words_in_work(amendment.version_id, [amendment]))
    if now is None:
        raise ClauseGone(amendment.clause.key)
    if basis in ("", digest(now)) or amendment.kind == AmendmentKind.MERGE:
        return now
    wordings = Wording.objects.filter(version=amendment.version, clause=amendment.clause)
    then = words_seen(wordings.get(language=amendment.language), basis)
    return now if then is None else then


def _check(amendment: Amendment) -> None:
    kind, words, other = AmendmentKind(amendment.kind), amendment.words, amendment.other_id
    says_it = {
        AmendmentKind.REPLACE: words not in ("", amendment.basis),
        AmendmentKind.INSERT: bool(words),
        AmendmentKind.DELETE: True,
        AmendmentKind.MOVE: other != amendment.clause_id,
        AmendmentKind.SPLIT: len(parts_of(words)) > 1,
        AmendmentKind.MERGE: other not in (None, amendment.clause_id),
    }
    if not says_it[kind]:
        raise ProposesNothing(kind)


def record_proposed(by: AbstractBaseUser, amendment: Amendment, at: datetime) -> None:
    """Seal what was proposed; call it last, as everything that goes into the ledger."""
    record(
        by=by,
        verb=Verb.PROPOSED,
        about=amendment,
        key=amendment.key,
        at=at,
        text=amendment.version.text,
        sealed=seal(amendment.content_hash(), amendment.key),
    )


@transaction.atomic
def reject_amendment(
    *, by: AbstractBaseUser, amendment: Amendment, reason: str, seen: str, at: datetime
) -> AmendmentStanding:
    """Say no, and why. `seen` is the stamp of the standing that the decider read."""
    require(can_decide(by, amendment.version.text))
    if not reason.strip():
        raise ReasonMissing(amendment.key)
    hold_open_version(amendment.version.text)
    standing = lock_standing(amendment, seen)
    return close(by, standing, State.REJECTED, at, reason=reason)


@transaction.atomic
def withdraw_amendment(*, by: AbstractBaseUser, amendment: Amendment, at: datetime) -> AmendmentStanding:
    """Take one's own amendment back while nobody has decided on it; it stays on record as withdrawn."""
    # Under silence too: it takes nothing from the words. The lock keeps it apart from who adopts or decides.
    lock_version_in_work(amendment.version.text)
    standing = AmendmentStanding.objects.select_for_update().get(amendment=amendment)
    amendment.standing = standing
    require(can_withdraw_amendment(by, amendment))
    standing.amendment = amendment
    return close(by, standing, State.WITHDRAWN, at)


def hold_open_amendments(text: Text) -> list[AmendmentStanding]:
    """Where every amendment stands that nobody decided on, held; the caller holds the version in work."""
    open_ones = AmendmentStanding.objects.open().filter(amendment__version__text=text)
    related = open_ones.select_related("amendment__version__text").order_by("pk")
    return list(related.select_for_update(of=("self",)))


def reject_at_adoption(
    by: AbstractBaseUser, standings: Iterable[AmendmentStanding], text: Text, at: datetime
) -> None:
    """Settle what nobody decided on when the text was adopted; its author reads why in the text's language."""
    with override(text.language):
        why = gettext("The text was adopted without it.")
    for standing in standings:
        close(by, standing, State.REJECTED, at, reason=why)


def lock_standing(amendment: Amendment, seen: str) -> AmendmentStanding:
    """Where the amendment stands, held; refused where it is not open, or not as the decider read it."""
    standing = AmendmentStanding.objects.select_for_update().get(amendment=amendment)
    standing.amendment = amendment
    if standing.state != State.OPEN or standing.stamp() != seen:
        raise StandsOtherwise(standing)
    return standing


def close(
    by: AbstractBaseUser,
    standing: AmendmentStanding,
    state: AmendmentStanding.State,
    at: datetime,
    *,
    reason: str = "",
    revision: int | None = None,
) -> AmendmentStanding:
    """Write a decision and seal it; the caller has asked whether it may be made, and holds the standing."""
    amendment = standing.amendment
    standing.state, standing.reason, standing.revision_id = state, reason.strip(), revision
    standing.decided_by_id, standing.decided_at = by.pk, at
    standing.save()
    record(
        by=by,
        verb=Verb.DECIDED,
        about=amendment,
        key=amendment.key,
        at=at,
        text=amendment.version.text,
        state=state,
        reason=seal(digest(standing.reason), amendment.key),
        revision=revision,
    )
    return standing
