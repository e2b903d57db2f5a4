"""Square brackets in the words of a clause: read, counted, settled."""

import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.brackets import (
    Bracket,
    Count,
    NoSuchBracket,
    agreed,
    choose,
    count,
    drop,
    keep,
    positions_in_plain,
    read_brackets,
    remove_stray,
)
from drafts.text.inline import MarkKind, parse, plain
from drafts.text.markup import ClauseKind, Finding, ParsedClause, parse_draft
from tests.drafts.test_markup_files import REAL_DRAFTS, needs_real_drafts

SIGNS = ["[", "]", "[", "]", "/", " / ", " ", "\u00a0", ",", ".", ";", "(", ")", "may", "é", "12", "and"]
MARKERS = ["*", "**", "^", "[^1]", "\\", "\\["]
UNMARKED = st.lists(st.sampled_from(SIGNS), max_size=25).map("".join)
SOURCES = st.one_of(
    st.lists(st.sampled_from(SIGNS + MARKERS), max_size=25).map("".join), st.text(max_size=60)
)


def words(source: str) -> list[str]:
    return [bracket.words for bracket in read_brackets(source).brackets]


def options(source: str) -> list[tuple[str, ...]]:
    return [choice.options for choice in read_brackets(source).choices]


def places(source: str) -> dict[int, tuple[int, int]]:
    return {number: (start, end) for start, end, number in positions_in_plain(source)}


def unspaced(text: str) -> str:
    return re.sub(r"\s", "", text)


def letters(text: str) -> str:
    """A text without what a cut may tidy away."""
    return re.sub(r"[\s,;/]", "", text)


# Reading


def test_a_bracket_is_known_by_its_place_and_its_words() -> None:
    source = "Ministers [shall meet [once] a year] in Lisbon"
    assert read_brackets(source).brackets == (
        Bracket(1, 10, 36, 0, None, True, source),
        Bracket(2, 22, 28, 1, 1, True, source),
    )
    assert words(source) == ["shall meet [once] a year", "once"]


def test_a_bracket_never_closed_reaches_to_the_last_word() -> None:
    (outer, inner) = read_brackets("Ports [open [by 2030] to all ").brackets
    assert (outer.words, outer.is_closed, outer.end) == ("open [by 2030] to all", False, 28)
    assert (inner.words, inner.is_closed, inner.parent) == ("by 2030", True, 1)


def test_a_closing_sign_without_partner_is_a_stray() -> None:
    reading = read_brackets("whole] or in part] [as agreed]")
    assert reading.stray_closings == (5, 17)
    assert reading.opening == 1
    assert reading.is_open


def test_agreed_words_are_not_open() -> None:
    assert not read_brackets("Each State reports[^1] in (due) time").is_open
    assert read_brackets("x]").is_open


def test_footnote_references_and_escaped_signs_are_no_brackets() -> None:
    assert words(r"a fund[^1] as agreed \[sic] and [a board[^2]]") == ["a board[^2]"]
    assert read_brackets(r"\[^1] and \[a [b] c]").stray_closings == ()
    assert words(r"[a \[b [c] d] e]") == [r"a \[b [c] d] e", "c"]
    assert read_brackets(r"[a \[b [c] d] e]").brackets[1].parent == 1


def test_places_in_the_plain_words_look_through_emphasis() -> None:
    source = r"*[Noting* the **[joint** report\*]][^1] of"
    found = [plain(source)[start:end] for start, end, _ in positions_in_plain(source)]
    assert found == ["[Noting the [joint report*]]", "[joint report*]"]


# Choices


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("States [may][shall] report", ("may", "shall")),
        ("States [may] [shall] report", ("may", "shall")),
        ("States [may]/[shall] / [will] report", ("may", "shall", "will")),
        ("States *[may]* **[shall]** report", ("may", "shall")),
        ("[every [two] years][each year]", ("every [two] years", "each year")),
        ("States [may / shall not] report", ("may", "shall not")),
        ("States [may/shall/will] report", ("may", "shall", "will")),
        ("les États [doivent / devraient] agir", ("doivent", "devraient")),
        ("[at least 1.5 million / 2 million] euros", ("at least 1.5 million", "2 million")),
        ("by [2030 / 2035]", ("2030", "2035")),
        ("[small / [very] small] ports", ("small", "[very] small")),
    ],
)
def test_alternatives_side_by_side_are_a_choice(source: str, expected: tuple[str, ...]) -> None:
    assert options(source) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "States [may] and [shall] report",
        "States [may], [shall] report",
        "States [may]//[shall] report",
        "[ ] [shall]",
        "[may] [shall",
        "[and/or]",
        "[et / ou]",
        "[States and / or agencies]",
        "the season [2020/21]",
        "the season [2020 / 21]",
        "on [12/06/2015] or [12 / 06 / 2015]",
        "see [https://example.org/plan/text]",
        "[States/agencies shall report]",
        "[km/h] and [n/a]",
        "[may / ]",
        "may / shall",
    ],
)
def test_what_only_looks_like_a_choice_is_none(source: str) -> None:
    assert options(source) == []


def test_a_choice_may_stand_in_another() -> None:
    reading = read_brackets("[[may][shall] report] [no words] or [in / out]")
    assert [(choice.number, choice.brackets) for choice in reading.choices] == [
        (1, (1, 4)),
        (2, (2, 3)),
        (3, (5,)),
    ]


# Settling


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("States [shall] report", "States shall report"),
        ("States [shall [not]] report", "States shall [not] report"),
        ("*[Noting* the report] of", "*Noting* the report of"),
        ("(ports) [, and towns,] shall", "(ports), and towns, shall"),
        ("in [ due ] time", "in due time"),
        ("[shall][should] act", "shall [should] act"),
        ("port[s][^1] of", "ports[^1] of"),
        ("open [by 2030 to all", "open by 2030 to all"),
        (r"[a \[sic] note]", r"a \[sic] note"),
        ("left [] empty", "left empty"),
    ],
)
def test_words_agreed_to_stay_without_their_signs(source: str, expected: str) -> None:
    assert keep(source, 1) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("States [shall] report", "States report"),
        ("States[, where they can,] report", "States report"),
        ("ports [and towns], and roads", "ports, and roads"),
        ("ports, [towns], and roads", "ports, and roads"),
        ("ports; [towns].", "ports."),
        ("[Where they can], States report", "States report"),
        ("(see [the annex]) above", "(see) above"),
        ("the[ old ]law", "the law"),
        ("a rate of [some] .5", "a rate of .5"),
        ("*[Noting* the report] of", "of"),
        ("*Noting [the whole] report* of", "*Noting report* of"),
        ("« [tous] les ports »", "« les ports »"),
        ("les ports [et villes]\u00a0: liste", "les ports\u00a0: liste"),
        ("a fund[^1] [of states[^2]] [^3]or", "a fund[^1] [^3]or"),
        ("open [by 2030[^1]", "open"),
        ("[may]/[shall] act", "[shall] act"),
        ("may [not] / shall act", "may / shall act"),
        ("[no]", ""),
    ],
)
def test_words_dropped_leave_a_tidy_sentence(source: str, expected: str) -> None:
    assert drop(source, 1) == expected


def test_a_slash_goes_with_the_last_of_its_brackets() -> None:
    assert drop("States [may]/[shall] act", 2) == "States [may] act"
    assert drop("States [may]/[shall]/[will] act", 2) == "States [may]/[will] act"
    assert drop("States and/[or] agencies", 1) == "States and agencies"
    assert drop("may / [not] shall", 1) == "may / shall"


@pytest.mark.parametrize(
    ("source", "choice", "option", "expected"),
    [
        ("States [may][shall] act", 1, 0, "States may act"),
        ("States [may] / [shall] act", 1, 1, "States shall act"),
        ("States [may / shall not] act", 1, 1, "States shall not act"),
        ("the[ may / shall ]act", 1, 0, "the may act"),
        ("*[May]* **[shall [not]]** act", 1, 1, "**shall [not]** act"),
        ("[[may][shall] act] [rest]", 2, 0, "[may act] [rest]"),
        ("States [may][^1] [shall][^2] act", 1, 0, "States may[^1][^2] act"),
        ("States [may][^1] [shall][^2] act", 1, 1, "States shall[^2] act"),
    ],
)
def test_one_alternative_stays_and_the_others_go(
    source: str, choice: int, option: int, expected: str
) -> None:
    assert choose(source, choice, option) == expected


def test_a_stray_sign_is_taken_out_by_its_place() -> None:
    assert remove_stray("in *whole ]* or part", 10) == "in *whole* or part"


def test_what_is_not_there_cannot_be_settled() -> None:
    for act in (keep, drop):
        for number in (0, -1, 2):
            with pytest.raises(NoSuchBracket):
                act("a [b]", number)
    for choice, option in ((0, 0), (2, 0), (1, 2), (1, -1)):
        with pytest.raises(NoSuchBracket):
            choose("[a][b]", choice, option)
    with pytest.raises(NoSuchBracket):
        remove_stray("[a] b]", 2)


# The clean view, and a version's totals


def test_the_clean_view_shows_what_is_agreed_and_where_words_are_open() -> None:
    assert agreed("States [shall [not]] report[^1] [yearly] [in") == (
        ("States ", 0),
        ("", 1),
        (" report[^1] ", 0),
        ("", 3),
        (" ", 0),
        ("", 4),
    )
    assert agreed("*Noting [the* report] *of* all") == (("*Noting* ", 0), ("", 1), (" *of* all", 0))
    assert agreed("") == ()


def test_brackets_are_balanced_across_clauses_in_order() -> None:
    assert count(["[All ports", "and towns]", "and [quays][roads]", "or]", "[rails"]) == Count(
        opening=4, choices=1, unclosed=2, stray_closings=2, unclosed_in_text=1, stray_in_text=1
    )
    assert count([]) == Count()


# For any text


@given(SOURCES)
def test_brackets_nest_or_lie_apart(source: str) -> None:
    reading = read_brackets(source)
    by_number = {bracket.number: bracket for bracket in reading.brackets}
    assert list(by_number) == list(range(1, reading.opening + 1))
    for bracket in reading.brackets:
        assert source[bracket.start] == "["
        assert not bracket.is_closed or source[bracket.end - 1] == "]"
        parent = by_number.get(bracket.parent or 0)
        assert bracket.depth == (parent.depth + 1 if parent else 0)
        assert parent is None or parent.start < bracket.start < bracket.end <= parent.end
    for before, after in pairwise(bracket for bracket in reading.brackets if not bracket.depth):
        assert before.end <= after.start
    assert all(source[place] == "]" for place in reading.stray_closings)
    assert positions_in_plain(source) == tuple((*place, number) for number, place in places(source).items())
    for start, end, number in positions_in_plain(source):
        assert plain(source)[start] == "["
        assert not by_number[number].is_closed or plain(source)[end - 1] == "]"


@given(SOURCES)
def test_agreeing_takes_one_pair_of_signs_and_no_word(source: str) -> None:
    text = plain(source)
    for bracket in read_brackets(source).brackets:
        start, end = places(source)[bracket.number]
        inside = text[start + 1 : end - bracket.is_closed]
        result = keep(source, bracket.number)
        assert read_brackets(result).opening == read_brackets(source).opening - 1
        compare = unspaced if inside.strip() else letters
        assert compare(plain(result)) == compare(text[:start] + inside + text[end:])


@given(SOURCES)
def test_dropping_takes_the_bracket_and_no_other_word(source: str) -> None:
    reading, text = read_brackets(source), plain(source)
    for bracket in reading.brackets:
        start, end = places(source)[bracket.number]
        result = drop(source, bracket.number)
        assert letters(plain(result)) == letters(text[:start] + text[end:])
        gone = sum(bracket.start <= other.start < bracket.end for other in reading.brackets)
        assert read_brackets(result).opening == reading.opening - gone


@given(UNMARKED)
def test_choosing_leaves_the_words_of_one_alternative(source: str) -> None:
    for choice in read_brackets(source).choices:
        for index, chosen in enumerate(choice.options):
            expected = source[: choice.start] + chosen + source[choice.end :]
            assert unspaced(choose(source, choice.number, index)) == unspaced(expected)


@given(SOURCES)
def test_every_choice_can_be_settled_and_every_stray_removed(source: str) -> None:
    reading = read_brackets(source)
    for choice in reading.choices:
        assert len(choice.options) > 1
        settled = [choose(source, choice.number, index) for index in range(len(choice.options))]
        assert all(read_brackets(result).opening < reading.opening for result in settled)
    for place in reading.stray_closings:
        result = remove_stray(source, place)
        assert len(read_brackets(result).stray_closings) == len(reading.stray_closings) - 1


@given(SOURCES)
def test_agreed_pieces_and_brackets_are_the_whole_clause(source: str) -> None:
    text, pieces = plain(source), agreed(source)
    spans = places(source)
    joined = [text[slice(*spans[number])] if number else plain(piece) for piece, number in pieces]
    assert "".join(joined) == text
    assert not any(read_brackets(piece).brackets for piece, _ in pieces)
    outermost = [bracket.number for bracket in read_brackets(source).brackets if not bracket.depth]
    assert [number for _, number in pieces if number] == outermost


@given(UNMARKED)
def test_without_markers_the_agreed_pieces_are_those_of_the_source(source: str) -> None:
    brackets = {bracket.number: bracket for bracket in read_brackets(source).brackets}
    spans = {number: source[bracket.start : bracket.end] for number, bracket in brackets.items()}
    assert "".join(spans[number] if number else piece for piece, number in agreed(source)) == source


@given(st.lists(SOURCES, max_size=6))
def test_totals_are_those_of_the_clauses(sources: list[str]) -> None:
    total, readings = count(sources), [read_brackets(source) for source in sources]
    assert total.opening == sum(reading.opening for reading in readings)
    assert total.stray_closings == sum(len(reading.stray_closings) for reading in readings)
    matched = total.unclosed - total.unclosed_in_text
    assert matched == total.stray_closings - total.stray_in_text >= 0


def calls_made(source: str) -> int:
    made = 0

    def tally(_frame: FrameType, _event: str, _arg: object) -> None:
        nonlocal made
        made += 1

    sys.setprofile(tally)
    try:
        reading = read_brackets(source)
        agreed(source)
        keep(source, 1)
        drop(source, reading.opening)
    finally:
        sys.setprofile(None)
    return made


@pytest.mark.parametrize("part", ["[", "[a]", "[a/", "[a / b", "[*a] ", "[^1][", "[ / ", "\\[[", "[a]/"])
def test_the_work_grows_with_the_length(part: str) -> None:
    assert calls_made(part * 800) < 2.2 * calls_made(part * 400)


# A real draft


def opened_in(clauses: Sequence[ParsedClause]) -> tuple[int, ...]:
    """Where the opening brackets of clauses stand: in words, in labels, in references and before footnotes."""
    return (
        count(clause.text for clause in clauses).opening,
        count(clause.label for clause in clauses).opening,
        sum(mark.kind is MarkKind.FOOTNOTE for clause in clauses for mark in parse(clause.text).marks),
        sum(clause.kind is ClauseKind.FOOTNOTE for clause in clauses),
    )


@needs_real_drafts
@pytest.mark.parametrize(
    ("stage", "published", "note", "text", "link_targets"),
    [
        ("00", 1049, (2, 0, 0, 0), (1023, 2, 12, 12), 0),
        ("01", 1052, (2, 0, 0, 0), (1017, 2, 15, 16), 2),
        ("02", 219, (2, 0, 0, 0), (215, 2, 0, 0), 2),
        ("03", 0, (4, 0, 0, 0), (0, 0, 0, 0), 0),
        ("04", 0, (3, 0, 0, 0), (0, 0, 0, 0), 0),
    ],
)
def test_the_brackets_of_a_real_treaty_are_accounted_for_one_by_one(
    stage: str, published: int, note: tuple[int, ...], text: tuple[int, ...], link_targets: int
) -> None:
    """The published figure counts every "[" after the editor's note, what is no bracket of the negotiation too.

    The editor's note before the first heading has links, which are kept letter for letter. Addresses of links
    at the end of the file are left out by the import, with a warning.
    """
    (path,) = (REAL_DRAFTS / "paris-agreement").glob(f"{stage}_*.md")
    draft = parse_draft(path.read_bytes(), "en")
    first = next(at for at, clause in enumerate(draft.clauses) if clause.kind is ClauseKind.HEADING)
    left_out = [
        line for warning in draft.warnings if warning.code is Finding.LINK_TARGETS for line in warning.lines
    ]
    assert opened_in(draft.clauses[:first]) == note
    assert opened_in(draft.clauses[first:]) == text
    assert sum(line > draft.clauses[first].line for line in left_out) == link_targets
    assert published == sum(text) + link_targets


@needs_real_drafts
def test_every_bracket_of_a_real_treaty_can_be_settled() -> None:
    for path in sorted((REAL_DRAFTS / "paris-agreement").glob("*.md")):
        for clause in parse_draft(path.read_bytes(), "en").clauses:
            source, settled = clause.text, 0
            opening = read_brackets(source).opening
            while read_brackets(source).brackets:
                source, settled = keep(source, 1), settled + 1
            assert settled == opening
            assert unspaced(re.sub(r"[\[\]]", "", plain(source))) == unspaced(
                re.sub(r"[\[\]]", "", plain(clause.text))
            )
