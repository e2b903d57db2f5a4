"""`manage.py seed_demo --large`, in a small size: all of it through people's acts, the same for the same seed."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from consultation.demo.large import SLUG
from consultation.models import (
    Category,
    Comment,
    Consultation,
    Contribution,
    Disposition,
    Endorsement,
    Membership,
    Organisation,
    Reaction,
    Release,
    Reply,
    ResolvedAnchor,
    Standing,
    User,
)
from drafts.models import Amendment, LedgerEntry, Version
from drafts.reports.reading import read_version

SMALL = {"organisations": 10, "people": 60, "clauses": 30, "comments": 150}


def seeded_with(**options: int) -> str:
    told = StringIO()
    call_command("seed_demo", large=True, stdout=told, **{**SMALL, **options})
    return told.getvalue()


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The larger demonstration, seeded once for all these tests, which only look at it; rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seeded_with()
        transaction.set_rollback(True)


@pytest.fixture
def told(planted: str, db: None) -> str:
    """The larger demonstration in the database; what the command said."""
    return planted


def said() -> list[Comment]:
    return list(Comment.objects.filter(clause__text__slug=SLUG).order_by("submitted_at", "pk"))


def test_there_are_as_many_as_were_asked_for(told: str) -> None:
    people = User.objects.filter(email__startswith="voice-")
    version = Version.objects.get(text__slug=SLUG, number=0)

    assert len(said()) == 150
    assert people.count() == 60
    assert Organisation.objects.filter(memberships__user__in=people).distinct().count() == 10
    for language in ("en", "fr"):
        reading = read_version(version, language)
        assert (len(reading.clauses), reading.language) == (30, language)


def test_people_are_of_every_kind(told: str) -> None:
    people = User.objects.filter(email__startswith="voice-")
    houses = Organisation.objects.filter(memberships__user__in=people)

    assert set(people.values_list("language", flat=True)) == {"en", "fr"}
    assert set(people.values_list("shows_name", flat=True)) == {True, False}
    assert set(people.values_list("pace", flat=True)) == {"at_once", "daily"}
    assert people.values("country").distinct().count() > 15
    assert set(houses.values_list("category", flat=True)) == set(Category.values)
    assert Membership.objects.filter(user__in=people, organisation=None).count() == 5


def test_inputs_were_moderated_answered_and_carried_to_the_next_version(told: str) -> None:
    first, second = Consultation.objects.filter(version__text__slug=SLUG).order_by("version__number")
    states = Standing.objects.filter(comment__consultation=first).values_list("state", flat=True)
    answered = Disposition.objects.filter(comment__consultation=first)

    assert (first.comments.count(), second.comments.count()) == (120, 30)
    assert set(states) <= {"visible", "returned", "hidden"}
    assert answered.count() == list(states).count("visible")
    assert answered.filter(revisions__isnull=False).exists()
    assert Amendment.objects.filter(version__text__slug=SLUG).exists()
    places = ResolvedAnchor.objects.filter(version=second.version, comment__consultation=first)
    assert places.count() >= answered.count()
    assert set(places.values_list("state", flat=True)) >= {"same", "rewritten"}
    assert Standing.objects.filter(comment__consultation=second, state="pending").exists()


def test_people_do_much_with_what_others_said(told: str) -> None:
    first = Consultation.objects.filter(version__text__slug=SLUG).order_by("version__number")[0]
    ours = Comment.objects.filter(consultation=first)
    letters = ours.filter(body__startswith="We, who cross the water")

    assert Endorsement.objects.filter(comment__in=ours).count() > 10
    assert Reply.objects.filter(comment__in=ours, kind=Reply.Kind.REPLY, state="visible").exists()
    assert Reply.objects.filter(comment__in=ours, kind=Reply.Kind.REQUEST).exists()
    assert Reaction.objects.filter(comment__in=ours).count() > 3
    assert Contribution.objects.filter(comment__in=ours).count() == 2
    assert ours.exclude(submission=None).count() == 3
    assert letters.count() == 7
    assert letters.values("likeness__leader").distinct().count() == 1
    assert (first.questions.count(), first.extensions.count()) == (3, 1)
    assert Release.objects.filter(consultation=first).exists()


def test_the_journal_is_in_the_order_of_time_and_holds(told: str) -> None:
    times = list(LedgerEntry.objects.order_by("sequence").values_list("at", flat=True))

    assert times == sorted(times)
    call_command("verify_ledger", stdout=StringIO())


def test_it_says_how_far_it_is_and_does_nothing_twice(told: str) -> None:
    assert " acts\n" in told
    assert "acts" not in seeded_with()
    assert len(said()) == 150


def test_its_pages_open(told: str) -> None:
    for address in (f"/en/texts/{SLUG}/zero-draft/", f"/fr/texts/{SLUG}/rev-1/"):
        assert Client().get(address).status_code == 200
