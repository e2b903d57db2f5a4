"""Saying how a delegation stands to words, taking it back, making it public.

The ledger is public and a position is not: what the ledger keeps of one is a seal under this site's secret key,
since five stances without a note would be guessed from a bare hash in no time.
"""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.wordings import lock_text
from drafts.models import Clause, Grant, Placement, Position, Stance, Text, Version, Wording
from drafts.permissions import can_disclose, can_take_position, delegation_of, granted_delegation
from drafts.reports.seals import disclosed, seal_of
from drafts.text.brackets import read_brackets


class WordsGone(Exception):
    """The clause left the version, or the words are not in brackets any more, since somebody saw them so."""


@transaction.atomic
def state_position(
    *,
    by: AbstractBaseUser,
    version: Version,
    clause: Clause,
    language: str,
    quote: str,
    stance: Stance,
    note: str,
    at: datetime,
) -> Position:
    """Say how one's delegation stands to a clause (`quote` is empty) or to words of it in brackets.

    It ends what the delegation said of the same words before; saying the same thing twice is saying it once.
    Who was given no delegation speaks in their own name, and ends nobody's position but their own.
    """
    text = version.text
    require(can_take_position(by, text))
    # One at a time on a text, so that two clicks find each other.
    lock_text(text.pk)
    # Asked again under the lock: the text may have been adopted since the person was let in.
    require(can_take_position(by, text))
    _check_words(version, clause, language, quote)
    delegation = delegation_of(by, text)
    earlier = _said_for(by, text, delegation).filter(clause=clause, quote=quote)
    if quote:
        earlier = earlier.filter(language=language)
    same = earlier.filter(stated_by=by.pk, stance=stance, note=note).first()
    if same is not None:
        return same
    ended = sorted(earlier.values_list("key", flat=True))
    public = sorted(earlier.filter(published_at__isnull=False).values_list("key", flat=True))
    earlier.update(ended_at=at)
    position = Position.objects.create(
        version=version,
        clause=clause,
        language=language,
        quote=quote,
        stance=stance,
        note=note,
        delegation=delegation,
        stated_by_id=by.pk,
        stated_at=at,
    )
    for key in public:
        # That a public position holds no more is public too, under its own key; what took its place is not.
        record(by=by, verb=Verb.DISCLOSED, about=position, key=key, at=at, text=text, ends=[key])
    record(
        by=by,
        verb=Verb.POSITIONED,
        about=position,
        key=position.key,
        at=at,
        text=text,
        version=version.number,
        sealed=seal_of(position),
        ends=ended,
    )
    return position


@transaction.atomic
def end_position(*, by: AbstractBaseUser, position: Position, at: datetime) -> None:
    """Say that one's delegation does not hold a position any more; the row stays, with the time."""
    require(can_take_position(by, position.version.text))
    require(can_disclose(by, position))
    ended = Position.objects.standing().filter(pk=position.pk).update(ended_at=at)
    if ended:
        is_public = Position.objects.public().filter(pk=position.pk).exists()
        record(
            by=by,
            verb=Verb.DISCLOSED if is_public else Verb.POSITIONED,
            about=position,
            key=position.key,
            at=at,
            text=position.version.text,
            ends=[position.key],
        )


@transaction.atomic
def publish_position(*, by: AbstractBaseUser, position: Position, at: datetime) -> None:
    """Let everybody read a position of one's own, for good. From here on the ledger has its plain fingerprint."""
    require(can_take_position(by, position.version.text))
    require(can_disclose(by, position))
    published = Position.objects.filter(pk=position.pk, published_at=None).update(published_at=at)
    if published:
        record(
            by=by,
            verb=Verb.DISCLOSED,
            about=position,
            key=position.key,
            at=at,
            text=position.version.text,
            **disclosed(Position.objects.select_related("clause", "version").get(pk=position.pk)),
        )


def _said_for(by: AbstractBaseUser, text: Text, delegation: str) -> QuerySet[Position]:
    """The standing positions of a delegation by whoever had a seat for it; else one's own. An equal name is none."""
    standing = Position.objects.standing().filter(delegation=delegation)
    if not granted_delegation(by, text):
        return standing.filter(stated_by=by.pk)
    seats = Grant.objects.covering(text).filter(delegation=delegation)
    return standing.filter(stated_by__in=seats.values("user"))


def _check_words(version: Version, clause: Clause, language: str, quote: str) -> None:
    """The clause stands in the version, and what is quoted stands there in brackets."""
    if not Placement.objects.filter(version=version, clause=clause).exists():
        raise WordsGone(clause.pk)
    if not quote:
        return
    words = Wording.objects.filter(version=version, clause=clause, language=language).values_list(
        "text", flat=True
    )
    source = words.first()
    if source is None or all(bracket.words != quote for bracket in read_brackets(source).brackets):
        raise WordsGone(quote)
