"""Merging: what two people wrote is put together where that needs no guess, and nothing of it is lost anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.merge import Collision, Merge, Piece, Side, collisions, merge
from drafts.text.tokens import split_words
from tests.benchmarks.merging import CODE, articles, judge
from tests.benchmarks.revisions import Scribe
from tests.benchmarks.rivals import MORE, SCENARIOS, Scenario, cases

needs_real_drafts = pytest.mark.skipif(not CODE.is_dir(), reason="the real drafts are not beside the project")

WORDS = st.sampled_from(
    [
        "Parties",
        "shall",
        "report",
        "de",
        "la",
        "l’accord",
        "x",
        "年",
        "suivi",
        ",",
        ".",
        "\n",
        "[",
        "😀",
        "Art.",
    ]
)
PHRASES = st.lists(WORDS, max_size=30).map(" ".join)
ANYTHING = st.one_of(PHRASES, st.text(max_size=60))
BASE = "Les Parties rendent compte chaque année. Le comité de la paix siège à Genève, deux fois par an."


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text and two edits of it, as people make them: a few words replaced, put in or cut out."""
    base = draw(st.lists(WORDS, min_size=1, max_size=40))
    sides = []
    for _ in "ab":
        side = list(base)
        for _ in range(draw(st.integers(0, 3))):
            place = draw(st.integers(0, len(side)))
            side[place : place + draw(st.integers(0, 3))] = draw(st.lists(WORDS, max_size=3))
        sides.append(" ".join(side))
    return " ".join(base), sides[0], sides[1]


TRIPLES = st.one_of(edited(), st.tuples(ANYTHING, ANYTHING, ANYTHING))


def changes(merged: Merge) -> list[tuple[str, str, str, str]]:
    return [
        (piece.side, piece.base, piece.left, piece.right)
        for piece in merged.pieces
        if piece.side != Side.SAME
    ]


def mirrored(piece: Piece) -> Piece:
    sides = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}
    return Piece(sides.get(piece.side, piece.side), piece.base, piece.right, piece.left)


def solid(text: str) -> list[str]:
    return [token for token in split_words(text) if not token.isspace()]


# What always holds


@given(ANYTHING, ANYTHING)
def test_what_one_side_alone_changed_is_taken_whole(base: str, other: str) -> None:
    assert merge(base, other, base).text == other
    assert merge(base, base, other).text == other
    assert merge(base, other, other).text == other


@given(TRIPLES)
def test_the_pieces_are_all_three_texts_to_the_letter(texts: tuple[str, str, str]) -> None:
    pieces = merge(*texts).pieces
    assert "".join(piece.base for piece in pieces) == texts[0]
    assert "".join(piece.left for piece in pieces) == texts[1]
    assert "".join(piece.right for piece in pieces) == texts[2]


@given(TRIPLES)
def test_a_piece_is_what_its_side_says(texts: tuple[str, str, str]) -> None:
    for piece in merge(*texts).pieces:
        agree = (piece.base == piece.left, piece.base == piece.right, piece.left == piece.right)
        assert {
            Side.SAME: agree == (True, True, True),
            Side.LEFT: agree == (False, True, False),
            Side.RIGHT: agree == (True, False, False),
            Side.BOTH: agree == (False, False, True),
            Side.CONFLICT: not agree[2],
        }[piece.side]


@given(TRIPLES)
def test_a_merge_knows_no_order_of_sides(texts: tuple[str, str, str]) -> None:
    base, left, right = texts
    one, other = merge(base, left, right), merge(base, right, left)
    assert other.pieces == tuple(map(mirrored, one.pieces))
    assert other.shares_a_sentence == one.shares_a_sentence


@given(TRIPLES)
def test_between_changes_of_both_sides_stand_two_unchanged_words(texts: tuple[str, str, str]) -> None:
    before, apart = "", 2
    for piece in merge(*texts).pieces:
        if piece.side == Side.SAME:
            apart += sum(token[0].isalnum() for token in solid(piece.base))
            continue
        assert apart >= 2 or before == piece.side
        before, apart = piece.side, 0


@given(TRIPLES)
def test_no_word_that_was_put_in_is_missing(texts: tuple[str, str, str]) -> None:
    merged = merge(*texts)
    conflicts = [set(solid(piece.left)) | set(solid(piece.right)) for piece in merged.conflicts]
    known = set(solid(merged.proposal())).union(*conflicts)
    assert set(solid(texts[1])) - set(solid(texts[0])) <= known
    assert set(solid(texts[2])) - set(solid(texts[0])) <= known


@given(TRIPLES)
def test_a_proposal_holds_both_sides_of_every_conflict(texts: tuple[str, str, str]) -> None:
    merged = merge(*texts)
    proposal = "\0".join(solid(merged.proposal()))
    for piece in merged.conflicts:
        assert "\0".join(solid(piece.left)) in proposal
        assert "\0".join(solid(piece.right)) in proposal


@given(TRIPLES)
def test_two_proposals_collide_where_a_merge_would_not_be_clean(texts: tuple[str, str, str]) -> None:
    base, left, right = texts
    ours, theirs = collisions(base, [left, right])
    clean = merge(base, left, right).is_clean
    assert (ours == ()) == (theirs == ()) == clean
    assert all(0 <= start <= end <= len(base) for start, end in (*ours, *theirs))


# Examples


def test_edits_a_few_words_apart_are_put_together() -> None:
    merged = merge(BASE, BASE.replace("comité", "conseil"), BASE.replace("paix", "mer"))
    assert merged.text == BASE.replace("comité", "conseil").replace("paix", "mer")
    assert changes(merged) == [("left", "comité", "conseil", "comité"), ("right", "paix", "paix", "mer")]


def test_edits_of_one_word_are_a_conflict_that_shows_all_three() -> None:
    merged = merge(BASE, BASE.replace("chaque", "tous les deux"), BASE.replace("chaque", "toute"))
    assert changes(merged) == [("conflict", "chaque", "tous les deux", "toute")]
    with pytest.raises(Collision, match="1 stretches"):
        _ = merged.text


@pytest.mark.parametrize("right", ["rendent vite compte", "rapportent compte", "compte", "rendent, compte"])
def test_edits_that_touch_or_nearly_touch_are_a_conflict(right: str) -> None:
    merged = merge(BASE, BASE.replace("Parties", "États"), BASE.replace("rendent compte", right))
    assert not merged.is_clean


def test_the_same_edit_by_both_is_made_once() -> None:
    merged = merge(BASE, BASE.replace("deux", "trois"), BASE.replace("deux", "trois"))
    assert changes(merged) == [("both", "deux", "trois", "trois")]
    assert merged.text == BASE.replace("deux", "trois")


def test_a_sentence_that_one_deleted_and_the_other_edited_is_for_a_person() -> None:
    left = BASE.partition(" Le comité")[0]
    merged = merge(BASE, left, BASE.replace("Genève", "Nairobi"))
    assert not merged.is_clean
    assert merged.proposal() == BASE.replace("Genève", "Nairobi")


def test_words_left_over_by_chance_are_no_hold_between_two_edits() -> None:
    base = "Le comité de la paix siège dans la ville de Genève."
    left = "Le conseil de la mer siège dans la ville de Genève."
    assert changes(merge(base, left, base)) == [
        ("left", "comité de la paix", "conseil de la mer", "comité de la paix")
    ]


def test_an_edit_beside_one_of_two_equal_words_that_went_is_for_a_person() -> None:
    base = "The Parties note with concern, note with concern the report of the secretariat."
    left = "The Parties note with concern the report of the secretariat."
    assert not merge(base, left, base.replace("Parties note", "Parties recall")).is_clean
    assert merge(base, left, base.replace("secretariat", "committee")).is_clean


def test_an_edit_of_a_sentence_that_changed_places_with_its_twin_is_for_a_person() -> None:
    one = "Participation in all of these activities shall remain voluntary. "
    two = "Participation in all of these activities shall remain mandatory. "
    base, exchanged = f"{one}{two}Costs are shared.", f"{two}{one}Costs are shared."
    edited_first = base.replace("in all of these", "in some of the", 1)
    assert not merge(base, exchanged, edited_first).is_clean
    assert merge(base, exchanged, base.replace("shared", "borne by each Party")).is_clean


def test_spaces_are_merged_to_the_letter() -> None:
    base = "Un  deux trois\nquatre cinq six sept."
    merged = merge(base, base.replace("  ", " "), base.replace("six ", "six\n"))
    assert merged.text == "Un deux trois\nquatre cinq six\nsept."


@pytest.mark.parametrize(
    ("base", "one", "other", "shared"),
    [
        ("Les Parties agissent toutes ensemble. Elles en parlent entre elles.", "Parties", "parlent", False),
        ("Les Parties agissent ici et là ; elles en parlent entre elles.", "Parties", "parlent", False),
        ("Les Parties agissent ici et là\nElles en parlent entre elles", "Parties", "parlent", False),
        ("Les Parties agissent ici et là, elles en parlent entre elles.", "Parties", "parlent", True),
        ("The Parties act under Art. 4 of the common plan.", "Parties", "common", True),
        ("The Parties act, e.g. The Hague and Geneva did before.", "Parties", "Geneva", True),
        ("The Parties act under para. Four of the common plan.", "Parties", "common", True),
        ("The Parties act in version 1.5 of the common plan.", "Parties", "common", True),
        ("The Parties act together. The last word of it is here.", "together.", "of", True),
    ],
)
def test_whether_a_sentence_is_shared(base: str, one: str, other: str, *, shared: bool) -> None:
    merged = merge(base, base.replace(one, "x"), base.replace(other, "y"))
    assert merged.is_clean
    assert merged.shares_a_sentence == shared


def test_a_sentence_that_both_changed_alike_is_not_shared() -> None:
    alike = BASE.replace("Genève", "Nairobi")
    assert not merge(BASE, alike, alike).shares_a_sentence
    assert not merge(BASE, alike, BASE).shares_a_sentence


@pytest.mark.parametrize(
    ("left", "right", "proposed"),
    [
        ("every two years", "each year", "Reports are due every two years each year and public."),
        ("every year", "every year or two", "Reports are due every year or two and public."),
        ("yearly, in May,", "in May", "Reports are due yearly, in May, and public."),
        ("", "yearly", "Reports are due yearly and public."),
    ],
)
def test_a_proposal_puts_the_right_behind_the_left_unless_one_holds_the_other(
    left: str, right: str, proposed: str
) -> None:
    base = "Reports are due sometimes and public."
    sides = (base.replace("sometimes", words).replace("  ", " ") for words in (left, right))
    assert merge(base, *sides).proposal() == proposed


def test_amendments_side_by_side_show_where_they_collide() -> None:
    place = BASE.index("comité")
    proposals = [
        BASE.replace("comité", "conseil"),
        BASE.replace("comité", "bureau").replace("deux", "trois"),
        BASE.replace("deux", "trois"),
        BASE.replace("Les Parties", "Tous"),
        BASE,
    ]
    word = (place, place + len("comité"))
    assert collisions(BASE, proposals) == ((word,), (word,), (), (), ())


def test_words_put_in_at_one_point_collide_in_an_empty_stretch() -> None:
    place = BASE.index("rendent")
    one, other = BASE.replace("rendent", "tous rendent"), BASE.replace("rendent", "librement rendent")
    assert collisions(BASE, [one, other]) == (((place, place),), ((place, place),))


def test_texts_too_long_to_compare_are_changed_as_a_whole() -> None:
    base, left, right = (";" * 20_000 + mark * 20_000 for mark in ",.:")
    merged = merge(base, left, right)
    assert [piece.side for piece in merged.pieces] == [Side.SAME, Side.CONFLICT]


def test_a_long_clause_is_merged_word_by_word() -> None:
    base = [f"mot{place % 997}" for place in range(7_000)]
    left, right = list(base), list(base)
    left[100:110], right[6_000:6_001] = ["neuf"], ["autre", "chose"]
    expected = [*left[:5_991], "autre", "chose", *left[5_992:]]
    assert merge(" ".join(base), " ".join(left), " ".join(right)).text == " ".join(expected)


# Two edits of known truth; the bench has more of them


def made_up() -> tuple[Scribe, list[str]]:
    scribe = Scribe(7)
    return scribe, [scribe.clause().text for _ in range(200)]


@pytest.mark.parametrize("scenario", [*SCENARIOS, *MORE], ids=lambda scenario: scenario.__name__)
def test_no_merge_of_made_up_clauses_is_wrong_or_asks_needlessly(scenario: Scenario) -> None:
    scribe, clauses = made_up()
    verdicts = {judge(case) for case in cases(scenario, scribe, clauses, 200)}
    assert verdicts <= {"right", "conflict where due"}


@needs_real_drafts
@pytest.mark.parametrize("scenario", [*SCENARIOS, *MORE], ids=lambda scenario: scenario.__name__)
def test_no_merge_of_real_articles_is_wrong_or_asks_needlessly(scenario: Scenario) -> None:
    texts = articles()
    scribe = Scribe(8, pools=(" ".join(texts).split(),))
    verdicts = {judge(case) for case in cases(scenario, scribe, texts, 200)}
    assert verdicts <= {"right", "conflict where due"}
