"""What hands do on a page: find a clause by its words, select words in it, and go through forms in two ways."""

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.people import Doors

MOST_TABS = 200  # more than there are to press on any page of a journey
WIDE, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)

_SELECT = """(clause, words) => {
  const text = clause.querySelector(".clause-text");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("[data-apart]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const whole = nodes.map((node) => node.data).join("");
  const point = (offset, atEnd) => {
    for (const node of nodes) {
      if (offset < node.length || (atEnd && offset === node.length)) return [node, offset];
      offset -= node.length;
    }
  };
  const start = whole.indexOf(words);
  const range = document.createRange();
  range.setStart(...point(start, false));
  range.setEnd(...point(start + words.length, true));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return getSelection().toString();
}"""


def clause_that_says(page: Page, words: str) -> Locator:
    """The clause with these words, on the page of a version."""
    return page.locator(".clause").filter(has=page.locator(".clause-text", has_text=words))


def select_words(page: Page, words: str) -> str:
    """Select words in the clause that has them; gives them as the browser does."""
    selected: str = clause_that_says(page, words).evaluate(_SELECT, words)
    return selected


def focused_clause(page: Page) -> str:
    """The words of the clause that the keyboard stands on."""
    return page.locator(".clause:focus .clause-text").inner_text()


def in_french(sentence: str) -> str:
    """What the French interface says for a sentence of the English one."""
    with override("fr"):
        return gettext(sentence)


class Way(Enum):
    """How somebody goes through the pages, and in which language: between both, every journey is made twice."""

    KEYS = "en"
    FORMS = "fr"

    @property
    def text(self) -> str:
        """How the name of the text ends that this way has to itself."""
        return self.name.lower()


both_ways = pytest.mark.parametrize("way", list(Way), ids=lambda way: way.text)


@dataclass(frozen=True)
class Hand:
    """Somebody at a page: in English with nothing but a keyboard, or in French where no scripts run."""

    page: Page
    way: Way

    def go(self, path: str) -> None:
        """Open a page by its address."""
        self.page.goto(f"/{self.way.value}/{path}")

    def say(self, sentence: str, context: str = "", **values: object) -> str:
        """What this person's interface says for a sentence of the English one."""
        with override(self.way.value):
            said = pgettext(context, sentence) if context else gettext(sentence)
        return said % values if values else said

    def link(self, sentence: str, within: Locator | None = None) -> Locator:
        return (within or self.page.get_by_role("main")).get_by_role("link", name=self.say(sentence))

    def button(self, sentence: str, within: Locator | None = None) -> Locator:
        return (within or self.page.get_by_role("main")).get_by_role("button", name=self.say(sentence))

    def field(self, label: str, within: Locator | None = None) -> Locator:
        """What is written in, by its label."""
        name = re.compile(rf"^{re.escape(self.say(label))}( \(.*\))?$")
        return (within or self.page.get_by_role("main")).get_by_role("textbox", name=name)

    def press(self, what: Locator) -> None:
        """Follow a link or send a form, and be where it leads."""
        if self.way is Way.KEYS:
            self.reach(what)
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            what.click()

    def unfold(self, sentence: str = "", within: Locator | None = None) -> None:
        """Fold open what is called so, or the first there is, unless it is open."""
        place = within or self.page.get_by_role("main")
        summary = place.locator("summary", has_text=self.say(sentence) if sentence else "").first
        summary.wait_for()
        if summary.locator("xpath=parent::details[@open]").count():
            return
        if self.way is Way.KEYS:
            self.reach(summary)
            self.page.keyboard.press("Enter")
        else:
            summary.click()

    def fill(self, field: Locator, words: str) -> None:
        """Write in a field, in the place of what stands there."""
        if self.way is Way.KEYS:
            self.reach(field)
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(words)
        else:
            field.fill(words)

    def rewrite(self, field: Locator, was: str, becomes: str) -> None:
        """Put other words in the place of some that stand in a field."""
        stands = field.input_value()
        assert was in stands
        self.fill(field, stands.replace(was, becomes))

    def tick(self, box: Locator) -> None:
        if self.way is Way.KEYS:
            self.reach(box)
            self.page.keyboard.press("Space")
        else:
            box.check()
        expect(box).to_be_checked()

    def choose(self, radio: Locator) -> None:
        """Choose one of several: the keyboard enters the group and goes down it by the arrows."""
        if self.way is Way.FORMS:
            radio.check()
            return
        name, form = radio.get_attribute("name"), radio.locator("xpath=ancestor::form")
        group = form.locator(f"[name={name}]")
        self.reach(group)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(radio).to_be_checked()

    def weigh(self, weight: str = "clarification", within: Locator | None = None) -> None:
        """Say how much a change changes."""
        self.choose((within or self.page.get_by_role("main")).locator(f"[name=weight][value={weight}]"))

    def pick(self, field: Locator, option: str) -> None:
        """Choose from a list, by how an entry begins."""
        if self.way is Way.KEYS:
            self.reach(field)
            self.page.keyboard.type(option)
        else:
            field.select_option(label=field.locator("option", has_text=option).first.inner_text())

    def keep(self, link: Locator, folder: Path) -> Path:
        """Download what a link leads to."""
        with self.page.expect_download() as coming:
            if self.way is Way.KEYS:
                self.reach(link)
                self.page.keyboard.press("Enter")
            else:
                link.click()
        kept = folder / coming.value.suggested_filename
        coming.value.save_as(kept)
        return kept

    def reach(self, what: Locator) -> None:
        """Press Tab until the focus is on it, or on one of them."""
        what.first.wait_for()
        for _ in range(MOST_TABS):
            if what.evaluate_all("found => found.includes(document.activeElement)"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {what}")

    def told(self) -> Locator:
        """What the site says was done."""
        return self.page.get_by_role("status").first


def hand_of(people: Doors, name: str, way: Way, **settings: Any) -> Hand:
    """A browser for somebody, or for a passer-by, and the way they use it."""
    return Hand(people.enter(name, java_script_enabled=way is Way.KEYS, **settings), way)


def on_their_screen(people: Doors, name: str, way: Way) -> Hand:
    """The same, with the keyboard before a wide screen and without scripts on a phone."""
    return hand_of(people, name, way, viewport=WIDE if way is Way.KEYS else PHONE)
