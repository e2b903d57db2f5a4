"""The pages of an organisation: what everybody reads, what its people do inside, and that no name goes out."""

import pytest
from django.test import Client
from django.urls import reverse

from consultation.actions.organisations import list_spoken_for
from consultation.actions.signatures import cosign
from consultation.models import Comment, CommentDraft, Consultation, Membership, Organisation, SpokenFor, User
from tests import houses, make
from tests.make import NOON, Said
from tests.pages import goes_to, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db
PAGE, INSIDE = "/en/organisations/two-shores/", "/en/organisations/two-shores/inside/"
DRAFTS = "/en/organisations/two-shores/drafts/"


@pytest.fixture
def house() -> Organisation:
    """Two Shores of Senegal: Cora coordinates, Malik and Mariam are members who do not show their names."""
    houses.cora()
    for name in ("Malik", "Mariam"):
        houses.voice(name, houses.house())
    User.objects.filter(name__in=("Malik", "Mariam")).update(shows_name=False)
    return houses.house()


@pytest.fixture
def asked(house: Organisation) -> Consultation:
    """A consultation that is open today."""
    return make.consultation(days=36500, moderation=Consultation.Moderation.AFTER)


def test_everybody_reads_who_it_is_and_what_it_said(asked: Consultation, house: Organisation) -> None:
    make.comment(Said("short-stay", body="Ours."), by=make.person("Malik"), on=asked)
    theirs = make.comment(Said("students", body="Theirs."), by=make.olga(), on=asked)
    cora = make.person("Cora")
    cosign(by=cora, comment=theirs, at=NOON)
    for organisation, name in ((None, "Harbour choir"), (make.body_of(make.olga()), "")):
        list_spoken_for(by=cora, platform=house, organisation=organisation, name=name, country="ML", at=NOON)

    said, signed = words_of(Client().get(PAGE)), words_of(Client().get(f"{PAGE}?show=signed"))

    for words in ("Two Shores", "Diaspora", "Senegal", "Harbour choir Mali", "Network of Olga", "Ours."):
        assert words in said
    assert "Theirs." in signed
    assert "Ours." not in signed
    assert "Theirs." not in said
    assert "Malik" not in said + signed
    other = reverse("consultation:organisation", args=[make.body_of(make.olga()).slug])
    assert "Who speaks for it Two Shores" in words_of(Client().get(other))
    assert "Sénégal" in words_of(Client().get(PAGE.replace("/en/", "/fr/")))


def test_what_is_not_public_is_not_on_the_page(house: Organisation) -> None:
    closing = make.consultation(days=36500, moderation=Consultation.Moderation.CLOSING)
    make.comment(Said("short-stay", body="Not yet."), by=make.person("Malik"), on=closing)
    make.comment(Said("students", body="In the queue."), by=make.person("Malik"), on=closing, visible=False)

    for name in ("Malik", "Cora"):
        words = words_of(signed_in(name).get(PAGE))
        assert "Not yet." not in words
        assert "In the queue." not in words


def test_the_list_names_every_organisation(house: Organisation) -> None:
    words = words_of(Client().get("/en/organisations/"))

    assert "Two Shores Diaspora Senegal 0" in words


def test_the_pages_cost_the_same_however_much_there_is(asked: Consultation) -> None:
    urls = ["/en/organisations/", PAGE, f"{PAGE}?show=signed"]

    def grown(number: int) -> list[int]:
        make.comment(Said("short-stay"), by=make.person("Malik"), on=asked)
        other = houses.voice(f"Other{number}", houses.house(f"other-{number}"))
        said = make.comment(Said("students"), by=other, on=asked)
        cosign(by=make.person("Cora"), comment=said, at=NOON)
        return [queries_of(signed_in("Olga"), url) for url in urls]

    make.olga()
    first = grown(0)
    assert [grown(number) for number in (1, 2)][-1] == first


def test_inside_members_are_known_as_they_consent_and_to_coordinators_by_name(house: Organisation) -> None:
    malik = words_of(signed_in("Malik").get(INSIDE))
    cora = words_of(signed_in("Cora").get(INSIDE))

    assert "Malik (you)" in malik
    assert "Mariam" not in malik
    assert f"participant {make.person('Mariam').key}" in malik
    assert "Cora" in malik
    assert "Mariam" in cora
    assert signed_in("Olga").get(INSIDE).status_code == 404
    assert signed_in("Nils").get(DRAFTS).status_code == 404


def test_inside_costs_the_same_however_many_members(house: Organisation) -> None:
    before = queries_of(signed_in("Cora"), INSIDE)
    for number in range(4):
        houses.voice(f"M{number}", house)

    assert queries_of(signed_in("Cora"), INSIDE) == before


def test_the_only_coordinator_is_asked_who_follows(house: Organisation) -> None:
    cora, mariam = make.person("Cora"), make.person("Mariam")
    url = reverse("consultation:membership-end", args=[house.slug, cora.key])
    assert "one of them takes over" in words_of(signed_in("Cora").get(url))
    assert signed_in("Cora").post(url).status_code == 422

    assert goes_to(signed_in("Cora").post(url, {"successor": mariam.key})) == PAGE

    assert houses.seat(mariam).role == Membership.Role.COORDINATOR
    assert not Membership.objects.standing().filter(user=cora).exists()


def test_a_coordinator_steps_down_and_appoints(house: Organisation) -> None:
    cora, malik = make.person("Cora"), make.person("Malik")
    appoint = reverse("consultation:appoint", args=[house.slug, malik.key])
    assert signed_in("Mariam").post(appoint).status_code == 403
    assert goes_to(signed_in("Cora").post(appoint)) == INSIDE
    down = reverse("consultation:step-down", args=[house.slug, cora.key])
    assert signed_in("Mariam").get(down).status_code == 403

    assert goes_to(signed_in("Cora").post(down)) == INSIDE

    assert houses.seat(cora).role == Membership.Role.MEMBER


def test_the_list_of_those_spoken_for_is_kept_inside(house: Organisation) -> None:
    url, cora = f"{INSIDE}speaks-for/", signed_in("Cora")
    assert cora.post(url, {}).status_code == 422
    assert goes_to(cora.post(url, {"name": "Harbour choir", "country": "ML"})) == INSIDE
    again = cora.post(url, {"name": "Harbour choir", "country": "ML"})
    assert again.status_code == 409
    assert "on the list already" in words_of(again)
    listed = SpokenFor.objects.get()
    assert signed_in("Malik").post(f"{url}{listed.pk}/end/").status_code == 403

    assert goes_to(cora.post(f"{url}{listed.pk}/end/")) == INSIDE

    assert "Harbour choir" not in words_of(cora.get(INSIDE))


def test_where_it_speaks_with_one_voice_a_member_drafts_and_shares(
    asked: Consultation, house: Organisation
) -> None:
    assert goes_to(signed_in("Cora").post(f"{INSIDE}one-voice/", {"one_voice": "yes"})) == INSIDE
    clause = make.clause_that_says(asked.version, "short-stay")
    url = f"/en/texts/legal-mobility/zero-draft/clauses/{clause.key}/comment/"
    malik = signed_in("Malik")
    words = words_of(malik.get(url))
    assert "Your organisation speaks with one voice." in words
    assert "Submit" not in words.split("Language you write in")[1].split("read a comment")[0].split("Save")[0]
    sent = {"key": "abc1234", "body": "Too slow.", "language": "en", "kind": "general", "proposal": "replace"}
    refused = malik.post(url, {**sent, "act": "submit"})
    assert refused.status_code == 403
    assert "kept as a draft" in words_of(refused)
    assert not Comment.objects.exists()

    share = reverse("consultation:draft-share", args=["abc1234"])
    assert "Who reads it: Cora" in words_of(malik.get(share))
    assert goes_to(malik.post(share)) == "/en/comments/mine/"

    assert "shared with the coordinators of Two Shores" in words_of(malik.get("/en/comments/mine/"))
    assert "Malik" in words_of(signed_in("Cora").get(DRAFTS))


def test_a_suggestion_goes_to_and_fro(asked: Consultation, house: Organisation) -> None:
    draft = houses.shared(make.person("Malik"), asked)
    url, cora, malik = f"{DRAFTS}{draft.key}/", signed_in("Cora"), signed_in("Malik")
    form = cora.get(url).context["form"]
    sent = {**form.initial, "body": "Far too slow.", "note": "Stronger."}
    CommentDraft.objects.filter(pk=draft.pk).update(body="Too slow!")
    clash = cora.post(url, sent)
    assert clash.status_code == 409
    assert "Far too slow." in words_of(clash)
    assert goes_to(cora.post(url, {**sent, "basis": clash.context["form"]["basis"].value()})) == url

    page = reverse("consultation:draft-suggestions", args=[draft.key])
    seen = malik.get(page).context["shared"]
    take = reverse("consultation:suggestion-take", args=[seen.suggestions[0].suggestion.key])
    assert malik.post(take, {"seen": "other"}).status_code == 409
    assert goes_to(malik.post(take, {"seen": seen.seen})) == page

    assert CommentDraft.objects.get(pk=draft.pk).body == "Far too slow."
    assert malik.post(take, {"seen": seen.seen}).status_code == 409


def test_drafts_are_brought_together_and_submitted_by_the_usual_form(
    asked: Consultation, house: Organisation
) -> None:
    first = houses.shared(make.person("Malik"), asked)
    second = houses.shared(make.person("Mariam"), asked, body="Too dear.")
    cora = signed_in("Cora")
    assert cora.post(f"{DRAFTS}together/", {}).status_code == 422
    edit = goes_to(cora.post(f"{DRAFTS}together/", {"draft": [first.key, second.key]}))
    page = cora.get(edit)
    assert "Brought together from the drafts of Malik, Mariam" in words_of(page)
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    write = page.context["spot"].write_url

    assert "#" in goes_to(cora.post(write, {**sent, "body": "Too slow and too dear.", "act": "submit"}))

    comment = Comment.objects.get()
    assert comment.contributions.count() == 2
    gone = words_of(signed_in("Malik").get("/en/comments/mine/"))
    assert f"It went into input {comment.reference} of your organisation." in gone
    led_on = goes_to(signed_in("Malik").get(reverse("consultation:draft-edit", args=[first.key])))
    assert led_on == reverse("consultation:draft-suggestions", args=[first.key])
    assert "Nobody has shared a draft" in words_of(cora.get(DRAFTS))


def test_shared_drafts_cost_the_same_however_many(asked: Consultation, house: Organisation) -> None:
    houses.shared(make.person("Malik"), asked)
    before = queries_of(signed_in("Cora"), DRAFTS)
    for words in ("students", "researchers", "short-stay"):
        houses.shared(make.person("Mariam"), asked, words)

    assert queries_of(signed_in("Cora"), DRAFTS) == before


def test_a_draft_that_went_into_a_comment_is_not_written_over(
    asked: Consultation, house: Organisation
) -> None:
    cora, draft = make.person("Cora"), houses.shared(make.person("Malik"), asked)
    houses.said_together(cora, houses.together(cora, draft))
    clause = make.clause_that_says(asked.version, "short-stay")
    url = f"/en/texts/legal-mobility/zero-draft/clauses/{clause.key}/comment/"
    sent = {"key": draft.key, "body": "More.", "language": "en", "kind": "general", "act": "draft"}

    again = signed_in("Malik").post(url, sent)

    assert again.status_code == 409
    assert "More." in words_of(again)
    assert CommentDraft.objects.get(pk=draft.pk).body == "Too slow."
