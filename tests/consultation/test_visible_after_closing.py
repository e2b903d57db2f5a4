"""Inputs that become visible once their consultation has closed: to nobody before, to everybody from that second."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bin.verify_record import check
from consultation.actions.rounds import Terms, change_consultation
from consultation.models import Comment, Consultation, Outcome, Standing
from consultation.permissions import visible_comments
from consultation.reports.front import read_rounds, with_counts
from consultation.reports.record import read_record
from consultation.reports.record_ledger import Part
from consultation.reports.record_words import record_words
from consultation.reports.terms import stamp_of
from drafts.models import LedgerEntry
from tests import make
from tests.make import Said
from tests.pages import signed_in, words_of
from tests.rounds import opened

pytestmark = pytest.mark.django_db

WORDS = "Let grandmothers travel too."
DAY = timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def held(now: datetime) -> Comment:
    """Let through while its consultation, which shows inputs after closing, is open."""
    asked = opened(at=now - DAY, days=2, moderation=Consultation.Moderation.CLOSING)
    return make.comment(Said("short-stay", body=WORDS), by=make.olga(), on=asked, at=now - DAY)


def closed(said: Comment, at: datetime) -> None:
    """The same consultation, its time run out: no act, the clock alone."""
    Consultation.objects.filter(pk=said.consultation_id).update(closes_at=at)


def pages(said: Comment) -> Iterator[str]:
    version, clause = said.consultation.version, said.clause
    place = [version.text.slug, version.slug]
    yield reverse("consultation:home")
    yield reverse("consultation:consultations")
    yield said.consultation.get_absolute_url()
    yield reverse("consultation:version", args=place)
    yield reverse("consultation:clause", args=[*place, clause.key])
    yield reverse("consultation:why", args=[*place, clause.key])
    yield reverse("consultation:history", args=[clause.key])
    yield reverse("consultation:word-history", args=[clause.key])
    yield reverse("consultation:compare", args=[version.text.slug, version.slug, version.slug])
    yield reverse("consultation:record", args=place)
    yield reverse("consultation:record-json", args=place)
    yield reverse("consultation:ledger")
    yield reverse("consultation:comment", args=[said.reference])
    yield reverse("api:text", args=[version.text.slug])
    yield reverse("api:version", args=place)


def told_by(client: Client, said: Comment) -> set[str]:
    """The pages on which somebody reads what was said."""
    return {url for url in pages(said) if WORDS in client.get(url).content.decode()}


def test_nobody_reads_it_before_the_closing_on_any_page_and_everybody_from_then_on(
    held: Comment, now: datetime
) -> None:
    make.omar()
    readers = [Client(), signed_in("Omar"), signed_in("Nils")]
    for reader in readers:
        assert told_by(reader, held) == set()
        assert reader.get(held.get_absolute_url()).status_code == 404

    closed(held, now - timedelta(seconds=1))
    # They are kept until the time they knew of; another test waits for it.
    cache.clear()

    for reader in readers:
        found = told_by(reader, held)
        assert held.get_absolute_url() in found
        assert {url for url in found if "/clauses/" in url}


def test_its_author_and_the_committee_read_it_from_the_start(held: Comment) -> None:
    for name in ("Olga", "Mia", "Sena"):
        assert held.get_absolute_url() in told_by(signed_in(name), held)


def test_it_is_shown_from_the_very_second_at_which_it_closes(held: Comment) -> None:
    closes, omar = held.consultation.closes_at, make.omar()

    assert not visible_comments(omar, closes - timedelta(microseconds=1)).exists()
    assert visible_comments(omar, closes).get() == held


def test_it_is_counted_when_it_is_shown(held: Comment, now: datetime) -> None:
    version = reverse("consultation:version", args=["legal-mobility", "zero-draft"])

    def counted(at: datetime) -> int:
        return read_rounds(list(with_counts(Consultation.objects.all(), at)), at)[0].inputs

    assert counted(held.consultation.closes_at - timedelta(seconds=1)) == 0
    assert counted(held.consultation.closes_at) == 1
    reader = signed_in("Nils")
    assert "1 comment" not in words_of(reader.get(version))
    assert "1 comment" in words_of(signed_in("Mia").get(version))
    closed(held, now - timedelta(seconds=1))
    # Nothing was done, so that only the clock can make the kept page anew.
    assert "1 comment" in words_of(Client().get(version))
    assert "1 comment" in words_of(signed_in("Ravi").get(version))


def test_a_kept_page_is_made_anew_when_the_time_has_run_out(held: Comment, now: datetime) -> None:
    closed(held, now + timedelta(seconds=2))
    url = reverse("consultation:clause", args=["legal-mobility", "zero-draft", held.clause.key])
    assert WORDS not in words_of(Client().get(url))

    while timezone.now() < now + timedelta(seconds=2):
        pass
    assert WORDS in words_of(Client().get(url))


def test_what_is_kept_back_is_not_shown_when_it_closes(held: Comment, now: datetime) -> None:
    make.kept_back(held, Standing.State.HIDDEN)
    closed(held, now - timedelta(seconds=1))

    assert Client().get(held.get_absolute_url()).status_code == 404


def test_it_is_answered_once_it_has_closed(held: Comment, now: datetime) -> None:
    with pytest.raises(PermissionDenied, match="answered once it has closed"):
        make.answered(held, at=now)

    assert make.answered(held, at=held.consultation.closes_at).outcome == Outcome.NOTED


def acts_on(said: Comment) -> list[dict[str, object]]:
    entries = LedgerEntry.objects.filter(object_key=said.reference).order_by("sequence")
    return [json.loads(entry.payload) for entry in entries]


def test_the_ledger_keeps_it_sealed_until_it_is_answered_and_everything_holds(
    held: Comment, now: datetime
) -> None:
    version = held.consultation.version

    def record() -> Part:
        return read_record(version, language="en", labels=record_words(version), named=False)

    assert ["words" in act for act in acts_on(held)] == [False, False]
    assert record()["inputs"] == []
    check(record())
    call_command("verify_ledger")

    closes_at = held.consultation.closes_at
    closed(held, now - timedelta(seconds=1))
    check(record())
    make.answered(held, Outcome.REJECTED, reason="Not ours.", at=now)

    assert ["words" in act for act in acts_on(held)] == [False, False, True]
    assert [told["body"] for told in record()["inputs"]] == [WORDS]
    assert "1 inputs" in " ".join(check(record()))
    # No act closed it early: the ledger knows when it was to close.
    with pytest.raises(CommandError, match="its terms are not those"):
        call_command("verify_ledger")
    Consultation.objects.filter(pk=held.consultation_id).update(closes_at=closes_at)
    call_command("verify_ledger")


def test_the_ledger_holds_after_the_rule_became_stricter(now: datetime) -> None:
    asked = opened(at=now - DAY)
    make.comment(Said("students"), by=make.olga(), on=asked, at=now)
    stricter = Terms(asked.opens_at, asked.closes_at, Consultation.Moderation.BEFORE)
    change_consultation(
        by=make.secretariat(), consultation=asked, terms=stricter, was=stamp_of(asked), at=now
    )
    make.comment(Said("short-stay"), by=make.omar(), on=asked, at=now)

    call_command("verify_ledger")
