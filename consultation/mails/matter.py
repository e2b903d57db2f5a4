"""What each kind of letter tells, read anew from its rows when it is sent: keys came in, words go out.

No name of a person is in any of it, nothing that is before the committee only, and no words of others that wait to be
moderated. Where what it tells of is gone by now, the letter is moot, and dropped with the reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_from_path, override

from consultation.mails.hours import CLOSING_BEFORE
from consultation.models import (
    Comment,
    Consultation,
    Disposition,
    Invitation,
    Letter,
    Membership,
    Moderation,
    Registration,
    Reply,
    Signature,
    Sitting,
    Standing,
    Vetting,
)
from consultation.permissions.comments import shown_publicly
from consultation.reports.closing import committee_of
from consultation.reports.invitations import token_of
from drafts.models import Programme, Silence, Version
from drafts.models.languages import in_language

Kind = Letter.Kind


class Why(StrEnum):
    """Why a letter is not sent any more, as its row keeps it."""

    CLOSED = "account closed"
    UNWANTED = "no letters wanted"
    GONE = "gone"
    OVER = "over"
    # Something newer is written about, or will be.
    CHANGED = "changed"
    NOTHING = "nothing left"


class Moot(Exception):
    """There is nothing to write any more; `why` says it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Told:
    """What a letter is filled with: where it leads, what its sentences name, and words that it quotes."""

    path: str
    names: Mapping[str, object] = field(default_factory=dict)
    quote: str = ""
    quote_language: str = ""
    # Of a kind that has several letters.
    template: str = ""

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path


def told_in(letter: Letter, at: datetime) -> Told:
    """What a letter tells its reader now, in the language that is switched on; raises Moot where that is nothing."""
    return _TELLS[Kind(letter.kind)](letter, at)


def _one[Row: models.Model](rows: models.QuerySet[Row]) -> Row:
    """The row that a letter is about."""
    found = rows.first()
    if found is None:
        raise Moot(Why.GONE)
    return found


# ---- about one's own account ----------------------------------------------------------


def _invitation(letter: Letter, at: datetime) -> Told:
    invitations = Invitation.objects.select_related("organisation")
    invitation = _one(invitations.filter(key=letter.matter["invitation"]))
    if invitation.revoked_at:
        raise Moot(Why.GONE)
    if invitation.accepted_at or at >= invitation.expires_at:
        raise Moot(Why.OVER)
    names = {"organisation": invitation.organisation, "until": invitation.expires_at}
    return Told(reverse("consultation:invitation", args=[token_of(invitation)]), names)


_STANDS = {
    Vetting.Step.ACCEPTED: Registration.State.ACCEPTED,
    Vetting.Step.ASKED: Registration.State.ASKED,
    Vetting.Step.REFUSED: Registration.State.REFUSED,
}


def _registration(letter: Letter, _at: datetime) -> Told:
    registration = _one(Registration.objects.filter(key=letter.matter["registration"]))
    step = Vetting.Step(letter.matter["step"])
    if step not in _STANDS or registration.state != _STANDS[step]:
        raise Moot(Why.CHANGED)
    vetting = _one(registration.vettings.filter(step=step).order_by("-pk"))
    return Told(reverse("consultation:register"), {"step": step.value}, quote=vetting.words)


# ---- consultations --------------------------------------------------------------------


def _consultation(letter: Letter, at: datetime) -> Told:
    consultations = Consultation.objects.select_related("version__text")
    found = _one(consultations.filter(key=letter.matter["consultation"]))
    if at >= found.closes_at:
        raise Moot(Why.OVER)
    return Told(found.get_absolute_url(), {"consultation": found, "version": found.version})


def _closing(letter: Letter, at: datetime) -> Told:
    told = _consultation(letter, at)
    # Extended since it was written: there will be another letter three days before the new end.
    if told.names["consultation"].closes_at - at > CLOSING_BEFORE + timedelta(days=1):  # type: ignore[attr-defined]
        raise Moot(Why.CHANGED)
    return told


# ---- comments -------------------------------------------------------------------------


def _comment(letter: Letter, at: datetime) -> Comment:
    """The comment that a letter is about: one that its reader wrote, drafted or signed, or that everybody may read."""
    comments = Comment.objects.select_related("standing", "consultation__version__text")
    voices = Membership.objects.standing().filter(user=letter.to_id)
    signed = Signature.objects.filter(organisation__memberships__in=voices, withdrawn_at=None)
    own = Q(author=letter.to_id) | Q(contributions__author=letter.to_id) | Q(signatures__in=signed)
    seen = own | shown_publicly(at)
    found = _one(comments.filter(seen, reference=letter.matter["comment"]))
    if found.standing.state == Standing.State.WITHDRAWN:
        raise Moot(Why.GONE)
    return found


def _moderated(letter: Letter, at: datetime) -> Told:
    comment = _comment(letter, at)
    decided = _one(Moderation.objects.filter(comment=comment).order_by("-pk"))
    if decided.pk != letter.matter["moderation"]:
        raise Moot(Why.CHANGED)
    # The reason is for the author alone.
    reason = decided.reason if comment.author_id == letter.to_id else ""
    return Told(comment.get_absolute_url(), {"comment": comment, "state": decided.state}, quote=reason)


def _replied(letter: Letter, at: datetime) -> Told:
    comment = _comment(letter, at)
    reply = _one(Reply.objects.filter(key=letter.matter["reply"], state=Reply.State.VISIBLE))
    names = {"comment": comment, "kind": reply.kind}
    return Told(comment.get_absolute_url(), names, quote=reply.body, quote_language=reply.language)


def _answered(letter: Letter, at: datetime) -> Told:
    comment = _comment(letter, at)
    answer = _one(Disposition.objects.filter(pk=letter.matter["disposition"]))
    if answer.pk != comment.standing.disposition_id:
        raise Moot(Why.CHANGED)
    names = {"comment": comment, "outcome": answer.get_outcome_display()}
    return Told(comment.get_absolute_url(), names, quote=answer.reason, quote_language=answer.language)


# ---- texts ----------------------------------------------------------------------------


def _published(letter: Letter, _at: datetime) -> Told:
    versions = Version.objects.published().select_related("text")
    found = versions.filter(text__slug=letter.matter["text"], slug=letter.matter["version"])
    version = _one(found)
    path = reverse("consultation:version", args=[version.text.slug, version.slug])
    return Told(path, {"version": version})


# ---- sessions -------------------------------------------------------------------------


def _path_of(letter: Letter) -> str:
    """The address of a page that this app does not know, in the reader's language."""
    written, language = letter.matter["path"], get_language()
    # An address is understood in its own language alone.
    with override(get_language_from_path(written)):
        return str(translate_url(written, language))


def _sitting(letter: Letter) -> Sitting:
    return _one(Sitting.objects.filter(key=letter.matter["sitting"]))


def _record(letter: Letter, _at: datetime) -> Told:
    if "sitting" not in letter.matter:
        return Told(_path_of(letter), {"title": letter.matter["title"]})
    sitting = _sitting(letter)
    # Letters that were written before they told it have none.
    until = datetime.fromisoformat(letter.matter["until"]) if "until" in letter.matter else None
    return Told(_path_of(letter), {"title": str(sitting), "sitting": sitting, "until": until})


def _corrected(letter: Letter, _at: datetime) -> Told:
    """No words of the answer: the page tells them to those who may read them."""
    return Told(_path_of(letter), {"title": str(_sitting(letter)), "state": letter.matter["state"]})


def _rescheduled(letter: Letter, at: datetime) -> Told:
    """A session as it is now; of one that was cancelled since it was changed the other letter tells."""
    sitting = _sitting(letter)
    if at >= sitting.ends_at:
        raise Moot(Why.OVER)
    if sitting.cancelled_at and not letter.matter["cancelled"]:
        raise Moot(Why.CHANGED)
    return Told(_path_of(letter), {"sitting": sitting, "place": in_language(sitting.place)})


def _seat(letter: Letter, at: datetime) -> Told:
    """An invitation to a session, or what became of it: of no use once the session has begun or was cancelled."""
    sitting = _sitting(letter)
    if sitting.cancelled_at:
        raise Moot(Why.GONE)
    if at >= sitting.starts_at:
        raise Moot(Why.OVER)
    names = {"sitting": sitting, "title": str(sitting), "place": in_language(sitting.place)}
    return Told(_path_of(letter), {**names, "event": letter.matter.get("event", "")})


# ---- closing --------------------------------------------------------------------------


def _silence(letter: Letter, _at: datetime) -> Told:
    silences = Silence.objects.select_related("version__text")
    silence = _one(silences.filter(key=letter.matter["silence"]))
    if letter.to not in committee_of(silence.version.text):
        raise Moot(Why.GONE)
    event = letter.matter["event"]
    if event == "opened" and silence.state != Silence.State.RUNNING:
        raise Moot(Why.CHANGED)
    names = {"silence": silence, "version": silence.version, "clause": letter.matter.get("clause", "")}
    counts = {
        name: letter.matter.get(name, 0) for name in ("inputs", "brackets", "unsigned", "consultations")
    }
    path = reverse("consultation:closing", args=[silence.version.text.slug])
    return Told(path, {**names, "counts": counts}, template=f"silence_{event}")


# ---- what is learnt -------------------------------------------------------------------


def _address_in(language: str, written: str) -> str:
    """An address that was written in one language, in another: each is understood in its own alone."""
    with override(get_language_from_path(written)):
        return translate_url(written, language)


def _evaluation(letter: Letter, at: datetime) -> Told:
    """The same for everybody who attended: nothing in it, nor whether it goes, hangs on who has answered."""
    sitting = _one(Sitting.objects.filter(key=letter.matter["sitting"]))
    closes_at = datetime.fromisoformat(letter.matter["closes_at"])
    if at >= closes_at:
        raise Moot(Why.OVER)
    path = _address_in(get_language() or letter.language, letter.matter["path"])
    return Told(path, {"sitting": sitting, "closes_at": closes_at})


def _due(letter: Letter, _at: datetime) -> Told:
    """What is followed up, moved or dropped meanwhile takes its letters back itself (`withdraw_letters`)."""
    programme = _one(Programme.objects.filter(slug=letter.matter["programme"]))
    due_on = date.fromisoformat(letter.matter["due_on"])
    path = _address_in(get_language() or letter.language, letter.matter["path"])
    return Told(path, {"programme": programme, "due_on": due_on, "event": letter.matter["event"]})


_TELLS: dict[Letter.Kind, Callable[[Letter, datetime], Told]] = {
    Kind.INVITATION: _invitation,
    Kind.REGISTRATION: _registration,
    Kind.OPENED: _consultation,
    Kind.CLOSING: _closing,
    Kind.EXTENDED: _consultation,
    Kind.MODERATED: _moderated,
    Kind.REPLIED: _replied,
    Kind.ANSWERED: _answered,
    Kind.PUBLISHED: _published,
    Kind.RECORD: _record,
    Kind.SILENCE: _silence,
    Kind.RESCHEDULED: _rescheduled,
    Kind.CONVENED: _seat,
    Kind.SEATED: _seat,
    Kind.CORRECTED: _corrected,
    Kind.EVALUATION: _evaluation,
    Kind.DUE: _due,
}
