"""The queue of comments to moderate, and one decision on one comment."""

import pytest
from django.test import Client
from django.urls import reverse

from consultation.actions.moderation import moderate_comment
from consultation.models import Comment, Moderation, Standing
from drafts.actions.grants import grant_role
from drafts.models import Role
from tests import make
from tests.make import Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

QUEUE = "/en/moderation/"


def waiting(body: str = "Please reconsider.") -> Comment:
    return make.comment(
        Said(on="average time", body=body), by=make.olga(), on=make.consultation(), visible=False
    )


def url_of(comment: Comment) -> str:
    return reverse("consultation:moderate", args=[comment.reference])


def state_of(comment: Comment) -> str:
    return Standing.objects.get(comment=comment).state


def test_the_queue_is_oldest_first_and_lets_through() -> None:
    first = waiting("The older one.")
    make.comment(
        Said(on="researchers", body="The younger one."), by=make.omar(), on=first.consultation, visible=False
    )
    mia = signed_in("Mia")
    shown = words_of(mia.get(QUEUE))
    assert shown.index("The older one.") < shown.index("The younger one.")
    response = mia.post(url_of(first), {"state": "visible", "was": "pending"}, follow=True)
    assert f"Comment {first.reference} is visible to everyone" in words_of(response)
    assert "The older one." not in words_of(response)
    assert state_of(first) == "visible"


@pytest.mark.parametrize("state", ["returned", "hidden"])
def test_keeping_a_comment_back_takes_a_reason(state: str) -> None:
    comment = waiting()
    mia = signed_in("Mia")
    response = mia.post(url_of(comment), {"state": state, "was": "pending", "reason": ""})
    assert response.status_code == 422
    assert "never kept back without a reason" in words_of(response)
    mia.post(url_of(comment), {"state": state, "was": "pending", "reason": "It names a private person."})
    assert state_of(comment) == state
    assert "It names a private person." in words_of(mia.get(url_of(comment)))
    assert "It names a private person." in words_of(mia.get(QUEUE, {"state": state}))


def test_what_was_hidden_is_restored() -> None:
    comment = waiting()
    mia = signed_in("Mia")
    mia.post(url_of(comment), {"state": "hidden", "was": "pending", "reason": "By mistake."})
    assert "Restore" in words_of(mia.get(url_of(comment)))
    mia.post(url_of(comment), {"state": "visible", "was": "hidden"})
    assert state_of(comment) == "visible"
    assert Moderation.objects.filter(comment=comment).count() == 2


def test_a_decision_that_came_too_late_is_not_taken_and_says_who_was_faster() -> None:
    comment = waiting()
    moderate_comment(
        by=make.person("Paul"),
        comment=comment,
        was="pending",
        state=Standing.State.HIDDEN,
        reason="Paul’s reason.",
        at=make.NOON,
    )
    response = signed_in("Mia").post(
        url_of(comment), {"state": "returned", "was": "pending", "reason": "Typed at length."}
    )
    assert response.status_code == 409
    shown = words_of(response)
    assert "Paul decided this meanwhile: hidden" in shown
    assert "Typed at length." in shown
    assert state_of(comment) == "hidden"


@pytest.mark.parametrize("state", ["withdrawn", "pending", "nonsense", ""])
def test_only_three_decisions_can_be_taken(state: str) -> None:
    comment = waiting()
    assert signed_in("Mia").post(url_of(comment), {"state": state, "was": "pending"}).status_code == 422
    assert state_of(comment) == "pending"


def test_a_comment_of_ones_own_organisation_is_shown_but_not_decided() -> None:
    comment = waiting()
    olga = make.olga()
    grant_role(
        by=make.secretariat(), to=olga, role=Role.MEMBER, text=comment.consultation.version.text, at=make.NOON
    )
    client = signed_in("Olga")
    shown = words_of(client.get(QUEUE))
    assert "Nobody moderates a comment of their own organisation" in shown
    assert "Make visible" not in shown
    assert client.post(url_of(comment), {"state": "visible", "was": "pending"}).status_code == 403
    assert state_of(comment) == "pending"


def test_an_address_that_makes_no_sense_shows_what_waits() -> None:
    waiting()
    shown = words_of(signed_in("Mia").get(QUEUE, {"state": "nonsense", "text": "\x00", "page": "minus one"}))
    assert "1 comment" in shown


def test_strangers_have_nothing_to_moderate() -> None:
    comment = waiting()
    make.person("Nils")
    assert "Nothing waits" in words_of(signed_in("Nils").get(QUEUE))
    assert signed_in("Nils").get(url_of(comment)).status_code == 404
    assert Client().get(QUEUE).status_code == 302


def test_looking_writes_nothing_and_is_paged() -> None:
    comment = waiting()
    for number in range(20):
        make.comment(
            Said(on="researchers", body=f"N{number}."), by=make.omar(), on=comment.consultation, visible=False
        )
    mia = signed_in("Mia")
    with nothing_written():
        shown = words_of(mia.get(QUEUE))
        mia.get(url_of(comment))
    assert "21 comments" in shown
    assert "Page 1 of 2" in shown
    assert "N19." in words_of(mia.get(QUEUE, {"page": "2"}))


def test_the_queries_do_not_grow_with_the_comments() -> None:
    comment = waiting()
    mia = signed_in("Mia")
    before = queries_of(mia, QUEUE)
    for number in range(6):
        made = make.comment(
            Said(on="researchers", body=f"N{number}."), by=make.omar(), on=comment.consultation, visible=False
        )
        assert made.standing.state == "pending"
    assert queries_of(mia, QUEUE) == before
