"""Who wrote which words: unchanged words keep their writer, and nobody is given words they never had."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from drafts.text.authorship import Run, Step, attribute, struck
from drafts.text.tokens import split_words

WORDS = st.sampled_from(
    ["Parties", "shall", "report", "yearly", "de", "la", "of", "the", ",", ".", "l’accord"]
)
PHRASES = st.lists(WORDS, max_size=12).map(" ".join)
PARTIES = "The Parties shall report every year."


def history(*texts: str) -> list[Step]:
    """A clause edited step by step, from step 1 on."""
    return [Step(at, text, (at - 1,)) for at, text in enumerate(texts, 1)]


def shown(steps: list[Step]) -> str:
    return " | ".join(f"{run.step}: {run.text.strip()}" for run in attribute(steps))


def lost(steps: list[Step]) -> list[tuple[str, int, int, str]]:
    """Each loss with its writer, its striker and the words it would stand before."""
    final = steps[-1].text
    return [(loss.text, loss.written, loss.struck, final[loss.at :]) for loss in struck(steps)]


def words_of(text: str) -> list[str]:
    return [token for token in split_words(text) if not token.isspace()]


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Clauses edited, split and merged in any way: a step starts from up to three before it, or unknown ones."""
    texts = draw(st.lists(PHRASES, min_size=1, max_size=7))
    steps: list[Step] = []
    for at, text in enumerate(texts):
        parents = draw(st.lists(st.integers(-1, at - 1), max_size=3, unique=True)) if at else []
        steps.append(Step(at, text, tuple(parents)))
    return steps


@st.composite
def edits(draw: st.DrawFn) -> list[Step]:
    """A clause in words that stand in it once each, edited by putting in new ones and taking some out."""
    words = [f"word{at}" for at in range(draw(st.integers(1, 12)))]
    texts = [" ".join(words)]
    for at in range(draw(st.integers(0, 5))):
        words = [word for word in words if draw(st.integers(0, 4))]
        place = draw(st.integers(0, len(words)))
        words[place:place] = [f"new{at}x{count}" for count in range(draw(st.integers(0, 4)))]
        texts.append(" ".join(words))
    return history(*texts)


def test_a_clause_that_was_never_changed_is_its_first_writers() -> None:
    assert attribute([Step(7, PARTIES, ())]) == (Run(PARTIES, 0, len(PARTIES), 7),)


def test_a_word_put_in_is_the_later_steps_and_the_rest_stays() -> None:
    steps = history(PARTIES, "The Parties shall report publicly every year.")
    assert shown(steps) == "1: The Parties shall report | 2: publicly | 1: every year."


def test_runs_say_where_they_stand() -> None:
    steps = history("We agree.", "We all agree.")
    assert attribute(steps) == (Run("We ", 0, 3, 1), Run("all ", 3, 7, 2), Run("agree.", 7, 13, 1))


def test_each_of_three_writers_keeps_their_words() -> None:
    steps = history(
        PARTIES,
        "The Parties shall report in writing every year.",
        "All Parties shall report in writing every year.",
    )
    assert shown(steps) == "3: All | 1: Parties shall report | 2: in writing | 1: every year."


def test_a_word_that_outlived_a_rewriting_by_chance_goes_with_it() -> None:
    steps = history("Le comité de la paix siège ici", "Le conseil de la mer siège ici")
    assert shown(steps) == "1: Le | 2: conseil de la mer | 1: siège ici"


def test_longer_words_between_two_new_ones_are_no_chance() -> None:
    steps = history("Some Parties report yearly", "All Parties that can report often")
    assert shown(steps) == "2: All | 1: Parties | 2: that can | 1: report | 2: often"


def test_spaces_never_win_over_words() -> None:
    assert shown(history("agreed a b", "now it is agreed")) == "2: now it is | 1: agreed"


def test_a_clause_split_off_keeps_who_wrote_its_words() -> None:
    both = "The Parties shall report. The Secretariat shall publish the reports."
    steps = [
        Step(1, "The Parties shall report.", ()),
        Step(2, both, (1,)),
        Step(3, "The Secretariat shall publish the reports at once.", (2,)),
    ]
    assert shown(steps) == "2: The Secretariat shall publish the reports | 3: at once | 2: ."


def test_a_merger_keeps_who_wrote_either_part() -> None:
    steps = [
        Step(1, "The Parties shall report.", ()),
        Step(2, "The Secretariat publishes the reports.", ()),
        Step(3, "The Parties shall report. The Secretariat then publishes the reports.", (1, 2)),
    ]
    assert (
        shown(steps)
        == "1: The Parties shall report. | 2: The Secretariat | 3: then | 2: publishes the reports."
    )


def test_a_clause_moved_without_a_change_is_nobody_elses() -> None:
    assert shown(history(PARTIES, PARTIES, PARTIES)) == f"1: {PARTIES}"


def test_a_sentence_moved_inside_a_clause_stays_with_its_writer() -> None:
    one, two = "Reports are public.", "The Secretariat keeps a list of all of them."
    three = "Each Party names an office."
    steps = history(f"{one} {two}", f"{one} {two} {three}", f"{three} {one} {two}")
    assert shown(steps) == f"2: {three} | 1: {one} {two}"


def test_a_sentence_put_in_before_one_that_begins_alike_is_whole() -> None:
    one, two = "Reports are public.", "The Secretariat keeps them."
    assert shown(history(f"{one} {two}", f"{one} The Parties agree. {two}")) == (
        f"1: {one} | 2: The Parties agree. | 1: {two}"
    )
    assert shown(history(two, f"The Parties agree. {two}")) == f"2: The Parties agree. | 1: {two}"


def test_a_text_brought_back_is_its_first_writers_again() -> None:
    steps = history(PARTIES, "All report.", PARTIES, "Nothing.", "All report.")
    assert shown(steps[:3]) == f"1: {PARTIES}"
    assert shown(steps) == "2: All | 1: report."


def test_a_word_brought_back_inside_other_words_is_the_later_steps() -> None:
    steps = history(PARTIES, "The Parties shall report.", "Both Parties shall report every year.")
    assert shown(steps) == "3: Both | 1: Parties shall report | 3: every year | 1: ."


def test_an_emptied_clause_has_no_runs_and_no_history_is_no_error() -> None:
    assert attribute(history("Words", "")) == ()
    assert attribute([]) == ()
    assert struck([]) == ()


def test_a_text_of_white_space_is_its_steps() -> None:
    assert attribute(history("Words", " ")) == (Run(" ", 0, 1, 2),)


def test_a_step_that_did_not_lead_to_the_last_counts_for_nothing() -> None:
    steps = [Step(1, "Parties report", ()), Step(2, "Parties meet", (9,)), Step(3, "Parties meet", (1,))]
    assert shown(steps) == "1: Parties | 3: meet"


def test_struck_words_say_who_wrote_and_struck_them_and_where_they_stood() -> None:
    steps = history(
        PARTIES, "The Parties shall fully report every year.", "The Parties shall report.", "They report."
    )
    assert lost(steps) == [
        ("The Parties shall", 1, 4, "They report."),
        ("fully", 2, 3, "They report."),
        ("every year", 1, 3, "."),
    ]


def test_words_brought_back_with_the_whole_text_are_not_lost() -> None:
    assert lost(history(PARTIES, "All report.", PARTIES)) == [("All", 2, 3, PARTIES)]


def test_words_that_a_split_took_to_another_clause_are_not_lost() -> None:
    steps = [
        Step(1, "Secretariat publishes everything. Parties shall report yearly", ()),
        Step(2, "Secretariat publishes everything.", (1,)),
        Step(3, "Parties shall report", (1,)),
    ]
    assert lost(steps) == [("yearly", 1, 3, "")]


def test_losses_of_both_parts_come_along_in_a_merger() -> None:
    steps = [
        Step(1, "Parties report yearly.", ()),
        Step(2, "Parties report.", (1,)),
        Step(3, "Observers really comment.", ()),
        Step(4, "Observers comment.", (3,)),
        Step(5, "Parties report. Observers comment.", (2, 4)),
    ]
    assert lost(steps) == [("yearly", 1, 2, ". Observers comment."), ("really", 3, 4, "comment.")]


@given(histories())
@example(history("", " ", ""))
def test_runs_joined_are_the_text_and_stand_where_they_say(steps: list[Step]) -> None:
    text, at = steps[-1].text, 0
    for run in attribute(steps):
        assert (run.start, run.text) == (at, text[at : run.end])
        assert run.text
        at = run.end
    assert at == len(text)


@given(histories())
def test_every_word_of_a_run_stands_in_its_steps_text(steps: list[Step]) -> None:
    texts = {step.id: words_of(step.text) for step in steps}
    for run in attribute(steps):
        assert set(words_of(run.text)) <= set(texts[run.step])


@given(histories())
def test_neighbouring_runs_are_of_different_steps_and_cut_no_word(steps: list[Step]) -> None:
    runs = attribute(steps)
    assert all(one.step != two.step for one, two in pairwise(runs))
    assert [word for run in runs for word in words_of(run.text)] == words_of(steps[-1].text)


@given(histories())
def test_saving_the_same_words_again_changes_no_run(steps: list[Step]) -> None:
    again = Step(len(steps), steps[-1].text, (steps[-1].id,))
    assert attribute([*steps, again]) == attribute(steps)


@given(edits())
def test_words_nobody_touched_keep_the_step_that_wrote_them(steps: list[Step]) -> None:
    written = {word: step.id for step in reversed(steps) for word in words_of(step.text)}
    for run in attribute(steps):
        assert {written[word] for word in words_of(run.text)} <= {run.step}


@given(edits())
def test_every_word_ever_written_is_in_a_run_or_lost(steps: list[Step]) -> None:
    ever = {word for step in steps for word in words_of(step.text)}
    gone = [word for loss in struck(steps) for word in words_of(loss.text)]
    assert sorted(gone) == sorted(ever - set(words_of(steps[-1].text)))


@given(histories())
def test_a_loss_was_written_before_it_was_struck_and_has_a_place(steps: list[Step]) -> None:
    texts = {step.id: words_of(step.text) for step in steps}
    losses = struck(steps)
    assert [loss.at for loss in losses] == sorted(loss.at for loss in losses)
    for loss in losses:
        assert loss.written < loss.struck
        assert set(words_of(loss.text)) <= set(texts[loss.written])
        assert 0 <= loss.at <= len(steps[-1].text)
