"""One session with something at every address of it, and who may see what is there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from drafts.models import Version
from roundtables.models import Commitment, Evaluation, Intervention, ProgressReport, Session
from tests import learning, make, sessions
from tests.address_book import EVERYBODY, NOBODY, Page, Pages

# Sena runs it, Mia takes its record, Chloé chairs, Olga and Omar attended.
AT_THE_TABLE = frozenset({"Mia", "Chloé", "Sena"})


@dataclass(frozen=True)
class Meeting:
    """A session on the agenda that was held today, and another that is being prepared and nobody else knows."""

    session: Session
    hidden: Session
    intervention: Intervention
    # What is learnt: a session that ended yesterday is being evaluated, another has been.
    evaluation: Evaluation
    evaluated: Evaluation
    commitment: Commitment
    action_point: Commitment
    report: ProgressReport
    hidden_report: ProgressReport


def meeting(on: Version, now: datetime) -> Meeting:
    """Both, with what can be said and done in the first."""
    today = replace(sessions.TERMS, starts_at=now, ends_at=now + timedelta(hours=3))
    session = sessions.session(on=on, terms=today, rapporteur="Mia", at=now)
    sessions.attended_by(session, make.olga(), make.omar(), by="Mia")
    clause = make.clause_that_says(on, "short-stay")
    asked, evaluated = _evaluations(on, now)
    commitment = learning.committed(on.text.programme, owner=make.olga(), clause=clause, at=now)
    return Meeting(
        session=session,
        hidden=sessions.session(on=on, terms=today, rapporteur="Mia", announced=False, at=now),
        intervention=sessions.intervention(session, by=make.olga(), clause=clause, writer="Mia"),
        evaluation=asked,
        evaluated=evaluated,
        commitment=commitment,
        action_point=learning.action_point(evaluated.session, owner=make.omar(), at=now),
        report=learning.reported(on.text.programme, now, released=True),
        hidden_report=learning.reported(on.text.programme, now - timedelta(days=1)),
    )


def _evaluations(on: Version, now: datetime) -> tuple[Evaluation, Evaluation]:
    """One that is open and one that five have answered, in one series; Olga attended both sessions."""
    before = [
        replace(sessions.TERMS, starts_at=start, ends_at=start + timedelta(hours=3))
        for start in (now - timedelta(days=1), now - timedelta(days=30))
    ]
    held = [sessions.session(on=on, terms=terms, rapporteur="Mia", at=now) for terms in before]
    learning.in_series(*held, at=now)
    for session in held:
        sessions.attended_by(session, make.olga(), by="Mia")
    asked = learning.asked(session=held[0], at=now)
    evaluated = learning.asked(5, session=held[1], at=now - timedelta(days=15), by="Mia")
    for number in range(1, 6):
        learning.filled(evaluated, make.person(f"Att{number}"), words="Well done.", at=evaluated.opened_at)
    return asked, evaluated


def pages(of: Meeting) -> Pages:
    """Every address of a session that something must be put into, or that not everybody sees."""
    return {**_sessions(of), **_learning(of)}


def _sessions(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    return {
        "roundtables:session": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
    }


def _learning(of: Meeting) -> Pages:
    asked, evaluated = {"key": of.evaluation.session.key}, {"key": of.evaluated.session.key}
    there, table = AT_THE_TABLE | {"Olga"}, {"table": "again"}
    programme, secretariat = {"slug": of.session.programme.slug}, frozenset({"Sena"})
    shown, hidden = {"key": of.report.key}, {"key": of.hidden_report.key}
    return {
        "roundtables:evaluation": [Page(asked, there), Page(evaluated, there)],
        "roundtables:evaluation-ask": [Page(asked, post_only=True)],
        "roundtables:evaluation-results": [Page(asked, there), Page(evaluated, there)],
        "roundtables:evaluation-file": [
            Page({**evaluated, **table}, there),
            Page({**asked, **table}, NOBODY),
        ],
        "roundtables:series-evaluations": [Page({"slug": "spring"}, AT_THE_TABLE)],
        "roundtables:commitments": [Page(programme)],
        "roundtables:commitment-record": [Page(programme, secretariat)],
        "roundtables:commitment": [
            Page({"key": of.commitment.key}),
            Page({"key": of.action_point.key}, AT_THE_TABLE | {"Omar"}),
        ],
        "roundtables:commitment-follow": [Page({"key": of.commitment.key}, post_only=True)],
        "roundtables:progress": [Page(programme)],
        "roundtables:progress-make": [Page(programme, secretariat)],
        "roundtables:progress-report": [Page(shown), Page(hidden, secretariat)],
        "roundtables:progress-file": [Page(shown), Page(hidden, secretariat)],
        "roundtables:progress-release": [Page(hidden, post_only=True)],
    }
