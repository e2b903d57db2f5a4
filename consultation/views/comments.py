"""Writing a comment, keeping it as a draft, submitting it, taking it back."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.actions.comments import discard_draft, save_draft, submit_comment, withdraw_comment
from consultation.forms.comments import CommentForm, form_from_draft, form_from_selection
from consultation.models import CommentDraft, Consultation, GuidingQuestion
from consultation.permissions import (
    can_comment,
    can_submit_more,
    can_withdraw,
    own_comments,
    own_drafts,
    speaker_of,
    visible_consultations,
)
from consultation.permissions.organisations import with_one_voice
from consultation.reports.document import languages_of
from consultation.reports.own import drafts_of, read_own, submitted_by
from consultation.reports.questions import questions_on
from consultation.reports.threads import redline_of_proposal
from consultation.views.reading import language_asked, open_version
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.models import Clause
from drafts.models.keys import new_key
from drafts.reports.reading import ClauseReading, read_clause_called
from drafts.text.diff import Change
from drafts.views.requests import signed_in

COMMENTS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Spot:
    """What is commented on: a clause as it reads in the version that was put out for input."""

    consultation: Consultation
    clause: Clause
    reading: ClauseReading
    questions: tuple[GuidingQuestion, ...] = ()

    @property
    def url(self) -> str:
        """The clause with its comments."""
        return self._address("consultation:clause")

    @property
    def write_url(self) -> str:
        """Where the form is sent, whether it is new or goes on with a draft."""
        return self._address("consultation:comment-write")

    def _address(self, name: str) -> str:
        version = self.consultation.version
        address = reverse(name, args=[version.text.slug, version.slug, self.clause.key])
        return f"{address}?language={self.reading.language}"


def _spot(request: HttpRequest, text: str, version: str, key: str) -> Spot:
    """The clause somebody wants to comment on, as they see it; a refusal where nobody asked for input."""
    # What is put out for input is published: everybody may read it.
    rounds = Consultation.objects.select_related("version__text")
    consultation = next(iter(rounds.filter(version__slug=version, version__text__slug=text)), None)
    if consultation is None:
        open_version(request, text, version)
        raise PermissionDenied(_("Nobody is asked for input on this version yet."))
    asked = consultation.version
    return _spot_called(request, consultation, key, language_asked(request, asked.text, languages_of(asked)))


def _spot_of(request: HttpRequest, consultation: Consultation, clause: Clause, language: str) -> Spot:
    return _spot_called(request, consultation, clause.key, language)


def _spot_called(request: HttpRequest, consultation: Consultation, key: str, language: str) -> Spot:
    reading = read_clause_called(consultation.version, key, language)
    if reading is None:
        raise Http404
    clause = Clause(pk=reading.clause_id, key=key, text=consultation.version.text)
    return Spot(consultation, clause, reading, _questions(request, consultation, clause))


def _questions(
    request: HttpRequest, consultation: Consultation, clause: Clause
) -> tuple[GuidingQuestion, ...]:
    """The guiding questions at a clause. No query for a form that was shown without any."""
    if request.method == "POST" and "question" not in request.POST:
        return ()
    return questions_on(consultation, clause.pk)


def _own_draft(request: SignedInRequest, key: str) -> CommentDraft:
    related = ("consultation__version__text", "clause", "organisation")
    return get_object_or_404(own_drafts(request.user).select_related(*related), key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, text: str, version: str, key: str) -> HttpResponse:
    """Comment on a clause, or on words selected in it."""
    if request.user.pk is None and request.method != "POST":
        return redirect_to_login(request.get_full_path())
    spot = _spot(request, text, version, key)
    if request.method == "POST":
        form = CommentForm(request.POST, clause=spot.reading, questions=spot.questions)
        if request.user.pk is None:
            return _page(request, spot, form, signed_out=True, status=401)
        return _answer(cast("SignedInRequest", request), spot, form)
    require(can_comment(request.user, spot.consultation, timezone.now(), spot.clause.pk, drafting=True))
    return _page(request, spot, form_from_selection(spot.reading, request.GET, spot.questions))


@signed_in
@require_safe
def edit_draft(request: SignedInRequest, key: str) -> HttpResponse:
    """Go on with a half-written comment; the form is sent to the clause it is about, as a new one is."""
    draft = _own_draft(request, key)
    if draft.taken_into_id is not None:
        return redirect("consultation:draft-suggestions", key)
    spot = _spot_of(request, draft.consultation, draft.clause, draft.wording_language)
    decision = can_comment(request.user, spot.consultation, timezone.now(), spot.clause.pk, drafting=True)
    form = form_from_draft(spot.reading, draft, spot.questions)
    return _page(request, spot, form, refusal=decision.reason, draft=draft)


def _answer(request: SignedInRequest, spot: Spot, form: CommentForm) -> HttpResponse:
    """What is done with a form that was sent: shown again, kept, or submitted."""
    act = request.POST.get("act", "submit")
    if act == "preview":
        return _page(request, spot, form)
    if not (form.is_valid() if act == "draft" else form.says_something()):
        return _page(request, spot, form, status=422)
    return _keep(request, spot, form) if act == "draft" else _submit(request, spot, form)


def _keep(request: SignedInRequest, spot: Spot, form: CommentForm) -> HttpResponse:
    """Save as a draft, and go on with it at its own address."""
    try:
        draft = _save(request, spot, form)
    except PermissionDenied as refusal:
        return _page(request, spot, form, refusal=str(refusal), status=403)
    except IntegrityError:
        return _page(request, spot, _with_new_key(request, spot), status=409)
    messages.success(request, _saved_for(draft))
    return redirect(f"{reverse('consultation:draft-edit', args=[draft.key])}?saved=1")


def _saved_for(draft: CommentDraft) -> str:
    if draft.organisation_id is not None:
        return _("Your draft is saved. You and your coordinators can see it.")
    return _("Your draft is saved. Only you can see it.")


def _save(request: SignedInRequest, spot: Spot, form: CommentForm) -> CommentDraft:
    return save_draft(
        by=request.user,
        consultation=spot.consultation,
        clause=spot.clause,
        words=form.words(),
        key=form.cleaned_data["key"],
        at=timezone.now(),
    )


def _submit(request: SignedInRequest, spot: Spot, form: CommentForm) -> HttpResponse:
    """Say it; where that is refused, keep it as a draft and say why."""
    now = timezone.now()
    try:
        require(can_submit_more(request.user, now))
        comment = submit_comment(
            by=request.user,
            consultation=spot.consultation,
            clause=spot.clause,
            words=form.words(),
            key=form.cleaned_data["key"],
            at=now,
        )
    except PermissionDenied as refusal:
        return _refuse(request, spot, form, str(refusal))
    except IntegrityError:
        return _page(request, spot, _with_new_key(request, spot), status=409)
    if comment.says_other_than(form.words().columns()):
        since = _(
            "This form was submitted before. What you changed since is below: send it as a comment of its own."
        )
        return _page(request, spot, _with_new_key(request, spot, since), status=409)
    messages.success(request, _thanks(spot.consultation))
    # It stands on the last page of a long thread.
    return redirect(f"{spot.url}&comment={comment.reference}#{comment.reference}")


def _thanks(consultation: Consultation) -> str:
    if consultation.moderation == Consultation.Moderation.AFTER:
        return _("Your comment is submitted, and everyone can read it.")
    if consultation.moderation == Consultation.Moderation.CLOSING:
        return _(
            "Your comment is submitted. The committee reads it at once; everyone else once it is moderated"
            " and the consultation has closed."
        )
    return _("Your comment is submitted. The committee reads it at once; everyone else once it is moderated.")


def _refuse(request: SignedInRequest, spot: Spot, form: CommentForm, reason: str) -> HttpResponse:
    try:
        _save(request, spot, form)
    except PermissionDenied:
        return _page(request, spot, form, refusal=reason, status=403)
    kept = _("What you wrote is kept as a draft.")
    return _page(request, spot, form, refusal=f"{reason} {kept}", status=403)


def _with_new_key(request: SignedInRequest, spot: Spot, why: str = "") -> CommentForm:
    """The same words under another key, where a comment has this one: somebody else's, or one said before."""
    sent = request.POST.copy()
    sent["key"] = new_key()
    form = CommentForm(sent, clause=spot.reading, questions=spot.questions)
    form.add_error(None, why or _("This could not be saved the first time. Please send it again."))
    return form


def _page(
    request: HttpRequest,
    spot: Spot,
    form: CommentForm,
    *,
    refusal: str = "",
    signed_out: bool = False,
    draft: CommentDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    version = spot.consultation.version
    speaker = speaker_of(request.user) if request.user.pk is not None else None
    context = {
        "speaker": speaker,
        "only_drafts": speaker is not None and not with_one_voice(speaker),
        "spot": spot,
        "text": version.text,
        "version": version,
        "form": form,
        "key": form["key"].value(),
        "redline": _redline(spot, form),
        "refusal": refusal,
        "signed_out": signed_out,
        "draft": draft,
        "sources": draft.sources.select_related("author").order_by("pk") if draft else (),
        "is_saved": "saved" in request.GET,
    }
    part = "#redline" if "HX-Request" in request.headers else ""
    return render(request, f"consultation/comment_write.html{part}", context, status=status)


def _redline(spot: Spot, form: CommentForm) -> tuple[Change, ...]:
    """What the proposal so far would change; nothing while the words are the clause's own."""
    if form.is_bound:
        form.is_valid()
        words = form.words()
        return redline_of_proposal(spot.reading.source, words.proposed_wording, words.proposal)
    proposed = str(form.initial.get("proposed_wording", ""))
    words_of_its_own = "" if proposed == form.clause.source else proposed
    return redline_of_proposal(spot.reading.source, words_of_its_own, form.initial.get("proposal", ""))


@require_POST
def autosave(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what is in the form without leaving it; the answer is what the form says beside its buttons."""
    if request.user.pk is None:
        return HttpResponse(_("Not saved: you are signed out."), status=401)
    return _autosave(cast("SignedInRequest", request), key)


def _autosave(request: SignedInRequest, key: str) -> HttpResponse:
    if own_comments(request.user).filter(reference=key).exists():
        return HttpResponse(_("This comment is submitted already."), status=409)
    spot = _spot_for_autosave(request, key)
    sent = request.POST.copy()
    sent["key"] = key
    form = CommentForm(sent, clause=spot.reading, questions=spot.questions)
    if not form.is_valid() and form.errors.keys() - {"quote"}:
        return HttpResponse(_("Not saved: there are mistakes in the form."), status=422)
    try:
        draft = _save(request, spot, form)
    except (PermissionDenied, IntegrityError):
        return HttpResponse(_("Not saved: you may not comment here."), status=403)
    return HttpResponse(_saved_words(draft, form))


def _saved_words(draft: CommentDraft, form: CommentForm) -> str:
    at = timezone.localtime(draft.saved_at).strftime("%H:%M")
    if form.errors:
        return _(
            "Draft saved at %(time)s, but without the words you quote: they do not stand in the clause."
        ) % {"time": at}
    return _("Draft saved at %(time)s") % {"time": at}


def _spot_for_autosave(request: SignedInRequest, key: str) -> Spot:
    """Where the draft belongs: it knows itself once it is saved, before that the form's address says it."""
    draft = (
        own_drafts(request.user)
        .filter(key=key)
        .select_related("consultation__version__text", "clause")
        .first()
    )
    if draft:
        return _spot_of(request, draft.consultation, draft.clause, draft.wording_language)
    consultations = visible_consultations(request.user).select_related("version__text")
    consultation = get_object_or_404(consultations, key=request.GET.get("consultation", ""))
    clause = get_object_or_404(
        Clause.objects.filter(text=consultation.version.text_id), key=request.GET.get("clause", "")
    )
    return _spot_of(request, consultation, clause, request.GET.get("language", ""))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: SignedInRequest, key: str) -> HttpResponse:
    """Throw a half-written comment away, after asking once."""
    draft = _own_draft(request, key)
    if request.method != "POST":
        return render(request, "consultation/draft_discard.html", {"draft": draft})
    discard_draft(by=request.user, draft=draft)
    messages.success(request, _("The draft is thrown away."))
    return redirect("consultation:own-comments")


@signed_in
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """One's drafts, and what became of everything one submitted."""
    page = Paginator(submitted_by(request.user), COMMENTS_A_PAGE).get_page(request.GET.get("page"))
    drafts = list(drafts_of(request.user))
    context = {
        "drafts": drafts,
        # Each consultation once, in the order of its last draft.
        "sets": list(dict.fromkeys(draft.consultation for draft in drafts)),
        "comments": read_own(request.user, list(page)),
        "page_obj": page,
        "now": timezone.now(),
        "request_path": request.path,
        "speaker": speaker_of(request.user),
    }
    return render(request, "consultation/own_comments.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take one's own comment back, after saying what that means."""
    related = ("consultation__version__text", "clause", "standing")
    comment = get_object_or_404(own_comments(request.user).select_related(*related), reference=reference)
    if request.method != "POST":
        context = {"comment": comment, "decision": can_withdraw(request.user, comment)}
        return render(request, "consultation/comment_withdraw.html", context)
    withdraw_comment(by=request.user, comment=comment, at=timezone.now())
    messages.success(request, _("Your comment is withdrawn. It stays on record, out of everyone’s sight."))
    return redirect("consultation:own-comments")


def sent_again(request: HttpRequest, text: str, version: str, key: str, *, why: str) -> HttpResponse:
    """The form with what was sent in it, to be sent once more; nothing is written."""
    spot = _spot(request, text, version, key)
    form = CommentForm(request.POST, clause=spot.reading, questions=spot.questions)
    form.add_error(None, why)
    return _page(request, spot, form, status=403)
