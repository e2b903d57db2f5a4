"""Requests that are refused: the reason, and what was typed in the form, which is never lost with it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from consultation.views import amendments, answers, comments
from drafts.views.requests import typed_in

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
    """A form from before signing in anew has an old token: its words come back, to be sent once more.

    Nothing is written here: the page only shows what was sent. A form that is not written in for long is not
    made ready to be sent: a stranger's page may have sent it.
    """
    match: Any = request.resolver_match
    page = _COME_BACK.get(match.view_name) if match else None
    if page is None or (request.user.pk is None and page in _BEHIND_THE_SIGN_IN):
        reason = _("This form was open too long. Go back, reload the page and try again.")
        context = {"exception": reason, "typed": typed_in(request), "is_expired": True}
        return render(request, "403.html", context, status=403)
    why = _("You have signed in anew since you opened this form. Please send it once more.")
    return page(request, **match.kwargs, why=why)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not open to this person, or not now: a silence began, a role was taken back."""
    context = {"exception": str(exception), "typed": typed_in(request)}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's own signature
    """Nothing there, or nothing that this person may know of; what a form was sent to may have gone meanwhile."""
    return render(request, "404.html", {"typed": typed_in(request)}, status=404)
