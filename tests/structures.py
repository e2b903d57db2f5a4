"""Acts on the structure as tests make them: Paul sees the version in work as it stands, and acts on that."""

from collections.abc import Mapping, Sequence

from drafts.actions import structure, undo
from drafts.models import Clause, Placement, Revision, Text, Version, Weight
from drafts.reports.outlines import Outline, basis, read_outline
from drafts.text.markup import ClauseKind
from tests import make


def outline(of: Text) -> Outline:
    return read_outline(make.working(of))


def said(of: Text) -> list[str]:
    """The words of the clauses in work, in order, in the negotiated language."""
    found = outline(of)
    return [found.words[spot.clause_id][of.language] for spot in found.spots]


def labels(of: Text) -> list[str]:
    return [spot.label for spot in outline(of).spots]


def clause(of: Text, words: str) -> Clause:
    """The one clause in work with these words in it."""
    wordings = make.working(of).wordings.filter(language=of.language).select_related("clause")
    (found,) = [wording for wording in wordings if words in wording.text]
    return found.clause


def seen(of: Text, *clauses: Clause, behind: Clause | str | None = None) -> str:
    """What somebody carries along who looks at the version now."""
    found = outline(of)
    key = behind.key if isinstance(behind, Clause) else behind
    seam = "" if key is None else found.seam(key)
    return basis(found.sight(*(each.key for each in clauses)), seam)


def inserted(
    of: Text,
    words: str | Mapping[str, str],
    *,
    after: Clause | None = None,
    kind: ClauseKind = ClauseKind.PARAGRAPH,
    depth: int = 0,
    label: str = "",
    by: str = "Paul",
    saw: str | None = None,
) -> Clause:
    return structure.insert_clause(
        by=make.person(by),
        version=make.working(of),
        after=after,
        kind=kind,
        depth=depth,
        words={of.language: words} if isinstance(words, str) else words,
        label=label,
        weight=Weight.SUBSTANCE,
        reason="It was missing.",
        basis=seen(of, behind=after or "") if saw is None else saw,
        at=make.NOON,
    )


def deleted(of: Text, which: Clause, *, by: str = "Paul", saw: str | None = None) -> list[Revision]:
    return structure.delete_clause(
        by=make.person(by),
        version=make.working(of),
        clause=which,
        weight=Weight.SUBSTANCE,
        reason="It is said elsewhere.",
        basis=seen(of, which) if saw is None else saw,
        at=make.NOON,
    )


def moved(
    of: Text,
    which: Clause,
    after: Clause | None,
    *,
    with_section: bool = False,
    by: str = "Paul",
    saw: str | None = None,
) -> list[Revision]:
    return structure.move_clause(
        by=make.person(by),
        version=make.working(of),
        clause=which,
        after=after,
        with_section=with_section,
        weight=Weight.EDITORIAL,
        reason="It belongs there.",
        basis=_seen_section(of, which, after or "", with_section=with_section) if saw is None else saw,
        at=make.NOON,
    )


def indented(
    of: Text,
    which: Clause,
    depth: int,
    kind: ClauseKind | None = None,
    *,
    with_section: bool = False,
    by: str = "Paul",
    saw: str | None = None,
) -> list[Revision]:
    placed = Placement.objects.get(version=make.working(of), clause=which)
    return structure.indent_clause(
        by=make.person(by),
        version=make.working(of),
        clause=which,
        kind=kind or ClauseKind(placed.kind),
        depth=depth,
        with_section=with_section,
        weight=Weight.EDITORIAL,
        reason="It hangs there.",
        basis=_seen_section(of, which, None, with_section=with_section) if saw is None else saw,
        at=make.NOON,
    )


def split(
    of: Text,
    which: Clause,
    *parts: str,
    others: Mapping[str, Sequence[str]] | None = None,
    by: str = "Paul",
    saw: str | None = None,
    labels: Sequence[str] = (),
) -> list[Clause]:
    return structure.split_clause(
        by=make.person(by),
        version=make.working(of),
        clause=which,
        parts={of.language: parts, **(others or {})},
        weight=Weight.CLARIFICATION,
        reason="Two thoughts.",
        basis=seen(of, which) if saw is None else saw,
        at=make.NOON,
        labels=labels,
    )


def merged(
    of: Text,
    into: Clause,
    which: Clause,
    words: str | Mapping[str, str],
    *,
    by: str = "Paul",
    saw: str | None = None,
) -> list[Revision]:
    return structure.merge_clauses(
        by=make.person(by),
        version=make.working(of),
        into=into,
        clause=which,
        words={of.language: words} if isinstance(words, str) else words,
        weight=Weight.CLARIFICATION,
        reason="One thought.",
        basis=seen(of, into, which) if saw is None else saw,
        at=make.NOON,
    )


def undone(
    revision: Revision, *, by: str = "Paul", after: str | None = None, saw: str = ""
) -> list[Revision]:
    return undo.undo_revision(
        by=make.person(by),
        revision=Revision.objects.select_related("version__text", "clause").get(pk=revision.pk),
        reason="It was better before.",
        at=make.NOON,
        after=after,
        basis=saw,
    )


def positions(version: Version) -> list[int]:
    return list(version.placements.order_by("position").values_list("position", flat=True))


def _seen_section(of: Text, which: Clause, behind: Clause | str | None, *, with_section: bool) -> str:
    taken = structure.section_of(outline(of), which.key, with_section=with_section)
    clauses = {each.pk: each for each in Clause.objects.filter(pk__in=[spot.clause_id for spot in taken])}
    return seen(of, *(clauses[spot.clause_id] for spot in taken), behind=behind)
