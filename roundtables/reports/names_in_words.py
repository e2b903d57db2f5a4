"""Names of those who were there, found in words that are to name nobody."""

import re
import unicodedata
from collections.abc import Iterable

from roundtables.models import Attendance, Seat, Session

# A part of somebody's name is looked for only where it is written as a name is, and is long enough to be one.
_SHORTEST_PART = 3
# Signs that NFKD leaves whole although people type them as plain letters.
_AS_TYPED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """The words of a text without case, accents, hyphens and signs between them, one space between two."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(bare.casefold().translate(_AS_TYPED).replace("_", " ")))


def names_in(words: str, session: Session) -> list[str]:
    """The people and organisations on the lists of a session that words name, as the words have them folded.

    Three queries, whatever the number of people.
    """
    people, bodies = _listed(session)
    return found_in(words, people, bodies)


def found_in(words: str, people: Iterable[str], bodies: Iterable[str]) -> list[str]:
    """The same for names that are read already. What is told back is only what was typed."""
    said = f" {folded(words)} "
    whole = {name for each in (*people, *bodies) if (name := folded(each)) and _stands_in(said, name)}
    capital = _capitalised(words)
    parts = {part for each in people for part in folded(each).split() if len(part) >= _SHORTEST_PART}
    covered = {part for name in whole for part in name.split()}
    return sorted(whole | ((parts & capital) - covered))


def _stands_in(said: str, name: str) -> bool:
    """As words of their own; in a script without capitals, where words may run into each other, anywhere."""
    if len(name) > 1 and name.upper() == name.lower() and not name.isnumeric():
        return name in said
    return f" {name} " in said


def _capitalised(words: str) -> set[str]:
    """Words that begin with a capital, or are of a script that has none."""
    typed = (unicodedata.normalize("NFC", each) for each in re.split(r"[^\w\u0300-\u036f]+|_", words))
    return {part for each in typed if each and not each[0].islower() for part in folded(each).split()}


def _listed(session: Session) -> tuple[set[str], set[str]]:
    """Names of people, and of bodies, on the lists of attendance and of invitations."""
    there = Attendance.objects.standing().filter(session=session)
    asked = Seat.objects.standing().filter(session=session)
    people: set[str] = set()
    bodies: set[str] = set()
    for user, name, organisation, body in there.values_list(
        "user__name", "name", "organisation__name", "body"
    ):
        people |= {user or "", name}
        bodies |= {organisation or "", body}
    for user, attends, name, organisation in asked.values_list(
        "user__name", "attends__name", "attends_name", "organisation__name"
    ):
        people |= {user or "", attends or "", name}
        bodies |= {organisation or ""}
    return people - {""}, bodies - {""}
