"""Undoing a revision of the version in work by a new one: history is added to, never taken back.

Words are put back where they are still those the revision made, else merged with what changed since where that needs
no guess. An act on the structure is undone as a whole.
"""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions import descents
from drafts.actions.ledger import Verb, record
from drafts.actions.structure_writer import StructureWriter
from drafts.actions.wordings import ReasonMissing, lock_working_version
from drafts.models import Change, Revision, Weight
from drafts.models.ledger import digest
from drafts.permissions import can_undo
from drafts.reports.outlines import Spot
from drafts.reports.seals import seal
from drafts.reports.undoing import UndoPlan, plan_undo


class CannotUndo(Exception):
    """A revision that nobody but a person can undo; the plan tells why, with the merge where words collide."""

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__(str(plan.obstacle))
        self.plan = plan


class UndoChanged(Exception):
    """Undoing does something else by now than what the person was shown; the plan tells what."""

    def __init__(self, plan: UndoPlan) -> None:
        super().__init__()
        self.plan = plan


@transaction.atomic
def undo_revision(
    *,
    by: AbstractBaseUser,
    revision: Revision,
    reason: str,
    at: datetime,
    basis: str = "",
    after: str | None = None,
) -> list[Revision]:
    """Undo a revision, with all that was done in one act with it; gives the new revisions.

    `basis` is the plan that the person was shown, where it was shown on a page; `after` the key of the clause behind
    which one is brought back whose old place is gone.
    """
    require(can_undo(by, revision))
    if not reason.strip():
        raise ReasonMissing(reason)
    revision.version = lock_working_version(revision.version)
    plan = plan_undo(revision, after)
    if basis not in ("", plan.basis()):
        raise UndoChanged(plan)
    if plan.obstacle is not None:
        raise CannotUndo(plan)
    writer = StructureWriter(by, at, revision.version, Weight(revision.weight), reason)
    undone = _undo_words(writer, plan) if plan.is_words else _undo_act(writer, plan)
    _record(writer, plan, undone)
    return undone


def _undo_words(writer: StructureWriter, plan: UndoPlan) -> list[Revision]:
    writer.act = ""
    (back,) = plan.rewordings
    writer.hold(back.spot.key)
    writer.reword(back.spot, back.language, back.then, Change.REWORDED)
    writer.settle(back.spot, [back.language])
    return writer.write()


def _undo_act(writer: StructureWriter, plan: UndoPlan) -> list[Revision]:
    """Clauses that came go, those that went or moved are put where they stood, words that were others come back."""
    touched = [back.spot for back in plan.rewordings] + [losing.spot for losing in plan.losing]
    touched += [back.spot for back in plan.returns] + list(plan.leaving)
    writer.hold(*{spot.key: None for spot in touched})
    for back in plan.rewordings:
        writer.reword(
            back.spot, back.language, back.then, _turned(plan.heir) if plan.heir else Change.REWORDED
        )
    for losing in plan.losing:
        writer.remove(losing.spot, [losing.language])
    for spot in plan.leaving:
        writer.remove(spot)
    _put_back(writer, plan)
    for spot in {back.spot.key: back.spot for back in plan.rewordings}.values():
        writer.settle(spot, [back.language for back in plan.rewordings])
    _tell_descents(writer, plan)
    return writer.write()


def _put_back(writer: StructureWriter, plan: UndoPlan) -> None:
    writer.now = writer.now.without({each.spot.key for each in plan.returns})
    for each in plan.returns:
        after = each.after
        while after and after not in writer.now:
            after = writer.was.before(after)
        writer.now = writer.now.placed([each.spot], after)
        for language, words, state in each.words:
            change, before = _came(writer, plan, each.spot, language)
            writer.add(each.spot, language, words, change, before).state = state
    stood = [writer.was.spot(each.spot.key) for each in plan.returns if not each.words]
    writer.tell_moved(spot for spot in stood if spot)


def _turned(heir: Revision) -> Change:
    """A split that is undone is a merger, and the other way round."""
    return Change.MERGED if heir.change == Change.SPLIT else Change.SPLIT


def _came(writer: StructureWriter, plan: UndoPlan, spot: Spot, language: str) -> tuple[Change, str]:
    """A part that its origin had taken back is split off again; any other clause is new again."""
    if plan.heir is None:
        return Change.NEW, ""
    if spot.key in writer.was:
        return _turned(plan.heir), ""
    if plan.heir.stood_as.get("told"):
        return Change.NEW, ""
    return Change.SPLIT, next((each.now for each in plan.rewordings if each.language == language), "")


def _tell_descents(writer: StructureWriter, plan: UndoPlan) -> None:
    """What did not happen is told no more; what happened after all is told again."""
    version, heir = writer.version, plan.heir
    if heir is None:
        descents.forget_departures(version, [each.spot.clause_id for each in plan.returns if each.words])
        return
    forgot = descents.forget(version, heir.stood_as.get("told", ()))
    told = descents.tell(version, heir.stood_as.get("forgot", ()))
    writer.remember(heir.clause_id, told=told, forgot=forgot)


def _record(writer: StructureWriter, plan: UndoPlan, undone: list[Revision]) -> None:
    version, told = writer.version, writer.told(undone)
    if not plan.is_words:
        record(
            by=writer.by,
            verb=Verb.RESTRUCTURED,
            about=version,
            key=f"{version.text.slug}/{version.number}",
            at=writer.at,
            text=version.text,
            kind="undo",
            undoes=plan.revision.history_id,
            act=writer.act,
            weight=writer.weight,
            revisions=told,
            structure=writer.now.structure_hash(),
        )
        return
    (revision,) = undone
    record(
        by=writer.by,
        verb=Verb.REVISED,
        about=revision,
        key=str(revision.history_id),
        at=writer.at,
        text=version.text,
        clause=plan.revision.clause.key,
        version=version.number,
        language=revision.language,
        weight=writer.weight,
        before=seal(digest(revision.before)),
        after=seal(digest(revision.text)),
        answers=[],
        undoes=plan.revision.history_id,
    )
