"""Translations beside their source: which are older, what changed since they were right, which are missing."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from drafts.models import Change, LedgerEntry, Revision, Version, Wording, WordingState
from drafts.models.ledger import digest
from drafts.reports.seals import is_kept
from drafts.text.diff import Change as WordChange
from drafts.text.diff import diff_words
from drafts.text.inline import plain

MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A clause that wants a translator: its words in a language are older than their source, or not there."""

    clause_id: int
    key: str
    label: str
    language: str
    state: str

    @property
    def name(self) -> str:
        """What the clause is called in a sentence: its printed label without the stop, else its key."""
        return self.label.rstrip(".") or self.key

    @property
    def is_missing(self) -> bool:
        return self.state == MISSING


@dataclass(frozen=True, slots=True)
class Held:
    """A clause's words in one language held against their source: as it is, and as it was when they were right."""

    source: Wording
    translation: Wording | None
    was: str

    @property
    def changes(self) -> tuple[WordChange, ...]:
        """What changed in the source since the translation was right; all of it inserted where there is none."""
        return diff_words(plain(self.was), plain(self.source.text))

    @property
    def basis(self) -> str:
        return digest(self.translation.text) if self.translation else ""

    @property
    def source_basis(self) -> str:
        return digest(self.source.text)


def waiting_in(version: Version, languages: Collection[str] = ()) -> tuple[Waiting, ...]:
    """What wants a translator in the order of the text, language by language in each clause. Two queries.

    A version is translated into the languages that it is written in already, and into those asked for.
    """
    states: dict[int, dict[str, str]] = defaultdict(dict)
    for clause, language, state in version.wordings.values_list("clause", "language", "state"):
        states[clause][language] = state
    negotiated = version.text.language
    wanted = {language for each in states.values() for language in each} | set(languages)
    placed = version.placements.order_by("position").values_list("clause", "clause__key", "label")
    everything = (
        Waiting(clause, key, label, language, states[clause].get(language, MISSING))
        for clause, key, label in placed
        for language in sorted(wanted - {negotiated})
    )
    return tuple(each for each in everything if each.state in (WordingState.STALE, MISSING))


def read_held(version: Version, waiting: Iterable[Waiting]) -> tuple[tuple[Waiting, Held], ...]:
    """Each with its words and its source; those whose source is not there are left out. Three queries."""
    asked = list(waiting)
    found = version.wordings.filter(clause__in={each.clause_id for each in asked})
    words = {(each.clause_id, each.language): each for each in found.select_related("clause")}
    held = hold_all(version, list(words.values()))
    return tuple(
        (each, held[each.clause_id, each.language])
        if not each.is_missing
        else (each, Held(words[each.clause_id, version.text.language], None, ""))
        for each in asked
        if (each.clause_id, version.text.language) in words
    )


def hold_all(version: Version, wordings: Sequence[Wording]) -> dict[tuple[int, str], Held]:
    """Clause and language → a translation held against its source; `wordings` has both. Two queries."""
    negotiated = version.text.language
    sources = {each.clause_id: each for each in wordings if each.language == negotiated}
    translations = [each for each in wordings if each.language != negotiated and each.clause_id in sources]
    record = _Record(version, translations)
    return {
        (each.clause_id, each.language): Held(
            sources[each.clause_id], each, record.source_then(each, sources[each.clause_id])
        )
        for each in translations
    }


@dataclass(frozen=True, slots=True)
class _Written:
    """One tracked change of a clause's words in one language."""

    id: int
    at: datetime
    before: str
    text: str


@dataclass
class _Record:
    """When translations were last right: when they were written or, later, confirmed, and for which source.

    Whoever writes or confirms a translation says which source they saw, as its hash; older entries of
    the ledger do not, and stand for the source of their time.
    """

    version: Version
    translations: Sequence[Wording]
    _written: Mapping[tuple[int, str], list[_Written]] = field(init=False)
    _seen: dict[str, str] = field(init=False, default_factory=dict)
    _confirmed: dict[str, tuple[datetime, str, str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._written = self._revisions() if self.translations else {}
        for entry in self._entries() if self.translations else ():
            self._take(entry)

    def source_then(self, translation: Wording, source: Wording) -> str:
        """The words of the source for which a translation was last right."""
        changes = self._written.get((source.clause_id, source.language), [])
        own = self._written.get((translation.clause_id, translation.language), [])
        last = own[-1] if own else None
        seen = self._seen_by(translation, last)
        for each in reversed(changes):
            for words in (each.text, each.before):
                if seen and is_kept(seen, digest(words)):
                    return words
        since = [each for each in changes if last is None or each.id > last.id]
        return since[0].before if since else source.text

    def _seen_by(self, translation: Wording, last: _Written | None) -> str:
        """The hash of the source that the last person who wrote or confirmed the translation had before them."""
        at, words, source = self._confirmed.get(_name(translation), (None, "", ""))
        is_of_these_words = not words or is_kept(words, digest(translation.text))
        if at is not None and is_of_these_words and (last is None or at >= last.at):
            return source
        return self._seen.get(str(last.id), "") if last else ""

    def _revisions(self) -> Mapping[tuple[int, str], list[_Written]]:
        """Clause and language → its changes of words in order; a move changes none."""
        found: dict[tuple[int, str], list[_Written]] = defaultdict(list)
        languages = {self.version.text.language, *(each.language for each in self.translations)}
        rows = Revision.objects.filter(
            clause__in={each.clause_id for each in self.translations},
            language__in=languages,
            version__number__lte=self.version.number,
        ).exclude(change=Change.MOVED)
        columns = ("clause", "language", "history_id", "history_date", "before", "text")
        for clause, language, *written in rows.order_by("history_id").values_list(*columns):
            found[clause, language].append(_Written(*written))
        return found

    def _entries(self) -> Iterable[tuple[str, str, datetime, str]]:
        negotiated = self.version.text.language
        written = {str(all_[-1].id) for (_, code), all_ in self._written.items() if code != negotiated}
        asked = (
            Q(object_type="wording", verb=Verb.CONFIRMED, object_key__in=map(_name, self.translations))
            | Q(object_type="revision", verb=Verb.REVISED, object_key__in=written)
            | Q(object_type="version", verb=Verb.IMPORTED)
        )
        entries = LedgerEntry.objects.filter(asked, text=self.version.text_id).order_by("sequence")
        return entries.values_list("verb", "object_key", "at", "payload")

    def _take(self, entry: tuple[str, str, datetime, str]) -> None:
        verb, key, at, sealed = entry
        payload = json.loads(sealed)
        if verb == Verb.REVISED:
            self._seen[key] = payload.get("source", "")
        elif verb == Verb.CONFIRMED:
            self._confirmed[key] = (at, payload["words"], payload["source"])
        else:
            for clause, source in payload.get("confirmed", {}).items():
                self._confirmed[f"{clause}/{payload['language']}"] = (at, "", source)


Verb = LedgerEntry.Verb


def _name(wording: Wording) -> str:
    """What the ledger calls a wording, above its versions."""
    return f"{wording.clause.key}/{wording.language}"
