"""Documents of a session: nothing is taken but what it surely is, and nothing goes to whom it is not for."""

import hashlib
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from drafts.models import LedgerEntry
from roundtables.actions.documents import remove_document
from roundtables.models import Session, SessionDocument
from roundtables.reports import file_types
from roundtables.reports.file_types import FileRefused, Why, type_of
from tests import make, sessions
from tests.pages import goes_to, signed_in, words_of
from tests.roundtables import files
from tests.roundtables.convened import asked

pytestmark = pytest.mark.django_db
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def session() -> Session:
    return sessions.session()


def documents_of(session: Session) -> str:
    return f"/en/sessions/{session.key}/documents/"


def adding_to(session: Session) -> str:
    return f"{documents_of(session)}add/"


def fields(content: bytes | None = files.PDF, name: str = "slides.pdf", **other: object) -> dict[str, object]:
    """The form of a document, with a file where there is one."""
    typed: dict[str, object] = {
        "key": "doc0001",
        "title": "Visas: where we stand",
        "kind": "slides",
        "language": "en",
        "audience": "attendees",
    }
    if content is not None:
        typed["file"] = SimpleUploadedFile(name, content, content_type="text/html")
    return {**typed, **other}


def added(session: Session, by: str = "Remy", **other: object) -> SessionDocument:
    """A document that Remy added."""
    assert goes_to(signed_in(by).post(adding_to(session), fields(**other))) == documents_of(session)  # type: ignore[arg-type]  # as tests have them
    return SessionDocument.objects.latest("pk")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.PDF, file_types.PDF),
        (files.PNG, file_types.PNG),
        (files.JPEG, file_types.JPEG),
        (files.office("ppt/presentation.xml"), "PPTX"),
        (files.office("word/document.xml"), "DOCX"),
        (files.office("xl/workbook.xml"), "XLSX"),
        (files.open_document("presentation"), "ODP"),
        (files.open_document("text"), "ODT"),
        (files.open_document("spreadsheet"), "ODS"),
    ],
    ids=str,
)
def test_a_file_is_what_its_content_says(content: bytes, kind: object) -> None:
    assert type_of(BytesIO(content)) == kind or type_of(BytesIO(content)).name == kind


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Why.EMPTY),
        (HTML, Why.UNKNOWN),
        (SVG, Why.UNKNOWN),
        (b"MZ\x90\x00" + b"\x00" * 60, Why.UNKNOWN),
        (b"\x7fELF" + b"\x00" * 60, Why.UNKNOWN),
        (b"GIF89a" + b"\x00" * 60, Why.UNKNOWN),
        (files.archive({"readme.txt": "Hello"}), Why.UNKNOWN),
        (files.archive({"readme.txt": "Hello", "[Content_Types].xml": "<Types/>"}), Why.UNKNOWN),
        (files.open_document("database"), Why.UNKNOWN),
        (HTML + files.PDF, Why.UNKNOWN),
        (HTML + files.office("word/document.xml"), Why.UNKNOWN),
        (files.PNG + HTML, Why.BROKEN),
        (files.JPEG + HTML, Why.BROKEN),
        (files.PDF[:30], Why.BROKEN),
        (files.office("word/document.xml")[:80], Why.BROKEN),
        (files.office("ppt/presentation.xml", macros=True), Why.MACROS),
        (files.office("ppt/presentation.xml", {"ppt/vbaProject.bin": "x"}), Why.MACROS),
        (files.office("word/document.xml", {"word/activeX/activeX1.xml": "x"}), Why.MACROS),
        (files.office("word/document.xml", {"word/embeddings/oleObject1.bin": "x"}), Why.MACROS),
        (files.office("word/document.xml", {"word/media/setup.exe": "x"}), Why.MACROS),
        (files.open_document("text", {"Basic/Standard/Module1.xml": "x"}), Why.MACROS),
        (files.open_document("text", {"Scripts/python/x.py": "x"}), Why.MACROS),
        (files.PDF.replace(b"/Catalog", b"/Catalog /OpenAction <</S /JavaScript>>"), Why.MACROS),
        (files.PDF.replace(b"/Catalog", b"/Catalog /A <</S /Launch>>"), Why.MACROS),
        (b"%PDF-1.7\n" + b" " * ((1 << 20) - 14) + b"/JavaScript" + files.PDF, Why.MACROS),
        (files.PDF.replace(b"/Catalog", b"/Catalog /OpenAction <</S /J#61vaScr#69pt>>"), Why.MACROS),
        (files.PDF.replace(b"trailer <<", b"trailer <</Encrypt 3 0 R"), Why.BROKEN),
        (files.packed_pdf(b"3 0 <</OpenAction <</S /JavaScript>>>>"), Why.MACROS),
        (files.packed_pdf(b"3 0 <</S /Launch>>", b"<</Type /Obj#53tm /Filter /FlateDecode>>"), Why.MACROS),
        (files.packed_pdf(b"3 0 <</S /Launch>>", b"<</Type /ObjStm" + b" " * 2000 + b">>"), Why.BROKEN),
        (files.packed_pdf(b"x").replace(b"stream\r\n", b"stream\r\n~"), Why.BROKEN),
        (files.packed_pdf(b" " * ((1 << 26) + 1)), Why.BROKEN),
        (files.related("https://evil.example/t.dotm", "attachedTemplate"), Why.MACROS),
        (files.related("&#92;&#92;evil.example\\t.dotm", "attachedTemplate"), Why.MACROS),
        (files.related("file://///evil.example/t.dotm", "attachedTemplate"), Why.MACROS),
        (files.related("mhtml:https://evil.example/x!y", "oleObject"), Why.MACROS),
    ],
)
def test_a_file_that_is_not_surely_harmless_is_refused(content: bytes, why: Why) -> None:
    with pytest.raises(FileRefused) as refusal:
        type_of(BytesIO(content))
    assert refusal.value.why == why


@pytest.mark.parametrize(
    "content",
    [
        files.packed_pdf(b"3 0 <</Type /Catalog>>"),
        files.related("https://example.org/", "hyperlink"),
        files.related("file:///C:/Users/olga/Normal.dotm", "attachedTemplate"),
        files.related("media/image1.png", "image", "Internal"),
    ],
)
def test_a_file_as_programs_make_it_today_is_taken(content: bytes) -> None:
    assert type_of(BytesIO(content)).extension in {"pdf", "docx"}


def test_a_locked_archive_and_one_that_unpacks_to_no_end_are_refused() -> None:
    locked = bytearray(files.office("word/document.xml"))
    directory = locked.rindex(b"PK\x01\x02")
    locked[directory + 8] |= 1
    endless = files.archive({f"{number}": "" for number in range(10_001)})

    for content in (bytes(locked), endless):
        with pytest.raises(FileRefused) as refusal:
            type_of(BytesIO(content))
        assert refusal.value.why == Why.BROKEN


def test_a_file_is_kept_under_a_name_nobody_could_guess(session: Session) -> None:
    made = added(session)

    assert made.content_type == "application/pdf"
    assert made.size == len(files.PDF)
    assert made.sha256 == hashlib.sha256(files.PDF).hexdigest()
    folder, name = str(made.file.name).split("/")
    assert folder == "sessions"
    assert len(name) == 32
    assert "slides" not in name
    entry = LedgerEntry.objects.get(verb="filed")
    assert made.sha256 in entry.payload
    assert "where we stand" not in entry.payload
    assert "slides.pdf" not in entry.payload


def test_a_form_sent_twice_makes_one_document(session: Session) -> None:
    assert added(session) == added(session)
    assert SessionDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (fields(HTML, "paper.pdf"), "whatever its name says"),
        (fields(SVG, "map.png"), "whatever its name says"),
        (fields(files.office("ppt/presentation.xml", macros=True), "x.pptx"), "macros, scripts or programs"),
        (fields(files.PNG + HTML, "x.png"), "damaged, locked"),
        (fields(b"", "x.pdf"), "This file is empty"),
        (fields(None), "Choose a file, or give a link"),
        (fields(link="https://example.org/film"), "not both"),
        (fields(None, link="http://example.org/film"), "begins with https"),
        (fields(None, link="javascript:alert(1)"), "valid URL"),
        (fields(None, link="https://example.org@evil.example/"), "name and the password"),
        (fields(title=""), "This field is required"),
    ],
)
def test_a_refused_document_says_why_and_keeps_what_was_typed(
    session: Session, sent: dict[str, object], told: str
) -> None:
    answer = signed_in("Remy").post(adding_to(session), {**sent, "kind": "paper"})

    assert answer.status_code == 422
    assert told in words_of(answer)
    assert '<option value="paper" selected>' in answer.content.decode()
    assert sent["title"] == "" or "where we stand" in answer.content.decode()
    assert not SessionDocument.objects.exists()


def test_a_file_that_is_too_large_is_refused_in_the_readers_language(session: Session) -> None:
    page = f"/fr/sessions/{session.key}/documents/add/"
    with override_settings(SESSION_FILE_MB=1):
        answer = signed_in("Remy").post(page, fields(files.PDF + b" " * (1 << 20)))

    assert answer.status_code == 422
    assert not SessionDocument.objects.exists()


def test_a_file_goes_out_as_a_file_and_never_as_a_page(session: Session) -> None:
    made = added(session, title="Visas : où en est-on ?\r\n../etc")
    response = signed_in("Remy").get(f"{documents_of(session)}{made.key}/")

    assert b"".join(response.streaming_content) == files.PDF  # type: ignore[attr-defined]  # streamed
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "private, no-store"
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''Visas%20o%C3%B9")
    assert disposition.endswith(".pdf")
    assert "/" not in disposition.split("''")[1]


def test_a_document_is_for_those_it_is_for(session: Session) -> None:
    inside = added(session)
    for_all = added(session, key="doc0002", audience="public", title="For everybody")
    asked(session, user=make.person("Nils"))
    asked(session, organisation=make.body_of(make.omar()))
    make.olga()
    own, open_to_all = f"{documents_of(session)}{inside.key}/", f"{documents_of(session)}{for_all.key}/"

    for name in ("Nils", "Omar", "Remy", "Chloé", "Sena"):
        assert signed_in(name).get(own).status_code == 200, name
    for client in (Client(), signed_in("Olga")):
        assert client.get(own).status_code == 404
        assert client.get(open_to_all).status_code == 200
        for page in (documents_of(session), session.get_absolute_url()):
            assert "For everybody" in words_of(client.get(page))
            assert "where we stand" not in words_of(client.get(page))


def test_a_document_of_a_session_that_nobody_knows_is_not_there() -> None:
    session = sessions.session(announced=False)
    made = added(session, audience="public")

    assert Client().get(f"{documents_of(session)}{made.key}/").status_code == 404
    assert (
        signed_in("Remy").get(f"{documents_of(session)}{made.key}/")["Cache-Control"] == "private, no-store"
    )


def test_a_recording_is_a_link(session: Session) -> None:
    added(session, content=None, link="https://films.example.org/1", kind="recording", audience="public")
    page = Client().get(documents_of(session))

    assert 'href="https://films.example.org/1" rel="nofollow noreferrer noopener"' in page.content.decode()
    assert "on another site" in words_of(page)


def test_a_document_is_removed_in_plain_sight_and_its_file_goes(
    session: Session, django_capture_on_commit_callbacks: object
) -> None:
    made = added(session, audience="public")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture of pytest-django
        goes_to(signed_in("Remy").post(f"{documents_of(session)}{made.key}/remove/"))

    page = words_of(Client().get(documents_of(session)))
    assert "A document (slides) was removed on" in page
    assert "where we stand" not in page
    assert signed_in("Remy").get(f"{documents_of(session)}{made.key}/").status_code == 404
    assert not default_storage.exists(str(made.file.name))
    assert LedgerEntry.objects.filter(verb="unfiled").count() == 1
    remove_document(by=make.person("Remy"), document=made, at=make.NOON)
    assert LedgerEntry.objects.filter(verb="unfiled").count() == 1


def test_who_takes_part_adds_nothing(session: Session) -> None:
    made = added(session, audience="public")
    olga = make.olga()
    sessions.attended_by(session, olga)

    assert signed_in("Olga").post(adding_to(session), fields()).status_code == 403
    assert "Add a document" not in words_of(signed_in("Olga").get(documents_of(session)))
    with pytest.raises(PermissionDenied):
        remove_document(by=olga, document=made, at=make.NOON)
    assert Client().post(adding_to(session), fields()).status_code == 401
