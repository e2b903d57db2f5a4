"""Where the committee of a text decides: the sittings there were, and what was said of it last."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from consultation.models import Disposition, Sitting, User
from drafts.models import Text


@dataclass(frozen=True, slots=True)
class Places:
    """What an answer offers to say where it was decided, and what its writer said the last time."""

    sittings: tuple[Sitting, ...] = ()
    last_words: str = ""
    last_sitting: str = ""

    def sitting(self, key: str) -> Sitting | None:
        """The sitting with a key, where it is one of those offered."""
        return next((each for each in self.sittings if each.key == key), None)


def places_to_decide(user: User, text: Text, at: datetime) -> Places:
    """The sittings of drafting committees that a text could be decided in, and the last choice. Two queries."""
    sittings = tuple(_committees_of(text, at))
    words, key = _last_choice(user, text)
    return Places(sittings, words, key)


def _committees_of(text: Text, at: datetime) -> QuerySet[Sitting]:
    """Those that had this text on the table, or its pillar, or all pillars of its programme; the last one first."""
    whole = Q(pillars=None) & Q(versions=None)
    about = Q(versions__text=text) | Q(pillars=text.pillar_id) if text.pillar_id else Q(versions__text=text)
    held = Sitting.objects.filter(
        about | whole,
        programme=text.programme_id,
        kind=Sitting.Kind.DRAFTING_COMMITTEE,
        cancelled_at=None,
        starts_at__lte=at,
    )
    return held.distinct().order_by("-starts_at", "-pk")


def _last_choice(user: User, text: Text) -> tuple[str, str]:
    """What somebody said last of where it was decided, on this text: their own words, and the key of a sitting."""
    given = Disposition.objects.filter(decided_by=user, comment__consultation__version__text=text)
    said = given.exclude(sitting="", decided_in=None).order_by("-pk")
    last = said.values_list("sitting", "decided_in__key").first()
    return (last[0], last[1] or "") if last else ("", "")
