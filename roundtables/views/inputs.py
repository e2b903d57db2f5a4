"""Taking in an intervention as an input on a clause."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultation.models import Comment
from consultation.permissions.comments import visible_comments
from consultation.views.requests import SignedInRequest
from drafts.actions.amendments import ClauseGone, ProposesNothing
from drafts.views.requests import signed_in
from roundtables.actions.inputs import take_in as take_in_said
from roundtables.forms.inputs import TakeInForm
from roundtables.models import Intervention
from roundtables.permissions.inputs import can_become_input, can_take_in_intervention
from roundtables.permissions.interventions import visible_interventions
from roundtables.permissions.sessions import visible_sessions
from roundtables.reports.tables import read_table


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: SignedInRequest, key: str, intervention: str) -> HttpResponse:
    """Make an intervention an input: on its own clause by one act, on another or on quoted words by a short form."""
    said = _intervention(request, key, intervention)
    may = can_take_in_intervention(request.user, said)
    if not may:
        raise PermissionDenied(may.reason)
    table = read_table(said.session, get_language() or "en")
    if request.method != "POST":
        initial = {"clause": said.clause.key if said.clause else "", "wording_language": said.language}
        return _page(request, said, TakeInForm(table=table, initial=initial))
    form = TakeInForm(request.POST, table=table)
    if not form.is_valid():
        return _page(request, said, form, 422)
    possible = can_become_input(said.session, form.cleaned_data["about"], timezone.now())
    if not possible:
        form.add_error("clause", possible.reason)
        return _page(request, said, form, 422)
    try:
        made = take_in_said(
            by=request.user,
            intervention=said,
            clause=form.cleaned_data["about"],
            taken_as=form.taken_as,
            at=timezone.now(),
        )
    except (ProposesNothing, ClauseGone):
        form.add_error("proposed_wording", _("These words propose nothing for the clause in this language."))
        return _page(request, said, form, 422)
    return _taken(request, said, made)


def _taken(request: SignedInRequest, said: Intervention, made: Comment) -> HttpResponse:
    """Back to what was said, with the way to what was made of it."""
    messages.success(
        request, _("Taken in: it is input %(reference)s of the consultation.") % {"reference": made.reference}
    )
    is_shown = visible_comments(request.user).filter(pk=made.pk).exists()
    return redirect(f"{said.get_absolute_url()}#{made.reference if is_shown else 'became'}")


def _intervention(request: SignedInRequest, key: str, intervention: str) -> Intervention:
    session = get_object_or_404(visible_sessions(request.user), key=key)
    seen = visible_interventions(request.user, session, timezone.now())
    related = ("session", "clause", "organisation", "speaker")
    return get_object_or_404(seen.select_related(*related), key=intervention)


def _page(request: SignedInRequest, said: Intervention, form: TakeInForm, status: int = 200) -> HttpResponse:
    words = said.wordings.order_by("pk").last()
    context = {"session": said.session, "said": said, "words": words.words if words else "", "form": form}
    return render(request, "roundtables/take_in.html", context, status=status)
