"""Pictures of the demonstration, for the README and the walk-through."""

from playwright.sync_api import Page, expect

from tests.walkthrough.pictures import Album
from tests.walkthrough.visitors import Street

TEXT = "legal-migration-mobility"
COMPARED = f"/en/texts/{TEXT}/compare/zero-draft/rev-1/"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 780}


def show(street: Street, album: Album) -> None:
    """The home page, a comparison, the trail of an input, the desk; in French on a phone and in the dark."""
    public = street.passer_by(viewport={**WIDE, "height": 960})
    public.goto("/en/")
    album.take(public, "home")
    public.goto(COMPARED)
    album.take(public, "readme")
    public.locator("a.why", has=public.locator(".why-count")).first.click()
    public.locator(".trail").get_by_role("link", name="what became of it").first.click()
    expect(public.get_by_role("heading", name="What became of it?")).to_be_visible()
    album.take(public, "input")
    dark = street.passer_by(viewport=WIDE, color_scheme="dark")
    dark.goto(f"{COMPARED.replace('/en/', '/fr/')}?view=side")
    scroll_to(dark, ".compare", 70)
    album.take(dark, "dark")
    phone = street.passer_by(viewport=PHONE)
    _open_thread(phone, f"/fr/texts/{TEXT}/zero-draft/")
    album.take(phone, "phone")
    _desk(street.signed_in("member@example.org", viewport=WIDE), album)


def _open_thread(page: Page, address: str) -> None:
    """The first clause that somebody commented on, with what was said."""
    page.goto(address)
    clause = page.locator(".clause:has(.clause-count)").first
    clause.locator(".clause-count").click()
    expect(clause.locator(".comment-body").first).to_be_visible()
    scroll_to(page, ".clause:has(.clause-count)", 120)


def _desk(page: Page, album: Album) -> None:
    """The first clause of the desk whose inputs are not all answered."""
    page.goto(f"/en/texts/{TEXT}/desk/")
    page.get_by_role("main").get_by_role("link", name="Answer clause").first.click()
    scroll_to(page, ".page-head", 20)
    album.take(page, "desk")


def scroll_to(page: Page, selector: str, room: int) -> None:
    """Bring something near the top of the window."""
    script = "(found, room) => scrollTo(0, found.getBoundingClientRect().top + scrollY - room)"
    page.locator(selector).first.evaluate(script, room)
