"""`manage.py seed_demo`: the whole demonstration, brought in by the acts of people, once."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from consultation.demo.clauses import parsed
from consultation.demo.content import load
from consultation.models import (
    Category,
    Comment,
    CommentKind,
    Consultation,
    Organisation,
    Outcome,
    ResolvedAnchor,
    Standing,
)
from consultation.reports.queue import unanswered_comments
from drafts.models import Clause, Grant, LedgerEntry, Programme, Revision, Role, Text, Version, WordingState
from drafts.reports.reading import read_version
from drafts.text.inline import plain

DEMO = load()
SAID = {comment.id: comment for text in DEMO.texts for comment in text.comments}
REVISED = {revision.id: revision for text in DEMO.texts for revision in text.revisions}


# The content says "rewritten", having a person's eye; the engine says "removed", since nothing it is sure of
# stands where the words stood. Both are words for words that are gone.
DISPUTED = {"dev-c07", "mob-c01", "pro-c02", "pro-c10"}


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


def test_it_is_all_there_and_everything_holds(seeded: None) -> None:
    six_programmes_in_a_chain()
    five_texts_in_two_published_versions_and_one_in_work()
    comments_of_every_kind_category_and_fate()
    everybody_has_their_part()
    call_command("verify_ledger", verbosity=0)


def six_programmes_in_a_chain() -> None:
    programmes = list(Programme.objects.order_by("first_year", "pk"))
    assert len(programmes) == 6
    assert [each.predecessor for each in programmes[1:]] == programmes[:-1]
    assert [each.pillars.count() for each in programmes] == [3, 3, 3, 4, 5, 0]
    assert all({"en", "fr"} <= each.title.keys() for each in programmes)


def five_texts_in_two_published_versions_and_one_in_work() -> None:
    assert Text.objects.filter(pillar__isnull=False).count() == Text.objects.count() == 5
    for text in Text.objects.all():
        versions = text.versions.order_by("number")
        assert [(each.slug, each.state) for each in versions] == [
            ("zero-draft", "published"),
            ("rev-1", "published"),
            ("rev-2", "working"),
        ]
        for version in versions:
            reading = read_version(version, "fr")
            assert 15 <= len(reading.clauses) <= 30
            assert {clause.language for clause in reading.clauses} == {"fr"}
            assert {clause.state for clause in reading.clauses} == {WordingState.TRANSLATED}


def comments_of_every_kind_category_and_fate() -> None:
    comments = Comment.objects.all()
    assert comments.count() == len(SAID) >= 60
    assert {each.kind for each in comments} == set(CommentKind.values)
    assert {each.language for each in comments} == {"en", "fr"}
    assert set(Organisation.objects.filter(comments__isnull=False).values_list("category", flat=True)) == set(
        Category.values
    )
    assert set(Outcome.values) == set(comments.values_list("dispositions__outcome", flat=True)) - {None}
    assert {"pending", "visible", "returned", "hidden"} == set(
        Standing.objects.values_list("state", flat=True)
    )
    assert set(ResolvedAnchor.objects.values_list("state", flat=True)) == set(ResolvedAnchor.State.values)


def everybody_has_their_part() -> None:
    roles = Counter(Grant.objects.standing().values_list("role", flat=True))
    assert roles[Role.PENHOLDER] == roles[Role.CHAIR] == 5
    assert roles[Role.SECRETARIAT] == 1
    assert set(Consultation.objects.values_list("version__slug", flat=True)) == {"zero-draft", "rev-1"}


def test_the_continuity_that_the_content_announces_is_what_the_engine_finds(seeded: None) -> None:
    found = {
        (place.comment.body, place.comment.language): place.state
        for place in ResolvedAnchor.objects.filter(version__slug="rev-1").exclude(method="original")
    }
    announced = {id_: said for id_, said in SAID.items() if said.continuity}
    differing = {
        id_: (said.continuity, found[said.body, said.language])
        for id_, said in announced.items()
        if found[said.body, said.language] != said.continuity
    }

    assert len(announced) >= 25
    assert differing == dict.fromkeys(DISPUTED, ("rewritten", "removed"))


def test_every_comment_has_one_place_in_each_later_version(seeded: None) -> None:
    for comment in Comment.objects.select_related("consultation__version"):
        version = comment.consultation.version
        later = Version.objects.published().filter(text=version.text_id, number__gte=version.number)
        assert sorted(comment.places.values_list("version", flat=True)) == sorted(
            later.values_list("pk", flat=True)
        )


def test_quoted_words_stand_where_the_anchors_say(seeded: None) -> None:
    for place in ResolvedAnchor.objects.filter(start__isnull=False).select_related(
        "comment", "version__text"
    ):
        reading = read_version(place.version, place.comment.wording_language)
        (clause,) = [each for each in reading.clauses if each.clause_id == place.clause_id]
        assert clause.plain[place.start : place.end] == place.exact


def test_each_answer_names_the_revisions_that_the_content_names(seeded: None) -> None:
    for said in SAID.values():
        if said.disposition is None:
            continue
        comment = Comment.objects.get(body=said.body, language=said.language)
        answer = comment.dispositions.get()
        reasons = {
            REVISED[each].reason[language] for each in said.disposition.revisions for language in ("en", "fr")
        }
        assert answer.outcome == said.disposition.outcome
        assert bool(said.disposition.revisions) == answer.revisions.exists(), said.id
        assert set(answer.revisions.values_list("reason", flat=True)) <= reasons, said.id


def test_each_version_says_what_its_file_says(seeded: None) -> None:
    for text in DEMO.texts:
        for name, language in text.drafts:
            version = Version.objects.select_related("text").get(text__slug=text.slug, slug=name)
            written = [plain(clause.text) for clause in parsed(text, name, language).clauses]
            assert [clause.plain for clause in read_version(version, language).clauses] == written


def test_identities_go_on_from_version_to_version(seeded: None) -> None:
    for text in Text.objects.all():
        keys = [
            set(version.placements.values_list("clause__key", flat=True))
            for version in text.versions.order_by("number")
        ]
        assert len(keys[0] & keys[1]) >= 0.7 * len(keys[0])
        assert len(keys[1] & keys[2]) >= 0.7 * len(keys[1])
        assert set(Clause.objects.filter(text=text).values_list("key", flat=True)) == set.union(*keys)


def test_changes_are_made_by_the_committee_with_weight_and_reason(seeded: None) -> None:
    changes = Revision.objects.exclude(version__slug="zero-draft")

    assert set(changes.values_list("weight", flat=True)) == {"editorial", "clarification", "substance"}
    assert set(changes.values_list("change", flat=True)) == {
        "reworded",
        "moved",
        "split",
        "merged",
        "new",
        "removed",
    }
    assert not changes.filter(reason="").exists()
    members = set(Grant.objects.values_list("user", flat=True))
    assert set(changes.values_list("history_user", flat=True)) <= members


def test_what_still_awaits_an_answer_is_of_the_round_that_is_open(seeded: None) -> None:
    waiting = [comment for text in Text.objects.all() for comment in unanswered_comments(text)]

    assert waiting
    assert {comment.consultation.version.slug for comment in waiting} == {"rev-1"}


def test_the_journal_is_in_the_order_of_time(seeded: None) -> None:
    times = list(LedgerEntry.objects.order_by("sequence").values_list("at", flat=True))

    assert times == sorted(times)
