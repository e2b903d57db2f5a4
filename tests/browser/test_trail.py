"""From words to the inputs that shaped them and back, two clicks either way, on the demonstration."""

from playwright.sync_api import Page, expect

from tests.browser.people import Doors

COMPARED = "/en/texts/legal-migration-mobility/compare/zero-draft/rev-1/"


def first_answered_passage(page: Page) -> tuple[str, str]:
    """The first passage of a comparison that inputs led to: its clause, and words that were put in."""
    page.goto(COMPARED)
    row = page.locator(".compare-row", has=page.locator(".why-count")).first
    return row.get_attribute("id") or "", row.locator("ins").first.inner_text()


def test_two_clicks_lead_from_changed_words_to_an_input_and_two_back(people: Doors) -> None:
    page = people.enter(java_script_enabled=False)
    clause, _words = first_answered_passage(page)

    page.locator(f"[id='{clause}'] a.why").click()
    page.locator(".trail").get_by_role("link", name="what became of it").first.click()
    expect(page.get_by_role("heading", name="What became of it?")).to_be_visible()
    said = page.locator(".comment-body").inner_text()

    page.get_by_role("link", name="Revision").first.click()
    page.get_by_role("link", name="Why these words?").click()
    expect(page.locator(".trail")).to_contain_text(said.split(".")[0])
    assert clause in page.url


def test_two_clicks_lead_from_an_input_to_the_words_it_led_to_and_two_back(people: Doors) -> None:
    page = people.enter()
    clause, words = first_answered_passage(page)
    page.goto(f"/en/texts/legal-migration-mobility/zero-draft/clauses/{clause}/")
    said = page.locator(".comment-body").first.inner_text()

    page.get_by_role("link", name="What became of input").first.click()
    expect(page.locator(".trail ins").first).to_be_visible()
    page.get_by_role("link", name="The clause as it stands there").first.click()
    assert f"rev-1/clauses/{clause}/" in page.url

    page.get_by_role("link", name="Why these words?").click()
    expect(page.locator(".trail")).to_contain_text(words.split(":")[-1].split()[0])
    page.locator(".trail").get_by_role("link", name="what became of it").first.click()
    expect(page.locator(".comment-body")).to_have_text(said, use_inner_text=True)


def test_an_answer_leads_to_the_words_in_two_clicks_in_french(people: Doors) -> None:
    page = people.enter()
    page.goto(COMPARED.replace("/en/", "/fr/"))

    page.locator("a.why", has=page.locator(".why-count")).first.click()
    page.locator(".trail .comment .meta a").first.click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(".trail .disposition").first).to_be_visible()


def test_versions_are_compared_inline_and_side_by_side_without_scripts(people: Doors) -> None:
    page = people.enter(java_script_enabled=False)
    page.goto("/en/texts/legal-migration-mobility/rev-1/")

    page.get_by_role("link", name="Compare other versions").click()
    expect(page.locator(".is-inline ins").first).to_be_visible()
    page.get_by_label("Show").select_option("Side by side")
    page.get_by_role("button", name="Compare").click()

    old, new = page.locator(".is-side .compare-old"), page.locator(".is-side .compare-new")
    expect(old.locator("ins")).to_have_count(0)
    expect(new.locator("del")).to_have_count(0)
    expect(old.locator("del").first).to_be_visible()
