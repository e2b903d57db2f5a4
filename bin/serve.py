"""Brings Concertation up on this machine: `python -m bin.serve`.

Key, messages, database, static files, demonstration, server with its worker. Every step may be repeated: what already
stands is left as it is.
"""

import hashlib
import os
import secrets
import socket
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from bin import messages

ROOT = Path(__file__).resolve().parent.parent
DEFAULTS = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "PORT": "8000",
    # A machine speaks plain HTTP to itself: with secure cookies nobody could sign in.
    "PLAIN_HTTP": "true",
    # Silence procedures end by a task: somebody has to do it.
    "WITH_WORKER": "true",
    # The accounts of the demonstration are for everybody to try, without a factor to set up first.
    "SECOND_FACTOR_REQUIRED": "false",
}


def refuse_busy_port(port: str) -> None:
    """Stop, before anything is touched, when another program answers at the address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except (OSError, ValueError, OverflowError) as error:
            other = 8000 if port == "8001" else 8001
            sys.exit(f"Port {port} cannot be used ({error}). Choose another: make run PORT={other}")


def keep_secret_key() -> None:
    """Make the secret key once; only this account may read it."""
    folder = Path(os.environ.get("CONCERTATION_VAR", ROOT / "var"))
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "secret_key"
    if os.environ.get("SECRET_KEY") or key.exists():
        return
    # Written beside its place and then named, so that a run cut short leaves no half of a key.
    draft = key.with_name(f"secret_key.{os.getpid()}")
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(secrets.token_urlsafe(50))
    draft.rename(key)


def static_fingerprint() -> str:
    """Changes when any static file does."""
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            found.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return found.hexdigest()


def collect_static() -> None:
    """Hash and compress the static files, if one of them changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    now = static_fingerprint()
    if not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(now)


def main() -> None:
    """Make everything ready, then become the server."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    refuse_busy_port(os.environ["PORT"])
    keep_secret_key()
    messages.compile_all()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    call_command("seed_demo")
    # What came due while nothing ran, or was cut short.
    call_command("conclude_silences")
    sys.stdout.flush()
    gunicorn = Path(sys.executable).with_name("gunicorn")
    os.execv(gunicorn, [str(gunicorn), "--config", "bin/gunicorn_conf.py", "config.wsgi"])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped before it was up. Run it again: what was begun is done whole, or not at all.")
