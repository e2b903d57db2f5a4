"""The consultation report: every input with its answer, in the order of the clauses of the version consulted on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consultation.models import (
    Category,
    Comment,
    Consultation,
    Disposition,
    Duplicate,
    Signature,
    Standing,
)
from consultation.permissions.comments import held_back, shown_publicly
from consultation.reports.speakers import person_name
from consultation.reports.threads import redline_of_proposal
from drafts.models import Revision, Wording
from drafts.reports.names import ClauseName, names_of
from drafts.reports.reading import read_version
from drafts.text.diff import Change

State = Standing.State
# Counted, and never quoted.
KEPT_BACK = (State.RETURNED, State.HIDDEN, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One input as the report shows it: who said what, and what became of it."""

    comment: Comment
    organisation: str
    category: str
    # Of a person: their name with their consent, else their key; empty where only their organisation is known.
    name: str
    proposal: tuple[Change, ...]
    disposition: Disposition | None
    revisions: tuple[Revision, ...]
    # Whether the answer led to words that are not published yet.
    leads_to_words_in_work: bool
    signatories: tuple[str, ...]
    endorsements: int
    # The input that says the same, with which it was answered.
    together_with: str

    @property
    def is_pending(self) -> bool:
        return self.comment.standing.state == State.PENDING


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A clause as it was consulted on, and the inputs on it."""

    key: str
    name: str
    words: str
    language: str
    entries: tuple[ReportEntry, ...]


def clause_title(name: ClauseName) -> str:
    """What a clause is called where it heads what was said on it."""
    return _("Clause %(label)s") % {"label": name.path} if name.path else name.words


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """How many inputs a report lists, how many it only counts, and what is still owed."""

    listed: int
    kept_back: tuple[tuple[State, int], ...]
    pending: int
    unanswered: int

    @property
    def is_complete(self) -> bool:
        return not (self.pending or self.unanswered)


def count_report(consultation: Consultation, *, draft: bool) -> ReportCounts:
    """The figures at the head of a report. One query."""
    standings = Standing.objects.filter(comment__consultation=consultation).order_by()
    if not draft:
        # What was released before shows nothing that is held back now.
        standings = standings.exclude(held_back(timezone.now(), "comment__consultation__"))
    rows = standings.values_list("state").annotate(
        total=Count("pk"), unanswered=Count("pk", filter=Q(disposition=None))
    )
    counts = {state: (total, unanswered) for state, total, unanswered in rows}
    nothing = (0, 0)
    return ReportCounts(
        listed=sum(counts.get(state, nothing)[0] for state in _listed(draft=draft)),
        kept_back=tuple((state, counts[state][0]) for state in KEPT_BACK if state in counts),
        pending=counts.get(State.PENDING, nothing)[1],
        unanswered=counts.get(State.VISIBLE, nothing)[1],
    )


def _listed(*, draft: bool) -> tuple[State, ...]:
    """What the committee reads in a draft, everybody reads once it was let through."""
    return (State.VISIBLE, State.PENDING) if draft else (State.VISIBLE,)


def listed_inputs(consultation: Consultation, *, draft: bool) -> QuerySet[Comment]:
    """The inputs of a report in its order: by clause, on each the oldest first."""
    inputs = Comment.objects.filter(
        consultation=consultation,
        standing__state__in=_listed(draft=draft),
        clause__placements__version=consultation.version_id,
    )
    if not draft:
        inputs = inputs.filter(shown_publicly(timezone.now()))
    in_order = inputs.annotate(position=F("clause__placements__position"))
    return in_order.order_by("position", "submitted_at", "pk")


def read_sections(
    consultation: Consultation, inputs: QuerySet[Comment], language: str, *, draft: bool
) -> list[ReportSection]:
    """These inputs, under their clauses. The number of queries does not grow with them."""
    reading = read_version(consultation.version, language)
    clauses, names = {each.key: each for each in reading.clauses}, names_of(reading.clauses)
    entries = read_entries(consultation, inputs, draft=draft)
    by_clause = groupby(entries, key=attrgetter("comment.clause.key"))
    return [
        ReportSection(key, clause_title(names[key]), clauses[key].plain, clauses[key].language, tuple(group))
        for key, group in by_clause
    ]


def read_entries(
    consultation: Consultation, inputs: QuerySet[Comment], *, draft: bool
) -> Iterator[ReportEntry]:
    """The same one by one, without the names of the clauses. Six queries."""
    comments = list(_with_answers(inputs))
    words = _words_of(consultation, comments)
    for comment in comments:
        said_on = words.get((comment.clause_id, comment.wording_language), "")
        yield _entry(comment, said_on, draft=draft)


def _with_answers(inputs: QuerySet[Comment]) -> QuerySet[Comment]:
    signatures = Signature.objects.filter(withdrawn_at__isnull=True).select_related("organisation")
    merged = Duplicate.objects.filter(parted_at__isnull=True).select_related("original")
    revisions = Revision.objects.select_related("version").order_by("history_id")
    standing = Count("endorsements", filter=Q(endorsements__withdrawn_at__isnull=True), distinct=True)
    related = inputs.select_related(
        "clause", "author", "organisation", "spoken__sitting", "standing__disposition__decided_in"
    )
    return related.annotate(endorsed=standing).prefetch_related(
        Prefetch("signatures", signatures.order_by("organisation__name")),
        Prefetch("merged_into", merged),
        Prefetch("standing__disposition__revisions", revisions),
    )


def _words_of(consultation: Consultation, comments: Sequence[Comment]) -> dict[tuple[int, str], str]:
    """Clause and language → the words that were proposed on. One query."""
    clauses = {comment.clause_id for comment in comments}
    found = Wording.objects.filter(version=consultation.version_id, clause__in=clauses)
    return {(clause, language): text for clause, language, text in _columns(found)}


def _columns(wordings: QuerySet[Wording]) -> Iterable[tuple[int, str, str]]:
    return wordings.values_list("clause", "language", "text")


def _entry(comment: Comment, said_on: str, *, draft: bool) -> ReportEntry:
    disposition = comment.standing.disposition
    revisions = tuple(disposition.revisions.all()) if disposition else ()
    # What the committee has in work is not for everybody yet.
    shown = tuple(each for each in revisions if draft or each.version.is_published)
    merged = next((each.original.reference for each in comment.merged_into.all()), "")
    return ReportEntry(
        comment=comment,
        organisation=str(comment.organisation or ""),
        category=_category(comment),
        name=person_name(comment),
        proposal=redline_of_proposal(said_on, comment.proposed_wording, comment.proposal),
        disposition=disposition,
        revisions=shown,
        leads_to_words_in_work=len(shown) < len(revisions),
        signatories=tuple(str(each.organisation) for each in comment.signatures.all()),
        endorsements=getattr(comment, "endorsed", 0),
        together_with=merged,
    )


def _category(comment: Comment) -> str:
    """In words; nothing where it is all that may be known of who spoke, and so is said in place of a name."""
    if comment.is_from_session and comment.organisation is None:
        return ""
    code = comment.organisation.category if comment.organisation else comment.category
    return str(Category(code).label) if code else ""
