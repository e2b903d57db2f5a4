"""The rows of the chair's review as they are drawn: redlines in every language, changes, and the inputs they answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from consultation.models import Answered
from consultation.permissions import comments_seen_by
from consultation.reports.review import Review, ReviewedClause, Step
from consultation.reports.speakers import speaker_name
from drafts.models import Change, Revision, WordingState
from drafts.permissions import Visitor
from drafts.reports.comparing import Fate
from drafts.text.diff import Change as WordChange
from drafts.text.diff import Op, diff_words
from drafts.text.inline import parse, plain

type Said = Mapping[str, tuple[str, str]]  # language → words and their state


@dataclass(frozen=True, slots=True)
class Redline:
    """What became of a clause's words in one language, marks included; None where it had none."""

    language: str
    before: str | None
    after: str | None
    changes: tuple[WordChange, ...]
    was: str = ""
    state: str = ""

    @property
    def is_of_words(self) -> bool:
        """Whether words came or went, so that a redline shows it."""
        return any(change.op is not Op.EQUAL for change in self.changes)

    @property
    def is_of_marks(self) -> bool:
        """Whether emphasis or a note mark came, went or differs, which a redline of words does not show."""
        if self.before is None or self.after is None or self.before == self.after:
            return False
        return not self.is_of_words or _marks(self.before) != _marks(self.after)

    @property
    def new_state(self) -> str:
        """How a translation stands to its source now, where that changed."""
        changed = self.state and self.was and self.state != self.was
        return str(WordingState(self.state).label) if changed else ""


def _marks(source: str) -> list[tuple[str, str, str]]:
    """What is marked, and how."""
    inline = parse(source)
    return [(mark.kind, inline.plain[mark.start : mark.end], mark.key) for mark in inline.marks]


@dataclass(frozen=True, slots=True)
class AnsweredStep:
    """A tracked change, and the inputs it answers: their references and who made them."""

    step: Step
    inputs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One clause of the review, ready to be set; `since` is what changed after the chair's last word."""

    clause: ReviewedClause
    redlines: tuple[Redline, ...]
    since: tuple[Redline, ...]
    steps: tuple[AnsweredStep, ...]
    group: str = ""
    origins: tuple[str, ...] = field(default=())
    heirs: tuple[str, ...] = field(default=())

    @property
    def state(self) -> str:
        """The word a style sheet and a reader know it by."""
        compared = self.clause.compared
        if compared.fate is Fate.NEW:
            return "added"
        if compared.fate is Fate.REMOVED:
            return "removed"
        if compared.fate is Fate.SAME and compared.moved:
            return "moved"
        return "changed" if self.clause.is_shown else "same"


def draw_rows(
    user: Visitor, review: Review, chosen: Sequence[tuple[ReviewedClause, str]], language: str = ""
) -> list[ReviewRow]:
    """These clauses as rows, each in its group; in one language, or in all. Two queries, however many rows."""
    steps = [step for clause, _group in chosen for step in clause.steps]
    inputs = _inputs(user, steps)
    signed = _words_when_signed([clause for clause, _group in chosen])
    languages = [each for each in review.languages if language in ("", each)]
    names = {each.key: each.compared.shown.label or each.key for each in review.clauses}
    return [
        ReviewRow(
            clause=clause,
            redlines=_redlines(review, clause, languages),
            since=_since(review, clause, signed),
            steps=tuple(AnsweredStep(step, tuple(inputs[step.id])) for step in clause.steps),
            group=group,
            origins=tuple(names.get(key, key) for key in clause.compared.origins),
            heirs=tuple(names.get(key, key) for key in clause.compared.heirs),
        )
        for clause, group in chosen
    ]


def _inputs(user: Visitor, steps: Sequence[Step]) -> dict[int, list[tuple[str, str]]]:
    """Revision → the inputs it answers that the reader may see."""
    ticked = Answered.objects.filter(
        comments_seen_by(user, "comment__"), revision__in=[step.id for step in steps]
    )
    inputs: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for answered in ticked.select_related("comment__organisation", "comment__author").order_by(
        "comment__submitted_at"
    ):
        comment = answered.comment
        inputs[answered.revision_id].append((comment.reference, speaker_name(comment)))
    return inputs


def _redlines(review: Review, clause: ReviewedClause, languages: Sequence[str]) -> tuple[Redline, ...]:
    before = review.before.get(clause.clause_id, {})
    after = review.after.get(clause.clause_id, {})
    return tuple(_between(before, after, each) for each in languages if each in clause.languages)


def _between(before: Said, after: Said, language: str) -> Redline:
    was, was_state = before.get(language, (None, ""))
    now, now_state = after.get(language, (None, ""))
    return Redline(language, was, now, _drawn(was, now), was_state, now_state)


def _drawn(was: str | None, now: str | None) -> tuple[WordChange, ...]:
    return diff_words(plain(was or ""), plain(now or "")) if was != now else ()


def _words_when_signed(clauses: Sequence[ReviewedClause]) -> dict[int, dict[str, str | None]]:
    """Clause → its words when the chair last spoke on it, in the languages that changed since.

    They are what the first later revision says was there before.
    """
    upto = {
        clause.clause_id: clause.signature.signoff.upto
        for clause in clauses
        if clause.is_overtaken and clause.signature and clause.signature.signoff
    }
    later = [step.id for clause in clauses for step in clause.steps if clause.clause_id in upto]
    found: dict[int, dict[str, str | None]] = {clause: {} for clause in upto}
    revisions = Revision.objects.filter(pk__in=later).order_by("history_id")
    for number, clause, language, before, change in revisions.values_list(
        "history_id", "clause_id", "language", "before", "change"
    ):
        if number > upto[clause]:
            found[clause].setdefault(language, None if change == Change.NEW else before)
    return found


def _since(
    review: Review, clause: ReviewedClause, signed: Mapping[int, Mapping[str, str | None]]
) -> tuple[Redline, ...]:
    """What changed after the chair's last word, where the redline between the versions does not say just that."""
    then = signed.get(clause.clause_id, {})
    before = review.before.get(clause.clause_id, {})
    now = review.after.get(clause.clause_id, {})
    if all(words == before.get(language, (None, ""))[0] for language, words in then.items()):
        return ()
    drawn = [(language, words, now.get(language, (None, ""))[0]) for language, words in then.items()]
    return tuple(Redline(each, was, is_, _drawn(was, is_)) for each, was, is_ in drawn if was != is_)
