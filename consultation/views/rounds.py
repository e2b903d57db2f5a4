"""The secretariat puts a version out for input, changes the terms, gives more time and asks questions."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultation.actions.extending import AlreadyExtended, NotLater, ReasonMissing, extend_consultation
from consultation.actions.questions import Asked, ask_questions
from consultation.actions.rounds import (
    AlreadyConsulted,
    TermsChanged,
    change_consultation,
    open_consultation,
)
from consultation.forms.rounds import ChangeForm, ConsultationForm, ExtendForm, QuestionsForm
from consultation.models import Consultation
from consultation.permissions import can_open_consultation, can_see_desk, visible_consultations
from consultation.permissions.opening import can_ask, can_change, can_extend
from consultation.reports.questions import read_questions
from consultation.views.desk import text_at_desk
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.models import Clause, Version
from drafts.views.requests import signed_in

WEEKS_OPEN = 4


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def consult(request: SignedInRequest, text: str, version: str) -> HttpResponse:
    """Put a published version out for input: from when to when, visible when, who is asked, and what."""
    found = text_at_desk(request, text)
    about = get_object_or_404(found.versions.select_related("text"), slug=version)
    require(can_open_consultation(request.user, about))
    standing = Consultation.objects.filter(version=about).first()
    if standing is not None and standing.scope == Consultation.Scope.WHOLE:
        messages.info(request, _("%(version)s has its consultation already.") % {"version": about})
        return redirect(standing)
    now = timezone.localtime().replace(second=0, microsecond=0)
    if request.method != "POST":
        initial = {"opens_at": now, "closes_at": now + timedelta(weeks=WEEKS_OPEN)}
        return _consult_page(request, about, ConsultationForm(now=now, initial=initial))
    form = ConsultationForm(request.POST, now=now)
    if not form.is_valid():
        return _consult_page(request, about, form, 422)
    return _open(request, about, form)


def _open(request: SignedInRequest, version: Version, form: ConsultationForm) -> HttpResponse:
    terms = form.terms()
    try:
        consultation = open_consultation(
            by=request.user,
            version=version,
            opens_at=terms.opens_at,
            closes_at=terms.closes_at,
            moderation=terms.moderation,
            audience=terms.audience,
            categories=terms.categories,
            organisations=terms.organisations,
            questions=[Asked(words) for words in form.questions()],
            at=timezone.now(),
        )
    except AlreadyConsulted:
        messages.warning(request, _("%(version)s has its consultation already.") % {"version": version})
        return redirect("consultation:desk", version.text.slug)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return _consult_page(request, version, form, 422)
    messages.success(request, _("The consultation on %(version)s is set.") % {"version": version})
    return redirect(consultation)


def _consult_page(
    request: SignedInRequest, version: Version, form: ConsultationForm, status: int = 200
) -> HttpResponse:
    context = {"text": version.text, "version": version, "form": form}
    return render(request, "consultation/consultation_open.html", context, status=status)


def _found(request: SignedInRequest, key: str) -> Consultation:
    """A consultation whose desk somebody sees; for all others the page is not there."""
    rounds = visible_consultations(request.user).select_related("version__text__programme")
    found = get_object_or_404(rounds, key=key)
    if not can_see_desk(request.user, found.version.text):
        return get_object_or_404(rounds.none())
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """Other terms: all of them before it opens, then those that are fair to whoever spoke."""
    found = _found(request, key)
    now = timezone.now()
    require(can_change(request.user, found, now))
    if request.method != "POST":
        return _change_page(request, found, ChangeForm(about=found, now=now))
    form = ChangeForm(request.POST, about=found, now=now)
    if not form.is_valid():
        return _change_page(request, found, form, 422)
    try:
        change_consultation(
            by=request.user, consultation=found, terms=form.terms(), was=form.cleaned_data["was"], at=now
        )
    except TermsChanged:
        form = ChangeForm(about=Consultation.objects.get(pk=found.pk), now=now)
        messages.warning(request, _("Somebody changed the terms meanwhile. Here is how they stand now."))
        return _change_page(request, found, form, 409)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return _change_page(request, found, form, 422)
    messages.success(request, _("The terms are changed."))
    return redirect(found)


def _change_page(
    request: SignedInRequest, found: Consultation, form: ChangeForm, status: int = 200
) -> HttpResponse:
    context = {"consultation": found, "text": found.version.text, "form": form}
    return render(request, "consultation/consultation_edit.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: SignedInRequest, key: str) -> HttpResponse:
    """More time, until when and why."""
    found = _found(request, key)
    now = timezone.now()
    require(can_extend(request.user, found, now))
    if request.method != "POST":
        return _extend_page(request, found, ExtendForm(about=found, now=now))
    form = ExtendForm(request.POST, about=found, now=now)
    if not form.is_valid():
        return _extend_page(request, found, form, 422)
    chosen = form.cleaned_data
    try:
        extend_consultation(
            by=request.user,
            consultation=found,
            was=chosen["was"],
            closes_at=chosen["closes_at"],
            reason=chosen["reason"],
            at=now,
        )
    except AlreadyExtended as faster:
        return _extended_meanwhile(request, found, faster, form)
    except (NotLater, ReasonMissing):
        form.add_error("closes_at", _("More time is a later closing. Choose a later time."))
        return _extend_page(request, found, form, 422)
    messages.success(request, _("It closes later now; everybody who is asked is written to."))
    return redirect(found)


def _extended_meanwhile(
    request: SignedInRequest, found: Consultation, faster: AlreadyExtended, form: ExtendForm
) -> HttpResponse:
    """What the other one decided, and one's own words once more, to be sent again if there is still need."""
    until = date_format(timezone.localtime(faster.closes_at), "DATETIME_FORMAT")
    form.add_error(
        None,
        _("Somebody extended it meanwhile: it closes on %(moment)s. Send yours again if it is still needed.")
        % {"moment": until},
    )
    form.data = {**form.data, "was": faster.closes_at.isoformat()}
    return _extend_page(
        request, Consultation.objects.select_related("version__text").get(pk=found.pk), form, 409
    )


def _extend_page(
    request: SignedInRequest, found: Consultation, form: ExtendForm, status: int = 200
) -> HttpResponse:
    context = {"consultation": found, "text": found.version.text, "form": form}
    return render(request, "consultation/consultation_extend.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: SignedInRequest, key: str) -> HttpResponse:
    """The guiding questions there are, and more of them."""
    found = _found(request, key)
    now = timezone.now()
    require(can_ask(request.user, found, now))
    if request.method != "POST":
        initial = {"clause": request.GET.get("clause", "")}
        return _questions_page(request, found, QuestionsForm(initial=initial))
    form = QuestionsForm(request.POST)
    clause = _clause_asked(found, form) if form.is_valid() else None
    if not form.is_valid():
        return _questions_page(request, found, form, 422)
    asked = [Asked(words, clause) for words in form.questions()]
    ask_questions(by=request.user, consultation=found, questions=asked, at=now)
    messages.success(request, _("The questions are put; they stand on the page of the consultation."))
    return redirect(found)


def _clause_asked(found: Consultation, form: QuestionsForm) -> Clause | None:
    """The clause that the questions are about; says so where the version has none of that key."""
    key = form.cleaned_data["clause"].strip()
    if not key:
        return None
    clause = Clause.objects.filter(placements__version=found.version_id, key=key).first()
    if clause is None:
        form.add_error("clause", _("This version has no clause with this key."))
    return clause


def _questions_page(
    request: SignedInRequest, found: Consultation, form: QuestionsForm, status: int = 200
) -> HttpResponse:
    context = {
        "consultation": found,
        "text": found.version.text,
        "form": form,
        "questions": read_questions(found),
    }
    return render(request, "consultation/questions.html", context, status=status)
