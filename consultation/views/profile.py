"""One's own profile: what is said of oneself, and how one is written to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.actions.letters import revive_address
from consultation.actions.profile import Profile, change_profile
from consultation.forms.people import ProfileForm
from consultation.permissions import membership_of
from consultation.views.requests import SignedInRequest
from drafts.permissions import has_desk
from drafts.views.requests import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """Look at one's profile, and change it."""
    form = ProfileForm(request.POST) if request.method == "POST" else ProfileForm.of(request.user)
    if request.method == "POST" and form.is_valid():
        change_profile(by=request.user, profile=Profile(**form.cleaned_data), at=timezone.now())
        messages.success(request, _("Your profile is changed."))
        return redirect("consultation:profile")
    user = request.user
    context = {
        "form": form,
        # Whoever speaks for nobody and works on nothing is shown the way in.
        "may_register": membership_of(user) is None and not has_desk(user),
    }
    return render(request, "consultation/profile.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def address_works(request: SignedInRequest) -> HttpResponse:
    """Have letters sent again to an address from which they came back."""
    revive_address(by=request.user, person=request.user)
    messages.success(request, _("We write to this address again."))
    return redirect("consultation:profile")
