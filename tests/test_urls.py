"""A walk over every address as everybody, in both languages: nothing breaks, nothing leaks, looking changes nothing."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from consultation.models import User
from tests import addresses
from tests.address_book import PEOPLE, Page
from tests.addresses import OF_OTHERS, Scene
from tests.pages import nothing_written, signed_in
from tests.state import rows

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _ in settings.LANGUAGES]


@pytest.fixture
def scene() -> Scene:
    return addresses.scene()


def browser(name: str) -> Client:
    if name == "public":
        return Client()
    client = signed_in(name) if name != "Root" else Client()
    if name == "Root":
        client.force_login(User.objects.get(is_superuser=True))
    return client


def walk(scene: Scene) -> list[tuple[str, Page]]:
    """Every address with what to put into it."""
    known = addresses.pages(scene)
    return [(name, page) for name, _ in addresses.names() for page in known.get(name, [Page({})])]


def test_every_address_has_a_name_and_a_place_in_the_walk(scene: Scene) -> None:
    named = dict(addresses.names())
    known = addresses.pages(scene)

    assert [name for name in named if name.endswith("None")] == []
    assert [name for name, needs in named.items() if needs and name not in known] == [], (
        "add it to tests/addresses.py"
    )
    assert known.keys() <= named.keys()


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_everywhere(scene: Scene, who: str) -> None:
    client, before = browser(who), rows(without=("django_session",))
    wrong = []
    for language in LANGUAGES:
        for name, page in walk(scene):
            with translation.override(language):
                url = reverse(name, kwargs=dict(page.args))
            with nothing_written():
                response = client.get(url)
            faults = [*faults_of(response, page, name, who), *faults_of_html(response, name, language)]
            wrong += [f"{url}: {fault}" for fault in faults]

    assert wrong == []
    assert rows(without=("django_session",)) == before


def faults_of(response: Any, page: Page, name: str, who: str) -> list[str]:
    """What is wrong with how an address answers somebody."""
    status = response.status_code
    if status >= 500:
        return [f"breaks with {status}"]
    if name.startswith(OF_OTHERS):
        return []
    expected = outcome(page, who)
    if page.post_only and who == "public" and status == 405:
        return []
    found = "signs in" if is_to_sign_in(response) else "sees" if status < 400 else str(status)
    return [] if found in expected else [f"{who}: {found} instead of {' or '.join(sorted(expected))}"]


def outcome(page: Page, who: str) -> set[str]:
    """How a page should answer somebody."""
    if page.post_only:
        return {"405"} if who != "public" else {"405", "signs in"}
    if who in page.seen_by:
        return {"sees"}
    if who == "public":
        return {"signs in", "404"}
    return {"403"} if who in page.told else {"404"}


def is_to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and "/accounts/login/" in response.headers["Location"]


def faults_of_html(response: Any, name: str, language: str) -> list[str]:
    """What is wrong with a page as a document."""
    if (
        response.status_code != 200
        or "text/html" not in response.headers["Content-Type"]
        or name.startswith("admin:")
        # A file for somebody's disk takes its style along.
        or "attachment" in response.headers.get("Content-Disposition", "")
    ):
        return []
    html = response.content.decode()
    checks = {
        "does not have one h1": len(re.findall(r"<h1[ >]", html)) == 1,
        "does not say its language": f'<html lang="{language}"' in html,
        "has no title of its own": re.search(r"<title>\s*[^\s·<]", html) is not None,
        "has a style in it": not re.search(r"<style|\sstyle=", html),
        "has a script in it": not re.search(r"<script(?![^>]*(\ssrc=|application/json))", html),
        "has a script in an attribute": not re.search(r"<[^>]*\son[a-z]+=|javascript:", html),
        "has no policy": "default-src 'none'" in response.headers.get("Content-Security-Policy", ""),
        "has an identifier twice": has_each_id_once(html),
        "has a message left untranslated": "msgid" not in html,
    }
    return [fault for fault, good in checks.items() if not good]


def has_each_id_once(html: str) -> bool:
    ids = re.findall(r'\sid="([^"]*)"', html)
    return len(ids) == len(set(ids))


@pytest.mark.parametrize("who", ["public", "Olga", "Sena"])
@pytest.mark.parametrize("name", ["consultation:comment", "consultation:history", "drafts:programme"])
def test_what_is_not_there_is_not_there_in_either_language(scene: Scene, who: str, name: str) -> None:
    client = browser(who)
    ((kwarg, _),) = addresses.pages(scene)[name][0].args.items()
    for language in LANGUAGES:
        with translation.override(language):
            response = client.get(reverse(name, kwargs={kwarg: "nothing-here"}))
        assert response.status_code == 404
        assert f'<html lang="{language}"' in response.content.decode()


def test_a_refusal_gives_its_reason_in_the_readers_language(scene: Scene) -> None:
    told = [
        (name, page, who) for name, page in walk(scene) for who in sorted(page.told & {"Nils", "Mia", "Ravi"})
    ]
    reasons = {
        language: {reason(page, name, who, language) for name, page, who in told} for language in LANGUAGES
    }

    assert len(reasons["en"]) == len(reasons["fr"]) >= 4
    assert not reasons["en"] & reasons["fr"]


def reason(page: Page, name: str, who: str, language: str) -> str:
    """What somebody reads where they may not act."""
    with translation.override(language):
        response = browser(who).get(reverse(name, kwargs=dict(page.args)))
    assert response.status_code == 403
    (words,) = re.findall(r'<p class="lede">(.*?)</p>', response.content.decode(), re.DOTALL)
    return str(words)


def test_an_address_without_a_language_leads_to_the_readers_own() -> None:
    french = Client(headers={"accept-language": "fr"})

    assert french.get("/").headers["Location"] == "/fr/"
    assert Client(headers={"accept-language": "de"}).get("/").headers["Location"] == "/en/"
