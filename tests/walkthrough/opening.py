"""What the secretariat, the penholder and the chair do before anybody is asked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect


def open_text(secretariat: Page, title: str, slug: str) -> None:
    """A new text of the programme that is in drafting."""
    secretariat.goto("/en/programmes/")
    secretariat.get_by_role("main").get_by_role("link", name="Marrakesh Action Plan", exact=True).click()
    secretariat.get_by_role("link", name="Open a text").click()
    secretariat.get_by_label("Title in English").fill(title)
    secretariat.get_by_label("Name in addresses").fill(slug)
    secretariat.get_by_role("button", name="Open the text").click()
    expect(secretariat.get_by_role("status")).to_contain_text("The text is open")


def give_role(secretariat: Page, slug: str, address: str, role: str) -> None:
    """A role on the text, to somebody with an account."""
    secretariat.goto(f"/en/texts/{slug}/roles/")
    secretariat.get_by_label("E-mail address").fill(address)
    secretariat.get_by_label("Role", exact=True).select_option(label=role)
    secretariat.get_by_role("button", name="Give the role").click()
    expect(secretariat.get_by_role("status")).to_contain_text("The role is given")


def admit(secretariat: Page, address: str, organisation: str, slug: str, category: str) -> None:
    """A new organisation, and somebody who speaks for it."""
    secretariat.goto("/en/participants/")
    secretariat.get_by_role("link", name="Enter an organisation").click()
    secretariat.get_by_label("Name", exact=True).fill(organisation)
    secretariat.get_by_label("Name in addresses").fill(slug)
    secretariat.get_by_label("Category").select_option(label=category)
    secretariat.get_by_role("main").get_by_role("button").click()
    secretariat.goto("/en/participants/")
    waiting = secretariat.get_by_role("listitem").filter(has_text=address)
    waiting.get_by_role("link", name="Admit").click()
    secretariat.get_by_label("Organisation").select_option(label=organisation)
    secretariat.get_by_role("main").get_by_role("button", name="Admit").click()
    expect(secretariat.get_by_role("status")).to_be_visible()


def upload(penholder: Page, slug: str, file: Path, label: str) -> None:
    """Bring a file as far as its preview."""
    penholder.goto(f"/en/texts/{slug}/desk/")
    penholder.get_by_role("link", name="Import a draft").click()
    penholder.locator("input[type=file]").set_input_files(file)
    penholder.get_by_label("Name of the version").fill(label)
    penholder.get_by_role("button", name="Show what it would do").click()
    expect(penholder.get_by_role("heading", name="Check before anything is written")).to_be_visible()


def facts(page: Page) -> dict[str, int]:
    """The counts on top of a page."""
    names = page.locator(".facts dt").all_inner_texts()
    numbers = page.locator(".facts dd").all_inner_texts()
    return {name: int(number) for name, number in zip(names, numbers, strict=True)}


def correct(penholder: Page, row: int, words: str) -> None:
    """Say that a row of the preview continues another clause, found among all of them by its words."""
    penholder.goto(_with(penholder.url, f"choose={row}#row-{row}"))
    choices = penholder.locator(f"#row-{row}").get_by_role("combobox")
    choices.select_option(choices.locator("option", has_text=words).first.inner_text())
    penholder.get_by_role("button", name="Match again with these choices").click()
    expect(penholder.locator(f"#row-{row}")).to_contain_text("your choice")


def _with(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}"


def apply(penholder: Page, why: str) -> None:
    """Make what the preview showed the working version."""
    penholder.get_by_label("Why").fill(why)
    penholder.get_by_role("button", name="Apply to the working version").click()
    expect(penholder.get_by_role("status")).to_contain_text("now holds this draft")


def publish(chair: Page, slug: str) -> str:
    """The chair signs; gives what the page then says."""
    chair.goto(f"/en/texts/{slug}/publish/")
    chair.get_by_role("main").get_by_role("button", name="Publish").click()
    said: str = chair.get_by_role("status").inner_text()
    return said


def open_consultation(secretariat: Page, slug: str, closes: datetime | None = None) -> None:
    """On the published version, moderated before anything is seen, from now on and for a month or as long as said."""
    secretariat.goto(f"/en/texts/{slug}/desk/")
    secretariat.get_by_role("link", name="Open a consultation").click()
    now = datetime.now(UTC)
    secretariat.get_by_label("Opens").fill(_moment(now - timedelta(hours=3)))
    secretariat.get_by_label("Closes").fill(_moment(closes or now + timedelta(days=30)))
    secretariat.get_by_role("button", name="Set the consultation").click()
    expect(secretariat.get_by_role("status")).to_be_visible()


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M")
