"""Answering one input: the committee's disposition, with its public reason and the revisions that took it in."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultation.actions.dispositions import AlreadyAnswered
from consultation.actions.dispositions import dispose as give_answer
from consultation.forms.desk import DispositionForm, disposition_form_for
from consultation.models import Comment, Outcome
from consultation.permissions import can_dispose, moderated_comments
from consultation.permissions.answers import originals_of
from consultation.reports.deciding import places_to_decide
from consultation.reports.inputs import InputReading, read_input
from consultation.reports.voices import read_voices
from consultation.views.answers import clause_url
from consultation.views.desk import criteria_asked
from consultation.views.requests import SignedInRequest
from drafts.models import Clause, Revision
from drafts.views.requests import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def dispose(request: SignedInRequest, reference: str) -> HttpResponse:
    """Answer one input; a later answer supersedes an earlier one."""
    comment, about = _input(request, reference)
    places = places_to_decide(request.user, comment.consultation.version.text, timezone.now())
    if request.method != "POST":
        return _dispose_page(request, about, disposition_form_for(about, get_language(), places))
    form = DispositionForm(request.POST, about=about, places=places)
    if not form.is_valid():
        return _dispose_page(request, about, form, 422)
    if originals_of([comment]):
        # Merged while the answer was written: what was typed stays, with the way to where it is answered.
        return _dispose_page(request, about, form, 409)
    try:
        _answer(request, about, form)
    except AlreadyAnswered as change:
        messages.warning(
            request,
            _("Somebody answered this input meanwhile. Yours is kept below; check it against theirs."),
        )
        now = request.POST.copy()
        now["supersedes"] = str(change.current.pk) if change.current else ""
        return _dispose_page(request, about, DispositionForm(now, about=about, places=places), 409)
    messages.success(request, _("Input %(reference)s is answered.") % {"reference": reference})
    text = comment.consultation.version.text
    queue = criteria_asked(request, text)
    back = clause_url(text, _returning_to(request, about), criteria=queue, input=reference)
    return redirect(f"{back}#{reference}")


def _input(request: SignedInRequest, reference: str) -> tuple[Comment, InputReading]:
    """An input on a text one works on, as it is answered."""
    related = (
        "consultation__version__text",
        "clause",
        "author",
        "organisation",
        "standing",
        "spoken__sitting",
    )
    comment = get_object_or_404(
        moderated_comments(request.user).select_related(*related), reference=reference
    )
    about = read_input(comment, comment.consultation.version.text)
    if about is None:
        raise Http404
    return comment, about


def _answer(request: SignedInRequest, about: InputReading, form: DispositionForm) -> None:
    seen = form.cleaned_data["supersedes"]
    give_answer(
        by=request.user,
        comment=about.comment,
        outcome=Outcome(form.cleaned_data["outcome"]),
        reason=form.cleaned_data["reason"],
        language=form.cleaned_data["language"],
        revisions=list(Revision.objects.filter(history_id__in=form.named_revisions)),
        supersedes=next((each for each in about.dispositions if each.pk == seen), None),
        at=timezone.now(),
        sitting=form.cleaned_data["sitting"],
        decided_in=form.sitting_chosen,
    )


def _dispose_page(
    request: SignedInRequest, about: InputReading, form: DispositionForm, status: int = 200
) -> HttpResponse:
    text = about.comment.consultation.version.text
    context = {
        "text": text,
        "about": about,
        "form": form,
        "may": can_dispose(request.user, about.comment),
        "at": _returning_to(request, about),
        "voices": read_voices(request.user, [about.comment], timezone.now())[about.comment.pk],
        "typed": [form["reason"].value()] if form.is_bound and form["reason"].value() else [],
    }
    return render(request, "consultation/dispose.html", context, status=status)


def _returning_to(request: SignedInRequest, about: InputReading) -> str:
    """The clause page the form was on: an input may be answered at a clause that its own was merged into."""
    at = request.GET.get("at", "")
    known = at.isalnum() and Clause.objects.filter(text=about.place.clause.text_id, key=at).exists()
    return at if known else about.place.clause.key
