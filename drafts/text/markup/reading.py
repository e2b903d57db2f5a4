"""From the bytes of a file to lines of clean text: the encoding, the bounds, the signs."""

import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass

from drafts.text.markup.draft import MAX_BYTES, MAX_CLAUSE_CHARS, MAX_LINES, UnreadableDraft

TAB = "    "

_ZIP, _PDF = b"PK\x03\x04", b"%PDF-"
_OLD_WORD, _RICH_TEXT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
_SPACES = re.compile(" {2,}")
# Normal forms sort the accents piled on a letter in quadratic time. No script piles up this
# many; the bound is the one of Unicode's stream-safe format (UAX #15, section 13).
_MAX_ACCENTS = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a draft: its number from 1, how far it is indented, and what it says."""

    number: int
    indent: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """All lines of a draft, and the numbers of those that held signs no text can keep."""

    lines: tuple[Line, ...]
    cleaned: tuple[int, ...]


def normalise(words: str) -> str:
    """The words of one clause as they are kept: NFC, on one line, with single spaces, trimmed.

    No-break spaces stay, for they are part of the wording. Applied twice it changes nothing.
    """
    words = _clean(_LINE_ENDS.sub("\n", words)).replace("\n", " ").replace("\t", " ")
    return _SPACES.sub(" ", words).strip()


def read_page(content: bytes) -> Page:
    """Decode a file into lines. Raises UnreadableDraft; O(n)."""
    _refuse_other_formats(content)
    if len(content) > MAX_BYTES:
        raise UnreadableDraft("too_large", size=len(content), limit=MAX_BYTES)
    text = _LINE_ENDS.sub("\n", _decode(content))
    if "\x00" in text:
        raise UnreadableDraft("binary")
    if not text.strip():
        raise UnreadableDraft("empty")
    if text.count("\n") > MAX_LINES:
        raise UnreadableDraft("too_many_lines", limit=MAX_LINES)
    raw = text.split("\n")
    _refuse_long_lines(raw)
    clean = [_clean(line) for line in raw]
    dropped = tuple(at for at, (was, now) in enumerate(zip(raw, clean, strict=True), 1) if _lost(was, now))
    return Page(tuple(_line(at, line) for at, line in enumerate(clean, 1)), dropped)


def _refuse_other_formats(content: bytes) -> None:
    if not content:
        raise UnreadableDraft("empty")
    if content.startswith(_PDF):
        raise UnreadableDraft("pdf_file")
    if content.startswith((_OLD_WORD, _RICH_TEXT)):
        raise UnreadableDraft("word_file")
    if content.startswith(_ZIP):
        word = b"word/" in content or b"opendocument.text" in content
        raise UnreadableDraft("word_file" if word else "binary")


def _decode(content: bytes) -> str:
    """UTF-8, or UTF-16 that says so: any other encoding would be a guess at people's words."""
    encoding = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
    try:
        return content.removeprefix(BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and b"\x00" in content:
            raise UnreadableDraft("binary") from error
        before = error.object[: error.start].decode(encoding, errors="ignore")
        line = _LINE_ENDS.sub("\n", before).count("\n") + 1
        byte = f"0x{error.object[error.start]:02X}"
        raise UnreadableDraft("encoding", line=line, byte=byte) from error


def _refuse_long_lines(lines: list[str]) -> None:
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_CLAUSE_CHARS:
            raise UnreadableDraft("line_too_long", line=number, limit=MAX_CLAUSE_CHARS)


def _clean(line: str) -> str:
    line = _CONTROL.sub("", line)
    return line if line.isascii() else unicodedata.normalize("NFC", _bounded_accents(line))


def _bounded_accents(line: str) -> str:
    """The line with no more accents on one letter than a normal form can sort in linear time."""
    kept: list[str] = []
    piled = 0
    for sign in line:
        piled = piled + len(unicodedata.normalize("NFD", sign)) if unicodedata.combining(sign) else 0
        if piled <= _MAX_ACCENTS:
            kept.append(sign)
    return "".join(kept)


def _lost(was: str, now: str) -> bool:
    if was.isascii():
        return was != now
    return bool(_CONTROL.search(was.removeprefix("\ufeff"))) or len(_bounded_accents(was)) < len(was)


def _line(number: int, line: str) -> Line:
    body = line.lstrip(" \t")
    indent = len(line[: len(line) - len(body)].replace("\t", TAB))
    body = _SPACES.sub(" ", body.replace("\t", " ")).rstrip(" ")
    return Line(number, indent, body if body.strip() else "")
