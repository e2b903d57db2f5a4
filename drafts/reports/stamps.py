"""When a text last changed: the mark that pages kept in a cache are stamped with."""

from drafts.models import LedgerEntry


def latest_act(text: str = "") -> str:
    """The hash of the last act on a text (its slug), or of the last act of all; empty before the first. One query.

    Everything a page shows of a text changes by an act, and every act is in the ledger: while this stays
    the same, so does the page. A hash, not a number, so that it means nothing in another database.
    """
    entries = LedgerEntry.objects.order_by("-sequence")
    if text:
        entries = entries.filter(text__slug=text)
    return entries.values_list("hash", flat=True).first() or ""
