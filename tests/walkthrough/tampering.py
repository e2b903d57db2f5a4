"""What the database and the ledger do to somebody who changes a row behind the program's back; on a copy only."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.browser.site import ROOT, Site

# One row of each kind that must stay as it is, and a change that nobody would see at first sight.
CHANGES = {
    "a published wording": (
        "drafts_wording",
        """UPDATE drafts_wording SET text = text || ' ' WHERE id = (SELECT max(drafts_wording.id) FROM drafts_wording
        JOIN drafts_version ON drafts_version.id = version_id WHERE drafts_version.state = 'published')""",
    ),
    "a comment": (
        "consultation_comment",
        "UPDATE consultation_comment SET body = body || ' ' WHERE id = (SELECT max(id) FROM consultation_comment)",
    ),
    "an answer": (
        "consultation_disposition",
        """UPDATE consultation_disposition SET reason = reason || ' '
        WHERE id = (SELECT max(id) FROM consultation_disposition)""",
    ),
    "an entry of the ledger": (
        "drafts_ledgerentry",
        """UPDATE drafts_ledgerentry SET at = datetime(at, '+1 day')
        WHERE sequence = (SELECT max(sequence) / 2 FROM drafts_ledgerentry)""",
    ),
}


def tamper(site: Site, folder: Path) -> dict[str, tuple[str, str]]:
    """For each change: what the database says, and what `verify_ledger` says once its guard was taken down."""
    original = Path(site.environment["DATABASE_URL"].removeprefix("sqlite:///"))
    said = {}
    for number, (what, (table, change)) in enumerate(CHANGES.items()):
        copy = folder / f"tampered-{number}.sqlite3"
        _copy(original, copy)
        refusal = _change(copy, change)
        _change(copy, f"DROP TRIGGER guard_{table}_update", change)
        said[what] = (refusal, _verify(site, copy))
        copy.unlink()
    return said


def _copy(original: Path, copy: Path) -> None:
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _change(database: Path, *statements: str) -> str:
    """Run statements; gives the database's refusal, or nothing."""
    with closing(sqlite3.connect(database)) as connection:
        try:
            for statement in statements:
                connection.execute(statement)
        except sqlite3.IntegrityError as refusal:
            return str(refusal)
        connection.commit()
    return ""


def _verify(site: Site, database: Path) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_ledger"],
        check=False,
        env={**os.environ, **site.environment, "DATABASE_URL": f"sqlite:///{database}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return f"exit {done.returncode}: {(done.stdout + done.stderr).strip()}"
