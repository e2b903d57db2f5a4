"""Organisations: as everybody reads them, and from inside, where their people say who acts for them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.actions.organisations import (
    AlreadyListed,
    ItselfListed,
    NoLongerMember,
    SuccessorMissing,
    appoint_coordinator,
    end_membership,
    list_spoken_for,
    set_one_voice,
    step_down,
    unlist_spoken_for,
)
from consultation.forms.organisations import SpokenForForm, SuccessorForm
from consultation.models import Membership, Organisation, SpokenFor
from consultation.permissions.organisations import (
    can_coordinate,
    can_end,
    can_read_drafts,
    can_step_down,
    organisations_inside,
)
from consultation.reports.front import next_turn
from consultation.reports.organisations import (
    members_of,
    name_inside,
    needs_successor,
    read_inside,
    read_organisation,
    said_by,
    signed_by,
    taking_part,
)
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage
from drafts.views.requests import signed_in

ORGANISATIONS_A_PAGE, COMMENTS_A_PAGE = 50, 25


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation that takes part."""
    stamp, now = latest_act(), timezone.now()
    page = Paginator(taking_part(now), ORGANISATIONS_A_PAGE).get_page(request.GET.get("page"))
    html = render_to_string("consultation/organisations.html", {"page_obj": page}, request)
    return PublicPage(html, stamp=stamp, until=next_turn(request.user, now), asked={"page": str(page.number)})


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Who an organisation is, for whom it speaks, and what it said, or signed with others."""
    stamp, now = latest_act(), timezone.now()
    found = get_object_or_404(Organisation, slug=slug)
    shows_signed = request.GET.get("show") == "signed"
    said, signed = said_by(found, now), signed_by(found, now)
    listed = Paginator(signed if shows_signed else said, COMMENTS_A_PAGE)
    page = listed.get_page(request.GET.get("page"))
    context = {
        "reading": read_organisation(found),
        "organisation": found,
        "page_obj": page,
        "shows_signed": shows_signed,
        "query": "show=signed&" if shows_signed else "",
        "is_inside": organisations_inside(request.user).filter(pk=found.pk).exists(),
    }
    html = render_to_string("consultation/organisation_page.html", context, request)
    asked = {"page": str(page.number)} | ({"show": "signed"} if shows_signed else {})
    return PublicPage(html, stamp=stamp, until=next_turn(request.user, now), asked=asked)


def inside_of(request: SignedInRequest, slug: str) -> Organisation:
    """The organisation, for its own people and the secretariat; for everybody else this page is not there."""
    return get_object_or_404(organisations_inside(request.user), slug=slug)


@signed_in
@require_safe
def inside(request: SignedInRequest, slug: str) -> HttpResponse:
    """The people of an organisation and how it speaks, for its own."""
    found = inside_of(request, slug)
    return _page(request, found, SpokenForForm(platform=found))


def _page(
    request: SignedInRequest, found: Organisation, form: SpokenForForm, status: int = 200
) -> HttpResponse:
    context = {
        "organisation": found,
        "reading": read_organisation(found),
        "inside": read_inside(request.user, found),
        "reads_drafts": can_read_drafts(request.user, found),
        "form": form,
    }
    return render(request, "consultation/organisation_inside.html", context, status=status)


def _membership(found: Organisation, key: str) -> Membership:
    membership = get_object_or_404(members_of(found), user__key=key)
    membership.organisation = found
    return membership


@signed_in
@require_POST
def appoint(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """Make a member a coordinator."""
    found = inside_of(request, slug)
    appoint_coordinator(by=request.user, membership=_membership(found, key), at=timezone.now())
    messages.success(request, _("They coordinate from now on."))
    return redirect("consultation:organisation-inside", slug)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def resign(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """Be a member again instead of a coordinator; where one is the only one, say who follows."""
    found = inside_of(request, slug)
    membership = _membership(found, key)
    require(can_step_down(request.user, membership))
    form = _successor_form(request, membership)
    if request.method != "POST" or not form.is_valid():
        return _confirm(request, membership, form, "step_down")
    try:
        step_down(by=request.user, membership=membership, successor=form.successor, at=timezone.now())
    except (SuccessorMissing, NoLongerMember):
        return _again(request, membership, "step_down")
    messages.success(request, _("Done: a member as the others, from now on."))
    return redirect("consultation:organisation-inside", slug)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """Leave one's organisation, or end the membership of another."""
    found = inside_of(request, slug)
    membership = _membership(found, key)
    require(can_end(request.user, membership))
    form = _successor_form(request, membership)
    if request.method != "POST" or not form.is_valid():
        return _confirm(request, membership, form, "end")
    try:
        end_membership(by=request.user, membership=membership, successor=form.successor, at=timezone.now())
    except (SuccessorMissing, NoLongerMember):
        return _again(request, membership, "end")
    messages.success(request, _("The membership is ended. What was said before stays as it was said."))
    if organisations_inside(request.user).filter(pk=found.pk).exists():
        return redirect("consultation:organisation-inside", slug)
    return redirect("consultation:organisation", slug)


def _successor_form(request: SignedInRequest, membership: Membership) -> SuccessorForm:
    """Asks for a successor where one is needed, and only there."""
    members = list(members_of(_of(membership)))
    names = {}
    if needs_successor(membership, members):
        others = [each for each in members if each.pk != membership.pk]
        may = bool(can_coordinate(request.user, _of(membership)))
        names = {each.user.key: (name_inside(request.user, each, may=may), each) for each in others}
    return SuccessorForm(request.POST if request.method == "POST" else None, members=names)


def _of(membership: Membership) -> Organisation:
    if membership.organisation is None:
        raise Http404
    return membership.organisation


def _again(request: SignedInRequest, membership: Membership, act: str) -> HttpResponse:
    """Who coordinates changed meanwhile: the page is shown anew, with what it asks for now."""
    form = _successor_form(request, membership)
    form.add_error(None, _("Somebody changed who coordinates meanwhile. Look again, then send."))
    return _confirm(request, membership, form, act, status=409)


def _confirm(
    request: SignedInRequest, membership: Membership, form: SuccessorForm, act: str, status: int = 0
) -> HttpResponse:
    organisation = _of(membership)
    context = {
        "organisation": organisation,
        "membership": membership,
        "is_self": membership.user_id == request.user.pk,
        "is_last": not members_of(organisation).exclude(pk=membership.pk).exists(),
        "name": name_inside(request.user, membership, may=bool(can_coordinate(request.user, organisation))),
        "form": form,
        "act": act,
    }
    return render(
        request, "consultation/membership_end.html", context, status=status or (422 if form.errors else 200)
    )


@signed_in
@require_POST
def one_voice(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say whether only the coordinators submit."""
    found = inside_of(request, slug)
    only_coordinators = request.POST.get("one_voice") == "yes"
    set_one_voice(by=request.user, organisation=found, one_voice=only_coordinators, at=timezone.now())
    if only_coordinators:
        messages.success(request, _("Only coordinators submit from now on; members draft and share."))
    else:
        messages.success(request, _("Every member submits from now on."))
    return redirect("consultation:organisation-inside", slug)


@signed_in
@require_POST
def speak_for(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say that an organisation speaks for another."""
    found = inside_of(request, slug)
    require(can_coordinate(request.user, found))
    form = SpokenForForm(request.POST, platform=found)
    if not form.is_valid():
        return _page(request, found, form, 422)
    try:
        list_spoken_for(by=request.user, platform=found, at=timezone.now(), **form.cleaned_data)
    except AlreadyListed:
        form.add_error(None, _("It is on the list already."))
        return _page(request, found, form, 409)
    except ItselfListed:
        form.add_error("organisation", _("That is this organisation itself."))
        return _page(request, found, form, 422)
    messages.success(request, _("It is on the list."))
    return redirect("consultation:organisation-inside", slug)


@signed_in
@require_POST
def speak_no_more(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take one off the list of those an organisation speaks for."""
    found = inside_of(request, slug)
    listed = get_object_or_404(
        SpokenFor.objects.select_related("platform", "organisation"), pk=pk, platform=found
    )
    unlist_spoken_for(by=request.user, listed=listed, at=timezone.now())
    messages.success(request, _("It is no longer on the list. That it was stays on record."))
    return redirect("consultation:organisation-inside", slug)
