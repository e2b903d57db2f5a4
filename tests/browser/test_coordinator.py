"""How an organisation speaks with one voice: members draft, its coordinator suggests, brings together and submits."""

from playwright.sync_api import expect

from tests.browser.hands import Hand, Way, both_ways, clause_that_says, hand_of
from tests.browser.people import Doors

SHORT, LONGER = "For artists too.", "For artists and writers too."


def share_a_draft(hand: Hand) -> None:
    """A member writes, finds that only the coordinators submit, and shares what is written."""
    hand.go(f"texts/together-{hand.way.text}/zero-draft/")
    hand.press(clause_that_says(hand.page, "for researchers").locator(".clause-act"))
    hand.fill(hand.field("Your comment"), SHORT)
    expect(hand.button("Submit")).to_have_count(0)
    hand.press(hand.button("Save as draft"))
    hand.go("comments/mine/")
    hand.press(hand.link("Share with your coordinators", hand.page.locator(".comment", has_text=SHORT)))
    expect(hand.page.get_by_role("main")).to_contain_text(f"Salma-{hand.way.text}")
    hand.press(hand.button("Share it"))
    expect(hand.told()).to_contain_text(
        hand.say("Your draft is shared. Your coordinators read what you save in it.")
    )


def suggest_other_words(hand: Hand) -> None:
    """The coordinator puts other words beside a member's draft."""
    hand.go(f"organisations/shores-{hand.way.text}/drafts/")
    draft = hand.page.locator("li .comment", has_text=SHORT)
    hand.press(hand.link("Suggest other words", draft))
    hand.fill(hand.field("How the comment could read"), LONGER)
    hand.fill(hand.field("Why, to its author"), "More of them.")
    hand.press(hand.button("Suggest"))
    expect(hand.told()).to_contain_text(
        hand.say("Your suggestion stands beside the draft; its author takes it or not.")
    )


def take_the_words(hand: Hand) -> None:
    """The member reads what the suggestion changes, and takes it."""
    hand.go("comments/mine/")
    hand.press(hand.page.locator(".comment", has_text=SHORT).locator("a[href*='/suggestions/']"))
    expect(hand.page.locator(".redline ins")).to_contain_text("and writers")
    hand.press(hand.button("Take these words"))
    expect(hand.told()).to_contain_text(hand.say("The coordinator’s words are in your draft."))
    expect(hand.page.locator(".comment-body").first).to_have_text(LONGER)


@both_ways
def test_members_draft_and_their_coordinator_submits_with_one_voice(people: Doors, way: Way) -> None:
    member, coordinator = hand_of(people, f"Idris-{way.text}", way), hand_of(people, f"Salma-{way.text}", way)
    share_a_draft(member)
    suggest_other_words(coordinator)
    take_the_words(member)

    coordinator.go(f"organisations/shores-{way.text}/drafts/")
    expect(coordinator.page.locator("[name=draft]:checked")).to_have_count(2)
    coordinator.press(coordinator.button("Bring together in a draft of mine"))
    words = coordinator.field("Your comment")
    for body in (LONGER, "Artists travel as well."):
        assert body in words.input_value()
    coordinator.fill(words, "For artists and writers, who travel as well.")
    coordinator.press(coordinator.page.locator("main [value=submit]"))
    expect(coordinator.told()).to_be_visible()

    coordinator.go("comments/mine/")
    said = coordinator.page.locator(".comment", has_text="who travel as well.")
    coordinator.press(said.locator("a[href*='/comments/']", has_text=coordinator.say("What became of input")))
    told = coordinator.page.locator(".contributions")
    expect(told).to_contain_text("2")
    coordinator.unfold("What the members wrote", told)
    for body in (LONGER, "Artists travel as well."):
        expect(told.get_by_text(body)).to_be_visible()

    member.go("comments/mine/")
    into = member.page.locator(".comment", has_text=LONGER).locator(".notice a")
    address = into.get_attribute("href") or ""
    assert coordinator.page.url.endswith(address)
    public = people.enter()
    public.goto(address)
    expect(public.locator(".contributions")).to_contain_text("2")
    expect(public.get_by_text(LONGER)).to_have_count(0)
