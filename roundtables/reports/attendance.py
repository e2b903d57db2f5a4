"""Who is expected in a session, who is there, and what others may know of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consultation.models import Category, User
from consultation.reports.small_groups import Group, shown_apart
from roundtables.models import Attendance, Seat, Session
from roundtables.permissions.sessions import runs_programme
from roundtables.reports.present import Present, identity_of, present_under, voices_of
from roundtables.reports.seats import called


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who was invited and has not declined, and the entry that says that they are there."""

    seat: Seat
    name: str
    body: str
    entry: Attendance | None

    @property
    def words(self) -> str:
        """What is looked through when somebody searches the list."""
        return f"{self.name} {self.body}".strip()


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who is there and was not expected."""

    entry: Attendance
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one category are there."""

    label: str
    people: int


@dataclass(frozen=True, slots=True)
class Attending:
    """What is before whoever takes the attendance."""

    expected: tuple[Expected, ...]
    others: tuple[Entered, ...]
    removed: tuple[Entered, ...]
    counts: tuple[Count, ...]
    in_room: int
    remote: int

    @property
    def there(self) -> int:
        return self.in_room + self.remote


def read_attending(reader: User, session: Session) -> Attending:
    """The list at the door; its queries do not grow with it."""
    knows = runs_programme(reader, session.programme_id)
    entries = list(_entries(session))
    standing = [entry for entry in entries if entry.removed_at is None]
    by_identity = {identity_of(entry): entry for entry in standing}
    expected = [
        _expected(seat, present, by_identity.get(present.identity), knows=knows)
        for seat, present in expected_in(session)
    ]
    matched = {each.entry.pk for each in expected if each.entry}
    return Attending(
        expected=tuple(sorted(expected, key=lambda each: (each.body or each.name).casefold())),
        others=tuple(_entered(entry, knows=knows) for entry in standing if entry.pk not in matched),
        removed=tuple(_entered(entry, knows=knows) for entry in entries if entry.removed_at is not None),
        counts=_counts(standing),
        in_room=sum(entry.mode == Attendance.Mode.ROOM for entry in standing),
        remote=sum(entry.mode == Attendance.Mode.REMOTE for entry in standing),
    )


def _entries(session: Session) -> QuerySet[Attendance]:
    found = Attendance.objects.filter(session=session).select_related("user", "organisation")
    return found.order_by("taken_at", "pk")


def expected_in(session: Session) -> list[tuple[Seat, Present]]:
    """Everybody who was asked and did not decline, and who that is. Two queries."""
    seats = list(
        Seat.objects.sent()
        .filter(~Q(answer=Seat.Answer.NO), session=session)
        .select_related("organisation", "user", "attends")
    )
    people = [person for seat in seats for person in (seat.user, seat.attends) if person]
    voices = voices_of(people)
    return [(seat, present_under(seat, voices)) for seat in seats]


def _expected(seat: Seat, present: Present, entry: Attendance | None, *, knows: bool) -> Expected:
    name, body = _names(present, knows=knows)
    return Expected(seat, name, body, entry)


def _entered(entry: Attendance, *, knows: bool) -> Entered:
    return Entered(entry, *_names(entry, knows=knows))


def _names(somebody: Present | Attendance, *, knows: bool) -> tuple[str, str]:
    """Who it is and for whom, in the words that the reader may know; somebody with an account as they consent."""
    body = somebody.organisation.name if somebody.organisation else somebody.body
    return called(somebody.user, knows=knows) if somebody.user else somebody.name, body


def _counts(entries: Iterable[Attendance]) -> tuple[Count, ...]:
    counted = Counter(entry.category for entry in entries)
    return tuple(Count(category_words(category), number) for category, number in counted.most_common())


def category_words(category: str) -> str:
    """A category as a row of figures begins."""
    return capfirst(str(Category(category).label)) if category else _("Category not given")


@dataclass(frozen=True, slots=True)
class House:
    """A body that somebody attended for, and those of them who let their names be shown."""

    name: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attended:
    """What others than those who hold the session may know: figures, and names where the rule is to name."""

    there: int
    counts: tuple[Count, ...]
    houses: tuple[House, ...] = ()
    # In their own name, and with consent to be named.
    people: tuple[str, ...] = ()
    unnamed: int = 0


def read_attended(session: Session, *, named: bool) -> Attended:
    """Who attended, as others read it. One query."""
    entries = list(
        Attendance.objects.standing().filter(session=session).select_related("user", "organisation")
    )
    counts = _hidden_counts(entries)
    if not named:
        return Attended(len(entries), counts)
    bodies = _bodies(entries)
    alone = [_consented(entry) for entry in entries if not _body(entry)]
    return Attended(
        there=len(entries),
        counts=counts,
        houses=tuple(House(name, tuple(sorted(people))) for name, people in sorted(bodies.items())),
        people=tuple(sorted(name for name in alone if name)),
        unnamed=sum(not name for name in alone),
    )


def _hidden_counts(entries: Sequence[Attendance]) -> tuple[Count, ...]:
    """People by category; groups of few are put together."""
    of = defaultdict(set)
    for entry in entries:
        of[entry.category].add(entry.pk)
    shown = shown_apart(Group(key, len(people), frozenset(people)) for key, people in of.items())
    counts = [Count(category_words(group.key), group.size) for group in shown.apart]
    if shown.together:
        counts.append(Count(_("Small groups, together"), shown.together.size))
    return tuple(counts)


def _bodies(entries: Iterable[Attendance]) -> dict[str, list[str]]:
    bodies: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if body := _body(entry):
            bodies[body] += [name for name in [_consented(entry)] if name]
    return bodies


def _body(entry: Attendance) -> str:
    return entry.organisation.name if entry.organisation else entry.body


def _consented(entry: Attendance) -> str:
    """The name, where its owner lets it be shown: whoever is on the list at the door was not asked."""
    return entry.user.shown_name if entry.user else ""
