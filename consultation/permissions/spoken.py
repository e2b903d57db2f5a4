"""Whether what was said in a sitting may become an input on a clause of the version that was on the table."""

from datetime import datetime

from django.utils.translation import gettext as _

from consultation.models import Consultation
from consultation.permissions.figures import is_released
from consultation.permissions.rounds import is_asked_about
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Clause
from drafts.permissions import is_not_adopted


def can_be_taken_in(consultation: Consultation, clause: Clause, at: datetime) -> Decision:
    """From the opening of the consultation until its report is released; what was said aloud is not late by that.

    Who takes it in is asked by the session it was said in.
    """
    if consultation.phase_at(at) is Consultation.Phase.ANNOUNCED:
        return refused(
            _(
                "The consultation on the version on the table has not opened yet."
                " What was said can be taken in from the day it opens."
            )
        )
    version = consultation.version
    if not version.placements.filter(clause=clause).exists():
        return refused(_("This clause does not stand in the version that was on the table."))
    if is_released(consultation):
        return refused(
            _("The report of the consultation is released: what is taken in now would not be in it.")
        )
    adopted = is_not_adopted(version.text)
    return is_asked_about(consultation, clause.pk) if adopted else adopted


def may_stand_under(rule: str, *, names: bool, categorises: bool) -> Decision:
    """Whether an input may say this much of who spoke under this rule."""
    if names and rule != "named":
        return refused(_("Under this rule nobody is named."))
    if categorises and rule == "none":
        return refused(_("Under this rule nothing is attributed."))
    return ALLOWED
