"""One clause on the desk: change its words, and answer what was said about it."""

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultation.actions.dispositions import revise_answering
from consultation.forms.desk import (
    WordingForm,
    disposition_form_for,
    source_basis_of,
    wording_form_for,
)
from consultation.permissions import (
    can_accept_each,
    can_decide_on_each,
    can_dispose_each,
)
from consultation.reports.amendments import AmendmentReading, amendments_on
from consultation.reports.brackets import DeskBrackets, read_desk_brackets
from consultation.reports.deciding import Places, places_to_decide
from consultation.reports.desk import EVERYTHING, Criteria, neighbours_of, working_and_latest
from consultation.reports.inputs import (
    ClauseInputs,
    Conflict,
    InputReading,
    count_open_requests,
    last_editor,
    read_conflict,
    read_inputs,
    stale_translation,
)
from consultation.reports.pages import Shown
from consultation.reports.reopening import will_reopen
from consultation.reports.voices import Voices, read_voices
from consultation.views.desk import criteria_asked, text_at_desk
from consultation.views.requests import SignedInRequest
from consultation.views.translations import warn_if_stale
from drafts.actions.wordings import NothingChanged, VersionPublished, WordingChanged
from drafts.forms import language_choices
from drafts.models import Clause, Revision, Text, Version, Weight, Wording
from drafts.models.ledger import digest
from drafts.permissions import can_propose, can_restructure, can_revise, can_take_position
from drafts.reports.headings import heading_over
from drafts.reports.history import RevisionReading
from drafts.reports.presences import others_at
from drafts.reports.reading import ClauseReading
from drafts.reports.signing import Signature, read_signatures
from drafts.views.requests import signed_in


class ClausePage:
    """A clause as the desk shows it, read once for the page and for the form that was sent from it."""

    def __init__(self, request: SignedInRequest, text: str, key: str) -> None:
        self.request = request
        self.text: Text = text_at_desk(request, text)
        self.clause: Clause = get_object_or_404(Clause.objects.filter(text=self.text), key=key)
        self.clause.text = self.text
        self.working, self.latest = working_and_latest(self.text)
        # Once a text is adopted nothing is in work: the adopted version is the one that is looked at.
        self.adopted = None if self.working else self.latest
        self.shown_in = self.working or self.adopted
        self.inputs: ClauseInputs = read_inputs(
            self.clause,
            self.working,
            self.latest,
            request.GET.get("language") or self.text.language,
            shown=self._asked(),
        )
        asked = request.GET.get("language", "")
        self.language = asked if self.inputs.wording(asked) else self.text.language

    def _asked(self) -> Shown:
        """The page of the inputs that is asked for, or that of one of them."""
        asked = self.request.GET
        return Shown(asked.get("page", ""), asked.get("input", "") or asked.get("use", ""))

    @property
    def kept_as(self) -> str:
        """What this browser keeps half-made edits of these words under, for this person alone."""
        return f"desk-{self.request.user.key}-{self.clause.key}-{self.language}"

    @cached_property
    def amendments(self) -> tuple[AmendmentReading, ...]:
        """The open amendments on the clause, and on those whose words went into it."""
        return amendments_on(self.request.user, self.clause, self.shown_in)

    @cached_property
    def criteria(self) -> Criteria:
        """Which queue one is going through: the inputs that were asked for on the desk."""
        return criteria_asked(self.request, self.text)

    def editor(self, data: Any = None) -> WordingForm | None:
        """The form for the words, for those who may change them; with `data`, what was sent, on today's words."""
        wording = self.inputs.wording(self.language)
        if self.working is None or wording is None or not can_revise(self.request.user, self.text):
            return None
        basis, version = digest(wording.text), self.working.number
        if data is not None:
            now = data.copy()
            now["basis"], now["version"] = basis, version
            now["source_basis"] = source_basis_of(self.inputs, self.language)
            return WordingForm(now, inputs=self.inputs.inputs)
        use = self.request.GET.get("use", "")
        return wording_form_for(self.inputs, self.language, basis=basis, version=version, use=use)

    def render(
        self,
        form: WordingForm | None,
        *,
        status: int = 200,
        conflict: Conflict | None = None,
        typed: str = "",
    ) -> HttpResponse:
        """The page, with the editor as given."""
        answers = self._answers()
        context = {
            "text": self.text,
            "clause": self.clause,
            "working": self.working,
            "adopted": self.adopted,
            "shown_in": self.shown_in,
            "latest": self.latest,
            "found": self.inputs,
            "words_language": self.language,
            "form": form,
            "may_revise": can_revise(self.request.user, self.text),
            "may_restructure": can_restructure(self.request.user, self.text),
            "answers": answers,
            "open_requests": count_open_requests([each.comment for each in self.inputs.listed]),
            "here": (here := self._here()),
            "here_query": here.partition("?")[2],
            "revisions": self._revisions(),
            "around": neighbours_of(self.clause, self.shown_in, self.latest, self.criteria),
            "brackets": self._brackets(),
            "stale": stale_translation(self.inputs, self.language, self.text.language),
            "untranslated": self._untranslated(),
            "heading": self._heading(),
            "conflict": conflict,
            "typed": typed,
            "kept_as": self.kept_as,
            "others": others_at(self.clause, self.request.user, timezone.now()),
            "queue": self.criteria.query,
            "signature": self._signature(),
            "amendments": self._amendments(),
            "may_propose": can_propose(self.request.user, self.text),
            "may_take": can_take_position(self.request.user, self.text),
        }
        return render(self.request, "consultation/desk_clause.html", context, status=status)

    def _here(self) -> str:
        """The address of the page, to which the input or the page of them is still to be added."""
        url = clause_url(self.text, self.clause.key, self.language, self.criteria)
        return f"{url}{'&' if '?' in url else '?'}"

    def _heading(self) -> ClauseReading | None:
        version = self.working if self.inputs.now else self.inputs.last_in or self.latest
        shown = self.inputs.shown
        return heading_over(version, shown, self.language) if version and shown else None

    def _amendments(self) -> list[dict[str, object]]:
        """The open amendments, each with what may be decided on it."""
        user = self.request.user
        found = self.amendments
        amendments = [about.amendment for about in found]
        decide = can_decide_on_each(user, self.text, amendments)
        accept = can_accept_each(user, self.text, amendments)
        return [
            {
                "about": about,
                "may_decide": decide[about.amendment.pk],
                "may_accept": accept[about.amendment.pk],
            }
            for about in found
        ]

    def _brackets(self) -> DeskBrackets:
        reading = self.inputs.published if self.adopted else self.inputs.now
        return read_desk_brackets(self.request.user, self.text, self.clause.pk, reading)

    def _untranslated(self) -> list[tuple[str, str]]:
        """The languages that the clause might be put into yet, for those who may."""
        if self.inputs.now is None or not can_revise(self.request.user, self.text):
            return []
        return [choice for choice in language_choices(self.text) if not self.inputs.wording(choice[0])]

    def _signature(self) -> Signature | None:
        """The chair's last word on the clause."""
        signatures = read_signatures(self.working, self.clause.pk) if self.working else {}
        return signatures.get(self.clause.pk)

    def _answers(self) -> list[dict[str, Any]]:
        """The inputs with what answers them; the first that wants an answer is the next to be given one."""
        comments = [each.comment for each in self.inputs.inputs]
        decisions = can_dispose_each(self.request.user, self.text, comments)
        voices = read_voices(self.request.user, comments, timezone.now())
        answers = [
            self._answer(each, decisions[each.comment.pk].reason, voices[each.comment.pk])
            for each in self.inputs.inputs
        ]
        following = next((each for each in answers if each["form"]), None)
        return [{**each, "is_next": each is following} for each in answers]

    @cached_property
    def places(self) -> Places:
        """Where something may have been decided, and what the reader last said of it."""
        return places_to_decide(self.request.user, self.text, timezone.now())

    def _answer(self, about: InputReading, refusal: str, voices: Voices) -> dict[str, Any]:
        form = None
        if not (refusal or about.disposition):
            form = disposition_form_for(about, get_language(), self.places)
        see = next((each.amendment.key for each in self.amendments if each.comment == about.comment), "")
        return {"input": about, "form": form, "refusal": refusal, "amendment": see, "voices": voices}

    def _revisions(self) -> list[RevisionReading]:
        """The changes in work: all of them beside the negotiated words, beside a translation its own."""
        every = self.inputs.revisions
        return [each for each in every if self.language in (self.text.language, each.language)]


@signed_in
@require_safe
def desk_clause(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """A clause in work beside every input on it, each answered where it stands."""
    page = ClausePage(request, text, key)
    return page.render(page.editor())


@require_POST
def revise(request: HttpRequest, text: str, key: str) -> HttpResponse:
    """Record a revision of the clause, with the inputs that it answers."""
    if request.user.pk is None:
        return _signed_out(request)
    return _revise(cast("SignedInRequest", request), text, key)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """The session ended while somebody wrote: what was sent, to be sent again, and nothing of the text."""
    context = {
        "form": WordingForm(request.POST, inputs=()),
        "answers": request.POST.getlist("answers"),
        "address": request.get_full_path(),
    }
    return render(request, "consultation/desk_signed_out.html", context, status=401)


def sent_again(request: SignedInRequest, text: str, key: str, *, why: str) -> HttpResponse:
    """The page with what was sent in it, to be sent once more; nothing is written."""
    page = ClausePage(request, text, key)
    form = WordingForm(request.POST, inputs=page.inputs.inputs)
    form.add_error(None, why)
    return page.render(form, status=403)


def _revise(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    page = ClausePage(request, text, key)
    form = WordingForm(request.POST, inputs=page.inputs.inputs)
    if not form.is_valid():
        return page.render(form, status=422)
    try:
        revision = _save(page, form)
    except NothingChanged:
        form.add_error("words", _("These are the words that stand there already."))
        return page.render(form, status=422)
    except PermissionDenied as refusal:
        # It may have become refused while the words were typed: a silence began, a role was taken back.
        messages.error(request, str(refusal))
        return page.render(None, status=403, typed=form.cleaned_data["words"])
    except (Wording.DoesNotExist, WordingChanged, VersionPublished) as change:
        return _somebody_was_faster(page, form, change)
    messages.success(request, _recorded(revision, form, page.working), extra_tags=page.kept_as)
    warn_if_stale(request, revision)
    place = request.GET.get("page", "")
    return redirect(clause_url(page.text, key, page.language, page.criteria, page=place))


def _recorded(revision: Revision, form: WordingForm, working: Version | None) -> str:
    """That the words are recorded, whether somebody else's went in beside them, and whether the clause reopens."""
    said = [_("Revision %(number)s is recorded.") % {"number": revision.history_id}]
    if digest(revision.before) != form.cleaned_data["basis"]:
        beside = _(
            "%(name)s changed other sentences of this clause while you were writing: both changes are in the words now."
        )
        said.append(beside % {"name": last_editor(revision.id, before=revision.history_id)})
    if will_reopen(revision):
        reopened = _(
            "It is of substance and the consultation has closed: the clause will be reopened for input when "
            "%(version)s is published."
        )
        said.append(reopened % {"version": working})
    return " ".join(said)


def _somebody_was_faster(page: ClausePage, form: WordingForm, change: Exception) -> HttpResponse:
    """The page again with what was typed, and what happened to the clause meanwhile."""
    typed = form.cleaned_data["words"]
    if isinstance(change, WordingChanged):
        conflict = read_conflict(change.current, typed, change.merge)
        sent = page.request.POST.copy()
        sent["words"] = conflict.proposal
        return page.render(page.editor(sent), status=409, conflict=conflict)
    if isinstance(change, VersionPublished):
        sentence = _("%(version)s is in work now: the version you were writing in was published meanwhile.")
        sentence += " " + _("Your words are kept; recording them puts them in the version in work.")
        messages.warning(page.request, sentence % {"version": page.working})
        return page.render(page.editor(page.request.POST), status=409)
    messages.error(page.request, _("The clause left the text while you were writing. Your words are below."))
    return page.render(None, status=409, typed=typed)


def _save(page: ClausePage, form: WordingForm) -> Revision:
    """Save into the version that the editor was opened on, whatever is in work now."""
    ticked = form.cleaned_data["answers"]
    wordings = Wording.objects.select_related("version__text", "clause").filter(version__text=page.text)
    return revise_answering(
        by=page.request.user,
        wording=wordings.get(
            version__number=form.cleaned_data["version"], clause=page.clause, language=page.language
        ),
        words=form.cleaned_data["words"],
        weight=Weight(form.cleaned_data["weight"]),
        reason=form.cleaned_data["reason"],
        basis=form.cleaned_data["basis"],
        answers=[each.comment for each in page.inputs.inputs if each.comment.reference in ticked],
        at=timezone.now(),
        source_basis=form.cleaned_data["source_basis"],
    )


def clause_url(
    text: Text, key: str, language: str = "", criteria: Criteria = EVERYTHING, **place: str
) -> str:
    """The page of a clause on the desk, in a language, on the way through a queue, at a place in its inputs."""
    parameters = criteria.parameters | {name: value for name, value in place.items() if value}
    if language not in ("", text.language):
        parameters["language"] = language
    return reverse("consultation:desk-clause", args=[text.slug, key], query=parameters or None)
