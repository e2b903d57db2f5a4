"""The pages that change the structure: what they show, what they keep, and whom they let."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from drafts.models import Clause, Revision, Text
from tests import closing, make
from tests import structures as paul
from tests.pages import goes_to, queries_of, signed_in, words_of
from tests.test_ledger import tamper

pytestmark = pytest.mark.django_db

FRENCH = make.DRAFT.replace("for short-stay visas", "pour les visas")
DESK = "/en/texts/legal-mobility/structure/"
WHY = {"weight": "substance", "reason": "It is better so."}


@pytest.fixture
def text() -> Text:
    made = make.text()
    make.imported(made)
    make.imported(made, FRENCH, language="fr")
    make.issued(made)
    return made


@pytest.fixture
def pen() -> Client:
    return signed_in("Paul")


def test_once_adopted_the_structure_is_that_of_the_adopted_version() -> None:
    adoption = closing.adopted()
    shown = words_of(signed_in("Paul").get(DESK))
    assert f"The clauses of {adoption.version}, as adopted" in shown
    assert "short-stay visas" in shown
    assert "No draft yet" not in shown
    assert "Insert a clause" not in shown


def url(act: str, clause: Clause) -> str:
    return f"{DESK}{clause.key}/{act}/"


def fields(page: Any) -> dict[str, str]:
    """What a browser would send of the form that changes something, as it was filled in."""
    html = page.content.decode().rpartition('<form method="post"')[2]
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    sent |= {
        name: words.lstrip("\r\n")
        for name, words in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL)
    }
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = chosen.group(1) if chosen else ""
    for name, value in re.findall(r'<input type="(?:text|number)" name="([^"]+)" value="([^"]*)"', html):
        sent[name] = value
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def filled(page: Any, **typed: str) -> dict[str, str]:
    return {**fields(page), **WHY, **typed}


def test_the_outline_shows_every_clause_and_what_can_be_done_to_it(text: Text, pen: Client) -> None:
    page = words_of(pen.get(DESK))

    assert "2. Each partner publishes the average time a decision takes:" in page
    for act in ("Insert a clause after it", "Move", "Deeper", "Less deep", "Split", "Merge", "Delete"):
        assert act in page


def test_a_member_reads_the_outline_and_is_told_who_changes_it(text: Text) -> None:
    page = words_of(signed_in("Mia").get(DESK))

    assert "Each partner publishes" in page
    assert "Only the penholder changes the structure" in page
    assert "Insert a clause after it" not in page


def test_what_was_taken_out_is_listed_and_can_be_brought_back(text: Text, pen: Client) -> None:
    revisions = paul.deleted(text, paul.clause(text, "students"))
    page = pen.get(DESK)
    assert "Taken out of this version (a) for students; Undo" in words_of(page)
    undo = f"/en/revisions/{revisions[0].pk}/undo/"
    assert f"{undo}?next={DESK}" in page.content.decode()
    pen.post(undo, {**fields(pen.get(undo)), "reason": "Needed."})

    assert "Taken out of this version" not in words_of(pen.get(DESK))


def test_a_text_without_a_draft_says_so(pen: Client) -> None:
    make.text()

    assert "No draft yet" in words_of(pen.get(DESK))


def test_the_outline_takes_as_many_queries_in_a_long_text(pen: Client) -> None:
    counts = []
    for slug, length in (("short", 5), ("long", 80)):
        made = make.text(slug)
        clauses = "\n\n".join(f"{number}. Clause {number} says so." for number in range(1, length))
        make.imported(made, f"# A text\n\n{clauses}\n")
        counts.append(queries_of(pen, f"/en/texts/{slug}/structure/"))

    assert counts[0] == counts[1]


def test_a_clause_is_put_in_where_the_page_says(text: Text, pen: Client) -> None:
    visas = paul.clause(text, "short-stay")
    page = pen.get(f"{DESK}insert/?after={visas.key}")
    assert "New clause after 1" in words_of(page)
    typed = filled(page, words_en="Fees are low.", words_fr="Les frais sont bas.", label="1bis.")
    looked = pen.post(f"{DESK}insert/?after={visas.key}", {**typed, "look": "1"})
    assert "As it would stand" in words_of(looked)
    assert "1bis. changed: Fees are low. 2. Each partner" in words_of(looked)
    assert "Fees are low." not in paul.said(text)

    answer = pen.post(f"{DESK}insert/?after={visas.key}", filled(looked))
    assert goes_to(answer).startswith(DESK)
    assert paul.said(text)[4] == "Fees are low."
    assert paul.labels(text)[4] == "1bis."


def test_what_is_missing_is_said_and_what_was_typed_is_kept(text: Text, pen: Client) -> None:
    page = pen.get(f"{DESK}insert/")
    answer = pen.post(f"{DESK}insert/", {**filled(page, words_en="Fees are low."), "reason": ""})

    assert answer.status_code == 422
    assert "Fees are low." in words_of(answer)
    assert "One thing needs your attention" in words_of(answer)


def test_one_comes_back_to_where_one_came_from_on_this_site_only(text: Text, pen: Client) -> None:
    visas = paul.clause(text, "short-stay")
    desk = f"/en/texts/legal-mobility/desk/{visas.key}/"
    page = pen.get(f"{url('split', visas)}?next={desk}")
    answer = pen.post(f"{url('split', visas)}?next={desk}", filled(page, words_en="One.\n\nTwo."))
    assert goes_to(answer) == desk
    away = "https://elsewhere.example/"
    page = pen.get(f"{url('delete', visas)}?next={away}")
    assert away not in words_of(page)
    assert goes_to(pen.post(f"{url('delete', visas)}?next={away}", filled(page))).startswith(DESK)


def test_a_clause_moves_to_the_place_that_was_chosen(text: Text, pen: Client) -> None:
    talents, recalling = paul.clause(text, "Talents"), paul.clause(text, "Recalling")
    page = pen.get(url("move", talents))
    assert "With the clause under it" in words_of(page)
    place = paul.outline(text).seam(recalling.key)
    looked = pen.post(url("move", talents), {**filled(page, after=place, with_section="on"), "look": "1"})
    assert "changed: Talents" in words_of(looked)
    pen.post(url("move", talents), filled(looked, with_section="on"))

    assert [spot.key for spot in paul.outline(text).spots][2:4] == [
        talents.key,
        paul.clause(text, "graduates").key,
    ]


def test_moving_it_where_it_stands_is_answered_on_the_page(text: Text, pen: Client) -> None:
    visas = paul.clause(text, "short-stay")
    answer = pen.post(url("move", visas), filled(pen.get(url("move", visas))))

    assert answer.status_code == 422
    assert "It stands like that already" in words_of(answer)


def test_a_place_whose_neighbour_came_meanwhile_is_shown_again(text: Text, pen: Client) -> None:
    visas, talents = paul.clause(text, "short-stay"), paul.clause(text, "Talents")
    page = pen.get(url("move", visas))
    sent = filled(page, after=paul.outline(text).seam(talents.key))
    paul.inserted(text, "A new one.", after=talents)
    answer = pen.post(url("move", visas), sent)

    assert answer.status_code == 409
    assert "The structure or the words changed since you opened this page." in words_of(answer)
    assert "It is better so." in words_of(answer)


def test_words_that_changed_meanwhile_are_not_split(text: Text, pen: Client) -> None:
    visas = paul.clause(text, "short-stay")
    sent = filled(pen.get(url("split", visas)), words_en="Mine, one.\n\nMine, two.")
    make.reworded(text, "short-stay", "seasonal")
    answer = pen.post(url("split", visas), sent)

    assert answer.status_code == 409
    assert "Mine, two." in words_of(answer)
    assert "As it would stand" in words_of(answer)
    # Looked at again, it is the person's to record.
    pen.post(url("split", visas), filled(answer))
    assert "Mine, two." in paul.said(text)


def test_a_clause_that_left_meanwhile_leaves_what_was_typed(text: Text, pen: Client) -> None:
    visas = paul.clause(text, "short-stay")
    sent = filled(pen.get(url("split", visas)), words_en="Mine, one.\n\nMine, two.")
    paul.deleted(text, visas)
    answer = pen.post(url("split", visas), sent)

    assert answer.status_code == 409
    assert "Mine, two." in words_of(answer)
    assert pen.get(url("split", visas)).status_code == 404


def test_a_page_opened_before_a_version_came_out_acts_on_the_same_words_in_the_next(
    text: Text, pen: Client
) -> None:
    visas = paul.clause(text, "short-stay")
    sent = filled(pen.get(url("delete", visas)))
    make.issued(text)
    answer = pen.post(url("delete", visas), sent)

    # The next version begins with the same words: nothing else than what was seen is deleted.
    assert goes_to(answer).startswith(DESK)
    assert visas.key not in paul.outline(text)


def test_a_split_without_a_cut_is_asked_for_one(text: Text, pen: Client) -> None:
    visas = paul.clause(text, "short-stay")
    answer = pen.post(url("split", visas), filled(pen.get(url("split", visas))))

    assert answer.status_code == 422
    assert "Nothing is cut yet." in words_of(answer)


def test_a_split_cuts_each_language_and_gives_the_labels_typed(text: Text, pen: Client) -> None:
    visas = paul.clause(text, "short-stay")
    page = pen.get(url("split", visas))
    sent = filled(page, words_en="One.\n\nTwo.\r\n \r\nThree.", words_fr="Un.\n\nDeux.", labels="1a.; 1b.")
    answer = pen.post(url("split", visas), sent)
    assert "Every language must be cut into as many parts" in words_of(answer)
    pen.post(url("split", visas), {**sent, "words_fr": "Un.\n\nDeux.\n\nTrois."})

    assert paul.said(text)[3:6] == ["One.", "Two.", "Three."]
    assert paul.labels(text)[3:6] == ["1.", "1a.", "1b."]


def test_a_merger_proposes_the_words_of_both_in_each_language(text: Text, pen: Client) -> None:
    students, researchers = paul.clause(text, "students"), paul.clause(text, "researchers")
    page = pen.get(url("merge", students))
    assert "Merge clause (b) into clause (a)" in words_of(page)
    assert fields(page)["words_en"] == "for students; for researchers."
    looked = pen.post(url("merge", students), {**filled(page), "look": "1"})
    assert "(a) changed: for students; for researchers." in words_of(looked)
    pen.post(url("merge", students), filled(page, words_en="for students and researchers."))

    assert researchers.key not in paul.outline(text)
    french = make.working(text).wordings.get(clause=students, language="fr")
    assert (french.text, french.state) == ("for students; for researchers.", "stale")


def test_another_clause_to_merge_is_chosen_first(text: Text, pen: Client) -> None:
    students, visas = paul.clause(text, "students"), paul.clause(text, "short-stay")
    page = pen.get(f"{url('merge', students)}?other={visas.key}")

    assert fields(page)["words_en"].startswith("The partners shall simplify")
    assert pen.get(f"{url('merge', students)}?other={students.key}").status_code == 404


def test_the_labels_of_a_scheme_are_shown_before_they_are_given(text: Text, pen: Client) -> None:
    page = pen.get(f"{DESK}numbering/?scheme=legal")
    assert "clauses get another label" in words_of(page)
    before = paul.labels(text)
    answer = pen.post(f"{DESK}numbering/?scheme=legal", fields(page))
    assert goes_to(answer) == DESK
    text.refresh_from_db()
    assert text.numbering == "legal"
    assert paul.labels(text) != before
    again = pen.post(f"{DESK}numbering/?scheme=legal", fields(page))
    assert again.status_code == 409


def test_labels_are_given_once(text: Text, pen: Client) -> None:
    page = pen.get(f"{DESK}numbering/?scheme=decimal")
    pen.post(f"{DESK}numbering/", {**fields(page), "once": "1"})
    text.refresh_from_db()

    assert text.numbering == "printed"
    assert paul.labels(text)[0] == "1"


def test_strangers_find_nothing_and_others_are_told(text: Text) -> None:
    visas = paul.clause(text, "short-stay")
    for who, status in (("Nils", 404), ("Olga", 404), ("Mia", 403), ("Chloé", 403)):
        for act in ("move", "split", "delete"):
            assert signed_in(who).get(url(act, visas)).status_code == status
    assert Client().get(DESK).status_code == 302


def test_the_pages_are_in_french_too(text: Text, pen: Client) -> None:
    page = pen.get("/fr/texts/legal-mobility/structure/")

    assert page.status_code == 200
    assert '<html lang="fr"' in page.content.decode()


def test_words_are_undone_on_a_page_that_shows_what_it_does(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    mia, desk = signed_in("Mia"), f"/en/revisions/{revision.pk}/"
    assert f"/en/revisions/{revision.pk}/undo/?next=" in mia.get(desk).content.decode()
    page = mia.get(f"{desk}undo/?next={desk}")
    assert "[deleted: seasonal end of deletion] [inserted: short-stay end of insertion]" in words_of(page)
    missing = mia.post(f"{desk}undo/", {**fields(page), "reason": ""})
    assert missing.status_code == 422
    answer = mia.post(f"{desk}undo/?next={desk}", {**fields(page), "reason": "It was right."})

    assert goes_to(answer) == desk
    assert "The partners shall simplify the procedures for short-stay visas." in paul.said(text)


def test_words_that_collide_are_put_together_by_hand(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    make.reworded(text, "seasonal", "temporary")
    mia, undo = signed_in("Mia"), f"/en/revisions/{revision.pk}/undo/"
    page = mia.get(undo)
    assert "Both sides are below" in words_of(page)
    sent = {**fields(page), "weight": "editorial", "reason": "Both."}
    assert "temporary" in sent["words"]
    assert "short-stay" in sent["words"]
    assert goes_to(mia.post(undo, {**sent, "words": "All visas."})) == DESK
    assert "All visas." in paul.said(text)


def test_what_changed_since_the_page_was_shown_is_shown_again(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    mia, undo = signed_in("Mia"), f"/en/revisions/{revision.pk}/undo/"
    sent = {**fields(mia.get(undo)), "reason": "It was right."}
    make.reworded(text, "seasonal", "temporary")
    answer = mia.post(undo, sent)

    assert answer.status_code in {409, 422}
    assert "It was right." in words_of(answer)


@pytest.mark.parametrize("act", ["deleted", "moved", "split", "merged", "inserted"])
def test_every_act_is_undone_on_its_page(text: Text, pen: Client, act: str) -> None:
    visas, delays = paul.clause(text, "short-stay"), paul.clause(text, "average")
    before = paul.outline(text)
    acts: dict[str, Callable[[], object]] = {
        "deleted": lambda: paul.deleted(text, visas),
        "moved": lambda: paul.moved(text, visas, None),
        "split": lambda: paul.split(text, visas, "One.", "Two."),
        "merged": lambda: paul.merged(text, visas, delays, "Both."),
        "inserted": lambda: paul.inserted(text, "New.", after=visas),
    }
    acts[act]()
    revision = Revision.objects.latest("history_id")
    undo = f"/en/revisions/{revision.pk}/undo/"
    page = pen.get(undo)
    assert "What undoing does" in words_of(page)
    assert goes_to(pen.post(undo, {**fields(page), "reason": "Back."})) == DESK

    assert paul.outline(text).spots == before.spots
    again = words_of(pen.get(undo))
    assert (
        "left to undo" in again or "not in the version in work any more" in again or "changed since" in again
    )


def test_a_published_revision_is_not_undone(text: Text) -> None:
    revision = make.reworded(text, "short-stay", "seasonal")
    make.issued(text)
    page = signed_in("Mia").get(f"/en/revisions/{revision.pk}/undo/")

    assert "Only revisions of the version in work can be undone" in words_of(page)
    assert "undo/" not in signed_in("Mia").get(f"/en/revisions/{revision.pk}/").content.decode()


def test_the_desk_leads_the_penholder_to_every_act(text: Text, pen: Client) -> None:
    visas = paul.clause(text, "short-stay")
    desk = f"/en/texts/legal-mobility/desk/{visas.key}/"
    revision = make.reworded(text, "short-stay", "seasonal")

    html = pen.get(desk).content.decode()
    for act in ("move", "split", "merge", "delete"):
        assert f"{url(act, visas)}?next=" in html
    assert f"/en/revisions/{revision.pk}/undo/" in html
    assert url("move", visas) not in signed_in("Mia").get(desk).content.decode()


def test_where_no_place_is_known_the_page_asks_for_one(text: Text, pen: Client) -> None:
    students, talents = paul.clause(text, "students"), paul.clause(text, "Talents")
    (revision, *_) = paul.deleted(text, students)
    # As revisions were kept before they told where a clause stood.
    tamper("UPDATE drafts_revision SET stood_as = '{}', stood_after = '' WHERE change = 'removed'")
    undo = f"/en/revisions/{revision.pk}/undo/"
    page = pen.get(undo)
    assert "The place where the clause stood is gone. Choose another." in words_of(page)
    place = paul.outline(text).seam(talents.key)
    assert goes_to(pen.post(undo, {**fields(page), "after": place, "reason": "Needed."})) == DESK

    assert paul.outline(text).before(students.key) == talents.key
