"""The pages of a record: who reads what in each state, what it costs, and what is kept of words that are refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Attribution, Organisation
from drafts.models import Version
from drafts.models.keys import new_key
from roundtables.actions.interventions import Attributed, record_intervention
from roundtables.models import Attendance, Correction, Record, RecordSignature, Session
from tests import make, records, sessions
from tests.pages import goes_to, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

PEOPLE = ("public", "Nils", "Olga", "Remy", "Chloé", "Sena")
THERE = {"Olga", "Remy", "Chloé", "Sena"}


def browser(name: str) -> Client:
    return Client() if name == "public" else signed_in(name)


def url(name: str, session: Session, *args: object) -> str:
    return reverse(f"roundtables:{name}", args=[session.key, *args])


def readers(name: str, session: Session, *args: object) -> set[str]:
    """Who of all kinds of people reads a page."""
    return {who for who in PEOPLE if browser(who).get(url(name, session, *args)).status_code == 200}


def in_time(session: Session) -> Session:
    """A record circulated today: corrections can be asked for now."""
    now = timezone.now()
    return records.circulated(session, at=now, until=now + timedelta(days=7))


def over(session: Session) -> None:
    """The time for corrections has passed."""
    Record.objects.filter(pk=session.pk).update(corrections_until=timezone.now() - timedelta(minutes=1))


# ---- who reads ------------------------------------------------------------------------


def test_notes_are_read_by_those_who_take_them_and_attendees_are_told_to_wait() -> None:
    session = records.said()

    assert readers("record", session) == THERE
    assert "Decisions on visas" in words_of(signed_in("Remy").get(url("record", session)))
    waiting = words_of(signed_in("Olga").get(url("record", session)))
    assert "The record is being written" in waiting
    assert "Decisions on visas" not in waiting


def test_a_circulated_record_is_read_by_those_who_attended() -> None:
    session = records.circulated()

    assert readers("record", session) == THERE
    assert readers("record-version", session, 1) == THERE
    assert readers("record-version", session, 2) == set()
    assert readers("corrections", session) == THERE


def test_a_published_record_is_read_by_everybody_but_its_earlier_versions_are_not() -> None:
    session = records.published()

    assert readers("record", session) == set(PEOPLE)
    assert readers("record-version", session, 3) == set(PEOPLE)
    assert readers("record-paper", session, 3) == set(PEOPLE)
    assert readers("record-version", session, 1) == THERE
    assert readers("record-compare", session, 1, 3) == THERE
    assert readers("corrections", session) == THERE


def test_each_number_leads_its_reader_to_what_became_of_it() -> None:
    session = records.published()
    everybody = Client()

    html = everybody.get(url("record", session)).content.decode()

    intervention = session.interventions.filter(struck_at=None).first()
    assert intervention is not None
    assert f'<a class="record-number" href="{intervention.get_absolute_url()}">' in html
    assert everybody.get(intervention.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("rule", list(Attribution))
def test_who_spoke_is_shown_as_the_rule_allows(rule: Attribution) -> None:
    session = records.published(records.circulated(records.said(rule)))
    page = words_of(Client().get(url("record", session))) + words_of(
        Client().get(url("record-paper", session, 3))
    )

    assert ("Olga" in page) == (rule == Attribution.NAMED)
    assert ("Network of Olga" in page) == (rule == Attribution.NAMED)
    said = page[page.index("What was said") : page.index("Who was there")]
    assert ("Civil society" in said or "civil society" in said) == (rule != Attribution.NONE)


def test_a_name_taken_back_is_gone_from_a_record_that_is_adopted() -> None:
    session = records.published()
    olga = make.olga()
    Organisation.objects.filter(pk=make.body_of(olga).pk).update(name="A network")
    type(olga).objects.filter(pk=olga.pk).update(shows_name=False)

    assert "Olga" not in words_of(Client().get(url("record-paper", session, 3)))


@pytest.mark.parametrize("rule", [Attribution.CATEGORY, Attribution.NONE])
def test_where_nobody_is_named_those_present_are_numbers_and_small_groups_are_together(
    rule: Attribution,
) -> None:
    session = records.said(rule)
    for number in range(6):
        Attendance.objects.create(
            session=session,
            name=f"Guest {number}",
            category="academia",
            taken_by=make.olga(),
            taken_at=make.NOON,
        )
    page = words_of(signed_in("Olga").get(url("record", records.circulated(session))))

    assert "Guest" not in page
    # Six of one category could be told from the sum: the two others would be left.
    assert "8 people, of categories too small to be told apart." in page


def test_asking_for_a_correction_ties_nobody_to_what_was_said() -> None:
    session = in_time(records.said(Attribution.NONE))
    records.asked(session, at=timezone.now())
    page = signed_in("Omar").get(url("record", session)).content.decode()

    assert "An attendee" in page
    assert "Olga" not in page
    for name in ("corrections", "record"):
        for reader in ("Chloé", "Remy"):
            assert "Olga" not in signed_in(reader).get(url(name, session)).content.decode()


# ---- what it costs --------------------------------------------------------------------


def long_record(interventions: int, attendees: int, on: Version) -> Session:
    session = sessions.session(Attribution.NAMED, on=on)
    sessions.attended_by(session, make.olga(), make.omar())
    for number in range(attendees):
        Attendance.objects.create(
            session=session,
            name=f"Guest {number}",
            category="academia",
            taken_by=make.olga(),
            taken_at=make.NOON,
        )
    clause = make.clause_that_says(session.versions.get(), "short-stay")
    for number in range(interventions):
        at = session.starts_at + timedelta(seconds=number)
        record_intervention(
            by=make.person("Remy"),
            session=session,
            key=new_key(),
            attributed=Attributed(
                Attribution.NAMED, speaker=make.olga(), organisation=make.body_of(make.olga())
            ),
            words=f"{records.WORDS} {records.OTHER} Said as number {number}, and then once more at some length.",
            language="en",
            said_at=at,
            at=at,
            clause=clause,
        )
    return records.circulated(session)


def test_three_hundred_interventions_cost_no_more_queries_than_three_and_stay_light() -> None:
    version = make.published()
    small = long_record(3, 3, version)
    counted = {name: queries_of(signed_in("Olga"), url(name, small)) for name in ("record", "corrections")}
    paper = queries_of(signed_in("Olga"), url("record-paper", small, 1))
    large = long_record(300, 150, version)

    assert {name: queries_of(signed_in("Olga"), url(name, large)) for name in counted} == counted
    assert queries_of(signed_in("Olga"), url("record-paper", large, 1)) == paper
    response = signed_in("Olga").get(url("record", large), headers={"Accept-Encoding": "gzip"})
    assert len(response.content) < 30_000
    assert response.content[:2] == b"\x1f\x8b"


def test_the_second_page_continues_the_numbers() -> None:
    session = long_record(60, 0, make.published())
    page = words_of(signed_in("Olga").get(url("record", session) + "?page=2"))

    assert "Said as number 50" in page
    assert "Said as number 49" not in page


def test_an_address_with_an_entry_opens_the_page_that_holds_it() -> None:
    session = long_record(60, 0, make.published())
    last = session.interventions.get(wordings__words__contains="Said as number 59,")
    olga = signed_in("Olga")

    linked = f"{url('record', session)}?entry={last.key}#{last.key}"
    assert linked in olga.get(f"/en/sessions/{session.key}/interventions/{last.key}/").content.decode()
    assert f'id="{last.key}"' in olga.get(linked).content.decode()
    assert f'id="{last.key}"' not in olga.get(url("record", session)).content.decode()


# ---- acts -----------------------------------------------------------------------------


def post(name: str, page: str, session: Session, *args: object, **fields: Any) -> Any:
    return signed_in(name).post(url(page, session, *args), fields)


def test_a_record_goes_all_the_way_through_its_pages() -> None:
    session, now = records.said(), timezone.now()
    until = (now + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    assert goes_to(post("Remy", "record-circulate", session, until=until)).endswith("/record/")

    said, key = records.first(session).key, new_key()
    fields = {
        "number": 1,
        "target": said,
        "key": key,
        "words": "Decisions take months.",
        "reason": "I said so.",
    }
    assert goes_to(post("Olga", "correction-ask", session, **fields)).endswith("/corrections/")
    page = signed_in("Remy").get(url("correction", session, key))
    seen = page.context["form"]["seen"].value()
    assert goes_to(post("Remy", "correction", session, key, state="accepted", seen=seen))
    over(session)
    goes_to(post("Remy", "record-correct", session, until=""))
    for name, capacity in (("Remy", "rapporteur"), ("Chloé", "chair")):
        content = signed_in(name).get(url("record-sign", session)).context["content"]
        goes_to(post(name, "record-sign", session, content=content, capacity=capacity))
    goes_to(post("Chloé", "record-adopt", session, content=content))
    goes_to(post("Sena", "record-publish", session))

    assert "Decisions take months." in words_of(Client().get(url("record", session)))
    assert RecordSignature.objects.count() == 2


def test_signing_what_changed_shows_the_page_anew() -> None:
    session = records.circulated()
    records.corrected(session)
    response = post("Chloé", "record-sign", session, content="0" * 64, capacity="chair")

    assert response.status_code == 409
    assert "Read it again first" in words_of(response)


def test_one_signature_does_not_adopt() -> None:
    session = records.circulated()
    content = records.corrected(session).content_hash
    records.signed(session, "Chloé")
    response = post("Chloé", "record-adopt", session, content=content)

    assert response.status_code == 409
    assert "have not both signed" in words_of(response)


@pytest.mark.parametrize("page", ["record-circulate", "record-correct", "record-sign", "record-adopt"])
def test_whoever_may_not_act_is_told_why(page: str) -> None:
    session = records.circulated()

    assert "This cannot be done." in words_of(signed_in("Olga").get(url(page, session)))
    assert signed_in("Nils").get(url(page, session)).status_code == 404


def test_words_are_kept_when_a_correction_is_refused() -> None:
    session = in_time(records.said())
    said = records.first(session)
    fields = {
        "number": 1,
        "target": said.key,
        "words": said.wordings.get().words,
        "reason": "A reason of mine.",
    }
    response = post("Olga", "correction-ask", session, **fields)

    assert response.status_code == 422
    assert "stand there already" in words_of(response)
    assert "A reason of mine." in words_of(response)
    assert not Correction.objects.exists()


def test_a_preview_shows_the_redline_and_asks_for_nothing() -> None:
    session = in_time(records.said())
    fields = {
        "number": 1,
        "target": records.first(session).key,
        "words": "Decisions take months.",
        "act": "preview",
    }
    part = signed_in("Olga").post(url("correction-ask", session), fields, headers={"HX-Request": "true"})

    assert "<ins>" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert not Correction.objects.exists()


def test_what_collides_comes_back_with_what_the_rapporteur_wrote() -> None:
    session = in_time(records.said())
    one = records.asked(session, at=timezone.now())
    other = records.asked(session, "too long", "three months", by=make.omar(), at=timezone.now())
    records.decided(one)
    page = signed_in("Remy").get(url("correction", session, other.key))
    assert "both changed the same place" in words_of(page)
    seen = page.context["form"]["seen"].value()
    response = post(
        "Remy", "correction", session, other.key, state="accepted", seen=seen, answer="My answer."
    )

    assert response.status_code == 409
    assert "My answer." in words_of(response)
    goes_to(post("Remy", "correction", session, other.key, state="changed", seen=seen, words="Both."))
    assert Correction.objects.get(pk=other.pk).state == "changed"


def test_deciding_on_what_somebody_decided_on_shows_what_became_of_it() -> None:
    session = in_time(records.said())
    asked = records.asked(session, at=timezone.now())
    seen = signed_in("Remy").get(url("correction", session, asked.key)).context["form"]["seen"].value()
    records.decided(asked)
    response = post(
        "Remy", "correction", session, asked.key, state="refused", seen=seen, answer="A long no of mine."
    )

    assert response.status_code == 409
    assert "It was decided on a moment ago: accepted" in words_of(response)
    assert "A long no of mine." in words_of(response)


def test_what_is_missing_is_supplied_where_the_rapporteur_says() -> None:
    session = in_time(records.said())
    asked = records.missing(session)
    page = signed_in("Remy").get(url("correction", session, asked.key))
    seen = page.context["form"]["seen"].value()
    fields = {"state": "accepted", "seen": seen, "after": 1, "attributed": "named"}
    goes_to(post("Remy", "correction", session, asked.key, **fields))

    over(session)
    content = records.corrected(session, at=timezone.now()).content
    assert [each["words"] for each in content["interventions"]][1] == "Seasonal workers are forgotten."
    assert content["interventions"][1]["speaker"] == make.olga().key


def test_only_its_author_withdraws_a_correction() -> None:
    session = in_time(records.said())
    asked = records.asked(session, at=timezone.now())

    assert post("Omar", "correction-withdraw", session, asked.key).status_code == 404
    goes_to(post("Olga", "correction-withdraw", session, asked.key))
    assert Correction.objects.get().state == "withdrawn"
