"""The secretariat makes the agenda of a session: items, their order, and the clauses they are about."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.views.requests import signed_in
from roundtables.actions.agenda_items import ItemChanged, add_item, change_item, move_item, remove_item
from roundtables.forms.agenda_items import ItemForm
from roundtables.models import AgendaItem, Session
from roundtables.permissions.convening import can_change
from roundtables.reports.agenda_items import (
    TabledVersion,
    read_agenda,
    read_table,
    stamp_of,
    versions_on_table,
)
from roundtables.reports.sessions import When
from roundtables.views.sessions import session_to_run


def _session(request: SignedInRequest, key: str) -> Session:
    """A session whose agenda may be changed."""
    found = session_to_run(request, key)
    require(can_change(request.user, found))
    return found


def _table(session: Session) -> list[TabledVersion]:
    return read_table(versions_on_table(session), get_language() or "en")


def _item(session: Session, item: str) -> AgendaItem:
    found = get_object_or_404(AgendaItem, session=session, key=item, removed_at=None)
    found.session = session
    return found


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def items(request: SignedInRequest, key: str) -> HttpResponse:
    """The agenda with what can be done to each item, and a new one."""
    found = _session(request, key)
    table = _table(found)
    if request.method != "POST":
        return _items_page(request, found, table, ItemForm(session=found, table=table))
    form = ItemForm(request.POST, session=found, table=table)
    if not form.is_valid():
        return _items_page(request, found, table, form, 422)
    try:
        add_item(
            by=request.user,
            session=found,
            entry=form.entry(),
            key=form.cleaned_data["key"],
            at=timezone.now(),
        )
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return _items_page(request, found, table, form, 422)
    messages.success(request, _("The item is on the agenda."))
    return redirect("roundtables:items", found.key)


def _items_page(
    request: SignedInRequest, found: Session, table: list[TabledVersion], form: ItemForm, status: int = 200
) -> HttpResponse:
    context = {
        "session": found,
        "agenda": read_agenda(found, table),
        "table": table,
        "form": form,
        "when": When.of(found),
    }
    return render(request, "roundtables/items.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: SignedInRequest, key: str, item: str) -> HttpResponse:
    """What an item says, to be changed."""
    found = _session(request, key)
    about, table = _item(found, item), _table(found)
    if request.method != "POST":
        form = ItemForm(session=found, table=table, about=about)
        return _item_page(request, found, about, form)
    form = ItemForm(request.POST, session=found, table=table, about=about)
    if not form.is_valid():
        return _item_page(request, found, about, form, 422)
    try:
        change_item(
            by=request.user,
            item=about,
            entry=form.entry(),
            was=form.cleaned_data["was"],
            at=timezone.now(),
        )
    except ItemChanged:
        return _changed_meanwhile(request, found, item, form)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal))
        return _item_page(request, found, about, form, 422)
    messages.success(request, _("The item is changed."))
    return redirect("roundtables:items", found.key)


def _changed_meanwhile(request: SignedInRequest, found: Session, item: str, form: ItemForm) -> HttpResponse:
    """The form as it was typed, to be sent again on top of what the other one changed."""
    about = _item(found, item)
    form.add_error(
        None,
        _(
            "Somebody changed this item since you opened this page. Look at the agenda as it is now;"
            " what you typed is kept, and can be sent again."
        ),
    )
    typed = request.POST.copy()
    typed["was"] = stamp_of(about)
    form.data = typed
    return _item_page(request, found, about, form, 409)


def _item_page(
    request: SignedInRequest, found: Session, about: AgendaItem, form: ItemForm, status: int = 200
) -> HttpResponse:
    context = {"session": found, "item": about, "form": form, "when": When.of(found)}
    return render(request, "roundtables/item.html", context, status=status)


@signed_in
@require_POST
def move(request: SignedInRequest, key: str, item: str) -> HttpResponse:
    """Let an item change places with the one before it, or after it."""
    found = _session(request, key)
    try:
        move_item(
            by=request.user,
            item=_item(found, item),
            earlier=request.POST.get("where") == "earlier",
            at=timezone.now(),
        )
    except ItemChanged:
        messages.warning(request, _("Somebody removed this item a moment earlier."))
    return redirect("roundtables:items", found.key)


@signed_in
@require_POST
def remove(request: SignedInRequest, key: str, item: str) -> HttpResponse:
    """Take an item off the agenda."""
    found = _session(request, key)
    remove_item(by=request.user, item=_item(found, item), at=timezone.now())
    messages.success(request, _("The item is off the agenda; what was said under it stays."))
    return redirect("roundtables:items", found.key)
