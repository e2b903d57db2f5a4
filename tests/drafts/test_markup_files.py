"""Drafts as files: what is kept to the letter, what is left out or refused, and drafts nobody here wrote."""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text import inline
from drafts.text.markup import (
    MAX_BYTES,
    MAX_CLAUSE_CHARS,
    MAX_CLAUSES,
    MAX_LINES,
    ClauseKind,
    Finding,
    ParsedDraft,
    UnreadableDraft,
    normalise,
    parse_draft,
)

REAL_DRAFTS = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_real_drafts = pytest.mark.skipif(
    not REAL_DRAFTS.is_dir(), reason="the real drafts are not beside the project"
)


def read(text: str, language: str = "en") -> ParsedDraft:
    return parse_draft(text.encode(), language)


def found(text: str) -> dict[Finding, tuple[int, ...]]:
    return {warning.code: warning.lines for warning in read(text).warnings}


def refusal(content: bytes) -> UnreadableDraft:
    with pytest.raises(UnreadableDraft) as caught:
        parse_draft(content, "en")
    return caught.value


# What is kept, and what is left out with a word


def test_square_brackets_are_kept_to_the_letter() -> None:
    text = "[1. Parties [shall][should] act]\n\n[Option 1: none]\n\n[[whole] paragraph]\n\n## [Article 3bis] *(x)*"
    kept = "".join(clause.label + clause.text for clause in read(text).clauses)
    assert Counter(kept)["["] == Counter(text)["["]
    assert Counter(kept)["]"] == Counter(text)["]"]


def test_footnotes_keep_their_key_and_run_on_when_indented() -> None:
    text = "Words[^a1].\n\n[^a1]: First line\nsecond line\n\n    third line\n\nWords again"
    assert [(clause.kind, clause.label, clause.text) for clause in read(text).clauses[1:]] == [
        (ClauseKind.FOOTNOTE, "a1", "First line second line third line"),
        (ClauseKind.PARAGRAPH, "", "Words again"),
    ]


def test_footnotes_and_references_that_do_not_meet_are_reported() -> None:
    text = "Words[^1] and[^2].\n\n[^1]: one\n\n[^1]: again\n\n[^3]: three"
    assert found(text) == {
        Finding.FOOTNOTE_MISSING: (1,),
        Finding.FOOTNOTE_REPEATED: (5,),
        Finding.FOOTNOTE_UNUSED: (7,),
    }


def test_front_matter_gives_the_title_and_is_left_out() -> None:
    draft = read('---\ntitle: "Plan: the draft"\nlayout: page\ntags:\n  - a\n---\n\nWords')
    assert draft.title == "Plan: the draft"
    assert [(clause.text, clause.line) for clause in draft.clauses] == [("Words", 8)]
    assert [warning.code for warning in draft.warnings] == [Finding.FRONT_MATTER]
    assert read("---\ntitle: Plan\n---\nWords").warnings == ()


def test_the_first_heading_is_the_title_where_nothing_else_is() -> None:
    assert read("# The *Plan*\n\nWords").title == "The Plan"
    assert read("# Article 1\n\nWords").title == ""


def test_lines_for_a_program_are_left_out_and_reported() -> None:
    text = "# Plan\n{:.no_toc}\n\n* TOC\n{:toc}\n\nSee [here].\n\n***\n\n[here]: https://example.org/\n"
    assert [clause.text for clause in read(text).clauses] == ["Plan", "See [here]."]
    assert found(text) == {
        Finding.ATTRIBUTES: (2, 5),
        Finding.CONTENTS: (4,),
        Finding.RULES: (9,),
        Finding.LINK_TARGETS: (11,),
    }


def test_tables_and_quotations_become_paragraphs() -> None:
    text = "| a | b |\n|---|:-:|\n| [c] | d |\n\n> Quoted\n> words\n\nWords"
    assert [clause.text for clause in read(text).clauses] == ["a | b", "[c] | d", "Quoted words", "Words"]
    assert found(text) == {Finding.TABLES: (1,), Finding.QUOTES: (5,)}


def test_html_stays_as_it_was_typed() -> None:
    text = "<!-- note --> <b>bold</b> <script>alert(1)</script>"
    assert [clause.text for clause in read(text).clauses] == [text]


def test_markdown_signs_become_ours() -> None:
    (clause,) = read(r"_Recalling_ __all__ snake_case 5^th^ \[x\] \*y\* \_z\_ and\ so" + "\\\non").clauses
    assert clause.text == r"*Recalling* **all** snake_case 5^th^ [x] \*y\* _z_ and so on"
    assert inline.plain(clause.text) == "Recalling all snake_case 5th [x] *y* _z_ and so on"


def test_words_are_normalised_but_french_spaces_stay() -> None:
    text = "\ufeffLes partenaires\u00a0: re\u0301union\t «\u202fvoilà\u202f»  \r\nsuite\x07 \r\n"
    draft = read(text, "fr")
    assert [clause.text for clause in draft.clauses] == [
        "Les partenaires\u00a0: réunion «\u202fvoilà\u202f» suite"
    ]
    assert [(warning.code, warning.lines) for warning in draft.warnings] == [(Finding.SIGNS, (2,))]


def test_utf_16_with_its_mark_is_read_like_utf_8() -> None:
    assert parse_draft("1. Déjà vu".encode("utf-16"), "fr") == read("1. Déjà vu", "fr")


# What cannot be read


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \n\t\xc2\xa0\n", "empty"),
        (b"---\ntitle: x\n---\n", "empty"),
        (b"%PDF-1.7 rest", "pdf_file"),
        (b"PK\x03\x04....word/document.xml", "word_file"),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", "word_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "word_file"),
        (b"{\\rtf1 rest}", "word_file"),
        (b"PK\x03\x04....other", "binary"),
        (b"words \x00 words", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    ],
)
def test_a_file_that_is_no_draft_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refusal(content).code == code


def test_an_encoding_is_not_guessed_and_the_byte_is_named() -> None:
    refused = refusal("un\r\ndeux\r\ntrois déjà".encode("cp1252"))
    assert (refused.code, refused.params) == ("encoding", {"line": 3, "byte": "0xE9"})


def test_bounds_are_kept() -> None:
    assert refusal(b"a" * (MAX_BYTES + 1)).code == "too_large"
    assert refusal(b"a\n" * 50_000).params == {"limit": MAX_LINES}
    assert refusal(b"a\n\n" * (MAX_CLAUSES + 1)).code == "too_many_clauses"
    assert refusal(b"ok\n" + b"a" * (MAX_CLAUSE_CHARS + 1)).params == {"line": 2, "limit": MAX_CLAUSE_CHARS}
    assert refusal(b"some words\n" * 6_000).code == "line_too_long"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[" * MAX_BYTES, "line_too_long"),
        (b"(a) " * (MAX_BYTES // 4), "line_too_long"),
        ((b"[" * 249 + b"\n") * MAX_LINES, "too_many_clauses"),
        ((b"(a) " * 60 + b"\n") * MAX_LINES, "too_many_clauses"),
        ((b"|" + b"-" * 240 + b"x\n") * MAX_LINES, "too_many_clauses"),
    ],
)
def test_five_hostile_megabytes_are_refused(content: bytes, code: str) -> None:
    assert len(content) <= MAX_BYTES
    assert refusal(content).code == code


def calls_made(text: str) -> int:
    made = 0

    def count(_frame: FrameType, _event: str, _arg: object) -> None:
        nonlocal made
        made += 1

    sys.setprofile(count)
    try:
        parse_draft(text.encode(), "en")
    finally:
        sys.setprofile(None)
    return made


@pytest.mark.parametrize(
    "part",
    [
        "[" * 100 + "\n\n",
        "(a) words\n",
        "(h) x\n(i) x\n",
        "*a **b ^c [^1]\n\n",
        "> q\n",
        "Recalling,\n\n",
        "- x\n  - y\n",
    ],
)
def test_the_work_grows_with_the_length(part: str) -> None:
    assert calls_made(part * 800) < 2.2 * calls_made(part * 400)


def test_accents_piled_without_end_are_bounded() -> None:
    draft = read("a" + "\u0301\u0316" * 20_000)
    assert len(draft.clauses[0].text) < 40
    assert [warning.code for warning in draft.warnings] == [Finding.SIGNS]


# For any text

LINES = st.sampled_from(
    [
        *(
            "# A",
            "## Article 2",
            "1. x",
            "2. y",
            "(a) x",
            "(i) y",
            "- z",
            "    - z",
            "> q",
            "| a | b |",
            "| - |",
        ),
        *("[^1]: n", "word[^1]", "ARTICLE 4", "---", "===", "", "", "Recalling x,", "long " * 40, "{:toc}"),
        *("\\", "*", "["),
    ]
)
TEXTS = st.one_of(st.lists(LINES, max_size=20).map("\n".join), st.text(max_size=200))


def words_of(texts: Iterable[str]) -> Counter[str]:
    return Counter(sign for text in texts for sign in text if sign.isalpha())


def attempt(content: bytes, language: str) -> ParsedDraft | str:
    try:
        return parse_draft(content, language)
    except UnreadableDraft as refused:
        return refused.code


@given(TEXTS, st.sampled_from(["en", "fr", "ar", "", "pt-BR"]))
def test_no_text_breaks_the_reading(text: str, language: str) -> None:
    draft = attempt(text.encode(), language)
    assert draft == attempt(text.encode(), language)
    if isinstance(draft, str):
        assert draft in {"empty", "binary", "pdf_file", "word_file"}
        return
    for clause in draft.clauses:
        assert clause.text or clause.label
        assert normalise(clause.text) == clause.text
        assert 0 <= clause.depth <= 9
    places = [clause.line for clause in draft.clauses]
    assert places == sorted(places)


@given(st.binary(max_size=200))
def test_no_file_breaks_the_reading(content: bytes) -> None:
    draft = attempt(content, "en")
    assert draft in {"empty", "binary", "encoding", "word_file", "pdf_file"} or not isinstance(draft, str)


@given(
    st.lists(
        st.sampled_from(["1. Word", "(a) word", "- word", "## Word", "Word", "[word]", "", ""]), max_size=30
    )
)
def test_every_letter_of_the_words_is_in_some_clause(lines: list[str]) -> None:
    text = "\n".join([*lines, "last"])
    clauses = read(text).clauses
    assert words_of(clause.label + clause.text for clause in clauses) == words_of([text])


@given(st.text(max_size=100))
def test_normalising_twice_changes_nothing(words: str) -> None:
    once = normalise(words)
    assert normalise(once) == once
    assert "\n" not in once
    assert "\t" not in once


# Real drafts


def brackets_kept(draft: ParsedDraft, raw: str) -> int:
    """Opening brackets after the first heading, those of left-out link targets and footnote keys with them."""
    start = next(clause.line for clause in draft.clauses if clause.kind is ClauseKind.HEADING)
    clauses = [clause for clause in draft.clauses if clause.line >= start]
    kept = sum((clause.label + clause.text).count("[") for clause in clauses)
    kept += sum(clause.kind is ClauseKind.FOOTNOTE for clause in clauses)
    lines = raw.split("\n")
    left_out = (
        at for warning in draft.warnings for at in warning.lines if warning.code is Finding.LINK_TARGETS
    )
    return kept + sum(lines[at - 1].count("[") for at in left_out if at > start)


@needs_real_drafts
@pytest.mark.parametrize(
    ("stage", "brackets", "articles", "recitals"),
    [("00", 1049, 30, 17), ("01", 1052, 30, 17), ("02", 219, 29, 16), ("03", 0, 29, 17), ("04", 0, 29, 17)],
)
def test_a_real_treaty_keeps_its_brackets_articles_and_recitals(
    stage: str, brackets: int, articles: int, recitals: int
) -> None:
    (path,) = (REAL_DRAFTS / "paris-agreement").glob(f"{stage}_*.md")
    content = path.read_bytes()
    draft = parse_draft(content, "en")
    assert brackets_kept(draft, content.decode()) == brackets
    headings = [clause.label.strip("[]") for clause in draft.clauses if clause.kind is ClauseKind.HEADING]
    assert sum(label.startswith("Article ") for label in headings) == articles
    assert sum(clause.kind is ClauseKind.RECITAL for clause in draft.clauses) == recitals


@needs_real_drafts
@pytest.mark.parametrize(("state", "articles"), [("00", 367), ("01", 403), ("05", 444), ("10", 485)])
def test_a_real_code_keeps_every_article(state: str, articles: int) -> None:
    (path,) = (REAL_DRAFTS / "code-relations-public-administration-fr").glob(f"{state}_*.md")
    draft = parse_draft(path.read_bytes(), "fr")
    labelled = [clause.label for clause in draft.clauses if clause.label.startswith("Article ")]
    assert len(labelled) == articles


@needs_real_drafts
def test_every_letter_of_a_real_draft_is_in_some_clause() -> None:
    for path in sorted(REAL_DRAFTS.glob("*/*.md")):
        draft = parse_draft(path.read_bytes(), "en")
        left_out = {
            at
            for w in draft.warnings
            for at in w.lines
            if w.code in {Finding.LINK_TARGETS, Finding.ATTRIBUTES}
        }
        left_out |= {at for w in draft.warnings for at in w.lines if w.code is Finding.CONTENTS}
        lines = path.read_text(encoding="utf-8").split("\n")
        start = draft.clauses[0].line
        kept = [line for at, line in enumerate(lines, 1) if at >= start and at not in left_out]
        missing = words_of(kept) - words_of(clause.label + clause.text for clause in draft.clauses)
        assert not missing, path.name
