"""Comments that say the same: merging them into one, and parting them again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from consultation.actions.merging import (
    AlreadyMerged,
    AlreadyParted,
    AnswerDoesNotFit,
    merge_duplicates,
    part_duplicate,
)
from consultation.forms.threads import MergeForm
from consultation.models import Comment, Duplicate
from consultation.permissions import moderated_comments
from consultation.permissions.threads import can_merge
from consultation.reports.alike import Alike, read_alike
from consultation.views.requests import SignedInRequest
from drafts.views.requests import signed_in

_READ_WITH = (
    "consultation__version__text",
    "clause",
    "author",
    "organisation",
    "standing__disposition",
    "spoken__sitting",
)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say which others say what this one says; they are answered together from then on."""
    comment = _on_desk(request, reference)
    alike = read_alike(comment)
    if request.method != "POST":
        return _page(request, comment, alike, MergeForm(candidates=alike.candidates))
    form = MergeForm(request.POST, candidates=alike.candidates)
    named = _named(comment, form) if form.is_valid() else []
    if not form.is_valid():
        return _page(request, comment, alike, form, 422)
    try:
        made = merge_duplicates(by=request.user, original=comment, duplicates=named, at=timezone.now())
    except (AlreadyMerged, AnswerDoesNotFit, PermissionDenied) as refusal:
        form.add_error(None, _why(refusal))
        return _page(request, comment, read_alike(comment), form, 409)
    said = ngettext(
        "%(number)s input is answered together with this one.",
        "%(number)s inputs are answered together with this one.",
        len(made),
    )
    messages.success(request, said % {"number": len(made)})
    return redirect("consultation:merge", reference)


def _why(refusal: Exception) -> str:
    if isinstance(refusal, AlreadyMerged):
        said = _("One of them was merged into input %(reference)s meanwhile. Part them first.")
        return said % {"reference": refusal.original.reference}
    if isinstance(refusal, AnswerDoesNotFit):
        said = _(
            "The answer that was given names changes from before input %(reference)s was made. Answer this input"
            " anew first, or leave the two apart."
        )
        return said % {"reference": refusal.comment.reference}
    return str(refusal)


def _on_desk(request: SignedInRequest, reference: str) -> Comment:
    return get_object_or_404(
        moderated_comments(request.user).select_related(*_READ_WITH), reference=reference
    )


def _named(comment: Comment, form: MergeForm) -> list[Comment]:
    """The comments that are named; the form says which are not on this text."""
    on_text = Comment.objects.filter(consultation__version__text=comment.consultation.version.text_id)
    found = list(on_text.filter(reference__in=form.named).select_related(*_READ_WITH).order_by("pk"))
    unknown = set(form.named) - {each.reference for each in found}
    if unknown:
        said = _("No input on this text has the reference %(references)s.")
        form.add_error("references", said % {"references": ", ".join(sorted(unknown))})
    if comment in found:
        form.add_error("references", _("That is this input itself."))
    return found


def _page(
    request: SignedInRequest, comment: Comment, alike: Alike, form: MergeForm, status: int = 200
) -> HttpResponse:
    context = {
        "comment": comment,
        "text": comment.consultation.version.text,
        "alike": alike,
        "form": form,
        "may": can_merge(request.user, comment, timezone.now()),
    }
    return render(request, "consultation/merge.html", context, status=status)


@signed_in
@require_POST
def part(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say that a comment says something of its own after all."""
    comment = _on_desk(request, reference)
    merged = Duplicate.objects.filter(comment=comment, parted_at=None).select_related("original")
    duplicate = merged.first()
    if duplicate is None:
        messages.warning(request, _("Input %(reference)s is answered by itself.") % {"reference": reference})
        return redirect("consultation:merge", reference)
    duplicate.comment = comment
    try:
        part_duplicate(by=request.user, duplicate=duplicate, at=timezone.now())
    except AlreadyParted:
        messages.warning(request, _("Somebody parted them meanwhile."))
    else:
        said = _("Input %(reference)s is answered by itself from now on. An answer it was given stays.")
        messages.success(request, said % {"reference": reference})
    return redirect(reverse("consultation:merge", args=[duplicate.original.reference]))
