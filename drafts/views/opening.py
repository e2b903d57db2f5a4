"""What the secretariat opens: a text of a programme, and the roles on it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from drafts.actions.grants import grant_role, revoke_role
from drafts.actions.programmes import NameTaken, open_text
from drafts.forms import GrantForm, TextForm
from drafts.models import Grant, Programme, Role, Text
from drafts.permissions import can_grant, can_open_programme, visible_texts
from drafts.views.requests import SignedInRequest, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: SignedInRequest, slug: str) -> HttpResponse:
    """Open a text of a programme."""
    if not can_open_programme(request.user):
        raise Http404
    programme = get_object_or_404(Programme, slug=slug)
    form = TextForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid() and (opened := _open(request, programme, form)):
        messages.success(request, _("The text is open. Say who works on it, then import its first draft."))
        return redirect("drafts:roles", opened.slug)
    return render(request, "drafts/text_open.html", {"programme": programme, "form": form})


def _open(request: SignedInRequest, programme: Programme, form: TextForm) -> Text | None:
    """The text, unless somebody was faster with the same name; the form then says so."""
    try:
        return open_text(
            by=request.user,
            programme=programme,
            pillar=form.cleaned_data["pillar"],
            kind=form.text_kind,
            slug=form.cleaned_data["slug"],
            title=form.title,
            language=form.cleaned_data["language"],
            at=timezone.now(),
        )
    except NameTaken:
        form.add_error("slug", _("Another text has this name. Choose another."))
        return None


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: SignedInRequest, text: str) -> HttpResponse:
    """Who works on a text, and giving somebody a role on it."""
    found = _text_to_grant(request, text)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        grant_role(
            by=request.user,
            to=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            delegation=form.cleaned_data["delegation"],
            text=found,
            at=timezone.now(),
        )
        messages.success(request, _("The role is given."))
        return redirect("drafts:roles", found.slug)
    grants = Grant.objects.standing().covering(found).select_related("user").order_by("role", "pk")
    return render(request, "drafts/roles.html", {"text": found, "form": form, "grants": grants})


@signed_in
@require_POST
def revoke(request: SignedInRequest, text: str, pk: int) -> HttpResponse:
    """Take a role on a text back."""
    found = _text_to_grant(request, text)
    grant = get_object_or_404(Grant.objects.standing().filter(text=found), pk=pk)
    revoke_role(by=request.user, grant=grant, at=timezone.now())
    messages.success(request, _("The role is taken back; the ledger keeps that it was held."))
    return redirect("drafts:roles", found.slug)


def _text_to_grant(request: SignedInRequest, slug: str) -> Text:
    if not can_grant(request.user):
        raise Http404
    return get_object_or_404(visible_texts(request.user), slug=slug)
