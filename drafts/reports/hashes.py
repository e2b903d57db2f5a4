"""The hash of a version's content: what publishing seals and `verify_ledger` recomputes."""

from collections import defaultdict

from drafts.models import Version
from drafts.models.ledger import canonical, digest


def content_hash(version: Version) -> str:
    """SHA-256 over every clause in order: key, kind, depth, label, and each language's words and state."""
    words: dict[int, list[list[str]]] = defaultdict(list)
    for wording in version.wordings.order_by("clause_id", "language"):
        words[wording.clause_id].append([wording.language, wording.text, wording.state])
    placements = version.placements.select_related("clause").order_by("position")
    return digest(
        canonical(
            [
                [placed.clause.key, placed.kind, placed.depth, placed.label, words[placed.clause_id]]
                for placed in placements
            ]
        )
    )
