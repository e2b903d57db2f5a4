"""Who walks: people at their own browsers, who sign in, sign up and read with their own eyes."""

import re
from dataclasses import dataclass, field
from time import perf_counter

from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.site import Site

PASSWORD = "two shores"  # of the demonstration's accounts
SECONDS_FOR_AN_ACT = 30
_EXPECTED = "Failed to load resource"


@dataclass
class Street:
    """The site, a browser, and what went wrong before anybody's eyes."""

    site: Site
    browser: Browser
    complaints: list[str] = field(default_factory=list)

    def passer_by(self, **settings: object) -> Page:
        """A browser of somebody without an account."""
        context = self.browser.new_context(base_url=self.site.url, **settings)  # type: ignore[arg-type]
        context.set_default_timeout(SECONDS_FOR_AN_ACT * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._heard(page, message))
        return page

    def signed_in(self, address: str, password: str = PASSWORD, **settings: object) -> Page:
        """Somebody who has come in through the form."""
        page = self.passer_by(**settings)
        page.goto("/en/accounts/login/")
        page.locator("#id_login").fill(address)
        page.locator("#id_password").fill(password)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("banner").get_by_role("link", name="Sign out").wait_for()
        return page

    def newcomer(self, name: str, address: str, password: str) -> Page:
        """Somebody who asks for an account, confirms their address by the e-mail, and signs in."""
        page = self.passer_by()
        page.goto("/en/accounts/signup/")
        page.get_by_label("Your name").fill(name)
        page.get_by_label("Email").fill(address)
        page.get_by_label("Country").select_option("MA")
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_label("Password (again)").fill(password)
        page.get_by_role("button", name="Create the account").click()
        page.wait_for_load_state()
        mail = self.site.words(address)[-1]
        page.goto(re.findall(r"http\S+", mail)[0])
        page.get_by_role("main").get_by_role("button").click()
        page.wait_for_load_state()
        page.context.close()
        return self.signed_in(address, password)

    def _heard(self, page: Page, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and _EXPECTED not in message.text:
            self.complaints.append(f"{page.url}: {message.text}")


@dataclass(frozen=True, slots=True)
class FirstLoad:
    """What a page costs a newcomer: bytes over the wire, requests, elements, and a time as orientation."""

    html: int
    everything: int
    requests: int
    elements: int
    seconds: float


def first_load(street: Street, path: str, like: Page | None = None) -> FirstLoad:
    """Open a page with nothing kept from before, as a passer-by or as somebody who is signed in."""
    state = like.context.storage_state() if like else None
    page = street.passer_by(storage_state=state)
    answers: list[tuple[str, int]] = []
    page.on(
        "requestfinished",
        lambda request: answers.append((request.resource_type, _bytes(request.sizes()))),
    )
    started = perf_counter()
    page.goto(path, wait_until="networkidle")
    taken = perf_counter() - started - 0.5  # networkidle waits half a second to be sure
    elements: int = page.evaluate("document.querySelectorAll('*').length")
    page.context.close()
    html = sum(size for kind, size in answers if kind == "document")
    return FirstLoad(html, sum(size for _kind, size in answers), len(answers), elements, taken)


def _bytes(sizes: object) -> int:
    assert isinstance(sizes, dict)
    return int(sizes["responseBodySize"]) + int(sizes["responseHeadersSize"])
