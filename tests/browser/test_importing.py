"""A second draft of a text: looked at before anything is written, corrected by hand, applied."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.hands import in_french
from tests.browser.people import Doors
from tests.make import DRAFT

# The first point is hard to know again, and the machine takes it for new; a person knows better.
SECOND = DRAFT.replace("(a) for students;", "(a) pupils, trainees and apprentices;").replace(
    "short-stay visas", "short-stay visas and residence permits"
)


def test_a_penholder_previews_a_draft_corrects_a_match_and_applies_it(people: Doors, tmp_path: Path) -> None:
    file = tmp_path / "rev-1.md"
    file.write_text(SECOND, encoding="utf-8")
    page = people.enter("Paul", java_script_enabled=False)
    page.goto("/en/texts/importing/desk/")
    page.get_by_role("link", name="Import a draft").click()

    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Show what it would do").click()
    row = page.locator("tr", has_text="trainees and apprentices")
    expect(row.locator(".status")).to_have_text("New")
    expect(page.get_by_role("heading", name="Clauses that would leave the text")).to_be_visible()

    choices = row.get_by_role("combobox")
    choices.select_option(choices.locator("option", has_text="for students").inner_text())
    page.get_by_role("button", name="Match again with these choices").click()
    expect(row).to_contain_text("your choice")
    expect(page.get_by_role("heading", name="Clauses that would leave the text")).to_have_count(0)

    page.get_by_label("substance").check()
    page.get_by_label("Why").fill("Agreed on 14 June.")
    page.get_by_role("button", name="Apply to the working version").click()
    page.goto("/en/texts/importing/desk/")
    rows = page.locator(".compare-row[id]")
    expect(rows).to_have_count(9)
    expect(rows.filter(has_text="trainees and apprentices").locator(".status")).to_have_text("Changed")


def test_a_file_that_is_no_text_changes_nothing_and_says_why(people: Doors, tmp_path: Path) -> None:
    file = tmp_path / "draft.docx"
    file.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 40)
    page = people.enter("Paul")
    page.goto("/fr/texts/importing/import/")

    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name=in_french("Show what it would do")).click()

    expect(page.get_by_role("alert")).to_be_visible()
    assert page.url.endswith("/fr/texts/importing/import/")
