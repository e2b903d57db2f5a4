"""One's own comments: drafts, where each submitted one stands, and taking one back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.actions.comments import Words, save_draft
from consultation.actions.moderation import moderate_comment
from consultation.models import Comment, CommentDraft, Consultation, Moderation, Standing
from drafts.models.keys import new_key
from tests import make
from tests.make import Said
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

MINE = "/en/comments/mine/"


def said(round_: Consultation, *, visible: bool = True, body: str = "Say which visas.") -> Comment:
    return make.comment(Said(on="short-stay", body=body), by=make.olga(), on=round_, visible=visible)


def half_written(round_: Consultation) -> CommentDraft:
    return save_draft(
        by=make.olga(),
        consultation=round_,
        clause=make.clause_that_says(round_.version, "short-stay"),
        words=Words(body="I would say", language="en"),
        key=new_key(),
        at=make.NOON,
    )


def withdrawal(comment: Comment) -> str:
    return reverse("consultation:comment-withdraw", args=[comment.reference])


def test_a_page_with_nothing_on_it_says_how_to_begin() -> None:
    make.person("Nils")
    make.olga()

    assert "You do not take part yet" in words_of(signed_in("Nils").get(MINE))
    assert "You have not commented yet" in words_of(signed_in("Olga").get(MINE))


def test_strangers_sign_in_first() -> None:
    assert "/login/" in goes_to(Client().get(MINE))


def test_drafts_and_comments_stand_with_their_state_and_nobody_elses_do() -> None:
    round_ = make.consultation()
    said(round_, visible=False)
    half_written(round_)
    make.comment(Said(on="students", body="Omar speaks."), by=make.omar(), on=round_)
    shown = words_of(signed_in("Olga").get(MINE))

    assert "Awaiting moderation" in shown
    assert "Say which visas." in shown
    assert "I would say" in shown
    assert "Omar speaks." not in shown


def test_why_a_comment_was_returned_is_read_here() -> None:
    comment = said(make.consultation(), visible=False)
    moderate_comment(
        by=make.secretariat(),
        comment=comment,
        was=Standing.State.PENDING,
        state=Standing.State.RETURNED,
        reason="It names a person.",
        at=make.NOON,
    )

    assert "It names a person." in words_of(signed_in("Olga").get(MINE))


def test_the_answer_and_where_the_words_are_now_are_read_here() -> None:
    round_ = make.consultation()
    make.answered(said(round_), reason="We take note.")
    make.issued(round_.version.text)
    page = signed_in("Olga").get(MINE)

    assert "Noted We take note." in words_of(page)
    assert "Unchanged See it in Rev.1" in words_of(page)
    assert "/rev-1/clauses/" in page.content.decode()


def test_a_draft_of_a_closed_consultation_is_kept_and_says_so() -> None:
    draft = half_written(make.consultation())
    olga = signed_in("Olga")

    assert "the consultation is closed" in words_of(olga.get(MINE))
    page = olga.get(reverse("consultation:draft-edit", args=[draft.key]))
    assert "This consultation is closed." in words_of(page)
    assert "I would say" in page.content.decode()


def test_a_draft_is_thrown_away_after_asking_once() -> None:
    draft, olga = half_written(make.consultation()), signed_in("Olga")
    url = reverse("consultation:draft-discard", args=[draft.key])
    with nothing_written():
        assert "Throw this draft away?" in words_of(olga.get(url))
    make.omar()
    assert signed_in("Omar").post(url).status_code == 404
    olga.post(url)

    assert not CommentDraft.objects.exists()


def test_a_comment_is_withdrawn_after_asking_once_and_stays_on_record() -> None:
    comment, olga = said(make.consultation()), signed_in("Olga")
    with nothing_written():
        assert "that cannot be undone" in words_of(olga.get(withdrawal(comment)))
    assert "is withdrawn" in words_of(olga.post(withdrawal(comment), follow=True))

    assert Standing.objects.get().state == Standing.State.WITHDRAWN
    assert Moderation.objects.filter(comment=comment, state=Standing.State.WITHDRAWN).exists()
    assert Comment.objects.get().body == "Say which visas."


def test_an_answered_comment_stays_and_its_author_reads_why() -> None:
    comment = said(make.consultation())
    make.answered(comment)
    olga = signed_in("Olga")

    assert "it stays with its answer" in words_of(olga.get(withdrawal(comment)))
    assert olga.post(withdrawal(comment)).status_code == 403
    assert Standing.objects.get().state == Standing.State.VISIBLE


def test_nobody_withdraws_the_comment_of_somebody_else() -> None:
    comment = said(make.consultation())
    make.omar()

    for name in ("Omar", "Mia", "Sena"):
        assert signed_in(name).get(withdrawal(comment)).status_code == 404
        assert signed_in(name).post(withdrawal(comment)).status_code == 404


def test_the_list_asks_as_much_for_many_comments() -> None:
    round_ = make.consultation(at=timezone.now() - timedelta(days=1))
    now = timezone.now()
    olga = make.olga()
    make.comment(Said(on="students"), by=olga, on=round_, at=now)
    client = signed_in("Olga")
    few = queries_of(client, MINE)
    for _ in range(9):
        make.comment(Said(on="students"), by=olga, on=round_, at=now)

    assert queries_of(client, MINE) == few
