"""One way of settling what is open in a clause, named so that a page can offer it and an action can do it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from drafts.text.brackets import NoSuchBracket, choose, drop, keep, read_brackets, remove_stray


class How(StrEnum):
    """What is done with a bracket, a choice or a sign that closes nothing."""

    KEEP = "keep"
    DROP = "drop"
    CHOOSE = "choose"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is settled, and how: bracket `number`, choice `number` with its `option`, or stray sign `number`.

    Numbers count from 1 as the clause is read; options from 0.
    """

    how: How
    number: int
    option: int = 0


def settled(source: str, settlement: Settlement) -> str:
    """The source with one thing settled. Raises `NoSuchBracket` where there is no such thing."""
    number = settlement.number
    match settlement.how:
        case How.KEEP:
            return keep(source, number)
        case How.DROP:
            return drop(source, number)
        case How.CHOOSE:
            return choose(source, number, settlement.option)
        case How.STRAY:
            strays = read_brackets(source).stray_closings
            if not 0 < number <= len(strays):
                raise NoSuchBracket(number)
            return remove_stray(source, strays[number - 1])


def words_settled(source: str, settlement: Settlement) -> str:
    """The words a settlement is about, by which it is known again after others changed the clause."""
    reading, at = read_brackets(source), settlement.number - 1
    known = {How.CHOOSE: len(reading.choices), How.STRAY: len(reading.stray_closings)}
    if not 0 <= at < known.get(settlement.how, reading.opening):
        raise NoSuchBracket(settlement.number)
    if settlement.how is How.CHOOSE:
        return "\n".join(reading.choices[at].options)
    return "]" if settlement.how is How.STRAY else reading.brackets[at].words


def found_again(source: str, settlement: Settlement, is_it: Callable[[str], bool]) -> Settlement | None:
    """The same settlement in words that have changed: of the nearest thing whose words are those it was about."""
    return next((each for each in _alike(source, settlement) if is_it(words_settled(source, each))), None)


def _alike(source: str, settlement: Settlement) -> Iterator[Settlement]:
    """The same for each thing of its kind, what bears its number first."""
    reading, how = read_brackets(source), settlement.how
    known = {How.CHOOSE: len(reading.choices), How.STRAY: len(reading.stray_closings)}
    numbers = range(1, known.get(how, reading.opening) + 1)
    for number in sorted(numbers, key=lambda number: abs(number - settlement.number)):
        yield Settlement(how, number, settlement.option)
