"""The browser of the journeys: a Chromium of this machine or Playwright's own, on a live server."""

import os
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from bin import find_browser

# Playwright keeps an event loop in this thread, and Django then takes every query for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

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
def base_url(live_server: LiveServer) -> str:
    """Journeys name pages by path: `page.goto("/")`."""
    return str(live_server.url)
