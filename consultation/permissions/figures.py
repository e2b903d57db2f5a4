"""Which inputs are counted for whom, and who reads and releases the consultation report."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from consultation.models import Consultation, Release, Standing
from consultation.permissions.comments import shown_publicly
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Role
from drafts.permissions import Visitor, granted_texts, roles_on


def counted_for(user: Visitor, at: datetime) -> Q:
    """Comments that statistics count: those everybody may read; for whoever works on the text, all not withdrawn."""
    if user.pk is None:
        return shown_publicly(at)
    own_work = Q(consultation__version__text__in=granted_texts(user))
    return shown_publicly(at) | (own_work & ~Q(standing__state=Standing.State.WITHDRAWN))


def can_read_report(user: Visitor, consultation: Consultation) -> Decision:
    """Everybody once it is released; as a draft, those who work on the text."""
    if roles_on(user, consultation.version.text) or is_released(consultation):
        return ALLOWED
    return refused(_("The report on this consultation has not been released yet."))


def can_release_report(user: Visitor, consultation: Consultation, at: datetime) -> Decision:
    """The secretariat, once the consultation is closed."""
    if Role.SECRETARIAT not in roles_on(user, consultation.version.text):
        return refused(_("Only the secretariat releases a consultation report."))
    if consultation.phase_at(at) in {Consultation.Phase.ANNOUNCED, Consultation.Phase.OPEN}:
        return refused(_("The report is released once the consultation is closed."))
    return ALLOWED


def is_released(consultation: Consultation) -> bool:
    """Whether everybody may read the report. One query."""
    return Release.objects.filter(consultation=consultation).exists()


def can_see_silent(user: Visitor, consultation: Consultation, at: datetime) -> bool:
    """Whether who has not spoken may be told: where inputs are held back, to those who work on the text alone."""
    return not consultation.holds_back(at) or bool(roles_on(user, consultation.version.text))
