"""Members draft and share; coordinators suggest, bring together and submit; every act keeps the human who did it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from consultation.actions.comments import discard_draft
from consultation.actions.drafting import (
    AlreadyDecided,
    DraftChanged,
    DraftsApart,
    OtherWords,
    decline_suggestion,
    share_draft,
    suggest_words,
    take_suggestion,
    unshare_draft,
)
from consultation.actions.organisations import end_membership
from consultation.models import CommentDraft, Consultation, Contribution, DraftSuggestion, User
from consultation.models.guards import GUARDS
from consultation.permissions.organisations import shared_drafts
from consultation.reports.drafting import read_contributions, words_hash
from tests import houses, make
from tests.houses import half_written, shared, together
from tests.make import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Consultation:
    """A consultation in which Two Shores takes part: Cora coordinates, Malik and Mariam are members."""
    houses.cora()
    for name in ("Malik", "Mariam"):
        houses.voice(name, houses.house())
    return make.consultation()


def suggested(draft: CommentDraft, body: str = "Far too slow.", *, by: User | None = None) -> DraftSuggestion:
    words = OtherWords(body=body, proposed_wording="", note="Stronger.")
    cora = by or make.person("Cora")
    return suggest_words(by=cora, draft=draft, words=words, basis=words_hash(draft), at=NOON)


def test_a_shared_draft_is_read_by_the_coordinators_alone(asked: Consultation) -> None:
    malik = make.person("Malik")
    draft = half_written(malik, asked)
    assert not shared_drafts(make.person("Cora")).exists()

    share_draft(by=malik, draft=draft, at=NOON)

    assert list(shared_drafts(make.person("Cora"))) == [draft]
    for name in ("Malik", "Mariam", "Olga", "Sena"):
        make.olga()
        assert not shared_drafts(make.person(name)).exists()


def test_only_its_author_shares_a_draft_and_takes_it_back(asked: Consultation) -> None:
    draft = shared(make.person("Malik"), asked)
    with pytest.raises(PermissionDenied):
        share_draft(by=make.person("Mariam"), draft=draft, at=NOON)
    mine = together(make.person("Cora"), draft)

    unshare_draft(by=make.person("Malik"), draft=draft)

    assert not shared_drafts(make.person("Cora")).exists()
    assert not mine.sources.exists()
    assert CommentDraft.objects.get(pk=draft.pk).body == "Too slow."


def test_who_left_shares_with_nobody(asked: Consultation) -> None:
    malik = make.person("Malik")
    draft = half_written(malik, asked)
    end_membership(by=malik, membership=houses.seat(malik), successor=None, at=NOON)

    with pytest.raises(PermissionDenied, match="nobody to share"):
        share_draft(by=malik, draft=draft, at=NOON)


def test_a_member_takes_other_words_or_keeps_their_own(asked: Consultation) -> None:
    malik = make.person("Malik")
    draft = shared(malik, asked)
    first, second = suggested(draft), suggested(draft, "Slow.")
    with pytest.raises(PermissionDenied):
        take_suggestion(by=make.person("Cora"), suggestion=first, seen=words_hash(draft), at=NOON)

    decline_suggestion(by=malik, suggestion=second, at=NOON)
    take_suggestion(by=malik, suggestion=first, seen=words_hash(draft), at=NOON)

    assert CommentDraft.objects.get(pk=draft.pk).body == "Far too slow."
    states = DraftSuggestion.objects.order_by("pk").values_list("state", "suggested_by__name")
    assert list(states) == [("taken", "Cora"), ("declined", "Cora")]
    with pytest.raises(AlreadyDecided):
        decline_suggestion(by=malik, suggestion=first, at=NOON)


def test_words_that_changed_meanwhile_are_not_replaced_unseen(asked: Consultation) -> None:
    malik = make.person("Malik")
    draft = shared(malik, asked)
    suggestion, seen = suggested(draft), words_hash(draft)
    CommentDraft.objects.filter(pk=draft.pk).update(body="Too slow, by far.")

    with pytest.raises(DraftChanged):
        take_suggestion(by=malik, suggestion=suggestion, seen=seen, at=NOON)
    with pytest.raises(DraftChanged):
        suggest_words(by=make.person("Cora"), draft=draft, words=OtherWords("A", "", ""), basis=seen, at=NOON)

    assert CommentDraft.objects.get(pk=draft.pk).body == "Too slow, by far."
    now = words_hash(CommentDraft.objects.get(pk=draft.pk))
    take_suggestion(by=malik, suggestion=suggestion, seen=now, at=NOON)
    assert CommentDraft.objects.get(pk=draft.pk).body == "Far too slow."


def test_only_a_coordinator_suggests_and_never_to_themselves(asked: Consultation) -> None:
    draft = shared(make.person("Malik"), asked)
    own = shared(make.person("Cora"), asked)
    private = half_written(make.person("Malik"), asked, "students")
    for by, on in (
        (make.person("Mariam"), draft), (make.secretariat(), draft),
        (make.person("Cora"), own), (make.person("Cora"), private),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            suggested(on, by=by)


def test_drafts_on_one_clause_become_one_of_the_coordinator(asked: Consultation) -> None:
    first = shared(make.person("Malik"), asked, body="Too slow.")
    User.objects.filter(name="Mariam").update(shows_name=False)
    mariam = make.person("Mariam")
    second = shared(mariam, asked, body="Too dear.", proposed="All visas are free.")

    made = together(make.person("Cora"), first, second)

    assert made.body == "[1]\nToo slow.\n\n[2]\nToo dear."
    assert made.proposed_wording == "All visas are free."
    assert (made.author, set(made.sources.all())) == (make.person("Cora"), {first, second})


def test_drafts_on_several_clauses_or_gone_are_not_brought_together(asked: Consultation) -> None:
    first, other = shared(make.person("Malik"), asked), shared(make.person("Mariam"), asked, "students")
    gone = shared(make.person("Mariam"), asked)
    unshare_draft(by=make.person("Mariam"), draft=gone)
    for drafts in ((first, other), (first, gone), ()):
        with pytest.raises(DraftsApart):
            together(make.person("Cora"), *drafts)
    with pytest.raises(PermissionDenied):
        together(make.person("Malik"), first)


def test_submitting_keeps_who_wrote_what_and_where_their_drafts_went(asked: Consultation) -> None:
    cora, malik, mariam = (make.person(name) for name in ("Cora", "Malik", "Mariam"))
    first, second = shared(malik, asked), shared(mariam, asked, body="Too dear.")

    comment = houses.said_together(cora, together(cora, first, second))

    assert list(comment.contributions.order_by("pk").values_list("author__name", "body")) == [
        ("Malik", "Too slow."), ("Mariam", "Too dear."),
    ]  # fmt: skip
    assert comment.author == cora
    assert {draft.taken_into for draft in CommentDraft.objects.filter(author__in=(malik, mariam))} == {
        comment
    }
    assert not CommentDraft.objects.filter(author=cora).exists()
    call_command("verify_ledger")


def test_a_draft_goes_into_one_comment_only(asked: Consultation) -> None:
    cora, draft = make.person("Cora"), shared(make.person("Malik"), asked)
    one, other = together(cora, draft), together(cora, draft)

    houses.said_together(cora, one)
    second = houses.said_together(cora, other)

    assert Contribution.objects.count() == 1
    assert not second.contributions.exists()
    with pytest.raises(PermissionDenied, match="went into"):
        unshare_draft(by=make.person("Malik"), draft=draft)
    discard_draft(by=make.person("Malik"), draft=draft)
    assert Contribution.objects.count() == 1


def test_who_contributed_is_told_inside_and_counted_outside(asked: Consultation) -> None:
    User.objects.filter(name="Malik").update(shows_name=False)
    cora = make.person("Cora")
    comment = houses.said_together(cora, together(cora, shared(make.person("Malik"), asked)))

    assert read_contributions(cora, comment).shows_names
    inside = read_contributions(make.person("Mariam"), comment)
    assert (inside.number, len(inside.written), inside.shows_names) == (1, 1, False)
    for outside in (make.olga(), make.secretariat()):
        told = read_contributions(outside, comment)
        assert (told.number, told.written) == (1, ())


def test_contributions_that_were_changed_are_found(asked: Consultation) -> None:
    cora = make.person("Cora")
    houses.said_together(cora, together(cora, shared(make.person("Malik"), asked)))
    for guard in GUARDS:
        guard.take_down(connection.schema_editor())
    Contribution.objects.update(body="Quick enough.")

    with pytest.raises(CommandError, match="members who wrote for it"):
        call_command("verify_ledger")
