"""What hands do on a page of a text: find a clause by its words, select words in it."""

from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page

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
