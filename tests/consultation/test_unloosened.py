"""What was promised to whoever spoke stands: it is not loosened by moving the opening, nor by extending."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from consultation.actions.extending import extend_consultation
from consultation.actions.reports import release_report
from consultation.actions.rounds import Terms, change_consultation
from consultation.models import Consultation
from consultation.reports.terms import stamp_of
from tests import make, rounds

pytestmark = pytest.mark.django_db
Moderation = Consultation.Moderation
DAY = timedelta(days=1)


def held_back(days: int = 1) -> Consultation:
    """A consultation whose inputs are visible after closing, opened so many days ago."""
    on = rounds.opened(at=timezone.now() - days * DAY, moderation=Moderation.CLOSING)
    return Consultation.objects.select_related("version__text").get(pk=on.pk)


def test_an_opening_that_has_passed_is_not_moved() -> None:
    on, now = held_back(), timezone.now()
    later = Terms(now + DAY, on.closes_at, Moderation.CLOSING, Consultation.Audience(on.audience))
    with pytest.raises(PermissionDenied, match="opened already"):
        change_consultation(by=make.secretariat(), consultation=on, terms=later, was=stamp_of(on), at=now)
    on.refresh_from_db()
    assert on.opens_at < now


@pytest.mark.parametrize("change", [{"opens_at": timezone.now() + 5 * DAY}, {"moderation": Moderation.AFTER}])
def test_the_database_keeps_the_rule_that_somebody_spoke_under(change: dict[str, object]) -> None:
    on = held_back()
    make.comment(make.Said("short-stay"), by=make.omar(), on=on, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=on.pk).update(**change)


def test_a_consultation_whose_report_is_released_is_not_extended() -> None:
    on, now = held_back(days=40), timezone.now()
    release_report(by=make.secretariat(), consultation=on, at=now)
    with pytest.raises(PermissionDenied, match="report is released"):
        extend_consultation(
            by=make.secretariat(),
            consultation=on,
            was=on.closes_at,
            closes_at=now + 5 * DAY,
            reason="More time.",
            at=now,
        )
