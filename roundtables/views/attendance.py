"""Who attends a session: the list at the door for whoever takes it, and what others may read of it afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.models import User
from consultation.views.limits import is_too_often
from consultation.views.requests import SignedInRequest
from drafts.models.ledger import digest
from drafts.views.requests import signed_in
from roundtables.actions.attendance import remove_attendance, take_attendance, take_list
from roundtables.forms.attendance import PastedForm, SomebodyForm
from roundtables.models import Attendance, Seat, Session
from roundtables.permissions.seats import can_have_certificate, own_attendance, sees_who_attended
from roundtables.permissions.sessions import can_take_attendance, sees_notes, visible_sessions
from roundtables.reports.attendance import read_attended, read_attending
from roundtables.reports.pasted import PastedLine, UnreadableList, read_pasted
from roundtables.reports.present import present_under, voices_of

Mode = Attendance.Mode


@require_safe
def attendance(request: HttpRequest, key: str) -> HttpResponse:
    """The list at the door for those who hold the session; for everybody else who attended, as its rule has it."""
    session = get_object_or_404(visible_sessions(request.user), key=key)
    if isinstance(request.user, User) and sees_notes(request.user, session):
        return _door(request, request.user, session)
    now = timezone.now()
    named = sees_who_attended(request.user, session, now)
    over = now >= session.ends_at
    context = {
        "session": session,
        "named": named,
        "attended": read_attended(session, named=named.allowed) if over else None,
        "own": own_attendance(request.user, session),
        "has_certificate": can_have_certificate(request.user, session, now),
    }
    return render(request, "roundtables/attended.html", context)


@signed_in
@require_POST
def take(request: SignedInRequest, key: str) -> HttpResponse:
    """Somebody who was expected is there: the button says who, and whether in the room or from afar."""
    session = _held(request, key)
    mode = Mode.REMOTE if "remote" in request.POST else Mode.ROOM
    seats = Seat.objects.sent().select_related("organisation", "user", "attends")
    seat = get_object_or_404(seats, session=session, key=request.POST.get(str(mode), ""))
    people = [person for person in (seat.user, seat.attends) if person]
    present = replace(present_under(seat, voices_of(people)), mode=mode)
    take_attendance(by=request.user, session=session, present=present, at=timezone.now())
    return _back(request, session, f"seat-{seat.key}")


@signed_in
@require_POST
def enter(request: SignedInRequest, key: str) -> HttpResponse:
    """Somebody who was not expected is there."""
    session = _held(request, key)
    form = SomebodyForm(request.POST)
    if not form.is_valid():
        return _door(request, request.user, session, form, status=422)
    entry = take_attendance(by=request.user, session=session, present=form.present(), at=timezone.now())
    messages.success(request, _("They are on the list."))
    return _back(request, session, f"entry-{entry.key}")


@signed_in
@require_POST
def remove(request: SignedInRequest, key: str) -> HttpResponse:
    """An entry was a mistake."""
    session = _held(request, key)
    entries = Attendance.objects.filter(session=session).select_related("session")
    entry = get_object_or_404(entries, key=request.POST.get("entry", ""))
    remove_attendance(by=request.user, entry=entry, at=timezone.now())
    messages.success(request, _("The entry is taken back. That it was there stays on record."))
    return _back(request, session, "list")


@dataclass(frozen=True, slots=True)
class _Checked:
    """A pasted list as its check left it."""

    form: PastedForm
    lines: Sequence[PastedLine] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return bool(self.lines) and not self.faulty

    @property
    def faulty(self) -> list[PastedLine]:
        return [line for line in self.lines if line.faults]

    @property
    def new(self) -> list[PastedLine]:
        return [line for line in self.lines if not line.is_there]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pasted(request: SignedInRequest, key: str) -> HttpResponse:
    """A list of those who were there, shown line by line before anybody is entered."""
    session = _held(request, key)
    if request.method != "POST":
        return _list_page(request, session, _Checked(PastedForm()))
    if (often := _too_often(request)) is not None:
        return _list_page(request, session, often, status=429)
    checked = _check(request, session)
    return _list_page(request, session, checked, status=200 if checked.is_good else 422)


@signed_in
@require_POST
def enter_pasted(request: SignedInRequest, key: str) -> HttpResponse:
    """Enter everybody on the list that was shown, or nobody."""
    session = _held(request, key)
    if (often := _too_often(request)) is not None:
        return _list_page(request, session, often, status=429)
    checked = _check(request, session)
    if not checked.is_good:
        return _list_page(request, session, checked, status=422)
    if request.POST.get("checked", "") != digest(checked.form.cleaned_data["people"]):
        checked.form.add_error(None, _("The list is not the one that was checked. Look at it once more."))
        return _list_page(request, session, checked, status=409)
    mode = Mode(checked.form.cleaned_data["mode"])
    people = [replace(line.present, mode=mode) for line in checked.new if line.present]
    entered = take_list(by=request.user, session=session, people=people, at=timezone.now())
    words = ngettext("One person is entered.", "%(number)d people are entered.", len(entered))
    messages.success(request, words % {"number": len(entered)})
    return redirect("roundtables:attendance", key=key)


def _too_often(request: SignedInRequest) -> _Checked | None:
    """The form with what was typed, once too often: a check says which addresses have an account."""
    form = PastedForm(request.POST)
    form.full_clean()
    return _Checked(form) if is_too_often(request, "attendance_list", form) else None


def _check(request: SignedInRequest, session: Session) -> _Checked:
    """The list that was sent, line by line; whatever is wrong, the form keeps what was typed."""
    form = PastedForm(request.POST)
    if not form.is_valid():
        return _Checked(form)
    words = form.cleaned_data["people"]
    kept = PastedForm({"people": words, "mode": form.cleaned_data["mode"], "checked": digest(words)})
    kept.full_clean()
    try:
        return _Checked(kept, read_pasted(session, words))
    except UnreadableList as unreadable:
        kept.add_error("people", str(unreadable))
        return _Checked(kept)


def _list_page(
    request: SignedInRequest, session: Session, checked: _Checked, *, status: int = 200
) -> HttpResponse:
    context = {"session": session, "checked": checked, "form": checked.form}
    return render(request, "roundtables/attendance_list.html", context, status=status)


def _held(request: SignedInRequest, key: str) -> Session:
    """Only those who hold a session know of the list at its door."""
    session = get_object_or_404(visible_sessions(request.user), key=key)
    if not sees_notes(request.user, session):
        raise Http404
    return session


def _door(
    request: HttpRequest, reader: User, session: Session, form: SomebodyForm | None = None, status: int = 200
) -> HttpResponse:
    attending = read_attending(reader, session)
    words = request.GET.get("q", "").strip()[:100]
    shown = [each for each in attending.expected if words.casefold() in each.words.casefold()]
    context = {
        "session": session,
        "may": can_take_attendance(reader, session),
        "attending": attending,
        "shown": shown,
        "words": words,
        "form": form or SomebodyForm(),
    }
    return render(request, "roundtables/attendance.html", context, status=status)


def _back(request: HttpRequest, session: Session, anchor: str) -> HttpResponse:
    """The list again, where one was, and as it was searched."""
    words = request.POST.get("q", "")
    query = f"?{urlencode({'q': words})}" if words else ""
    return redirect(f"{reverse('roundtables:attendance', args=[session.key])}{query}#{anchor}")
