"""Deciding several comments at once: what was ticked is shown again before anything is done."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from consultation.actions.moderation import Decided, SomeModerated, moderate_several
from consultation.forms.moderation import DECIDED, SeveralForm
from consultation.models import Standing
from consultation.reports.queue import Ticked, read_ticked
from consultation.views.requests import SignedInRequest
from drafts.views.requests import signed_in, way_back

_DECISIONS = {
    Standing.State.VISIBLE: gettext_lazy("Make visible"),
    Standing.State.RETURNED: gettext_lazy("Return to the authors"),
    Standing.State.HIDDEN: gettext_lazy("Hide"),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: SignedInRequest) -> HttpResponse:
    """Several comments with the decision that is to be taken on them, and then the decision."""
    sent = request.POST if request.method == "POST" else request.GET
    listed = _seen(sent.getlist("listed" if request.method == "POST" else "ticked"))
    state = sent.get("state", "")
    if not listed or state not in dict(DECIDED):
        messages.warning(request, _("Tick the comments, and choose what becomes of them."))
        return redirect(way_back(request) or "consultation:moderation")
    if request.method != "POST":
        return _page(request, listed, set(listed), SeveralForm(initial={"state": state}), state)
    return _decide(request, listed, Standing.State(state))


def _decide(request: SignedInRequest, listed: Mapping[str, str], state: Standing.State) -> HttpResponse:
    ticked = set(_seen(request.POST.getlist("ticked")))
    form = SeveralForm(request.POST)
    found = read_ticked(request.user, listed, state)
    chosen = [each for each in found.comments if each.reference in ticked]
    left_out = [each for each in found.left_out if each.comment.reference in ticked]
    if not form.is_valid() or not chosen:
        return _page(request, listed, ticked, form, state, status=422)
    if left_out:
        return _changed(request, listed, ticked, form, state)
    try:
        moderate_several(
            by=request.user,
            decisions=[Decided(each, listed[each.reference], state) for each in chosen],
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except SomeModerated:
        return _changed(request, listed, ticked, form, state)
    done = ngettext("%(number)s comment is decided.", "%(number)s comments are decided.", len(chosen))
    messages.success(request, done % {"number": len(chosen)})
    return redirect(way_back(request) or "consultation:moderation")


def _changed(
    request: SignedInRequest,
    listed: Mapping[str, str],
    ticked: set[str],
    form: SeveralForm,
    state: Standing.State,
) -> HttpResponse:
    """Somebody was faster with some of them: nothing is done, and the others stay ticked."""
    messages.warning(
        request, _("Some of these were decided meanwhile. Nothing is recorded; look at them again below.")
    )
    return _page(request, listed, ticked, form, state, status=409)


def _page(
    request: SignedInRequest,
    listed: Mapping[str, str],
    ticked: set[str],
    form: SeveralForm,
    state: str,
    *,
    status: int = 200,
) -> HttpResponse:
    found: Ticked = read_ticked(request.user, listed, state)
    context = {
        "rows": [(each, each.reference in ticked) for each in found.comments],
        "left_out": found.left_out,
        "form": form,
        "state": state,
        "decision": _DECISIONS[Standing.State(state)],
        "needs_reason": state != Standing.State.VISIBLE,
        "none_ticked": status == 422 and not ticked & {each.reference for each in found.comments},
        "next": way_back(request),
    }
    return render(request, "consultation/moderation_several.html", context, status=status)


def _seen(values: list[str]) -> dict[str, str]:
    """Comment → the state it was seen in, as the ticks of a page say it: “reference:state”."""
    pairs = [value.partition(":") for value in values]
    return {reference: state for reference, _colon, state in pairs if reference.isalnum() and state}
