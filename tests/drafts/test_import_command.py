"""`manage.py import_draft`."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from drafts.actions.grants import grant_role
from drafts.models import DraftImport, LedgerEntry, Role, Text, Version
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "draft.md"
    file.write_text(make.DRAFT)
    return file


def run(file: Path, *options: str, text: str = "legal-mobility") -> str:
    out = StringIO()
    call_command(
        "import_draft",
        "--text",
        text,
        "--language",
        "en",
        "--label",
        "Zero draft",
        *options,
        str(file),
        stdout=out,
    )
    return out.getvalue()


def test_it_applies_the_draft_in_the_name_of_the_one_penholder(draft: Path) -> None:
    make.text()
    said = run(draft, "--yes")
    version = Version.objects.get()
    assert str(version) == "Zero draft"
    assert f"{version.placements.count()} clauses" in said
    assert LedgerEntry.objects.latest("sequence").actor == make.person("Paul").key


def test_a_dry_run_shows_the_counts_and_writes_nothing(draft: Path) -> None:
    make.imported(make.text())
    entries = LedgerEntry.objects.count()
    said = run(draft, "--dry-run")
    assert "same" in said
    assert not DraftImport.objects.filter(applied_at=None).exists()
    assert LedgerEntry.objects.count() == entries


def test_without_an_answer_nothing_is_applied(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make.text()
    monkeypatch.setattr("sys.stdin", StringIO(""))
    assert "Nothing was applied" in run(draft)
    assert not Version.objects.exists()
    monkeypatch.setattr("sys.stdin", StringIO("y\n"))
    run(draft)
    assert Version.objects.count() == 1


def test_a_file_that_cannot_be_read_changes_nothing_and_says_why(draft: Path) -> None:
    make.text()
    draft.write_bytes(b"1. Caf\xe9.\n")
    with pytest.raises(CommandError, match="Line 1 is not written in UTF-8"):
        run(draft, "--yes")
    draft.write_bytes(b"word " * (4 * 1024 * 1024))
    with pytest.raises(CommandError, match="It holds 20 MB, and a draft may hold 5 MB"):
        run(draft, "--yes")
    with pytest.raises(CommandError, match="cannot be read"):
        run(draft.with_name("absent.md"), "--yes")
    assert not DraftImport.objects.exists()


def test_the_person_named_must_be_allowed_to_import(draft: Path) -> None:
    make.text()
    with pytest.raises(CommandError, match="Only the penholder"):
        run(draft, "--yes", "--as", "mia@example.org")
    with pytest.raises(CommandError, match="Nobody has an account"):
        run(draft, "--yes", "--as", "nobody@example.org")
    run(draft, "--yes", "--as", "sena@example.org")
    assert LedgerEntry.objects.latest("sequence").actor == make.person("Sena").key


def test_two_penholders_must_be_told_apart(draft: Path) -> None:
    text = make.text()
    grant_role(by=make.secretariat(), to=make.person("Mia"), role=Role.PENHOLDER, text=text, at=make.NOON)
    with pytest.raises(CommandError, match="not exactly one penholder"):
        run(draft, "--yes")


def test_an_unknown_text_is_said_to_be_unknown(draft: Path) -> None:
    with pytest.raises(CommandError, match="There is no text"):
        run(draft, "--yes", text="nowhere")


def test_a_translation_with_clauses_left_over_names_their_lines(draft: Path) -> None:
    make.imported(make.text())
    draft.write_text(make.DRAFT + "\n## Une rubrique de trop\n")
    out = StringIO()
    with pytest.raises(CommandError, match="have no counterpart in the text"):
        call_command(
            "import_draft", "--text", "legal-mobility", "--language", "fr", "--yes", str(draft), stdout=out
        )
    assert not Text.objects.get().versions.get().wordings.filter(language="fr").exists()
