"""The figures of consultations, against scenes that were counted by hand."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from consultation.actions.people import admit, register_organisation
from consultation.models import Category, Consultation, Organisation, Outcome, Signature, Standing
from consultation.reports.statistics import Statistics, read_statistics
from drafts.permissions import Visitor
from tests import figures, make
from tests.figures import choir, in_own_name, speaker
from tests.make import NOON, Said

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CIVIL, DIASPORA, ACADEMIA = Category.CIVIL_SOCIETY, Category.DIASPORA, Category.ACADEMIA


@pytest.fixture
def asked() -> Consultation:
    return make.consultation()


def read(*on: Consultation, by: Visitor | None = None) -> Statistics:
    return read_statistics(by or AnonymousUser(), on, figures.CLOSED)


def rows(statistics: Statistics, name: str) -> list[tuple[str, float, int | None]]:
    table = statistics.table(name)
    assert table is not None
    return [(each.label, each.value, each.people) for each in table.figures]


def test_people_are_counted_once_and_inputs_each(asked: Consultation) -> None:
    first = choir(asked, CIVIL, 6, country="MA")
    choir(asked, DIASPORA, 5, country="FR")
    make.comment(Said("students"), by=first[0].author, on=asked)

    found = read(asked)

    assert (found.inputs, found.people, found.organisations) == (12, 11, 11)
    assert rows(found, "categories") == [("Civil society", 7, 6), ("Diaspora", 5, 5)]
    assert rows(found, "regions") == [("Northern Africa", 7, 6), ("Western Europe", 5, 5)]
    assert rows(found, "languages") == [("English", 12, 11)]
    assert rows(found, "channels") == [("On the site", 12, 11)]
    assert rows(found, "organisations")[0] == (str(first[0].organisation), 2, None)


def test_a_category_of_four_takes_the_next_smallest_along(asked: Consultation) -> None:
    choir(asked, CIVIL, 9)
    choir(asked, DIASPORA, 5)
    choir(asked, ACADEMIA, 4)

    assert rows(read(asked), "categories") == [
        ("Civil society", 9, 9),
        ("Small groups, together", 9, 9),
    ]


def test_who_speaks_in_their_own_name_counts_by_their_own_country(asked: Consultation) -> None:
    for number in range(5):
        alone = in_own_name(f"Ines{number}", ACADEMIA, country="PT")
        make.comment(Said("short-stay"), by=alone, on=asked)

    found = read(asked)

    assert (found.people, found.organisations) == (5, 0)
    assert rows(found, "regions") == [("Southern Europe", 5, 5)]
    assert rows(found, "categories") == [("Academia", 5, 5)]


def test_everybody_sees_what_is_shown_and_the_committee_all_but_what_was_withdrawn(
    asked: Consultation,
) -> None:
    made = choir(asked, CIVIL, 4)
    make.kept_back(made[0], Standing.State.HIDDEN)
    make.withdrawn(made[1])
    make.comment(Said("students"), by=make.olga(), on=asked, visible=False)

    assert read(asked).inputs == 2
    assert read(asked, by=make.person("Nils")).inputs == 2
    for name in ("Mia", "Chloé", "Sena"):
        assert read(asked, by=make.person(name)).inputs == 4


def test_what_becomes_visible_after_closing_is_not_counted_before() -> None:
    asked = make.consultation(moderation=Consultation.Moderation.CLOSING)
    choir(asked, CIVIL, 3)

    before = read_statistics(AnonymousUser(), [asked], asked.closes_at - DAY)

    assert (before.inputs, read(asked).inputs) == (0, 3)


def test_answers_and_how_long_they_took(asked: Consultation) -> None:
    made = choir(asked, CIVIL, 6)
    for comment, days in zip(made[:5], (1, 2, 3, 4, 10), strict=True):
        make.answered(comment, Outcome.NOTED, at=NOON + days * DAY)
    first = made[0].dispositions.get()
    make.answered(made[0], Outcome.DEFERRED, supersedes=first, at=NOON + 20 * DAY)

    found = read(asked)

    assert [row[:2] for row in rows(found, "answers")] == [
        ("Noted", 4),
        ("Deferred", 1),
        ("Not answered yet", 1),
    ]
    # The first answers count: after 1, 2, 3, 4 and 10 days.
    assert [row[1] for row in rows(found, "times")] == [2.0, 3.0, 4.0]


def test_inputs_over_time_have_a_place_for_every_day(asked: Consultation) -> None:
    choir(asked, CIVIL, 2)
    make.comment(Said("students"), by=make.olga(), on=asked, at=NOON + 2 * DAY)

    assert [row[:2] for row in rows(read(asked), "time")] == [
        ("14.06.2017", 2),
        ("15.06.2017", 0),
        ("16.06.2017", 1),
    ]


def test_a_long_time_is_shown_in_spans_that_fit(asked: Consultation) -> None:
    make.comment(Said("students"), by=make.olga(), on=asked)
    make.comment(Said("students"), by=make.omar(), on=asked, at=NOON + 29 * DAY)
    make.comment(Said("researchers"), by=make.omar(), on=asked, at=NOON + 29.9 * DAY)

    spans = rows(read(asked), "time")

    assert [spans[0][0], spans[-1][0]] == ["14.06.2017–15.06.2017", "14.07.2017"]
    assert sum(span[1] for span in spans) == 3


def test_the_clauses_most_commented_are_named_as_they_were(asked: Consultation) -> None:
    choir(asked, CIVIL, 2)
    make.comment(Said("students"), by=make.olga(), on=asked)

    assert [row[:2] for row in rows(read(asked), "clauses")] == [("Clause 1", 2), ("Clause 2(a)", 1)]


def test_who_has_not_spoken_yet_are_bodies_and_categories(asked: Consultation) -> None:
    choir(asked, CIVIL, 1)
    speaker("Zoé", DIASPORA)
    make.comment(Said("students"), by=make.omar(), on=asked, visible=False)
    withdrawn = make.comment(Said("students"), by=speaker("Ana", ACADEMIA), on=asked)
    make.withdrawn(withdrawn)
    in_own_name("Ines", ACADEMIA)

    silent = read(asked).silent

    assert [str(each) for each in silent.organisations] == ["Body of Ana", "Body of Zoé"]
    assert silent.categories == ("academia", "international organisation", "other")


def test_a_signature_is_a_voice(asked: Consultation) -> None:
    made = choir(asked, CIVIL, 1)[0]
    signer = make.omar()
    body = make.body_of(signer)
    assert read(asked).silent.organisations == (body,)

    Signature.objects.create(comment=made, organisation=body, signed_by=signer, signed_at=NOON)

    assert read(asked).silent.organisations == ()


def test_only_those_who_were_asked_are_said_to_be_silent(asked: Consultation) -> None:
    speaker("Zoé", DIASPORA)
    speaker("Ana", ACADEMIA)
    invited = register_organisation(
        by=make.secretariat(), slug="invited", name="Invited", category=CIVIL, country="", at=NOON
    )
    asked.audience, asked.categories = Consultation.Audience.NAMED, [DIASPORA]
    asked.save(update_fields=["audience", "categories"])
    asked.organisations.add(invited)

    silent = read(asked).silent

    assert [str(each) for each in silent.organisations] == ["Body of Zoé", "Invited"]
    assert silent.categories == ("diaspora",)


def test_nobody_is_silent_before_a_consultation_opens(asked: Consultation) -> None:
    speaker("Zoé", DIASPORA)

    assert not read_statistics(AnonymousUser(), [asked], asked.opens_at - DAY).silent


def test_a_whole_gives_away_nothing_that_its_parts_hide(asked: Consultation) -> None:
    other = make.consultation(make.published(make.text("other-text")))
    for on, diaspora in ((asked, 7), (other, 2)):
        choir(on, CIVIL, 8)
        choir(on, ACADEMIA, 6)
        choir(on, DIASPORA, diaspora)

    assert rows(read(other), "categories") == [
        ("Civil society", 8, 8),
        ("Small groups, together", 8, 8),
    ]
    # Nine of the diaspora in all, seven of them in the first consultation: two in the other would be told.
    assert (
        rows(read(asked, other), "categories")
        == [
            ("Small groups, together", 21, 21),
            ("Civil society", 16, 16),
        ][::-1]
    )


def test_a_whole_is_counted_once_and_shows_what_is_large_enough_there(asked: Consultation) -> None:
    other = make.consultation(make.published(make.text("other-text")))
    for on in (asked, other):
        for category in (CIVIL, DIASPORA, ACADEMIA):
            choir(on, category, 3)

    assert rows(read(asked), "categories") == [("Small groups, together", 9, 9)]
    assert rows(read(asked, other), "categories") == [
        ("Academia", 6, 6),
        ("Civil society", 6, 6),
        ("Diaspora", 6, 6),
    ]


def test_a_person_in_two_consultations_is_one(asked: Consultation) -> None:
    other = make.consultation(make.published(make.text("other-text")))
    for made in choir(asked, CIVIL, 6):
        make.comment(Said("students"), by=made.author, on=other)

    assert rows(read(asked, other), "categories") == [("Civil society", 12, 6)]


def test_who_was_admitted_after_the_closing_was_not_silent(asked: Consultation) -> None:
    speaker("Zoé", DIASPORA)
    late = speaker("Ana", ACADEMIA)
    late.memberships.update(admitted_at=asked.closes_at)
    left = speaker("Bea", ACADEMIA)
    left.memberships.update(admitted_at=asked.opens_at - 2 * DAY, ended_at=asked.opens_at - DAY)

    silent = read(asked).silent

    assert [str(each) for each in silent.organisations] == ["Body of Zoé"]
    assert silent.is_final
    assert not read_statistics(AnonymousUser(), [asked], asked.closes_at - DAY).silent.is_final


def test_long_times_are_in_whole_days(asked: Consultation) -> None:
    made = choir(asked, CIVIL, 3)
    for comment, days in zip(made, (1.24, 15.8, 31.2), strict=True):
        make.answered(comment, Outcome.NOTED, at=NOON + days * DAY)

    assert [row[1] for row in rows(read(asked), "times")] == [8.5, 16, 24]


def test_labels_are_in_the_readers_language(asked: Consultation) -> None:
    choir(asked, CIVIL, 5)
    with translation.override("fr"):
        table = read(asked).table("languages")

    assert table is not None
    assert table.figures[0].label == "Anglais"


def test_the_number_of_queries_does_not_grow(asked: Consultation) -> None:
    def queries() -> int:
        read(asked)
        with CaptureQueriesContext(connection) as captured:
            read(asked)
        return len(captured)

    choir(asked, CIVIL, 2)
    before = queries()
    choir(asked, DIASPORA, 5)
    make.comment(Said("students"), by=make.olga(), on=asked)
    make.answered(make.comment(Said("researchers"), by=make.olga(), on=asked), Outcome.NOTED)
    admit(
        by=make.secretariat(),
        user=make.person("Ana"),
        organisation=Organisation.objects.order_by("pk")[0],
        at=NOON,
    )

    assert queries() == before <= 9
