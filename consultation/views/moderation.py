"""Letting comments through, returning or hiding them: the queue, and one comment with its log."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from consultation.actions.moderation import AlreadyModerated, moderate_comment
from consultation.forms.moderation import ModerationForm, QueueForm
from consultation.models import Comment, Standing
from consultation.permissions import can_moderate, can_moderate_each, moderated_comments
from consultation.reports.queue import latest_decision, to_moderate
from consultation.views.requests import SignedInRequest
from drafts.access import Decision, require
from drafts.permissions import granted_texts
from drafts.views.requests import signed_in

COMMENTS_A_PAGE = 20
_DONE = {
    Standing.State.VISIBLE: gettext_lazy("Comment %(reference)s is visible to everyone."),
    Standing.State.RETURNED: gettext_lazy("Comment %(reference)s went back to its author, with your reason."),
    Standing.State.HIDDEN: gettext_lazy("Comment %(reference)s is hidden; its author reads your reason."),
}


@signed_in
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """Comments on the texts one works on, oldest first; those that wait, unless others are asked for."""
    asked, text = QueueForm(request.GET).asked
    comments = to_moderate(moderated_comments(request.user), asked, text)
    page = Paginator(comments, COMMENTS_A_PAGE).get_page(request.GET.get("page"))
    decisions = can_moderate_each(request.user, page)
    parameters = request.GET.copy()
    parameters.pop("page", None)
    context = {
        "page_obj": page,
        "rows": [_row(comment, decisions[comment.pk]) for comment in page],
        "states": Standing.State.choices,
        "asked": asked,
        "text": granted_texts(request.user).filter(slug=text).first(),
        "query": f"{parameters.urlencode()}&" if parameters else "",
    }
    return render(request, "consultation/moderation.html", context)


def _row(comment: Comment, may: Decision, form: ModerationForm | None = None) -> dict[str, Any]:
    return {
        "comment": comment,
        "may": may,
        "form": form or ModerationForm(initial={"was": comment.standing.state}),
    }


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: SignedInRequest, reference: str) -> HttpResponse:
    """One comment with the log of what was decided about it, and the next decision."""
    comment = get_object_or_404(to_moderate(moderated_comments(request.user)), reference=reference)
    if request.method != "POST":
        return _moderate_page(request, comment)
    require(can_moderate(request.user, comment))
    form = ModerationForm(request.POST)
    if not form.is_valid():
        return _moderate_page(request, comment, form, 422)
    state = Standing.State(form.cleaned_data["state"])
    try:
        moderate_comment(
            by=request.user,
            comment=comment,
            was=form.cleaned_data["was"],
            state=state,
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except AlreadyModerated:
        return _already_moderated(request, comment)
    messages.success(request, str(_DONE[state]) % {"reference": reference})
    return redirect("consultation:moderation")


def _already_moderated(request: SignedInRequest, comment: Comment) -> HttpResponse:
    """Say who was faster and what they decided; what was typed stays in the form."""
    last = latest_decision(comment)
    if last is not None:
        messages.warning(
            request,
            _("%(person)s decided this meanwhile: %(state)s. Your decision is kept below, and not recorded.")
            % {"person": last.decided_by, "state": last.get_state_display()},
        )
    now = request.POST.copy()
    now["was"] = comment.standing.state
    return _moderate_page(request, comment, ModerationForm(now), 409)


def _moderate_page(
    request: SignedInRequest, comment: Comment, form: ModerationForm | None = None, status: int = 200
) -> HttpResponse:
    row = _row(comment, can_moderate(request.user, comment), form)
    return render(request, "consultation/moderate.html", row, status=status)
