"""What observers and moderators do: words selected with the mouse, comments, decisions on them."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

_ENDS = """([key, start, end]) => {
  const text = document.getElementById(key).querySelector(".clause-text");
  text.scrollIntoView({ block: "center" });
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("[data-apart]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const spot = (offset) => {
    for (const node of nodes) {
      if (offset < node.length) return [node, offset];
      offset -= node.length;
    }
  };
  const box = (offset) => {
    const range = document.createRange();
    const [node, at] = spot(offset);
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const first = box(start), last = box(end - 1);
  return [first.left + 1, (first.top + first.bottom) / 2, last.right - 1, (last.top + last.bottom) / 2];
}"""
_CLAUSES = """(clauses) => clauses.map((clause) => {
  const words = clause.querySelector(".clause-text").cloneNode(true);
  words.querySelectorAll("[data-apart]").forEach((part) => part.remove());
  const label = clause.querySelector(".clause-label")?.textContent ?? "";
  return [clause.id, clause.classList.contains("is-heading") ? "heading" : "", label, words.textContent];
})"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause as it stands on a page."""

    key: str
    kind: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody says: about which clause, about which words in it, and what should stand there instead."""

    body: str
    key: str
    start: int = 0
    end: int = 0
    instead: tuple[str, str] = ("", "")
    kind: str = "General"
    language: str = "English"


def clauses(page: Page, address: str) -> list[Shown]:
    """Every clause of a version, as its page shows it."""
    page.goto(address)
    return [Shown(*clause) for clause in page.locator(".document .clause").evaluate_all(_CLAUSES)]


def select_with_the_mouse(page: Page, key: str, start: int, end: int) -> str:
    """Drag over words of a clause; gives what the browser then holds selected."""
    left, top, right, bottom = page.evaluate(_ENDS, [key, start, end])
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, bottom, steps=4)
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()
    selected: str = page.evaluate("getSelection().toString()")
    return selected


def say(page: Page, address: str, remark: Remark) -> str:
    """Submit a comment on a clause or on words in it; gives its reference."""
    page.goto(address)
    clause = page.locator(f"[id='{remark.key}']")
    if remark.end:
        select_with_the_mouse(page, remark.key, remark.start, remark.end)
        page.get_by_role("link", name="Comment on these words").click()
    else:
        clause.hover()
        clause.get_by_role("link", name="Comment").last.click()
    page.get_by_label("Your comment").fill(remark.body)
    _propose(page, *remark.instead)
    page.get_by_label(remark.kind, exact=True).check()
    page.get_by_label("Language you write in").select_option(label=remark.language)
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("status")).to_contain_text("submitted")
    return _reference(page, remark.body)


def _propose(page: Page, was: str, becomes: str) -> None:
    """Other words for the clause, with a look at what they change."""
    if not was:
        return
    page.get_by_text("Propose other words for the clause").click()
    field = page.get_by_label("How the clause should read")
    field.fill(field.input_value().replace(was, becomes, 1))
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.locator(".proposal ins").first).to_be_visible()


def _reference(page: Page, body: str) -> str:
    page.goto("/en/comments/mine/")
    own = page.locator("section[aria-labelledby=submitted] article.comment", has_text=body).first
    return own.get_attribute("id") or ""


def moderate(page: Page, slug: str, reference: str, *, returned_because: str = "") -> None:
    """Let one comment through, or send it back with a reason."""
    page.goto(f"/en/moderation/?text={slug}")
    waiting = page.locator(f".queue article[id='{reference}']")
    if returned_because:
        waiting.get_by_text("Return or hide it").click()
        waiting.get_by_label("Reason").fill(returned_because)
        waiting.get_by_role("button", name="Return to the author").click()
    else:
        waiting.get_by_role("button", name="Make visible").click()
    expect(page.get_by_role("status")).to_be_visible()


def states(page: Page) -> dict[str, tuple[str, str]]:
    """On somebody's own list: reference → what became of the words, as its tag and in the page's words."""
    page.goto("/en/comments/mine/")
    found = {}
    for article in page.locator("section[aria-labelledby=submitted] article.comment").all():
        carried = article.locator(".continuity")
        if carried.count():
            tag = carried.get_attribute("data-state") or ""
            found[article.get_attribute("id") or ""] = (
                tag,
                re.sub(r"\s+See it in.*", "", carried.inner_text()),
            )
    return found
