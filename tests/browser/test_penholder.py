"""What the penholder does with the text: by keyboard in English, and without scripts in French."""

from playwright.sync_api import Locator, expect

from tests.browser.hands import Hand, Way, both_ways, clause_that_says, hand_of
from tests.browser.people import Doors
from tests.browser.test_member import open_on_desk


def open_amendment(paul: Hand, text: str, rationale: str) -> None:
    """The page of an amendment, from the list of all."""
    paul.go(f"texts/{text}/amendments/")
    listed = paul.page.locator(".comment", has_text=rationale)
    paul.press(listed.locator("a[href*='/amendments/']").first)


@both_ways
def test_of_two_amendments_that_collide_one_is_taken_in_and_the_other_with_changes(
    people: Doors, way: Way
) -> None:
    paul, text = hand_of(people, "Paul", way), f"pen-{way.text}"
    open_amendment(paul, text, "Rather abolish them.")
    stands = paul.page.locator("#accept")
    paul.weigh("substance", stands)
    paul.fill(stands.locator("[name=reason]"), "There is no use in keeping them.")
    paul.press(paul.button("Accept", stands))
    expect(paul.told()).to_be_visible()

    open_amendment(paul, text, "Rather speed up them.")
    expect(paul.page.locator(".status[data-state=collides]")).to_be_visible()
    base, theirs, yours = (
        paul.page.locator(".sides div", has=paul.page.locator("dt", has_text=paul.say(side))).locator("dd")
        for side in (
            "The words both sides started from",
            "Theirs: what was made of them in the words in work",
            "The amendment’s: what it makes of them",
        )
    )
    expect(base).to_have_text("The partners shall simplify the procedures for short-stay visas.")
    expect(theirs.locator("ins")).to_contain_text("abolish")
    expect(yours.locator("ins")).to_contain_text("speed up")
    expect(paul.page.locator("#accept")).to_have_count(0)

    change = paul.page.locator("#change")
    paul.fill(change.locator("textarea").first, "The partners shall speed up or abolish the procedures.")
    paul.weigh("substance", change)
    paul.fill(change.locator("[name=reason]"), "Both are wanted, each in its place.")
    paul.press(paul.button("Accept with changes", change))
    expect(paul.told()).to_be_visible()
    open_on_desk(paul, text, "speed up or abolish")
    expect(paul.page.locator("#id_words")).to_have_value(
        "The partners shall speed up or abolish the procedures."
    )


@both_ways
def test_an_amendment_is_turned_down_and_its_author_reads_why(people: Doors, way: Way) -> None:
    paul, mia = hand_of(people, "Paul", way), people.enter("Mia")
    open_amendment(paul, f"pen-{way.text}", "Pupils travel.")
    paul.unfold("Reject it")
    paul.fill(paul.page.locator("#id_reject_reason"), "Schools are another programme’s.")
    paul.press(paul.button("Reject", paul.page.locator("#reject")))

    mia.goto(f"/en/texts/pen-{way.text}/amendments/?state=rejected")
    expect(mia.locator(".comment", has_text="Pupils travel.")).to_contain_text(
        "Schools are another programme’s."
    )


@both_ways
def test_a_bracket_is_settled(people: Doors, way: Way) -> None:
    paul = hand_of(people, "Paul", way)
    open_on_desk(paul, f"pen-{way.text}", "bilateral")
    paul.press(paul.link("Keep the words"))
    paul.weigh("substance")
    paul.fill(paul.field("Why"), "Nobody holds it any more.")
    paul.press(paul.button("Record the revision"))

    expect(paul.page.locator("#id_words")).to_have_value(
        "The partners encourage bilateral agreements on the mobility of young graduates."
    )


def standing(paul: Hand, words: str) -> Locator:
    """A clause in the list of the structure."""
    return paul.page.locator(".structure > li", has_text=words).first


def act(paul: Hand, words: str, name: str) -> None:
    """Go and change something about where and how a clause stands."""
    clause = standing(paul, words)
    paul.unfold(within=clause)
    paul.press(clause.get_by_role("link", name=paul.say(name), exact=True))


def do(paul: Hand, button: str, reason: str = "It reads better.") -> None:
    """Say how much it changes, and why, and do it."""
    if paul.page.locator("[name=weight]").count():
        paul.weigh()
    paul.fill(paul.field("Why"), reason)
    paul.press(paul.button(button))
    expect(paul.told()).to_be_visible()


@both_ways
def test_clauses_are_inserted_split_merged_moved_and_numbered_and_a_merger_undone(
    people: Doors, way: Way
) -> None:
    paul, text = hand_of(people, "Paul", way), f"order-{way.text}"
    paul.go(f"texts/{text}/structure/")
    words = paul.page.locator("#id_words_en")

    act(paul, "young graduates", "Insert a clause after it")
    paul.fill(words, "4. Apprentices count as graduates.")
    do(paul, "Put the clause in")
    act(paul, "Each partner publishes", "Split")
    paul.rewrite(words, " a decision takes", "\n\na decision takes")
    do(paul, "Split it")
    act(paul, "for students", "Merge")
    do(paul, "Merge them")
    expect(standing(paul, "for students")).to_contain_text("for researchers")
    act(paul, "Apprentices", "Move")
    paul.pick(paul.page.locator("#id_after"), paul.say("at the beginning"))
    do(paul, "Move it")
    expect(paul.page.locator(".structure > li").first).to_contain_text("Apprentices")

    paul.press(paul.link("Undo", paul.page.locator("section[aria-labelledby=gone]")))
    do(paul, "Undo it", "They are two.")
    expect(paul.page.locator(".structure > li", has_text="for researchers")).not_to_contain_text("students")

    paul.pick(paul.page.locator("#id_scheme"), "1, 1.1, 1.1.1")
    paul.press(paul.button("Show the labels it gives"))
    paul.press(paul.button("Number so from now on"))
    expect(paul.told()).to_be_visible()

    chair, public = people.enter("Chloé"), people.enter()
    chair.goto(f"/en/texts/{text}/publish/")
    chair.get_by_role("main").get_by_role("button", name="Publish").click()
    expect(chair.get_by_role("status")).to_be_visible()
    public.goto(f"/en/texts/{text}/rev-1/")
    followed = clause_that_says(public, "a decision takes")
    expect(followed.locator(".clause-text")).to_have_text("a decision takes:")
    followed.get_by_role("link", name="1 comment").click()
    expect(public.get_by_text("From which day on?")).to_be_visible()
