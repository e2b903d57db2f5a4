"""What the ledger keeps of commitments: words, owners and evidence under seals, since short words could be guessed."""

from drafts.models.ledger import canonical, digest
from drafts.reports.seals import seal
from roundtables.models import Commitment, CommitmentStep


def promise_of(commitment: Commitment) -> str:
    """The fingerprint of what is to be done."""
    return digest(canonical(commitment.words))


def promises_of(commitment: Commitment) -> list[str]:
    """The same, and of an action point as its session sealed its words: in one language, under their key."""
    if commitment.outcome_id is None:
        return [promise_of(commitment)]
    said = [digest(canonical([commitment.key, words])) for words in commitment.words.values()]
    return [promise_of(commitment), *said]


def owner_print(commitment: Commitment) -> str:
    """The fingerprint of who is to do it."""
    person = commitment.owner.key if commitment.owner else ""
    body = commitment.organisation.slug if commitment.organisation else ""
    return digest(canonical([person, body, commitment.body]))


def evidence_of(step: CommitmentStep) -> str:
    """The fingerprint of what shows how it stands."""
    return digest(canonical([step.evidence, step.link]))


def sealed_promise(commitment: Commitment) -> str:
    """What is to be done, under a seal."""
    return seal(promise_of(commitment), commitment.key)


def sealed_owner(commitment: Commitment) -> str:
    """Who is to do it, under a seal."""
    return seal(owner_print(commitment), commitment.key)


def sealed_evidence(step: CommitmentStep, commitment: str) -> str:
    """What shows how it stands, under a seal."""
    return seal(evidence_of(step), commitment)
