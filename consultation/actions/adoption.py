"""Closing a text for ever: the chair declares it adopted, or nobody broke the silence."""

from datetime import datetime

from django.db import transaction

from consultation.actions.amending import settle_undecided
from consultation.actions.carrying import carry
from consultation.actions.publishing import hold_inputs
from consultation.models import User
from consultation.reports.closing import Hindrances, hindrances_of
from consultation.reports.hashes import answers_seal
from drafts.access import require
from drafts.actions.amendments import hold_open_amendments
from drafts.actions.ledger import Verb, record
from drafts.actions.publishing import freeze, record_published
from drafts.actions.reservations import take_over_positions
from drafts.actions.wordings import lock_working_version
from drafts.models import Adoption, Silence, Version
from drafts.permissions import can_adopt
from drafts.reports.hashes import circulated, moment, reservation_hash


class Hindered(Exception):
    """Something stands in the way; `hindrances` is all of it."""

    def __init__(self, hindrances: Hindrances) -> None:
        super().__init__(hindrances.counts)
        self.hindrances = hindrances


@transaction.atomic
def adopt(*, by: User, version: Version, basis: str, at: datetime) -> Adoption:
    """Declare the version in work adopted: it is published, and no other follows it.

    `basis` is the content hash of the words that the chair was shown: no others are adopted.
    """
    require(can_adopt(by, version.text))
    hold_inputs(version)
    held = lock_working_version(version)
    hindrances = hindrances_of(held, at)
    if hindrances:
        raise Hindered(hindrances)
    return close(held, by=by, basis=basis, at=at)


def close(held: Version, *, by: User, basis: str, at: datetime, silence: Silence | None = None) -> Adoption:
    """Freeze a version as the last one of its text. Who calls has asked, holds the locks and found no hindrance.

    A silence that held adopts at its end, also where it is concluded later. Amendments that nobody decided on are
    settled with it.
    """
    undecided = hold_open_amendments(held.text)
    freeze(held, by=by, at=at, basis=basis)
    adoption = Adoption.objects.create(
        version=held,
        way=Adoption.Way.SILENCE if silence else Adoption.Way.CHAIR,
        silence=silence,
        adopted_by=by,
        adopted_at=silence.ends_at if silence else at,
    )
    reservations = take_over_positions(adoption, at=at)
    settle_undecided(by, held.text, undecided, at)
    record_published(held, by=by, at=at, answers=answers_seal(held))
    carry(by=by, to=held, at=at)
    record(
        by=by,
        verb=Verb.ADOPTED,
        about=adoption,
        key=f"{held.text.slug}/{held.slug}",
        at=at,
        text=held.text,
        content_hash=held.content_hash,
        way=adoption.way,
        adopted_at=moment(adoption.adopted_at),
        silence=silence.key if silence else None,
        circulated=circulated(silence) if silence else None,
        reservations=[reservation_hash(each) for each in reservations],
    )
    return adoption
