"""Words: the units that diff, merge, align and anchors count in.

A token is a word, one punctuation mark, or a run of white space. Joined, the tokens
of a text are that text again. An apostrophe or hyphen inside a word is a mark of its
own, so that "l'accord" and "l'État" share the article only.
"""

import re
import unicodedata
from dataclasses import dataclass

# Accents and vowel signs that stand apart from their letter (Latin, Hebrew, Arabic) belong to its word.
_SIGNS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_TOKEN = re.compile(rf"\s+|\w[\w{_SIGNS}]*|[^\w\s]")
# What people paste: no-break spaces, thin spaces and typographic variants of one sign.
_SPACES = re.compile("[\u0009\u000b\u000c\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One token with its place in the text, in code points."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_space(self) -> bool:
        return self.text.isspace()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or self.text[0] == "_"


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens with their places; joined, they are the text again."""
    return [Token(found.group(), found.start()) for found in _TOKEN.finditer(text)]


def split_words(text: str) -> list[str]:
    """The same cut as `tokenize`, as bare strings, for callers that need no places."""
    tokens: list[str] = []
    for chunk in text.split(" "):
        if chunk.isalnum():  # most chunks are a word, and need no pattern to see it
            tokens += (chunk, " ")
        elif not chunk or chunk[0].isspace() or chunk[-1].isspace():
            return _TOKEN.findall(text)  # a run of spaces is one token
        else:
            tokens += _TOKEN.findall(chunk)
            tokens.append(" ")
    return tokens[:-1]


def fold(text: str) -> str:
    """A text as it is compared, not as it is shown: NFC, one kind of space, no invisible signs, no case.

    Lossy by design; never store the result.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return " ".join(_SPACES.sub(" ", text).split()).casefold()
