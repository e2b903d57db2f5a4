"""Letters to the members of a committee. They say what happened and where to look, and hold nobody's position."""

from collections.abc import Mapping
from enum import StrEnum

from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from consultation.mails.letters import are_held
from consultation.models import User
from consultation.reports.closing import committee_of
from drafts.models import Silence


class Letter(StrEnum):
    """What a silence procedure is written about."""

    OPENED = "opened"
    BROKEN = "broken"
    LIFTED = "lifted"
    ADOPTED = "adopted"
    HINDERED = "hindered"


def tell_committee(
    silence: str, letter: Letter, *, clause: str = "", counts: Mapping[str, int] | None = None
) -> None:
    """Write to every member, each in a task of its own, so that one bad address holds nobody else up."""
    if are_held():
        return
    found = Silence.objects.select_related("version__text").get(key=silence)
    for member in committee_of(found.version.text):
        send_letter.enqueue(silence, letter.value, member.key, clause, dict(counts or {}))


@task
def send_letter(silence: str, letter: str, to: str, clause: str, counts: dict[str, int]) -> None:
    """Send one letter to one person (their key), in their language."""
    found = Silence.objects.select_related("version__text").get(key=silence)
    member = User.objects.get(key=to)
    text = found.version.text
    with override(member.language):
        context = {
            "silence": found,
            "text": text,
            "clause": clause,
            "counts": counts,
            "url": settings.SITE_URL + reverse("consultation:closing", args=[text.slug]),
        }
        template = f"mail/silence_{Letter(letter)}.txt"
        subject = " ".join(render_to_string(f"{template}#subject", context).split())
        EmailMessage(subject=subject, body=render_to_string(template, context), to=[member.email]).send()
