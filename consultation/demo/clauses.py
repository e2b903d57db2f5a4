"""The clauses of a demonstration text, paired over both languages."""

from consultation.demo.lineage import Words
from consultation.demo.records import Text
from drafts.text.inline import plain
from drafts.text.markup import ParsedDraft, parse_draft


def parsed(text: Text, version: str, language: str) -> ParsedDraft:
    """One version of a text in one language, as an import would read it."""
    return parse_draft(text.drafts[version, language].body.encode(), language)


def paired(text: Text, version: str) -> tuple[Words, ...]:
    """Every clause of a version with its plain words in English and French, in order.

    Raises ValueError where one language has a clause more than the other.
    """
    both = zip(
        parsed(text, version, "en").clauses,
        parsed(text, version, "fr").clauses,
        strict=True,
    )
    return tuple(Words(english.kind, plain(english.text), plain(french.text)) for english, french in both)
