"""The rows of a text, from the ground up: programmes, texts, wordings, grants, imports, ledger."""

from drafts.models.grants import Grant, Role
from drafts.models.imports import DraftImport
from drafts.models.ledger import LedgerEntry, LedgerHead
from drafts.models.programmes import Pillar, Programme
from drafts.models.texts import Clause, Descent, Placement, Text, Version, VersionQuerySet
from drafts.models.wordings import Change, Revision, Weight, Wording, WordingState

__all__ = [
    "Change",
    "Clause",
    "Descent",
    "DraftImport",
    "Grant",
    "LedgerEntry",
    "LedgerHead",
    "Pillar",
    "Placement",
    "Programme",
    "Revision",
    "Role",
    "Text",
    "Version",
    "VersionQuerySet",
    "Weight",
    "Wording",
    "WordingState",
]
