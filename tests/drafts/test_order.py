"""What was really moved in a list that comes back in another order."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from drafts.text.order import relocated


def test_nothing_moved_in_the_same_order() -> None:
    assert relocated("abcdef", "abcdef") == frozenset()


def test_one_item_moved_far_is_the_only_one_that_moved() -> None:
    assert relocated("abcdef", "bcdefa") == {"a"}
    assert relocated("abcdef", "fabcde") == {"f"}
    assert relocated("abcdef", "acdebf") == {"b"}


def test_two_items_changed_places() -> None:
    assert len(relocated("abcdef", "aecdbf")) == 2


def test_an_empty_list_has_nothing_moved() -> None:
    assert relocated("", "") == frozenset()


@given(st.permutations(range(7)))
def test_what_did_not_move_keeps_its_order_and_is_as_much_as_can_be(new: list[int]) -> None:
    old = range(7)
    stayed = [item for item in new if item not in relocated(old, new)]

    assert stayed == sorted(stayed)
    longer = combinations(new, len(stayed) + 1)
    assert not any(list(each) == sorted(each) for each in longer)


@given(st.permutations(range(30)))
def test_the_answer_is_always_the_same(new: list[int]) -> None:
    assert relocated(range(30), new) == relocated(range(30), new)
