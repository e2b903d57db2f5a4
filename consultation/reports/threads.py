"""The comments on one clause of one version: what was said, where its words are now, how it was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Page
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from consultation.models import Comment, Disposition, Moderation, ResolvedAnchor, Standing
from consultation.permissions.comments import comments_seen_by, held_back, shown_publicly
from consultation.reports.document import shown_to
from consultation.reports.likeness import AlikeGroup, groups_of
from consultation.reports.pages import FIRST, Shown
from consultation.reports.signatures import signatures_of
from consultation.reports.voices import Voices, read_voices
from drafts.models import AmendmentKind, Clause, Revision, Version, Wording
from drafts.permissions import Visitor
from drafts.text.diff import Change, diff_words
from drafts.text.inline import plain

type Span = tuple[int, int]
type WordsAt = Mapping[tuple[int, int, str], str]  # version, clause, language → words


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of a clause with those a comment is about marked in them."""

    words: str
    span: Span | None

    @property
    def highlights(self) -> tuple[Span, ...]:
        return (self.span,) if self.span else ()


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """One comment as it is read beside its clause."""

    comment: Comment
    place: ResolvedAnchor
    is_own: bool
    kept_back_because: str
    disposition: Disposition | None
    led_to: tuple[Revision, ...]
    leads_to_words_in_work: bool
    proposal: tuple[Change, ...]
    committee: bool
    then: Passage | None
    now: Passage | None
    voices: Voices
    # How many of those that everybody may read say nearly the same, it included; 0 where it is alone.
    alike: int = 0

    @property
    def is_carried(self) -> bool:
        """Whether it was made on an earlier version than the one being read."""
        return self.place.version_id != self.comment.consultation.version_id

    @property
    def needs_confirming(self) -> bool:
        return self.place.needs_confirming

    @property
    def shows_both(self) -> bool:
        """Whether old and new words stand side by side; the same words need no comparing."""
        return self.is_carried and self.place.state != ResolvedAnchor.State.SAME


@dataclass(frozen=True, slots=True)
class Thread:
    """A page of the comments on a clause that the reader may see, oldest first, and how many are kept from view."""

    entries: tuple[ThreadEntry, ...]
    withheld: int
    page: Page[int] | None = None
    # What every comment quotes, on whichever page it is: in which language, and which of the words.
    quoted: tuple[tuple[str, Span], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.entries or self.withheld)

    @property
    def total(self) -> int:
        """How many comments there are on all pages."""
        return self.page.paginator.count if self.page else 0

    def spans(self, language: str) -> tuple[Span, ...]:
        """The quoted words to mark in the clause, read in a language."""
        return tuple(dict.fromkeys(span for each, span in self.quoted if each == language))


def read_thread(
    user: Visitor,
    version: Version,
    clause: Clause,
    *,
    committee: bool,
    at: datetime | None = None,
    shown: Shown = FIRST,
) -> Thread:
    """A page of the comments at a clause in a published version. The number of queries does not grow with them."""
    now = at or timezone.now()
    all_places = ResolvedAnchor.objects.filter(version=version, clause=clause)
    readable = _readable(user, all_places, now, committee=committee)
    listed = readable.values_list("pk", "comment__reference", "comment__wording_language", "start", "end")
    rows = list(listed)
    page = shown.of([row[1] for row in rows], [row[0] for row in rows])
    places = list(_read_whole(list(page.object_list)))
    hidden = Q(comment__standing__state__in=(Standing.State.HIDDEN, Standing.State.WITHDRAWN))
    if not committee:
        hidden &= ~held_back(now, "comment__consultation__")
    words = words_at(places)
    reasons = reasons_for([place.comment_id for place in places if place.comment.author_id == user.pk])
    voices = read_voices(user, [place.comment for place in places], now)
    # A kept page shows what was grouped when it was made, until the next act on the text.
    alike = groups_of([place.comment_id for place in places], shown_publicly(now, "comment__"))
    entries = (
        _entry(user, place, words, reasons, voices[place.comment_id], committee=committee) for place in places
    )
    return Thread(
        tuple(_counted(entry, alike) for entry in entries),
        all_places.filter(hidden).exclude(pk__in=readable.order_by().values("pk")).count(),
        page,
        tuple((language, span) for *_, language, start, end in rows if (span := _span(start, end))),
    )


def _readable(
    user: Visitor, places: QuerySet[ResolvedAnchor], at: datetime, *, committee: bool
) -> QuerySet[ResolvedAnchor]:
    mine = Q(comment__author=user.pk) if user.pk is not None else Q(pk__in=())
    seen = shown_to(committee=committee, at=at) | mine
    found = places.filter(seen, comments_seen_by(user, "comment__", at=at))
    return found.order_by("comment__submitted_at", "comment")


def _read_whole(places: Sequence[int]) -> QuerySet[ResolvedAnchor]:
    """These places with everything that is read with their comments."""
    return (
        ResolvedAnchor.objects.filter(pk__in=places)
        .select_related(
            "version",
            "clause",
            "comment__author",
            "comment__organisation",
            "comment__spoken__sitting",
            "comment__question",
            "comment__standing__disposition",
            "comment__amendment__standing__revision__version",
            "comment__consultation__version__text",
        )
        .prefetch_related(
            Prefetch(
                "comment__standing__disposition__revisions",
                Revision.objects.select_related("version").order_by("history_id"),
            ),
            signatures_of("comment__"),
        )
        .order_by("comment__submitted_at", "comment")
    )


def words_at(places: Sequence[ResolvedAnchor]) -> WordsAt:
    """The words these comments were made on and those they stand at now. One query."""
    versions = {place.version_id for place in places}
    versions |= {place.comment.consultation.version_id for place in places}
    clauses = {place.clause_id for place in places} | {place.comment.clause_id for place in places}
    wordings = Wording.objects.filter(version__in=versions, clause__in=clauses)
    return {
        (wording.version_id, wording.clause_id, wording.language): wording.text
        for wording in wordings.only("version", "clause", "language", "text")
    }


def reasons_for(comments: Sequence[int]) -> dict[int, str]:
    """Comment → why it was kept back the last time, for its author. One query."""
    log = Moderation.objects.filter(comment__in=comments).exclude(reason="").order_by("pk")
    return dict(log.values_list("comment", "reason"))


def _entry(
    user: Visitor,
    place: ResolvedAnchor,
    words: WordsAt,
    reasons: Mapping[int, str],
    voices: Voices,
    *,
    committee: bool,
) -> ThreadEntry:
    comment = place.comment
    said_on = words.get((comment.consultation.version_id, comment.clause_id, comment.wording_language))
    disposition = comment.standing.disposition
    revisions = disposition.revisions.all() if disposition else ()
    # What the committee has in work is not for everybody yet.
    led_to = tuple(each for each in revisions if committee or each.version.is_published)
    stands_at = words.get((place.version_id, place.clause_id, comment.wording_language))
    return ThreadEntry(
        comment=comment,
        place=place,
        is_own=comment.author_id == user.pk,
        kept_back_because=reasons.get(comment.pk, ""),
        disposition=disposition,
        led_to=led_to,
        leads_to_words_in_work=len(led_to) < len(revisions),
        proposal=redline_of_proposal(said_on or "", comment.proposed_wording, comment.proposal),
        committee=committee,
        then=None if said_on is None else Passage(said_on, _span(comment.start, comment.end)),
        now=None if stands_at is None else Passage(stands_at, _span(place.start, place.end)),
        voices=voices,
    )


def _counted(entry: ThreadEntry, alike: Mapping[int, AlikeGroup]) -> ThreadEntry:
    group = alike.get(entry.comment.pk)
    is_public = entry.comment.standing.state == Standing.State.VISIBLE
    return replace(entry, alike=group.number) if group and is_public else entry


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else (start, end)


def redline_of_proposal(words: str, proposed: str, kind: str = "") -> tuple[Change, ...]:
    """What a proposal changes in the words it is about; nothing where none is proposed.

    A new clause is all put in, and one that is to go is all struck.
    """
    if kind == AmendmentKind.DELETE:
        return diff_words(plain(words), "")
    if not proposed:
        return ()
    return diff_words("" if kind == AmendmentKind.INSERT else plain(words), plain(proposed))
