"""Undoing a revision: what it would do, the reason, and, where words meet other changes, a person's own words."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drafts.access import require
from drafts.actions.undo import CannotUndo, UndoChanged, undo_revision
from drafts.actions.wordings import NothingChanged, VersionPublished, WordingChanged, revise_wording
from drafts.forms.structure import ByHandForm, UndoForm
from drafts.models import Revision, Weight, Wording
from drafts.models.ledger import digest
from drafts.permissions import can_undo, granted_texts
from drafts.reports.history import read_revisions
from drafts.reports.undoing import Obstacle, UndoPlan, plan_undo
from drafts.text.diff import diff_words
from drafts.text.inline import plain
from drafts.views.requests import SignedInRequest, signed_in, way_back

type Form = UndoForm | ByHandForm


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Undo a revision of the version in work by a new one."""
    revision = _revision(request, pk)
    plan = plan_undo(revision, _place(request))
    form = _form(plan, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, plan, form)
    if not form.is_valid():
        return _page(request, plan, form, 422)
    try:
        if isinstance(form, ByHandForm):
            _record_by_hand(request, revision, form)
        else:
            _undo(request, revision, form)
    except (CannotUndo, UndoChanged, WordingChanged, VersionPublished, Wording.DoesNotExist):
        return _faster(request, pk)
    except NothingChanged:
        form.add_error("words", _("These are the words that stand there already."))
        return _page(request, plan, form, 422)
    messages.success(request, _said(plan))
    return redirect(way_back(request) or reverse("drafts:structure", args=[revision.version.text.slug]))


def _said(plan: UndoPlan) -> str:
    if plan.obstacle is Obstacle.COLLIDES:
        return _("Your words are recorded.")
    if plan.merge is not None:
        return _("The revision is undone. What changed since in other sentences stays.")
    return _("The revision is undone.")


def _revision(request: SignedInRequest, pk: int) -> Revision:
    related = ("version__text", "clause", "history_user")
    rows = Revision.objects.filter(version__text__in=granted_texts(request.user))
    revision: Revision = get_object_or_404(rows.select_related(*related), history_id=pk)
    require(can_undo(request.user, revision))
    return revision


def _place(request: SignedInRequest) -> str | None:
    """The clause behind which the person wants it back, where they were asked."""
    chosen = request.POST.get("after")
    return None if chosen is None else chosen.partition(":")[0]


def _form(plan: UndoPlan, data: Any) -> Form:
    if plan.obstacle is Obstacle.COLLIDES:
        now = plan.outline.words_of(plan.revision.clause.key)[plan.revision.language]
        initial = {"basis": digest(now), "words": plan.proposal, "weight": plan.revision.weight}
        return ByHandForm(data, initial=initial)
    asks = plan.obstacle is Obstacle.NO_PLACE or (data is not None and "after" in data)
    return UndoForm(data, plan.outline if asks else None, initial={"basis": plan.basis()})


def _undo(request: SignedInRequest, revision: Revision, form: UndoForm) -> None:
    chosen = "after" in form.fields
    undo_revision(
        by=request.user,
        revision=revision,
        reason=form.cleaned_data["reason"],
        at=timezone.now(),
        # Where the place was asked for, the plan could not be shown whole: the place itself was.
        basis="" if chosen else form.cleaned_data["basis"],
        after=_place(request),
    )


def _record_by_hand(request: SignedInRequest, revision: Revision, form: ByHandForm) -> None:
    wordings = Wording.objects.select_related("version__text", "clause")
    revise_wording(
        by=request.user,
        wording=wordings.get(version=revision.version, clause=revision.clause, language=revision.language),
        words=form.cleaned_data["words"],
        weight=Weight(form.cleaned_data["weight"]),
        reason=form.cleaned_data["reason"],
        basis=form.cleaned_data["basis"],
        at=timezone.now(),
    )


def _faster(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page again with what was typed, and what undoing would do now."""
    revision = _revision(request, pk)
    plan = plan_undo(revision, _place(request))
    now = request.POST.copy()
    fresh = _form(plan, None)
    now["basis"] = fresh["basis"].value()
    if isinstance(fresh, ByHandForm) and "words" not in now:
        now["words"], now["weight"] = plan.proposal, revision.weight
    sentence = _(
        "The text changed since you opened this page. Nothing is recorded yet; what you typed is kept."
    )
    messages.warning(request, sentence)
    form = _form(plan, now)
    form.is_valid()
    return _page(request, plan, form, 409)


def _page(request: SignedInRequest, plan: UndoPlan, form: Form, status: int = 200) -> HttpResponse:
    (reading,) = read_revisions([plan.revision])
    names = {spot.key: spot for spot in plan.outline.spots}
    context: dict[str, Any] = {
        "text": plan.revision.version.text,
        "revision": reading,
        "plan": plan,
        "obstacle": plan.obstacle.name.lower() if plan.obstacle else "",
        "leaving": [(spot, plan.outline.first_words(spot)) for spot in plan.leaving],
        "returns": [(each, names.get(each.after)) for each in plan.returns],
        "changed_since": [names.get(key, key) for key in plan.changed_since],
        "sides": _sides(plan),
        "form": form
        if plan.obstacle in (None, Obstacle.COLLIDES, Obstacle.NO_PLACE) or form.is_bound
        else None,
        "query": request.GET.urlencode(),
        "back": way_back(request),
    }
    return render(request, "drafts/undo.html", context, status=status)


def _sides(plan: UndoPlan) -> dict[str, Any]:
    """What became of the revision's words since, and what undoing would make of them."""
    if plan.obstacle is not Obstacle.COLLIDES:
        return {}
    revision = plan.revision
    now = plan.outline.words_of(revision.clause.key)[revision.language]
    made = plain(revision.text)
    return {
        "since": diff_words(made, plain(now)),
        "undoing": diff_words(made, plain(revision.before)),
        "proposed": diff_words(plain(now), plain(plan.proposal)),
    }
