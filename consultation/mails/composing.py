"""Putting a letter into words: plain text and HTML that say the same, in its reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_bidi, override

from consultation.mails.leaving import token_of
from consultation.mails.matter import Moot, Told, Why, told_in
from consultation.mails.messages import Message
from consultation.mails.outbox import OF_THE_ACCOUNT
from consultation.models import Letter

Kind = Letter.Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One letter within a digest: what it says, and where it leads."""

    subject: str
    url: str


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that is read in a letter."""

    subject: str
    # Paragraphs with an empty line between them.
    said: str
    # What the one link is called, and where it leads.
    action: str
    url: str
    quote: str = ""
    quote_language: str = ""
    lines: Sequence[Line] = ()


def compose(letter: Letter, at: datetime) -> Message:
    """The message, as it is said today; raises Moot where there is nothing to say any more."""
    with override(letter.language):
        words = _words_of(letter, at)
        address = leaving_address(letter)
        message = Message(
            subject=words.subject,
            body=plain(words, address),
            to=[letter.to.email if letter.to else letter.address],
            headers=_headers(letter, address),
            reply_to=[settings.MAIL_REPLY_TO] if settings.MAIL_REPLY_TO else None,
        )
        message.attach_alternative(html(words, letter.language, address), "text/html")
    return message


def plain(words: Words, leaving: str = "") -> str:
    """As plain text; nothing is escaped in it."""
    return _said("mail/base.txt", {"words": words, "site": settings.SITE_URL, "leaving": leaving})


def html(words: Words, language: str, leaving: str = "") -> str:
    """The same as HTML."""
    frame = {"language": language, "rtl": get_language_bidi(), "site": settings.SITE_URL, "leaving": leaving}
    return render_to_string("mail/base.html", {"words": words, **frame})


def account_html(subject: str, said: str, language: str) -> str:
    """What allauth writes as plain text, in the frame of our letters."""
    frame = {"language": language, "rtl": get_language_bidi(), "subject": subject, "said": said}
    return render_to_string("mail/account.html", frame)


def _headers(letter: Letter, leaving: str) -> dict[str, str]:
    """What programs read; the identity is the row's, the same at each attempt."""
    headers = {
        "Message-ID": letter.message_id,
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
    }
    if leaving:
        headers["List-Unsubscribe"] = f"<{leaving}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def leaving_address(letter: Letter) -> str:
    """Where its reader says that they want no more letters; none for letters about their account."""
    if letter.to is None or letter.kind in OF_THE_ACCOUNT:
        return ""
    return settings.SITE_URL + reverse("consultation:unsubscribe", args=[token_of(letter.to)])


def _words_of(letter: Letter, at: datetime) -> Words:
    if letter.kind == Kind.DIGEST:
        return _digest(letter, at)
    told = told_in(letter, at)
    return Words(
        subject=_part(letter, told, "subject"),
        said=_paragraphs(_part(letter, told, "words")),
        action=_part(letter, told, "action"),
        url=told.url,
        quote=told.quote,
        quote_language=told.quote_language,
    )


def _digest(letter: Letter, at: datetime) -> Words:
    """What was gathered and is news still, in the order it happened."""
    gathered = (
        letter.gathered.filter(state=Letter.State.GATHERED).select_related("to").order_by("written_at", "pk")
    )
    lines = [line for each in gathered if (line := _line(each, at))]
    if not lines:
        raise Moot(Why.NOTHING)
    told = Told(reverse("consultation:home"), {"count": len(lines)})
    return Words(
        subject=_part(letter, told, "subject"),
        said=_paragraphs(_part(letter, told, "words")),
        action=_part(letter, told, "action"),
        url=told.url,
        lines=lines,
    )


def _line(letter: Letter, at: datetime) -> Line | None:
    try:
        told = told_in(letter, at)
    except Moot:
        return None
    return Line(_part(letter, told, "subject"), told.url)


def _part(letter: Letter, told: Told, part: str) -> str:
    """One part of a letter's template, without what the template's own lines add."""
    return _said(f"mail/{told.template or letter.kind}.txt#{part}", told.names).strip()


def _said(template: str, names: object) -> str:
    """Rendered as plain text, in which nothing is escaped."""
    return str.__str__(Engine.get_default().get_template(template).render(Context(names, autoescape=False)))


def _paragraphs(said: str) -> str:
    """Paragraphs with one empty line between them, whichever of them there are."""
    lines = [line.strip() for line in said.splitlines()]
    return "\n\n".join(" ".join(part.split()) for part in "\n".join(lines).split("\n\n") if part.strip())
