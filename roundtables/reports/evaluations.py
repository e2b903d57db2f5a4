"""What came of an evaluation: figures from five answers on, and words that stand in no order."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import SystemRandom

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consultation.models import User
from consultation.reports.small_groups import SMALL_GROUP
from consultation.reports.statistics import Figure, Table
from drafts.models.ledger import canonical, digest
from drafts.reports.seals import is_kept, seal
from roundtables.models import Evaluation, EvaluationAnswer, Series, Session

QUESTIONS = {
    "documents": gettext_lazy("The documents were there in time to prepare."),
    "said": gettext_lazy("I could say what I came to say."),
    "heard": gettext_lazy("I was listened to, and what was said is in the record."),
    "length": gettext_lazy("The length and the languages were right."),
    "again": gettext_lazy("I would come again."),
}
# From the least to the most, which is five.
MARKS = {
    1: pgettext_lazy("evaluation", "not at all"),
    2: pgettext_lazy("evaluation", "rather not"),
    3: pgettext_lazy("evaluation", "in part"),
    4: pgettext_lazy("evaluation", "mostly"),
    5: pgettext_lazy("evaluation", "entirely"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote in their own words; who, where they signed it."""

    words: str
    signed_by: User | None


@dataclass(frozen=True, slots=True)
class Results:
    """An evaluation in figures; nothing but that there are too few where fewer than five answered."""

    answers: int
    tables: tuple[Table, ...] = ()
    said: tuple[Said, ...] = ()

    @property
    def are_shown(self) -> bool:
        return self.answers >= SMALL_GROUP


@dataclass(frozen=True, slots=True)
class Average:
    """How a session of a series was answered on average, a number a question; none where too few answered."""

    session: Session
    marks: tuple[float | None, ...]

    @property
    def cells(self) -> list[dict[str, object]]:
        """Each mark with the question it answers, for a table that is read line by line on a phone."""
        asked = zip(QUESTIONS.values(), self.marks, strict=True)
        return [{"question": question, "mark": mark} for question, mark in asked]


def seal_of(session: Session, user: User) -> str:
    """What is kept of it that somebody filled in the form: only this site can tell that it is theirs."""
    return seal(_fingerprint(session, user), session.key)


def has_given(evaluation: Evaluation, user: User) -> bool:
    """Whether somebody has filled in the form; what they answered is not to be found out."""
    fingerprint = _fingerprint(evaluation.session, user)
    return any(is_kept(kept, fingerprint, evaluation.session.key) for kept in evaluation.given)


def _fingerprint(session: Session, user: User) -> str:
    return digest(canonical(["evaluation", session.key, user.key]))


def read_results(evaluation: Evaluation, *, with_words: bool) -> Results:
    """Figures and, for whom it is, words. Two queries at most, and none more for more answers."""
    answers = list(evaluation.answers.select_related("signed_by").order_by("id"))
    if len(answers) < SMALL_GROUP:
        return Results(0)
    tables = [_table(name, answers) for name in QUESTIONS]
    return Results(
        len(answers), tuple(table for table in tables if table), _said(answers) if with_words else ()
    )


def _table(name: str, answers: Sequence[EvaluationAnswer]) -> Table | None:
    """How many gave each mark, the best first; none where fewer than five answered the question."""
    given = Counter(mark for answer in answers if (mark := answer.marks.get(name)))
    if given.total() < SMALL_GROUP:
        return None
    figures = tuple(Figure(capfirst(str(MARKS[mark])), given[mark]) for mark in sorted(MARKS, reverse=True))
    # A title ends without a full stop: more is said behind it.
    title = str(QUESTIONS[name]).removesuffix(".")
    return Table(name, title, _("answer"), _("answers"), figures)


def _said(answers: Iterable[EvaluationAnswer]) -> tuple[Said, ...]:
    """Their words in an order of chance, another one each time."""
    said = [Said(answer.words, answer.signed_by) for answer in answers if answer.words]
    SystemRandom().shuffle(said)
    return tuple(said)


def compare_series(series: Series, sessions: Sequence[Session]) -> list[Average]:
    """The sessions of a series beside each other. One query."""
    answers = EvaluationAnswer.objects.filter(evaluation__session__series=series)
    marks: dict[int, list[dict[str, int]]] = {session.pk: [] for session in sessions}
    for session, given in answers.order_by("id").values_list("evaluation", "marks"):
        if session in marks:
            marks[session].append(given)
    return [Average(session, _averages(marks[session.pk])) for session in sessions]


def _averages(given: Sequence[dict[str, int]]) -> tuple[float | None, ...]:
    by_question = [[marks[name] for marks in given if name in marks] for name in QUESTIONS]
    return tuple(
        round(sum(marks) / len(marks), 1) if len(marks) >= SMALL_GROUP else None for marks in by_question
    )
