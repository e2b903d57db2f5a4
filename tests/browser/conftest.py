"""The browser of the journeys: a Chromium of this machine or Playwright's own, before a site of its own."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from bin import find_browser
from tests.browser.people import Doors
from tests.browser.site import Site, running_site

# A browser that starts at once, asks nobody anything, and draws without a graphics card.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # Chromium's own sandbox refuses to start as root.
    flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return {**browser_type_launch_args, "args": flags, "executable_path": find_browser.installed()}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running site with the demonstration."""
    with running_site(Path(tmp_path_factory.mktemp("site"))) as running:
        yield running


@pytest.fixture(scope="session")
def named(site: Site) -> dict[str, str]:
    """The scene set, and what its pages are called by."""
    setting = "from tests.browser.scene import set_up; set_up()"
    names: dict[str, str] = json.loads(site.manage("shell", "--no-imports", "--command", setting))
    return names


@pytest.fixture(scope="session")
def doors(site: Site, named: dict[str, str], browser: Browser) -> Doors:
    """The way in for everybody, once for all journeys."""
    return Doors(site, browser)


@pytest.fixture
def people(doors: Doors) -> Iterator[Doors]:
    """Whoever comes to the site in this journey; they leave at its end, and nothing may have gone wrong unseen."""
    yield doors
    assert doors.close() == []
