"""Freezing a version and opening the next."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import batched

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.text import slugify

from drafts.access import require
from drafts.actions.descents import forget_what_did_not_last
from drafts.actions.ledger import Verb, record
from drafts.actions.wordings import lock_text, lock_working_version
from drafts.models import Placement, Text, Version, Wording
from drafts.permissions import can_publish
from drafts.reports.comparing import compare_versions
from drafts.reports.hashes import content_hash, revisions_hash, signatures_seal

# Rows that are copied in one go.
AT_A_TIME = 200
# Words that stand where a version's slug stands in an address: /texts/TEXT/desk/.
RESERVED = frozenset(
    (
        "amendments closing compare desk import imports moderation positions publish review roles structure"
        " translations"
    ).split()
)


class EmptyVersion(Exception):
    """There is nothing to publish."""


class UnseenWords(Exception):
    """The version holds other words than those that the chair was shown."""


def open_version(text: Text, *, number: int, label: str, at: datetime) -> Version:
    """A new working version, still empty."""
    return Version.objects.create(
        text=text, number=number, label=label, slug=free_slug(text, label, number), opened_at=at
    )


def free_slug(text: Text, label: str, number: int) -> str:
    """The label as it stands in addresses; numbered where another version has it already."""
    slug = slugify(label.replace(".", " ")) or f"version-{number}"
    if slug in RESERVED:
        slug = f"{slug}-{number}"
    taken = Version.objects.filter(text=text, slug=slug).exclude(number=number).exists()
    return f"{slug}-{number}" if taken else slug


def default_label(number: int) -> str:
    """Zero draft, Rev.1, Rev.2 …, as drafting committees count."""
    return "Zero draft" if number == 0 else f"Rev.{number}"


@transaction.atomic
def publish_version(
    *,
    by: AbstractBaseUser,
    version: Version,
    at: datetime,
    basis: str = "",
    answers: Sequence[int | str] = (),
) -> tuple[Version, Version]:
    """Freeze a working version for ever and open the next with the same words; gives both.

    `basis` is the content hash of what the chair was shown, where it was shown on a page; `answers` goes into
    the ledger with the version.
    """
    require(can_publish(by, version.text))
    lock_text(version.text_id)
    held = lock_working_version(version)
    freeze(held, by=by, at=at, basis=basis)
    following = open_version(held.text, number=held.number + 1, label=default_label(held.number + 1), at=at)
    _copy(held, following)
    record_published(held, by=by, at=at, answers=answers)
    return held, following


def freeze(held: Version, *, by: AbstractBaseUser, at: datetime, basis: str) -> None:
    """Make a version what everybody reads for ever. Who calls has asked whether they may, and holds its lock."""
    if not held.placements.exists():
        raise EmptyVersion(held.pk)
    forget_what_did_not_last(held)
    held.content_hash = content_hash(held)
    if basis not in ("", held.content_hash):
        raise UnseenWords(held.pk)
    held.state, held.published_at, held.published_by_id = Version.State.PUBLISHED, at, by.pk
    held.save()


def record_published(
    held: Version, *, by: AbstractBaseUser, at: datetime, answers: Sequence[int | str] = ()
) -> None:
    """Seal a version that was just frozen, every change that led to its words, and the chair's word on them.

    `answers` is the same for the inputs that the changes answer, of which this app knows nothing.
    """
    revisions, signatures = revisions_hash(held), signatures_seal(held)
    record(
        by=by,
        verb=Verb.PUBLISHED,
        about=held,
        key=f"{held.text.slug}/{held.slug}",
        at=at,
        text=held.text,
        number=held.number,
        label=held.label,
        content_hash=held.content_hash,
        revisions=revisions,
        signatures=signatures,
        answers=list(answers),
    )
    transaction.on_commit(partial(_compare_ahead, held), robust=True)


def _compare_ahead(published: Version) -> None:
    """What everybody opens first is what changed: the redlines are in the cache before the first one asks."""
    last = Version.objects.published().filter(text=published.text, number=published.number - 1).first()
    if last is not None:
        last.text = published.text
        for language in published.wordings.values_list("language", flat=True).distinct():
            compare_versions(last, published, language)


def _copy(published: Version, following: Version) -> None:
    """Words and places go over as they are: copying is not a revision."""
    places = published.placements.values_list("clause_id", "position", "depth", "kind", "label")
    Placement.objects.bulk_create(
        Placement(version=following, clause_id=clause, position=position, depth=depth, kind=kind, label=label)
        for clause, position, depth, kind, label in places
    )
    wordings = published.wordings.values_list("clause_id", "language", "text", "state")
    for some in batched(wordings, AT_A_TIME):
        Wording.objects.bulk_create(
            Wording(
                version=following,
                clause_id=clause,
                language=language,
                text=text,
                state=state,
                before=text,
                change="",
                weight="",
            )
            for clause, language, text, state in some
        )
