"""No page, no file, no letter and no line of the journal shows the name of somebody who did not consent.

Nobody in these scenes did. Each did all there is to do, and every address of `tests/addresses.py` is read
by every kind of reader: what a new page shows is looked at here as soon as it stands there.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from consultation.actions.silence import break_silence
from consultation.models import CommentDraft, Letter, Registration, User
from drafts.actions.presences import be_present
from drafts.actions.reservations import record_reservation
from drafts.models import LedgerEntry
from roundtables.models import Attendance, Seat
from tests import addresses, closing, heard, held, make
from tests.address_book import PEOPLE, Page
from tests.addresses import Scene
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(days=2)
READERS = ("public", "Nils", "Olga", "Omar", "Mia", "Ravi", "Paul", "Chloé", "Sena")
# Where a reader may read names that were not given for everybody, and why.
MAY_NAME = {
    ("consultation:participants", "Sena"): "the secretariat vets, and has to know whom",
    ("consultation:admit", "Sena"): "the secretariat vets, and has to know whom",
    ("consultation:registrations", "Sena"): "the secretariat vets, and has to know whom",
    ("consultation:registration", "Sena"): "the secretariat vets, and has to know whom",
    (
        "consultation:organisation-inside",
        "Sena",
    ): "the secretariat appoints where nobody coordinates any more",
    ("consultation:step-down", "Sena"): "the secretariat appoints where nobody coordinates any more",
    ("consultation:membership-end", "Sena"): "the secretariat appoints where nobody coordinates any more",
    ("roundtables:offices", "Sena"): "the secretariat gives the offices, and has to know to whom",
    ("roundtables:invited", "Sena"): "the secretariat invites, and has to know whom",
    ("roundtables:attendance", "Sena"): "the secretariat takes the attendance, and has to know of whom",
}


@pytest.fixture(autouse=True)
def nobody_consents() -> None:
    """Everybody has an account before the scene begins, under a name that stands nowhere else."""
    for name in PEOPLE[1:-1]:
        person = make.person(name)
        person.name, person.shows_name = withheld(name), False
        person.save()


def withheld(name: str) -> str:
    return f"{name} Withheldname"


def open_today() -> Scene:
    """A consultation that is open, with somebody at work on a clause, and half-written words shared."""
    scene = addresses.scene()
    for name in ("Mia", "Paul"):
        be_present(by=make.person(name), clause=scene.answered.clause, is_writing=True, at=timezone.now())
    house = make.body_of(make.olga())
    CommentDraft.objects.filter(pk=scene.half_written.pk).update(organisation=house, shared_at=timezone.now())
    return scene


def answered_long_ago() -> Scene:
    """A consultation that is over, with one row of everything around a comment, and its second version out."""
    scene = addresses.scene(make.NOON)
    heard.rows(scene.answered)
    Registration.objects.update(function="Head", statement="I was there.")
    make.amended(scene.text, "students", "students and pupils", by="Chloé")
    make.rejected(scene.amendment)
    make.signed(make.working(scene.text), "seasonal")
    make.sent_back(make.working(scene.text), "researchers", note="Who?")
    held_in_the_open(scene)
    return scene


def held_in_the_open(scene: Scene) -> None:
    """Sessions whose rule is to name, where people without consent spoke: their inputs stand, and lists hold names."""
    held.rows(scene.answered)
    lists = ((Attendance, "user", "name"), (Seat, "attends", "attends_name"))
    for model, person, column in lists:
        for row in model._base_manager.filter(**{f"{person}__isnull": False}):
            name = getattr(row, person).name
            model._base_manager.filter(pk=row.pk).update(**{column: name})


SCENES: dict[str, Callable[[], Scene]] = {"open": open_today, "over": answered_long_ago}


def walk(scene: Scene) -> Iterator[tuple[str, str]]:
    """Every address of ours that can be looked at: its name and the address itself."""
    known = addresses.pages(scene)
    for name, _ in addresses.names():
        if name.startswith("admin:"):
            continue
        for page in known.get(name, [Page({})]):
            if not page.post_only:
                yield name, reverse(name, kwargs=dict(page.args))


def browser(name: str) -> Client:
    return Client() if name == "public" else signed_in(name)


def body_of(response: HttpResponseBase) -> str:
    parts: Iterator[bytes] = iter(response)  # a page that is sent in pieces, or in one
    return b"".join(parts).decode(errors="replace")


def betrayed(words: str, reader: str) -> set[str]:
    """Whose name or address stands in these words, the reader's own aside."""
    others = [name for name in PEOPLE[1:-1] if name != reader]
    return {
        name for name in others if withheld(name) in words or make.person(name).email.lower() in words.lower()
    }


def faults(pages: list[tuple[str, str]], reader: str) -> list[str]:
    client = browser(reader)
    found = []
    for name, url in pages:
        if (name, reader) in MAY_NAME:
            continue
        whose = betrayed(body_of(client.get(url)), reader)
        found += [f"{url} shows {reader} who {each} is" for each in sorted(whose)]
    return found


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("scene", SCENES)
def test_no_address_names_anybody(scene: str, reader: str, caplog: pytest.LogCaptureFixture) -> None:
    pages = list(walk(SCENES[scene]()))

    assert faults(pages, reader) == []
    assert betrayed(caplog.text, "") == set()
    assert len(pages) > 100


def test_the_exemptions_are_needed() -> None:
    scene = open_today()
    pages = [(name, url) for name, url in walk(scene) if (name, "Sena") in MAY_NAME]
    words = [body_of(browser("Sena").get(url)) for _, url in pages]

    assert {name for name, _ in pages} == {name for name, _ in MAY_NAME}
    assert any(betrayed(each, "Sena") for each in words)


def adopted_text() -> tuple[str, str]:
    """A text whose silence was broken, that was then adopted, with a reservation: its slug, and a clause’s key."""
    version = closing.ready(make.published(make.text("closed"), closing.AGREED).text)
    clause = make.clause_that_says(version, "short-stay")
    closing.disclosed(version, clause, note="Not so.")
    running = closing.silence(version)
    break_silence(by=make.person("Mia"), silence=running, clause=clause, reason="Not yet.", at=make.NOON)
    adoption = closing.adopted(make.working(version.text))
    record_reservation(
        by=make.person("Paul"),
        adoption=adoption,
        clause=clause,
        words="We hold back.",
        language="en",
        at=LATER,
    )
    return version.text.slug, clause.key


@pytest.mark.parametrize("reader", ["public", "Omar", "Mia", "Sena"])
def test_no_page_of_an_adopted_text_names_anybody(reader: str) -> None:
    """The same addresses, with the text, its last version and its clause put into them."""
    known = addresses.pages(addresses.scene())
    slug, clause = adopted_text()
    instead = {"text": slug, "version": "rev-1", "old": "zero-draft", "new": "rev-1", "key": clause}
    pages = {
        (name, reverse(name, kwargs={part: instead.get(part, value) for part, value in page.args.items()}))
        for name, each in known.items()
        for page in each
        if "text" in page.args and not page.post_only
    }

    assert any("We hold back." in body_of(browser(reader).get(url)) for _name, url in pages)
    assert faults(sorted(pages), reader) == []


def test_no_letter_names_anybody(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answered_long_ago()
        adopted_text()
    closing.do_tasks()

    kinds = set(Letter.objects.filter(state=Letter.State.SENT).values_list("kind", flat=True))
    assert kinds > {Letter.Kind.ANSWERED, Letter.Kind.MODERATED, Letter.Kind.SILENCE}
    for letter in mail.outbox:
        (reader,) = letter.to
        own = User.objects.get(email=reader).name.split()[0]
        assert betrayed(letter.message().as_string(), own) <= set(), letter.subject


def test_the_ledger_names_nobody() -> None:
    answered_long_ago()
    adopted_text()
    entries = LedgerEntry.objects.values_list("actor", "object_key", "payload")

    assert betrayed(" ".join(" ".join(entry) for entry in entries), "") == set()
