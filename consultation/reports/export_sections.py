"""What is kept about a person, kind by kind: the columns that lead to them, and what is told of each row.

Of other people nothing but keys is told. A test finds the column that leads to a person and is missing here.
"""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultation.models import (
    Comment,
    CommentDraft,
    Contribution,
    Disposition,
    DraftSuggestion,
    Duplicate,
    Endorsement,
    Extension,
    GuidingQuestion,
    Invitation,
    Letter,
    Membership,
    Moderation,
    ModerationAnswer,
    Reaction,
    Registration,
    Release,
    Reply,
    ResolvedAnchor,
    Signature,
    Spoken,
    SpokenFor,
    Standing,
    Submission,
    User,
    Vetting,
)
from drafts.models import (
    Adoption,
    Amendment,
    AmendmentStanding,
    DraftImport,
    Grant,
    LedgerEntry,
    Position,
    Reservation,
    Revision,
    SignOff,
    Silence,
    SilenceBreak,
    Version,
)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind that lead to a person by these columns, and what is told of each."""

    name: str
    title: Promise | str
    model: type[Model]
    by: tuple[str, ...]
    columns: str
    # Why there may be less here than somebody looks for.
    note: Promise | str = ""

    def rows(self, person: User) -> list[dict[str, Any]]:
        mine = Q()
        for column in self.by:
            mine |= Q(**{column: person.key if column == "actor" else person.pk})
        rows = self.model._meta.base_manager.filter(mine).order_by("pk")
        return [dict(row) for row in rows.values(*self.columns.split())]


_CAME_IN = "organisation__slug category channel spoken__sitting__key submission__key submitted_at"
_SAID = (
    "consultation__key clause__key kind language body proposed_wording proposal question__key "
    "wording_language quote prefix suffix start end"
)
_WHERE = "version__text__slug version__slug clause__key"
_SECTIONS: tuple[tuple[str, Promise | str, type[Model], str, str], ...] = (
    (
        "account",
        _("Account"),
        User,
        "pk",
        (
            "key email name shows_name language languages country pace bounced_at bounce "
            "is_active joined_at last_login"
        ),
    ),
    ("email_addresses", _("E-mail addresses"), EmailAddress, "user", "email verified primary"),
    ("second_factors", _("Second factors"), Authenticator, "user", "type created_at last_used_at"),
    (
        "registrations",
        _("Registrations"),
        Registration,
        "user",
        "key mandate category organisation__slug proposed country function statement state submitted_at",
    ),
    (
        "vettings",
        _("Steps of vetting"),
        Vetting,
        "registration__user",
        "registration__key step words taken_by__key taken_at",
    ),
    ("vetted", _("Steps of vetting taken"), Vetting, "taken_by", "registration__key step taken_at"),
    (
        "invitations",
        _("Invitations"),
        Invitation,
        "accepted_by",
        (
            "key email name language organisation__slug category role invited_at expires_at accepted_at "
            "revoked_at"
        ),
    ),
    (
        "invited",
        _("Invitations sent"),
        Invitation,
        "invited_by",
        "key organisation__slug category role invited_at expires_at accepted_at revoked_at",
    ),
    (
        "memberships",
        _("Memberships"),
        Membership,
        "user",
        "organisation__slug organisation__name category role admitted_at ended_at",
    ),
    (
        "spoken_for",
        _("Bodies listed as spoken for"),
        SpokenFor,
        "listed_by",
        "platform__slug organisation__slug name country listed_at ended_at",
    ),
    (
        "roles",
        _("Roles"),
        Grant,
        "user",
        "role text__slug pillar__number programme__slug delegation granted_at revoked_at",
    ),
    (
        "drafts",
        _("Drafts"),
        CommentDraft,
        "author",
        f"key saved_at organisation__slug shared_at taken_into__reference {_SAID}",
    ),
    (
        "suggestions_made",
        _("Suggestions made"),
        DraftSuggestion,
        "suggested_by",
        "key draft__key body proposed_wording note state suggested_at decided_at",
    ),
    (
        "suggestions_received",
        _("Suggestions received"),
        DraftSuggestion,
        "draft__author",
        "key draft__key body proposed_wording note state suggested_by__key suggested_at decided_at",
    ),
    ("sets", _("Sets submitted"), Submission, "author", "key consultation__key submitted_at"),
    (
        "comments",
        _("Comments"),
        Comment,
        "author",
        f"reference {_CAME_IN} amendment__key {_SAID}",
    ),
    (
        "spoken",
        _("Inputs said in sessions, under your name"),
        Spoken,
        "speaker",
        "comment__reference clause__key sitting__key intervention outcome rule",
    ),
    (
        "standings",
        _("Where the comments stand"),
        Standing,
        "comment__author",
        "comment__reference state disposition__outcome",
    ),
    (
        "places",
        _("Where their words are in later versions"),
        ResolvedAnchor,
        "comment__author",
        f"comment__reference {_WHERE} start end exact method score state",
    ),
    (
        "moderations",
        _("Moderation of the comments"),
        Moderation,
        "comment__author",
        "comment__reference state reason decided_by__key decided_at",
    ),
    (
        "moderated",
        _("Comments moderated"),
        Moderation,
        "decided_by",
        "comment__reference state reason decided_at",
    ),
    (
        "moderation_answers",
        _("Answers to moderators"),
        ModerationAnswer,
        "answered_by",
        "moderation__comment__reference body answered_at",
    ),
    (
        "dispositions",
        _("The committee’s answers"),
        Disposition,
        "comment__author",
        "comment__reference outcome reason language sitting decided_in__key decided_by__key decided_at",
    ),
    (
        "disposed",
        _("Answers given"),
        Disposition,
        "decided_by",
        "comment__reference outcome reason language sitting decided_in__key decided_at",
    ),
    (
        "reactions",
        _("Answers accepted or contested"),
        Reaction,
        "reacted_by",
        "comment__reference kind reason language reacted_at",
    ),
    (
        "contributions",
        _("Contributions to comments"),
        Contribution,
        "author",
        "comment__reference body proposed_wording contributed_at",
    ),
    (
        "signatures",
        _("Signatures beside others"),
        Signature,
        "signed_by withdrawn_by",
        "comment__reference organisation__slug signed_by__key signed_at withdrawn_by__key withdrawn_at",
    ),
    (
        "endorsements",
        _("Endorsements"),
        Endorsement,
        "endorsed_by",
        "comment__reference organisation__slug endorsed_at withdrawn_at",
    ),
    (
        "replies",
        _("Replies"),
        Reply,
        "author",
        "key comment__reference kind request__key organisation__slug language body replied_at state reason",
    ),
    (
        "replies_moderated",
        _("Replies moderated"),
        Reply,
        "moderated_by",
        "key comment__reference state reason moderated_at",
    ),
    (
        "duplicates",
        _("Duplicates merged or parted"),
        Duplicate,
        "merged_by parted_by",
        "comment__reference original__reference merged_by__key merged_at parted_by__key parted_at",
    ),
    (
        "letters",
        _("E-mails"),
        Letter,
        "to",
        "key kind address language matter state written_at due_at sent_at failure",
    ),
    (
        "amendments",
        _("Amendments"),
        Amendment,
        "proposed_by",
        (
            f"key {_WHERE} language kind words rationale delegation proposed_at standing__state "
            "standing__reason standing__decided_at"
        ),
    ),
    (
        "amendments_decided",
        _("Amendments decided on"),
        AmendmentStanding,
        "decided_by",
        "amendment__key state reason decided_at",
    ),
    (
        "revisions",
        _("Revisions"),
        Revision,
        "history_user",
        f"history_id {_WHERE} language before text change weight reason history_date",
    ),
    (
        "positions",
        _("Positions"),
        Position,
        "stated_by",
        f"key {_WHERE} language quote stance note delegation stated_at published_at ended_at",
    ),
    ("sign_offs", _("Sign-offs"), SignOff, "signed_by", f"{_WHERE} verdict words note signed_at"),
    (
        "silences",
        _("Silence procedures opened"),
        Silence,
        "opened_by",
        "key version__text__slug version__slug begins_at ends_at state closed_at",
    ),
    (
        "silences_broken",
        _("Silences broken"),
        SilenceBreak,
        "broken_by",
        "silence__key clause__key reason delegation broken_at",
    ),
    (
        "adoptions",
        _("Adoptions"),
        Adoption,
        "adopted_by",
        "version__text__slug version__slug way adopted_at",
    ),
    (
        "reservations",
        _("Reservations"),
        Reservation,
        "recorded_by",
        "adoption__version__text__slug clause__key delegation words language recorded_at",
    ),
    (
        "versions_published",
        _("Versions published"),
        Version,
        "published_by",
        "text__slug slug published_at",
    ),
    (
        "imports",
        _("Drafts brought in"),
        DraftImport,
        "uploaded_by",
        "key text__slug language label file_name uploaded_at applied_at",
    ),
    (
        "questions",
        _("Guiding questions put"),
        GuidingQuestion,
        "asked_by",
        "key consultation__key clause__key number words asked_at",
    ),
    (
        "extensions",
        _("Consultations extended"),
        Extension,
        "extended_by",
        "consultation__key closed_at closes_at reason extended_at",
    ),
    ("releases", _("Reports released"), Release, "released_by", "consultation__key released_at"),
    (
        "ledger",
        _("Entries in the ledger"),
        LedgerEntry,
        "actor",
        "sequence at verb object_type object_key text__slug payload hash",
    ),
)
SECTIONS = tuple(
    Section(name, title, model, tuple(by.split()), columns) for name, title, model, by, columns in _SECTIONS
)
