"""A passkey instead of a password, under the content policy, with an authenticator that Chromium plays."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.people import Doors, address_of, fill_in_account
from tests.make import PASSWORD

_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_key(people: Doors) -> tuple[Page, str]:
    """A browser with an authenticator, and the site by a name: a passkey is bound to one, not to a number."""
    page = people.enter()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
    return page, f"http://localhost:{urlsplit(people.site.url).port}"


def test_somebody_adds_a_passkey_and_signs_in_with_it(people: Doors) -> None:
    people.site.manage("shell", "--no-imports", "--command", "from tests.make import person; person('Pia')")
    page, site = with_a_key(people)
    page.goto(f"{site}/en/accounts/login/")
    fill_in_account(page, address_of("Pia"), PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("banner").get_by_role("link", name="Sign out").wait_for()

    page.goto(f"{site}/en/accounts/2fa/webauthn/")
    page.get_by_role("main").get_by_role("link", name="Add a key").click()
    # Whoever changes how they sign in says once more who they are.
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Confirm").click()
    page.locator("#id_passwordless").check()
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url(re.compile("recovery-codes|webauthn/$"))
    page.goto(f"{site}/en/accounts/2fa/webauthn/")
    expect(page.get_by_role("row")).to_have_count(2)

    page.get_by_role("banner").get_by_role("link", name="Sign out").click()
    page.get_by_role("main").get_by_role("button").click()
    page.goto(f"{site}/en/accounts/login/?next=/en/account/")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Profile")
    expect(page.locator("#id_name")).to_have_value("Pia")
