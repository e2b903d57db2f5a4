"""What is refused comes back with what was typed in it, whatever the form."""

import pytest
from django.test import Client
from django.urls import reverse

from drafts.models import LedgerEntry, Position, Version
from tests import closing, make
from tests.pages import goes_to, nothing_written, signed_in, words_of

pytestmark = pytest.mark.django_db

TYPED = "A reason that took an hour to find."


def forms(version: Version) -> dict[str, dict[str, object]]:
    """Forms of the committee that somebody may have open: address → what is sent."""
    text = version.text
    key = make.clause_that_says(version, "average time").key
    act: dict[str, object] = {"weight": "editorial", "reason": TYPED, "seen": "x"}
    clause = [text.slug, key]
    return {
        reverse("consultation:amendment-propose", args=clause): {"kind": "replace", "rationale": TYPED},
        reverse("drafts:clause-insert", args=[text.slug]): {
            **act,
            "words_en": "New words.",
            "kind": "paragraph",
        },
        reverse("drafts:clause-delete", args=clause): act,
        reverse("consultation:position-state", args=clause): {"stance": "oppose", "note": TYPED},
        reverse("consultation:bracket-resolve", args=clause): {"reason": TYPED, "how": "keep", "number": 1},
    }


@pytest.fixture
def version() -> Version:
    return closing.ready()


def test_a_form_that_a_silence_overtook_shows_what_was_typed_and_why(version: Version) -> None:
    closing.silence(version)
    paul, entries = signed_in("Paul"), LedgerEntry.objects.count()
    refused = 0
    for address, sent in forms(version).items():
        answer = paul.post(address, sent)
        if answer.status_code == 403:
            refused += 1
            assert TYPED in answer.content.decode(), address
            assert "under a silence procedure" in words_of(answer), address
    assert refused >= 4, "all but positions, which are taken under silence too"
    assert LedgerEntry.objects.count() == entries + Position.objects.count()


def test_a_form_sent_after_the_session_ended_comes_back_whole_to_be_sent_again(version: Version) -> None:
    for address, sent in forms(version).items():
        with nothing_written():
            answer = Client().post(address, sent)
        body = answer.content.decode()
        assert answer.status_code == 401, address
        assert f'action="{address}"' in body
        assert all(f'name="{name}"' in body for name in sent), address
        assert TYPED in body
        assert "average time" not in body, "nothing of the text is shown to who is not signed in"
        assert goes_to(Client().get(address)).startswith("/en/accounts/login/?next=")


def test_a_form_about_something_that_is_gone_shows_what_was_typed(version: Version) -> None:
    closing.adopted(version)
    answer = signed_in("Paul").post(
        reverse("consultation:amendment-propose", args=[version.text.slug, "nothere"]), {"rationale": TYPED}
    )
    assert answer.status_code == 404
    assert TYPED in answer.content.decode()


def test_an_old_token_on_any_other_form_shows_the_words_and_makes_nothing_ready_to_be_sent(
    version: Version,
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make.person("Paul"))
    address = reverse(
        "drafts:clause-delete", args=[version.text.slug, make.clause_that_says(version, "average").key]
    )
    answer = strict.post(address, {"reason": TYPED})
    body = answer.content.decode()
    assert answer.status_code == 403
    assert TYPED in body
    assert "<form" not in body
