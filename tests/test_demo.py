"""`manage.py seed_demo`: the whole demonstration, brought in by the acts of people, once."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
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
    User,
)
from consultation.reports.queue import unanswered_comments
from consultation.reports.review import base_for, headline, read_review
from drafts.models import (
    Adoption,
    Amendment,
    AmendmentKind,
    AmendmentStanding,
    Clause,
    Grant,
    LedgerEntry,
    Position,
    Programme,
    Revision,
    Role,
    SignOff,
    Silence,
    Stance,
    Text,
    Version,
    WordingState,
)
from drafts.permissions import can_break_silence
from drafts.reports.reading import read_version
from drafts.text.brackets import read_brackets
from drafts.text.inline import plain
from drafts.text.merge import merge
from drafts.text.numbering import Scheme

DEMO = load()
SAID = {comment.id: comment for text in DEMO.all_texts for comment in text.comments}
REVISED = {revision.id: revision for text in DEMO.all_texts for revision in text.revisions}


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
    five_texts_of_pillars_in_two_published_versions_and_one_in_work()
    two_smaller_texts_of_the_programme_as_a_whole()
    comments_of_every_kind_category_and_fate()
    everybody_has_their_part()
    call_command("verify_ledger", verbosity=0)


def six_programmes_in_a_chain() -> None:
    programmes = list(Programme.objects.order_by("first_year", "pk"))
    assert len(programmes) == 6
    assert [each.predecessor for each in programmes[1:]] == programmes[:-1]
    assert [each.pillars.count() for each in programmes] == [3, 3, 3, 4, 5, 0]
    assert all({"en", "fr"} <= each.title.keys() for each in programmes)


def five_texts_of_pillars_in_two_published_versions_and_one_in_work() -> None:
    texts = Text.objects.filter(kind="pillar")
    assert texts.count() == 5
    for text in texts:
        versions = text.versions.order_by("number")
        assert [(each.slug, each.state) for each in versions] == [
            ("zero-draft", "published"),
            ("rev-1", "published"),
            ("rev-2", "working"),
        ]
        for version in versions:
            reading = read_version(version, "fr")
            assert 15 <= len(reading.clauses) <= 30
            if version.is_published:
                assert {clause.language for clause in reading.clauses} == {"fr"}
                assert {clause.state for clause in reading.clauses} == {WordingState.TRANSLATED}


def two_smaller_texts_of_the_programme_as_a_whole() -> None:
    texts = {text.slug: text for text in Text.objects.exclude(kind="pillar")}
    assert {slug: text.kind for slug, text in texts.items()} == {
        "monitoring": "cross_cutting",
        "preamble": "preamble",
    }
    for text in texts.values():
        for version in text.versions.all():
            assert 8 <= version.placements.count() <= 12
            assert {clause.state for clause in read_version(version, "fr").clauses} == {
                WordingState.TRANSLATED
            }


def comments_of_every_kind_category_and_fate() -> None:
    comments = Comment.objects.all()
    # Beside those of the files there is the one that a coordinator brought together.
    written = comments.exclude(channel=Comment.Channel.SESSION)
    assert written.count() == len(SAID) + 1 >= 90
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
    assert roles[Role.PENHOLDER] == roles[Role.CHAIR] == 7
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


def test_each_version_says_what_its_file_says_until_the_committee_went_on(seeded: None) -> None:
    for text in DEMO.all_texts:
        for name, language in text.drafts:
            version = Version.objects.select_related("text").get(text__slug=text.slug, slug=name)
            written = [plain(clause.text) for clause in parsed(text, name, language).clauses]
            says = [clause.plain for clause in read_version(version, language).clauses]
            if name == "rev-2":
                changing = {"revise", "insert", "accept"}
                acts = sum(act.do in changing for act in text.desk)
                assert 0 < len(set(says) - set(written)) <= acts
            else:
                assert says == written


def test_identities_go_on_from_version_to_version(seeded: None) -> None:
    for text in Text.objects.filter(kind="pillar"):
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


# ---- The drafting desk and the chair's desk ---------------------------------------------


ROOT_CAUSES = "development-root-causes"


def in_work(slug: str) -> Version:
    return Version.objects.working().select_related("text").get(text__slug=slug)


def test_every_text_in_work_has_brackets_amendments_positions_and_signatures(seeded: None) -> None:
    for text in DEMO.texts:
        version = in_work(text.slug)
        assert open_brackets(version) > 0, text.slug
        assert Position.objects.standing().filter(version=version).exists(), text.slug
        amendments = Amendment.objects.filter(version__text=version.text)
        assert amendments.filter(standing__state="open").exists(), text.slug
        signed = SignOff.objects.filter(version__text=version.text, version__slug="rev-1")
        assert signed.filter(verdict="signed").count() >= 15
        assert signed.filter(verdict="sent_back").count() == 1


def open_brackets(version: Version) -> int:
    return sum(read_brackets(wording.text).opening for wording in version.wordings.filter(language="en"))


def test_the_penholder_finds_amendments_of_every_kind_and_fate(seeded: None) -> None:
    amendments = Amendment.objects.filter(version__text__slug=ROOT_CAUSES)
    assert set(amendments.values_list("kind", flat=True)) == set(AmendmentKind.values)
    assert set(amendments.values_list("standing__state", flat=True)) == set(AmendmentStanding.State.values)
    (rebased,) = amendments.filter(standing__fit="rebased")
    assert rebased.version.slug == "rev-1"
    rivals = amendments.filter(kind="replace", standing__state="open", version__slug="rev-2")
    assert rivals.values("clause").distinct().count() == 1
    assert rivals.count() == 3
    first, second, third = (each.words for each in rivals.order_by("pk"))
    base = rivals[0].basis
    assert merge(base, first, second).is_clean
    assert not merge(base, second, third).is_clean


def test_brackets_nest_stand_beside_each_other_and_span_two_clauses(seeded: None) -> None:
    for language in ("en", "fr"):
        wordings = in_work(ROOT_CAUSES).wordings.filter(language=language)
        readings = [read_brackets(wording.text) for wording in wordings]
        assert any(bracket.parent for reading in readings for bracket in reading.brackets)
        assert any(reading.choices for reading in readings)
        assert sum(not bracket.is_closed for reading in readings for bracket in reading.brackets) == 1
        assert sum(len(reading.stray_closings) for reading in readings) == 1


def test_all_five_stances_are_taken_and_one_is_public(seeded: None) -> None:
    positions = Position.objects.filter(version__text__slug=ROOT_CAUSES)
    assert set(positions.values_list("stance", flat=True)) == set(Stance.values)
    assert [each.delegation for each in positions.public()] == ["Delegation B"]


def test_the_translator_finds_stale_words_and_a_clause_without_any(seeded: None) -> None:
    version = in_work(ROOT_CAUSES)
    assert version.wordings.filter(language="fr", state=WordingState.STALE).count() == 2
    english = set(version.wordings.filter(language="en").values_list("clause", flat=True))
    french = set(version.wordings.filter(language="fr").values_list("clause", flat=True))
    assert len(english - french) == 1


def test_the_chair_reads_what_changed_since_the_day_of_signing(seeded: None) -> None:
    chair = User.objects.get(email="chair@example.org")
    for text in DEMO.texts:
        new = in_work(text.slug)
        base = base_for(chair, new.text, new, new.text.versions.all())
        review = read_review(new.text, base, new, None)
        assert headline(review).startswith("Since your sign-off of Rev.1 on 1"), text.slug
        assert 0 < review.of_substance < review.changed < review.signed


def test_one_text_is_adopted_by_silence_with_two_reservations(seeded: None) -> None:
    adoption = Adoption.objects.get()
    assert (adoption.version.text.slug, adoption.way) == ("monitoring", "silence")
    assert [each.delegation for each in adoption.reservations.order_by("pk")] == [
        "Delegation D",
        "Delegation H",
    ]
    assert adoption.version.text.numbering == Scheme.LEGAL
    client = Client()
    for name in ("record-page", "record-json"):
        record = client.get(reverse(f"consultation:{name}", args=["monitoring", "rev-1"]))
        assert record.status_code == HTTPStatus.OK
        assert "Delegation H" in b"".join(record).decode()


def test_one_text_is_under_silence_that_a_member_may_break(seeded: None) -> None:
    silence = Silence.objects.running().select_related("version__text").get()
    assert silence.version.text.slug == "preamble"
    assert timedelta(days=6) < silence.ends_at - timezone.now() < timedelta(days=9)
    member = User.objects.get(email="member@example.org")
    assert can_break_silence(member, silence.version.text)
