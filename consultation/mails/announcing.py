"""Having a consultation announced, in the transaction that opens or extends it: no announcement hangs on a task."""

from datetime import timedelta
from functools import partial

from django.db import transaction

from consultation.mails.announcements import announcement
from consultation.mails.outbox import are_held, put_in
from consultation.mails.sending import have_sent
from consultation.models import Consultation, Letter

# Who is asked for less time than this has just read that it opened.
_TOO_SHORT = timedelta(days=4)


def announce(consultation: Consultation) -> None:
    """Have everybody asked told that it opens, and three days before its end that it closes; anew when extended."""
    if are_held():
        return
    kinds = [] if consultation.extensions.exists() else [Letter.Kind.OPENED]
    if consultation.closes_at - consultation.opens_at >= _TOO_SHORT:
        kinds.append(Letter.Kind.CLOSING)
    announced = [announcement(consultation, kind) for kind in kinds]
    put_in(announced)
    for each in announced:
        transaction.on_commit(partial(have_sent, each.due_at), robust=True)
