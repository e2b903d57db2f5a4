"""Which comments say nearly the same: letters sent by many are known again, honest comments are not taken for them."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts.text.likeness import (
    LEAST_ALIKE,
    MOST_APART,
    SHORT,
    Marks,
    bits_apart,
    fingerprint,
    group,
    is_alike,
    listen,
    words_of,
)
from tests.benchmarks.likeness import grouped, recall_by_change, taken_for_mass_mail
from tests.benchmarks.mass_mail import Writer

WORD = st.text("abcdefghij", min_size=1, max_size=6)
TEXTS = st.lists(WORD, max_size=60).map(" ".join)
LONG = st.lists(WORD, min_size=SHORT, max_size=60)

LETTER = """Dear Sir or Madam,

We ask the partners to publish the average time of a decision on a short-stay visa, for every consulate and every \
quarter of the year. Our members lose a place at a university because nobody answers before the term begins.

Kind regards,
"""


@given(TEXTS)
def test_a_fingerprint_is_a_signed_number_of_64_bits_and_always_the_same(text: str) -> None:
    words = words_of(text)

    assert -(2**63) <= fingerprint(words) < 2**63
    assert fingerprint(words) == fingerprint(list(words))


def test_a_fingerprint_is_the_same_on_every_machine() -> None:
    assert fingerprint(words_of("Publish the average time of a decision.")) == -1652757848984490979
    assert fingerprint(()) == 0


@given(TEXTS)
def test_case_accents_punctuation_and_spacing_do_not_count(text: str) -> None:
    dressed = "  " + text.upper().replace(" ", " —\n") + " !"

    assert words_of(dressed) == words_of(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’Été à Évian", "l'ete a evian"),
        ("Straße", "STRASSE"),
        ("visas\u00a0de court séjour", "visas de court sejour"),
        ("ﬁnancement", "financement"),
        ("مُحَمَّد", "محمد"),
    ],
)
def test_words_are_compared_without_what_keyboards_differ_in(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


@given(TEXTS, TEXTS)
def test_likeness_is_mutual_and_everything_is_like_itself(one: str, other: str) -> None:
    a, b = listen(one), listen(other)

    assert is_alike(a, a)
    assert is_alike(a, b) == is_alike(b, a)
    assert bits_apart(a.mark, b.mark) == bits_apart(b.mark, a.mark) <= 64


@given(LONG, LONG)
def test_what_is_alike_has_most_words_in_common(one: list[str], other: list[str]) -> None:
    a, b = listen(" ".join(one)), listen(" ".join(other))
    common = (Counter(a.words) & Counter(b.words)).total()
    if is_alike(a, b):
        assert 2 * common >= LEAST_ALIKE * (len(a.words) + len(b.words))
        assert bits_apart(a.mark, b.mark) <= MOST_APART


@given(st.lists(TEXTS, max_size=12))
def test_a_group_has_its_first_for_a_leader_and_all_are_like_it(texts: list[str]) -> None:
    said = [listen(text) for text in texts]
    first = group(said)

    assert len(first) == len(said)
    for place, leader in enumerate(first):
        assert leader <= place
        assert first[leader] == leader
        assert is_alike(said[leader], said[place])
    leaders = sorted(set(first))
    assert not any(is_alike(said[one], said[other]) for one, other in combinations(leaders, 2))


@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_a_comment_more_changes_no_group(texts: list[str]) -> None:
    said = [listen(text) for text in texts]

    assert group(said)[:-1] == group(said[:-1])


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=20), st.integers(-(2**63), 2**63 - 1))
def test_nothing_near_is_overlooked(marks: list[int], asked: int) -> None:
    near = [at for at, mark in enumerate(marks) if bits_apart(mark, asked) <= MOST_APART]

    assert Marks(marks).near(asked) == near


def test_what_is_short_is_alike_only_word_for_word() -> None:
    assert is_alike(listen("We support this clause."), listen("we support this clause"))
    assert not is_alike(listen("We support this clause."), listen("We support this whole clause."))


def test_the_name_below_a_letter_weighs_less_than_a_word_within_it() -> None:
    letter = words_of(f"{LETTER}Amina Badri, Lagos")
    signed = words_of(f"{LETTER}Bruno Costa, Lisbon")
    within = words_of(f"{LETTER}Amina Badri, Lagos".replace("every quarter", "each quarter"))

    assert bits_apart(fingerprint(letter), fingerprint(signed)) < bits_apart(
        fingerprint(letter), fingerprint(within)
    )


def test_the_same_letter_about_something_else_is_another() -> None:
    other = LETTER.replace("decision on a short-stay visa", "transfer of a pension").replace(
        "university", "job"
    )

    assert is_alike(listen(f"{LETTER}Amina Badri"), listen(f"{LETTER}Bruno Costa"))
    assert not is_alike(
        listen(LETTER), listen(other.split("Our members")[0] + "Nobody should have to pay for it twice over.")
    )


def test_letters_are_known_again_whatever_people_change_in_them() -> None:
    recall = recall_by_change(seed=11, letters=200)

    assert min(recall[name] for name in ("another name", "another order of sentences", "other words")) >= 0.99
    assert recall["one sentence more"] >= 0.97
    assert recall["all of it"] >= 0.95


def test_honest_comments_on_one_clause_are_not_taken_for_mass_mail() -> None:
    assert taken_for_mass_mail(seed=12, comments=400) <= 0.0002


def test_five_thousand_comments_are_grouped_rightly() -> None:
    whole = grouped(seed=13)

    assert whole.precision >= 0.99
    assert whole.recall >= 0.95
    # Seconds on a busy machine; docs/benchmarks.md has the figure of a quiet one.
    assert whole.seconds < 20


def test_the_generator_makes_the_same_letters_for_a_seed() -> None:
    assert str(Writer(5).letter()) == str(Writer(5).letter())
