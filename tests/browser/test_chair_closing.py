"""How the chair closes a text: by keyboard in English, and without scripts in French."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.hands import Hand, Way, both_ways, hand_of
from tests.browser.people import Doors
from tests.browser.site import ROOT
from tests.browser.test_member import open_on_desk

SECONDS_OF_SILENCE = 3


def sign(chair: Hand, text: str, words: str, *, note: str = "") -> None:
    """Sign the clause with these words on the page of the review; with a note, send it back."""
    chair.go(f"texts/{text}/review/")
    chair.tick(chair.page.locator(".review-row", has_text=words).get_by_role("checkbox"))
    if note:
        chair.fill(chair.field("Note"), note)
    chair.press(
        chair.button("Send the ticked clauses back with the note" if note else "Sign the ticked clauses")
    )
    expect(chair.told()).to_be_visible()


def mend(paul: Hand, text: str, was: str, becomes: str) -> None:
    """Change a clause's words on the desk."""
    open_on_desk(paul, text, was)
    paul.rewrite(paul.field("Words"), was, becomes)
    paul.weigh()
    paul.fill(paul.field("Why"), "The chair asked.")
    paul.press(paul.button("Record the revision"))
    expect(paul.told()).to_be_visible()


@both_ways
def test_what_the_chair_sends_back_is_changed_and_alone_is_open_again(people: Doors, way: Way) -> None:
    chair, paul = hand_of(people, "Chloé", way), hand_of(people, "Paul", way)
    text = f"chair-{way.text}"
    chair.go(f"texts/{text}/review/")
    expect(chair.page.locator(".review-row")).to_have_count(2)
    expect(chair.page.locator(".review-row ins").first).to_contain_text("abolish")

    sign(chair, text, "abolish")
    sign(chair, text, "pupils", note="Apprentices were meant.")
    open_on_desk(paul, text, "pupils")
    expect(paul.page.locator(".desk-words")).to_contain_text("Apprentices were meant.")
    mend(paul, text, "pupils", "apprentices")

    chair.go(f"texts/{text}/closing/")
    unsigned = chair.page.locator("section[aria-labelledby=hindrances] li")
    expect(unsigned).to_have_count(1)
    sign(chair, text, "apprentices")
    chair.go(f"texts/{text}/closing/")
    expect(unsigned).to_have_count(0)
    expect(chair.page.get_by_role("heading", name=chair.say("Nothing stands in the way"))).to_be_visible()


def begin_silence(chair: Hand, text: str, ends_at: datetime) -> None:
    """Put the version in work under silence until a moment, to the second."""
    chair.go(f"texts/{text}/closing/")
    field = chair.page.locator("#id_ends_at")
    if ends_at.second or chair.way is Way.FORMS:
        # People choose whole minutes; a journey does not wait for one.
        field.evaluate("field => { field.form.noValidate = true; }")
        field.fill(ends_at.strftime("%Y-%m-%dT%H:%M:%S"))
    else:
        chair.reach(field)
        chair.page.keyboard.type(ends_at.strftime("%m%d%Y"))
        chair.page.keyboard.press("ArrowRight")
        chair.page.keyboard.type(ends_at.strftime("%I%M%p"))
    chair.press(chair.button("Begin the silence"))
    expect(chair.page.locator("section[aria-labelledby=running]")).to_be_visible()


def read_again_until(page: Page, words: str) -> None:
    """Reload a page until it says something."""
    for _ in range(60):
        page.reload()
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"“{words}” never came")


def checked(record: Path) -> "subprocess.CompletedProcess[str]":
    """What the program says that comes with a record."""
    program = [sys.executable, str(ROOT / "bin" / "verify_record.py"), str(record)]
    return subprocess.run(program, check=False, capture_output=True, text=True)  # noqa: S603  # our own program


@both_ways
def test_a_silence_is_broken_and_after_the_next_one_the_text_stands_adopted(
    people: Doors, way: Way, tmp_path: Path
) -> None:
    chair, paul, mia = (hand_of(people, name, way) for name in ("Chloé", "Paul", "Mia"))
    text, public = f"silence-{way.text}", people.enter()
    now = datetime.now(tz=UTC)
    begin_silence(chair, text, now.replace(second=0, microsecond=0) + timedelta(days=2))

    mia.go(f"texts/{text}/closing/")
    mia.unfold("Break the silence")
    mia.pick(mia.page.locator("#id_clause"), "(a)")
    mia.fill(mia.field("Reason"), "Apprentices are forgotten.")
    mia.press(mia.button("Break the silence"))
    expect(mia.told()).to_be_visible()
    chair.go(f"texts/{text}/closing/")
    expect(chair.page.locator(".dated")).to_contain_text("Apprentices are forgotten.")
    mend(paul, text, "for students", "for students and apprentices")
    sign(chair, text, "apprentices")

    begin_silence(chair, text, datetime.now(tz=UTC) + timedelta(seconds=SECONDS_OF_SILENCE))
    public.goto(f"/en/texts/{text}/rev-1/")
    read_again_until(public, "adopted on")
    expect(public.get_by_role("article")).to_contain_text("for students and apprentices")

    mia.go(f"texts/{text}/closing/")
    mia.unfold("Record a reservation")
    mia.fill(mia.field("Reservation"), "We read “students” as in our law.")
    mia.press(mia.button("Record it"))
    expect(mia.told()).to_be_visible()
    public.reload()
    public.get_by_text("One reservation is on record").click()
    expect(public.get_by_text("We read “students” as in our law.")).to_be_visible()

    chair.go(f"texts/{text}/rev-1/record/")
    record = chair.keep(chair.link("The record as one page (HTML)"), tmp_path)
    held = checked(record)
    assert held.returncode == 0, held.stdout + held.stderr
    told = record.read_text(encoding="utf-8")
    record.write_text(told.replace("students and apprentices", "students and others"), encoding="utf-8")
    changed = checked(record)
    assert changed.returncode != 0
