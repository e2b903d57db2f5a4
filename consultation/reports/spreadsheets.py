"""Tables of figures as files that spreadsheet programs open rightly and safely."""

import csv
import io
from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consultation.models import Organisation
from consultation.reports.statistics import Table

# Without it spreadsheet programs take UTF-8 for something older.
_BYTE_ORDER_MARK = "\ufeff"
# A cell that begins with one of these is taken for a formula, and a name is a stranger's words.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def table_file(table: Table) -> str:
    """A table with its heads, one row a line."""
    heads = [table.of, table.unit, *([_("people")] if table.counts_people else [])]
    rows = [
        [figure.label, figure.value, *([figure.people] if table.counts_people else [])]
        for figure in table.figures
    ]
    return _written([[capfirst(head) for head in heads], *rows])


def silent_file(organisations: Iterable[Organisation]) -> str:
    """The organisations that were asked and have not spoken yet."""
    heads = [_("organisation"), _("category"), _("country")]
    rows = [[each.name, each.get_category_display(), each.country] for each in organisations]
    return _written([[capfirst(head) for head in heads], *rows])


def lines_file(heads: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    """Any lines under their heads."""
    return _written([[capfirst(head) for head in heads], *lines])


def _written(rows: Iterable[Iterable[object]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerows([[_safe(cell) for cell in row] for row in rows])
    return _BYTE_ORDER_MARK + file.getvalue()


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell
