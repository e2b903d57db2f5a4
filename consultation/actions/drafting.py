"""Drafting inside an organisation: sharing what is half-written, suggesting other words, bringing drafts together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consultation.models import CommentDraft, DraftSuggestion, Organisation, User
from consultation.permissions.organisations import (
    can_change_draft,
    can_read_drafts,
    can_share,
    can_suggest,
)
from consultation.permissions.people import speaker_of
from consultation.reports.drafting import words_hash
from drafts.access import require
from drafts.models import AmendmentKind


class DraftChanged(Exception):
    """The draft reads otherwise than whoever acts on it saw it."""


class AlreadyDecided(Exception):
    """The suggestion was taken or declined before."""


class DraftsApart(Exception):
    """Only drafts on one clause in one consultation that have gone nowhere yet are brought together."""


@dataclass(frozen=True, slots=True)
class OtherWords:
    """What a coordinator suggests: the whole comment anew, and why."""

    body: str
    proposed_wording: str
    note: str


@transaction.atomic
def share_draft(*, by: User, draft: CommentDraft, at: datetime) -> None:
    """Let the coordinators of one's organisation read a draft, as it is and as it will be.

    It has not been said yet, so it is not in the ledger; nor is what becomes of it inside.
    """
    held = CommentDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    require(can_share(by, held))
    speaker = speaker_of(by)
    held.organisation_id, held.shared_at = (speaker.organisation if speaker else None), at
    held.save(update_fields=["organisation", "shared_at"])


@transaction.atomic
def unshare_draft(*, by: User, draft: CommentDraft) -> None:
    """Take a draft back: nobody else reads it any more, and what is in work from it does not count on it."""
    held = CommentDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk, author=by)
    require(can_change_draft(by, held))
    held.consolidations.clear()
    held.organisation, held.shared_at = None, None
    held.save(update_fields=["organisation", "shared_at"])


@transaction.atomic
def suggest_words(
    *, by: User, draft: CommentDraft, words: OtherWords, basis: str, at: datetime
) -> DraftSuggestion:
    """Put other words beside a member's; theirs stay until they take the others."""
    held = CommentDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    require(can_suggest(by, held))
    if words_hash(held) != basis:
        raise DraftChanged(held.pk)
    return DraftSuggestion.objects.create(
        draft=held,
        body=words.body,
        proposed_wording=words.proposed_wording,
        note=words.note,
        basis=basis,
        suggested_by=by,
        suggested_at=at,
    )


@transaction.atomic
def take_suggestion(*, by: User, suggestion: DraftSuggestion, seen: str, at: datetime) -> CommentDraft:
    """Put a coordinator's words in place of one's own, if one's own are still those that one saw."""
    draft, held = _open_suggestion(suggestion)
    require(can_change_draft(by, draft))
    if words_hash(draft) != seen:
        raise DraftChanged(draft.pk)
    draft.body, draft.proposed_wording, draft.saved_at = held.body, held.proposed_wording, at
    draft.save(update_fields=["body", "proposed_wording", "saved_at"])
    _decide(held, DraftSuggestion.State.TAKEN, at)
    return draft


@transaction.atomic
def decline_suggestion(*, by: User, suggestion: DraftSuggestion, at: datetime) -> CommentDraft:
    """Leave one's words as they are."""
    draft, held = _open_suggestion(suggestion)
    require(can_change_draft(by, draft))
    _decide(held, DraftSuggestion.State.DECLINED, at)
    return draft


def _open_suggestion(suggestion: DraftSuggestion) -> tuple[CommentDraft, DraftSuggestion]:
    """The draft it is for, held, and the suggestion as long as nobody has decided on it."""
    draft = CommentDraft.objects.select_for_update(of=("self",)).get(pk=suggestion.draft_id)
    held = DraftSuggestion.objects.get(pk=suggestion.pk)
    if held.state != DraftSuggestion.State.OPEN:
        raise AlreadyDecided(held.pk)
    return draft, held


def _decide(held: DraftSuggestion, state: DraftSuggestion.State, at: datetime) -> None:
    held.state, held.decided_at = state, at
    held.save(update_fields=["state", "decided_at"])


@transaction.atomic
def bring_together(
    *, by: User, organisation: Organisation, keys: Collection[str], at: datetime
) -> CommentDraft:
    """Begin a draft of one's own with the words of several members one after the other, numbered as they came.

    Who wrote which is kept beside it: no name goes into words that never change.
    """
    require(can_read_drafts(by, organisation))
    shared = CommentDraft.objects.select_for_update(of=("self",)).select_related("author")
    # Locked in one order, whoever else locks some of them.
    found = shared.filter(key__in=keys, organisation=organisation, taken_into=None).order_by("pk")
    held = sorted(found, key=lambda draft: (str(draft.shared_at), draft.pk))
    about = {(draft.consultation_id, draft.clause_id) for draft in held}
    if len(held) != len(keys) or len(about) != 1:
        raise DraftsApart(keys)
    first = next((draft for draft in held if _proposes(draft)), held[0])
    made = CommentDraft.objects.create(
        **{name: getattr(held[0], name) for name in ("consultation", "clause", "kind", "language")},
        **{name: getattr(first, name) for name in ("proposed_wording", "proposal", "wording_language")},
        **_quoted_by_all(held),
        author=by,
        body="\n\n".join(_as_brought(number, draft, first) for number, draft in enumerate(held, 1)),
        saved_at=at,
    )
    made.sources.set(held)
    return made


def _proposes(draft: CommentDraft) -> bool:
    return bool(draft.proposed_wording) or draft.proposal == AmendmentKind.DELETE


def _quoted_by_all(held: Sequence[CommentDraft]) -> dict[str, object]:
    """The words they are about, where that is the same in all of them; else they are about the whole clause."""
    names = ("wording_language", "quote", "prefix", "suffix", "start", "end")
    quotes = {tuple(getattr(draft, name) for name in names) for draft in held}
    if len(quotes) > 1:
        return {}
    return dict(zip(names[1:], quotes.pop()[1:], strict=True))


def _as_brought(number: int, draft: CommentDraft, first: CommentDraft) -> str:
    """A member's words under their number; with what they propose, where others do too."""
    lines = [f"[{number}]", draft.body]
    if draft is not first and draft.proposed_wording:
        lines.append(_("Proposed wording: %(words)s") % {"words": draft.proposed_wording})
    return "\n".join(line for line in lines if line)
