"""Real servers to measure: gunicorn as `make run` configures it, with one worker."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.benchmarks.scene import ROOT

SECONDS_TO_START = 60
FLOOR = "tests.benchmarks.floor:application"
PROJECT = "config.wsgi:application"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers on a port of this machine."""

    port: int
    pid: int

    def memory(self) -> float:
        """MB in the memory of the largest worker, whatever it shares with the others counted in full."""
        listing = ["ps", "-A", "-o", "ppid=,rss="]
        found = subprocess.run(listing, capture_output=True, text=True, check=True)  # noqa: S603
        rows = (map(int, line.split()) for line in found.stdout.splitlines())
        return max(kilobytes for parent, kilobytes in rows if parent == self.pid) / 1024


@contextmanager
def serving(application: str, **environment: str) -> Iterator[Server]:
    """Start a server, wait until it answers, and stop it in the end."""
    port = _free_port()
    gunicorn = Path(sys.executable).with_name("gunicorn")
    # No worker is replaced while it is measured.
    command: list[str | Path] = [
        gunicorn,
        "--config",
        "bin/gunicorn_conf.py",
        "--max-requests",
        "0",
        application,
    ]
    process = subprocess.Popen(  # noqa: S603  # our own server
        command,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PORT": str(port), "WEB_CONCURRENCY": "1", **environment},
    )
    try:
        _wait(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(SECONDS_TO_START * 20):
        if process.poll() is not None:
            break
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    sys.exit("The server to be measured did not start.")
