"""When a text last changed: the mark that pages kept in a cache are stamped with."""

from django.conf import settings
from django.db.models import QuerySet, Subquery

from drafts.models import LedgerEntry
from drafts.models.prepared import Prepared


def latest_act(text: str = "") -> str:
    """The hash of the last act on a text (its slug), or of the last act of all; empty before the first. One query.

    Everything a page shows of a text changes by an act, and every act is in the ledger: while this stays
    the same, so does the page. Who closes an account or takes their name back is called otherwise on every
    text, so such an act counts as one on each. A hash, not a number, so that it means nothing in another database.
    """
    if not text:
        latest = _LATEST.rows()
        return str(latest[0][0]) if latest else ""
    for sequence, last_hash, named, named_hash in _LATEST_ON.rows(text):
        return str(named_hash if named and named > sequence else last_hash)
    return ""


def _hashes() -> QuerySet[LedgerEntry, tuple[str]]:
    return LedgerEntry.objects.order_by("-sequence").values_list("hash")


def _on(text: str) -> QuerySet[LedgerEntry, tuple[int, str, int | None, str | None]]:
    """The last act on a text, and the last after which somebody is called otherwise."""
    person = settings.AUTH_USER_MODEL.rpartition(".")[2].lower()
    called = LedgerEntry.objects.filter(object_type=person, verb__in=LedgerEntry.CALLED_OTHERWISE)
    last = called.order_by("-sequence")
    return (
        LedgerEntry.objects.filter(text__slug=text)
        .order_by("-sequence")
        .values_list(
            "sequence", "hash", Subquery(last.values("sequence")[:1]), Subquery(last.values("hash")[:1])
        )
    )


_LATEST = Prepared(lambda: _hashes()[:1])
_LATEST_ON = Prepared(lambda text: _on(text)[:1], str)
