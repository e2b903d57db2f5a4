"""What the committee does with what was said: change words, answer, and find the answer that is still missing."""

from dataclasses import dataclass

from playwright.sync_api import Page, expect


@dataclass(frozen=True, slots=True)
class Answer:
    """The committee's answer to one input, and the change it makes for it, if any."""

    outcome: str
    reason: str = ""
    change: tuple[str, str] = ("", "")
    use_proposal: bool = False
    tick_import: bool = False


def revise(member: Page, slug: str, key: str, reference: str, answer: Answer) -> None:
    """Change the words of a clause for an input, ticking it."""
    member.goto(f"/en/texts/{slug}/desk/{key}/")
    if answer.use_proposal:
        member.locator(f"[id='{reference}']").get_by_role("link", name="Use this wording").click()
    words = member.get_by_label("Words", exact=True)
    words.fill(words.input_value().replace(*answer.change, 1) if answer.change[0] else words.input_value())
    member.get_by_label("clarification").check()
    member.get_by_label("Why").fill(answer.reason)
    ticked = member.get_by_role("checkbox", name=reference)
    if not ticked.is_checked():
        ticked.check()
    member.get_by_role("button", name="Record the revision").click()
    expect(member.get_by_role("status")).to_contain_text("is recorded")


def dispose(member: Page, slug: str, key: str, reference: str, answer: Answer) -> None:
    """Answer an input where it stands on the desk."""
    if answer.change[0] or answer.use_proposal:
        revise(member, slug, key, reference, answer)
    member.goto(f"/en/texts/{slug}/desk/{key}/#{reference}")
    said = member.locator(f"[id='{reference}']")
    if not said.get_by_role("button", name="Answer").is_visible():
        said.get_by_text("Answer it", exact=True).click()
    said.get_by_label(answer.outcome, exact=True).check()
    if answer.tick_import:
        said.get_by_role("group", name="Revisions that answer it").get_by_role("checkbox").first.check()
    said.get_by_label("Public reason").fill(answer.reason)
    said.get_by_role("button", name="Answer").click()
    expect(member.get_by_role("status")).to_contain_text("is answered")


def blockers(chair: Page, slug: str) -> list[str]:
    """The inputs that keep the chair from publishing, as the page lists them; empty where it offers to publish."""
    chair.goto(f"/en/texts/{slug}/publish/")
    references: list[str] = chair.locator(
        "section[aria-labelledby=blockers] li p:first-child > a"
    ).all_inner_texts()
    return references
