"""Prints the path of a Chromium for the browser journeys, or nothing when Playwright's own is there.

One that is installed comes first; then Playwright's, fetched if need be; then, as root on Debian, apt's.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
SECONDS_TO_FETCH = 600


def installed() -> str | None:
    """The first browser on PATH, or where CHROMIUM says."""
    named = os.environ.get("CHROMIUM")
    return next((path for name in (named, *NAMES, MAC) if name and (path := shutil.which(name))), None)


def playwrights_own() -> bool:
    """Whether Playwright has its Chromium and every library it needs."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return Path(path).exists() and attempt([path, "--version"])


def attempt(command: list[str]) -> bool:
    """Whether the command went well; what it says goes to the error channel, away from our one line."""
    try:
        done = subprocess.run(command, check=False, stdout=sys.stderr, timeout=SECONDS_TO_FETCH)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def fetch_from_debian() -> bool:
    """Install the system's own, where this account may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    return attempt(["apt-get", "update"]) and attempt(
        ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
    )


def find() -> str:
    """The path to start, or "" for Playwright's own; stops with advice when there is none to be had."""
    if path := installed():
        return path
    if playwrights_own():
        return ""
    print("No Chromium here; fetching one.", file=sys.stderr)
    if attempt([sys.executable, "-m", "playwright", "install", "chromium"]) and playwrights_own():
        return ""
    if fetch_from_debian() and (path := installed()):
        return path
    sys.exit(
        "No Chromium could be found or fetched: install one, or say where it is: make test CHROMIUM=/path"
    )


if __name__ == "__main__":
    print(find())
