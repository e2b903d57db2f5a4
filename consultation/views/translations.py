"""The translator's desk: what wants translating, confirming what still holds, and a clause's first words."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.forms.translations import ConfirmForm, TranslationForm, WaitingForm
from consultation.reports.desk import working_and_latest
from consultation.views.desk import text_at_desk
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.actions.translations import (
    AlreadyTranslated,
    NotStale,
    NotThere,
    SourceChanged,
    WordsMissing,
    add_translation,
    confirm_translation,
)
from drafts.actions.wordings import VersionPublished, WordingChanged
from drafts.forms import language_choices
from drafts.models import Clause, Revision, Text, Version, Weight, Wording, WordingState
from drafts.models.ledger import digest
from drafts.permissions import can_revise
from drafts.reports.reading import read_clause
from drafts.reports.translations import read_held, waiting_in
from drafts.templatetags.wording import language_name
from drafts.views.requests import signed_in

A_PAGE = 20


@signed_in
@require_safe
def worklist(request: SignedInRequest, text: str) -> HttpResponse:
    """Every translation that is older than its source or not there yet, in the order of the text."""
    found = text_at_desk(request, text)
    working, latest = working_and_latest(found)
    shown = working or latest  # once it is adopted nothing is in work
    form = WaitingForm(request.GET, _languages(found, shown))
    waiting = waiting_in(shown, {form.language_asked} - {""}) if shown else ()
    page = Paginator(form.chosen(waiting), A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "text": found,
        "shown": shown,
        "adopted": None if working else latest,
        "form": form,
        "is_filtered": form.has_changed(),
        "page_obj": page,
        "rows": read_held(shown, page.object_list) if shown else (),
        "query": f"{query.urlencode()}&" if query else "",
        "listed": request.GET.urlencode(),
        "may_revise": can_revise(request.user, found),
    }
    return render(request, "consultation/translations.html", context)


def _languages(text: Text, working: Version | None) -> list[tuple[str, str]]:
    """The languages that a text is or may be translated into, with their names."""
    written = working.wordings.values_list("language", flat=True).distinct() if working else ()
    codes = {code for code, _name in language_choices(text)} | set(written)
    return [(code, language_name(code)) for code in sorted(codes - {text.language})]


@signed_in
@require_POST
def confirm(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Say that a translation holds as it stands, though its source changed."""
    found = text_at_desk(request, text)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise Http404
    sent = form.cleaned_data
    wordings = Wording.objects.select_related("version__text", "clause").filter(
        version__in=Version.objects.working().filter(text=found), clause__key=key
    )
    try:
        confirm_translation(
            by=request.user,
            wording=wordings.get(language=sent["language"]),
            basis=sent["basis"],
            source_basis=sent["source_basis"],
            at=timezone.now(),
        )
    except NotStale:
        messages.info(
            request, _("Nothing was to be confirmed: this translation is not older than its source.")
        )
    except (Wording.DoesNotExist, WordingChanged, SourceChanged, VersionPublished):
        messages.warning(
            request,
            _("The words changed while you were reading; nothing was confirmed. Look at them again."),
        )
    else:
        name = language_name(sent["language"])
        messages.success(request, _("The translation into %(language)s is confirmed.") % {"language": name})
    return redirect(_back(found, key, sent["language"], sent["listed"], is_listed="listed" in request.POST))


def _back(text: Text, key: str, language: str, listed: str, *, is_listed: bool) -> str:
    """Where a translation was confirmed: in the list, at the place and with the conditions it had, or on its page."""
    if is_listed:
        query = QueryDict(listed).urlencode()
        address = reverse("consultation:translations", args=[text.slug])
        return f"{address}?{query}" if query else address
    return f"{reverse('consultation:desk-clause', args=[text.slug, key])}?{_language_query(language)}"


def _language_query(language: str) -> str:
    query = QueryDict(mutable=True)
    query["language"] = language
    return query.urlencode()


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Put a clause into a language that it is not there in yet, with its source beside it."""
    page = _Adding(request, text, key)
    if request.method != "POST":
        return page.render(TranslationForm(initial={"source_basis": page.source_basis}))
    form = TranslationForm(request.POST)
    if not form.is_valid():
        return page.render(form, status=422)
    try:
        revision = page.record(form)
    except WordsMissing:
        form.add_error("words", _("A translation has words."))
        return page.render(form, status=422)
    except (AlreadyTranslated, NotThere, VersionPublished) as change:
        return page.somebody_was_faster(form, change)
    messages.success(request, _("Revision %(number)s is recorded.") % {"number": revision.history_id})
    warn_if_stale(request, revision)
    address = reverse("consultation:desk-clause", args=[page.text.slug, key])
    return redirect(f"{address}?{_language_query(page.language)}")


def warn_if_stale(request: SignedInRequest, revision: Revision) -> None:
    """Say that the source went on while a translator was writing."""
    if revision.state == WordingState.STALE:
        again = _("The source changed again while you were writing: the translation stays on the list.")
        messages.warning(request, again)


class _Adding:
    """A clause in work and the language that it is to be put into."""

    def __init__(self, request: SignedInRequest, text: str, key: str) -> None:
        self.request = request
        self.text = text_at_desk(request, text)
        self.clause = get_object_or_404(Clause.objects.filter(text=self.text), key=key)
        working, _latest = working_and_latest(self.text)
        if working is None:
            raise Http404
        self.working: Version = working
        languages = _languages(self.text, working)
        asked = request.GET.get("language") or next((code for code, _name in languages), "")
        if asked not in dict(languages):
            raise Http404
        self.language: str = asked
        require(can_revise(request.user, self.text))
        self.source = read_clause(working, self.clause, self.text.language)
        if self.source is None:
            raise Http404

    @property
    def source_basis(self) -> str:
        return digest(self.source.source) if self.source else ""

    def record(self, form: TranslationForm) -> Revision:
        return add_translation(
            by=self.request.user,
            version=self.working,
            clause=self.clause,
            language=self.language,
            words=form.cleaned_data["words"],
            weight=Weight(form.cleaned_data["weight"]),
            reason=form.cleaned_data["reason"],
            source_basis=form.cleaned_data["source_basis"],
            at=timezone.now(),
        )

    def somebody_was_faster(self, form: TranslationForm, change: Exception) -> HttpResponse:
        """The page again with what was typed, and the words that stand now where there are some."""
        standing = change.current if isinstance(change, AlreadyTranslated) else None
        if standing is None:
            messages.warning(
                self.request,
                _(
                    "The text changed while you were writing. Your words are kept below; nothing is recorded yet."
                ),
            )
        return self.render(form, status=409, standing=standing)

    def render(
        self, form: TranslationForm, *, status: int = 200, standing: Wording | None = None
    ) -> HttpResponse:
        there = self.working.wordings.filter(clause=self.clause, language=self.language)
        context = {
            "text": self.text,
            "clause": self.clause,
            "source": self.source,
            "into": self.language,
            "form": form,
            "standing": standing or there.first(),
        }
        return render(self.request, "consultation/translation_add.html", context, status=status)
