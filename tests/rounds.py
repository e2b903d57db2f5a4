"""Consultations as tests of them need: open today, with a rule, an audience, questions; and half-written comments."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from consultation.actions.comments import Words, save_draft
from consultation.actions.questions import Asked, ask_questions
from consultation.actions.rounds import open_consultation
from consultation.actions.submissions import submit_set
from consultation.models import (
    Category,
    CommentDraft,
    Consultation,
    GuidingQuestion,
    Organisation,
    Submission,
    User,
)
from drafts.models import Clause, Version
from drafts.models.keys import new_key
from tests import make

VISAS = "short-stay visas"


def opened(
    version: Version | None = None,
    *,
    at: datetime,
    moderation: Consultation.Moderation = Consultation.Moderation.AFTER,
    audience: Consultation.Audience | None = None,
    categories: Sequence[Category] = (),
    organisations: Sequence[Organisation] = (),
    days: int = 30,
) -> Consultation:
    """A consultation that opens at a time, for a month."""
    version = version or make.published()
    return open_consultation(
        by=make.secretariat(),
        version=version,
        opens_at=at,
        closes_at=at + timedelta(days=days),
        moderation=moderation,
        audience=audience,
        categories=categories,
        organisations=organisations,
        at=at,
    )


def half_written(
    on: Consultation, words: str = VISAS, *, by: User, at: datetime, body: str = "Half a thought."
) -> CommentDraft:
    """What somebody has kept on the clause with these words."""
    return save_draft(
        by=by,
        consultation=on,
        clause=make.clause_that_says(on.version, words),
        words=Words(body=body, language="en"),
        key=new_key(),
        at=at,
    )


def asked(on: Consultation, words: str, clause: Clause | None = None, *, at: datetime) -> GuidingQuestion:
    """A guiding question that Sena puts, the same in both languages."""
    (put,) = ask_questions(
        by=make.secretariat(),
        consultation=on,
        questions=[Asked({"en": words, "fr": f"{words} (fr)"}, clause)],
        at=at,
    )
    return put


def submitted_set(on: Consultation, at: datetime) -> Submission:
    """Two comments that Omar submitted by one act."""
    omar = make.omar()
    drafts = [half_written(on, words, by=omar, at=at) for words in ("for students", "young graduates")]
    return submit_set(
        by=omar, consultation=on, references=[draft.key for draft in drafts], key=new_key(), at=at
    )
