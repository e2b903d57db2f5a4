"""Answering an invitation, and the sessions that somebody has a part in."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultation.models import Organisation, User
from consultation.permissions.organisations import can_coordinate
from consultation.reports.organisations import members_of, name_inside
from consultation.views.limits import is_too_often
from consultation.views.requests import SignedInRequest
from drafts.access import Decision
from drafts.views.requests import signed_in
from roundtables.actions.seats import AnsweredMeanwhile, answer_invitation, seen_as
from roundtables.forms.seats import AnswerForm
from roundtables.models import Seat
from roundtables.permissions.seats import can_answer, own_seats
from roundtables.reports.own import attends_words, read_own_sessions
from roundtables.reports.seats import waiting_line


@dataclass(frozen=True, slots=True)
class _Asked:
    """An invitation as somebody opened it: whether they may answer, and whom they may name."""

    reader: User
    seat: Seat
    may: Decision
    members: dict[str, tuple[User, str]] | None

    def form(self, *given: object) -> AnswerForm:
        members = None
        if self.members is not None:
            members = [(key, name) for key, (_member, name) in self.members.items()]
        return AnswerForm(*given, members=members, initial=None if given else self._initial())

    def _initial(self) -> dict[str, str]:
        """What was answered, as the form says it; an address is shown to nobody but who wrote it."""
        seat = self.seat
        comes = seat.attends
        is_member = comes is not None and comes.key in (self.members or {})
        wrote = seat.answer == Seat.Answer.PROXY and seat.answered_by_id == self.reader.pk
        return {
            "answer": "" if seat.answer == Seat.Answer.OPEN else str(seat.answer),
            "member": comes.key if comes and is_member else "",
            "email": comes.email if comes and wrote else "",
            "name": seat.attends_name,
            "note": seat.note,
            "seen": seen_as(seat),
        }

    @property
    def people(self) -> dict[str, User]:
        return {key: member for key, (member, _name) in (self.members or {}).items()}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, key: str) -> HttpResponse:
    """An invitation, what was answered, and the form to answer it until the session begins."""
    asked = _asked(request, key)
    if request.method != "POST" or not asked.may:
        return _page(request, asked, asked.form(), status=200 if request.method != "POST" else 403)
    form = asked.form(request.POST)
    is_good = form.is_valid()
    # Counted before it is said whether an address has an account: nobody tries many.
    if is_too_often(request, "answer_invitation", form):
        return _page(request, asked, form, status=429)
    if not is_good:
        return _page(request, asked, form, status=422)
    try:
        held = answer_invitation(
            by=request.user,
            seat=asked.seat,
            said=form.said(asked.people),
            seen=form.cleaned_data["seen"],
            at=timezone.now(),
        )
    except AnsweredMeanwhile:
        return _page(request, _asked(request, key), _again(asked, request), status=409)
    _tell(request, held)
    return redirect("roundtables:answer-invitation", key=key)


def _again(asked: _Asked, request: SignedInRequest) -> AnswerForm:
    """The form with what was typed, made on what was answered meanwhile."""
    fresh = Seat.objects.get(pk=asked.seat.pk)
    form = asked.form({**request.POST.dict(), "seen": seen_as(fresh)})
    form.full_clean()
    form.add_error(
        None,
        _(
            "Somebody answered meanwhile: their answer stands above. What you wrote is kept; send it to change it."
        ),
    )
    return form


def _tell(request: SignedInRequest, held: Seat) -> None:
    if held.waiting_since:
        place = waiting_line(held.session)[held.pk]
        messages.warning(
            request,
            _("The room is full: you are on the waiting list, in place %(place)d.") % {"place": place},
        )
    else:
        messages.success(request, _("Your answer is recorded. You can change it until the session begins."))


def _asked(request: SignedInRequest, key: str) -> _Asked:
    seats = own_seats(request.user).select_related("session", "organisation", "user", "attends")
    seat = get_object_or_404(seats, key=key)
    may = can_answer(request.user, seat, timezone.now())
    members = _members(request.user, seat.organisation) if may and seat.organisation else None
    return _Asked(request.user, seat, may, members)


def _members(user: User, house: Organisation) -> dict[str, tuple[User, str]]:
    """The members of an organisation, called as whoever answers for it may know them."""
    knows = bool(can_coordinate(user, house))
    return {each.user.key: (each.user, name_inside(user, each, may=knows)) for each in members_of(house)}


def _page(request: SignedInRequest, asked: _Asked, form: AnswerForm, *, status: int) -> HttpResponse:
    seat = asked.seat
    context = {
        "seat": seat,
        "session": seat.session,
        "may": asked.may,
        "form": form,
        "attends": attends_words(request.user, seat),
        "position": waiting_line(seat.session).get(seat.pk),
    }
    return render(request, "roundtables/answer_invitation.html", context, status=status)


@signed_in
@require_safe
def own_sessions(request: SignedInRequest) -> HttpResponse:
    """Invitations, sessions attended with their certificates, and offices held."""
    own = read_own_sessions(request.user, timezone.now())
    return render(request, "roundtables/own_sessions.html", {"own": own})
