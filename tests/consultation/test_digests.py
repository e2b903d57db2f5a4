"""The digest: one letter a day, at seven in the site's zone, of what is news still."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command

from consultation.actions.letters import choose_pace
from consultation.mails.digests import write_digests
from consultation.mails.hours import next_digest_at
from consultation.mails.letters import write_letters
from consultation.mails.sending import send_due
from consultation.models import Letter, Pace, User
from drafts.models import Version
from tests import make
from tests.make import NOON

pytestmark = pytest.mark.django_db
SEVEN = datetime(2017, 6, 15, 7, tzinfo=UTC)
State = Letter.State


@pytest.fixture
def version() -> Version:
    return make.published()


@pytest.fixture
def reader() -> User:
    olga = make.person("Olga")
    choose_pace(by=olga, pace=Pace.DAILY, at=NOON)
    olga.refresh_from_db()
    return olga


def news(reader: User, version: Version, *, once: str, at: datetime = NOON) -> None:
    matter = {"text": version.text.slug, "version": version.slug}
    write_letters(Letter.Kind.PUBLISHED, [reader], at=at, once=once, matter=matter)


def states() -> dict[str, str]:
    gathered = Letter.objects.exclude(kind=Letter.Kind.DIGEST)
    return {letter.key: letter.state for letter in gathered}


def test_the_next_hour_of_the_digest_is_in_the_zone_of_the_site() -> None:
    assert next_digest_at(NOON) == SEVEN
    assert next_digest_at(SEVEN) == SEVEN + timedelta(days=1)
    assert next_digest_at(SEVEN - timedelta(seconds=1)) == SEVEN


def test_a_day_comes_as_one_letter_with_a_link_each(version: Version, reader: User) -> None:
    news(reader, version, once="one")
    news(reader, version, once="two")
    assert write_digests(SEVEN - timedelta(seconds=1)) == 0
    assert write_digests(SEVEN) == 1
    assert send_due(lambda: SEVEN) == 1
    (message,) = mail.outbox

    assert message.subject == "2 things that happened"
    assert message.body.count("- Legal mobility: Zero draft is published") == 2
    assert message.body.count("/en/texts/legal-mobility/zero-draft/") == 2
    assert message.message()["List-Unsubscribe-Post"]
    assert set(states().values()) == {State.SENT}


def test_there_is_one_digest_a_day_whoever_writes_it(version: Version, reader: User) -> None:
    news(reader, version, once="one")
    assert [write_digests(SEVEN) for _ in range(3)] == [1, 0, 0]
    # Written late: what came up since seven waits for tomorrow.
    news(reader, version, once="two", at=SEVEN + timedelta(hours=1))
    assert write_digests(SEVEN + timedelta(hours=2)) == 0
    assert write_digests(SEVEN + timedelta(days=1)) == 1

    assert Letter.objects.filter(kind=Letter.Kind.DIGEST).count() == 2


def test_what_is_no_news_any_more_is_left_out_and_an_empty_digest_is_not_sent(
    version: Version, reader: User
) -> None:
    write_letters(
        Letter.Kind.PUBLISHED,
        [reader],
        at=NOON,
        once="gone",
        matter={"text": version.text.slug, "version": "rev-9"},
    )
    write_digests(SEVEN)
    assert send_due(lambda: SEVEN) == 0

    digest = Letter.objects.get(kind=Letter.Kind.DIGEST)
    assert (digest.state, digest.failure) == (State.DROPPED, "nothing left")
    assert set(states().values()) == {State.DROPPED}
    assert mail.outbox == []


def test_a_digest_is_in_its_readers_language(version: Version, reader: User) -> None:
    User.objects.update(language="fr")
    reader.refresh_from_db()
    news(reader, version, once="one")
    write_digests(SEVEN)
    send_due(lambda: SEVEN)

    assert "/fr/texts/legal-mobility/" in mail.outbox[0].body


def test_one_round_by_cron_writes_and_sends(
    version: Version, reader: User, capsys: pytest.CaptureFixture[str]
) -> None:
    news(reader, version, once="one")
    call_command("send_letters")

    assert capsys.readouterr().out == "1 sent\n"
    assert len(mail.outbox) == 1
