"""What the reader of a draft has to say, in sentences: why it gave up, and what a person should check."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from drafts.text.markup import DraftWarning, Finding, UnreadableDraft

_UNREADABLE: dict[str, Promise] = {
    "empty": gettext_lazy(
        "There are no words in it. Choose the file that holds the draft, or paste its text."
    ),
    "too_large": gettext_lazy(
        "It holds %(size)s, and a draft may hold %(limit)s. Send the text alone, as Markdown or plain text,"
        " without pictures."
    ),
    "word_file": gettext_lazy(
        "This is a word-processor file. Save it as plain text in UTF-8, or copy its words and paste them here."
    ),
    "pdf_file": gettext_lazy(
        "This is a PDF. Copy its words and paste them here, or send the file it was made from as plain text."
    ),
    "binary": gettext_lazy("This file does not hold text. Send the draft as Markdown or plain text."),
    "encoding": gettext_lazy(
        "Line %(line)s is not written in UTF-8. Open the file in a text editor, save it with the encoding UTF-8,"
        " and send it again."
    ),
    "too_many_lines": gettext_lazy(
        "It has more than %(limit)s lines. Check that it is the draft, or bring it in as several texts."
    ),
    "line_too_long": gettext_lazy(
        "Line %(line)s is longer than %(limit)s signs. Break it into paragraphs, with an empty line between them."
    ),
    "too_many_clauses": gettext_lazy(
        "It has more than %(limit)s clauses, the last of them on line %(line)s. Bring it in as several texts."
    ),
}

_FINDINGS: dict[Finding, Promise] = {
    Finding.FRONT_MATTER: gettext_lazy(
        "The lines between “---” at the top were left out, but for the title."
    ),
    Finding.ATTRIBUTES: gettext_lazy("Instructions for a page generator were left out."),
    Finding.CONTENTS: gettext_lazy("The place for a table of contents was left out."),
    Finding.LINK_TARGETS: gettext_lazy("Lists of link addresses were left out."),
    Finding.RULES: gettext_lazy("Lines drawn across the page were left out."),
    Finding.SIGNS: gettext_lazy("Signs that cannot be seen were left out."),
    Finding.QUOTES: gettext_lazy("Block quotes were kept as ordinary paragraphs."),
    Finding.TABLES: gettext_lazy("Tables were kept, each row as a paragraph."),
    Finding.LINKS: gettext_lazy("Links were kept letter for letter, brackets included."),
    Finding.LINES_APART: gettext_lazy(
        "Long lines without an empty line between them were kept as paragraphs."
    ),
    Finding.FOOTNOTE_MISSING: gettext_lazy("Words refer to a footnote that is not in the file."),
    Finding.FOOTNOTE_UNUSED: gettext_lazy("Nothing refers to a footnote."),
    Finding.FOOTNOTE_REPEATED: gettext_lazy("Two footnotes have the same mark."),
}

_LINES_SHOWN = 8


def why_unreadable(refusal: UnreadableDraft) -> str:
    """Why a draft could not be read, and what to do about it."""
    sentence = _UNREADABLE[refusal.code]
    return str(sentence) % {name: _amount(name, value, refusal) for name, value in refusal.params.items()}


def _amount(name: str, value: int | str, refusal: UnreadableDraft) -> str:
    if refusal.code == "too_large":
        # Rounded away from the limit, so that 5.01 MB is never said to be 5.
        megabytes = -(-int(value) * 10 // (1024 * 1024)) / 10
        return _("%(number)s MB") % {"number": number_format(megabytes, 1 if megabytes % 1 else 0)}
    return str(value) if name == "line" else number_format(value, force_grouping=True)


def what_to_check(warning: DraftWarning) -> str:
    """One remark on the draft, with the lines it holds for."""
    shown = ", ".join(str(line) for line in warning.lines[:_LINES_SHOWN])
    if len(warning.lines) > _LINES_SHOWN:
        shown = f"{shown}…"
    lines = ngettext("Line %(lines)s.", "Lines %(lines)s.", len(warning.lines)) % {"lines": shown}
    lines = lines.replace("….", "…")  # the dots end the sentence as well
    return f"{_FINDINGS[warning.code]} {lines}" if shown else str(_FINDINGS[warning.code])
