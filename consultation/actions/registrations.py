"""Asking to take part, and vetting: a question and its answer, acceptance, refusal, withdrawal."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from consultation.actions.people import admit, hold_account, register_organisation
from consultation.mails.letters import write_letters
from consultation.models import Category, Letter, Membership, Organisation, Registration, User, Vetting
from consultation.permissions.registrations import can_apply, can_change_registration, can_vet
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models.ledger import digest
from drafts.reports.seals import seal

# What the applicant is written to about; their own steps they know.
_WRITTEN_ABOUT = frozenset({Vetting.Step.ASKED, Vetting.Step.ACCEPTED, Vetting.Step.REFUSED})
_LEADS_TO = {
    Vetting.Step.ASKED: Registration.State.ASKED,
    Vetting.Step.REPLIED: Registration.State.PENDING,
    Vetting.Step.ACCEPTED: Registration.State.ACCEPTED,
    Vetting.Step.REFUSED: Registration.State.REFUSED,
    Vetting.Step.WITHDREW: Registration.State.WITHDRAWN,
}
_NEEDS_WORDS = frozenset({Vetting.Step.ASKED, Vetting.Step.REPLIED, Vetting.Step.REFUSED})


class AlreadyApplied(Exception):
    """The same person sent a registration a moment earlier, from another window."""


class AlreadyVetted(Exception):
    """Somebody took a step on this registration, or its sender changed it, after this page was opened."""


class WordsMissing(Exception):
    """A question, an answer and a refusal say something."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody would take part: the fields of the registration form, checked."""

    mandate: str
    category: str
    organisation: Organisation | None = None
    proposed: str = ""
    country: str = ""
    function: str = ""
    statement: str = ""

    def columns(self) -> dict[str, object]:
        """As the columns of a registration."""
        return {
            "mandate": self.mandate,
            "category": self.category,
            "organisation": self.organisation,
            "proposed": self.proposed,
            "country": self.country,
            "function": self.function,
            "statement": self.statement,
        }


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """A body that is entered with the first person who speaks for it, as the secretariat puts it."""

    slug: str
    name: str
    category: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the secretariat puts somebody: an organisation, a new one, or a category of their own."""

    organisation: Organisation | None = None
    new: NewOrganisation | None = None
    category: str = ""
    role: Membership.Role = Membership.Role.MEMBER


def seen_as(registration: Registration) -> str:
    """What a registration looked like, so that nobody decides on another than they read."""
    return f"{registration.state}-{registration.submitted_at.timestamp()}"


@transaction.atomic
def apply(*, by: User, wish: Wish, at: datetime) -> Registration:
    """Ask to take part."""
    hold_account(by)
    require(can_apply(by))
    try:
        with transaction.atomic():
            registration = Registration.objects.create(user=by, submitted_at=at, **wish.columns())
    except IntegrityError as open_already:
        raise AlreadyApplied(by.key) from open_already
    _record_applied(registration, by, at)
    return registration


@transaction.atomic
def change_registration(*, by: User, registration: Registration, wish: Wish, seen: str, at: datetime) -> None:
    """Put another request in the place of what was sent, until it is decided."""
    held = _held(registration)
    require(can_change_registration(by, held))
    _as_seen(held, seen)
    for column, value in wish.columns().items():
        setattr(held, column, value)
    held.submitted_at = at
    held.save()
    _record_applied(held, by, at)


@transaction.atomic
def answer_question(*, by: User, registration: Registration, words: str, seen: str, at: datetime) -> None:
    """Answer what the secretariat asked; it is its turn again then."""
    held = _held(registration)
    require(can_change_registration(by, held))
    _as_seen(held, seen)
    if held.state != Registration.State.ASKED:
        raise AlreadyVetted(held.state)
    step = _take(held, Vetting.Step.REPLIED, words, by, at)
    _record_vetted(held, step, by, at)


@transaction.atomic
def withdraw_registration(*, by: User, registration: Registration, at: datetime) -> None:
    """Take one's own request back."""
    held = _held(registration)
    require(can_change_registration(by, held))
    step = _take(held, Vetting.Step.WITHDREW, "", by, at)
    _record_vetted(held, step, by, at)


@transaction.atomic
def ask_applicant(*, by: User, registration: Registration, words: str, seen: str, at: datetime) -> None:
    """Ask who wants to take part for what is missing."""
    require(can_vet(by, registration))
    held = _to_vet(registration, seen)
    step = _take(held, Vetting.Step.ASKED, words, by, at)
    _record_vetted(held, step, by, at)


@transaction.atomic
def refuse_registration(*, by: User, registration: Registration, words: str, seen: str, at: datetime) -> None:
    """Refuse, with the reason."""
    require(can_vet(by, registration))
    held = _to_vet(registration, seen)
    step = _take(held, Vetting.Step.REFUSED, words, by, at)
    _record_vetted(held, step, by, at)


@transaction.atomic
def accept_registration(
    *, by: User, registration: Registration, place: Place, seen: str, at: datetime
) -> Membership:
    """Admit who asked to take part; an organisation that is new is entered with them."""
    require(can_vet(by, registration))
    held = _to_vet(registration, seen)
    hold_account(held.user)
    organisation = place.organisation
    if place.new is not None:
        organisation = register_organisation(
            by=by,
            slug=place.new.slug,
            name=place.new.name,
            category=Category(place.new.category),
            country=place.new.country,
            at=at,
        )
    step = _take(held, Vetting.Step.ACCEPTED, "", by, at)
    membership = admit(
        by=by, user=held.user, organisation=organisation, category=place.category, role=place.role, at=at
    )
    _record_vetted(held, step, by, at)
    return membership


def _held(registration: Registration) -> Registration:
    """The registration as it is now, locked: its sender and two secretaries may be at it at once."""
    rows = Registration.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    return rows.get(pk=registration.pk)


def _to_vet(registration: Registration, seen: str) -> Registration:
    held = _held(registration)
    _as_seen(held, seen)
    if held.state not in Registration.OPEN:
        raise AlreadyVetted(held.state)
    return held


def _as_seen(held: Registration, seen: str) -> None:
    if seen_as(held) != seen:
        raise AlreadyVetted(held.state)


def _take(held: Registration, step: Vetting.Step, words: str, by: User, at: datetime) -> Vetting:
    """One step of vetting, and the letter about it."""
    if step in _NEEDS_WORDS and not words.strip():
        raise WordsMissing(step)
    held.state = _LEADS_TO[step]
    held.save(update_fields=["state"])
    vetting = Vetting.objects.create(registration=held, step=step, words=words, taken_by=by, taken_at=at)
    if step in _WRITTEN_ABOUT:
        write_letters(
            Letter.Kind.REGISTRATION,
            [held.user],
            at=at,
            once=f"{held.key}:{vetting.pk}",
            matter={"registration": held.key, "step": str(step)},
        )
    return vetting


def _record_applied(registration: Registration, by: User, at: datetime) -> None:
    record(
        by=by,
        verb=Verb.APPLIED,
        about=registration,
        key=registration.key,
        at=at,
        mandate=registration.mandate,
        category=registration.category,
        organisation=registration.organisation.slug if registration.organisation else "",
    )


def _record_vetted(registration: Registration, vetting: Vetting, by: User, at: datetime) -> None:
    record(
        by=by,
        verb=Verb.VETTED,
        about=registration,
        key=registration.key,
        at=at,
        step=str(vetting.step),
        words=seal(digest(vetting.words), registration.key),
    )
