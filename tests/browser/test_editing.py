"""Two people at two browsers at one text of two hundred clauses; and nothing typed on the desk is ever lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import in_french
from tests.browser.people import Doors, address_of, fill_in_account
from tests.browser.test_committee import record
from tests.make import PASSWORD


def open_measure(page: Page, number: int, language: str = "en") -> None:
    """The clause about a measure, on the desk of the long text."""
    page.goto(f"/{language}/texts/two-hundred/desk/")
    page.locator(".compare-row", has_text=f"measure {number} under review").get_by_role("link").last.click()
    page.locator("#id_words").wait_for()


def change(page: Page, was: str, becomes: str) -> None:
    """Type other words, and do not record them yet."""
    field = page.locator("#id_words")
    field.fill(field.input_value().replace(was, becomes))


def test_changes_of_different_sentences_of_one_clause_are_both_recorded(people: Doors) -> None:
    mia, paul = people.enter("Mia"), people.enter("Paul")
    for page in (mia, paul):
        open_measure(page, 11)

    record(mia, "once a year", "twice a year", "Once is too rare.")
    expect(mia.get_by_role("status")).to_contain_text("is recorded")
    record(paul, "are heard", "are heard in good time", "Too late is no hearing.")

    expect(paul.get_by_role("status")).to_contain_text(
        "Mia changed other sentences of this clause while you were writing"
    )
    words = paul.get_by_label("Words", exact=True).input_value()
    assert "twice a year" in words
    assert "are heard in good time" in words


def test_changes_of_neighbouring_clauses_do_not_meet(people: Doors) -> None:
    mia, paul = people.enter("Mia"), people.enter("Paul")
    open_measure(mia, 20)
    open_measure(paul, 21)

    record(mia, "once a year", "every spring", "A season is easier to keep.")
    record(paul, "once a year", "every autumn", "A season is easier to keep.")

    for page, season in ((mia, "every spring"), (paul, "every autumn")):
        expect(page.get_by_role("status")).to_contain_text("is recorded")
        expect(page.get_by_role("status")).not_to_contain_text("while you were writing")
        assert season in page.get_by_label("Words", exact=True).input_value()


@pytest.mark.parametrize(("language", "java_script"), [("en", True), ("fr", False)])
def test_the_same_words_changed_twice_are_shown_side_by_side(
    people: Doors, language: str, *, java_script: bool
) -> None:
    number = 30 if java_script else 31
    mia, paul = people.enter("Mia"), people.enter("Paul", java_script_enabled=java_script)
    open_measure(mia, number)
    open_measure(paul, number, language)

    record(mia, "once a year", "twice a year", "Once is too rare.")
    expect(mia.get_by_role("status")).to_contain_text("is recorded")
    change(paul, "once a year", "every month")
    paul.locator("[name=weight][value=substance]").check()
    paul.locator("[name=reason]").fill("A year is long.")
    paul.locator("#wording-form [type=submit]").click()

    said = (
        in_french("You both changed the same words.")
        if language == "fr"
        else "You both changed the same words."
    )
    expect(paul.get_by_role("alert").first).to_contain_text(said)
    sides = paul.locator(".sides")
    expect(sides).to_contain_text("once a year")
    expect(sides).to_contain_text("twice")
    expect(sides).to_contain_text("every month")
    proposed = paul.locator("#id_words").input_value()
    assert "twice" in proposed
    assert "every month" in proposed
    expect(paul.locator("[name=reason]")).to_have_value("A year is long.")
    paul.locator("#id_words").fill(proposed.replace("twice a year", ""))
    paul.locator("#wording-form [type=submit]").click()
    expect(paul.get_by_role("status")).to_be_visible()


def test_each_sees_that_the_other_is_there_and_neither_is_kept_out(people: Doors) -> None:
    mia, paul = people.enter("Mia"), people.enter("Paul")
    open_measure(mia, 40)
    expect(mia.locator(".presence")).to_have_text("")
    open_measure(paul, 40)
    expect(paul.locator(".presence")).to_contain_text("Mia has this clause open")

    change(paul, "once a year", "once a season")
    with paul.expect_response("**/presence/"):
        paul.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    with mia.expect_response("**/presence/"):
        mia.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(mia.locator(".presence")).to_contain_text("Paul is writing here")
    expect(mia.get_by_role("button", name="Record the revision")).to_be_enabled()


def test_a_tab_that_is_closed_keeps_the_words_and_what_they_started_from(people: Doors) -> None:
    mia, paul = people.enter("Mia"), people.enter("Paul")
    open_measure(paul, 50)
    change(paul, "are heard", "are listened to")
    paul.locator("[name=reason]").fill("Hearing is not listening.")
    expect(paul.locator("[data-autosave-status]")).to_contain_text("kept in this browser")
    again = paul.context.new_page()
    paul.close()
    open_measure(mia, 50)
    record(mia, "once a year", "twice a year", "Once is too rare.")
    expect(mia.get_by_role("status")).to_contain_text("is recorded")

    open_measure(again, 50)
    expect(again.locator("[data-autosave-offer]")).to_be_visible()
    again.get_by_role("button", name="Put them back").click()
    expect(again.get_by_label("Why")).to_have_value("Hearing is not listening.")
    again.get_by_label("clarification").check()
    again.get_by_role("button", name="Record the revision").click()

    expect(again.get_by_role("status")).to_contain_text("both changes are in the words now")
    words = again.get_by_label("Words", exact=True).input_value()
    assert "listened to" in words
    assert "twice a year" in words
    again.reload()
    expect(again.locator("[data-autosave-offer]")).to_be_hidden()


def test_without_a_connection_nothing_is_sent_and_nothing_is_lost(people: Doors) -> None:
    paul = people.enter("Paul")
    open_measure(paul, 60)
    paul.context.set_offline(True)
    record(paul, "are heard", "are listened to", "Hearing is not listening.")
    expect(paul.locator("[data-autosave-status]")).to_contain_text("There is no connection")

    paul.context.set_offline(False)
    paul.get_by_role("button", name="Record the revision").click()

    expect(paul.get_by_role("status")).to_contain_text("is recorded")


def test_a_session_that_ends_gives_the_words_back(people: Doors) -> None:
    paul = people.enter("Paul")
    open_measure(paul, 70)
    paul.context.clear_cookies(name="sessionid")
    record(paul, "are heard", "are listened to", "Hearing is not listening.")
    expect(paul.get_by_role("alert")).to_contain_text("What you wrote is below, untouched.")
    assert "listened to" in paul.get_by_label("Words", exact=True).input_value()

    with paul.context.expect_page() as opened:
        paul.get_by_role("alert").get_by_role("link", name="Sign in").click()
    fill_in_account(opened.value, address_of("Paul"), PASSWORD)
    opened.value.get_by_role("main").get_by_role("button", name="Sign in").click()
    opened.value.get_by_role("banner").get_by_role("link", name="Sign out").wait_for()
    paul.get_by_role("button", name="Record the revision").click()
    if paul.get_by_role("alert").count():  # the token of the old session
        assert "listened to" in paul.get_by_label("Words", exact=True).input_value()
        paul.get_by_role("button", name="Record the revision").click()

    expect(paul.get_by_role("status")).to_contain_text("is recorded")


def test_the_queue_is_gone_through_by_keyboard(people: Doors) -> None:
    paul = people.enter("Paul")
    paul.goto("/en/texts/two-hundred/desk/?category=diaspora")
    paul.locator(".compare-row", has_text="measure 80 under").get_by_role("link").last.click()
    expect(paul.locator("#inputs")).to_be_visible()

    paul.keyboard.press("n")
    expect(paul.get_by_label("Words", exact=True)).to_have_value(re.compile("measure 90 under"))
    paul.keyboard.press("p")
    expect(paul.get_by_label("Words", exact=True)).to_have_value(re.compile("measure 80 under"))
