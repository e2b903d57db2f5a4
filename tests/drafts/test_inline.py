"""Emphasis in the words of a clause: read, written back, cut for display."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.inline import Inline, Mark, MarkKind, Segment, parse, plain, segments, serialize

SOURCES = st.one_of(
    st.text(alphabet="ab *^\\[]1é,.\u00a0", max_size=60),
    st.lists(
        st.sampled_from(
            ["*", "**", "***", "^", "[^1]", "[^n-2]", "\\", "[", "]", " ", "word", ",", "é", "l’"]
        ),
        max_size=25,
    ).map("".join),
    st.text(max_size=60),
)


@st.composite
def inlines(draw: st.DrawFn) -> Inline:
    text = draw(st.text(alphabet="abc  ,]*^[\\«é", max_size=20))
    marks = []
    for kind in draw(st.lists(st.sampled_from(list(MarkKind)), max_size=8)):
        start, end = sorted(draw(st.integers(0, len(text))) for _ in range(2))
        note = kind is MarkKind.FOOTNOTE
        marks.append(Mark(start, start if note else end, kind, "k1" if note else ""))
    return Inline(text, tuple(marks))


def marked(source: str) -> list[tuple[str, str]]:
    inline = parse(source)
    return [(mark.kind.value, mark.key or inline.plain[mark.start : mark.end]) for mark in inline.marks]


def test_the_four_marks_are_read() -> None:
    inline = parse("*Recalling* the **5^th^ meeting**[^note-1] of 2018")
    assert inline.plain == "Recalling the 5th meeting of 2018"
    assert inline.marks == (
        Mark(0, 9, MarkKind.EMPHASIS),
        Mark(14, 25, MarkKind.STRONG),
        Mark(15, 17, MarkKind.SUPERSCRIPT),
        Mark(25, 25, MarkKind.FOOTNOTE, "note-1"),
    )


@pytest.mark.parametrize(
    "words",
    [
        "[shall][should] [Option 1: text]",
        "5 * 3 * 2",
        "an area of 5 km^2 and 10 km^2",
        "the [NDMC*][INDC] replaces the [NDMC*]",
        "snake_case stays, C:\\path too",
        "* one asterisk, ** two, **** four",
        "[^ not a key] and [^]",
    ],
)
def test_signs_without_a_partner_stay_in_the_text(words: str) -> None:
    assert parse(words) == Inline(words)
    assert serialize(Inline(words)) == words


def test_a_backslash_takes_the_meaning_from_a_marker() -> None:
    assert parse(r"\*not emphasis\*, \^up\^, \[^1], \\*") == Inline(r"*not emphasis*, ^up^, [^1], \*")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("*[Taking* account] of r*eaffirming* that", [("emphasis", "[Taking"), ("emphasis", "eaffirming")]),
        ("**a *b* c**", [("strong", "a b c"), ("emphasis", "b")]),
        ("*a **b** c*", [("emphasis", "a b c"), ("strong", "b")]),
        ("***both***", [("strong", "both"), ("emphasis", "both")]),
        ("***a* b**", [("strong", "a b"), ("emphasis", "a")]),
        ("***a** b*", [("emphasis", "a b"), ("strong", "a")]),
        ("*a***b**", [("emphasis", "a"), ("strong", "b")]),
        ("**a***b*", [("strong", "a"), ("emphasis", "b")]),
        ("support[[^9]] to", [("footnote", "9")]),
        ("*NDMC/NDMCC[* x", [("emphasis", "NDMC/NDMCC[")]),
        ("m^2 is *long* and s^2", [("emphasis", "long")]),
        ("**a *b**", [("strong", "a *b")]),
    ],
)
def test_marks_as_drafters_type_them(source: str, expected: list[tuple[str, str]]) -> None:
    assert marked(source) == expected


def test_crossing_marks_are_cut_and_no_word_is_lost() -> None:
    inline = Inline("ab cd ef", (Mark(0, 5, MarkKind.EMPHASIS), Mark(3, 8, MarkKind.STRONG)))
    source = serialize(inline)
    assert plain(source) == "ab cd ef"
    assert marked(source) == [("emphasis", "ab"), ("strong", "cd ef"), ("emphasis", "cd")]


def test_escapes_are_written_only_where_they_are_needed() -> None:
    assert serialize(Inline("the NDMC* and 2 * 3")) == "the NDMC* and 2 * 3"
    assert serialize(Inline("*kept*")) == r"\*kept\*"
    assert serialize(Inline("[^1] kept")) == r"\[\^1] kept"


@given(SOURCES)
def test_any_text_is_read_and_written_back_the_same(source: str) -> None:
    inline = parse(source)
    assert parse(serialize(inline)) == inline
    assert serialize(parse(serialize(inline))) == serialize(inline)


@given(inlines())
def test_any_marks_on_any_text_keep_every_word(inline: Inline) -> None:
    settled = parse(serialize(inline))
    assert settled.plain == inline.plain
    assert parse(serialize(settled)) == settled
    notes = sorted(mark.start for mark in inline.marks if mark.kind is MarkKind.FOOTNOTE)
    assert [mark.start for mark in settled.marks if mark.kind is MarkKind.FOOTNOTE] == notes


@given(inlines())
def test_no_mark_grows_over_words_it_did_not_cover(inline: Inline) -> None:
    settled = parse(serialize(inline))
    for mark in settled.marks:
        covered = {p for m in inline.marks if m.kind is mark.kind for p in range(m.start, m.end)}
        assert set(range(mark.start, mark.end)) <= covered


@given(st.text(alphabet="ab é.,[]()’", max_size=40))
def test_text_without_markers_is_its_own_plain_text(words: str) -> None:
    assert plain(words) == words
    assert parse(words).marks == ()


@given(st.lists(st.sampled_from(["one", "[two]", "three,"]), min_size=1, max_size=6), st.data())
def test_plain_text_holds_no_marker_of_a_well_formed_source(words: list[str], data: st.DataObject) -> None:
    signs = [data.draw(st.sampled_from(["", "*", "**", "***"])) for _ in words]
    source = " ".join(sign + word + sign for sign, word in zip(signs, words, strict=True))
    assert plain(source) == " ".join(words)


@given(SOURCES, st.lists(st.integers(-5, 80), max_size=8))
def test_the_pieces_of_a_text_are_the_text(source: str, cuts: list[int]) -> None:
    inline = parse(source)
    pieces = segments(inline, cuts)
    assert "".join(piece.text for piece in pieces) == inline.plain
    starts = {piece.start for piece in pieces}
    assert {cut for cut in cuts if 0 < cut < len(inline.plain)} <= starts
    for piece in pieces:
        assert piece.text == inline.plain[piece.start : piece.end]
        covering = {mark.kind for mark in inline.marks if mark.start <= piece.start and piece.end <= mark.end}
        assert piece.key or set(piece.kinds) == covering - {MarkKind.FOOTNOTE}
    assert [piece.key for piece in pieces if piece.key] == [mark.key for mark in inline.marks if mark.key]


def test_a_highlight_cuts_through_emphasis() -> None:
    assert segments(parse("*Recalling* this[^1]"), [5, 12]) == (
        Segment(0, 5, "Recal", (MarkKind.EMPHASIS,)),
        Segment(5, 9, "ling", (MarkKind.EMPHASIS,)),
        Segment(9, 12, " th"),
        Segment(12, 14, "is"),
        Segment(14, 14, "", (MarkKind.FOOTNOTE,), "1"),
    )


def test_a_hostile_text_is_read_in_one_pass() -> None:
    for hostile in ("*" * 50_000, "^a" * 25_000, "*a **b " * 7_000, "[^" * 25_000, "\\" * 50_000):
        assert len(plain(hostile)) <= len(hostile)
