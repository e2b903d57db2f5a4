"""Where one part leads to the next: a consultation to its figures, a profile to kept pages, a duplicate to its hour."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.actions.profile import Profile, change_profile
from consultation.models import Consultation, Reply
from consultation.permissions.threads import can_merge
from drafts.models import LedgerEntry
from tests import make, threads
from tests.make import NOON, Said
from tests.pages import signed_in
from tests.rounds import opened

pytestmark = pytest.mark.django_db


def test_who_speaks_in_their_own_name_is_said_to_where_no_name_is_shown() -> None:
    unnamed = {"organisation": "", "category": "", "name": ""}
    said = render_to_string("components/person.html", unnamed)
    assert "In their own name" in said
    assert "a member of the public" in said
    assert "In their own name" not in render_to_string("components/person.html", {**unnamed, "name": "Ines"})


def test_a_profile_that_takes_a_name_back_is_in_the_ledger_so_that_kept_pages_are_made_anew() -> None:
    olga = make.olga()
    shown = Profile("Olga", shows_name=True, country="", languages=["en"], language="en", pace="daily")
    hidden = Profile("Olga", shows_name=False, country="", languages=["en"], language="en", pace="never")
    change_profile(by=olga, profile=shown, at=NOON)
    change_profile(by=olga, profile=hidden, at=NOON)
    olga.refresh_from_db()
    last = LedgerEntry.objects.order_by("sequence").last()
    assert (olga.shown_name, olga.pace) == ("", "never")
    assert last is not None
    assert (last.verb, last.object_key) == (LedgerEntry.Verb.NAMED, olga.key)


def test_what_is_held_back_until_closing_is_merged_only_then() -> None:
    now = timezone.now()
    day = timedelta(days=1)
    asked = opened(at=now - day, days=2, moderation=Consultation.Moderation.CLOSING)
    said = make.comment(Said("short-stay", body="Visas."), by=make.olga(), on=asked, at=now - day)
    paul = make.person("Paul")
    assert "merge it then" in can_merge(paul, said, now).reason
    assert can_merge(paul, said, now + day * 3)


def test_a_consultation_leads_to_its_figures() -> None:
    round_ = make.consultation(moderation=Consultation.Moderation.AFTER)
    for client in (Client(), signed_in("Olga")):
        page = client.get(round_.get_absolute_url()).content.decode()
        assert reverse("consultation:statistics", args=[round_.key]) in page
        assert reverse("consultation:report", args=[round_.key]) not in page
    page = signed_in("Paul").get(round_.get_absolute_url()).content.decode()
    assert reverse("consultation:report", args=[round_.key]) in page


def test_a_closed_consultation_without_inputs_awaits_no_answers() -> None:
    now = timezone.now()
    round_ = opened(at=now - timedelta(days=1), days=2, moderation=Consultation.Moderation.AFTER)
    Consultation.objects.filter(pk=round_.pk).update(closes_at=now)
    page = Client().get(round_.get_absolute_url()).content.decode()
    assert "Nobody waits for an answer on it." in page
    assert "Each comment is answered before" not in page


def test_a_reply_that_waits_stands_in_the_queue_and_leads_to_its_decision() -> None:
    round_ = make.consultation(moderation=Consultation.Moderation.AFTER)
    said = make.comment(Said("short-stay", body="Visas."), by=make.olga(), on=round_)
    waiting = threads.replied(said, make.omar())
    Reply.objects.filter(pk=waiting.pk).update(state=Reply.State.PENDING)
    address = reverse("consultation:reply-screen", args=[waiting.key])
    queue = reverse("consultation:moderation")
    page = signed_in("Paul").get(queue).content.decode()
    assert "1 reply waits" in page
    assert address in page
