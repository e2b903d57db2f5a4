"""The site of the journeys: what `make run` starts, on a database, a folder and a port of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 240
SECONDS_FOR_A_LETTER = 30
_MAIL = re.compile(r"^Content-Type: .+?(?=^-{79}$)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Site:
    """A running site: its address, and everything it has said so far."""

    url: str
    log: Path
    environment: dict[str, str]

    def mails(self, to: str) -> list[EmailMessage]:
        """The e-mails sent to an address, oldest first; the site prints them."""
        printed = _MAIL.findall(self.log.read_text(encoding="utf-8"))
        mails = [message_from_string(each, policy=policy.default) for each in printed]
        return [mail for mail in mails if mail["To"] == to]

    def words(self, to: str) -> list[str]:
        """What they say, as plain text."""
        bodies = [mail.get_body(("plain",)) for mail in self.mails(to)]
        return [str(body.get_content()) for body in bodies if body]

    def link_sent(self, to: str, path: str) -> str:
        """The first link to such a page in the letters to an address, once the worker has sent it."""
        for _ in range(SECONDS_FOR_A_LETTER * 5):
            if found := re.search(rf"http://\S+/{path}/\S*", "\n".join(self.words(to))):
                return found[0]
            time.sleep(0.2)
        raise AssertionError(f"No letter to {to} leads to {path}")

    def manage(self, *command: str) -> str:
        """What a management command says that is run beside the site, on its database."""
        done = subprocess.run(  # noqa: S603  # our own words
            [sys.executable, "manage.py", *command],
            check=False,
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """A site with the demonstration in it, for as long as it is needed."""
    port = _free_port()
    with _database(folder) as database:
        environment = {
            **os.environ,
            "CONCERTATION_VAR": str(folder),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PLAIN_HTTP": "true",
            "PORT": str(port),
            "SECRET_KEY": "for the journeys alone; it protects nothing",
            "WEB_CONCURRENCY": "1",  # the browser takes the machine's other core
        }
        site = Site(f"http://127.0.0.1:{port}", folder / "log", environment)
        with _serving(site):
            yield site


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    """A new database on the PostgreSQL that the tests run on; where there is none, a file."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder / 'journeys.sqlite3'}"
        return
    name = f"journeys_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def _serving(site: Site) -> Iterator[None]:
    with site.log.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "bin.serve"],
            env=site.environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        _wait_for(site, server)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _wait_for(site: Site, server: "subprocess.Popen[bytes]") -> None:
    """Come back once somebody would be answered."""
    for _ in range(SECONDS_TO_START * 5):
        assert server.poll() is None, f"The site did not start. It said:\n{site.log.read_text()}"
        try:
            urlopen(f"{site.url}/en/about/").close()  # noqa: S310  # our own address
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"The site did not answer. It said:\n{site.log.read_text()}")
