"""What somebody invited to a session does: by keyboard in English, and without scripts on a phone in French."""

from django.utils.text import capfirst
from django.utils.translation import override, pgettext
from playwright.sync_api import Locator, expect

from consultation.models import Category
from tests import records
from tests.browser.hands import Hand, Way, both_ways, clause_that_says, hand_of, on_their_screen
from tests.browser.people import Doors, address_of


def at(people: Doors, name: str, way: Way) -> Hand:
    """Lina or Omid of this way, at their screen."""
    return on_their_screen(people, f"{name}-{way.text}", way)


def fits(hand: Hand) -> None:
    """Nothing of the page has to be scrolled to sideways."""
    size = hand.page.viewport_size
    assert size
    assert hand.page.evaluate("document.documentElement.scrollWidth") <= size["width"], hand.page.url


def answers(hand: Hand, answer: str) -> None:
    """Answer the invitation that is open, and read the answer so far."""
    hand.choose(hand.page.locator(f"[name=answer][value={answer}]"))
    hand.press(hand.button("Send the answer"))


def so_far(hand: Hand) -> Locator:
    return hand.page.locator("[aria-labelledby=standing]")


def of_civil_society(way: Way) -> str:
    """What stands for a name where the rule is to give categories."""
    with override(way.value):
        return str(capfirst(Category.CIVIL_SOCIETY.label))


def entry(hand: Hand, words: str) -> Locator:
    """The entry of a record that says this."""
    return hand.page.locator(".record-line", has_text=words)


def meanwhile(people: Doors, act: str, key: str) -> None:
    """What somebody else does on the site, not before this browser."""
    command = f"from tests.browser.meetings import {act}; {act}({key!r})"
    people.site.manage("shell", "--no-imports", "--command", command)


@both_ways
def test_whoever_is_invited_answers_by_the_link_and_the_next_one_meets_a_full_room(
    people: Doors, named: dict[str, str], way: Way
) -> None:
    lina, omid = at(people, "Lina", way), at(people, "Omid", way)
    lina.page.goto(people.site.link_sent(address_of(f"Lina-{way.text}"), "my-sessions"))
    expect(lina.page.locator("html")).to_have_attribute("lang", way.value)
    expect(lina.page.get_by_role("heading", level=1)).to_have_text(f"Coming {way.text}")

    answers(lina, "yes")
    expect(lina.told()).to_contain_text(
        lina.say("Your answer is recorded. You can change it until the session begins.")
    )
    with override(way.value):
        attends = pgettext("invitation", "attends").capitalize()
    expect(so_far(lina)).to_contain_text(attends)
    fits(lina)

    omid.page.goto(people.site.link_sent(address_of(f"Omid-{way.text}"), "my-sessions"))
    answers(omid, "yes")
    expect(so_far(omid)).to_contain_text(
        omid.say("The room is full: place %(place)s on the waiting list.", place=1)
    )

    lina.go("agenda/")
    lina.press(lina.page.get_by_role("main").get_by_role("link", name=f"Coming {way.text}"))
    clauses = lina.page.locator(".meeting-clauses a")
    expect(clauses).to_have_count(1)
    expect(lina.page.locator("[aria-labelledby=table] a")).to_have_count(1)
    fits(lina)
    lina.press(clauses)
    expect(lina.page.get_by_role("main")).to_contain_text("2.")
    assert "/texts/table/" in lina.page.url

    omid.go("my-sessions/")
    mine = omid.page.locator("[aria-labelledby=coming] li", has_text=f"Coming {way.text}")
    expect(mine).to_contain_text(omid.say("place %(place)s on the waiting list", place=1))
    fits(omid)

    remy = hand_of(people, "Remy", way)
    remy.go(f"sessions/{named[f'coming-{way.text}']}/attendance/")
    row = remy.page.locator("#expected li", has_text=f"Lina-{way.text}")
    remy.press(remy.button("In the room", row))
    expect(row).to_contain_text(remy.say("Undo"))

    lina.go("my-sessions/")
    expect(lina.page.locator("[aria-labelledby=attended]")).to_contain_text(f"Coming {way.text}")


@both_ways
def test_an_attendee_corrects_the_record_and_reads_that_it_was_accepted(
    people: Doors, named: dict[str, str], way: Way
) -> None:
    key = named[f"held-{way.text}"]
    lina, omid = at(people, "Lina", way), at(people, "Omid", way)
    lina.go(f"sessions/{key}/record/")
    said = entry(lina, records.WORDS)
    expect(said.locator(".person")).to_have_text(of_civil_society(way))
    fits(lina)

    lina.press(lina.link("Ask for a correction", said))
    words, reason = lina.page.locator("#id_words"), lina.page.locator("#id_reason")
    lina.fill(reason, "This is what I said.")
    lina.press(lina.button("Send it to the rapporteurs"))
    expect(lina.page.get_by_role("main")).to_contain_text(
        lina.say("These are the words that stand there already.")
    )
    expect(reason).to_have_value("This is what I said.")
    lina.rewrite(words, "too long", "far too long")
    if way is Way.FORMS:  # with scripts it is shown while one writes
        lina.press(lina.button("Show what it changes"))
    expect(lina.page.locator("#redline ins")).to_contain_text("far")
    expect(reason).to_have_value("This is what I said.")
    fits(lina)
    lina.press(lina.button("Send it to the rapporteurs"))
    expect(lina.told()).to_contain_text(
        lina.say("Your correction is with the rapporteur. You will be written to when it is decided on.")
    )
    expect(lina.page.locator("main .queue > li[data-open]")).to_contain_text("far")
    fits(lina)

    omid.go(f"sessions/{key}/record/corrections/")
    expect(omid.page.locator("main .queue > li")).to_contain_text("far")
    expect(omid.page.get_by_role("main")).not_to_contain_text("Lina")

    meanwhile(people, "decide", key)

    lina.go(f"sessions/{key}/record/")
    expect(entry(lina, "far too long")).to_have_count(1)
    lina.press(lina.page.locator(".version-rail .version-diff"))
    expect(lina.page.locator(".compare-row ins")).to_contain_text("far")
    fits(lina)
    lina.go(f"sessions/{key}/record/corrections/")
    expect(lina.page.locator("main .queue > li .status")).to_have_attribute("data-state", "accepted")


@both_ways
def test_an_attendee_says_what_they_thought_and_has_a_certificate_that_can_be_checked(
    people: Doors, named: dict[str, str], way: Way
) -> None:
    omid, public = at(people, "Omid", way), hand_of(people, "", way)
    omid.go(f"sessions/{named[f'held-{way.text}']}/evaluation/")
    omid.press(omid.button("Send for good"))
    expect(omid.page.get_by_role("alert")).to_contain_text(omid.say("Answer at least one question."))
    marks = omid.page.locator("main .evaluation fieldset").first.get_by_role("radio")
    omid.choose(marks.nth(3))
    omid.fill(omid.page.locator("#id_words"), "More time for questions.")
    fits(omid)
    omid.press(omid.button("Send for good"))
    expect(omid.page.get_by_role("main")).to_contain_text(omid.say("Thank you."))
    expect(omid.page.locator("main form.evaluation")).to_have_count(0)

    omid.go("my-sessions/")
    attended = omid.page.locator("[aria-labelledby=attended] li", has_text=f"Held {way.text}")
    omid.press(omid.link("Certificate", attended))
    certificate = omid.page.locator(".certificate")
    expect(certificate).to_contain_text(f"Omid-{way.text}")
    expect(certificate).to_contain_text(f"Held {way.text}")
    fits(omid)

    public.page.goto(certificate.locator(".as-written").first.inner_text())
    checked = public.page.locator("main .notice")
    expect(checked).to_have_attribute("data-level", "success")
    expect(checked).to_contain_text(f"Held {way.text}")
    expect(public.page.get_by_role("main")).not_to_contain_text("Omid")
    key = public.page.locator("#key")
    public.fill(key, key.input_value()[:-2])
    public.press(public.button("Check"))
    expect(public.page.locator("main .notice")).to_have_attribute("data-level", "warning")


@both_ways
def test_two_clicks_lead_from_a_sentence_to_what_was_said_in_the_room(
    people: Doors, named: dict[str, str], way: Way
) -> None:
    lina = at(people, "Lina", way)
    lina.go(f"texts/spoken-{way.text}/{named[f'spoken-{way.text}']}/")

    lina.press(clause_that_says(lina.page, "average and longest time").locator(".clause-why"))
    fits(lina)
    lina.press(lina.page.get_by_role("main").get_by_role("link", name=f"Spoken {way.text}").first)

    expect(lina.page.locator("main .comment-body").first).to_contain_text(records.WORDS)
    expect(lina.page.locator("main .person").first).to_have_text(of_civil_society(way))
    expect(lina.page.get_by_role("main")).not_to_contain_text("Olga")
    fits(lina)
