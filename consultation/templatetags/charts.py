"""Tables of figures as charts: SVG drawn here, without a style or script of its own.

The table beside a chart holds the same figures; the chart is what a person would rather look at.
"""

import re
import textwrap
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

from django import template
from django.core.cache import cache
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from consultation.reports.statistics import Figure, Table
from drafts.models.ledger import canonical, digest

register = template.Library()

_A_DAY = 24 * 3600
# Drawn for the narrowest phone, 320 pixels less its margins, and enlarged by the style sheet from there.
_WIDTH = 288
_ROW, _TWO_LINES, _HEIGHT = 22, 28, 120
_LONGEST_LABEL = 27
_BARS_SHOWN = 12
_NUMBER = re.compile(r"-?\d+\.\d+")
_SVG = "{http://www.w3.org/2000/svg}"
_KEPT = {"viewBox", "x", "y", "width", "height", "transform", "text-anchor", "class"}


@register.filter
def number(value: float) -> str:
    """A figure as the reader's language writes it."""
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def measured(value: float, table: Table) -> str:
    """A figure as it stands in a chart or table: days with their unit, since nobody guesses it."""
    return _days(value) if table.is_in_days else number(value)


def _days(value: float) -> str:
    if 1 < value < 2:
        return pgettext("more than one, less than two", "%(number)s days") % {"number": number(value)}
    return ngettext("%(number)s day", "%(number)s days", int(value)) % {"number": number(value)}


@register.simple_tag
def in_a_sentence(table: Table) -> str:
    """What a table without a chart says: one figure, or the same for all."""
    first = table.figures[0]
    value = _days(first.value) if table.is_in_days else _inputs(int(first.value))
    if len(table.figures) == 1:
        return _("%(label)s: %(value)s.") % {"label": first.label, "value": value}
    return _("All %(number)s are equal: %(value)s each.") % {
        "number": number(len(table.figures)),
        "value": value,
    }


def _inputs(count: int) -> str:
    return ngettext("%(number)s input", "%(number)s inputs", count) % {"number": number(count)}


@register.simple_tag
def chart(table: Table) -> SafeString:
    """A table's chart; nothing where there is nothing to compare."""
    if not table.compares:
        return mark_safe("")
    drawn_of = [[figure.label, figure.value] for figure in table.figures]
    name = f"chart:{digest(canonical([get_language(), table.name, table.title, drawn_of]))}"
    drawn: str | None = cache.get(name)
    if drawn is None:
        drawn = _draw(table)
        cache.set(name, drawn, _A_DAY)
    return mark_safe(drawn)  # noqa: S308  # written by ElementTree, which escapes every word


def _draw(table: Table) -> str:
    shown = table.figures if table.is_over_time else table.figures[:_BARS_SHOWN]
    made = _columns(shown) if table.is_over_time else _bars(shown, table)
    drawn = ET.fromstring(made)  # noqa: S314  # made here a moment ago
    _strip(drawn)
    if not table.is_over_time:
        _put_numbers_behind(drawn)
        _put_names_on_lines(drawn, shown)
    _name(drawn, table, shown)
    ET.register_namespace("", _SVG.strip("{}"))
    written = ET.tostring(drawn, encoding="unicode", short_empty_elements=True)
    return _NUMBER.sub(_rounded, written.replace(f' xmlns="{_SVG.strip("{}")}"', ""))


def _canvas(kind: str, height: int, **options: Any) -> Any:
    # 60 ms and a megabyte that no other page needs: a worker learns to draw with its first chart.
    import pygal  # noqa: PLC0415

    return getattr(pygal, kind)(
        width=_WIDTH,
        height=height,
        explicit_size=False,
        disable_xml_declaration=True,
        js=[],
        css=[],
        margin=0,
        margin_top=4,
        show_legend=False,
        print_values=True,
        print_values_position="top",
        style=_style(),
        **options,
    )


def _style() -> Any:
    import pygal.style  # noqa: PLC0415  # as above

    # The names are set in 11 units; pygal reckons with letters as wide as a typewriter’s.
    return pygal.style.Style(label_font_size=10.5, value_font_size=11, font_family="sans-serif")


def _bars(figures: Sequence[Figure], table: Table) -> str:
    """Horizontal bars, the first on top, each with its name before it and its number behind it."""
    canvas = _canvas(
        "HorizontalBar",
        _row(figures) * len(figures) + 8,
        show_x_labels=False,
        show_x_guides=False,
        # Room behind the longest bar for its number, and for the unit where it has one.
        range=(0, _top(figures) * (1.7 if table.is_in_days else 1.2)),
        spacing=6,
    )
    upward = figures[::-1]
    canvas.x_labels = [max(_lines(figure.label), key=len) for figure in upward]
    canvas.add(
        "", [{"value": figure.value, "formatter": partial(measured, table=table)} for figure in upward]
    )
    return str(canvas.render(is_unicode=True))


def _columns(figures: Sequence[Figure]) -> str:
    """Columns from left to right; the highest has its number, the first and the last have their names."""
    canvas = _canvas(
        "Bar",
        _HEIGHT,
        show_y_labels=False,
        show_y_guides=False,
        range=(0, _top(figures) * 1.2),
        spacing=2,
        show_x_labels=False,
    )
    highest = max(range(len(figures)), key=lambda at: figures[at].value)
    canvas.add(
        "",
        [
            {"value": figure.value, "formatter": number if at == highest else _unsaid}
            for at, figure in enumerate(figures)
        ],
    )
    return str(canvas.render(is_unicode=True))


def _unsaid(_value: object) -> str:
    return ""


def _top(figures: Sequence[Figure]) -> float:
    return max(1, *(figure.value for figure in figures))


def _lines(label: str) -> list[str]:
    """A name on one line or two; what two do not hold is cut."""
    return textwrap.wrap(label, _LONGEST_LABEL, max_lines=2, placeholder="…") or [label]


def _row(figures: Sequence[Figure]) -> int:
    return _TWO_LINES if any(len(_lines(figure.label)) > 1 for figure in figures) else _ROW


def _strip(drawn: ET.Element) -> None:
    """Leave bars, names and numbers: no style, script, tooltip or background, which our policy or our paper refuse."""
    _leave(drawn, _is_kept)
    _leave(drawn, lambda part: part.tag != f"{_SVG}g" or len(part) > 0)
    for each in drawn.iter():
        for name in set(each.attrib) - _KEPT:
            del each.attrib[name]
        _class(each)


def _leave(drawn: ET.Element, is_kept: Callable[[ET.Element], bool]) -> None:
    """Take parts out, from the inside, so that a part knows what is left in it."""
    for parent in reversed(list(drawn.iter())):
        for child in [part for part in parent if not is_kept(part)]:
            parent.remove(child)


def _is_kept(part: ET.Element) -> bool:
    if part.tag not in {f"{_SVG}g", f"{_SVG}rect", f"{_SVG}text"}:
        return False
    classes = set(part.get("class", "").split())
    is_empty = part.tag == f"{_SVG}text" and not (part.text or "").strip()
    return not is_empty and not classes & {"background", "tooltip-overlay", "titles"}


def _class(part: ET.Element) -> None:
    """The words that our style sheet knows: what is a number, what a name."""
    classes = part.attrib.pop("class", "").split()
    if part.tag == f"{_SVG}text":
        part.set("class", "value" if "value" in classes else "label")


def _put_numbers_behind(drawn: ET.Element) -> None:
    """Each number after the end of its bar, where it is read on paper in any colour."""
    numbers = [part for part in drawn.iter(f"{_SVG}text") if part.get("class") == "value"]
    for bar, value in zip(drawn.iter(f"{_SVG}rect"), numbers, strict=True):
        value.set("x", str(float(bar.get("x", 0)) + float(bar.get("width", 0)) + 4))
        value.attrib.pop("text-anchor", None)


def _put_names_on_lines(drawn: ET.Element, shown: Sequence[Figure]) -> None:
    """Each name that is too long for one line on two, around the middle of its bar."""
    names = [part for part in drawn.iter(f"{_SVG}text") if part.get("class") == "label"]
    for name, figure in zip(names, shown[::-1], strict=True):
        lines = _lines(figure.label)
        if len(lines) == 1:
            continue
        name.text = ""
        for line, lower in zip(lines, ("-0.55em", "1.1em"), strict=True):
            part = ET.SubElement(name, f"{_SVG}tspan", {"x": name.get("x", "0"), "dy": lower})
            part.text = line


def _name(drawn: ET.Element, table: Table, shown: Sequence[Figure]) -> None:
    """What a listener hears in place of the picture."""
    name = f"chart-{table.name}"
    drawn.set("class", "chart")
    drawn.set("role", "img")
    drawn.set("aria-labelledby", f"{name}-title {name}-desc")
    for place, (tag, words) in enumerate((("title", table.title), ("desc", _description(table, shown)))):
        part = ET.Element(f"{_SVG}{tag}", {"id": f"{name}-{tag}"})
        part.text = words
        drawn.insert(place, part)


def _description(table: Table, shown: Sequence[Figure]) -> str:
    largest = max(shown, key=lambda figure: figure.value)
    return _(
        "%(number)d bars; the longest is “%(label)s”: %(value)s %(unit)s. The table has all figures."
    ) % {
        "number": len(shown),
        "label": largest.label,
        "value": number(largest.value),
        "unit": table.unit,
    }


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")
