"""What became of a comment in a few lines: where it stands, its answer, the words it led to, and who decided."""

from dataclasses import dataclass

from consultation.models import Disposition, Reaction
from consultation.reports.seats import Seats, seats_of
from consultation.reports.trail import CommentTrail, Place
from drafts.models import Role
from drafts.reports.history import RevisionReading


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """One answer with the seat of whoever gave it, and what the author says to it."""

    answer: Disposition
    seat: Role | None
    reaction: Reaction | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The top of the page of a comment."""

    place: Place | None
    answers: tuple[AnswerReading, ...]
    led_to: tuple[RevisionReading, ...]
    leads_to_words_in_work: bool

    @property
    def answered(self) -> AnswerReading | None:
        """The answer in force."""
        return self.answers[0] if self.answers else None


def sum_up(trail: CommentTrail) -> Summary:
    """Two queries, however long the trail."""
    text = trail.comment.consultation.version.text
    seats = seats_of((each.decided_by_id for each in trail.dispositions), text)
    answer = trail.answer
    named = set(answer.revisions.values_list("history_id", flat=True)) if answer else set()
    led_to = tuple(each for each in trail.revisions if each.id in named)
    return Summary(
        place=trail.places[-1] if trail.places else None,
        answers=tuple(_read(each, seats) for each in trail.dispositions),
        led_to=led_to,
        leads_to_words_in_work=len(led_to) < len(named),
    )


def _read(answer: Disposition, seats: Seats) -> AnswerReading:
    return AnswerReading(
        answer, seats.at(answer.decided_by_id, answer.decided_at), getattr(answer, "reaction", None)
    )
