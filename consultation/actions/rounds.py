"""Putting a published version out for input."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from consultation.mails.announcing import announce
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
    """Ask the registered participants about a published version, from one time to another.

    Where only some of its clauses had been reopened, that consultation is widened to the whole text.
    """
    require(can_open_consultation(by, version))
    # Not while a version is published: the comments on this one would not be looked at.
    lock_text(version.text_id)
    # Asked again under the lock: a silence may have begun, or the text been adopted, meanwhile.
    require(is_open_for_work(version.text))
    held = Version.objects.get(pk=version.pk)
    standing = Consultation.objects.select_for_update(no_key=True).filter(version=held).first()
    if standing is not None and standing.scope == Consultation.Scope.WHOLE:
        raise AlreadyConsulted(held.pk)
    consultation = standing or Consultation(version=held)
    consultation.scope = Consultation.Scope.WHOLE
    consultation.opens_at, consultation.closes_at = opens_at, closes_at
    consultation.moderation, consultation.categories = moderation, list(categories)
    named = Consultation.Audience.NAMED
    consultation.audience = named if categories else Consultation.Audience.REGISTERED
    consultation.save()
    announce(consultation)
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
        widened=standing is not None,
    )
    return consultation
