"""Two clicks from any words to every input that shaped them, and two from any input to its words or the reason."""

import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Comment, Consultation, Outcome, Standing
from drafts.models import Revision, Text, Version
from tests import make
from tests.make import Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
GRADUATES = "The partners encourage [bilateral] agreements on the mobility of young graduates."


@dataclass(frozen=True)
class Scene:
    """A zero draft with an accepted and a rejected input, Rev.1 that took the first in, and Rev.2 in work."""

    text: Text
    zero: Version
    first: Version
    accepted: Comment
    rejected: Comment
    revision: Revision


@pytest.fixture
def scene() -> Scene:
    consultation = make.consultation(moderation=Consultation.Moderation.AFTER)
    text = consultation.version.text
    accepted = make.comment(
        Said(VISAS, body="Seasonal workers too.", quote="short-stay visas"), by=make.olga(), on=consultation
    )
    rejected = make.comment(Said(GRADUATES, body="Strike this."), by=make.omar(), on=consultation)
    revision = make.reworded(text, "short-stay visas", "short-stay and seasonal visas", answers=[accepted])
    make.answered(accepted, Outcome.ACCEPTED, reason="Taken in.", revisions=[revision])
    make.answered(rejected, Outcome.REJECTED, reason="Ministers agreed on it.")
    return Scene(text, consultation.version, make.issued(text), accepted, rejected, revision)


def address(name: str, *args: object) -> str:
    return reverse(f"consultation:{name}", args=args)


def links(response: object) -> set[str]:
    """Where a page leads, without what follows a hash or question mark."""
    html = response.content.decode()  # type: ignore[attr-defined]
    return {re.split(r"[?#]", link)[0] for link in re.findall(r'href="([^"]+)"', html)}


def clause_of(version: Version, words: str) -> str:
    return make.clause_that_says(version, words).key


def why(scene: Scene, words: str, version: Version | None = None) -> str:
    shown = version or scene.first
    return address("why", scene.text.slug, shown.slug, clause_of(shown, words))


# ---- from words to inputs -------------------------------------------------------------


def test_from_changed_words_one_click_shows_the_change_and_two_the_input(scene: Scene) -> None:
    clause = Client().get(address("clause", scene.text.slug, "rev-1", clause_of(scene.first, "seasonal")))
    assert why(scene, "seasonal") in links(clause) or scene.accepted.get_absolute_url() in links(clause)

    page = Client().get(why(scene, "seasonal"))
    assert "Seasonal workers too." in words_of(page)
    assert "It was not clear." in words_of(page)
    assert "clarification" in words_of(page).lower()
    assert {scene.accepted.get_absolute_url(), address("revision", scene.revision.pk)} <= links(page)


def test_why_of_the_first_version_knows_nothing_of_later_changes(scene: Scene) -> None:
    page = words_of(Client().get(why(scene, VISAS, scene.zero)))

    assert "Seasonal" not in page
    assert "New · substance" in page or "new · substance" in page.lower()


def test_a_revision_shows_both_wordings_and_its_inputs(scene: Scene) -> None:
    page = Client().get(address("revision", scene.revision.pk))

    assert VISAS in words_of(page)
    assert "short-stay and seasonal visas" in words_of(page)
    assert "Seasonal workers too." in words_of(page)
    assert scene.accepted.get_absolute_url() in links(page)


def test_the_history_of_a_clause_has_every_change_the_newest_first(scene: Scene) -> None:
    make.reworded(scene.text, "seasonal visas", "circular visas")
    make.issued(scene.text)
    page = words_of(Client().get(address("history", clause_of(scene.first, "seasonal"))))

    assert "3 changes" in page
    assert page.index("Rev.2") < page.index("Seasonal workers too.")


def test_a_clause_that_was_split_off_has_the_history_of_its_origin() -> None:
    text = make.text("return")
    long = (
        "# Return\n\n1. Each partner shall open a national help desk that answers written questions about permits, "
        "and shall train the staff who work there in the languages of the applicants, so that nobody travels in vain.\n"
    )
    consultation = make.consultation(make.published(text, long), moderation=Consultation.Moderation.AFTER)
    said = make.comment(Said("help desk", body="Train them well."), by=make.olga(), on=consultation)
    revision = make.reworded(text, "train the staff", "train the very staff", answers=[said])
    make.answered(said, Outcome.ACCEPTED, revisions=[revision])
    make.issued(text)
    make.imported(
        text,
        long.replace("the staff", "the very staff").replace(
            " permits, and shall", " permits.\n\n2. Each partner shall"
        ),
    )
    version = make.issued(text)

    for words in ("questions about permits", "in vain"):
        page = words_of(Client().get(address("why", "return", version.slug, clause_of(version, words))))
        assert "Train them well." in page, words


# ---- from inputs to words -------------------------------------------------------------


def test_from_an_accepted_input_the_words_it_led_to_are_on_its_page_and_one_click_away(scene: Scene) -> None:
    page = Client().get(scene.accepted.get_absolute_url())

    assert "Seasonal workers too." in words_of(page)
    assert "accepted" in words_of(page).lower()
    assert "Taken in." in words_of(page)
    assert "short-stay and seasonal visas" in words_of(page)
    assert address("clause", scene.text.slug, "rev-1", scene.accepted.clause.key) in links(page)
    assert address("revision", scene.revision.pk) in links(page)


def test_a_rejected_input_says_why(scene: Scene) -> None:
    page = words_of(Client().get(scene.rejected.get_absolute_url()))

    assert "rejected" in page.lower()
    assert "Ministers agreed on it." in page
    assert GRADUATES in page


def test_an_input_shows_where_its_words_are_now_old_and_new_side_by_side(scene: Scene) -> None:
    place = scene.accepted.places.get(version=scene.first)
    page = words_of(Client().get(scene.accepted.get_absolute_url()))

    assert place.state != "same"
    assert "Where it is in Rev.1" in page
    assert str(place.get_state_display()) in page
    assert page.index("Before") < page.index("Now")


def test_a_superseded_answer_stays_below_the_one_in_force(scene: Scene) -> None:
    first = scene.rejected.dispositions.get()
    make.answered(scene.rejected, Outcome.NOTED, reason="Noted after all.", supersedes=first)
    page = words_of(Client().get(scene.rejected.get_absolute_url()))

    assert page.index("Noted after all.") < page.index("Ministers agreed on it.")
    assert "superseded" in page


# ---- who sees what --------------------------------------------------------------------


def test_what_is_in_work_is_traced_for_the_committee_only(scene: Scene) -> None:
    revision = make.reworded(scene.text, "bilateral", "multilateral")
    clause = clause_of(scene.first, GRADUATES)
    for page in (address("revision", revision.pk), address("why", scene.text.slug, "rev-2", clause)):
        assert Client().get(page).status_code == 404
        assert signed_in("Olga").get(page).status_code == 404
        assert "multilateral" in words_of(signed_in("Mia").get(page))
    assert "multilateral" not in words_of(Client().get(address("history", clause)))
    assert "multilateral" in words_of(signed_in("Mia").get(address("history", clause)))


def test_a_clause_that_is_only_in_work_is_not_there_for_the_public(scene: Scene) -> None:
    make.imported(
        scene.text, make.DRAFT.replace("short-stay", "short-stay and seasonal") + "\n4. A help desk opens.\n"
    )
    new = clause_of(make.working(scene.text), "help desk")
    for page in (address("history", new), address("why", scene.text.slug, "rev-1", new)):
        assert Client().get(page).status_code == 404


def test_an_answer_that_rests_on_words_in_work_shows_none_of_them_yet(scene: Scene) -> None:
    second = make.consultation(scene.first, moderation=Consultation.Moderation.AFTER)
    said = make.comment(Said("researchers", body="Lecturers?"), by=make.olga(), on=second)
    revision = make.reworded(scene.text, "researchers", "researchers and lecturers", answers=[said])
    make.answered(said, Outcome.ACCEPTED, reason="Yes.", revisions=[revision])
    page = said.get_absolute_url()

    assert "and lecturers" not in words_of(Client().get(page))
    assert "and lecturers" in words_of(signed_in("Mia").get(page))


@pytest.mark.parametrize("state", [None, Standing.State.HIDDEN, Standing.State.RETURNED])
def test_an_input_that_is_not_public_is_there_for_its_author_and_the_committee(
    state: Standing.State | None,
) -> None:
    said = make.comment(Said(VISAS, body="Too slow."), by=make.olga(), on=make.consultation(), visible=False)
    make.omar()
    if state:
        make.kept_back(said, state)
    page = said.get_absolute_url()

    assert Client().get(page).status_code == signed_in("Omar").get(page).status_code == 404
    for name in ("Olga", "Mia", "Sena"):
        shown = words_of(signed_in(name).get(page))
        assert "Too slow." in shown
        assert ("It names a person." in shown) is bool(state)


def test_an_input_that_is_hidden_is_not_quoted_in_the_trail_of_the_words(scene: Scene) -> None:
    make.kept_back(scene.accepted, Standing.State.HIDDEN)

    assert "Seasonal workers too." not in words_of(Client().get(why(scene, "seasonal")))
    assert "Seasonal workers too." in words_of(signed_in("Mia").get(why(scene, "seasonal")))


def test_the_public_is_not_told_which_official_changed_the_words(scene: Scene) -> None:
    for page in (
        why(scene, "seasonal"),
        address("revision", scene.revision.pk),
    ):
        assert "Mia" not in words_of(Client().get(page))


def test_reading_the_trail_writes_nothing(scene: Scene) -> None:
    pages = (
        why(scene, "seasonal"),
        address("revision", scene.revision.pk),
        address("history", scene.accepted.clause.key),
        scene.accepted.get_absolute_url(),
    )
    for client in (Client(), signed_in("Mia"), signed_in("Olga")):
        with nothing_written():
            assert {client.get(page).status_code for page in pages} == {200}


# ---- queries --------------------------------------------------------------------------


def test_an_input_carried_over_many_versions_costs_what_one_carried_once_does(scene: Scene) -> None:
    mia = signed_in("Mia")
    page = scene.accepted.get_absolute_url()
    once = queries_of(mia, page)
    for number in range(4):
        make.reworded(
            scene.text,
            "The partners shall simplify",
            f"The partners shall {'really ' * (number + 1)}simplify",
        )
        make.issued(scene.text)
        make.imported(scene.text, make.DRAFT.replace("short-stay", "short-stay and seasonal"))

    assert scene.accepted.places.count() == 6
    assert queries_of(mia, page) == once


@pytest.mark.parametrize("name", ["", "Mia"])
def test_an_input_with_twenty_revisions_and_answers_costs_what_one_with_one_does(
    scene: Scene, name: str
) -> None:
    client = signed_in(name) if name else Client()
    page = scene.accepted.get_absolute_url()
    one = queries_of(client, page)
    for number in range(20):
        revision = make.reworded(scene.text, "simplify", f"simplify ({number})", answers=[scene.accepted])
        answer = scene.accepted.dispositions.latest("pk")
        make.answered(scene.accepted, Outcome.ACCEPTED, revisions=[revision], supersedes=answer)
        make.kept_back(scene.accepted, Standing.State.HIDDEN)
        make.kept_back(scene.accepted, Standing.State.VISIBLE)
    make.imported(scene.text, make.DRAFT.replace("short-stay", "short-stay and seasonal"))

    assert scene.accepted.dispositions.count() == 21
    assert queries_of(client, page) == one


@pytest.mark.parametrize("name", ["", "Mia"])
def test_a_long_history_costs_what_a_short_one_does(scene: Scene, name: str) -> None:
    client = signed_in(name) if name else Client()
    pages = [address("history", scene.accepted.clause.key), why(scene, "seasonal")]
    short = [queries_of(client, page) for page in pages]
    second = make.consultation(scene.first, moderation=Consultation.Moderation.AFTER)
    for number in range(20):
        said = make.comment(Said("seasonal", body=f"Remark {number}"), by=make.olga(), on=second)
        revision = make.reworded(scene.text, "simplify", f"simplify ({number})", answers=[said])
        make.answered(said, Outcome.ACCEPTED, revisions=[revision])
    make.issued(scene.text)

    assert [queries_of(client, page) for page in pages] == short
