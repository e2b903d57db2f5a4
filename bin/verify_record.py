"""Check a certified record: `python verify_record.py record.html` (or record.json). Python 3.9 or later, nothing else.

It recomputes every fingerprint: of each public act on the text and the chain they make, of the words of the version,
of every change and what it answers, every input and answer, signature, reservation and published position. It finds
what was left out or put in and, of an HTML page, whether it shows what it holds; it names the first thing that does
not hold. What a committee does before it is public is no part of the chain. Not checked, since the ledger names nobody:
the names beside keys, and the words in which values are shown. Compare the last fingerprint with one kept elsewhere:
acts cut off at the end, or a whole ledger made up, show only there.
"""

import hashlib
import json
import sys
from collections import defaultdict
from html import escape
from pathlib import Path
from typing import Any

FORMAT, GENESIS = "concertation-record/1", "0" * 64
OPENING, CLOSING = '<script type="application/json" id="record">', "</script>"
STYLE = """body{font:1rem/1.5 Georgia,serif;max-width:46rem;margin:auto;padding:1rem;overflow-wrap:anywhere}
dl{margin:0 0 1rem;border-top:1px solid;display:grid;grid-template-columns:9rem 1fr}dd{margin:0;white-space:pre-wrap}"""
CANONICAL: Any = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
# What each part has, no more and no less; what stands before a bar is sealed together, in this order.
SHAPES = """record: clauses revisions inputs signatures reservations positions | text version adoption head ledger
 format language labels seal; text: slug title language programme; version: slug label published_at content_hash number;
 adoption: way adopted_at by | silence; silence: key begins_at by; clauses: key kind depth label | words;
 words: language words state; by: key name; revisions: id clause language change weight reason before after at by |
 version answers; inputs: kind language body proposed_wording wording_language quote prefix suffix start end | by at
 consultation version clause reference organisation organisation_name proposal dispositions; dispositions: id outcome
 supersedes revisions language by at | reason; signatures: clause verdict words upto by at | version; reservations:
 clause delegation words language by at; positions: key clause language quote stance note delegation | version by at
 published_at ended_at; ledger: sequence at actor verb object_type object_key text payload previous_hash |
 text_previous_hash hash"""
PARTS = dict(" ".join(shape.split()).split(": ") for shape in SHAPES.split(";"))
SEALED = {part: names.split(" |")[0].split() for part, names in PARTS.items()}
ANSWERED = "disposition outcome supersedes revisions language actor at reason".split()
PUBLISHED = "disclosed version actor stated_at at ended_at".split()


def digest(content: Any) -> str:
    """The fingerprint of a text as it is; of anything else as JSON with sorted keys and no white space."""
    text = content if isinstance(content, str) else json.dumps(content, **CANONICAL)
    return hashlib.sha256(text.encode()).hexdigest()


def hold(condition: Any, what: str) -> None:
    """Stop at what does not hold."""
    if not condition:
        raise ValueError(what)


def columns(row: Any, part: str) -> list[Any]:
    """The values that were sealed together; of a person, the key."""
    return [row[name]["key"] if name == "by" else row[name] for name in SEALED[part]]


def page(record: dict[str, Any]) -> str:
    """The record as one HTML page that needs nothing else: for people first, then all as data."""
    labels, language = {name: escape(each) for name, each in record["labels"].items()}, record["language"]

    def shown(value: Any, of: str = "") -> str:
        if isinstance(value, dict):
            rows = (f"<dt>{labels[name]}</dt><dd>{shown(each, name)}</dd>" for name, each in value.items())
            return f'<dl lang="{escape(value.get("language", language))}">{"".join(rows)}</dl>'
        if isinstance(value, list):
            return " ".join(shown(each, of) for each in value) or "–"
        return "–" if value in (None, "") else labels.get(f"{of}={value}") or escape(str(value))

    parts = [name for name in record if name not in ("labels", "language", "format", "ledger")]
    body = "".join(f"<h2>{labels[name]}</h2>\n{shown(record[name])}\n" for name in parts)
    title, held = labels["record"], json.dumps(record, ensure_ascii=False).replace("<", "\\u003c")
    top = f'<!doctype html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8"><title>{title}</title>'
    return f"{top}<style>{STYLE}</style></head>\n<body><h1>{title}</h1>\n{body}{OPENING}{held}{CLOSING}</body></html>"


def read(source: str) -> Any:
    """The record in a file; of a page, only if the page is the one that belongs to it."""
    if not source.startswith("<"):
        return json.loads(source)
    record = json.loads(source.rpartition(OPENING)[2].rpartition(CLOSING)[0])
    hold(page(record) == source, "the page")
    return record


class Record:
    """A record, held part by part against the public acts on its text, which are a chain."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.all, self.number, self.linked, self.last = record, record["version"]["number"], 0, GENESIS
        self.acts: Any = defaultdict(list)
        for entry in record["ledger"]:
            sealed, before = {name: entry[name] for name in SEALED["ledger"]}, entry["text_previous_hash"]
            # Entries that are older than the chain of one text name none before them.
            hold(before == self.last if before else before == "" and not self.linked, "the ledger has a gap")
            self.linked += bool(before)
            sealed.update({"text_previous_hash": before} if before else {})
            hold(digest(sealed) == entry["hash"], f"ledger entry {entry['sequence']} was changed")
            self.last, told = entry["hash"], {**json.loads(entry["payload"]), **entry}
            for key in (None, entry["object_key"]):
                self.acts[entry["verb"], key].append(told)
        self.end = {"sequence": record["ledger"][-1]["sequence"], "hash": self.last}

    def check(self) -> None:
        """Stop at the first part that is not what the ledger sealed."""
        hold(self.all["head"] == self.end, "the ledger ends otherwise")
        self.check_shape(self.all, "record")
        for part in (
            self.version,
            self.changes,
            self.inputs,
            self.adoption,
            self.reservations,
            self.positions,
        ):
            shown, sealed = part()
            hold(shown == sealed, f"the {part.__name__}: not what the ledger sealed")

    def check_shape(self, part: Any, name: str) -> None:
        """Stop where something is missing, or was put in: it would be read and not be checked."""
        for each in part if isinstance(part, list) else [part]:
            if isinstance(each, dict):
                expected = {*PARTS.get(name, " ".join(each)).split()} - {"|"}
                hold(
                    {*each, *(["name"] if name == "by" else [])} == expected,
                    f"the parts of {name} are others",
                )
                for inner in each:
                    self.check_shape(each[inner], inner)

    def version(self) -> Any:
        text, version, order = self.all["text"], self.all["version"], self.acts["published", None]
        made = [
            [*columns(c, "clauses"), [columns(w, "words") for w in c["words"]]] for c in self.all["clauses"]
        ]
        for act, new in ((self.acts["created", None][0], order[self.number]),):
            named = [act["object_key"], act["title"], act.get("language", ""), act.get("programme", {})]
            told = [version["slug"], new.get("label", ""), new["at"], digest(made), self.number]
            where = [new["object_key"], new["content_hash"]]
        shown = [f"{text['slug']}/{version['slug']}", version["content_hash"]]
        return [columns(text, "text"), columns(version, "version"), shown], [named, told, where]

    def changes(self) -> Any:
        """Every change with the inputs it answers, and the chair's signatures, as sealed when each version came out."""
        revisions, signatures, none = self.all["revisions"], self.all["signatures"], [0, digest([])]
        sealed, shown = {}, {each["version"]: [] for each in revisions + signatures}
        for number, each in enumerate(self.acts["published", None][: self.number + 1]):
            made = [r for r in revisions if r["version"] == number]
            signed = [columns(s, "signatures") for s in signatures if s["version"] == number]
            ticks = [[r["id"], r["answers"]] for r in made if r["answers"] != []]
            answers = [sum(len(refs) for _id, refs in ticks), digest(ticks)]
            if "revisions" in each:
                changes = digest([columns(r, "revisions") for r in made])
                shown[number] = [changes, answers, [len(signed), digest(signed)]]
                sealed[number] = [
                    each["revisions"],
                    each.get("answers") or none,
                    each.get("signatures", none),
                ]
        return shown, sealed

    def visible(self) -> Any:
        """What is sealed of each input on versions up to this one that everybody sees, as moderation left it."""
        rounds = {e["object_key"]: e for e in self.acts["opened", None] + self.acts["reopened", None]}
        for entry in self.acts["commented", None]:
            key, asked = entry["object_key"], rounds[entry["consultation"]]
            acts = self.acts["moderated", key] + self.acts["withdrew", key]
            first = {"state": "visible" if asked.get("moderation") == "after" else "pending", **entry}
            later = [{"state": "withdrawn", **act} for act in sorted(acts, key=lambda act: act["sequence"])]
            if [first, *later][-1]["state"] == "visible" and asked["version"] <= self.number:
                said = [each for each in [first, *later] if "words" in each][-1]
                where = [
                    entry["consultation"],
                    asked["version"],
                    said["clause"],
                    said.get("organisation", ""),
                ]
                answers = [[e.get(name, "") for name in ANSWERED] for e in self.acts["disposed", key]]
                yield [key, entry["actor"], entry["at"], *where, said["words"], answers]

    def inputs(self) -> Any:
        """What was said, by whom and when, and every answer with its reason, none left out."""
        shown = []
        for i in self.all["inputs"]:
            words = digest(columns(i, "inputs") + ([] if i["proposal"] == "replace" else [i["proposal"]]))
            where = [i["consultation"], i["version"], i["clause"], i["organisation"], words]
            answers = [[*columns(d, "dispositions"), digest(d["reason"])] for d in i["dispositions"]]
            shown.append([i["reference"], i["by"]["key"], i["at"], *where, answers])
        return sorted(shown), sorted(self.visible())

    def adopted(self) -> Any:
        return self.acts["adopted", self.acts["published", None][self.number]["object_key"]]

    def adoption(self) -> Any:
        """That, how and when the text was adopted, with the silence that led to it; or that it was not."""
        sealed = [[e["way"], e["adopted_at"], e["actor"], e["circulated"]] for e in self.adopted()]
        if (shown := self.all["adoption"]) is None:
            return [], sealed
        silence = shown["silence"] and columns(shown["silence"], "silence")
        return [[*columns(shown, "adoption"), silence]], sealed

    def reservations(self) -> Any:
        later = [e["reserved"] for e in self.acts["reserved", None] if self.adopted()]
        shown = [digest(columns(each, "reservations")) for each in self.all["reservations"]]
        return sorted(shown), sorted(later + [each for e in self.adopted() for each in e["reservations"]])

    def positions(self) -> Any:
        """Every position that was published, and until when it held."""
        told, shown = {}, []
        for e in self.acts["disclosed", None]:
            if "disclosed" in e:
                told[e["object_key"]] = [e[name] for name in PUBLISHED]
            for key in e.get("ends", ()):
                told[key][-1] = e["at"]
        for p in self.all["positions"]:
            words = digest({name: p[name] for name in SEALED["positions"]})
            shown.append([words, p["version"], p["by"]["key"], p["at"], p["published_at"], p["ended_at"]])
        return sorted(shown), sorted(each for each in told.values() if each[1] <= self.number)


def check(record: dict[str, Any]) -> list[str]:
    """What holds, line by line; stops at the first thing that does not."""
    sealed = digest({name: part for name, part in record.items() if name != "seal"})
    hold(sealed == record["seal"] and record["format"] == FORMAT, "the record was changed after it was made")
    checked = Record(record)
    checked.check()
    chain = f"{len(record['ledger'])} public acts, {checked.linked} chained; the last is {checked.last}"
    counts = [f"{len(record[of])} {of}" for of in SEALED["record"]]
    unchecked = "not checked: names beside keys, and the words in which values are shown"
    return [chain, *counts, f"adopted: {bool(record['adoption'])}", unchecked]


if __name__ == "__main__":
    try:
        print(*check(read(Path(sys.argv[1]).read_bytes().decode())), "The record holds.", sep="\n")
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        sys.exit(f"NOT AS IT WAS SEALED: {fault}")
