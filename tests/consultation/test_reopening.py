"""A clause that changes in substance after the consultation closed is open for input again, and says so."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.actions.comments import Words, save_draft, submit_comment
from consultation.actions.reopening import reopen_clauses
from consultation.actions.rounds import open_consultation
from consultation.models import Category, Consultation, ReopenedClause
from consultation.permissions import can_comment, can_keep_draft
from consultation.reports.desk import Criteria, read_desk
from consultation.reports.reopening import changed_in_substance_since_consultation
from drafts.models import Clause, LedgerEntry, Text, Version, Weight
from drafts.models.keys import new_key
from drafts.permissions import Visitor
from tests import make
from tests.make import Said
from tests.pages import goes_to, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

Phase, Scope = Consultation.Phase, Consultation.Scope
VISAS, STUDENTS, GRADUATES = "short-stay", "for students", "young graduates"
DAY = timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def text(now: datetime) -> Text:
    """Consulted on for a month, until ten days ago."""
    zero = make.published(at=now - 50 * DAY)
    make.consultation(zero, at=now - 40 * DAY, days=30)
    return zero.text


@pytest.fixture
def reopened(text: Text, now: datetime) -> Consultation:
    """Rev.1, with the visas changed in substance after the close, the students in words only."""
    make.reworded(text, VISAS, "seasonal", weight=Weight.SUBSTANCE, at=now - 2 * DAY)
    make.reworded(text, STUDENTS, "for pupils", weight=Weight.CLARIFICATION, at=now - 2 * DAY)
    return Consultation.objects.get(version=make.issued(text, at=now - DAY))


def clause(version: Version, words: str) -> Clause:
    return make.clause_that_says(version, words)


def test_publishing_reopens_the_clause_that_changed_in_substance_and_no_other(
    reopened: Consultation, now: datetime
) -> None:
    (row,) = reopened.reopened.select_related("clause", "revision")

    assert row.clause == clause(reopened.version, "seasonal")
    assert row.revision.weight == Weight.SUBSTANCE
    assert (reopened.scope, reopened.opens_at, reopened.closes_at) == (
        Scope.REOPENED,
        now - DAY,
        now + 13 * DAY,
    )
    entry = LedgerEntry.objects.get(verb=LedgerEntry.Verb.REOPENED)
    assert entry.object_key == reopened.key
    assert f'[["{row.clause.key}",{row.revision_id}]]' in entry.payload


def test_how_long_and_who_is_asked_is_as_the_site_and_the_last_consultation_say(
    text: Text, now: datetime, settings: Any
) -> None:
    settings.REOPENED_DAYS = 3
    last = Consultation.objects.get()
    last.audience, last.categories = Consultation.Audience.NAMED, [Category.DIASPORA]
    last.moderation = Consultation.Moderation.CLOSING
    last.save()
    make.reworded(text, VISAS, "seasonal", weight=Weight.SUBSTANCE, at=now - 2 * DAY)

    made = Consultation.objects.get(version=make.issued(text, at=now))

    assert made.closes_at == now + 3 * DAY
    assert (made.categories, made.moderation) == ([Category.DIASPORA], Consultation.Moderation.CLOSING)


def test_a_change_made_before_the_close_reopens_nothing(text: Text, now: datetime) -> None:
    make.reworded(text, VISAS, "seasonal", weight=Weight.SUBSTANCE, at=now - 11 * DAY)

    published = make.issued(text, at=now)

    assert not Consultation.objects.filter(version=published).exists()


def test_a_text_nobody_was_asked_about_is_not_reopened(now: datetime) -> None:
    text = make.published(at=now - 9 * DAY).text
    make.reworded(text, VISAS, "seasonal", weight=Weight.SUBSTANCE, at=now - DAY)
    make.issued(text, at=now)

    assert not Consultation.objects.exists()


def test_a_clause_that_is_gone_and_a_first_translation_open_nothing(text: Text, now: datetime) -> None:
    make.imported(text, make.DRAFT.replace("of young graduates", "des diplômés"), language="fr", at=now - DAY)
    make.imported(text, make.DRAFT.replace("(a) for students;\n\n", ""), at=now - DAY)

    assert changed_in_substance_since_consultation(text, make.working(text)) == []
    assert not Consultation.objects.filter(version=make.issued(text, at=now)).exists()


def test_a_second_late_change_in_the_version_after_reopens_it_anew(
    text: Text, reopened: Consultation, now: datetime
) -> None:
    make.reworded(text, "seasonal", "yearly", weight=Weight.SUBSTANCE, at=now)

    again = Consultation.objects.get(version=make.issued(text, at=now))

    assert again.scope == Scope.REOPENED
    assert ReopenedClause.objects.count() == 2


def test_nobody_but_the_chair_reopens(text: Text, now: datetime) -> None:
    make.reworded(text, VISAS, "seasonal", weight=Weight.SUBSTANCE, at=now)

    with pytest.raises(PermissionDenied):
        reopen_clauses(by=make.person("Mia"), version=make.working(text), at=now)


PEOPLE = ("public", "Nils", "Olga", "Omar", "Mia", "Paul", "Chloé", "Sena")


def visitor(name: str) -> Visitor:
    return AnonymousUser() if name == "public" else make.person(name)


@pytest.mark.parametrize("phase", ["before", "open", "closed"])
@pytest.mark.parametrize("words", ["seasonal", "for pupils", ""])
def test_who_may_comment_on_which_clause_and_when(reopened: Consultation, words: str, phase: str) -> None:
    make.olga(), make.omar()
    at = {
        "before": reopened.opens_at - DAY,
        "open": reopened.opens_at,
        "closed": reopened.closes_at,
    }[phase]
    on = clause(reopened.version, words).pk if words else None

    may = {name for name in PEOPLE if can_comment(visitor(name), reopened, at, on)}
    keep = {name for name in PEOPLE if can_keep_draft(visitor(name), reopened, at, on)}

    asked = words != "for pupils"
    assert may == ({"Olga", "Omar"} if asked and phase == "open" else set())
    assert keep == ({"Olga", "Omar"} if asked and phase != "before" else set())


def test_the_actions_refuse_what_was_not_reopened(reopened: Consultation, now: datetime) -> None:
    olga, words = make.olga(), Words(body="Why?", language="en")
    elsewhere = clause(reopened.version, "for pupils")

    for act in (submit_comment, save_draft):
        with pytest.raises(PermissionDenied, match="Only the clauses that changed in substance"):
            act(by=olga, consultation=reopened, clause=elsewhere, words=words, key=new_key(), at=now)

    said = make.comment(Said("seasonal"), by=olga, on=reopened, at=now)
    assert said.consultation == reopened


def test_an_input_on_a_reopened_clause_is_owed_an_answer(
    text: Text, reopened: Consultation, now: datetime
) -> None:
    make.comment(Said("seasonal"), by=make.olga(), on=reopened, at=now)

    page = words_of(signed_in("Chloé").get(reverse("consultation:publish", args=[text.slug])))

    assert "One input awaits its answer" in page


def version_url(of: Consultation) -> str:
    return reverse("consultation:version", args=[of.version.text.slug, of.version.slug])


def clause_url(of: Consultation, words: str) -> str:
    key = clause(of.version, words).key
    return reverse("consultation:clause", args=[of.version.text.slug, of.version.slug, key])


def test_the_text_says_which_clause_is_reopened_until_when_and_why(reopened: Consultation) -> None:
    row = reopened.reopened.get()
    for client in (Client(), signed_in("Mia"), signed_in("Nils")):
        html = client.get(version_url(reopened)).content.decode()
        (mark,) = re.findall(r'<span class="clause-reopened">.*?</a></span>', html, re.DOTALL)
        assert "Reopened for input until" in mark
        assert "changed in substance after the consultation closed" in mark
        assert reverse("consultation:revision", args=[row.revision_id]) in mark


def test_only_the_reopened_clause_offers_to_comment(reopened: Consultation) -> None:
    make.olga()
    for client in (Client(), signed_in("Olga")):
        html = client.get(version_url(reopened)).content.decode()
        offers = set(re.findall(r"/clauses/(\w+)/comment/", html))
        assert offers == {clause(reopened.version, "seasonal").key}
        assert "Comment on this clause" in words_of(client.get(clause_url(reopened, "seasonal")))
        assert "Comment on this clause" not in words_of(client.get(clause_url(reopened, "for pupils")))


def test_the_clause_says_that_it_is_reopened(reopened: Consultation) -> None:
    assert "Reopened for input until" in words_of(Client().get(clause_url(reopened, "seasonal")))
    assert "Reopened" not in words_of(Client().get(clause_url(reopened, "for pupils")))


def test_the_form_is_refused_on_every_other_clause(reopened: Consultation) -> None:
    make.olga()
    olga = signed_in("Olga")
    other = clause(reopened.version, "for pupils").key
    key = clause(reopened.version, "seasonal").key
    address = [reopened.version.text.slug, reopened.version.slug]

    assert olga.get(reverse("consultation:comment-write", args=[*address, key])).status_code == 200
    refused = olga.get(reverse("consultation:comment-write", args=[*address, other]))
    assert refused.status_code == 403
    assert "Only the clauses that changed in substance" in words_of(refused)


def test_after_the_close_nothing_is_offered_and_the_text_says_no_more(
    reopened: Consultation, now: datetime
) -> None:
    Client().get(version_url(reopened))
    Consultation.objects.filter(pk=reopened.pk).update(closes_at=now - timedelta(hours=1))

    for client in (Client(), signed_in("Mia")):
        page = client.get(f"{version_url(reopened)}?again=1").content.decode()
        assert "clause-reopened" not in page
        assert "/comment/" not in page
    assert "Was reopened for input until" in words_of(Client().get(clause_url(reopened, "seasonal") + "?a=1"))


def test_the_consultation_says_what_it_is_about(reopened: Consultation) -> None:
    page = Client().get(reopened.get_absolute_url())

    assert "Clauses changed in substance since the last consultation closed" in words_of(page)
    assert "Clause 1." in words_of(page)
    assert clause_url(reopened, "seasonal") in page.content.decode()
    listed = words_of(Client().get(reverse("consultation:consultations")))
    assert "clauses changed in substance since the last consultation closed" in listed


def test_pages_are_there_in_french(reopened: Consultation) -> None:
    for url in (version_url(reopened), reopened.get_absolute_url(), clause_url(reopened, "seasonal")):
        assert Client().get(url.replace("/en/", "/fr/")).status_code == 200


def test_the_desk_says_that_a_late_change_of_substance_will_reopen_the_clause(
    text: Text, now: datetime
) -> None:
    mia, key = signed_in("Mia"), clause(make.working(text), VISAS).key
    page = reverse("consultation:desk-clause", args=[text.slug, key])
    sent = {"reason": "It was forgotten.", "answers": []}
    for weight, words in (("substance", "Visas are free."), ("editorial", "Visas are free of charge.")):
        html = mia.get(page).content.decode()
        hidden = dict(re.findall(r'name="(basis|version)" value="(\w+)"', html))
        response = mia.post(
            f"{page}revise/", {**sent, **hidden, "weight": weight, "words": words}, follow=True
        )
        said = "the clause will be reopened for input when Rev.1 is published" in words_of(response)
        assert said is (weight == "substance")


def test_the_chair_is_told_before_and_after_publishing_what_it_reopens(text: Text, now: datetime) -> None:
    make.reworded(text, VISAS, "seasonal", weight=Weight.SUBSTANCE, at=now)
    chloe, page = signed_in("Chloé"), reverse("consultation:publish", args=[text.slug])
    before = chloe.get(page)
    hidden = dict(re.findall(r'name="(basis|version)" value="(\w+)"', before.content.decode()))

    after = chloe.post(page, hidden, follow=True)

    assert "Publishing reopens one clause for input" in words_of(before)
    assert "1 clause is reopened for input until" in words_of(after)


def consult(version: Version, now: datetime) -> str:
    page = reverse("consultation:consultation-open", args=[version.text.slug, version.slug])
    form = "%Y-%m-%dT%H:%M"
    sent = {
        "opens_at": now.strftime(form),
        "closes_at": (now + 60 * DAY).strftime(form),
        "moderation": "before",
        "audience": "registered",
    }
    return goes_to(signed_in("Sena").post(page, sent))


def test_the_secretariat_widens_a_reopened_consultation_to_the_whole_text(
    text: Text, reopened: Consultation, now: datetime
) -> None:
    assert not read_desk(text, "en", Criteria()).is_consulted
    Client().get(version_url(reopened))

    assert consult(reopened.version, now) == reopened.get_absolute_url()

    reopened.refresh_from_db()
    assert (reopened.scope, reopened.moderation) == (Scope.WHOLE, Consultation.Moderation.BEFORE)
    assert reopened.closes_at > now + 59 * DAY
    opened = LedgerEntry.objects.filter(verb=LedgerEntry.Verb.OPENED).latest("sequence")
    assert '"widened":true' in opened.payload
    make.comment(Said("for pupils"), by=make.olga(), on=reopened, at=now + timedelta(minutes=2))
    html = Client().get(version_url(reopened)).content.decode()
    assert len(set(re.findall(r"/clauses/(\w+)/comment/", html))) == 9
    assert "clause-reopened" not in html
    # A second time it is consulted on already.
    assert consult(reopened.version, now) == reopened.get_absolute_url()
    assert LedgerEntry.objects.filter(verb=LedgerEntry.Verb.OPENED).count() == 2


def test_widening_leaves_a_reopened_consultation_open(reopened: Consultation, now: datetime) -> None:
    open_consultation(
        by=make.secretariat(),
        version=reopened.version,
        opens_at=now + DAY,
        closes_at=now + 60 * DAY,
        moderation=Consultation.Moderation(reopened.moderation),
        at=now,
    )

    widened = Consultation.objects.get(pk=reopened.pk)
    assert (widened.scope, widened.opens_at) == (Scope.WHOLE, reopened.opens_at)


def test_a_reopened_text_costs_the_same_however_many_clauses_are_reopened(text: Text, now: datetime) -> None:
    make.reworded(text, VISAS, "seasonal", weight=Weight.SUBSTANCE, at=now)
    one = Consultation.objects.get(version=make.issued(text, at=now))
    few = [queries_of(signed_in("Nils"), url) for url in (version_url(one), one.get_absolute_url())]
    make.imported(text, make.DRAFT.replace(" the ", " that ").replace("for ", "to "), at=now)
    many = Consultation.objects.get(version=make.issued(text, at=now))

    assert many.reopened.count() > 3
    assert [queries_of(signed_in("Nils"), url) for url in (version_url(many), many.get_absolute_url())] == few
