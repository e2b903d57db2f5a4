"""Drafts as people write them, cut into clauses: headings, preambles, numbers, wrapped lines."""

import pytest

from drafts.text.markup import ClauseKind, Finding, ParsedDraft, parse_draft


def read(text: str, language: str = "en") -> ParsedDraft:
    return parse_draft(text.encode(), language)


def outline(text: str, language: str = "en") -> list[tuple[str, int, str, str]]:
    return [(c.kind.value, c.depth, c.label, c.text) for c in read(text, language).clauses]


def labels(text: str) -> list[tuple[int, str]]:
    return [(clause.depth, clause.label) for clause in read(text).clauses if clause.label]


def kinds(text: str, language: str = "en") -> list[str]:
    return [clause.kind.value for clause in read(text, language).clauses]


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
