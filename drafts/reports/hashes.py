"""The hash of a version's content: what publishing seals and `verify_ledger` recomputes."""

from collections import defaultdict

from drafts.models import Version
from drafts.models.ledger import canonical, digest


def content_hash(version: Version) -> str:
    """SHA-256 over every clause in order: key, kind, depth, label, and each language's words and state."""
    words: dict[int, list[list[str]]] = defaultdict(list)
    wordings = version.wordings.order_by("clause_id", "language")
    for clause, language, text, state in wordings.values_list("clause_id", "language", "text", "state"):
        words[clause].append([language, text, state])
    placements = version.placements.order_by("position")
    placed = placements.values_list("clause_id", "clause__key", "kind", "depth", "label")
    return digest(
        canonical([[key, kind, depth, label, words[clause]] for clause, key, kind, depth, label in placed])
    )


def words_hashes(version: Version, clause: int | None = None) -> dict[int, str]:
    """Clause → SHA-256 over its words in every language: what the chair signs; of one clause if asked. One query."""
    words: dict[int, list[list[str]]] = defaultdict(list)
    wordings = version.wordings.order_by("language")
    asked = wordings if clause is None else wordings.filter(clause=clause)
    for signed, language, text in asked.values_list("clause_id", "language", "text"):
        words[signed].append([language, text])
    return {signed: digest(canonical(said)) for signed, said in words.items()}
