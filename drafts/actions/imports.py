"""Bringing a whole draft in: kept aside, corrected, and then applied in one go."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions.import_writer import ImportWriter, Note, Notes
from drafts.actions.ledger import Verb, record
from drafts.actions.publishing import default_label, free_slug, open_version
from drafts.actions.wordings import lock_text
from drafts.models import DraftImport, Text, Version, Weight
from drafts.permissions import can_import, is_open_for_work
from drafts.reports.hashes import content_hash
from drafts.reports.importing import ImportPreview, preview_import
from drafts.text.markup import parse_draft

NO_VERSION = "none"


class TextChanged(Exception):
    """The working version changed since the preview was shown; it must be looked at again."""


class AlreadyApplied(Exception):
    """This import was applied before; nothing was done again."""


class ClausesUnpaired(Exception):
    """Some clauses of a translation have no counterpart in the text."""

    def __init__(self, preview: ImportPreview) -> None:
        super().__init__(len(preview.unpaired))
        self.preview = preview


@transaction.atomic
def stage_import(
    *,
    by: AbstractBaseUser,
    text: Text,
    language: str,
    label: str,
    file_name: str,
    content: bytes,
    at: datetime,
) -> DraftImport:
    """Keep an upload aside for its preview; raises `UnreadableDraft` for what cannot be read."""
    require(can_import(by, text))
    parse_draft(content, language)
    return DraftImport.objects.create(
        text=text,
        language=language,
        label=label,
        file_name=file_name[:200],
        content=content,
        basis=_basis(text),
        uploaded_by_id=by.pk,
        uploaded_at=at,
    )


@transaction.atomic
def correct_import(
    *,
    by: AbstractBaseUser,
    staged: DraftImport,
    corrections: Mapping[int, str],
    origins: Mapping[int, Sequence[str]] | None = None,
) -> DraftImport:
    """Say which clause each new one continues (its key), or that it is new (an empty key).

    `origins` names the other clauses whose words went into it, where it was merged or split off.
    """
    require(can_import(by, staged.text))
    held = DraftImport.objects.select_for_update().get(pk=staged.pk)
    if held.applied_at:
        raise AlreadyApplied(held.pk)
    held.corrections |= {
        str(at): {"continues": key, "origins": list((origins or {}).get(at, ()))}
        for at, key in corrections.items()
    }
    held.basis = _basis(held.text)
    held.save(update_fields=["corrections", "basis"])
    return held


@transaction.atomic
def apply_import(
    *,
    by: AbstractBaseUser,
    staged: DraftImport,
    weight: Weight,
    reason: str,
    at: datetime,
    notes: Notes | None = None,
) -> Version:
    """Make the upload the working version: identities survive, every change is a revision.

    `notes` give single changes a weight and reason of their own.
    """
    require(can_import(by, staged.text))
    text = lock_text(staged.text_id)
    # Whoever revises a clause holds the version: they have finished, or they find the imported words.
    Version.objects.select_for_update(no_key=True).working().filter(text=text).first()
    # Asked again under the locks: a silence may have begun, or the text been adopted, meanwhile.
    require(is_open_for_work(text))
    held = DraftImport.objects.select_for_update().get(pk=staged.pk)
    if held.applied_at:
        raise AlreadyApplied(held.pk)
    if held.basis != _basis(text):
        raise TextChanged(held.pk)
    preview = preview_import(held)
    if preview.unpaired:
        raise ClausesUnpaired(preview)
    version = preview.version or open_version(text, number=0, label=held.label or default_label(0), at=at)
    _name(version, held.label)
    writer = ImportWriter(
        by=by,
        at=at,
        version=version,
        language=held.language,
        note=Note(weight, reason),
        notes=notes or {},
    )
    writer.write(preview)
    held.applied_at = at
    held.save(update_fields=["applied_at"])
    record(
        by=by,
        verb=Verb.IMPORTED,
        about=version,
        key=f"{text.slug}/{version.number}",
        at=at,
        text=text,
        language=held.language,
        label=version.label,
        content_hash=content_hash(version),
        counts=preview.counts,
        confirmed=writer.confirmed,
    )
    return version


def _name(version: Version, label: str) -> None:
    """Call it as the draft is called, unless that version came out while the draft was looked at."""
    others = Version.objects.filter(text=version.text_id).exclude(pk=version.pk)
    if label in ("", version.label) or others.filter(label=label).exists():
        return
    version.label, version.slug = label, free_slug(version.text, label, version.number)
    version.save(update_fields=["label", "slug"])


def _basis(text: Text) -> str:
    working = Version.objects.working().filter(text=text).first()
    return content_hash(working) if working else NO_VERSION
