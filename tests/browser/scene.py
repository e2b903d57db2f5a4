"""What the journeys find on their site beside the demonstration; set from inside that site's own settings.

The people of tests.make with accounts that can be signed in to, and a text for each journey that changes
one, so that no journey waits for another.
"""

import json
import sys
from datetime import datetime, timedelta

from django.utils import timezone

from consultation.actions.comments import Words, save_draft
from consultation.actions.drafting import OtherWords, suggest_words
from consultation.actions.organisations import list_spoken_for
from consultation.actions.signatures import cosign
from consultation.mails.leaving import token_of as way_out_of
from consultation.models import Comment, Consultation, Moderation, Outcome, Standing
from consultation.reports.drafting import words_hash
from consultation.reports.invitations import token_of
from drafts.actions.publishing import publish_version
from drafts.actions.reservations import record_reservation
from drafts.models import AmendmentKind, Clause, Stance, Text, Weight
from drafts.models.keys import new_key
from tests import entry, houses, make, threads
from tests.browser import meetings
from tests.browser.floor import on_the_floor
from tests.browser.table import at_the_table
from tests.browser.voices import set_up_for
from tests.closing import AGREED, adopted, signed, silence
from tests.make import Said
from tests.rounds import submitted_set

# French typography as people type it: no-break spaces inside the quotation marks and before the signs.
FRENCH = """# Mobilité légale

*Rappelant* les engagements pris par les partenaires dans les programmes précédents,

## Visas

1. Les partenaires simplifient les procédures, dites «\u00a0accélérées\u00a0», de visa de court séjour\u202f;
ils s’en informent.

2. Chaque partenaire publie la durée moyenne d’une décision\u00a0:

(a) pour les étudiants\u202f;

(b) pour les chercheurs.

## Talents

3. Les partenaires encouragent des accords [bilatéraux] sur la mobilité des jeunes diplômés.
"""

LONG = "\n\n".join(
    f"{number}. The partners shall, each within its powers, keep under review measure {number} of this"
    " programme, publish once a year what was done and at what cost, and hear those whom it concerns"
    " before it is changed, so that nobody learns of a change from its effects."
    for number in range(1, 61)
)


MEASURES = "\n\n".join(
    f"{number}. The partners keep measure {number} under review. They publish once a year what was done and at"
    " what cost. Those whom it concerns are heard before it is changed."
    for number in range(1, 201)
)


def out_for_input(slug: str, now: datetime, draft: str = make.DRAFT, french: str = FRENCH) -> Consultation:
    """A text whose first version is published, in one language or two, and open for comments."""
    text = make.text(slug, at=now)
    version = make.imported(text, draft, label="Zero draft", at=now)
    if french:
        make.imported(text, french, language="fr", at=now)
    published, _next = publish_version(by=make.person("Chloé"), version=version, at=now)
    return make.consultation(published, at=now)


def reading(now: datetime) -> None:
    """A comment to find, and everything else to be said."""
    round_ = out_for_input("reading", now)
    make.comment(Said("students", body="And apprentices?"), by=make.omar(), on=round_, at=now)


def answering(now: datetime) -> None:
    """One input to be answered by a change to its clause."""
    round_ = out_for_input("answering", now)
    said = Said("simplify", body="Say how.", quote="simplify the procedures")
    make.comment(said, by=make.olga(), on=round_, at=now)


def publishing(now: datetime) -> None:
    """Words that changed under one input, which was answered so, and words that went under another; a third waits."""
    round_ = out_for_input("publishing", now, french="")
    text = round_.version.text
    visas = make.comment(
        Said("simplify", body="Quicker, please.", quote="short-stay visas"), by=make.olga(), on=round_, at=now
    )
    change = make.reworded(
        text, "simplify the procedures", "simplify and shorten the procedures", answers=[visas], at=now
    )
    make.answered(visas, Outcome.ACCEPTED, reason="They are shortened.", revisions=[change], at=now)
    make.comment(Said("students", body="And apprentices?"), by=make.olga(), on=round_, at=now)


def reviewing(slug: str, now: datetime) -> None:
    """A text that the chair has signed, and two changes made to it since."""
    text = out_for_input(slug, now, french="").version.text
    every = ("Legal mobility", "Recalling", "simplify", "average", "students", "researchers", "Talents")
    make.signed(make.working(text), *every, "graduates", at=now)
    make.reworded(text, "simplify the procedures", "abolish the procedures", weight=Weight.SUBSTANCE, at=now)
    make.reworded(text, "for students", "for pupils", at=now)


def long_text(now: datetime) -> None:
    """Sixty clauses, every third one commented on."""
    round_ = out_for_input("sixty", now, f"# A long text\n\n{LONG}\n", "")
    for number in range(1, 61, 3):
        said = Said(f"measure {number} of", body="Who keeps it under review?")
        make.comment(said, by=make.omar(), on=round_, at=now)


def two_hundred(now: datetime) -> None:
    """Two hundred clauses for two people at once, two of them commented on by a diaspora, one by others."""
    round_ = out_for_input("two-hundred", now, f"# Measures\n\n{MEASURES}\n", "")
    for number, speaker in ((80, make.omar()), (85, make.olga()), (90, make.omar())):
        make.comment(Said(f"measure {number} under", body="How?"), by=speaker, on=round_, at=now)


def negotiating(way: str, now: datetime) -> None:
    """For a member: inputs that wait, a translation older than its source, a position that nobody published."""
    round_ = out_for_input(f"member-{way}", now)
    text = round_.version.text
    for words in ("simplify", "researchers"):
        make.comment(Said(words, body="Say how."), by=make.olga(), on=round_, at=now)
    make.reworded(text, "for students", "for pupils", at=now)
    make.taken(text, "bilateral", by="Paul", stance=Stance.OPPOSE, note="Never.", at=now)


def observing(way: str, now: datetime) -> None:
    """For an observer: a text that is open for comments."""
    out_for_input(f"observer-{way}", now, french="")


def holding_the_pen(way: str, now: datetime) -> None:
    """For the penholder: two amendments that collide and one beside them, and a text to be put in another order."""
    text = out_for_input(f"pen-{way}", now, french="").version.text
    for verb in ("abolish", "speed up"):
        words = f"The partners shall {verb} the procedures for short-stay visas."
        make.proposed(text, on="simplify", words=words, rationale=f"Rather {verb} them.", at=now)
    make.proposed(text, on="researchers", words="for pupils.", rationale="Pupils travel.", at=now)

    round_ = out_for_input(f"order-{way}", now, french="")
    said = Said("average", body="From which day on?", quote="a decision takes")
    make.answered(make.comment(said, by=make.olga(), on=round_, at=now), at=now)


def agreed_on(slug: str, now: datetime) -> Text:
    """A text without a bracket, published, with every clause of the version in work signed."""
    text = make.published(make.text(slug, at=now), AGREED, at=now).text
    signed(make.working(text), at=now)
    return text


def chairing(way: str, now: datetime) -> None:
    """For the chair: two changes since the signatures, and a text with nothing in the way of its adoption."""
    text = agreed_on(f"chair-{way}", now)
    make.reworded(text, "simplify the procedures", "abolish the procedures", weight=Weight.SUBSTANCE, at=now)
    make.reworded(text, "for students", "for pupils", at=now)
    agreed_on(f"silence-{way}", now)


def closing(now: datetime) -> None:
    """A text with nothing in the way, one under silence, and one adopted with a reservation against it."""
    agreed_on("agreed", now)
    silence(make.working(agreed_on("silent", now)), ends_at=now + timedelta(days=3), at=now)
    adoption = adopted(make.working(agreed_on("adopted", now)), at=now)
    record_reservation(
        by=make.person("Mia"),
        adoption=adoption,
        clause=make.clause_that_says(adoption.version, "researchers"),
        words="We read it as in our law.",
        language="en",
        delegation="",
        at=now,
    )


def leaving(now: datetime) -> str:
    """A text that a clause with an input left two versions ago; what that clause is called."""
    round_ = out_for_input("leaving", now, french="")
    said = make.comment(Said("researchers", body="And artists?"), by=make.omar(), on=round_, at=now)
    make.answered(said, at=now)
    make.imported(round_.version.text, make.DRAFT.replace("(b) for researchers.\n\n", ""), at=now)
    make.issued(round_.version.text, at=now)
    return said.clause.key


def showing(now: datetime) -> dict[str, str]:
    """One of everything: the pages that are looked at, and changed by nobody."""
    first = out_for_input("showing", now)
    text = first.version.text
    said = make.comment(
        Said("simplify", quote="short-stay", proposed="The partners shall abolish short-stay visas."),
        by=make.olga(),
        on=first,
        at=now,
    )
    change = make.reworded(text, "simplify", "simplify and shorten", answers=[said], at=now)
    make.answered(said, Outcome.PARTLY, reason="Shortened, not abolished.", revisions=[change], at=now)
    gone = make.comment(Said("graduates", quote="young graduates"), by=make.omar(), on=first, at=now)
    make.answered(gone, at=now)
    second = make.consultation(make.issued(text, at=now), at=now)
    pending = make.comment(
        Said("students", body="And pupils?"), by=make.olga(), on=second, visible=False, at=now
    )
    returned = make.comment(
        Said("graduates", body="Ask my cousin."), by=make.olga(), on=second, visible=False, at=now
    )
    make.kept_back(returned, Standing.State.RETURNED, at=now)
    waiting = make.comment(
        Said("researchers", proposed="for researchers and artists."), by=make.omar(), on=second, at=now
    )
    later = make.reworded(text, "simplify and shorten", "shorten", at=now)
    staged = make.staged(text, make.DRAFT.replace("students", "pupils"), label="Rev.2", at=now)
    make.disclosed(make.taken(text, "bilateral", by="Mia", note="Regional ones too.", at=now), at=now)
    position = make.taken(text, "bilateral", by="Paul", stance=Stance.RESERVE, at=now)
    amendments = amending(text, now)
    request = threads.asked(said, at=now)
    threads.endorsed(waiting, make.olga(), at=now)
    return {
        **amendments,
        "version": second.version.slug,
        "older": first.version.slug,
        "clause": said.clause.key,
        "answered": said.reference,
        "off": way_out_of(make.olga()),
        "request": request.key,
        "pending": pending.reference,
        "waiting": waiting.reference,
        "returned": returned.reference,
        "returning": str(Moderation.objects.get(comment=returned).pk),
        "waiting_clause": waiting.clause.key,
        "revision": str(change.history_id),
        "later": str(later.history_id),
        "consultation": second.key,
        "staged": staged.key,
        "bracketed": position.clause.key,
        "gone": leaving(now),
        "position": position.key,
        "set": submitted_set(out_for_input("gathering", now), now).key,
        "draft": half_written(second, waiting.clause, now),
        **entering(now),
        **inside(second, waiting, now),
    }


def inside(round_: Consultation, said: Comment, now: datetime) -> dict[str, str]:
    """Cora coordinates Two Shores, which signed a comment; Malik shared a draft and has a suggestion to decide on."""
    cora, malik = houses.cora(), houses.voice("Malik", houses.house())
    cosign(by=cora, comment=said, at=now)
    list_spoken_for(
        by=cora, platform=houses.house(), organisation=None, name="Harbour choir", country="ML", at=now
    )
    draft = houses.shared(malik, round_, "researchers", body="For artists too.", at=now)
    words = OtherWords(body="For artists and writers too.", proposed_wording="", note="More of them.")
    suggest_words(by=cora, draft=draft, words=words, basis=words_hash(draft), at=now)
    own = houses.half_written(malik, round_, "students", at=now)
    return {"house": houses.house().slug, "coordinator": cora.key, "shared": draft.key, "own": own.key}


def amending(text: Text, now: datetime) -> dict[str, str]:
    """An amendment that fits, one that collides, one of each other kind, and what they are called."""
    speed = make.proposed(
        text,
        on="shorten",
        words="The partners shall speed up the procedures for short-stay visas.",
        rationale="To be quick is not to be short.",
        at=now,
    )
    make.reworded(text, "shall shorten", "shall ease", at=now)
    clause = make.clause_that_says(make.working(text), "researchers")
    kept = make.proposed(text, on="researchers", words="for researchers and teachers.", at=now)
    for kind, words in ((AmendmentKind.DELETE, ""), (AmendmentKind.INSERT, "For artists.")):
        make.proposed(text, kind, on="for students", words=words, at=now)
    make.proposed(text, AmendmentKind.MOVE, on="average", other=clause, at=now)
    make.rejected(make.proposed(text, on="for students", words="for pupils;", at=now), at=now)
    return {"amendment": kept.key, "colliding": speed.key}


def entering(now: datetime) -> dict[str, str]:
    """Nadia asked to take part and was asked something; Ines is invited."""
    questioned = entry.questioned(entry.asked_in("Nadia", at=now), at=now)
    return {"registration": questioned.key, "invitation": token_of(entry.invited(at=now))}


def half_written(round_: Consultation, clause: Clause, now: datetime) -> str:
    """Olga's draft of a comment."""
    words = Words(body="I begin to think that", language="en")
    draft = save_draft(by=make.olga(), consultation=round_, clause=clause, words=words, key=new_key(), at=now)
    return draft.key


def set_up() -> None:
    """The whole scene; prints, as JSON, what the pages that only the database can name are called."""
    now = timezone.now() - timedelta(minutes=5)
    reading(now)
    out_for_input("autosaving", now)
    out_for_input("editing", now)
    out_for_input("importing", now, french="")
    answering(now)
    publishing(now)
    reviewing("reviewing", now)
    reviewing("signing", now)
    long_text(now)
    two_hundred(now)
    closing(now)
    for way in ("keys", "forms"):
        observing(way, now)
        negotiating(way, now)
        holding_the_pen(way, now)
        chairing(way, now)
    heard = {name: key for way in ("keys", "forms") for name, key in set_up_for(way, now).items()}
    make.person("Nils")
    floor = on_the_floor(out_for_input("floor", now).version, now)
    tabled = out_for_input("table", now).version
    met = {
        name: key
        for way, language in (("keys", "en"), ("forms", "fr"))
        for name, key in meetings.set_up_for(way, language, tabled, now).items()
    }
    table = at_the_table(tabled, now)
    sys.stdout.write(json.dumps({**heard, **floor, **met, **table, **showing(now)}))
