"""The trail between words and inputs, read from either end: words ↔ revision ↔ disposition ↔ input."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from consultation.models import Answered, Comment, Disposition, Moderation, ResolvedAnchor
from consultation.permissions import comments_seen_by
from consultation.reports.amendments import amendments_of
from consultation.reports.threads import redline_of_proposal
from drafts.models import Amendment, Clause, Descent, Revision, Text, Version
from drafts.permissions import Visitor, visible_versions
from drafts.reports.history import RevisionReading, read_revisions
from drafts.reports.reading import ClauseReading, read_clause, read_clauses
from drafts.text.diff import Change

type Span = tuple[int, int]
# What has to be at hand to say who speaks in a comment.
_SPEAKER = ("comment__organisation", "comment__author", "comment__spoken__sitting")


@dataclass(frozen=True, slots=True)
class RevisionTrail:
    """One tracked change with the inputs it answers."""

    revision: RevisionReading
    inputs: tuple[Comment, ...]
    amendments: tuple[Amendment, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment's words stand in one version, old and new words side by side."""

    version: Version
    clause: Clause
    state: str
    label: str
    certain: bool
    quoted: tuple[Span, ...]
    found: tuple[Span, ...]
    before: ClauseReading | None
    now: ClauseReading | None


@dataclass(frozen=True, slots=True)
class CommentTrail:
    """What became of a comment: how it was let in, where its words are now, and how it was answered."""

    comment: Comment
    moderations: tuple[Moderation, ...]
    dispositions: tuple[Disposition, ...]
    revisions: tuple[RevisionReading, ...]
    places: tuple[Place, ...]
    proposal: tuple[Change, ...]
    standing_on: ClauseReading | None = field(default=None)

    @property
    def answer(self) -> Disposition | None:
        """The disposition in force."""
        return self.dispositions[0] if self.dispositions else None


def visible_revisions(user: Visitor, text: Text) -> QuerySet[Revision]:
    """Tracked changes of published versions; those of the version in work for those who work on it."""
    return _revisions_of(visible_versions(user, text))


def _revisions_of(versions: QuerySet[Version]) -> QuerySet[Revision]:
    revisions: QuerySet[Revision] = Revision.objects.filter(version__in=versions)
    return revisions.select_related("version", "version__text", "clause", "history_user")


def trace_revisions(user: Visitor, revisions: Sequence[Revision]) -> list[RevisionTrail]:
    """Each tracked change with those of its inputs that the reader may see. Two queries beside the revisions."""
    inputs: dict[int, list[Comment]] = defaultdict(list)
    ticked = Answered.objects.filter(
        comments_seen_by(user, "comment__"),
        revision__in=[revision.history_id for revision in revisions],
    ).select_related(*_SPEAKER, "comment__standing__disposition")
    for answered in ticked.order_by("comment__submitted_at"):
        inputs[answered.revision_id].append(answered.comment)
    taken_in = amendments_of(revision.history_id for revision in revisions)
    return [
        RevisionTrail(reading, tuple(inputs[reading.id]), taken_in.get(reading.id, ()))
        for reading in read_revisions(revisions)
    ]


def inputs_between(user: Visitor, old: Version, new: Version) -> dict[str, int]:
    """Clause key → how many inputs its changes after one version up to another answer. One query.

    For a reader who may see both versions, and so every change between them.
    """
    ticked = Answered.objects.filter(
        comments_seen_by(user, "comment__"),
        revision__version__text=new.text_id,
        revision__version__number__gt=old.number,
        revision__version__number__lte=new.number,
    )
    return dict(ticked.values_list("revision__clause__key").annotate(Count("comment", distinct=True)))


def trace_clause(user: Visitor, clause: Clause, upto: Version | None = None) -> list[RevisionTrail]:
    """Every tracked change of a clause and of those it came from, newest first, up to a version where asked."""
    versions = visible_versions(user, clause.text)
    if upto is not None:
        versions = versions.filter(number__lte=upto.number)
    revisions = _revisions_of(versions).filter(clause__in=kin_of(clause, versions))
    return trace_revisions(user, list(revisions.order_by("-history_date", "-history_id")))


def kin_of(clause: Clause, versions: QuerySet[Version]) -> list[int]:
    """The clause and all it came from by splits and mergers in these versions: their history is its own."""
    parents: dict[int, set[int]] = defaultdict(set)
    for descent in Descent.objects.filter(version__in=versions):
        parents[descent.descendant_id].add(descent.ancestor_id)
    kin, to_visit = [clause.pk], [clause.pk]
    while to_visit:
        for parent in sorted(parents[to_visit.pop()] - set(kin)):
            kin.append(parent)
            to_visit.append(parent)
    return kin


def trace_comment(user: Visitor, comment: Comment) -> CommentTrail:
    """The whole way of one comment, for those who may see it."""
    text = comment.consultation.version.text
    dispositions = list(
        comment.dispositions.select_related("decided_by", "decided_in", "reaction").order_by(
            "-decided_at", "-pk"
        )
    )
    linked = visible_revisions(user, text).filter(answered__comment=comment) | visible_revisions(
        user, text
    ).filter(dispositions__in=dispositions)
    stood = read_clause(comment.consultation.version, comment.clause, comment.wording_language)
    return CommentTrail(
        comment=comment,
        moderations=tuple(comment.moderations.select_related("decided_by").order_by("pk")),
        dispositions=tuple(dispositions),
        revisions=tuple(read_revisions(list(linked.distinct().order_by("history_date", "history_id")))),
        places=tuple(_places(comment)),
        proposal=redline_of_proposal(
            stood.source if stood else "", comment.proposed_wording, comment.proposal
        ),
        standing_on=stood,
    )


def _places(comment: Comment) -> Iterable[Place]:
    rows = list(comment.places.select_related("version__text", "clause").order_by("version__number"))
    readings = read_clauses([(row.version, row.clause) for row in rows], comment.wording_language)
    last: ResolvedAnchor | None = None
    for row in rows:
        if last is not None:
            before = readings.get((last.version_id, last.clause_id))
            now = readings.get((row.version_id, row.clause_id))
            yield Place(
                version=row.version,
                clause=row.clause,
                state=row.state,
                label=row.get_state_display(),
                certain=not row.needs_confirming,
                quoted=_spans(last, before),
                found=_spans(row, now),
                before=before,
                now=now,
            )
        last = row


def _spans(place: ResolvedAnchor, shown: ClauseReading | None) -> tuple[Span, ...]:
    """Where the quoted words stand in a clause: those very ones, should it say them twice.

    None where the clause is shown in another language than the words are in.
    """
    if shown is None or place.start is None or place.end is None:
        return ()
    return ((place.start, place.end),) if shown.language == place.comment.wording_language else ()
