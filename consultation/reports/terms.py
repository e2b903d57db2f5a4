"""The terms of a consultation as one sees them before changing them."""

from consultation.models import Consultation
from drafts.models.ledger import canonical, digest
from drafts.reports.hashes import moment


def stamp_of(consultation: Consultation) -> str:
    """The fingerprint of its terms: another one once somebody changed them. One query."""
    asked = sorted(consultation.organisations.values_list("slug", flat=True))
    times = [moment(consultation.opens_at), moment(consultation.closes_at)]
    who = [consultation.moderation, consultation.audience, sorted(consultation.categories)]
    return digest(canonical([*times, *who, asked]))
