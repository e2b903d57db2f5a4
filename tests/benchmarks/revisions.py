"""Documents of known descent: a made-up draft, and a revision of it whose every word remembers where it came from.

A word is a piece of text with an identity. Revising keeps the identity of the words that survive, so the
truth about two clauses is counted, not guessed: how many words of the one live on in the other.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

TRUE_SHARE = 0.3
"""Two clauses are truly linked when they share this part of either one's words."""

# Drawn for this bench: words of policy drafts, so that chance resemblance is as high as in the real thing.
NOUNS = """access action administration adoption agreement aid allocation area assessment asylum authority
awareness balance barrier benefit border burden campaign capacity care case centre certificate channel child
citizen claim clinic committee community complaint compliance concern condition conference consent contract
contribution cooperation corridor cost council country course credential crisis culture custom data deadline
debt decision decree delay demand department departure destination development dialogue diaspora dignity
diploma discrimination dispute district document donor duty economy education employer employment enterprise
environment evaluation evidence exchange exploitation family farm fee finance forum framework frontier fund
gap gender goal governance government grant growth guarantee guideline harbour health hearing host household
housing identity impact incentive income indicator information initiative inquiry institution integration
investment investor island journey judge justice knowledge labour land language law leadership learning
legislation liability licence livelihood loan location market measure media mediator meeting member migrant
migration minister ministry minor mission mobility monitor movement municipality nationality neighbour network
notice objective obligation office officer operation opinion origin partner partnership passport payment
pension period permit person pillar pilot plan platform police policy population portal poverty practice
prevention principle priority procedure process profession programme progress project protection protocol
province provision publication qualification quota rate recognition recommendation record recruitment refugee
region register registration regulation reintegration remedy remittance renewal report representative request
rescue research resettlement residence resource response responsibility return review right risk road route
safety salary school season secretariat sector security seminar service settlement share shelter skill smuggler
society solution spouse staff stakeholder standard state statistic strategy student study subsidy summit
support survey system talent target tariff tax teacher technology threshold timetable tool town trader
trafficking trainee training transfer transit transport treaty tribunal university unit validation vessel
victim village violence visa visit volunteer voucher vulnerability wage water welfare witness worker workshop
youth zone""".split()
VERBS = """accelerate accept adapt address adjust adopt advance allow analyse apply appoint approve assess assist
authorise balance build certify clarify collect combat combine commission compare complete conclude confirm
consider consolidate consult convene coordinate create define deliver design detect determine develop
digitise disburse discuss disseminate document draw encourage enforce enhance ensure establish evaluate examine
exchange expand explore extend facilitate finance follow foster fund gather grant guarantee guide harmonise
host identify implement improve include increase inform initiate integrate introduce invest invite issue join
launch limit maintain map measure mobilise monitor negotiate notify observe offer open organise oversee
pilot plan prepare present preserve prevent process promote propose protect provide publish pursue recognise
record reduce refer reform register reinforce relocate renew report rescue restore return review revise
safeguard secure share simplify strengthen submit supervise support survey suspend sustain train transmit
translate update uphold validate verify widen""".split()
QUALITIES = """accessible accountable additional adequate administrative affordable African annual appropriate
bilateral binding civil coastal coherent collective common competent comprehensive concerned confidential
continental coordinated cross-border cultural current decent dedicated digital direct domestic durable economic
effective eligible equal European evidence-based existing external fair financial flexible formal gradual
humanitarian inclusive independent individual informal innovative institutional internal international joint
judicial lasting lawful legal local long-term mandatory medical minimum multilateral mutual national necessary
official open orderly permanent pertinent political positive practical preliminary private professional public
qualified quarterly rapid reasonable regional regular relevant reliable rural safe seasonal shared short-term
social specific statutory structured sustainable targeted technical temporary territorial timely transparent
transnational unaccompanied urban urgent valid victim-centred voluntary vulnerable willing written
young""".split()
ACTORS = """the Parties|each Party|the partner countries|the Steering Committee|the secretariat|countries of origin|
countries of destination|the host authorities|regional organisations|the senior officials|local authorities|
the competent ministries|the participating States|civil society organisations|the drafting committee""".split(
    "|"
)
DUTIES = "shall|should|may|undertake to|agree to|are invited to|commit to|will|are encouraged to".split("|")
TURNS = """in accordance with|with a view to|taking into account|by means of|in the framework of|subject to|
without prejudice to|on the basis of|with the support of|in close cooperation with|as well as|in respect of|
pursuant to|including through|with particular attention to|in the light of|no later than the review of""".split(
    "|"
)
FORMULAS = """The provisions of this article shall apply without prejudice to national law .|
Nothing in this paragraph shall be construed as creating a financial obligation .|
Progress shall be reviewed every two years by the senior officials .|
This measure shall be implemented within existing resources .|
The secretariat shall report thereon to the next meeting .|
Participation in these activities shall remain voluntary .""".split("|")
CONNECTIVES = "of the and to in for".split()
SYLLABLES = (
    "ba da ka la ma na ra sa ta do ko lo mo ro so ti ki li mi ni ri fe ke le me ne re su tu ru".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word that remembers itself over revisions."""

    text: str
    identity: int


type Sentence = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as its sentences; `label` is its printed number."""

    sentences: tuple[Sentence, ...]
    label: str = ""
    kind: str = "paragraph"

    @property
    def words(self) -> list[Word]:
        return [word for sentence in self.sentences for word in sentence]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


type Draft = list[Clause]


@dataclass
class Scribe:
    """Everything made by chance: one seed, one document."""

    seed: int
    pools: tuple[list[str], ...] = (NOUNS, VERBS, QUALITIES, CONNECTIVES)
    chance: random.Random = field(init=False)
    identities: Iterator[int] = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.identities = count()

    def own(self, text: str) -> Sentence:
        """Give every word of a sentence an identity nobody else has."""
        return tuple(Word(piece, next(self.identities)) for piece in text.split())

    def sentence(self) -> Sentence:
        if self.chance.random() < 0.06:
            return self.own(self.chance.choice(FORMULAS))
        parts = [self.chance.choice(ACTORS).strip(), self.chance.choice(DUTIES), self.predicate()]
        while self.chance.random() < 0.6:
            parts += [self.chance.choice(TURNS).strip(), self.noun_phrase()]
        text = " ".join(parts)
        return self.own(text[0].upper() + text[1:] + " .")

    def predicate(self) -> str:
        verbs = self.chance.choice(VERBS)
        if self.chance.random() < 0.3:
            verbs += " and " + self.chance.choice(VERBS)
        return f"{verbs} {self.noun_phrase()}"

    def noun_phrase(self) -> str:
        noun = f"{self.chance.choice(['', 'the', 'the', 'any'])} {self.described(self.chance.choice(NOUNS))}"
        if self.chance.random() < 0.6:
            noun += f" {self.chance.choice(['of', 'for', 'in', 'and', 'between'])} {self.described(self.rare_noun())}"
        return noun

    def described(self, noun: str) -> str:
        return f"{self.chance.choice(QUALITIES)} {noun}" if self.chance.random() < 0.5 else noun

    def rare_noun(self) -> str:
        if self.chance.random() < 0.85:
            return self.chance.choice(NOUNS)
        return "".join(self.chance.choice(SYLLABLES) for _ in range(3)).capitalize()

    def clause(self) -> Clause:
        """A paragraph of 1 to 9 sentences, 700 characters on average."""
        return Clause(tuple(self.sentence() for _ in range(self.chance.choice((1, 3, 4, 5, 5, 6, 7, 9)))))

    def heading(self) -> Clause:
        return Clause((self.own(self.noun_phrase() + " and " + self.noun_phrase()),), kind="heading")

    def fresh_words(self) -> list[str]:
        """One to three words to put in another's place."""
        return self.chance.choices(self.chance.choice(self.pools), k=self.chance.randint(1, 3))


def number(draft: Draft) -> Draft:
    """Renumber a whole draft: every label is the clause's place."""
    return [replace(clause, label=str(place)) for place, clause in enumerate(draft, start=1)]


def invent(scribe: Scribe, size: int = 500) -> Draft:
    """Write a draft of `size` clauses, one in twenty of them a heading."""
    return number([scribe.heading() if place % 20 == 0 else scribe.clause() for place in range(size)])


def adopt(scribe: Scribe, texts: list[str]) -> Draft:
    """Take real clauses as the draft and its words as new ones; a sentence ends with a stop, a semicolon or a line."""
    scribe.pools = (" ".join(texts).split(),)
    return number([Clause(tuple(scribe.own(part) for part in _sentences(text))) for text in texts])


def _sentences(text: str) -> list[str]:
    marked = text.replace(". ", ".\n").replace("; ", ";\n")
    return [line for line in marked.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Upheaval:
    """What part of the clauses each kind of revision befalls; `words` is the part of words edited.

    As hard as the drafts the bars were set on: matching each clause with the one of likest letters finds five links
    in six, and less than half of those that splits and mergers make.
    """

    words: float
    moved_sentences: float = 0.10
    split: float = 0.10
    merged: float = 0.10
    deleted: float = 0.05
    inserted: float = 0.05
    relocated: float = 0.05


def revise(scribe: Scribe, draft: Draft, upheaval: Upheaval) -> Draft:
    """Make the next version: sentences and clauses move, split, merge, go and come, words change, numbers too."""
    revised = list(draft)
    _move_sentences(scribe, revised, round(len(draft) * upheaval.moved_sentences))
    revised = _delete(scribe, revised, round(len(draft) * upheaval.deleted))
    revised = _split(scribe, revised, upheaval.split)
    revised = _merge(scribe, revised, upheaval.merged)
    _relocate(scribe, revised, round(len(draft) * upheaval.relocated))
    _insert(scribe, revised, round(len(draft) * upheaval.inserted))
    return number([_edit(scribe, clause, upheaval.words) for clause in revised])


def _move_sentences(scribe: Scribe, draft: Draft, times: int) -> None:
    for _ in range(times):
        giver, taker = scribe.chance.randrange(len(draft)), scribe.chance.randrange(len(draft))
        if len(draft[giver].sentences) < 2:
            continue
        sentences = list(draft[giver].sentences)
        moved = sentences.pop(scribe.chance.randrange(len(sentences)))
        draft[giver] = replace(draft[giver], sentences=tuple(sentences))
        target = list(draft[taker].sentences)
        target.insert(scribe.chance.randint(0, len(target)), moved)
        draft[taker] = replace(draft[taker], sentences=tuple(target))


def _delete(scribe: Scribe, draft: Draft, times: int) -> Draft:
    gone = set(scribe.chance.sample(range(len(draft)), times))
    return [clause for place, clause in enumerate(draft) if place not in gone]


def _split(scribe: Scribe, draft: Draft, rate: float) -> Draft:
    result: Draft = []
    for clause in draft:
        if len(clause.sentences) > 1 and scribe.chance.random() < rate:
            cut = scribe.chance.randint(1, len(clause.sentences) - 1)
            result.append(replace(clause, sentences=clause.sentences[:cut]))
            result.append(replace(clause, sentences=clause.sentences[cut:]))
        else:
            result.append(clause)
    return result


def _merge(scribe: Scribe, draft: Draft, rate: float) -> Draft:
    result: Draft = []
    for clause in draft:
        joins = result and clause.kind == result[-1].kind == "paragraph" and scribe.chance.random() < rate
        if joins:
            result[-1] = replace(result[-1], sentences=result[-1].sentences + clause.sentences)
        else:
            result.append(clause)
    return result


def _relocate(scribe: Scribe, draft: Draft, times: int) -> None:
    for _ in range(times):
        clause = draft.pop(scribe.chance.randrange(len(draft)))
        draft.insert(scribe.chance.randint(0, len(draft)), clause)


def _insert(scribe: Scribe, draft: Draft, times: int) -> None:
    for _ in range(times):
        draft.insert(scribe.chance.randint(0, len(draft)), scribe.clause())


def _edit(scribe: Scribe, clause: Clause, rate: float) -> Clause:
    edited = (_edit_sentence(scribe, sentence, rate) for sentence in clause.sentences)
    return replace(clause, sentences=tuple(edited))


def _edit_sentence(scribe: Scribe, sentence: Sentence, rate: float) -> Sentence:
    """Touch about `rate` of the words: phrases of one to three words are replaced (half), put in, or cut out."""
    result: list[Word] = []
    place = 0
    while place < len(sentence):
        if scribe.chance.random() >= rate / 2:
            result.append(sentence[place])
            place += 1
            continue
        deed = scribe.chance.choice(("replace", "replace", "put in", "cut out"))
        place += 0 if deed == "put in" else scribe.chance.randint(1, 3)
        if deed != "cut out":
            result += scribe.own(" ".join(scribe.fresh_words()))
        if deed == "put in":
            result.append(sentence[place])
            place += 1
    return tuple(result)


def true_links(old: Draft, new: Draft) -> set[tuple[int, int]]:
    """Pairs of places (old, new) that share at least `TRUE_SHARE` of either one's words."""
    home = {word.identity: place for place, clause in enumerate(old) for word in clause.words}
    links: set[tuple[int, int]] = set()
    for place, clause in enumerate(new):
        shared = Counter(home[word.identity] for word in clause.words if word.identity in home)
        for origin, words in shared.items():
            shorter = min(len(clause.words), len(old[origin].words))
            if words >= TRUE_SHARE * shorter:
                links.add((origin, place))
    return links
