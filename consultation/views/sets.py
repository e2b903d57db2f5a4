"""All that somebody has half-written on one consultation: reviewed as a set, and submitted once."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from consultation.actions.submissions import DraftsChanged, NothingSaid, submit_set
from consultation.forms.sets import SetForm
from consultation.models import Consultation, Submission
from consultation.permissions import can_comment, visible_consultations
from consultation.reports.sets import comments_of, read_set
from consultation.views.requests import SignedInRequest
from drafts.models.keys import new_key
from drafts.views.requests import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: SignedInRequest, key: str) -> HttpResponse:
    """Everything one has half-written here: look through it, choose, and submit it by one act."""
    rounds = visible_consultations(request.user).select_related("version__text__programme")
    found = get_object_or_404(rounds, key=key)
    if request.method != "POST":
        return _page(request, found)
    sent = Submission.objects.filter(author=request.user, key=request.POST.get("key", "")).first()
    if sent is not None:
        return redirect("consultation:set", sent.key)
    form = SetForm(request.POST, drafts=read_set(request.user, found))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    return _submit(request, found, form)


def _submit(request: SignedInRequest, found: Consultation, form: SetForm) -> HttpResponse:
    chosen = form.cleaned_data
    try:
        made = submit_set(
            by=request.user,
            consultation=found,
            references=chosen["references"],
            key=chosen["key"],
            at=timezone.now(),
        )
    except PermissionDenied as refusal:
        return _page(request, found, form, refusal=str(refusal), status=403)
    except (DraftsChanged, NothingSaid):
        form.add_error("references", _("These changed since you opened this page. Look at them again."))
        return _page(request, found, form, status=409)
    except IntegrityError:
        # Somebody else has this key: the same set under another.
        sent = request.POST.copy()
        sent["key"] = new_key()
        form = SetForm(sent, drafts=read_set(request.user, found))
        form.add_error(None, _("This could not be saved the first time. Please send it again."))
        return _page(request, found, form, status=409)
    number = len(chosen["references"])
    messages.success(
        request,
        ngettext("%(number)d comment is submitted.", "%(number)d comments are submitted.", number)
        % {"number": number},
    )
    return redirect("consultation:set", made.key)


def _page(
    request: SignedInRequest,
    found: Consultation,
    form: SetForm | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    drafts = read_set(request.user, found)
    form = form or SetForm(drafts=drafts)
    context = {
        "consultation": found,
        "text": found.version.text,
        "drafts": drafts,
        "form": form,
        "chosen": form["references"].value() or [],
        "refusal": refusal,
        "decision": can_comment(request.user, found, timezone.now()),
    }
    return render(request, "consultation/submission_set.html", context, status=status)


@signed_in
@require_safe
def submitted(request: SignedInRequest, key: str) -> HttpResponse:
    """What one submitted as a set, for oneself to find again."""
    own = Submission.objects.filter(author=request.user)
    found = get_object_or_404(own.select_related("consultation__version__text", "author"), key=key)
    context = {
        "set": found,
        "text": found.consultation.version.text,
        "comments": comments_of(found),
    }
    return render(request, "consultation/set.html", context)
