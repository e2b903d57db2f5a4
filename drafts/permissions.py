"""Who may see and do what with programmes, texts and versions. Lists, buttons and gates all ask here."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from drafts.access import ALLOWED, Decision, refused
from drafts.models import (
    Amendment,
    Change,
    DraftImport,
    Grant,
    Position,
    Revision,
    Role,
    Silence,
    Text,
    Version,
    VersionQuerySet,
)
from drafts.models.prepared import Prepared

type Visitor = AbstractBaseUser | AnonymousUser

COMMITTEE = frozenset({Role.MEMBER, Role.PENHOLDER, Role.CHAIR})

# What the rows that name a delegation have room for.
_LONGEST_NAME = 120


def roles_on(user: Visitor, text: Text) -> frozenset[Role]:
    """The roles somebody plays on a text, whatever scope they were granted for."""
    if user.pk is None:
        return frozenset()
    granted = _ROLES.rows(user.pk, text.pk, text.pillar_id, text.programme_id)
    return frozenset(Role(role) for (role,) in granted)


def _grants(user: int, text: int, pillar: int, programme: int) -> QuerySet[Grant, tuple[str]]:
    covered = Text(pk=text, pillar_id=pillar, programme_id=programme)
    return Grant.objects.standing().covering(covered).filter(user=user).values_list("role")


_ROLES = Prepared(_grants, int, int, int, int)
_DESK = Prepared(lambda user: Grant.objects.standing().filter(user=user).values_list("pk")[:1], int)


def is_secretariat(user: Visitor) -> bool:
    """Whether somebody is of the secretariat of everything."""
    if user.pk is None:
        return False
    everywhere = Grant.objects.standing().filter(text=None, pillar=None, programme=None)
    return everywhere.filter(user=user.pk, role=Role.SECRETARIAT).exists()


def _granted_texts(user: Visitor) -> Q:
    grants = Grant.objects.standing().filter(user=user.pk)
    covering = grants.filter(
        Q(text=OuterRef("pk"))
        | Q(pillar__isnull=False, pillar=OuterRef("pillar"))
        | Q(programme=OuterRef("programme"))
        | Q(text=None, pillar=None, programme=None)
    )
    return Q(Exists(covering))


def granted_texts(user: Visitor) -> QuerySet[Text]:
    """Texts on which somebody plays any part for the committee."""
    if user.pk is None:
        return Text.objects.none()
    return Text.objects.filter(_granted_texts(user))


def has_desk(user: Visitor) -> bool:
    """Whether somebody plays any part for a committee, whichever it is: what every page asks, so quickly."""
    return user.pk is not None and bool(_DESK.rows(user.pk))


def visible_texts(user: Visitor) -> QuerySet[Text]:
    """Texts with a published version, and those one works on."""
    published = Q(Exists(Version.objects.published().filter(text=OuterRef("pk"))))
    if user.pk is None:
        return Text.objects.filter(published)
    return Text.objects.filter(published | _granted_texts(user))


def visible_versions(user: Visitor, text: Text) -> VersionQuerySet:
    """Published versions for everybody; the one in work for those who work on it."""
    return versions_open_to(roles_on(user, text), text)


def versions_open_to(roles: frozenset[Role], text: Text) -> VersionQuerySet:
    """The same, for a page that has looked up the reader's roles already."""
    versions = Version.objects.filter(text=text)
    return versions if roles else versions.published()


def visible_imports(user: Visitor, text: Text) -> QuerySet[DraftImport]:
    """Files on their way into a text, for those who may bring them in."""
    return DraftImport.objects.filter(text=text) if can_import(user, text) else DraftImport.objects.none()


def can_revise(user: Visitor, text: Text) -> Decision:
    """Members and the penholder edit the working version, while it is not under silence."""
    if roles_on(user, text) & {Role.MEMBER, Role.PENHOLDER}:
        return is_open_for_work(text)
    return refused(_("Only the members of this text’s drafting committee edit its working version."))


def is_open_for_work(text: Text) -> Decision:
    """A text under a silence procedure stands as it was circulated; an adopted one stands for ever."""
    closed = _CLOSED.rows(text.pk)
    if closed and closed[0][0] is None:
        return refused(_("This version is under a silence procedure: its words stand until that has ended."))
    return _unless_adopted(closed)


def is_not_adopted(text: Text) -> Decision:
    """What may be done until a text is adopted, under a silence procedure too."""
    return _unless_adopted(_CLOSED.rows(text.pk))


def _unless_adopted(closed: Sequence[tuple[object, ...]]) -> Decision:
    if closed and closed[0][0] is not None:
        return refused(_("This text is adopted: its words stand."))
    return ALLOWED


_CLOSED = Prepared(
    lambda text: Version.objects.filter(
        Q(adoption__isnull=False) | Q(silences__state=Silence.State.RUNNING), text=text
    ).values_list("adoption")[:1],
    int,
)


def can_import(user: Visitor, text: Text) -> Decision:
    """The penholder and the secretariat bring in whole drafts, while the words do not stand."""
    if roles_on(user, text) & {Role.PENHOLDER, Role.SECRETARIAT}:
        return is_open_for_work(text)
    return refused(_("Only the penholder of this text or the secretariat may import a draft."))


def can_publish(user: Visitor, text: Text) -> Decision:
    """The chair, and nobody else; not what is under silence or adopted."""
    if Role.CHAIR in roles_on(user, text):
        return is_open_for_work(text)
    return refused(_("Only the chair publishes a version."))


def can_grant(user: Visitor) -> Decision:
    """The secretariat gives and takes roles; a superuser makes the first secretariat."""
    if getattr(user, "is_superuser", False) or is_secretariat(user):
        return ALLOWED
    return refused(_("Only the secretariat gives and takes roles."))


def can_open_programme(user: Visitor) -> Decision:
    """The secretariat opens programmes, pillars and texts."""
    if is_secretariat(user):
        return ALLOWED
    return refused(_("Only the secretariat opens programmes, pillars and texts."))


def granted_delegation(user: Visitor, text: Text) -> str:
    """The state or body that somebody was given a seat for on a text; empty where none was named."""
    grants = Grant.objects.standing().covering(text).filter(user=user.pk).exclude(delegation="")
    return grants.order_by("pk").values_list("delegation", flat=True).first() or ""


def delegation_of(user: Visitor, text: Text) -> str:
    """The state or body somebody speaks for on a text, as their grant says; else what they are called."""
    return (granted_delegation(user, text) or _own_name(user, text))[:_LONGEST_NAME]


def _own_name(user: Visitor, text: Text) -> str:
    """The name somebody lets be shown, unless others on the text were given a seat under that name.

    Who shows no name is known by their key; an e-mail address is nobody’s business.
    """
    name = getattr(user, "shown_name", "").strip()
    if name and not _seats(text, name).exists():
        return name
    with override(text.language):
        return _("a member of the committee (%(key)s)") % {"key": getattr(user, "key", "")}


def _seats(text: Text, delegation: str) -> QuerySet[Grant]:
    return Grant.objects.standing().covering(text).filter(delegation__iexact=delegation)


def can_see_work(user: Visitor, text: Text) -> Decision:
    """Those who play any part on a text read what is in work."""
    if roles_on(user, text):
        return ALLOWED
    return refused(_("Only those who work on this text see its version in work."))


def can_propose(user: Visitor, text: Text) -> Decision:
    """The committee puts amendments to the working version; participants do in their comments."""
    if roles_on(user, text) & COMMITTEE:
        return is_open_for_work(text)
    return refused(_("Only the members of this text’s drafting committee put amendments to it."))


def can_decide(user: Visitor, text: Text) -> Decision:
    """Those who edit the working version decide what of the amendments goes into it."""
    return can_revise(user, text)


def can_withdraw_amendment(user: Visitor, amendment: Amendment) -> Decision:
    """Whoever proposed it, while it is open."""
    if amendment.proposed_by_id != user.pk:
        return refused(_("Only the person who proposed an amendment withdraws it."))
    if amendment.standing.state != amendment.standing.State.OPEN:
        return refused(_("This amendment has been decided on; it stays with its decision."))
    return ALLOWED


def can_restructure(user: Visitor, text: Text) -> Decision:
    """The penholder inserts, deletes, moves, splits, merges and renumbers; members propose it by an amendment."""
    if Role.PENHOLDER in roles_on(user, text):
        return is_open_for_work(text)
    return refused(_("Only the penholder changes the structure. You can propose it by an amendment."))


def can_undo(user: Visitor, revision: Revision) -> Decision:
    """Who may make a change may undo it: words whoever edits, structure the penholder."""
    text = revision.version.text
    return can_revise(user, text) if revision.change == Change.REWORDED else can_restructure(user, text)


def can_take_position(user: Visitor, text: Text) -> Decision:
    """Members of the committee say how their delegation stands, under silence too; once adopted, they reserve."""
    if roles_on(user, text) & COMMITTEE:
        adopted = _("This text is adopted. What a delegation holds against it is recorded as a reservation.")
        return ALLOWED if is_not_adopted(text) else refused(adopted)
    return refused(_("Only the members of this text’s drafting committee state positions on it."))


def can_disclose(user: Visitor, position: Position) -> Decision:
    """Only who stated a position makes it public, or ends it.

    A later one on the same words ends it too, where a colleague of the same granted delegation states it.
    """
    if position.stated_by_id == user.pk:
        return ALLOWED
    return refused(_("Only the person who stated a position publishes or ends it."))


def can_sign(user: Visitor, text: Text) -> Decision:
    """The chair signs clauses, or sends them back, until the text is adopted."""
    if Role.CHAIR in roles_on(user, text):
        return is_not_adopted(text)
    return refused(_("Only the chair signs clauses or sends them back."))


def can_open_silence(user: Visitor, text: Text) -> Decision:
    """The chair puts a version under silence, and lifts it."""
    if Role.CHAIR in roles_on(user, text):
        return ALLOWED
    return refused(_("Only the chair puts a version under a silence procedure."))


def can_break_silence(user: Visitor, text: Text) -> Decision:
    """Any member of the committee."""
    if roles_on(user, text) & COMMITTEE:
        return ALLOWED
    return refused(_("Only the members of this text’s drafting committee break its silence."))


def can_conclude(silence: Silence, at: datetime) -> Decision:
    """Nobody but the clock: what nobody broke is concluded once its time has come."""
    if at >= silence.ends_at:
        return ALLOWED
    return refused(_("This silence procedure has not ended yet."))


def can_adopt(user: Visitor, text: Text) -> Decision:
    """The chair closes a text for ever."""
    if Role.CHAIR in roles_on(user, text):
        return ALLOWED
    return refused(_("Only the chair declares a text adopted."))


def can_reserve(user: Visitor, text: Text) -> Decision:
    """Members record what their delegation holds against the adopted text; the chair for those it spoke to."""
    if roles_on(user, text) & COMMITTEE:
        return ALLOWED
    return refused(_("Only the members of this text’s drafting committee record reservations."))


def speaks_for_others(user: Visitor, text: Text) -> bool:
    """Whether somebody writes down what other delegations reserved in the room."""
    return Role.CHAIR in roles_on(user, text)


def visible_positions(user: Visitor, text: Text) -> QuerySet[Position]:
    """Those their authors published; all of them for the committee. The secretariat takes no part in it."""
    positions = Position.objects.filter(version__text=text)
    return positions if roles_on(user, text) & COMMITTEE else positions.filter(published_at__isnull=False)


def visible_amendments(user: Visitor, text: Text) -> QuerySet[Amendment]:
    """Amendments are before those who work on the text."""
    return Amendment.objects.filter(version__text=text) if roles_on(user, text) else Amendment.objects.none()
