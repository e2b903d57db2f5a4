"""Starts a site of its own with the demonstration, walks the whole way, and says what was seen."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from bin import find_browser
from tests.browser.site import Site, running_site
from tests.walkthrough import at_the_desk, december, showing, tampering
from tests.walkthrough.autumn import Autumn
from tests.walkthrough.drafts_of_paris import FOLDER
from tests.walkthrough.five_stages import FiveStages
from tests.walkthrough.pictures import Album
from tests.walkthrough.report import Report
from tests.walkthrough.visitors import Street


def main() -> None:
    if not FOLDER.is_dir():
        sys.exit(f"The real drafts are not here: {FOLDER}. There is nothing to walk through.")
    # A copy of the database is tampered with, which is simplest where it is a file.
    os.environ.pop("DATABASE_URL", None)
    album = Album(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    with TemporaryDirectory() as folder, running_site(Path(folder)) as site, sync_playwright() as playwright:
        flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        browser = playwright.chromium.launch(args=flags, executable_path=find_browser.find() or None)
        walk(Street(site, browser), album, Path(folder))
        browser.close()


def walk(street: Street, album: Album, folder: Path) -> None:
    """The three texts, the ledger, and the pictures."""
    report = Report()
    showing.show(street, album)
    Autumn(street, report, album).walk()
    december.walk(street, report)
    FiveStages(street, report, folder).walk()
    at_the_desk.show(street, album)
    check_ledger(street.site, report, folder)
    for complaint in street.complaints:
        report.line(f"A browser complained: {complaint}")


def check_ledger(site: Site, report: Report, folder: Path) -> None:
    report.line(f"verify_ledger: {site.manage('verify_ledger').strip()}")
    for what, (refusal, verdict) in tampering.tamper(site, folder).items():
        report.line(f"  {what}: the database: {refusal}; with its guard taken down: {verdict}")


if __name__ == "__main__":
    main()
