"""One clause with its comments: what was said, where its words are now, how it was answered."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.actions.comments import withdraw_comment
from consultation.actions.moderation import moderate_comment
from consultation.models import Comment, Consultation, Outcome, Standing
from drafts.models import Clause, Version
from tests import make
from tests.make import Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db


def thread_of(version: Version, clause: Clause) -> str:
    return reverse("consultation:clause", args=[version.text.slug, version.slug, clause.key])


def said_on_visas(round_: Consultation, *, visible: bool = True) -> Comment:
    wanted = Said(
        on="short-stay",
        body="Which visas?\n\nName them.",
        quote="short-stay visas",
        proposed="The partners shall simplify the procedures for all visas.",
    )
    return make.comment(wanted, by=make.olga(), on=round_, visible=visible)


def moderated(comment: Comment, state: Standing.State, reason: str) -> None:
    was = Standing.objects.get(comment=comment).state
    make_sena = make.secretariat()
    moderate_comment(by=make_sena, comment=comment, was=was, state=state, reason=reason, at=make.NOON)


def test_a_comment_is_read_with_its_quote_its_proposal_and_who_speaks() -> None:
    said = said_on_visas(make.consultation())
    page = Client().get(thread_of(said.consultation.version, said.clause))
    shown = words_of(page)

    assert "Network of Olga civil society" in shown
    assert "technical or substantive" in shown
    assert "in English" in shown
    assert '<mark class="quoted">short-stay visas</mark>' in page.content.decode()
    assert "<p>Which visas?</p>" in page.content.decode()
    assert "[deleted: short-stay end of deletion]" in shown
    assert "[inserted: all end of insertion]" in shown
    assert reverse("consultation:comment", args=[said.reference]) in page.content.decode()


def test_the_name_of_the_person_is_not_published() -> None:
    said = said_on_visas(make.consultation())
    said.author.name = "Olga Petrova"
    said.author.save()

    assert "Petrova" not in words_of(Client().get(thread_of(said.consultation.version, said.clause)))


def test_a_comment_that_waits_is_seen_by_its_author_and_the_committee_alone() -> None:
    said = said_on_visas(make.consultation(), visible=False)
    url = thread_of(said.consultation.version, said.clause)
    make.omar()

    for name in ("Olga", "Mia"):
        assert "Awaiting moderation" in words_of(signed_in(name).get(url))
    for reader in (Client(), signed_in("Omar")):
        assert "Which visas?" not in words_of(reader.get(url))


def test_the_author_of_a_returned_comment_reads_why() -> None:
    said = said_on_visas(make.consultation(), visible=False)
    moderated(said, Standing.State.RETURNED, "It names a person.")
    url = thread_of(said.consultation.version, said.clause)

    assert "It names a person." in words_of(signed_in("Olga").get(url))
    assert "It names a person." not in words_of(Client().get(url))
    assert "Which visas?" not in words_of(signed_in("Mia").get(url))


def test_what_was_hidden_or_withdrawn_leaves_a_count_and_no_words() -> None:
    round_ = make.consultation()
    hidden, withdrawn = said_on_visas(round_), said_on_visas(round_)
    moderated(hidden, Standing.State.HIDDEN, "Off topic.")
    withdraw_comment(by=make.olga(), comment=withdrawn, at=make.NOON)
    shown = words_of(Client().get(thread_of(round_.version, hidden.clause)))

    assert "2 comments were hidden by the moderators or withdrawn by their authors." in shown
    assert "Which visas?" not in shown


def test_an_answer_stands_under_its_comment_with_the_way_to_the_words_it_led_to() -> None:
    said = said_on_visas(make.consultation())
    text = said.consultation.version.text
    revision = make.reworded(text, "short-stay visas", "all visas", answers=[said])
    make.answered(said, Outcome.ACCEPTED, reason="Agreed.", revisions=[revision])
    url = thread_of(said.consultation.version, said.clause)
    led_to = reverse("consultation:revision", args=[revision.history_id])

    assert "Accepted Agreed." in words_of(Client().get(url))
    assert led_to in signed_in("Mia").get(url).content.decode()
    make.issued(text)
    assert led_to in Client().get(url).content.decode()


def test_words_in_work_are_promised_and_not_linked() -> None:
    said = said_on_visas(make.consultation())
    revision = make.reworded(said.consultation.version.text, "short-stay visas", "all visas", answers=[said])
    make.answered(said, Outcome.ACCEPTED, revisions=[revision])
    page = Client().get(thread_of(said.consultation.version, said.clause))

    assert "The words it led to are in work" in words_of(page)
    assert "/revisions/" not in page.content.decode()


def test_a_carried_comment_says_what_became_of_its_words_and_shows_both() -> None:
    said = said_on_visas(make.consultation())
    text = said.consultation.version.text
    make.answered(said)
    make.reworded(text, "the procedures for short-stay visas", "every rule on short-stay visas")
    version = make.issued(text)
    shown = words_of(Client().get(thread_of(version, said.clause)))

    assert "Words nearby changed Made on Zero draft." in shown
    old_and_new = shown.split("Old and new words")[1]
    assert "Zero draft The partners shall simplify the procedures for short-stay visas ." in old_and_new
    assert "Rev.1 The partners shall simplify every rule on short-stay visas ." in old_and_new


def test_words_that_stayed_need_no_comparing() -> None:
    said = said_on_visas(make.consultation())
    text = said.consultation.version.text
    make.answered(said)
    shown = words_of(Client().get(thread_of(make.issued(text), said.clause)))

    assert "Unchanged Made on Zero draft." in shown
    assert "Old and new words" not in shown


def test_the_part_for_the_margin_is_the_thread_alone() -> None:
    said = said_on_visas(make.consultation())
    url = thread_of(said.consultation.version, said.clause)
    part = Client().get(url, headers={"hx-request": "true"})

    assert "<html" not in part.content.decode()
    assert part.content.decode().lstrip().startswith('<section class="thread"')
    assert "Close" in words_of(part)
    assert "HX-Request" in part["Vary"]


def test_a_clause_nobody_spoke_on_says_so() -> None:
    version = make.published()
    clause = make.clause_that_says(version, "researchers")

    assert "No comments yet" in words_of(Client().get(thread_of(version, clause)))


def test_a_clause_of_another_text_or_version_is_not_found() -> None:
    version = make.published()
    other = make.published(make.text("another"))
    elsewhere = make.clause_that_says(other, "researchers")

    assert Client().get(thread_of(version, elsewhere)).status_code == 404
    assert Client().get(thread_of(make.working(version.text), elsewhere)).status_code == 404


def test_commenting_is_offered_while_it_is_open_and_refused_with_the_reason() -> None:
    round_ = make.consultation(at=timezone.now() - timedelta(hours=1))
    clause = make.clause_that_says(round_.version, "researchers")
    url = thread_of(round_.version, clause)
    make.olga()
    make.person("Nils")

    for reader in (Client(), signed_in("Olga")):
        assert re.search(r'href="[^"]+/comment/\?language=en"', reader.get(url).content.decode())
    assert "has not admitted your registration" in words_of(signed_in("Nils").get(url))


@pytest.mark.parametrize("reader", ["", "Olga", "Mia"])
def test_reading_writes_nothing_and_asks_as_much_for_many_comments(reader: str) -> None:
    round_ = make.consultation()
    first = said_on_visas(round_)
    make.answered(first)
    client = signed_in(reader) if reader else Client()
    url = thread_of(round_.version, first.clause) + "?fresh=1"
    with nothing_written():
        few = queries_of(client, url)
    for _ in range(8):
        make.answered(said_on_visas(round_))

    assert queries_of(client, url) == few
