"""The sessions that are looked at on every page of them, and changed by nobody; set from inside the site."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count

from consultation.models import Attribution
from drafts.models import Version
from roundtables.models import Attendance, Session
from roundtables.reports.certificates import token_of
from tests import make, records, sessions
from tests.session_scene import meeting

A_DAY = timedelta(days=1)


def held(on: Version, began: datetime, rule: Attribution = Attribution.NAMED) -> Session:
    """A session that Olga and Omar attended, with what they said in its notes, Chloé in the chair and Remy at them."""
    terms = replace(sessions.TERMS, starts_at=began, ends_at=began + timedelta(hours=3))
    made = sessions.session(rule, on=on, terms=terms, at=began - A_DAY)
    sessions.attended_by(made, make.olga(), make.omar())
    sessions.intervention(
        made, records.WORDS, by=make.olga(), clause=make.clause_that_says(on, "average time")
    )
    sessions.intervention(made, records.OTHER, by=make.omar(), minutes=5)
    return made


def circulated(on: Version, now: datetime) -> tuple[Session, str]:
    """A record that is with those who attended, and a correction of it that waits."""
    out = records.circulated(
        held(on, now - A_DAY, Attribution.CATEGORY), at=now - A_DAY / 2, until=now + 7 * A_DAY
    )
    return out, records.asked(out, at=now).key


def published(on: Version, now: datetime) -> Session:
    """A record that everybody reads."""
    began = now - 5 * A_DAY
    out = records.circulated(held(on, began), at=began + A_DAY / 2, until=began + A_DAY)
    records.decided(records.asked(out, at=began + A_DAY / 2), at=began + A_DAY)
    return records.published(out, at=now)


def of_the_demonstration() -> dict[str, str]:
    """A round table of the demonstration whose record is published, with more in it than tests put there."""
    public = Session.objects.filter(record__published_at__isnull=False, programme__slug="marrakesh-2018")
    of = public.annotate(entries=Count("interventions")).order_by("-entries", "pk")[0]
    return {"demonstrated": of.key, "heard": of.interventions.in_order()[0].key}


def at_the_table(on: Version, now: datetime) -> dict[str, str]:
    """What everything of sessions that has a page is called by."""
    of = meeting(on, now)
    out, waits = circulated(on, now)
    read = published(on, now)
    seen = Attendance.objects.get(session=of.recorded, user=make.olga())
    return {
        "convened": of.session.programme.slug,
        "today": of.session.key,
        "unannounced": of.hidden.key,
        "note": of.intervention.key,
        "item": of.item.key,
        "seat": of.seat.key,
        "concluded": of.outcome.key,
        "recorded": of.recorded.key,
        "refused": of.correction.key,
        "certificate": token_of(seen),
        "evaluating": of.evaluation.session.key,
        "evaluated": of.evaluated.session.key,
        "commitment": of.commitment.key,
        "action": of.action_point.key,
        "progress": of.report.key,
        "unreleased": of.hidden_report.key,
        "circulated": out.key,
        "correction": waits,
        "published": read.key,
        "said": read.interventions.in_order()[0].key,
        **of_the_demonstration(),
    }
