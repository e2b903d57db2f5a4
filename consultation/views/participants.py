"""The secretariat's list of participants: organisations, and the people admitted to them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultation.actions.people import AlreadyAdmitted, NameTaken, register_organisation
from consultation.actions.people import admit as admit_person
from consultation.forms.participants import AdmissionForm, OrganisationForm
from consultation.models import Category, Membership, Organisation, Registration, User
from consultation.permissions import can_admit
from consultation.views.requests import SignedInRequest
from drafts.views.requests import signed_in

ORGANISATIONS_A_PAGE = 50


@signed_in
@require_safe
def participants(request: SignedInRequest) -> HttpResponse:
    """Organisations with the number of their voices, and accounts that wait to be admitted."""
    _known(request)
    admitted = Count("memberships", filter=Q(memberships__ended_at=None))
    organisations = Organisation.objects.annotate(voices=admitted).order_by("name")
    # An address that its owner has not confirmed may be anybody's.
    confirmed = User.objects.filter(emailaddress__verified=True, is_active=True, is_superuser=False)
    waiting = confirmed.filter(memberships=None, grants=None).distinct()
    return render(
        request,
        "consultation/participants.html",
        {
            "page_obj": Paginator(organisations, ORGANISATIONS_A_PAGE).get_page(request.GET.get("page")),
            "waiting": waiting.order_by("joined_at")[:ORGANISATIONS_A_PAGE],
            "registrations": Registration.objects.filter(state=Registration.State.PENDING).count(),
        },
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: SignedInRequest) -> HttpResponse:
    """Enter an organisation."""
    _known(request)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _registered(request, form):
        messages.success(request, _("The organisation is entered. Admit the people who speak for it."))
        return redirect("consultation:participants")
    return render(request, "consultation/organisation.html", {"form": form})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: SignedInRequest) -> HttpResponse:
    """Admit somebody as a voice of an organisation."""
    _known(request)
    form = AdmissionForm(request.POST or None, initial={"email": request.GET.get("email", "")})
    if request.method == "POST" and form.is_valid() and _admitted(request, form):
        messages.success(request, _("The participant is admitted and may comment from now on."))
        return redirect("consultation:participants")
    return render(request, "consultation/admission.html", {"form": form})


def _registered(request: SignedInRequest, form: OrganisationForm) -> bool:
    """Whether the organisation was entered; where somebody was faster, the form says so."""
    try:
        register_organisation(
            by=request.user,
            slug=form.cleaned_data["slug"],
            name=form.cleaned_data["name"],
            category=Category(form.cleaned_data["category"]),
            country=form.cleaned_data["country"].upper(),
            at=timezone.now(),
        )
    except NameTaken:
        form.add_error("slug", _("Another organisation has this name. Choose another."))
        return False
    return True


def _admitted(request: SignedInRequest, form: AdmissionForm) -> bool:
    """Whether the person was admitted; where somebody was faster, the form says so."""
    try:
        admit_person(
            by=request.user,
            user=form.cleaned_data["email"],
            organisation=form.cleaned_data["organisation"],
            category=form.cleaned_data["category"],
            role=Membership.Role(form.cleaned_data["role"]),
            at=timezone.now(),
        )
    except AlreadyAdmitted:
        form.add_error("email", _("This person was admitted a moment ago. Look at the list again."))
        return False
    return True


def _known(request: SignedInRequest) -> None:
    """Only the secretariat knows that this page exists."""
    if not can_admit(request.user):
        raise Http404
