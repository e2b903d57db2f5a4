"""Questions whose SQL is made once answer as the queries do that they were made from."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drafts.models import Clause, Grant, Role, Text
from drafts.models.prepared import Prepared
from drafts.permissions import roles_on
from tests import make

pytestmark = pytest.mark.django_db


def test_each_value_goes_to_its_place() -> None:
    text = make.published().text
    keys = Prepared(
        lambda slug, first, last: (
            Clause.objects.filter(text__slug=slug, pk__gte=first, pk__lte=last)
            .order_by("pk")
            .values_list("pk", "key")
        ),
        str,
        int,
        int,
    )
    clauses = list(Clause.objects.filter(text=text).order_by("pk").values_list("pk", "key"))

    assert keys.rows(text.slug, clauses[2][0], clauses[4][0]) == clauses[2:5]
    assert keys.rows(text.slug, clauses[0][0], clauses[0][0]) == clauses[:1]
    assert keys.rows("another text", clauses[0][0], clauses[-1][0]) == []


def test_a_value_used_twice_is_given_twice() -> None:
    text = make.text()
    either = Prepared(
        lambda slug: (Text.objects.filter(slug=slug) | Text.objects.filter(language=slug)).values_list(
            "slug"
        ),
        str,
    )

    assert either.rows(text.slug) == either.rows("en") == [(text.slug,)]


def test_nothing_equals_nothing() -> None:
    make.text()
    grants = Prepared(lambda pillar: Grant.objects.filter(pillar=pillar).values_list("pk"), int)

    assert Grant.objects.filter(pillar=None).exists()
    assert grants.rows(None) == []


def test_roles_are_those_of_the_rows_for_every_scope() -> None:
    text, other = make.text(), make.text("another-text")

    assert roles_on(make.person("Mia"), text) == {Role.MEMBER}
    assert roles_on(make.secretariat(), other) == {Role.SECRETARIAT}
    assert roles_on(make.person("Nils"), text) == frozenset()


def test_a_value_is_never_read_as_sql() -> None:
    make.text()
    texts = Prepared(lambda slug: Text.objects.filter(slug=slug).values_list("slug"), str)

    assert texts.rows("' OR '1'='1") == []


def test_a_moment_is_a_value_too() -> None:
    text = make.text()
    since = Prepared(
        lambda first, last: Text.objects.filter(created_at__gte=first, created_at__lt=last).values_list(
            "slug"
        ),
        datetime,
        datetime,
    )
    day = timedelta(days=1)

    assert (
        since.rows(make.NOON - day, make.NOON + day)
        == since.rows(make.NOON, make.NOON + day)
        == [(text.slug,)]
    )
    assert since.rows(make.NOON - day, make.NOON) == since.rows(make.NOON + day, make.NOON + 2 * day) == []


def test_a_prepared_question_is_one_query() -> None:
    make.text()
    texts = Prepared(lambda slug: Text.objects.filter(slug=slug).values_list("slug"), str)
    with CaptureQueriesContext(connection) as captured:
        texts.rows("legal-mobility")

    assert len(captured) == 1
