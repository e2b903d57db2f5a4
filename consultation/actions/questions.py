"""Putting guiding questions: about a text, or about one of its clauses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from consultation.models import Consultation, GuidingQuestion, User
from consultation.permissions.opening import can_ask
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import Clause
from drafts.models.ledger import canonical, digest


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the languages of the interface (code → words), about the text or about one clause of it."""

    words: Mapping[str, str]
    clause: Clause | None = None


@transaction.atomic
def ask_questions(
    *, by: User, consultation: Consultation, questions: Sequence[Asked], at: datetime
) -> list[GuidingQuestion]:
    """Put questions beside those there are; what was asked is never changed, since people have answered it."""
    require(can_ask(by, consultation, at))
    Consultation.objects.select_for_update(of=("self",), no_key=True).get(pk=consultation.pk)
    put = put_questions(by, consultation, questions, at)
    record(
        by=by,
        verb=Verb.ASKED,
        about=consultation,
        key=consultation.key,
        at=at,
        text=consultation.version.text,
        questions=told_of(put),
    )
    return put


def put_questions(
    by: User, consultation: Consultation, questions: Sequence[Asked], at: datetime
) -> list[GuidingQuestion]:
    """The rows, numbered on; the caller holds the consultation and records what was asked."""
    last = consultation.questions.aggregate(last=Max("number"))["last"] or 0
    return GuidingQuestion.objects.bulk_create(
        GuidingQuestion(
            consultation=consultation,
            clause=each.clause,
            number=number,
            words=dict(each.words),
            asked_by=by,
            asked_at=at,
        )
        for number, each in enumerate(questions, start=last + 1)
    )


def told_of(questions: Sequence[GuidingQuestion]) -> list[list[str | None]]:
    """What the ledger keeps of them: key, clause and fingerprint of the words, which everybody reads."""
    return [
        [each.key, each.clause.key if each.clause else None, digest(canonical(each.words))]
        for each in questions
    ]
