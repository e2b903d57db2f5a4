"""Who sees a commitment and its owner, who records one, and who says how it stands."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from consultation.models import Attribution, Membership
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Grant, Programme, Role
from drafts.permissions import Visitor
from roundtables.models import Attendance, Commitment, Office, Record
from roundtables.permissions.sessions import runs_programme

# What was struck from a session's notes was never concluded.
_STANDING = Q(outcome__isnull=True) | Q(outcome__struck_at__isnull=True)
# A programme's own, and the action points of sessions whose record is out.
_OF_EVERYBODY = Q(outcome__isnull=True) | Q(outcome__session__record__published_at__isnull=False)


def public_commitments() -> QuerySet[Commitment]:
    """What everybody reads: commitments of programmes, and action points of published records."""
    return Commitment.objects.filter(_STANDING, _OF_EVERYBODY)


def visible_commitments(user: Visitor) -> QuerySet[Commitment]:
    """The same; besides, one's own, and the action points of sessions whose record one sees."""
    if user.pk is None:
        return public_commitments()
    return Commitment.objects.filter(_STANDING, _OF_EVERYBODY | _own(user) | _with_record(user))


def _own(user: Visitor) -> Q:
    voices = Membership.objects.standing().filter(user=user.pk, organisation__isnull=False)
    return Q(owner=user.pk) | Q(organisation__in=voices.values("organisation"))


def _with_record(user: Visitor) -> Q:
    """Action points of sessions that somebody runs, holds an office in, or attended once the record went round."""
    run = Grant.objects.standing().filter(user=user.pk, role=Role.SECRETARIAT, text=None, pillar=None)
    of_programme = run.filter(Q(programme=None) | Q(programme=OuterRef("programme")))
    session = OuterRef("outcome__session")
    offices = Office.objects.filter(session=session, user=user.pk, ended_at=None)
    there = Attendance.objects.standing().filter(session=session, user=user.pk)
    went_round = ~Q(outcome__session__record__state=Record.State.NOTES)
    return Q(Exists(of_programme)) | Q(Exists(offices)) | (Q(Exists(there)) & went_round)


def can_record_commitment(user: Visitor, programme: Programme) -> Decision:
    """The secretariat of the programme."""
    if runs_programme(user, programme.pk):
        return ALLOWED
    return refused(_("Only the secretariat records commitments of a programme."))


def can_follow_up(user: Visitor, commitment: Commitment) -> Decision:
    """Its owner, the members of the organisation that owns it, and the secretariat."""
    if user.pk is not None and (
        user.pk == commitment.owner_id
        or _speaks_for(user, commitment.organisation_id)
        or runs_programme(user, commitment.programme_id)
    ):
        return ALLOWED
    return refused(_("Only whoever is to do it, and the secretariat, say how it stands."))


def _speaks_for(user: Visitor, organisation: int | None) -> bool:
    voices = Membership.objects.standing().filter(user=user.pk, organisation__isnull=False)
    return organisation is not None and voices.filter(organisation=organisation).exists()


@dataclass(frozen=True, slots=True)
class Naming:
    """Whom one reader may read by name: nobody of a session that names nobody, unless they hold it or are meant."""

    reader: int | None = None
    runs: bool = False
    holds: frozenset[int] = field(default_factory=frozenset)

    def names_people_of(self, commitment: Commitment) -> bool:
        """Whether people may be named in it; its outcome's session has to be there."""
        if commitment.outcome is None or self.runs:
            return True
        session = commitment.outcome.session
        return session.rule == Attribution.NAMED or session.pk in self.holds

    def names_owner_of(self, commitment: Commitment) -> bool:
        is_own = self.reader is not None and commitment.owner_id == self.reader
        return is_own or self.names_people_of(commitment)


NOBODY_IN_PARTICULAR = Naming()


def naming_for(user: Visitor, programme: int) -> Naming:
    """What a reader may know by name in a programme. Two queries, none for a stranger."""
    if user.pk is None:
        return NOBODY_IN_PARTICULAR
    held = Office.objects.filter(user=user.pk, ended_at=None, session__programme=programme)
    return Naming(user.pk, runs_programme(user, programme), frozenset(held.values_list("session", flat=True)))
