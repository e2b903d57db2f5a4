"""How a text is closed: what stands in the way, signatures, silence, adoption, and the record that checks itself."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

SECONDS_TO_CLOSE = 240


def hindrances(chair: Page, slug: str) -> list[str]:
    """What the page of the closing lists, and that it offers neither silence nor adoption while it lists anything."""
    chair.goto(f"/en/texts/{slug}/closing/")
    section = chair.locator("section[aria-labelledby=hindrances]")
    listed: list[str] = [
        f"{heading.inner_text()} ({section.locator('h3 + ul').nth(at).locator('li').count()} links)"
        for at, heading in enumerate(section.locator("h3").all())
    ]
    offered = chair.get_by_role("button", name=re.compile("silence|Adopt")).count()
    assert not (listed and offered), listed
    return listed


def wait_for_the_end_of_a_consultation(chair: Page, slug: str) -> None:
    """Look again until the consultation is over, as its dates say."""
    for _ in range(SECONDS_TO_CLOSE // 2):
        chair.goto(f"/en/texts/{slug}/closing/")
        if not chair.get_by_text("A consultation is not closed yet").count():
            return
        chair.wait_for_timeout(2000)
    raise AssertionError("The consultation did not close.")


def sign_all(chair: Page, slug: str) -> str:
    """Every clause that awaits the chair, on one page, signed; gives what the page says."""
    chair.goto(f"/en/texts/{slug}/review/?show=all&signed=no&whole=1")
    chair.get_by_text("Sign all that is shown here").click()
    chair.get_by_label("I have read all of them").check()
    chair.get_by_role("button", name=re.compile(r"Sign the .*clauses? shown")).click()
    said: str = chair.get_by_role("status").inner_text()
    return said


def silence(chair: Page, slug: str) -> None:
    """Put the version in work under silence for two days."""
    chair.goto(f"/en/texts/{slug}/closing/")
    ends = datetime.now(UTC) + timedelta(days=2)
    chair.get_by_label("Ends").fill(ends.strftime("%Y-%m-%dT%H:%M"))
    chair.get_by_role("button", name="Begin the silence").click()
    expect(chair.get_by_role("heading", name=re.compile("Under silence until"))).to_be_visible()


def break_silence(member: Page, slug: str, reason: str) -> str:
    """A member does not keep silent; gives what the page says."""
    member.goto(f"/en/texts/{slug}/closing/")
    member.get_by_text("Break the silence").first.click()
    member.get_by_label("Reason").fill(reason)
    member.get_by_role("button", name="Break the silence").click()
    said: str = member.get_by_role("status").inner_text()
    return said


def adopt(chair: Page, slug: str) -> str:
    """By the chair's word; gives what the page of the closing then says."""
    chair.goto(f"/en/texts/{slug}/closing/")
    chair.get_by_role("link", name=re.compile("^Adopt")).click()
    chair.get_by_role("button", name=re.compile("for ever")).click()
    expect(chair.get_by_role("status")).to_contain_text("is adopted")
    said: str = chair.locator(".page-head .lede").inner_text()
    return said


def download(public: Page, address: str, folder: Path) -> tuple[Path, Path]:
    """The record as one page and the program that checks it, as somebody without an account keeps them."""
    public.goto(address)
    kept = []
    for name in ("The record as one page", "The program that checks it", "The record as data"):
        with public.expect_download() as coming:
            public.get_by_role("link", name=name).click()
        kept.append(folder / coming.value.suggested_filename)
        coming.value.save_as(kept[-1])
    return kept[0], kept[1]


def verify(page: Path, program: Path) -> str:
    """What the program says of a record, with nothing of this project at hand."""
    command = [sys.executable, "-I", program.name, page.name]
    done = subprocess.run(command, check=False, cwd=page.parent, capture_output=True, text=True)  # noqa: S603
    return f"exit {done.returncode}: {(done.stdout + done.stderr).strip()}"
