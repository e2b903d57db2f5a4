"""The guiding questions of a consultation: on its text, and on its clauses."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from consultation.models import Consultation, GuidingQuestion
from drafts.models import Placement


@dataclass(frozen=True, slots=True)
class QuestionReading:
    """A question as a list shows it, with the clause it is about where it is about one."""

    question: GuidingQuestion
    clause: str
    label: str


def questions_on(consultation: Consultation, clause: int) -> tuple[GuidingQuestion, ...]:
    """The questions one may answer at a clause: those about the whole text, and those about it. One query."""
    asked = consultation.questions.filter(Q(clause=None) | Q(clause=clause))
    return tuple(asked.order_by("number"))


def read_questions(consultation: Consultation) -> list[QuestionReading]:
    """All of them in their order, each with what its clause is called. Two queries at most."""
    asked = list(consultation.questions.select_related("clause").order_by("number"))
    labels = _labels(consultation, [each.clause_id for each in asked if each.clause_id])
    return [
        QuestionReading(each, each.clause.key if each.clause else "", labels.get(each.clause_id or 0, ""))
        for each in asked
    ]


def _labels(consultation: Consultation, clauses: Iterable[int]) -> dict[int, str]:
    if not (named := list(clauses)):
        return {}
    placed = Placement.objects.filter(version=consultation.version_id, clause__in=named)
    return dict(placed.values_list("clause_id", "label"))
