"""Publishing a version: only when every comment is answered, and every comment goes along."""

from datetime import datetime

from django.db import transaction

from consultation.actions.carrying import carry_comments
from consultation.actions.reopening import reopen_clauses
from consultation.mails.letters import write_letters
from consultation.models import Comment, Consultation, Letter, User
from consultation.reports.audience import readers_of
from consultation.reports.hashes import answers_seal
from consultation.reports.queue import unanswered_comments
from drafts.access import require
from drafts.actions.publishing import publish_version
from drafts.actions.wordings import lock_text
from drafts.models import Version
from drafts.permissions import can_publish


class CommentsUnanswered(Exception):
    """Comments still await their answer; `comments` are those."""

    def __init__(self, comments: list[Comment]) -> None:
        super().__init__(len(comments))
        self.comments = comments


@transaction.atomic
def publish(*, by: User, version: Version, at: datetime, basis: str = "") -> tuple[Version, Version]:
    """Publish a working version and carry every comment to it; refused while one awaits its answer.

    `basis` is the content hash of the words that the chair was shown: no others are published.
    """
    require(can_publish(by, version.text))
    hold_inputs(version)
    unanswered = list(unanswered_comments(version.text))
    if unanswered:
        raise CommentsUnanswered(unanswered)
    published, following = publish_version(
        by=by, version=version, at=at, basis=basis, answers=answers_seal(version)
    )
    carry_comments(by=by, to=published, at=at)
    reopen_clauses(by=by, version=published, at=at)
    write_letters(
        Letter.Kind.PUBLISHED,
        readers_of(version.text),
        at=at,
        once=f"{version.text.slug}/{published.slug}",
        matter={"text": version.text.slug, "version": published.slug},
    )
    return published, following


def hold_inputs(version: Version) -> None:
    """Hold the text with its consultations until the transaction ends.

    A comment is submitted under the lock of its consultation: while these are held none slips in unanswered.
    """
    lock_text(version.text_id)
    consultations = Consultation.objects.filter(version__text=version.text_id).order_by("pk")
    list(consultations.select_for_update(of=("self",), no_key=True))
