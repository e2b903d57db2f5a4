"""Anchors: found in what a browser selected, carried over versions, never guessed silently, never lost."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from drafts.text.anchors import (
    Anchor,
    Carrier,
    Continuity,
    Method,
    Resolved,
    carry,
    codepoint_to_utf16,
    locate_selection,
    make_anchor,
    utf16_to_codepoint,
)

WORDS = st.sampled_from(
    "Les Parties veillent à l’égalité de la procédure « droits » ; 𝒜 😀 comité rend compte chaque année .".split()
)
SPACES = st.sampled_from([" ", " ", " ", "\u00a0", "\u202f", "\n", "  "])
TEXTS = st.lists(st.tuples(WORDS, SPACES), min_size=1, max_size=25).map(
    lambda pairs: "".join(word + space for word, space in pairs).strip()
)
DRAFTS = st.dictionaries(st.sampled_from("abcdef"), TEXTS, min_size=1, max_size=6)

CLAUSE = (
    "Each Party shall designate a focal point. The focal points shall meet every year in Rabat. "
    "The secretariat shall publish the record of the meeting."
)


def quote(text: str, words: str) -> Anchor:
    start = text.index(words)
    return make_anchor(text, start, start + len(words))


def carried(words: str, new: str, old: str = CLAUSE) -> Resolved:
    return carry(quote(old, words), "a", {"a": old}, {"a": new})


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, int, int]:
    """A text and a span of it that begins and ends with a visible character."""
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip() == text[start:end])
    return text, start, end


@given(spans())
def test_an_anchor_holds_its_words_and_their_context(span: tuple[str, int, int]) -> None:
    text, start, end = span
    anchor = make_anchor(text, start, end)
    assert anchor.exact == text[start:end]
    assert text[:start].endswith(anchor.prefix)
    assert text[end:].startswith(anchor.suffix)
    assert max(len(anchor.prefix), len(anchor.suffix)) <= 64


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (2, 100), (5, 2)])
def test_an_anchor_on_nothing_or_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="No words"):
        make_anchor("Les Parties", start, end)


@given(st.text(max_size=30), st.integers(0, 40))
@example("a😀b", 3)
def test_browser_offsets_and_code_points_translate_both_ways(text: str, place: int) -> None:
    place = min(place, len(text))
    assert utf16_to_codepoint(text, codepoint_to_utf16(text, place)) == place
    assert codepoint_to_utf16(text, place) == len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def test_an_offset_inside_a_surrogate_pair_counts_as_before_the_character() -> None:
    assert utf16_to_codepoint("a😀b", 2) == 1
    assert utf16_to_codepoint("a😀b", 99) == 3
    assert utf16_to_codepoint("a😀b", -5) == 0


def as_selected(text: str, kind: str) -> str:
    """What browsers and systems make of a stored text."""
    if kind == "decomposed":
        return unicodedata.normalize("NFD", text)
    if kind == "plain spaces":
        return text.replace("\u00a0", " ").replace("\u202f", " ")
    if kind == "no-break spaces":
        return text.replace(" ", "\u00a0")
    return " ".join(text.split())


@given(spans(), st.sampled_from(["as stored", "decomposed", "plain spaces", "no-break spaces", "collapsed"]))
def test_a_selection_is_found_whatever_a_browser_made_of_it(span: tuple[str, int, int], kind: str) -> None:
    text, start, end = span
    anchor = make_anchor(text, start, end)
    parts = anchor.exact, anchor.prefix, anchor.suffix
    if kind != "as stored":
        parts = as_selected(parts[0], kind), as_selected(parts[1], kind), as_selected(parts[2], kind)
    assert locate_selection(text, *parts, codepoint_to_utf16(text, start)) == anchor


def test_a_selection_made_upper_case_by_the_style_sheet_is_found_as_stored() -> None:
    found = locate_selection("Chapitre premier : droits", "CHAPITRE PREMIER")
    assert found is not None
    assert found.exact == "Chapitre premier"


def test_context_decides_between_equal_words_and_then_the_offset() -> None:
    text = "shall meet. Each Party shall report. The chair shall report."
    by_context = locate_selection(text, "shall report", "The chair ", ".")
    assert by_context is not None
    assert by_context.start == text.rindex("shall")
    by_offset = locate_selection(text, "shall", start_utf16=24)
    assert by_offset is not None
    assert by_offset.start == 23


@pytest.mark.parametrize("exact", ["ministers", "", "   ", "Part", "a"])
def test_words_that_are_not_there_or_could_be_anywhere_are_not_guessed(exact: str) -> None:
    text = "Party, Party and Parties, à la carte"
    assert locate_selection(text, exact) is None


def test_a_letter_is_not_found_inside_an_accented_one() -> None:
    assert locate_selection("e\u0301galite\u0301", "e") is None
    assert locate_selection("égalité", "e\u0301galite\u0301") == make_anchor("égalité", 0, 7)


@given(spans())
def test_identical_texts_give_the_same_words_at_the_same_place(span: tuple[str, int, int]) -> None:
    text, start, end = span
    resolved = carry(make_anchor(text, start, end), "a", {"a": text}, {"a": text})
    assert resolved == ("a", start, end, text[start:end], Method.IDENTICAL, 1.0, Continuity.SAME)


@given(spans())
def test_typographic_variants_are_the_same_words(span: tuple[str, int, int]) -> None:
    text, start, end = span
    assume(any(character.isalnum() for character in text[start:end]))
    other = unicodedata.normalize("NFD", text).replace("\u00a0", "  ").replace("’", "'")
    resolved = carry(make_anchor(text, start, end), "a", {"a": text}, {"a": other})
    assert resolved.continuity == Continuity.SAME
    assert resolved.exact == other[resolved.start : resolved.end]


@given(
    old=DRAFTS,
    new=DRAFTS,
    heirs=st.dictionaries(
        st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), max_size=4
    ),
    moved=st.frozensets(st.sampled_from("abcdef"), max_size=3),
    share=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_whatever_happens_the_answer_lies_in_the_new_version_and_the_anchor_is_untouched(
    old: dict[str, str],
    new: dict[str, str],
    heirs: dict[str, list[str]],
    moved: frozenset[str],
    share: tuple[float, float],
) -> None:
    carrier = Carrier(old, new, heirs, moved)
    for clause, text in old.items():
        start, end = sorted(int(part * len(text)) for part in share)
        anchor = make_anchor(text, start, max(start + 1, end)) if start < len(text) else None
        before = tuple(anchor) if anchor else None
        resolved = carrier.carry(anchor, clause)
        assert (tuple(anchor) if anchor else None) == before
        assert 0.0 <= resolved.score <= 1.0
        assert resolved.clause is None or resolved.clause in new
        assert (resolved.start is None) == (resolved.end is None) == (resolved.exact == "")
        if resolved.clause is not None and resolved.start is not None:
            assert new[resolved.clause][resolved.start : resolved.end] == resolved.exact
        assert (resolved.method == Method.NONE) == (resolved.continuity == Continuity.REMOVED)


@given(old=DRAFTS, new=DRAFTS)
def test_a_shared_carrier_answers_as_a_fresh_one_does(old: dict[str, str], new: dict[str, str]) -> None:
    carrier = Carrier(old, new)
    for clause, text in old.items():
        anchor = make_anchor(text, 0, len(text))
        assert carrier.carry(anchor, clause) == carry(anchor, clause, old, new)


def test_words_stay_the_same_where_only_their_neighbours_change() -> None:
    resolved = carried("shall meet every year", CLAUSE.replace("a focal point", "two focal points"))
    assert (resolved.continuity, resolved.exact) == (Continuity.NEARBY, "shall meet every year")
    assert (resolved.method, resolved.score, resolved.needs_confirmation) == (Method.TOKEN_MAP, 1.0, False)


def test_a_changed_word_inside_the_quote_is_a_rewriting_with_the_new_words_shown() -> None:
    resolved = carried("shall meet every year in Rabat", CLAUSE.replace("every year", "every second year"))
    assert resolved.continuity == Continuity.REWRITTEN
    assert resolved.exact == "shall meet every second year in Rabat"


def test_a_change_at_the_edge_of_the_quote_is_shown_with_what_replaced_it() -> None:
    resolved = carried("shall publish the record", CLAUSE.replace("shall publish", "should publish"))
    assert (resolved.continuity, resolved.exact) == (Continuity.REWRITTEN, "should publish the record")


def test_a_capital_counts_as_a_change() -> None:
    resolved = carried("The secretariat", CLAUSE.replace("The secretariat", "The Secretariat"))
    assert (resolved.continuity, resolved.exact) == (Continuity.REWRITTEN, "The Secretariat")


def test_a_replaced_word_leads_to_what_stands_in_its_place_and_asks_for_confirmation() -> None:
    resolved = carried("Rabat", CLAUSE.replace("Rabat", "Dakar"))
    assert (resolved.exact, resolved.method) == ("Dakar", Method.REPLACED)
    assert (resolved.continuity, resolved.score) == (Continuity.REWRITTEN, 0.0)
    assert resolved.needs_confirmation


def test_deleted_words_are_removed_but_their_clause_is_named() -> None:
    resolved = carried("every year", CLAUSE.replace(" every year", ""))
    assert resolved.anchor({"a": CLAUSE}) is None
    assert resolved == ("a", None, None, "", Method.NONE, 0.0, Continuity.REMOVED)


def test_a_sentence_moved_within_its_clause_is_found_there() -> None:
    first, second, third = CLAUSE.split(". ")
    resolved = carried("record of the meeting", ". ".join([third.rstrip("."), first, second]) + ".")
    assert (resolved.continuity, resolved.exact) == (Continuity.NEARBY, "record of the meeting")


def test_a_relocated_clause_moves_its_comments() -> None:
    anchor = quote(CLAUSE, "focal points")
    resolved = carry(anchor, "a", {"a": CLAUSE}, {"a": CLAUSE}, moved=frozenset({"a"}))
    assert (resolved.continuity, resolved.method) == (Continuity.MOVED, Method.IDENTICAL)


def test_a_split_takes_each_quote_to_the_part_that_has_it() -> None:
    old = {"a": CLAUSE}
    new = {"a": CLAUSE[: CLAUSE.index("The secretariat")], "b": CLAUSE[CLAUSE.index("The secretariat") :]}
    heirs = {"a": ["a", "b"]}
    assert carry(quote(CLAUSE, "focal points"), "a", old, new, heirs).continuity == Continuity.NEARBY
    resolved = carry(quote(CLAUSE, "the record"), "a", old, new, heirs)
    assert (resolved.clause, resolved.continuity, resolved.method) == (
        "b",
        Continuity.MOVED,
        Method.TOKEN_MAP,
    )


def test_a_merge_does_not_mix_up_two_clauses_that_read_alike() -> None:
    old = {"a": "The Parties shall report in May.", "b": "The Parties shall report in June."}
    new = {"a": "The Parties shall report in May. The Parties shall report in June."}
    resolved = carry(quote(old["b"], "shall report"), "b", old, new, {"a": ["a"], "b": ["a"]})
    assert (resolved.clause, resolved.start) == ("a", new["a"].rindex("shall report"))
    assert resolved.continuity == Continuity.MOVED


def test_a_sentence_moved_to_another_clause_without_lineage_is_found_and_asks_for_confirmation() -> None:
    sentence = "The secretariat shall publish the record of the meeting."
    old = {"a": CLAUSE, "b": "National authorities issue residence permits within ninety days."}
    new = {"a": CLAUSE.removesuffix(" " + sentence), "b": f"{old['b']} {sentence}"}
    resolved = carry(quote(CLAUSE, "the record"), "a", old, new)
    assert (resolved.clause, resolved.exact, resolved.continuity) == ("b", "the record", Continuity.MOVED)
    assert resolved.method == Method.CONTEXT
    assert resolved.needs_confirmation


def test_a_formula_that_stood_elsewhere_all_along_attracts_no_quote() -> None:
    formula = "Nothing in this text creates a financial obligation for the Parties."
    old = {"a": f"{CLAUSE} {formula}", "b": f"Seasonal visas are issued on request. {formula}"}
    new = {"a": CLAUSE, "b": old["b"]}
    resolved = carry(quote(old["a"], "financial obligation"), "a", old, new)
    assert resolved.continuity == Continuity.REMOVED


def test_a_deleted_clause_removes_its_comments_and_names_no_clause() -> None:
    old = {"a": CLAUSE, "b": "National authorities issue residence permits within ninety days."}
    new = {"b": old["b"]}
    for anchor in (quote(CLAUSE, "focal points"), None):
        assert carry(anchor, "a", old, new) == (None, None, None, "", Method.NONE, 0.0, Continuity.REMOVED)


@pytest.mark.parametrize(
    ("new", "continuity"),
    [
        (CLAUSE, Continuity.SAME),
        (CLAUSE.replace(" in Rabat", "\u00a0in Rabat"), Continuity.SAME),
        (CLAUSE.replace("every year", "every second year"), Continuity.NEARBY),
        (CLAUSE + " Participation is voluntary, and every State bears its own costs.", Continuity.NEARBY),
        ("Each Party may designate whom it likes, and is asked to say so in time.", Continuity.REWRITTEN),
    ],
)
def test_a_comment_on_a_whole_clause_says_how_much_of_it_changed(new: str, continuity: Continuity) -> None:
    resolved = carry(None, "a", {"a": CLAUSE}, {"a": new})
    assert (resolved.clause, resolved.start, resolved.continuity) == ("a", None, continuity)


def test_a_comment_on_a_clause_merged_into_another_moves_there() -> None:
    old = {"a": CLAUSE, "b": "National authorities issue residence permits within ninety days."}
    new = {"a": f"{CLAUSE} {old['b']}"}
    by_lineage = carry(None, "b", old, new, {"a": ["a"], "b": ["a"]})
    assert (by_lineage.clause, by_lineage.continuity) == ("a", Continuity.MOVED)
    by_search = carry(None, "b", old, new)
    assert (by_search.clause, by_search.continuity) == ("a", Continuity.MOVED)
    assert (by_lineage.needs_confirmation, by_search.needs_confirmation) == (False, True)


def test_a_comment_follows_its_words_from_version_to_version() -> None:
    versions = [
        CLAUSE,
        CLAUSE.replace("every year", "every second year"),
        CLAUSE.replace("every year", "every second year").replace("Rabat", "Rabat or Dakar"),
        "In brief: " + CLAUSE.replace("every year in Rabat", "every second year, in turn, in Rabat or Dakar"),
    ]
    anchor: Anchor | None = quote(CLAUSE, "meet every year")
    for old, new in pairwise(versions):
        resolved = carry(anchor, "a", {"a": old}, {"a": new})
        anchor = resolved.anchor({"a": new})
    assert anchor is not None
    assert anchor.exact == "meet every second year"


def test_an_anchor_whose_offsets_slipped_is_first_found_again_by_its_context() -> None:
    good = quote(CLAUSE, "the record")
    slipped = good._replace(start=3, end=13)
    assert carried("the record", CLAUSE) == carry(slipped, "a", {"a": CLAUSE}, {"a": CLAUSE})


def test_an_anchor_on_half_a_word_stays_on_that_half() -> None:
    start = CLAUSE.index("designate")
    anchor = make_anchor(CLAUSE, start + 2, start + 6)
    resolved = carry(anchor, "a", {"a": CLAUSE}, {"a": "From now on, e" + CLAUSE[1:]})
    assert resolved.exact == "sign"
