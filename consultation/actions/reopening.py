"""Opening clauses for input again that changed in substance after the consultation had closed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from consultation.models import Consultation, ReopenedClause, User
from consultation.reports.reopening import changed_in_substance_since_consultation, last_whole_consultation
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import Version
from drafts.permissions import can_publish


@transaction.atomic
def reopen_clauses(*, by: User, version: Version, at: datetime) -> Consultation | None:
    """Ask about the clauses of a version just published that nobody could speak on as they read now.

    The participants of the last consultation are asked, moderated as they were; the caller holds the text.
    """
    require(can_publish(by, version.text))
    late = changed_in_substance_since_consultation(version.text, version)
    last = last_whole_consultation(version.text)
    if last is None or not late:
        return None
    consultation = Consultation.objects.create(
        version=version,
        scope=Consultation.Scope.REOPENED,
        opens_at=at,
        closes_at=at + timedelta(days=settings.REOPENED_DAYS),
        moderation=last.moderation,
        audience=last.audience,
        categories=last.categories,
    )
    consultation.organisations.set(last.organisations.all())
    ReopenedClause.objects.bulk_create(
        ReopenedClause(consultation=consultation, clause_id=each.clause_id, revision_id=each.revision)
        for each in late
    )
    record(
        by=by,
        verb=Verb.REOPENED,
        about=consultation,
        key=consultation.key,
        at=at,
        text=version.text,
        version=version.number,
        opens_at=consultation.opens_at.isoformat(),
        closes_at=consultation.closes_at.isoformat(),
        clauses=[[each.key, each.revision] for each in late],
    )
    return consultation
