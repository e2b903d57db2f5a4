"""The labels of the version in work, computed by a scheme: once, or whenever the structure changes."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.structure import StructureChanged
from drafts.actions.structure_writer import StructureWriter
from drafts.actions.wordings import NothingChanged, lock_text, lock_working_version
from drafts.models import Text, Version, Weight
from drafts.models.ledger import canonical, digest
from drafts.permissions import can_restructure
from drafts.reports.outlines import Outline
from drafts.text.numbering import Scheme


@transaction.atomic
def renumber(*, by: AbstractBaseUser, version: Version, scheme: Scheme, basis: str, at: datetime) -> Version:
    """Give the clauses of the version in work the labels of a scheme, this once.

    `basis` is the structure's hash that the person saw.
    """
    require(can_restructure(by, version.text))
    writer = _writer(by, version, basis, at)
    if not _renumber(writer, scheme):
        raise NothingChanged(version.pk)
    return writer.version


@transaction.atomic
def choose_numbering(*, by: AbstractBaseUser, text: Text, scheme: Scheme, basis: str, at: datetime) -> Text:
    """Have a scheme compute the labels of the version in work, now and at every change; or none, from now on."""
    require(can_restructure(by, text))
    held = lock_text(text.pk)
    writer = _writer(by, Version.objects.working().get(text=text), basis, at)
    if held.numbering == scheme.value:
        raise NothingChanged(text.pk)
    held.numbering = scheme.value
    held.save(update_fields=["numbering"])
    _renumber(writer, scheme, chosen=True)
    return held


def _writer(by: AbstractBaseUser, version: Version, basis: str, at: datetime) -> StructureWriter:
    """The version, held, where it still is as the person saw it."""
    writer = StructureWriter(by, at, lock_working_version(version), Weight.EDITORIAL, "")
    if writer.was.structure_hash() != basis:
        raise StructureChanged(writer.was)
    return writer


def _renumber(writer: StructureWriter, scheme: Scheme, *, chosen: bool = False) -> bool:
    """Write the labels, and tell the ledger; whether there was anything to tell."""
    writer.scheme = scheme
    writer.write()
    if writer.now.spots == writer.was.spots and not chosen:
        return False
    text = writer.version.text
    record(
        by=writer.by,
        verb=Verb.RENUMBERED,
        about=writer.version,
        key=f"{text.slug}/{writer.version.number}",
        at=writer.at,
        text=text,
        scheme=scheme.value,
        chosen=chosen,
        before=_labels_digest(writer.was),
        after=_labels_digest(writer.now),
        structure=writer.now.structure_hash(),
    )
    return True


def _labels_digest(outline: Outline) -> str:
    """What the ledger keeps of the labels: a digest of clause and label, in order."""
    return digest(canonical([[spot.key, spot.label] for spot in outline.spots]))
