"""What delegations hold against an adopted text: taken over from what they published, or said afterwards."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext, override

from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.wordings import lock_text
from drafts.models import Adoption, Clause, Position, Reservation, Stance
from drafts.permissions import can_reserve, delegation_of, speaks_for_others
from drafts.reports.hashes import reservation_hash


class NothingReserved(Exception):
    """A reservation says what is reserved."""


class ClauseNotAdopted(Exception):
    """The clause does not stand in the adopted version."""


@transaction.atomic
def record_reservation(
    *,
    by: AbstractBaseUser,
    adoption: Adoption,
    clause: Clause | None,
    words: str,
    language: str,
    at: datetime,
    delegation: str = "",
) -> Reservation:
    """Put on public record what a delegation holds against the text, or a clause of it.

    `delegation` names another than one's own: the chair writes down what was said in the room. Saying the same
    thing twice is saying it once.
    """
    text = adoption.version.text
    require(can_reserve(by, text))
    if not words.strip():
        raise NothingReserved(adoption.pk)
    if clause is not None and not adoption.version.placements.filter(clause=clause).exists():
        raise ClauseNotAdopted(clause.pk)
    # One at a time on a text, so that two clicks find each other.
    lock_text(text.pk)
    told = delegation.strip() if speaks_for_others(by, text) else ""
    said = {
        "adoption": adoption,
        "clause": clause,
        "delegation": told or delegation_of(by, text),
        "words": words.strip(),
        "language": language,
        "recorded_by_id": by.pk,
    }
    same = Reservation.objects.filter(**said).first()
    if same is not None:
        return same
    reservation = Reservation.objects.create(**said, recorded_at=at)
    record(
        by=by,
        verb=Verb.RESERVED,
        about=reservation,
        key=str(reservation.pk),
        at=at,
        text=text,
        clause=clause.key if clause else None,
        reserved=reservation_hash(reservation),
    )
    return reservation


def take_over_positions(adoption: Adoption, *, at: datetime) -> list[Reservation]:
    """Published reserves that stand when a text is adopted stay on record against it; the caller tells the ledger."""
    reserved = (
        Position.objects.standing()
        .public()
        .filter(version__text=adoption.version.text_id, stance=Stance.RESERVE)
    )
    return [
        Reservation.objects.create(
            adoption=adoption,
            clause=position.clause,
            delegation=position.delegation,
            words=_words_of(position),
            language=position.language,
            recorded_by=position.stated_by,
            recorded_at=at,
        )
        for position in reserved.select_related("clause", "stated_by").order_by("pk")
    ]


def _words_of(position: Position) -> str:
    """The quoted words, if any, and the note; a position without either says what it is."""
    with override(position.language):
        quoted = gettext("On “%(words)s”:") % {"words": position.quote} if position.quote else ""
        return " ".join(
            filter(None, (quoted, position.note or gettext("The delegation reserves its position.")))
        )
