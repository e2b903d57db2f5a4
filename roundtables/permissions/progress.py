"""Who reads a progress report, and who makes and releases one."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from drafts.access import ALLOWED, Decision, refused
from drafts.models import Programme
from drafts.permissions import Visitor
from roundtables.models import ProgressReport
from roundtables.permissions.sessions import runs_programme


def visible_reports(user: Visitor, programme: Programme) -> QuerySet[ProgressReport]:
    """Those that are released; all of them for the secretariat of the programme."""
    reports = ProgressReport.objects.filter(programme=programme)
    return reports if runs_programme(user, programme.pk) else reports.filter(released_at__isnull=False)


def can_report(user: Visitor, programme: Programme) -> Decision:
    """The secretariat of the programme makes its progress reports and releases them."""
    if runs_programme(user, programme.pk):
        return ALLOWED
    return refused(_("Only the secretariat makes and releases progress reports."))
