"""What a committee does between two drafts: amendments, positions on brackets, clauses split and merged."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.walkthrough.opening import facts


@dataclass(frozen=True, slots=True)
class Wish:
    """An amendment somebody makes: on which clause, which words, by what, and why."""

    key: str
    was: str
    becomes: str
    why: str


def amend(member: Page, slug: str, wish: Wish) -> None:
    """Propose other words for a clause in work."""
    member.goto(f"/en/texts/{slug}/desk/{wish.key}/amend/")
    words = member.locator("#id_words")
    words.fill(words.input_value().replace(wish.was, wish.becomes, 1))
    member.get_by_role("button", name="Show what it changes").click()
    expect(member.locator("#redline ins").first).to_be_visible()
    member.get_by_label("Rationale").fill(wish.why)
    member.get_by_role("button", name="Propose it").click()
    expect(member.get_by_role("status")).to_be_visible()


def fits(member: Page, slug: str) -> dict[str, str]:
    """How each open amendment stands to the words in work, by its rationale."""
    member.goto(f"/en/texts/{slug}/amendments/")
    found = {}
    for article in member.locator("article.comment").all():
        states = article.locator(".comment-head .status").all_inner_texts()
        found[article.locator(".reason").inner_text()] = ", ".join(states)
    return found


def take_position(member: Page, slug: str, key: str, stance: str, *, bracket: int, note: str) -> None:
    """Say how a delegation stands to words in brackets, for the committee alone."""
    member.goto(f"/en/texts/{slug}/desk/{key}/positions/?bracket={bracket}")
    member.locator("input[name=on]").nth(bracket).check()
    member.locator(f"input[name=stance][value={stance}]").check()
    member.get_by_label("Note").fill(note)
    member.get_by_role("button", name="State the position").click()
    expect(member.get_by_role("status")).to_contain_text("The position is stated")


def choose(member: Page, slug: str, key: str, why: str) -> str:
    """Settle the first choice of a clause by its first alternative; gives the redline that was shown before."""
    member.goto(f"/en/texts/{slug}/desk/{key}/")
    member.get_by_text("Settle it…", exact=True).first.click()
    member.get_by_role("link", name="Choose this").first.click()
    shown: str = member.locator(".redline").first.inner_text()
    member.get_by_label("substance").check()
    member.get_by_label("Why").fill(why)
    member.get_by_role("button", name="Record the revision").click()
    expect(member.get_by_role("status")).to_contain_text("is recorded")
    return shown


def open_brackets(member: Page, slug: str) -> dict[str, int]:
    """What the table of positions counts."""
    member.goto(f"/en/texts/{slug}/positions/")
    return facts(member)


def split(penholder: Page, slug: str, key: str, before: str, why: str) -> None:
    """Cut a clause in two before these words."""
    penholder.goto(f"/en/texts/{slug}/desk/{key}/")
    penholder.get_by_role("link", name="Split", exact=True).click()
    words = penholder.locator("textarea.words").first
    words.fill(words.input_value().replace(before, f"\n\n{before}", 1))
    _record(penholder, why)


def merge(penholder: Page, slug: str, key: str, why: str) -> None:
    """Make one clause of this and the next."""
    penholder.goto(f"/en/texts/{slug}/desk/{key}/")
    penholder.get_by_role("link", name="Merge", exact=True).click()
    _record(penholder, why)


def delete(penholder: Page, slug: str, key: str, why: str) -> None:
    """Take a clause out of the version in work."""
    penholder.goto(f"/en/texts/{slug}/desk/{key}/")
    penholder.get_by_role("link", name="Delete", exact=True).click()
    _record(penholder, why)


def _record(penholder: Page, why: str) -> None:
    form = penholder.locator("main form[method=post]")
    form.get_by_label("editorial").check()
    form.get_by_label("Why").fill(why)
    form.locator("button[type=submit]:not([name=look])").click()
    expect(penholder.get_by_role("status")).to_be_visible()
