"""When a text last changed: the mark that pages kept in a cache are stamped with."""

from django.db.models import QuerySet

from drafts.models import LedgerEntry
from drafts.models.prepared import Prepared


def latest_act(text: str = "") -> str:
    """The hash of the last act on a text (its slug), or of the last act of all; empty before the first. One query.

    Everything a page shows of a text changes by an act, and every act is in the ledger: while this stays
    the same, so does the page. A hash, not a number, so that it means nothing in another database.
    """
    latest = _LATEST_ON.rows(text) if text else _LATEST.rows()
    return str(latest[0][0]) if latest else ""


def _hashes() -> QuerySet[LedgerEntry, tuple[str]]:
    return LedgerEntry.objects.order_by("-sequence").values_list("hash")


_LATEST = Prepared(lambda: _hashes()[:1])
_LATEST_ON = Prepared(lambda text: _hashes().filter(text__slug=text)[:1], str)
