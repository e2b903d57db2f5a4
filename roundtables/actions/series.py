"""Opening a series: sessions that belong together."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from consultation.models import User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import Programme
from roundtables.models import Series
from roundtables.permissions.sessions import can_convene


class SeriesNameTaken(Exception):
    """Another series got this name in addresses a moment earlier."""


@transaction.atomic
def open_series(
    *,
    by: User,
    programme: Programme,
    slug: str,
    title: Mapping[str, str],
    at: datetime,
    description: Mapping[str, str] | None = None,
) -> Series:
    """Open a series of a programme's sessions."""
    require(can_convene(by, programme))
    try:
        with transaction.atomic():
            series = Series.objects.create(
                slug=slug,
                programme=programme,
                title=dict(title),
                description=dict(description or {}),
                opened_at=at,
            )
    except IntegrityError as refusal:
        if Series.objects.filter(slug=slug).exists():
            raise SeriesNameTaken(slug) from refusal
        raise
    record(by=by, verb=Verb.CREATED, about=series, key=slug, at=at, title=dict(title))
    return series
