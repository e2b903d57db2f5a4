"""The author is told of every decision, and answers, once, one that keeps their comment back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultation.actions.moderation import AnswerMissing, answer_moderator
from consultation.models import Comment, Letter, Moderation, ModerationAnswer, Standing
from drafts.models import LedgerEntry
from tests import make
from tests.pages import nothing_written, queries_of, signed_in, words_of
from tests.state import rows

pytestmark = pytest.mark.django_db

State = Standing.State
OWN = "/en/comments/mine/"
LOG = "/en/texts/legal-mobility/moderation/"


@pytest.fixture
def returned() -> Moderation:
    comment = make.comment(
        make.Said("short-stay", body="Ask Mr Smith."), by=make.olga(), on=make.consultation(), visible=False
    )
    make.kept_back(comment, State.RETURNED)
    return Moderation.objects.select_related("comment").get()


def answer(
    decision: Moderation, body: str = "He agreed to be named.", *, by: str = "Olga"
) -> ModerationAnswer:
    return answer_moderator(by=make.person(by), moderation=decision, body=body, at=make.NOON)


def url_of(decision: Moderation) -> str:
    return reverse("consultation:moderation-answer", args=[decision.comment.reference, decision.pk])


@pytest.mark.parametrize("state", [State.VISIBLE, State.RETURNED, State.HIDDEN])
def test_the_author_is_told_whatever_is_decided(state: State) -> None:
    comment = make.comment(make.Said("short-stay"), by=make.olga(), on=make.consultation(), visible=False)
    make.kept_back(comment, state)
    letter = Letter.objects.get(kind=Letter.Kind.MODERATED)

    assert letter.to == make.olga()
    assert letter.matter == {"comment": comment.reference, "moderation": Moderation.objects.get().pk}


def test_an_answer_is_kept_with_the_decision_and_in_the_ledger_without_its_words(
    returned: Moderation,
) -> None:
    given = answer(returned)

    assert (given.moderation, given.answered_by) == (returned, make.olga())
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key, entry.actor) == (
        "objected",
        returned.comment.reference,
        make.olga().key,
    )
    assert "named" not in entry.payload


def test_a_decision_is_answered_once(returned: Moderation) -> None:
    answer(returned)
    before = rows()
    with pytest.raises(PermissionDenied, match="given once"):
        answer(Moderation.objects.get(pk=returned.pk))

    assert rows() == before
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationAnswer.objects.create(
            moderation=returned, body="Again.", answered_by=make.olga(), answered_at=make.NOON
        )


def test_the_next_decision_can_be_answered_again(returned: Moderation) -> None:
    answer(returned)
    make.kept_back(returned.comment, State.HIDDEN)
    answer(Moderation.objects.latest("pk"))

    assert ModerationAnswer.objects.count() == 2


@pytest.mark.parametrize("body", ["", " \n "])
def test_an_answer_says_something(returned: Moderation, body: str) -> None:
    with pytest.raises(AnswerMissing):
        answer(returned, body)


def test_what_was_restored_needs_no_answer(returned: Moderation) -> None:
    make.kept_back(returned.comment, State.VISIBLE)
    with pytest.raises(PermissionDenied, match="any more"):
        answer(returned)
    response = signed_in("Olga").post(url_of(returned), {"body": "Typed at length."})

    assert response.status_code == 409
    assert "Typed at length." in words_of(response)


@pytest.mark.parametrize("name", ["Omar", "Mia", "Sena"])
def test_nobody_else_answers(returned: Moderation, name: str) -> None:
    make.omar()
    with pytest.raises(PermissionDenied, match="Only its author"):
        answer(returned, by=name)

    assert signed_in(name).get(url_of(returned)).status_code == 404


def test_the_author_reads_the_reason_and_answers_from_their_own_page(returned: Moderation) -> None:
    olga = signed_in("Olga")
    shown = words_of(olga.get(OWN))
    assert "It names a person." in shown
    assert "Answer the moderators" in shown
    with nothing_written():
        assert "Ask Mr Smith." in words_of(olga.get(url_of(returned)))
    assert olga.post(url_of(returned), {"body": ""}).status_code == 422
    response = olga.post(url_of(returned), {"body": "He agreed to be named."}, follow=True)

    shown = words_of(response)
    assert "Your answer is with the moderators" in shown
    assert "You answered:" in shown
    assert "Answer the moderators" not in shown
    again = olga.post(url_of(returned), {"body": "And again."})
    assert again.status_code == 409
    assert "And again." in words_of(again)


def test_the_moderator_sees_the_answer_in_the_queue_and_with_the_comment(returned: Moderation) -> None:
    mia = signed_in("Mia")
    assert "answered a decision" not in words_of(mia.get("/en/moderation/"))
    answer(returned)
    assert "1 author answered a decision" in words_of(mia.get("/en/moderation/"))
    for shown in (
        mia.get("/en/moderation/", {"state": "all", "answered": "on"}),
        mia.get(reverse("consultation:moderate", args=[returned.comment.reference])),
        mia.get(LOG),
    ):
        assert "The author answered" in words_of(shown)
        assert "He agreed to be named." in words_of(shown)
    make.kept_back(returned.comment, State.VISIBLE)

    assert "answered a decision" not in words_of(mia.get("/en/moderation/"))


def test_the_log_holds_every_decision_the_last_one_first(returned: Moderation) -> None:
    make.kept_back(returned.comment, State.VISIBLE)
    make.withdrawn(returned.comment)
    shown = words_of(signed_in("Sena").get(LOG))

    assert "3 decisions" in shown
    assert (
        shown.index("Withdrawn by its author")
        < shown.index("Visible")
        < shown.index("Returned to its author")
    )
    assert "decided by Sena" in shown
    assert signed_in("Olga").get(LOG).status_code == 404


def test_the_log_is_paged_and_its_queries_do_not_grow(returned: Moderation) -> None:
    mia = signed_in("Mia")
    few = queries_of(mia, LOG)
    for number in range(51):
        made = make.comment(
            make.Said("researchers", body=f"N{number}."), by=make.omar(), on=returned.comment.consultation
        )
        assert Comment.objects.filter(pk=made.pk).exists()

    assert queries_of(mia, LOG) == few
    assert "Page 1 of 2" in words_of(mia.get(LOG))
