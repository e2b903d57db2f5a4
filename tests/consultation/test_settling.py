"""Brackets on the desk: what is open in a clause, and settling it with a preview, a weight and a reason."""

import pytest
from django.urls import reverse

from consultation.models import Answered
from drafts.models import Revision, Stance, Version, Wording
from drafts.text.settlements import How
from tests import make
from tests.make import Said
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

OPEN = "Parties [shall][should] act [and [swiftly] report] back [at once / in time]] together."


@pytest.fixture
def wording() -> Wording:
    """One clause in work with much that is open."""
    version = make.imported(make.text(), f"# A text\n\n1. {OPEN}\n\n2. [All of it.]\n\n3. Agreed words.\n")
    return found(version, OPEN)


def found(version: Version, source: str) -> Wording:
    return version.wordings.select_related("version__text", "clause").get(text=source)


def desk_of(wording: Wording) -> str:
    return reverse("consultation:desk-clause", args=[wording.version.text.slug, wording.clause.key])


def url_of(wording: Wording, how: str = "keep", number: int = 1, **query: int | str) -> str:
    args = [wording.version.text.slug, wording.clause.key]
    return reverse("consultation:bracket-resolve", args=args, query={"how": how, "number": number, **query})


def sent(response: object, **typed: object) -> dict[str, object]:
    """What the browser sends from the page as it was shown."""
    form = response.context["form"]  # type: ignore[attr-defined]
    hidden = ("how", "number", "option", "basis", "seen", "version")
    shown = {name: form[name].value() for name in hidden}
    return {**shown, "weight": "substance", "reason": "Agreed in the room.", **typed}


def test_the_desk_shows_each_open_bracket_with_its_ways_out(wording: Wording) -> None:
    page = signed_in("Mia").get(desk_of(wording))
    shown = words_of(page)

    for words in ("[shall]", "[and [swiftly] report]", "[at once / in time]", "in bracket 3"):
        assert words in shown
    for button in ("Keep the words", "Delete the words", "Choose this", "Choose “at once”"):
        assert button in shown
    assert "One closing sign closes nothing in this clause." in shown
    assert page.content.decode().index('class="desk-brackets"') < page.content.decode().index(
        'class="desk-publishing"'
    )


def test_the_alternatives_of_one_choice_stand_together_with_one_way_to_settle_them(wording: Wording) -> None:
    page = signed_in("Mia").get(desk_of(wording))
    shown = words_of(page)

    assert "[shall] / [should] Alternatives: choose one" in shown
    assert shown.count("Settle it…") == 1
    blocks = page.context["brackets"].blocks
    assert [row.quote for row in blocks[0]] == ["shall", "should"]
    assert all(len(block) == 1 for block in blocks[1:])
    assert "Settle it…" not in words_of(signed_in("Chloé").get(desk_of(wording)))


def test_a_clause_without_brackets_says_so(wording: Wording) -> None:
    agreed = found(wording.version, "Agreed words.")
    assert "No amendments, brackets or positions." in words_of(signed_in("Mia").get(desk_of(agreed)))


def test_who_does_not_edit_the_text_is_offered_no_way_out(wording: Wording) -> None:
    shown = words_of(signed_in("Chloé").get(desk_of(wording)))
    assert "[shall]" in shown
    assert "Keep the words" not in shown
    assert signed_in("Chloé").get(url_of(wording)).status_code == 403


def test_the_queue_counts_the_brackets_of_each_clause(wording: Wording) -> None:
    shown = words_of(signed_in("Mia").get(reverse("consultation:desk", args=[wording.version.text.slug])))
    assert "5 brackets" in shown
    assert "1 bracket" in shown


def test_the_page_shows_what_it_would_do_and_writes_nothing(wording: Wording) -> None:
    mia = signed_in("Mia")
    with nothing_written():
        page = mia.get(url_of(wording, "drop", 4))
    shown = words_of(page)

    assert "Delete the words in brackets" in shown
    assert "[deleted: [swiftly] end of deletion]" in shown


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            ("keep", 3, 0),
            "Parties [shall][should] act and [swiftly] report back [at once / in time]] together.",
        ),
        (("drop", 4, 0), "Parties [shall][should] act [and report] back [at once / in time]] together."),
        (("choose", 1, 1), "Parties should act [and [swiftly] report] back [at once / in time]] together."),
        (("choose", 2, 1), "Parties [shall][should] act [and [swiftly] report] back in time] together."),
        (
            ("stray", 1, 0),
            "Parties [shall][should] act [and [swiftly] report] back [at once / in time] together.",
        ),
    ],
)
def test_recording_makes_the_revision_that_was_shown(
    wording: Wording, language: str, asked: tuple[str, int, int], words: str
) -> None:
    how, number, option = asked
    mia, url = signed_in("Mia"), url_of(wording, how, number, option=option)
    url = url.replace("/en/", f"/{language}/", 1)
    response = mia.post(url, sent(mia.get(url)))

    assert f"/{language}/texts/{wording.version.text.slug}/desk/{wording.clause.key}/" in goes_to(response)
    revision = Revision.objects.latest("history_id")
    assert (revision.text, revision.before) == (words, OPEN)
    assert (revision.weight, revision.reason) == ("substance", "Agreed in the room.")


def test_the_desks_buttons_lead_to_pages_that_are_there(wording: Wording) -> None:
    mia = signed_in("Mia")
    page = mia.get(desk_of(wording)).content.decode()
    links = [
        part.split('"')[0].replace("&amp;", "&") for part in page.split('href="') if "how=" in part[:120]
    ]

    assert len(links) == 5 * 2 + 2 + 2 + 1
    assert [link for link in links if mia.get(link).status_code != 200] == []


def test_a_reason_is_asked_for_and_the_weight_that_was_chosen_is_kept(wording: Wording) -> None:
    mia, url = signed_in("Mia"), url_of(wording, "drop", 4)
    response = mia.post(url, sent(mia.get(url), reason="", weight="editorial"))

    assert response.status_code == 422
    assert response.context["form"]["weight"].value() == "editorial"
    assert set(response.context["form"].errors) == {"reason"}
    assert "[deleted: [swiftly] end of deletion]" in words_of(response)


def test_a_bracket_that_stands_elsewhere_by_now_is_shown_anew_before_anything_is_recorded(
    wording: Wording,
) -> None:
    mia, url = signed_in("Mia"), url_of(wording, "drop", 4)
    data = sent(mia.get(url), reason="Typed at length.")
    make.resolved(wording, How.CHOOSE, 1, 0, by="Paul")
    response = mia.post(url, data)

    assert response.status_code == 409
    shown = words_of(response)
    assert "Paul changed this clause while you were deciding." in shown
    assert "[deleted: [swiftly] end of deletion]" in shown
    form = response.context["form"]
    assert (form["number"].value(), form["reason"].value()) == ("2", "Typed at length.")
    goes_to(mia.post(url, sent(response, reason="Typed at length.")))
    wording.refresh_from_db()
    assert wording.text == "Parties shall act [and report] back [at once / in time]] together."


def test_a_bracket_that_somebody_settled_meanwhile_is_not_settled_twice(wording: Wording) -> None:
    mia, url = signed_in("Mia"), url_of(wording, "drop", 4)
    data = sent(mia.get(url), reason="Typed at length.")
    make.resolved(wording, How.KEEP, 4, by="Paul")
    before = Revision.objects.count()
    response = mia.post(url, data)

    assert response.status_code == 409
    assert "This bracket is not open any more" in words_of(response)
    assert "Typed at length." in words_of(response)
    assert Revision.objects.count() == before


def test_a_bracket_of_a_version_that_was_published_meanwhile_is_settled_in_the_next(wording: Wording) -> None:
    mia, url = signed_in("Mia"), url_of(wording, "drop", 4)
    data = sent(mia.get(url), reason="Typed at length.")
    make.issued(wording.version.text)
    response = mia.post(url, data)

    assert response.status_code == 409
    assert "was published meanwhile" in words_of(response)
    goes_to(mia.post(url, sent(response, reason="Typed at length.")))
    assert make.working(wording.version.text).wordings.get(clause=wording.clause).text != OPEN
    assert Wording.objects.get(pk=wording.pk).text == OPEN


def test_a_clause_that_left_the_text_keeps_the_reason_that_was_typed(wording: Wording) -> None:
    mia, url = signed_in("Mia"), url_of(wording, "drop", 4)
    data = sent(mia.get(url), reason="Typed at length.")
    make.issued(wording.version.text)
    make.imported(wording.version.text, "# A text\n\n2. [All of it.]\n\n3. Agreed words.\n")
    response = mia.post(url, data)

    assert response.status_code == 409
    assert "Typed at length." in words_of(response)


def test_the_only_words_of_a_clause_are_not_deleted_here(wording: Wording) -> None:
    only = found(wording.version, "[All of it.]")
    mia, url = signed_in("Mia"), url_of(only, "drop", 1)
    page = mia.get(url)
    assert "No word of the clause would be left." in words_of(page)
    assert mia.post(url, sent(page)).status_code == 422
    assert Wording.objects.get(pk=only.pk).text == "[All of it.]"


def test_a_link_that_is_older_than_the_words_leads_to_the_words_that_stand(wording: Wording) -> None:
    page = signed_in("Mia").get(url_of(wording, number=9))
    assert page.status_code == 404
    shown = words_of(page)
    assert "This bracket is not open any more" in shown
    assert "report" in shown
    assert "What you were writing" not in shown
    make.imported(wording.version.text, "# A text\n\n2. [All of it.]\n\n3. Agreed words.\n")
    gone = signed_in("Mia").get(url_of(wording))
    assert gone.status_code == 404
    assert "This clause is gone from the version in work." in words_of(gone)


@pytest.mark.parametrize(
    "query",
    [
        {"how": "keep", "number": 9},
        {"how": "choose", "number": 1, "option": 7},
        {"how": "choose", "number": 5},
        {"how": "stray", "number": 2},
        {"how": "burn", "number": 1},
        {"how": "keep", "number": 0},
    ],
)
def test_what_is_not_there_is_not_found(wording: Wording, query: dict[str, int | str]) -> None:
    args = [wording.version.text.slug, wording.clause.key]
    mia = signed_in("Mia")
    assert mia.get(reverse("consultation:bracket-resolve", args=args, query=query)).status_code == 404
    forged = {**sent(mia.get(url_of(wording))), **query}
    response = mia.post(reverse("consultation:bracket-resolve", args=args), forged)
    assert response.status_code == 404
    assert Wording.objects.get(pk=wording.pk).text == OPEN


def test_settling_a_bracket_can_answer_an_input() -> None:
    said = make.comment(Said("bilateral"), by=make.olga(), on=make.consultation())
    here = make.working(said.consultation.version.text).wordings
    wording = here.select_related("version__text", "clause").get(clause=said.clause)
    mia, url = signed_in("Mia"), url_of(wording, "drop")
    goes_to(mia.post(url, sent(mia.get(url), answers=[said.reference])))

    assert Answered.objects.get().comment == said


def test_a_translations_bracket_is_settled_in_its_language() -> None:
    version = make.imported(make.text())
    make.imported(version.text, make.DRAFT.replace("[bilateral]", "[bilatéraux]"), language="fr")
    french = version.wordings.select_related("version__text", "clause").get(text__contains="bilatéraux")
    mia, url = signed_in("Mia"), url_of(french, "keep", language="fr")
    page = mia.get(url)
    assert "bilatéraux" in words_of(page)
    assert "?language=fr" in goes_to(mia.post(url, sent(page)))
    french.refresh_from_db()
    assert "encourage bilatéraux agreements" in french.text


def test_the_queries_of_the_desk_do_not_grow_with_brackets_and_positions(wording: Wording) -> None:
    mia = signed_in("Mia")
    agreed = queries_of(mia, desk_of(found(wording.version, "Agreed words.")))
    for name, stance in (("Mia", Stance.SUPPORT), ("Paul", Stance.OPPOSE), ("Chloé", Stance.RESERVE)):
        make.taken(wording.version.text, "swiftly", by=name, stance=stance)
        make.taken(wording.version.text, "swiftly", by=name, whole=True)
    assert queries_of(mia, desk_of(wording)) == agreed
