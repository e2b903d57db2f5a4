"""What a member of the committee does at the desk: by keyboard in English, and without scripts in French."""

from playwright.sync_api import expect

from tests.browser.hands import Hand, Way, both_ways, clause_that_says, hand_of
from tests.browser.people import Doors


def open_on_desk(hand: Hand, text: str, words: str) -> None:
    """The clause with these words, on the desk."""
    hand.go(f"texts/{text}/desk/")
    hand.press(hand.page.locator(".compare-row", has_text=words).get_by_role("link").last)
    hand.page.locator("#words").wait_for()


@both_ways
def test_a_member_goes_to_the_next_open_input_and_proposes_other_words(people: Doors, way: Way) -> None:
    mia = hand_of(people, "Mia", way)
    open_on_desk(mia, f"member-{way.text}", "simplify")
    if way is Way.KEYS:
        with mia.page.expect_navigation():
            mia.page.keyboard.press("n")
    else:
        mia.press(mia.link("Next with open inputs"))
    expect(mia.page.locator("#id_words")).to_have_value("for researchers.")

    mia.press(mia.link("Propose an amendment"))
    mia.rewrite(mia.field("Words"), "researchers", "researchers and artists")
    mia.fill(mia.field("Rationale"), "Artists travel too.")
    if way is Way.FORMS:  # with scripts it is shown while one writes
        mia.press(mia.button("Show what it changes"))
    expect(mia.page.locator("#redline ins")).to_contain_text("and artists")
    mia.press(mia.button("Propose it"))

    proposed = mia.page.locator(".comment", has_text="Artists travel too.")
    expect(proposed.locator(".redline")).to_contain_text("for researchers")
    expect(proposed.locator(".redline ins")).to_contain_text("and artists")


@both_ways
def test_a_member_states_a_position_and_the_public_reads_it_once_it_is_published(
    people: Doors, way: Way
) -> None:
    mia, public = hand_of(people, "Mia", way), people.enter()
    text = f"member-{way.text}"
    open_on_desk(mia, text, "bilateral")
    expect(mia.page.locator(".position")).to_contain_text("Never.")

    mia.press(mia.link("State a position"))
    mia.choose(mia.page.get_by_role("radio", name="[bilateral]"))
    mia.choose(mia.page.locator("[name=stance][value=support]"))
    mia.fill(mia.field("Note"), "Regional ones too.")
    mia.press(mia.button("State the position"))
    public.goto(f"/en/texts/{text}/zero-draft/brackets/")
    expect(public.get_by_role("main")).to_contain_text("bilateral")
    expect(public.get_by_text("Mia supports")).to_have_count(0)

    mia.press(mia.link("Publish it"))
    mia.press(mia.button("Publish it for good"))

    public.reload()
    expect(public.get_by_role("table")).to_contain_text("Mia supports")
    expect(public.get_by_role("table")).not_to_contain_text("Paul")
    public.goto(f"/en/texts/{text}/zero-draft/")
    clause_that_says(public, "bilateral").locator(".clause-key").click()
    expect(public.get_by_text("Regional ones too.")).to_be_visible()
    expect(public.get_by_text("Never.")).to_have_count(0)


@both_ways
def test_a_member_changes_words_and_says_what_they_answer(people: Doors, way: Way) -> None:
    mia = hand_of(people, "Mia", way)
    open_on_desk(mia, f"member-{way.text}", "simplify")

    mia.rewrite(mia.field("Words"), "simplify", "simplify, by one form,")
    mia.weigh("substance")
    mia.fill(mia.field("Why"), "It says how.")
    mia.tick(mia.page.get_by_role("checkbox", name="Network of Olga"))
    mia.press(mia.button("Record the revision"))

    expect(mia.told()).to_be_visible()
    expect(mia.page.locator("#id_words")).to_have_value(
        "The partners shall simplify, by one form, the procedures for short-stay visas."
    )
    mia.press(mia.link("History"))
    expect(mia.page.get_by_role("main").get_by_text("It says how.")).to_be_visible()


@both_ways
def test_a_member_confirms_that_a_translation_holds(people: Doors, way: Way) -> None:
    mia = hand_of(people, "Mia", way)
    mia.go(f"texts/member-{way.text}/desk/")
    mia.press(mia.page.locator(".desk-nav").get_by_role("link", name=mia.say("Translations")))
    waiting = mia.page.locator(".translations li", has_text="étudiants")
    expect(waiting.locator("ins")).to_contain_text("pupils")

    mia.press(mia.button("Confirm the translation", waiting))

    expect(mia.told()).to_be_visible()
    expect(mia.page.locator(".translations li", has_text="étudiants")).to_have_count(0)


@both_ways
def test_a_member_reads_who_wrote_which_words_and_both_languages_from_the_desk(
    people: Doors, way: Way
) -> None:
    mia = hand_of(people, "Mia", way)
    open_on_desk(mia, f"member-{way.text}", "for pupils")
    mia.press(mia.link("Who wrote which words"))
    expect(mia.page.locator(".by-writer")).to_contain_text("pupils")
    expect(mia.page.locator(".trail")).to_contain_text("It was not clear.")

    mia.go(f"texts/member-{way.text}/translations/")
    mia.press(mia.link("Read two languages side by side"))
    row = mia.page.locator(".compare-row", has_text="for pupils")
    expect(row).to_contain_text("pour les étudiants")
