"""A text on paper: the words and their numbers, and nothing to press."""

from playwright.sync_api import Page, expect

from tests.browser.people import Doors

CHROME_WORDS = (
    "Skip to the text",
    "Sign in",
    "Consultations",
    "In this text",
    "Ledger",
    "Compare",
    "1 comment",
)


def on_paper(page: Page, address: str) -> str:
    """What the page says when it is printed."""
    page.goto(address)
    page.emulate_media(media="print")
    words: str = page.locator("body").inner_text()
    return words


def test_a_printed_text_has_its_words_and_no_navigation(people: Doors) -> None:
    page = people.enter()

    words = on_paper(page, "/en/texts/showing/rev-1/")

    assert "simplify and shorten the procedures" in words
    assert [each for each in CHROME_WORDS if each in words] == []


def test_a_printed_comparison_keeps_its_redline(people: Doors) -> None:
    page = people.enter()

    words = on_paper(page, "/en/texts/showing/compare/zero-draft/rev-1/")

    assert [
        each for each in ("Skip to the text", "Sign in", "Ledger", "Why these words?") if each in words
    ] == []
    expect(page.locator("ins").first).to_have_css("text-decoration-line", "underline")


def test_a_text_becomes_a_document_of_several_pages(people: Doors) -> None:
    page = people.enter()
    on_paper(page, "/en/texts/sixty/zero-draft/")

    document = page.pdf(format="A4", prefer_css_page_size=True)

    assert document.startswith(b"%PDF")
    assert 3 <= document.count(b"/Type /Page\n") <= 10
