"""Amendments: the list, one of them with what is decided on it, and proposing one."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from consultation.actions.amending import accept_answering, turn_down
from consultation.forms.amendments import AcceptForm, AmendmentCriteriaForm, AmendmentForm, RejectForm
from consultation.permissions import can_accept, can_decide_on
from consultation.reports.amendments import (
    AmendmentReading,
    amendments_in_order,
    read_amendment,
    read_amendments,
    sources_of,
)
from consultation.reports.desk import working_and_latest
from consultation.reports.threads import redline_of_proposal
from consultation.views.desk import text_at_desk
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.actions.accepting import Collides
from drafts.actions.amendments import (
    ClauseGone,
    ProposesNothing,
    StandsOtherwise,
    propose_amendment,
    withdraw_amendment,
)
from drafts.actions.structure import InsideItself, PartsUneven, WordsMissing
from drafts.actions.wordings import NothingChanged, VersionPublished
from drafts.models import Amendment, AmendmentKind, Clause, Text, Version, Weight
from drafts.permissions import can_propose, can_withdraw_amendment, granted_texts
from drafts.reports.reading import ClauseReading, VersionReading, read_version
from drafts.text.diff import Change
from drafts.views.requests import signed_in

AMENDMENTS_A_PAGE = 50
# Why an amendment cannot be taken in as it is.
WHY_NOT: dict[type[Exception], Any] = {
    NothingChanged: gettext_lazy(
        "The version in work reads like this already. Reject the amendment, and say so."
    ),
    ProposesNothing: gettext_lazy(
        "Write the words that are to stand, with an empty line at each cut of a split."
    ),
    InsideItself: gettext_lazy("A clause cannot stand after one that moves along with it."),
    WordsMissing: gettext_lazy("A new clause is made in the language that is negotiated."),
    VersionPublished: gettext_lazy("No version of this text is in work any more."),
    PartsUneven: gettext_lazy("A clause is split in the language that is negotiated."),
}


@signed_in
@require_safe
def amendments(request: SignedInRequest, text: str) -> HttpResponse:
    """Every amendment to a text, open ones first, in the order of their clauses."""
    found = text_at_desk(request, text)
    working, _latest = working_and_latest(found)
    form = AmendmentCriteriaForm(request.GET, sources_of(found))
    asked = amendments_in_order(request.user, found, working, form.criteria)
    page = Paginator(asked, AMENDMENTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "text": found,
        "working": working,
        "form": form,
        "is_filtered": bool(form.criteria),
        "page_obj": page,
        "query": f"{form.criteria.query}&" if form.criteria else "",
        "amendments": read_amendments(list(page), working),
    }
    return render(request, "consultation/amendments.html", context)


@signed_in
@require_safe
def amendment(request: SignedInRequest, key: str) -> HttpResponse:
    """One amendment, against the words it was made on and those in work, with what may be decided."""
    return _page(request, _about(request, key))


def _about(request: SignedInRequest, key: str) -> AmendmentReading:
    """An amendment to a text one works on; for everybody else it is not there."""
    text = get_object_or_404(granted_texts(request.user), versions__amendments__key=key)
    about = read_amendment(request.user, text, key)
    if about is None:
        raise Http404
    return about


def _page(
    request: SignedInRequest,
    about: AmendmentReading,
    forms: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The amendment with its forms; those in `forms` as they were sent."""
    decision = can_decide_on(request.user, about.amendment)
    shown: dict[str, Any] = {}
    accepting = can_accept(request.user, about.amendment)
    if decision and about.standing.is_open:
        shown = _decision_forms(about, accepting=bool(accepting)) | (forms or {})
    context = {
        "about": about,
        "text": about.amendment.version.text,
        "may_decide": decision,
        "may_accept": accepting,
        "may_propose": can_propose(request.user, about.amendment.version.text),
        "may_withdraw": can_withdraw_amendment(request.user, about.amendment),
        "typed": _typed(forms) if not shown else "",
        **shown,
    }
    return render(request, "consultation/amendment.html", context, status=status)


def _decision_forms(about: AmendmentReading, *, accepting: bool) -> dict[str, Any]:
    forms: dict[str, Any] = {"reject": RejectForm(about=about)}
    if accepting and about.fits:
        forms["accept"] = AcceptForm(about=about, with_words=False)
    if accepting and about.has_words:
        forms["change"] = AcceptForm(about=about, with_words=True)
    return forms


def _typed(forms: dict[str, Any] | None) -> str:
    """What was written in a form that is not shown any more: nothing typed is lost."""
    kept = [form.data.get(name, "") for form in (forms or {}).values() for name in ("words", "reason")]
    return "\n\n".join(each for each in kept if each)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: SignedInRequest, key: str) -> HttpResponse:
    """Take an amendment in, as it stands or with changes."""
    about = _about(request, key)
    if request.method != "POST":  # an address that was kept or sent on
        return redirect("consultation:amendment", key)
    with_words = "words" in request.POST
    name = "change" if with_words else "accept"
    form = AcceptForm(request.POST, about=about, with_words=with_words)
    if not form.is_valid():
        return _page(request, about, {name: form}, status=422)
    try:
        revision = accept_answering(
            by=request.user,
            amendment=about.amendment,
            words=form.cleaned_data.get("words"),
            weight=Weight(form.cleaned_data["weight"]),
            reason=form.cleaned_data["reason"],
            basis=form.cleaned_data["basis"],
            seen=form.cleaned_data["seen"],
            at=timezone.now(),
        )
    except tuple(WHY_NOT) as obstacle:
        form.add_error(None, str(WHY_NOT[type(obstacle)]))
        return _page(request, about, {name: form}, status=422)
    except (StandsOtherwise, Collides, ClauseGone):
        return _somebody_was_faster(request, key, name)
    sentence = _("The amendment is accepted: revision %(number)s is recorded.")
    messages.success(request, sentence % {"number": revision.history_id})
    return redirect("consultation:amendment", key)


def _somebody_was_faster(request: SignedInRequest, key: str, name: str) -> HttpResponse:
    """The page as the amendment stands now, with what was typed, to be decided on again."""
    about = _about(request, key)
    if about.standing.is_open:
        words = _("The words in work were changed meanwhile; this is how the amendment stands to them now.")
    else:
        words = _("Somebody decided on this amendment meanwhile.")
    messages.warning(request, f"{words} {_('Nothing of yours is recorded.')}")
    sent = request.POST.copy()
    sent["basis"], sent["seen"] = about.basis, about.standing.stamp()
    if name == "reject":
        return _page(request, about, {name: RejectForm(sent, about=about)}, status=409)
    form = AcceptForm(sent, about=about, with_words=name == "change")
    return _page(request, about, {name: form}, status=409)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: SignedInRequest, key: str) -> HttpResponse:
    """Turn an amendment down, with the reason."""
    about = _about(request, key)
    if request.method != "POST":  # an address that was kept or sent on
        return redirect("consultation:amendment", key)
    form = RejectForm(request.POST, about=about)
    if not form.is_valid():
        return _page(request, about, {"reject": form}, status=422)
    try:
        turn_down(
            by=request.user,
            amendment=about.amendment,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            at=timezone.now(),
        )
    except StandsOtherwise:
        return _somebody_was_faster(request, key, "reject")
    messages.success(request, _("The amendment is rejected."))
    return redirect("consultation:amendment", key)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, key: str) -> HttpResponse:
    """Take one's own amendment back."""
    about = _about(request, key)
    if request.method != "POST":  # an address that was kept or sent on
        return redirect("consultation:amendment", key)
    withdraw_amendment(by=request.user, amendment=about.amendment, at=timezone.now())
    messages.success(request, _("Your amendment is withdrawn. It stays on record."))
    return redirect("consultation:amendment", key)


def decided_again(request: SignedInRequest, key: str, *, why: str) -> HttpResponse:
    """The amendment with what was sent in its form, to be sent once more; nothing is written."""
    about = _about(request, key)
    name = "change" if "words" in request.POST else "accept" if "weight" in request.POST else "reject"
    form: Form = RejectForm(request.POST, about=about)
    if name != "reject":
        form = AcceptForm(request.POST, about=about, with_words=name == "change")
    form.add_error(None, why)
    return _page(request, about, {name: form}, status=403)


def proposed_again(request: SignedInRequest, text: str, key: str, *, why: str) -> HttpResponse:
    """The form with what was sent in it, to be sent once more; nothing is written."""
    spot = _spot(request, text, key)
    require(can_propose(request.user, spot.text))
    form = spot.form(request.POST)
    form.add_error(None, why)
    return _form_page(request, spot, form, status=403)


@dataclass(frozen=True, slots=True)
class Spot:
    """The clause in work that an amendment is to be put to."""

    text: Text
    working: Version
    version: VersionReading
    clause: ClauseReading

    @property
    def others(self) -> tuple[ClauseReading, ...]:
        return self.version.clauses

    def form(self, data: Any = None, initial: Mapping[str, str] = MappingProxyType({})) -> AmendmentForm:
        """The form for an amendment to it; in a translation without the kinds that make clauses."""
        negotiated = self.clause.language == self.text.language
        return AmendmentForm(
            data, clause=self.clause, others=self.others, makes_clauses=negotiated, initial=initial
        )


def _anew(request: SignedInRequest, spot: Spot) -> dict[str, str]:
    """What an amendment said on another clause whose words went into this one, to be proposed here."""
    about = read_amendment(request.user, spot.text, request.GET.get("from", ""))
    if about is None or about.amendment.language != spot.clause.language:
        return {}
    return {
        "kind": about.amendment.kind,
        "words": about.words_anew(spot.clause.source),
        "rationale": about.amendment.rationale,
    }


def _spot(request: SignedInRequest, slug: str, key: str) -> Spot:
    text = text_at_desk(request, slug)
    working, _latest = working_and_latest(text)
    if working is None:
        raise Http404
    version = read_version(working, request.GET.get("language") or text.language)
    clause = version.clause(key)
    if clause is None:
        raise Http404
    return Spot(text, working, version, clause)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Put an amendment to a clause of the version in work."""
    spot = _spot(request, text, key)
    require(can_propose(request.user, spot.text))
    if request.method != "POST":
        return _form_page(request, spot, spot.form(initial=_anew(request, spot)))
    form = spot.form(request.POST)
    if request.POST.get("act") == "preview":
        return _form_page(request, spot, form)
    if not form.is_valid():
        return _form_page(request, spot, form, status=422)
    try:
        made = _propose(request, spot, form)
    except ClauseGone:
        form.add_error(None, _("The clause left the text while you were writing. Your words are below."))
        return _form_page(request, spot, form, status=409)
    except ProposesNothing:
        form.add_error("words", _("These are the words that stand there already."))
        return _form_page(request, spot, form, status=422)
    messages.success(
        request, _("Your amendment is before the committee."), extra_tags=_kept_as(request, spot)
    )
    return redirect("consultation:amendment", made.key)


def _propose(request: SignedInRequest, spot: Spot, form: AmendmentForm) -> Amendment:
    clauses = Clause.objects.filter(text=spot.text)
    other = form.cleaned_data["other"]
    return propose_amendment(
        by=request.user,
        version=spot.working,
        clause=clauses.get(key=spot.clause.key),
        kind=AmendmentKind(form.cleaned_data["kind"]),
        language=spot.clause.language,
        words=form.cleaned_data["words"],
        other=clauses.get(key=other) if other else None,
        rationale=form.cleaned_data["rationale"],
        basis=form.cleaned_data["basis"],
        key=form.cleaned_data["key"],
        at=timezone.now(),
    )


def _form_page(
    request: SignedInRequest, spot: Spot, form: AmendmentForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "spot": spot,
        "text": spot.text,
        "form": form,
        "redline": _redline(spot, form),
        "kept_as": _kept_as(request, spot),
    }
    part = "#redline" if "HX-Request" in request.headers else ""
    return render(request, f"consultation/amendment_propose.html{part}", context, status=status)


def _redline(spot: Spot, form: AmendmentForm) -> tuple[Change, ...]:
    """What the proposal so far would change; nothing while it is the clause's own words."""
    kind, words = form.proposed
    proposed = " ".join(words.split())
    if proposed == spot.clause.source and kind != AmendmentKind.DELETE:
        return ()
    return redline_of_proposal(spot.clause.source, proposed, kind)


def _kept_as(request: SignedInRequest, spot: Spot) -> str:
    """What this browser keeps a half-written amendment under, for this person alone."""
    return f"amend-{request.user.key}-{spot.clause.key}-{spot.clause.language}"
