"""Who may see and do what with programmes, texts and versions. Lists, buttons and gates all ask here."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from drafts.access import ALLOWED, Decision, refused
from drafts.models import DraftImport, Grant, Role, Text, Version, VersionQuerySet
from drafts.models.prepared import Prepared

type Visitor = AbstractBaseUser | AnonymousUser

COMMITTEE = frozenset({Role.MEMBER, Role.PENHOLDER, Role.CHAIR})


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
    """Members and the penholder edit the working version."""
    if roles_on(user, text) & {Role.MEMBER, Role.PENHOLDER}:
        return ALLOWED
    return refused(_("Only the members of this text’s drafting committee edit its working version."))


def can_import(user: Visitor, text: Text) -> Decision:
    """The penholder and the secretariat bring in whole drafts."""
    if roles_on(user, text) & {Role.PENHOLDER, Role.SECRETARIAT}:
        return ALLOWED
    return refused(_("Only the penholder of this text or the secretariat may import a draft."))


def can_publish(user: Visitor, text: Text) -> Decision:
    """The chair, and nobody else."""
    if Role.CHAIR in roles_on(user, text):
        return ALLOWED
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
