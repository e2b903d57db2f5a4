"""The translator's desk: the list, what changed in each source, confirming, adding, and who may."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from drafts.models import LedgerEntry, Role, Text, Wording, WordingState
from drafts.models.ledger import digest
from tests import closing, make
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

FRENCH = """# Mobilité légale

*Rappelant* les engagements pris,

## Visas

1. Les partenaires simplifient les procédures.

2. Chaque partenaire publie le délai moyen :

(a) pour les étudiants ;

(b) pour les chercheurs.

## Talents

3. Les partenaires encouragent des accords [bilatéraux].
"""
WITHOUT = FRENCH.replace("(b) pour les chercheurs.\n\n", "")


@pytest.fixture
def text() -> Text:
    """A text whose French lacks one clause and is behind in another."""
    made = make.text()
    make.imported(made)
    make.imported(made, WITHOUT, language="fr")
    make.reworded(made, "short-stay visas", "short visas")
    return made


def test_once_adopted_the_translations_that_are_behind_are_still_told_of() -> None:
    text = make.text()
    make.imported(text, closing.AGREED)
    make.imported(text, WITHOUT.replace("[bilatéraux]", "bilatéraux"), language="fr")
    make.reworded(text, "short-stay visas", "short visas")
    closing.adopted(closing.ready(text))
    page = signed_in("Mia").get(list_of(text))
    shown = words_of(page)
    assert "Older than its source" in shown
    assert "Every translation holds" not in shown
    assert "its words stand" in shown
    assert "Confirm the translation" not in shown


def list_of(text: Text) -> str:
    return reverse("consultation:translations", args=[text.slug])


def wording(text: Text, language: str, words: str) -> Wording:
    found: Wording = (
        make.working(text).wordings.select_related("clause").get(language=language, text__contains=words)
    )
    return found


def fields(response: object, wanted: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to an address."""
    html = response.content.decode()  # type: ignore[attr-defined]
    (form,) = re.findall(rf'<form[^>]*action="[^"]*{wanted}"[^>]*>(.*?)</form>', html, re.DOTALL)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def confirm_url(text: Text, words: str = "simplifient") -> str:
    return reverse(
        "consultation:translation-confirm", args=[text.slug, wording(text, "fr", words).clause.key]
    )


def add_url(text: Text, words: str = "for researchers") -> str:
    key = wording(text, "en", words).clause.key
    return reverse("consultation:translation-add", args=[text.slug, key]) + "?language=fr"


def test_the_list_has_each_translation_with_what_changed_in_its_source(text: Text) -> None:
    shown = words_of(signed_in("Mia").get(list_of(text)))

    assert "2 translations to look at" in shown
    assert "procedures for short [deleted: -stay end of deletion] visas." in shown
    assert "Les partenaires simplifient les procédures." in shown
    assert shown.index("Clause 1 in French Older than its source") < shown.index(
        "Clause (b) in French Not translated yet"
    )


def test_the_desk_says_how_many_there_are_and_leads_there(text: Text) -> None:
    page = signed_in("Chloé").get(reverse("consultation:desk", args=[text.slug]))

    assert "Translations to look at: 2" in words_of(page)
    assert f'href="{list_of(text)}"' in page.content.decode()


@pytest.mark.parametrize(
    ("query", "here", "gone"),
    [
        ({"state": "stale"}, "simplifient", "for researchers"),
        ({"state": "missing", "language": "fr"}, "for researchers", "simplifient"),
        ({"state": "of no kind"}, "simplifient", "No translation meets"),
    ],
)
def test_the_list_can_be_narrowed(text: Text, query: dict[str, str], here: str, gone: str) -> None:
    shown = words_of(signed_in("Mia").get(list_of(text), query))

    assert here in shown
    assert gone not in shown


def test_a_translation_is_confirmed_from_the_list_and_leaves_it(text: Text) -> None:
    mia, url = signed_in("Mia"), confirm_url(text)
    sent = fields(mia.get(list_of(text), {"state": "stale"}), "confirm/")
    there = goes_to(mia.post(url, sent))

    assert there == f"{list_of(text)}?state=stale"
    assert wording(text, "fr", "simplifient").state == WordingState.TRANSLATED
    shown = words_of(mia.get(there))
    assert "The translation into French is confirmed." in shown
    assert "No translation meets these conditions" in shown


def test_it_is_confirmed_on_the_page_of_its_clause_as_well(text: Text) -> None:
    french = wording(text, "fr", "simplifient")
    page = reverse("consultation:desk-clause", args=[text.slug, french.clause.key]) + "?language=fr"
    mia = signed_in("Mia")
    assert "Confirm the translation" in words_of(mia.get(page))
    sent = fields(mia.get(page), "confirm/")

    assert goes_to(mia.post(confirm_url(text), sent)) == page
    after = words_of(mia.get(page))
    assert "Confirm the translation" not in after
    assert "The source changed since." not in after


def test_what_changed_meanwhile_is_told_and_not_confirmed(text: Text) -> None:
    mia = signed_in("Mia")
    sent = fields(mia.get(list_of(text), {"state": "stale"}), "confirm/")
    make.reworded(text, "short visas", "brief visas")
    shown = words_of(mia.post(confirm_url(text), sent, follow=True))

    assert "nothing was confirmed" in shown
    assert "[inserted: brief end of insertion]" in shown
    assert wording(text, "fr", "simplifient").state == WordingState.STALE


def test_a_second_click_confirms_nothing_and_says_so(text: Text) -> None:
    mia = signed_in("Mia")
    sent = fields(mia.get(list_of(text), {"state": "stale"}), "confirm/")
    mia.post(confirm_url(text), sent)
    before = LedgerEntry.objects.count()

    assert "Nothing was to be confirmed" in words_of(mia.post(confirm_url(text), sent, follow=True))
    assert LedgerEntry.objects.count() == before


def test_who_does_not_edit_the_text_reads_the_list_and_confirms_nothing(text: Text) -> None:
    chloe = signed_in("Chloé")
    shown = words_of(chloe.get(list_of(text)))
    assert "Confirm the translation" not in shown
    assert "Only the members of this text’s drafting committee edit" in shown
    french = wording(text, "fr", "simplifient")
    sent = {"language": "fr", "basis": digest(french.text), "source_basis": "0"}
    with nothing_written():
        assert chloe.post(confirm_url(text), sent).status_code == 403
    url = add_url(text)
    assert chloe.get(url).status_code == 403
    make.person("Olga")
    for address in (list_of(text), url):
        assert signed_in("Olga").get(address).status_code == 404
    assert Client().get(list_of(text)).status_code == 302


def test_first_words_are_written_beside_their_source(text: Text) -> None:
    mia, url = signed_in("Mia"), add_url(text)
    page = mia.get(url)
    assert "for researchers." in words_of(page)
    sent = {
        "words": "pour les chercheurs.",
        "weight": "editorial",
        "reason": "A first translation.",
        "source_basis": page.context["form"]["source_basis"].value(),
    }
    there = mia.post(url, sent, follow=True)

    assert "is recorded" in words_of(there)
    assert wording(text, "fr", "pour les chercheurs").state == WordingState.TRANSLATED
    again = mia.post(url, sent | {"words": "aux chercheurs."})
    assert again.status_code == 409
    assert "is there in French already" in words_of(again)
    assert again.context["form"]["words"].value() == "aux chercheurs."


def test_what_was_typed_is_kept_when_a_reason_is_missing_or_the_clause_has_left(text: Text) -> None:
    mia, url = signed_in("Mia"), add_url(text)
    sent = {"words": "pour les chercheurs.", "weight": "editorial", "reason": "", "source_basis": "0"}
    response = mia.post(url, sent)
    assert response.status_code == 422
    assert response.context["form"]["words"].value() == "pour les chercheurs."
    assert set(response.context["form"].errors) == {"reason"}
    assert mia.post(url, sent | {"reason": "First.", "words": "  "}).status_code == 422


def test_a_translator_whose_source_went_on_is_told_that_it_stays_on_the_list(text: Text) -> None:
    french = wording(text, "fr", "simplifient")
    mia = signed_in("Mia")
    page = mia.get(
        reverse("consultation:desk-clause", args=[text.slug, french.clause.key]), {"language": "fr"}
    )
    form = page.context["form"]
    sent = {name: form[name].value() for name in ("basis", "version", "source_basis")}
    make.reworded(text, "short visas", "brief visas")
    url = reverse("consultation:desk-revise", args=[text.slug, french.clause.key]) + "?language=fr"
    sent = sent | {
        "words": "Ils simplifient les visas courts.",
        "weight": "editorial",
        "reason": "After the source.",
    }
    shown = words_of(mia.post(url, sent, follow=True))

    assert "The source changed again while you were writing" in shown
    assert "[inserted: brief end of insertion]" in shown
    assert wording(text, "fr", "Ils simplifient").state == WordingState.STALE


def test_a_clause_offers_the_languages_it_is_not_in(text: Text) -> None:
    key = wording(text, "en", "for researchers").clause.key
    page = signed_in("Mia").get(reverse("consultation:desk-clause", args=[text.slug, key]))

    assert "Translate it into French" in words_of(page)
    assert f'href="{add_url(text)}"' in page.content.decode()


def test_the_list_is_there_before_the_first_draft_and_in_both_languages() -> None:
    text = make.text("empty")
    assert "Every translation holds" in words_of(signed_in("Mia").get(list_of(text)))
    assert signed_in("Mia").get(list_of(text).replace("/en/", "/fr/")).status_code == 200


def test_a_long_list_has_pages_and_costs_the_same(text: Text) -> None:
    mia = signed_in("Mia")
    before = queries_of(mia, list_of(text))
    more = "".join(f"\n{number}. The partners meet in month {number}.\n" for number in range(4, 40))
    make.imported(text, make.DRAFT.replace("short-stay visas", "short visas") + more)

    assert queries_of(mia, list_of(text)) == before
    shown = words_of(mia.get(list_of(text), {"page": "2", "language": "fr"}))
    assert "Page 2 of 2" in shown
    assert "in month 39" in shown
    assert "in month 4." not in shown


def test_a_member_of_another_text_has_nothing_here(text: Text) -> None:
    make.member_of(make.text("another"), "Ravi", Role.MEMBER)
    ravi = signed_in("Ravi")

    assert ravi.get(list_of(text)).status_code == 404
    assert ravi.post(confirm_url(text), {}).status_code == 404
