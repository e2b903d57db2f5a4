"""Addresses that letters come back from: switched off, so that nobody writes to them again, and shown as such."""

from datetime import datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction
from django.utils import timezone

from consultation.models import Letter, User

# What a mail service says of an address that takes nothing, or of a reader who calls our letters spam.
_NOBODY_THERE = {RejectReason.BOUNCED, RejectReason.INVALID, RejectReason.SPAM}
_CAME_BACK = {EventType.BOUNCED, EventType.REJECTED}


@transaction.atomic
def switch_off_address(*, address: str, why: str, at: datetime) -> None:
    """Write to an address no more; of an invitation sent there, the secretariat learns that it never arrived."""
    User.objects.filter(email__iexact=address, bounced_at=None).update(bounced_at=at, bounce=why[:200])
    invited = Letter.objects.filter(kind=Letter.Kind.INVITATION, to=None, address__iexact=address)
    invited.filter(state=Letter.State.SENT).update(state=Letter.State.GIVEN_UP, failure=why[:300])


def heard_back(*, event: AnymailTrackingEvent, esp_name: str, **_more: Any) -> None:
    """What a mail service tells of a letter it was given: only a hard bounce and a complaint matter here."""
    came_back = event.event_type in _CAME_BACK and event.reject_reason in _NOBODY_THERE
    if event.recipient and (came_back or event.event_type == EventType.COMPLAINED):
        why = event.description or event.mta_response or f"{esp_name}: {event.event_type}"
        switch_off_address(address=event.recipient, why=why, at=event.timestamp or timezone.now())
