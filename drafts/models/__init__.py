"""The rows of a text, from the ground up: programmes, texts, wordings, grants, imports, ledger."""

from drafts.models.amendments import Amendment, AmendmentKind, AmendmentStanding
from drafts.models.closing import Adoption, Reservation, SignOff, Silence, SilenceBreak
from drafts.models.grants import Grant, Role
from drafts.models.imports import DraftImport
from drafts.models.ledger import LedgerEntry, LedgerHead
from drafts.models.positions import Position, Stance
from drafts.models.presences import Presence
from drafts.models.programmes import Pillar, Programme
from drafts.models.texts import Clause, Descent, Placement, Text, Version, VersionQuerySet
from drafts.models.wordings import Change, Revision, Weight, Wording, WordingState

__all__ = [
    "Adoption",
    "Amendment",
    "AmendmentKind",
    "AmendmentStanding",
    "Change",
    "Clause",
    "Descent",
    "DraftImport",
    "Grant",
    "LedgerEntry",
    "LedgerHead",
    "Pillar",
    "Placement",
    "Position",
    "Presence",
    "Programme",
    "Reservation",
    "Revision",
    "Role",
    "SignOff",
    "Silence",
    "SilenceBreak",
    "Stance",
    "Text",
    "Version",
    "VersionQuerySet",
    "Weight",
    "Wording",
    "WordingState",
]
