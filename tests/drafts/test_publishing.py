"""Publishing freezes a version for ever and opens the next with the same words."""

import pytest
from django.core.exceptions import PermissionDenied

from consultation import urls as consultation_urls
from drafts import urls as drafts_urls
from drafts.actions.publishing import RESERVED, EmptyVersion, publish_version
from drafts.actions.wordings import VersionPublished
from drafts.models import LedgerEntry, Revision, Text, Version
from drafts.reports.hashes import content_hash
from tests import make
from tests.state import keys, order, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def text() -> Text:
    made = make.text()
    make.imported(made, label="Zero draft")
    return made


def publish(version: Version, by: str = "Chloé") -> tuple[Version, Version]:
    return publish_version(by=make.person(by), version=version, at=make.NOON)


def content(version: Version) -> list[tuple[object, ...]]:
    """All that a reader sees of a version: places and words, in order."""
    words = version.wordings.order_by("clause_id", "language")
    places = version.placements.order_by("position")
    return [
        *places.values_list("clause", "position", "depth", "kind", "label"),
        *words.values_list("clause", "language", "text", "state"),
    ]


def test_a_published_version_knows_when_by_whom_and_its_hash(text: Text) -> None:
    frozen, _ = publish(make.working(text))

    assert (frozen.state, frozen.published_at, frozen.published_by) == (
        "published",
        make.NOON,
        make.person("Chloé"),
    )
    assert frozen.content_hash == content_hash(frozen)
    assert frozen.content_hash in LedgerEntry.objects.latest("sequence").payload


def test_the_next_version_is_a_copy_and_copying_is_no_revision(text: Text) -> None:
    make.imported(text, make.DRAFT.replace("visas.", "des visas."), language="fr")
    before = Revision.objects.count()
    frozen, following = publish(make.working(text))

    assert (following.number, following.label, following.slug) == (1, "Rev.1", "rev-1")
    assert content(following) == content(frozen)
    assert keys(following) == keys(frozen)
    assert Revision.objects.count() == before
    assert make.working(text) == following


def test_versions_count_on_from_the_zero_draft(text: Text) -> None:
    labels = [make.issued(text).label for _ in range(3)]

    assert labels == ["Zero draft", "Rev.1", "Rev.2"]
    assert list(text.versions.order_by("number").values_list("number", flat=True)) == [0, 1, 2, 3]
    assert Version.objects.working().filter(text=text).count() == 1


def test_a_published_version_stays_as_it_was_whatever_is_edited_later(text: Text) -> None:
    frozen, _ = publish(make.working(text))
    was = content(frozen), frozen.content_hash
    make.reworded(text, "short-stay", "seasonal")
    make.imported(text, make.DRAFT.replace("(a) for students;", "(a) for nurses;"))
    make.issued(text)
    frozen.refresh_from_db()

    assert (content(frozen), content_hash(frozen)) == was


def test_the_next_version_stands_on_its_own(text: Text) -> None:
    frozen, following = publish(make.working(text))
    make.reworded(text, "short-stay", "seasonal")

    assert following.wordings.filter(text__contains="seasonal").exists()
    assert not frozen.wordings.filter(text__contains="seasonal").exists()
    assert order(following) == order(frozen)


def test_publishing_twice_publishes_once(text: Text) -> None:
    version = make.working(text)
    publish(version)
    before = rows()
    with pytest.raises(VersionPublished):
        publish(version)

    assert rows() == before


def test_an_empty_version_is_not_published(text: Text) -> None:
    version = make.working(text)
    version.placements.all().delete()
    with pytest.raises(EmptyVersion):
        publish(version)

    version.refresh_from_db()
    assert not version.is_published


@pytest.mark.parametrize("name", ["Paul", "Mia", "Sena", "Nils"])
def test_nobody_but_the_chair_publishes(text: Text, name: str) -> None:
    make.person(name)
    before = rows()
    with pytest.raises(PermissionDenied, match="Only the chair"):
        publish(make.working(text), by=name)

    assert rows() == before


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Rev.1", "rev-1"),
        ("Desk", "desk-0"),
        ("Compare", "compare-0"),
        ("Projet de mai", "projet-de-mai"),
        ("第一稿", "version-0"),
    ],
)
def test_a_label_becomes_an_address_that_hides_no_other_page(label: str, slug: str) -> None:
    version = make.imported(make.text(), label=label)

    assert (version.label, version.slug) == (label, slug)


def test_two_labels_that_come_to_one_address_have_two(text: Text) -> None:
    make.issued(text)
    make.imported(text, label="Zero-draft")

    assert [each.slug for each in text.versions.order_by("number")] == ["zero-draft", "zero-draft-1"]


def test_every_page_of_a_text_keeps_its_word_from_the_labels_of_versions() -> None:
    routes = [str(each.pattern) for each in (*drafts_urls.urlpatterns, *consultation_urls.urlpatterns)]
    words = {route.split("/")[2] for route in routes if route.startswith("texts/<slug:text>/")}

    assert {"desk", "compare", "import"} <= {word for word in words if word.isalpha()} <= RESERVED
