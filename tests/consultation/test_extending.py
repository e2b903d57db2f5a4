"""More time for a consultation: later only, with a reason, told to everybody who is asked, on record."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from consultation.actions.extending import AlreadyExtended, NotLater, ReasonMissing, extend_consultation
from consultation.models import Consultation, Extension, Letter
from consultation.permissions import can_comment
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from tests import make
from tests.make import NOON, Said
from tests.pages import goes_to, signed_in, words_of
from tests.rounds import opened
from tests.state import rows

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def extend(
    consultation: Consultation,
    *,
    by: str = "Sena",
    days: int = 7,
    reason: str = "Many asked for it.",
    at: datetime = NOON,
) -> Extension:
    was = consultation.closes_at
    return extend_consultation(
        by=make.person(by),
        consultation=consultation,
        was=was,
        closes_at=was + days * DAY,
        reason=reason,
        at=at,
    )


def test_it_closes_later_and_the_time_before_and_the_reason_stay_on_record() -> None:
    asked, olga = opened(at=NOON), make.olga()
    was = asked.closes_at

    extension = extend(asked)

    asked.refresh_from_db()
    assert asked.closes_at == extension.closes_at == was + 7 * DAY
    assert extension.closed_at == was
    assert can_comment(olga, asked, was + DAY)
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key) == ("extended", asked.key)
    assert digest("Many asked for it.") in entry.payload
    assert "Many" not in entry.payload


def test_everybody_who_is_asked_is_written_to_each_time() -> None:
    asked = opened(at=NOON)
    make.olga(), make.omar(), make.person("Nils")
    extend(asked)
    asked.refresh_from_db()
    extend(asked)

    letters = Letter.objects.filter(kind=Letter.Kind.EXTENDED)
    assert sorted(letter.to.name for letter in letters if letter.to) == ["Olga", "Olga", "Omar", "Omar"]
    assert all(letter.matter == {"consultation": asked.key} for letter in letters)


def test_one_that_has_closed_is_open_again() -> None:
    asked = opened(at=NOON)
    extend(asked, at=asked.closes_at + DAY)
    asked.refresh_from_db()

    assert asked.phase_at(asked.closes_at - DAY) is Consultation.Phase.OPEN


@pytest.mark.parametrize(
    ("given", "refusal"),
    [({"days": 0}, NotLater), ({"days": -1}, NotLater), ({"reason": " "}, ReasonMissing)],
)
def test_earlier_and_without_a_reason_it_stays_as_it_is(
    given: dict[str, object], refusal: type[Exception]
) -> None:
    asked = opened(at=NOON)
    before = rows()
    with pytest.raises(refusal):
        extend(asked, **given)  # type: ignore[arg-type]

    assert rows() == before


def test_a_time_that_has_passed_reopens_nothing() -> None:
    asked = opened(at=NOON)

    with pytest.raises(NotLater):
        extend(asked, days=7, at=asked.closes_at + 8 * DAY)


def test_the_second_of_two_sees_what_the_first_decided() -> None:
    asked = opened(at=NOON)
    seen = Consultation.objects.get(pk=asked.pk)
    extend(asked)

    with pytest.raises(AlreadyExtended) as faster:
        extend(seen)
    assert faster.value.closes_at == seen.closes_at + 7 * DAY
    assert Extension.objects.count() == 1


@pytest.mark.parametrize("name", ["Chloé", "Paul", "Mia", "Nils"])
def test_only_the_secretariat_gives_more_time(name: str) -> None:
    asked = opened(at=NOON)
    make.person(name)

    with pytest.raises(PermissionDenied, match="Only the secretariat"):
        extend(asked, by=name)


def test_not_before_it_opens_nor_once_a_later_version_is_out() -> None:
    asked = opened(at=NOON)
    with pytest.raises(PermissionDenied, match="has not opened yet"):
        extend(asked, at=NOON - DAY)
    make.reworded(asked.version.text, "short-stay", "seasonal")
    make.issued(asked.version.text)

    with pytest.raises(PermissionDenied, match="later version is published"):
        extend(asked, at=asked.closes_at)


def test_nobody_speaks_after_reading_what_was_held_back_until_the_closing() -> None:
    asked = opened(at=NOON, moderation=Consultation.Moderation.CLOSING)
    make.comment(Said("students"), by=make.olga(), on=asked)
    extend(asked)
    asked.refresh_from_db()

    with pytest.raises(PermissionDenied, match="nobody speaks after that"):
        extend(asked, at=asked.closes_at)


def test_the_page_takes_a_time_and_a_reason_and_the_consultation_shows_both() -> None:
    asked = opened(at=timezone.now().replace(microsecond=0))
    page, sena = reverse("consultation:consultation-extend", args=[asked.key]), signed_in("Sena")
    form = sena.get(page).context["form"]
    sent = {"was": form["was"].value(), "closes_at": "2090-01-01T12:00", "reason": "Holidays came between."}

    assert sena.post(page, sent | {"reason": ""}).status_code == 422
    assert "later closing" in words_of(sena.post(page, sent | {"closes_at": "2020-01-01T12:00"}))
    assert goes_to(sena.post(page, sent)) == asked.get_absolute_url()
    shown = words_of(sena.get(asked.get_absolute_url()))
    assert "More time was given" in shown
    assert "Holidays came between." in shown
    assert "(UTC)" in shown
    late = sena.post(page, sent | {"closes_at": "2091-01-01T12:00"})
    assert late.status_code == 409
    assert "Somebody extended it meanwhile" in words_of(late)
    again = late.context["form"].data["was"]
    assert goes_to(sena.post(page, sent | {"closes_at": "2091-01-01T12:00", "was": again}))
    assert signed_in("Mia").get(page).status_code == 403
    assert signed_in("Nils").get(page).status_code == 404
