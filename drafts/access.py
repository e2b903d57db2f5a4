"""Answers to "may they?", with the reason, and the gate that acts on them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody may do something, and, where not, why (a translated sentence)."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(allowed=True)


def refused(reason: str) -> Decision:
    """A refusal that carries its reason to the page."""
    return Decision(allowed=False, reason=reason)


def require(decision: Decision) -> None:
    """Stop an action that is not allowed; the page shows the reason."""
    if not decision.allowed:
        raise PermissionDenied(decision.reason)
