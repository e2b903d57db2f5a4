"""Who reads what was said in a session."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from consultation.models import Spoken
from consultation.permissions.comments import shown_publicly
from drafts.permissions import Visitor
from roundtables.models import Intervention, InterventionQuerySet, Record, Session
from roundtables.permissions.sessions import sees_notes, sees_record


def visible_interventions(user: Visitor, session: Session, at: datetime) -> InterventionQuerySet:
    """All, with what was struck, for those who see the notes; the rest for attendees once the record is circulated.

    For everybody once it is published, and before that those that became an input which everybody may read.
    """
    said = Intervention.objects.filter(session=session)
    if sees_notes(user, session):
        return said
    if any(sees_record(user, record) for record in Record.objects.filter(session=session)):
        return said.standing()
    inputs = Spoken.objects.filter(
        shown_publicly(at, "comment__"), sitting=session.pk, intervention=OuterRef("key")
    )
    return said.standing().filter(Exists(inputs))
