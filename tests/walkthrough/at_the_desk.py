"""Pictures of the desk while a text is negotiated, on the demonstration's own words."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.walkthrough import negotiating, opening
from tests.walkthrough.negotiating import Wish
from tests.walkthrough.pictures import Album
from tests.walkthrough.showing import scroll_to
from tests.walkthrough.speaking import clauses
from tests.walkthrough.visitors import Street

TEXT = "legal-migration-mobility"
WIDE = {"width": 1280, "height": 860}


def show(street: Street, album: Album) -> None:
    """Amendments that collide, positions on brackets, a conflict, the review, the page of a record."""
    staff = {
        role: street.signed_in(f"{role}@example.org", viewport=WIDE)
        for role in ("secretariat", "member", "penholder", "chair")
    }
    # The demonstration's penholder writes another text; here a second member is needed.
    opening.give_role(staff["secretariat"], TEXT, "penholder@example.org", "Committee member")
    key = _keys(staff["member"])
    _amendments(staff, key("Young people may take part"), album)
    _brackets(staff, key("issuing visas for several entries"), album)
    _conflict(staff, key("Consular services"), album)
    chair = staff["chair"]
    chair.goto(f"/en/texts/{TEXT}/review/")
    album.take(chair, "review")
    public = street.passer_by(viewport=WIDE)
    public.goto(f"/en/texts/{TEXT}/rev-1/record/")
    album.take(public, "record", height=720)


def _keys(member: Page) -> Callable[[str], str]:
    """Which clause of the version in work says something."""
    member.goto(f"/en/texts/{TEXT}/review/")
    slug = member.get_by_label("To", exact=True).input_value()
    shown = clauses(member, f"/en/texts/{TEXT}/{slug}/")
    return lambda words: next(clause.key for clause in shown if words in clause.words)


def _amendments(staff: dict[str, Page], key: str, album: Album) -> None:
    """Two to one clause, with the words where they collide framed."""
    wishes = {
        "member": Wish(key, "up to one year", "up to two years", "A school year abroad takes longer."),
        "penholder": Wish(key, "up to one year, at", "six months, at", "So that no permit is needed."),
    }
    for role, wish in wishes.items():
        negotiating.amend(staff[role], TEXT, wish)
    staff["member"].goto(f"/en/texts/{TEXT}/desk/{key}/")
    scroll_to(staff["member"], ".desk-amendments", 20)
    album.take(staff["member"], "amendments", height=560)


def _brackets(staff: dict[str, Page], key: str, album: Album) -> None:
    """The demonstration's alternatives in brackets, what two delegations hold of them, and what a third adds."""
    member = staff["member"]
    negotiating.take_position(staff["penholder"], TEXT, key, "reserve", bracket=2, note="We are asking.")
    member.goto(f"/en/texts/{TEXT}/desk/{key}/")
    scroll_to(member, ".desk-brackets", 20)
    album.take(member, "brackets", height=620)


def _conflict(staff: dict[str, Page], key: str, album: Album) -> None:
    """Two people change the same words; the second one is shown both, and nothing is lost."""
    member, penholder = staff["member"], staff["penholder"]
    penholder.goto(f"/en/texts/{TEXT}/desk/{key}/")
    _revise(member, key, "connected", "linked to each other", "Plainer.")
    expect(member.get_by_role("status")).to_contain_text("is recorded")
    _send(penholder, "connected", "joined in one network", "More exact.")
    expect(penholder.get_by_role("alert").first).to_contain_text("You both changed the same words.")
    scroll_to(penholder, "[role=alert]", 20)
    album.take(penholder, "conflict")


def _revise(member: Page, key: str, was: str, becomes: str, why: str) -> None:
    member.goto(f"/en/texts/{TEXT}/desk/{key}/")
    _send(member, was, becomes, why)


def _send(member: Page, was: str, becomes: str, why: str) -> None:
    words = member.get_by_label("Words", exact=True)
    words.fill(words.input_value().replace(was, becomes, 1))
    member.get_by_label("clarification").check()
    member.get_by_label("Why").fill(why)
    member.get_by_role("button", name=re.compile("^Record the revision")).click()
