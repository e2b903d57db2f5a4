"""Half-written comments gathered as a set, reviewed as a set, and submitted once: all of them or none."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from consultation.actions.comments import discard_draft
from consultation.actions.submissions import DraftsChanged, NothingSaid, submit_set
from consultation.models import Comment, CommentDraft, Consultation, Submission
from drafts.models import LedgerEntry
from drafts.models.keys import new_key
from tests import make
from tests.pages import goes_to, queries_of, signed_in, words_of
from tests.rounds import VISAS, half_written, opened
from tests.state import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def on(now: datetime) -> Consultation:
    return opened(at=now)


@pytest.fixture
def drafts(on: Consultation, now: datetime) -> list[CommentDraft]:
    """Two that are whole, the later clause written first, and one that says nothing yet."""
    olga = make.olga()
    later = half_written(on, "young graduates", by=olga, at=now, body="And the older ones?")
    earlier = half_written(on, VISAS, by=olga, at=now, body="Which ones?")
    return [earlier, later, half_written(on, "students", by=olga, at=now, body="")]


def url_of(on: Consultation) -> str:
    return reverse("consultation:submission", args=[on.key])


def submit(on: Consultation, *chosen: CommentDraft, key: str = "", at: datetime) -> Submission:
    return submit_set(
        by=make.olga(),
        consultation=on,
        references=[draft.key for draft in chosen],
        key=key or new_key(),
        at=at,
    )


def test_one_act_submits_all_that_were_chosen(
    on: Consultation, drafts: list[CommentDraft], now: datetime
) -> None:
    made = submit(on, *drafts[:2], at=now)

    assert {said.reference for said in made.comments.all()} == {draft.key for draft in drafts[:2]}
    assert list(CommentDraft.objects.all()) == [drafts[2]]
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key) == ("submitted", made.key)
    assert all(draft.key in entry.payload for draft in drafts[:2])
    call_command("verify_ledger")


def test_the_same_key_makes_one_set(on: Consultation, drafts: list[CommentDraft], now: datetime) -> None:
    first = submit(on, *drafts[:2], key="abcdefg", at=now)
    before = rows()

    assert submit(on, *drafts[:2], key="abcdefg", at=now) == first
    assert rows() == before


def test_one_that_says_nothing_or_is_gone_keeps_all_of_them_back(
    on: Consultation, drafts: list[CommentDraft], now: datetime
) -> None:
    before = rows()
    with pytest.raises(NothingSaid):
        submit(on, *drafts, at=now)
    assert rows() == before
    discard_draft(by=make.olga(), draft=drafts[0])
    before = rows()
    with pytest.raises(DraftsChanged):
        submit(on, *drafts[:2], at=now)
    assert rows() == before


def test_nobody_submits_what_somebody_else_has_half_written(
    on: Consultation, drafts: list[CommentDraft], now: datetime
) -> None:
    theirs = half_written(on, by=make.omar(), at=now)

    with pytest.raises(DraftsChanged):
        submit(on, drafts[0], theirs, at=now)


def test_a_set_is_submitted_while_the_consultation_is_open(
    on: Consultation, drafts: list[CommentDraft]
) -> None:
    with pytest.raises(PermissionDenied, match="is closed"):
        submit(on, drafts[0], at=on.closes_at)
    assert not Comment.objects.exists()


@pytest.mark.parametrize(("limit", "is_let"), [(2, True), (1, False)])
def test_each_counts_towards_the_comments_of_an_hour(
    on: Consultation, drafts: list[CommentDraft], now: datetime, settings: Any, limit: int, *, is_let: bool
) -> None:
    settings.COMMENTS_AN_HOUR = limit
    if is_let:
        submit(on, *drafts[:2], at=now)
    else:
        with pytest.raises(PermissionDenied, match="very many comments"):
            submit(on, *drafts[:2], at=now)

    assert Comment.objects.count() == (2 if is_let else 0)


def test_the_page_shows_them_in_the_order_of_the_text_and_what_is_missing(
    on: Consultation, drafts: list[CommentDraft]
) -> None:
    olga = signed_in("Olga")
    words = words_of(olga.get(url_of(on)))

    assert words.index("Which ones?") < words.index("not finished") < words.index("And the older ones?")
    assert "It says nothing yet" in words
    assert url_of(on) in olga.get(reverse("consultation:own-comments")).content.decode()
    assert url_of(on) in olga.get(on.get_absolute_url()).content.decode()


def test_those_chosen_are_submitted_and_their_set_is_their_author_s_alone(
    on: Consultation, drafts: list[CommentDraft]
) -> None:
    olga, chosen = signed_in("Olga"), [drafts[0].key, drafts[1].key]
    key = olga.get(url_of(on)).context["form"]["key"].value()

    assert "Choose at least one" in words_of(olga.post(url_of(on), {"key": key}))
    assert olga.post(url_of(on), {"key": key, "references": [drafts[2].key]}).status_code == 422
    there = goes_to(olga.post(url_of(on), {"key": key, "references": chosen}))
    # Sent a second time it leads to the same set.
    assert goes_to(olga.post(url_of(on), {"key": key, "references": chosen})) == there
    assert Submission.objects.count() == 1
    assert "2 comments" in words_of(olga.get(there))
    make.omar()
    assert signed_in("Omar").get(there).status_code == 404
    assert signed_in("Mia").get(there).status_code == 404


def test_after_the_closing_they_are_kept_and_not_submitted(
    on: Consultation, drafts: list[CommentDraft]
) -> None:
    Consultation.objects.filter(pk=on.pk).update(closes_at=timezone.now())
    olga = signed_in("Olga")
    page = olga.get(url_of(on))

    assert "This consultation is closed." in words_of(page)
    assert "Submit those chosen" not in words_of(page)
    sent = {"key": new_key(), "references": [drafts[0].key]}
    refused = olga.post(url_of(on), sent)
    assert refused.status_code == 403
    assert "Your drafts are kept." in words_of(refused)
    assert CommentDraft.objects.count() == 3


def test_with_nothing_half_written_the_page_says_how_to_begin(on: Consultation) -> None:
    make.olga()

    assert "You have nothing half-written here" in words_of(signed_in("Olga").get(url_of(on)))


def test_the_page_takes_as_many_queries_however_many_there_are(
    on: Consultation, drafts: list[CommentDraft], now: datetime
) -> None:
    olga = signed_in("Olga")
    few = queries_of(olga, url_of(on))
    for _each in range(5):
        half_written(on, "researchers", by=make.olga(), at=now)

    assert queries_of(olga, url_of(on)) == few
