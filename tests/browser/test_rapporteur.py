"""How a rapporteur types what is said: by keyboard, over a line that drops, beside a second one, on a phone."""

import json
from typing import Any

from django.utils.translation import override, pgettext
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import in_french
from tests.browser.people import Doors, address_of, fill_in_account
from tests.browser.site import Site
from tests.make import PASSWORD

SECONDS_UNTIL_THE_NEWS = 20_000


def notes_of(people: Doors, name: str, session: str, language: str = "en", **settings: Any) -> Page:
    """The notes of a session, open before a rapporteur."""
    page = people.enter(name, **settings)
    page.goto(f"/{language}/sessions/{session}/notes/", wait_until="load")
    return page


def words(page: Page) -> Locator:
    return page.locator("#id_words")


def write(page: Page, said: str, digit: int = 0) -> None:
    """Type words and save them, with the category's digit where there is one; no mouse."""
    if digit:
        page.keyboard.press(f"Alt+{digit}")
    page.keyboard.type(said)
    page.keyboard.press("Control+Enter")


def written(page: Page) -> Locator:
    return page.locator("#notes > li .comment-body")


def unsent(page: Page) -> Locator:
    return page.locator("[data-unsent] ol > li")


def kept_in(page: Page) -> str:
    """All that the browser keeps, as one text."""
    kept: str = page.evaluate("JSON.stringify({...localStorage})")
    return kept


def test_a_rapporteur_types_one_intervention_after_the_other_by_keyboard(
    people: Doors, named: dict[str, str]
) -> None:
    page = notes_of(people, "Remy", named["floor-typed"])
    page.evaluate("window.sameVisit = true")
    page.locator("#id_item").select_option(label="1. Visas")
    expect(page.locator("#id_clause optgroup").first).to_have_attribute("label", "1. Visas")
    words(page).focus()

    write(page, "It takes months.", 1)
    expect(written(page)).to_have_text(["It takes months."])
    expect(words(page)).to_be_focused()
    write(page, "Not for students.", 3)

    expect(written(page)).to_have_text(["Not for students.", "It takes months."])
    expect(page.locator("#notes .person")).to_have_text(["Diaspora", "Civil society"])
    expect(page.locator("#notes li").first).to_contain_text("Visas")
    expect(words(page)).to_have_value("")
    assert page.evaluate("window.sameVisit")
    page.reload()
    expect(written(page)).to_have_count(2)


def test_who_spoke_is_found_by_a_few_letters_and_off_the_record_leaves_no_name(
    people: Doors, named: dict[str, str]
) -> None:
    page = notes_of(people, "Remy", named["floor-named"])
    page.get_by_label("Find a speaker").fill("of oma")
    words(page).fill("We were not asked.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notes .person")).to_have_text(["Network of Omar"])

    page.get_by_label("Find a speaker").fill("olg")
    page.get_by_text("Not on the list, or not to be named").click()
    page.locator("#id_rule").select_option("none")
    page.context.set_offline(True)
    words(page).fill("Between us, it will fail.")
    page.keyboard.press("Control+Enter")
    expect(unsent(page)).to_have_count(1)

    kept = json.loads(kept_in(page))
    assert "Between us" in str(kept)
    assert "present" not in str(kept)
    page.context.set_offline(False)
    expect(page.locator("#notes .person")).to_have_text(["A participant", "Network of Omar"])


def test_what_is_typed_without_a_line_is_sent_in_order_when_it_is_back(
    people: Doors, named: dict[str, str]
) -> None:
    page = notes_of(people, "Remy", named["floor-dropped"])
    words(page).focus()
    page.context.set_offline(True)
    write(page, "First.", 1)
    write(page, "Second.", 2)
    page.keyboard.type("Half of a thi")
    expect(unsent(page)).to_have_count(2)
    expect(page.locator("[data-status]")).to_contain_text("Kept in this browser")

    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"/en/sessions/{named['floor-dropped']}/notes/")

    expect(written(again)).to_have_text(["Second.", "First."])
    expect(unsent(again)).to_have_count(0)
    expect(words(again)).to_have_value("Half of a thi")
    again.context.set_offline(True)
    words(again).fill("Third.")
    write(again, "", 4)
    expect(unsent(again)).to_have_count(1)
    again.context.set_offline(False)
    expect(written(again)).to_have_text(["Third.", "Second.", "First."])
    expect(again.locator("[data-status]")).to_have_text("Written down.")


def test_a_session_that_ends_meanwhile_loses_nothing(people: Doors, named: dict[str, str]) -> None:
    page = notes_of(people, "Rita", named["floor-ended"])
    page.context.clear_cookies(name="sessionid")
    words(page).focus()
    write(page, "Said while signed out.")
    expect(unsent(page)).to_contain_text("Said while signed out.")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    fill_in_account(opened.value, address_of("Rita"), PASSWORD)
    opened.value.get_by_role("main").get_by_role("button", name="Sign in").click()
    opened.value.get_by_role("banner").get_by_role("link", name="Sign out").wait_for()
    page.bring_to_front()

    expect(written(page)).to_have_text(["Said while signed out."], timeout=SECONDS_UNTIL_THE_NEWS)
    expect(unsent(page)).to_have_count(0)


def test_two_rapporteurs_see_what_the_other_writes_and_neither_is_moved(
    people: Doors, named: dict[str, str]
) -> None:
    remy = notes_of(people, "Remy", named["floor-between"])
    rita = notes_of(people, "Rita", named["floor-between"], "fr")
    words(rita).fill("Je suis en train d’écrire")
    place = words(rita).bounding_box()

    words(remy).focus()
    write(remy, "From Remy.", 1)

    expect(written(rita)).to_have_text(["From Remy."], timeout=SECONDS_UNTIL_THE_NEWS)
    expect(rita.locator("#notes .person-category")).to_have_text([in_french_of("by category only")])
    expect(words(rita)).to_be_focused()
    expect(words(rita)).to_have_value("Je suis en train d’écrire")
    assert words(rita).bounding_box() == place


def in_french_of(said: str) -> str:
    """What the French interface says of an attribution."""
    with override("fr"):
        return pgettext("attribution", said)


def test_a_name_in_the_words_is_asked_about_and_nothing_is_lost(people: Doors, named: dict[str, str]) -> None:
    page = notes_of(people, "Remy", named["floor-asked"])
    words(page).focus()
    write(page, "As Olga told us, it is slow.")
    expect(unsent(page)).to_contain_text("olga")
    write(page, "Another went on.")
    expect(written(page)).to_have_text(["Another went on."])

    unsent(page).get_by_label("This is not who spoke").check()
    unsent(page).get_by_role("button", name="Send it again").click()

    expect(written(page)).to_have_text(["Another went on.", "As Olga told us, it is slow."])
    expect(unsent(page)).to_have_count(0)


def test_a_record_that_went_out_meanwhile_refuses_and_keeps_the_words(
    people: Doors, site: Site, named: dict[str, str]
) -> None:
    page = notes_of(people, "Remy", named["floor-circulated"])
    key = named["floor-circulated"]
    site.manage(
        "shell", "--no-imports", "--command", f"from tests.browser.floor import circulate; circulate('{key}')"
    )

    words(page).focus()
    write(page, "Said at the very end.")

    expect(unsent(page)).to_contain_text("Said at the very end.")
    expect(unsent(page)).to_contain_text("changes by a correction")
    unsent(page).get_by_role("button", name="Throw it away").click()
    expect(unsent(page)).to_have_count(0)


def test_whoever_signs_out_is_told_what_was_not_sent_before_it_is_forgotten(
    people: Doors, named: dict[str, str]
) -> None:
    page = notes_of(people, "Rosa", named["floor-left"])
    page.route(
        "**/notes/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    words(page).focus()
    write(page, "It did not get through.")
    expect(unsent(page)).to_have_count(1)

    page.goto("/en/accounts/logout/")
    expect(page.locator("[data-leaving]")).to_contain_text("It did not get through.")
    assert "It did not get through." in kept_in(page)
    expect(page.locator("[data-leaving] a")).to_have_attribute(
        "href", f"/en/sessions/{named['floor-left']}/notes/"
    )
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("banner").get_by_role("link", name="Sign in").wait_for()

    assert "It did not get through." not in kept_in(page)


def test_without_scripts_in_french_the_form_comes_back_with_the_last_choices(
    people: Doors, named: dict[str, str]
) -> None:
    page = notes_of(people, "Rita", named["floor-plain"], "fr", java_script_enabled=False)
    page.locator("#id_item").select_option(label="1. Visas")
    page.locator("#id_present").select_option(index=1)
    page.locator("#id_language").select_option("fr")
    words(page).fill("Les délais sont trop longs.")
    page.get_by_role("button", name=in_french("Write it down")).click()

    expect(written(page)).to_have_text(["Les délais sont trop longs."])
    expect(page.locator("#id_item option:checked")).to_have_text("1. Visas")
    expect(page.locator("#id_language")).to_have_value("fr")
    expect(words(page)).to_have_value("")


def test_on_a_phone_the_form_comes_first_and_nothing_scrolls_sideways(
    people: Doors, named: dict[str, str]
) -> None:
    page = notes_of(people, "Rita", named["floor-plain"], viewport={"width": 360, "height": 740})
    form, said = words(page).bounding_box(), page.locator("#said").bounding_box()

    assert form
    assert said
    assert form["y"] < said["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
