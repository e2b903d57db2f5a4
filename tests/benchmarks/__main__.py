"""`make bench`: what Concertation takes, as ratios to an empty view under the same server.

    python -m tests.benchmarks [reading] [commenting] [importing] [publishing] [weights] [stages] [texts] [large]
        [session]

Only ratios within one run mean anything; docs/benchmarks.md says what is measured and how.
"""

import os
import sys
from pathlib import Path

import django

SITE = Path(__file__).resolve().parents[2] / "var" / "bench" / "site"
SITE.mkdir(parents=True, exist_ok=True)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tests.settings",
    "CONCERTATION_VAR": str(SITE),
    "DATABASE_URL": f"sqlite:///{SITE / 'concertation.sqlite3'}",
    "SECRET_KEY": "for the bench alone; it protects nothing",
    "PLAIN_HTTP": "true",
}
django.setup()

from tests.benchmarks import table  # noqa: E402  # its models need Django to be ready

if __name__ == "__main__":
    sys.exit(table.main(sys.argv[1:]))
