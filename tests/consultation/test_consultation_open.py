"""The secretariat puts a published version out for input."""

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Consultation
from drafts.models import Version
from tests import make
from tests.pages import goes_to, nothing_written, signed_in, words_of

pytestmark = pytest.mark.django_db


def url_of(version: Version) -> str:
    return reverse("consultation:consultation-open", args=[version.text.slug, version.slug])


def sent(**fields: object) -> dict[str, object]:
    return {
        "opens_at": "2090-05-01T09:00",
        "closes_at": "2090-06-01T18:00",
        "moderation": "before",
        "audience": "registered",
        **fields,
    }


def test_the_secretariat_sets_the_dates_who_is_asked_and_how_it_is_moderated() -> None:
    version = make.published()
    sena = signed_in("Sena")
    with nothing_written():
        assert "Times are in the time zone UTC" in words_of(sena.get(url_of(version)))
    response = sena.post(
        url_of(version), sent(moderation="after", audience="named", categories=["diaspora", "academia"])
    )
    made = Consultation.objects.get()
    assert goes_to(response) == made.get_absolute_url()
    assert (made.version, made.moderation, made.categories) == (version, "after", ["diaspora", "academia"])
    assert made.opens_at.isoformat() == "2090-05-01T09:00:00+00:00"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("closes_at", "2090-05-01T08:59", "It closes before it opens"),
        ("closes_at", "", "This field is required"),
        ("opens_at", "tomorrow", "Enter a valid date/time"),
        ("moderation", "never", "Select a valid choice"),
        ("categories", ["ministers"], "Select a valid choice"),
    ],
)
def test_dates_and_choices_that_make_no_sense_are_sent_back_with_the_rest_kept(
    field: str, value: object, sentence: str
) -> None:
    version = make.published()
    response = signed_in("Sena").post(url_of(version), sent(**{field: value}))
    assert response.status_code == 422
    assert sentence in words_of(response)
    kept = "closes_at" if field == "opens_at" else "opens_at"
    assert response.context["form"][kept].value() == sent()[kept]
    assert not Consultation.objects.exists()


def test_a_consultation_that_would_be_over_is_not_opened() -> None:
    version = make.published()
    dates = {"opens_at": "2017-06-01T09:00", "closes_at": "2017-07-01T09:00"}
    response = signed_in("Sena").post(url_of(version), sent(**dates))
    assert "This time has passed" in words_of(response)
    assert not Consultation.objects.exists()


def test_a_version_is_consulted_once() -> None:
    consultation = make.consultation()
    sena = signed_in("Sena")
    assert goes_to(sena.get(url_of(consultation.version))) == consultation.get_absolute_url()
    assert goes_to(sena.post(url_of(consultation.version), sent())) == consultation.get_absolute_url()
    assert Consultation.objects.count() == 1


def test_the_committee_is_told_who_opens_and_others_find_nothing() -> None:
    version = make.published()
    for name in ("Chloé", "Paul", "Mia"):
        response = signed_in(name).get(url_of(version))
        assert response.status_code == 403
        assert "Only the secretariat opens a consultation" in words_of(response)
    make.olga()
    assert signed_in("Olga").get(url_of(version)).status_code == 404
    assert Client().get(url_of(version)).status_code == 302
    assert Client().post(url_of(version), sent()).status_code == 401
    assert not Consultation.objects.exists()


def test_a_version_in_work_is_not_put_out() -> None:
    text = make.published().text
    working = text.versions.get(state="working")
    response = signed_in("Sena").get(url_of(working))
    assert response.status_code == 403
    assert "this one is still in work" in words_of(response)
