"""Opening programmes, pillars and texts."""

from datetime import date, datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q

from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import Pillar, Programme, Text
from drafts.models.languages import Localized
from drafts.permissions import can_open_programme


class NameTaken(Exception):
    """Somebody else took the name, or the pillar, a moment earlier."""


@transaction.atomic
def open_programme(
    *,
    by: AbstractBaseUser,
    slug: str,
    title: Localized,
    years: tuple[int, int],
    at: datetime,
    predecessor: Programme | None = None,
    description: Localized | None = None,
    place: Localized | None = None,
    adopted_on: date | None = None,
) -> Programme:
    """Open a programme, after its predecessor where it has one."""
    require(can_open_programme(by))
    programme = Programme.objects.create(
        slug=slug,
        title=title,
        first_year=years[0],
        last_year=years[1],
        predecessor=predecessor,
        description=description or {},
        place=place or {},
        adopted_on=adopted_on,
    )
    record(by=by, verb=Verb.CREATED, about=programme, key=slug, at=at, title=title)
    return programme


@transaction.atomic
def open_pillar(
    *,
    by: AbstractBaseUser,
    programme: Programme,
    number: int,
    title: Localized,
    at: datetime,
    predecessors: tuple[Pillar, ...] = (),
) -> Pillar:
    """Open a pillar of a programme, naming the pillars of the last programme it continues."""
    require(can_open_programme(by))
    pillar = Pillar.objects.create(programme=programme, number=number, title=title)
    pillar.predecessors.set(predecessors)
    record(by=by, verb=Verb.CREATED, about=pillar, key=f"{programme.slug}/{number}", at=at, title=title)
    return pillar


@transaction.atomic
def open_text(
    *,
    by: AbstractBaseUser,
    programme: Programme,
    slug: str,
    title: Localized,
    language: str,
    at: datetime,
    pillar: Pillar | None = None,
    kind: Text.Kind = Text.Kind.PILLAR,
) -> Text:
    """Open a text; it has no version until its first draft is imported."""
    require(can_open_programme(by))
    try:
        with transaction.atomic():
            text = Text.objects.create(
                programme=programme,
                pillar=pillar,
                kind=kind,
                slug=slug,
                title=title,
                language=language,
                created_at=at,
            )
    except IntegrityError as refusal:
        if Text.objects.filter(Q(slug=slug) | Q(pillar=pillar, pillar__isnull=False)).exists():
            raise NameTaken(slug) from refusal
        raise
    record(
        by=by,
        verb=Verb.CREATED,
        about=text,
        key=slug,
        at=at,
        text=text,
        title=title,
        language=language,
        programme=programme.title,
    )
    return text
