"""Bringing a whole draft into a text: upload, check what it would do, correct, apply."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from drafts.access import require
from drafts.actions.imports import (
    AlreadyApplied,
    ClausesUnpaired,
    TextChanged,
    apply_import,
    correct_import,
    stage_import,
)
from drafts.actions.publishing import default_label
from drafts.forms import ApplyForm, CorrectionsForm, ImportForm
from drafts.models import DraftImport, Text, Version, Weight
from drafts.permissions import can_import, granted_texts, visible_imports
from drafts.reports.import_choices import offer_choices
from drafts.reports.importing import SURE_ENOUGH, ImportPreview, preview_import
from drafts.reports.remarks import what_to_check, why_unreadable
from drafts.text.markup import MAX_BYTES, UnreadableDraft
from drafts.views.requests import SignedInRequest, signed_in, way_back

# Django reads a thousand fields of a form at most; a page of rows stays well below.
ROWS_A_PAGE = 200
_CHUNK = 64 * 1024

FATES = {
    "same": gettext_lazy("Same words"),
    "changed": pgettext_lazy("clauses", "Changed"),
    "moved": pgettext_lazy("clauses", "Moved"),
    "split": pgettext_lazy("clauses", "Split"),
    "merged": pgettext_lazy("clauses", "Merged"),
    "new": pgettext_lazy("clauses", "New"),
    "removed": pgettext_lazy("clauses", "Removed"),
}


@csrf_exempt  # the check needs the body, and an oversized one must get our answer: it follows below
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def import_draft(request: SignedInRequest, text: str) -> HttpResponse:
    """Upload a draft or paste it; nothing is in the text before it was looked at."""
    found = get_object_or_404(granted_texts(request.user), slug=text)
    require(can_import(request.user, found))
    if request.method == "POST" and _body_is_too_large(request):
        size = int(request.META.get("CONTENT_LENGTH") or 0)
        messages.error(request, why_unreadable(UnreadableDraft("too_large", size=size, limit=MAX_BYTES)))
        return _import_page(request, found, _import_form(found), 413)
    return _import_draft(request, found)


@csrf_protect
def _import_draft(request: SignedInRequest, text: Text) -> HttpResponse:
    if request.method != "POST":
        return _import_page(request, text, _import_form(text))
    form = _import_form(text, request.POST, request.FILES)
    if form.is_valid():
        try:
            staged = stage_import(
                by=request.user,
                text=text,
                language=form.cleaned_data["language"],
                label=form.cleaned_data["label"],
                file_name=form.file_name,
                content=form.cleaned_data["content"],
                at=timezone.now(),
            )
        except UnreadableDraft as refusal:
            form.refuse(form.cleaned_data["source"], refusal)
        else:
            return redirect(_preview_url(request, staged))
    return _import_page(request, text, form, 422)


def _body_is_too_large(request: HttpRequest) -> bool:
    """Whether the form is more than we take into memory; its rest is read away, so that the browser hears us."""
    try:
        request.POST  # noqa: B018  # reading it is what raises
    except RequestDataTooBig:
        while request.read(_CHUNK):
            pass
        return True
    return False


def _import_form(text: Text, data: Any = None, files: Any = None) -> ImportForm:
    working = Version.objects.working().filter(text=text).first()
    return ImportForm(data, files, text=text, label=working.label if working else default_label(0))


def _import_page(request: SignedInRequest, text: Text, form: ImportForm, status: int = 200) -> HttpResponse:
    waiting = visible_imports(request.user, text).filter(applied_at=None).order_by("-uploaded_at")
    context = {
        "text": text,
        "form": form,
        "waiting": waiting.defer("content").select_related("uploaded_by")[:10],
        "query": request.GET.urlencode(),
        "back": way_back(request),
    }
    return render(request, "drafts/import.html", context, status=status)


@signed_in
@require_safe
def preview(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """What an upload would do, clause by clause, before anything is written."""
    return _preview_page(request, _staged(request, text, key), ApplyForm())


@signed_in
@require_POST
def correct(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Put a person's choice of clauses in place of the proposed one, and show the preview again."""
    staged = _staged(request, text, key)
    form = CorrectionsForm(request.POST, preview_import(staged))
    if not form.is_valid():
        for sentence in form.non_field_errors() or [_("That clause is not in this text.")]:
            messages.error(request, str(sentence))
    else:
        try:
            correct_import(by=request.user, staged=staged, corrections=form.corrections)
            messages.success(request, _("Matched again with your choices."))
        except AlreadyApplied:
            messages.warning(request, _("This draft was applied meanwhile; your choice came too late."))
    return redirect(_preview_url(request, staged))


@signed_in
@require_POST
def apply(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Make the upload the working version."""
    staged = _staged(request, text, key)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return _preview_page(request, staged, form, 422)
    try:
        version = apply_import(
            by=request.user,
            staged=staged,
            weight=Weight(form.cleaned_data["weight"]),
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except TextChanged:
        staged = correct_import(by=request.user, staged=staged, corrections={})
        messages.warning(
            request,
            _(
                "The text changed since you looked at this import. It was matched again: check it, then apply."
            ),
        )
        return _preview_page(request, staged, form, 409)
    except ClausesUnpaired:
        messages.error(request, _("Some clauses have no counterpart yet. Choose one for each, then apply."))
        return _preview_page(request, staged, form, 422)
    except AlreadyApplied:
        messages.warning(request, _("This draft was applied before; nothing was done again."))
    else:
        messages.success(request, _("%(version)s now holds this draft.") % {"version": version})
    return redirect(way_back(request) or _preview_url(request, staged))


def _staged(request: SignedInRequest, slug: str, key: str) -> DraftImport:
    text = get_object_or_404(granted_texts(request.user).select_related("programme"), slug=slug)
    require(can_import(request.user, text))
    return get_object_or_404(visible_imports(request.user, text).select_related("text__programme"), key=key)


@dataclass(frozen=True, slots=True)
class Looking:
    """What of a preview is looked at: all rows or the doubtful ones, and the row that offers every clause."""

    only_doubtful: bool
    choosing: int | None

    @classmethod
    def asked(cls, request: HttpRequest) -> "Looking":
        choosing = request.GET.get("choose", "")
        return cls(
            request.GET.get("show") == "look",
            int(choosing) if choosing.isdecimal() and len(choosing) < len(str(MAX_BYTES)) else None,
        )


def _preview_page(
    request: SignedInRequest, staged: DraftImport, form: ApplyForm, status: int = 200
) -> HttpResponse:
    if staged.applied_at:
        context = {"staged": staged, "text": staged.text, "back": way_back(request)}
        return render(request, "drafts/import_preview.html", context)
    found = preview_import(staged)
    looking = Looking.asked(request)
    rows = [row for row in found.rows if row.needs_a_look] if looking.only_doubtful else list(found.rows)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "staged": staged,
        "text": staged.text,
        "preview": found,
        "facts": _facts(found),
        "warnings": [what_to_check(warning) for warning in found.warnings],
        "looking": looking,
        "doubtful": sum(row.needs_a_look for row in found.rows),
        "sure_enough": round(SURE_ENOUGH * 100),
        "page_obj": page,
        "rows": offer_choices(found, list(page), all_for=looking.choosing),
        "form": form,
        "query": request.GET.urlencode(),
        "other_parameters": _parameters(request, without=("page",)),
        "without_filter": _parameters(request, without=("page", "show", "choose")),
        "back": way_back(request),
    }
    return render(request, "drafts/import_preview.html", context, status=status)


def _facts(found: ImportPreview) -> list[tuple[str, int]]:
    """The counts on top of the page, in words."""
    if found.is_translation:
        unpaired = len(found.unpaired)
        return [(_("Paired"), len(found.rows) - unpaired), (_("Without a counterpart"), unpaired)]
    return [(str(FATES[fate]), number) for fate in FATES if (number := found.counts.get(fate))]


def _parameters(request: HttpRequest, *, without: tuple[str, ...]) -> str:
    """The page's parameters but some, ready to have another one put behind them."""
    kept = request.GET.copy()
    for name in without:
        kept.pop(name, None)
    return f"{kept.urlencode()}&" if kept else ""


def _preview_url(request: HttpRequest, staged: DraftImport) -> str:
    url = reverse("drafts:import-preview", args=[staged.text.slug, staged.key])
    return f"{url}?{request.GET.urlencode()}" if request.GET else url
