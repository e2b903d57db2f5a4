"""The chair's desk: what changed since the last signature, clause by clause, to be signed or sent back."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consultation.forms.review import ReviewForm, SigningForm, signing_form_for
from consultation.reports.rail import Stop, stops_of, versions_on_rail
from consultation.reports.redlines import draw_rows
from consultation.reports.review import Base, Review, base_for, headline, read_review, signed_on
from consultation.views.desk import text_at_desk
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.actions.signing import UnseenWords, sign_clauses
from drafts.models import Clause, Revision, SignOff, Text, Version
from drafts.permissions import can_sign
from drafts.reports.history import RevisionReading, read_revisions
from drafts.reports.reading import read_version
from drafts.views.requests import signed_in

ROWS_A_PAGE = 50


class ReviewPage:
    """Two versions of a text as the chair reads them, read once for the page and for what is signed on it."""

    def __init__(self, request: SignedInRequest, text: str) -> None:
        self.request = request
        self.text: Text = text_at_desk(request, text)
        self.versions: Sequence[Version] = list(versions_on_rail(request.user, self.text))
        for version in self.versions:
            version.text = self.text
        self.may_sign = can_sign(request.user, self.text)

    def render(
        self,
        form: SigningForm | None = None,
        *,
        status: int = 200,
        unseen: Sequence[RevisionReading] = (),
    ) -> HttpResponse:
        """The page, with what was ticked and typed where it is shown again."""
        if not self.versions:
            return render(self.request, "consultation/review.html", {"text": self.text})
        base, new = self._ends()
        review = read_review(self.text, base, new, self._latest())
        choice = ReviewForm(self.request.GET, review)
        chosen = choice.chosen
        found = chosen.rows(review)
        whole = "whole" in self.request.GET
        page = Paginator(found, max(len(found), 1) if whole else ROWS_A_PAGE).get_page(
            self.request.GET.get("page")
        )
        clean = chosen.view == "clean"
        rows = [] if clean else draw_rows(self.request.user, review, list(page), chosen.language)
        context = {
            "text": self.text,
            "versions": self.versions,
            "review": review,
            "headline": headline(review),
            "choice": choice,
            "chosen": chosen,
            "page_obj": page,
            "query": _query(self.request),
            "rows": rows,
            "signable": sum(row.clause.is_unsigned for row in rows),
            "clean": read_version(new, chosen.language or self.text.language) if clean else None,
            "stops": self._stops(review),
            "may_sign": self.may_sign,
            "form": form or signing_form_for(new),
            "ticked": set(form.seen) if form else set(),
            "unseen": unseen,
        }
        return render(self.request, "consultation/review.html", context, status=status)

    def _ends(self) -> tuple[Base, Version]:
        """What is compared with what: as the address says, else the version in work since the last signatures."""
        new = self._version("to") or self.versions[-1]
        old = self._version("from")
        if old is None:
            return base_for(self.request.user, self.text, new, self.versions), new
        old, new = sorted((old, new), key=lambda version: version.number)
        return signed_on(self.request.user, old), new

    def _version(self, end: str) -> Version | None:
        asked = self.request.GET.get(end)
        if not asked:
            return None
        found = next((each for each in self.versions if each.slug == asked), None)
        if found is None:
            raise Http404
        return found

    def _latest(self) -> Version | None:
        """The last published version, where the inputs stand."""
        return next((each for each in reversed(self.versions) if each.is_published), None)

    def _stops(self, review: Review) -> tuple[Stop, ...]:
        signed = _("signed %(number)s of %(total)s") % {"number": review.signed, "total": review.standing}
        stops = stops_of(self.text, self.versions, review.new)
        return tuple(replace(stop, signed=signed) if stop.current else stop for stop in stops)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, text: str) -> HttpResponse:
    """What changed between two versions, for all who work on the text; the chair signs it here."""
    page = ReviewPage(request, text)
    if request.method != "POST":
        return page.render()
    require(page.may_sign)
    form = SigningForm(request.POST)
    if not form.is_valid():
        return page.render(form, status=422)
    try:
        signed = _sign(page, form)
    except UnseenWords as change:
        messages.warning(
            request, _("Nothing is signed yet: some clauses changed after this page was shown to you.")
        )
        return page.render(form, status=409, unseen=_last_changes(change.clauses))
    messages.success(request, _done(signed))
    return redirect(request.get_full_path())


def _sign(page: ReviewPage, form: SigningForm) -> list[SignOff]:
    """Sign in the version that was shown, whether it was published meanwhile or not."""
    number, seen = form.cleaned_data["version"], form.seen
    version = next((each for each in page.versions if each.number == number), None)
    if version is None:
        raise Http404
    clauses = list(Clause.objects.filter(text=page.text, key__in=seen))
    if len(clauses) < len(seen):
        raise Http404
    return sign_clauses(
        by=page.request.user,
        version=version,
        clauses=clauses,
        verdict=form.verdict,
        note=form.cleaned_data["note"],
        seen=seen,
        at=timezone.now(),
    )


def _last_changes(clauses: Sequence[Clause]) -> list[RevisionReading]:
    """The last tracked change of each clause: what the chair was not shown."""
    revisions = Revision.objects.filter(clause__in=clauses).select_related(
        "version__text", "clause", "history_user"
    )
    last = {revision.clause_id: revision for revision in revisions.order_by("history_id")}
    return read_revisions(list(last.values()))


def _done(signed: Sequence[SignOff]) -> str:
    number = len(signed)
    if signed[0].verdict == SignOff.Verdict.SENT_BACK:
        sentence = ngettext(
            "%(number)d clause is sent back to the committee.",
            "%(number)d clauses are sent back to the committee.",
            number,
        )
    else:
        sentence = ngettext("%(number)d clause is signed.", "%(number)d clauses are signed.", number)
    return sentence % {"number": number}


def _query(request: SignedInRequest) -> str:
    """The parameters of the page without its number, for the way to the next."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""
