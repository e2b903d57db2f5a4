"""What the ledger seals of inputs and of the changes that answer them."""

from collections import defaultdict
from collections.abc import Sequence

from consultation.models import Answered, Comment, Consultation, Contribution, Standing
from drafts.models import Version
from drafts.models.ledger import canonical, digest
from drafts.reports.seals import seal


def said_by(comment: Comment) -> dict[str, str]:
    """What is sealed of an input that everybody sees: on which clause, for which organisation, in which words."""
    speaker = comment.organisation.slug if comment.organisation else ""
    return {"clause": comment.clause.key, "organisation": speaker, "words": comment.words_hash()}


def said_hash(comment: Comment) -> str:
    """SHA-256 over all of that; the ledger keeps it under a seal while the input is not visible."""
    return digest(canonical(said_by(comment)))


def said_or_sealed(comment: Comment, state: str) -> dict[str, str]:
    """Either of both, by the state it is submitted in."""
    if state == Standing.State.VISIBLE:
        return said_by(comment)
    return {"sealed": seal(said_hash(comment), comment.reference)}


def said_at_last(comment: Comment) -> dict[str, str]:
    """What was sealed while its consultation was open, now that it is answered; nothing where that was open before."""
    return said_by(comment) if comment.consultation.moderation == Consultation.Moderation.CLOSING else {}


def ticks_on(version: Version) -> dict[int, list[str]]:
    """Change → references of the inputs that it is said to answer."""
    ticked = Answered.objects.filter(revision__version=version)
    answers: dict[int, list[str]] = defaultdict(list)
    for revision, reference in ticked.values_list("revision_id", "comment__reference"):
        answers[revision].append(reference)
    return {revision: sorted(answers[revision]) for revision in sorted(answers)}


def answers_seal(version: Version) -> list[int | str]:
    """How many such ticks there are on a version, and the SHA-256 over them: sealed when it comes out."""
    ticks = ticks_on(version)
    told = [[revision, answers] for revision, answers in ticks.items()]
    return [sum(map(len, ticks.values())), digest(canonical(told))]


def contributions_hash(written: Sequence[Contribution]) -> str:
    """SHA-256 over who wrote for a comment, in which words."""
    return digest(canonical([[each.author.key, each.body, each.proposed_wording] for each in written]))


def contributions_seal(reference: str, written: Sequence[Contribution]) -> list[int | str]:
    """How many members wrote for a comment, and the seal over that: who they were is their organisation's."""
    return [len(written), seal(contributions_hash(written), reference)]
