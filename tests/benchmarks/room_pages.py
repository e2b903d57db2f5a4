"""Every page that has to do with a session, opened by whoever has most to see on it. A new page is a line here."""

from collections.abc import Iterator

from roundtables.models import AgendaItem, Commitment, Correction, ProgressReport, RecordVersion, Seat
from tests.benchmarks.large import Asked
from tests.benchmarks.room import Room
from tests.benchmarks.work import CHAIR, SECRETARIAT, address

_TO = "roundtables"


def of_the_session(room: Room) -> Iterator[Asked]:
    """Before the session and while it is held, and what is asked afterwards: its record is in its notes."""
    yield from _about(room)
    yield from _at_the_door(room)
    yield from _on_the_floor(room)


def _of(room: Room, who: str, *names: str) -> Iterator[Asked]:
    for name in names:
        yield Asked(name, who, address(f"{_TO}:{name}", room.session.key))


def _one(room: Room, who: str, name: str, key: str) -> Asked:
    return Asked(name, who, address(f"{_TO}:{name}", room.session.key, key))


def _about(room: Room) -> Iterator[Asked]:
    yield from _of(room, "", "session", "documents", "session-calendar")
    yield from _of(
        room, SECRETARIAT, "session", "session-change", "offices", "items", "documents", "document-add"
    )
    yield _one(room, SECRETARIAT, "item", AgendaItem.objects.filter(session=room.session)[0].key)


def _at_the_door(room: Room) -> Iterator[Asked]:
    """Invitations, attendance, certificates and evaluations."""
    first, seat = room.people[0], Seat.objects.get(session=room.session, user=room.people[0])
    yield from _of(
        room, SECRETARIAT, "invited", "attendance", "attendance-list", "evaluation", "evaluation-results"
    )
    searched = address(f"{_TO}:invited", room.session.key, q="Speaker")
    yield Asked("invited, with candidates", SECRETARIAT, searched)
    yield from _of(room, "", "attendance")
    yield from _of(room, first.email, "attendance", "certificate", "evaluation")
    yield Asked("answer-invitation", first.email, address(f"{_TO}:answer-invitation", seat.key))
    yield Asked("own-sessions", first.email, address(f"{_TO}:own-sessions"))
    yield Asked("own-calendar", first.email, address(f"{_TO}:own-calendar"))


def _on_the_floor(room: Room) -> Iterator[Asked]:
    """Notes, interventions, inputs and outcomes."""
    yield from _of(room, SECRETARIAT, "notes", "notes-news", "outcomes", "conclude")
    first = address(f"{_TO}:notes", room.session.key, note=room.said[0].key)
    yield Asked("notes, from the first on", SECRETARIAT, first)
    for said in (room.said[0], room.said[-1]):
        for name in ("note", "intervention", "take-in"):
            yield _one(room, SECRETARIAT, name, said.key)
    yield _one(room, SECRETARIAT, "outcome", room.session.outcomes.order_by("pk")[0].key)
    promised = Commitment.objects.filter(outcome__session=room.session)[0]
    yield Asked("commitment", SECRETARIAT, address(f"{_TO}:commitment", promised.key))


def of_the_programme(room: Room) -> Iterator[Asked]:
    """What all sessions of a programme stand on, and what a text and its consultation took from them."""
    programme = room.session.programme.slug
    for who in ("", SECRETARIAT):
        yield Asked("agenda", who, address(f"{_TO}:agenda", view="past"))
        yield Asked("commitments", who, address(f"{_TO}:commitments", programme))
        yield Asked("progress", who, address(f"{_TO}:progress", programme))
    # The last one, of all commitments there are.
    report = ProgressReport.objects.filter(programme=room.session.programme).latest("pk").key
    for name in ("progress-report", "progress-file"):
        yield Asked(name, "", address(f"{_TO}:{name}", report))
    yield Asked("agenda-feed", "", address(f"{_TO}:agenda-feed"))
    yield Asked("calendar", "", address(f"{_TO}:calendar"))
    yield from _of_the_text(room)
    yield from _of_the_committee(room)


def _of_the_text(room: Room) -> Iterator[Asked]:
    version = room.session.versions.get()
    here = (version.text.slug, version.slug, room.clause.key)
    asked = room.inputs[0].consultation.key
    for who in ("", CHAIR):
        yield Asked("text", who, address("consultation:version", *here[:2]))
        yield Asked("clause", who, address("consultation:clause", *here))
        yield Asked("why", who, address("consultation:why", *here))
        yield Asked("history", who, address("consultation:history", room.clause.key))
        yield Asked("input", who, address("consultation:comment", room.inputs[1].reference))
        yield Asked("consultation", who, address("consultation:consultation", asked))
        yield Asked("statistics", who, address("consultation:statistics", asked))
    programme = room.session.programme.slug
    yield Asked("of the programme", CHAIR, address("consultation:programme-statistics", programme))
    yield Asked("report", CHAIR, address("consultation:report", asked))


def _of_the_committee(room: Room) -> Iterator[Asked]:
    text = room.session.versions.get().text.slug
    yield Asked("desk", CHAIR, address("consultation:desk", text))
    yield Asked("clause on the desk", CHAIR, address("consultation:desk-clause", text, room.clause.key))
    yield Asked("answering", CHAIR, address("consultation:dispose", room.inputs[0].reference))
    yield Asked("publishing", CHAIR, address("consultation:publish", text))
    yield Asked("moderation", SECRETARIAT, address("consultation:moderation"))
    yield Asked("ledger", "", address("consultation:ledger"))


def of_the_circulated(room: Room) -> Iterator[Asked]:
    """While corrections are asked for."""
    there = room.people[0].email
    for who in (SECRETARIAT, there):
        yield from _of(room, who, "record", "corrections", "correction-ask")
    yield from _of(room, SECRETARIAT, "record-circulate", "record-correct")
    yield from _of_the_record(room, there)
    # One that is decided on and one that waits.
    for asked in Correction.objects.filter(version__record=room.session.pk).order_by("pk")[:2]:
        yield _one(room, SECRETARIAT, "correction", asked.key)


def of_the_adopted(room: Room) -> Iterator[Asked]:
    """Once everybody reads it."""
    for who in (SECRETARIAT, room.people[0].email, ""):
        yield from _of(room, who, "session", "record", "outcomes")
        yield from _of_the_record(room, who)
    yield from _of(room, SECRETARIAT, "record-sign", "record-publish", "notes", "corrections")
    yield _one(room, SECRETARIAT, "record-version", "1")
    compared = (room.session.key, "1", "2")
    yield Asked("compare", SECRETARIAT, address(f"{_TO}:record-compare", *compared))
    yield Asked("compare, all", SECRETARIAT, address(f"{_TO}:record-compare", *compared, show="all"))


def _of_the_record(room: Room, who: str) -> Iterator[Asked]:
    """Where the last intervention stands in it, all of it, and one entry by itself."""
    last = room.said[-1]
    number = RecordVersion.objects.filter(record=room.session.pk).order_by("-number")[0].number
    yield Asked("record, at the last", who, address(f"{_TO}:record", room.session.key, entry=last.key))
    yield _one(room, who, "record-paper", str(number))
    yield _one(room, who, "intervention", last.key)
