"""What was said in sessions and taken in, for tests, made by calling actions."""

from datetime import datetime

from consultation.actions.moderation import moderate_comment
from consultation.models import Attribution, Comment, Consultation, Spoken, Standing, User
from drafts.models import Clause, Version
from drafts.models.keys import new_key
from roundtables.actions.inputs import AS_SAID, TakenAs, take_in, take_in_recommendation
from roundtables.actions.outcomes import Conclusion, conclude
from roundtables.models import Intervention, Session, SessionOutcome
from tests import make, sessions

VISAS = "short-stay"
TALENTS = "graduates"


def consulted(
    rule: Attribution = Attribution.NAMED,
    *,
    moderation: Consultation.Moderation = Consultation.Moderation.AFTER,
) -> tuple[Consultation, Session]:
    """A version in consultation, and a session that had it on the table."""
    consultation = make.consultation(moderation=moderation)
    return consultation, sessions.session(rule, on=consultation.version)


def said(
    on: Session, words: str = "Decisions take too long.", *, about: str = VISAS, by: User | None = None
) -> Intervention:
    """Something said on the clause that says `about`."""
    return sessions.intervention(on, words, by=by, clause=clause_of(on, about))


def clause_of(session: Session, words: str) -> Clause:
    """The clause on the table with these words in it."""
    version = Version.objects.get(sittings=session)
    return make.clause_that_says(version, words)


def taken_in(
    intervention: Intervention,
    *,
    by: str = sessions.REMY,
    about: str = VISAS,
    taken_as: TakenAs = AS_SAID,
    visible: bool = True,
    at: datetime = make.NOON,
) -> Comment:
    """It made an input by Remy, and let through by Sena where it waits for that."""
    comment = take_in(
        by=make.person(by),
        intervention=intervention,
        clause=clause_of(intervention.session, about),
        taken_as=taken_as,
        at=at,
    )
    standing = Standing.objects.get(comment=comment)
    if visible and standing.state == Standing.State.PENDING:
        moderate_comment(
            by=make.secretariat(),
            comment=comment,
            was=standing.state,
            state=Standing.State.VISIBLE,
            reason="",
            at=at,
        )
    return Comment.objects.get(pk=comment.pk)


def concluded(
    on: Session,
    kind: SessionOutcome.Kind = SessionOutcome.Kind.RECOMMENDATION,
    *,
    words: str = "Shorten the procedures.",
    about: tuple[str, ...] = (VISAS,),
    wording: str = "",
    by: str = sessions.REMY,
    interventions: tuple[Intervention, ...] = (),
) -> SessionOutcome:
    """An outcome recorded by Remy."""
    conclusion = Conclusion(
        kind=kind,
        words=words,
        language="en",
        wording=wording,
        clauses=[clause_of(on, each) for each in about],
        interventions=interventions,
    )
    return conclude(by=make.person(by), session=on, conclusion=conclusion, key=new_key(), at=make.NOON)


def recommended(outcome: SessionOutcome, *, by: str = sessions.REMY) -> list[Comment]:
    """A recommendation taken in by Remy."""
    return take_in_recommendation(by=make.person(by), outcome=outcome, at=make.NOON)


def spoken(comment: Comment) -> Spoken:
    """Where an input was said."""
    return Spoken.objects.get(comment=comment)
