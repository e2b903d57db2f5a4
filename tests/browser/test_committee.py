"""What the committee does: let comments through, change words, answer, publish."""

from playwright.sync_api import Page, expect

from tests.browser.hands import clause_that_says
from tests.browser.people import Doors


def comment_on(page: Page, address: str, words: str, body: str) -> None:
    """Say something about a clause."""
    page.goto(address)
    clause_that_says(page, words).get_by_role("link", name="Comment").last.click()
    page.get_by_label("Your comment").fill(body)
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("status")).to_contain_text("submitted")


def open_on_desk(page: Page, text: str, words: str) -> None:
    """The clause with these words, on the desk."""
    page.goto(f"/en/texts/{text}/desk/")
    page.locator(".compare-row", has_text=words).get_by_role("link").last.click()
    expect(page.get_by_role("heading", name="Working words")).to_be_visible()


def record(page: Page, was: str, becomes: str, reason: str) -> None:
    """Change some of a clause's words, as a clarification."""
    field = page.get_by_label("Words", exact=True)
    field.fill(field.input_value().replace(was, becomes))
    page.get_by_label("clarification").check()
    page.get_by_label("Why").fill(reason)
    page.get_by_role("button", name="Record the revision").click()


def test_a_moderator_lets_a_comment_through_and_the_public_reads_it(people: Doors) -> None:
    author, moderator, public = people.enter("Olga"), people.enter("Mia"), people.enter()
    address = "/en/texts/editing/zero-draft/"
    comment_on(author, address, "for researchers", "Artists travel too.")
    public.goto(address)
    expect(clause_that_says(public, "for researchers").get_by_role("link", name="1 comment")).to_have_count(0)

    moderator.goto("/en/moderation/?text=editing")
    waiting = moderator.locator(".queue article", has_text="Artists travel too.")
    waiting.get_by_role("button", name="Make visible").click()
    expect(moderator.get_by_role("status")).to_contain_text("visible to everyone")

    public.reload()
    clause_that_says(public, "for researchers").get_by_role("link", name="1 comment").click()
    expect(public.get_by_text("Artists travel too.")).to_be_visible()


def test_a_returned_comment_comes_back_with_its_reason(people: Doors) -> None:
    author, moderator = people.enter("Omar"), people.enter("Mia", java_script_enabled=False)
    comment_on(author, "/en/texts/editing/zero-draft/", "for students", "You are all thieves.")

    moderator.goto("/en/moderation/?text=editing")
    waiting = moderator.locator(".queue article", has_text="thieves")
    waiting.get_by_text("Return or hide it").click()
    waiting.get_by_role("button", name="Return to the author").click()
    expect(moderator.get_by_role("main")).to_contain_text("Say why")
    moderator.get_by_label("Reason").fill("Please say it without insult.")
    moderator.get_by_role("button", name="Return to the author").click()

    author.goto("/en/comments/mine/")
    expect(author.locator("[data-level=warning]").first).to_contain_text("Please say it without insult.")


def test_a_member_changes_the_words_ticks_the_input_and_answers_it(people: Doors) -> None:
    page, public = people.enter("Mia"), people.enter()
    open_on_desk(page, "answering", "simplify the procedures")

    page.get_by_role("checkbox", name="Network of Olga").check()
    record(page, "simplify the procedures", "simplify the procedures by one form", "It says how.")
    expect(page.get_by_role("status")).to_contain_text("is recorded")
    page.get_by_label("Accepted", exact=True).check()
    expect(page.get_by_role("group", name="Revisions that answer it").get_by_role("checkbox")).to_be_checked()
    page.get_by_label("Public reason").fill("One form is meant.")
    page.get_by_role("button", name="Answer").click()

    expect(page.get_by_role("status")).to_contain_text("is answered")
    public.goto("/en/texts/answering/zero-draft/")
    clause_that_says(public, "simplify").get_by_role("link", name="1 comment").click()
    expect(public.locator(".disposition")).to_contain_text("One form is meant.")
    # The change stands in a version that is still in work, and stays with the committee until it is out.
    expect(public.locator(".disposition")).to_contain_text("can be read once they are published")
    expect(public.locator(".disposition a")).to_have_count(0)


def test_an_answer_that_needs_a_reason_is_refused_without_one_and_kept(
    people: Doors, named: dict[str, str]
) -> None:
    page = people.enter("Paul", java_script_enabled=False)
    page.goto(f"/en/texts/showing/desk/{named['waiting_clause']}/")

    page.get_by_label("Rejected").check()
    page.get_by_role("button", name="Answer").click()

    expect(page.get_by_role("alert")).to_contain_text("Say why")
    expect(page.get_by_label("Rejected")).to_be_checked()


def test_two_members_change_a_clause_at_once_and_neither_loses_a_word(people: Doors) -> None:
    first, second = people.enter("Mia"), people.enter("Paul")
    for page in (first, second):
        open_on_desk(page, "editing", "mobility of young graduates")

    record(first, "young graduates", "young graduates and apprentices", "They move as well.")
    expect(first.get_by_role("status")).to_contain_text("is recorded")
    record(second, "encourage", "conclude", "To encourage binds nobody.")

    expect(second.get_by_role("alert").first).to_contain_text(
        "Mia changed this clause while you were writing"
    )
    expect(second.locator(".sides")).to_contain_text("and apprentices")
    # Both changed the one sentence: it is proposed with both changes, and recorded by a person.
    words = second.get_by_label("Words", exact=True)
    assert words.input_value().startswith("The partners conclude")
    assert "young graduates and apprentices" in words.input_value()
    expect(second.get_by_label("Why")).to_have_value("To encourage binds nobody.")
    second.get_by_role("button", name="Record the revision").click()
    expect(second.get_by_role("status")).to_contain_text("is recorded")

    second.get_by_role("link", name="History").click()
    for reason in ("They move as well.", "To encourage binds nobody."):
        expect(second.get_by_text(reason)).to_be_visible()


def test_the_chair_is_refused_while_an_input_waits_and_publishes_when_it_is_answered(people: Doors) -> None:
    chair, member, author = people.enter("Chloé"), people.enter("Mia"), people.enter("Olga")
    chair.goto("/en/texts/publishing/publish/")
    expect(chair.get_by_role("heading", name="One input awaits its answer")).to_be_visible()
    expect(chair.locator("section[aria-labelledby=blockers]")).to_contain_text("And apprentices?")
    expect(chair.get_by_role("main").get_by_role("button")).to_have_count(0)

    open_on_desk(member, "publishing", "for students")
    member.get_by_label("Noted").check()
    member.get_by_role("button", name="Answer").click()
    expect(member.get_by_role("status")).to_contain_text("is answered")

    chair.reload()
    chair.get_by_role("main").get_by_role("button", name="Publish").click()
    expect(chair.get_by_role("status")).to_contain_text("2 comments were carried along")
    author.goto("/en/comments/mine/")
    carried = author.locator(".comment", has_text="Quicker, please.")
    expect(carried.locator(".continuity .status")).to_have_text("Words nearby changed")
    carried.get_by_role("link", name="See it in").click()
    expect(author.locator(".passages")).to_contain_text("simplify and shorten the procedures")
