"""Two versions compared on a page: redline, moved clauses, and the way from each change to its inputs."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Consultation, Outcome
from drafts.models import Text
from tests import make
from tests.make import Said
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
GRADUATES = "The partners encourage [bilateral] agreements on the mobility of young graduates."
# The visas reworded, the graduates before them, the students gone, a help desk new.
SECOND = """# Legal mobility

*Recalling* the commitments made by the partners in earlier programmes,

## Visas

1. The partners encourage [bilateral] agreements on the mobility of young graduates.

2. The partners shall simplify the procedures for seasonal visas.

3. Each partner publishes the average time a decision takes:

(a) for researchers.

## Talents

4. A common help desk answers questions about permits in every official language.
"""


@pytest.fixture
def text() -> Text:
    text = make.published().text
    make.imported(text, SECOND)
    make.issued(text)
    return text


def compare(text: Text, old: str = "zero-draft", new: str = "rev-1") -> str:
    return reverse("consultation:compare", args=[text.slug, old, new])


def shown(text: Text, query: str = "", client: Client | None = None) -> Any:
    response = (client or Client()).get(compare(text) + query)
    assert response.status_code == 200
    return response


def rows_of(response: Any) -> dict[str, str]:
    """The state of each row by its words."""
    rows = re.findall(
        r'<div class="compare-row" data-state="(\w+)".*?(?=<div class="compare-row"|</main>)',
        response.content.decode(),
        re.DOTALL,
    )
    html = re.split(r'<div class="compare-row" data-state="\w+"', response.content.decode())[1:]
    return {
        " ".join(re.sub(r"<[^>]*>", " ", part.split(">", 1)[1]).split()): state
        for state, part in zip(rows, html, strict=True)
    }


def state_of(response: Any, words: str) -> str:
    (state,) = {state for row, state in rows_of(response).items() if words in row}
    return state


def test_the_head_of_the_page_counts_what_changed(text: Text) -> None:
    words = words_of(shown(text))

    for counted in ("one clause changed", "one moved", "one added", "one removed"):
        assert counted in words


def test_words_struck_and_words_added_are_marked_inside_the_clause(text: Text) -> None:
    html = shown(text).content.decode()

    assert re.search(r"<del>[^/]*/span>short-stay<.*?</del><ins>[^/]*/span>seasonal<.*?</ins>", html)
    assert "[deleted: short-stay end of deletion][inserted: seasonal end of insertion]" in re.sub(
        r"<[^>]*>", "", html
    )
    assert state_of(shown(text), "seasonal") == "changed"


def test_a_new_and_a_removed_clause_are_marked_whole(text: Text) -> None:
    page = shown(text)

    assert re.search(r"<ins>[^/]*/span>A common help desk .*?</ins>", page.content.decode())
    assert re.search(r"<del>[^/]*/span>for students;<.*?</del>", page.content.decode())
    assert state_of(page, "help desk") == "added"
    assert state_of(page, "for students") == "removed"


def test_a_moved_clause_is_shown_as_moved_with_the_way_to_where_it_was(text: Text) -> None:
    page = shown(text)

    assert state_of(page, "young graduates") == "moved"
    assert "Moved from 3." in words_of(page)


def test_unchanged_clauses_are_left_out_and_counted_unless_asked_for(text: Text) -> None:
    assert "for researchers" not in words_of(shown(text))
    assert "unchanged" in words_of(shown(text))
    everything = shown(text, "?show=all")
    assert state_of(everything, "for researchers") == "same"
    assert len(rows_of(everything)) == 10


def test_side_by_side_has_the_old_words_left_and_the_new_ones_right(text: Text) -> None:
    html = shown(text, "?view=side").content.decode()
    row = html[html.index("for <del") - 200 :] if "for <del" in html else html
    left, right = row.index("short-stay"), row.index("seasonal")

    assert "compare-old" in html
    assert "compare-new" in html
    assert left < right


def test_each_changed_passage_leads_to_its_inputs_in_two_clicks() -> None:
    consultation = make.consultation(moderation=Consultation.Moderation.AFTER)
    text = consultation.version.text
    said = make.comment(Said(VISAS, body="Seasonal workers."), by=make.olga(), on=consultation)
    revision = make.reworded(text, "short-stay", "seasonal", answers=[said])
    make.answered(said, Outcome.ACCEPTED, revisions=[revision])
    make.issued(text)
    page = shown(text)
    why = reverse("consultation:why", args=[text.slug, "rev-1", said.clause.key])

    assert why in page.content.decode()
    assert "one input" in words_of(page)
    assert said.get_absolute_url() in Client().get(why).content.decode()


def test_a_change_of_emphasis_alone_is_called_so_and_hides_behind_no_empty_redline() -> None:
    text = make.published().text
    make.imported(text, make.DRAFT.replace("*Recalling*", "Recalling"))
    preview = words_of(signed_in("Chloé").get(reverse("consultation:publish", args=[text.slug])))
    make.issued(text)

    inline, beside = shown(text).content.decode(), shown(text, "?view=side").content.decode()

    for page in (preview, inline, beside):
        assert page.count("Only typography or note marks changed") == 1
    assert "<em>Recalling</em>" in beside
    assert not re.search("<em>Recalling</em>|<ins|<del", inline)


def test_a_version_against_itself_says_that_nothing_changed(text: Text) -> None:
    response = Client().get(compare(text, "rev-1", "rev-1"))

    assert "Nothing changed" in words_of(response)


def test_the_version_in_work_is_compared_for_the_committee_only(text: Text) -> None:
    make.reworded(text, "researchers", "lecturers")
    page = compare(text, "rev-1", "rev-2")

    assert Client().get(page).status_code == signed_in("Olga").get(page).status_code == 404
    assert "lecturers" in words_of(signed_in("Mia").get(page))
    assert "Rev.2" not in words_of(shown(text))


def test_two_versions_are_chosen_in_a_form_in_any_order(text: Text) -> None:
    choice = reverse("consultation:compare-choice", args=[text.slug])

    for query in ("?from=zero-draft&to=rev-1", "?from=rev-1&to=zero-draft"):
        assert goes_to(Client().get(choice + query)) == compare(text)
    assert (
        goes_to(Client().get(f"{choice}?from=zero-draft&to=rev-1&view=side")) == f"{compare(text)}?view=side"
    )
    assert goes_to(Client().get(choice)) == compare(text)


@pytest.mark.parametrize("query", ["?from=zero-draft&to=rev-9", "?from=&to=", "?from=rev-2&to=rev-1"])
def test_versions_that_are_not_there_cannot_be_chosen(text: Text, query: str) -> None:
    assert Client().get(reverse("consultation:compare-choice", args=[text.slug]) + query).status_code == 404


@pytest.mark.parametrize(
    "query", ["?view=mosaic", "?show=nothing", "?language=xx", "?language=" + "y" * 400, "?page=-1"]
)
def test_nonsense_in_the_address_is_passed_over(text: Text, query: str) -> None:
    assert "seasonal" in words_of(shown(text, query))


def test_words_of_a_draft_never_become_markup(text: Text) -> None:
    make.reworded(text, "seasonal", "<script>alert(1)</script> & <b>bold</b>")
    make.issued(text)
    html = Client().get(compare(text, "rev-1", "rev-2")).content.decode()

    assert "<script>alert" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)" in re.sub(r"</?(ins|del)>", "", html)


def test_comparing_writes_nothing(text: Text) -> None:
    mia = signed_in("Mia")
    with nothing_written():
        shown(text, "?view=side&show=all", mia)
        shown(text, "?view=side&show=all")


@pytest.mark.parametrize("name", ["", "Mia"])
def test_twenty_changed_clauses_with_inputs_cost_what_one_does(text: Text, name: str) -> None:
    client = signed_in(name) if name else Client()
    one = queries_of(client, compare(text))
    points = "".join(
        f"\n{n}. Provision number {n} speaks of a matter of its own, {n * 7}.\n" for n in range(5, 25)
    )
    make.imported(text, SECOND + points)
    second = make.issued(text)
    round_ = make.consultation(second, moderation=Consultation.Moderation.AFTER)
    for n in range(5, 25):
        said = make.comment(Said(f"Provision number {n} ", body=f"Remark {n}"), by=make.olga(), on=round_)
        revision = make.reworded(text, f"Provision number {n} ", f"Provision no. {n} ", answers=[said])
        make.answered(said, Outcome.ACCEPTED, revisions=[revision])
    make.issued(text)
    page = compare(text, "rev-2", "rev-3")

    assert "20 clauses changed" in words_of(client.get(page))
    assert queries_of(client, page) == one
