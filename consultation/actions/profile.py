"""Keeping one's own profile."""

from dataclasses import asdict, dataclass

from django.db import transaction

from consultation.models import User
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
def change_profile(*, by: User, profile: Profile) -> None:
    """Say of oneself what is to be said from now on; no act of the consultation, so not in the ledger."""
    require(can_keep_profile(by))
    User.objects.filter(pk=by.pk).update(**asdict(profile))


@transaction.atomic
def restore_address(*, by: User) -> None:
    """Have letters sent again to an address that was switched off because they came back."""
    require(can_keep_profile(by))
    User.objects.filter(pk=by.pk).update(bounced_at=None, bounce="")
