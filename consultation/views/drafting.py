"""Drafting inside an organisation: what its members share, what its coordinators make of it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.actions.drafting import (
    AlreadyDecided,
    DraftChanged,
    DraftsApart,
    bring_together,
    decline_suggestion,
    share_draft,
    suggest_words,
    take_suggestion,
    unshare_draft,
)
from consultation.forms.organisations import SuggestionForm
from consultation.models import CommentDraft, DraftSuggestion, Organisation
from consultation.permissions import own_drafts
from consultation.permissions.organisations import can_share, can_suggest, house_of, shared_drafts
from consultation.reports.drafting import drafts_by_clause, read_shared, with_suggestions, words_hash
from consultation.reports.organisations import coordinators_of
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.reports.reading import ClauseReading, read_clause
from drafts.views.requests import signed_in


def _house(request: SignedInRequest, slug: str) -> Organisation:
    """The organisation whose drafts somebody reads; for everybody but its coordinators there are none."""
    return get_object_or_404(Organisation, slug=slug, pk=house_of(request.user) or 0)


@signed_in
@require_safe
def drafts(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the members have shared, by consultation and clause."""
    return _drafts_page(request, _house(request, slug))


def _drafts_page(
    request: SignedInRequest, organisation: Organisation, why: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "groups": drafts_by_clause(shared_drafts(request.user), get_language() or "en"),
        "why": why,
    }
    return render(request, "consultation/organisation_drafts.html", context, status=status)


@signed_in
@require_POST
def consolidate(request: SignedInRequest, slug: str) -> HttpResponse:
    """Begin a draft of one's own with the words of several members."""
    organisation = _house(request, slug)
    ticked = set(request.POST.getlist("draft"))
    if not ticked:
        return _drafts_page(request, organisation, _("Tick the drafts that you want to bring together."), 422)
    try:
        made = bring_together(by=request.user, organisation=organisation, keys=ticked, at=timezone.now())
    except DraftsApart:
        why = _("Some of these drafts were taken back or submitted meanwhile, or are on several clauses.")
        return _drafts_page(request, organisation, why, 409)
    messages.success(request, _("The members’ words are in a draft of yours. Edit it, then submit it."))
    return redirect("consultation:draft-edit", made.key)


@dataclass(frozen=True, slots=True)
class SharedPage:
    """One draft that a member shared, on the clause it is about, as a coordinator reads it."""

    request: SignedInRequest
    organisation: Organisation
    draft: CommentDraft
    clause: ClauseReading | None

    @property
    def source(self) -> str:
        return self.clause.source if self.clause else ""

    def form(self) -> SuggestionForm:
        """The member's own words, to be changed."""
        initial = {
            "body": self.draft.body,
            "proposed_wording": self.draft.proposed_wording or self.source,
            "basis": words_hash(self.draft),
        }
        return SuggestionForm(clause=self.source, initial=initial)

    def form_sent(self) -> SuggestionForm:
        return SuggestionForm(self.request.POST, clause=self.source)

    def form_for_words_of_now(self) -> SuggestionForm:
        """What was typed for the words before, to be sent for those that stand now."""
        sent = self.request.POST.copy()
        sent["basis"] = words_hash(self.draft)
        form = SuggestionForm(sent, clause=self.source)
        form.add_error(None, _("Its author changed the draft meanwhile. Look at it again, then send."))
        return form

    def render(self, form: SuggestionForm, status: int = 200) -> HttpResponse:
        context = {
            "organisation": self.organisation,
            "shared": read_shared(self.draft),
            "draft": self.draft,
            "clause": self.clause,
            "decision": can_suggest(self.request.user, self.draft),
            "form": form,
        }
        return render(self.request, "consultation/shared_draft.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def shared_draft(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """One draft that a member shared, and other words for it."""
    organisation = _house(request, slug)
    draft = get_object_or_404(with_suggestions(shared_drafts(request.user)), key=key)
    clause = read_clause(draft.consultation.version, draft.clause, draft.wording_language)
    page = SharedPage(request, organisation, draft, clause)
    if request.method != "POST":
        return page.render(page.form())
    form = page.form_sent()
    if not form.is_valid():
        return page.render(form, 422)
    basis = form.cleaned_data["basis"]
    try:
        suggest_words(by=request.user, draft=draft, words=form.words(), basis=basis, at=timezone.now())
    except DraftChanged:
        return page.render(page.form_for_words_of_now(), 409)
    messages.success(request, _("Your suggestion stands beside the draft; its author takes it or not."))
    return redirect("consultation:shared-draft", slug, key)


def _own(request: SignedInRequest, key: str) -> CommentDraft:
    return get_object_or_404(with_suggestions(own_drafts(request.user)), key=key)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: SignedInRequest, key: str) -> HttpResponse:
    """Let one's coordinators read a draft, after saying what that means."""
    draft = _own(request, key)
    require(can_share(request.user, draft))
    if request.method != "POST":
        context = {"draft": draft, "coordinators": coordinators_of(request.user)}
        return render(request, "consultation/draft_share.html", context)
    share_draft(by=request.user, draft=draft, at=timezone.now())
    messages.success(request, _("Your draft is shared. Your coordinators read what you save in it."))
    return redirect("consultation:own-comments")


@signed_in
@require_POST
def unshare(request: SignedInRequest, key: str) -> HttpResponse:
    """Take a draft back from one's coordinators."""
    unshare_draft(by=request.user, draft=_own(request, key))
    messages.success(
        request,
        _(
            "Only you read this draft again. Words that a coordinator has put in a draft of theirs stay there."
        ),
    )
    return redirect("consultation:own-comments")


def _suggestion(request: SignedInRequest, key: str) -> DraftSuggestion:
    mine = DraftSuggestion.objects.filter(draft__in=own_drafts(request.user))
    return get_object_or_404(mine.select_related("draft"), key=key)


@signed_in
@require_POST
def take(request: SignedInRequest, key: str) -> HttpResponse:
    """Put a coordinator's words in place of one's own."""
    suggestion = _suggestion(request, key)
    try:
        draft = take_suggestion(
            by=request.user, suggestion=suggestion, seen=request.POST.get("seen", ""), at=timezone.now()
        )
    except DraftChanged:
        return suggestions_page(request, suggestion.draft.key, changed=True, status=409)
    except AlreadyDecided:
        return suggestions_page(request, suggestion.draft.key, status=409)
    messages.success(request, _("The coordinator’s words are in your draft."))
    return redirect("consultation:draft-suggestions", draft.key)


@signed_in
@require_POST
def decline(request: SignedInRequest, key: str) -> HttpResponse:
    """Leave one's words as they are."""
    suggestion = _suggestion(request, key)
    try:
        draft = decline_suggestion(by=request.user, suggestion=suggestion, at=timezone.now())
    except AlreadyDecided:
        return suggestions_page(request, suggestion.draft.key, status=409)
    messages.success(request, _("Your words stay as they are."))
    return redirect("consultation:draft-suggestions", draft.key)


@signed_in
@require_safe
def suggestions(request: SignedInRequest, key: str) -> HttpResponse:
    """What coordinators suggest for one's draft."""
    return suggestions_page(request, key)


def suggestions_page(
    request: SignedInRequest, key: str, *, changed: bool = False, status: int = 200
) -> HttpResponse:
    """The same page for a refusal: the draft as it is now, and every suggestion against it."""
    draft = _own(request, key)
    context = {
        "draft": draft,
        "shared": read_shared(draft),
        "changed": changed,
        "decided": status == 409 and not changed,
    }
    return render(request, "consultation/draft_suggestions.html", context, status=status)
