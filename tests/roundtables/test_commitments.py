"""Commitments of a programme and action points of sessions: recorded, followed up step by step, and seen by whom."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from consultation.models import Attribution, User
from drafts.models import LedgerEntry, Programme, Version
from drafts.models.keys import new_key
from roundtables.actions.commitments import (
    EvidenceMissing,
    FollowedMeanwhile,
    NotInTheProgramme,
    OwnerUnclear,
    Promise,
    Step,
    follow_up,
    record_commitment,
)
from roundtables.models import Commitment, CommitmentStep, Record
from roundtables.permissions.commitments import visible_commitments
from roundtables.reports.commitments import standing_of
from tests import learning, make, sessions
from tests.learning import DUE, WORDS
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of
from tests.post import database_of_many
from tests.test_concurrency import at_once, kinds

pytestmark = pytest.mark.django_db
State = Commitment.State
NAMED, CATEGORY = Attribution.NAMED, Attribution.CATEGORY


@pytest.fixture
def version() -> Version:
    return make.published()


@pytest.fixture
def programme(version: Version) -> Programme:
    return version.text.programme


def of(programme: Programme, language: str = "en") -> str:
    return f"/{language}/programmes/{programme.slug}/commitments/"


def page_of(commitment: Commitment, language: str = "en") -> str:
    return f"/{language}/commitments/{commitment.key}/"


def test_only_the_secretariat_records_a_commitment_of_a_programme(programme: Programme) -> None:
    promise = Promise(words=WORDS, due_on=DUE, body="Atlantis")

    for name in ("Chloé", "Paul", "Olga"):
        with pytest.raises(PermissionDenied):
            record_commitment(
                by=make.person(name), programme=programme, promise=promise, key=new_key(), at=make.NOON
            )
    assert learning.committed(programme).state == State.PLANNED


def test_the_same_form_sent_twice_makes_one(programme: Programme) -> None:
    promise = Promise(words=WORDS, due_on=DUE, body="Atlantis")
    sends = partial(
        record_commitment, by=make.person("Sena"), programme=programme, promise=promise, key="abc1234"
    )

    assert sends(at=make.NOON) == sends(at=make.NOON)
    assert LedgerEntry.objects.filter(verb=LedgerEntry.Verb.COMMITTED).count() == 1


def test_one_owner_does_it(programme: Programme) -> None:
    for promise in (
        Promise(words=WORDS, due_on=DUE),
        Promise(words=WORDS, due_on=DUE, body="Atlantis", owner=make.olga()),
    ):
        with pytest.raises(OwnerUnclear):
            record_commitment(
                by=make.person("Sena"), programme=programme, promise=promise, key=new_key(), at=make.NOON
            )


def test_it_carries_out_a_clause_of_a_published_text_of_its_programme(version: Version) -> None:
    elsewhere = make.clause_that_says(make.published(make.text("other")), "short-stay")
    clause = make.clause_that_says(version, "short-stay")

    assert learning.committed(version.text.programme, clause=clause).clause == clause
    with pytest.raises(NotInTheProgramme):
        learning.committed(version.text.programme, clause=elsewhere)


def test_steps_are_added_and_how_it_began_stays(programme: Programme) -> None:
    made = learning.committed(programme)
    later = DUE + timedelta(days=30)
    learning.followed(made, State.UNDER_WAY, due_on=later, evidence="A tender is out.")
    done = learning.followed(made, State.DONE)

    steps = made.steps.order_by("pk")
    assert [(step.state, step.due_on) for step in steps] == [
        (State.PLANNED, DUE),
        (State.UNDER_WAY, later),
        (State.DONE, later),
    ]
    assert (done.state, done.due_on) == (State.DONE, later)
    for change in ({"evidence": "Never mind."}, {"due_on": DUE}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CommitmentStep.objects.update(**change)


def test_the_beginning_of_an_action_point_is_kept_when_it_is_first_followed_up() -> None:
    owner = make.olga()
    point = learning.action_point(sessions.session(), owner=owner)

    learning.followed(point, by=owner, due_on=DUE + timedelta(days=1))

    first = point.steps.order_by("pk")[0]
    assert (first.state, first.due_on, first.taken_at) == (State.PLANNED, DUE, point.made_at)


@pytest.mark.parametrize(
    ("state", "evidence"), [(State.DONE, ""), (State.DROPPED, " ")], ids=["done", "dropped"]
)
def test_what_is_done_is_shown_and_what_is_dropped_has_its_reason(
    programme: Programme, state: Commitment.State, evidence: str
) -> None:
    with pytest.raises(EvidenceMissing):
        learning.followed(learning.committed(programme), state, evidence=evidence)


def test_who_was_slower_is_told(programme: Programme) -> None:
    made = learning.committed(programme)
    learning.followed(made)

    step = Step(state=State.DROPPED, due_on=DUE, language="en", evidence="No money.")
    with pytest.raises(FollowedMeanwhile):
        follow_up(by=make.person("Sena"), commitment=made, step=step, seen=1, at=make.NOON)
    assert Commitment.objects.get().state == State.DONE


def someone(name: str) -> User:
    if name in {"Olga", "Omar"}:
        return make.olga() if name == "Olga" else make.omar()
    return make.person(name)


@pytest.mark.parametrize("owned_by", ["Olga", "her organisation"])
@pytest.mark.parametrize(
    ("name", "may"), [("Olga", True), ("Sena", True), ("Omar", False), ("Chloé", False), ("Nils", False)]
)
def test_the_owner_and_the_secretariat_follow_up(
    programme: Programme, owned_by: str, name: str, may: bool
) -> None:
    olga = make.olga()
    made = (
        learning.committed(programme, owner=olga)
        if owned_by == "Olga"
        else learning.committed(programme, organisation=make.body_of(olga))
    )
    if may:
        assert learning.followed(made, by=someone(name)).state == State.DONE
        return
    with pytest.raises(PermissionDenied):
        learning.followed(made, by=someone(name))


@pytest.mark.parametrize(
    ("state", "day", "standing"),
    [
        (State.PLANNED, DUE, "planned"),
        (State.PLANNED, DUE + timedelta(days=1), "late"),
        (State.UNDER_WAY, DUE + timedelta(days=1), "late"),
        (State.DONE, DUE + timedelta(days=1), "done"),
        (State.DROPPED, DUE + timedelta(days=1), "dropped"),
    ],
)
def test_late_is_computed(state: Commitment.State, day: date, standing: str) -> None:
    assert standing_of(state, DUE, day) == standing


@pytest.mark.parametrize(
    ("stage", "seen_by"),
    [
        ("notes", {"Sena", "Remy", "Chloé", "Mia"}),
        ("circulated", {"Sena", "Remy", "Chloé", "Mia", "Olga"}),
        ("published", {"Sena", "Remy", "Chloé", "Mia", "Olga", "Nils", "public"}),
        ("struck", set()),
    ],
)
def test_an_action_point_is_seen_with_the_record_it_stands_in(stage: str, seen_by: set[str]) -> None:
    """Mia is its owner; Olga attended."""
    session = sessions.session(CATEGORY)
    sessions.attended_by(session, make.olga())
    point = learning.action_point(session, owner=make.person("Mia"))
    if stage == "circulated":
        Record.objects.update(state=Record.State.CIRCULATED)
    if stage == "published":
        learning.record_published(session)
    if stage == "struck":
        point.outcome.struck_at = make.NOON  # type: ignore[union-attr]
        point.outcome.save()  # type: ignore[union-attr]

    found = {
        name
        for name in ("Sena", "Remy", "Chloé", "Mia", "Olga", "Nils")
        if visible_commitments(make.person(name)).exists()
    }
    if Client().get(page_of(point)).status_code == 200:
        found.add("public")
    assert found == seen_by


@pytest.mark.parametrize(
    ("rule", "name", "reads"),
    [
        (NAMED, "Omar", True),
        (CATEGORY, "Omar", False),
        (CATEGORY, "Olga", True),
        (CATEGORY, "Chloé", True),
        (Attribution.NONE, "Nils", False),
        (Attribution.NONE, "Sena", True),
    ],
)
def test_an_owner_is_not_named_where_the_session_names_nobody(
    rule: Attribution, name: str, reads: bool
) -> None:
    olga, session = make.olga(), sessions.session(rule)
    sessions.attended_by(session, olga, make.omar())
    point = learning.action_point(session, owner=olga)
    learning.followed(point, State.UNDER_WAY, by=olga)
    learning.record_published(session)
    make.person("Nils")
    client = signed_in(name)

    assert point.outcome is not None
    concluded = point.outcome.get_absolute_url()
    outcomes = f"/en/sessions/{session.key}/outcomes/"
    for url in (page_of(point), of(session.programme), concluded, outcomes):
        page = words_of(client.get(url)).replace("olga@example.org", "")
        main = page.split("Skip to the text", 1)[1]
        named = main.replace("Your account: Olga", "")
        assert ("Olga" in named) == reads
        assert ("a participant in the session" in named.lower()) != reads


def test_the_ledger_holds_neither_words_nor_people(programme: Programme) -> None:
    olga = make.olga()
    learning.followed(learning.committed(programme, owner=olga), evidence="We sent it to Atlantis.")

    acts = LedgerEntry.objects.filter(verb__in=[LedgerEntry.Verb.COMMITTED, LedgerEntry.Verb.FOLLOWED])
    assert acts.count() == 2
    for act in acts:
        assert not [
            word for word in ("Publish", "Atlantis", olga.key, olga.email, olga.name) if word in act.payload
        ]


def test_the_list_is_narrowed_by_state_owner_and_lateness(programme: Programme) -> None:
    today = timezone.localdate()
    learning.committed(programme, words="Late one", due_on=today - timedelta(days=1), body="Atlantis")
    learning.committed(programme, words="Planned one", due_on=today, body="Lemuria")
    learning.followed(learning.committed(programme, words="Done one", due_on=today, body="Lemuria"))
    client = Client()

    def listed(query: str) -> list[str]:
        page = words_of(client.get(of(programme) + query))
        return [words for words in ("Late one", "Planned one", "Done one") if words in page]

    assert listed("") == ["Late one", "Planned one", "Done one"]
    assert listed("?state=late&owner=") == ["Late one"]
    assert listed("?state=&owner=Lemuria") == ["Planned one", "Done one"]
    assert listed("?state=done&owner=Lemuria") == ["Done one"]
    assert listed("?state=late&owner=Lemuria") == []
    assert listed("?owner=Nowhere") == ["Late one", "Planned one", "Done one"]


def test_an_empty_page_teaches(programme: Programme) -> None:
    assert "No commitment yet" in words_of(Client().get(of(programme)))


def test_the_secretariat_records_on_the_page(version: Version) -> None:
    programme, client = version.text.programme, signed_in("Sena")
    clause = make.clause_that_says(version, "short-stay")
    asked = {
        "key": "abc1234",
        "words_en": "Open a help desk.",
        "words_fr": "Ouvrir un guichet.",
        "due_on": "2017-09-01",
        "clause": clause.key,
    }
    wrong = client.post(f"{of(programme)}new/", asked)
    assert wrong.status_code == 422
    assert "Open a help desk." in wrong.content.decode()

    address = goes_to(client.post(f"{of(programme)}new/", {**asked, "body": "Atlantis"}))

    page = words_of(client.get(address))
    assert "Open a help desk." in page
    assert "Atlantis" in page
    assert "Carries out" in page
    assert "Ouvrir un guichet." in words_of(Client().get(address.replace("/en/", "/fr/")))
    assert signed_in("Paul").get(f"{of(programme)}new/").status_code == 404


def test_the_owner_follows_up_on_the_page_and_loses_nothing(programme: Programme) -> None:
    olga = make.olga()
    made = learning.committed(programme, owner=olga)
    client = signed_in("Olga")
    typed = {"seen": "1", "state": "done", "due_on": "2017-09-01", "evidence": "", "link": ""}
    with nothing_written():
        assert client.post(f"{page_of(made)}follow/", typed).status_code == 422
    said = {**typed, "evidence": "See the annex.", "link": "https://example.org/annex"}
    goes_to(client.post(f"{page_of(made)}follow/", said))

    page = words_of(Client().get(page_of(made)))
    assert "See the annex." in page
    assert "https://example.org/annex" in page
    slower = client.post(f"{page_of(made)}follow/", {**said, "evidence": "Typed by the slower one."})
    assert slower.status_code == 409
    assert "Typed by the slower one." in slower.content.decode()
    assert made.steps.count() == 2


def test_who_may_not_follow_up_finds_no_form(programme: Programme) -> None:
    made = learning.committed(programme)
    make.olga()
    client = signed_in("Olga")

    assert "Put on record" not in words_of(client.get(page_of(made)))
    goes_to(client.post(f"{page_of(made)}follow/", {"seen": "1"}))
    assert made.steps.count() == 1


def test_more_commitments_cost_no_more_queries(programme: Programme) -> None:
    on = Version.objects.published().get(text__programme=programme)
    client = signed_in("Sena")

    def more(number: int) -> None:
        session = sessions.session(on=on)
        for _each in range(number):
            learning.action_point(session, owner=make.olga())
            learning.committed(programme, organisation=make.body_of(make.olga()))
        learning.record_published(session)

    more(1)
    few = queries_of(client, of(programme))
    more(10)
    assert queries_of(client, of(programme)) == few


@pytest.mark.django_db(transaction=True)
def test_two_follow_up_at_once_and_one_is_told(tmp_path: Path) -> None:
    with database_of_many(tmp_path):
        programme = make.published().text.programme
        made = learning.committed(programme)
        step = Step(state=State.DONE, due_on=DUE, language="en", evidence="Done.")
        acts = [
            partial(follow_up, by=make.person("Sena"), commitment=made, step=step, seen=1, at=make.NOON)
        ] * 4

        assert kinds(at_once(*acts)) == {"CommitmentStep": 1, "FollowedMeanwhile": 3}
        assert made.steps.count() == 2
