"""One row of everything that surrounds a comment, so that the guards of those tables have something to refuse."""

from datetime import timedelta

from consultation.models import (
    Category,
    Comment,
    Contribution,
    Duplicate,
    Endorsement,
    Extension,
    GuidingQuestion,
    Invitation,
    Membership,
    ModerationAnswer,
    Organisation,
    Reaction,
    Registration,
    Release,
    Reply,
    Signature,
    SpokenFor,
    Submission,
    Vetting,
)
from consultation.models.moderation import Moderation
from tests import make

LATER = make.NOON + timedelta(days=1)


def rows(said: Comment) -> None:
    """Everything that people, their organisations and the secretariat can add to a comment that was answered."""
    _around_the_consultation(said)
    _around_the_comment(said)
    _around_the_people()


def _around_the_consultation(said: Comment) -> None:
    sena, consultation = make.person("Sena"), said.consultation
    GuidingQuestion.objects.create(
        consultation=consultation, number=1, words={"en": "Why?"}, asked_by=sena, asked_at=make.NOON
    )
    Extension.objects.create(
        consultation=consultation,
        closed_at=consultation.closes_at,
        closes_at=consultation.closes_at + timedelta(days=7),
        reason="Many asked for it.",
        extended_by=sena,
        extended_at=make.NOON,
    )
    Release.objects.create(consultation=consultation, released_by=sena, released_at=make.NOON)
    Submission.objects.create(consultation=consultation, author=said.author, submitted_at=make.NOON)


def _around_the_comment(said: Comment) -> None:
    omar, mia = make.omar(), make.person("Mia")
    theirs = make.body_of(make.organisation_of("Iris", Category.DIASPORA))
    Contribution.objects.create(comment=said, author=said.author, body="Mine.", contributed_at=make.NOON)
    Signature.objects.create(
        comment=said,
        organisation=theirs,
        signed_by=omar,
        signed_at=make.NOON,
        withdrawn_by=omar,
        withdrawn_at=LATER,
    )
    Signature.objects.create(comment=said, organisation=theirs, signed_by=omar, signed_at=make.NOON)
    Endorsement.objects.create(comment=said, endorsed_by=omar, endorsed_at=make.NOON, withdrawn_at=LATER)
    Endorsement.objects.create(comment=said, endorsed_by=omar, endorsed_at=make.NOON)
    Reply.objects.create(
        comment=said,
        author=omar,
        language="en",
        body="So do we.",
        replied_at=make.NOON,
        state=Reply.State.VISIBLE,
    )
    other = make.comment(make.Said("students"), by=omar, on=said.consultation)
    Duplicate.objects.create(
        comment=other, original=said, merged_by=mia, merged_at=make.NOON, parted_by=mia, parted_at=LATER
    )
    Duplicate.objects.create(comment=other, original=said, merged_by=mia, merged_at=LATER)
    answer = said.dispositions.get()
    Reaction.objects.create(
        disposition=answer,
        comment=said,
        kind=Reaction.Kind.ACCEPTED,
        language="en",
        reacted_by=said.author,
        reacted_at=make.NOON,
    )
    kept_back = Moderation.objects.filter(comment=said).first()
    assert kept_back is not None, "it was moderated"
    ModerationAnswer.objects.create(
        moderation=kept_back, body="Thank you.", answered_by=said.author, answered_at=make.NOON
    )


def _around_the_people() -> None:
    nova, sena = make.person("Nova"), make.person("Sena")
    Membership.objects.create(user=nova, category=Category.ACADEMIA, admitted_at=make.NOON, ended_at=LATER)
    asked = Registration.objects.create(
        user=nova,
        mandate=Registration.Mandate.OWN_NAME,
        category=Category.ACADEMIA,
        submitted_at=make.NOON,
    )
    Vetting.objects.create(
        registration=asked, step=Vetting.Step.ASKED, words="Where?", taken_by=sena, taken_at=make.NOON
    )
    Invitation.objects.create(
        email="iris@example.org",
        category=Category.ACADEMIA,
        invited_by=sena,
        invited_at=make.NOON,
        expires_at=LATER,
    )
    SpokenFor.objects.create(
        platform=Organisation.objects.order_by("pk")[0],
        name="Harbour choir",
        listed_by=sena,
        listed_at=make.NOON,
    )
