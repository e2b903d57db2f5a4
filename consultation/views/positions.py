"""Positions of delegations before the committee: over the whole text, stated on a clause, ended, made public."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultation.forms.brackets import WHOLE, PositionCriteriaForm, PositionForm, fingerprint
from consultation.reports.brackets import DeskBrackets, read_desk_brackets, read_position_table
from consultation.reports.desk import working_and_latest
from consultation.views.desk import text_at_desk
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.actions.positions import WordsGone, end_position, publish_position, state_position
from drafts.models import Clause, Position, Stance, Text, Version
from drafts.permissions import (
    COMMITTEE,
    can_disclose,
    can_take_position,
    delegation_of,
    roles_on,
    visible_positions,
)
from drafts.reports.reading import ClauseReading, read_clause
from drafts.text.brackets import read_brackets
from drafts.views.requests import signed_in

ROWS_A_PAGE = 100


@signed_in
@require_safe
def positions(request: SignedInRequest, text: str) -> HttpResponse:
    """Every bracket of the version in work with the positions on it."""
    found = text_at_desk(request, text)
    working, latest = working_and_latest(found)
    table = read_position_table(request.user, found, working or latest, request.GET.get("language", ""))
    form = PositionCriteriaForm(request.GET, table)
    rows = table.chosen(form.criteria)
    context = {
        "text": found,
        "table": table,
        "form": form,
        "is_filtered": bool(form.criteria),
        "may_take": can_take_position(request.user, found),
        "sees_all": bool(roles_on(request.user, found) & COMMITTEE),
        "page_obj": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "query": _without_page(request.GET),
    }
    return render(request, "consultation/positions.html", context)


def _without_page(asked: QueryDict) -> str:
    """What keeps the filters on the way to the next page."""
    kept = asked.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


class StatingPage:
    """A clause on which somebody takes a position, in the language whose words they read."""

    def __init__(self, request: SignedInRequest, text: str, key: str) -> None:
        self.request = request
        self.text: Text = text_at_desk(request, text)
        require(can_take_position(request.user, self.text))
        self.clause: Clause = get_object_or_404(Clause.objects.filter(text=self.text), key=key)
        working, latest = working_and_latest(self.text)
        shown = working or latest
        language = request.GET.get("language") or self.text.language
        reading = read_clause(shown, self.clause, language) if shown else None
        if shown is None or reading is None:
            raise Http404
        self.version: Version = shown
        self.reading: ClauseReading = reading

    def form(self) -> PositionForm:
        """An empty form, with the words chosen that the link named by the number of their bracket."""
        asked = self.request.GET.get("bracket", "")
        words = {str(each.number): each.words for each in read_brackets(self.reading.source).brackets}
        chosen = words.get(asked, "")
        initial = {"on": fingerprint(chosen) if chosen.strip() else WHOLE}
        return PositionForm(clause=self.reading, initial=initial)

    def render(self, form: PositionForm, status: int = 200) -> HttpResponse:
        """The page, with the positions that stand on the clause already."""
        standing: DeskBrackets = read_desk_brackets(
            self.request.user, self.text, self.clause.pk, self.reading
        )
        context = {
            "text": self.text,
            "clause": self.clause,
            "version": self.version,
            "reading": self.reading,
            "form": form,
            "delegation": delegation_of(self.request.user, self.text),
            "may_take": True,
            "taken": [row for row in standing.rows if row.positions],
        }
        return render(self.request, "consultation/position_state.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def state(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """State the position of one's delegation on a clause, or on words of it in brackets."""
    page = StatingPage(request, text, key)
    if request.method != "POST":
        return page.render(page.form())
    form = PositionForm(request.POST, clause=page.reading)
    if not form.is_valid():
        return page.render(form, 422)
    try:
        _state(page, form)
    except WordsGone:
        form.add_error("on", _("Somebody changed the clause meanwhile. Look at its words again, then send."))
        return page.render(form, 409)
    messages.success(request, _("The position is stated; the committee reads it."))
    return redirect(_desk_url(page.text, key, page.reading.language))


def _state(page: StatingPage, form: PositionForm) -> Position:
    return state_position(
        by=page.request.user,
        version=page.version,
        clause=page.clause,
        language=page.reading.language,
        quote=form.quote,
        stance=Stance(form.cleaned_data["stance"]),
        note=form.cleaned_data["note"],
        at=timezone.now(),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """End a position of one's own."""
    position = _own(request, text, key)
    if request.method != "POST":
        return _confirm(request, position, "end")
    end_position(by=request.user, position=position, at=timezone.now())
    messages.success(request, _("The position is ended; it stays on record."))
    return _back(position)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Let everybody read a position of one's own; that cannot be taken back."""
    position = _own(request, text, key)
    if request.method != "POST":
        return _confirm(request, position, "publish")
    publish_position(by=request.user, position=position, at=timezone.now())
    messages.success(request, _("The position is published."))
    return _back(position)


def _own(request: SignedInRequest, text: str, key: str) -> Position:
    """A position one may read; who did not state it is told that only they act on it."""
    found = text_at_desk(request, text)
    related = visible_positions(request.user, found).select_related("version__text", "clause", "stated_by")
    position = get_object_or_404(related, key=key)
    require(can_take_position(request.user, found))
    require(can_disclose(request.user, position))
    return position


def _confirm(request: SignedInRequest, position: Position, act: str) -> HttpResponse:
    context = {"text": position.version.text, "position": position, "act": act}
    return render(request, "consultation/position_confirm.html", context)


def _back(position: Position) -> HttpResponse:
    return redirect(_desk_url(position.version.text, position.clause.key, position.language))


def _desk_url(text: Text, key: str, language: str) -> str:
    url = reverse("consultation:desk-clause", args=[text.slug, key])
    return f"{url}#positions" if language == text.language else f"{url}?language={language}#positions"
