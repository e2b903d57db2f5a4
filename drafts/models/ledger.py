"""The ledger: one row an act, each holding the hash of the one before."""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from drafts.models.texts import Text

GENESIS = "0" * 64


def canonical(content: Any) -> str:
    """JSON with sorted keys and no white space, so that the same content has the same hash everywhere."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class LedgerHead(models.Model):
    """The end of the chain. Locking this one row puts concurrent writers in a queue."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash[:8]}"


class LedgerEntry(models.Model):
    """One act: who did what to which object, when, with the hash that binds it to all before it."""

    class Verb(models.TextChoices):
        CREATED = "created", _("created")
        GRANTED = "granted", _("granted a role")
        REVOKED = "revoked", _("revoked a role")
        IMPORTED = "imported", _("imported a draft")
        REVISED = "revised", _("revised a clause")
        PUBLISHED = "published", _("published a version")
        REGISTERED = "registered", _("registered")
        ADMITTED = "admitted", _("admitted a participant")
        OPENED = "opened", _("opened a consultation")
        COMMENTED = "commented", _("submitted a comment")
        WITHDREW = "withdrew", _("withdrew a comment")
        MODERATED = "moderated", _("moderated a comment")
        DISPOSED = "disposed", _("answered a comment")
        CARRIED = "carried", _("carried comments to a version")
        PROPOSED = "proposed", _("proposed an amendment")
        DECIDED = "decided", _("decided on an amendment")
        RESTRUCTURED = "restructured", _("changed the structure")
        RENUMBERED = "renumbered", _("renumbered the text")
        CONFIRMED = "confirmed", _("confirmed a translation")
        POSITIONED = "positioned", _("stated a position")
        DISCLOSED = "disclosed", _("published a position")
        SIGNED = "signed", _("signed or sent back clauses")
        REOPENED = "reopened", _("reopened clauses for input")
        SILENCED = "silenced", _("opened a silence procedure")
        BROKE = "broke", _("broke the silence")
        LIFTED = "lifted", _("ended a silence procedure")
        ADOPTED = "adopted", _("adopted a text")
        RESERVED = "reserved", _("recorded a reservation")
        APPLIED = "applied", _("asked to take part")
        VETTED = "vetted", _("vetted a registration")
        INVITED = "invited", _("invited somebody")
        LEFT = "left", _("left an organisation")
        APPOINTED = "appointed", _("changed who coordinates")
        LISTED = "listed", _("changed whom an organisation speaks for")
        CLOSED = "closed", _("closed an account")
        ASKED = "asked", _("put guiding questions")
        EXTENDED = "extended", _("extended a consultation")
        SUBMITTED = "submitted", _("submitted a set of comments")
        COSIGNED = "cosigned", _("signed a comment with others")
        UNSIGNED = "unsigned", _("withdrew a signature")
        ENDORSED = "endorsed", _("endorsed a comment")
        UNENDORSED = "unendorsed", _("took an endorsement back")
        REPLIED = "replied", _("replied to a comment")
        SCREENED = "screened", _("moderated a reply")
        OBJECTED = "objected", _("answered a moderator")
        MERGED = "merged", _("merged duplicates")
        PARTED = "parted", _("parted duplicates")
        REACTED = "reacted", _("accepted or contested an answer")
        RELEASED = "released", _("released a consultation report")
        NAMED = "named", _("changed how their name is shown")
        CONVENED = "convened", _("convened a session")
        RESCHEDULED = "rescheduled", _("changed a session")
        CANCELLED = "cancelled", _("cancelled a session")
        ANNOUNCED = "announced", _("put a session on the agenda")
        CALLED = "called", _("invited to a session")
        SEATED = "seated", _("answered an invitation to a session")
        ATTENDED = "attended", _("took the attendance of a session")
        SPOKE = "spoke", _("recorded an intervention")
        REWORDED = "reworded", _("changed the notes of a session")
        STRUCK = "struck", _("struck something from the notes of a session")
        CONCLUDED = "concluded", _("recorded an outcome of a session")
        FILED = "filed", _("added a document to a session")
        UNFILED = "unfiled", _("removed a document from a session")
        CIRCULATED = "circulated", _("circulated a record")
        CORRECTED = "corrected", _("asked for a correction of a record")
        RULED = "ruled", _("decided on a correction of a record")
        COUNTERSIGNED = "countersigned", _("signed a record")
        RECORDED = "recorded", _("adopted a record")
        OPENED_RECORD = "opened_record", _("published a record")
        EVALUATED = "evaluated", _("asked for an evaluation")
        COMMITTED = "committed", _("recorded a commitment")
        FOLLOWED = "followed", _("followed up a commitment")
        REPORTED = "reported", _("made a progress report")

    # Acts after which somebody is called otherwise, wherever they spoke.
    CALLED_OTHERWISE = (Verb.CLOSED, Verb.NAMED)

    # Acts about no text that nobody but the site itself ties to a person: who they were could tell who spoke.
    IN_CONFIDENCE = (
        Verb.CALLED,
        Verb.SEATED,
        Verb.ATTENDED,
        Verb.SPOKE,
        Verb.REWORDED,
        Verb.STRUCK,
        Verb.CONCLUDED,
        Verb.FILED,
        Verb.UNFILED,
        Verb.CORRECTED,
        Verb.RULED,
        # Who says how an action point stands is, as a rule, who was given it in the room.
        Verb.FOLLOWED,
    )

    # Acts that everybody may know of; on each text they are a chain of their own, which its record shows whole.
    PUBLIC = (
        Verb.CREATED,
        Verb.PUBLISHED,
        Verb.OPENED,
        Verb.REOPENED,
        Verb.COMMENTED,
        Verb.WITHDREW,
        Verb.MODERATED,
        Verb.DISPOSED,
        Verb.CARRIED,
        Verb.DISCLOSED,
        Verb.ADOPTED,
        Verb.RESERVED,
        Verb.ASKED,
        Verb.EXTENDED,
        Verb.SUBMITTED,
        Verb.COSIGNED,
        Verb.UNSIGNED,
        Verb.ENDORSED,
        Verb.UNENDORSED,
        Verb.REPLIED,
        Verb.SCREENED,
        Verb.OBJECTED,
        Verb.MERGED,
        Verb.PARTED,
        Verb.REACTED,
        Verb.RELEASED,
    )

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # The person's public key, not a link: an account may be closed, the chain may not be rewritten.
    actor = models.CharField(max_length=40)
    verb = models.CharField(max_length=16, choices=Verb)
    object_type = models.CharField(max_length=40)
    object_key = models.CharField(max_length=80)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, blank=True, related_name="ledger")
    payload = models.TextField()
    previous_hash = models.CharField(max_length=64)
    # The entry before this one on the same text, so that one text's record can be checked without the others';
    # of an act that is public the public one before it, so that it can be checked without the committee's acts.
    # Empty where the entry is about no text, and in entries older than this column.
    text_previous_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            # The last act on a text is the stamp that its cached pages are kept under.
            models.Index(fields=["text", "-sequence"], name="ledger_text_sequence"),
            models.Index(fields=["object_type", "object_key"], name="ledger_object"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.object_type} {self.object_key}"

    @property
    def is_public(self) -> bool:
        """Whether everybody may know who did it.

        Not what a committee does with a text before it comes out, nor who did what in a session.
        """
        if self.text_id is None:
            return self.verb not in self.IN_CONFIDENCE
        return self.verb in self.PUBLIC

    def sealed_content(self) -> str:
        """What the hash covers, as canonical JSON."""
        sealed: dict[str, Any] = {
            "sequence": self.sequence,
            "at": self.at.isoformat(timespec="microseconds"),
            "actor": self.actor,
            "verb": self.verb,
            "object_type": self.object_type,
            "object_key": self.object_key,
            "text": self.text_id,
            "payload": self.payload,
            "previous_hash": self.previous_hash,
        }
        if self.text_previous_hash:
            sealed["text_previous_hash"] = self.text_previous_hash
        return canonical(sealed)
