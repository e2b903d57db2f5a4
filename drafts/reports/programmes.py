"""Programmes as they are read: the chain from the first one, pillars with those they continue, texts."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from drafts.models import Pillar, Programme, Text, Version
from drafts.permissions import Visitor, visible_texts


@dataclass(frozen=True, slots=True)
class TextSummary:
    """A text with its published versions, oldest first."""

    text: Text
    versions: tuple[Version, ...]

    @property
    def latest(self) -> Version | None:
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class PillarReading:
    """A pillar, the pillars of the last programme it continues, and its text where one may be read."""

    pillar: Pillar
    predecessors: tuple[Pillar, ...]
    text: TextSummary | None


@dataclass(frozen=True, slots=True)
class ProgrammeReading:
    """A programme between the one before and the one after; `other_texts` belong to no pillar."""

    programme: Programme
    successor: Programme | None
    pillars: tuple[PillarReading, ...]
    other_texts: tuple[TextSummary, ...]

    @property
    def texts(self) -> tuple[TextSummary, ...]:
        """All texts in the order of the programme: the preamble, the pillars', the cross-cutting ones."""
        of_pillars = [reading.text for reading in self.pillars if reading.text]
        before = [each for each in self.other_texts if each.text.kind == Text.Kind.PREAMBLE]
        after = [each for each in self.other_texts if each.text.kind != Text.Kind.PREAMBLE]
        return (*before, *of_pillars, *after)


def programmes() -> QuerySet[Programme]:
    """Every programme, the latest first, with the one before it."""
    return Programme.objects.select_related("predecessor").order_by("-first_year", "-pk")


def programme_in_drafting(user: Visitor) -> Programme | None:
    """The programme that is being written: the newest one not adopted yet with a text to read, else any with a text."""
    written = visible_texts(user).filter(programme=OuterRef("pk"))
    return (
        Programme.objects.filter(Exists(written))
        .order_by(F("adopted_on").desc(nulls_first=True), "-first_year")
        .first()
    )


def read_programme(user: Visitor, programme: Programme) -> ProgrammeReading:
    """A programme with its pillars and the texts one may read. Five queries, however many there are."""
    texts = {summary.text.pk: summary for summary in _texts(user, programme)}
    by_pillar = {summary.text.pillar_id: summary for summary in texts.values() if summary.text.pillar_id}
    pillars = programme.pillars.order_by("number").prefetch_related(
        Prefetch("predecessors", Pillar.objects.select_related("programme").order_by("number"))
    )
    return ProgrammeReading(
        programme=programme,
        successor=Programme.objects.filter(predecessor=programme).first(),
        pillars=tuple(
            PillarReading(pillar, tuple(pillar.predecessors.all()), by_pillar.get(pillar.pk))
            for pillar in pillars
        ),
        other_texts=tuple(each for each in texts.values() if each.text.pillar_id is None),
    )


def read_texts(user: Visitor) -> list[TextSummary]:
    """Every text one may read, the latest programme first. Two queries."""
    return _summaries(visible_texts(user), "-programme__first_year", "programme")


def _texts(user: Visitor, programme: Programme) -> list[TextSummary]:
    return _summaries(visible_texts(user).filter(programme=programme))


def _summaries(texts: QuerySet[Text], *order: str) -> list[TextSummary]:
    published = Prefetch(
        "versions", Version.objects.published().select_related("adoption").order_by("number")
    )
    in_order = texts.select_related("programme", "pillar").order_by(
        *order, F("pillar__number").asc(nulls_last=True), "slug"
    )
    return [
        TextSummary(text, tuple(_of(text, version) for version in text.versions.all()))
        for text in in_order.prefetch_related(published)
    ]


def _of(text: Text, version: Version) -> Version:
    """The version knowing its text, so that its address costs no query."""
    version.text = text
    return version
