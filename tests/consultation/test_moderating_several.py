"""Deciding several comments at once, with care: shown first, then all of them or none."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from consultation.actions.moderation import (
    Decided,
    ReasonMissing,
    SomeModerated,
    TooMany,
    moderate_several,
)
from consultation.models import Comment, Letter, Moderation, Signature, Standing
from consultation.reports.queue import AT_ONCE
from drafts.actions.grants import grant_role
from drafts.models import LedgerEntry, Role
from tests import make
from tests.alike import grouped, letters, many
from tests.pages import nothing_written, queries_of, signed_in, words_of
from tests.state import rows

pytestmark = pytest.mark.django_db

State = Standing.State
SEVERAL = "/en/moderation/several/"
REASON = "It is the same letter again."


@pytest.fixture
def waiting() -> list[Comment]:
    return letters(make.consultation(), 3)


def decide(comments: list[Comment], state: State, *, by: str = "Mia", reason: str = REASON) -> None:
    decisions = [Decided(Comment.objects.get(pk=each.pk), State.PENDING, state) for each in comments]
    moderate_several(by=make.person(by), decisions=decisions, reason=reason, at=make.NOON)


def states() -> list[str]:
    return list(Standing.objects.order_by("pk").values_list("state", flat=True))


def ticks(comments: list[Comment], state: str = "pending") -> list[str]:
    return [f"{each.reference}:{state}" for each in comments]


def post(client: Client, comments: list[Comment], state: State, reason: str = REASON) -> object:
    sent = {"state": state, "reason": reason, "listed": ticks(comments), "ticked": ticks(comments)}
    return client.post(SEVERAL, sent)


def test_each_comment_has_its_own_row_entry_and_letter(waiting: list[Comment]) -> None:
    decide(waiting, State.RETURNED)

    assert states() == ["returned"] * 3
    assert list(Moderation.objects.values_list("reason", "decided_by__name").distinct()) == [(REASON, "Mia")]
    entries = LedgerEntry.objects.filter(verb="moderated").values_list("object_key", flat=True)
    assert set(entries) == {each.reference for each in waiting}
    told = Letter.objects.filter(kind=Letter.Kind.MODERATED)
    assert {letter.to_id for letter in told} == {each.author_id for each in waiting}
    assert {letter.matter["comment"] for letter in told} == {each.reference for each in waiting}


def test_where_one_was_decided_meanwhile_nothing_is_done(waiting: list[Comment]) -> None:
    make.kept_back(waiting[1], State.HIDDEN)
    before = rows()
    with pytest.raises(SomeModerated) as faster:
        decide(waiting, State.VISIBLE)

    assert faster.value.changed == {waiting[1].reference: "hidden"}
    assert rows() == before
    assert states() == ["pending", "hidden", "pending"]


@pytest.mark.parametrize("state", [State.RETURNED, State.HIDDEN])
def test_several_are_never_kept_back_without_a_reason(waiting: list[Comment], state: State) -> None:
    with pytest.raises(ReasonMissing):
        decide(waiting, state, reason=" ")

    assert states() == ["pending"] * 3


def test_one_that_the_moderator_may_not_decide_refuses_all(waiting: list[Comment]) -> None:
    omar = make.omar()
    grant_role(
        by=make.secretariat(),
        to=omar,
        role=Role.MEMBER,
        text=waiting[0].consultation.version.text,
        at=make.NOON,
    )
    Signature.objects.create(
        comment=waiting[2], organisation=make.body_of(omar), signed_by=omar, signed_at=make.NOON
    )
    with pytest.raises(PermissionDenied, match="has signed"):
        decide(waiting, State.VISIBLE, by="Omar")

    assert states() == ["pending"] * 3


def test_strangers_decide_nothing(waiting: list[Comment]) -> None:
    make.person("Nils")
    with pytest.raises(PermissionDenied, match="secretariat and the drafting committee"):
        decide(waiting, State.VISIBLE, by="Nils")


def test_more_than_a_person_can_look_through_are_refused() -> None:
    consultation = make.consultation()
    many(consultation, AT_ONCE + 1, by=make.olga())
    with pytest.raises(TooMany):
        decide(list(Comment.objects.all()), State.VISIBLE)

    shown = words_of(
        signed_in("Mia").get(SEVERAL, {"state": "visible", "ticked": ticks(list(Comment.objects.all()))})
    )
    assert "Make visible: 100 comments" in shown
    assert "At most 100 are decided at once" in shown


@pytest.mark.parametrize("state", [State.PENDING, State.WITHDRAWN])
def test_a_moderator_decides_and_does_not_undecide_or_withdraw(waiting: list[Comment], state: State) -> None:
    with pytest.raises(ValueError, match="Decided"):
        decide(waiting, state)


def test_what_was_ticked_is_shown_before_anything_is_done(waiting: list[Comment]) -> None:
    mia = signed_in("Mia")
    with nothing_written():
        shown = words_of(mia.get(SEVERAL, {"state": "hidden", "ticked": ticks(waiting)}))
    assert "Hide: 3 comments" in shown
    assert shown.count("We ask the partners to publish") == 3
    response = post(mia, waiting, State.HIDDEN)

    assert response.status_code == 302  # type: ignore[attr-defined]
    assert states() == ["hidden"] * 3
    assert "3 comments are decided" in words_of(mia.get("/en/moderation/"))


def test_what_cannot_be_decided_stands_apart_with_the_reason(waiting: list[Comment]) -> None:
    make.withdrawn(waiting[0])
    make.kept_back(waiting[1], State.HIDDEN)
    shown = words_of(signed_in("Mia").get(SEVERAL, {"state": "visible", "ticked": ticks(waiting)}))

    assert "Make visible: 1 comment" in shown
    assert "2 are left out" in shown
    assert "Its author has withdrawn this comment" in shown
    assert "Somebody decided it meanwhile: hidden" in shown


def test_somebody_was_faster_and_the_ticks_and_the_reason_stay(waiting: list[Comment]) -> None:
    mia = signed_in("Mia")
    make.kept_back(waiting[1], State.HIDDEN)
    response = post(mia, waiting, State.RETURNED)

    assert response.status_code == 409  # type: ignore[attr-defined]
    shown = words_of(response)
    assert "Nothing is recorded" in shown
    assert REASON in shown
    assert "Somebody decided it meanwhile: hidden" in shown
    html = response.content.decode()  # type: ignore[attr-defined]
    assert html.count('name="ticked"') == html.count(" checked") == 2
    assert states() == ["pending", "hidden", "pending"]


def test_one_that_is_unticked_on_the_second_look_is_left_alone(waiting: list[Comment]) -> None:
    sent = {"state": "visible", "listed": ticks(waiting), "ticked": ticks(waiting[:2])}
    signed_in("Mia").post(SEVERAL, sent)

    assert states() == ["visible", "visible", "pending"]


def test_keeping_several_back_takes_a_reason_and_keeps_the_ticks(waiting: list[Comment]) -> None:
    response = post(signed_in("Mia"), waiting, State.RETURNED, reason="")

    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "never kept back without a reason" in words_of(response)
    assert response.content.decode().count(" checked") == 3  # type: ignore[attr-defined]
    assert states() == ["pending"] * 3


def test_none_ticked_on_the_second_look_does_nothing(waiting: list[Comment]) -> None:
    sent = {"state": "visible", "listed": ticks(waiting)}
    response = signed_in("Mia").post(SEVERAL, sent)

    assert response.status_code == 422
    assert "No comment is ticked" in words_of(response)
    assert states() == ["pending"] * 3


@pytest.mark.parametrize(
    "sent",
    [{}, {"state": "visible"}, {"state": "nonsense", "ticked": "a:pending"}, {"ticked": "\x00:pending"}],
)
def test_nothing_ticked_leads_back_to_the_queue(waiting: list[Comment], sent: dict[str, str]) -> None:
    response = signed_in("Mia").get(SEVERAL, sent, follow=True)

    assert "Tick the comments, and choose what becomes of them" in words_of(response)


def test_comments_of_other_texts_are_not_there(waiting: list[Comment]) -> None:
    make.member_of(make.text("other-text"), "Ravi")
    shown = words_of(signed_in("Ravi").get(SEVERAL, {"state": "visible", "ticked": ticks(waiting)}))

    assert "We ask the partners" not in shown
    assert "None of these can be decided together" in shown


def test_the_queries_do_not_grow_with_what_is_ticked(waiting: list[Comment]) -> None:
    mia = signed_in("Mia")
    every = ticks(waiting)
    few = queries_of(mia, f"{SEVERAL}?state=visible&ticked={every[0]}")

    assert queries_of(mia, f"{SEVERAL}?state=visible&ticked={'&ticked='.join(every)}") == few


def test_those_alike_are_looked_through_and_ticked_together(waiting: list[Comment]) -> None:
    grouped(waiting[0].consultation)
    mia = signed_in("Mia")
    shown = words_of(mia.get("/en/moderation/"))
    assert shown.count("3 comments say nearly the same") == 3
    url = f"/en/moderation/?state=all&alike={waiting[0].reference}"
    html = mia.get(url).content.decode()
    assert html.count("<ins") == html.count("<del") == 2
    assert html.count(" checked") == 0

    assert mia.get(f"{url}&tick=all").content.decode().count(" checked") == 3


def test_the_queue_can_be_narrowed(waiting: list[Comment]) -> None:
    other = make.comment(
        make.Said("students", body="Something else."), by=make.omar(), on=waiting[0].consultation
    )
    make.kept_back(other, State.HIDDEN)
    mia = signed_in("Mia")
    organisation = make.body_of(make.omar()).slug
    for asked in (
        {"state": "hidden"},
        {"state": "all", "category": "diaspora"},
        {"state": "all", "organisation": organisation},
    ):
        shown = words_of(mia.get("/en/moderation/", asked))
        assert "Something else." in shown
        assert "We ask the partners" not in shown
    everything = {"state": "all", "consultation": other.consultation.key, "text": "legal-mobility"}
    assert "4 comments" in words_of(mia.get("/en/moderation/", everything))
