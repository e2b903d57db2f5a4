"""Settling what is in brackets on the desk: what it does to the words, how much that changes, and why."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultation.actions.dispositions import resolve_answering
from consultation.forms.brackets import ResolutionForm, SettlementForm, fingerprint
from consultation.reports.desk import working_and_latest
from consultation.reports.inputs import last_editor, read_inputs
from consultation.views.desk import text_at_desk
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.actions.brackets import NothingLeft
from drafts.actions.wordings import NothingChanged, VersionPublished, WordingChanged
from drafts.models import Clause, Revision, Text, Weight, Wording
from drafts.models.ledger import digest
from drafts.permissions import can_revise
from drafts.text.brackets import NoSuchBracket
from drafts.text.diff import diff_words
from drafts.text.inline import plain
from drafts.text.settlements import Settlement, found_again, settled, words_settled
from drafts.views.requests import signed_in


class SettlingPage:
    """One thing to settle in a clause, as it stands in today's words."""

    def __init__(self, request: SignedInRequest, text: str, key: str) -> None:
        self.request = request
        self.text: Text = text_at_desk(request, text)
        require(can_revise(request.user, self.text))
        self.clause: Clause = get_object_or_404(Clause.objects.filter(text=self.text), key=key)
        working, latest = working_and_latest(self.text)
        asked = request.GET.get("language", "")
        self.inputs = read_inputs(self.clause, working, latest, asked or self.text.language)
        self.language = asked if self.inputs.wording(asked) else self.text.language
        self.wording: Wording | None = self.inputs.wording(self.language)

    @property
    def url(self) -> str:
        """The clause on the desk, in the language that is being settled."""
        url = reverse("consultation:desk-clause", args=[self.text.slug, self.clause.key])
        return url if self.language == self.text.language else f"{url}?language={self.language}"

    def form(self, settlement: Settlement, data: Any = None) -> ResolutionForm:
        """The form for a settlement on today's words; with `data`, what was typed before."""
        assert self.wording is not None
        stands = {
            "how": settlement.how.value,
            "number": settlement.number,
            "option": settlement.option,
            "basis": digest(self.wording.text),
            "seen": fingerprint(words_settled(self.wording.text, settlement)),
            "version": self.wording.version.number,
        }
        if data is None:
            return ResolutionForm(inputs=self.inputs.inputs, initial=stands)
        now = data.copy()
        for name, value in stands.items():
            now[name] = str(value)
        return ResolutionForm(now, inputs=self.inputs.inputs)

    def has(self, settlement: Settlement) -> bool:
        """Whether there is such a thing to settle in today's words: a link may be older than they are."""
        if self.wording is None:
            return False
        try:
            settled(self.wording.text, settlement)
            words_settled(self.wording.text, settlement)
        except NoSuchBracket:
            return False
        return True

    def standing(self, form: ResolutionForm) -> Settlement | None:
        """What was asked for, in today's words; nothing where it is not there any more."""
        asked, seen = form.settlement, form.cleaned_data["seen"]
        if self.wording is None:
            return None
        return found_again(self.wording.text, asked, lambda words: fingerprint(words) == seen)

    def render(
        self,
        settlement: Settlement | None,
        form: ResolutionForm,
        *,
        status: int = 200,
        faster: str = "",
    ) -> HttpResponse:
        """The page, with the redline of what recording would do."""
        before = self.wording.text if self.wording else ""
        after = settled(before, settlement) if settlement else before
        context = {
            "text": self.text,
            "clause": self.clause,
            "found": self.inputs,
            "words_language": self.language,
            "settlement": settlement,
            "words": words_settled(before, settlement).split("\n") if settlement else [],
            "changes": diff_words(plain(before), plain(after)),
            "is_emptied": not after.strip(),
            "form": form,
            "faster": faster,
            "back": self.url,
        }
        return render(self.request, "consultation/bracket_resolve.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def resolve(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """What settling a bracket would do to the clause; sent, the revision."""
    page = SettlingPage(request, text, key)
    if request.method == "POST":
        return _record(page)
    asked = SettlementForm(request.GET)
    if not asked.is_valid():
        raise Http404
    if not page.has(asked.settlement):
        return page.render(None, ResolutionForm(inputs=page.inputs.inputs), status=404)
    return page.render(asked.settlement, page.form(asked.settlement))


def _record(page: SettlingPage) -> HttpResponse:
    form = ResolutionForm(page.request.POST, inputs=page.inputs.inputs)
    if not form.is_valid():
        return _again(page, form, 422)
    try:
        revision = _resolve(page, form)
    except NothingLeft:
        return _again(page, form, 422)
    except (Wording.DoesNotExist, WordingChanged, NothingChanged, VersionPublished) as change:
        return _somebody_was_faster(page, form, change)
    except NoSuchBracket as nothing:
        raise Http404 from nothing
    messages.success(page.request, _("Revision %(number)s is recorded.") % {"number": revision.history_id})
    return redirect(page.url)


def _again(page: SettlingPage, form: ResolutionForm, status: int) -> HttpResponse:
    """The page with what was typed, on the words as they stand; where the form was tampered with, none."""
    if not {"how", "number", "seen"} <= form.cleaned_data.keys():
        raise Http404
    return page.render(page.standing(form), form, status=status)


def _somebody_was_faster(page: SettlingPage, form: ResolutionForm, change: Exception) -> HttpResponse:
    """What became of the bracket meanwhile; the reason that was typed is kept."""
    page = SettlingPage(page.request, page.text.slug, page.clause.key)
    settlement = page.standing(form)
    faster = ""
    # Who settled it in the same way at the same moment leaves nothing to change.
    if isinstance(change, WordingChanged | NothingChanged) and page.wording is not None:
        faster = last_editor(page.wording.pk)
    if isinstance(change, VersionPublished):
        messages.warning(page.request, _("The version you were working on was published meanwhile."))
    anew = page.form(settlement, page.request.POST) if settlement else form
    return page.render(settlement, anew, status=409, faster=faster)


def _resolve(page: SettlingPage, form: ResolutionForm) -> Revision:
    """Settle in the version that the page was opened on, whatever is in work now."""
    asked = form.cleaned_data
    wordings = Wording.objects.select_related("version__text", "clause").filter(version__text=page.text)
    return resolve_answering(
        by=page.request.user,
        wording=wordings.get(version__number=asked["version"], clause=page.clause, language=page.language),
        settlement=form.settlement,
        weight=Weight(asked["weight"]),
        reason=asked["reason"],
        basis=asked["basis"],
        answers=[each.comment for each in page.inputs.inputs if each.comment.reference in asked["answers"]],
        at=timezone.now(),
    )
