"""Check a certified record: `python verify_record.py record.html` (or record.json). Python 3.9 or later, nothing else.

It recomputes every fingerprint, the chain of public acts and the page. Unchecked: names beside keys, and words that
values are shown in. Compare the last fingerprint with one kept elsewhere: a cut end, or a made up whole, shows only so.
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
STYLE = """body{font:1rem/1.5 Georgia,serif;max-width:46rem;margin:auto;padding:1rem;overflow-wrap:anywhere}dd{margin:0;
white-space:pre-wrap}dl{border-top:1px solid}@media(min-width:40em){dl{display:grid;grid:auto/9rem 1fr}}"""
CLAUSE = "<h3>{kind} {label} <small>{key}</small></h3>{words}"
DRAWN = {"clauses": CLAUSE, "words": '<p lang="{language}">{words} ({state})</p>', "by": "{key} {name}"}
# What old acts do not say.
OLD = dict.fromkeys("language programme label organisation together decided_in said_in".split(), "")
CANONICAL: Any = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
# What each part has, no more, no less; before a bar, what is sealed together (#: as a fingerprint). Then acts.
SHAPES = """record: clauses revisions inputs signatures reservations positions | text version adoption head ledger
 format language labels seal; text: slug title language programme; version: slug label published_at content_hash
 number; adoption: way adopted_at by | silence; silence: key begins_at by; clauses: key kind depth label | words;
 words: language words state; by: key name; revisions: id clause language change weight reason before after at by |
 version answers; inputs: kind language body proposed_wording wording_language quote prefix suffix start end | by at
 consultation version clause reference organisation organisation_name proposal signatories dispositions said said_in
 said_in_name; signatories: organisation by at withdrawn_at | organisation_name; dispositions: id outcome supersedes
 revisions language by at together #reason #sitting decided_in | decided_in_name; said: verb id to kind language
 organisation by at #words; signatures: clause verdict words upto by at | version; reservations: clause delegation
 words language by at; positions: key clause language quote stance note delegation | version by at published_at
 ended_at; ledger: sequence at actor verb object_type object_key text payload previous_hash | text_previous_hash
 hash; disposed: disposition outcome supersedes revisions language actor at together reason sitting decided_in;
 saying: verb object_key to kind language organisation actor at words; disclosed: version actor stated_at at
 ended_at disclosed; told: version clause organisation words"""
PARTS = dict(" ".join(shape.split()).split(": ") for shape in SHAPES.split(";"))
SEALED = {part: names.partition(" |")[0].split() for part, names in PARTS.items()}


def digest(content: Any) -> str:
    """The fingerprint of a text as it is; of anything else as JSON with sorted keys and no white space."""
    text = content if isinstance(content, str) else json.dumps(content, **CANONICAL)
    return hashlib.sha256(text.encode()).hexdigest()


def hold(condition: Any, what: str) -> None:
    """Stop at what does not hold."""
    if not condition:
        raise ValueError(what)


def columns(row: Any, names: str) -> list[Any]:
    """The values with these names, or those of a part that were sealed together; of a person, the key."""
    named = SEALED.get(names) or names.split()
    return [row[n]["key"] if n == "by" else digest(row[n[1:]]) if n[0] == "#" else row[n] for n in named]


def page(record: dict[str, Any]) -> str:
    """The record as one HTML page that needs nothing else: for people first, then all as data."""
    labels, language = {name: escape(each) for name, each in record["labels"].items()}, record["language"]

    def shown(value: Any, of: str = "") -> str:
        if isinstance(value, list):
            return " ".join(shown(each, of) for each in value) or "–"
        if isinstance(value, dict):
            inner = {"name": "", **{name: shown(each, name) for name, each in value.items()}}
            rows = "".join(f"<dt>{labels[name]}</dt><dd>{inner[name]}</dd>" for name in value)
            whole = f'<dl lang="{escape(value.get("language", language))}">{rows}</dl>'
            return DRAWN[of].format_map(inner) if of in DRAWN else whole
        if of.endswith("at") and str(value)[10:11] == "T":
            return f"{int(value[8:10])} {labels[value[4:8]]} {value[:4]}, {escape(value[11:16])} UTC"
        return "–" if value in (None, "") else labels.get(f"{of}={value}") or escape(str(value))

    parts = "clauses adoption text version revisions inputs signatures reservations positions head seal"
    body = "".join(f"<h2>{labels[name]}</h2>\n{shown(record[name], name)}\n" for name in parts.split())
    title, held = labels["record"], json.dumps(record, ensure_ascii=False).replace("<", "\\u003c")
    top = f'<!doctype html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8"><title>{title}</title>'
    return f"{top}<style>{STYLE}</style></head>\n<body><h1>{title}</h1>\n{body}{OPENING}{held}{CLOSING}</body></html>"


def read(source: str) -> Any:
    """The record in a file; of a page, only if the page is the one that belongs to it."""
    is_page = source.startswith("<")
    record = json.loads(source.rpartition(OPENING)[2].rpartition(CLOSING)[0] if is_page else source)
    hold(not is_page or page(record) == source, "the page")
    return record


class Record:
    """A record, held part by part against the public acts on its text, a chain; the oldest name none before them."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.all, self.linked, self.last, self.acts = record, 0, GENESIS, defaultdict[Any, Any](list)
        hold(record["ledger"], "there is no ledger")
        for entry in record["ledger"]:
            before = entry["text_previous_hash"]
            sealed = {name: entry[name] for name in SEALED["ledger"] + ["text_previous_hash"] * bool(before)}
            hold(before == self.last if before else before == "" and not self.linked, "the ledger has a gap")
            hold(digest(sealed) == entry["hash"], f"ledger entry {entry['sequence']} was changed")
            self.linked, self.last = self.linked + bool(before), entry["hash"]
            for of in (entry["verb"], (entry["verb"], entry["object_key"])):
                self.acts[of].append({**OLD, "sitting": digest(""), **json.loads(entry["payload"]), **entry})
        hold(record["head"] == {"sequence": entry["sequence"], "hash": self.last}, "the ledger ends early")
        self.key = f"{record['text']['slug']}/{record['version']['slug']}"
        self.number = [each["object_key"] for each in self.acts["published"]].index(self.key)
        self.out = self.acts["published"][self.number]
        self.check_shape(record, "record")
        for part in "version changes inputs adoption positions".split():
            shown, told = getattr(self, part)()
            hold(shown == told, f"the {part}: not what the ledger sealed")

    def check_shape(self, part: Any, name: str) -> None:
        """Stop where something is missing, or was put in: it would be read and not be checked."""
        for each in [each for each in (part if isinstance(part, list) else [part]) if isinstance(each, dict)]:
            parts = {*PARTS.get(name, " ".join(each)).replace("#", "").split()} - {"|"}
            hold(parts == {*each, *(["name"] if name == "by" else [])}, f"the parts of {name} are others")
            for inner in each:
                self.check_shape(each[inner], inner)

    def version(self) -> Any:
        """The text and the version, with the words."""
        text, version, clauses = (self.all[part] for part in ("text", "version", "clauses"))
        content = [[*columns(c, "clauses"), [columns(w, "words") for w in c["words"]]] for c in clauses]
        told = [*columns(self.acts["created"][0], "object_key title language programme"), version["slug"]]
        told += [*columns(self.out, "label at content_hash"), self.number, self.out["content_hash"]]
        return [*columns(text, "text"), *columns(version, "version"), digest(content)], told

    def changes(self) -> Any:
        """Every change with the inputs it answers, and the signatures, as they were when each version came out."""
        revisions, signatures, none = self.all["revisions"], self.all["signatures"], [0, digest([])]
        told, shown = dict[Any, Any](), {each["version"]: list[Any]() for each in revisions + signatures}
        for number, each in enumerate(self.acts["published"][: self.number + 1]):
            made = [r for r in revisions if r["version"] == number]
            signed = [columns(s, "signatures") for s in signatures if s["version"] == number]
            ticks = [[r["id"], r["answers"]] for r in made if r["answers"] != []]
            if "revisions" in each:
                answers = [sum(len(refs) for _id, refs in ticks), digest(ticks)]
                changes = digest([columns(r, "revisions") for r in made])
                shown[number] = [changes, answers, [len(signed), digest(signed)]]
                told[number] = [each["revisions"], each.get("answers") or none, each.get("signatures", none)]
        return shown, told

    def inputs(self) -> Any:
        """What was said on versions up to this one that everybody sees, as moderation left it, with every answer."""
        shown, told, said = [], [], defaultdict[Any, Any](list)
        for i in self.all["inputs"]:
            words = digest(columns(i, "inputs") + ([] if i["proposal"] == "replace" else [i["proposal"]]))
            answers = [columns(d, "dispositions") for d in i["dispositions"]]
            signed = [columns(s, "signatories") for s in i["signatories"]] or i["signatories"]
            where = columns(i, "reference by at consultation said_in version clause organisation")
            beside = [columns(s, "said") for s in i["said"]] or i["said"]
            shown.append([*where, words, answers, signed, beside])
        for entry in self.acts["replied"] + self.acts["reacted"]:
            words = [entry, *self.acts["screened", entry["object_key"]]][-1]["words"]
            said[entry["comment"]] += [columns({**entry, "words": words}, "saying")] * bool(words)
        rounds = {e["object_key"]: e for e in self.acts["opened"] + self.acts["reopened"]}
        for entry in self.acts["commented"]:
            key, asked = entry["object_key"], rounds[entry["consultation"]]
            later = self.acts["moderated", key] + self.acts["withdrew", key]
            acts = [{"state": "visible" if asked.get("moderation") == "after" else "pending", **entry}]
            acts += [{"state": "withdrawn", **e} for e in sorted(later, key=lambda act: act["sequence"])]
            told_in = [each for each in acts + self.acts["disposed", key] if "words" in each]
            if acts[-1]["state"] == "visible" and told_in and asked["version"] <= self.number:
                where = columns({"organisation": "", **told_in[-1], "version": asked["version"]}, "told")
                about = [
                    [columns(e, "disposed") for e in self.acts["disposed", key]],
                    self.signed(key),
                    said[key],
                ]
                who = (
                    "" if entry["said_in"] else entry["actor"]
                )  # who took in what a session said did not say it
                of = columns({**entry, "actor": who}, "object_key actor at consultation said_in")
                told.append([*of, *where, *about])
        return sorted(shown), sorted(told)

    def signed(self, key: str) -> list[Any]:
        """Who signed an input with its author, in order, and until when."""
        told = [
            [e["sequence"], *columns(e, "organisation actor at"), None] for e in self.acts["cosigned", key]
        ]
        for e in self.acts["unsigned", key]:
            [row for row in told if row[1] == e["organisation"] and row[0] < e["sequence"]][-1][4] = e["at"]
        return [row[1:] for row in told]

    def adoption(self) -> Any:
        """That the text was adopted, by which silence and with which reservations; or that it was not."""
        it, shown = self.acts["adopted", self.key], self.all["adoption"]
        held = [r for e in it for r in e["reservations"] + [e["reserved"] for e in self.acts["reserved"]]]
        told = [*(columns(e, "way adopted_at actor circulated") for e in it), sorted(held)]
        reserved = sorted(digest(columns(each, "reservations")) for each in self.all["reservations"])
        silence = shown and shown["silence"] and columns(shown["silence"], "silence")
        return [*([[*columns(shown, "adoption"), silence]] if shown else []), reserved], told

    def positions(self) -> Any:
        """Every position that was published, and until when it held."""
        told = {e["object_key"]: columns(e, "disclosed") for e in self.acts["disclosed"] if "disclosed" in e}
        ends = {key: e["at"] for e in self.acts["disclosed"] for key in e.get("ends", ())}
        rows = [(p, {name: p[name] for name in SEALED["positions"]}) for p in self.all["positions"]]
        shown = [[*columns(p, "version by at published_at ended_at"), digest(named)] for p, named in rows]
        upto = [[*e[:4], ends.get(key, e[4]), *e[5:]] for key, e in told.items() if e[0] <= self.number]
        return sorted(shown, key=digest), sorted(upto, key=digest)


def check(record: dict[str, Any]) -> list[str]:
    """What holds, line by line; stops at the first thing that does not."""
    sealed = digest({name: part for name, part in record.items() if name != "seal"})
    hold(sealed == record["seal"] and record["format"] == FORMAT, "the record was changed after it was made")
    chain = f"{len(record['ledger'])} public acts, {(acts := Record(record)).linked} chained; the last is {acts.last}"
    counts = [f"{len(record[of])} {of}" for of in SEALED["record"]] + [f"adopted: {bool(record['adoption'])}"]
    return [chain, *counts, "not checked: names beside keys, and the words in which values are shown"]


if __name__ == "__main__":
    try:
        print(*check(read(Path(sys.argv[1]).read_bytes().decode())), "The record holds.", sep="\n")
    except (ValueError, LookupError, TypeError, AttributeError) as fault:
        sys.exit(f"NOT AS IT WAS SEALED: {fault}")
