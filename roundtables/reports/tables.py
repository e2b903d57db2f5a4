"""What is on the table of a session: its versions, with their clauses as a list to choose from."""

from dataclasses import dataclass

from drafts.models import Version
from drafts.reports.names import names_of
from drafts.reports.reading import VersionReading, read_version
from roundtables.models import Session

type Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class OnTheTable:
    """One version on the table, read in a language."""

    version: Version
    reading: VersionReading

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Clause key → how a list calls it."""
        names = names_of(self.reading.clauses)
        return [(each.key, names[each.key].entry) for each in self.reading.clauses]


def read_table(session: Session, language: str) -> list[OnTheTable]:
    """The versions on the table, text by text; their words are read once and kept."""
    versions = session.versions.select_related("text").order_by("text__slug")
    return [OnTheTable(version, read_version(version, language)) for version in versions]


def clause_choices(table: list[OnTheTable]) -> Choices:
    """The clauses under the version that they stand in."""
    return [(f"{each.version.text}, {each.version}", each.choices) for each in table]
