"""A person takes along everything that is kept about them, and nothing personal of anybody else."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from consultation.models import Comment, Outcome, User
from consultation.reports.export import kept_of, packed, sections
from tests import heard, make
from tests.pages import goes_to, signed_in, words_of

pytestmark = pytest.mark.django_db
EXPORT, FILE = "/en/account/export/", "/en/account/export/everything.zip"
# Columns that lead to a person and are not told, with the reason.
NOT_TOLD = {
    "drafts.Presence.user": "gone after a minute, and nothing but a sign of life",
    "admin.LogEntry.user": "the journal of the site’s keepers, about others",
}


@pytest.fixture
def answered() -> Comment:
    said = make.comment(make.Said("short-stay", "Olga’s own words."), by=make.olga(), on=make.consultation())
    make.answered(said, Outcome.NOTED)
    heard.rows(said)
    return said


def confirmed(name: str) -> Client:
    """A browser in which somebody signed in and gave the password again."""
    client = signed_in(name)
    client.post("/en/accounts/reauthenticate/", {"password": make.PASSWORD})
    return client


def data_of(archive: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        found: dict[str, Any] = json.loads(held.read("data.json"))
    return found


def test_every_column_that_leads_to_a_person_is_told_or_named_with_its_reason() -> None:
    told = {f"{section.model._meta.label}.{by}" for section in sections() for by in section.by}
    leading = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.related_model is User
    }

    assert leading - told == set(NOT_TOLD)
    assert len({section.name for section in sections()}) == len(sections())


def test_the_archive_holds_what_the_person_said_and_what_became_of_it(answered: Comment) -> None:
    data = data_of(packed(kept_of(make.olga(), timezone.now())))

    assert data["account"][0]["email"] == "olga@example.org"
    assert data["email_addresses"] == [{"email": "olga@example.org", "verified": True, "primary": True}]
    assert [row["body"] for row in data["comments"]] == ["Olga’s own words."]
    assert [row["state"] for row in data["standings"]] == ["visible"]
    assert [row["outcome"] for row in data["dispositions"]] == ["noted"]
    assert [row["body"] for row in data["contributions"]] == ["Mine."]
    assert [row["organisation__name"] for row in data["memberships"]] == ["Network of Olga"]
    assert {row["verb"] for row in data["ledger"]} >= {"commented"}


def test_nobody_else_is_named_in_it(answered: Comment) -> None:
    archive = packed(kept_of(make.olga(), timezone.now()))
    with zipfile.ZipFile(io.BytesIO(archive)) as held:
        everything = " ".join(held.read(name).decode() for name in held.namelist())

    # What Olga's own organisation is called holds her name; everybody else's is absent.
    for other in User.objects.exclude(email="olga@example.org"):
        assert other.email not in everything
        assert f"{other.name}" not in everything.replace("Personal", ""), other.name


def test_the_password_is_asked_for_before_it_is_given_out(answered: Comment) -> None:
    client = signed_in("Olga")

    assert "Download the archive" in words_of(client.get(EXPORT))
    assert goes_to(client.get(FILE)).startswith("/en/accounts/reauthenticate/")

    response = confirmed("Olga").get(FILE)

    assert response.headers["Content-Type"] == "application/zip"
    assert "attachment" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]
    assert data_of(response.content)["person"] == make.olga().key


def test_it_can_be_read_without_a_program_in_the_readers_language(answered: Comment) -> None:
    client = confirmed("Olga")
    with zipfile.ZipFile(io.BytesIO(client.get(FILE).content)) as held:
        page = held.read("index.html").decode()

    assert '<html lang="en"' in page
    assert "Everything kept about participant" in page
    assert "Olga’s own words." in page
