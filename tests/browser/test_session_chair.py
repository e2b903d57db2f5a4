"""What the chair of a session does with its record: by keyboard in English, without scripts on a phone in French."""

from playwright.sync_api import Locator, expect

from tests.browser.hands import Hand, Way, both_ways, hand_of, on_their_screen
from tests.browser.meetings import LATE
from tests.browser.people import Doors
from tests.browser.test_attendee import entry, fits, meanwhile


def record_of(hand: Hand, key: str) -> Locator:
    """The record of a session, open; where it stands."""
    hand.go(f"sessions/{key}/record/")
    fits(hand)
    return hand.page.locator("main .to-do")


@both_ways
def test_the_chair_reads_what_was_said_and_what_is_asked_for(
    people: Doors, named: dict[str, str], way: Way
) -> None:
    chair, key = on_their_screen(people, "Chloé", way), named[f"read-{way.text}"]
    chair.go(f"sessions/{key}/notes/")
    expect(chair.page.locator("#notes > li")).to_have_count(2)
    expect(chair.page.locator("#notes")).to_contain_text("far too long")
    expect(chair.page.locator("main form [name=words]")).to_have_count(0)
    fits(chair)

    chair.press(record_of(chair, key).locator("a[href$='/record/corrections/']"))
    waits = chair.page.locator("main .queue > li[data-open]")
    expect(waits).to_have_count(1)
    expect(waits.locator(".redline ins")).to_contain_text("week")
    expect(waits.locator(".redline del")).to_contain_text("month")
    expect(chair.page.get_by_role("main")).not_to_contain_text("Omar")
    fits(chair)

    record_of(chair, key)
    chair.press(chair.page.locator(".version-rail .version-diff"))
    expect(chair.page.locator(".compare-row ins")).to_contain_text("far")
    fits(chair)


@both_ways
def test_the_chair_signs_once_nothing_waits_and_adopts_and_everybody_reads_it(
    people: Doors, named: dict[str, str], way: Way
) -> None:
    key = named[f"chaired-{way.text}"]
    chair, sena = on_their_screen(people, "Chloé", way), hand_of(people, "Sena", way)
    public = on_their_screen(people, "", way)
    chair.go(f"sessions/{key}/record/sign/")
    chair.press(chair.button("Sign as chair of the session"))
    expect(chair.page.get_by_role("alert")).to_contain_text(chair.say("Not done."))
    expect(chair.page.locator("main .record-signatures li")).to_have_count(0)
    fits(chair)

    meanwhile(people, "decide", key)
    chair.press(chair.link("Sign it", record_of(chair, key)))
    chair.press(chair.button("Sign as chair of the session"))
    expect(chair.told()).to_contain_text(chair.say("You have signed the record."))

    chair.go(f"sessions/{key}/record/adopt/")
    chair.press(chair.button("Adopt it"))
    expect(chair.page.get_by_role("alert")).to_contain_text(
        chair.say("The chair and the rapporteur have not both signed this version.")
    )

    meanwhile(people, "countersign", key)
    chair.press(chair.link("Adopt it", record_of(chair, key)))
    chair.press(chair.button("Adopt it"))
    expect(chair.told()).to_contain_text(chair.say("The record is adopted."))
    expect(chair.page.locator("main .record-ask")).to_have_count(0)
    expect(chair.page.locator("main .record-signatures li")).to_have_count(2)
    for act in ("adopt", "sign", "close"):
        chair.go(f"sessions/{key}/record/{act}/")
        expect(chair.page.locator("main .notice")).to_contain_text(chair.say("This cannot be done."))
        expect(chair.page.locator("main form")).to_have_count(0)
        fits(chair)

    public.go(f"sessions/{key}/record/")
    expect(entry(public, LATE)).to_have_count(0)
    sena.press(sena.link("Publish it", record_of(sena, key)))
    sena.press(sena.button("Publish it"))
    expect(sena.told()).to_contain_text(sena.say("Everybody reads the record now."))

    public.go(f"sessions/{key}/record/")
    expect(entry(public, LATE)).to_have_count(1)
    expect(entry(public, "far too long")).to_have_count(1)
    for name in ("Olga", "Omar"):
        expect(public.page.get_by_role("main")).not_to_contain_text(name)
    fits(public)
