"""Letting comments through, returning or hiding them: the queue, one comment with its log, the log of a text."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from consultation.actions.moderation import AlreadyModerated, answer_moderator, moderate_comment
from consultation.forms.moderation import AnswerForm, ModerationForm, QueueForm
from consultation.models import Comment, Moderation, Standing
from consultation.permissions import can_moderate, moderated_comments
from consultation.permissions.moderation import can_answer_moderator, can_read_log, own_decisions
from consultation.reports.queue import (
    AT_ONCE,
    choices_of,
    latest_decision,
    log_of,
    read_queue,
    to_moderate,
    with_an_answer,
)
from consultation.reports.replies import replies_to_moderate
from consultation.views.desk import text_at_desk
from consultation.views.requests import SignedInRequest
from drafts.access import Decision, require
from drafts.permissions import granted_texts
from drafts.views.requests import signed_in

COMMENTS_A_PAGE = 20
DECISIONS_A_PAGE = 50
# Oldest first; the rest follow as these are decided.
REPLIES_SHOWN = 10
_STATES = [*Standing.State.choices, ("", gettext_lazy("all"))]
_DONE = {
    Standing.State.VISIBLE: gettext_lazy("Comment %(reference)s is visible to everyone."),
    Standing.State.RETURNED: gettext_lazy("Comment %(reference)s went back to its author, with your reason."),
    Standing.State.HIDDEN: gettext_lazy("Comment %(reference)s is hidden; its author reads your reason."),
}


@signed_in
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """Comments on the texts one works on, oldest first; those that wait, unless others are asked for."""
    every = moderated_comments(request.user)
    texts = list(granted_texts(request.user))
    form = QueueForm(request.GET, texts, choices_of(every))
    asked = form.asked
    # Those that say nearly the same are looked through, and decided, together.
    size = AT_ONCE if asked.alike else COMMENTS_A_PAGE
    page = Paginator(to_moderate(every, asked), size).get_page(request.GET.get("page"))
    rows = read_queue(request.user, list(page), asked)
    context = {
        "page_obj": page,
        "rows": [{"row": row, **_row(row.comment, row.may)} for row in rows],
        "may_decide": any(row.may for row in rows),
        "form": form,
        "states": [(label, asked.but(state=state).query, state == asked.state) for state, label in _STATES],
        "asked": asked,
        "text": next((text for text in texts if text.slug == asked.text), None),
        "query": f"{asked.query}&",
        "here": asked.query,
        "ticks_all": "all" in request.GET.getlist("tick"),
        "answered": 0 if asked.answered else with_an_answer(every).count(),
        "replies": replies_to_moderate(request.user)[:REPLIES_SHOWN],
        "replies_waiting": replies_to_moderate(request.user).count(),
        "first": rows[0].group if rows and asked.alike else None,
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
    (read,) = read_queue(request.user, [comment])
    row = _row(comment, can_moderate(request.user, comment), form)
    return render(request, "consultation/moderate.html", {"row": read, **row}, status=status)


@signed_in
@require_safe
def log(request: SignedInRequest, text: str) -> HttpResponse:
    """Every decision on the comments on a text, for those who work on it."""
    found = text_at_desk(request, text)
    require(can_read_log(request.user, found))
    page = Paginator(log_of(found), DECISIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "consultation/moderation_log.html", {"text": found, "page_obj": page})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    """What an author says, once, to a decision that keeps their comment back."""
    related = ("answer", "comment__consultation__version__text", "comment__standing", "comment__author")
    decisions = own_decisions(request.user).select_related(*related)
    decision = get_object_or_404(decisions, pk=pk, comment__reference=reference)
    form = AnswerForm(request.POST or None)
    if request.method != "POST":
        return _answer_page(request, decision, form)
    if not form.is_valid():
        return _answer_page(request, decision, form, 422)
    if not can_answer_moderator(request.user, decision):
        return _answer_page(request, decision, form, 409)
    answer_moderator(by=request.user, moderation=decision, body=form.cleaned_data["body"], at=timezone.now())
    messages.success(request, _("Your answer is with the moderators."))
    return redirect(f"{reverse('consultation:own-comments')}#{reference}")


def _answer_page(
    request: SignedInRequest, decision: Moderation, form: AnswerForm, status: int = 200
) -> HttpResponse:
    may = can_answer_moderator(request.user, decision)
    context = {"decision": decision, "comment": decision.comment, "form": form, "may": may}
    return render(request, "consultation/moderation_answer.html", context, status=status)
