"""What the chair has signed: how each clause of a version stands to the last word on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Max, QuerySet
from django.utils.translation import gettext

from drafts.models import Change, Placement, Revision, SignOff, Version
from drafts.models.ledger import canonical, digest
from drafts.reports.hashes import words_hashes

# What takes a clause from its place: the signature was for the words where they stood.
_DISPLACING = (Change.MOVED, Change.SPLIT, Change.MERGED)
# What is signed where a clause was removed: that it has no words in any language.
NO_WORDS = digest(canonical([]))


class Signed(StrEnum):
    """How a clause stands to the chair's last word on it."""

    SIGNED = "signed"
    CHANGED = "changed_since"
    SENT_BACK = "sent_back"
    REWORKED = "reworked"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Signature:
    """The chair's last word on a clause, and whether it stands; `words` is the hash of the words today."""

    state: Signed
    words: str
    signoff: SignOff | None = None

    @property
    def stands(self) -> bool:
        """Whether the clause is signed as it reads."""
        return self.state is Signed.SIGNED

    @property
    def is_overtaken(self) -> bool:
        """Whether the clause changed after the chair had spoken on it."""
        return self.state in {Signed.CHANGED, Signed.REWORKED}

    @property
    def label(self) -> str:
        """The state in the reader's language."""
        return {
            Signed.SIGNED: gettext("signed"),
            Signed.CHANGED: gettext("changed since it was signed"),
            Signed.SENT_BACK: gettext("sent back"),
            Signed.REWORKED: gettext("changed since it was sent back"),
            Signed.UNSIGNED: gettext("not signed"),
        }[self.state]


@dataclass(frozen=True, slots=True)
class UnsignedClause:
    """A clause without a signature that stands, as a list names it."""

    clause_id: int
    key: str
    label: str
    signature: Signature


def removed_since_published(version: Version) -> QuerySet[Placement]:
    """Where the clauses stood that the version published last before this one has, and this one has not, in order."""
    earlier = Version.objects.filter(
        text=version.text_id, number__lt=version.number, published_at__isnull=False
    )
    last = earlier.order_by("-number").values("pk")[:1]
    gone = Placement.objects.filter(version__in=last).exclude(clause__in=version.placements.values("clause"))
    return gone.order_by("position")


def hashes_to_sign(version: Version, clause: int | None = None) -> dict[int, str]:
    """Clause → the hash that the chair signs: of its words, or of none where it is removed. Two queries."""
    gone = removed_since_published(version).values_list("clause", flat=True)
    removed = gone if clause is None else gone.filter(clause=clause)
    return words_hashes(version, clause) | dict.fromkeys(removed, NO_WORDS)


def read_signatures(version: Version, clause: int | None = None) -> dict[int, Signature]:
    """Clause → the chair's last word on it, as it stands in a version. Four queries; of one clause if asked.

    A signature is on exact words: it stands in every later version that has the same ones in the same place.
    What was removed since a version was published is signed as well.
    """
    last, displaced = _last_words(version, clause), _displaced(version, clause)
    return {
        each: _signature(words, last.get(each), displaced.get(each, 0))
        for each, words in hashes_to_sign(version, clause).items()
    }


def _last_words(version: Version, clause: int | None) -> dict[int, SignOff]:
    """Clause → the chair's last word up to a version."""
    spoken = SignOff.objects.filter(version__text=version.text_id, version__number__lte=version.number)
    if clause is not None:
        spoken = spoken.filter(clause=clause)
    last = spoken.order_by("clause").values("clause").annotate(last=Max("pk")).values("last")
    found = SignOff.objects.filter(pk__in=last).select_related("version", "signed_by")
    return {signoff.clause_id: signoff for signoff in found}


def _displaced(version: Version, clause: int | None) -> Mapping[int, int]:
    """Clause → the last change that took it from its place."""
    moves: QuerySet[Revision] = Revision.objects.filter(
        version__text=version.text_id, version__number__lte=version.number, change__in=_DISPLACING
    )
    if clause is not None:
        moves = moves.filter(clause=clause)
    return dict(moves.order_by("clause").values_list("clause").annotate(Max("history_id")))


def _signature(words: str, signoff: SignOff | None, displaced: int) -> Signature:
    if signoff is None:
        return Signature(Signed.UNSIGNED, words)
    stands = signoff.words == words and displaced <= signoff.upto
    if signoff.verdict == SignOff.Verdict.SIGNED:
        return Signature(Signed.SIGNED if stands else Signed.CHANGED, words, signoff)
    return Signature(Signed.SENT_BACK if stands else Signed.REWORKED, words, signoff)


def unsigned(version: Version) -> list[UnsignedClause]:
    """The clauses without a signature that stands, in order, and then the removed ones. Six queries."""
    signatures = read_signatures(version)
    columns = ("clause_id", "clause__key", "label")
    placed = version.placements.order_by("position").values_list(*columns)
    removed = [
        (clause, key, gettext("%(label)s (removed)") % {"label": label or key})
        for clause, key, label in removed_since_published(version).values_list(*columns)
    ]
    return [
        UnsignedClause(clause, key, label, signatures[clause])
        for clause, key, label in (*placed, *removed)
        if not signatures[clause].stands
    ]
