"""Word comparison: nothing lost, nothing cut inside a word, nothing a person could not read."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from drafts.text.diff import Change, Op, diff_pairs, diff_words, matching_blocks, similarity
from drafts.text.tokens import split_words, tokenize

WORDS = st.sampled_from(
    ["Parties", "shall", "report", "de", "la", "l’accord", "x", "年", "suivi", ",", ".", "\n", "[", "😀"]
)
PHRASES = st.lists(WORDS, max_size=30).map(" ".join)
ANYTHING = st.one_of(PHRASES, st.text(max_size=60))


def shown(old: str, new: str) -> str:
    marks = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "[+{}+]"}
    return "".join(marks[change.op].format(change.text) for change in diff_words(old, new))


@given(ANYTHING, ANYTHING)
@example("a b c", "c b a")
@example("de la " * 200, "la de " * 200)
def test_both_texts_can_be_read_back_from_their_comparison(old: str, new: str) -> None:
    changes = diff_words(old, new)
    assert "".join(change.text for change in changes if change.op != Op.INSERT) == old
    assert "".join(change.text for change in changes if change.op != Op.DELETE) == new


@given(ANYTHING, ANYTHING)
def test_every_change_says_where_it_stands_in_both_texts(old: str, new: str) -> None:
    i = j = 0
    for change in diff_words(old, new):
        assert (change.old_start, change.new_start) == (i, j)
        i, j = change.old_end, change.new_end
        assert old[change.old_start : i] == ("" if change.op == Op.INSERT else change.text)
        assert new[change.new_start : j] == ("" if change.op == Op.DELETE else change.text)
    assert (i, j) == (len(old), len(new))


@given(ANYTHING)
def test_a_text_compared_with_itself_is_one_equal_stretch_or_nothing(text: str) -> None:
    size = len(text)
    expected = (Change(Op.EQUAL, text, 0, size, 0, size),) if text else ()
    assert diff_words(text, text) == expected


@given(PHRASES, PHRASES)
def test_a_change_never_begins_or_ends_inside_a_word(old: str, new: str) -> None:
    for change in diff_words(old, new):
        for text, place in ((old, change.old_start), (new, change.new_start)):
            assert not (0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum())


@given(ANYTHING, ANYTHING)
def test_neighbours_differ_in_kind_and_nothing_is_empty(old: str, new: str) -> None:
    changes = diff_words(old, new)
    assert all(change.text for change in changes)
    assert all(one.op != two.op for one, two in pairwise(changes))


@given(PHRASES, PHRASES)
def test_no_chance_island_is_left_between_two_changes(old: str, new: str) -> None:
    for change in diff_words(old, new)[1:-1]:
        words = [token for token in split_words(change.text) if token[0].isalnum()]
        assert change.op != Op.EQUAL or len(words) > 2 or any(len(word) > 3 for word in words)


def test_a_changed_word_is_shown_alone() -> None:
    assert shown("Les Parties rendent compte.", "Les États rendent compte.") == (
        "Les [-Parties-][+États+] rendent compte."
    )


def test_an_article_shared_by_chance_does_not_split_a_change() -> None:
    assert shown("Le comité de la paix siège ici", "Le conseil de la mer siège ici") == (
        "Le [-comité de la paix-][+conseil de la mer+] siège ici"
    )


def test_a_comma_shared_by_chance_does_not_split_a_change() -> None:
    assert shown("Les Parties peuvent, ensemble, agir", "Les Parties doivent, demain, agir") == (
        "Les Parties [-peuvent, ensemble-][+doivent, demain+], agir"
    )


def test_an_inserted_repetition_is_cut_at_the_sentence() -> None:
    old = "Chaque État désigne un point focal. Il en avertit les autres."
    new = "Chaque État désigne un point focal. Chaque État désigne un suppléant. Il en avertit les autres."
    assert "[+ Chaque État désigne un suppléant.+]" in shown(old, new)


def test_the_words_of_a_very_long_pair_are_matched_by_sentences_first() -> None:
    old = [word for n in range(2500) for word in (f"mot{n}", " ", f"autre{n}", ".", " ", "fin", ";")]
    new = [*old[:9000], "neuf", *old[9001:]]
    kept = sum(size for _, _, size in matching_blocks(old, new))
    assert len(old) * len(new) > 200_000_000
    assert kept == len(old) - 1


@given(ANYTHING, ANYTHING)
def test_similarity_lies_between_nought_and_one_and_knows_no_direction(old: str, new: str) -> None:
    assert 0.0 <= similarity(old, new) <= 1.0
    assert similarity(old, new) == similarity(new, old)
    assert similarity(old, old) == 1.0


def test_similarity_counts_words_not_marks_or_spaces() -> None:
    assert similarity("one, two", "one two;") == 1.0
    assert similarity("one two three four", "one two three five") == 0.75
    assert similarity("alpha", "omega") == 0.0


def test_pairs_compared_together_read_as_they_do_one_by_one() -> None:
    pairs = [
        ("The Parties shall meet.", "The Parties should meet twice."),
        ("", "New words, all of them."),
        ("The same.", "The same."),
        ("Une réunion aura lieu en mai ;", "Une réunion a lieu en juin ;"),
        ("Gone.", ""),
    ]

    assert list(diff_pairs(pairs)) == [diff_words(old, new) for old, new in pairs]


@given(ANYTHING)
@example("  a b ")
@example("a \n b")
@example("l’accord , d’ici")
def test_words_are_cut_as_tokens_are(text: str) -> None:
    assert split_words(text) == [token.text for token in tokenize(text)]
