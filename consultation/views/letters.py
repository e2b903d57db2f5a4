"""Letters: the link in each by which its reader has fewer of them, and the secretariat's look at those that failed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.actions.letters import NotGivenUp, choose_pace, revive_address, send_again
from consultation.forms.letters import PaceForm
from consultation.mails.leaving import person_of
from consultation.models import Letter, Pace, User
from consultation.permissions.letters import can_see_letters
from consultation.reports.letters import bounced_people, given_up_letters, letter_tallies
from consultation.views.requests import SignedInRequest
from drafts.views.requests import signed_in

LETTERS_A_PAGE = 50


# A mail program that asks for us has no cookie; the token in the address says who asks (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Choose how often one is written to, without signing in. Looking at the page changes nothing."""
    person = person_of(token)
    if person is None:
        raise Http404
    # A mail program sends no choice: whoever presses its button wants no more.
    sent = request.POST if "pace" in request.POST else {"pace": Pace.NEVER}
    form = PaceForm(sent if request.method == "POST" else None, initial={"pace": person.pace})
    if request.method != "POST":
        return render(request, "consultation/unsubscribe.html", {"form": form})
    if not form.is_valid():
        return render(request, "consultation/unsubscribe.html", {"form": form}, status=422)
    choose_pace(by=person, pace=form.cleaned_data["pace"], at=timezone.now())
    chosen = {"form": form, "chosen": form.cleaned_data["pace"]}
    return render(request, "consultation/unsubscribe.html", chosen)


@signed_in
@require_safe
def letters(request: SignedInRequest) -> HttpResponse:
    """How many letters went, which were given up and why, and which addresses are switched off."""
    _known(request)
    page = {
        "tallies": letter_tallies(),
        "page_obj": Paginator(given_up_letters(), LETTERS_A_PAGE).get_page(request.GET.get("page")),
        "bounced": bounced_people()[:LETTERS_A_PAGE],
    }
    return render(request, "consultation/letters.html", page)


@signed_in
@require_POST
def again(request: SignedInRequest, key: str) -> HttpResponse:
    """Have one letter sent again."""
    _known(request)
    letter = get_object_or_404(Letter, key=key)
    try:
        send_again(by=request.user, letter=letter, at=timezone.now())
    except NotGivenUp:
        messages.warning(request, _("This letter is on its way already."))
    else:
        messages.success(request, _("The letter is sent again within the minute."))
    return redirect("consultation:letters")


@signed_in
@require_POST
def revive(request: SignedInRequest, key: str) -> HttpResponse:
    """Write to somebody's address again."""
    _known(request)
    revive_address(by=request.user, person=get_object_or_404(User, key=key))
    messages.success(request, _("This address is written to again from now on."))
    return redirect("consultation:letters")


def _known(request: SignedInRequest) -> None:
    """Only the secretariat knows that this page exists."""
    if not can_see_letters(request.user):
        raise Http404
