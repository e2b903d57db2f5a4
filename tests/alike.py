"""Letters that many people send: the same words under several names."""

from consultation.actions.comments import Words, submit_comment
from consultation.actions.likeness import group_alike
from consultation.models import Category, Comment, Consultation, User
from drafts.models.keys import new_key
from tests import make

LETTER = (
    "We ask the partners to publish the average time of a decision on a short-stay visa for every consulate and "
    "every quarter of the year, because our members lose a place when nobody answers before the term begins."
)
OTHER = (
    "Nurses in training are not named anywhere in this draft, although they are the largest group of young people "
    "who move between the two regions. A clause of their own would be clearer than a footnote."
)


def sender(number: int) -> User:
    """Somebody of a network of their own who sends the letter."""
    return make.organisation_of(f"Sender{number}", Category.CIVIL_SOCIETY)


def sent(to: Consultation, body: str, *, by: User, on: str = "researchers", visible: bool = False) -> Comment:
    """A comment that nobody has moderated unless told otherwise."""
    return make.comment(make.Said(on=on, body=body), by=by, on=to, visible=visible)


def letters(
    to: Consultation, number: int, *, on: str = "researchers", visible: bool = False
) -> list[Comment]:
    """The letter, sent by so many people, each under their own name; not grouped yet."""
    return [
        sent(
            to,
            f"Dear members,\n\n{LETTER}\n\nKind regards,\nSender {each}",
            by=sender(each),
            on=on,
            visible=visible,
        )
        for each in range(number)
    ]


def grouped(comments: Consultation) -> int:
    """What a worker does; gives how many comments it grouped."""
    found: int = group_alike.call(comments.key)
    return found


def many(to: Consultation, number: int, *, by: User) -> None:
    """So many comments of one person, each with other words."""
    clause = make.clause_that_says(to.version, "researchers")
    for each in range(number):
        words = " ".join(f"w{each * 31 + at}" for at in range(12))
        said = Words(body=words, language="en")
        submit_comment(by=by, consultation=to, clause=clause, words=said, key=new_key(), at=make.NOON)
