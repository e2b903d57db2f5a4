"""The report as a PDF: made once by a worker, kept while nothing changes, and never anything but what was said."""

import json
import re
import zlib
from datetime import timedelta
from typing import Any

import pytest
import typst
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from consultation.actions.reports import Outdated, ask_for_file, make_file, release_report
from consultation.models import Category, Consultation, ReportFile, Standing
from consultation.reports.report_files import LEASE, TEMPLATE, report_content, source_of, typeset
from tests import make
from tests.figures import CLOSED, choir, in_own_name, made
from tests.make import NOON, Said
from tests.pages import goes_to, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

State = ReportFile.State
MARKUP = '#panic("no") #set page(fill: red) $x^2$ *b* _i_ `r` <l> @ref \\ // c /* d */ = h [ ] { } ~ ---'


@pytest.fixture(autouse=True)
def empty_storage() -> None:
    """Nothing of another test is in the storage."""
    if default_storage.exists("reports"):
        for name in default_storage.listdir("reports")[1]:
            default_storage.delete(f"reports/{name}")


@pytest.fixture
def asked() -> Consultation:
    return make.consultation()


def page_of(asked: Consultation) -> str:
    return reverse("consultation:report-pdf", args=[asked.key])


def file_of(asked: Consultation, file: ReportFile) -> str:
    return reverse("consultation:report-file", args=[asked.key, file.key])


def ask(asked: Consultation, by: str = "Mia", **more: Any) -> ReportFile:
    given: dict[str, Any] = {"language": "en", "at": NOON, **more}
    return ask_for_file(by=make.person(by), consultation=asked, **given)


def released(asked: Consultation) -> None:
    release_report(by=make.person("Sena"), consultation=asked, at=CLOSED)


def content_of(asked: Consultation, language: str = "en") -> dict[str, Any]:
    with translation.override(language):
        return report_content(asked, language, source_of(asked), lambda _done: None)


def entries_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for section in content["sections"] for entry in section["entries"]]


def streams(pdf: bytes) -> bytes:
    """What is in a PDF, unpacked."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    unpacked = [zlib.decompressobj().decompress(each) for each in found if each[:1] == b"\x78"]
    return pdf + b"".join(unpacked)


def number_of_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", streams(pdf)))


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks: Any) -> Any:
    """What is done once the transaction is through, done."""
    return django_capture_on_commit_callbacks


def test_whoever_asks_gets_a_file_once_a_worker_was_there(asked: Consultation, on_commit: Any) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 3)
    mia = signed_in("Mia")
    assert "Make the PDF" in words_of(mia.get(page_of(asked)))

    with on_commit(execute=True):
        assert goes_to(mia.post(page_of(asked))) == page_of(asked)
    waiting = mia.get(page_of(asked))
    assert "The file is being made. You can leave this page" in words_of(waiting)
    assert waiting.headers["Refresh"] == "3"

    file = made(ReportFile.objects.get())
    ready = mia.get(page_of(asked))
    assert (file.state, file.done, file.total) == (State.READY, 3, 3)
    assert "Refresh" not in ready.headers
    assert file_of(asked, file) in ready.content.decode()


def test_the_file_is_sent_to_be_kept_and_not_to_be_opened_as_anything_else(
    asked: Consultation, on_commit: Any
) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 1)
    with on_commit(execute=True):
        file = ask(asked)
    made(file)

    response: Any = signed_in("Mia").get(file_of(asked, file))

    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="legal-mobility-zero-draft-report-en.pdf"'
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Security-Policy"].startswith("sandbox")


def test_a_draft_is_nobodys_but_the_committees(asked: Consultation, on_commit: Any) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 1)
    with on_commit(execute=True):
        file = ask(asked)
    made(file)

    for client in (Client(), signed_in("Nils")):
        assert client.get(file_of(asked, file)).status_code == 404
    with pytest.raises(PermissionDenied, match="not been released"):
        ask(asked, by="Nils")


def test_a_draft_is_not_given_out_once_the_report_is_released(asked: Consultation, on_commit: Any) -> None:
    make.answered(choir(asked, Category.CIVIL_SOCIETY, 1)[0])
    with on_commit(execute=True):
        draft = ask(asked)
    made(draft)
    released(asked)

    assert goes_to(Client().get(file_of(asked, draft))) == page_of(asked)

    with on_commit(execute=True):
        assert goes_to(Client().post(page_of(asked))) == page_of(asked)
    file = made(ReportFile.objects.latest("pk"))
    assert Client().get(file_of(asked, file)).status_code == 200
    # The draft went with it, from the storage too.
    assert list(ReportFile.objects.all()) == [file]
    assert default_storage.listdir("reports")[1] == [str(file.file.name).removeprefix("reports/")]


def test_however_many_ask_it_is_made_once(asked: Consultation, on_commit: Any) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 1)
    with on_commit(execute=True):
        files = {ask(asked, by=name).pk for name in ("Mia", "Paul", "Chloé", "Sena", "Mia")}

    assert len(files) == 1
    assert DBTaskResult.objects.filter(task_path__endswith="make_file").count() == 1
    assert make_file.call(ReportFile.objects.get().key) == State.READY
    # A second worker that was given it as well finds it made.
    assert make_file.call(ReportFile.objects.get().key) == State.READY


def test_it_is_made_anew_when_something_was_said_or_somebody_is_called_otherwise(
    asked: Consultation,
) -> None:
    ines = in_own_name("Ines", Category.ACADEMIA)
    make.comment(Said("short-stay"), by=ines, on=asked)
    first = ask(asked)

    make.comment(Said("students"), by=make.olga(), on=asked)
    second = ask(asked)
    ines.shows_name = False
    ines.save(update_fields=["shows_name"])
    third = ask(asked)

    assert len({each.stamp for each in (first, second, third)}) == 3
    # What the committee does with its own words changes nothing of the report.
    make.reworded(asked.version.text, "short-stay", "seasonal")
    assert ask(asked) == third
    assert ask(asked, language="fr") != third


def test_one_whose_worker_was_killed_is_made_again_after_a_while(asked: Consultation, on_commit: Any) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 1)
    file = ask(asked)
    ReportFile.objects.filter(pk=file.pk).update(state=State.MAKING)

    assert ask(asked, at=NOON + LEASE).state == State.MAKING
    with on_commit(execute=True):
        again = ask(asked, at=NOON + LEASE + timedelta(seconds=1))

    assert (again, again.state) == (file, State.WAITING)
    assert made(file).state == State.READY


def test_the_page_offers_to_ask_again_only_then(asked: Consultation) -> None:
    mia = signed_in("Mia")
    ask(asked, at=timezone.now())
    assert "ask again" not in words_of(mia.get(page_of(asked)))

    ReportFile.objects.update(asked_at=timezone.now() - LEASE - timedelta(seconds=1))

    assert "It takes too long: ask again" in words_of(mia.get(page_of(asked)))


def test_one_that_changed_while_it_was_made_is_none(asked: Consultation, on_commit: Any) -> None:
    file = ask(asked)
    choir(asked, Category.CIVIL_SOCIETY, 1)

    with pytest.raises(Outdated):
        make_file.call(file.key)

    file.refresh_from_db()
    assert (file.state, file.file.name) == (State.FAILED, "")
    assert "Make the PDF" in words_of(signed_in("Mia").get(page_of(asked)))


def test_one_that_failed_or_is_gone_from_the_storage_is_made_again(
    asked: Consultation, on_commit: Any
) -> None:
    file = ask(asked)
    ReportFile.objects.update(state=State.FAILED)
    with on_commit(execute=True):
        assert ask(asked).state == State.WAITING
    default_storage.delete(str(made(file).file.name))

    assert goes_to(signed_in("Mia").get(file_of(asked, file))) == page_of(asked)
    with on_commit(execute=True):
        assert ask(asked).state == State.WAITING
    assert default_storage.exists(str(made(file).file.name))


def test_the_page_of_a_file_that_is_being_made_costs_the_same_for_any_number(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 1)
    ask(asked)
    mia = signed_in("Mia")
    before = queries_of(mia, page_of(asked))
    choir(asked, Category.CIVIL_SOCIETY, 4)
    ask(asked)

    assert queries_of(mia, page_of(asked)) == before <= 15


def test_nothing_that_was_kept_back_and_no_name_without_consent_is_in_it(asked: Consultation) -> None:
    hugo = in_own_name("Hugo", Category.ACADEMIA, shows_name=False)
    make.comment(Said("short-stay"), by=hugo, on=asked)
    make.kept_back(
        make.comment(Said("students", body="A private matter."), by=make.olga(), on=asked),
        Standing.State.HIDDEN,
    )

    content = content_of(asked)

    assert "Hugo" not in str(content)
    assert "private" not in str(content)
    assert content["kept_back"] == ["Hidden: 1"]
    assert entries_of(content)[0]["who"] == f"participant {hugo.key}"


def test_what_awaits_moderation_is_in_the_draft_alone(asked: Consultation) -> None:
    make.comment(Said("short-stay", body="Pending."), by=make.olga(), on=asked, visible=False)
    assert "Pending." in str(content_of(asked))

    Standing.objects.update(state=Standing.State.HIDDEN)
    released(asked)
    Standing.objects.update(state=Standing.State.PENDING)

    assert "Pending." not in str(content_of(asked))


def test_no_word_is_read_as_markup(asked: Consultation) -> None:
    """Where it were, the call of `panic` would stop it, and the red pages be in it."""
    said = Said("short-stay", body=f"{MARKUP}\n\n#import", quote="short-stay", proposed=f"{MARKUP}")
    comment = make.comment(said, by=make.olga(), on=asked)
    make.answered(comment, reason=MARKUP)
    plain = typeset(content_of(asked), NOON)

    content = content_of(asked)
    assert entries_of(content)[0]["body"]["text"] == f"{MARKUP}\n\n#import"
    assert plain.startswith(b"%PDF-")
    # Red paper would be painted on each page: 1 0 0 as a filling colour.
    assert not re.search(rb"\b1 0 0 (rg|scn|sc)\b", streams(plain))


def test_the_typesetter_shows_markup_as_it_was_typed(asked: Consultation) -> None:
    make.comment(Said("short-stay"), by=make.olga(), on=asked)
    content = content_of(asked)
    content["sections"][0]["name"] = MARKUP
    given = {"content": json.dumps(content)}

    found = typst.query(TEMPLATE.read_bytes(), "heading.where(level: 2)", field="body", sys_inputs=given)

    assert json.loads(found) == [{"func": "text", "text": MARKUP}]


def test_odd_signs_and_arabic_are_set(asked: Consultation) -> None:
    arabic = "يبسط الشركاء إجراءات تأشيرات الإقامة القصيرة."
    said = Said("short-stay", body=f"{arabic}\n« L’œuvre » : ça ! ﷽ \u202e \u0007 𝒳 👩‍👩‍👧 \u0301")
    comment = make.comment(said, by=make.olga(), on=asked)
    content = content_of(asked)
    entries_of(content)[0]["body"]["language"] = "ar"

    pdf = streams(typeset(content, NOON))

    assert comment.body.startswith(arabic)
    assert re.search(rb"/Lang\s*\(ar\)", pdf)


def test_it_is_tagged_and_says_its_title_and_language(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 1)

    pdf = streams(typeset(content_of(asked, "fr"), NOON))

    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Marked\s+true", pdf)
    assert re.search(rb"/Lang\s*\(fr\)", pdf)
    assert b"/H1" in pdf
    assert b"/FontFile" in pdf


def test_the_same_report_is_the_same_file_to_the_byte(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 2)

    assert typeset(content_of(asked), NOON) == typeset(content_of(asked), NOON)


def test_a_report_without_inputs_is_a_page(asked: Consultation) -> None:
    assert number_of_pages(typeset(content_of(asked), NOON)) == 1


def test_many_inputs_are_read_in_batches_that_are_told_of(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 3)
    told: list[int] = []

    report_content(asked, "en", source_of(asked), told.append)

    assert told == [3]
