"""The secretariat convenes a session, changes it, cancels it, puts it on the agenda and gives its offices."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.models import Programme
from drafts.views.requests import signed_in
from roundtables.actions.changing import AlreadyCancelled, SessionChanged, cancel_session, change_session
from roundtables.actions.series import SeriesNameTaken, open_series
from roundtables.actions.sessions import announce_session, convene, end_office, give_office
from roundtables.forms.sessions import CancelForm, ChangeForm, ConveneForm, OfficeForm, SeriesForm
from roundtables.models import Office, Session
from roundtables.permissions.convening import can_cancel, can_change, is_said_in
from roundtables.permissions.sessions import can_run, runs_programme
from roundtables.views.sessions import session_to_run


def _programme(request: SignedInRequest, slug: str) -> Programme:
    """A programme whose sessions somebody convenes; for all others the page is not there."""
    found = get_object_or_404(Programme, slug=slug)
    if not runs_programme(request.user, found.pk):
        raise Http404
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def convene_session(request: SignedInRequest, slug: str) -> HttpResponse:
    """Convene a session of a programme."""
    programme = _programme(request, slug)
    if request.method != "POST":
        return _convene_page(request, programme, ConveneForm(programme=programme))
    form = ConveneForm(request.POST, programme=programme)
    if not form.is_valid():
        return _convene_page(request, programme, form, 422)
    try:
        made = convene(
            by=request.user,
            programme=programme,
            terms=form.terms(),
            at=timezone.now(),
            key=form.cleaned_data["key"],
        )
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return _convene_page(request, programme, form, 422)
    messages.success(
        request,
        _("The session is convened. Give it its agenda and its offices, then put it on the public agenda."),
    )
    return redirect(made)


def _convene_page(
    request: SignedInRequest, programme: Programme, form: ConveneForm, status: int = 200
) -> HttpResponse:
    context = {"programme": programme, "form": form}
    return render(request, "roundtables/convene.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def open_a_series(request: SignedInRequest, slug: str) -> HttpResponse:
    """Open a series of a programme's sessions."""
    programme = _programme(request, slug)
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_series(
                by=request.user,
                programme=programme,
                slug=form.cleaned_data["slug"],
                title=form.words("title"),
                description=form.words("description"),
                at=timezone.now(),
            )
        except SeriesNameTaken:
            form.add_error("slug", _("Another series has this name. Choose another."))
        else:
            messages.success(request, _("The series is open. Convene its sessions."))
            return redirect(made)
    context = {"programme": programme, "form": form}
    return render(request, "roundtables/series_open.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, key: str) -> HttpResponse:
    """Other terms for a session: another time or place, another version on the table, a stricter rule."""
    found = session_to_run(request, key)
    require(can_change(request.user, found))
    is_said = is_said_in(found)
    if request.method != "POST":
        return _change_page(request, found, ChangeForm(about=found, is_said=is_said))
    form = ChangeForm(request.POST, about=found, is_said=is_said)
    if not form.is_valid():
        return _change_page(request, found, form, 422)
    try:
        change_session(
            by=request.user,
            session=found,
            terms=form.terms(),
            was=form.cleaned_data["was"],
            at=timezone.now(),
        )
    except SessionChanged:
        return _changed_meanwhile(request, key, form)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return _change_page(request, found, form, 422)
    messages.success(
        request, _("The session is changed; whoever was invited is written to where it matters.")
    )
    return redirect(found)


def _changed_meanwhile(request: SignedInRequest, key: str, form: ChangeForm) -> HttpResponse:
    """The form as it was typed, to be sent again on top of what the other one changed."""
    now = session_to_run(request, key)
    form.add_error(
        None,
        _(
            "Somebody changed this session since you opened this page. Look at it as it is now;"
            " what you typed is kept, and can be sent again."
        ),
    )
    typed = request.POST.copy()
    typed["was"] = str(now.sequence)
    form.data = typed
    return _change_page(request, now, form, 409)


def _change_page(
    request: SignedInRequest, found: Session, form: ChangeForm, status: int = 200
) -> HttpResponse:
    context = {"session": found, "form": form}
    return render(request, "roundtables/session_change.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: SignedInRequest, key: str) -> HttpResponse:
    """Cancel a session, with the reason."""
    found = session_to_run(request, key)
    if found.cancelled_at:
        messages.info(request, _("This session was cancelled."))
        return redirect(found)
    require(can_cancel(request.user, found))
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _cancelled(request, found, form)
    context = {"session": found, "form": form}
    return render(request, "roundtables/session_cancel.html", context, status=422 if form.errors else 200)


def _cancelled(request: SignedInRequest, found: Session, form: CancelForm) -> HttpResponse:
    try:
        cancel_session(by=request.user, session=found, because=form.words("because"), at=timezone.now())
    except AlreadyCancelled:
        messages.warning(request, _("Somebody else cancelled this session a moment earlier."))
    else:
        messages.success(request, _("The session is cancelled; whoever was invited is written to."))
    return redirect(found)


@signed_in
@require_POST
def announce(request: SignedInRequest, key: str) -> HttpResponse:
    """Put a session on the public agenda."""
    found = session_to_run(request, key)
    announce_session(by=request.user, session=found, at=timezone.now())
    messages.success(request, _("The session is on the public agenda: everybody sees it."))
    return redirect(found)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def offices(request: SignedInRequest, key: str) -> HttpResponse:
    """Who chairs a session and who takes its record, and giving an office to somebody."""
    found = session_to_run(request, key)
    require(can_run(request.user, found))
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        give_office(
            by=request.user,
            session=found,
            to=form.cleaned_data["email"],
            part=Office.Part(form.cleaned_data["part"]),
            at=timezone.now(),
        )
        messages.success(request, _("The office is given."))
        return redirect("roundtables:offices", found.key)
    held = Office.objects.filter(session=found).select_related("user").order_by("part", "given_at", "pk")
    context = {"session": found, "form": form, "offices": held}
    return render(request, "roundtables/offices.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def office_end(request: SignedInRequest, key: str, pk: int) -> HttpResponse:
    """Somebody chairs no longer, or takes the record no longer."""
    found = session_to_run(request, key)
    office = get_object_or_404(Office.objects.select_related("user", "session"), session=found, pk=pk)
    end_office(by=request.user, office=office, at=timezone.now())
    messages.success(request, _("The office is ended; that it was held stays on record."))
    return redirect("roundtables:offices", found.key)
