"""The consultation report as a PDF: what it is made of, its stamp, and the setting of its pages.

What people wrote reaches the typesetter as JSON and is shown as it is: no word of it is ever read as markup.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultation.models import Comment, CommentKind, Consultation, Organisation, ReportFile, Sitting, User
from consultation.permissions.figures import is_released
from consultation.reports.consultation_report import (
    ReportEntry,
    clause_title,
    count_report,
    listed_inputs,
    read_entries,
)
from consultation.reports.report_head import read_facts
from consultation.reports.speakers import day_of, said_in
from drafts.models import AmendmentKind, LedgerEntry
from drafts.models.ledger import canonical, digest
from drafts.reports.names import names_of
from drafts.reports.reading import read_version

TEMPLATE = Path(__file__).with_name("report.typ")
_TYPESETTER = Path(__file__).with_name("typesetting.py")
# So many inputs are read together, and then told of as done.
_BATCH = 250
_DATE = "DATE_FORMAT"
# Many times what a report of 5,000 inputs takes: nobody is at work on one that was asked for before.
LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Source:
    """What a report is made of at one moment: its stamp, the time of its last act, and whether it is a draft."""

    stamp: str
    at: datetime
    is_draft: bool


def source_of(consultation: Consultation) -> Source:
    """The stamp of the report as it would be made now. Five queries, however many inputs there are.

    The last public act on the text, whether it is released, how people, organisations and sittings are called, and
    the template: while none of them changes, neither does the report.
    """
    public = LedgerEntry.objects.filter(text=consultation.version.text_id, verb__in=LedgerEntry.PUBLIC)
    last = public.order_by("-sequence").first()
    assert last is not None, "opening a consultation is a public act"
    released = is_released(consultation)
    parts = (last.hash, released, _names(consultation), digest(TEMPLATE.read_text()))
    return Source(digest(canonical(parts)), last.at, is_draft=not released)


def _names(consultation: Consultation) -> list[list[Any]]:
    """How those who spoke are called, and the sittings where something was said or decided."""
    people = User.objects.filter(comments__consultation=consultation).distinct().order_by("pk")
    spoke = Organisation.objects.filter(comments__consultation=consultation).distinct().order_by("pk")
    there = Q(spoken__comment__consultation=consultation)
    there |= Q(dispositions__comment__consultation=consultation)
    sat = Sitting.objects.filter(there).distinct().order_by("pk")
    return [
        [[each.key, each.shown_name, each.closed_at is not None] for each in people],
        [[each.slug, each.name, each.category] for each in spoke],
        [[each.key, each.title, day_of(each), each.announced_at is not None] for each in sat],
    ]


def file_for(consultation: Consultation, language: str) -> ReportFile | None:
    """The report in a language as it stands now, made or on its way."""
    files = ReportFile.objects.filter(consultation=consultation, language=language)
    return files.filter(stamp=source_of(consultation).stamp).first()


def is_kept(file: ReportFile) -> bool:
    """Whether a file that was made is in the storage still."""
    name = file.file.name
    return file.state == ReportFile.State.READY and bool(name) and file.file.storage.exists(str(name))


def is_to_be_made_again(file: ReportFile, at: datetime) -> bool:
    """Whether it failed, its worker is gone, or somebody took it out of the storage."""
    if file.state == ReportFile.State.READY:
        return not is_kept(file)
    return file.state == ReportFile.State.FAILED or at - file.asked_at > LEASE


def report_content(
    consultation: Consultation, language: str, source: Source, done: Callable[[int], None]
) -> dict[str, Any]:
    """Everything the template sets, as plain values; `done` hears how many inputs have been read."""
    version = consultation.version
    counts = count_report(consultation, draft=source.is_draft)
    return {
        "language": language,
        "title": _("Consultation report: %(text)s, %(version)s") % {"text": version.text, "version": version},
        "programme": str(version.text.programme),
        "draft": _("Draft: not released") if source.is_draft else "",
        "facts": _facts(consultation, source, counts.listed),
        "kept_back": [f"{capfirst(str(state.label))}: {number}" for state, number in counts.kept_back],
        "sections": list(_sections(consultation, language, source, done)),
        "words": _words(),
    }


def _facts(consultation: Consultation, source: Source, listed: int) -> list[list[str]]:
    facts = read_facts(consultation, listed_inputs(consultation, draft=source.is_draft))
    return [[_("Inputs"), str(listed)], *(list(fact) for fact in facts)]


def _sections(
    consultation: Consultation, language: str, source: Source, done: Callable[[int], None]
) -> Iterator[dict[str, Any]]:
    """Clause by clause; read a batch of inputs at a time, so that progress is told and little is held."""
    reading = read_version(consultation.version, language)
    names, words = names_of(reading.clauses), {each.key: each for each in reading.clauses}
    section: dict[str, Any] = {}
    for entry in _entries(consultation, source, done):
        key = entry.comment.clause.key
        if section.get("key") != key:
            if section:
                yield section
            clause = words[key]
            section = {
                "key": key,
                "name": clause_title(names[key]),
                "words": clause.plain,
                "language": clause.language,
                "entries": [],
            }
        section["entries"].append(_set(entry))
    if section:
        yield section


def _entries(
    consultation: Consultation, source: Source, done: Callable[[int], None]
) -> Iterator[ReportEntry]:
    read = 0
    inputs = listed_inputs(consultation, draft=source.is_draft)
    for batch in batched(list(inputs.values_list("pk", flat=True)), _BATCH):
        yield from read_entries(consultation, inputs.filter(pk__in=batch), draft=source.is_draft)
        read += len(batch)
        done(read)


def _set(entry: ReportEntry) -> dict[str, Any]:
    """One input as plain values."""
    comment = entry.comment
    return {
        "reference": comment.reference,
        "who": entry.organisation or entry.name,
        "category": entry.category,
        "name": entry.name if entry.organisation else "",
        "meta": _meta(comment),
        "pending": _("awaiting moderation") if entry.is_pending else "",
        "quote": {"text": comment.quote, "language": comment.wording_language},
        "body": {"text": comment.body, "language": comment.language},
        "proposal": {
            "title": proposal_title(comment) if entry.proposal else "",
            "language": comment.wording_language,
            "changes": [[change.op.value, change.text] for change in entry.proposal],
        },
        "support": list(_support(entry)),
        "answer": _answer(entry),
    }


def _meta(comment: Comment) -> str:
    kind = str(CommentKind(comment.kind).label)
    said = date_format(timezone.localtime(comment.submitted_at), _DATE)
    channel = said_in(comment) if comment.is_from_session else str(Comment.Channel(comment.channel).label)
    return " · ".join((capfirst(kind), said, channel))


def proposal_title(comment: Comment) -> str:
    """What is proposed: other words, a new clause, or none."""
    if comment.proposal == AmendmentKind.INSERT:
        return _("Proposed: a new clause after this one")
    if comment.proposal == AmendmentKind.DELETE:
        return _("Proposed: the clause goes")
    return _("Proposed wording")


def _support(entry: ReportEntry) -> Iterator[str]:
    """Who else stands behind it."""
    if entry.signatories:
        yield _("Signed with: %(organisations)s") % {"organisations": ", ".join(entry.signatories)}
    if entry.endorsements:
        yield ngettext("%(number)s endorsement", "%(number)s endorsements", entry.endorsements) % {
            "number": entry.endorsements
        }


def _answer(entry: ReportEntry) -> dict[str, Any]:
    given = entry.disposition
    together = (
        _("Answered together with %(reference)s") % {"reference": entry.together_with}
        if entry.together_with
        else ""
    )
    if given is None:
        return {"outcome": _("Not answered yet"), "reason": {}, "meta": together}
    sitting = f"{given.decided_in}, {day_of(given.decided_in)}" if given.decided_in else ""
    decided = (sitting, given.sitting, date_format(timezone.localtime(given.decided_at), _DATE), together)
    return {
        "outcome": capfirst(str(given.get_outcome_display())),
        "reason": {"text": given.reason, "language": given.language},
        "meta": " · ".join(filter(None, (*decided, *_led_to(entry)))),
    }


def _led_to(entry: ReportEntry) -> Iterator[str]:
    for revision in entry.revisions:
        yield _("the words it led to (revision %(number)s), %(version)s") % {
            "number": revision.history_id,
            "version": revision.version,
        }
    if entry.leads_to_words_in_work:
        yield _("led to words that are not published yet")


def _words() -> dict[str, str]:
    """What the template itself says, in the reader's language."""
    return {
        "kept_back": _("Counted, and not shown"),
        "answer": _("The committee’s answer"),
        "inserted": _("[inserted:"),
        "inserted_end": _("end of insertion]"),
        "deleted": _("[deleted:"),
        "deleted_end": _("end of deletion]"),
        "contents": _("Contents by clause"),
        "empty": _("There are no inputs in this report."),
    }


class NotSet(Exception):
    """The typesetter refused; its own words say why."""


def typeset(content: Mapping[str, Any], at: datetime) -> bytes:
    """A tagged PDF of these values; the same values and time give the same bytes."""
    given = json.dumps({"content": content, "at": int(at.timestamp())}, ensure_ascii=False)
    done = subprocess.run(  # noqa: S603  # our own program, and nothing of a stranger's in the command
        [sys.executable, "-I", _TYPESETTER],
        input=given.encode(),
        capture_output=True,
        timeout=LEASE.total_seconds(),
        check=False,
    )
    if done.returncode:
        raise NotSet(done.stderr.decode(errors="replace"))
    return done.stdout
