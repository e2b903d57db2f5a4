"""Reads the demonstration from the files beside this module; README.md there describes them."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from consultation.demo.records import (
    Act,
    Bilingual,
    Comment,
    Demonstration,
    Disposition,
    Draft,
    Edition,
    Meeting,
    Moderation,
    Organisation,
    Person,
    Pillar,
    Programme,
    Revision,
    Round,
    Text,
    Voice,
)

VERSIONS = ("zero-draft", "rev-1", "rev-2")
# The texts of the programme as a whole are done a version sooner.
FURTHER_VERSIONS = VERSIONS[:2]
LANGUAGES = ("en", "fr")
_HERE = Path(__file__).parent

type Row = dict[str, Any]


def load() -> Demonstration:
    """The whole demonstration; a key missing from a file raises KeyError."""
    return Demonstration(
        programmes=_read("programmes.toml", "programme", _programme),
        organisations=_read("organisations.toml", "organisation", _organisation),
        people=_read("people.toml", "person", _person),
        editions=_read("calendar.toml", "version", _edition),
        rounds=_read("calendar.toml", "round", _round),
        meetings=_read("calendar.toml", "meeting", _meeting),
        texts=_read("texts.toml", "text", _text),
        further=_read("texts.toml", "further", _text),
        voices=_read("voices.toml", "voice", _voice),
    )


def split_front_matter(source: str) -> tuple[dict[str, str], str]:
    """The `key: value` lines between the first two `---`, and what follows them."""
    _, head, body = source.split("---\n", 2)
    return dict(line.split(": ", 1) for line in head.splitlines()), body.lstrip("\n")


def _read[T](name: str, table: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    with (_HERE / name).open("rb") as file:
        return tuple(make(row) for row in tomllib.load(file)[table])


def _both(row: Row) -> Bilingual:
    return Bilingual(en=row["en"], fr=row["fr"])


def _pillar(row: Row) -> Pillar:
    return Pillar(row["slug"], row["number"], _both(row["title"]), tuple(row["predecessors"]))


def _programme(row: Row) -> Programme:
    first, last = row["period"]
    return Programme(
        slug=row["slug"],
        title=_both(row["title"]),
        working_title=_both(row["working_title"]) if "working_title" in row else None,
        place=_both(row["place"]),
        opened_on=row["opened_on"],
        adopted_on=row["adopted_on"],
        period=(first, last),
        predecessor=row.get("predecessor", ""),
        drafting=row.get("drafting", False),
        description=_both(row["description"]),
        pillars=tuple(_pillar(pillar) for pillar in row.get("pillar", [])),
    )


def _organisation(row: Row) -> Organisation:
    return Organisation(row["slug"], _both(row["name"]), row["category"], row["region"], _both(row["about"]))


def _person(row: Row) -> Person:
    return Person(
        slug=row["slug"],
        email=row["email"],
        name=_both(row["name"]),
        language=row["language"],
        role=row["role"],
        organisation=row.get("organisation", ""),
        delegation=row.get("delegation", ""),
        demo_account=row.get("demo_account", False),
        category=row.get("category", ""),
        shows_name=row.get("shows_name", True),
        pace=row.get("pace", "at_once"),
    )


def _edition(row: Row) -> Edition:
    return Edition(row["name"], _both(row["label"]), row["number"], row["state"], row.get("published_on"))


def _round(row: Row) -> Round:
    return Round(
        text=row.get("text", ""),
        version=row["version"],
        title=_both(row["title"]),
        moderation=row["moderation"],
        opens_on=row.get("opens_on"),
        closes_on=row.get("closes_on"),
        opens_days_ago=row.get("opens_days_ago"),
        closes_in_days=row.get("closes_in_days"),
    )


def _meeting(row: Row) -> Meeting:
    return Meeting(
        kind=row["kind"],
        title=_both(row["title"]),
        place=_both(row["place"]),
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        precision=row["precision"],
        text=row.get("text", ""),
    )


def _text(row: Row) -> Text:
    folder = f"texts/{row['slug']}"
    versions = VERSIONS if "pillar" in row else FURTHER_VERSIONS
    return Text(
        slug=row["slug"],
        kind=row.get("kind", "pillar"),
        pillar=row.get("pillar", ""),
        committee_met_on=row["committee_met_on"],
        penholder=row["penholder"],
        members=tuple(row["members"]),
        drafts={(v, code): _draft(f"{folder}/{v}.{code}.md") for v in versions for code in LANGUAGES},
        revisions=_read(f"{folder}/revisions.toml", "revision", _revision),
        comments=_read(f"{folder}/comments.toml", "comment", _comment),
        desk=_read(f"{folder}/desk.toml", "act", _act),
    )


def _draft(name: str) -> Draft:
    front, body = split_front_matter((_HERE / name).read_text(encoding="utf-8"))
    return Draft(title=front["title"], body=body)


def _revision(row: Row) -> Revision:
    return Revision(
        id=row["id"],
        version=row["version"],
        kind=row["kind"],
        starts=row.get("starts", ""),
        was=tuple(row.get("was", [])),
        continues=row.get("continues", True),
        languages=tuple(row.get("languages", LANGUAGES)),
        weight=row["weight"],
        by=row["by"],
        reason=_both(row["reason"]),
        answers=tuple(row["answers"]),
    )


def _comment(row: Row) -> Comment:
    moderation = row["moderation"]
    return Comment(
        id=row["id"],
        version=row["version"],
        clause=row["clause"],
        author=row["author"],
        language=row["language"],
        kind=row["kind"],
        body=row["body"],
        quote=row.get("quote", ""),
        proposed=row.get("proposed", ""),
        continuity=row.get("continuity", ""),
        submitted_on=row.get("submitted_on"),
        submitted_days_ago=row.get("submitted_days_ago"),
        moderation=Moderation(moderation["outcome"], moderation.get("by", ""), moderation.get("reason", "")),
        disposition=_disposition(row.get("disposition")),
    )


def _disposition(row: Row | None) -> Disposition | None:
    if row is None:
        return None
    return Disposition(row["outcome"], row["language"], row["reason"], row["by"], tuple(row["revisions"]))


def _act(row: Row) -> Act:
    return Act(
        do=row["do"],
        by=row["by"],
        on=row.get("on"),
        hour=row.get("hour", 11),
        hours_ago=row.get("hours_ago", 0),
        version=row.get("version", ""),
        clause=row.get("clause", ""),
        other=row.get("other", ""),
        kind=row.get("kind", ""),
        language=row.get("language", "en"),
        words=row.get("words", {}),
        changes={
            code: tuple((was, now) for was, now in pairs) for code, pairs in row.get("changes", {}).items()
        },
        weight=row.get("weight", ""),
        note=row.get("note", ""),
        amendment=row.get("amendment", ""),
        quote=row.get("quote", ""),
        stance=row.get("stance", ""),
        public=row.get("public", False),
        label=row.get("label", ""),
        besides=tuple(row.get("besides", [])),
        days=row.get("days", 0),
    )


def _voice(row: Row) -> Voice:
    return Voice(
        do=row["do"],
        by=row["by"],
        on=row.get("on"),
        hour=row.get("hour", 11),
        hours_ago=row.get("hours_ago", 0),
        id=row.get("id", ""),
        comment=row.get("comment", ""),
        other=row.get("other", ""),
        others=tuple(row.get("others", [])),
        text=row.get("text", ""),
        version=row.get("version", "rev-1"),
        clause=row.get("clause", ""),
        kind=row.get("kind", ""),
        language=row.get("language", "en"),
        words=row.get("words", ""),
        both=row.get("both", {}),
        reason=row.get("reason", ""),
        days=row.get("days", 0),
    )
