"""What is measured: a text of 500 clauses in two languages with 5,000 comments, built by the project's own actions.

Building takes a minute or two, so the databases are kept under var/bench/, in a folder named after
everything they depend on: another schema, or another scene, is another folder.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction

from consultation.actions.comments import Words, submit_comment
from consultation.actions.dispositions import dispose
from consultation.actions.moderation import moderate_comment
from consultation.actions.publishing import publish
from consultation.models import Category, Comment, CommentKind, Consultation, Outcome, Standing, User
from consultation.reports.queue import unanswered_comments
from drafts.actions.publishing import publish_version
from drafts.models import Clause, Revision, Text, Version
from drafts.models.keys import new_key
from drafts.text.anchors import Anchor, make_anchor
from drafts.text.inline import plain
from tests import make
from tests.benchmarks.revisions import Draft, Scribe, Upheaval, invent, revise

ROOT = Path(__file__).resolve().parents[2]
LONG, SHORT = "long-text", "short-text"
# Every clause is edited a little: the hardest case for comparing, carrying and importing.
UPHEAVAL = Upheaval(words=0.05)
_YEARS_OPEN = timedelta(days=100 * 365)

type Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a text is, and how much was said about it."""

    clauses: int
    comments: int
    organisations: int = 40


SIZES = {LONG: Size(500, 5_000), SHORT: Size(60, 120)}


@dataclass(frozen=True, slots=True)
class Drafts:
    """Two successive drafts of a text, as files, in both languages."""

    zero: dict[str, str]
    following: dict[str, str]


def drafts(size: Size, seed: int = 1) -> Drafts:
    """A draft and its revision: every clause edited, some moved, split, merged, removed, added, all renumbered."""
    scribe = Scribe(seed)
    zero = invent(scribe, size.clauses)
    following = revise(scribe, zero, UPHEAVAL)
    return Drafts(*({"en": _file(each), "fr": _file(each, translated=True)} for each in (zero, following)))


def _file(draft: Draft, *, translated: bool = False) -> str:
    """A draft in Markdown; its translation is spelt backwards: as long as a real one, and as little alike."""
    lines = []
    for clause in draft:
        words = [word.text[::-1] if translated else word.text for word in clause.words]
        text = " ".join(words).replace(" .", ".")
        lines.append(f"## {text}" if clause.kind == "heading" else f"{clause.label}. {text}")
    return "\n\n".join(lines) + "\n"


def consulted(slug: str, size: Size, progress: Progress) -> Consultation:
    """A text with its zero draft published and put out for input, and every comment on it let through."""
    made = make.text(slug)
    zero = drafts(size).zero
    working = make.imported(made, zero["en"], label="Zero draft")
    make.imported(made, zero["fr"], language="fr", label="Zero draft")
    version, _following = publish_version(by=make.person("Chloé"), version=working, at=make.NOON)
    consultation = make.consultation(version, days=_YEARS_OPEN.days)
    speakers = [speaker(number) for number in range(size.organisations)]
    with transaction.atomic():
        for number, said in enumerate(_remarks(version, size.comments), start=1):
            _say(consultation, speakers[number % len(speakers)], said)
            progress(f"comments on {slug}", number, size.comments)
    return consultation


def speaker(number: int) -> User:
    """The one person who speaks for an organisation."""
    return make.organisation_of(f"Speaker{number}", list(Category)[number % len(Category)])


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment to be made, and the clause it is made on."""

    clause: Clause
    words: Words


def _remarks(version: Version, number: int) -> Iterator[Remark]:
    """Comments on clauses drawn by chance: six in ten on words in them, one in ten with a proposal."""
    scribe = Scribe(2)
    wordings = list(version.wordings.select_related("clause").order_by("pk"))
    for _ in range(number):
        wording = scribe.chance.choice(wordings)
        body = " ".join(scribe.chance.choice((scribe.clause(), scribe.heading())).text.split()[:60])
        proposes = scribe.chance.random() < 0.1
        yield Remark(
            wording.clause,
            Words(
                body=body,
                language=wording.language,
                kind=scribe.chance.choice(list(CommentKind)),
                proposed_wording=wording.text.replace("shall", "should") + " " + body if proposes else "",
                wording_language=wording.language,
                anchor=_quote(scribe, plain(wording.text)) if scribe.chance.random() < 0.6 else None,
            ),
        )


def _quote(scribe: Scribe, text: str) -> Anchor:
    """Two to a dozen words in a row."""
    spaces = [0, *(place + 1 for place, sign in enumerate(text) if sign == " "), len(text) + 1]
    first = scribe.chance.randrange(len(spaces) - 1)
    last = min(first + scribe.chance.randint(2, 12), len(spaces) - 1)
    return make_anchor(text, spaces[first], spaces[last] - 1)


def _say(consultation: Consultation, by: User, said: Remark) -> None:
    comment = submit_comment(
        by=by, consultation=consultation, clause=said.clause, words=said.words, key=new_key(), at=make.NOON
    )
    moderate_comment(
        by=make.person("Mia"),
        comment=comment,
        was=Standing.State.PENDING,
        state=Standing.State.VISIBLE,
        reason="",
        at=make.NOON,
    )


def answered(slug: str, size: Size, progress: Progress) -> Version:
    """The next draft as the working version, and every comment answered, a third of them by a revision."""
    text = Text.objects.get(slug=slug)
    following = drafts(size).following
    working = make.imported(text, following["en"], label="Rev.1")
    make.imported(text, following["fr"], language="fr", label="Rev.1")
    revisions = {(row.clause_id, row.language): row for row in Revision.objects.filter(version=working)}
    comments = list(unanswered_comments(text))
    scribe = Scribe(3)
    with transaction.atomic():
        for number, comment in enumerate(comments, start=1):
            revision = revisions.get((comment.clause_id, comment.wording_language))
            _answer(comment, revision if scribe.chance.random() < 0.33 else None)
            progress(f"answers on {slug}", number, len(comments))
    return working


def _answer(comment: Comment, revision: Revision | None) -> None:
    dispose(
        by=make.person("Mia"),
        comment=comment,
        outcome=Outcome.ACCEPTED if revision else Outcome.NOTED,
        reason="Taken up in the new draft." if revision else "",
        language="en",
        revisions=[revision] if revision else [],
        supersedes=None,
        at=make.NOON,
    )


# ---- databases that are kept ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """Two moments of one scene: all comments made, and all of them answered with the next draft in work."""

    consulted: Path
    answered: Path


def kept(progress: Progress) -> Kept:
    """The databases of the scene; built where they are not there yet. The default connection is used for it."""
    folder = ROOT / "var" / "bench" / _fingerprint()
    found = Kept(folder / "consulted.sqlite3", folder / "answered.sqlite3")
    if not found.answered.exists():
        for other in folder.parent.glob("*/consulted.sqlite3"):
            shutil.rmtree(other.parent)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _build(found, progress)
    return found


def _build(into: Kept, progress: Progress) -> None:
    """Build in the database that is connected, which has its tables and nothing else."""
    consulted(SHORT, SIZES[SHORT], progress)
    answered(SHORT, SIZES[SHORT], progress)
    publish(by=make.person("Chloé"), version=_working(SHORT), at=make.NOON)
    consulted(LONG, SIZES[LONG], progress)
    _keep(into.consulted)
    answered(LONG, SIZES[LONG], progress)
    _keep(into.answered)


def _working(slug: str) -> Version:
    return Version.objects.working().select_related("text").get(text__slug=slug)


def _keep(path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


def _fingerprint() -> str:
    """Changes when the tables do, or the guards on them, or the scene itself."""
    apps = [ROOT / "drafts", ROOT / "consultation"]
    sources: list[Path] = [path for app in apps for path in sorted((app / "migrations").glob("*.py"))]
    sources += [app / "models" / "guards.py" for app in apps]
    sources += [Path(__file__), Path(__file__).with_name("revisions.py")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def busiest_clause(version: Version) -> Clause:
    """The clause of a version with the most comments."""
    counted: Sequence[Clause] = sorted(
        Clause.objects.filter(placements__version=version),
        key=lambda clause: -Comment.objects.filter(clause=clause).count(),
    )
    return counted[0]
