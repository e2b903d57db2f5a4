"""Writing down what is said: the form, what the rule leaves of a speaker, sending twice, changing and striking."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from consultation.models import Attribution
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from roundtables.models import Intervention, InterventionWording, Record
from tests import make, sessions
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of
from tests.roundtables.notes import a_session, address, rapporteur, send, typed

pytestmark = pytest.mark.django_db
RULES = list(Attribution)


def the_one() -> Intervention:
    return Intervention.objects.get()


@pytest.mark.parametrize("rule", RULES)
def test_what_is_typed_is_written_down_as_far_as_the_rule_lets_it_be(rule: Attribution) -> None:
    session = a_session(rule)

    response = send(signed_in("Remy"), session)

    said = the_one()
    assert goes_to(response) == address(session)
    assert said.wordings.get().words == "Decisions take too long."
    assert said.rule == rule
    assert said.speaker == (make.olga() if rule == Attribution.NAMED else None)
    assert said.organisation == (make.body_of(make.olga()) if rule == Attribution.NAMED else None)
    assert said.category == ("" if rule == Attribution.NONE else "civil_society")


@pytest.mark.parametrize("rule", [Attribution.CATEGORY, Attribution.NONE])
def test_a_form_for_unnamed_speakers_has_no_field_for_a_name_and_takes_none(rule: Attribution) -> None:
    session = a_session(rule)
    page = signed_in("Remy").get(address(session))

    send(signed_in("Remy"), session, speaker_name="Olga", body="Network of Olga", rule="named")

    assert 'name="present"' not in page.content.decode()
    assert 'name="speaker_name"' not in page.content.decode()
    assert "Network of Olga" not in page.content.decode()
    assert not Intervention.objects.exclude(speaker_name="", body="").exists()


def test_one_intervention_may_be_off_the_record_and_then_nothing_of_its_speaker_is_kept() -> None:
    session = a_session()

    send(signed_in("Remy"), session, rule="none", words="Between us, it will fail.")

    said = the_one()
    assert (said.rule, said.speaker, said.organisation, said.category) == ("none", None, None, "")
    assert LedgerEntry.objects.get(verb="spoke").payload.count("none") == 1


def test_one_intervention_may_be_by_category_only_which_is_that_of_whoever_is_chosen() -> None:
    send(signed_in("Remy"), a_session(), rule="category")

    said = the_one()
    assert (said.rule, said.speaker, said.organisation) == ("category", None, None)
    assert said.category == "civil_society"


def test_somebody_who_is_not_on_the_list_is_written_down_by_name_and_body() -> None:
    session = a_session()

    send(signed_in("Remy"), session, present="", speaker_name="Amina Sow", body="Ministry of Youth")

    said = the_one()
    assert (said.speaker, said.speaker_name, said.body) == (None, "Amina Sow", "Ministry of Youth")
    assert "Ministry of Youth" in words_of(signed_in("Remy").get(address(session)))


def test_where_speakers_are_named_the_form_asks_who_spoke_and_keeps_the_words() -> None:
    session = a_session()

    response = send(signed_in("Remy"), session, present="", words="A long thought.")

    assert response.status_code == 422
    assert "Say who spoke" in words_of(response)
    assert "A long thought." in response.content.decode()
    assert not Intervention.objects.exists()


def test_the_next_is_on_the_item_the_clause_and_in_the_language_of_the_last() -> None:
    session = a_session()
    item, clause = session.items.get(), make.clause_that_says(session.versions.get(), "short-stay")

    send(signed_in("Remy"), session, item=item.key, clause=clause.key, language="fr")

    form = signed_in("Remy").get(address(session)).context["form"]
    assert (form["item"].value(), form["clause"].value(), form["language"].value()) == (
        item.key,
        clause.key,
        "fr",
    )
    assert form["key"].value() != the_one().key
    assert (the_one().item, the_one().clause) == (item, clause)


def test_the_clauses_of_the_item_come_first_among_those_on_the_table() -> None:
    session = a_session()
    send(signed_in("Remy"), session, item=session.items.get().key)

    groups = signed_in("Remy").get(address(session)).context["form"].fields["clause"].choices[1:]

    assert [label for label, _clauses in groups] == ["of this item", "Legal mobility"]
    assert [words for _key, words in groups[0][1]] == [
        "1. The partners shall simplify the procedures for short-stay…"
    ]


def test_a_clause_that_is_not_on_the_table_is_refused() -> None:
    elsewhere = make.published(make.text("elsewhere"))
    clause = make.clause_that_says(elsewhere, "short-stay")

    assert send(signed_in("Remy"), a_session(), clause=clause.key).status_code == 422


def test_what_is_sent_twice_is_written_down_once() -> None:
    session = a_session()
    remy, sent = signed_in("Remy"), typed(session)

    first = remy.post(address(session), sent, headers={"X-Requested-With": "fetch"})
    second = remy.post(address(session), sent, headers={"X-Requested-With": "fetch"})

    assert first.json()["key"] == second.json()["key"] == the_one().key == sent["key"]
    assert InterventionWording.objects.count() == 1


def test_what_was_said_while_the_line_was_down_stands_where_it_was_said() -> None:
    session = a_session()
    before = timezone.now()

    send(signed_in("Remy"), session, words="Later.", age="0")
    send(signed_in("Remy"), session, words="Earlier.", age="600000")

    earlier, later = Intervention.objects.in_order()
    assert earlier.wordings.get().words == "Earlier."
    assert later.said_at - earlier.said_at >= timedelta(minutes=9)
    assert earlier.recorded_at >= before


def circulate(session: Any) -> None:
    """The record has gone out."""
    Record.objects.filter(session=session).update(state=Record.State.CIRCULATED)


def test_what_arrives_after_the_record_was_circulated_is_refused_with_its_words() -> None:
    session = a_session()
    circulate(session)

    plain = send(signed_in("Remy"), session, words="Too late to say.")
    scripted = send(signed_in("Remy"), session, by_script=True)

    assert plain.status_code == scripted.status_code == 409
    assert "Too late to say." in plain.content.decode()
    assert "changes by a correction" in scripted.json()["why"][0]
    assert not Intervention.objects.exists()


def test_what_had_arrived_before_the_record_was_circulated_is_said_to_have_arrived() -> None:
    session = a_session()
    sent = typed(session)
    remy = signed_in("Remy")
    remy.post(address(session), sent)
    circulate(session)

    again = remy.post(address(session), sent, headers={"X-Requested-With": "fetch"})

    assert again.status_code == 200
    assert again.json()["key"] == sent["key"]


def test_a_session_that_was_cancelled_takes_no_notes() -> None:
    session = a_session()
    session.cancelled_at = make.NOON
    session.save(update_fields=["cancelled_at"])

    assert send(signed_in("Remy"), session, by_script=True).status_code == 409


def test_words_sent_after_the_session_of_the_browser_ended_come_back() -> None:
    session = a_session()
    client = signed_in("Remy")
    client.logout()

    response = send(client, session, by_script=True, words="Nothing of this is lost.")

    assert response.status_code == 401
    assert "Nothing of this is lost." in response.content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [("Remy", 200), ("Chloé", 200), ("Sena", 200), ("Olga", 404), ("Mia", 404), ("Nils", 404)],
)
def test_the_notes_are_for_rapporteurs_chair_and_secretariat(name: str, status: int) -> None:
    session = a_session()
    said = sessions.intervention(session)
    client = signed_in(name)

    for rest in ("", "news/", f"{said.key}/"):
        assert client.get(address(session, rest)).status_code == status


@pytest.mark.parametrize("name", ["Chloé", "Sena"])
def test_chair_and_secretariat_read_the_notes_and_write_nothing(name: str) -> None:
    session = a_session()
    said = sessions.intervention(session)
    client = signed_in(name)

    page = client.get(address(session))
    with nothing_written():
        assert send(client, session).status_code == 409
        for act in ("reword", "attribute", "strike"):
            assert client.post(address(session, f"{said.key}/{act}/")).status_code == 403

    assert "Only the rapporteurs" in words_of(page)
    assert "<textarea" not in page.content.decode()


def test_other_words_are_a_new_wording_and_the_old_one_is_in_the_history() -> None:
    session = a_session()
    said = sessions.intervention(session)
    remy = signed_in("Remy")

    sent = {"words": "They take months.", "basis": digest("Decisions take too long.")}
    response = remy.post(address(session, f"{said.key}/reword/"), sent)

    assert goes_to(response) == f"{address(session)}?note={said.key}#note-{said.key}"
    assert [each.words for each in said.wordings.order_by("pk")] == [
        "Decisions take too long.",
        "They take months.",
    ]
    history = words_of(remy.get(address(session, f"{said.key}/")))
    assert "Decisions take too long." in history
    assert LedgerEntry.objects.filter(verb="reworded").count() == 1
    assert "months" not in LedgerEntry.objects.get(verb="reworded").payload


def test_striking_takes_a_reason_and_is_seen_in_the_notes() -> None:
    session = a_session()
    said = sessions.intervention(session)
    remy = signed_in("Remy")
    strike = address(session, f"{said.key}/strike/")

    assert remy.post(strike, {"reason": ""}).status_code == 422
    remy.post(strike, {"reason": "Entered twice."})

    page = words_of(remy.get(address(session)))
    assert "Struck: Entered twice." in page
    assert "Decisions take too long." in page
    assert "Entered twice." not in LedgerEntry.objects.get(verb="struck").payload
    again = remy.post(strike, {"reason": "Once more, with words."})
    assert again.status_code == 409
    assert "Once more, with words." in again.content.decode()


def test_who_spoke_is_put_right_and_the_attribution_only_made_stricter() -> None:
    session = a_session()
    said = sessions.intervention(session)
    remy, attribute = signed_in("Remy"), address(session, f"{said.key}/attribute/")

    remy.post(attribute, {"rule": "category", "category": "diaspora", "item": session.items.get().key})
    said.refresh_from_db()
    assert (said.rule, said.speaker, said.organisation, said.category) == ("category", None, None, "diaspora")
    assert said.item == session.items.get()

    refused = remy.post(attribute, {"rule": "named", "speaker_name": "Olga"})
    said.refresh_from_db()
    assert refused.status_code == 422
    assert (said.rule, said.speaker_name) == ("category", "")


def test_the_form_for_who_spoke_begins_with_who_is_written_down() -> None:
    session = a_session()
    said = sessions.intervention(session)
    page = signed_in("Remy").get(address(session, f"{said.key}/"))
    form = page.context["speaker_form"]

    signed_in("Remy").post(
        address(session, f"{said.key}/attribute/"), {**form.initial, "item": session.items.get().key}
    )

    said.refresh_from_db()
    assert said.speaker == make.olga()
    assert said.organisation == make.body_of(make.olga())
    assert said.item == session.items.get()


def test_the_news_are_empty_while_nothing_happens_and_then_what_changed() -> None:
    session = a_session(with_two=True)
    old = sessions.intervention(session, "An old one.")
    remy, rita = signed_in("Remy"), signed_in("Rita")
    stamp = remy.get(address(session)).context["stamp"]
    quiet = remy.get(address(session, f"news/?since={stamp}"))

    made = send(rita, session, by_script=True, words="From Rita.").json()
    news = remy.get(address(session, f"news/?since={stamp}")).json()

    assert (quiet.status_code, quiet.content) == (204, b"")
    assert [each["key"] for each in news["notes"]] == [made["key"]]
    assert "From Rita." in news["notes"][0]["html"]
    assert old.key not in json.dumps(news)
    assert remy.get(address(session, f"news/?since={news['stamp']}")).status_code == 204
    assert "token" in remy.get(address(session, f"news/?since={news['stamp']}&token=1")).json()


def test_three_hundred_interventions_cost_no_more_queries_than_three_and_stay_light() -> None:
    session = a_session()
    for number in range(3):
        sessions.intervention(session, f"Number {number}.", minutes=number)
    remy = signed_in("Remy")
    few = queries_of(remy, address(session))

    words = "The procedures take months, and nobody is told why or when an answer may come. " * 3
    for number in range(3, 300):
        sessions.intervention(session, words, minutes=number % 170)
    for number in range(148):
        sessions.attended_by(session, make.person(f"Guest {number}"))

    assert queries_of(remy, address(session)) == few
    page = remy.get(address(session), headers={"Accept-Encoding": "gzip"})
    assert len(page.context["notes"]) == 50
    assert len(page.content) < 12_000  # over the wire; scripts and style sheets take the rest of sixty
    assert 'rel="next"' in remy.get(address(session)).content.decode()
    assert len(remy.get(address(session, "?page=6")).context["notes"]) == 50


def test_an_address_with_a_note_opens_the_page_that_holds_it() -> None:
    session = a_session()
    said = [sessions.intervention(session, f"Number {number}.", minutes=number // 2) for number in range(60)]
    remy = signed_in("Remy")

    pages = [remy.get(address(session, f"?note={each.key}")).context["page_obj"] for each in said]

    assert all(each in page.object_list for each, page in zip(said, pages, strict=True))
    assert {page.number for page in pages} == {1, 2}
    assert remy.get(address(session, "?note=nothing&page=2")).context["page_obj"].number == 2


def test_one_more_rapporteur_is_found_by_the_notes() -> None:
    session = a_session()
    rapporteur(session, "Rita")

    assert send(signed_in("Rita"), session).status_code == 302
