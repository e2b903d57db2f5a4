"""People before their browsers: who signs in, with which settings, and what their browsers complained about."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, StorageState, expect

from tests.browser.site import Site
from tests.make import PASSWORD

SECONDS_FOR_AN_ACT = 10  # a busy machine is not a failure
expect.set_options(timeout=SECONDS_FOR_AN_ACT * 1000)
# A refusal is shown on its page; the console's line about it is no fault.
_EXPECTED = "Failed to load resource"


@dataclass
class Doors:
    """Opens a browser for anybody. Signing in is done through the form, once a person."""

    site: Site
    browser: Browser
    _keys: dict[str, StorageState] = field(default_factory=dict)
    _open: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def enter(self, name: str = "", **settings: Any) -> Page:
        """A browser of their own for somebody with an account, or for a passer-by."""
        page = self._page(storage_state=self._key_of(name) if name else None, **settings)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._heard(page, message))
        return page

    def close(self) -> list[str]:
        """Close every browser; gives what they complained about."""
        for context in self._open:
            context.close()
        heard = list(self.complaints)
        self._open.clear()
        self.complaints.clear()
        return heard

    def _page(self, **settings: Any) -> Page:
        context = self.browser.new_context(base_url=self.site.url, **settings)
        context.set_default_timeout(SECONDS_FOR_AN_ACT * 1000)
        self._open.append(context)
        return context.new_page()

    def _heard(self, page: Page, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and _EXPECTED not in message.text:
            self.complaints.append(f"{page.url}: {message.text}")

    def _key_of(self, name: str) -> StorageState:
        if name not in self._keys:
            page = self._page()
            sign_in(page, name)
            self._keys[name] = page.context.storage_state()
        return self._keys[name]


def address_of(name: str) -> str:
    """Olga's e-mail address."""
    return f"{name.lower().replace('é', 'e')}@example.org"


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Sign in through the form, in English; whoever reads another language is shown that one from then on."""
    page.goto("/en/accounts/login/")
    fill_in_account(page, address_of(name), password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("banner").locator("a[href$='/accounts/logout/']").wait_for()


def fill_in_account(page: Page, address: str, password: str) -> None:
    page.locator("#id_login").fill(address)
    page.locator("#id_password").fill(password)
