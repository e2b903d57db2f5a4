"""A version is published when every comment is answered, and every comment goes along."""

import pytest
from django.core.exceptions import PermissionDenied

from consultation.actions.publishing import CommentsUnanswered, publish
from consultation.models import Comment, Consultation, ResolvedAnchor, Standing
from drafts.actions.publishing import UnseenWords
from drafts.models import LedgerEntry, Text, Version
from drafts.reports.hashes import content_hash
from tests import make
from tests.make import NOON, Said
from tests.state import rows

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."


@pytest.fixture
def consultation() -> Consultation:
    return make.consultation()


@pytest.fixture
def text(consultation: Consultation) -> Text:
    return consultation.version.text


def test_while_comments_await_their_answer_nothing_is_published_and_they_are_named(
    consultation: Consultation, text: Text
) -> None:
    first = make.comment(Said(VISAS), by=make.olga(), on=consultation)
    second = make.comment(Said("researchers"), by=make.omar(), on=consultation, visible=False)
    before = rows()
    with pytest.raises(CommentsUnanswered) as refusal:
        make.issued(text)

    assert refusal.value.comments == [first, second]
    assert rows() == before
    assert make.working(text).number == 1


def test_words_that_the_chair_has_not_seen_are_not_published(text: Text) -> None:
    seen = content_hash(make.working(text))
    make.reworded(text, "researchers", "researchers and lecturers")
    before = rows()
    with pytest.raises(UnseenWords):
        publish(by=make.person("Chloé"), version=make.working(text), basis=seen, at=NOON)

    assert rows() == before
    seen = content_hash(make.working(text))
    published, _following = publish(by=make.person("Chloé"), version=make.working(text), basis=seen, at=NOON)
    assert published.content_hash == seen


def test_one_answer_is_not_enough(consultation: Consultation, text: Text) -> None:
    said = [make.comment(Said(VISAS), by=make.olga(), on=consultation) for _ in range(2)]
    make.answered(said[0])
    with pytest.raises(CommentsUnanswered) as refusal:
        make.issued(text)

    assert refusal.value.comments == [said[1]]


def test_comments_that_are_out_of_the_committees_hands_stand_in_nobodys_way(
    consultation: Consultation, text: Text
) -> None:
    withdrawn = make.comment(Said(VISAS), by=make.olga(), on=consultation)
    hidden = make.comment(Said(VISAS), by=make.olga(), on=consultation, visible=False)
    make.withdrawn(withdrawn)
    make.kept_back(hidden, Standing.State.HIDDEN)

    assert make.issued(text).is_published


def test_comments_on_other_texts_stand_in_nobodys_way(text: Text) -> None:
    elsewhere = make.consultation(make.published(make.text("other-text")))
    make.comment(Said(VISAS), by=make.olga(), on=elsewhere)

    assert make.issued(text).is_published


def test_comments_on_an_earlier_version_are_owed_an_answer_for_ever(
    consultation: Consultation, text: Text
) -> None:
    make.issued(text)
    late = make.comment(Said(VISAS), by=make.olga(), on=consultation)
    with pytest.raises(CommentsUnanswered) as refusal:
        make.issued(text)

    assert refusal.value.comments == [late]


def test_publishing_freezes_opens_the_next_and_carries_in_one_act(
    consultation: Consultation, text: Text
) -> None:
    said = make.comment(Said(VISAS, quote="short-stay"), by=make.olga(), on=consultation)
    make.answered(said)
    before = LedgerEntry.objects.count()
    published, following = publish(by=make.person("Chloé"), version=make.working(text), at=NOON)

    assert (published.state, following.state) == ("published", "working")
    assert said.places.get(version=published).state == "same"
    verbs = LedgerEntry.objects.filter(sequence__gt=before).order_by("sequence")
    assert [entry.verb for entry in verbs] == ["published", "carried"]


def test_a_failure_while_carrying_publishes_nothing(
    consultation: Consultation, text: Text, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.answered(make.comment(Said(VISAS), by=make.olga(), on=consultation))
    before = rows()

    def fail(*_args: object, **_options: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("consultation.actions.carrying.record", fail)
    with pytest.raises(OSError, match="the disk is full"):
        make.issued(text)

    assert rows() == before
    assert not make.working(text).is_published


@pytest.mark.parametrize("name", ["Paul", "Mia", "Sena", "Olga", "Nils"])
def test_only_the_chair_publishes(text: Text, name: str) -> None:
    who = make.person(name)
    before = rows()
    with pytest.raises(PermissionDenied, match="Only the chair"):
        publish(by=who, version=make.working(text), at=NOON)

    assert rows() == before


def test_without_a_consultation_nothing_has_to_be_carried() -> None:
    text = make.published().text
    make.issued(text)

    assert not ResolvedAnchor.objects.exists()
    assert not LedgerEntry.objects.filter(verb=LedgerEntry.Verb.CARRIED).exists()


def test_a_published_version_can_be_consulted_on_in_its_turn(text: Text) -> None:
    second = make.consultation(make.issued(text))
    said = make.comment(Said(VISAS), by=make.omar(), on=second)

    assert said.consultation.version.number == 1
    assert Version.objects.published().filter(consultation__isnull=False).count() == 2
    assert Comment.objects.get().places.count() == 1
