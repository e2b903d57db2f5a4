"""State for tests of the closing of a text: a draft without brackets, signed clause by clause, under silence."""

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from consultation.actions.adoption import adopt
from consultation.actions.silence import open_silence
from drafts.actions.positions import publish_position, state_position
from drafts.actions.signing import sign_clauses
from drafts.models import Adoption, Clause, Position, SignOff, Silence, Stance, Text, Version
from drafts.reports.hashes import content_hash
from drafts.reports.signing import hashes_to_sign
from tests import make
from tests.make import NOON

# Nothing in it is open.
AGREED = make.DRAFT.replace("[bilateral] agreements", "bilateral agreements")
TOMORROW = NOON + timedelta(days=1)


def signed(
    version: Version,
    *,
    verdict: SignOff.Verdict = SignOff.Verdict.SIGNED,
    note: str = "",
    at: datetime = NOON,
) -> list[SignOff]:
    """Every clause of a version signed by Chloé as it reads, and what was removed, or sent back."""
    hashes = hashes_to_sign(version)
    clauses = list(Clause.objects.filter(pk__in=hashes))
    return sign_clauses(
        by=make.person("Chloé"),
        version=version,
        clauses=clauses,
        verdict=verdict,
        note=note,
        seen={clause.key: hashes[clause.pk] for clause in clauses},
        at=at,
    )


def ready(into: Text | None = None) -> Version:
    """A version in work with nothing in the way of its adoption."""
    text = into or make.published(draft=AGREED).text
    version = make.working(text)
    signed(version)
    return version


def silence(version: Version, *, ends_at: datetime = TOMORROW, at: datetime = NOON) -> Silence:
    """A version put under silence by Chloé."""
    return open_silence(
        by=make.person("Chloé"), version=version, ends_at=ends_at, basis=content_hash(version), at=at
    )


def adopted(version: Version | None = None, *, at: datetime = NOON) -> Adoption:
    """A version declared adopted by Chloé."""
    version = version or ready()
    return adopt(by=make.person("Chloé"), version=version, basis=content_hash(version), at=at)


def do_tasks() -> list[object]:
    """What a worker would do now, without its waiting: every task that is due, oldest first; what each gave."""
    done = []
    for row in list(DBTaskResult.objects.ready().order_by("enqueued_at")):
        arguments = row.args_kwargs
        done.append(row.task.call(*arguments["args"], **arguments["kwargs"]))
        row.set_successful(None)
    return done


def disclosed(version: Version, clause: Clause, *, note: str = "", at: datetime = NOON) -> Position:
    """A reserve of Mia's on a clause, stated and published."""
    mia = make.person("Mia")
    position = state_position(
        by=mia,
        version=version,
        clause=clause,
        language="en",
        quote="",
        stance=Stance.RESERVE,
        note=note,
        at=at,
    )
    publish_position(by=mia, position=position, at=at)
    return Position.objects.get(pk=position.pk)
