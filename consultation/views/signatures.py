"""Signing a comment of another organisation, and withdrawing the signature."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultation.actions.signatures import AlreadySigned, AlreadyUnsigned
from consultation.actions.signatures import cosign as sign_with_others
from consultation.actions.signatures import unsign as withdraw_signature
from consultation.models import Comment, Signature
from consultation.permissions import visible_comments
from consultation.permissions.organisations import house_of
from consultation.permissions.signatures import can_cosign, can_unsign
from consultation.reports.signatures import standing_signature
from consultation.views.requests import SignedInRequest
from drafts.access import Decision
from drafts.views.requests import signed_in

_SHOWN = ("consultation__version__text", "clause", "organisation", "standing", "author", "spoken__sitting")


def _comment(request: SignedInRequest, reference: str) -> Comment:
    return get_object_or_404(visible_comments(request.user).select_related(*_SHOWN), reference=reference)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cosign(request: SignedInRequest, reference: str) -> HttpResponse:
    """Sign a comment for one's organisation, after saying what that means."""
    comment = _comment(request, reference)
    if standing_signature(comment, house_of(request.user)):
        return redirect(comment)
    if request.method != "POST":
        return _confirm(request, comment, can_cosign(request.user, comment, timezone.now()), "cosign")
    try:
        sign_with_others(by=request.user, comment=comment, at=timezone.now())
    except AlreadySigned:
        messages.info(request, _("Your organisation has signed it a moment ago."))
    else:
        messages.success(request, _("Your organisation has signed it, for everybody to read."))
    return redirect(comment)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def unsign(request: SignedInRequest, reference: str) -> HttpResponse:
    """Withdraw the signature of one's organisation, after saying what that means."""
    comment = _comment(request, reference)
    signature = _own_signature(request, comment)
    if request.method != "POST":
        return _confirm(request, comment, can_unsign(request.user, signature), "unsign")
    try:
        withdraw_signature(by=request.user, signature=signature, at=timezone.now())
    except AlreadyUnsigned:
        messages.info(request, _("The signature was withdrawn a moment ago."))
    else:
        messages.success(request, _("The signature is withdrawn. That it was there stays on record."))
    return redirect(comment)


def _own_signature(request: SignedInRequest, comment: Comment) -> Signature:
    """The last signature of one's organisation, standing or withdrawn."""
    mine = Signature.objects.filter(comment=comment, organisation=house_of(request.user) or 0)
    signature = mine.select_related("organisation").order_by("-pk").first()
    found = get_object_or_404(mine, pk=signature.pk if signature else 0)
    found.comment = comment
    return found


def _confirm(request: SignedInRequest, comment: Comment, decision: Decision, act: str) -> HttpResponse:
    context = {"comment": comment, "decision": decision, "act": act}
    return render(request, "consultation/cosign.html", context)
