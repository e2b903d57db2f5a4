"""Asking people in: the list of who was invited, a new list with its check, and what may be done with one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.actions.invitations import (
    AlreadyInvited,
    InvitationOver,
    invite,
    revoke_invitation,
    send_again,
)
from consultation.forms.invitations import InvitationsForm
from consultation.models import Invitation
from consultation.permissions.registrations import can_invite, visible_invitations
from consultation.reports.invitations import Standing, that_stand
from consultation.reports.invited import ListedRow, UnreadableList, read_list
from consultation.views.limits import is_too_often, too_often
from consultation.views.requests import SignedInRequest
from drafts.models.ledger import digest
from drafts.views.requests import signed_in

INVITATIONS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class _Checked:
    """A list as its check left it: the form that keeps it, its rows, and whether all of them can be invited."""

    form: InvitationsForm
    rows: Sequence[ListedRow] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return bool(self.rows) and not any(row.faults for row in self.rows)

    @property
    def faulty(self) -> list[ListedRow]:
        return [row for row in self.rows if row.faults]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: SignedInRequest) -> HttpResponse:
    """Who was invited; a new list is checked here and shown before anything is sent."""
    _known(request)
    if request.method != "POST":
        return _page(request)
    checked = _check(request)
    return _page(request, checked, status=200 if checked.is_good else 422)


@signed_in
@require_POST
def send(request: SignedInRequest) -> HttpResponse:
    """Invite everybody on the list that was shown, or nobody."""
    _known(request)
    checked = _check(request)
    if not checked.is_good:
        return _page(request, checked, status=422)
    if request.POST.get("checked", "") != _mark(checked):
        checked.form.add_error(None, _("The list is not the one that was checked. Look at it once more."))
        return _page(request, checked, status=409)
    if is_too_often(request, "invite", checked.form):
        return _page(request, checked, status=429)
    people = [row.invited for row in checked.rows if row.invited is not None]
    try:
        invite(by=request.user, people=people, at=timezone.now())
    except AlreadyInvited:
        return _page(request, _check(request), status=409)
    sent = ngettext("One invitation is sent.", "%(number)d invitations are sent.", len(people))
    messages.success(request, sent % {"number": len(people)})
    return redirect("consultation:invitations")


@signed_in
@require_POST
def revoke(request: SignedInRequest, key: str) -> HttpResponse:
    """Take an invitation back."""
    invitation = _chosen(request, key)
    try:
        revoke_invitation(by=request.user, invitation=invitation, at=timezone.now())
    except InvitationOver as over:
        _tell_over(request, over)
    else:
        messages.success(request, _("The invitation is revoked; its link leads nowhere now."))
    return redirect("consultation:invitations")


@signed_in
@require_POST
def again(request: SignedInRequest, key: str) -> HttpResponse:
    """Send an invitation once more, with a new end."""
    invitation = _chosen(request, key)
    if is_too_often(request, "invite_again"):
        messages.error(request, too_often())
        return redirect("consultation:invitations")
    try:
        send_again(by=request.user, invitation=invitation, at=timezone.now())
    except InvitationOver as over:
        _tell_over(request, over)
    else:
        messages.success(request, _("The invitation is sent again, with a new end."))
    return redirect("consultation:invitations")


def _tell_over(request: SignedInRequest, over: InvitationOver) -> None:
    messages.warning(
        request,
        _("This invitation stands otherwise now (%(state)s): nothing was done.")
        % {"state": over.standing.label},
    )


def _known(request: SignedInRequest) -> None:
    """Only the secretariat knows that these pages exist."""
    if not can_invite(request.user):
        raise Http404


def _chosen(request: SignedInRequest, key: str) -> Invitation:
    _known(request)
    return get_object_or_404(visible_invitations(request.user), key=key)


def _check(request: SignedInRequest) -> _Checked:
    """The list that was sent, row by row; whatever is wrong, the form keeps what was typed."""
    form = InvitationsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _Checked(form)
    words = form.cleaned_data["people"]
    try:
        rows = read_list(words, get_language() or "en")
    except UnreadableList as unreadable:
        return _Checked(_kept(words, str(unreadable)))
    return _Checked(_kept(words), rows)


def _kept(words: str, fault: str = "") -> InvitationsForm:
    """The form with the list in it, be it pasted or out of a file, and with what it was checked as."""
    form = InvitationsForm({"people": words, "checked": digest(words)})
    if form.is_valid() and fault:
        form.add_error("people", fault)
    return form


def _mark(checked: _Checked) -> str:
    return digest(str(checked.form.cleaned_data["people"]))


def _page(request: SignedInRequest, checked: _Checked | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    state = request.GET.get("state", Standing.OPEN)
    asked = Standing(state) if state in Standing.values else Standing.OPEN
    found = that_stand(visible_invitations(request.user), asked, now)
    page = Paginator(_in_order(found), INVITATIONS_A_PAGE)
    context = {
        "page_obj": page.get_page(request.GET.get("page")),
        "states": Standing.choices,
        "asked": str(asked),
        "query": f"state={asked}&",
        "may_act": asked in (Standing.OPEN, Standing.EXPIRED),
        "checked": checked,
        "form": checked.form if checked else InvitationsForm(),
    }
    return render(request, "consultation/invitations.html", context, status=status)


def _in_order(found: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return found.select_related("organisation", "accepted_by").order_by("-invited_at", "email")
