"""How the clauses of the version in work are numbered: the labels a scheme would give, and giving them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drafts.actions.numbering import choose_numbering, renumber
from drafts.actions.structure import StructureChanged
from drafts.actions.wordings import NothingChanged, VersionPublished
from drafts.forms.structure import NumberingForm
from drafts.reports.previewing import preview_numbering
from drafts.text.numbering import Scheme
from drafts.views.acts import Work
from drafts.views.requests import SignedInRequest, signed_in, way_back


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def numbering(request: SignedInRequest, text: str) -> HttpResponse:
    """Every label that a scheme would change, old and new; then the scheme for good, or its labels this once."""
    work = Work(request, text)
    form = NumberingForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _page(work, NumberingForm(initial={"scheme": work.text.numbering}), work.text.numbering)
    scheme = form.cleaned_data["scheme"]
    if request.method != "POST":
        return _page(work, form, scheme)
    try:
        _number(work, Scheme(scheme), form.cleaned_data["basis"], once="once" in request.POST)
    except (StructureChanged, VersionPublished):
        messages.warning(request, _("The structure changed since you looked at these labels. Look again."))
        return _page(Work(request, text), form, scheme, 409)
    except NothingChanged:
        messages.warning(request, _("It is numbered like that already."))
        return _page(work, form, scheme, 422)
    messages.success(request, _("The clauses are numbered as you chose."))
    return redirect(way_back(request) or redirect("drafts:structure", text).url)


def _number(work: Work, scheme: Scheme, basis: str, *, once: bool) -> None:
    by, at = work.request.user, timezone.now()
    if once:
        renumber(by=by, version=work.version, scheme=scheme, basis=basis, at=at)
    else:
        choose_numbering(by=by, text=work.text, scheme=scheme, basis=basis, at=at)


def _page(work: Work, form: NumberingForm, scheme: str, status: int = 200) -> HttpResponse:
    context = {
        "text": work.text,
        "version": work.version,
        "form": form,
        "scheme": scheme,
        "chosen": scheme == work.text.numbering,
        "relabelled": preview_numbering(work.outline, Scheme(scheme)),
        "basis": work.outline.structure_hash(),
        "query": work.request.GET.urlencode(),
        "next": work.request.GET.get("next", ""),
        "back": way_back(work.request),
    }
    return render(work.request, "drafts/numbering.html", context, status=status)
