"""Files as programs make them, and others that only look so."""

from io import BytesIO
from zipfile import ZipFile, ZipInfo
from zlib import compress

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 20 + b"\xff\xd9"
_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    "ppt/presentation.xml": "presentationml.presentation",
    "word/document.xml": "wordprocessingml.document",
    "xl/workbook.xml": "spreadsheetml.sheet",
}


def archive(members: dict[str, str]) -> bytes:
    """A zip file with these members, in this order; its bytes are the same whenever it is made."""
    content = BytesIO()
    with ZipFile(content, "w") as opened:
        for name, words in members.items():
            opened.writestr(ZipInfo(name), words)
    return content.getvalue()


def office(part: str, more: dict[str, str] | None = None, *, macros: bool = False) -> bytes:
    """A file of Word, Excel or PowerPoint, by its main part."""
    kind = f"{_OOXML}{_MAIN[part]}.main+xml"
    if macros:
        kind = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
    types = f'<Types><Override PartName="/{part}" ContentType="{kind}"/></Types>'
    return archive({"[Content_Types].xml": types, part: "<x/>", **(more or {})})


def open_document(kind: str, more: dict[str, str] | None = None) -> bytes:
    """A file of LibreOffice: presentation, text or spreadsheet."""
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return archive(
        {"mimetype": mimetype, "content.xml": "<x/>", "META-INF/manifest.xml": "<x/>", **(more or {})}
    )


def packed_pdf(
    objects: bytes, head: bytes = b"<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode>>"
) -> bytes:
    """A PDF as programs make it today: what it holds is packed."""
    stream = b"2 0 obj " + head + b"\nstream\r\n" + compress(objects) + b"\nendstream\nendobj\n"
    return PDF.replace(b"trailer", stream + b"trailer")


def related(target: str, kind: str, mode: str = "External") -> bytes:
    """A file of Word that leads elsewhere."""
    relation = (
        f'<Relationship Id="r1" Type="http://x/relationships/{kind}" Target="{target}" TargetMode="{mode}"/>'
    )
    return office("word/document.xml", {"word/_rels/settings.xml.rels": f"<R>{relation}</R>"})
