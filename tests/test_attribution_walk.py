"""Every output as every reader, searched for who spoke in a session whose rule, or who themselves, gave no name.

Three people speak in `tests/attributed.py`: under “by category only”, under “not attributed”, and under “named” without
having let their name be shown. What they said becomes inputs that are answered and carried. Every address of
`tests/addresses.py` and `tests/session_addresses.py` is read for each of the three sessions, so that a page that is
added there is walked here. Where a name may stand is written down with its reason; and it never stands on a page that
also says what was said.
"""

import io
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core import mail
from django.core.cache.backends import locmem
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from consultation.models import Attribution, Letter, Organisation, User
from consultation.reports.export import kept_of, packed
from tests import addresses, attributed, closing
from tests.address_book import Page
from tests.attributed import OPENLY, TOLD, Speaker, Spoke, betrayed
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

# A rapporteur, a penholder, a chair, the secretariat, who keeps the site, a member of another committee, somebody
# who was there too, somebody with an account and nothing else, everybody; and somebody who spoke.
READERS = (
    ("public", "Nils", "Ravi"),
    ("Omar", "Quilla Ondarza"),
    ("Mia", "Paul"),
    ("Chloé", "Sena", "Root"),
)
EVERYBODY = frozenset(reader for group in READERS for reader in group)
SHELVES = locmem._caches  # type: ignore[attr-defined]  # the stubs leave it out
OFFICES = frozenset({"Mia", "Chloé", "Sena"})
LISTED = "organisations that take part are listed, whether they said something or not"
CHOSEN = "organisations are chosen from among all"
KNOWS = "the secretariat, the chair of the session and its rapporteurs know who was asked and who came"
# Where somebody reads who a speaker is for another reason than that they spoke; never beside what was said. Those of
# sessions are named for the pages that tell who was asked and who came.
MAY_NAME: dict[str, tuple[frozenset[str], str]] = {
    "consultation:organisations": (EVERYBODY, LISTED),
    "consultation:organisation": (EVERYBODY, LISTED),
    "consultation:statistics": (EVERYBODY, LISTED),
    "consultation:programme-statistics": (EVERYBODY, LISTED),
    "consultation:participants": (EVERYBODY, LISTED),
    "consultation:register": (EVERYBODY, CHOSEN),
    "consultation:registration-change": (EVERYBODY, CHOSEN),
    "consultation:organisation-inside": (EVERYBODY, CHOSEN),
    "consultation:admit": (EVERYBODY, CHOSEN),
    "consultation:registration": (EVERYBODY, CHOSEN),
    "consultation:consultation-edit": (EVERYBODY, CHOSEN),
    "consultation:consultation-open": (EVERYBODY, CHOSEN),
    "consultation:ledger": (EVERYBODY, "under which key somebody was admitted is an act like others"),
    "admin:account_emailaddress_changelist": (frozenset({"Root"}), "who keeps the site keeps its accounts"),
    "roundtables:commitment-record": (frozenset({"Sena"}), CHOSEN),
    "roundtables:invited": (OFFICES, KNOWS),
    "roundtables:attendance": (OFFICES, KNOWS),
}


def browser(reader: str) -> Client:
    client = Client()
    if reader == "Root":
        client.force_login(User.objects.get(is_superuser=True))
    elif " " in reader:
        client.force_login(User.objects.get(name=reader))
    elif reader != "public":
        return signed_in(reader)
    return client


def walk(spoke: Spoke) -> list[tuple[str, str]]:
    """Every address that can be looked at, with what belongs to each of the sessions in it."""
    found: dict[tuple[str, str], None] = {}
    for speaker in spoke.speakers:
        known = addresses.pages(replace(spoke.scene, meeting=speaker.meeting, answered=speaker.comment))
        houses = [Page({"slug": speaker.house.slug})]
        more = {f"consultation:organisation{part}": houses for part in ("", "-inside")}
        for name, _needs in addresses.names():
            for page in (*known.get(name, [Page({})]), *more.get(name, [])):
                if not page.post_only:
                    found[name, reverse(name, kwargs=moved(page))] = None
    return list(found)


def moved(page: Page) -> dict[str, object]:
    """The address with the text in it that was on the table."""
    instead = {"legal-mobility": attributed.SLUG, "programme-legal-mobility": f"programme-{attributed.SLUG}"}
    return {part: instead.get(str(value), value) for part, value in page.args.items()}


def text_of(response: HttpResponseBase) -> str:
    """All that an answer says, in its head too, in small letters."""
    parts: Iterator[bytes] = iter(response)  # a page that is sent in pieces, or in one
    head = " ".join(f"{name}: {value}" for name, value in response.items())
    return f"{head} {unpacked(b''.join(parts))}".lower()


def unpacked(body: bytes) -> str:
    """The words of a file; those of an archive file by file."""
    if not body.startswith(b"PK\x03\x04"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as held:
        return " ".join(held.read(name).decode(errors="replace") for name in held.namelist())


def faults(pages: list[tuple[str, str]], spoke: Spoke, reader: str) -> list[str]:
    """Which of these addresses tell somebody who one of the others is."""
    client, found = browser(reader), []
    for name, url in pages:
        words = text_of(client.get(url))
        may = reader in MAY_NAME[name][0] if name in MAY_NAME else False
        found += [
            f"{name} {url} tells {reader} of {each.person.name} ({each.rule})"
            for each in betrayed(words, spoke.speakers, reader)
            if not may or each.words.lower() in words
        ]
    return found


@pytest.mark.parametrize("readers", READERS, ids=" ".join)
def test_no_address_tells_who_spoke(readers: tuple[str, ...], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    spoke = attributed.spoke()
    pages = walk(spoke)

    assert [fault for reader in readers for fault in faults(pages, spoke, reader)] == []
    # An organisation’s page that was not there for somebody is in the journal under its address: the people are not.
    journal = caplog.text.lower()
    told = [trace for each in spoke.speakers for trace in (*each.personal, each.words.lower())]
    assert [trace for trace in told if trace in journal] == []
    assert len(pages) > 250
    assert kept_apart(spoke.speakers) == []


def kept_apart(speakers: tuple[Speaker, ...]) -> list[str]:
    """What the cache keeps of a person, in pieces that are not compressed; pages are, and were read as such.

    The frame that is kept for somebody who is signed in names them, and says nothing else.
    """
    kept = [f"{key} {value!r}".lower() for shelf in SHELVES.values() for key, value in shelf.items()]
    return [
        piece[:200]
        for piece in kept
        for each in speakers
        if (attributed.surname(each.person) in piece and ":frame:" not in piece)
        or (any(trace in piece for trace in each.traces) and each.words.lower() in piece)
    ]


def test_what_was_said_is_read_by_everybody_on_these_pages() -> None:
    """The walk goes where the words are: the page of the input, why the words of its clause changed, the record."""
    spoke = attributed.spoke()
    client = browser("public")
    where = {
        name
        for name, url in walk(spoke)
        if name.startswith("consultation:") and spoke.speakers[0].words.lower() in text_of(client.get(url))
    }

    assert where >= {"consultation:comment", "consultation:why", "consultation:record-json"}


def test_a_page_that_names_a_speaker_is_found() -> None:
    """Where speakers are named the body that spoke stands beside the words: as if it had been hushed it is a fault."""
    openly = attributed.spoke((OPENLY,))
    hushed = replace(
        openly, speakers=tuple(replace(each, rule=Attribution.CATEGORY) for each in openly.speakers)
    )
    pages = [(name, url) for name, url in walk(hushed) if name == "consultation:comment"]
    (fault,) = {each.partition(" ")[0] for each in faults(pages, hushed, "public")}

    assert fault == "consultation:comment"
    assert faults(pages, openly, "public") == []


def test_a_name_beside_the_words_is_found_where_names_may_stand() -> None:
    spoke = attributed.spoke(TOLD[:1])
    (speaker,) = spoke.speakers
    Organisation.objects.filter(pk=speaker.house.pk).update(name=f"{speaker.house.name}: {speaker.words}")
    url = reverse("consultation:organisations")

    assert faults([("consultation:organisations", url)], spoke, "public") != []


def test_every_exemption_has_its_page_or_belongs_to_sessions() -> None:
    names = {name for name, _needs in addresses.names()}

    assert {name for name in MAY_NAME if not name.startswith("roundtables:")} <= names


def test_no_letter_tells_who_spoke(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        spoke = attributed.spoke()
    closing.do_tasks()

    assert Letter.objects.filter(state=Letter.State.SENT).exists()
    for letter in mail.outbox:
        (to,) = letter.to
        reader = User.objects.filter(email=to).first()  # who was invited has no account yet
        words = letter.message().as_string().lower()
        assert betrayed(words, spoke.speakers, reader.name if reader else "") == [], letter.subject


def test_nobody_takes_along_who_spoke() -> None:
    """Nor does somebody take along, as theirs, what nobody knows to be theirs."""
    spoke = attributed.spoke()
    for person in User.objects.all():
        told = unpacked(packed(kept_of(person, timezone.now()))).lower()
        others = tuple(each for each in spoke.speakers if each.person != person)
        own = [each for each in spoke.speakers if each.person == person and each.rule != Attribution.NAMED]
        if person.name == "Sena":  # the secretariat admitted them, which the ledger holds under their keys
            others = tuple(replace(each, rule=Attribution.NAMED) for each in others)

        assert betrayed(told, others, "") == [], person.name
        assert [each.words for each in own if each.words.lower() in told] == []
