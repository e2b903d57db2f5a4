"""Drafts as people send them, read into clauses."""

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


def outline(text: str, language: str = "en") -> list[tuple[str, int, str, str]]:
    return [(c.kind.value, c.depth, c.label, c.text) for c in read(text, language).clauses]


def labels(text: str) -> list[tuple[int, str]]:
    return [(clause.depth, clause.label) for clause in read(text).clauses if clause.label]


def kinds(text: str, language: str = "en") -> list[str]:
    return [clause.kind.value for clause in read(text, language).clauses]


def found(text: str) -> dict[Finding, tuple[int, ...]]:
    return {warning.code: warning.lines for warning in read(text).warnings}


def refusal(content: bytes) -> UnreadableDraft:
    with pytest.raises(UnreadableDraft) as caught:
        parse_draft(content, "en")
    return caught.value


# Headings


def test_marked_headings_lie_as_deep_as_their_level_below_the_highest() -> None:
    assert outline("## Part\n\n#### Detail ####\n\n### Middle {#id}\nWords") == [
        ("heading", 0, "", "Part"),
        ("heading", 2, "", "Detail"),
        ("heading", 1, "", "Middle"),
        ("paragraph", 0, "", "Words"),
    ]


def test_underlined_headings_are_headings() -> None:
    assert outline("Aims\n====\n\nMeans\n-----\nWords") == [
        ("heading", 0, "", "Aims"),
        ("heading", 1, "", "Means"),
        ("paragraph", 0, "", "Words"),
    ]


@pytest.mark.parametrize(
    ("line", "label", "title"),
    [
        ("## Article 2bis *(general)*", "Article 2bis", "*(general)*"),
        ("## Article 8 bis", "Article 8 bis", ""),
        ("## [Article 3ter] *(support)*", "[Article 3ter]", "*(support)*"),
        ("Article premier", "Article premier", ""),
        ("Article L. 100-1", "Article L. 100-1", ""),
        ("Article R*132-4", "Article R*132-4", ""),
        ("**Article 3** – Mobilité", "Article 3", "Mobilité"),
        ("Titre Ier : LES DEMANDES DU PUBLIC", "Titre Ier", "LES DEMANDES DU PUBLIC"),
        ("CHAPTER II", "CHAPTER II", ""),
        ("Annex A", "Annex A", ""),
        ("Artículo 4", "Artículo 4", ""),
        ("### B. Account terms", "B.", "Account terms"),
        ("## 3.1 Scope", "3.1", "Scope"),
    ],
)
def test_a_heading_keeps_its_label_apart_from_its_title(line: str, label: str, title: str) -> None:
    (heading, _) = read(f"{line}\n\nSome words.").clauses
    assert (heading.kind, heading.label, heading.text) == (ClauseKind.HEADING, label, title)


def test_an_article_with_its_words_on_the_line_is_a_paragraph() -> None:
    assert outline("Article 3. The partners meet each year in spring.") == [
        ("paragraph", 0, "Article 3", "The partners meet each year in spring.")
    ]


def test_a_short_line_below_an_article_is_its_title() -> None:
    assert outline("Article 1\nPurpose\n\nThis plan has one.") == [
        ("heading", 0, "Article 1", "Purpose"),
        ("paragraph", 0, "", "This plan has one."),
    ]


def test_a_sentence_that_wraps_before_an_article_is_no_heading() -> None:
    assert kinds("The partners cooperate for the purposes set out in\nArticle 3\nof the agreement.") == [
        "paragraph"
    ]


def test_a_plain_draft_has_headings_in_capitals_by_rank() -> None:
    text = (
        "PLAN OF ACTION\n\nCHAPTER I\n\nII. PROTECTION\n\nArticle 1\n\nSome words.\n\n"
        "CHAPTER II\n\n1. GENERAL RULES\n\n1.1 SCOPE\n\nMore words."
    )
    assert [(c.depth, c.label or c.text) for c in read(text).clauses if c.kind is ClauseKind.HEADING] == [
        (0, "PLAN OF ACTION"),
        (0, "CHAPTER I"),
        (1, "II."),
        (2, "Article 1"),
        (0, "CHAPTER II"),
        (3, "1."),
        (4, "1.1"),
    ]


def test_a_draft_that_marks_headings_keeps_capitals_as_words() -> None:
    assert kinds("# A\n\n## B\n\nNATO AND OSCE\n\nWords") == ["heading", "heading", "paragraph", "paragraph"]


def test_lettered_section_lines_are_headings_in_sequence_only() -> None:
    text = "A. Protection\n\nWords.\n\nJ. Smith spoke\n\nB. Return\n\nWords."
    assert kinds(text) == ["heading", "paragraph", "paragraph", "heading", "paragraph"]


# Recitals


def test_a_preamble_is_told_from_what_was_agreed() -> None:
    text = (
        "The partners, meeting in Rabat,\n\n*Recalling* their plan;\n\nDeeply concerned by losses at sea\n\n"
        "[**Option 1:** *Mindful* of each other]\n\nHave agreed as follows:\n\n*Decide* to meet.\n\n1. They meet,"
    )
    assert kinds(text) == ["recital"] * 4 + ["paragraph"] * 3


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Considérant qu’un retour se prépare"),
        ("fr", "Profondément préoccupés par les pertes en mer"),
        ("es", "Teniendo presente el plan de acción"),
        ("pt", "Reconhecendo o papel das diásporas"),
        ("ar", "وإذ تشير إلى خطة العمل"),
        ("xx", "Rappelant le plan d’action"),
    ],
)
def test_recitals_open_in_their_own_language(language: str, words: str) -> None:
    assert kinds(f"{words}\n\n1. Words.", language) == ["recital", "paragraph"]


@pytest.mark.parametrize(
    "words",
    ["During the year they met", "*Edited version of May*[^1]", "*Note:* see below:", "Building works."],
)
def test_ordinary_opening_paragraphs_are_no_recitals(words: str) -> None:
    assert kinds(f"{words}\n\n1. Words.")[0] == "paragraph"


def test_numbered_recitals_follow_whereas() -> None:
    assert outline("Whereas:\n\n(1) People move.\n\n(2) They return.\n\nArticle 1\n\n(1) Rule.")[1:] == [
        ("recital", 0, "(1)", "People move."),
        ("recital", 0, "(2)", "They return."),
        ("heading", 0, "Article 1", ""),
        ("paragraph", 0, "(1)", "Rule."),
    ]


# Numbers


@pytest.mark.parametrize(
    ("line", "label", "words"),
    [
        ("12. Words", "12.", "Words"),
        ("1) Words", "1)", "Words"),
        ("2.1 Words", "2.1", "Words"),
        ("[1. Words]", "1.", "[Words]"),
        ("**1.** Words", "1.", "Words"),
        ("**2. Title** words", "2.", "**Title** words"),
        ("3bis. [Words]", "3bis.", "[Words]"),
        ("7.bis [Words]", "7.bis", "[Words]"),
        ("I.-Les partenaires", "I.-", "Les partenaires"),
        ("(a) Words", "(a)", "Words"),
        ("a) words", "a)", "words"),
        ("(iv) words", "(iv)", "words"),
        ("1° Les demandes", "1°", "Les demandes"),
        ("1° bis A l’article", "1° bis", "A l’article"),
        ("- (17bis) words", "(17bis)", "words"),
        ("(أ) تبادل المعلومات", "(أ)", "تبادل المعلومات"),
    ],
)
def test_a_number_is_the_label_as_printed(line: str, label: str, words: str) -> None:
    (clause,) = read(line).clauses
    assert (clause.label, clause.text) == (label, words)


@pytest.mark.parametrize(
    "line",
    [
        "2015. was a year",
        "2.5 million people",
        "1.5 °C",
        "e.g. words",
        "p. 12 of the plan",
        "(see above)",
        "Texts. And more",
        r"1\. escaped",
        "[Option 1: words]",
        "[1] cited",
    ],
)
def test_words_that_look_like_numbers_are_words(line: str) -> None:
    (clause,) = read(line).clauses
    assert (clause.label, clause.text) == ("", line.replace("\\", ""))


def test_points_lie_in_points() -> None:
    text = "1. One:\n(a) first;\n(b) second:\n(i) third;\n(ii) fourth\n(iii) fifth\n(c) sixth\n2. Two"
    assert labels(text) == [
        (0, "1."),
        (1, "(a)"),
        (1, "(b)"),
        (2, "(i)"),
        (2, "(ii)"),
        (2, "(iii)"),
        (1, "(c)"),
        (0, "2."),
    ]


def test_the_sequence_tells_the_letter_i_from_the_number_i() -> None:
    letters = [f"({letter})" for letter in "abcdefghij"]
    assert {depth for depth, _ in labels("\n\n".join(f"{letter} words" for letter in letters))} == {1}
    roman = [*letters[:8], "(i)", "(ii)", "(i)", "(j)"]
    assert [depth for depth, _ in labels("\n\n".join(f"{one} words" for one in roman))][8:10] == [2, 2]


def test_letters_twice_over_are_deeper_points_or_squeezed_in() -> None:
    deeper = "(a) x\n\n(i) x\n\n(aa) x\n\n(bb) x\n\n(ii) x\n\n(b) x"
    assert [depth for depth, _ in labels(deeper)] == [1, 2, 3, 3, 2, 1]
    assert [depth for depth, _ in labels("(a) x\n\n(aa) x\n\n(b) x\n\n(c) x")] == [1, 1, 1, 1]


def test_dotted_numbers_lie_by_their_dots() -> None:
    assert labels("2.1 One\n\n2.2 Two\n\n2.2.1 Three\n\n2.2.1.1 Four\n\n2.3 Five") == [
        (0, "2.1"),
        (0, "2.2"),
        (1, "2.2.1"),
        (2, "2.2.1.1"),
        (0, "2.3"),
    ]


def test_indented_numbers_are_points_and_indented_words_belong_to_them() -> None:
    text = "1. One\n\n    1. deep\n\n        Words below\n\n    2. deep\n\n    Words of one\n\nWords of none\n\n2. Two"
    assert outline(text) == [
        ("paragraph", 0, "1.", "One"),
        ("point", 1, "1.", "deep"),
        ("paragraph", 1, "", "Words below"),
        ("point", 1, "2.", "deep"),
        ("paragraph", 0, "", "Words of one"),
        ("paragraph", 0, "", "Words of none"),
        ("paragraph", 0, "2.", "Two"),
    ]


def test_bullets_lie_by_their_indentation() -> None:
    assert outline("Words:\n- one\n  * deeper\n    still deeper\n- two\n\n1. One\n\n- three") == [
        ("paragraph", 0, "", "Words:"),
        ("item", 1, "", "one"),
        ("item", 2, "", "deeper still deeper"),
        ("item", 1, "", "two"),
        ("paragraph", 0, "1.", "One"),
        ("item", 1, "", "three"),
    ]


def test_short_items_without_stops_are_items_all_the_same() -> None:
    assert [label for _, label in labels("1. peace\n2. bread\n3. work\na) land\nb) sea")] == [
        "1.",
        "2.",
        "3.",
        "a)",
        "b)",
    ]


# Wrapped lines


def test_wrapped_lines_are_one_clause_a_paragraph() -> None:
    text = "The partners, who met in the spring of that year in Rabat,\nagree on what follows here.\n\nThey meet."
    assert [clause.text for clause in read(text).clauses] == [
        "The partners, who met in the spring of that year in Rabat, agree on what follows here.",
        "They meet.",
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("without prejudice to what the partners decide under paragraph", "2. of this plan"),
        ("the partners may, in the cases set out in paragraphs (a) and", "(b) above, decide"),
        ("the plan was adopted by the ministers of all partners in May", "12. and came into force"),
    ],
)
def test_a_reference_that_wraps_is_no_point(above: str, below: str) -> None:
    text = f"1. One (a) or two;\n\n(a) one\n\n{above}\n{below}"
    assert read(text).clauses[-1].text == f"{above} {below}"


def test_lines_too_long_to_be_wrapped_are_paragraphs_of_their_own() -> None:
    long = "Les partenaires " * 10 + "agissent."
    text = f"Article 1\n{long}\nUn décret précise.\net la suite\n{long}"
    draft = read(text, "fr")
    assert [clause.text for clause in draft.clauses] == ["", long, "Un décret précise. et la suite", long]
    assert [clause.line for clause in draft.clauses] == [1, 2, 3, 5]
    assert [warning.code for warning in draft.warnings] == [Finding.LINES_APART]


# What is kept, and what is left out with a word


def test_square_brackets_are_kept_to_the_letter() -> None:
    text = "[1. Parties [shall][should] act]\n\n[Option 1: none]\n\n[[whole] paragraph]\n\n## [Article 3bis] *(x)*"
    kept = "".join(clause.label + clause.text for clause in read(text).clauses)
    assert Counter(kept)["["] == Counter(text)["["]
    assert Counter(kept)["]"] == Counter(text)["]"]


def test_footnotes_keep_their_key_and_run_on_when_indented() -> None:
    text = "Words[^a1].\n\n[^a1]: First line\nsecond line\n\n    third line\n\nWords again"
    assert outline(text)[1:] == [
        ("footnote", 0, "a1", "First line second line third line"),
        ("paragraph", 0, "", "Words again"),
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
