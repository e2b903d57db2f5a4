"""Guiding questions: put with the consultation or later, never changed, and named by the comments that answer them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from consultation.models import Comment, CommentDraft, Consultation, GuidingQuestion
from consultation.models.guards import GUARDS
from drafts.models import LedgerEntry
from drafts.models.keys import new_key
from tests import make
from tests.make import NOON
from tests.pages import goes_to, signed_in, words_of
from tests.rounds import VISAS, asked, half_written, opened

pytestmark = pytest.mark.django_db


def write_url(on: Consultation, words: str = VISAS) -> str:
    clause = make.clause_that_says(on.version, words)
    return reverse("consultation:comment-write", args=[on.version.text.slug, on.version.slug, clause.key])


def sent(**fields: object) -> dict[str, object]:
    return {"body": "Yes.", "language": "en", "kind": "general", "key": new_key(), **fields}


def test_questions_are_put_with_the_consultation_in_each_language() -> None:
    version = make.published()
    page = reverse("consultation:consultation-open", args=[version.text.slug, version.slug])
    terms = {
        "opens_at": "2090-05-01T09:00",
        "closes_at": "2090-06-01T18:00",
        "moderation": "before",
        "audience": "public",
    }
    sena = signed_in("Sena")
    lines = {
        "questions_en": "Whom does it help?\n\nWhom does it harm?",
        "questions_fr": "Qui cela aide-t-il ?",
    }

    assert "missing in one of the languages" in words_of(sena.post(page, terms | lines))
    lines["questions_fr"] += "\nÀ qui cela nuit-il ?"
    made = goes_to(sena.post(page, terms | lines))
    assert [each.words for each in GuidingQuestion.objects.order_by("number")] == [
        {"en": "Whom does it help?", "fr": "Qui cela aide-t-il ?"},
        {"en": "Whom does it harm?", "fr": "À qui cela nuit-il ?"},
    ]
    assert "Whom does it harm?" in words_of(sena.get(made))
    assert "À qui cela nuit-il ?" in words_of(sena.get(made.replace("/en/", "/fr/")))


def test_more_are_put_while_it_is_open_and_none_is_changed() -> None:
    now = timezone.now()
    on = opened(at=now)
    first = asked(on, "Whom does it help?", at=now)
    page, sena = reverse("consultation:questions", args=[on.key]), signed_in("Sena")
    clause = make.clause_that_says(on.version, VISAS)
    more = {"questions_en": "Which visas?", "questions_fr": "Quels visas ?", "clause": clause.key}

    assert "Write a question" in words_of(sena.post(page, {"clause": ""}))
    assert "no clause with this key" in words_of(sena.post(page, more | {"clause": "none"}))
    assert goes_to(sena.post(page, more)) == on.get_absolute_url()
    second = GuidingQuestion.objects.latest("number")
    assert (second.number, second.clause) == (2, clause)
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key) == ("asked", on.key)
    assert second.key in entry.payload
    assert "visas" not in entry.payload
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE consultation_guidingquestion SET number = 9 WHERE id = %s", [first.pk])


def test_only_the_secretariat_asks_and_not_once_it_is_closed() -> None:
    on = opened(at=NOON)
    with pytest.raises(PermissionDenied, match="nobody would answer"):
        asked(on, "Why?", at=on.closes_at)
    page = reverse("consultation:questions", args=[opened_now().key])
    assert signed_in("Mia").get(page).status_code == 403
    assert signed_in("Nils").get(page).status_code == 404


def opened_now() -> Consultation:
    return opened(make.published(make.text("another-text")), at=timezone.now())


def test_a_clause_shows_its_questions_and_those_of_the_text_and_a_comment_names_one() -> None:
    now = timezone.now()
    on = opened(at=now)
    whole = asked(on, "Whom does it help?", at=now)
    visas = asked(on, "Which visas?", make.clause_that_says(on.version, VISAS), at=now)
    make.olga()
    olga = signed_in("Olga")
    there, elsewhere = words_of(olga.get(write_url(on))), words_of(olga.get(write_url(on, "students")))
    clause_page = write_url(on).removesuffix("comment/")

    assert "1. Whom does it help?" in there
    assert "2. Which visas?" in there
    assert "Which visas?" not in elsewhere
    assert "Which visas?" in words_of(olga.get(clause_page))
    chosen = olga.get(write_url(on), {"question": visas.key}).context["form"]["question"].value()
    assert chosen == visas.key
    assert olga.post(write_url(on), sent(question=visas.key)).status_code == 302
    assert olga.post(write_url(on), sent(question="")).status_code == 302
    assert olga.post(write_url(on, "students"), sent(question=visas.key)).status_code == 422
    answering, free = Comment.objects.order_by("pk")
    assert (answering.question, free.question) == (visas, None)
    assert whole.comments.count() == 0
    for reader, page in (
        (olga, clause_page),
        (olga, answering.get_absolute_url()),
        (
            signed_in("Mia"),
            reverse("consultation:desk-clause", args=[on.version.text.slug, answering.clause.key]),
        ),
    ):
        assert "on question 2: Which visas?" in words_of(reader.get(page))
    call_command("verify_ledger")


def test_without_questions_the_form_has_no_field_for_them() -> None:
    on = opened(at=timezone.now())
    make.olga()

    assert "The question you answer" not in words_of(signed_in("Olga").get(write_url(on)))


def test_a_half_written_comment_keeps_its_question() -> None:
    now = timezone.now()
    on = opened(at=now)
    question = asked(on, "Whom does it help?", at=now)
    draft = half_written(on, by=make.olga(), at=now)
    olga = signed_in("Olga")
    save = reverse("consultation:draft-save", args=[draft.key])

    assert olga.post(save, sent(question=question.key)).status_code == 200
    assert CommentDraft.objects.get().question == question
    page = olga.get(reverse("consultation:draft-edit", args=[draft.key]))
    assert page.context["form"]["question"].value() == question.key


def test_the_ledger_notices_another_question() -> None:
    now = timezone.now()
    on = opened(at=now)
    first, second = asked(on, "One?", at=now), asked(on, "Two?", at=now)
    make.olga()
    signed_in("Olga").post(write_url(on), sent(question=first.key))
    call_command("verify_ledger")
    # What an administrator of the database can do; the test's rollback puts them up again.
    for guard in GUARDS:
        guard.take_down(connection.schema_editor())
    Comment.objects.update(question=second)

    with pytest.raises(CommandError, match="its words are not those in the ledger"):
        call_command("verify_ledger")
