"""Who is asked, when inputs become visible, and how far both may change."""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from consultation.actions.rounds import Terms, TermsChanged, change_consultation
from consultation.models import Category, Comment, Consultation
from consultation.permissions import can_comment
from consultation.reports.terms import stamp_of
from drafts.models import LedgerEntry
from tests import make
from tests.make import NOON, Said
from tests.pages import goes_to, queries_of, signed_in, words_of
from tests.rounds import opened
from tests.state import rows

pytestmark = pytest.mark.django_db

Audience, Moderation = Consultation.Audience, Consultation.Moderation
DAY = timedelta(days=1)


def terms(consultation: Consultation, **other: object) -> Terms:
    now = {
        "opens_at": consultation.opens_at,
        "closes_at": consultation.closes_at,
        "moderation": Moderation(consultation.moderation),
        "audience": Audience(consultation.audience),
        "categories": [Category(each) for each in consultation.categories],
        "organisations": list(consultation.organisations.all()),
    }
    return Terms(**(now | other))  # type: ignore[arg-type]


def change(
    consultation: Consultation, at: datetime = NOON, by: str = "Sena", **other: object
) -> Consultation:
    change_consultation(
        by=make.person(by),
        consultation=consultation,
        terms=terms(consultation, **other),
        was=stamp_of(consultation),
        at=at,
    )
    return Consultation.objects.get(pk=consultation.pk)


def may(name: str, consultation: Consultation) -> bool:
    return bool(can_comment(make.person(name), consultation, NOON))


def test_categories_and_organisations_that_are_named_speak_and_no_others() -> None:
    version, olga, omar = make.published(), make.olga(), make.omar()
    make.organisation_of("Ada", Category.ACADEMIA)
    asked = opened(version, at=NOON, categories=[Category.DIASPORA], organisations=[make.body_of(olga)])

    assert asked.audience == Audience.NAMED
    assert may("Olga", asked)
    assert may("Omar", asked)
    refusal = can_comment(make.person("Ada"), asked, NOON)
    assert not refusal
    assert "write to the secretariat" in refusal.reason
    assert not may("Nils", asked)
    assert omar.pk


def test_everybody_with_a_confirmed_address_speaks_where_the_public_is_asked() -> None:
    asked = opened(at=NOON, audience=Audience.PUBLIC)
    make.person("Nils"), make.olga(), make.person("Nora")
    EmailAddress.objects.filter(user=make.person("Nora")).update(verified=False)

    assert may("Nils", asked)
    assert may("Olga", asked)
    assert "Confirm your e-mail address" in can_comment(make.person("Nora"), asked, NOON).reason
    assert not can_comment(AnonymousUser(), asked, NOON)


def test_what_a_member_of_the_public_says_is_said_for_nobody_and_in_no_category() -> None:
    asked = opened(at=NOON, audience=Audience.PUBLIC)

    said = make.comment(Said("students"), by=make.person("Nils"), on=asked)

    assert (said.organisation, said.category) == (None, "")


def test_before_it_opens_everything_may_change() -> None:
    asked = opened(at=timezone.now() + 2 * DAY, moderation=Moderation.CLOSING, categories=[Category.OTHER])
    sooner = asked.opens_at - DAY

    changed = change(
        asked,
        at=timezone.now(),
        opens_at=sooner,
        moderation=Moderation.AFTER,
        audience=Audience.REGISTERED,
        categories=[],
    )

    assert (changed.opens_at, changed.moderation) == (sooner, Moderation.AFTER)
    assert (changed.audience, changed.categories) == (Audience.REGISTERED, [])
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key) == ("opened", asked.key)
    assert '"changed":true' in entry.payload


@pytest.mark.parametrize(
    ("was", "becomes", "allowed"),
    [
        (Moderation.AFTER, Moderation.BEFORE, True),
        (Moderation.AFTER, Moderation.CLOSING, True),
        (Moderation.BEFORE, Moderation.CLOSING, True),
        (Moderation.BEFORE, Moderation.AFTER, False),
        (Moderation.CLOSING, Moderation.BEFORE, False),
        (Moderation.CLOSING, Moderation.AFTER, False),
    ],
)
def test_once_it_is_open_visibility_only_becomes_stricter(
    was: Consultation.Moderation, becomes: Consultation.Moderation, *, allowed: bool
) -> None:
    asked = opened(at=NOON, moderation=was)
    if allowed:
        assert change(asked, moderation=becomes).moderation == becomes
        return
    before = rows()
    with pytest.raises(PermissionDenied, match="never looser"):
        change(asked, moderation=becomes)
    assert rows() == before
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE consultation_consultation SET moderation = %s", [becomes])


def test_what_everybody_read_is_not_held_back_afterwards() -> None:
    asked = opened(at=NOON)
    make.comment(Said("students"), by=make.olga(), on=asked)

    with pytest.raises(PermissionDenied, match="cannot be held back"):
        change(asked, moderation=Moderation.CLOSING)
    assert change(asked, moderation=Moderation.BEFORE).moderation == Moderation.BEFORE


def test_once_it_is_open_more_people_are_asked_and_never_fewer() -> None:
    version, olga = make.published(), make.olga()
    asked = opened(version, at=NOON, categories=[Category.OTHER])
    theirs = [make.body_of(olga)]

    asked = change(asked, organisations=theirs)
    with pytest.raises(PermissionDenied, match="never fewer"):
        change(asked, organisations=[])
    with pytest.raises(PermissionDenied, match="never fewer"):
        change(asked, categories=[])
    asked = change(asked, audience=Audience.PUBLIC, categories=[], organisations=[])
    with pytest.raises(PermissionDenied, match="never fewer"):
        change(asked, audience=Audience.REGISTERED)


def test_it_never_closes_earlier_and_never_changes_once_closed() -> None:
    asked = opened(at=NOON)

    with pytest.raises(PermissionDenied, match="never closes earlier"):
        change(asked, closes_at=asked.closes_at - timedelta(seconds=1))
    with pytest.raises(PermissionDenied, match="its terms stand"):
        change(asked, at=asked.closes_at, moderation=Moderation.BEFORE)
    with pytest.raises(PermissionDenied, match="Only the secretariat"):
        change(asked, by="Chloé", moderation=Moderation.BEFORE)


def test_whoever_saw_other_terms_changes_nothing() -> None:
    asked = opened(at=NOON)
    stale = stamp_of(asked)
    asked = change(asked, audience=Audience.PUBLIC)
    before = rows()

    with pytest.raises(TermsChanged):
        change_consultation(
            by=make.person("Sena"),
            consultation=asked,
            terms=terms(asked, moderation=Moderation.BEFORE),
            was=stale,
            at=NOON,
        )
    assert rows() == before


def test_the_secretariat_changes_the_terms_on_a_page_and_is_told_what_cannot_be() -> None:
    asked = opened(at=timezone.now(), moderation=Moderation.BEFORE)
    page, sena = reverse("consultation:consultation-edit", args=[asked.key]), signed_in("Sena")
    seen = sena.get(page)
    assert "opens_at" not in seen.context["form"].fields
    sent = {"was": seen.context["form"]["was"].value(), "moderation": "after", "audience": "public"}

    refused = sena.post(page, sent)
    assert refused.status_code == 422
    assert "never looser" in words_of(refused)
    assert goes_to(sena.post(page, sent | {"moderation": "before"})) == asked.get_absolute_url()
    assert Consultation.objects.get().audience == Audience.PUBLIC
    stale = sena.post(page, sent | {"moderation": "closing"})
    assert stale.status_code == 409
    assert "Somebody changed the terms meanwhile" in words_of(stale)
    assert signed_in("Chloé").get(page).status_code == 403
    make.olga()
    assert signed_in("Olga").get(page).status_code == 404


def test_names_without_their_audience_and_an_audience_without_names_are_sent_back() -> None:
    version = make.published()
    page, sena = (
        reverse("consultation:consultation-open", args=[version.text.slug, version.slug]),
        signed_in("Sena"),
    )
    sent = {"opens_at": "2090-05-01T09:00", "closes_at": "2090-06-01T18:00:30", "moderation": "closing"}

    assert "Name at least one" in words_of(sena.post(page, sent | {"audience": "named"}))
    response = sena.post(page, sent | {"audience": "public", "categories": ["other"]})
    assert "choose that only they are asked" in words_of(response)
    make.olga()
    slug = make.body_of(make.olga()).slug
    assert sena.post(page, sent | {"audience": "named", "organisations": [slug]}).status_code == 302
    made = Consultation.objects.get()
    assert (made.closes_at.second, made.moderation) == (30, Moderation.CLOSING)
    assert [each.slug for each in made.organisations.all()] == [slug]


def test_a_page_of_a_consultation_names_who_is_asked_in_as_many_queries_whoever_they_are() -> None:
    now, version, olga = timezone.now(), make.published(), make.olga()
    asked = opened(version, at=now, organisations=[make.body_of(olga)])
    client = signed_in("Nils")
    assert "Network of Olga" in words_of(client.get(asked.get_absolute_url()))
    few = queries_of(client, asked.get_absolute_url())
    asked.organisations.add(make.body_of(make.omar()))
    for _each in range(3):
        make.comment(Said("students"), by=olga, on=asked, at=now)

    assert queries_of(client, asked.get_absolute_url()) == few
    assert Comment.objects.count() == 3
