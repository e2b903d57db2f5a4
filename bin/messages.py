"""The interface's sentences: `python -m bin.messages extract` gathers them, `compile` makes them usable.

Babel does the work, so that no system package is needed. Templates are read through the same
`templatize` that Django's own makemessages uses.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("config", "consultation", "drafts", "roundtables", "templates")
HEADER = """\
# Concertation in LANGUAGE.
# Written by `make messages`: translate here, change nothing else by hand."""

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def source_files() -> Iterator[Path]:
    """Every file that may hold a sentence of the interface."""
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            template = path.suffix in {".html", ".txt"} and "templates" in path.parts
            if template or (path.suffix == ".py" and "migrations" not in path.parts):
                yield path


def as_python(path: Path) -> bytes:
    """The file as Python that Babel can scan; a template becomes its gettext calls, line by line."""
    if path.suffix == ".py":
        return path.read_bytes()
    calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.lstrip() for line in calls.splitlines()).encode()


def collected() -> Catalog:
    """The sentences the source holds now, each with the files it stands in."""
    catalog = Catalog(charset="utf-8")
    for path in source_files():
        source = io.BytesIO(as_python(path))
        for _line, message, comments, context in extract(
            "python", source, KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
        ):
            place = (path.relative_to(ROOT).as_posix(), 0)
            catalog.add(message, locations=[place], auto_comments=comments, context=context)
    return catalog


def catalogues() -> list[Path]:
    """The catalogue of every language but English, which is the source."""
    return sorted(ROOT.glob("locale/*/LC_MESSAGES/django.po"))


def borrowed() -> list[Path]:
    """Our own words for what libraries say; no source of ours holds those sentences, so none is gathered."""
    return sorted(ROOT.glob("config/locale/*/LC_MESSAGES/django.po"))


def read(path: Path) -> Catalog:
    """One language's catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3], abort_invalid=True)


def merge(path: Path, found: Catalog) -> None:
    """Bring a catalogue up to the source: translations are kept, nothing is guessed, what is gone goes."""
    catalog = read(path)
    catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.project, catalog.version = "Concertation", "1"
    catalog.msgid_bugs_address = catalog.last_translator = ""
    catalog.header_comment = HEADER.replace("LANGUAGE", catalog.locale.english_name if catalog.locale else "")
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, include_lineno=False)


def is_translated(message: Message) -> bool:
    """Whether every form of the sentence, singular and plural, has words, and nobody doubts them."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms) and not message.fuzzy


def extract_all() -> None:
    """Bring every catalogue up to the source, and say how much is left to translate."""
    found = collected()
    for path in catalogues():
        merge(path, found)
        missing = sum(1 for message in read(path) if message.id and not is_translated(message))
        print(f"{path.relative_to(ROOT)}: {len(found)} messages, {missing} to translate")


def compile_all() -> None:
    """Write each catalogue's compiled form, if it is older than the catalogue."""
    for path in (*catalogues(), *borrowed()):
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > path.stat().st_mtime_ns:
            continue
        # Named when complete: a server that starts meanwhile never reads half a file.
        draft = compiled.with_suffix(".mo.new")
        with draft.open("wb") as file:
            write_mo(file, read(path))
        draft.replace(compiled)


if __name__ == "__main__":
    {"extract": extract_all, "compile": compile_all}[sys.argv[1]]()
