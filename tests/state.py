"""What tests look at after an act: clauses by their words, their order, the revisions made, the rows of every table."""

from collections.abc import Callable

from django.apps import apps

from drafts.models import Revision, Version


def keys(version: Version) -> dict[str, str]:
    """Words → key, for every clause of a version in English."""
    wordings = version.wordings.filter(language="en").select_related("clause")
    return {wording.text: wording.clause.key for wording in wordings}


def order(version: Version) -> list[str]:
    """The keys of a version's clauses, in the order of the text."""
    placed = version.placements.select_related("clause").order_by("position")
    return [each.clause.key for each in placed]


def revisions_after(act: Callable[[], object]) -> list[Revision]:
    """The revisions that an act made."""
    last = Revision.objects.order_by("history_id").last()
    act()
    return list(Revision.objects.filter(history_id__gt=last.history_id if last else 0).order_by("history_id"))


def rows(*, without: tuple[str, ...] = ()) -> dict[str, int]:
    """How many rows each table holds."""
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return {name: model._base_manager.count() for name, model in tables.items() if name not in without}
