"""Putting a published version out for input."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from consultation.models import Category, Consultation, User
from consultation.permissions import can_open_consultation
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.wordings import lock_text
from drafts.models import Version
from drafts.permissions import is_open_for_work


class AlreadyConsulted(Exception):
    """This version has its consultation already."""


@transaction.atomic
def open_consultation(
    *,
    by: User,
    version: Version,
    opens_at: datetime,
    closes_at: datetime,
    moderation: Consultation.Moderation,
    at: datetime,
    categories: Sequence[Category] = (),
) -> Consultation:
    """Ask the registered participants about a published version, from one time to another."""
    require(can_open_consultation(by, version))
    # Not while a version is published: the comments on this one would not be looked at.
    lock_text(version.text_id)
    # Asked again under the lock: a silence may have begun, or the text been adopted, meanwhile.
    require(is_open_for_work(version.text))
    held = Version.objects.get(pk=version.pk)
    if Consultation.objects.filter(version=held).exists():
        raise AlreadyConsulted(held.pk)
    consultation = Consultation.objects.create(
        version=held,
        opens_at=opens_at,
        closes_at=closes_at,
        moderation=moderation,
        categories=list(categories),
    )
    record(
        by=by,
        verb=Verb.OPENED,
        about=consultation,
        key=consultation.key,
        at=at,
        text=version.text,
        version=version.number,
        opens_at=opens_at.isoformat(),
        closes_at=closes_at.isoformat(),
        moderation=moderation,
        categories=list(categories),
    )
    return consultation
