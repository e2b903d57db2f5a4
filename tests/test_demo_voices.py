"""What participants do with others in the demonstration."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from consultation.models import (
    Comment,
    CommentDraft,
    Consultation,
    Duplicate,
    Endorsement,
    Extension,
    GuidingQuestion,
    Invitation,
    Letter,
    Likeness,
    Membership,
    ModerationAnswer,
    Organisation,
    Reaction,
    Registration,
    Release,
    Reply,
    Signature,
    SpokenFor,
    User,
)


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration, seeded once for all these tests, which only look at it; rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_demo", verbosity=0, stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seeded(planted: None, db: None) -> None:
    """The demonstration in the database."""


def test_one_organisation_speaks_with_one_voice_and_its_coordinator_finds_drafts(seeded: None) -> None:
    luc = User.objects.get(email="coordinator@example.org")
    house = Membership.objects.standing().get(user=luc, role="coordinator").organisation
    assert house == Organisation.objects.get(one_voice=True)
    shared = CommentDraft.objects.filter(organisation=house, taken_into=None)
    assert shared.count() == 2
    assert list(shared.filter(suggestions__state="open").values_list("author__shows_name", flat=True)) == [
        False
    ]
    together = Comment.objects.get(
        author=luc, contributions__isnull=False, contributions__author__shows_name=True
    )
    assert together.contributions.count() == 2


def test_a_platform_speaks_for_others(seeded: None) -> None:
    listed = SpokenFor.objects.filter(platform__slug="diasporas-fleuve", ended_at=None)
    assert listed.count() == 3
    assert listed.filter(organisation__slug="kora-abroad").exists()


def test_comments_are_signed_endorsed_and_replied_to(seeded: None) -> None:
    assert (Signature.objects.count(), Signature.objects.exclude(withdrawn_at=None).count()) == (5, 1)
    assert (Endorsement.objects.count(), Endorsement.objects.exclude(withdrawn_at=None).count()) == (5, 1)
    kinds = Counter(Reply.objects.values_list("kind", "state"))
    assert kinds == {
        ("reply", "visible"): 2,
        ("reply", "pending"): 1,
        ("request", "visible"): 2,
        ("clarification", "visible"): 1,
    }


def test_duplicates_are_answered_together_at_a_named_sitting(seeded: None) -> None:
    merged = Duplicate.objects.filter(parted_at=None).select_related("comment__standing__disposition")
    (original,) = {each.original for each in merged.select_related("original__standing__disposition")}
    answers = [each.comment.standing.disposition for each in merged]
    given = original.standing.disposition
    assert given
    assert len(answers) == 2
    for answer in answers:
        assert answer
        assert (answer.outcome, answer.sitting) == (given.outcome, given.sitting)
    assert given.sitting.startswith("Comité de rédaction")


def test_answers_are_accepted_and_one_is_contested(seeded: None) -> None:
    assert Counter(Reaction.objects.values_list("kind", flat=True)) == {"accepted": 3, "contested": 1}
    answer = ModerationAnswer.objects.get()
    assert answer.moderation.state == "returned"


def test_people_speak_in_their_own_name_and_some_without_their_name(seeded: None) -> None:
    alone = Membership.objects.standing().filter(organisation=None)
    assert alone.count() == 8
    assert Comment.objects.filter(author__in=alone.values("user"), organisation=None).count() == 9
    assert Comment.objects.filter(author__shows_name=False).exists()


def test_some_ask_to_take_part_and_some_are_invited(seeded: None) -> None:
    assert Counter(Registration.objects.values_list("state", flat=True)) == {"pending": 1, "asked": 1}
    now = timezone.now()
    assert Invitation.objects.filter(expires_at__gt=now).count() == 2
    assert Invitation.objects.filter(expires_at__lt=now).count() == 1


def test_consultations_ask_are_extended_held_back_and_reported_on(seeded: None) -> None:
    assert sorted(bool(each.clause_id) for each in GuidingQuestion.objects.all()) == [False, True]
    extension = Extension.objects.get()
    assert extension.closes_at - extension.closed_at == timedelta(days=7)
    assert Consultation.objects.get(moderation="closing").version.text.slug == "preamble"
    released = Release.objects.get().consultation
    assert released.version.slug == "zero-draft"
    assert not released.comments.filter(standing__state="visible", standing__disposition=None).exists()


def test_one_letter_of_seven_people_is_grouped(seeded: None) -> None:
    (leader,) = set(Likeness.objects.exclude(comment=F("leader")).values_list("leader", flat=True))
    group = Comment.objects.filter(likeness__leader=leader)
    assert Counter(group.values_list("standing__state", flat=True)) == {"visible": 3, "pending": 4}


def test_nobody_is_written_to_and_one_address_takes_nothing(seeded: None) -> None:
    assert not Letter.objects.exists()
    assert User.objects.filter(pace="daily").count() == 1
    assert User.objects.exclude(bounced_at=None).get().bounce == "550 5.1.1 No such mailbox"
