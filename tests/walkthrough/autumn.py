"""From 23 October to 4 December: a zero draft, a consultation, answers, Rev.1, and what became of every comment."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.walkthrough import answering, following, opening, speaking
from tests.walkthrough.choosing import fates, overlooked
from tests.walkthrough.drafts_of_paris import Draft, draft_of
from tests.walkthrough.pictures import Album
from tests.walkthrough.plan import Turn, turns
from tests.walkthrough.report import Report
from tests.walkthrough.speaking import Shown
from tests.walkthrough.visitors import Street, first_load

SLUG = "climate"
ZERO, REV = f"/en/texts/{SLUG}/zero-draft/", f"/en/texts/{SLUG}/rev-1/"
COMPARED = f"/en/texts/{SLUG}/compare/zero-draft/rev-1/"
ORGANISATION = "Institute of Shared Skies (fictional)"


@dataclass
class Autumn:
    """The people at their browsers, the two drafts, and what has been said so far."""

    street: Street
    report: Report
    album: Album
    first: Draft = field(default_factory=lambda: draft_of("2015-10-23"))
    second: Draft = field(default_factory=lambda: draft_of("2015-12-04"))
    references: dict[str, Turn] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.staff = {
            role: self.street.signed_in(f"{role}@example.org")
            for role in ("secretariat", "penholder", "member", "chair")
        }
        self.observers = {
            "Awa": self.street.signed_in("observer@example.org"),
            "Noor": self.street.newcomer("Noor Etesian", "noor@example.org", "windward and lee"),
        }
        self.public = self.street.passer_by(java_script_enabled=False)

    def walk(self) -> None:
        self.open()
        self.import_first()
        self.speak()
        self.import_second()
        self.answer()
        self.publish()
        self.follow()
        self.weigh()

    def open(self) -> None:
        """The secretariat opens the text, gives the roles, admits the newcomer's organisation."""
        secretariat = self.staff["secretariat"]
        opening.open_text(secretariat, "A climate agreement", SLUG)
        for role, label in (("penholder", "Penholder"), ("member", "Committee member"), ("chair", "Chair")):
            opening.give_role(secretariat, SLUG, f"{role}@example.org", label)
        opening.admit(secretariat, "noor@example.org", ORGANISATION, "shared-skies", "Academia")

    def import_first(self) -> None:
        penholder = self.staff["penholder"]
        opening.upload(penholder, SLUG, self.first.file, "Zero draft")
        self.report.draft("23 October", self.first)
        self.report.counts("Preview of 23 October", opening.facts(penholder))
        opening.apply(penholder, "First draft of the co-chairs.")
        opening.publish(self.staff["chair"], SLUG)
        opening.open_consultation(self.staff["secretariat"], SLUG)

    def speak(self) -> None:
        """Two observers of different organisations say what they think; the secretariat lets through all but one."""
        shown = speaking.clauses(self.observers["Awa"], ZERO)
        as_printed = sum(clause.words == words for clause, words in zip(shown, self.first.words, strict=True))
        self.report.line(
            f"Clauses whose words stand on the page as in the file: {as_printed} of {len(shown)}"
        )
        for turn in turns(self.first, fates(self.first, self.second)):
            page = self.observers[turn.author]
            reference = speaking.say(page, ZERO, turn.remark(shown))
            self.references[reference], self.keys[reference] = turn, shown[turn.spot.clause].key
        self._picture_of_a_selection(shown)
        for reference, turn in self.references.items():
            because = "" if turn.answer else "Please say it without speaking ill of anybody."
            speaking.moderate(self.staff["secretariat"], SLUG, reference, returned_because=because)
        on_words = sum(bool(turn.spot.end) for turn in self.references.values())
        self.report.line(f"Comments: {len(self.references)}, {on_words} of them on words")

    def _picture_of_a_selection(self, shown: list[Shown]) -> None:
        page, spot = self.observers["Awa"], next(iter(self.references.values())).spot
        page.goto(ZERO)
        speaking.select_with_the_mouse(page, shown[spot.clause].key, spot.start, spot.end)
        expect(page.get_by_role("link", name="Comment on these words")).to_be_visible()
        self.album.take(page, "selection", top=290, height=150)

    def import_second(self) -> None:
        penholder = self.staff["penholder"]
        opening.upload(penholder, SLUG, self.second.file, "Rev.1")
        self.report.draft("4 December", self.second)
        self.report.counts("Preview of 4 December", opening.facts(penholder))
        self.report.weight("Preview of 4 December", first_load(self.street, penholder.url, penholder))
        row, was = overlooked(self.first, self.second)
        opening.correct(penholder, row, self.first.words[was])
        penholder.locator(f"#row-{row}").scroll_into_view_if_needed()
        self.album.take(penholder, "preview", top=330, height=260)
        self.report.counts("After one correction by hand", opening.facts(penholder))
        opening.apply(penholder, "The compilation of 4 December.")

    def answer(self) -> None:
        """Everything but the last input is answered; the chair is refused until that one is."""
        owed = [(reference, turn.answer) for reference, turn in self.references.items() if turn.answer]
        self._refused("before any answer")
        for reference, answer in owed[:-1]:
            answering.dispose(self.staff["member"], SLUG, self.keys[reference], reference, answer)
        self._refused("with one answer missing")
        self.album.take(self.staff["chair"], "refused", top=110, height=360)
        reference, last = owed[-1]
        answering.dispose(self.staff["member"], SLUG, self.keys[reference], reference, last)

    def _refused(self, when: str) -> None:
        chair = self.staff["chair"]
        listed = answering.blockers(chair, SLUG)
        offered = chair.get_by_role("main").get_by_role("button").count()
        self.report.line(f"Publishing {when}: inputs listed {len(listed)}, buttons to publish {offered}")

    def publish(self) -> None:
        said = opening.publish(self.staff["chair"], SLUG)
        self.report.line(f"The chair publishes Rev.1: {said}")
        became = {**speaking.states(self.observers["Awa"]), **speaking.states(self.observers["Noor"])}
        for reference, turn in self.references.items():
            state, words = became[reference]
            on = "words" if turn.spot.end else "the clause"
            self.report.line(f"  “{turn.body}” on {on}: expected {turn.expected}, is {state} ({words})")

    def follow(self) -> None:
        """The comparison as the public reads it, and two clicks each way for what changed the text."""
        self.public.goto(COMPARED)
        counted = self.public.locator(".meta", has_text="changed").first.locator("span").all_inner_texts()
        only_marks = self.public.locator(".compare-note .status", has_text="Only typography").count()
        self.report.line(
            f"Comparison: {', '.join(counted)}; {only_marks} of the changes are of typography alone"
        )
        for reference, turn in self.references.items():
            if turn.answer and turn.answer.outcome in ("Accepted", "Taken into account in part"):
                self._two_clicks(self.public, reference)

    def _two_clicks(self, page: Page, reference: str) -> None:
        key = self.keys[reference]
        there = following.from_words_to_input(page, COMPARED, key, reference)
        back, led_to = following.from_input_to_words(page, f"{ZERO}clauses/{key}/", reference)
        assert there[-1].endswith(f"/comments/{reference}/"), there
        assert back[-1].endswith(f"/rev-1/clauses/{key}/"), back
        self.report.line(
            f"  {len(there)} clicks to the input, {len(back)} to the words: “{' '.join(led_to.split())}”"
        )

    def weigh(self) -> None:
        """What the pages of a long text cost a first-time reader."""
        pages = {"Zero draft": ZERO, "Rev.1": REV, "Comparison": COMPARED}
        pages["Comparison, side by side"] = f"{COMPARED}?view=side"
        for name, path in pages.items():
            self.report.weight(name, first_load(self.street, path))
        desk = f"/en/texts/{SLUG}/desk/"
        self.report.weight("Desk", first_load(self.street, desk, self.staff["penholder"]))
