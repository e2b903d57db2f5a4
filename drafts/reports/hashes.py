"""The hash of a version's content: what publishing seals and `verify_ledger` recomputes."""

from collections import defaultdict
from datetime import UTC, datetime

from drafts.models import Reservation, Revision, SignOff, Silence, SilenceBreak, Version
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


def moment(at: datetime) -> str:
    """A time as the ledger writes it: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def revisions_hash(version: Version) -> str:
    """SHA-256 over every tracked change of a version, in order: what publishing seals beside the content. One query."""
    made = Revision.objects.filter(version=version).order_by("history_id")
    columns = ("history_id", "clause__key", "language", "change", "weight", "reason", "before", "text")
    return digest(
        canonical(
            [
                [*change, moment(at), by or ""]
                for *change, at, by in made.values_list(*columns, "history_date", "history_user__key")
            ]
        )
    )


def reservation_hash(reservation: Reservation) -> str:
    """SHA-256 over what is reserved against an adopted text, by whom and when."""
    by = getattr(reservation.recorded_by, "key", "")
    said = [reservation.delegation, reservation.words, reservation.language]
    where = reservation.clause.key if reservation.clause else None
    return digest(canonical([where, *said, by, moment(reservation.recorded_at)]))


def break_hash(broken: SilenceBreak) -> str:
    """SHA-256 over what ended a silence before its time: on which clause, for whom and why."""
    clause = broken.clause.key if broken.clause else None
    return digest(canonical([clause, broken.delegation, broken.reason]))


def signatures_seal(version: Version, first: int | None = None) -> list[int | str]:
    """How many words of the chair there are on a version, and the SHA-256 over them: sealed when it comes out.

    With a number only the first so many count, since the chair may add to them afterwards.
    """
    columns = ("clause__key", "verdict", "words", "upto", "signed_by__key", "signed_at")
    spoken = SignOff.objects.filter(version=version).order_by("pk").values_list(*columns)
    told = [[*said, moment(at)] for *said, at in spoken[:first]]
    return [len(told), digest(canonical(told))]


def circulated(silence: Silence) -> list[str]:
    """What the ledger seals, with the adoption, of the silence that led to it."""
    return [silence.key, moment(silence.begins_at), getattr(silence.opened_by, "key", "")]
