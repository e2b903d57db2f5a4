"""The notes of a session while it is held: writing down what is said, and what the other rapporteur wrote."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultation.views.requests import SignedInRequest
from drafts.access import Decision
from drafts.views.requests import signed_in
from roundtables.actions.interventions import record_intervention
from roundtables.forms.notes import NoteForm, form_after
from roundtables.models import Intervention, Session
from roundtables.permissions.sessions import can_take_notes, sees_notes, visible_sessions
from roundtables.reports.notes import (
    Note,
    changed_since,
    last_of,
    page_of_notes,
    read_note,
    read_notes,
    read_on_table,
    read_table,
    stamp_of,
)

_STAMP = 18


def session_of_notes(request: SignedInRequest, key: str) -> Session:
    """The session, for those who read its notes; for everybody else it has none."""
    session = get_object_or_404(visible_sessions(request.user).select_related("programme"), key=key)
    if not sees_notes(request.user, session):
        raise Http404
    return session


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: SignedInRequest, key: str) -> HttpResponse:
    """What was said so far, and the form for what is said next."""
    session = session_of_notes(request, key)
    if request.method == "POST":
        return _write_down(request, session)
    decision = can_take_notes(request.user, session)
    form = form_after(read_table(session, _language()), last_of(session, request.user)) if decision else None
    return _page(request, session, form, decision)


def _page(
    request: SignedInRequest, session: Session, form: NoteForm | None, decision: Decision, status: int = 200
) -> HttpResponse:
    stamp = stamp_of(session)
    page = page_of_notes(session, request.GET.get("page", ""), request.GET.get("note", ""))
    context = {
        "session": session,
        "page_obj": page,
        "notes": read_notes(page, form.table.on_table if form else read_on_table(session, _language())),
        "stamp": stamp,
        "form": form,
        "decision": decision,
    }
    return render(request, "roundtables/notes.html", context, status=status)


def _write_down(request: SignedInRequest, session: Session) -> HttpResponse:
    """Record what was sent, once; what cannot be taken comes back with its words."""
    form = NoteForm(request.POST, table=read_table(session, _language()))
    known = _sent_before(request, session)
    if known is not None:
        return _written(request, session, known)
    decision = can_take_notes(request.user, session)
    if not decision:
        return _not_taken(request, session, form, decision, 409)
    if not form.is_valid():
        return _not_taken(request, session, form, decision, 422)
    at, sent = timezone.now(), form.cleaned_data
    made = record_intervention(
        by=request.user,
        session=session,
        key=sent["key"],
        attributed=form.attributed(),
        words=sent["words"],
        language=sent["language"],
        said_at=at - timedelta(milliseconds=sent["age"]),
        at=at,
        item=form.chosen_item(),
        clause=form.chosen_clause(),
    )
    return _written(request, session, made)


def _sent_before(request: SignedInRequest, session: Session) -> Intervention | None:
    """What arrived although its sender was not told so: the line had dropped in between."""
    mine = session.interventions.filter(recorded_by=request.user)
    return mine.filter(key=request.POST.get("key", "")).first()


def _is_script(request: SignedInRequest) -> bool:
    """Whether the page's own script asks, which keeps the words until they are taken."""
    return request.headers.get("X-Requested-With") == "fetch"


def _written(request: SignedInRequest, session: Session, made: Intervention) -> HttpResponse:
    if not _is_script(request):
        return redirect("roundtables:notes", session.key)
    note = read_note(session, made.key, _language())
    return JsonResponse(_told(request, session, [note])[0] if note else {})


def _not_taken(
    request: SignedInRequest, session: Session, form: NoteForm, decision: Decision, status: int
) -> HttpResponse:
    if not _is_script(request):
        return _page(request, session, form, decision, status)
    why = (
        [decision.reason]
        if not decision
        else [str(each) for errors in form.errors.values() for each in errors]
    )
    return JsonResponse({"why": why, "asks": form.asks if decision else False}, status=status)


def _told(request: SignedInRequest, session: Session, notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Interventions as the page takes them in: the place and the line of each."""
    # The reader is asked about once, and their lines are drawn without what only whole pages need.
    context = {"session": session, "may_change": can_take_notes(request.user, session)}
    return [
        {
            "key": note.intervention.key,
            "said": note.moment,
            "html": render_to_string("roundtables/note_line.html", {**context, "note": note}),
        }
        for note in notes
    ]


@signed_in
@never_cache
@require_safe
def news(request: SignedInRequest, key: str) -> HttpResponse:
    """What was written down or changed since a stamp; nothing at all where nothing was.

    With `token` the answer has a fresh token for forms, for a page from before its reader signed in anew.
    """
    session = session_of_notes(request, key)
    since, stamp = _since(request), stamp_of(session)
    token = {"token": get_token(request)} if "token" in request.GET else {}
    if since == stamp and not token:
        return HttpResponse(status=204)
    changed = read_notes(changed_since(session, since), read_on_table(session, _language()))
    return JsonResponse({"stamp": stamp, "notes": _told(request, session, changed), **token})


def _since(request: SignedInRequest) -> int:
    asked = request.GET.get("since", "")
    return int(asked) if asked.isdecimal() and len(asked) <= _STAMP else 0


def _language() -> str:
    return get_language() or "en"
