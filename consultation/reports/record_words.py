"""The words that a certified record is read with, in the reader's language."""

from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext, gettext_lazy, pgettext

from consultation.models import CommentKind, Outcome
from consultation.models.comments import PROPOSALS
from drafts.models import (
    Adoption,
    Change,
    LedgerEntry,
    SignOff,
    Silence,
    Stance,
    Version,
    Weight,
    WordingState,
)
from drafts.models.texts import CLAUSE_KINDS

_CHOICES = {
    "way": Adoption.Way.choices,
    "state": [*WordingState.choices, *Silence.State.choices],
    "kind": [*CLAUSE_KINDS, *CommentKind.choices],
    "change": Change.choices,
    "weight": Weight.choices,
    "proposal": PROPOSALS,
    "outcome": Outcome.choices,
    "verdict": SignOff.Verdict.choices,
    "stance": Stance.choices,
    "verb": LedgerEntry.Verb.choices,
    "stands": [(True, gettext_lazy("yes")), (False, gettext_lazy("no"))],
}


def record_words(version: Version) -> dict[str, str]:
    """What stands beside each part and value; a value as "name=value"."""
    languages = {*version.text.title, *version.text.programme.title}
    return {
        "record": gettext("Certified record: %(text)s, %(version)s")
        % {"text": version.text, "version": version},
        **{code: _language(code) for code in sorted(languages)},
        **{name: capfirst(words) for name, words in (_parts() | _fields()).items()},
        **{f"{name}={value}": str(label) for name, pairs in _CHOICES.items() for value, label in pairs},
    }


def _language(code: str) -> str:
    try:
        return str(capfirst(get_language_info(code)["name_translated"]))
    except KeyError:
        return code


def _parts() -> dict[str, str]:
    return {
        "text": gettext("text"),
        "version": gettext("version"),
        "adoption": gettext("adoption"),
        "clauses": gettext("clauses"),
        "revisions": gettext("revisions"),
        "inputs": gettext("inputs"),
        "signatures": gettext("signatures"),
        "silences": gettext("silence procedures"),
        "reservations": gettext("reservations"),
        "positions": gettext("published positions"),
        "head": gettext("end of the ledger"),
        "ledger": gettext("ledger"),
        "seal": gettext("fingerprint of this record"),
        "dispositions": gettext("answers"),
    }


def _fields() -> dict[str, str]:
    return {
        **{name: name for name in ("slug", "hash", "payload", "upto", "depth")},
        "title": gettext("title"),
        "programme": gettext("programme"),
        "language": gettext("language"),
        "number": gettext("number"),
        "label": gettext("label"),
        "key": gettext("key"),
        "name": gettext("name"),
        "published_at": gettext("published"),
        "content_hash": gettext("fingerprint of the words"),
        "way": gettext("way"),
        "adopted_at": gettext("adopted"),
        "by": pgettext("a person", "by"),
        "silence": gettext("silence procedure"),
        "kind": gettext("kind"),
        "words": gettext("words"),
        "state": gettext("state"),
        "id": gettext("number"),
        "clause": gettext("clause"),
        "change": gettext("change"),
        "weight": gettext("weight"),
        "before": gettext("before"),
        "after": gettext("after"),
        "reason": gettext("reason"),
        "at": gettext("on"),
        **_fields_of_voices(),
        **_fields_of_the_ledger(),
    }


def _fields_of_voices() -> dict[str, str]:
    return {
        "reference": gettext("input"),
        "organisation": gettext("organisation"),
        "consultation": gettext("consultation"),
        "body": gettext("comment"),
        "proposal": gettext("proposal"),
        "proposed_wording": gettext("proposed wording"),
        "wording_language": gettext("language of the words"),
        "quote": gettext("quoted words"),
        "prefix": gettext("words before them"),
        "suffix": gettext("words after them"),
        "start": gettext("from sign"),
        "end": gettext("to sign"),
        "outcome": gettext("answer"),
        "supersedes": gettext("in place of answer"),
        "answers": gettext("answers inputs"),
        "verdict": gettext("verdict"),
        "note": gettext("note"),
        "stance": gettext("position"),
        "delegation": gettext("delegation"),
        "begins_at": gettext("begins"),
        "ends_at": gettext("ends"),
        "closed_at": gettext("closed"),
        "stands": gettext("stands"),
    }


def _fields_of_the_ledger() -> dict[str, str]:
    return {
        "sequence": gettext("entry"),
        "actor": gettext("person"),
        "verb": gettext("act"),
        "object_type": gettext("what"),
        "object_key": gettext("which"),
        "previous_hash": gettext("hash of the entry before"),
        "text_previous_hash": gettext("hash of the entry before on this text"),
    }
