"""What the journeys of those who are heard find on their site, a text for each way; set from inside that site.

What others do in the middle of a journey, the secretariat and the committee, is here too, done by actions.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from consultation.actions.moderation import moderate_comment
from consultation.actions.organisations import set_one_voice
from consultation.actions.registrations import NewOrganisation, Place
from consultation.models import Category, Comment, Consultation, Outcome, Registration, Standing, User
from drafts.actions.publishing import publish_version
from drafts.models import Version
from tests import alike, entry, houses, make, rounds, threads
from tests.make import Said

LETTERS = 3


def published(slug: str, now: datetime) -> Version:
    """A text in one language whose first version is out."""
    version = make.imported(make.text(slug, at=now), label="Zero draft", at=now)
    frozen, _following = publish_version(by=make.person("Chloé"), version=version, at=now)
    return frozen


def open_for_all(slug: str, now: datetime) -> Consultation:
    """A text open for comments that everybody reads at once."""
    return rounds.opened(published(slug, now), at=now)


def coordinating(way: str, now: datetime) -> None:
    """An organisation that speaks with one voice: a coordinator and two members, one with a draft shared."""
    round_ = open_for_all(f"together-{way}", now)
    house = houses.house(f"shores-{way}")
    coordinator = houses.voice(f"Salma-{way}", house, houses.COORDINATOR, at=now)
    houses.voice(f"Idris-{way}", house, at=now)
    set_one_voice(by=coordinator, organisation=house, one_voice=True, at=now)
    other = houses.voice(f"Tarek-{way}", house, at=now)
    houses.shared(other, round_, "for researchers", body="Artists travel as well.", at=now)


def signing_with_others(way: str, now: datetime) -> dict[str, str]:
    """A comment of Omar's to sign, and the coordinator of another organisation."""
    said = make.comment(
        Said("researchers", body="And artists?"),
        by=make.omar(),
        on=open_for_all(f"signed-{way}", now),
        at=now,
    )
    houses.voice(f"Rania-{way}", houses.house(f"harbour-{way}"), houses.COORDINATOR, at=now)
    return {f"signed-{way}": said.reference, f"signed-clause-{way}": said.clause.key}


def moderating(way: str, now: datetime) -> None:
    """For somebody of the committee with an organisation: what a colleague said, what others said, and a letter."""
    round_ = make.consultation(published(f"moderated-{way}", now), at=now)
    house = houses.house(f"jury-{way}", category=Category.ACADEMIA)
    moderator = houses.voice(f"Ilham-{way}", house, at=now)
    make.member_of(round_.version.text, moderator.name, at=now)
    colleague = houses.voice(f"Dario-{way}", house, at=now)
    for speaker, on, body in (
        (colleague, "graduates", "We teach them."),
        (make.omar(), "students", "And apprentices?"),
        (make.omar(), "average", "From which day on?"),
        (make.olga(), "simplify", "You are all thieves."),
    ):
        make.comment(Said(on, body=body), by=speaker, on=round_, visible=False, at=now)
    for each in range(LETTERS):
        body = f"Dear members,\n\n{alike.LETTER}\n\nKind regards,\nSender {each}"
        make.comment(Said("researchers", body=body), by=alike.sender(each), on=round_, visible=False, at=now)
    alike.grouped(round_)


def ruling(way: str, now: datetime) -> dict[str, str]:
    """For the secretariat: who asks to take part, a version to put out for input, and a round that is answered."""
    entry.asked_in(f"Farid-{way}", replace(entry.HARBOUR, proposed=f"Harbour of {way}"), at=now)
    published(f"opening-{way}", now)
    long_ago = now - timedelta(days=60)
    over = make.consultation(published(f"reported-{way}", long_ago), at=long_ago)
    said = make.comment(Said("students", body="And apprentices?"), by=make.omar(), on=over, at=long_ago)
    make.answered(said, Outcome.REJECTED, reason="They have a programme of their own.", at=now)
    return {f"reported-{way}": over.key}


def set_up_for(way: str, now: datetime) -> dict[str, str]:
    """All of it for one way; what its pages are called by."""
    heard = make.consultation(published(f"heard-{way}", now), at=now)
    other = make.comment(Said("students", body="And apprentices?"), by=make.omar(), on=heard, at=now)
    coordinating(way, now)
    moderating(way, now)
    return {
        f"heard-{way}": other.reference,
        **signing_with_others(way, now),
        **ruling(way, now),
    }


def let_in(address: str) -> None:
    """What the secretariat does with a registration: whoever asked is admitted, as they wished to be."""
    asked = Registration.objects.get(user__email=address, state=Registration.State.PENDING)
    new = NewOrganisation(f"new-{asked.pk}", asked.proposed, Category(asked.category), asked.country)
    place = Place(new=new) if asked.proposed else Place(category=Category(asked.category))
    entry.let_in(asked, place, at=timezone.now())


def let_through(said: Comment, now: datetime) -> None:
    """Sena makes a comment visible."""
    moderate_comment(
        by=make.secretariat(),
        comment=said,
        was=Standing.State.PENDING,
        state=Standing.State.VISIBLE,
        reason="",
        at=now,
    )


def answer_all(address: str) -> None:
    """What the committee does with everything somebody said: it is let through, rejected, and asked about."""
    now = timezone.now()
    for said in Comment.objects.filter(author=User.objects.get(email=address)).order_by("pk"):
        let_through(said, now)
        make.answered(said, Outcome.REJECTED, reason="There is no room for it.", at=now)
    threads.asked(said, "Which ones do you mean?", at=now)
