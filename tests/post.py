"""A mail server for tests, which holds a sender at one step of the conversation, and workers that are killed there."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).parent.parent


class Server(ThreadingTCPServer):
    """Takes letters. At the step named it says nothing, until it is told to go on."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: list[Message] = []
        self.hold_at = ""
        self.reached, self.go_on = Event(), Event()
        # What it answers to recipients, where it refuses them.
        self.refusal = b""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def pause(self, step: str) -> None:
        """Hold the sender here, if this is the step."""
        if step == self.hold_at:
            self.reached.set()
            self.go_on.wait(timeout=60)

    def hold(self, step: str) -> None:
        """Hold the next sender at this step."""
        self.hold_at = step
        self.reached.clear()
        self.go_on.clear()

    def let_go(self) -> None:
        """Hold nobody any more."""
        self.hold_at = ""
        self.go_on.set()

    @property
    def identities(self) -> list[str]:
        """The Message-ID of every letter it took, in order."""
        return [str(letter["Message-ID"]) for letter in self.taken]


class Conversation(StreamRequestHandler):
    """One sender: as much of SMTP as it takes to hand over a letter."""

    server: Server

    def handle(self) -> None:
        self.server.pause("greeting")
        self._say(b"220 here")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                if not self._take():
                    return
            elif word == b"QUIT":
                self.server.pause("quit")
                self._say(b"221 bye")
                return
            elif word == b"RCPT" and self.server.refusal:
                self._say(self.server.refusal)
            else:
                self._say(b"250 well")

    def _take(self) -> bool:
        """A letter, which is taken when the server says so and not before."""
        self._say(b"354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        held = self.server.hold_at == "data"
        self.server.pause("data")
        if held:
            return False  # whoever was killed before this answer sent nothing
        self.server.taken.append(message_from_bytes(b"".join(lines)))
        self._say(b"250 taken")
        return True

    def _say(self, line: bytes) -> None:
        try:
            self.wfile.write(line + b"\r\n")
        except OSError:
            self.rfile.close()  # the sender was killed


@contextmanager
def database_of_many(folder: Path) -> Iterator[None]:
    """A database that several connections write to. SQLite's in memory has one writer only: it is copied to a file."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    file = str(folder / "rows.sqlite3")
    with sqlite3.connect(file) as copy:
        memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, file
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = memory, name


@contextmanager
def mail_server() -> Iterator[Server]:
    """A mail server in this process, for as long as the test lasts."""
    with Server() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.let_go()
            server.shutdown()


def database_url() -> str:
    """Where the tests write, for another process."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{where['NAME']}"
    password = f":{quote(where['PASSWORD'], safe='')}" if where["PASSWORD"] else ""
    host, port = quote(where["HOST"], safe=""), f":{where['PORT']}" if where["PORT"] else ""
    return f"postgresql://{where['USER']}{password}@{host}{port}/{where['NAME']}"


def worker(server: Server, *options: str, lease: int = 600) -> "subprocess.Popen[str]":
    """`manage.py work` in a process of its own, sending to the server."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "for the tests alone; it protects nothing",
        "PLAIN_HTTP": "true",
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.port),
        "TASK_LEASE": str(lease),
    }
    return subprocess.Popen(  # noqa: S603  # our own words
        [sys.executable, "manage.py", "work", *options],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
