"""State for tests of the closing of a text: a draft without brackets, signed clause by clause, under silence."""

from datetime import datetime, timedelta

from django.db.models import Max
from django_tasks_db.models import DBTaskResult

from consultation.actions.adoption import adopt
from consultation.actions.silence import open_silence
from drafts.actions.ledger import Verb, record
from drafts.models import Adoption, Clause, Position, Revision, SignOff, Silence, Stance, Text, Version
from drafts.models.ledger import canonical, digest
from drafts.reports.hashes import content_hash, words_hashes
from tests import make
from tests.make import NOON

# Nothing in it is open.
AGREED = make.DRAFT.replace("[bilateral] agreements", "bilateral agreements")
TOMORROW = NOON + timedelta(days=1)


def signed(
    version: Version, *, verdict: str = "signed", note: str = "", at: datetime = NOON
) -> list[SignOff]:
    """Every clause of a version signed by Chloé as it reads."""
    chloe, words = make.person("Chloé"), words_hashes(version)
    upto = dict(
        Revision.objects.filter(clause__in=words)
        .order_by("clause")
        .values_list("clause")
        .annotate(Max("history_id"))
    )
    made = SignOff.objects.bulk_create(
        SignOff(
            version=version,
            clause_id=clause,
            verdict=verdict,
            words=words[clause],
            upto=upto.get(clause, 0),
            note=note,
            signed_by=chloe,
            signed_at=at,
        )
        for clause in sorted(words)
    )
    record(
        by=chloe,
        verb=Verb.SIGNED,
        about=version,
        key=f"{version.text.slug}/{version.slug}",
        at=at,
        text=version.text,
        version=version.number,
        clauses=[[each.clause.key, each.verdict, each.words] for each in made],
        upto=[each.upto for each in made],
        note=digest(note),
    )
    return made


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
    position = Position.objects.create(
        version=version,
        clause=clause,
        language="en",
        stance=Stance.RESERVE,
        note=note,
        delegation="Atlantis",
        stated_by=mia,
        stated_at=at,
        published_at=at,
    )
    names = ("key", "language", "quote", "stance", "note", "delegation")
    said = {name: getattr(position, name) for name in names} | {"clause": clause.key}
    sealed = [
        (Verb.POSITIONED, {"sealed": "known to this site"}),
        (Verb.DISCLOSED, {"disclosed": digest(canonical(said))}),
    ]
    for verb, payload in sealed:
        record(by=mia, verb=verb, about=position, key=position.key, at=at, text=version.text, **payload)
    return position
