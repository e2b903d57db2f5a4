"""Labels computed from structure: those the field prints, each once, and none changed by what comes later."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.markup import ClauseKind, parse_draft
from drafts.text.markup.numerals import readings, roman
from drafts.text.numbering import Place, Scheme, follows, number

COMPUTED = [Scheme.DECIMAL, Scheme.LEGAL, Scheme.ARTICLES]
DRAFT = b"""
## Principles

*Recalling* the plan of action,

*Convinced* that it is worth going on,

## Objective 1

### Work

1. The partners will:

(a) meet, namely:

  (i) in spring;

  (ii) in autumn;

(b) report.

2. They see to it.[^1]

### Study

3. Students are welcome:

- in schools;

- in universities.

## Follow-up

4. The partners will:

(a) take stock.

[^1]: Every year.
"""

places = st.lists(
    st.builds(
        Place,
        kind=st.sampled_from(list(ClauseKind)).map(str),
        depth=st.integers(0, 4),
        label=st.sampled_from(["", "1.", "(a)", "I."]),
    ),
    max_size=25,
)


def parsed() -> list[Place]:
    return [Place(clause.kind, clause.depth, clause.label) for clause in parse_draft(DRAFT, "en").clauses]


def labels(scheme: Scheme) -> list[str]:
    return list(number(scheme, parsed()))


def of(kind: str, depth: int = 0) -> Place:
    return Place(kind, depth, "")


def test_decimal_numbers_go_on_from_headings_into_paragraphs() -> None:
    assert labels(Scheme.DECIMAL) == [
        *("1", "", ""),
        *("2", "2.1", "2.1.1", "(a)", "(i)", "(ii)", "(b)", "2.1.2"),
        *("2.2", "2.2.1", "", ""),
        *("3", "3.1", "(a)", "1"),
    ]


def test_legal_numbers_count_paragraphs_through_the_whole_text() -> None:
    assert labels(Scheme.LEGAL) == [
        *("I.", "", ""),
        *("II.", "A.", "1.", "(a)", "(i)", "(ii)", "(b)", "2."),
        *("B.", "3.", "", ""),
        *("III.", "4.", "(a)", "1"),
    ]


def test_articles_count_their_paragraphs_anew() -> None:
    assert labels(Scheme.ARTICLES) == [
        *("Article 1", "", ""),
        *("Article 2", "A.", "1.", "(a)", "(i)", "(ii)", "(b)", "2."),
        *("B.", "3.", "", ""),
        *("Article 3", "1.", "(a)", "1"),
    ]


def test_a_paragraph_and_a_heading_side_by_side_share_one_decimal_count() -> None:
    text = [of("paragraph"), of("heading"), of("paragraph"), of("heading", 1), of("paragraph")]
    assert number(Scheme.DECIMAL, text) == ("1", "2", "2.1", "2.2", "2.2.1")


def test_headings_below_the_second_level_say_what_holds_them() -> None:
    text = [of("heading"), of("heading", 1), of("heading", 2), of("heading", 3), of("heading", 3)]
    assert number(Scheme.LEGAL, text) == ("I.", "A.", "A.1.", "A.1.1.", "A.1.2.")


def test_points_begin_anew_under_every_paragraph_recital_and_bullet() -> None:
    text = [of("recital"), of("point", 1), of("paragraph"), of("point", 1), of("item", 1), of("point", 2)]
    assert number(Scheme.LEGAL, text) == ("", "(a)", "1.", "(a)", "", "(a)")


def test_points_go_on_after_bullets_footnotes_and_words_without_a_number() -> None:
    between = [of("item", 2), of("footnote"), of("paragraph", 1), of("point", 1)]
    text = [of("paragraph"), of("point", 1), *between]
    assert number(Scheme.ARTICLES, text) == ("1.", "(a)", "", "", "", "(b)")


def test_a_level_skipped_on_the_way_down_is_not_counted() -> None:
    text = [of("point", 1), of("point", 3), of("point", 2), of("heading", 2), of("heading", 1)]
    assert number(Scheme.DECIMAL, text) == ("(a)", "(i)", "(ii)", "1", "2")


def test_points_four_deep_have_four_kinds_of_number() -> None:
    text = [of("point", depth) for depth in range(1, 6)]
    assert number(Scheme.LEGAL, text) == ("(a)", "(i)", "(A)", "(1)", "(a)")


def test_points_after_z_are_doubled_letters() -> None:
    found = number(Scheme.LEGAL, [of("point", 1)] * 54)
    assert found[24:29] == ("(y)", "(z)", "(aa)", "(bb)", "(cc)")
    assert found[51:] == ("(zz)", "(aaa)", "(bbb)")


def test_roman_numbers_are_those_the_drafts_are_read_with() -> None:
    found = number(Scheme.LEGAL, [of("heading")] * 4999)
    assert [roman(label[:-1].lower()) for label in found[:49]] == list(range(1, 50))
    assert (found[1987], found[3998], found[4998]) == ("MCMLXXXVIII.", "MMMCMXCIX.", "MMMMCMXCIX.")


def test_a_text_numbered_by_its_scheme_follows_it_and_no_other() -> None:
    text = parsed()
    legal = [place._replace(label=label) for place, label in zip(text, labels(Scheme.LEGAL), strict=True)]
    assert [scheme for scheme in Scheme if follows(scheme, legal)] == [Scheme.PRINTED, Scheme.LEGAL]


def test_a_kind_of_clause_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="stanza"):
        number(Scheme.LEGAL, [of("stanza")])


@given(places)
def test_printed_labels_stay_as_they_are(text: list[Place]) -> None:
    assert list(number(Scheme.PRINTED, text)) == [place.label for place in text]
    assert follows(Scheme.PRINTED, text)


@given(st.sampled_from(COMPUTED), places)
def test_recitals_footnotes_and_bullets_keep_their_label(scheme: Scheme, text: list[Place]) -> None:
    for place, label in zip(text, number(scheme, text), strict=True):
        if place.kind in {ClauseKind.RECITAL, ClauseKind.FOOTNOTE, ClauseKind.ITEM}:
            assert label == place.label
        elif place.kind != ClauseKind.PARAGRAPH or not place.depth:
            assert label


@given(st.sampled_from(COMPUTED), places)
def test_numbering_a_numbered_text_changes_nothing(scheme: Scheme, text: list[Place]) -> None:
    numbered = [place._replace(label=label) for place, label in zip(text, number(scheme, text), strict=True)]
    assert follows(scheme, numbered)


@given(st.sampled_from(COMPUTED), places, places)
def test_what_comes_later_changes_no_label(scheme: Scheme, text: list[Place], later: list[Place]) -> None:
    assert number(scheme, [*text, *later])[: len(text)] == number(scheme, text)


@given(st.sampled_from(COMPUTED), places, st.data())
def test_a_clause_put_in_changes_no_label_before_it(
    scheme: Scheme, text: list[Place], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    longer = [*text[:at], of("paragraph"), *text[at:]]
    assert number(scheme, longer)[:at] == number(scheme, text)[:at]


@given(st.sampled_from(COMPUTED), st.integers(1, 300), st.integers(0, 4))
def test_points_side_by_side_never_share_a_label(scheme: Scheme, many: int, above: int) -> None:
    held = [of("paragraph"), *(of("point", depth) for depth in range(1, above + 1))]
    found = number(scheme, [*held, *[of("point", above + 1)] * many])
    assert len(set(found[len(held) :])) == many


@given(st.sampled_from(COMPUTED), st.integers(0, 4))
def test_points_are_read_back_as_the_numbers_they_count(scheme: Scheme, above: int) -> None:
    held = [of("point", depth) for depth in range(1, above + 1)]
    found = number(scheme, [*held, *[of("point", above + 1)] * 26])
    for count, label in enumerate(found[above:], 1):
        assert count in {read.value for read in readings(label.strip("()"), "(x)")}


@given(places)
def test_no_decimal_number_is_given_twice_and_they_come_in_order(text: list[Place]) -> None:
    numbered = [place for place in text if place.kind in {ClauseKind.HEADING, ClauseKind.PARAGRAPH}]
    numbered = [place for place in numbered if place.kind == ClauseKind.HEADING or not place.depth]
    found = [tuple(map(int, label.split("."))) for label in number(Scheme.DECIMAL, numbered)]
    assert found == sorted(set(found))


@given(places)
def test_paragraphs_of_a_legal_text_are_counted_one_by_one(text: list[Place]) -> None:
    found = [
        label
        for place, label in zip(text, number(Scheme.LEGAL, text), strict=True)
        if place.kind == ClauseKind.PARAGRAPH and not place.depth
    ]
    assert found == [f"{count}." for count in range(1, len(found) + 1)]


@given(places)
def test_articles_and_the_paragraphs_of_each_are_counted_one_by_one(text: list[Place]) -> None:
    flat = [
        place._replace(depth=0) for place in text if place.kind in {ClauseKind.HEADING, ClauseKind.PARAGRAPH}
    ]
    article = 0
    for is_heading, found in groupby(
        number(Scheme.ARTICLES, flat), lambda label: label.startswith("Article")
    ):
        for count, label in enumerate(found, 1):
            article += is_heading
            assert label == (f"Article {article}" if is_heading else f"{count}.")
