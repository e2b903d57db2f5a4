"""One clause on the desk: its words, every input on it, and the revisions that may answer them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Max, prefetch_related_objects

from consultation.models import (
    Answered,
    Comment,
    Disposition,
    Duplicate,
    Reply,
    ResolvedAnchor,
    Standing,
)
from consultation.reports.desk import places_in
from consultation.reports.likeness import AlikeGroup, groups_of
from consultation.reports.pages import Shown
from consultation.reports.signatures import signatures_of
from consultation.reports.threads import redline_of_proposal
from drafts.models import AmendmentKind, Clause, Descent, Revision, Text, Version, Wording, WordingState
from drafts.models import Change as RevisionChange
from drafts.reports.history import RevisionReading, read_revisions
from drafts.reports.reading import ClauseReading, read_clause
from drafts.reports.translations import Held, hold_all
from drafts.text.diff import Change, diff_words
from drafts.text.inline import plain
from drafts.text.merge import Merge

_IN_ORDER = ("comment__submitted_at", "comment")
_COMMENT = (
    "clause",
    "author",
    "organisation",
    "spoken__sitting",
    "question",
    "standing",
    "consultation__version",
)


@dataclass(frozen=True, slots=True)
class InputReading:
    """One input as the committee answers it."""

    comment: Comment
    place: ResolvedAnchor
    # Whether it stands at the clause itself, not at one that was split or merged into it.
    is_here: bool
    proposal: tuple[Change, ...]
    dispositions: tuple[Disposition, ...]
    revisions: tuple[RevisionReading, ...]
    ticked: frozenset[int]
    # Those that say nearly the same, where there are others.
    alike: AlikeGroup | None = None

    @property
    def rewords(self) -> bool:
        """Whether it proposes words to stand in place of the clause's."""
        return bool(self.comment.proposed_wording) and self.comment.proposal == AmendmentKind.REPLACE

    @property
    def disposition(self) -> Disposition | None:
        """The answer in force."""
        return self.dispositions[0] if self.dispositions else None


@dataclass(frozen=True, slots=True)
class ClauseInputs:
    """A clause in work: how it stands now, how it was published, and what was said about it."""

    clause: Clause
    now: ClauseReading | None
    published: ClauseReading | None
    wordings: tuple[Wording, ...]
    revisions: tuple[RevisionReading, ...]
    inputs: tuple[InputReading, ...]
    # Every input on the clause, on whichever page it is.
    listed: tuple["Listed", ...] = ()
    page: Page[int] | None = None
    # Where it left before the last version was published: as it last stood, and in which version.
    last: ClauseReading | None = None
    last_in: Version | None = None

    @property
    def waiting(self) -> str:
        """The reference of the first input that awaits its answer, where it is on another page."""
        on_page = set(self.page.object_list) if self.page else set()
        waiting = [each for each in self.listed if each.is_waiting]
        if any(each.place in on_page for each in waiting):
            return ""
        return next((each.reference for each in waiting), "")

    def wording(self, language: str) -> Wording | None:
        return next((wording for wording in self.wordings if wording.language == language), None)

    @property
    def shown(self) -> ClauseReading | None:
        """As it stands, as it was last published, or as it stood before it left."""
        return self.now or self.published or self.last

    @property
    def changes(self) -> tuple[Change, ...]:
        """What publishing would show against the last published words; everything inserted where it is new."""
        was = self.published.plain if self.published else ""
        now = self.now.plain if self.now else ""
        return diff_words(was, now)


@dataclass(frozen=True, slots=True)
class Listed:
    """One of all the inputs on a clause: where it stands, and whether it awaits its answer."""

    place: int
    clause: int
    comment: int
    reference: str
    is_waiting: bool


def read_inputs(
    clause: Clause,
    working: Version | None,
    latest: Version | None,
    language: str,
    shown: Shown | None = None,
) -> ClauseInputs:
    """What was said on a clause, oldest first: all of it, or a page. The queries do not grow with the inputs."""
    wordings = _wordings(clause, working or latest)
    listed = _listed(clause, working, latest)
    keys = [each.place for each in listed]
    page = shown.of([each.reference for each in listed], keys) if shown else None
    places = _places(list(page.object_list) if page else keys)
    now = read_clause(working, clause, language) if working else None
    published = read_clause(latest, clause, language) if latest else None
    last_in = None if now or published else _last_version(clause)
    comments = [place.comment for place in places]
    revisions = _revisions({clause.pk, *(each.clause for each in listed)}, comments)
    dispositions, ticks, said_on = _dispositions(comments), _ticks(comments), _last_said_on(comments)
    words = {wording.language: wording.text for wording in wordings}
    alike = groups_of([comment.pk for comment in comments])
    return ClauseInputs(
        clause=clause,
        now=now,
        published=published,
        wordings=wordings,
        revisions=tuple(each for each in revisions if working and each.version.pk == working.pk),
        inputs=tuple(
            InputReading(
                comment=place.comment,
                place=place,
                is_here=place.clause_id == clause.pk,
                proposal=_proposal(place.comment, words),
                dispositions=tuple(dispositions[place.comment_id]),
                revisions=_since(said_on[place.comment_id], revisions),
                ticked=frozenset(ticks[place.comment_id]),
                alike=alike.get(place.comment_id),
            )
            for place in places
        ),
        listed=listed,
        page=page,
        last=_last_reading(clause, language, last_in) if not (now or published) else None,
        last_in=last_in,
    )


def _last_reading(clause: Clause, language: str, last_in: Version | None) -> ClauseReading | None:
    """A clause that is gone as it last stood; one that was never published, as it was when it was taken out."""
    if last_in:
        return read_clause(last_in, clause, language)
    removed = Revision.objects.filter(clause=clause, change=RevisionChange.REMOVED).order_by("-history_id")
    last = removed.filter(language=language).first() or removed.first()
    if last is None:
        return None
    return ClauseReading(
        clause_id=clause.pk,
        key=clause.key,
        position=0,
        depth=last.stood_as.get("depth", 0),
        kind=last.stood_as.get("kind", ""),
        label=last.stood_as.get("label", ""),
        language=last.language,
        state=last.state,
        source=last.text or last.before,
    )


def _last_version(clause: Clause) -> Version | None:
    """The last version in which a clause stood. One query."""
    stood_in = Version.objects.filter(placements__clause=clause)
    return stood_in.select_related("text").order_by("number").last()


def read_input(comment: Comment, text: Text) -> InputReading | None:
    """One input with its answers, where it stands in the last published version."""
    latest = Version.objects.published().filter(text=text).order_by("number").last()
    place = places_in(latest).filter(comment=comment).select_related("clause").first()
    if place is None:
        return None
    prefetch_related_objects([comment], signatures_of())
    working = Version.objects.working().filter(text=text).first()
    words = {wording.language: wording.text for wording in _wordings(place.clause, working or latest)}
    revisions = _revisions({place.clause_id, comment.clause_id, *_heirs(place.clause, working)}, [comment])
    return InputReading(
        comment=comment,
        place=place,
        is_here=True,
        proposal=_proposal(comment, words),
        dispositions=tuple(_dispositions([comment])[comment.pk]),
        revisions=_since(_last_said_on([comment])[comment.pk], revisions),
        ticked=frozenset(_ticks([comment])[comment.pk]),
    )


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was saved while somebody else was typing: the words both started from, and both ways away from them.

    Without `merge` (nobody knows what the writer started from) `yours` leads from the words that stand now.
    """

    by: str
    current: str
    typed: str
    merge: Merge | None

    @property
    def base(self) -> str:
        return "".join(piece.base for piece in self.merge.pieces) if self.merge else ""

    @property
    def theirs(self) -> tuple[Change, ...]:
        return diff_words(plain(self.base), plain(self.current)) if self.merge else ()

    @property
    def yours(self) -> tuple[Change, ...]:
        return diff_words(plain(self.base if self.merge else self.current), plain(self.typed))

    @property
    def proposal(self) -> str:
        """Words to start from: both edits where they do not touch, both sides' words where they do."""
        return self.merge.proposal() if self.merge else self.typed

    @property
    def collides(self) -> bool:
        return self.merge is None or not self.merge.is_clean


def read_conflict(current: Wording, typed: str, merge: Merge | None) -> Conflict:
    """The words that stand now beside those that somebody wanted to put there."""
    return Conflict(by=last_editor(current.pk), current=current.text, typed=typed, merge=merge)


def last_editor(wording: int, before: int | None = None) -> str:
    """Who changed a wording last, or last before a revision."""
    revisions = Revision.objects.filter(id=wording).select_related("history_user")
    if before is not None:
        revisions = revisions.filter(history_id__lt=before)
    last = revisions.order_by("history_id").last()
    return str(last.history_user) if last and last.history_user else ""


def stale_translation(inputs: ClauseInputs, language: str, source_language: str) -> Held | None:
    """A translation that is older than its source, held against it; nothing where it is not."""
    translation, source = inputs.wording(language), inputs.wording(source_language)
    if translation is None or source is None or translation.state != WordingState.STALE:
        return None
    held = hold_all(source.version, [source, translation])
    return held[inputs.clause.pk, language]


def _wordings(clause: Clause, version: Version | None) -> tuple[Wording, ...]:
    found = Wording.objects.filter(clause=clause, version=version).select_related("version__text", "clause")
    return tuple(found.order_by("language"))


def _listed(clause: Clause, working: Version | None, latest: Version | None) -> tuple[Listed, ...]:
    """Inputs on the clause, and on those that the version in work split or merged into it. One query."""
    merged = Descent.objects.filter(version=working, descendant=clause).values("ancestor")
    places = places_in(latest)
    found = places.filter(clause=clause) | places.filter(clause__in=merged)
    rows = found.order_by(*_IN_ORDER).values_list(
        "pk",
        "clause",
        "comment",
        "comment__reference",
        "comment__standing__state",
        "comment__standing__disposition",
    )
    return tuple(
        Listed(place, at, comment, reference, state in Standing.OWED and disposition is None)
        for place, at, comment, reference, state, disposition in rows
    )


def _places(keys: Sequence[int]) -> list[ResolvedAnchor]:
    """These places, with the comments that stand there."""
    related = [f"comment__{name}" for name in _COMMENT]
    shown = ResolvedAnchor.objects.filter(pk__in=keys).select_related("clause", *related)
    return list(shown.prefetch_related(signatures_of("comment__")).order_by(*_IN_ORDER))


def count_open_requests(comments: Sequence[int]) -> int:
    """How many requests for clarification of these comments wait for their authors. One query."""
    answered = Reply.objects.filter(comment__in=comments).exclude(request=None).values("request")
    asked = Reply.objects.filter(comment__in=comments, kind=Reply.Kind.REQUEST, state=Reply.State.VISIBLE)
    return asked.exclude(pk__in=answered).count()


def _heirs(clause: Clause, working: Version | None) -> list[int]:
    descents = Descent.objects.filter(version=working, ancestor=clause)
    return list(descents.values_list("descendant", flat=True))


def _revisions(clauses: Iterable[int], comments: Sequence[Comment]) -> list[RevisionReading]:
    """Changes to these clauses since the earliest version that was commented on, newest first."""
    consulted = [comment.consultation.version.number for comment in comments]
    rows = (
        Revision.objects.filter(clause__in=list(clauses), version__number__gt=min(consulted, default=-1))
        .select_related("version", "clause", "history_user")
        .order_by("-history_date", "-history_id")
    )
    return read_revisions(list(rows))


def _since(version: int, revisions: Iterable[RevisionReading]) -> tuple[RevisionReading, ...]:
    return tuple(revision for revision in revisions if revision.version.number > version)


def _last_said_on(comments: Sequence[Comment]) -> Mapping[int, int]:
    """Comment → the number of the last version that it, or one that says the same, was made on. One query."""
    merged = Duplicate.objects.filter(original__in=[comment.pk for comment in comments], parted_at=None)
    later = dict(merged.values_list("original").annotate(Max("comment__consultation__version__number")))
    return {
        comment.pk: max(comment.consultation.version.number, later.get(comment.pk, 0)) for comment in comments
    }


def later_revisions(comment: Comment, numbers: Sequence[int]) -> list[int]:
    """Those of these numbers that are changes to the text since the comment, and those like it, were made."""
    text, number = comment.consultation.version.text_id, _last_said_on([comment])[comment.pk]
    later = Revision.objects.filter(version__text=text, version__number__gt=number)
    return sorted(later.filter(history_id__in=numbers).values_list("history_id", flat=True))


def _dispositions(comments: Sequence[Comment]) -> dict[int, list[Disposition]]:
    """Comment → its answers, the one in force first."""
    found: dict[int, list[Disposition]] = defaultdict(list)
    answers = Disposition.objects.filter(comment__in=comments).select_related(
        "decided_by", "decided_in", "reaction"
    )
    for disposition in answers.prefetch_related("revisions").order_by("-pk"):
        found[disposition.comment_id].append(disposition)
    return found


def _ticks(comments: Sequence[Comment]) -> dict[int, list[int]]:
    """Comment → the revisions that were said to answer it when they were made."""
    found: dict[int, list[int]] = defaultdict(list)
    for comment, revision in Answered.objects.filter(comment__in=comments).values_list("comment", "revision"):
        found[comment].append(revision)
    return found


def _proposal(comment: Comment, words: dict[str, str]) -> tuple[Change, ...]:
    """What is proposed, as a redline against the words as they stand now."""
    now = words.get(comment.wording_language, "")
    return redline_of_proposal(now, comment.proposed_wording, comment.proposal)
