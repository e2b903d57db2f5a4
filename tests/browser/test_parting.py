"""Taking one's data along and closing the account, from the account's own pages, with the password asked for anew."""

import json
import re
import zipfile

from playwright.sync_api import Page, expect

from tests.browser.people import Doors, fill_in_account

ADDRESS, SECRET = "noor.sirocco@example.org", "a sentence that is long enough"


def with_an_account(people: Doors) -> Page:
    """Somebody new who has confirmed the address and signed in."""
    page = people.enter()
    page.goto("/en/accounts/signup/")
    page.locator("#id_name").fill("Noor Sirocco")
    page.locator("#id_email").fill(ADDRESS)
    page.locator("#id_country").select_option("SN")
    page.locator("#id_password1").fill(SECRET)
    page.locator("#id_password2").fill(SECRET)
    page.get_by_role("button", name="Create the account").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("e-mail|email", re.IGNORECASE))
    (words,) = people.site.words(ADDRESS)
    link = re.search(r"http://\S+", words)
    assert link
    page.goto(link[0])
    page.get_by_role("main").get_by_role("button").click()
    sign_in(page)
    expect(page.locator(".masthead-person")).to_contain_text("Noor Sirocco")
    return page


def sign_in(page: Page) -> None:
    page.goto("/en/accounts/login/")
    fill_in_account(page, ADDRESS, SECRET)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def give_the_password_again(page: Page) -> None:
    page.locator("#id_password").fill(SECRET)
    page.get_by_role("main").locator("[type=submit]").first.click()


def test_somebody_takes_their_data_along_and_closes_the_account(people: Doors) -> None:
    page = with_an_account(people)
    page.get_by_role("link", name="Noor Sirocco").click()
    page.get_by_role("link", name="Everything about you").click()
    page.get_by_role("link", name="Download the archive").click()
    expect(page).to_have_url(re.compile("reauthenticate"))
    with page.expect_download() as held:
        give_the_password_again(page)
    with zipfile.ZipFile(held.value.path()) as archive:
        assert json.loads(archive.read("data.json"))["account"][0]["email"] == ADDRESS

    page.goto("/en/account/export/")
    page.get_by_role("link", name="Close the account").last.click()
    expect(page.get_by_role("heading", level=2)).to_have_text(["What goes", "What stays"])
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("button", name="Close the account").click()

    expect(page.locator(".notice")).to_contain_text("Your account is closed")
    sign_in(page)
    expect(page.locator(".error-summary")).to_be_visible()
