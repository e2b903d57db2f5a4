"""Importing a draft on its pages: upload, preview, corrections, apply."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from drafts.actions.imports import stage_import
from drafts.actions.wordings import revise_wording
from drafts.models import Clause, DraftImport, LedgerEntry, Text, Version, Weight, Wording
from drafts.models.ledger import digest
from drafts.text.markup import MAX_BYTES
from tests import make
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

# The first paragraph reworded, the third before the second, one new, the last gone.
SECOND = """# Legal mobility

*Recalling* the commitments made by the partners in earlier programmes,

## Visas

1. The partners shall greatly simplify the procedures for short-stay visas.

2. Each partner publishes the average time a decision takes:

(a) for students;

(b) for researchers.

## Talents

3. A common help desk answers questions about permits in every official language.
"""


def upload(client: Client, text: Text, content: bytes, **fields: str) -> Any:
    sent = {"language": "en", "label": "Zero draft", **fields}
    file = SimpleUploadedFile("draft.md", content)
    return client.post(reverse("drafts:import", args=[text.slug]), {**sent, "file": file})


def paste(client: Client, text: Text, draft: str, **fields: str) -> Any:
    sent = {"language": "en", "label": "Zero draft", "draft": draft, **fields}
    return client.post(reverse("drafts:import", args=[text.slug]), sent)


def staged(text: Text, draft: str = SECOND, language: str = "en") -> DraftImport:
    return stage_import(
        by=make.person("Paul"),
        text=text,
        language=language,
        label="Zero draft",
        file_name="second.md",
        content=draft.encode(),
        at=make.NOON,
    )


def page_of(held: DraftImport, name: str = "import-preview") -> str:
    return reverse(f"drafts:{name}", args=[held.text.slug, held.key])


def test_the_penholder_uploads_a_file_and_sees_its_clauses_before_anything_is_written() -> None:
    text = make.text()
    paul = signed_in("Paul")
    response = upload(paul, text, make.DRAFT.encode())
    assert response.status_code == 302
    shown = words_of(paul.get(goes_to(response)))
    assert "Each partner publishes the average time" in shown
    assert "They become the first version of the text" in shown
    assert not Version.objects.exists()


def test_pasted_words_are_as_good_as_a_file() -> None:
    text = make.text()
    response = paste(signed_in("Paul"), text, make.DRAFT)
    assert response.status_code == 302
    assert bytes(DraftImport.objects.get().content).decode().split() == make.DRAFT.split()


def test_strangers_and_observers_find_no_import_page() -> None:
    version = make.published()
    make.olga()
    make.person("Ravi")
    url = reverse("drafts:import", args=[version.text.slug])
    assert signed_in("Olga").get(url).status_code == 404
    assert signed_in("Ravi").get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_a_member_is_told_who_imports() -> None:
    text = make.text()
    response = signed_in("Mia").get(reverse("drafts:import", args=[text.slug]))
    assert response.status_code == 403
    assert "Only the penholder of this text or the secretariat" in words_of(response)


def test_looking_at_the_pages_writes_nothing() -> None:
    make.imported(make.text())
    held = staged(Text.objects.get())
    paul = signed_in("Paul")
    with nothing_written():
        assert paul.get(reverse("drafts:import", args=[held.text.slug])).status_code == 200
        assert paul.get(page_of(held)).status_code == 200


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There are no words in it"),
        (b"PK\x03\x04" + b"\x00" * 40 + b"word/document.xml", "Save it as plain text"),
        (b"%PDF-1.7 rest", "This is a PDF"),
        (b"1. Fine.\n\n2. Caf\xe9 au lait\n", "Line 3 is not written in UTF-8"),
        (b"a\x00b" * 300, "does not hold text"),
        (b"x\n\n" * 10_001, "has more than 20,000 lines"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_that_says_what_to_do(
    content: bytes, sentence: str
) -> None:
    text = make.text()
    entries = LedgerEntry.objects.count()
    response = upload(signed_in("Paul"), text, content)
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert not DraftImport.objects.exists()
    assert LedgerEntry.objects.count() == entries


def test_a_file_of_twenty_megabytes_gets_the_same_kind_of_answer() -> None:
    response = upload(signed_in("Paul"), make.text(), b"word " * (4 * 1024 * 1024))
    assert response.status_code == 422
    assert "It holds 20 MB, and a draft may hold 5 MB" in words_of(response)


def test_twenty_pasted_megabytes_do_too_and_are_not_kept_in_memory() -> None:
    response = paste(signed_in("Paul"), make.text(), "word " * (4 * 1024 * 1024))
    assert response.status_code == 413
    assert "a draft may hold 5 MB" in words_of(response)


def test_a_file_just_above_the_limit_is_not_said_to_be_at_it() -> None:
    response = upload(signed_in("Paul"), make.text(), b"x" * (MAX_BYTES + 1))
    assert "It holds 5.1 MB, and a draft may hold 5 MB" in words_of(response)


def test_pasted_words_are_kept_when_something_else_is_wrong() -> None:
    response = paste(signed_in("Paul"), make.text(), "1. Kept as typed.", label="")
    assert response.status_code == 422
    assert "1. Kept as typed." in words_of(response)


def test_the_check_against_forged_forms_holds_on_the_upload() -> None:
    text = make.text()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.person("Paul"))
    assert paste(client, text, make.DRAFT).status_code == 403
    assert not DraftImport.objects.exists()


def test_the_preview_counts_and_shows_what_changes() -> None:
    make.imported(make.text())
    response = signed_in("Paul").get(page_of(staged(Text.objects.get())))
    shown = words_of(response)
    assert "Matched" not in shown
    assert "[inserted: greatly" in shown.replace("[inserted:  ", "[inserted: ")
    assert "Clauses that would leave the text" in shown
    assert "bilateral" in shown.split("Clauses that would leave the text")[1]
    facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", response.content.decode()))
    assert facts["Changed"] == "1"
    assert facts["New"] == "1"
    assert facts["Removed"] == "1"
    assert int(facts["Same words"]) + 2 == len(make.DRAFT.split("\n\n"))


def test_the_filter_leaves_only_what_needs_a_look() -> None:
    make.imported(make.text())
    paul, held = signed_in("Paul"), staged(Text.objects.get())
    shown = paul.get(page_of(held) + "?show=look").content.decode()
    labels = re.findall(r'<th scope="row">([^<]*)</th>', shown)
    assert labels == ["3.", "3."]  # the new clause, and in its own table the one that would leave
    # Taken out of its place, a clause says where it stands.
    assert '<span class="optional" lang="en">Talents</span>' in shown


def test_a_person_says_that_a_new_clause_continues_an_old_one() -> None:
    version = make.imported(make.text())
    bilateral = make.clause_that_says(version, "bilateral")
    held = staged(version.text)
    paul = signed_in("Paul")
    rows = paul.get(page_of(held)).content.decode()
    name = re.search(r'id="row-(\d+)">(?:(?!</tr>).)*common help desk', rows, re.DOTALL)
    assert name is not None
    response = paul.post(page_of(held, "import-correct"), {f"clause-{name[1]}": bilateral.key})
    assert goes_to(response) == page_of(held)
    shown = words_of(paul.get(goes_to(response)))
    assert "Matched again with your choices" in shown
    assert "your choice" in shown
    assert "Clauses that would leave the text" not in shown
    paul.post(page_of(held, "import-apply"), {"weight": "substance", "reason": "Second draft."})
    assert Wording.objects.get(clause=bilateral).text.startswith("A common help desk")
    assert Clause.objects.count() == version.placements.count()


def test_one_clause_cannot_be_chosen_for_two_rows() -> None:
    version = make.imported(make.text())
    key = make.clause_that_says(version, "bilateral").key
    held = staged(version.text)
    paul = signed_in("Paul")
    sent = {"clause-0": key, "clause-1": key}
    response = paul.post(page_of(held, "import-correct"), sent, follow=True)
    assert "One clause was chosen for two rows" in words_of(response)
    held.refresh_from_db()
    assert held.corrections == {}


def test_a_key_from_elsewhere_is_not_taken() -> None:
    version = make.imported(make.text())
    held = staged(version.text)
    response = signed_in("Paul").post(page_of(held, "import-correct"), {"clause-0": "zzzzzzz"}, follow=True)
    assert "That clause is not in this text" in words_of(response)
    held.refresh_from_db()
    assert held.corrections == {}


def test_applying_takes_a_weight_and_a_reason() -> None:
    make.imported(make.text())
    held = staged(Text.objects.get())
    paul = signed_in("Paul")
    response = paul.post(page_of(held, "import-apply"), {"weight": "substance", "reason": ""})
    assert response.status_code == 422
    assert "needs your attention" in words_of(response)
    response = paul.post(
        page_of(held, "import-apply"), {"weight": "clarification", "reason": "After the seminar."}
    )
    assert response.status_code == 302
    changed = Wording.history.filter(text__contains="greatly").get()
    assert (changed.weight, changed.reason) == ("clarification", "After the seminar.")


def test_applying_leads_back_where_one_came_from_and_nowhere_else() -> None:
    make.imported(make.text())
    text = Text.objects.get()
    paul = signed_in("Paul")
    sent = {"weight": "substance", "reason": "New."}
    home = paul.post(page_of(staged(text), "import-apply") + "?next=/en/desk/", sent)
    assert goes_to(home) == "/en/desk/"
    held = staged(text)
    away = paul.post(page_of(held, "import-apply") + "?next=https://elsewhere.example/", sent)
    assert "elsewhere" not in goes_to(away).split("?")[0]


def test_a_text_that_changed_meanwhile_is_matched_again_and_the_reason_is_kept() -> None:
    version = make.imported(make.text())
    held = staged(version.text)
    wording = version.wordings.get(text__contains="for students")
    revise_wording(
        by=make.person("Mia"),
        wording=wording,
        words="for students and apprentices;",
        weight=Weight.SUBSTANCE,
        reason="Apprentices too.",
        basis=digest(wording.text),
        at=make.NOON,
    )
    paul = signed_in("Paul")
    sent = {"weight": "substance", "reason": "Typed at length."}
    response = paul.post(page_of(held, "import-apply"), sent)
    assert response.status_code == 409
    assert "The text changed since you looked at this import" in words_of(response)
    assert "Typed at length." in words_of(response)
    assert paul.post(page_of(held, "import-apply"), sent).status_code == 302


def test_applying_twice_does_it_once() -> None:
    make.imported(make.text())
    held = staged(Text.objects.get())
    paul = signed_in("Paul")
    sent = {"weight": "substance", "reason": "New."}
    paul.post(page_of(held, "import-apply"), sent)
    entries = LedgerEntry.objects.count()
    response = paul.post(page_of(held, "import-apply"), sent, follow=True)
    assert "applied before; nothing was done again" in words_of(response)
    assert "Nothing is left to do here" in words_of(response)
    assert LedgerEntry.objects.count() == entries


def test_a_translation_is_paired_by_its_structure_and_not_likened_to_the_source() -> None:
    version = make.imported(make.text())
    french = make.DRAFT.replace("The partners shall simplify", "Les partenaires simplifient")
    held = staged(version.text, french, "fr")
    response = signed_in("Paul").get(page_of(held))
    shown = words_of(response)
    assert "Paired" in shown
    assert "Without a counterpart" in shown
    assert "[inserted:" not in shown


def test_a_translation_with_a_clause_too_many_is_not_applied() -> None:
    version = make.imported(make.text())
    held = staged(version.text, make.DRAFT + "\n## Une rubrique de trop\n", "fr")
    paul = signed_in("Paul")
    assert "One clause has no counterpart" in words_of(paul.get(page_of(held)))
    response = paul.post(page_of(held, "import-apply"), {"weight": "editorial", "reason": "Traduction."})
    assert response.status_code == 422
    assert "Choose one for each" in words_of(response)
    assert not version.wordings.filter(language="fr").exists()


def test_another_texts_import_is_not_found_under_this_text() -> None:
    make.imported(make.text())
    held = staged(Text.objects.get())
    other = make.text("other-text")
    url = reverse("drafts:import-preview", args=[other.slug, held.key])
    assert signed_in("Paul").get(url).status_code == 404


def test_the_preview_takes_as_many_queries_for_a_long_draft_as_for_a_short_one() -> None:
    make.imported(make.text())
    text = Text.objects.get()
    paul = signed_in("Paul")
    longer = SECOND + "".join(
        f"\n{n}. Paragraph number {n} is about subject {n * 7}.\n" for n in range(4, 60)
    )
    assert queries_of(paul, page_of(staged(text))) == queries_of(paul, page_of(staged(text, longer)))
