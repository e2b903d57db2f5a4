"""What a fresh machine relies on: the locks agree with pyproject.toml and name no machine of ours."""

import re
import socket
import stat
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bin import serve

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-test.lock": PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["test"],
}


def locked(name: str) -> dict[str, str]:
    """The version of each package in a lock."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_a_version_that_each_dependency_allows(lock: str) -> None:
    versions = locked(lock)
    wanted = [Requirement(line) for line in LOCKS[lock]]

    behind = [
        str(need) for need in wanted if versions.get(canonicalize_name(need.name), "") not in need.specifier
    ]

    assert behind == [], "run `make lock`"


def test_tests_run_on_the_very_versions_that_are_served() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-test.lock").items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_carries_hashes(lock: str) -> None:
    entries = re.split(r"^(?=\S+==)", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]

    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_index_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert re.findall(r"https?:|file:|--index|--extra|--find-links|--trusted|@ ", text) == []


def test_secret_key_is_made_once_and_for_one_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_VAR", str(tmp_path))
    monkeypatch.delenv("SECRET_KEY")

    serve.keep_secret_key()
    key = tmp_path / "secret_key"
    first = key.read_text()
    serve.keep_secret_key()

    assert len(first) >= 50
    assert key.read_text() == first
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [key]


def test_taken_port_is_refused_with_the_way_out() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(SystemExit, match="make run PORT="),
    ):
        serve.refuse_busy_port(str(taken.getsockname()[1]))
