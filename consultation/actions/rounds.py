"""Putting a published version out for input, and changing the terms as long as that is fair."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from consultation.actions.questions import Asked, put_questions, told_of
from consultation.mails.announcing import announce
from consultation.models import Category, Consultation, Organisation, User
from consultation.permissions import can_open_consultation
from consultation.permissions.opening import (
    can_change,
    can_set_audience,
    can_set_closing,
    can_set_opening,
    can_set_visibility,
)
from consultation.reports.terms import stamp_of
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.wordings import lock_text
from drafts.models import Version
from drafts.permissions import is_open_for_work

Audience = Consultation.Audience


class AlreadyConsulted(Exception):
    """This version has its consultation already."""


class TermsChanged(Exception):
    """Somebody changed the terms meanwhile."""


@dataclass(frozen=True, slots=True)
class Terms:
    """From when to when, visible when, and who is asked."""

    opens_at: datetime
    closes_at: datetime
    moderation: Consultation.Moderation
    audience: Consultation.Audience = Audience.REGISTERED
    categories: Sequence[Category] = ()
    organisations: Sequence[Organisation] = field(default=())

    @property
    def organisation_keys(self) -> list[int]:
        return [each.pk for each in self.organisations]


@transaction.atomic
def open_consultation(
    *,
    by: User,
    version: Version,
    opens_at: datetime,
    closes_at: datetime,
    moderation: Consultation.Moderation,
    at: datetime,
    categories: Sequence[Category] = (),
    organisations: Sequence[Organisation] = (),
    audience: Consultation.Audience | None = None,
    questions: Sequence[Asked] = (),
) -> Consultation:
    """Ask about a published version, from one time to another: those who are named, all registered, or everybody.

    Where only some of its clauses had been reopened, that consultation is widened to the whole text.
    """
    require(can_open_consultation(by, version))
    # Not while a version is published: the comments on this one would not be looked at.
    lock_text(version.text_id)
    # Asked again under the lock: a silence may have begun, or the text been adopted, meanwhile.
    require(is_open_for_work(version.text))
    held = Version.objects.get(pk=version.pk)
    standing = Consultation.objects.select_for_update(no_key=True).filter(version=held).first()
    if standing is not None and standing.scope == Consultation.Scope.WHOLE:
        raise AlreadyConsulted(held.pk)
    named = Audience.NAMED if categories or organisations else Audience.REGISTERED
    terms = Terms(opens_at, closes_at, moderation, audience or named, categories, organisations)
    if standing is not None:
        if standing.phase_at(at) is not Consultation.Phase.ANNOUNCED:
            # What has begun began then: widening it never makes it announced again.
            terms = replace(terms, opens_at=standing.opens_at)
        _require_fair(standing, terms, at)
    consultation = standing or Consultation(version=held)
    consultation.scope = Consultation.Scope.WHOLE
    _set(consultation, terms)
    put = put_questions(by, consultation, questions, at)
    announce(consultation)
    record(
        by=by,
        verb=Verb.OPENED,
        about=consultation,
        key=consultation.key,
        at=at,
        text=version.text,
        **_told(consultation, version, terms),
        questions=told_of(put),
        widened=standing is not None,
    )
    return consultation


@transaction.atomic
def change_consultation(
    *, by: User, consultation: Consultation, terms: Terms, was: str, at: datetime
) -> None:
    """Set other terms: all of them before it opens, then only what is fair to those who spoke already.

    `was` is the stamp of the terms that the secretariat saw.
    """
    require(can_change(by, consultation, at))
    version = consultation.version
    lock_text(version.text_id)
    held = Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    held.version = version
    require(can_change(by, held, at))
    if stamp_of(held) != was:
        raise TermsChanged(held.pk)
    _require_fair(held, terms, at)
    _set(held, terms)
    # What was announced for other times falls away by itself.
    announce(held)
    record(
        by=by,
        verb=Verb.OPENED,
        about=held,
        key=held.key,
        at=at,
        text=version.text,
        **_told(held, version, terms),
        changed=True,
    )


def _require_fair(consultation: Consultation, terms: Terms, at: datetime) -> None:
    """Once it is open: visibility only stricter, audience only wider, and it closes no earlier than was said."""
    require(can_set_visibility(consultation, terms.moderation, at))
    asked = (terms.audience, terms.categories, terms.organisation_keys)
    require(can_set_audience(consultation, *asked, at))
    require(can_set_opening(consultation, terms.opens_at, at))
    require(can_set_closing(consultation, terms.closes_at, at))


def _set(consultation: Consultation, terms: Terms) -> None:
    consultation.opens_at, consultation.closes_at = terms.opens_at, terms.closes_at
    consultation.moderation, consultation.audience = terms.moderation, terms.audience
    consultation.categories = list(terms.categories)
    consultation.save()
    consultation.organisations.set(terms.organisations)


def _told(consultation: Consultation, version: Version, terms: Terms) -> dict[str, object]:
    return {
        "version": version.number,
        "opens_at": terms.opens_at.isoformat(),
        "closes_at": terms.closes_at.isoformat(),
        "moderation": consultation.moderation,
        "audience": consultation.audience,
        "categories": list(terms.categories),
        "organisations": sorted(each.slug for each in terms.organisations),
    }
