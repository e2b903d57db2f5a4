"""What letters say: every kind, in the reader's language, as plain text and as HTML, and no name without consent."""

import re
from datetime import timedelta
from email import policy

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import override_settings

from consultation.mails.letters import write_invitations, write_letters
from consultation.mails.sending import send_due
from consultation.mails.silence import Turn, tell_committee
from consultation.models import (
    Category,
    Comment,
    Consultation,
    Contribution,
    Invitation,
    Letter,
    Moderation,
    Outcome,
    Registration,
    Reply,
    Signature,
    Standing,
    User,
    Vetting,
)
from tests import make
from tests.closing import ready, silence
from tests.make import NOON, Said

pytestmark = pytest.mark.django_db
Kind = Letter.Kind
LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+)")


def html_of(message: EmailMultiAlternatives) -> str:
    ((content, kind),) = message.alternatives
    assert kind == "text/html"
    return str(content)


def sent(kind: Letter.Kind, to: User, matter: dict[str, str | int]) -> EmailMultiAlternatives:
    """The one message that a letter becomes; what the scene wrote before is none of it."""
    Letter.objects.all().delete()
    mail.outbox.clear()
    write_letters(kind, [to], at=NOON, once=f"{len(mail.outbox)}{matter}", matter=matter)
    send_due(lambda: NOON)
    assert len(mail.outbox) == 1, list(Letter.objects.values_list("kind", "state", "failure"))
    message = mail.outbox[0]
    assert isinstance(message, EmailMultiAlternatives)
    return message


def dropped(kind: Letter.Kind, to: User, matter: dict[str, str | int]) -> str:
    """Why a letter is not sent."""
    Letter.objects.all().delete()
    write_letters(kind, [to], at=NOON, once=str(matter), matter=matter)
    send_due(lambda: NOON)
    letter = Letter.objects.get(kind=kind, to=to)
    assert letter.state == Letter.State.DROPPED
    return letter.failure


@pytest.fixture
def round_() -> Consultation:
    opened = make.consultation(at=NOON - timedelta(days=9), days=39)
    # What announces it is not what is looked at here.
    Letter.objects.all().delete()
    return opened


@pytest.fixture
def comment(round_: Consultation) -> Comment:
    return make.comment(Said("short-stay", body="Words of Olga’s."), by=make.olga(), on=round_)


def french(name: str) -> User:
    person = make.person(name)
    person.language = "fr"
    person.save(update_fields=["language"])
    return person


def decided(comment: Comment, state: Standing.State, reason: str = "") -> Moderation:
    return Moderation.objects.create(
        comment=comment, state=state, reason=reason, decided_by=make.secretariat(), decided_at=NOON
    )


def replied(comment: Comment, kind: Reply.Kind, state: Reply.State = Reply.State.VISIBLE) -> Reply:
    return Reply.objects.create(
        comment=comment,
        kind=kind,
        author=make.person("Mia"),
        language="en",
        body="What do you mean by <short>?",
        replied_at=NOON,
        state=state,
    )


# ---- what each says -------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.OPENED, Kind.CLOSING, Kind.EXTENDED])
def test_a_consultation_is_told_with_its_end_and_zone(round_: Consultation, kind: Letter.Kind) -> None:
    if kind == Kind.CLOSING:
        Consultation.objects.update(closes_at=NOON + timedelta(days=3))
    message = sent(kind, make.olga(), {"consultation": round_.key})

    assert message.subject.startswith("Legal mobility, Zero draft: the consultation")
    assert "2017" in message.body
    assert "(UTC)" in message.body
    assert f"http://127.0.0.1:8000/en/consultations/{round_.key}/" in message.body
    assert f'href="http://127.0.0.1:8000/en/consultations/{round_.key}/"' in html_of(message)


@pytest.mark.parametrize("state", [Standing.State.VISIBLE, Standing.State.RETURNED, Standing.State.HIDDEN])
def test_the_author_is_told_what_moderation_decided_and_why(comment: Comment, state: Standing.State) -> None:
    Standing.objects.update(state=state)
    decision = decided(comment, state, "It names a person.")
    message = sent(Kind.MODERATED, make.olga(), {"comment": comment.reference, "moderation": decision.pk})

    assert comment.reference in message.subject
    assert "> It names a person." in message.body
    assert "It names a person." in html_of(message)
    assert "Sena" not in message.body + html_of(message)


@pytest.mark.parametrize("kind", [Reply.Kind.REPLY, Reply.Kind.REQUEST])
def test_a_reply_is_quoted_and_nobody_named(comment: Comment, kind: Reply.Kind) -> None:
    reply = replied(comment, kind)
    message = sent(Kind.REPLIED, make.olga(), {"comment": comment.reference, "reply": reply.key})

    assert "> What do you mean by <short>?" in message.body
    assert "What do you mean by &lt;short&gt;?" in html_of(message)
    assert "Mia" not in message.body + html_of(message)
    assert ("committee asks" in message.subject) == (kind == Reply.Kind.REQUEST)


def test_an_answer_is_told_with_its_outcome_and_its_reason(comment: Comment) -> None:
    answer = make.answered(comment, Outcome.REJECTED, reason="It is outside the pillar.")
    message = sent(Kind.ANSWERED, make.olga(), {"comment": comment.reference, "disposition": answer.pk})

    assert message.subject == f"Comment {comment.reference} is answered: rejected"
    assert "> It is outside the pillar." in message.body
    assert f"/en/comments/{comment.reference}/" in message.body


def test_a_record_is_told_with_its_path_in_the_readers_language() -> None:
    matter: dict[str, str | int] = {"title": "Round table", "path": "/en/about/"}
    message = sent(Kind.RECORD, french("Olga"), matter)

    assert "Round table" in message.subject
    assert "http://127.0.0.1:8000/fr/about/" in message.body


@pytest.mark.parametrize("turn", Turn)
def test_a_committee_is_told_every_turn_of_a_silence(turn: Turn) -> None:
    running = silence(ready())
    Letter.objects.all().delete()
    counts = {"inputs": 2, "brackets": 1} if turn == Turn.HINDERED else {}
    tell_committee(running, turn, at=NOON, clause="1." if turn == Turn.BROKEN else "", counts=counts)
    assert send_due(lambda: NOON) == (0 if turn == Turn.OPENED and running.state != "running" else 3)

    message = mail.outbox[0]
    assert "Legal mobility, Rev.1" in message.subject
    assert "/texts/legal-mobility/closing/" in message.body
    assert ("2 inputs await" in message.body) == (turn == Turn.HINDERED)


def test_an_invitation_holds_its_link_and_its_end() -> None:
    invitation = Invitation.objects.create(
        email="ines@example.org",
        language="fr",
        category=Category.ACADEMIA,
        invited_by=make.secretariat(),
        invited_at=NOON,
        expires_at=NOON + timedelta(days=14),
    )
    write_invitations([invitation], at=NOON)
    assert send_due(lambda: NOON) == 1
    (message,) = mail.outbox

    assert message.to == ["ines@example.org"]
    assert "/fr/invitations/" in message.body
    assert "28 juin 2017" in message.body
    assert "List-Unsubscribe" not in message.message()


@pytest.mark.parametrize("step", [Vetting.Step.ACCEPTED, Vetting.Step.ASKED, Vetting.Step.REFUSED])
def test_a_registration_is_answered_with_the_words_of_the_secretariat(step: Vetting.Step) -> None:
    nils = make.person("Nils")
    asked = Registration.objects.create(
        user=nils,
        mandate=Registration.Mandate.OWN_NAME,
        category=Category.ACADEMIA,
        state=step.value,
        submitted_at=NOON,
    )
    Vetting.objects.create(
        registration=asked, step=step, words="Which chair?", taken_by=make.secretariat(), taken_at=NOON
    )
    message = sent(Kind.REGISTRATION, nils, {"registration": asked.key, "step": step.value})

    assert "> Which chair?" in message.body
    assert "/en/register/" in message.body
    assert "List-Unsubscribe" not in message.message()


# ---- what all have --------------------------------------------------------------------


def test_a_letter_is_in_its_readers_language_with_their_addresses(round_: Consultation) -> None:
    message = sent(Kind.PUBLISHED, french("Olga"), {"text": "legal-mobility", "version": "zero-draft"})

    assert message.body.startswith("Madame, Monsieur,")
    assert "Mobilité légale" in message.subject
    assert all(path.startswith("/fr/") for path in LINK.findall(str(message.body)))
    assert '<html lang="fr" dir="ltr">' in html_of(message)
    assert message.message()["Content-Language"] == "fr"


def test_the_headers_say_what_it_is_and_how_to_have_no_more(round_: Consultation) -> None:
    message = sent(Kind.OPENED, make.olga(), {"consultation": round_.key}).message()

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert re.fullmatch(r"<http://127\.0\.0\.1:8000/en/letters/\S+/off/>", message["List-Unsubscribe"])
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Date"]
    assert message.get_content_type() == "multipart/alternative"


def test_a_mail_program_reads_the_link_as_it_is_however_long(round_: Consultation) -> None:
    with override_settings(SITE_URL="https://" + "a-very-long-name." * 8 + "example.org"):
        message = sent(Kind.OPENED, make.olga(), {"consultation": round_.key})
    wire = message.message(policy=policy.SMTP).as_bytes().decode()

    assert re.search(r"^List-Unsubscribe: <https://a-very\S+/off/>\r$", wire, re.MULTILINE)
    assert re.search(r"^Message-ID: <\S+@a-very\S+>\r$", wire, re.MULTILINE | re.IGNORECASE)


def test_html_asks_for_nothing_from_elsewhere_and_has_one_button(round_: Consultation) -> None:
    html = html_of(sent(Kind.OPENED, make.olga(), {"consultation": round_.key}))

    assert not re.search(r"<img|<link|<script|<style|url\(", html)
    assert len(re.findall(r"<a ", html)) == 2


# ---- what is no news any more ---------------------------------------------------------


def test_what_is_withdrawn_superseded_or_over_is_not_written_about(comment: Comment) -> None:
    olga, reference = make.olga(), comment.reference
    first = make.answered(comment)
    make.answered(comment, reason="Look again.", supersedes=first)
    decision = decided(comment, Standing.State.HIDDEN, "A name.")
    decided(comment, Standing.State.VISIBLE)
    Consultation.objects.update(closes_at=NOON + timedelta(seconds=1))
    matter: dict[str, str | int] = {"comment": reference}

    assert dropped(Kind.ANSWERED, olga, {**matter, "disposition": first.pk}) == "changed"
    assert dropped(Kind.MODERATED, olga, {**matter, "moderation": decision.pk}) == "changed"
    Consultation.objects.update(closes_at=NOON)
    assert dropped(Kind.OPENED, olga, {"consultation": comment.consultation.key}) == "over"


def test_a_reply_that_waits_to_be_moderated_is_not_written_about(comment: Comment) -> None:
    reply = replied(comment, Reply.Kind.REPLY, Reply.State.PENDING)

    matter: dict[str, str | int] = {"comment": comment.reference, "reply": reply.key}
    assert dropped(Kind.REPLIED, make.olga(), matter) == "gone"


def test_others_are_not_written_to_about_a_comment_they_may_not_read(comment: Comment) -> None:
    answer = make.answered(comment)
    Standing.objects.update(state=Standing.State.HIDDEN)

    matter: dict[str, str | int] = {"comment": comment.reference, "disposition": answer.pk}
    assert dropped(Kind.ANSWERED, make.omar(), matter) == "gone"


def test_who_drafted_a_comment_or_signed_it_is_told_while_it_is_shown_to_nobody(comment: Comment) -> None:
    answer = make.answered(comment)
    ava, omar = make.person("Ava"), make.omar()
    Contribution.objects.create(comment=comment, author=ava, body="Half.", contributed_at=NOON)
    Signature.objects.create(comment=comment, organisation=make.body_of(omar), signed_by=omar, signed_at=NOON)
    Consultation.objects.update(moderation=Consultation.Moderation.CLOSING)
    matter: dict[str, str | int] = {"comment": comment.reference, "disposition": answer.pk}

    assert sent(Kind.ANSWERED, ava, matter).to == ["ava@example.org"]
    assert sent(Kind.ANSWERED, omar, matter).to == ["omar@example.org"]
    assert dropped(Kind.ANSWERED, make.person("Nils"), matter) == "gone"


def test_who_left_the_committee_learns_nothing_of_its_silence() -> None:
    running = silence(ready())
    matter: dict[str, str | int] = {"silence": running.key, "event": "broken", "clause": "1."}

    assert dropped(Kind.SILENCE, make.olga(), matter) == "gone"
