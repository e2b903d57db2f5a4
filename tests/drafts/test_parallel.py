"""Pairing a translation with its source by the shapes of their clauses."""

from hypothesis import given
from hypothesis import strategies as st

from drafts.text.parallel import Shape, pair

SHAPES = st.builds(
    Shape,
    kind=st.sampled_from(["heading", "recital", "paragraph", "point"]),
    depth=st.integers(0, 2),
    label=st.sampled_from(["", "1.", "2.", "(a)"]),
)


def shapes(signs: str) -> list[Shape]:
    """One shape a letter: h, r, p, i."""
    return [Shape(kind=sign, depth=0) for sign in signs]


def test_equal_structures_are_paired_one_to_one() -> None:
    assert pair(shapes("hrphpi"), shapes("hrphpi")) == {index: index for index in range(6)}


def test_other_numbers_do_not_matter_while_the_kinds_agree() -> None:
    source = [Shape("paragraph", 0, "1."), Shape("paragraph", 0, "2.")]
    translation = [Shape("paragraph", 0, "1)"), Shape("paragraph", 0, "2)")]

    assert pair(source, translation) == {0: 0, 1: 1}


def test_a_clause_too_many_has_no_counterpart() -> None:
    assert pair(shapes("hrp"), shapes("hrpi")) == {0: 0, 1: 1, 2: 2}


def test_a_clause_that_lacks_shifts_the_rest() -> None:
    assert pair(shapes("hrpi"), shapes("hpi")) == {0: 0, 1: 2, 2: 3}


def test_nothing_pairs_with_an_empty_draft() -> None:
    assert pair(shapes("hrp"), []) == {}
    assert pair([], shapes("hrp")) == {}


def test_many_equal_shapes_are_still_paired() -> None:
    source, translation = shapes("p" * 300), shapes("p" * 300 + "h")

    assert pair(source, translation) == {index: index for index in range(300)}


@given(st.lists(SHAPES, max_size=30), st.lists(SHAPES, max_size=30))
def test_pairs_are_increasing_on_both_sides_and_name_each_clause_once(
    source: list[Shape], translation: list[Shape]
) -> None:
    pairs = sorted(pair(source, translation).items())

    assert [was for _, was in pairs] == sorted({was for _, was in pairs})
    assert all(now < len(translation) and was < len(source) for now, was in pairs)


@given(st.lists(SHAPES, max_size=30))
def test_a_text_pairs_with_itself(source: list[Shape]) -> None:
    assert pair(source, source) == {index: index for index in range(len(source))}
