"""Whatever was edited, every clause that differs between two versions stands on the chair's page."""

import random
import re

import pytest
from django.urls import reverse

from drafts.models import Change, Clause, Placement, Text, Version, Weight, Wording
from tests import make
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

type Content = tuple[str, int, str, tuple[tuple[str, str, str], ...]]


@pytest.fixture
def text() -> Text:
    """Out in two languages, and in work again."""
    text = make.text()
    points = "".join(f"\n{n}. Provision *number* {n} speaks of matter {n * 7}.\n" for n in range(4, 16))
    make.imported(text, make.DRAFT + points)
    make.imported(
        text, make.DRAFT + points.replace("speaks of matter", "traite de la question"), language="fr"
    )
    make.issued(text)
    return text


def contents(version: Version) -> dict[str, Content]:
    """Clause key → all that a reader sees of it, in the order of the version."""
    words: dict[int, list[tuple[str, str, str]]] = {}
    for clause, *said in version.wordings.order_by("language").values_list(
        "clause", "language", "text", "state"
    ):
        words.setdefault(clause, []).append((said[0], said[1], said[2]))
    placed = version.placements.order_by("position").values_list(
        "clause", "clause__key", "kind", "depth", "label"
    )
    return {key: (kind, depth, label, tuple(words[clause])) for clause, key, kind, depth, label in placed}


class Vandal:
    """Edits a version in work in every way there is, straight in its rows: what led there does not matter."""

    def __init__(self, version: Version, seed: int) -> None:
        self.version, self.chance = version, random.Random(seed)

    def edit(self) -> None:
        acts = (
            self.reword,
            self.mark,
            self.relabel,
            self.indent,
            self.convert,
            self.remove,
            self.add,
            self.swap,
        )
        self.chance.choice((*acts, self.forget))()

    def _wording(self) -> Wording:
        return self.chance.choice(list(self.version.wordings.order_by("pk")))

    def _place(self) -> Placement:
        return self.chance.choice(list(self.version.placements.order_by("position")))

    def reword(self) -> None:
        wording = self._wording()
        words = wording.text.split(" ")
        words.insert(
            self.chance.randrange(len(words) + 1), self.chance.choice(("not", "shall", "[may]", "NDC*"))
        )
        self.version.wordings.filter(pk=wording.pk).update(text=" ".join(words))

    def mark(self) -> None:
        wording = self._wording()
        self.version.wordings.filter(pk=wording.pk).update(text=f"**{wording.text.replace('*', '')}**")

    def relabel(self) -> None:
        self.version.placements.filter(pk=self._place().pk).update(label=f"{self.chance.randrange(99)}.")

    def indent(self) -> None:
        place = self._place()
        self.version.placements.filter(pk=place.pk).update(depth=place.depth + 1)

    def convert(self) -> None:
        kind = self.chance.choice(("paragraph", "point", "item", "heading"))
        self.version.placements.filter(pk=self._place().pk).update(kind=kind)

    def forget(self) -> None:
        self._delete(language="fr", pk=self._wording().pk)

    def _delete(self, **which: object) -> None:
        """The history keeps a row of what is deleted, with the weight that was declared."""
        wordings = self.version.wordings.filter(**which)
        wordings.update(change=Change.REMOVED, weight=Weight.EDITORIAL, reason="It went.")
        wordings.delete()

    def remove(self) -> None:
        place = self._place()
        self._delete(clause=place.clause_id)
        place.delete()

    def add(self) -> None:
        clause = Clause.objects.create(text=self.version.text)
        last = self.version.placements.order_by("position").last()
        assert last is not None
        Placement.objects.create(
            version=self.version, clause=clause, position=last.position + 1, kind="paragraph", label="99."
        )
        Wording.objects.create(version=self.version, clause=clause, language="en", text="A new provision.")

    def swap(self) -> None:
        one, other = self._place(), self._place()
        places = self.version.placements
        for pk, position in ((one.pk, 10_000), (other.pk, one.position), (one.pk, other.position)):
            places.filter(pk=pk).update(position=position)


def shown(text: Text, query: str = "?whole=1") -> list[str]:
    response = signed_in("Chloé").get(reverse("consultation:review", args=[text.slug]) + query)
    assert response.status_code == 200
    return re.findall(r'<div class="compare-row review-row" id="(\w+)"', response.content.decode())


@pytest.mark.parametrize("seed", range(40))
def test_every_clause_that_differs_is_on_the_page(text: Text, seed: int) -> None:
    working = make.working(text)
    vandal = Vandal(working, seed)
    for _ in range(vandal.chance.randint(1, 12)):
        vandal.edit()
    old, new = contents(text.versions.get(number=0)), contents(working)

    rows = shown(text)

    assert len(rows) == len(set(rows))
    assert {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)} <= set(rows)
    # What is not on the page stands in the same order in both.
    unseen = [[key for key in version if key not in rows] for version in (old, new)]
    assert unseen[0] == unseen[1]


def test_nothing_differs_and_nothing_is_shown(text: Text) -> None:
    assert shown(text) == []


@pytest.mark.parametrize("seed", range(6))
def test_the_pages_together_hold_the_rows_of_the_whole(text: Text, seed: int) -> None:
    vandal = Vandal(make.working(text), seed)
    for _ in range(9):
        vandal.edit()

    for query in ("?group=person&", "?group=day&", "?group=weight&"):
        assert sorted(shown(text, f"{query}whole=1")) == sorted(shown(text))
