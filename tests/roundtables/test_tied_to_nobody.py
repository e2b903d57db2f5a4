"""Nobody is tied to what they said, or named without consent, by what stands around the record of a session."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from consultation.models import Attribution, Comment
from drafts.models.keys import new_key
from roundtables.actions.changing import cancel_session
from roundtables.actions.corrections import Wanted, ask_correction
from roundtables.actions.inputs import take_in
from roundtables.actions.interventions import Attributed, record_intervention
from roundtables.actions.inviting import list_for_session, send_invitations
from roundtables.actions.notes import attribute_intervention
from roundtables.actions.records import RecordChanged
from roundtables.actions.seats import seen_as
from roundtables.models import CommitmentStep, Correction, Intervention, Seat, Session
from roundtables.reports.corrections import bring_over, corrections_of
from tests import learning, make, records, seats, sessions, spoken
from tests.pages import signed_in, words_of

pytestmark = pytest.mark.django_db


def off_the_record(session: Session, words: str = "My minister will never agree.") -> Intervention:
    """Said in a session that names its speakers, but not to be attributed."""
    return record_intervention(
        by=make.person(sessions.REMY),
        session=session,
        key=new_key(),
        attributed=Attributed(Attribution.NONE),
        words=words,
        language="en",
        said_at=session.starts_at,
        at=session.starts_at,
    )


def page(session: Session, name: str, reader: str = "") -> str:
    browser = signed_in(reader) if reader else Client()
    return words_of(browser.get(f"/en/sessions/{session.key}/{name}"))


# ---- corrections ----------------------------------------------------------------------


def test_who_corrects_what_was_said_off_the_record_is_not_named() -> None:
    session = records.said()
    said = off_the_record(session)
    records.asked(records.circulated(session), "never", "hardly", on=said)
    record = records.record_of(session)

    readers = ("Omar", "Chloé", "Sena", "Remy")
    who = {name: corrections_of(make.person(name), record)[0].who for name in readers}

    assert set(who.values()) == {"an attendee"}
    assert "Olga" not in page(session, "record/corrections/", "Omar")


def test_who_missed_what_was_then_not_attributed_is_not_named() -> None:
    session = records.circulated()
    records.decided(records.missing(session), attributed=Attributed(Attribution.NONE))

    assert corrections_of(make.person("Omar"), records.record_of(session))[0].who == "an attendee"


def test_the_form_says_who_will_know_of_what_was_said_off_the_record() -> None:
    session = records.said()
    said = off_the_record(session)
    records.circulated(session)

    assert "nobody reads that it was you" in page(
        session, f"record/corrections/ask/?entry={said.key}", "Olga"
    )
    first = records.first(session).key
    assert "and that you asked" in page(session, f"record/corrections/ask/?entry={first}", "Olga")


def test_a_version_that_is_not_there_is_no_version_to_correct() -> None:
    session = records.circulated()
    with pytest.raises(RecordChanged):
        ask_correction(
            by=make.olga(),
            session=session,
            number=7,
            wanted=Wanted("Other words.", "en", records.first(session).key),
            key=new_key(),
            at=records.OUT,
        )
    assert not Correction.objects.exists()


# ---- names of those who were not asked ------------------------------------------------


def guest(session: Session, body: str = "Ministry of Youth") -> Intervention:
    """Somebody without an account, by the name on the rapporteur's list."""
    return record_intervention(
        by=make.person(sessions.REMY),
        session=session,
        key=new_key(),
        attributed=Attributed(Attribution.NAMED, speaker_name="Amina Sow", body=body),
        words="We shall pay for it.",
        language="en",
        said_at=session.starts_at,
        at=session.starts_at,
    )


def test_a_published_record_names_nobody_from_the_list_at_the_door() -> None:
    session = records.said()
    session.attendances.create(
        name="Amina Sow", body="Ministry of Youth", taken_by=make.olga(), taken_at=make.NOON
    )
    session.attendances.create(name="Ibra Diop", taken_by=make.olga(), taken_at=make.NOON)
    read = page(records.published(records.circulated(session)), "record/")

    assert "Ministry of Youth" in read
    assert "One more person, whose name is not shown." in read
    assert "Amina" not in read
    assert "Diop" not in read


@pytest.mark.parametrize(
    ("body", "shown"), [("Ministry of Youth", "Ministry of Youth"), ("", "A participant")]
)
def test_who_spoke_without_an_account_is_named_to_those_who_hold_the_session(body: str, shown: str) -> None:
    session = records.said()
    said = guest(session, body)
    assert "Amina Sow" in page(session, "notes/", sessions.REMY)
    records.published(records.circulated(session))

    for name in ("record/", "record/3/paper/", f"interventions/{said.key}/"):
        assert shown in page(session, name)
        assert "Amina" not in page(session, name)
    assert "Amina Sow" in page(session, f"interventions/{said.key}/", sessions.REMY)


# ---- outcomes -------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [Attribution.CATEGORY, Attribution.NONE])
def test_the_outcomes_of_a_session_that_names_nobody_do_not_name_who_is_to_act(rule: Attribution) -> None:
    session = records.said(rule)
    learning.action_point(session, owner=make.omar())
    records.published(records.circulated(session))

    for reader in ("", "Olga"):
        assert "Omar" not in page(session, "outcomes/", reader)
        assert "A participant in the session" in page(session, "outcomes/", reader)
    assert "Omar" in page(session, "outcomes/", "Omar")
    assert "Omar" in page(session, "outcomes/", sessions.REMY)


def test_what_a_correction_took_out_of_an_outcome_is_read_nowhere() -> None:
    _round, session = spoken.consulted()
    sessions.attended_by(session, make.olga(), make.omar())
    outcome = spoken.concluded(session, words="As Omar of Fatou’s office said, publish averages.")
    records.circulated(session)
    records.decided(records.asked(session, "As Omar of Fatou’s office said, publish", "Publish", on=outcome))
    (made,) = spoken.recommended(outcome)
    records.published(session)

    assert made.body == "Publish averages."
    for name in ("outcomes/", f"outcomes/{outcome.key}/", "record/"):
        assert "Publish averages." in page(session, name)
        assert "Fatou" not in page(session, name)


def test_nor_on_what_somebody_has_to_do_because_of_it() -> None:
    session = records.said(Attribution.CATEGORY)
    point = learning.action_point(session, owner=make.omar())
    outcome = point.outcome
    assert outcome is not None
    records.circulated(session)
    records.decided(records.asked(session, "Send the figures.", "Send them.", on=outcome))
    records.published(session)
    report = learning.reported(session.programme, records.AFTER + timedelta(days=1), released=True)
    browser, programme = Client(), session.programme.slug

    for address in (
        f"commitments/{point.key}/",
        f"programmes/{programme}/commitments/",
        f"progress/{report.key}/",
        f"progress/{report.key}.csv",
    ):
        read = browser.get(f"/en/{address}").content.decode()
        assert "Send them." in read
        assert "the figures" not in read


# ---- names in words that are to name nobody -------------------------------------------


@pytest.mark.parametrize("rule", [Attribution.CATEGORY, Attribution.NONE])
def test_a_name_in_what_is_concluded_is_asked_about_once(rule: Attribution) -> None:
    _round, session = spoken.consulted(rule)
    sessions.attended_by(session, make.olga())
    browser, address = signed_in(sessions.REMY), f"/en/sessions/{session.key}/outcomes/new/"
    typed = {"kind": "disagreement", "words": "Olga was against it.", "language": "en", "key": new_key()}

    asked = browser.post(address, typed)

    assert asked.status_code == 422
    assert "These words name somebody on the lists of this session: olga." in words_of(asked)
    assert "keep the name in the words" in words_of(asked)
    assert browser.post(address, {**typed, "confirmed": "on"}).status_code == 302
    assert session.outcomes.get().words == "Olga was against it."


@pytest.mark.parametrize("state", [Correction.State.ACCEPTED, Correction.State.CHANGED])
def test_a_name_that_a_correction_brings_is_asked_about_once(state: Correction.State) -> None:
    session = records.circulated(records.said(Attribution.NONE))
    correction = records.asked(session, "too long", "too long, Omar says,")
    browser = signed_in(sessions.REMY)
    address = f"/en/sessions/{session.key}/record/corrections/{correction.key}/"
    seen = bring_over(correction).seen
    typed = {"state": str(state), "words": correction.words, "answer": "", "seen": seen}

    asked = browser.post(address, typed)

    assert asked.status_code == 422
    assert "name somebody on the lists of this session: omar" in words_of(asked)
    assert browser.post(address, {**typed, "confirmed": "on"}).status_code == 302
    correction.refresh_from_db()
    assert correction.state == state


# ---- inputs ---------------------------------------------------------------------------


def none_now(said: Intervention) -> None:
    attribute_intervention(
        by=make.person(sessions.REMY),
        intervention=said,
        attributed=Attributed(Attribution.NONE),
        item=None,
        clause=said.clause,
        at=make.NOON,
    )


def test_taken_in_from_an_old_page_an_input_says_no_more_than_its_intervention_does_now() -> None:
    said = spoken.said(spoken.consulted()[1])
    old = Intervention.objects.select_related("session", "organisation", "speaker").get(pk=said.pk)
    none_now(said)
    assert old.clause is not None

    made = take_in(by=make.person(sessions.REMY), intervention=old, clause=old.clause, at=make.NOON)

    assert (made.organisation, made.category, made.spoken.speaker, made.spoken.rule) == (
        None,
        "",
        None,
        "none",
    )


def test_what_became_an_input_keeps_its_rule_and_the_rapporteur_is_told_why() -> None:
    said = spoken.said(spoken.consulted()[1])
    spoken.taken_in(said)

    with pytest.raises(PermissionDenied, match="became an input"):
        none_now(said)
    assert Comment.objects.get().organisation is not None


def test_nobody_is_invited_from_a_page_that_was_open_when_the_session_was_cancelled() -> None:
    session = seats.coming()
    listed = Session.objects.get(pk=session.pk)
    list_for_session(by=make.secretariat(), session=session, people=[seats.ilse()], at=make.NOON)
    cancel_session(by=make.secretariat(), session=session, because={"en": "Nobody can come."}, at=make.NOON)

    with pytest.raises(PermissionDenied, match="cancelled"):
        send_invitations(by=make.secretariat(), session=listed, at=make.NOON)
    assert not Seat.objects.filter(sent_at__isnull=False).exists()


# ---- who has an account, and where a link leads ---------------------------------------


def test_nobody_finds_out_which_addresses_have_an_account_by_trying_many() -> None:
    session = seats.coming(starts=timezone.now() + timedelta(days=2))
    (seat,) = seats.invited(session, make.olga())
    browser = signed_in("Olga")
    typed = {"answer": "proxy", "email": "nobody@example.org", "seen": seen_as(seat)}

    tried = [browser.post(f"/en/my-sessions/{seat.key}/", typed).status_code for _time in range(41)]

    assert (tried[0], tried[39], tried[40]) == (422, 422, 429)


def test_a_list_is_checked_so_often_and_its_words_come_back() -> None:
    session = sessions.session()
    address = f"/en/sessions/{session.key}/attendance/list/"
    browser = signed_in(sessions.REMY)
    typed = {"people": "nobody@example.org", "mode": "room"}

    tried = [browser.post(address, typed) for _time in range(61)]

    assert [tried[0].status_code, tried[59].status_code, tried[60].status_code] == [422, 422, 429]
    assert "nobody@example.org" in tried[60].content.decode()
    assert browser.post(f"{address}enter/", typed).status_code == 429


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "http://example.org", "https://a@evil.example/"]
)
def test_what_shows_that_something_is_done_is_a_link_that_shows_where_it_leads(link: str) -> None:
    commitment = learning.committed(make.text().programme)
    typed = {"seen": "1", "state": "done", "due_on": "2017-09-01", "evidence": "See there.", "link": link}

    sent = signed_in("Sena").post(f"/en/commitments/{commitment.key}/follow/", typed)

    assert sent.status_code == 422
    assert not CommitmentStep.objects.exclude(link="").exists()
