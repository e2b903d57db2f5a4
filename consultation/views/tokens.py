"""Forms from before signing in anew: their token is old, and what was typed in them comes back."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.defaults import permission_denied

from consultation.views import amendments, answers, comments

# The forms that people write in for long: address → the page that shows what was sent once more.
_COME_BACK: dict[str, Callable[..., HttpResponse]] = {
    "consultation:comment-write": comments.sent_again,
    "consultation:desk-revise": answers.sent_again,
    "consultation:amendment-propose": amendments.proposed_again,
    "consultation:amendment-accept": amendments.decided_again,
    "consultation:amendment-reject": amendments.decided_again,
}
# Only for those who are signed in: the others are told to start again.
_BEHIND_THE_SIGN_IN = frozenset({answers.sent_again, amendments.proposed_again, amendments.decided_again})


def token_missed(request: HttpRequest, reason: str = "") -> HttpResponse:  # Django's own signature
    """The words come back, to be sent once more. Nothing is written here: the page only shows what was sent."""
    match: Any = request.resolver_match
    page = _COME_BACK.get(match.view_name) if match else None
    if page is None or (request.user.pk is None and page in _BEHIND_THE_SIGN_IN):
        reason = _("This form was open too long. Go back, reload the page and try again.")
        return permission_denied(request, PermissionDenied(reason))
    why = _("You have signed in anew since you opened this form. Please send it once more.")
    return page(request, **match.kwargs, why=why)
