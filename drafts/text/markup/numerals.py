"""Printed numbers: what "iv", "(aa)", "2bis" or "12." count, and in which style."""

import re
from dataclasses import dataclass
from enum import StrEnum

# What is put after a number to squeeze a provision between two others.
BIS = r"(?:bis|ter|quater|quat|quinquies|sexies|septies|octies|nonies|decies|alt)"

_ROMAN = re.compile(r"(?:xl|x{0,3})(?:ix|iv|v?i{0,3})")
_ARABIC_LETTERS = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"  # in the order they number points (abjad)
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50}


class Style(StrEnum):
    """The kinds of number a label may be; a sign like "i" may be of two of them."""

    DECIMAL = "decimal"
    DOTTED = "dotted"
    LETTER = "letter"
    DOUBLE = "double"
    ROMAN = "roman"
    CAPITAL = "capital"
    CAPITAL_ROMAN = "capital_roman"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Count:
    """A number in one style, with the signs around it: "(a)" and "a." are two sequences."""

    style: Style
    form: str
    value: int


def roman(sign: str) -> int:
    """The value of a Roman number in small letters, up to 49; 0 where it is none."""
    if not sign or not _ROMAN.fullmatch(sign):
        return 0
    values = [_ROMAN_DIGITS[letter] for letter in sign]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def readings(number: str, form: str) -> tuple[Count, ...]:
    """Every way to read a number, the likelier first where nothing else decides."""
    if number.isdecimal():
        return (Count(Style.DECIMAL, form, int(number)),)
    if "." in number:
        return (Count(Style.DOTTED, form, number.count(".")),)
    if number in _ARABIC_LETTERS:
        return (Count(Style.LETTER, form, _ARABIC_LETTERS.index(number) + 1),)
    small = number.lower()
    capital = number.isupper()
    found: list[Count] = []
    if value := roman(small):
        found.append(Count(Style.CAPITAL_ROMAN if capital else Style.ROMAN, form, value))
    if len(small) == 1 and "a" <= small <= "z":
        letter = Count(Style.CAPITAL if capital else Style.LETTER, form, ord(small) - 96)
        found.insert(len(found) if small == "i" else 0, letter)
    if not capital and len(small) == 2 and small[0] == small[1]:
        found.append(Count(Style.DOUBLE, form, ord(small[0]) - 96))
    return tuple(found)
