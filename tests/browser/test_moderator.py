"""What a moderator does with many comments: several at once with a second look, one with a reason, a letter of many."""

from playwright.sync_api import Locator, expect

from tests.browser.hands import Hand, Way, both_ways, hand_of
from tests.browser.people import Doors

RUDE = "You are all thieves."


def queue(hand: Hand, more: str = "") -> None:
    hand.go(f"moderation/?text=moderated-{hand.way.text}{more}")


def waiting(hand: Hand, body: str) -> Locator:
    return hand.page.locator(".queue article", has_text=body)


def tick(hand: Hand, body: str) -> None:
    hand.tick(waiting(hand, body).locator("[name=ticked]"))


def decide_those_ticked(hand: Hand, number: int) -> None:
    """Look at them once more, and make them visible."""
    hand.press(hand.button("Look at them together"))
    expect(hand.page.locator(".queue [name=ticked]:checked")).to_have_count(number)
    hand.press(hand.button("Make visible"))
    expect(hand.told()).to_contain_text(str(number))


@both_ways
def test_a_moderator_lets_several_through_after_a_second_look_but_none_of_the_own_organisation(
    people: Doors, way: Way
) -> None:
    hand = hand_of(people, f"Ilham-{way.text}", way)
    queue(hand)
    expect(waiting(hand, "We teach them.").locator("[name=ticked]")).to_have_count(0)
    expect(waiting(hand, "We teach them.").locator(".help")).to_be_visible()

    tick(hand, "And apprentices?")
    tick(hand, "From which day on?")
    decide_those_ticked(hand, 2)

    queue(hand)
    expect(waiting(hand, "And apprentices?")).to_have_count(0)
    expect(waiting(hand, "We teach them.")).to_have_count(1)


@both_ways
def test_a_comment_is_returned_with_a_reason_its_author_answers_and_it_is_restored(
    people: Doors, way: Way
) -> None:
    hand, olga = hand_of(people, f"Ilham-{way.text}", way), hand_of(people, "Olga", way)
    queue(hand)
    hand.unfold("Return or hide it, with a reason", waiting(hand, RUDE))
    hand.fill(waiting(hand, RUDE).locator("textarea"), "Please say it without insult.")
    hand.press(hand.button("Return to the author", waiting(hand, RUDE)))
    expect(hand.told()).to_be_visible()

    olga.go("comments/mine/")
    own = olga.page.locator(".comment", has_text=RUDE).filter(
        has=olga.page.locator(f"a[href*='moderated-{way.text}']")
    )
    expect(own).to_contain_text("Please say it without insult.")
    olga.press(olga.link("Answer the moderators", own))
    olga.fill(olga.field("Your answer"), "It was a quotation.")
    olga.press(olga.button("Send the answer"))
    expect(olga.told()).to_contain_text(olga.say("Your answer is with the moderators."))

    queue(hand, "&state=all&answered=on")
    expect(waiting(hand, RUDE)).to_contain_text("It was a quotation.")
    hand.press(hand.button("Restore", waiting(hand, RUDE)))
    expect(hand.told()).to_be_visible()
    olga.page.reload()
    expect(own.locator(".comment-head [data-state=visible]")).to_be_visible()


@both_ways
def test_a_letter_that_many_sent_is_ticked_at_once(people: Doors, way: Way) -> None:
    hand = hand_of(people, f"Ilham-{way.text}", way)
    queue(hand)
    hand.press(hand.page.locator("main a[href*='alike=']").first)
    expect(hand.page.locator(".queue article")).to_have_count(3)
    expect(hand.page.locator(".queue ins").first).to_be_visible()

    hand.press(hand.link("Tick all on this page"))
    expect(hand.page.locator(".queue [name=ticked]:checked")).to_have_count(3)
    decide_those_ticked(hand, 3)

    expect(hand.page.locator(".queue [data-state=visible]")).to_have_count(3)
