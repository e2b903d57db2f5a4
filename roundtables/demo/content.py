"""Reads the sessions of the demonstration; a field that is misspelt stops it."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from roundtables.demo import records
from roundtables.demo.records import ClauseOf, Row

FILE = Path(__file__).parent / "sessions.toml"
_PLAIN = ("slug", "kind", "title", "place", "zone", "rule", "rapporteur", "starts_at", "ends_at")
_OPTIONAL = (
    "in_days",
    "starts_hour",
    "hours",
    "series",
    "seats",
    "link",
    "weeks_ahead",
    "invented_day",
    "description",
)


def load() -> records.Sessions:
    """Every series and every session, in the order of the file."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return records.Sessions(
        series=tuple(records.Series(**row) for row in content["series"]),
        meetings=tuple(_meeting(row) for row in content["session"]),
        promised=tuple(_promised(row) for row in content["commitment"]),
    )


def _clause(named: str) -> ClauseOf:
    text, _, starts = named.partition(" | ")
    return ClauseOf(text, starts)


def _many[T](row: Row, name: str, make: Callable[[Row], T]) -> tuple[T, ...]:
    return tuple(make(each) for each in row.pop(name, []))


def _meeting(row: Row) -> records.Meeting:
    row = dict(row)
    parts: dict[str, Any] = {
        "items": _many(row, "item", _item),
        "invited": _many(row, "invited", lambda each: records.Invited(**each)),
        "guests": _many(row, "guest", lambda each: records.Guest(**each)),
        "said": _many(row, "intervention", _said),
        "concluded": _many(row, "outcome", _concluded),
        "documents": _many(row, "document", lambda each: records.Paper(**each)),
        "record": _kept(row.pop("record", None)),
        "evaluation": _evaluated(row.pop("evaluation", None)),
        "present": tuple(row.pop("present", [])),
        "versions": tuple(row.pop("versions")),
        "pillars": tuple(row.pop("pillars")),
    }
    unknown = row.keys() - {*_PLAIN, *_OPTIONAL}
    if unknown:
        raise ValueError(f"{row['slug']}: no such field as {', '.join(sorted(unknown))}")
    return records.Meeting(**row, **parts)


def _item(row: Row) -> records.Item:
    clauses = tuple(_clause(each) for each in row.pop("clauses", []))
    return records.Item(**row, clauses=clauses)


def _answer(row: Row | None) -> records.Answer | None:
    if row is None:
        return None
    return records.Answer(**{**row, "revisions": tuple(row.get("revisions", []))})


def _said(row: Row) -> records.Said:
    answer = _answer(row.pop("answer", None))
    clause = row.pop("clause", "")
    return records.Said(**row, clause=_clause(clause) if clause else None, answer=answer)


def _concluded(row: Row) -> records.Concluded:
    return records.Concluded(
        answer=_answer(row.pop("answer", None)),
        clauses=tuple(_clause(each) for each in row.pop("clauses", [])),
        sources=tuple(row.pop("from", [])),
        steps=tuple(records.Step(**each) for each in row.pop("steps", [])),
        **row,
    )


def _promised(row: Row) -> records.Promised:
    return records.Promised(steps=tuple(records.Step(**each) for each in row.pop("steps", [])), **row)


def _kept(row: Row | None) -> records.Kept | None:
    if row is None:
        return None
    corrections = tuple(records.Correction(**each) for each in row.pop("correction", []))
    return records.Kept(**row, corrections=corrections)


def _evaluated(row: Row | None) -> records.Evaluated | None:
    if row is None:
        return None
    marks = tuple(tuple(each) for each in row["marks"])
    return records.Evaluated(row["opened_on"], row["days"], marks, tuple(row["words"]))
