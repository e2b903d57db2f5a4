"""Every page on the larger demonstration: its queries, its weight, and how long it takes against the floor.

The database is made by `manage.py seed_demo --large` and kept under var/bench/, in a folder named after what it
depends on. A new page is a line in `pages`.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F

from consultation.demo.large import SLUG
from consultation.models import Comment, Consultation, Duplicate, Likeness, Membership, Submission
from drafts.models import Amendment, Clause, Version
from tests.benchmarks.scene import ROOT, busiest_clause
from tests.benchmarks.site import emptied
from tests.benchmarks.work import Bench, Row, address

OBSERVER, MEMBER, CHAIR, SECRETARIAT = (
    f"{who}@example.org" for who in ("observer", "member", "chair", "secretariat")
)
# Often enough for a median, and few enough that all pages take a minute or two.
_TIMES = 15
_DEMO = ROOT / "consultation" / "demo"


@dataclass(frozen=True, slots=True)
class Asked:
    """A page, who opens it (an address; empty for a stranger), and where it is."""

    page: str
    who: str
    path: str


def kept() -> Path:
    """The database of the larger demonstration; seeded where it is not there yet, in the connected database."""
    found = ROOT / "var" / "bench" / f"large-{_fingerprint()}.sqlite3"
    if not found.exists():
        for other in found.parent.glob("large-*.sqlite3"):
            other.unlink()
        emptied()
        call_command("seed_demo", large=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(found)])
    return found


def measured(bench: Bench) -> Iterator[Row]:
    """A row for every page."""
    for each in pages():
        who = each.who.partition("@")[0] or "anonymous"
        yield bench.page(f"{each.page}, {who}", each.path, None, email=each.who, times=_TIMES)


def pages() -> Iterator[Asked]:
    """Every page whose work could grow with the text, with what was said, or with who takes part."""
    yield from _for_everybody()
    yield from _for_participants()
    yield from _for_the_table()
    yield from _of_the_voices()
    yield from _of_those_who_speak()


def _for_everybody() -> Iterator[Asked]:
    first, second = Version.objects.filter(text__slug=SLUG).published().order_by("number")
    clause = busiest_clause(first)
    said = Comment.objects.filter(clause=clause, standing__state="visible").order_by("pk")[0]
    consultation = Consultation.objects.get(version=second)
    here = (SLUG, second.slug, clause.key)
    for who in ("", OBSERVER):
        yield Asked("text", who, address("consultation:version", SLUG, second.slug))
        yield Asked("clause with the longest thread", who, address("consultation:clause", *here))
    yield Asked("why these words", "", address("consultation:why", *here))
    yield Asked("history of a clause", "", address("consultation:history", clause.key))
    yield Asked("who wrote which words", "", address("consultation:word-history", clause.key))
    yield Asked("comparison", "", address("consultation:compare", SLUG, first.slug, second.slug))
    yield Asked("two languages side by side", "", address("consultation:parallel", SLUG, second.slug))
    yield Asked("brackets", "", address("consultation:brackets", SLUG, second.slug))
    yield Asked("input", "", address("consultation:comment", said.reference))
    yield Asked("consultation", "", address("consultation:consultation", consultation.key))
    yield Asked("certified record, its page", "", address("consultation:record", SLUG, second.slug))
    for name in ("home", "texts", "consultations", "ledger"):
        yield Asked(name, "", address(f"consultation:{name}"))


def _for_participants() -> Iterator[Asked]:
    second = Version.objects.filter(text__slug=SLUG).published().order_by("-number")[0]
    clause = busiest_clause(second).key
    yield Asked("own comments", OBSERVER, address("consultation:own-comments"))
    yield Asked("writing", OBSERVER, address("consultation:comment-write", SLUG, second.slug, clause))
    yield Asked("taking one's data along", OBSERVER, address("consultation:export"))
    yield Asked("closing the account", OBSERVER, address("consultation:close-account"))


def _for_the_table() -> Iterator[Asked]:
    clause: Clause = busiest_clause(Version.objects.filter(text__slug=SLUG).published().order_by("number")[0])
    said = Comment.objects.filter(clause=clause, standing__state="visible").order_by("-pk")[0]
    proposed = Amendment.objects.filter(version__text__slug=SLUG).order_by("-pk")[0]
    yield Asked("desks", CHAIR, address("consultation:desks"))
    yield Asked("desk", CHAIR, address("consultation:desk", SLUG))
    yield Asked("clause on the desk", MEMBER, address("consultation:desk-clause", SLUG, clause.key))
    yield Asked("answering", MEMBER, address("consultation:dispose", said.reference))
    yield Asked("moderation", SECRETARIAT, address("consultation:moderation"))
    yield Asked("amendments", MEMBER, address("consultation:amendments", SLUG))
    yield Asked("amendment", MEMBER, address("consultation:amendment", proposed.key))
    yield Asked("review", CHAIR, address("consultation:review", SLUG))
    yield Asked("publishing", CHAIR, address("consultation:publish", SLUG))
    yield Asked("closing", CHAIR, address("consultation:closing", SLUG))
    yield Asked("positions", MEMBER, address("consultation:positions", SLUG))
    yield Asked("translations", MEMBER, address("consultation:translations", SLUG))
    yield Asked("participants", SECRETARIAT, address("consultation:participants"))


def _of_the_voices() -> Iterator[Asked]:
    """The pages about consultations, threads and moderation."""
    first, second = Consultation.objects.filter(version__text__slug=SLUG).order_by("version__number")
    endorsed = first.comments.annotate(number=Count("endorsements")).order_by("-number", "pk")[0]
    merged = Duplicate.objects.filter(parted_at=None, comment__consultation=first)[0].original
    alike = Likeness.objects.exclude(comment=F("leader")).select_related("leader")[0].leader.reference
    for each, which in ((first, "closed"), (second, "open")):
        yield Asked(f"consultation, {which}", OBSERVER, address("consultation:consultation", each.key))
        yield Asked(f"statistics, {which}", "", address("consultation:statistics", each.key))
    programme = first.version.text.programme.slug
    yield Asked("statistics of a programme", "", address("consultation:programme-statistics", programme))
    yield Asked("report", "", address("consultation:report", first.key))
    yield Asked("input endorsed by many", "", address("consultation:comment", endorsed.reference))
    yield Asked("the same", OBSERVER, address("consultation:comment", endorsed.reference))
    yield Asked("input with duplicates", MEMBER, address("consultation:comment", merged.reference))
    yield Asked("merging", MEMBER, address("consultation:merge", merged.reference))
    together = Submission.objects.select_related("author").order_by("pk")[0]
    yield Asked("set", together.author.email, address("consultation:set", together.key))
    yield Asked("log of moderation", SECRETARIAT, address("consultation:moderation-log", SLUG))
    yield Asked(
        "moderation, a group", SECRETARIAT, address("consultation:moderation", state="all", alike=alike)
    )
    waiting = Comment.objects.filter(consultation=second, standing__state="pending").order_by("pk")[:50]
    ticked = [("state", "visible"), *(("ticked", f"{each.reference}:pending") for each in waiting)]
    several = f"{address('consultation:moderation-several')}?{urlencode(ticked)}"
    yield Asked("moderation, fifty at once", SECRETARIAT, several)
    yield Asked("desk, contested answers", MEMBER, address("consultation:desk", SLUG, answered="contested"))


def _of_those_who_speak() -> Iterator[Asked]:
    """The pages about organisations, registration, invitations and letters."""
    heads = Membership.objects.standing().filter(role=Membership.Role.COORDINATOR)
    found = (
        heads.filter(user__email__startswith="voice-")
        .select_related("user", "organisation")
        .order_by("pk")[0]
    )
    assert found.organisation is not None, "a coordinator has an organisation"
    head, house = found.user.email, found.organisation.slug
    yield Asked("organisations", "", address("consultation:organisations"))
    yield Asked("organisation", "", address("consultation:organisation", house))
    yield Asked("organisation, inside", head, address("consultation:organisation-inside", house))
    yield Asked("drafts of an organisation", head, address("consultation:organisation-drafts", house))
    yield Asked("own comments", head, address("consultation:own-comments"))
    for name in ("registrations", "invitations", "letters"):
        yield Asked(name, SECRETARIAT, address(f"consultation:{name}"))
    yield Asked("own profile", OBSERVER, address("consultation:profile"))


def _fingerprint() -> str:
    """Changes when the tables do, or the guards on them, or the demonstration."""
    apps = [ROOT / "drafts", ROOT / "consultation"]
    sources: list[Path] = [path for app in apps for path in sorted((app / "migrations").glob("*.py"))]
    sources += [app / "models" / "guards.py" for app in apps]
    sources += [path for path in sorted(_DEMO.rglob("*")) if path.suffix in {".py", ".toml", ".md"}]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
