"""What the members of an organisation have half-written, as its coordinators and they themselves read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, QuerySet

from consultation.models import Comment, CommentDraft, Consultation, Contribution, DraftSuggestion
from consultation.permissions.organisations import house_of
from consultation.permissions.people import speaker_of
from drafts.models.ledger import canonical, digest
from drafts.permissions import Visitor
from drafts.reports.reading import ClauseReading, read_clauses
from drafts.text.diff import Change, diff_words


def words_hash(draft: CommentDraft) -> str:
    """The hash of what a draft says, by which it is known whether it still says it."""
    return digest(canonical([draft.body, draft.proposed_wording]))


@dataclass(frozen=True, slots=True)
class SuggestionReading:
    """A coordinator's other words, as what they change in the member's words of now."""

    suggestion: DraftSuggestion
    body: tuple[Change, ...]
    wording: tuple[Change, ...]
    # Whether the draft reads otherwise than when the suggestion was made.
    is_older: bool

    @property
    def is_open(self) -> bool:
        return self.suggestion.state == DraftSuggestion.State.OPEN


@dataclass(frozen=True, slots=True)
class SharedReading:
    """A draft with the suggestions made for it; `seen` says which words they are shown against."""

    draft: CommentDraft
    suggestions: tuple[SuggestionReading, ...]
    seen: str

    @property
    def open_suggestions(self) -> tuple[SuggestionReading, ...]:
        return tuple(each for each in self.suggestions if each.is_open)


def with_suggestions(drafts: QuerySet[CommentDraft]) -> QuerySet[CommentDraft]:
    """Drafts with all that a page says of them. Two queries."""
    made = DraftSuggestion.objects.select_related("suggested_by").order_by("suggested_at", "pk")
    related = ("author", "organisation", "clause", "consultation__version__text", "taken_into")
    return drafts.select_related(*related).prefetch_related(Prefetch("suggestions", made))


def read_shared(draft: CommentDraft) -> SharedReading:
    """A draft that came with its suggestions, each against the words of now."""
    seen = words_hash(draft)
    return SharedReading(
        draft,
        tuple(
            SuggestionReading(
                each,
                diff_words(draft.body, each.body) if each.body != draft.body else (),
                diff_words(draft.proposed_wording, each.proposed_wording)
                if each.proposed_wording != draft.proposed_wording
                else (),
                each.basis != seen,
            )
            for each in draft.suggestions.all()
        ),
        seen,
    )


@dataclass(frozen=True, slots=True)
class ClauseDrafts:
    """What was shared on one clause of one consultation."""

    consultation: Consultation
    clause: ClauseReading | None
    drafts: tuple[SharedReading, ...]

    @property
    def key(self) -> str:
        return f"{self.consultation.key}-{self.drafts[0].draft.clause.key}"


def drafts_by_clause(drafts: QuerySet[CommentDraft], language: str) -> list[ClauseDrafts]:
    """What is shared and has gone nowhere yet, by consultation and clause. Four queries."""
    waiting = with_suggestions(drafts.filter(taken_into=None))
    ordered = list(waiting.order_by("-consultation", "clause", "shared_at", "pk"))
    spots = [(draft.consultation.version, draft.clause) for draft in ordered]
    words = read_clauses(spots, language)
    return [
        ClauseDrafts(
            consultation, words.get((consultation.version_id, clause)), tuple(map(read_shared, each))
        )
        for (consultation, clause), each in _grouped(ordered)
    ]


def _grouped(
    ordered: Sequence[CommentDraft],
) -> Iterable[tuple[tuple[Consultation, int], list[CommentDraft]]]:
    for (_asked, clause), found in groupby(ordered, key=lambda each: (each.consultation_id, each.clause_id)):
        group = list(found)
        yield (group[0].consultation, clause), group


@dataclass(frozen=True, slots=True)
class Contributions:
    """Who wrote for a comment: how many, for everybody; who and in which words, inside their organisation."""

    number: int
    written: tuple[Contribution, ...]
    shows_names: bool


def read_contributions(user: Visitor, comment: Comment) -> Contributions:
    """What a reader may know of the members behind a comment. One query, or two for somebody with an account."""
    written = list(comment.contributions.select_related("author").order_by("pk"))
    if not written:
        return Contributions(0, (), shows_names=False)
    speaker = speaker_of(user) if user.pk is not None else None
    inside = speaker is not None and speaker.organisation == comment.organisation_id
    shows_names = inside and house_of(user) == comment.organisation_id
    return Contributions(len(written), tuple(written) if inside else (), shows_names)
