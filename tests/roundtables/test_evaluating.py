"""Filling in the form after a session: once, by whoever was there, and nobody knows which answer is whose."""

import json
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail, serializers
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from consultation.mails.sending import send_due
from consultation.models import Letter
from drafts.models import LedgerEntry
from roundtables.actions.evaluations import (
    AlreadyGiven,
    AlreadyOpened,
    Filled,
    NothingFilledIn,
    fill_in_evaluation,
    open_evaluation,
)
from roundtables.models import Evaluation, EvaluationAnswer, Session
from roundtables.reports.evaluations import has_given
from tests import learning, make, sessions
from tests.learning import CLOSED, CLOSES, OPENED
from tests.pages import goes_to, nothing_written, signed_in, words_of
from tests.post import database_of_many
from tests.test_concurrency import at_once, kinds

pytestmark = pytest.mark.django_db
WORDS = "Begin with the diaspora next time."


def held_today(attendees: int = 2) -> Evaluation:
    """An evaluation that is open at this moment."""
    return learning.asked(attendees, at=timezone.now())


def url(of: Evaluation, language: str = "en") -> str:
    return f"/{language}/sessions/{of.session.key}/evaluation/"


def test_those_who_attended_and_have_an_account_are_written_to_once() -> None:
    evaluation = learning.asked(3)

    letters = Letter.objects.filter(kind=Letter.Kind.EVALUATION)
    assert {letter.to for letter in letters} == {make.person(f"Att{at}") for at in (1, 2, 3)}
    send_due(lambda: OPENED)
    (message,) = [each for each in mail.outbox if each.to == ["att1@example.org"]]
    assert "Round table on mobility" in message.subject
    assert f"/en/sessions/{evaluation.session.key}/evaluation/" in message.body


def test_a_letter_leads_a_french_reader_to_the_french_form() -> None:
    session = sessions.session()
    reader = make.person("Fanny", language="fr")
    sessions.attended_by(session, reader)
    evaluation = learning.asked(session=session)
    send_due(lambda: OPENED)

    (message,) = [each for each in mail.outbox if each.to == [reader.email]]
    assert f"/fr/sessions/{evaluation.session.key}/evaluation/" in message.body
    assert "Table ronde sur la mobilité" in message.subject


def test_a_letter_is_not_sent_once_the_evaluation_is_closed() -> None:
    learning.asked(1)
    send_due(lambda: CLOSED)

    assert Letter.objects.get(kind=Letter.Kind.EVALUATION).failure == "over"


@pytest.mark.parametrize("name", ["Att1", "Chloé", "Olga"])
def test_only_the_secretariat_and_the_rapporteurs_ask(name: str) -> None:
    session = sessions.session()
    learning.attendees(1, of=session)

    with pytest.raises(PermissionDenied):
        open_evaluation(by=make.person(name), session=session, closes_at=CLOSES, at=OPENED)


def test_nobody_asks_before_the_session_has_ended_or_twice() -> None:
    session = sessions.session()
    ask = partial(open_evaluation, by=make.person("Remy"), session=session, closes_at=CLOSES)
    with pytest.raises(PermissionDenied):
        ask(at=session.ends_at - timedelta(minutes=1))
    ask(at=OPENED)

    with pytest.raises(AlreadyOpened):
        ask(at=OPENED)


def test_only_those_who_attended_fill_it_in_and_only_while_it_is_open() -> None:
    evaluation = learning.asked(1)

    with pytest.raises(PermissionDenied):
        learning.filled(evaluation, make.olga())
    with pytest.raises(PermissionDenied):
        learning.filled(evaluation, make.person("Att1"), at=CLOSES)
    assert not EvaluationAnswer.objects.exists()


def test_an_answer_counts_once_and_is_never_changed() -> None:
    evaluation, person = learning.asked(1), make.person("Att1")
    learning.filled(evaluation, person)

    with pytest.raises(AlreadyGiven):
        learning.filled(evaluation, person, marks={"again": 1})
    with pytest.raises(IntegrityError), transaction.atomic():
        EvaluationAnswer.objects.update(words="Something else")
    assert EvaluationAnswer.objects.get().marks == learning.MARKS


@pytest.mark.parametrize("marks", [{}, {"again": 6}, {"unasked": 3}])
def test_a_form_without_an_answer_is_none(marks: dict[str, int]) -> None:
    evaluation = learning.asked(1)

    with pytest.raises(NothingFilledIn):
        learning.filled(evaluation, make.person("Att1"), marks=marks)
    assert not has_given(Evaluation.objects.get(), make.person("Att1"))


def test_nothing_ties_an_answer_to_a_person() -> None:
    """Two people answer; every row and the ledger are then the same but for the answer and the seal of who gave one."""
    evaluation = learning.asked(4)
    before, entries, letters = (
        told(),
        LedgerEntry.objects.count(),
        list(Letter.objects.order_by("pk").values()),
    )
    for name in ("Att3", "Att1"):
        learning.filled(evaluation, make.person(name), words=WORDS)

    assert told() == before
    assert LedgerEntry.objects.count() == entries
    assert list(Letter.objects.order_by("pk").values()) == letters
    written = serializers.serialize("json", EvaluationAnswer.objects.all())
    for number in (1, 2, 3, 4):
        person = make.person(f"Att{number}")
        traces = (person.key, person.email, person.name, f": {person.pk},")
        assert [trace for trace in traces if trace in written] == []


def told() -> object:
    """Every row there is as it stands, but the answers and the form they were given on."""
    kept = (EvaluationAnswer, Evaluation)
    models = [model for model in apps.get_models(include_auto_created=True) if model not in kept]
    return {
        model._meta.db_table: serializers.serialize("json", model._base_manager.order_by("pk"))
        for model in models
    }


def test_the_row_of_an_answer_has_no_time_and_no_number() -> None:
    fields = {field.name: field.get_internal_type() for field in EvaluationAnswer._meta.fields}

    assert fields["id"] == "UUIDField"
    assert not {"DateTimeField", "DateField", "BigAutoField", "AutoField"} & set(fields.values())


def test_neither_seals_nor_answers_are_in_the_order_in_which_they_were_given() -> None:
    evaluation = learning.asked(12)
    given: list[str] = []
    order: list[str] = []
    for at in range(1, 13):
        known = set(Evaluation.objects.get().given)
        learning.filled(evaluation, make.person(f"Att{at}"), words=f"Number {at}")
        (new,) = set(Evaluation.objects.get().given) - known
        given.append(new)
        order.append(str(EvaluationAnswer.objects.get(words=f"Number {at}").pk))

    kept = Evaluation.objects.get().given
    assert kept == sorted(given) != given
    assert sorted(order) != order
    assert [
        seal for seal in kept if seal in serializers.serialize("json", EvaluationAnswer.objects.all())
    ] == []


def test_the_seal_of_a_person_is_another_one_for_each_session() -> None:
    first = learning.asked(1)
    second = learning.asked(session=another(first.session))
    learning.filled(first, make.person("Att1"))
    learning.filled(second, make.person("Att1"))

    seals = [evaluation.given for evaluation in Evaluation.objects.all()]
    assert seals[0] != seals[1]
    assert make.person("Att1").key not in json.dumps(seals)


def another(like: Session) -> Session:
    session = sessions.session(on=like.versions.get())
    sessions.attended_by(session, make.person("Att1"))
    return session


def test_a_signature_is_the_author_s_choice() -> None:
    evaluation = learning.asked(2)
    learning.filled(evaluation, make.person("Att1"), words="Signed.", signed=True)
    learning.filled(evaluation, make.person("Att2"), words="Unsigned.")

    signed = {
        answer.words: answer.signed_by for answer in EvaluationAnswer.objects.select_related("signed_by")
    }
    assert signed == {"Signed.": make.person("Att1"), "Unsigned.": None}


def test_the_form_is_filled_in_without_a_script() -> None:
    evaluation, client = held_today(), signed_in("Att1")
    page = words_of(client.get(url(evaluation)))
    assert "It cannot be changed afterwards" in page
    assert "I would come again." in page

    assert goes_to(client.post(url(evaluation), {"again": "5", "words": WORDS})) == url(evaluation)

    answer = EvaluationAnswer.objects.get()
    assert (answer.marks, answer.words, answer.signed_by) == ({"again": 5}, WORDS, None)
    again = words_of(client.get(url(evaluation)))
    assert "Thank you." in again
    assert "Send for good" not in again
    assert WORDS not in again


def test_sending_the_form_leaves_no_trace_beside_the_answer_and_the_seal(
    caplog: pytest.LogCaptureFixture,
) -> None:
    evaluation, client, person = held_today(), signed_in("Att1"), make.person("Att1")
    client.get(url(evaluation))
    before = told()

    with caplog.at_level("DEBUG"):
        response = client.post(url(evaluation), {"again": "5"})

    assert response.status_code == 302
    assert told() == before
    assert [each for each in caplog.messages if person.key in each or person.email in each] == []
    assert not response.cookies.keys() - {"csrftoken"}


def test_the_form_is_in_the_reader_s_language() -> None:
    evaluation = held_today()
    client = signed_in("Att1")

    client.post(url(evaluation, "fr"), {"again": "5"})

    assert EvaluationAnswer.objects.get().language == "fr"


def test_what_was_written_survives_a_second_click_and_is_not_kept() -> None:
    evaluation, client = held_today(), signed_in("Att1")
    client.post(url(evaluation), {"again": "5"})

    response = client.post(url(evaluation), {"again": "1", "words": WORDS})

    assert response.status_code == 409
    assert WORDS in words_of(response)
    assert EvaluationAnswer.objects.get().marks == {"again": 5}


def test_an_empty_form_comes_back_and_a_mark_that_is_none_too() -> None:
    evaluation, client = held_today(), signed_in("Att1")
    with nothing_written():
        empty = client.post(url(evaluation), {"words": ""})
        wrong = client.post(url(evaluation), {"again": "9", "words": WORDS})

    assert (empty.status_code, wrong.status_code) == (422, 422)
    assert "Answer at least one question." in words_of(empty)
    assert WORDS in words_of(wrong)


def test_who_was_not_there_finds_nothing_and_the_chair_is_told_that_it_is_open() -> None:
    evaluation = held_today()
    make.olga()

    assert signed_in("Olga").get(url(evaluation)).status_code == 404
    assert "/accounts/login/" in goes_to(Client().get(url(evaluation)))
    chair = words_of(signed_in("Chloé").get(url(evaluation)))
    assert "are being asked what they thought" in chair
    assert "Send for good" not in chair


def test_the_rapporteur_asks_on_the_page() -> None:
    session = sessions.session()
    learning.attendees(1, of=session)
    address = f"/en/sessions/{session.key}/evaluation/"
    client = signed_in("Remy")
    assert "Ask for an evaluation" in words_of(client.get(address))

    goes_to(client.post(f"{address}ask/", {"days": "7"}))
    goes_to(client.post(f"{address}ask/", {"days": "30"}))

    evaluation = Evaluation.objects.get()
    assert evaluation.closes_at - evaluation.opened_at == timedelta(days=7)
    assert LedgerEntry.objects.filter(verb=LedgerEntry.Verb.EVALUATED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_answer(tmp_path: Path) -> None:
    with database_of_many(tmp_path):
        evaluation = learning.asked(2)
        answer = Filled(marks=learning.MARKS, language="en")
        clicks = [
            partial(fill_in_evaluation, by=make.person(name), evaluation=evaluation, filled=answer, at=OPENED)
            for name in ("Att1", "Att2")
        ]

        outcomes = at_once(*clicks, *clicks, *clicks)

        assert kinds(outcomes) == {"NoneType": 2, "AlreadyGiven": 4}
        assert EvaluationAnswer.objects.count() == 2
        assert len(Evaluation.objects.get().given) == 2
