"""The page of a text's closing: what stands in the way, silence, adoption, reservations; for the committee only."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drafts.models import Adoption, Grant, Reservation, Silence, SilenceBreak, Text, Version, Weight
from drafts.reports.hashes import content_hash
from tests import make
from tests.closing import AGREED, adopted, ready, silence
from tests.make import NOON, Said
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db


def url(text: Text, name: str = "closing", *more: str) -> str:
    return reverse(f"consultation:{name}", args=[text.slug, *more])


def running(version: Version | None = None) -> Silence:
    now = timezone.now()
    return silence(version or ready(), at=now, ends_at=now + timedelta(hours=49))


def begin(version: Version, **more: object) -> Any:
    later = timezone.localtime() + timedelta(days=3)
    sent = {"ends_at": later.strftime("%Y-%m-%dT%H:%M"), "basis": content_hash(version), **more}
    return signed_in("Chloé").post(url(version.text, "silence-open"), sent)


def test_everything_in_the_way_is_listed_and_linked() -> None:
    round_ = make.consultation(make.published(), at=timezone.now())
    text = round_.version.text
    waits = make.comment(Said("short-stay"), by=make.olga(), on=round_, at=timezone.now())
    bracketed = make.clause_that_says(make.working(text), "[bilateral]")
    chloe = signed_in("Chloé")
    with nothing_written():
        page = chloe.get(url(text))
    shown, html = words_of(page), page.content.decode()

    assert "What stands in the way" in shown
    assert "One input awaits its answer" in shown
    assert reverse("consultation:dispose", args=[waits.reference]) in html
    assert f"One bracket is open 3 {bracketed.key} (English: 1)" in shown
    assert reverse("consultation:desk-clause", args=[text.slug, bracketed.key]) in html
    assert "9 clauses are not signed" in shown
    assert round_.get_absolute_url() in html
    assert "<form method" not in html


def test_the_chair_begins_a_silence_and_everybody_sees_how_long_it_lasts() -> None:
    version = ready()
    assert goes_to(begin(version)) == url(version.text)
    for name in ("Chloé", "Mia", "Sena"):
        shown = words_of(signed_in(name).get(url(version.text)))
        assert "Under silence until" in shown
        assert "2 days" in shown
    assert "Under silence until" in words_of(signed_in("Mia").get(url(version.text, "desk")))
    assert "Under silence until" in words_of(signed_in("Chloé").get(url(version.text, "publish")))
    assert signed_in("Paul").get(reverse("drafts:import", args=[version.text.slug])).status_code == 403


def test_a_silence_that_cannot_begin_says_why_and_keeps_what_was_typed() -> None:
    version = ready()
    past = begin(version, ends_at="2017-01-01T12:00")
    assert (past.status_code, "This time has passed" in words_of(past)) == (422, True)
    assert 'value="2017-01-01T12:00"' in past.content.decode()
    stale = begin(version, basis="0" * 64)
    assert (stale.status_code, "The text changed since" in words_of(stale)) == (409, True)
    make.reworded(version.text, "short-stay", "seasonal")
    hindered = begin(version)
    assert (hindered.status_code, "One clause is not signed" in words_of(hindered)) == (409, True)
    assert not Silence.objects.exists()


def test_a_member_breaks_it_and_the_reason_is_the_committees_own() -> None:
    begun = running()
    text, mia = begun.version.text, signed_in("Mia")
    clause = make.clause_that_says(begun.version, "short-stay")
    address = url(text, "silence-break", begun.key)
    empty = mia.post(address, {"clause": clause.key, "reason": ""})
    assert empty.status_code == 422
    assert goes_to(mia.post(address, {"clause": clause.key, "reason": "Not for us."})) == url(text)
    assert SilenceBreak.objects.get().clause == clause
    assert "Not for us." in words_of(mia.get(url(text)))
    # The secretariat takes no part in positions.
    shown = words_of(signed_in("Sena").get(url(text)))
    assert "Broken" in shown
    assert "Not for us." not in shown
    late = mia.post(address, {"clause": "", "reason": "Me too."})
    assert late.status_code == 409
    assert signed_in("Sena").post(address, {"reason": "No."}).status_code == 403


def test_who_breaks_it_chooses_the_clause_by_its_name_and_speaks_for_a_delegation() -> None:
    begun = running()
    mia = signed_in("Mia")
    Grant.objects.filter(user=make.person("Mia")).update(delegation="Delegation B")
    clause = make.clause_that_says(begun.version, "students")
    page = words_of(mia.get(url(begun.version.text)))
    assert "2(a) “for students;”" in page
    mia.post(url(begun.version.text, "silence-break", begun.key), {"clause": clause.key, "reason": "No."})
    shown = words_of(mia.get(url(begun.version.text)))
    assert "clause 2(a) No." in shown
    assert "Delegation B" in shown
    assert "(Mia)" not in shown


def test_the_chair_lifts_it() -> None:
    begun = running()
    text, chloe = begun.version.text, signed_in("Chloé")
    address = url(text, "silence-lift", begun.key)
    assert chloe.post(address, {"reason": " "}).status_code == 422
    assert goes_to(chloe.post(address, {"reason": "A slip in clause 2."})) == url(text)
    assert "Lifted by the chair" in words_of(chloe.get(url(text)))


def test_a_silence_that_is_over_is_not_shown_as_running() -> None:
    version = ready()
    silence(version)  # its end was in 2017, and no worker came
    for name in ("closing", "desk"):
        shown = words_of(signed_in("Mia").get(url(version.text, name)))
        assert "The silence has ended" in shown
        assert "Under silence until" not in shown
    page = signed_in("Mia").get(url(version.text)).content.decode()
    assert "/break/" not in page
    assert page.count("<form method") == page.count("/conclude/") == 1


def test_the_chair_is_asked_once_more_and_adopts() -> None:
    version = ready()
    text, chloe = version.text, signed_in("Chloé")
    asked = chloe.get(url(text, "adopt"))
    assert "Adopt Rev.1 for ever" in words_of(asked)
    basis = asked.context["adopt_form"]["basis"].value()
    assert chloe.post(url(text, "adopt"), {"basis": "0" * 64}).status_code == 409
    assert goes_to(chloe.post(url(text, "adopt"), {"basis": basis})) == url(text)
    assert Adoption.objects.get().version == version
    again = chloe.post(url(text, "adopt"), {"basis": basis})
    assert again.status_code == 409
    assert "This text is adopted" in words_of(chloe.get(url(text, "adopt")))


def test_no_button_adopts_what_is_hindered() -> None:
    version = make.working(make.published(draft=AGREED).text)
    page = signed_in("Chloé").get(url(version.text, "adopt"))
    assert "Something stands in the way" in words_of(page)
    assert "<form method" not in page.content.decode()


def test_every_page_says_that_it_is_adopted() -> None:
    version = adopted().version
    text, chloe, public = version.text, signed_in("Chloé"), Client()
    day = "14 June 2017"
    for page in (
        public.get(reverse("consultation:version", args=[text.slug, version.slug])),
        public.get(reverse("consultation:texts")),
        public.get(reverse("consultation:home")),
        public.get(text.programme.get_absolute_url()),
        chloe.get(reverse("consultation:desks")),
        chloe.get(url(text, "desk")),
        chloe.get(url(text, "publish")),
        chloe.get(url(text)),
    ):
        shown = words_of(page)
        assert "adopted on" in shown, shown
        assert day in shown
    for name in ("Mia", "Paul", "Chloé", "Sena"):
        clause = make.clause_that_says(version, "short-stay")
        page = signed_in(name).get(reverse("consultation:desk-clause", args=[text.slug, clause.key]))
        assert page.status_code == 200
        assert 'name="words"' not in page.content.decode()
    refused = signed_in("Paul").get(reverse("drafts:import", args=[text.slug]))
    assert refused.status_code == 403
    assert "This text is adopted" in words_of(refused)


def test_reservations_are_recorded_and_public() -> None:
    adoption = adopted()
    text, version = adoption.version.text, adoption.version
    clause = make.clause_that_says(version, "short-stay")
    sent = {"clause": clause.key, "words": "Not bound by it.", "language": "en", "delegation": "Utopia"}
    assert signed_in("Chloé").post(url(text, "reserve"), sent | {"words": ""}).status_code == 422
    assert goes_to(signed_in("Chloé").post(url(text, "reserve"), sent)) == url(text)
    assert Reservation.objects.get().delegation == "Utopia"
    assert signed_in("Sena").post(url(text, "reserve"), sent).status_code == 403
    address = [text.slug, version.slug]
    for page in (
        Client().get(reverse("consultation:version", args=address)),
        Client().get(reverse("consultation:clause", args=[*address, clause.key])),
        Client().get(reverse("consultation:record", args=address)),
        signed_in("Mia").get(url(text)),
    ):
        assert "Not bound by it." in words_of(page)
    other = make.clause_that_says(version, "researchers")
    assert "Not bound" not in words_of(
        Client().get(reverse("consultation:clause", args=[*address, other.key]))
    )


def test_before_the_adoption_nothing_is_reserved() -> None:
    text = ready().text
    sent = {"clause": "", "words": "No.", "language": "en"}
    assert signed_in("Mia").post(url(text, "reserve"), sent).status_code == 422


def test_a_text_without_a_draft_has_a_closing_page_too() -> None:
    assert "This text has no draft in work" in words_of(signed_in("Chloé").get(url(make.text())))


def test_the_page_costs_the_same_however_long_the_text_is() -> None:
    short = ready()
    more = "\n".join(f"{number}. Clause {number} [is] open.\n" for number in range(4, 60))
    long = make.working(make.published(make.text("long"), make.DRAFT + "\n" + more).text)
    middle = make.working(make.published(make.text("middle"), make.DRAFT).text)

    assert queries_of(signed_in("Chloé"), url(long.text)) == queries_of(signed_in("Chloé"), url(middle.text))
    assert queries_of(signed_in("Chloé"), url(short.text)) <= queries_of(signed_in("Chloé"), url(long.text))


def test_amendments_nobody_decided_on_and_late_changes_nobody_was_heard_on_are_told_and_do_not_hinder() -> (
    None
):
    zero = make.published(draft=AGREED, at=NOON - timedelta(days=50))
    make.consultation(zero, at=NOON - timedelta(days=40), days=30)
    late = make.reworded(zero.text, "short-stay", "seasonal", weight=Weight.SUBSTANCE)
    make.amended(zero.text, "researchers", "teachers")
    ready(zero.text)
    for page in ("closing", "adopt"):
        shown = signed_in("Chloé").get(reverse(f"consultation:{page}", args=[zero.text.slug]))
        assert "One amendment is not decided on." in words_of(shown)
        assert "One clause changed in substance after the consultation closed." in words_of(shown)
        assert f"desk/{late.clause.key}/" in shown.content.decode()

    assert adopted(make.working(zero.text)).version.text == zero.text


def test_whoever_adopts_is_told_how_many_clauses_lack_a_language() -> None:
    text = make.published(draft=AGREED).text
    make.imported(text, "# Mobilité légale\n", language="fr")
    page = signed_in("Chloé").get(url(text, "adopt"))

    assert "8 clauses are not there in every language of the text" in words_of(page)


def test_a_last_minute_is_not_called_no_minutes() -> None:
    now = timezone.now()
    version = ready()
    silence(version, at=now, ends_at=now + timedelta(seconds=40))

    assert "Less than a minute left" in words_of(signed_in("Chloé").get(url(version.text)))
