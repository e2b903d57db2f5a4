"""The words that a certified record is read with, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext, pgettext

from consultation.models import CommentKind, Outcome, Reaction, Reply
from consultation.models.comments import PROPOSALS
from drafts.models import (
    Adoption,
    Change,
    LedgerEntry,
    SignOff,
    Stance,
    Version,
    Weight,
    WordingState,
)
from drafts.models.texts import CLAUSE_KINDS

_CHOICES: dict[str, Sequence[tuple[Any, Any]]] = {
    "way": Adoption.Way.choices,
    "state": WordingState.choices,
    "kind": [*CLAUSE_KINDS, *CommentKind.choices, *Reply.Kind.choices, *Reaction.Kind.choices],
    "change": Change.choices,
    "weight": Weight.choices,
    "proposal": PROPOSALS,
    "outcome": Outcome.choices,
    "verdict": SignOff.Verdict.choices,
    "stance": Stance.choices,
    "verb": LedgerEntry.Verb.choices,
}


def record_words(version: Version) -> dict[str, str]:
    """What stands beside each part and value; a value as "name=value"."""
    languages = set(version.text.title) | set(version.text.programme.title)
    return {
        "record": gettext("Certified record: %(text)s, %(version)s")
        % {"text": version.text, "version": version},
        **{code: _language(code) for code in sorted(languages)},
        **{name: capfirst(words) for name, words in (_parts() | _fields()).items()},
        **{f"{name}={value}": str(label) for name, pairs in _CHOICES.items() for value, label in pairs},
        # As they stand between the year and the day of a time.
        **{f"-{number:02}-": str(month) for number, month in MONTHS.items()},
    }


def _language(code: str) -> str:
    try:
        return str(capfirst(get_language_info(code)["name_translated"]))
    except KeyError:
        return code


def _parts() -> dict[str, str]:
    return {
        "text": pgettext("record", "text"),
        "version": pgettext("record", "version"),
        "adoption": pgettext("record", "adoption"),
        "clauses": pgettext("record", "clauses"),
        "revisions": pgettext("record", "revisions"),
        "inputs": pgettext("record", "inputs"),
        "signatures": pgettext("record", "signatures"),
        "reservations": pgettext("record", "reservations"),
        "positions": pgettext("record", "published positions"),
        "head": pgettext("record", "end of the ledger"),
        "ledger": pgettext("record", "ledger"),
        "seal": pgettext("record", "fingerprint of this record"),
        "dispositions": pgettext("record", "answers"),
        "signatories": pgettext("record", "signed by"),
        "said": pgettext("record", "what was said to it"),
    }


def _fields() -> dict[str, str]:
    return {
        "slug": pgettext("record", "short name"),
        "hash": pgettext("record", "fingerprint"),
        "payload": pgettext("record", "what was recorded"),
        "upto": pgettext("record", "up to change"),
        "depth": pgettext("record", "level"),
        "title": pgettext("record", "title"),
        "programme": pgettext("record", "programme"),
        "language": pgettext("record", "language"),
        "number": pgettext("record", "number"),
        "label": pgettext("record", "label"),
        "key": pgettext("record", "key"),
        "name": pgettext("record", "name"),
        "published_at": pgettext("record", "published"),
        "content_hash": pgettext("record", "fingerprint of the words"),
        "way": pgettext("record", "way"),
        "adopted_at": pgettext("record", "adopted"),
        "by": pgettext("record", "by"),
        "silence": pgettext("record", "silence procedure"),
        "kind": pgettext("record", "kind"),
        "words": pgettext("record", "words"),
        "state": pgettext("record", "state"),
        "id": pgettext("record", "number"),
        "clause": pgettext("record", "clause"),
        "change": pgettext("record", "change"),
        "weight": pgettext("record", "weight"),
        "before": pgettext("record", "before"),
        "after": pgettext("record", "after"),
        "reason": pgettext("record", "reason"),
        "at": pgettext("record", "on"),
        **_fields_of_voices(),
        **_fields_of_the_ledger(),
    }


def _fields_of_voices() -> dict[str, str]:
    return {
        "reference": pgettext("record", "input"),
        "organisation": pgettext("record", "organisation"),
        "organisation_name": pgettext("record", "name of the organisation"),
        "consultation": pgettext("record", "consultation"),
        "body": pgettext("record", "comment"),
        "proposal": pgettext("record", "proposal"),
        "proposed_wording": pgettext("record", "proposed wording"),
        "wording_language": pgettext("record", "language of the words"),
        "quote": pgettext("record", "quoted words"),
        "prefix": pgettext("record", "words before them"),
        "suffix": pgettext("record", "words after them"),
        "start": pgettext("record", "from sign"),
        "end": pgettext("record", "to sign"),
        "outcome": pgettext("record", "answer"),
        "supersedes": pgettext("record", "in place of answer"),
        "sitting": pgettext("record", "decided at"),
        "decided_in": pgettext("record", "decided in session"),
        "decided_in_name": pgettext("record", "name of the session it was decided in"),
        "said_in": pgettext("record", "said in session"),
        "said_in_name": pgettext("record", "name of the session it was said in"),
        "together": pgettext("record", "answered together with"),
        "to": pgettext("record", "in answer to"),
        "answers": pgettext("record", "answers inputs"),
        "verdict": pgettext("record", "verdict"),
        "note": pgettext("record", "note"),
        "stance": pgettext("record", "position"),
        "delegation": pgettext("record", "delegation"),
        "begins_at": pgettext("record", "begins"),
        "ends_at": pgettext("record", "ends"),
        "closed_at": pgettext("record", "closed"),
        "ended_at": pgettext("record", "holds until"),
        "withdrawn_at": pgettext("record", "signature withdrawn"),
    }


def _fields_of_the_ledger() -> dict[str, str]:
    return {
        "sequence": pgettext("record", "entry"),
        "actor": pgettext("record", "person"),
        "verb": pgettext("record", "act"),
        "object_type": pgettext("record", "what"),
        "object_key": pgettext("record", "which"),
        "previous_hash": pgettext("record", "hash of the entry before"),
        "text_previous_hash": pgettext("record", "hash of the entry before on this text"),
    }
