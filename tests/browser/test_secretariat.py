"""What the secretariat does: invites, vets, opens a consultation and gives it more time, releases its report."""

import re
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.hands import Hand, Way, both_ways, hand_of
from tests.browser.people import Doors

SECRET = "a sentence that is long enough"


def check(hand: Hand, people: str) -> None:
    """Paste a list, and have it checked; lines are pasted, for Enter is a key of the field."""
    hand.page.locator("#id_people").fill(people)
    hand.press(hand.page.locator("main form:has(#id_people) [type=submit]").last)


def letter(people: Doors, address: str) -> str:
    """What the invitation says, once the worker has sent it."""
    for _ in range(60):
        if words := people.site.words(address):
            return words[0]
        time.sleep(0.5)
    raise AssertionError(f"No e-mail to {address}")


@both_ways
def test_a_list_is_invited_only_whole_and_the_invited_takes_part(people: Doors, way: Way) -> None:
    sena, invited = hand_of(people, "Sena", way), hand_of(people, "", way)
    good, other = f"ines-{way.text}@example.org", f"jamal-{way.text}@example.org"
    sena.go("participants/invitations/")
    check(sena, f"{good}, Ines, , academia, , {way.value}\n{other}, Jamal, , no such thing, , en")
    faulty = sena.page.locator("main tbody tr").first
    expect(sena.page.get_by_role("alert")).to_be_visible()
    expect(faulty).to_contain_text(other)
    expect(sena.page.locator(f"main tbody tr:has-text('{good}')")).to_have_count(0)
    assert people.site.words(good) == []

    check(sena, f"{good}, Ines, , academia, , {way.value}\n{other}, Jamal, , diaspora, , en")
    expect(sena.page.locator("#preview")).to_be_visible()
    sena.press(sena.page.locator("main [formaction$='/send/']"))
    expect(sena.told()).to_contain_text("2")

    link = re.search(r"http://\S+/invitations/\S+", letter(people, good))
    assert link
    invited.page.goto(link[0])
    invited.fill(invited.page.locator("#id_name"), "Ines")
    invited.fill(invited.page.locator("#id_password"), SECRET)
    invited.press(invited.button("Make the account and take part"))
    expect(invited.told()).to_contain_text(invited.say("Welcome. You take part from now on."))
    invited.page.goto(link[0])
    expect(invited.page.get_by_role("heading", level=1)).to_have_text(
        invited.say("This invitation was accepted")
    )


@both_ways
def test_a_registration_is_asked_about_answered_and_accepted(people: Doors, way: Way) -> None:
    sena, applicant = hand_of(people, "Sena", way), hand_of(people, f"Farid-{way.text}", way)
    sena.go("participants/registrations/")
    sena.press(sena.page.locator("main tbody a", has_text=f"Farid-{way.text}"))
    sena.fill(sena.page.locator("form[action$='/ask/'] textarea"), "Since when do you meet?")
    sena.press(sena.button("Send the question"))
    expect(sena.told()).to_contain_text(sena.say("Your question is sent to the applicant."))

    applicant.go("register/")
    expect(applicant.page.get_by_role("main")).to_contain_text("Since when do you meet?")
    applicant.fill(applicant.page.locator("#answer textarea"), "Since 2009.")
    applicant.press(applicant.button("Send the answer"))
    expect(applicant.told()).to_contain_text(applicant.say("Your answer is sent."))

    sena.go("participants/registrations/")
    sena.press(sena.page.locator("main tbody a", has_text=f"Farid-{way.text}"))
    expect(sena.page.get_by_role("main")).to_contain_text("Since 2009.")
    sena.press(sena.button("Admit"))
    expect(sena.told()).to_contain_text(sena.say("The participant is admitted and may comment from now on."))
    applicant.page.reload()
    expect(applicant.page.locator(".lede")).to_contain_text(f"Harbour of {way.text}")


@both_ways
def test_a_consultation_is_opened_on_its_terms_and_extended(people: Doors, way: Way) -> None:
    sena, public = hand_of(people, "Sena", way), hand_of(people, "", way)
    sena.go(f"texts/opening-{way.text}/zero-draft/consult/")
    sena.page.locator("#id_closes_at").fill("2030-02-10T18:00")
    sena.choose(sena.page.locator("[name=moderation][value=closing]"))
    sena.choose(sena.page.locator("[name=audience][value=named]"))
    sena.tick(sena.page.locator("[name=categories][value=diaspora]"))
    sena.unfold("Ask guiding questions about the text")
    sena.fill(sena.page.locator("#id_questions_en"), "What is missing?")
    sena.fill(sena.page.locator("#id_questions_fr"), "Que manque-t-il ?")
    sena.press(sena.button("Set the consultation"))
    expect(sena.told()).to_be_visible()

    public.page.goto(sena.page.url)
    asked = {Way.KEYS: "What is missing?", Way.FORMS: "Que manque-t-il ?"}[way]
    expect(public.page.get_by_role("main")).to_contain_text(asked)
    expect(public.page.locator(".facts")).to_contain_text(public.say("shown once it has closed"))

    sena.press(sena.link("Extend"))
    sena.page.locator("#id_closes_at").fill("2030-03-10T18:00")
    sena.fill(sena.page.locator("#id_reason"), "Many asked for it.")
    sena.press(sena.button("Extend"))
    expect(sena.told()).to_contain_text(
        sena.say("It closes later now; everybody who is asked is written to.")
    )
    public.page.reload()
    expect(public.page.get_by_role("main")).to_contain_text("Many asked for it.")
    expect(public.page.locator("time[datetime^='2030-03-10']").first).to_be_visible()


@both_ways
def test_the_report_is_released_taken_as_a_file_and_counted(
    people: Doors, named: dict[str, str], way: Way, tmp_path: Path
) -> None:
    sena, public = hand_of(people, "Sena", way), hand_of(people, "", way)
    consultation = f"consultations/{named[f'reported-{way.text}']}/"
    public.go(f"{consultation}report/")
    expect(public.page.get_by_text("And apprentices?")).to_have_count(0)

    sena.go(f"{consultation}report/")
    sena.press(sena.link("Release the report"))
    sena.press(sena.button("Release the report"))
    expect(sena.told()).to_contain_text(sena.say("The report is released: everybody can read it."))
    sena.press(sena.link("The report as a PDF"))
    sena.press(sena.button("Make the PDF"))
    take = sena.link("Take the PDF")
    for _ in range(60):
        if take.count():
            break
        time.sleep(0.5)
        sena.press(sena.link("Look again"))
    assert sena.keep(take, tmp_path).read_bytes().startswith(b"%PDF-")

    public.go(f"{consultation}report/")
    expect(public.page.get_by_text("And apprentices?")).to_be_visible()
    expect(public.page.get_by_text("They have a programme of their own.")).to_be_visible()
    public.press(public.link("Statistics"))
    expect(public.page.locator(".facts")).to_contain_text("1")
    expect(public.page.locator(".charts section").first).to_be_visible()
