"""The benches measure what they say: a small scene built the same way, and numbers of queries that stay."""

import pytest

from consultation.models import Comment, Disposition, ResolvedAnchor, Standing
from drafts.models import Version, Wording
from tests.benchmarks import scene

pytestmark = pytest.mark.django_db
SMALL = scene.Size(clauses=10, comments=20, organisations=4)


def silently(_what: str, _done: int, _of: int) -> None:
    """No progress in a test."""


def test_a_scene_has_its_clauses_in_two_languages_and_every_comment_let_through() -> None:
    consultation = scene.consulted("text", SMALL, silently)
    words = Wording.objects.filter(version=consultation.version)
    assert sorted(words.values_list("language", flat=True)) == ["en"] * 10 + ["fr"] * 10
    assert Standing.objects.filter(state=Standing.State.VISIBLE).count() == 20
    assert Comment.objects.values("organisation").distinct().count() == 4
    assert Comment.objects.exclude(quote="").exists()


def test_every_comment_of_an_answered_scene_has_its_answer_and_some_name_a_revision() -> None:
    consultation = scene.consulted("text", SMALL, silently)
    working = scene.answered("text", SMALL, silently)
    assert not Standing.objects.filter(disposition=None).exists()
    assert Disposition.objects.filter(revisions__version=working).exists()
    assert ResolvedAnchor.objects.filter(version=consultation.version).count() == 20
    assert Version.objects.get(pk=working.pk).label == "Rev.1"
