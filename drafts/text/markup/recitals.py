"""Recitals: the paragraphs that say why, before the first article says what."""

import re
from collections.abc import Sequence
from dataclasses import replace

from drafts.text.inline import MarkKind, parse
from drafts.text.markup.blocks import Block, BlockKind
from drafts.text.markup.draft import ClauseKind, ParsedClause

# The words a recital opens with, by language, apart from participles told by their ending.
_OPENINGS = {
    "en": "aware|mindful|conscious|convinced|concerned|alarmed|determined|desirous|resolved|committed|guided|"
    "inspired|encouraged|whereas|having",
    "fr": "consciente?s?|convaincue?s?|préoccupée?s?|alarmée?s?|déterminée?s?|désireu(?:x|ses?)|soucieu(?:x|ses?)|"
    "résolue?s?|guidée?s?|animée?s?|vu|attendu|considérant",
    "es": "conscientes?|convencid[oa]s?|preocupad[oa]s?|decidid[oa]s?|resuelt[oa]s?|deseos[oa]s?|vist[oa]s?",
    "pt": "conscientes?|convencid[oa]s?|preocupad[oa]s?|decidid[oa]s?|resolvid[oa]s?|desejos[oa]s?|vist[oa]s?",
    "ar": "و?إذ",
}
_PARTICIPLES = {"en": "ing", "fr": "ant|ants|ante|antes", "es": "ando|endo", "pt": "ando|endo|indo"}
_ADVERBS = {
    "en": "also|further|again|deeply|fully|gravely|strongly|firmly",
    "fr": "également|profondément|vivement|pleinement",
    "es": "también|profundamente|plenamente",
    "pt": "também|profundamente|plenamente",
}
# Words with a participle's ending that open ordinary sentences.
_NO_PARTICIPLES = {
    *("during", "nothing", "everything", "something", "anything", "pending", "following", "concerning"),
    *("avant", "durant", "pendant", "suivant", "concernant", "devant", "cependant", "maintenant", "quant"),
    *("cuando", "quando"),
}
_OPTION = re.compile(r"(?:option|variante|alternativ[ae]|opción|opção) *\w{1,4} *[:.)]? *", re.IGNORECASE)
_WHEREAS = re.compile(
    r"(?:whereas|considérant ce qui suit|considerando(?: lo siguiente| o seguinte)?)\W*", re.IGNORECASE
)
_CLOSING = "]*”»\"') \u00a0\u202f"
_MAX_OPENING = 6  # words


def mark_recitals(
    blocks: Sequence[Block], clauses: Sequence[ParsedClause], language: str
) -> list[ParsedClause]:
    """The same clauses, those of the preamble told from other paragraphs."""
    marked = list(clauses)
    seen, numbered = False, False
    for at, (block, clause) in enumerate(zip(blocks, clauses, strict=True)):
        if numbered and block.label.startswith("("):
            marked[at] = replace(clause, kind=ClauseKind.RECITAL, depth=0)
            continue
        if _ends_preamble(block, clause, seen=seen):
            break
        if block.kind is not BlockKind.TEXT:
            continue
        numbered = _WHEREAS.fullmatch(clause.text) is not None
        if clause.depth == 0 and (numbered or is_recital(clause.text, language)):
            marked[at] = replace(clause, kind=ClauseKind.RECITAL)
            seen = True
        elif seen and clause.text.endswith(":"):
            break
    return marked


def is_recital(source: str, language: str) -> bool:
    """Whether a paragraph reads like a recital: it ends with a comma, or opens like one."""
    inline = parse(source)
    words = inline.plain.rstrip(_CLOSING)
    if words.endswith((",", "،")):
        return True
    opening = words.lstrip("[ ")
    option = _OPTION.match(opening)
    opening = opening[option.end() :].lstrip("[ ") if option else opening
    start = inline.plain.find(opening)
    emphasised = [mark for mark in inline.marks if mark.kind is MarkKind.EMPHASIS and mark.end > start]
    if emphasised and emphasised[0].start <= start:
        first = inline.plain[emphasised[0].start : emphasised[0].end]
        is_opening = len(first.split()) <= _MAX_OPENING and not first.endswith(":")
        return is_opening and emphasised[0].end < len(words)
    return not words.endswith((".", ":", "!", "?")) and _opens_with_participle(opening, language)


def _opens_with_participle(words: str, language: str) -> bool:
    spoken = language[:2].lower()
    known = [spoken] if spoken in _OPENINGS else list(_OPENINGS)
    return any(_opening_of(each).match(words) and _first(words) not in _NO_PARTICIPLES for each in known)


def _first(words: str) -> str:
    return re.split(r"\W", words, maxsplit=1)[0].lower()


def _opening_of(language: str) -> re.Pattern[str]:
    adverb = f"(?:(?:{_ADVERBS[language]}) )?" if language in _ADVERBS else ""
    ending = rf"|\w{{2,30}}(?:{_PARTICIPLES[language]})" if language in _PARTICIPLES else ""
    return re.compile(rf"{adverb}(?:{_OPENINGS[language]}{ending})\b", re.IGNORECASE)


def _ends_preamble(block: Block, clause: ParsedClause, *, seen: bool) -> bool:
    if block.kind is BlockKind.HEADING:
        return seen or block.is_article
    return block.kind is BlockKind.LABELLED and clause.kind is ClauseKind.PARAGRAPH
