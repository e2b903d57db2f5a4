"""The pages of amendments: the list, one with its decision, proposing one, and those on a clause of the desk."""

from datetime import timedelta

import pytest
from django.test import Client

from consultation.models import Consultation, Outcome
from consultation.reports.desk import EVERYTHING, read_desk
from drafts.models import Amendment, AmendmentKind, AmendmentStanding, Grant, Revision, Text
from drafts.models.ledger import digest
from tests import make, structures
from tests.benchmarks.visits import fields_of
from tests.make import Said
from tests.pages import goes_to, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

State, Fit = AmendmentStanding.State, AmendmentStanding.Fit
LONG = (
    "The partners shall simplify the procedures for short-stay visas and publish the criteria."
    " Each partner reports on its progress to the steering committee once a year."
    " The committee makes the reports available to everybody."
)
SECOND = "Each partner publishes the average time a decision takes."
DRAFT = f"# Legal mobility\n\n1. {LONG}\n\n2. {SECOND}\n"
LIST = "/en/texts/legal-mobility/amendments/"


@pytest.fixture
def text() -> Text:
    return make.published(draft=DRAFT).text


@pytest.fixture
def paul(text: Text) -> Client:
    return signed_in("Paul")


def standing_of(amendment: Amendment) -> AmendmentStanding:
    return AmendmentStanding.objects.get(pk=amendment.pk)


def url_of(amendment: Amendment, act: str = "", language: str = "en") -> str:
    return f"/{language}/amendments/{amendment.key}/{act}"


def desk_url(amendment: Amendment, language: str = "en") -> str:
    return f"/{language}/texts/legal-mobility/desk/{amendment.clause.key}/"


def words_now(text: Text) -> str:
    return str(make.working(text).wordings.get(text__contains="steering").text)


def sent(client: Client, amendment: Amendment, act: str = "accept/", **fields: str) -> dict[str, object]:
    """What the first form to this address holds, with what a person fills in."""
    page = client.get(url_of(amendment)).content.decode()
    return {**fields_of(page, act), "weight": "substance", "reason": "As proposed.", **fields}


# ---- the list -------------------------------------------------------------------------


def test_the_list_shows_open_amendments_first_in_the_order_of_the_clauses(text: Text, paul: Client) -> None:
    second = make.amended(text, "average time", "longest time")
    first = make.amended(text, "short-stay", "seasonal")
    decided = make.amended(text, "once a year", "twice a year")
    make.rejected(decided)
    page = paul.get(LIST).content.decode()

    places = [page.index(f'id="{each.key}"') for each in (first, second, decided)]
    assert places == sorted(places)
    assert "3 amendments" in words_of(paul.get(LIST))


def test_the_list_tells_apart_clauses_that_have_the_same_label() -> None:
    text = make.published(draft="# Article 1 Aims\n\n1. One.\n\n# Article 2 Means\n\n1. Two.\n").text
    make.amended(text, "One", "Eins")
    make.amended(text, "Two", "Zwei")
    shown = words_of(signed_in("Paul").get(LIST))

    assert "Clause Article 1, 1 " in shown
    assert "Clause Article 2, 1 " in shown


def test_the_list_is_filtered_by_state_fit_and_source(text: Text, paul: Client) -> None:
    Grant.objects.filter(user=make.person("Mia")).update(delegation="Delegation of Togo")
    togo = make.amended(text, "short-stay", "seasonal")
    other = make.amended(text, "average time", "longest time", by="Paul")
    gone = make.amended(text, "once a year", "twice a year", by="Paul")
    make.rejected(gone)
    make.reworded(text, "short-stay", "long-stay")

    def listed(query: str) -> set[str]:
        page = paul.get(f"{LIST}?{query}").content.decode()
        return {each.key for each in (togo, other, gone) if f'id="{each.key}"' in page}

    assert listed("state=open") == {togo.key, other.key}
    assert listed("fit=collides") == {togo.key}
    assert listed("source=delegation:Delegation of Togo") == {togo.key}
    assert listed("state=rejected") == {gone.key}
    assert listed("fit=nonsense") == {togo.key, other.key, gone.key}


def test_the_list_is_filtered_by_organisation(text: Text, paul: Client) -> None:
    asked = make.consultation(text.versions.get(number=0), moderation=Consultation.Moderation.AFTER)
    make.amended(text, "average time", "longest time")
    comment = make.comment(Said(SECOND, proposed="Nobody waits."), by=make.olga(), on=asked)
    assert comment.organisation
    page = paul.get(f"{LIST}?source=organisation:{comment.organisation.slug}")

    assert "1 amendment" in words_of(page)
    assert "Network of Olga" in words_of(page)


def test_an_empty_list_says_who_does_what_next(text: Text, paul: Client) -> None:
    assert "No amendments yet" in words_of(paul.get(LIST))


def test_only_those_who_work_on_the_text_see_amendments(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.olga()
    make.person("Nils")
    for name in ("Olga", "Nils"):
        assert signed_in(name).get(LIST).status_code == 404
        assert signed_in(name).get(url_of(amendment)).status_code == 404
    assert Client().get(url_of(amendment)).status_code == 302


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_cost_the_same_however_many_amendments_there_are(
    text: Text, paul: Client, language: str
) -> None:
    asked = make.consultation(text.versions.get(number=0), moderation=Consultation.Moderation.AFTER)

    def more(number: int) -> Amendment:
        make.comment(Said(LONG, proposed=LONG.replace("short", f"{number}")), by=make.olga(), on=asked)
        make.amended(text, "average time", f"{number} times")
        return make.amended(text, "short-stay", f"seasonal {number}")

    first = more(0)
    urls = [
        f"/{language}/texts/legal-mobility/amendments/",
        f"/{language}/texts/legal-mobility/desk/",
        desk_url(first, language),
        url_of(first, language=language),
    ]
    before = [queries_of(paul, url) for url in urls]
    for number in range(1, 6):
        more(number)
    make.reworded(text, "short-stay", "long-stay")

    assert [queries_of(paul, url) for url in urls] == before


# ---- on the desk ------------------------------------------------------------------------


def test_the_desk_counts_the_amendments_of_each_clause(text: Text, paul: Client) -> None:
    make.amended(text, "short-stay", "seasonal")
    make.amended(text, "once a year", "twice a year")
    make.reworded(text, "short-stay", "long-stay")
    page = words_of(paul.get("/en/texts/legal-mobility/desk/"))

    assert "2 amendments, 1 collides" in page


def test_the_address_of_a_decision_leads_to_the_amendment(text: Text, paul: Client) -> None:
    amendment = make.proposed(text, on="average", words="Each partner publishes nothing.")
    make.person("Nils")
    for act in ("accept/", "reject/", "withdraw/"):
        assert goes_to(paul.get(url_of(amendment, act))) == url_of(amendment)
        assert signed_in("Nils").get(url_of(amendment, act)).status_code == 404
    assert standing_of(amendment).is_open


def test_the_desk_offers_only_what_may_be_decided_on_each_amendment() -> None:
    round_ = make.consultation(make.published(draft=DRAFT))
    kept = make.proposed(round_.version.text, on="average", words="Each partner publishes nothing.")
    gone = make.proposed(round_.version.text, AmendmentKind.DELETE, on="average", words="")
    said = Said(on="average", proposed="Each partner publishes the median time.")
    waits = make.comment(said, by=make.olga(), on=round_, visible=False)
    for name, accepts_both in (("Mia", False), ("Paul", True)):
        shown = signed_in(name).get(desk_url(kept)).content.decode()
        assert waits.amendment is not None
        assert f"{url_of(kept)}#accept" in shown
        assert (f"{url_of(gone)}#accept" in shown) is accepts_both
        assert f"{url_of(gone)}#reject" in shown
        assert f"{url_of(waits.amendment)}#reject" not in shown
        assert "Moderate the comment that proposes it before it is decided on." in shown
        assert f"/comments/{waits.reference}/moderate/" in shown


def test_the_amendments_on_a_clause_stand_side_by_side_with_their_collisions_marked(
    text: Text, paul: Client
) -> None:
    one = make.amended(text, "short-stay", "seasonal", rationale="Seasonal work was forgotten.")
    other = make.amended(text, "short-stay", "<long>-stay", by="Chloé")
    apart = make.amended(text, "once a year", "twice a year", by="Paul")
    response = paul.get(desk_url(one))
    page, words = response.content.decode(), words_of(response)

    assert "3 open amendments" in words
    assert "Seasonal work was forgotten." in words
    assert "[collides: [deleted: short-stay end of deletion] [inserted: seasonal" in words.replace("  ", " ")
    article = page[page.index(f"amendment-{apart.key}") :]
    assert "data-collides" not in article[: article.index("</article>")]
    assert page.count("data-collides") >= 2
    assert "&lt;long&gt;" in page
    assert url_of(other) in page
    assert f"The framed words collide with: amendment {other.key} , Chloé" in words
    assert f"amendment {apart.key} , Paul" not in words


def test_who_accepts_writes_the_reason_and_reads_the_words_once(text: Text, paul: Client) -> None:
    amendment = make.amended(text, "short-stay", "seasonal", rationale="Seasonal work was forgotten.")
    page = paul.get(url_of(amendment))
    fields = fields_of(page.content.decode(), "accept/")

    assert not fields["reason"].strip()
    assert "The words in work are those it was made on." in words_of(page)
    assert words_of(page).count("Each partner reports on its progress") == 2  # the redline, and the field


def test_an_amendment_that_collides_with_the_words_in_work_shows_where(text: Text, paul: Client) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.reworded(text, "short-stay", "long-stay")
    response = paul.get(desk_url(amendment))

    assert "Collides with a later change" in words_of(response)
    assert "data-collides" in response.content.decode()


def test_who_may_not_propose_is_offered_nothing(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")

    assert "Propose an amendment" in words_of(signed_in("Mia").get(desk_url(amendment)))
    assert "Propose an amendment" not in words_of(signed_in("Sena").get(desk_url(amendment)))


# ---- proposing --------------------------------------------------------------------------


def propose_url(text: Text, says: str = "short-stay") -> str:
    key = make.clause_that_says(make.working(text), says).key
    return f"/en/texts/legal-mobility/desk/{key}/amend/"


def test_an_amendment_starts_from_the_words_of_the_clause(text: Text) -> None:
    client, url = signed_in("Mia"), propose_url(text)
    fields = fields_of(client.get(url).content.decode(), "/amend/")

    assert (fields["words"].strip(), fields["kind"]) == (LONG, "replace")
    response = client.post(url, {**fields, "words": LONG.replace("short", "long"), "rationale": "Longer."})
    made = Amendment.objects.get()
    assert goes_to(response) == url_of(made)
    assert (made.words, made.rationale) == (LONG.replace("short", "long"), "Longer.")


def test_the_words_may_change_while_an_amendment_is_written(text: Text) -> None:
    client, url = signed_in("Mia"), propose_url(text)
    fields = fields_of(client.get(url).content.decode(), "/amend/")
    make.reworded(text, "once a year", "twice a year")
    client.post(url, {**fields, "words": LONG.replace("short", "long")})

    assert Amendment.objects.get().basis == LONG
    assert "long-stay" in standing_of(Amendment.objects.get()).words
    assert "twice a year" in standing_of(Amendment.objects.get()).words


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({}, "These are the words that stand there already."),
        ({"words": " "}, "Write how the clause should read"),
        ({"kind": "insert"}, "Write the words of the new clause."),
        ({"kind": "split"}, "Put an empty line where the clause is to be cut."),
        ({"kind": "merge"}, "Choose the clause whose words come in."),
    ],
)
def test_what_says_nothing_is_asked_about(text: Text, changes: dict[str, str], complaint: str) -> None:
    client, url = signed_in("Mia"), propose_url(text)
    response = client.post(url, {**fields_of(client.get(url).content.decode(), "/amend/"), **changes})

    assert response.status_code == 422
    assert complaint in words_of(response)
    assert Amendment.objects.count() == 0


@pytest.mark.parametrize("kind", ["delete", "move", "merge", "insert", "split"])
def test_every_kind_is_proposed_shown_and_taken_in_on_the_pages(text: Text, paul: Client, kind: str) -> None:
    url = propose_url(text)
    other = make.clause_that_says(make.working(text), "average time").key
    words = {"insert": "A help desk.", "split": LONG.replace(". ", ".\n\n")}.get(kind, LONG)
    fields = fields_of(paul.get(url).content.decode(), "/amend/")
    made = goes_to(paul.post(url, {**fields, "kind": kind, "words": words, "other": other}))
    amendment = Amendment.objects.get()
    for address in (LIST, made, desk_url(amendment)):
        assert paul.get(address).status_code == 200
    paul.post(url_of(amendment, "accept/"), sent(paul, amendment))

    assert standing_of(amendment).state == State.ACCEPTED
    assert "Taken in by revision" in words_of(paul.get(made))
    assert f"Takes in amendment {amendment.key}" in words_of(
        paul.get(f"/en/clauses/{amendment.clause.key}/history/")
    ) or (kind in ("insert", "delete"))


def test_the_preview_shows_what_an_amendment_changes(text: Text) -> None:
    client, url = signed_in("Mia"), propose_url(text)
    fields = fields_of(client.get(url).content.decode(), "/amend/") | {"act": "preview"}
    part = client.post(
        url, {**fields, "words": LONG.replace("short", "long")}, headers={"HX-Request": "true"}
    )
    whole = client.post(url, {**fields, "words": LONG.replace("short", "long")})

    assert "<html" not in part.content.decode()
    for response in (part, whole):
        assert "[deleted: short end of deletion]" in words_of(response)
    assert Amendment.objects.count() == 0


# ---- deciding ---------------------------------------------------------------------------


def test_an_amendment_is_accepted_as_it_stands(text: Text, paul: Client) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.reworded(text, "once a year", "twice a year")
    assert goes_to(paul.post(url_of(amendment, "accept/"), sent(paul, amendment))) == url_of(amendment)

    assert standing_of(amendment).state == State.ACCEPTED
    assert "seasonal" in words_now(text)
    assert "twice a year" in words_now(text)
    number = Revision.objects.latest("history_id").history_id
    page = words_of(paul.get(f"/en/revisions/{number}/"))
    assert f"Takes in amendment {amendment.key}" in page


def test_what_collides_shows_three_sides_and_a_proposal_to_start_from(text: Text, paul: Client) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.reworded(text, "short-stay", "long-stay")
    response = paul.get(url_of(amendment))
    words = words_of(response)

    for each in ("The words both sides started from", "Theirs:", "The amendment’s:"):
        assert each in words
    assert "As it was proposed" not in words
    assert "Accept it as it stands" not in words
    fields = sent(paul, amendment)
    assert "long-stay seasonal" in str(fields["words"])
    paul.post(url_of(amendment, "accept/"), {**fields, "words": LONG.replace("short-stay", "any")})
    assert standing_of(amendment).state == State.CHANGED
    assert "for any visas" in words_now(text)


def test_a_merge_in_one_sentence_is_shown_and_confirmed(text: Text, paul: Client) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    make.reworded(text, "publish the criteria", "publish all the criteria")
    words = words_of(paul.get(url_of(amendment)))

    assert "Both changes are put together here" in words
    assert "Confirm both changes, and accept" in words


def test_a_decision_on_words_that_changed_meanwhile_is_asked_for_again(text: Text, paul: Client) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    page = paul.get(url_of(amendment)).content.decode()
    form = fields_of(page[page.index('id="change"') :], "accept/")
    form |= {"weight": "substance", "reason": "My reason.", "words": "What I typed."}
    make.reworded(text, "once a year", "twice a year")
    response = paul.post(url_of(amendment, "accept/"), form)

    assert response.status_code == 409
    assert "were changed meanwhile" in words_of(response)
    for each in ("What I typed.", "My reason."):
        assert each in response.content.decode()
    again = response.content.decode()
    again_form = fields_of(again[again.index('id="change"') :], "accept/") | {"words": "What I typed."}
    paul.post(url_of(amendment, "accept/"), again_form)
    assert standing_of(amendment).state == State.CHANGED


def test_what_was_typed_is_there_when_somebody_else_decided(text: Text, paul: Client) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    form = sent(paul, amendment, "reject/", reason="Too costly, says Paul.")
    make.rejected(amendment, by="Mia")
    response = paul.post(url_of(amendment, "reject/"), form)

    assert response.status_code == 409
    assert "Somebody decided on this amendment meanwhile." in words_of(response)
    assert "Too costly, says Paul." in words_of(response)


def test_an_amendment_is_rejected_with_a_reason(text: Text, paul: Client) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    assert (
        paul.post(url_of(amendment, "reject/"), sent(paul, amendment, "reject/", reason="")).status_code
        == 422
    )
    goes_to(paul.post(url_of(amendment, "reject/"), sent(paul, amendment, "reject/", reason="Not now.")))

    assert standing_of(amendment).reason == "Not now."


def test_its_author_takes_it_back(text: Text, paul: Client) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    assert paul.post(url_of(amendment, "withdraw/")).status_code == 403
    assert "Withdraw my amendment" in words_of(signed_in("Mia").get(url_of(amendment)))
    goes_to(signed_in("Mia").post(url_of(amendment, "withdraw/")))

    assert standing_of(amendment).state == State.WITHDRAWN
    assert "Decide" not in words_of(paul.get(url_of(amendment)))


def test_a_member_is_told_that_the_penholder_changes_the_structure(text: Text) -> None:
    amendment = make.proposed(text, AmendmentKind.DELETE, on="short-stay")
    page = signed_in("Mia").get(url_of(amendment))

    assert "Only the penholder changes the structure. It is theirs to take this in." in words_of(page)
    assert "You can propose it" not in words_of(page)
    assert "accept/" not in page.content.decode()
    assert "reject/" in page.content.decode()


def test_accepting_the_proposal_of_a_comment_leads_to_its_answer(text: Text, paul: Client) -> None:
    asked = make.consultation(text.versions.get(number=0), moderation=Consultation.Moderation.AFTER)
    comment = make.comment(Said(SECOND, proposed="Nobody waits."), by=make.olga(), on=asked)
    amendment = Amendment.objects.get()
    paul.post(url_of(amendment, "accept/"), sent(paul, amendment))
    page = paul.get(url_of(amendment))

    assert f"Answer input {comment.reference}" in words_of(page)
    assert f"/en/comments/{comment.reference}/dispose/" in page.content.decode()


def test_a_proposal_awaiting_moderation_is_shown_and_not_decided_on(text: Text, paul: Client) -> None:
    asked = make.consultation(text.versions.get(number=0))
    make.comment(Said(SECOND, proposed="Nobody waits."), by=make.olga(), on=asked, visible=False)
    page = words_of(paul.get(url_of(Amendment.objects.get())))

    assert "Moderate the comment that proposes it" in page
    assert "Accept it as it stands" not in page


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "a & b <b>c</b>"])
def test_proposed_words_are_words_and_nothing_else(text: Text, paul: Client, words: str) -> None:
    amendment = make.amended(text, "short-stay", words, rationale=words)
    make.amended(text, "short-stay", f"{words} too")
    for url in (LIST, url_of(amendment), desk_url(amendment)):
        page = paul.get(url).content.decode()
        assert words not in page


FRENCH = f"# Mobilité légale\n\n1. {LONG.replace('partners', 'partenaires')}\n\n2. Chaque partenaire publie le délai.\n"


def test_a_new_clause_in_a_translation_waits_for_the_negotiated_language(text: Text, paul: Client) -> None:
    make.imported(text, FRENCH, language="fr")
    asked = make.consultation(make.issued(text), moderation=Consultation.Moderation.AFTER)
    said = Said("Chaque partenaire", proposed="Un guichet unique.", proposal=AmendmentKind.INSERT)
    amendment = make.comment(said, by=make.olga(), on=asked).amendment
    assert amendment is not None
    page = paul.get(url_of(amendment))

    assert "Its words are a translation" in words_of(page)
    assert "accept/" not in page.content.decode()
    form = {
        "weight": "substance",
        "reason": "Yes.",
        "words": "Un guichet.",
        "seen": standing_of(amendment).stamp(),
    }
    wording = make.working(text).wordings.get(clause=amendment.clause, language="fr")
    refused = paul.post(url_of(amendment, "accept/"), {**form, "basis": digest(wording.text)})
    assert refused.status_code == 422
    assert "A new clause is made in the language that is negotiated." in words_of(refused)


def test_the_words_of_a_translation_are_amended_like_any_others(text: Text, paul: Client) -> None:
    make.imported(text, FRENCH, language="fr")
    made = make.proposed(
        text, words="Chaque partenaire publie les délais.", on="Chaque partenaire", language="fr"
    )
    page = words_of(paul.get(f"/en/texts/legal-mobility/desk/{made.clause.key}/?language=fr"))
    paul.post(url_of(made, "accept/"), sent(paul, made))

    assert "1 open amendment" in page
    assert make.working(text).wordings.get(clause=made.clause, language="fr").text.endswith("les délais.")


def test_a_new_clause_that_a_comment_proposes_is_taken_in_and_ticked(text: Text, paul: Client) -> None:
    asked = make.consultation(text.versions.get(number=0), moderation=Consultation.Moderation.AFTER)
    said = Said(SECOND, proposed="A help desk.", proposal=AmendmentKind.INSERT)
    comment = make.comment(said, by=make.olga(), on=asked)
    amendment = Amendment.objects.get()
    page = words_of(paul.get(desk_url(amendment)))
    paul.post(url_of(amendment, "accept/"), sent(paul, amendment))

    assert "Proposed: a new clause after this one" in page
    assert "Use this wording" not in page
    assert make.working(text).wordings.filter(text="A help desk.").exists()
    assert comment.answered.get().revision == standing_of(amendment).revision


# ---- signed out meanwhile ---------------------------------------------------------------


def test_what_was_written_comes_back_to_who_was_signed_out(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    client, stranger = signed_in("Paul"), Client()
    typed = {"words": "What I <typed>.", "rationale": "Why."}
    proposing = stranger.post(propose_url(text), {**typed, "kind": "replace"})
    deciding = stranger.post(url_of(amendment, "reject/"), {"reason": "What I <typed>."})

    for response in (proposing, deciding):
        assert response.status_code == 401
        assert "What I &lt;typed&gt;." in response.content.decode()
        assert "visas" not in response.content.decode()
    again = fields_of(proposing.content.decode(), "/amend/")
    basis = fields_of(client.get(propose_url(text)).content.decode(), "/amend/")["basis"]
    goes_to(client.post(propose_url(text), {**again, "basis": basis}))
    assert Amendment.objects.latest("pk").words == "What I <typed>."


def test_what_was_written_comes_back_where_the_form_was_older_than_the_sign_in(text: Text) -> None:
    amendment = make.amended(text, "short-stay", "seasonal")
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.person("Paul"))
    sends = {
        propose_url(text): {"kind": "replace", "words": "What I typed."},
        url_of(amendment, "accept/"): {"weight": "substance", "words": "What I typed."},
        url_of(amendment, "reject/"): {"reason": "What I typed."},
    }
    for url, form in sends.items():
        response = client.post(url, form)
        assert response.status_code == 403
        assert "What I typed." in response.content.decode()
        assert "signed in anew" in words_of(response)
    assert Client(enforce_csrf_checks=True).post(propose_url(text), {}).status_code == 403


def test_a_stranger_is_asked_to_sign_in(text: Text) -> None:
    assert "/accounts/login/" in goes_to(Client().get(propose_url(text)))


# ---- where the words of a clause went to another --------------------------------------


def merged_away(text: Text) -> tuple[Amendment, str]:
    """An amendment to the second clause, which then went into the first: its key."""
    amendment = make.amended(text, "a decision takes", "a decision may take", rationale="Nobody knows.")
    into = make.clause_that_says(make.working(text), "short-stay")
    words = " ".join(make.working(text).wordings.get(clause=each).text for each in (into, amendment.clause))
    structures.merged(text, into, amendment.clause, words)
    return amendment, into.key


def test_an_amendment_to_a_merged_clause_is_on_the_desk_of_the_one_that_holds_its_words(
    text: Text, paul: Client
) -> None:
    amendment, into = merged_away(text)
    page = paul.get(f"/en/texts/legal-mobility/desk/{into}/")
    anew = f"/en/texts/legal-mobility/desk/{into}/amend/?language=en&amp;from={amendment.key}"

    assert "On clause “Each partner publishes the average …”, whose words went into this one." in words_of(
        page
    )
    assert anew in page.content.decode()
    assert anew in paul.get(url_of(amendment)).content.decode()
    row = next(each for each in read_desk(text, "en", EVERYTHING).rows if each.clause.key == into)
    assert row.amendments.open == 1
    paul.post(url_of(amendment, "reject/"), sent(paul, amendment, "reject/", reason="It went elsewhere."))
    assert standing_of(amendment).state == "rejected"
    assert "whose words went into" not in words_of(paul.get(f"/en/texts/legal-mobility/desk/{into}/"))


def test_it_is_proposed_anew_with_its_words_in_those_of_the_clause(text: Text, paul: Client) -> None:
    amendment, into = merged_away(text)
    page = paul.get(f"/en/texts/legal-mobility/desk/{into}/amend/?from={amendment.key}")
    form = page.context["form"]
    now = make.working(text).wordings.get(clause__key=into).text

    assert form["words"].value() == now.replace("a decision takes", "a decision may take") != now
    assert form["rationale"].value() == "Nobody knows."
    nothing = paul.get(f"/en/texts/legal-mobility/desk/{into}/amend/?from=zzzzzzz").context["form"]
    assert nothing["words"].value() == now


def test_its_words_are_followed_into_the_next_version(text: Text, paul: Client) -> None:
    amendment, into = merged_away(text)
    make.issued(text)

    assert amendment.key in paul.get(f"/en/texts/legal-mobility/desk/{into}/").content.decode()


def test_a_form_sent_twice_proposes_once(text: Text, paul: Client) -> None:
    clause = make.clause_that_says(make.working(text), "short-stay")
    url = f"/en/texts/legal-mobility/desk/{clause.key}/amend/"
    form = paul.get(url).context["form"]
    data = {"kind": "replace", "words": "Other words.", "rationale": ""}
    data |= {name: form[name].value() for name in ("basis", "key")}

    assert goes_to(paul.post(url, data)) == goes_to(paul.post(url, data))
    assert Amendment.objects.get().key == data["key"]


def test_a_translation_is_offered_no_kind_that_makes_clauses(text: Text, paul: Client) -> None:
    make.imported(text, FRENCH, language="fr")
    clause = make.clause_that_says(make.working(text), "Chaque partenaire")
    url = f"/en/texts/legal-mobility/desk/{clause.key}/amend/?language=fr"
    form = paul.get(url).context["form"]
    data = {"kind": "insert", "words": "Un guichet.", "rationale": "", "basis": form["basis"].value()}
    refused = paul.post(url, data)

    assert {"insert", "split"}.isdisjoint(dict(form.fields["kind"].choices))
    assert refused.status_code == 422
    assert "New clauses are made, and clauses split, in the language that is negotiated." in words_of(refused)
    assert "Un guichet." in refused.content.decode()


def test_an_answer_that_comes_after_the_rejection_says_that_it_stands(text: Text, paul: Client) -> None:
    asked = make.consultation(text.versions.get(number=0), moderation=Consultation.Moderation.AFTER)
    comment = make.comment(Said(SECOND, proposed="A help desk."), by=make.olga(), on=asked)
    assert comment.amendment is not None
    refusal = make.answered(comment, Outcome.REJECTED, reason="No.")
    assert "answered anew" not in words_of(paul.get(url_of(comment.amendment)))
    revision = make.reworded(text, "short-stay", "seasonal")
    make.answered(
        comment, Outcome.ACCEPTED, revisions=[revision], supersedes=refusal, at=make.NOON + timedelta(hours=1)
    )

    assert "was answered anew since (accepted). The amendment stays rejected" in words_of(
        paul.get(url_of(comment.amendment))
    )
