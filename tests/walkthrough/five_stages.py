"""Five stages one after another, as one text: from 23 October 2015 to the text as corrected on 29 January 2016."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from drafts.text.brackets import read_brackets
from drafts.text.markup import ClauseKind
from tests.walkthrough import answering, closing, negotiating, opening, speaking
from tests.walkthrough.answering import Answer
from tests.walkthrough.choosing import Spot, fates
from tests.walkthrough.drafts_of_paris import Draft, draft_of
from tests.walkthrough.negotiating import Wish
from tests.walkthrough.report import Report
from tests.walkthrough.speaking import Remark, Shown
from tests.walkthrough.visitors import Street, first_load

SLUG = "climate-in-five-stages"
STAGES = {
    "2015-10-23": "23 October",
    "2015-12-04": "4 December",
    "2015-12-09": "9 December",
    "2015-12-12": "12 December",
    "2016-01-29": "29 January",
}
MERGED = "One paragraph, as adopted."


@dataclass
class FiveStages:
    """The people at their browsers and the five drafts."""

    street: Street
    report: Report
    folder: Path
    drafts: dict[str, Draft] = field(default_factory=lambda: {day: draft_of(day) for day in STAGES})

    def __post_init__(self) -> None:
        self.staff = {
            role: self.street.signed_in(f"{role}@example.org")
            for role in ("secretariat", "penholder", "member", "chair")
        }
        self.observer = self.street.signed_in("observer@example.org")
        self.public = self.street.passer_by(java_script_enabled=False)

    def walk(self) -> None:
        self.open()
        self.amend()
        self.rebase()
        self.negotiate()
        self.consult()
        self.restructure()
        self.review()
        self.close()
        self.keep()

    def open(self) -> None:
        secretariat = self.staff["secretariat"]
        opening.open_text(secretariat, "A climate agreement in five stages", SLUG)
        for role, label in (("penholder", "Penholder"), ("member", "Committee member"), ("chair", "Chair")):
            opening.give_role(secretariat, SLUG, f"{role}@example.org", label)

    def bring(self, day: str) -> list[Shown]:
        """Import a stage; gives its clauses as they stand in the version in work."""
        penholder, label = self.staff["penholder"], STAGES[day]
        opening.upload(penholder, SLUG, self.drafts[day].file, label)
        self.report.counts(f"Preview of {label}", opening.facts(penholder))
        opening.apply(penholder, f"The draft of {label}.")
        address = self.address(label)
        self.staff["member"].goto(f"{address}brackets/")
        self.report.counts(f"Brackets of {label}", opening.facts(self.staff["member"]))
        return speaking.clauses(self.staff["member"], address)

    def address(self, label: str) -> str:
        return f"/en/texts/{SLUG}/{label.lower().replace(' ', '-')}/"

    def publish(self) -> None:
        opening.publish(self.staff["chair"], SLUG)

    def amend(self) -> None:
        """Amendments to the draft of 23 October, on words of different fates."""
        shown = self.bring("2015-10-23")
        for wish in self._wishes(shown):
            negotiating.amend(self.staff["member"], SLUG, wish)
        self._tell("Amendments on 23 October")
        self.publish()

    def _wishes(self, shown: list[Shown]) -> list[Wish]:
        """Words added after some that stay, that stay in a changed clause, that are rewritten, that go."""
        first = self.drafts["2015-10-23"]
        met = fates(first, self.drafts["2015-12-04"])
        by_fate = {"kept": met.kept, "nearby": met.nearby, "rewritten": met.rewritten, "removed": met.removed}
        found = []
        for fate, spots in by_fate.items():
            for number, spot in enumerate(_unmarked(first, spots)[:3], start=1):
                was = shown[spot.clause].words[spot.start : spot.end]
                found.append(Wish(shown[spot.clause].key, was, f"{was} in public", f"{fate} {number}"))
        return found

    def _tell(self, when: str) -> None:
        for why, states in sorted(negotiating.fits(self.staff["member"], SLUG).items()):
            self.report.line(f"{when}: {why}: {states}")

    def rebase(self) -> None:
        """The draft of 4 December comes in under them."""
        self.bring("2015-12-04")
        self._tell("Amendments on 4 December")
        self.publish()

    def negotiate(self) -> None:
        """Two delegations on one bracket of 9 December, which is then settled; the chair cannot close yet."""
        shown = self.bring("2015-12-09")
        member, draft = self.staff["member"], self.drafts["2015-12-09"]
        key = shown[_first_choice(draft)].key
        negotiating.take_position(member, SLUG, key, "support", bracket=1, note="It is what we agreed.")
        negotiating.take_position(
            self.staff["chair"], SLUG, key, "flexible", bracket=1, note="Either will do."
        )
        self.report.counts("Positions before", negotiating.open_brackets(member, SLUG))
        settled = negotiating.choose(member, SLUG, key, "Agreed in the room.")
        self.report.line(f"Settled: {len(settled)} characters of redline before recording")
        self.report.counts("Positions after", negotiating.open_brackets(member, SLUG))
        self._hindered("9 December")
        self.publish()

    def _hindered(self, when: str) -> None:
        listed = closing.hindrances(self.staff["chair"], SLUG)
        self.report.line(f"Closing on {when}: {'; '.join(listed) or 'nothing stands in the way'}")

    def consult(self) -> None:
        """The draft of 12 December is put out for a minute or two, and somebody speaks on one of its sentences."""
        shown = self.bring("2015-12-12")
        self.publish()
        closes = datetime.now(UTC) + timedelta(minutes=2)
        opening.open_consultation(self.staff["secretariat"], SLUG, closes=closes)
        at, start = _two_sentences(self.drafts["2015-12-12"], self.drafts["2016-01-29"])
        self.divided = shown[at]
        words = self.divided.words[start:]
        self.second = words
        end = start + len(" ".join(words.split()[:5]))
        remark = Remark("Who says so?", self.divided.key, start, end)
        self.reference = speaking.say(self.observer, self.address("12 December"), remark)
        speaking.moderate(self.staff["secretariat"], SLUG, self.reference)

    def restructure(self) -> None:
        """The clause is split, comes out so, and is merged again; the comment goes along both times."""
        self.bring("2016-01-29")
        penholder, member, key = self.staff["penholder"], self.staff["member"], self.divided.key
        answering.dispose(member, SLUG, key, self.reference, Answer("Noted", "The Parties do."))
        negotiating.split(penholder, SLUG, key, self.second, "To be read one by one.")
        self.publish()
        self._followed("after the split")
        negotiating.merge(penholder, SLUG, key, MERGED)

    def _followed(self, when: str) -> None:
        state, words = speaking.states(self.observer)[self.reference]
        link = self.observer.locator(f"article[id='{self.reference}'] .continuity a").first
        same = (
            "the same clause" if self.divided.key in (link.get_attribute("href") or "") else "another clause"
        )
        self.report.line(f"The comment {when}: {state} ({words}), in {same}")

    def review(self) -> None:
        """What the chair sees between any two stages."""
        chair, labels = self.staff["chair"], list(STAGES.values())
        for old, new in ((labels[0], labels[1]), (labels[1], labels[2]), (labels[0], labels[4])):
            slugs = (label.lower().replace(" ", "-") for label in (old, new))
            address = f"/en/texts/{SLUG}/review/?from={next(slugs)}&to={next(slugs)}"
            chair.goto(address)
            said = " ".join(chair.locator(".page-head .lede").inner_text().split())
            self.report.line(f"Review: {said}")
            self.report.weight(f"Review, {old} to {new}", first_load(self.street, address, chair))

    def close(self) -> None:
        """The editor's note goes, the chair signs, silence is broken, the chair declares the text adopted."""
        chair, draft = self.staff["chair"], self.drafts["2016-01-29"]
        self._hindered("29 January")
        shown = speaking.clauses(self.staff["member"], self.address("29 January"))
        first = next(at for at, clause in enumerate(draft.clauses) if clause.kind is ClauseKind.HEADING)
        for clause in shown[:first]:
            negotiating.delete(self.staff["penholder"], SLUG, clause.key, "An editor's note, not the text.")
        self._hindered("without the editor's note")
        self.report.line(f"The chair: {closing.sign_all(chair, SLUG)}")
        closing.wait_for_the_end_of_a_consultation(chair, SLUG)
        self._hindered("all signed")
        closing.silence(chair, SLUG)
        self.report.line(f"Silence: {closing.break_silence(self.staff['member'], SLUG, 'One night more.')}")
        self.report.line(f"Adoption: {closing.adopt(chair, SLUG)}")
        self._followed("after the merger")
        self._as_printed(draft)

    def _as_printed(self, draft: Draft) -> None:
        shown = speaking.clauses(self.public, self.address("rev-5"))
        printed = draft.words[-len(shown) :]
        same = sum(clause.words == words for clause, words in zip(shown, printed, strict=True))
        self.report.line(
            f"Adopted clauses whose words stand on the page as in the file: {same} of {len(shown)}"
        )

    def keep(self) -> None:
        """The record, downloaded by the public and checked by its program; then again with one letter changed."""
        chair = self.staff["chair"]
        chair.goto(f"/en/texts/{SLUG}/closing/")
        address = chair.get_by_role("link", name="Certified record").get_attribute("href") or ""
        page, program = closing.download(self.public, address, self.folder)
        self.report.counts("Record", opening.facts(self.public))
        sizes = ", ".join(
            f"{path.name} {path.stat().st_size / 1000:.0f} kB"
            for path in sorted(self.folder.glob("*record*"))
        )
        self.report.line(f"Record: {sizes}; {closing.verify(page, program)}")
        changed = page.with_name(f"changed-{page.name}")
        kept = page.read_text(encoding="utf-8")
        changed.write_text(kept.replace(MERGED, MERGED.replace("as", "is")), encoding="utf-8")
        self.report.line(f"One letter changed: {closing.verify(changed, program)}")


def _unmarked(draft: Draft, spots: list[Spot]) -> list[Spot]:
    """Spots in clauses that are written as they read."""
    return [spot for spot in spots if draft.words[spot.clause] == draft.clauses[spot.clause].text]


def _first_choice(draft: Draft) -> int:
    """The first paragraph whose first bracket stands side by side with another."""
    for at, clause in enumerate(draft.clauses):
        choices = read_brackets(clause.text).choices
        if clause.kind is ClauseKind.PARAGRAPH and choices and choices[0].brackets[:2] == (1, 2):
            return at
    raise AssertionError("no such choice")


def _two_sentences(draft: Draft, following: Draft) -> tuple[int, int]:
    """The first paragraph of two sentences that the next draft keeps as it is, and where the second begins."""
    kept = set(following.words)
    for at, clause in enumerate(draft.clauses):
        words = draft.words[at]
        if clause.kind is ClauseKind.PARAGRAPH and words == clause.text and words in kept and ". " in words:
            return at, words.index(". ") + 2
    raise AssertionError("no such paragraph")
