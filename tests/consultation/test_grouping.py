"""Grouping comments that say nearly the same: once each, by any number of workers, and none is left."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from consultation.actions.likeness import group_alike
from consultation.models import Comment, Consultation, Likeness
from consultation.permissions.comments import shown_publicly
from consultation.reports.likeness import groups_of, ungrouped
from tests import make
from tests.alike import LETTER, OTHER, grouped, letters, many, sender, sent
from tests.closing import do_tasks
from tests.pages import signed_in, words_of
from tests.state import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation() -> Consultation:
    return make.consultation()


def leader_of(comment: Comment) -> Comment:
    return Likeness.objects.select_related("leader").get(comment=comment).leader


def test_the_first_that_says_something_leads_those_that_say_it_again(consultation: Consultation) -> None:
    first, second, third = letters(consultation, 3)
    other = sent(consultation, OTHER, by=make.olga())
    assert grouped(consultation) == 4

    assert [leader_of(each) for each in (first, second, third)] == [first] * 3
    assert leader_of(other) == other
    assert groups_of([first.pk, third.pk, other.pk]).keys() == {first.pk, third.pk}
    assert groups_of([third.pk])[third.pk].number == 3
    assert groups_of([third.pk])[third.pk].first == first.reference


def test_every_comment_stays_an_input_of_its_own(consultation: Consultation) -> None:
    letters(consultation, 3)
    before = rows(without=("consultation_likeness", "django_tasks_database_dbtaskresult"))
    grouped(consultation)

    assert rows(without=("consultation_likeness", "django_tasks_database_dbtaskresult")) == before
    assert set(Comment.objects.values_list("standing__state", flat=True)) == {"pending"}


def test_a_later_comment_joins_the_group_that_stands(consultation: Consultation) -> None:
    first, _second = letters(consultation, 2)
    grouped(consultation)
    late = sent(consultation, f"{LETTER} Thank you.", by=make.omar())
    assert grouped(consultation) == 1

    assert leader_of(late) == first
    assert groups_of([first.pk])[first.pk].number == 3


def test_grouping_again_changes_nothing(consultation: Consultation) -> None:
    letters(consultation, 2)
    grouped(consultation)
    before = list(Likeness.objects.order_by("pk").values())

    assert grouped(consultation) == 0
    assert list(Likeness.objects.order_by("pk").values()) == before


def test_a_short_remark_on_two_clauses_is_two_remarks(consultation: Consultation) -> None:
    one = sent(consultation, "We agree.", by=make.olga(), on="students")
    same = sent(consultation, "we agree", by=make.omar(), on="students")
    elsewhere = sent(consultation, "We agree.", by=sender(1), on="researchers")
    grouped(consultation)

    assert leader_of(same) == one
    assert leader_of(elsewhere) == elsewhere


def test_a_letter_is_the_same_on_whatever_clause_it_is_put(consultation: Consultation) -> None:
    (first,) = letters(consultation, 1, on="students")
    again = sent(consultation, LETTER, by=make.omar(), on="researchers")
    grouped(consultation)

    assert leader_of(again) == first


def test_another_consultation_has_its_own_groups(consultation: Consultation) -> None:
    elsewhere = make.consultation(make.published(make.text("other-text")))
    sent(consultation, LETTER, by=make.olga())
    there = sent(elsewhere, LETTER, by=make.omar())
    grouped(consultation)
    grouped(elsewhere)

    assert leader_of(there) == there


def test_who_sees_only_what_is_public_counts_only_that(consultation: Consultation) -> None:
    first, _second = letters(consultation, 2, visible=True)
    sent(consultation, LETTER, by=make.omar())
    grouped(consultation)

    assert groups_of([first.pk])[first.pk].number == 3
    assert groups_of([first.pk], shown_publicly(make.NOON, "comment__"))[first.pk].number == 2


def test_submitting_puts_the_grouping_up_and_a_worker_leaves_none(consultation: Consultation) -> None:
    letters(consultation, 2)
    assert ungrouped().count() == 2
    assert DBTaskResult.objects.ready().filter(task_path__endswith="group_alike").count() == 2
    do_tasks()

    assert not ungrouped().exists()


def test_where_a_worker_is_stopped_another_goes_on(consultation: Consultation) -> None:
    letters(consultation, 1)
    before = timezone.now()
    grouped(consultation)

    waiting = DBTaskResult.objects.filter(task_path__endswith="group_alike")
    again = waiting.get(
        run_after__gt=before + timedelta(minutes=5), run_after__lt=before + timedelta(minutes=15)
    )
    assert again.task.call(*again.args_kwargs["args"]) == 0


def test_more_than_a_worker_takes_at_once_are_all_grouped(consultation: Consultation) -> None:
    many(consultation, 205, by=make.olga())

    assert grouped(consultation) == 205
    assert Likeness.objects.count() == 205


def test_what_was_left_is_grouped_by_hand(consultation: Consultation) -> None:
    letters(consultation, 2)
    DBTaskResult.objects.all().delete()
    call_command("group_alike")

    assert not ungrouped().exists()


def test_the_queries_do_not_grow_with_the_comments(
    consultation: Consultation, django_assert_num_queries: object
) -> None:
    letters(consultation, 2)
    grouped(consultation)
    for number in (1, 5):
        for each in range(number):
            sent(consultation, LETTER, by=sender(10 + each + number))
        with django_assert_num_queries(15):  # type: ignore[operator]
            group_alike.call(consultation.key)


def test_the_clause_says_how_many_are_alike_and_counts_only_what_everybody_reads(
    consultation: Consultation,
) -> None:
    first, *_others = letters(consultation, 3, visible=True)
    sent(consultation, LETTER, by=make.omar())
    grouped(consultation)
    key = first.clause.key
    public = words_of(Client().get(f"/en/texts/legal-mobility/zero-draft/clauses/{key}/"))
    at_the_desk = words_of(signed_in("Mia").get(f"/en/texts/legal-mobility/desk/{key}/"))

    assert public.count("one of 3 that say nearly the same") == 3
    assert at_the_desk.count("one of 4 that say nearly the same") == 4


def test_a_comment_that_is_alone_says_nothing_of_it(consultation: Consultation) -> None:
    comment = sent(consultation, OTHER, by=make.olga(), visible=True)
    grouped(consultation)
    page = f"/en/texts/legal-mobility/zero-draft/clauses/{comment.clause.key}/"

    assert "nearly the same" not in words_of(Client().get(page))
    assert "nearly the same" not in words_of(signed_in("Mia").get("/en/moderation/?state=all"))
