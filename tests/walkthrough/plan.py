"""Who says what on which words, and what the committee answers: our own sentences, on words chosen by their fate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.walkthrough.answering import Answer
from tests.walkthrough.choosing import Fates, Spot
from tests.walkthrough.drafts_of_paris import Draft
from tests.walkthrough.speaking import Remark, Shown


@dataclass(frozen=True, slots=True)
class Turn:
    """One comment: by whom, on what, what is expected to become of its words, and its answer (none: it is returned)."""

    author: str
    spot: Spot
    body: str
    expected: str
    answer: Answer | None
    adds: str = ""
    kind: str = "General"
    language: str = "English"

    def remark(self, shown: Sequence[Shown]) -> Remark:
        """The comment on the page, whose clauses stand in the order of the draft."""
        clause = shown[self.spot.clause]
        quoted = clause.words[self.spot.start : self.spot.end]
        instead = (quoted, quoted + self.adds) if self.adds else ("", "")
        return Remark(
            self.body, clause.key, self.spot.start, self.spot.end, instead, self.kind, self.language
        )


def turns(first: Draft, fates: Fates) -> list[Turn]:
    """Thirteen comments that are answered, of every outcome, and one that is returned."""
    return [*_on_words(first, fates), *_on_clauses(fates), *_late(first, fates)]


def _on_words(first: Draft, fates: Fates) -> Iterator[Turn]:
    plain = _without_marks(first, fates.kept)
    yield Turn("Awa", _amid(plain, 0.2), "Good as it is.", "same", Answer("Noted", "It stays."))
    yield Turn(
        "Noor",
        _amid(plain, 0.4),
        "It should be seen by everybody.",
        "nearby",
        Answer("Accepted", "Taken in as proposed.", use_proposal=True),
        adds=" and in public",
        kind="Technical or substantive",
    )
    yield Turn("Awa", _amid(fates.nearby, 0.2), "Who checks it?", "nearby", Answer("Noted", "See article 9."))
    yield Turn(
        "Noor",
        _amid(fates.rewritten, 0.25),
        "These words mean two things at once.",
        "rewritten",
        Answer("Taken into account in part", "The new draft says it in other words.", tick_import=True),
        kind="Editorial",
    )
    yield Turn(
        "Awa",
        _amid(fates.rewritten, 0.5),
        "Cela ne dit ni quand ni comment\u00a0; «\u00a0dès que possible\u00a0» n’est pas une date.",
        "rewritten",
        Answer("Rejected", "There is no agreement on a date."),
        language="French",
    )
    yield Turn(
        "Awa", _amid(fates.moved, 0.2), "It belongs further up.", "moved", Answer("Deferred", "Later.")
    )
    yield Turn("Noor", _amid(fates.removed, 0.2), "Do not lose this.", "removed", Answer("Noted", "It left."))
    yield Turn(
        "Awa", _amid(fates.divided, 0.3), "One thing at a time.", "nearby", Answer("Noted", "Divided.")
    )


def _on_clauses(fates: Fates) -> Iterator[Turn]:
    yield Turn(
        "Noor",
        Spot(_amid(fates.kept, 0.6).clause),
        "How often is it looked at again?",
        "nearby",
        Answer("Accepted", "Each year.", change=(" ", " each year ")),
    )
    yield Turn(
        "Awa",
        Spot(_amid(fates.nearby, 0.5).clause),
        "This costs money.",
        "nearby",
        Answer("Out of scope", "It is for the decision, not for the agreement."),
    )
    yield Turn("Noor", Spot(_amid(fates.removed, 0.4).clause), "Why?", "removed", Answer("Noted", "It left."))


def _late(first: Draft, fates: Fates) -> Iterator[Turn]:
    """One that is sent back, and one that is answered last of all."""
    plain = _without_marks(first, fates.kept)
    yield Turn("Noor", _amid(plain, 0.8), "Nobody believes these people.", "same", None)
    yield Turn("Awa", _amid(fates.nearby, 0.8), "One word too many.", "nearby", Answer("Noted", "Seen."))


def _amid(spots: Sequence[Spot], part: float) -> Spot:
    return spots[int(len(spots) * part)]


def _without_marks(draft: Draft, spots: Sequence[Spot]) -> list[Spot]:
    """Spots in clauses that are written as they read, so that other words can be proposed for them by hand."""
    return [spot for spot in spots if draft.words[spot.clause] == draft.clauses[spot.clause].text]
