"""Asking for an account in French, confirming the address, signing in; and changing the language on the way."""

import re

from playwright.sync_api import Page, expect

from tests.browser.hands import in_french
from tests.browser.people import Doors, fill_in_account

ADDRESS, SECRET = "ines.chergui@example.org", "une phrase assez longue"


def ask_for_an_account(page: Page) -> None:
    page.goto("/fr/")
    page.get_by_role("link", name=in_french("Ask for an account")).click()
    page.locator("#id_name").fill("Inès Chergui")
    page.locator("#id_email").fill(ADDRESS)
    page.locator("#id_country").select_option("MA")
    page.locator("#id_password1").fill(SECRET)
    page.locator("#id_password2").fill(SECRET)
    page.get_by_role("button", name=in_french("Create the account")).click()


def sign_in_in_french(page: Page, secret: str) -> None:
    page.goto("/fr/accounts/login/")
    fill_in_account(page, ADDRESS, secret)
    page.get_by_role("main").get_by_role("button", name=in_french("Sign in")).click()


def test_somebody_asks_for_an_account_in_french_confirms_the_address_and_signs_in(people: Doors) -> None:
    page = people.enter(locale="fr-FR")
    ask_for_an_account(page)
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_contain_text("adresse")

    (mail,) = people.site.mails(ADDRESS)
    assert "adresse" in mail["Subject"]
    (words,) = people.site.words(ADDRESS)
    link = re.search(r"http://\S+", words)
    assert link
    page.goto(link[0])
    page.get_by_role("main").get_by_role("button").click()

    sign_in_in_french(page, "une autre phrase")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#id_login")).to_have_value(ADDRESS)
    sign_in_in_french(page, SECRET)
    expect(page.get_by_role("banner").get_by_role("link", name=in_french("Sign out"))).to_be_visible()
    expect(page.locator(".masthead-person")).to_contain_text("Inès Chergui")


def test_a_newcomer_without_an_organisation_is_told_why_they_cannot_comment(people: Doors) -> None:
    page = people.enter("Nils")
    page.goto("/en/texts/showing/rev-1/")

    expect(page.locator(".notice")).to_contain_text("has not admitted your registration")
    expect(page.locator(".clause-act")).to_have_count(0)


def test_the_other_language_shows_the_same_page(people: Doors, named: dict[str, str]) -> None:
    page = people.enter("Olga")
    address = f"/en/texts/showing/rev-1/clauses/{named['clause']}/?language=en"
    page.goto(address)

    page.get_by_role("link", name="Français").click()
    assert page.url.endswith(address.replace("/en/", "/fr/", 1))
    expect(page.locator("html")).to_have_attribute("lang", "fr")

    page.get_by_role("link", name="English").click()
    assert page.url.endswith(address)
