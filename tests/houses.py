"""An organisation with several people: who coordinates it, what its members draft and share."""

from datetime import datetime

from consultation.actions.comments import Words, save_draft, submit_comment
from consultation.actions.drafting import bring_together, share_draft
from consultation.actions.people import admit, register_organisation
from consultation.models import (
    Category,
    Comment,
    CommentDraft,
    Consultation,
    Membership,
    Organisation,
    User,
)
from drafts.models.keys import new_key
from tests import make

COORDINATOR, MEMBER = Membership.Role.COORDINATOR, Membership.Role.MEMBER


def house(slug: str = "two-shores", *, category: Category = Category.DIASPORA) -> Organisation:
    """An organisation without anybody in it."""
    return Organisation.objects.filter(slug=slug).first() or register_organisation(
        by=make.secretariat(),
        slug=slug,
        name=slug.replace("-", " ").title(),
        category=category,
        country="SN",
        at=make.NOON,
    )


def voice(name: str, of: Organisation, role: Membership.Role = MEMBER, *, at: datetime = make.NOON) -> User:
    """Somebody admitted for an organisation."""
    user = make.person(name)
    if not user.memberships.exists():
        admit(by=make.secretariat(), user=user, organisation=of, role=role, at=at)
    return user


def cora(of: Organisation | None = None) -> User:
    """The coordinator of an organisation."""
    return voice("Cora", of or house(), COORDINATOR)


def seat(user: User) -> Membership:
    """The membership of somebody that stands."""
    return Membership.objects.standing().select_related("organisation", "user").get(user=user)


def half_written(
    by: User,
    on: Consultation,
    words: str = "short-stay",
    *,
    body: str = "Too slow.",
    proposed: str = "",
    at: datetime = make.NOON,
) -> CommentDraft:
    """A draft of somebody's on the clause with these words."""
    return save_draft(
        by=by,
        consultation=on,
        clause=make.clause_that_says(on.version, words),
        words=Words(body=body, language="en", proposed_wording=proposed),
        key=new_key(),
        at=at,
    )


def shared(
    by: User,
    on: Consultation,
    words: str = "short-stay",
    *,
    body: str = "Too slow.",
    proposed: str = "",
    at: datetime = make.NOON,
) -> CommentDraft:
    """The same, shared with the coordinators."""
    draft = half_written(by, on, words, body=body, proposed=proposed, at=at)
    share_draft(by=by, draft=draft, at=at)
    return CommentDraft.objects.get(pk=draft.pk)


def together(by: User, *drafts: CommentDraft) -> CommentDraft:
    """These drafts in one of a coordinator's own."""
    organisation = seat(by).organisation
    assert organisation is not None
    keys = {draft.key for draft in drafts}
    return bring_together(by=by, organisation=organisation, keys=keys, at=make.NOON)


def said_together(by: User, draft: CommentDraft) -> Comment:
    """A coordinator's draft, submitted as it is."""
    return submit_comment(
        by=by,
        consultation=draft.consultation,
        clause=draft.clause,
        words=Words(body=draft.body, language="en", proposed_wording=draft.proposed_wording),
        key=draft.key,
        at=make.NOON,
    )
