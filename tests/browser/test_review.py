"""The chair reads what changed since the last signature, and signs or sends back: by keyboard, and without scripts."""

from playwright.sync_api import Page, expect

from tests.browser.hands import in_french
from tests.browser.people import Doors


def tab_to(page: Page, what: str) -> None:
    """Press Tab until the focus is on what matches."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(what)


def test_the_chair_signs_a_clause_by_keyboard_alone(people: Doors) -> None:
    page = people.enter("Chloé")
    page.goto("/en/texts/signing/review/")
    expect(page.locator(".lede")).to_contain_text("2 clauses changed, 1 of substance")

    page.keyboard.press("j")
    expect(page.locator("[data-step]:focus")).to_contain_text("abolish")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    tab_to(page, "button[value=sign]")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("1 clause is signed.")
    expect(page.locator(".review-row")).to_have_count(2)
    expect(
        page.locator(".review-row", has_text="abolish").locator(".status[data-state=signed]")
    ).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-step]:focus")).to_contain_text("pupils")


def test_the_chair_sends_a_clause_back_without_scripts_and_the_committee_reads_why(people: Doors) -> None:
    chair, member = people.enter("Chloé", java_script_enabled=False), people.enter("Mia")
    chair.goto("/en/texts/reviewing/review/")

    chair.locator(".review-row", has_text="pupils").get_by_role("checkbox").check()
    chair.get_by_role("button", name="Send the ticked clauses back").click()
    expect(chair.get_by_role("alert").first).to_contain_text("Say what is wanted.")
    expect(chair.locator(".review-row", has_text="pupils").get_by_role("checkbox")).to_be_checked()
    chair.get_by_label("Note").fill("Apprentices were meant.")
    chair.get_by_role("button", name="Send the ticked clauses back").click()

    expect(chair.get_by_role("status")).to_contain_text("1 clause is sent back")
    member.goto("/en/texts/reviewing/desk/")
    row = member.locator(".compare-row", has_text="pupils")
    expect(row.locator(".status[data-state=sent_back]")).to_be_visible()
    row.get_by_role("link").last.click()
    expect(member.locator(".notice", has_text="Apprentices were meant.")).to_be_visible()


def test_the_review_is_read_in_french_clean_and_on_a_telephone(people: Doors) -> None:
    page = people.enter("Paul", viewport={"width": 360, "height": 800})
    page.goto("/fr/texts/reviewing/review/")

    expect(page.locator("del", has_text="simplify")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name=in_french("Read as clean text")).click()

    expect(page.get_by_role("article")).to_contain_text("abolish the procedures")
    expect(page.locator("del, ins")).to_have_count(0)
