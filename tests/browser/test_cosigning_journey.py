"""How another organisation signs what one has said, for everybody to read, and takes its name back, visibly."""

from playwright.sync_api import expect

from tests.browser.hands import Way, both_ways, hand_of
from tests.browser.people import Doors


@both_ways
def test_a_coordinator_signs_a_comment_and_withdraws_the_signature_visibly(
    people: Doors, named: dict[str, str], way: Way
) -> None:
    hand, public = hand_of(people, f"Rania-{way.text}", way), hand_of(people, "", way)
    reference, clause = named[f"signed-{way.text}"], named[f"signed-clause-{way.text}"]
    signed = f"Harbour {way.text.title()}"
    hand.go(f"comments/{reference}/")

    hand.press(hand.link("Sign it with your organisation"))
    hand.press(hand.button("Sign it"))
    expect(hand.told()).to_contain_text(hand.say("Your organisation has signed it, for everybody to read."))

    public.go(f"texts/signed-{way.text}/zero-draft/clauses/{clause}/")
    signatures = public.page.locator(".signatures")
    expect(signatures.get_by_role("link", name=signed)).to_be_visible()
    public.press(signatures.get_by_role("link", name=signed))
    expect(public.page.get_by_role("heading", level=1)).to_have_text(signed)

    hand.press(hand.link("Withdraw the signature of your organisation"))
    hand.press(hand.button("Withdraw the signature"))
    expect(hand.told()).to_contain_text(
        hand.say("The signature is withdrawn. That it was there stays on record.")
    )

    public.go(f"texts/signed-{way.text}/zero-draft/clauses/{clause}/")
    expect(signatures).to_contain_text(signed)
    expect(signatures).to_contain_text({Way.KEYS: "withdrawn on", Way.FORMS: "retirée le"}[way])
