"""What an observer does: read, select words, comment on them, and find it again, with scripts and without."""

from playwright.sync_api import Page, expect

from tests.browser.hands import Way, both_ways, clause_that_says, hand_of, in_french, select_words
from tests.browser.people import Doors, address_of, fill_in_account
from tests.make import PASSWORD

ENGLISH, FRENCH = "/en/texts/reading/zero-draft/", "/fr/texts/reading/zero-draft/"
# Words whose no-break spaces a browser, a form and a database could each make into something else.
ACCELERATED = "«\u00a0accélérées\u00a0», de visa de court séjour\u202f;"


def latest_own(page: Page, path: str) -> str:
    """The quotation of the last comment submitted, letter for letter."""
    page.goto(path)
    quote = page.locator("section[aria-labelledby=submitted] .comment").first.locator(".quote")
    return quote.text_content() or ""


def test_an_observer_opens_a_thread_in_place_and_closes_it_again(people: Doors) -> None:
    page = people.enter()
    page.goto(ENGLISH)
    clause = clause_that_says(page, "for students")

    clause.get_by_role("link", name="1 comment").click()
    expect(clause.locator(".comment-body")).to_have_text("And apprentices?")
    clause.get_by_role("link", name="Close").click()

    expect(clause.locator(".comment")).to_have_count(0)
    expect(clause.get_by_role("link", name="1 comment")).to_be_focused()
    assert page.url.endswith(ENGLISH)


def test_an_observer_comments_on_words_selected_in_the_page(people: Doors) -> None:
    page = people.enter("Olga")
    page.goto(ENGLISH)
    selected = select_words(page, "average time a decision")

    page.get_by_role("link", name="Comment on these words").click()
    page.get_by_label("Your comment").fill("The median says more.")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_role("status")).to_contain_text("submitted")
    assert latest_own(page, "/en/comments/mine/") == selected == "average time a decision"
    expect(page.locator("[data-state=pending]").first).to_have_text("Awaiting moderation")


def test_an_observer_quotes_french_words_with_their_no_break_spaces(people: Doors) -> None:
    page = people.enter("Olga")
    page.goto(FRENCH)
    selected = select_words(page, ACCELERATED)

    page.get_by_role("link", name=in_french("Comment on these words")).click()
    page.get_by_label(in_french("Your comment")).fill("Accélérées de combien ?")
    page.get_by_role("button", name=in_french("Submit")).click()

    expect(page.locator(".comment .quote").last).to_have_text(selected, use_inner_text=True)
    assert latest_own(page, "/fr/comments/mine/") == ACCELERATED


def test_words_are_quoted_from_both_sides_of_a_bracket(people: Doors) -> None:
    page = people.enter("Omar")
    page.goto(ENGLISH)
    select_words(page, "encourage [bilateral] agreements")

    page.get_by_role("link", name="Comment on these words").click()
    page.get_by_label("Your comment").fill("Why only bilateral ones?")
    page.get_by_role("button", name="Submit").click()

    expect(page.locator("mark.quoted")).to_have_count(3)
    assert latest_own(page, "/en/comments/mine/") == "encourage [bilateral] agreements"


def test_a_selection_dragged_past_its_clause_keeps_the_words_inside_it(people: Doors) -> None:
    page = people.enter("Olga")
    page.goto(ENGLISH)
    page.evaluate(
        """() => {
          const [first, second] = [..."ab"].map((letter) => [...document.querySelectorAll(".clause-text")]
            .find((text) => text.textContent.startsWith(letter === "a" ? "for students" : "for researchers")));
          getSelection().setBaseAndExtent(first.firstChild, 4, second.firstChild, 3);
        }"""
    )

    page.get_by_role("link", name="Comment on these words").click()

    expect(page.get_by_label("Words you comment on")).to_have_value("students;")


def test_without_scripts_an_observer_comments_proposes_keeps_a_draft_and_submits(people: Doors) -> None:
    page = people.enter("Omar", java_script_enabled=False)
    page.goto(ENGLISH)
    clause_that_says(page, "short-stay visas").get_by_role("link", name="Comment").click()

    page.get_by_label("Words you comment on").fill("procedures for short-stay visas")
    page.get_by_label("Your comment").fill("One form would do.")
    page.get_by_text("Propose other words for the clause").click()
    proposal = page.get_by_label("How the clause should read")
    proposal.fill(proposal.input_value().replace("simplify", "unify"))
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.locator(".proposal del")).to_contain_text("simplify")
    expect(page.locator(".proposal ins")).to_contain_text("unify")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("status")).to_contain_text("saved")

    page.goto("/en/comments/mine/")
    draft = page.locator(".comment", has_text="One form would do.").get_by_role("link", name="Go on")
    draft.click()
    expect(page.get_by_label("Your comment")).to_have_value("One form would do.")
    page.get_by_role("button", name="Submit").click()

    expect(page.get_by_role("status")).to_contain_text("submitted")
    assert latest_own(page, "/en/comments/mine/") == "procedures for short-stay visas"
    expect(draft).to_have_count(0)


def test_without_scripts_a_thread_is_a_page(people: Doors) -> None:
    page = people.enter(java_script_enabled=False)
    page.goto(FRENCH)

    clause_that_says(page, "pour les étudiants").get_by_role("link", name="1 commentaire").click()

    expect(page.locator(".comment-body")).to_have_text("And apprentices?")


def test_words_that_do_not_stand_in_the_clause_are_refused_and_kept(people: Doors) -> None:
    page = people.enter("Olga", java_script_enabled=False)
    page.goto(FRENCH)
    clause_that_says(page, "jeunes diplômés").get_by_role("link", name=in_french("Comment")).click()

    page.get_by_label(in_french("Words you comment on")).fill("mots jamais écrits")
    page.get_by_label(in_french("Your comment")).fill("Une remarque longue à écrire.")
    page.get_by_role("button", name=in_french("Submit")).click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label(in_french("Your comment"))).to_have_value("Une remarque longue à écrire.")


def test_a_passer_by_is_shown_the_way_in_and_comes_back_to_the_text(people: Doors) -> None:
    page = people.enter()
    page.goto(ENGLISH)

    page.get_by_role("main").get_by_role("link", name="sign in").click()
    fill_in_account(page, address_of("Omar"), PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Legal mobility")
    assert page.url.endswith(ENGLISH)


@both_ways
def test_an_observer_proposes_a_new_clause_and_reads_which_revision_took_it_in(
    people: Doors, way: Way
) -> None:
    olga, paul, chair = hand_of(people, "Olga", way), hand_of(people, "Paul", way), people.enter("Chloé")
    text, body = f"observer-{way.text}", f"Artists travel too, {way.text}."
    olga.go(f"texts/{text}/zero-draft/")
    olga.press(clause_that_says(olga.page, "for researchers").locator(".clause-act"))
    olga.unfold("Propose other words for the clause")
    olga.choose(olga.page.locator("[name=proposal][value=insert]"))
    olga.fill(olga.page.locator("#id_proposed_wording"), "for artists on tour.")
    olga.fill(olga.field("Your comment"), body)
    olga.press(olga.page.locator("main [value=submit]"))
    expect(olga.told()).to_be_visible()

    paul.go("moderation/?text=" + text)
    paul.press(paul.button("Make visible", paul.page.locator("article", has_text=body)))
    paul.go(f"texts/{text}/amendments/")
    paul.press(
        paul.page.locator(".comment", has_text="for artists on tour.").locator("a[href*='/amendments/']")
    )
    accept = paul.page.locator("#accept")
    paul.weigh("substance", accept)
    paul.fill(accept.locator("textarea"), "They were forgotten.")
    paul.press(paul.button("Accept", accept))
    paul.press(paul.page.locator("main a[href*='/dispose/']"))
    paul.choose(paul.page.locator("[name=outcome][value=accepted]"))
    paul.fill(paul.page.locator("[name=reason]"), "They were forgotten.")
    paul.press(paul.page.locator("main form [type=submit]"))
    expect(paul.told()).to_be_visible()
    olga.go("comments/mine/")
    own = olga.page.locator(".comment", has_text=body)
    expect(own.locator("[data-state=accepted]").first).to_be_visible()

    chair.goto(f"/en/texts/{text}/publish/")
    chair.get_by_role("main").get_by_role("button", name="Publish").click()
    expect(chair.get_by_role("status")).to_be_visible()
    olga.page.reload()
    said = olga.say('Taken in by <a href="%(url)s">revision %(number)s</a>.').partition("<")[0]
    taken_in = own.locator("p", has_text=said)
    expect(taken_in).to_be_visible()
    olga.press(taken_in.locator("a[href*='/revisions/']"))
    expect(olga.page.get_by_role("main")).to_contain_text("for artists on tour.")
