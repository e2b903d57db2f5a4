"""Taking letters back that have not gone yet, in the transaction of the act that makes them pointless."""

from collections.abc import Mapping

from consultation.mails.matter import Why
from consultation.models import Letter

State = Letter.State


def withdraw_letters(kind: Letter.Kind, *, about: Mapping[str, str]) -> int:
    """Drop the waiting letters of a kind whose matter says this; gives how many."""
    conditions = {f"matter__{name}": value for name, value in about.items()}
    waiting = Letter.objects.filter(kind=kind, state__in=(State.WAITING, State.GATHERED), **conditions)
    return waiting.update(state=State.DROPPED, failure=Why.CHANGED)
