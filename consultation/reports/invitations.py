"""The link of an invitation: a token that only this site can make, for one invitation."""

from django.core import signing

from consultation.models import Invitation


def token_of(invitation: Invitation) -> str:
    """What stands in the link of an invitation."""
    return signing.dumps(invitation.key, salt="consultation.invitation")
