"""Who takes part in the larger demonstration: organisations, the people who speak for them, and some for themselves."""

import random
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from consultation.actions.people import admit, register_organisation
from consultation.demo import large_words as words
from consultation.models import Category, Membership, Organisation, Pace, User
from drafts.models.keys import KEY_LENGTH, KEY_SIGNS

LANGUAGES = ("en", "fr")
_UNNAMED, _DAILY, _IN_OWN_NAME = 0.25, 0.15, 0.08


def invented_key(chance: random.Random) -> str:
    """A key like others, the same for the same seed."""
    return "".join(chance.choices(KEY_SIGNS, k=KEY_LENGTH))


def enrol(*, by: User, organisations: int, people: int, chance: random.Random, at: datetime) -> list[User]:
    """Organisations with a coordinator and members each, and some people who speak in their own name."""
    houses = [_house(by, place, at) for place in range(organisations)]
    found = _accounts(people, chance)
    alone = round(people * _IN_OWN_NAME)
    for place, person in enumerate(found):
        if place < alone:
            admit(by=by, user=person, organisation=None, category=chance.choice(list(Category)), at=at)
            continue
        round_of, house = divmod(place - alone, len(houses))
        role = Membership.Role.MEMBER if round_of else Membership.Role.COORDINATOR
        admit(by=by, user=person, organisation=houses[house], role=role, at=at)
    return found


def _house(by: User, place: int, at: datetime) -> Organisation:
    naming, category = words.BODIES[place % len(words.BODIES)]
    turn = place // len(words.BODIES)
    where = words.PLACES[turn % len(words.PLACES)][0]
    again = turn // len(words.PLACES)
    name = naming.format(place=f"{where} {again + 1}" if again else where)
    return register_organisation(
        by=by,
        slug=slugify(name.removesuffix(" (fictional)"))[:50],
        name=name,
        category=Category(category),
        country=words.COUNTRIES[place % len(words.COUNTRIES)],
        at=at,
    )


def _accounts(count: int, chance: random.Random) -> list[User]:
    """Nobody signs in to them: the accounts of the smaller demonstration see all of it."""
    users = User.objects.bulk_create([_person(place, chance) for place in range(count)])
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    return users


def _person(place: int, chance: random.Random) -> User:
    turn, first = divmod(place, len(words.FIRST_NAMES))
    surname = words.SURNAMES[turn % len(words.SURNAMES)]
    own = chance.choice(LANGUAGES)
    return User(
        email=f"voice-{place + 1}@example.net",
        password=make_password(None),
        key=invented_key(chance),
        name=f"{words.FIRST_NAMES[first]} {surname}",
        shows_name=chance.random() >= _UNNAMED,
        language=own,
        languages=[own],
        country=chance.choice(words.COUNTRIES),
        pace=Pace.DAILY if chance.random() < _DAILY else Pace.AT_ONCE,
    )
