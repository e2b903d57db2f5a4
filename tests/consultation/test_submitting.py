"""Saying it: kept as a draft, submitted once, never changed again, taken back while it is unanswered."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from consultation.actions.comments import (
    Words,
    discard_draft,
    save_draft,
    submit_comment,
    withdraw_comment,
)
from consultation.models import (
    Category,
    Comment,
    CommentDraft,
    CommentKind,
    Consultation,
    Moderation,
    Standing,
    User,
)
from consultation.permissions import visible_comments
from consultation.reports.hashes import said_hash
from drafts.models import Clause, LedgerEntry
from drafts.models.keys import new_key
from drafts.permissions import Visitor
from drafts.reports.seals import seal
from drafts.text.anchors import make_anchor
from tests import make
from tests.make import NOON, Said
from tests.state import rows

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."


@pytest.fixture
def consultation() -> Consultation:
    return make.consultation()


def clause(of: Consultation) -> Clause:
    return make.clause_that_says(of.version, VISAS)


def submit(
    to: Consultation, by: User, *, key: str = "", at: object = NOON, body: str = "Too slow."
) -> Comment:
    return submit_comment(
        by=by,
        consultation=to,
        clause=clause(to),
        words=Words(body=body, language="en"),
        key=key or new_key(),
        at=at,  # type: ignore[arg-type]
    )


def keep(to: Consultation, by: User, key: str, body: str = "Half a", **when: object) -> CommentDraft:
    return save_draft(
        by=by,
        consultation=to,
        clause=clause(to),
        words=Words(body=body, language="en"),
        key=key,
        at=when.get("at", NOON),  # type: ignore[arg-type]
    )


def sees(user: Visitor, comment: Comment) -> bool:
    return visible_comments(user).filter(pk=comment.pk).exists()


# ---- submitting -----------------------------------------------------------------------


def test_a_comment_keeps_what_was_said_where_and_for_whom(consultation: Consultation) -> None:
    olga = make.olga()
    anchor = make_anchor(VISAS, 47, 63)
    said = submit_comment(
        by=olga,
        consultation=consultation,
        clause=clause(consultation),
        words=Words(
            body="Étudiants aussi ?",
            language="fr",
            kind=CommentKind.TECHNICAL,
            proposed_wording="Visas are free.",
            wording_language="en",
            anchor=anchor,
        ),
        key="abc1234",
        at=NOON,
    )

    kept = Comment.objects.get(pk=said.pk)
    assert (kept.reference, kept.author, kept.submitted_at, kept.channel) == ("abc1234", olga, NOON, "web")
    assert kept.organisation is not None
    assert kept.organisation.category == Category.CIVIL_SOCIETY
    assert (kept.body, kept.language, kept.kind) == ("Étudiants aussi ?", "fr", "technical")
    assert (kept.proposed_wording, kept.wording_language) == ("Visas are free.", "en")
    assert (kept.quote, kept.start, kept.end) == ("short-stay visas", 47, 63)
    assert (kept.prefix, kept.suffix) == (anchor.prefix, anchor.suffix)


def test_moderated_before_it_is_seen_by_its_author_and_the_committee_only(consultation: Consultation) -> None:
    said = submit(consultation, make.olga())
    ravi = make.member_of(make.text("other-text"), "Ravi")

    assert said.standing.state == Standing.State.PENDING
    assert sees(make.olga(), said)
    assert all(sees(make.person(name), said) for name in ("Mia", "Paul", "Chloé", "Sena"))
    assert not any(sees(user, said) for user in (make.omar(), make.person("Nils"), ravi))


def test_moderated_after_it_is_seen_by_everybody_at_once() -> None:
    consultation = make.consultation(moderation=Consultation.Moderation.AFTER)
    said = submit(consultation, make.olga())

    assert said.standing.state == Standing.State.VISIBLE
    assert sees(make.omar(), said)
    assert sees(make.person("Nils"), said)


def test_the_same_form_sent_twice_is_one_comment(consultation: Consultation) -> None:
    olga = make.olga()
    first = submit(consultation, olga, key="abc1234")
    before = rows()
    second = submit(consultation, olga, key="abc1234", body="Other words.")

    assert second == first
    assert second.body == "Too slow."
    assert rows() == before


def test_the_same_form_sent_again_after_closing_gives_the_comment_it_made(consultation: Consultation) -> None:
    olga = make.olga()
    first = submit(consultation, olga, key="abc1234")

    assert submit(consultation, olga, key="abc1234", at=consultation.closes_at) == first


def test_nobody_takes_another_ones_key(consultation: Consultation) -> None:
    submit(consultation, make.olga(), key="abc1234")
    omar = make.omar()
    with pytest.raises(IntegrityError), transaction.atomic():
        submit(consultation, omar, key="abc1234")

    assert Comment.objects.get().author == make.olga()


def test_a_comment_is_one_entry_in_the_ledger_with_the_hash_of_its_words(consultation: Consultation) -> None:
    olga = make.olga()
    before = LedgerEntry.objects.count()
    said = submit(consultation, olga)

    entry = LedgerEntry.objects.latest("sequence")
    assert LedgerEntry.objects.count() == before + 1
    assert (entry.verb, entry.object_key, entry.actor) == ("commented", said.reference, olga.key)
    assert entry.text == consultation.version.text
    assert json.loads(entry.payload)["sealed"] == seal(said_hash(said), said.reference)
    for guessed in (said.words_hash(), said_hash(said), said.clause.key, "network"):
        assert guessed not in entry.payload
    assert "slow" not in entry.payload


@pytest.mark.parametrize(
    ("minutes", "reason"), [(-1, "not opened yet"), (30 * 24 * 60, "closed"), (31 * 24 * 60, "closed")]
)
def test_outside_its_time_a_consultation_takes_no_comment(
    consultation: Consultation, minutes: int, reason: str
) -> None:
    olga = make.olga()
    before = rows()
    with pytest.raises(PermissionDenied, match=reason):
        submit(consultation, olga, at=consultation.opens_at + timedelta(minutes=minutes))

    assert rows() == before


def test_from_the_first_second_to_the_last_a_comment_is_taken(consultation: Consultation) -> None:
    submit(consultation, make.olga(), at=consultation.opens_at)
    submit(consultation, make.olga(), at=consultation.closes_at - timedelta(seconds=1))

    assert Comment.objects.count() == 2


@pytest.mark.parametrize("name", ["Nils", "Mia", "Paul", "Chloé", "Sena"])
def test_only_registered_participants_comment(consultation: Consultation, name: str) -> None:
    who = make.person(name)
    before = rows()
    with pytest.raises(PermissionDenied, match="registered participants"):
        submit(consultation, who)

    assert rows() == before


def test_a_category_that_is_not_asked_is_told_so(consultation: Consultation) -> None:
    consultation.audience, consultation.categories = Consultation.Audience.NAMED, [Category.ACADEMIA]
    consultation.save()
    with pytest.raises(PermissionDenied, match="other categories"):
        submit(consultation, make.olga())


def test_the_database_refuses_a_quote_without_its_place(consultation: Consultation) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(
            consultation=consultation,
            clause=clause(consultation),
            author=make.olga(),
            language="en",
            wording_language="en",
            quote="visas",
            submitted_at=NOON,
        )


# ---- drafts ---------------------------------------------------------------------------


def test_a_draft_is_kept_under_its_key_and_replaced_by_what_is_typed_next(consultation: Consultation) -> None:
    olga = make.olga()
    entries = LedgerEntry.objects.count()
    keep(consultation, olga, "abc1234")
    keep(consultation, olga, "abc1234", "Half a sentence", at=NOON + timedelta(minutes=1))

    draft = CommentDraft.objects.get()
    assert (draft.body, draft.saved_at) == ("Half a sentence", NOON + timedelta(minutes=1))
    assert LedgerEntry.objects.count() == entries, "it is not said yet"


def test_submitting_takes_the_draft_away_and_no_other(consultation: Consultation) -> None:
    olga = make.olga()
    keep(consultation, olga, "abc1234")
    keep(consultation, olga, "def1234")
    submit(consultation, olga, key="abc1234")

    assert [draft.key for draft in CommentDraft.objects.all()] == ["def1234"]


def test_a_draft_can_still_be_kept_when_the_consultation_has_closed(consultation: Consultation) -> None:
    olga = make.olga()
    keep(consultation, olga, "abc1234", at=consultation.closes_at)

    assert CommentDraft.objects.get().author == olga


def test_nobody_writes_or_throws_away_another_ones_draft(consultation: Consultation) -> None:
    draft, omar = keep(consultation, make.olga(), "abc1234"), make.omar()
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(consultation, omar, "abc1234", "Mine now")
    with pytest.raises(PermissionDenied):
        discard_draft(by=omar, draft=draft)
    assert CommentDraft.objects.get().body == "Half a"

    discard_draft(by=make.olga(), draft=draft)
    assert not CommentDraft.objects.exists()


# ---- withdrawing ----------------------------------------------------------------------


def test_a_withdrawn_comment_stays_on_record_out_of_sight(consultation: Consultation) -> None:
    said = make.comment(Said(VISAS), by=make.olga(), on=consultation)
    make.withdrawn(said)

    assert Standing.objects.get(comment=said).state == Standing.State.WITHDRAWN
    assert Moderation.objects.filter(comment=said).latest("pk").decided_by == make.olga()
    assert LedgerEntry.objects.latest("sequence").verb == LedgerEntry.Verb.WITHDREW
    assert not sees(make.omar(), said)
    assert sees(make.olga(), said)


def test_only_its_author_withdraws_a_comment(consultation: Consultation) -> None:
    said = make.comment(Said(VISAS), by=make.olga(), on=consultation)
    for user in (make.omar(), make.person("Mia"), make.person("Sena")):
        with pytest.raises(PermissionDenied, match="author"):
            withdraw_comment(by=user, comment=said, at=NOON)


def test_an_answered_comment_stays_with_its_answer(consultation: Consultation) -> None:
    said = make.comment(Said(VISAS), by=make.olga(), on=consultation)
    make.answered(said)
    with pytest.raises(PermissionDenied, match="has been answered"):
        make.withdrawn(said)


def test_a_comment_is_withdrawn_once(consultation: Consultation) -> None:
    said = make.withdrawn(make.comment(Said(VISAS), by=make.olga(), on=consultation))
    before = rows()
    with pytest.raises(PermissionDenied):
        make.withdrawn(said)

    assert rows() == before
