"""Whole journeys by keyboard alone: the single keys, and what Tab and Enter reach without them."""

from playwright.sync_api import Page, expect

from tests.browser.hands import clause_that_says, focused_clause, select_words
from tests.browser.people import Doors

ADDRESS = "/en/texts/showing/rev-1/"


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something with this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        found: bool = page.evaluate("(name) => document.activeElement.textContent.includes(name)", name)
        if found:
            return
    raise AssertionError(f"Tab never reaches “{name}”")


def test_j_and_k_walk_the_clauses_and_n_jumps_to_the_next_open_one(people: Doors) -> None:
    page = people.enter()
    page.goto(ADDRESS)

    page.keyboard.press("j")
    first = focused_clause(page)
    page.keyboard.press("j")
    second = focused_clause(page)
    page.keyboard.press("k")
    assert focused_clause(page) == first != second

    page.keyboard.press("n")
    assert focused_clause(page) == "for researchers."
    assert page.url.endswith(clause_that_says(page, "for researchers").get_attribute("id") or "no id")


def test_c_comments_on_the_clause_and_on_selected_words(people: Doors) -> None:
    page = people.enter("Omar")
    page.goto(ADDRESS)
    page.keyboard.press("n")
    page.keyboard.press("c")
    expect(page.get_by_label("Words you comment on")).to_have_value("")
    expect(page.locator(".document .clause-text")).to_have_text("for researchers.")

    page.goto(ADDRESS)
    select_words(page, "average time")
    page.keyboard.press("c")
    expect(page.get_by_label("Words you comment on")).to_have_value("average time")


def test_the_question_mark_opens_the_keys_and_they_can_be_turned_off(people: Doors) -> None:
    page = people.enter()
    page.goto(ADDRESS)
    page.keyboard.press("?")
    expect(page.get_by_role("heading", level=1)).to_have_text("Keyboard")

    page.get_by_label("Use these keys in this browser").uncheck()
    page.goto(ADDRESS)
    page.keyboard.press("j")
    expect(page.locator(".clause:focus")).to_have_count(0)


def test_keys_rest_while_somebody_types(people: Doors) -> None:
    page = people.enter("Omar")
    page.goto(ADDRESS)
    page.keyboard.press("n")
    page.keyboard.press("c")

    page.get_by_label("Your comment").press_sequentially("cjkn?")

    expect(page.get_by_label("Your comment")).to_have_value("cjkn?")


def test_a_comment_is_written_and_submitted_by_keyboard_alone(people: Doors) -> None:
    page = people.enter("Omar")
    page.goto("/en/texts/autosaving/zero-draft/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("j")
    tab_to(page, "Comment")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Comment on this clause")

    page.get_by_label("Your comment").focus()
    page.keyboard.type("Said without a mouse.")
    tab_to(page, "Submit")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("submitted")


def test_a_member_goes_from_open_input_to_open_input_by_one_key(people: Doors) -> None:
    page = people.enter("Mia")
    page.goto("/en/texts/showing/desk/")
    page.get_by_role("link", name="clause").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Working words")).to_be_visible()

    page.keyboard.press("n")

    expect(page.locator(".desk-inputs .comment")).to_have_count(1)
