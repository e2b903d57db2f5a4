"""Programmes, pillars and texts: opened by the secretariat, read as a chain."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from drafts.actions.programmes import open_pillar, open_programme, open_text
from drafts.models import LedgerEntry, Pillar, Programme, Text
from drafts.reports.programmes import programme_in_drafting, programmes, read_programme, read_texts
from tests import make
from tests.state import rows

pytestmark = pytest.mark.django_db

PUBLIC = AnonymousUser()


def programme(slug: str, years: tuple[int, int], after: Programme | None = None, **more: object) -> Programme:
    return open_programme(
        by=make.secretariat(),
        slug=slug,
        title={"en": slug.title(), "fr": slug.title()},
        years=years,
        predecessor=after,
        at=make.NOON,
        **more,  # type: ignore[arg-type]
    )


def pillar(of: Programme, number: int, *after: Pillar) -> Pillar:
    return open_pillar(
        by=make.secretariat(),
        programme=of,
        number=number,
        title={"en": f"Pillar {number}"},
        predecessors=after,
        at=make.NOON,
    )


def text_of(pillar: Pillar, slug: str) -> Text:
    made = open_text(
        by=make.secretariat(),
        programme=pillar.programme,
        pillar=pillar,
        slug=slug,
        title={"en": slug.title()},
        language="en",
        at=make.NOON,
    )
    make.seated(made)
    return made


def test_each_act_is_one_entry_in_the_ledger() -> None:
    make.secretariat()
    before = LedgerEntry.objects.count()
    text_of_programme = open_text(
        by=make.secretariat(),
        programme=programme("first", (2008, 2011)),
        slug="preamble",
        title={"en": "Preamble"},
        kind=Text.Kind.PREAMBLE,
        language="en",
        at=make.NOON,
    )
    pillar(text_of_programme.programme, 1)

    made = LedgerEntry.objects.filter(sequence__gt=before).order_by("sequence")
    assert list(made.values_list("verb", "object_type", "object_key")) == [
        ("created", "programme", "first"),
        ("created", "text", "preamble"),
        ("created", "pillar", "first/1"),
    ]


def test_a_programme_stands_between_the_one_before_and_the_one_after() -> None:
    first = programme("first", (2008, 2011), adopted_on=date(2008, 11, 25))
    second = programme("second", (2012, 2014), first)
    programme("third", (2015, 2017), second)
    reading = read_programme(PUBLIC, second)

    assert reading.programme.predecessor == first
    assert reading.successor is not None
    assert reading.successor.slug == "third"
    assert [each.slug for each in programmes()] == ["third", "second", "first"]


def test_a_pillar_names_the_pillars_it_continues() -> None:
    first = programme("first", (2008, 2011))
    old = [pillar(first, 1), pillar(first, 2)]
    second = programme("second", (2012, 2014), first)
    joined = pillar(second, 1, *old)
    reading = read_programme(PUBLIC, second)

    assert [(each.pillar, each.predecessors) for each in reading.pillars] == [(joined, tuple(old))]


def test_the_public_sees_a_text_once_it_has_a_published_version() -> None:
    made = text_of(pillar(programme("first", (2018, 2020)), 1), "visas")
    make.imported(made)
    assert read_texts(PUBLIC) == []
    assert [each.text for each in read_texts(make.person("Mia"))] == [made]

    make.issued(made)
    (summary,) = read_texts(PUBLIC)
    assert (summary.text, [each.label for each in summary.versions]) == (made, ["Zero draft"])
    (of_pillar,) = read_programme(PUBLIC, made.programme).pillars
    assert of_pillar.text is not None
    assert of_pillar.text.latest == made.versions.get(number=0)


def test_the_programme_in_drafting_is_the_newest_that_is_not_adopted_and_has_a_text() -> None:
    adopted = programme("first", (2008, 2011), adopted_on=date(2008, 11, 25))
    make.published(text_of(pillar(adopted, 1), "old"))
    assert programme_in_drafting(PUBLIC) == adopted

    drafting = programme("second", (2018, 2020), adopted)
    programme("third", (2021, 2023), drafting)
    make.published(text_of(pillar(drafting, 1), "new"))
    assert programme_in_drafting(PUBLIC) == drafting


def test_reading_a_programme_costs_the_same_however_many_pillars_it_has(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    made = programme("first", (2018, 2020))
    for number in range(1, 6):
        make.published(text_of(pillar(made, number), f"text-{number}"))

    with django_assert_num_queries(5):
        assert len(read_programme(PUBLIC, made).texts) == 5


def test_the_database_refuses_a_programme_that_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        programme("first", (2011, 2008))


def test_the_database_refuses_a_text_of_a_pillar_without_its_pillar() -> None:
    made = programme("first", (2018, 2020))
    with pytest.raises(IntegrityError), transaction.atomic():
        open_text(
            by=make.secretariat(),
            programme=made,
            slug="visas",
            title={"en": "Visas"},
            language="en",
            at=make.NOON,
        )


@pytest.mark.parametrize("name", ["Chloé", "Paul", "Mia", "Nils"])
def test_only_the_secretariat_opens_programmes_pillars_and_texts(name: str) -> None:
    made, who = make.text(), make.person(name)
    before = rows()
    with pytest.raises(PermissionDenied, match="Only the secretariat"):
        open_programme(by=who, slug="x", title={"en": "X"}, years=(2018, 2020), at=make.NOON)
    with pytest.raises(PermissionDenied, match="Only the secretariat"):
        open_pillar(by=who, programme=made.programme, number=9, title={"en": "X"}, at=make.NOON)
    with pytest.raises(PermissionDenied, match="Only the secretariat"):
        open_text(by=who, programme=made.programme, slug="x", title={"en": "X"}, language="en", at=make.NOON)

    assert rows() == before
