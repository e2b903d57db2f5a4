"""Endorsing and replying, asking what is meant, and moderating what was said: the acts themselves."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from consultation.actions.endorsing import take_endorsement_back
from consultation.actions.replies import AlreadyScreened, ReasonMissing, screen_reply
from consultation.models import Comment, Consultation, Endorsement, Letter, Reply
from consultation.models.guards import GUARDS
from consultation.permissions.threads import can_reply_more, visible_replies
from consultation.reports.replies import replies_to_moderate
from drafts.models import LedgerEntry
from drafts.models.keys import new_key
from tests import make, threads
from tests.make import NOON, Said

pytestmark = pytest.mark.django_db
AFTERWARDS = NOON + timedelta(days=31)


def said(moderation: Consultation.Moderation = Consultation.Moderation.AFTER) -> Comment:
    return make.comment(Said("short-stay"), by=make.olga(), on=make.consultation(moderation=moderation))


def told(verb: LedgerEntry.Verb) -> dict[str, object]:
    payload: dict[str, object] = json.loads(LedgerEntry.objects.filter(verb=verb).latest("sequence").payload)
    return payload


def test_an_endorsement_is_one_however_often_one_clicks_and_may_be_taken_back() -> None:
    comment, omar = said(), make.omar()
    first = threads.endorsed(comment, omar)

    assert threads.endorsed(comment, omar) == first
    assert first.organisation == make.body_of(omar)
    take_endorsement_back(by=omar, comment=threads.fresh(comment), at=NOON)
    assert Endorsement.objects.get().withdrawn_at == NOON
    threads.endorsed(comment, omar)
    assert Endorsement.objects.count() == 2


def test_nobody_endorses_themselves_what_is_not_public_or_after_closing() -> None:
    pending = make.comment(Said("researchers"), by=make.olga(), on=make.consultation(), visible=False)
    with pytest.raises(PermissionDenied, match="everybody reads"):
        threads.endorsed(pending, make.omar())
    visible = make.comment(Said("students"), by=make.olga(), on=pending.consultation)
    with pytest.raises(PermissionDenied, match="own comment"):
        threads.endorsed(visible, make.olga())
    with pytest.raises(PermissionDenied, match="closed"):
        threads.endorsed(visible, make.omar(), at=AFTERWARDS)


def test_a_reply_is_moderated_as_the_consultation_is_and_the_author_is_written_to_once_it_is_read() -> None:
    comment, omar = said(Consultation.Moderation.BEFORE), make.omar()
    reply = threads.replied(comment, omar)

    assert reply.state == Reply.State.PENDING
    assert list(replies_to_moderate(make.person("Sena"))) == [reply]
    assert not Letter.objects.filter(kind=Letter.Kind.REPLIED).exists()
    assert told(LedgerEntry.Verb.REPLIED)["words"] == ""
    threads.screened(reply)
    letter = Letter.objects.get(kind=Letter.Kind.REPLIED)
    assert (letter.to, letter.matter) == (make.olga(), {"comment": comment.reference, "reply": reply.key})
    assert visible_replies(make.person("Nils"), NOON).get() == reply


def test_the_committees_own_replies_are_visible_at_once_and_after_closing_too() -> None:
    comment = said(Consultation.Moderation.BEFORE)

    assert threads.replied(comment, make.person("Mia"), at=AFTERWARDS).state == Reply.State.VISIBLE
    with pytest.raises(PermissionDenied, match="closed"):
        threads.replied(comment, make.omar(), at=AFTERWARDS)


def test_the_same_key_makes_one_reply() -> None:
    comment, key = said(), new_key()
    first = threads.replied(comment, make.omar(), key=key)

    assert threads.replied(comment, make.omar(), "Other words.", key=key) == first
    assert Reply.objects.get().body == "So do we."


def test_the_author_clarifies_once_after_closing_too() -> None:
    comment = said()
    request = threads.asked(comment, at=AFTERWARDS)
    assert Letter.objects.get(kind=Letter.Kind.REPLIED).to == comment.author
    answer = threads.clarified(request, at=AFTERWARDS)

    assert (answer.kind, answer.request) == (Reply.Kind.CLARIFICATION, request)
    with pytest.raises(PermissionDenied, match="You have answered"):
        threads.clarified(request, at=AFTERWARDS)


def test_a_reply_is_hidden_with_a_reason_by_another_than_its_author_or_their_organisation() -> None:
    comment = said()
    reply = threads.replied(comment, make.omar())
    with pytest.raises(ReasonMissing):
        threads.screened(reply, Reply.State.HIDDEN)
    with pytest.raises(PermissionDenied, match="Only the secretariat"):
        threads.screened(reply, Reply.State.HIDDEN, "Rude.", by="Olga")
    hidden = threads.screened(reply, Reply.State.HIDDEN, "Rude.")
    assert not visible_replies(make.person("Nils"), NOON).exists()
    assert visible_replies(make.omar(), NOON).get() == hidden
    with pytest.raises(AlreadyScreened):
        screen_reply(
            by=make.person("Sena"),
            reply=hidden,
            state=Reply.State.VISIBLE,
            reason="",
            was=Reply.State.PENDING,
            at=NOON,
        )


def test_comments_and_replies_are_counted_together_against_a_flood(settings: Any) -> None:
    settings.COMMENTS_AN_HOUR = 2
    comment, olga = said(), make.olga()
    assert can_reply_more(olga, NOON)
    threads.replied(comment, olga)

    assert "very many" in can_reply_more(olga, NOON).reason
    assert can_reply_more(olga, NOON + timedelta(hours=1, minutes=1))


def everything() -> Reply:
    """An endorsement taken back, replies in every state, duplicates that were parted, and a reaction."""
    comment = said(Consultation.Moderation.BEFORE)
    other = make.comment(Said("short-stay", body="Same."), by=make.omar(), on=comment.consultation)
    threads.endorsed(comment, make.omar())
    reply = threads.screened(threads.replied(comment, make.omar()))
    threads.clarified(threads.asked(comment))
    threads.merged(comment, other)
    make.answered(threads.fresh(comment), reason="Seen.", sitting="Second sitting")
    threads.reacted(comment)
    return reply


CHANGES = {
    "reply": "UPDATE consultation_reply SET body = body || '!' WHERE kind = 'reply'",
    "its moderation": "UPDATE consultation_reply SET state = 'pending' WHERE kind = 'reply'",
    "endorsement": "UPDATE consultation_endorsement SET withdrawn_at = endorsed_at",
    "duplicate": "UPDATE consultation_duplicate SET parted_at = merged_at",
    "reaction": "UPDATE consultation_reaction SET reason = 'Yes.'",
    "disposition": "UPDATE consultation_disposition SET sitting = 'Elsewhere'",
    "gone": "DELETE FROM consultation_reaction",
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_changed_beside_a_comment_is_found(what: str) -> None:
    everything()
    call_command("verify_ledger")
    editor = connection.schema_editor()
    for guard in GUARDS:
        guard.take_down(editor)
    with connection.cursor() as cursor:
        cursor.execute(CHANGES[what])
    with pytest.raises(CommandError) as found:
        call_command("verify_ledger")

    assert what in str(found.value)
