"""From words to what was said and back, two clicks either way, by somebody without an account and without scripts."""

from playwright.sync_api import Page, expect


def from_words_to_input(page: Page, comparison: str, key: str, reference: str) -> list[str]:
    """A changed passage of a comparison, why it changed, the input that asked for it: the addresses one comes by."""
    page.goto(comparison)
    page.locator(f"[id='{key}'] a.why").click()
    passed = [page.url]
    page.locator(".trail a", has_text=reference).first.click()
    expect(page.get_by_role("heading", name="What became of it?")).to_be_visible()
    return [*passed, page.url]


def from_input_to_words(page: Page, clause: str, reference: str) -> tuple[list[str], str]:
    """An input beside its clause, what became of it, the words it led to: the addresses, and those words."""
    page.goto(clause)
    page.locator(f"[id='{reference}'] .meta a", has_text=reference).click()
    passed = [page.url]
    led_to: str = page.locator(".trail ins").first.inner_text()
    page.get_by_role("link", name="The clause as it stands there").first.click()
    expect(page.locator(".clause-text").first).to_be_visible()
    return [*passed, page.url], led_to
