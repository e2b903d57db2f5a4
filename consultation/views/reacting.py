"""The author accepts the committee's answer, or contests it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultation.actions.reacting import AnsweredAnew
from consultation.actions.reacting import react as say
from consultation.forms.threads import ReactionForm
from consultation.models import Comment, Disposition, Reaction
from consultation.permissions.threads import can_contest, can_react, spoken_comments
from consultation.views.requests import SignedInRequest
from drafts.views.requests import signed_in, way_back

_READ_WITH = (
    "consultation__version__text",
    "clause",
    "author",
    "organisation",
    "spoken__sitting",
    "standing__disposition__decided_in",
)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def react(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say whether one accepts the answer; once it may be contested."""
    comment = get_object_or_404(
        spoken_comments(request.user).select_related(*_READ_WITH), reference=reference
    )
    may_contest = bool(can_contest(request.user, comment))
    if request.method != "POST":
        seen = comment.standing.disposition_id
        return _page(request, comment, ReactionForm(may_contest=may_contest, initial={"answer": seen}))
    form = ReactionForm(request.POST, may_contest=may_contest)
    if not form.is_valid():
        return _page(request, comment, form, status=422)
    try:
        _say(request, comment, form)
    except PermissionDenied as refusal:
        return _page(request, comment, form, refusal=str(refusal), status=403)
    except AnsweredAnew:
        return _answered_anew(request, comment, may_contest=may_contest)
    messages.success(request, _("The committee reads what you say to its answer."))
    return redirect(way_back(request) or comment.get_absolute_url())


def _say(request: SignedInRequest, comment: Comment, form: ReactionForm) -> None:
    answers = Disposition.objects.filter(comment=comment)
    say(
        by=request.user,
        comment=comment,
        answer=get_object_or_404(answers, pk=form.cleaned_data["answer"]),
        kind=Reaction.Kind(form.cleaned_data["kind"]),
        reason=form.cleaned_data["reason"],
        language=form.cleaned_data["language"],
        at=timezone.now(),
    )


def _answered_anew(request: SignedInRequest, comment: Comment, *, may_contest: bool) -> HttpResponse:
    """The answer of today above what was typed to an earlier one."""
    messages.warning(
        request, _("The committee gave another answer meanwhile. Read it; what you wrote is kept below.")
    )
    now = request.POST.copy()
    now["answer"] = str(comment.standing.disposition_id or "")
    return _page(request, comment, ReactionForm(now, may_contest=may_contest), status=409)


def _page(
    request: SignedInRequest, comment: Comment, form: ReactionForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "comment": comment,
        "text": comment.consultation.version.text,
        "answer": comment.standing.disposition,
        "form": form,
        "may_contest": can_contest(request.user, comment),
        "refusal": refusal or can_react(request.user, comment).reason,
    }
    return render(request, "consultation/react.html", context, status=status)
