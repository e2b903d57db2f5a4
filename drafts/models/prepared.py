"""Questions that every page asks: Django writes their SQL once, and the database is asked again and again.

Writing the SQL of a query takes ten times as long as the database takes to answer it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Values that stand in for those to come: none that a query itself would have, and small enough for any column.
_NUMBER, _WORD = 31_400, "stands in for a value"


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

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *kinds: type[int] | type[str]) -> None:
        self._make = make
        self._kinds = kinds
        self._statements: dict[str, _Statement] = {}

    def rows(self, *values: int | str | None) -> list[tuple[Any, ...]]:
        """The rows for these values, as the database gives them."""
        statement = self._statements.get(connection.vendor) or self._prepare()
        parameters = list(statement.parameters)
        for place, value in statement.places:
            parameters[place] = values[value]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _prepare(self) -> _Statement:
        stand_ins = [_NUMBER + at if kind is int else f"{_WORD} {at}" for at, kind in enumerate(self._kinds)]
        sql, parameters = self._make(*stand_ins).query.sql_with_params()
        places = tuple((at, stand_ins.index(each)) for at, each in enumerate(parameters) if each in stand_ins)
        assert {value for _, value in places} == set(range(len(stand_ins))), "every value has its place"
        made = _Statement(sql, tuple(parameters), places)
        self._statements[connection.vendor] = made
        return made
