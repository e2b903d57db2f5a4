"""Questions that every page asks: Django writes their SQL once, and the database is asked again and again.

Writing the SQL of a query takes ten times as long as the database takes to answer it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

type Value = int | str | datetime | None

# Values that stand in for those to come: none that a query itself would have, and small enough for any column.
_NUMBER, _WORD, _MOMENT = 31_400, "stands in for a value", datetime(1789, 5, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL with its parameters; `places` says which of them is which value."""

    sql: str
    parameters: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]


class Prepared:
    """A query for columns of numbers and words (`values_list`) in which some values are left open.

    `make` gets a stand-in for each value and puts it into a filter as it is. A value may be None, which
    then equals nothing, as in SQL.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *kinds: type[int | str | datetime]) -> None:
        self._make = make
        self._kinds = kinds
        self._statements: dict[str, _Statement] = {}

    def rows(self, *values: Value) -> list[tuple[Any, ...]]:
        """The rows for these values, as the database gives them."""
        statement = self._statements.get(connection.vendor) or self._prepare()
        parameters = list(statement.parameters)
        for place, value in statement.places:
            parameters[place] = _as_stored(values[value])
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _prepare(self) -> _Statement:
        stand_ins = [_stand_in(kind, at) for at, kind in enumerate(self._kinds)]
        stored = [_as_stored(value) for value in stand_ins]
        sql, parameters = self._make(*stand_ins).query.sql_with_params()
        places = tuple((at, stored.index(each)) for at, each in enumerate(parameters) if each in stored)
        assert {value for _, value in places} == set(range(len(stored))), "every value has its place"
        made = _Statement(sql, tuple(parameters), places)
        self._statements[connection.vendor] = made
        return made


def _stand_in(kind: type[int | str | datetime], place: int) -> Value:
    if kind is datetime:
        return _MOMENT + timedelta(days=place)
    return _NUMBER + place if kind is int else f"{_WORD} {place}"


def _as_stored(value: Value) -> Any:
    """A value as the database takes it; SQLite knows no moments, and keeps them as words."""
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
