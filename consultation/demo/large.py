"""The larger demonstration: forty organisations, four hundred people and five thousand comments on one long text.

Everything is brought in by the same actions that people use, in the order of time, beside the smaller one. The
same seed makes the same words by the same people.
"""

import random
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from consultation.actions.comments import Words, submit_comment
from consultation.actions.dispositions import dispose
from consultation.actions.moderation import moderate_comment
from consultation.actions.publishing import publish
from consultation.actions.rounds import open_consultation
from consultation.demo import large_words as words_of
from consultation.demo.large_drafts import Draft, first_draft, later_draft
from consultation.demo.large_people import LANGUAGES, enrol, invented_key
from consultation.demo.seeding import Event, Seed
from consultation.models import (
    Comment,
    CommentKind,
    Consultation,
    Outcome,
    Standing,
    User,
)
from drafts.actions.grants import grant_role
from drafts.actions.imports import apply_import, stage_import
from drafts.actions.programmes import open_text
from drafts.models import Programme, Revision, Role, Text, Version, Weight, Wording
from drafts.text.anchors import Anchor, make_anchor
from drafts.text.inline import plain

SLUG = "mobility-charter"
_DAY = timedelta(days=1)
# Of comments: those made on the first version; of what is said: with a quotation, with other words proposed.
_ON_THE_FIRST, _QUOTING, _PROPOSING = 0.8, 0.6, 0.08
_STATES = ((Standing.State.VISIBLE, 96), (Standing.State.RETURNED, 2), (Standing.State.HIDDEN, 2))
_OUTCOMES = (
    (Outcome.NOTED, 40),
    (Outcome.PARTLY, 20),
    (Outcome.ACCEPTED, 15),
    (Outcome.REJECTED, 15),
    (Outcome.DEFERRED, 6),
    (Outcome.OUT_OF_SCOPE, 4),
)
_TAKEN_IN = (Outcome.ACCEPTED, Outcome.PARTLY)
_REFUSED = (Outcome.REJECTED, Outcome.OUT_OF_SCOPE)
_ANSWERING = ("member-a", "member-b")
_CHANNELS = ((Comment.Channel.WEB, 94), (Comment.Channel.EMAIL, 4), (Comment.Channel.WORD, 2))
IN_A_SET = 3


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each."""

    organisations: int = 40
    people: int = 400
    clauses: int = 200
    comments: int = 5_000

    @property
    def alike(self) -> int:
        """Of the comments: those of one letter that many people send."""
        return min(60, self.comments // 20)

    @property
    def together(self) -> int:
        """Sets that are submitted by one act, and comments that several members wrote."""
        return max(1, self.comments // 500)

    @property
    def apart(self) -> int:
        """Comments that are not said one by one."""
        return self.alike + self.together * (IN_A_SET + 1)


@dataclass
class Large:
    """Plans the acts of the larger demonstration; the smaller one lends its committee and its programme."""

    seed: Seed
    size: Size = field(default_factory=Size)
    number: int = 1
    speakers: list[User] = field(default_factory=list)
    consultation: Consultation | None = None
    wordings: dict[str, list[Wording]] = field(default_factory=dict)
    unmoderated: deque[Comment] = field(default_factory=deque)
    unanswered: deque[Comment] = field(default_factory=deque)
    revised: dict[tuple[int, str], Revision] = field(default_factory=dict)
    visible: list[Comment] = field(default_factory=list)
    answered: list[Comment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)  # noqa: S311  # nothing is secret here

    # ---- the calendar -----------------------------------------------------------------

    def events(self) -> Iterator[Event]:
        today = self.seed.today
        first = first_draft(random.Random(self.number), self.size.clauses)  # noqa: S311
        later = later_draft(random.Random(self.number), first)  # noqa: S311
        yield Event(today - 100 * _DAY, self._enrol)
        yield Event(today - 95 * _DAY, self._open_text)
        yield Event(today - 94 * _DAY, partial(self._draft, first, "Zero draft"))
        yield Event(today - 93 * _DAY, self._publish)
        yield Event(today - 92 * _DAY, partial(self._consult, today - 92 * _DAY, today - 32 * _DAY))
        on_the_first = round(self.size.comments * _ON_THE_FIRST)
        one_by_one = on_the_first - self.size.apart
        for at in self.moments(one_by_one, today - 92 * _DAY, today - 32 * _DAY):
            yield Event(at, self._say)
            yield Event(at + timedelta(hours=3), self.moderate_next)
        yield Event(today - 25 * _DAY, partial(self._draft, later, "Rev.1"))
        for at in self.moments(on_the_first, today - 24 * _DAY, today - 8 * _DAY):
            yield Event(at, self._answer_next)
        yield Event(today - 7 * _DAY, self._publish)
        yield Event(today - 7 * _DAY, partial(self._consult, today - 7 * _DAY, today + 21 * _DAY))
        for at in self.moments(
            self.size.comments - on_the_first, today - 7 * _DAY, today - timedelta(minutes=1)
        ):
            yield Event(at, self._say)
            if at + _DAY < today:
                yield Event(at + _DAY, self.moderate_next)

    def moments(self, count: int, start: datetime, end: datetime) -> Iterator[datetime]:
        """So many moments, evenly from one time to another, so that nobody is held up for saying too much."""
        return (start + (end - start) * (place + 1) / (count + 2) for place in range(count))

    # ---- who takes part ---------------------------------------------------------------

    def _enrol(self, at: datetime) -> None:
        size = self.size
        self.speakers = enrol(
            by=self.sena,
            organisations=size.organisations,
            people=size.people,
            chance=self.chance,
            at=at,
        )

    @property
    def sena(self) -> User:
        """The secretariat of the smaller demonstration."""
        return self.seed.people["secretariat"]

    # ---- the text ---------------------------------------------------------------------

    def _open_text(self, at: datetime) -> None:
        drafting = next(each for each in self.seed.demonstration.programmes if each.drafting)
        made = open_text(
            by=self.sena,
            programme=Programme.objects.get(slug=drafting.slug),
            kind=Text.Kind.CROSS_CUTTING,
            slug=SLUG,
            title={"en": "Charter of mobility (fictional)", "fr": "Charte de la mobilité (fictive)"},
            language="en",
            at=at,
        )
        seats = {"chair": Role.CHAIR, "member-a": Role.PENHOLDER, "member-b": Role.MEMBER}
        for slug, role in seats.items():
            grant_role(by=self.sena, to=self.seed.people[slug], role=role, text=made, at=at)

    def _draft(self, draft: Draft, label: str, at: datetime) -> None:
        text, pen = Text.objects.get(slug=SLUG), self.seed.people["member-a"]
        for language in LANGUAGES:
            staged = stage_import(
                by=pen,
                text=text,
                language=language,
                label=label,
                file_name=f"charter.{language}.md",
                content=draft.file(language).encode(),
                at=at,
            )
            why = words_of.WHY[LANGUAGES.index(text.language)]
            version = apply_import(by=pen, staged=staged, weight=Weight.SUBSTANCE, reason=why, at=at)
        made = Revision.objects.filter(version=version).order_by("history_id")
        self.revised = {(each.clause_id, each.language): each for each in made}

    def _publish(self, at: datetime) -> None:
        working = Version.objects.working().get(text__slug=SLUG)
        publish(by=self.seed.people["chair"], version=working, at=at)

    def _consult(self, opens_at: datetime, closes_at: datetime, at: datetime) -> None:
        version = Version.objects.published().filter(text__slug=SLUG).order_by("-number")[0]
        self.consultation = open_consultation(
            by=self.sena,
            version=version,
            opens_at=opens_at,
            closes_at=closes_at,
            moderation=Consultation.Moderation.BEFORE,
            at=at,
        )
        wordings = version.wordings.select_related("clause").order_by("pk")
        self.wordings = {own: list(wordings.filter(language=own)) for own in LANGUAGES}

    # ---- what is said -----------------------------------------------------------------

    def _say(self, at: datetime) -> None:
        author = self.chance.choice(self.speakers)
        wording = self.wording(author.language)
        assert self.consultation is not None, "a consultation is opened before anything is said"
        said = submit_comment(
            by=author,
            consultation=self.consultation,
            clause=wording.clause,
            words=self.words(author, wording),
            key=invented_key(self.chance),
            at=at,
            channel=self._drawn(_CHANNELS),
        )
        self.unmoderated.append(said)

    def wording(self, language: str) -> Wording:
        """A clause in somebody's language; the first ones are spoken about most."""
        theirs = self.wordings[language]
        return theirs[int(len(theirs) * self.chance.random() ** 2)]

    def words(self, author: User, wording: Wording) -> Words:
        """What somebody says of a clause."""
        own = LANGUAGES.index(author.language)
        opener, point, wish = (
            self.chance.choice(each)[own] for each in (words_of.OPENERS, words_of.POINTS, words_of.WISHES)
        )
        colon = "\N{NO-BREAK SPACE}:" if author.language == "fr" else ":"
        proposed = ""
        if self.chance.random() < _PROPOSING:
            proposed = f"{wording.text} {self.chance.choice(words_of.FURTHER)[own]}"
        quotes = not proposed and self.chance.random() < _QUOTING
        return Words(
            body=f"{opener} {point}{colon} {wish}",
            language=author.language,
            kind=self.chance.choice(list(CommentKind)),
            proposed_wording=proposed,
            wording_language=wording.language,
            anchor=self._quote(plain(wording.text)) if quotes else None,
        )

    def _quote(self, text: str) -> Anchor:
        """Two to eight words in a row."""
        spaces = [0, *(place + 1 for place, sign in enumerate(text) if sign == " "), len(text) + 1]
        first = self.chance.randrange(len(spaces) - 1)
        last = min(first + self.chance.randint(2, 8), len(spaces) - 1)
        return make_anchor(text, spaces[first], spaces[last] - 1)

    # ---- what becomes of it -----------------------------------------------------------

    def moderate_next(self, at: datetime) -> None:
        """The one that waits longest; few are kept back."""
        comment = self.unmoderated.popleft()
        state = self._drawn(_STATES)
        kept_back = state != Standing.State.VISIBLE
        moderate_comment(
            by=self.sena,
            comment=comment,
            was=Standing.State.PENDING,
            state=state,
            reason=words_of.KEPT_BACK[LANGUAGES.index(comment.language)] if kept_back else "",
            at=at,
        )
        if not kept_back:
            self.unanswered.append(comment)
            self.visible.append(comment)

    def _answer_next(self, at: datetime) -> None:
        """The one that waits longest, while there is one: fewer are answered than were said."""
        if not self.unanswered:
            return
        comment = self.unanswered.popleft()
        outcome = self._drawn(_OUTCOMES)
        revision = self.revised.get((comment.clause_id, comment.wording_language))
        if outcome in _TAKEN_IN and revision is None:
            outcome = Outcome.NOTED
        own = LANGUAGES.index(comment.language)
        dispose(
            by=self.seed.people[self.chance.choice(_ANSWERING)],
            comment=comment,
            outcome=outcome,
            reason=self.chance.choice(words_of.REFUSALS)[own] if outcome in _REFUSED else "",
            language=comment.language,
            revisions=[revision] if revision and outcome in _TAKEN_IN else [],
            supersedes=None,
            at=at,
            sitting=words_of.SITTINGS[own],
        )
        self.answered.append(comment)

    def _drawn[Drawn](self, odds: Sequence[tuple[Drawn, int]]) -> Drawn:
        """One of these, each as often as its number says."""
        return self.chance.choices([each for each, _ in odds], [often for _, often in odds])[0]
