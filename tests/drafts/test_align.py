"""What became of each clause: whatever the drafts, and in the cases drafters meet."""

import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.align import Alignment, Link, LinkKind, Unit, align
from drafts.text.align.chain import heaviest_chain
from drafts.text.align.reading import is_bare
from tests.benchmarks.alignment import PARIS, histories, marks, units
from tests.benchmarks.revisions import Scribe, Upheaval, invent, revise, true_links

FINANCE = (
    "Developed countries shall provide financial resources to assist partners with adaptation and mitigation."
)
REPORT = "Every two years each Party shall communicate what it has spent, on what, and with which results."
LABOUR = (
    "Seasonal workers keep their contract when the harvest ends early; wages due are paid within a month."
)
SCHOOL = "Children on the move are enrolled in the nearest school whatever papers their parents hold."
RESCUE = "Vessels in distress are helped by whoever is nearest, and nobody is returned to danger."
ALL = [FINANCE, REPORT, LABOUR, SCHOOL, RESCUE]

words = st.sampled_from(
    "party shall the of review Article 9 bis option 2 migration and a fund [x] état".split()
)
texts = st.one_of(
    st.lists(words, max_size=14).map(" ".join), st.sampled_from(["", *ALL]), st.text(max_size=40)
)
kinds = st.sampled_from(["", "heading", "paragraph"])
drafts = st.lists(st.builds(Unit, text=texts, label=st.sampled_from(["", "1", "2"]), kind=kinds), max_size=16)
distinct = st.lists(
    st.integers(0, 10_000).map(lambda seed: Scribe(seed).clause().text), min_size=1, max_size=8, unique=True
)


def plain(*clauses: str) -> list[Unit]:
    return [Unit(text) for text in clauses]


def kept(alignment: Alignment) -> dict[int, int]:
    return {link.old: link.new for link in alignment.links if link.primary}


def only(alignment: Alignment) -> Link:
    (link,) = alignment.links
    return link


@given(drafts)
def test_a_draft_aligned_with_itself_is_all_the_same(draft: list[Unit]) -> None:
    alignment = align(draft, draft)
    places = range(len(draft))
    assert alignment.links == tuple(
        Link(place, place, LinkKind.SAME, 1.0, primary=True, moved=False) for place in places
    )
    assert alignment.added == alignment.removed == ()


@given(drafts, drafts)
def test_every_clause_is_linked_or_added_or_removed(old: list[Unit], new: list[Unit]) -> None:
    alignment = align(old, new)
    linked_olds, linked_news = {link.old for link in alignment.links}, {link.new for link in alignment.links}
    assert sorted([*linked_olds, *alignment.removed]) == list(range(len(old)))
    assert sorted([*linked_news, *alignment.added]) == list(range(len(new)))


@given(drafts, drafts)
def test_an_identity_is_kept_once_and_no_link_is_without_one(old: list[Unit], new: list[Unit]) -> None:
    links = align(old, new).links
    primary = [link for link in links if link.primary]
    olds, news = {link.old for link in primary}, {link.new for link in primary}
    assert len(olds) == len(news) == len(primary)
    assert len({(link.old, link.new) for link in links}) == len(links)
    assert all(link.old in olds or link.new in news for link in links)
    assert all(link.primary for link in links if link.moved)
    assert all(0 <= link.score <= 1 for link in links)


@given(drafts, drafts)
def test_the_same_drafts_give_the_same_answer(old: list[Unit], new: list[Unit]) -> None:
    assert align(old, new) == align(list(old), list(new))


@given(drafts, drafts)
def test_only_what_is_the_same_is_called_so(old: list[Unit], new: list[Unit]) -> None:
    for link in align(old, new).links:
        same = old[link.old].text.split() == new[link.new].text.split()
        assert link.kind is not LinkKind.SAME or same
        assert (link.score == 1.0) == (link.kind is LinkKind.SAME)


@given(distinct, st.randoms(use_true_random=False))
def test_clauses_in_any_order_are_found_by_their_text(clauses: list[str], chance: random.Random) -> None:
    order = list(range(len(clauses)))
    chance.shuffle(order)
    alignment = align(plain(*clauses), plain(*(clauses[place] for place in order)))
    assert kept(alignment) == {old: new for new, old in enumerate(order)}
    assert {link.kind for link in alignment.links} == {LinkKind.SAME}


@given(st.dictionaries(st.tuples(st.integers(0, 12), st.integers(0, 12)), st.just(1.0), max_size=30))
def test_a_chain_rises_on_both_sides(weights: dict[tuple[int, int], float]) -> None:
    chain = heaviest_chain(weights)
    pairs = pairwise(chain)
    assert all(first[0] < second[0] and first[1] < second[1] for first, second in pairs)
    assert bool(chain) == bool(weights)


def test_the_heavier_chain_wins_over_the_longer_one() -> None:
    assert heaviest_chain({(0, 2): 1.0, (1, 3): 1.0, (2, 0): 3.0}) == [(2, 0)]


def test_a_changed_clause_keeps_its_identity_and_says_how_much_is_left() -> None:
    link = only(align(plain(FINANCE), plain(FINANCE.replace("shall provide", "should mobilise"))))
    assert (link.kind, link.primary, link.moved) == (LinkKind.CHANGED, True, False)
    assert 0.7 < link.score < 1


def test_a_changed_capital_is_a_change() -> None:
    link = only(
        align(plain("Each party reports to the Council."), plain("Each Party reports to the Council."))
    )
    assert link.kind is LinkKind.CHANGED


def test_no_break_spaces_and_line_ends_are_no_change() -> None:
    link = only(align(plain("Les Parties : l’accord\nest clos."), plain("Les Parties : l’accord est  clos.")))
    assert link.kind is LinkKind.SAME


def test_one_clause_that_goes_elsewhere_moves_and_the_others_do_not() -> None:
    links = align(plain(*ALL), plain(*ALL[1:], ALL[0])).links
    assert [link.old for link in links if link.moved] == [0]


def test_an_insertion_moves_nothing() -> None:
    alignment = align(plain(*ALL), plain("This one is entirely new to the reader.", *ALL))
    assert alignment.added == (0,)
    assert not any(link.moved for link in alignment.links)


def test_a_split_clause_keeps_its_identity_in_the_larger_part() -> None:
    alignment = align(
        plain(RESCUE, f"{FINANCE} {SCHOOL} {REPORT}"), plain(RESCUE, SCHOOL, f"{FINANCE} {REPORT}")
    )
    parts = [link for link in alignment.links if link.old == 1]
    assert [(link.new, link.kind, link.primary) for link in parts] == [
        (1, LinkKind.SPLIT, False),
        (2, LinkKind.SPLIT, True),
    ]


def test_merged_clauses_leave_one_identity_to_the_whole() -> None:
    alignment = align(plain(FINANCE + " " + REPORT, SCHOOL), plain(f"{FINANCE} {REPORT} {SCHOOL}"))
    assert [(link.old, link.kind, link.primary) for link in alignment.links] == [
        (0, LinkKind.MERGED, True),
        (1, LinkKind.MERGED, False),
    ]


def test_a_sentence_that_moved_links_the_clauses_and_both_keep_their_identity() -> None:
    old = plain(f"{FINANCE} {SCHOOL}", f"{REPORT} {LABOUR}")
    alignment = align(old, plain(FINANCE, f"{REPORT} {SCHOOL} {LABOUR}"))
    assert kept(alignment) == {0: 0, 1: 1}
    assert [(link.old, link.new) for link in alignment.links if not link.primary] == [(0, 1)]


def test_repeated_clauses_are_matched_by_their_neighbours() -> None:
    boilerplate = "Nothing in this article creates a financial obligation."
    old = plain(FINANCE, boilerplate, REPORT, boilerplate, LABOUR, boilerplate)
    new = plain(FINANCE, REPORT, boilerplate, LABOUR, boilerplate)
    alignment = align(old, new)
    assert kept(alignment) == {0: 0, 2: 1, 3: 2, 4: 3, 5: 4}
    assert alignment.removed == (1,)
    assert not any(link.moved for link in alignment.links)


def test_repeated_clauses_between_the_same_neighbours_are_matched_in_order() -> None:
    alignment = align(
        plain(FINANCE, "To be decided.", "To be decided.", REPORT), plain(FINANCE, "To be decided.", REPORT)
    )
    assert kept(alignment)[1] == 1
    assert alignment.removed == (2,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Preamble", "Means of implementation"),
        ("[Option 2]", "[Option 3] Finance"),
        ("Preamble", "Preamble to the annex on seasonal work"),
        ("Finance", "Final provisions"),
        ("Article 2 (purpose)", "Technology transfer"),
        (
            "Have agreed as follows:",
            "The Parties have agreed on the terms that follow, as set out by the secretariat.",
        ),
    ],
)
def test_short_clauses_are_not_matched_with_unrelated_ones(old: str, new: str) -> None:
    assert align(plain(RESCUE, old, FINANCE), plain(RESCUE, FINANCE, LABOUR, new)).removed == (1,)


def test_unrelated_clauses_are_not_matched_for_want_of_others() -> None:
    alignment = align(plain(FINANCE, REPORT, LABOUR), plain(SCHOOL, RESCUE))
    assert alignment == Alignment(links=(), added=(0, 1), removed=(0, 1, 2))


def test_a_shared_formula_does_not_make_two_clauses_one() -> None:
    formula = "The Conference of the Parties serving as the meeting of the Parties shall"
    old = plain(
        *(
            f"{formula} {rest}"
            for rest in ("elect its bureau by secret ballot.", "adopt the budget of the fund.")
        )
    )
    new = plain(
        *(
            f"{formula} {rest}"
            for rest in ("adopt the yearly budget of the fund.", "elect its bureau by ballot.")
        )
    )
    assert kept(align(old, new)) == {0: 1, 1: 0}


def test_numbers_are_no_reason_to_match() -> None:
    old = [Unit(FINANCE, "1"), Unit(SCHOOL, "2"), Unit(RESCUE, "3")]
    new = [Unit(RESCUE, "1"), Unit(FINANCE, "2"), Unit(LABOUR, "3")]
    assert kept(align(old, new)) == {0: 1, 2: 0}


def test_numbers_settle_what_words_cannot() -> None:
    old = [Unit("Costs are shared by all members of the fund.", "4"), Unit(RESCUE, "5")]
    twin = "Costs are shared by some members of the fund."
    new = [Unit(RESCUE, "2"), Unit(twin, "9"), Unit(twin, "4")]
    assert kept(align(old, new))[0] == 2


def test_a_numbered_heading_follows_the_clauses_under_it() -> None:
    def article(number: int, *clauses: str) -> list[Unit]:
        return [Unit(f"Article {number}", kind="heading"), *plain(*clauses)]

    old = [*article(1, FINANCE, REPORT), *article(2, LABOUR, SCHOOL)]
    new = [*article(1, RESCUE), *article(2, FINANCE, REPORT), *article(3, LABOUR, SCHOOL)]
    alignment = align(old, new)
    assert kept(alignment) == {place: place + 2 for place in range(6)}
    assert alignment.added == (0, 1)


def test_a_renamed_heading_is_found_where_it_stood() -> None:
    old = [Unit("Means of implementation", kind="heading"), Unit("Scope", kind="heading")]
    new = [Unit("Means of implementation and support", kind="heading"), Unit("Scope", kind="heading")]
    assert kept(align(old, new)) == {0: 0, 1: 1}


@pytest.mark.parametrize(
    "text", ["", "Article 9", "[Option 2]", "Titre Ier", "(b)", "Article 3 bis", "Chapter IV", "12."]
)
def test_a_bare_number_says_nothing_by_itself(text: str) -> None:
    folded = text.casefold()
    assert is_bare([word.strip("[]().") for word in folded.split()])


@pytest.mark.parametrize(
    "text", ["preamble", "code civil", "final provisions", "article 3 finance", "pillar 1 mobility"]
)
def test_a_name_is_not_a_bare_number(text: str) -> None:
    assert not is_bare(text.split())


@pytest.mark.parametrize("rate", [0.02, 0.10, 0.35])
def test_a_revised_draft_is_found_again_well_enough(rate: float) -> None:
    scribe = Scribe(7)
    old = invent(scribe, 120)
    new = revise(scribe, old, Upheaval(rate))
    precision, recall, whole, _, _ = marks(align(units(old), units(new)), true_links(old, new))
    assert precision > 98
    assert recall > 97
    assert whole > 97


def test_the_truth_of_a_revision_counts_the_words_that_live_on() -> None:
    scribe = Scribe(1)
    old = invent(scribe, 60)
    assert true_links(old, old) == {(place, place) for place in range(60)}
    new = revise(
        scribe, old, Upheaval(0.0, moved_sentences=0, split=1, merged=0, deleted=0, inserted=0, relocated=0)
    )
    origins = Counter(place for _, place in true_links(old, new))
    assert len(new) > len(old)
    assert set(origins.values()) == {1}


@pytest.mark.skipif(not PARIS.is_dir(), reason="the real drafts of the Paris Agreement are not at hand")
def test_renumbered_articles_of_a_real_agreement_are_found_and_hardly_one_mistaken() -> None:
    last_days = next(history for history in histories() if "2015-12-09" in history.revision)
    assert last_days.wrong <= 1
    assert last_days.by_heading is not None
    assert last_days.by_heading >= 27
