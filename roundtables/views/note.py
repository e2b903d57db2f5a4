"""One intervention in the notes: how its words changed, and changing them, its speaker, or striking it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.views.requests import signed_in
from roundtables.actions.notes import (
    AlreadyStruck,
    WordsChanged,
    attribute_intervention,
    reword_intervention,
    strike_intervention,
)
from roundtables.forms.notes import SpeakerForm, StrikeForm, WordsForm
from roundtables.models import Session
from roundtables.permissions.sessions import can_take_notes
from roundtables.reports.notes import Note, Table, read_note, read_table
from roundtables.views.notes import session_of_notes


@dataclass(frozen=True, slots=True)
class NotePage:
    """The page of one intervention, with its three forms for those who may change it."""

    request: SignedInRequest
    session: Session
    table: Table
    note: Note

    def render(
        self,
        *,
        words: WordsForm | None = None,
        speaker: SpeakerForm | None = None,
        strike: StrikeForm | None = None,
        stands: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The page; a form that was refused comes back as it was sent, beside the words that stand now."""
        context = {
            "session": self.session,
            "note": self.note,
            "decision": can_take_notes(self.request.user, self.session),
            "words_form": words or WordsForm(note=self.note, table=self.table),
            "speaker_form": speaker or SpeakerForm(note=self.note, table=self.table),
            "strike_form": strike or StrikeForm(note=self.note, table=self.table),
            "stands": stands,
        }
        return render(self.request, "roundtables/note.html", context, status=status)

    def struck_meanwhile(self) -> HttpResponse:
        """Nothing of it can be changed any more; what was typed is shown once more."""
        now = _page_of(self.request, self.session.key, self.note.intervention.key)
        context = {"session": self.session, "note": now.note, "typed": self._typed()}
        return render(self.request, "roundtables/note.html", context, status=409)

    def _typed(self) -> list[str]:
        sent = self.request.POST
        return [words for name in ("words", "reason") if (words := sent.get(name, ""))]

    def done(self) -> HttpResponse:
        """Back to the notes, where it stands among them."""
        key = self.note.intervention.key
        return redirect(f"{reverse('roundtables:notes', args=[self.session.key])}?note={key}#note-{key}")


def _page_of(request: SignedInRequest, key: str, note: str) -> NotePage:
    session = session_of_notes(request, key)
    language = get_language() or "en"
    found = read_note(session, note, language)
    if found is None:
        raise Http404
    return NotePage(request, session, read_table(session, language), found)


@signed_in
@never_cache
@require_safe
def note(request: SignedInRequest, key: str, note: str) -> HttpResponse:
    """One intervention with all its wordings."""
    return _page_of(request, key, note).render()


@signed_in
@require_POST
def reword(request: SignedInRequest, key: str, note: str) -> HttpResponse:
    """Write other words; where the other rapporteur changed them meanwhile, both are shown and a person decides."""
    page = _page_of(request, key, note)
    require(can_take_notes(request.user, page.session))
    form = WordsForm(request.POST, note=page.note, table=page.table)
    if not form.is_valid():
        return page.render(words=form, status=422)
    sent, said = form.cleaned_data, page.note.intervention
    try:
        reword_intervention(
            by=request.user, intervention=said, words=sent["words"], basis=sent["basis"], at=timezone.now()
        )
    except WordsChanged as changed:
        return _page_of(request, key, note).render(words=_again(page), stands=changed.words, status=409)
    except AlreadyStruck:
        return page.struck_meanwhile()
    messages.success(request, _("The words are changed; those before are kept."))
    return page.done()


def _again(page: NotePage) -> WordsForm:
    """What was typed for the words before, to be sent for those that stand now."""
    now = _page_of(page.request, page.session.key, page.note.intervention.key)
    sent = page.request.POST.copy()
    sent["basis"] = now.note.basis
    form = WordsForm(sent, note=now.note, table=now.table)
    form.add_error(
        None, _("The other rapporteur changed these words meanwhile. Both are shown; send what is to stand.")
    )
    return form


@signed_in
@require_POST
def attribute(request: SignedInRequest, key: str, note: str) -> HttpResponse:
    """Put right who spoke and on what."""
    page = _page_of(request, key, note)
    require(can_take_notes(request.user, page.session))
    form = SpeakerForm(request.POST, note=page.note, table=page.table)
    if not form.is_valid():
        return page.render(speaker=form, status=422)
    try:
        attribute_intervention(
            by=request.user,
            intervention=page.note.intervention,
            attributed=form.attributed(),
            item=form.chosen_item(),
            clause=form.chosen_clause(),
            at=timezone.now(),
        )
    except AlreadyStruck:
        return page.struck_meanwhile()
    messages.success(request, _("It is put right."))
    return page.done()


@signed_in
@require_POST
def strike(request: SignedInRequest, key: str, note: str) -> HttpResponse:
    """Take an intervention out of the notes, with a reason."""
    page = _page_of(request, key, note)
    require(can_take_notes(request.user, page.session))
    form = StrikeForm(request.POST, note=page.note, table=page.table)
    if not form.is_valid():
        return page.render(strike=form, status=422)
    reason = form.cleaned_data["reason"]
    try:
        strike_intervention(
            by=request.user, intervention=page.note.intervention, reason=reason, at=timezone.now()
        )
    except AlreadyStruck:
        return page.struck_meanwhile()
    messages.success(request, _("It is struck; those who read the notes see that it was."))
    return page.done()
