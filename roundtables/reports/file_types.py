"""What a file is, found by its content; whatever is not surely one of the few kinds we take is refused.

A short strict check of our own: libraries that guess a type name hundreds of them by their first bytes, and look for
neither macros nor what is wrapped in a picture.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import SEEK_END
from typing import IO
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile, ZipInfo

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_ZIP = b"PK\x03\x04"
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
# What a reader of PDF would run or start; names longer than chance puts together in compressed bytes.
_PDF_ACTS = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
_LOCKED = b"/Encrypt"
# A letter of a name may be written as its number.
_NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")
_CHUNK, _OVERLAP = 1 << 20, 64
# Most files of today keep their objects packed together: what is before such a stream says so.
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_BEFORE, _OBJECTS, _OBJECTS_AT_MOST, _PIECE = 1024, b"/ObjStm", 1 << 26, 1 << 16
# What an office program would fetch and open by itself, from wherever the file says.
_FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")
_ELSEWHERE = re.compile(
    r"(https?|ftp|mhtml|ms-[a-z]+):|file://[^/]|file:/{4}|(file:/{0,3})?\\\\|//", re.IGNORECASE
)
# The lists of parts are small; a whole presentation has some hundred members, and unpacks to a few times its size.
_LIST_AT_MOST, _MEMBERS_AT_MOST, _UNPACKED_AT_MOST = 1 << 20, 10_000, 2_000_000_000
_PROGRAMS = tuple(
    ".exe .dll .com .scr .bat .cmd .ps1 .vbs .js .jar .msi .sh .html .htm .xhtml .svg .hta .lnk".split()
)


class Why(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    MACROS = "macros"
    BROKEN = "broken"


class FileRefused(Exception):
    """A file that is not taken; `why` says the reason."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that is taken."""

    name: str
    extension: str
    content_type: str


PDF = FileType("PDF", "pdf", "application/pdf")
PNG = FileType("PNG", "png", "image/png")
JPEG = FileType("JPEG", "jpg", "image/jpeg")
# The part every such file has → the type its list of parts has to give it, and what the file then is.
_OFFICE: Mapping[str, FileType] = {
    "ppt/presentation.xml": FileType("PPTX", "pptx", f"{_OOXML}presentationml.presentation"),
    "word/document.xml": FileType("DOCX", "docx", f"{_OOXML}wordprocessingml.document"),
    "xl/workbook.xml": FileType("XLSX", "xlsx", f"{_OOXML}spreadsheetml.sheet"),
}
_OPEN: Mapping[str, FileType] = {
    f"{_ODF}presentation": FileType("ODP", "odp", f"{_ODF}presentation"),
    f"{_ODF}text": FileType("ODT", "odt", f"{_ODF}text"),
    f"{_ODF}spreadsheet": FileType("ODS", "ods", f"{_ODF}spreadsheet"),
}
TYPES = (PDF, *_OFFICE.values(), *_OPEN.values(), PNG, JPEG)


def type_of(file: IO[bytes]) -> FileType:
    """The kind of a file by its content, wherever its name says it is another; raises FileRefused."""
    file.seek(0)
    head = file.read(16)
    if not head:
        raise FileRefused(Why.EMPTY)
    if head.startswith(b"%PDF-"):
        return _pdf(file)
    if head.startswith(_ZIP):
        return _zip(file)
    if head.startswith(_PNG):
        return _ended(file, PNG, _PNG_END)
    if head.startswith(_JPEG):
        return _ended(file, JPEG, _JPEG_END)
    raise FileRefused(Why.UNKNOWN)


def _tail(file: IO[bytes], length: int) -> bytes:
    size = file.seek(0, SEEK_END)
    file.seek(max(size - length, 0))
    return file.read()


def _ended(file: IO[bytes], kind: FileType, end: bytes) -> FileType:
    """A picture that ends where a picture ends: nothing is hung on to it."""
    if not _tail(file, 64).rstrip(b"\x00").endswith(end):
        raise FileRefused(Why.BROKEN)
    return kind


def _pdf(file: IO[bytes]) -> FileType:
    if b"%%EOF" not in _tail(file, 1024):
        raise FileRefused(Why.BROKEN)
    file.seek(0)
    before = b""
    while chunk := file.read(_CHUNK):
        _check_acts(before + chunk)
        before = chunk[-_OVERLAP:]
    for packed in _packed(file):
        _check_acts(packed)
    return PDF


def _plain(written: bytes) -> bytes:
    """Names of a PDF with all their letters."""
    return _NUMBERED.sub(lambda number: bytes([int(number[1], 16)]), written)


def _check_acts(written: bytes) -> None:
    """Refuse what acts, however its name is written, and what is locked: nobody could look into it."""
    plain = _plain(written)
    if _LOCKED in plain:
        raise FileRefused(Why.BROKEN)
    if any(act in plain for act in _PDF_ACTS):
        raise FileRefused(Why.MACROS)


def _packed(file: IO[bytes]) -> Iterator[bytes]:
    """What a PDF keeps packed of its objects, within a limit; refused where some of it cannot be found."""
    file.seek(0)
    content, left = file.read(), _OBJECTS_AT_MOST
    hidden = _plain(content).count(_OBJECTS)
    for stream in _STREAM.finditer(content) if hidden else ():
        before = content[max(stream.start() - _BEFORE, 0) : stream.start()].rpartition(b"endobj")[2]
        if _OBJECTS in _plain(before):
            unpacked = _unpacked(memoryview(content)[stream.end() :], left)
            left, hidden = left - len(unpacked), hidden - 1
            yield unpacked
    if hidden > 0:
        raise FileRefused(Why.BROKEN)


def _unpacked(content: memoryview, at_most: int) -> bytes:
    """What a packed stream that begins here holds."""
    reader, unpacked = zlib.decompressobj(), bytearray()
    try:
        for start in range(0, len(content), _PIECE):
            unpacked += reader.decompress(content[start : start + _PIECE], at_most + 1 - len(unpacked))
            if reader.eof or len(unpacked) > at_most:
                break
    except zlib.error as fault:
        raise FileRefused(Why.BROKEN) from fault
    if len(unpacked) > at_most:
        raise FileRefused(Why.BROKEN)
    return bytes(unpacked)


def _zip(file: IO[bytes]) -> FileType:
    """One of the office formats, which are archives; any other archive is refused."""
    try:
        with ZipFile(file) as archive:
            members = archive.infolist()
            _check(members)
            return _open_document(archive, members) or _office(archive, members)
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        RuntimeError,
    ) as fault:
        raise FileRefused(Why.BROKEN) from fault


def _check(members: Iterable[ZipInfo]) -> None:
    """Refuse what is locked, what unpacks to no end, and what holds programs."""
    held = list(members)
    unpacked = sum(member.file_size for member in held)
    if (
        len(held) > _MEMBERS_AT_MOST
        or unpacked > _UNPACKED_AT_MOST
        or any(each.flag_bits & 1 for each in held)
    ):
        raise FileRefused(Why.BROKEN)
    if any(_is_program(member.filename.lower()) for member in held):
        raise FileRefused(Why.MACROS)


def _is_program(name: str) -> bool:
    last = name.rsplit("/", 1)[-1]
    folders = ("basic/", "scripts/")
    return (
        last.startswith(("vbaproject", "vbadata", "oleobject"))
        or "/activex/" in name
        or name.startswith(folders)
        or last.endswith(_PROGRAMS)
    )


def _read(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        content = member.read(_LIST_AT_MOST + 1)
    if len(content) > _LIST_AT_MOST:
        raise FileRefused(Why.BROKEN)
    return content


def _open_document(archive: ZipFile, members: list[ZipInfo]) -> FileType | None:
    """OpenDocument: its first member says what it is."""
    if not members or members[0].filename != "mimetype":
        return None
    named = _read(archive, "mimetype").decode("ascii", "replace")
    names = {member.filename for member in members}
    if named not in _OPEN or not names >= {"content.xml", "META-INF/manifest.xml"}:
        raise FileRefused(Why.UNKNOWN)
    return _OPEN[named]


def _office(archive: ZipFile, members: list[ZipInfo]) -> FileType:
    """Office Open XML: its list of parts says what the main one is."""
    names = {member.filename for member in members}
    if "[Content_Types].xml" not in names:
        raise FileRefused(Why.UNKNOWN)
    listed = _read(archive, "[Content_Types].xml")
    if b"macroEnabled" in listed or b"vbaProject" in listed:
        raise FileRefused(Why.MACROS)
    for part, kind in _OFFICE.items():
        if part in names and f'"{kind.content_type}.main+xml"'.encode() in listed:
            _check_fetched(archive, names)
            return kind
    raise FileRefused(Why.UNKNOWN)


def _check_fetched(archive: ZipFile, names: Iterable[str]) -> None:
    """Refuse what is opened from elsewhere without being asked for; what somebody has to click on may stand."""
    for name in names:
        if not name.lower().endswith(".rels"):
            continue
        listed = _read(archive, name)
        if b"<!" in listed.replace(b"<!--", b""):
            raise FileRefused(Why.BROKEN)
        try:
            related = list(ET.fromstring(listed))  # noqa: S314 - no declarations, and not large
        except ET.ParseError as fault:
            raise FileRefused(Why.BROKEN) from fault
        if any(_is_fetched(each.attrib) for each in related):
            raise FileRefused(Why.MACROS)


def _is_fetched(relation: Mapping[str, str]) -> bool:
    of_kind = relation.get("Type", "").endswith(_FETCHED)
    return of_kind and _ELSEWHERE.match(relation.get("Target", "").strip()) is not None
