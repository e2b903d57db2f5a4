"""What the ledger keeps of what is not public: a seal that only this site can make, and so only it can guess from.

A bare fingerprint of a few words hides nothing: whoever has the words around them tries what they may be. What is
public already, or becomes so with the entry, is kept as its plain fingerprint, which anybody can make again.
"""

from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from drafts.models import Position
from drafts.models.ledger import canonical, digest
from drafts.reports.hashes import moment


def seal(fingerprint: str, of: str = "") -> str:
    """The seal over the fingerprint of what was said; `of` names what it is about, where many say the same."""
    return _sealed("drafts.ledger", f"{of} {fingerprint}", settings.SECRET_KEY)


def is_kept(kept: str, fingerprint: str, of: str = "") -> bool:
    """Whether the ledger kept just this: under today's key or an earlier one, or bare, as its first entries have it."""
    sealed = (_sealed("drafts.ledger", f"{of} {fingerprint}", key) for key in _keys())
    return any(constant_time_compare(kept, each) for each in (fingerprint, *sealed))


def content_of(position: Position) -> str:
    """What a position says, as canonical JSON."""
    return canonical(
        {
            "key": position.key,
            "clause": position.clause.key,
            "language": position.language,
            "quote": position.quote,
            "stance": position.stance,
            "note": position.note,
            "delegation": position.delegation,
        }
    )


def seal_of(position: Position, key: str = "") -> str:
    """A fingerprint that only this site can make, and so only this site can guess from; today's key unless told."""
    return _sealed("drafts.position", content_of(position), key or settings.SECRET_KEY)


def disclosed(position: Position) -> dict[str, Any]:
    """What the ledger keeps of a position once it is public, for anybody to check."""
    return {
        "disclosed": digest(content_of(position)),
        "version": position.version.number,
        "stated_at": moment(position.stated_at),
        "ended_at": moment(position.ended_at) if position.ended_at else None,
    }


def is_sealed_by(kept: str, position: Position) -> bool:
    """Under today's key, or under one that was in use before and is kept for this."""
    return any(constant_time_compare(kept, seal_of(position, key)) for key in _keys())


def _sealed(salt: str, content: str, key: str) -> str:
    return salted_hmac(salt, content, secret=key, algorithm="sha256").hexdigest()


def _keys() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
