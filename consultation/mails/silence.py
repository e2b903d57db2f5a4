"""Letters to the members of a committee. They say what happened and where to look, and hold nobody's position."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from consultation.mails.letters import write_letters
from consultation.models import Letter
from consultation.reports.closing import committee_of
from drafts.models import Silence


class Turn(StrEnum):
    """What a silence procedure is written about."""

    OPENED = "opened"
    BROKEN = "broken"
    LIFTED = "lifted"
    ADOPTED = "adopted"
    HINDERED = "hindered"


def tell_committee(
    silence: Silence,
    turn: Turn,
    *,
    at: datetime,
    clause: str = "",
    counts: Mapping[str, int] | None = None,
) -> None:
    """Write to every member, in the transaction of the act."""
    write_letters(
        Letter.Kind.SILENCE,
        committee_of(silence.version.text),
        at=at,
        once=f"{silence.key}:{turn}",
        matter={"silence": silence.key, "event": turn.value, "clause": clause, **(counts or {})},
    )
