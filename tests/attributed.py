"""Sessions under each rule, where people speak whose names stand nowhere else, and all that becomes of what they said.

Each is known by a name, an address, a key, an organisation and numbers of rows that nothing else has, so that finding
one of them in a page or a row is finding the person. All but one let their name be shown: whatever shows it is found.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from consultation.actions.moderation import moderate_comment
from consultation.actions.people import admit
from consultation.models import Attribution, Category, Comment, Organisation, Outcome, Standing, User
from consultation.models import Consultation as Round
from drafts.models import Text
from drafts.models.keys import new_key
from drafts.models.ledger import digest
from roundtables.actions.inputs import take_in
from roundtables.actions.notes import reword_intervention
from roundtables.actions.outcomes import Conclusion, conclude
from roundtables.models import (
    AgendaItem,
    Evaluation,
    EvaluationAnswer,
    Intervention,
    Seat,
    SessionOutcome,
)
from tests import addresses, make, records, session_scene
from tests.addresses import Scene
from tests.session_scene import Meeting

SLUG = "carried"


@dataclass(frozen=True)
class Speaker:
    """Somebody who spoke in a session, the session, and the input that came of it."""

    person: User
    house: Organisation
    rule: Attribution
    meeting: Meeting
    comment: Comment
    words: str

    @property
    def traces(self) -> tuple[str, ...]:
        """What gives the person away: in small letters, and found in the address and the slug as well as the names."""
        house = self.house
        if self.rule == Attribution.NAMED:
            # The body spoke, and the key may be read; the name was never given for others to read.
            return self.personal[:2]
        return (*self.personal, house.name.split()[-1].lower(), house.slug, str(house.pk))

    @property
    def personal(self) -> tuple[str, ...]:
        """What gives away the person and not their organisation alone."""
        person = self.person
        return (surname(person), person.email.split("@")[0], person.key, str(person.pk))

    @property
    def threads(self) -> frozenset[str]:
        """The keys that lead to what was said, wherever they stand."""
        wording = self.meeting.intervention
        return frozenset({wording.key, self.comment.reference})


def surname(person: User) -> str:
    return person.name.split()[-1].lower()


def betrayed(words: str, speakers: tuple[Speaker, ...], reader: str) -> list[Speaker]:
    """Who of them is given away by these words, in small letters, to somebody else."""
    return [
        each
        for each in speakers
        if each.person.name != reader and any(trace in words for trace in each.traces)
    ]


@dataclass(frozen=True)
class Told:
    """Who somebody is, and what they say."""

    name: str
    house: str
    rule: Attribution
    words: str
    shows_name: bool = True


TOLD = (
    Told("Quilla Ondarza", "Foundation Marrowgate", Attribution.CATEGORY, "Kumquat permits come too late."),
    Told(
        "Thibald Vexworth", "Institute Ploverdale", Attribution.NONE, "Zanzibar stamps are lost each spring."
    ),
    Told("Sunniva Kellerby", "Union Brackenfell", Attribution.NAMED, "Juniper visas cost a month.", False),
)
# Not hushed: a session that names its speakers, where somebody who consented speaks. What a walk has to find.
OPENLY = Told("Aurelio Tamberlane", "League Hollowmere", Attribution.NAMED, "Saffron fees are unfair.")
_FIRST = 77_300_410_551


@dataclass(frozen=True)
class Spoke:
    """One scene with something at every address, in which these people spoke."""

    scene: Scene
    speakers: tuple[Speaker, ...]


def spoke(told: tuple[Told, ...] = TOLD, now: datetime | None = None) -> Spoke:
    """All of them spoke in a session of their own; the inputs are answered, and the version after them is out."""
    now = now or timezone.now()
    scene = addresses.scene(now)
    zero = make.published(make.text(SLUG, at=now), at=now)
    round_ = make.consultation(zero, at=now)
    speakers = tuple(_spoken(each, number, round_, now) for number, each in enumerate(told))
    inputs = [each.comment for each in speakers]
    revision = make.reworded(zero.text, "short-stay", "seasonal", answers=inputs, at=now)
    for each in inputs:
        make.answered(each, Outcome.ACCEPTED, reason="Taken in.", revisions=[revision], at=now)
    make.issued(zero.text, at=now)
    text = Text.objects.get(slug=SLUG)
    moved = replace(
        scene,
        text=text,
        zero=zero,
        round=round_,
        changed=revision,
        new_clause=make.clause_that_says(make.working(text), "researchers"),
    )
    return Spoke(moved, speakers)


def _spoken(told: Told, number: int, on: Round, now: datetime) -> Speaker:
    person = _person(told, _FIRST * (number + 1), now)
    house = make.body_of(person)
    meeting = session_scene.meeting(on.version, now, rule=told.rule, speaker=person)
    said = meeting.intervention
    first = said.wordings.get().words
    reword_intervention(by=said.recorded_by, intervention=said, words=told.words, basis=digest(first), at=now)
    comment = _input(said, now)
    _around(meeting, person, now)
    return Speaker(person, house, told.rule, meeting, comment, told.words)


def _person(told: Told, pk: int, now: datetime) -> User:
    """Made with their numbers, and admitted for their organisation as everybody is."""
    slug = told.house.split()[-1].lower()
    email = f"{told.name.lower().replace(' ', '.')}@example.org"
    person = User.objects.create_user(
        email, make.PASSWORD, pk=pk, name=told.name, shows_name=told.shows_name, language="en"
    )
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    house = Organisation.objects.create(
        pk=pk * 7, slug=f"{slug}-house", name=told.house, category=Category.ACADEMIA
    )
    admit(by=make.secretariat(now), user=person, organisation=house, at=now)
    return person


def _around(meeting: Meeting, speaker: User, now: datetime) -> None:
    """The speaker is invited, is on the agenda’s item like everybody, asks for a correction, and evaluates."""
    session, said = meeting.session, meeting.intervention
    AgendaItem.objects.get_or_create(session=session, position=9, title={"en": "Any other business"})
    asked = {"listed_by": make.person("Sena"), "listed_at": now, "sent_at": now}
    Seat.objects.get_or_create(
        session=session,
        organisation=make.body_of(speaker),
        withdrawn_at=None,
        defaults={
            **asked,
            "answer": Seat.Answer.YES,
            "answered_at": now,
            "answered_by": speaker,
            "attends": speaker,
        },
    )
    conclusion = Conclusion(
        SessionOutcome.Kind.RECOMMENDATION,
        "Shorten it.",
        "en",
        clauses=[said.clause] if said.clause else [],
        interventions=[said],
    )
    conclude(by=make.person("Mia"), session=session, conclusion=conclusion, key=new_key(), at=now)
    out = session.ends_at + timedelta(hours=1)
    records.circulated(session, by="Mia", at=out, until=out + timedelta(days=7))
    last = said.wordings.latest("pk").words.split()[-1]
    records.asked(session, last, f"indeed {last}", by=speaker, on=said, at=out)
    asked_for, _made = Evaluation.objects.get_or_create(
        session=session,
        defaults={
            "opened_by": make.person("Mia"),
            "opened_at": now,
            "closes_at": now + timedelta(days=7),
            "given": ["0" * 64],
        },
    )
    EvaluationAnswer.objects.create(
        evaluation=asked_for, marks={"useful": 3}, words="A long day.", language="en"
    )


def _input(said: Intervention, now: datetime) -> Comment:
    """What was said, submitted by the rapporteur as an input and let through by the secretariat."""
    assert said.clause is not None, "it is about a clause"
    taken = take_in(by=make.person("Mia"), intervention=said, clause=said.clause, at=now)
    comment = Comment.objects.get(pk=taken.pk)
    moderate_comment(
        by=make.secretariat(now),
        comment=comment,
        was=Standing.State.PENDING,
        state=Standing.State.VISIBLE,
        reason="",
        at=now,
    )
    return Comment.objects.get(pk=comment.pk)
