"""Adding documents to a session, and removing them."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import SEEK_END
from secrets import token_hex
from typing import IO

from django.core.files import File
from django.db import transaction

from consultation.models import User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models.ledger import canonical, digest
from drafts.reports.seals import seal
from roundtables.actions.sessions import locked
from roundtables.models import Session, SessionDocument
from roundtables.permissions.convening import can_add_documents
from roundtables.reports.file_types import FileType


@dataclass(frozen=True, slots=True)
class About:
    """What a document is, in which language, and for whom."""

    kind: SessionDocument.Kind
    title: str
    language: str
    audience: SessionDocument.Audience


@dataclass(frozen=True, slots=True)
class Content:
    """A file whose content was looked at, and what it was found to be."""

    file: IO[bytes]
    type: FileType

    def measured(self) -> tuple[int, str]:
        """Its size and its SHA-256."""
        self.file.seek(0)
        read = hashlib.file_digest(self.file, "sha256")  # type: ignore[arg-type]  # reads into buffers, as files do
        # Some are read in place, and stay at their beginning.
        size = self.file.seek(0, SEEK_END)
        self.file.seek(0)
        return size, read.hexdigest()


@transaction.atomic
def add_file(
    *, by: User, session: Session, about: About, content: Content, key: str, at: datetime
) -> SessionDocument:
    """Add a file, kept under a name nobody could guess. The same key sent twice makes one document."""
    require(can_add_documents(by, session))
    locked(session)
    found = SessionDocument.objects.filter(key=key, session=session).first()
    if found is not None:
        return found
    size, sha256 = content.measured()
    made = _document(by, session, about, key, at)
    made.content_type, made.size, made.sha256 = content.type.content_type, size, sha256
    made.file.save(token_hex(16), File(content.file), save=False)
    made.save(force_insert=True)
    _note(by, made, Verb.FILED, at)
    return made


@transaction.atomic
def add_link(
    *, by: User, session: Session, about: About, link: str, key: str, at: datetime
) -> SessionDocument:
    """Say where a recording, or a paper kept elsewhere, is to be found. The same key sent twice makes one document."""
    require(can_add_documents(by, session))
    locked(session)
    found = SessionDocument.objects.filter(key=key, session=session).first()
    if found is not None:
        return found
    made = _document(by, session, about, key, at)
    made.link = link
    made.save(force_insert=True)
    _note(by, made, Verb.FILED, at)
    return made


def _document(by: User, session: Session, about: About, key: str, at: datetime) -> SessionDocument:
    return SessionDocument(
        session=session,
        key=key,
        kind=about.kind,
        title=about.title,
        language=about.language,
        audience=about.audience,
        added_by=by,
        added_at=at,
    )


@transaction.atomic
def remove_document(*, by: User, document: SessionDocument, at: datetime) -> None:
    """Remove a document: that it was there stays on the page, its file goes for good."""
    require(can_add_documents(by, document.session))
    standing = SessionDocument.objects.filter(pk=document.pk, removed_at=None)
    if not standing.update(removed_at=at, removed_by=by):
        return
    if document.file.name:
        transaction.on_commit(partial(document.file.storage.delete, document.file.name), robust=True)
    _note(by, document, Verb.UNFILED, at)


def _note(by: User, document: SessionDocument, verb: Verb, at: datetime) -> None:
    """The ledger keeps which file it was by its hash, and its title or its link under a seal."""
    session = document.session
    words = digest(canonical([document.key, document.title, document.link]))
    record(
        by=by,
        verb=verb,
        about=session,
        key=session.key,
        at=at,
        document=document.key,
        kind=str(document.kind),
        audience=str(document.audience),
        sha256=document.sha256,
        words=seal(words, document.key),
    )
