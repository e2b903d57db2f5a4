"""Nothing half-written is lost: not when the line drops, not when the session ends, not when a tab is closed."""

from playwright.sync_api import Page, expect

from tests.browser.hands import clause_that_says
from tests.browser.people import Doors, address_of, fill_in_account
from tests.make import PASSWORD

ADDRESS = "/en/texts/autosaving/zero-draft/"
WORDS = "A thought that took an hour."


def begin(page: Page, clause: str) -> None:
    """Open the form for a comment on a clause."""
    page.goto(ADDRESS)
    clause_that_says(page, clause).get_by_role("link", name="Comment").click()
    page.wait_for_url("**/comment/**", wait_until="load")  # the script that keeps words is there


def test_a_comment_saves_itself_and_is_found_again(people: Doors) -> None:
    page = people.enter("Omar")
    begin(page, "for researchers")

    page.get_by_label("Your comment").fill(WORDS)
    expect(page.locator("[data-autosave-status]")).to_contain_text("Draft saved at")
    page.goto("/en/comments/mine/")
    page.locator(".comment", has_text=WORDS).get_by_role("link", name="Go on").click()

    expect(page.get_by_label("Your comment")).to_have_value(WORDS)


def test_words_written_off_line_are_kept_and_offered_again(people: Doors) -> None:
    page = people.enter("Omar")
    begin(page, "for students")
    page.context.set_offline(True)
    page.get_by_label("Your comment").fill(WORDS)
    expect(page.locator("[data-autosave-status]")).to_contain_text("kept in this browser")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)

    page.context.set_offline(False)
    begin(page, "for students")
    expect(page.get_by_label("Your comment")).to_have_value("")
    page.get_by_role("button", name="Put them back").click()

    expect(page.get_by_label("Your comment")).to_have_value(WORDS)
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("status")).to_contain_text("submitted")
    begin(page, "for students")
    expect(page.locator("[data-autosave-offer]")).to_be_hidden()


def test_words_kept_for_one_clause_are_not_offered_on_another(people: Doors) -> None:
    page = people.enter("Omar")
    begin(page, "young graduates")
    page.context.set_offline(True)
    page.get_by_label("Your comment").fill(WORDS)
    expect(page.locator("[data-autosave-status]")).to_contain_text("kept in this browser")

    page.context.set_offline(False)
    begin(page, "average time")

    expect(page.locator("[data-autosave-offer]")).to_be_hidden()


def test_a_session_that_ends_while_somebody_writes_loses_nothing(people: Doors) -> None:
    page = people.enter("Olga")
    begin(page, "average time")
    page.get_by_label("Your comment").fill(WORDS)
    page.context.clear_cookies(name="sessionid")
    expect(page.locator("[data-autosave-status]")).to_contain_text("you are signed out")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was sent")
    expect(page.get_by_label("Your comment")).to_have_value(WORDS)

    with page.context.expect_page() as opened:
        page.get_by_role("alert").get_by_role("link", name="Sign in").click()
    fill_in_account(opened.value, address_of("Olga"), PASSWORD)
    opened.value.get_by_role("main").get_by_role("button", name="Sign in").click()
    opened.value.get_by_role("banner").get_by_role("link", name="Sign out").wait_for()
    page.get_by_role("button", name="Submit").click()
    if page.get_by_role("alert").count():  # the token of the old session
        expect(page.get_by_label("Your comment")).to_have_value(WORDS)
        page.get_by_role("button", name="Submit").click()

    expect(page.get_by_role("status")).to_contain_text("submitted")
