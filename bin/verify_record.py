"""Check a certified record: `python verify_record.py record.html` (or record.json). Python 3.9 or later, nothing else.

It recomputes every fingerprint: of each ledger entry and the chain they make, of the words of the version, of every
change, input, answer, signature, reservation and published position; and, of an HTML page, that it shows what it
holds. It prints what holds, or the first thing that does not. Compare the last fingerprint with one kept elsewhere.
"""

import hashlib
import json
import sys
from html import escape
from pathlib import Path
from typing import Any

GENESIS, OPENING, CLOSING = "0" * 64, '<script type="application/json" id="record">', "</script>"
STYLE = """body{font:1rem/1.5 Georgia,serif;max-width:46rem;margin:auto;padding:1rem;overflow-wrap:anywhere}
dl{margin:0 0 1rem;border-top:1px solid;display:grid;grid-template-columns:9rem 1fr}dd{margin:0;white-space:pre-wrap}"""
CANONICAL: Any = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
SEALED = "sequence at actor verb object_type object_key text payload previous_hash".split()
CHANGED = "id clause language change weight reason before after at by".split()
SAID = "kind language body proposed_wording wording_language quote prefix suffix start end".split()
SIGNED = "version clause verdict words upto note at by".split()
STATED = "key clause language quote stance note delegation".split()
COUNTED = "clauses revisions inputs signatures silences reservations positions".split()
PLACED, WORDED = "key kind depth label".split(), "language words state".split()
RESERVED = "clause delegation words language by at".split()


def digest(content: Any) -> str:
    """The fingerprint of a text as it is; of anything else as JSON with sorted keys and no white space."""
    text = content if isinstance(content, str) else json.dumps(content, **CANONICAL)
    return hashlib.sha256(text.encode()).hexdigest()


def hold(condition: Any, what: str) -> None:
    """Stop at what does not hold."""
    if not condition:
        raise ValueError(what)


def columns(row: dict[str, Any], names: list[str]) -> list[Any]:
    """The values that were sealed together; of a person, the key."""
    return [row[name]["key"] if name == "by" else row[name] for name in names]


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
    hold(page(record) == source, "the page does not show what the record holds")
    return record


class Ledger:
    """The entries about one text, checked one by one and as a chain."""

    def __init__(self, entries: list[dict[str, Any]], head: dict[str, Any]) -> None:
        self.last, self.linked = GENESIS, 0
        for entry in entries:
            sealed, where = {name: entry[name] for name in SEALED}, f"ledger entry {entry['sequence']}"
            if before := entry["text_previous_hash"]:
                sealed["text_previous_hash"], self.linked = before, self.linked + 1
            # Entries that are older than the chain of one text name none before them.
            hold(before == self.last if before else not self.linked, f"{where} does not follow")
            hold(digest(sealed) == entry["hash"], f"{where} does not match its fingerprint")
            self.last = entry["hash"]
        hold(head == {"sequence": entries[-1]["sequence"], "hash": self.last}, "the ledger ends otherwise")
        self.entries = [dict(entry, payload=json.loads(entry["payload"])) for entry in entries]
        self.about: dict[Any, list[dict[str, Any]]] = {}
        for each in self.entries:
            self.about.setdefault((each["verb"], None), []).append(each)
            self.about.setdefault((each["verb"], each["object_key"]), []).append(each)

    def of(self, verb: str, key: Any = None) -> list[dict[str, Any]]:
        """The entries of one kind, about one thing."""
        return self.about.get((verb, key), [])

    def find(self, what: str, verb: str, key: Any, by: Any = None, at: Any = None, **payload: Any) -> Any:
        """The entry that says just this; there has to be one."""
        for entry in self.of(verb, key):
            same = by is None or entry["actor"] == by["key"]
            if same and at in (None, entry["at"]) and payload.items() <= entry["payload"].items():
                return entry
        raise LookupError(f"{what} is not what the ledger sealed")


def check_words(record: dict[str, Any], ledger: Ledger) -> None:
    """The words of the version, its name and that of its text, and every change up to it."""
    text, version = record["text"], record["version"]
    ledger.find("the title", "created", text["slug"], title=text["title"])
    content = [[*columns(c, PLACED), [columns(w, WORDED) for w in c["words"]]] for c in record["clauses"]]
    hold(digest(content) == version["content_hash"], "the words do not match their fingerprint")
    key, at, seal = f"{text['slug']}/{version['slug']}", version["published_at"], version["content_hash"]
    entry = ledger.find("the version", "published", key, at=at, content_hash=seal)
    hold(entry["payload"].get("label", version["label"]) == version["label"], "the version has another name")
    for sealed in (each["payload"] for each in ledger.of("published")):
        made = [columns(r, CHANGED) for r in record["revisions"] if r["version"] == sealed.get("number")]
        if sealed.get("number", version["number"] + 1) <= version["number"]:
            hold(digest(made) == sealed["revisions"], f"changes up to {sealed['label']} are others")


def check_changes(record: dict[str, Any], ledger: Ledger) -> None:
    """Each change that has an entry of its own, and the inputs that it answers."""
    entries = {entry["object_key"]: entry for entry in ledger.of("revised")}
    named = {(r, i["reference"]) for i in record["inputs"] for d in i["dispositions"] for r in d["revisions"]}
    for each in record["revisions"]:
        if entry := entries.get(str(each["id"])):
            what = f"revision {each['id']}"
            made = {name: digest(each[name]) for name in ("before", "after")}
            ledger.find(
                what, "revised", str(each["id"]), each["by"], each["at"], clause=each["clause"], **made
            )
            others = {ref for ref in each["answers"] if (each["id"], ref) not in named}
            hold(others <= set(entry["payload"]["answers"]), f"{what} answers other inputs")


def check_inputs(record: dict[str, Any], ledger: Ledger) -> None:
    """What was said, by whom and when, and every answer with its reason, none left out."""
    for each in record["inputs"]:
        key, what = each["reference"], f"input {each['reference']}"
        said = digest(columns(each, SAID) + ([] if each["proposal"] == "replace" else [each["proposal"]]))
        where = {"clause": each["clause"], "consultation": each["consultation"], "words": said}
        ledger.find(what, "commented", key, each["by"], each["at"], **where)
        entered = {entry["payload"]["disposition"] for entry in ledger.of("disposed", key)}
        hold(entered == {d["id"] for d in each["dispositions"]}, f"{what}: answers were left out or added")
        for d in each["dispositions"]:
            sealed = {name: d[name] for name in ("outcome", "supersedes", "revisions")}
            sealed |= {"disposition": d["id"], "reason": digest(d["reason"])}
            ledger.find(f"{what}: an answer", "disposed", key, d["by"], d["at"], **sealed)


def check_closing(record: dict[str, Any], ledger: Ledger) -> None:
    """Signatures, silences, the adoption, what is reserved against it, and the positions that were published."""
    entered = []
    for e, sealed in ((e, e["payload"]) for e in ledger.of("signed")):
        if sealed["version"] <= record["version"]["number"]:
            signed = ([*one, sealed["upto"][at]] for at, one in enumerate(sealed["clauses"]))
            entered += [[sealed["version"], *one, sealed["note"], e["at"], e["actor"]] for one in signed]
    given = [columns(each, SIGNED) for each in record["signatures"]]
    hold(sorted(map(digest, given)) == sorted(map(digest, entered)), "the signatures are others")
    for s in record["silences"]:
        what, ends = f"silence {s['key']}", {"content_hash": s["content_hash"], "ends_at": s["ends_at"]}
        ledger.find(what, "silenced", s["key"], s["by"], s["begins_at"], **ends)
        found = [e for e in ledger.entries if s["key"] in (e["object_key"], e["payload"].get("silence"))][1:]
        ended = [[e["payload"].get("state", e["verb"].replace("broke", "broken")), e["at"]] for e in found]
        hold((ended or [["running", None]]) == [[s["state"], s["closed_at"]]], f"{what} ended otherwise")
    adoption, entries = record["adoption"], [each["payload"] for each in ledger.of("reserved")]
    if adoption:
        seals = {name: adoption[name] for name in ("way", "adopted_at", "silence")}
        seals["content_hash"] = record["version"]["content_hash"]
        entry = ledger.find("the adoption", "adopted", None, adoption["by"], **seals)
        sealed = [*entry["payload"]["reservations"], *(each["reserved"] for each in entries)]
        reserved = [digest(columns(each, RESERVED)) for each in record["reservations"]]
        hold(sorted(reserved) == sorted(sealed), "the reservations are not those in the ledger")
    for p in record["positions"]:
        what, sealed = f"position {p['key']}", digest({name: p[name] for name in STATED})
        ledger.find(what, "disclosed", p["key"], p["by"], p["published_at"], disclosed=sealed)
        ledger.find(what, "positioned", p["key"], p["by"], p["at"])


def check(record: dict[str, Any]) -> list[str]:
    """What holds, line by line; stops at the first thing that does not."""
    sealed = digest({name: part for name, part in record.items() if name != "seal"})
    hold(sealed == record["seal"], "the record was changed after it was made")
    ledger = Ledger(record["ledger"], record["head"])
    for part in (check_words, check_changes, check_inputs, check_closing):
        part(record, ledger)
    chain = f"{len(ledger.entries)} ledger entries, {ledger.linked} chained; the last is {ledger.last}"
    return [chain, *(f"{len(record[of])} {of}" for of in COUNTED), f"adopted: {bool(record['adoption'])}"]


if __name__ == "__main__":
    try:
        print(*check(read(Path(sys.argv[1]).read_bytes().decode())), "The record holds.", sep="\n")
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        sys.exit(f"NOT AS IT WAS SEALED: {fault}")
