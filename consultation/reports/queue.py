"""What still has to be done: comments that await moderation or an answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from consultation.models import (
    Comment,
    Consultation,
    Likeness,
    Moderation,
    ModerationAnswer,
    Organisation,
    Standing,
    User,
)
from consultation.permissions import can_let_through, can_moderate_each, moderated_comments
from consultation.permissions.moderation import KEPT_BACK
from consultation.reports.likeness import AlikeGroup, groups_of
from drafts.access import Decision
from drafts.models import Text
from drafts.text.diff import Change, diff_words

ANY_STATE = "all"
# What has to be at hand to say who speaks in a comment.
_SPEAKER = ("organisation", "author", "spoken__sitting")
LISTED_FIRST = 25
"""How many of the comments that stand in the way a page lists; the desk has the others."""
AT_ONCE = 100
"""How many comments one act decides at most: as many as a person can look through."""


def unanswered_comments(text: Text) -> QuerySet[Comment]:
    """Comments on any version of a text that are owed an answer, oldest first."""
    owed = Standing.objects.owed_an_answer()
    return (
        Comment.objects.filter(standing__in=owed, consultation__version__text=text)
        .select_related(*_SPEAKER, "standing", "clause", "consultation__version")
        .order_by("submitted_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Which comments a moderator looks at; an empty field asks for all."""

    state: str = ""
    text: str = ""
    consultation: str = ""
    category: str = ""
    organisation: str = ""
    # The reference of the first of those that say nearly the same.
    alike: str = ""
    answered: str = ""

    @property
    def query(self) -> str:
        """As it stands in an address; never empty, since without a state those that wait are meant."""
        asked = {**asdict(self), "state": self.state or ANY_STATE}
        return urlencode({name: value for name, value in asked.items() if value})

    def but(self, **other: str) -> "Asked":
        return replace(self, **other)

    def condition(self) -> Q:
        columns = {
            "standing__state": self.state,
            "consultation__version__text__slug": self.text,
            "consultation__key": self.consultation,
            "organisation__slug": self.organisation,
            "likeness__leader__reference": self.alike,
        }
        asked = Q(**{column: value for column, value in columns.items() if value})
        if self.category:
            asked &= Q(organisation__category=self.category) | Q(category=self.category)
        return asked


EVERYTHING = Asked()


def to_moderate(comments: QuerySet[Comment], asked: Asked = EVERYTHING) -> QuerySet[Comment]:
    """Comments with all a moderator reads, oldest first; those asked for."""
    if asked.answered:
        comments = with_an_answer(comments)
    log = Moderation.objects.select_related("decided_by", "answer").order_by("pk")
    return (
        comments.filter(asked.condition())
        .select_related(*_SPEAKER, "standing", "clause", "consultation__version__text")
        .prefetch_related(Prefetch("moderations", queryset=log))
        .order_by("submitted_at", "pk")
    )


def with_an_answer(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Comments that are kept back, and whose authors answered that."""
    last = Moderation.objects.filter(comment=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    answered = ModerationAnswer.objects.values("moderation")
    kept_back = comments.filter(standing__state__in=KEPT_BACK)
    return kept_back.annotate(last_decision=Subquery(last)).filter(last_decision__in=answered)


def latest_decision(comment: Comment) -> Moderation | None:
    """The last thing that was decided about a comment."""
    return comment.moderations.select_related("decided_by").order_by("pk").last()


def log_of(text: Text) -> QuerySet[Moderation]:
    """Every decision on the comments on a text, the last one first."""
    decisions = Moderation.objects.filter(comment__consultation__version__text=text)
    related = (*(f"comment__{name}" for name in _SPEAKER), "comment__consultation__version")
    return decisions.select_related("decided_by", "answer", *related).order_by("-pk")


@dataclass(frozen=True, slots=True)
class Choices:
    """What a moderator can choose by: consultations and organisations, by their keys."""

    consultations: tuple[tuple[str, str], ...]
    organisations: tuple[tuple[str, str], ...]


def choices_of(comments: QuerySet[Comment]) -> Choices:
    """The consultations in which these comments were made, and the organisations that made them. Two queries."""
    rounds = Consultation.objects.filter(pk__in=comments.values("consultation"))
    rounds = rounds.select_related("version__text").order_by("-opens_at", "pk")
    organisations = Organisation.objects.filter(pk__in=comments.values("organisation")).order_by("name")
    return Choices(
        tuple((each.key, f"{each.version.text}, {each.version}") for each in rounds),
        tuple(organisations.values_list("slug", "name")),
    )


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One comment before its moderator."""

    comment: Comment
    may: Decision
    group: AlikeGroup | None = None
    # Against the first that says nearly the same, where these are looked at together.
    differs: tuple[Change, ...] = ()


def read_queue(user: User, comments: Sequence[Comment], asked: Asked = EVERYTHING) -> list[QueueRow]:
    """A page of the queue. The number of queries does not grow with the comments."""
    may = can_moderate_each(user, comments)
    groups = groups_of([comment.pk for comment in comments])
    first = _first_of(comments, asked)
    return [
        QueueRow(
            comment,
            may[comment.pk],
            groups.get(comment.pk),
            diff_words(first.body, comment.body) if first and first != comment else (),
        )
        for comment in comments
    ]


def _first_of(comments: Sequence[Comment], asked: Asked) -> Comment | None:
    """The comment that the others of a group repeat, where a group was asked for and there is one."""
    if not asked.alike or not comments:
        return None
    likeness = Likeness.objects.filter(comment=comments[0].pk).select_related("leader").first()
    return likeness.leader if likeness else None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A comment that was ticked and is not decided with the others, and why."""

    comment: Comment
    reason: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """Comments that were ticked for one decision: those it is about, and those left out."""

    comments: tuple[Comment, ...]
    left_out: tuple[LeftOut, ...]


def read_ticked(user: User, seen: Mapping[str, str], state: str) -> Ticked:
    """Comments by their references, each with the state it was seen in. The queries do not grow with them."""
    comments = list(to_moderate(moderated_comments(user)).filter(reference__in=seen))
    may = can_moderate_each(user, comments)
    through = _let_through(comments) if state == Standing.State.VISIBLE else {}
    found = [(each, _why_not(each, seen[each.reference], state, may[each.pk], through)) for each in comments]
    together = [each for each, reason in found if not reason]
    too_many = _("At most %(number)s are decided at once. Decide the others after these.")
    left_out = [LeftOut(each, reason) for each, reason in found if reason]
    left_out += [LeftOut(each, too_many % {"number": AT_ONCE}) for each in together[AT_ONCE:]]
    return Ticked(tuple(together[:AT_ONCE]), tuple(left_out))


def _let_through(comments: Iterable[Comment]) -> dict[int, Decision]:
    """Text → whether a comment on it can be made visible. A query a text."""
    texts = {each.consultation.version.text_id: each for each in comments}
    return {text: can_let_through(comment) for text, comment in texts.items()}


def _why_not(comment: Comment, was: str, state: str, may: Decision, through: Mapping[int, Decision]) -> str:
    """Why a comment is not decided with the others; empty where it is."""
    now = comment.standing
    if not may:
        return may.reason
    if now.state != was:
        return _("Somebody decided it meanwhile: %(state)s.") % {"state": now.get_state_display()}
    if now.state == state:
        return _("That is what the comment is already.")
    decision = through.get(comment.consultation.version.text_id)
    return decision.reason if decision is not None and not decision else ""
