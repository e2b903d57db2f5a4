"""What came of an evaluation: after it closed, from five answers on, and for whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from roundtables.models import Evaluation, Session
from roundtables.reports.evaluations import QUESTIONS, compare_series, read_results
from tests import learning, make, sessions
from tests.pages import queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db
WORDS = "More time for questions."


def closed(
    answers: int, *, session: Session | None = None, mark: int = 4, of: int | None = None
) -> Evaluation:
    """An evaluation that closed yesterday, with so many answers of so many attendees."""
    at = timezone.now() - timedelta(days=15)
    evaluation = learning.asked(of or answers, session=session, at=at)
    for number in range(1, answers + 1):
        marks = dict.fromkeys(QUESTIONS, mark) | {"again": 1 + number % 5}
        words = f"{WORDS} {number}"
        learning.filled(evaluation, make.person(f"Att{number}"), marks=marks, words=words, at=at)
    return evaluation


def url(of: Evaluation, language: str = "en") -> str:
    return f"/{language}/sessions/{of.session.key}/evaluation/results/"


def test_four_answers_show_nothing_and_not_how_many_they_are() -> None:
    evaluation = closed(4)

    for name in ("Sena", "Att1"):
        page = words_of(signed_in(name).get(url(evaluation)))
        assert "Fewer than five answers" in page
        assert WORDS not in page
        assert "I would come again" not in page
    results = read_results(evaluation, with_words=True)
    assert (results.answers, results.tables, results.said) == (0, (), ())
    assert signed_in("Sena").get(f"{url(evaluation)}again.csv").status_code == 404


def test_from_five_answers_on_each_question_has_its_figures() -> None:
    evaluation = closed(5)

    page = words_of(signed_in("Att1").get(url(evaluation)))
    assert "I would come again" in page
    results = read_results(evaluation, with_words=False)
    assert results.answers == 5
    assert [(figure.label, figure.value) for figure in results.tables[0].figures] == [
        ("Entirely", 0),
        ("Mostly", 5),
        ("In part", 0),
        ("Rather not", 0),
        ("Not at all", 0),
    ]


def test_a_question_that_four_answered_is_left_out() -> None:
    evaluation = learning.asked(5)
    for number in range(1, 6):
        marks = {"again": 5} if number == 1 else learning.MARKS
        learning.filled(evaluation, make.person(f"Att{number}"), marks=marks)

    results = read_results(evaluation, with_words=True)
    assert [table.name for table in results.tables] == ["again"]


def test_nothing_is_shown_while_it_is_open() -> None:
    evaluation = learning.asked(6, at=timezone.now())
    for number in range(1, 7):
        person = make.person(f"Att{number}")
        learning.filled(evaluation, person, words=WORDS, at=timezone.now())

    page = words_of(signed_in("Sena").get(url(evaluation)))
    assert "It is open until" in page
    assert WORDS not in page
    assert "6" not in page.split("Results of the evaluation", 1)[1].split("It is open until")[0]
    assert signed_in("Sena").get(f"{url(evaluation)}again.csv").status_code == 404


@pytest.mark.parametrize(
    ("name", "reads"), [("Sena", True), ("Chloé", True), ("Remy", True), ("Att2", False)]
)
def test_words_are_for_those_who_hold_the_session(name: str, reads: bool) -> None:
    page = words_of(signed_in(name).get(url(closed(5))))

    assert (WORDS in page) == reads


@pytest.mark.parametrize("name", ["Olga", "Mia"])
def test_a_stranger_finds_nothing(name: str) -> None:
    make.olga()
    evaluation = closed(5)

    assert signed_in(name).get(url(evaluation)).status_code == 404
    assert Client().get(url(evaluation)).status_code == 302


def test_an_answer_is_signed_or_nobody_s() -> None:
    evaluation = learning.asked(6)
    for number in range(1, 7):
        learning.filled(evaluation, make.person(f"Att{number}"), words=f"N{number}", signed=number == 2)

    said = {each.words: each.signed_by for each in read_results(evaluation, with_words=True).said}
    assert said == {f"N{number}": make.person("Att2") if number == 2 else None for number in range(1, 7)}


def test_words_stand_in_another_order_each_time() -> None:
    evaluation = closed(12)

    orders = {tuple(each.words for each in read_results(evaluation, with_words=True).said) for _ in range(9)}
    assert len(orders) > 1


def test_figures_are_taken_along_as_a_file() -> None:
    response = signed_in("Att1").get(f"{url(closed(5))}again.csv")

    assert response.headers["Content-Disposition"].endswith('-again.csv"')
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines == ["Answer,Answers", "Entirely,1", "Mostly,1", "In part,1", "Rather not,1", "Not at all,1"]


def test_more_answers_cost_no_more_queries() -> None:
    few, many = closed(5), closed(30, session=sessions.session(on=make.published(make.text("other"))))
    client = signed_in("Sena")

    assert queries_of(client, url(many)) == queries_of(client, url(few))


def test_the_sessions_of_a_series_stand_beside_each_other_and_small_groups_are_hidden() -> None:
    first = closed(5, mark=5)
    version = first.session.versions.get()
    second = closed(6, mark=2, session=sessions.session(on=version))
    third = closed(4, mark=1, session=sessions.session(on=version))
    series = learning.in_series(first.session, second.session, third.session)
    held = [Session.objects.get(pk=each.session.pk) for each in (first, second, third)]

    averages = compare_series(series, held)
    assert [row.marks[0] for row in averages] == [5.0, 2.0, None]
    address = f"/en/series/{series.slug}/evaluations/"
    page = words_of(signed_in("Sena").get(address))
    assert "5.0" in page
    assert "–" in page
    assert signed_in("Att1").get(address).status_code == 404
    assert "Compared with the other sessions" in words_of(signed_in("Sena").get(url(first)))
