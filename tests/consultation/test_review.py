"""The chair's review: what changed since the last signature, clause by clause, signed or sent back where it stands."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Consultation
from drafts.models import SignOff, Text, Version, Weight
from drafts.reports.signing import Signed, read_signatures
from tests import make
from tests.make import NOON, Said
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
EVERYTHING = ("Recalling", "short-stay", "average time", "for students", "for researchers", "young graduates")
SECOND = """# Legal mobility

Recalling the commitments made by the partners in earlier programmes,

## Visas

1. The partners encourage [bilateral] agreements on the mobility of young graduates.

2. The partners shall simplify the procedures for seasonal visas.

3. Each partner publishes the average time a decision takes:

(a) for researchers.

## Talents

4. A common help desk answers questions about permits in every official language.
"""


@pytest.fixture
def text() -> Text:
    """Rev.1 signed by Chloé and published, Rev.2 in work."""
    text = make.published().text
    make.signed(make.working(text), *EVERYTHING, at=NOON + DAY)
    make.issued(text, at=NOON + DAY)
    return text


def url(text: Text, query: str = "") -> str:
    return reverse("consultation:review", args=[text.slug]) + query


def page(text: Text, query: str = "", name: str = "Chloé", status: int = 200) -> Any:
    response = signed_in(name).get(url(text, query))
    assert response.status_code == status, words_of(response)
    return response


def rows(response: Any) -> dict[str, str]:
    """The words of each row by the key of its clause."""
    parts = re.split(r'<div class="compare-row review-row" id="(\w+)"', response.content.decode())[1:]
    return {
        key: " ".join(re.sub(r"<[^>]*>", " ", html.split(">", 1)[1].split('<form method="post"')[0]).split())
        for key, html in zip(parts[::2], parts[1::2], strict=True)
    }


def row(response: Any, words: str) -> str:
    (found,) = [each for each in rows(response).values() if words in each]
    return found


def key(text: Text, words: str) -> str:
    return make.clause_that_says(make.working(text), words).key


def send(text: Text, act: str, *words: str, query: str = "", **more: str) -> Any:
    """What Chloé sends from the page as she opened it."""
    html = page(text, query).content.decode()
    version = re.findall(r'name="version" value="(\d+)"', html)[0]
    ticks = dict(re.findall(r'name="clause" value="(\w+)\.(\w+)"', html))
    shown = re.findall(r'name="shown" value="([\w.]+)"', html)
    keys = [key(text, each) for each in words]
    sent = {
        "act": act,
        "version": version,
        "clause": [f"{each}.{ticks[each]}" for each in keys],
        "shown": shown,
        **more,
    }
    return signed_in("Chloé").post(url(text, query), sent)


def test_the_headline_counts_what_happened_since_the_sign_off(text: Text) -> None:
    round_ = make.consultation(
        Version.objects.get(text=text, slug="rev-1"), moderation=Consultation.Moderation.AFTER
    )
    make.comment(Said("short-stay"), by=make.olga(), on=round_)
    make.reworded(text, "short-stay", "seasonal", weight=Weight.SUBSTANCE)
    make.reworded(text, "for students", "for pupils")

    words = "2 clauses changed, 1 of substance, 1 with unanswered inputs."
    assert f"Since your sign-off of Rev.1 on 15 June 2017: {words}" in words_of(page(text))
    assert f"Since the chair’s sign-off of Rev.1 on 15 June 2017: {words}" in words_of(page(text, name="Mia"))
    assert list(rows(page(text))) == [key(text, "seasonal"), key(text, "for pupils")]


def test_a_text_that_nobody_signed_is_compared_with_what_was_published() -> None:
    text = make.published().text
    make.reworded(text, "short-stay", "seasonal")

    assert "Since Zero draft of 14 June 2017: 1 clause changed" in words_of(page(text))


def test_the_first_draft_is_reviewed_whole_and_signed() -> None:
    text = make.text()
    make.imported(text)

    assert "Nothing was published before Zero draft: 9 new clauses" in words_of(page(text))
    goes_to(send(text, "sign_shown", sure="on"))
    assert "signed 9 of 9" in words_of(page(text))


def test_a_text_without_a_draft_says_what_will_stand_here() -> None:
    assert "No draft yet" in words_of(page(make.text()))


def test_a_row_says_under_which_heading_it_stands_and_who_changed_what_when_and_why(text: Text) -> None:
    round_ = make.consultation(
        Version.objects.get(text=text, slug="rev-1"), moderation=Consultation.Moderation.AFTER
    )
    said = make.comment(Said("short-stay"), by=make.olga(), on=round_)
    revision = make.reworded(text, "short-stay", "seasonal", answers=[said], at=NOON + 3 * DAY)
    shown = page(text)

    found = row(shown, "seasonal")

    assert "Under the heading Visas" in found
    assert "[deleted: short-stay end of deletion]" in found
    assert "[inserted: seasonal end of insertion]" in found
    assert "Clarification , reworded, Mia, 17 Jun 2017: It was not clear." in found
    assert f"answers {said.reference}, Network of Olga" in found
    assert "1 unanswered input" in found
    assert "changed since it was signed" in found.lower()
    for address in (
        reverse("consultation:revision", args=[revision.history_id]),
        reverse("consultation:comment", args=[said.reference]),
    ):
        assert address in shown.content.decode()


def test_no_kind_of_change_is_hidden(text: Text) -> None:
    make.imported(text, SECOND)
    shown = page(text)

    assert "Only typography or note marks changed" in row(shown, "Recalling")
    assert "Renumbered from 1. to 2." in row(shown, "seasonal")
    assert "Moved from 3." in row(shown, "young graduates")
    assert "Renumbered from 2. to 3." in row(shown, "average time")
    assert "Removed" in row(shown, "for students")
    assert "New" in row(shown, "help desk")
    assert "Renumbered from (b) to (a)" in row(shown, "for researchers")


def test_marks_that_changed_beside_words_are_shown_as_well(text: Text) -> None:
    make.reworded(text, "*Recalling* the", "Recalling all")

    found = row(page(text), "Recalling")

    assert "Typography or note marks changed as well" in found
    assert "[inserted: all" in found


def test_a_change_in_a_translation_alone_is_shown_with_its_redline(text: Text) -> None:
    make.imported(text, make.DRAFT.replace("young graduates", "jeunes diplômés"), language="fr")
    make.issued(text)
    make.reworded(text, "jeunes diplômés", "jeunes chercheurs", language="fr")

    found = row(page(text, "?from=rev-2"), "chercheurs")

    assert "French" in found
    assert "[deleted: diplômés" in found


def test_what_changed_after_a_signature_in_the_middle_is_shown_against_the_signature(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")
    make.signed(make.working(text), "seasonal", at=NOON + 4 * DAY)
    assert "Since the signature" not in words_of(page(text))
    make.reworded(text, "seasonal", "yearly")

    found = row(page(text), "yearly")

    before, since = found.split("Since the signature on 18 June 2017")
    assert "[deleted: short-stay" in before
    assert "[deleted: seasonal" in since
    assert "[inserted: yearly" in since


def test_a_change_between_signature_and_publication_is_not_hidden_by_comparing_versions(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")
    make.signed(make.working(text), "seasonal")
    make.reworded(text, "seasonal", "yearly")
    make.issued(text)

    found = row(page(text), "yearly")

    assert "Since the signature on" in found
    assert "[deleted: seasonal" in found
    assert "Changed since it was signed" in found


def test_the_chair_signs_the_ticked_clauses_and_comes_back_to_the_page(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")
    make.reworded(text, "for students", "for pupils")

    assert goes_to(send(text, "sign", "seasonal", query="?weight=clarification")) == url(
        text, "?weight=clarification"
    )

    states = read_signatures(make.working(text))
    assert states[make.clause_that_says(make.working(text), "seasonal").pk].state is Signed.SIGNED
    assert states[make.clause_that_says(make.working(text), "for pupils").pk].state is Signed.CHANGED


def test_the_chair_signs_all_that_is_shown_at_once_and_only_that(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal", weight=Weight.SUBSTANCE)
    make.reworded(text, "for students", "for pupils")
    assert "Sign the 2 clauses shown" in words_of(page(text))

    goes_to(send(text, "sign_shown", query="?weight=substance", sure="on"))

    assert SignOff.objects.filter(version=make.working(text)).count() == 1


def test_a_clause_is_sent_back_with_a_note_that_the_desk_shows(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")

    goes_to(send(text, "send_back", "seasonal", note="Say for how long."))

    desk = signed_in("Mia")
    clause_page = desk.get(reverse("consultation:desk-clause", args=[text.slug, key(text, "seasonal")]))
    assert "The chair’s note: Say for how long." in words_of(clause_page)
    assert "Sent back" in words_of(desk.get(reverse("consultation:desk", args=[text.slug])))
    assert "Say for how long." in row(page(text), "seasonal")


@pytest.mark.parametrize(
    ("act", "words", "said"),
    [
        ("send_back", ("seasonal",), "Say what is wanted."),
        ("sign", (), "Tick at least one clause."),
        ("send_back", (), "Tick at least one clause."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_signed(
    text: Text, act: str, words: tuple[str, ...], said: str
) -> None:
    make.reworded(text, "short-stay", "seasonal")
    before = SignOff.objects.count()

    response = send(text, act, *words)

    assert response.status_code == 422
    assert said in words_of(response)
    assert ("checked" in response.content.decode()) is bool(words)
    assert SignOff.objects.count() == before


def test_words_that_changed_meanwhile_are_shown_and_nothing_is_signed(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")
    make.reworded(text, "for students", "for pupils")
    html = page(text).content.decode()
    sent = {
        "act": "sign",
        "version": re.findall(r'name="version" value="(\d+)"', html)[0],
        "clause": re.findall(r'name="clause" value="([\w.]+)"', html),
        "note": "Kept.",
    }
    make.reworded(text, "seasonal", "yearly")
    before = SignOff.objects.count()

    response = signed_in("Chloé").post(url(text), sent)

    assert response.status_code == 409
    notice = response.content.decode().split('id="unseen"')[1].split("</div>")[0]
    assert "seasonal" in notice
    assert "yearly" in notice
    assert "pupils" not in notice
    assert "Kept." in words_of(response)
    assert SignOff.objects.count() == before


@pytest.mark.parametrize("name", ["Mia", "Paul", "Sena"])
def test_others_read_the_review_and_cannot_sign(text: Text, name: str) -> None:
    make.reworded(text, "short-stay", "seasonal")
    shown = page(text, name=name)
    before = SignOff.objects.count()

    assert "Only the chair signs clauses" in words_of(shown)
    assert 'name="act"' not in shown.content.decode()
    sent = {"act": "sign", "version": "2", "clause": "x.y"}
    assert signed_in(name).post(url(text), sent).status_code == 403
    assert SignOff.objects.count() == before


def test_whoever_does_not_work_on_the_text_finds_no_review(text: Text) -> None:
    make.olga()
    for name in ("Olga", "Nils"):
        assert signed_in(name).get(url(text)).status_code == 404
    assert Client().get(url(text)).status_code == 302


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?weight=substance", {"seasonal"}),
        ("?weight=clarification", {"pupils", "diplomas"}),
        ("?day=2017-06-18", {"pupils"}),
        ("?open=yes", {"pupils"}),
        ("?signed=no", {"seasonal", "pupils"}),
        ("?language=en", {"seasonal", "pupils", "diplomas"}),
        ("?weight=clarification&day=2017-06-17", {"diplomas"}),
        ("", {"seasonal", "pupils", "diplomas"}),
        ("?weight=heavy&day=never&person=x&page=-1", {"seasonal", "pupils", "diplomas"}),
    ],
)
def test_the_rows_are_filtered(text: Text, query: str, kept: set[str]) -> None:
    round_ = make.consultation(
        Version.objects.get(text=text, slug="rev-1"), moderation=Consultation.Moderation.AFTER
    )
    make.comment(Said("for students"), by=make.olga(), on=round_)
    make.reworded(text, "short-stay", "seasonal", weight=Weight.SUBSTANCE, at=NOON + 3 * DAY)
    make.reworded(text, "for students", "for pupils", by="Paul", at=NOON + 4 * DAY)
    make.reworded(text, "graduates", "diplomas", at=NOON + 3 * DAY)
    make.signed(make.working(text), "diplomas")

    shown = rows(page(text, query))

    assert set(shown) == {key(text, each) for each in kept}


def test_the_rows_of_one_person_are_found(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")
    make.reworded(text, "for students", "for pupils", by="Paul")

    assert set(rows(page(text, f"?person={make.person('Paul').pk}"))) == {key(text, "for pupils")}


@pytest.mark.parametrize(
    ("group", "order"),
    [
        ("", ["seasonal", "pupils", "diplomas"]),
        ("person", ["seasonal", "diplomas", "pupils"]),
        ("weight", ["diplomas", "seasonal", "pupils"]),
        ("day", ["pupils", "seasonal", "diplomas"]),
    ],
)
def test_the_rows_stand_in_the_order_asked_for(text: Text, group: str, order: list[str]) -> None:
    make.reworded(text, "short-stay", "seasonal", at=NOON + 3 * DAY)
    make.reworded(text, "for students", "for pupils", by="Paul", at=NOON + 2 * DAY)
    make.reworded(text, "graduates", "diplomas", weight=Weight.SUBSTANCE, at=NOON + 4 * DAY)

    shown = page(text, f"?group={group}")

    assert list(rows(shown)) == [key(text, each) for each in order]
    assert ('class="review-group"' in shown.content.decode()) is bool(group)


def test_unchanged_clauses_that_are_not_signed_are_one_link_away(text: Text) -> None:
    shown = page(text)
    assert "3 unchanged clauses are not signed either" in words_of(shown)

    found = rows(page(text, "?show=all&signed=no"))

    assert len(found) == 3
    assert len(rows(page(text, "?show=all"))) == 9


def test_the_newer_text_is_read_clean(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")

    shown = page(text, "?view=clean")

    assert "for seasonal visas" in words_of(shown)
    assert "<del" not in shown.content.decode()
    assert not rows(shown)


def test_any_two_versions_are_compared_in_any_order(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")
    make.issued(text)
    for query in ("?from=zero-draft&to=rev-2", "?from=rev-2&to=zero-draft"):
        shown = page(text, query)
        assert "Zero draft against Rev.2" in words_of(shown)
        assert list(rows(shown)) == [key(text, "seasonal")]
    assert list(rows(page(text, "?from=rev-2&to=rev-2"))) == [key(text, "seasonal")]
    make.signed(make.working(text), "seasonal")
    assert not rows(page(text, "?from=rev-2"))
    assert "Nothing changed" in words_of(page(text, "?from=rev-2"))
    assert page(text, "?from=rev-9", status=404)


def test_the_rail_says_how_many_clauses_are_signed(text: Text) -> None:
    rail = page(text).content.decode().split('class="version-rail"')[1].split("</nav>")[0]

    assert "signed 6 of 9" in rail


def test_the_publish_page_says_how_many_clauses_are_not_signed(text: Text) -> None:
    response = signed_in("Chloé").get(reverse("consultation:publish", args=[text.slug]))

    assert "The chair has not signed 3 clauses of 9." in words_of(response)
    assert "Publish Rev.2" in words_of(response)


def test_the_review_is_there_in_french(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")

    response = signed_in("Chloé").get(url(text).replace("/en/", "/fr/"))

    assert response.status_code == 200
    assert "seasonal" in words_of(response)


def test_reading_writes_nothing_and_words_never_become_markup(text: Text) -> None:
    make.reworded(text, "short-stay", "<script>alert(1)</script>")
    make.sent_back(make.working(text), "alert", note="<b>Why?</b>")
    chloe = signed_in("Chloé")
    with nothing_written():
        html = chloe.get(url(text)).content.decode()

    assert "<script>alert" not in html
    assert "<b>Why" not in html


def test_fifty_rows_stand_on_a_page_and_all_of_them_on_one_to_print() -> None:
    text = make.published().text
    points = "".join(
        f"\n{n}. Provision number {n} speaks of a matter of its own, {n * 7}.\n" for n in range(4, 130)
    )
    make.imported(text, make.DRAFT + points)

    assert len(rows(page(text))) == 50
    assert len(rows(page(text, "?page=3"))) == 26
    assert len(rows(page(text, "?whole=1"))) == 126


@pytest.mark.parametrize("query", ["", "?show=all", "?view=clean", "?group=person"])
def test_eighty_changed_clauses_cost_what_two_do(text: Text, query: str) -> None:
    chloe = signed_in("Chloé")
    make.reworded(text, "short-stay", "seasonal")
    few = queries_of(chloe, url(text, query))
    points = "".join(
        f"\n{n}. Provision number {n} speaks of a matter of its own, {n * 7}.\n" for n in range(4, 84)
    )
    make.imported(text, make.DRAFT + points)
    second = make.issued(text)
    round_ = make.consultation(second, moderation=Consultation.Moderation.AFTER)
    for n in range(4, 84, 8):
        said = make.comment(Said(f"Provision number {n} ", body=f"Remark {n}"), by=make.olga(), on=round_)
        make.reworded(text, f"Provision number {n} ", f"Provision no. {n} ", answers=[said])
        make.signed(make.working(text), f"Provision no. {n} ")
        make.reworded(text, f"Provision no. {n} ", f"Article {n} ", answers=[said])

    assert queries_of(chloe, url(text, query)) <= few


def test_a_removal_is_signed_where_it_is_shown(text: Text) -> None:
    gone = make.clause_that_says(make.working(text), "for students")
    make.imported(text, make.DRAFT.replace("(a) for students;\n\n", ""))
    assert "signed 5 of 9" in words_of(page(text))

    goes_to(send(text, "sign_shown", sure="on"))

    assert read_signatures(make.working(text))[gone.pk].state is Signed.SIGNED
    assert "signed 6 of 9" in words_of(page(text))


def test_a_removed_clause_that_is_younger_than_the_last_signed_version_is_shown(text: Text) -> None:
    make.imported(text, SECOND)
    make.issued(text)
    make.imported(text, SECOND.partition("4. A common")[0])

    found = row(page(text), "help desk")

    assert "Removed" in found
    assert "Not signed" in found


def test_a_removed_clause_is_shown_under_the_heading_it_stood_under(text: Text) -> None:
    visas = make.DRAFT.partition("1. ")[2].partition("\n")[0]
    moved = make.DRAFT.replace(f"1. {visas}\n\n", "") + f"\n4. {visas}\n"
    lost = next(line for line in moved.splitlines() if line.startswith("2. "))
    make.imported(text, moved.replace(f"{lost}\n\n", ""))

    assert "Under the heading Visas" in row(page(text), "average time")


def test_all_that_is_shown_is_signed_only_by_whoever_confirms_it(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal")
    before = SignOff.objects.count()

    response = send(text, "sign_shown")

    assert response.status_code == 422
    assert "Confirm that you have read all of them" in words_of(response)
    assert SignOff.objects.count() == before


def test_a_clause_that_gets_or_loses_a_number_says_so_without_a_dash(text: Text) -> None:
    make.imported(
        text, make.DRAFT.replace("*Recalling*", "9. *Recalling*").replace("1. The partners", "The partners")
    )
    shown = page(text)

    assert "Now numbered 9." in row(shown, "Recalling")
    assert "No longer numbered 1." in row(shown, "short-stay")


def test_what_nothing_is_left_of_is_not_counted(text: Text) -> None:
    make.reworded(text, "short-stay", "seasonal", weight=Weight.SUBSTANCE)

    assert "1 clause changed, 1 of substance." in words_of(page(text))
