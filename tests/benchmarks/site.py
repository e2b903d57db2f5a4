"""The site that is measured: its own folder, its own database, and who is signed in to it."""

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.core.management import call_command
from django.db import connection

from consultation.models import User
from tests.benchmarks.scene import ROOT, Kept, Progress, kept
from tests.benchmarks.server import PROJECT, Server, serving

# Under these the project itself is served; what builds the scene runs under the tests' settings.
SERVED_WITH = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DEBUG": "false",
    # Nobody of the scene has one.
    "SECOND_FACTOR_REQUIRED": "false",
}
_FILES = ("", "-wal", "-shm")


def database() -> Path:
    """Where the connected database stands."""
    return Path(connection.settings_dict["NAME"])


def emptied() -> None:
    """The connected database has its tables and nothing in them."""
    _forget()
    call_command("migrate", interactive=False, verbosity=0)


def scenes(progress: Progress) -> Kept:
    """The scene's databases; the connected one is emptied for the building."""
    emptied()
    return kept(progress)


def collect_static() -> None:
    """Hash and compress the static files, as the server will name them."""
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0", "--clear"]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **SERVED_WITH})  # noqa: S603


@contextmanager
def site(scene: Path | None) -> Iterator[Server]:
    """The project, served by a fresh worker over a fresh copy of a scene, or over what the last one left."""
    if scene:
        _forget()
        shutil.copyfile(scene, database())
    with serving(PROJECT, **SERVED_WITH) as server:
        yield server
    connection.close()


def _forget() -> None:
    connection.close()
    for suffix in _FILES:
        Path(f"{database()}{suffix}").unlink(missing_ok=True)


def cookies_of(email: str) -> dict[str, str]:
    """What the browser of somebody who has signed in sends."""
    user = User.objects.get(email=email)
    engine = importlib.import_module(settings.SESSION_ENGINE)
    session: SessionBase = engine.SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key is not None, "a saved session has a key"
    return {settings.SESSION_COOKIE_NAME: session.session_key, "django_language": user.language}
