"""How somebody comes to be heard: an account, a registration, a set of comments, and what becomes of them."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.hands import Hand, Way, both_ways, clause_that_says, hand_of
from tests.browser.people import Doors, fill_in_account

SECRET = "a sentence that is long enough"


def with_an_account(people: Doors, way: Way, name: str) -> tuple[Hand, str]:
    """Somebody new who asked for an account, followed the link in the e-mail and signed in; and their address."""
    hand, address = hand_of(people, "", way), f"{name.lower()}-{way.text}@example.org"
    hand.go("accounts/signup/")
    hand.fill(hand.page.locator("#id_name"), name)
    hand.fill(hand.page.locator("#id_email"), address)
    hand.page.locator("#id_country").select_option("SN")
    hand.fill(hand.page.locator("#id_password1"), SECRET)
    hand.fill(hand.page.locator("#id_password2"), SECRET)
    hand.press(hand.button("Create the account"))
    (words,) = people.site.words(address)
    link = re.search(r"http://\S+", words)
    assert link
    hand.page.goto(link[0])
    hand.press(hand.page.get_by_role("main").get_by_role("button"))
    hand.go("accounts/login/")
    fill_in_account(hand.page, address, SECRET)
    hand.press(hand.button("Sign in"))
    expect(hand.page.locator(".masthead-person")).to_contain_text(name)
    return hand, address


def ask_to_take_part(hand: Hand, mandate: str, proposed: str = "") -> None:
    """Fill in the registration, and send it."""
    hand.go("register/")
    hand.choose(hand.page.locator(f"[name=mandate][value={mandate}]"))
    if proposed:
        hand.fill(hand.page.locator("#id_proposed"), proposed)
    hand.fill(hand.page.locator("#id_statement"), "The university knows me.")
    hand.press(hand.button("Send to the secretariat"))
    expect(hand.told()).to_contain_text(
        hand.say("Your registration is sent. The secretariat reads it and writes to you.")
    )


def meanwhile(people: Doors, act: str, address: str) -> None:
    """What somebody else does on the site, not before this browser."""
    command = f"from tests.browser.voices import {act}; {act}({address!r})"
    people.site.manage("shell", "--no-imports", "--command", command)


def begin(hand: Hand, words: str, body: str) -> None:
    """Write half of a comment on a clause, and keep it."""
    hand.go(f"texts/heard-{hand.way.text}/zero-draft/")
    hand.press(clause_that_says(hand.page, words).locator(".clause-act"))
    hand.fill(hand.field("Your comment"), body)
    hand.press(hand.button("Save as draft"))
    expect(hand.told()).to_be_visible()


def own(hand: Hand, body: str) -> Locator:
    """One's own comment with these words, on the page of what became of them."""
    hand.go("comments/mine/")
    return hand.page.locator(".comment", has_text=body)


def say_of_the_answer(hand: Hand, body: str, kind: str, reason: str = "") -> None:
    """Accept or contest what the committee answered."""
    hand.press(hand.link("Accept or contest the answer", own(hand, body)))
    hand.choose(hand.page.locator(f"[name=kind][value={kind}]"))
    if reason:
        hand.fill(hand.page.locator("#id_reason"), reason)
    hand.press(hand.button("Send"))
    expect(hand.told()).to_contain_text(hand.say("The committee reads what you say to its answer."))


@both_ways
def test_somebody_asks_to_speak_for_an_organisation_and_is_let_in(people: Doors, way: Way) -> None:
    hand, address = with_an_account(people, way, "Nadir")
    ask_to_take_part(hand, "organisation", f"Caravan of {way.text}")
    expect(hand.page.get_by_role("main")).to_contain_text(f"Caravan of {way.text}")

    meanwhile(people, "let_in", address)

    hand.page.reload()
    expect(hand.page.locator(".lede")).to_contain_text(
        hand.say("You take part for %(organisation)s.", organisation=f"Caravan of {way.text}")
    )


@both_ways
def test_an_observer_is_let_in_submits_a_set_and_says_what_they_think_of_the_answers(
    people: Doors, way: Way
) -> None:
    hand, address = with_an_account(people, way, "Noor")
    ask_to_take_part(hand, "own_name")
    meanwhile(people, "let_in", address)
    begin(hand, "for researchers", "Artists travel too.")
    begin(hand, "average time", "The median says more.")

    hand.go("comments/mine/")
    hand.press(hand.page.locator("main a[href$='/set/']"))
    expect(hand.page.locator("[name=references]:checked")).to_have_count(2)
    hand.press(hand.button("Submit those chosen"))
    expect(hand.told()).to_be_visible()
    expect(hand.page.locator(".comment")).to_have_count(2)

    meanwhile(people, "answer_all", address)
    for body in ("Artists travel too.", "The median says more."):
        expect(own(hand, body).locator("[data-state=rejected]").first).to_be_visible()
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(hand.say("What became of what we said"))
    say_of_the_answer(hand, "Artists travel too.", "contested", "There is room for pupils.")
    say_of_the_answer(hand, "The median says more.", "accepted")
    expect(own(hand, "Artists travel too.").locator(".reaction")).to_contain_text("There is room for pupils.")
    expect(own(hand, "The median says more.").locator(".reaction")).to_contain_text(
        hand.say("Its author accepts this answer.")
    )
    expect(hand.link("Accept or contest the answer")).to_have_count(0)

    hand.press(hand.link("Say what you mean: the committee asks"))
    hand.fill(hand.field("Your words"), "Those of both shores.")
    hand.press(hand.button("Send"))
    expect(hand.told()).to_be_visible()
    expect(hand.link("Say what you mean: the committee asks")).to_have_count(0)


@both_ways
def test_an_observer_endorses_what_another_said_and_replies(
    people: Doors, named: dict[str, str], way: Way
) -> None:
    hand, reference = hand_of(people, "Olga", way), named[f"heard-{way.text}"]
    hand.go(f"comments/{reference}/")

    hand.press(hand.button("Endorse"))
    expect(hand.told()).to_contain_text(hand.say("You endorse input %(reference)s.", reference=reference))
    expect(hand.page.locator(".endorsements")).to_be_visible()
    hand.press(hand.page.locator("main a[href*='/reply/']"))
    hand.fill(hand.field("Your words"), "So do those who train them.")
    hand.press(hand.button("Send"))

    expect(hand.page.locator(".reply")).to_contain_text("So do those who train them.")
    hand.press(hand.button("Take the endorsement back"))
    expect(hand.page.locator(".endorsements")).to_have_count(0)
