"""Keeping one's own profile."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consultation.actions.accounts import change_name
from consultation.actions.letters import choose_pace
from consultation.models import Pace, User
from consultation.permissions.registrations import can_keep_profile
from drafts.access import require


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody says of themselves, and how they are written to."""

    name: str
    shows_name: bool
    country: str
    languages: list[str]
    language: str
    pace: str


@transaction.atomic
def change_profile(*, by: User, profile: Profile, at: datetime) -> None:
    """Say of oneself what is to be said from now on; of that, the ledger only holds that a name is shown or not."""
    require(can_keep_profile(by))
    choose_pace(by=by, pace=Pace(profile.pace), at=at)
    User.objects.filter(pk=by.pk).update(
        country=profile.country, languages=profile.languages, language=profile.language
    )
    change_name(by=by, name=profile.name, shows_name=profile.shows_name, at=at)
