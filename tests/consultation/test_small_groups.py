"""Groups of few people: never shown apart, never the difference of what is shown."""

import string
from collections.abc import Collection, Iterator
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from consultation.reports.regions import REGIONS, Region, region_of_body, region_of_person
from consultation.reports.small_groups import (
    SMALL_GROUP,
    Group,
    Grouping,
    Part,
    part_of,
    shown_apart,
    shown_of_whole,
    together,
)

people = st.frozensets(st.integers(0, 40), min_size=1, max_size=20)
groups = st.dictionaries(st.sampled_from(string.ascii_lowercase), people, max_size=8).map(
    lambda found: [Group(key, len(who) + 1, who) for key, who in found.items()]
)


def group(key: str, size: int, first: int = 0) -> Group:
    return Group(key, size, frozenset(range(first, first + size)))


def keys(grouping: Grouping) -> list[str]:
    return [each.key for each in grouping.apart]


def test_groups_of_five_are_shown_apart() -> None:
    shown = shown_apart([group("a", SMALL_GROUP), group("b", 9, 100)])

    assert (keys(shown), shown.together) == (["b", "a"], None)


def test_the_next_smallest_goes_with_a_small_one_that_would_be_alone() -> None:
    shown = shown_apart([group("a", 4), group("b", 6, 100), group("c", 20, 200)])

    assert keys(shown) == ["c"]
    assert shown.together == Group("", 10, frozenset({*range(4), *range(100, 106)}))


def test_two_small_groups_are_put_together_alone_where_they_are_five() -> None:
    shown = shown_apart([group("a", 2), group("b", 3, 100), group("c", 20, 200)])

    assert keys(shown) == ["c"]
    assert shown.together
    assert shown.together.size == 5


def test_two_groups_of_the_same_four_people_take_a_third_along() -> None:
    shown = shown_apart([group("a", 4), group("b", 4), group("c", 7, 100), group("d", 20, 200)])

    assert keys(shown) == ["d"]


def test_one_small_group_and_nobody_else_is_all_there_is() -> None:
    shown = shown_apart([group("a", 3)])

    assert (keys(shown), shown.together) == ([], Group("", 3, frozenset(range(3))))


@given(groups)
def test_no_group_of_few_people_is_shown_or_can_be_worked_out(found: list[Group]) -> None:
    shown = shown_apart(found)
    hidden = {each.key for each in found} - set(keys(shown))

    assert all(each.size >= SMALL_GROUP for each in shown.apart)
    assert bool(hidden) == (shown.together is not None)
    if shown.together and shown.apart:
        # What is left when everything shown is taken from the sum: several groups, and people enough.
        assert len(hidden) > 1
        assert shown.together.size >= SMALL_GROUP


@given(groups)
def test_nothing_is_lost(found: list[Group]) -> None:
    shown = shown_apart(found)
    all_shown = [*shown.apart, *([shown.together] if shown.together else [])]

    assert sum(each.inputs for each in all_shown) == sum(each.inputs for each in found)
    assert frozenset().union(*(each.people for each in all_shown)) == frozenset().union(
        *(each.people for each in found)
    )


def whole_of(parts: list[list[Group]]) -> tuple[Grouping, list[Part]]:
    """Several consultations as one, and what each of them puts together."""
    names = sorted({each.key for part in parts for each in part})
    groups = [together([each for part in parts for each in part if each.key == key], key) for key in names]
    hidden = [part_of(part, shown_apart(part)) for part in parts]
    return shown_of_whole(groups, [hidden]), hidden


def some_of[T](things: Collection[T]) -> Iterator[tuple[T, ...]]:
    return chain.from_iterable(combinations(things, number) for number in range(len(things) + 1))


# What a consultation of fewer than five people hides is all it says: there is nothing to work out.
large_parts = st.lists(
    groups.filter(lambda part: not part or together(part).size >= SMALL_GROUP), min_size=2, max_size=4
)


@given(large_parts)
def test_no_difference_of_a_whole_and_its_parts_isolates_few_people(parts: list[list[Group]]) -> None:
    """Whatever sums somebody makes of what the parts put together, and of groups that the whole shows."""
    whole, hidden = whole_of(parts)
    cells = {(at, key): who for at, part in enumerate(hidden) for key, who in part.hidden.items()}

    for rows in some_of(range(len(parts))):
        for columns in some_of(keys(whole)):
            more = [who for (at, key), who in cells.items() if at in rows and key not in columns]
            less = [who for (at, key), who in cells.items() if at not in rows and key in columns]
            if not (more and less):
                left = frozenset().union(*more, *less)
                assert not left or len(left) >= SMALL_GROUP


@given(st.lists(groups, max_size=4))
def test_a_whole_counts_everybody_once(parts: list[list[Group]]) -> None:
    whole, _hidden = whole_of(parts)
    shown = [*whole.apart, *([whole.together] if whole.together else [])]

    assert all(each.size >= SMALL_GROUP for each in whole.apart)
    assert sum(each.inputs for each in shown) == sum(each.inputs for part in parts for each in part)
    assert frozenset().union(*(each.people for each in shown)) == frozenset().union(
        *(each.people for part in parts for each in part)
    )


def test_small_groups_of_two_consultations_are_large_together() -> None:
    parts = [[group("a", 3), group("b", 3, 100)], [group("a", 3, 200), group("b", 3, 300)]]

    whole, _hidden = whole_of(parts)

    assert (keys(whole), whole.together) == (["a", "b"], None)


def test_a_group_that_would_tell_of_the_one_beside_it_stays_with_it() -> None:
    parts = [[group("a", 4), group("b", 1, 100)], [group("a", 4, 200), group("b", 1, 300)]]

    whole, _hidden = whole_of(parts)

    assert keys(whole) == []


def test_many_groups_are_soon_looked_at() -> None:
    parts = [
        [group(each, 4, 100 * ord(each) + 10 * at) for each in string.ascii_lowercase] for at in range(9)
    ]

    whole, _hidden = whole_of(parts)

    assert len(keys(whole)) == 10
    assert whole.together


def test_every_country_has_its_region() -> None:
    assert len(REGIONS) == 249
    assert {len(country) for country in REGIONS} == {2}
    assert [list(REGIONS.values()).count(region) for region in list(Region)[:9]] == [
        *(7, 17, 9, 22, 5),
        *(16, 9, 16, 10),
    ]


def test_regions_are_those_the_united_nations_count_by() -> None:
    assert region_of_body("ma") is Region.NORTHERN_AFRICA
    assert region_of_body("SN") is Region.WESTERN_AFRICA
    assert region_of_body("CY") is Region.ASIA
    assert region_of_body("") is Region.SEVERAL
    assert region_of_person("") is Region.NOT_GIVEN
    assert region_of_person("PT") is Region.SOUTHERN_EUROPE
