"""Publishing from the page: what would be shown, what stands in the way, and the chair's signature."""

import pytest
from django.test import Client
from django.urls import reverse

from consultation.actions.dispositions import dispose, revise_answering
from consultation.models import Comment, Outcome
from drafts.models import Text, Version, Weight
from drafts.models.ledger import digest
from tests import make
from tests.make import Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db


def url_of(text: Text) -> str:
    return reverse("consultation:publish", args=[text.slug])


def working(text: Text) -> Version:
    return Version.objects.working().get(text=text)


def answered(comment: Comment) -> None:
    dispose(
        by=make.person("Mia"),
        comment=comment,
        outcome=Outcome.NOTED,
        reason="",
        language="en",
        revisions=[],
        supersedes=None,
        at=make.NOON,
    )


def signature(client: Client, text: Text) -> dict[str, object]:
    """What the chair's button sends from the page as it is now."""
    form = client.get(url_of(text)).context["form"]
    return {"version": form["version"].value(), "basis": form["basis"].value()}


def reword(text: Text) -> None:
    wording = working(text).wordings.get(text__contains="researchers")
    revise_answering(
        by=make.person("Mia"),
        wording=wording,
        words="for researchers and lecturers.",
        weight=Weight.SUBSTANCE,
        reason="Lecturers too.",
        basis=digest(wording.text),
        answers=[],
        at=make.NOON,
    )


def test_the_chair_publishes_and_hears_how_the_comments_fared() -> None:
    round_ = make.consultation()
    text = round_.version.text
    comment = make.comment(Said(on="average time"), by=make.olga(), on=round_)
    answered(comment)
    reword(text)
    chloe = signed_in("Chloé")
    shown = words_of(chloe.get(url_of(text)))
    assert "Publish Rev.1" in shown
    assert "[inserted:" in shown
    response = chloe.post(url_of(text), signature(chloe, text), follow=True)
    assert "Rev.1 is published. 1 comment was carried along (Unchanged: 1)" in words_of(response)
    assert working(text).number == 2


def test_while_an_input_awaits_its_answer_there_is_a_list_and_no_button() -> None:
    round_ = make.consultation()
    text = round_.version.text
    waits = make.comment(Said(on="average time"), by=make.olga(), on=round_)
    hidden = make.comment(Said(on="researchers"), by=make.omar(), on=round_, visible=False)
    page = signed_in("Chloé").get(url_of(text))
    assert "2 inputs await their answer" in words_of(page)
    assert reverse("consultation:dispose", args=[waits.reference]) in page.content.decode()
    assert reverse("consultation:moderate", args=[hidden.reference]) in page.content.decode()
    assert "<button" not in page.content.decode().split("<main")[1]


def test_a_comment_that_arrives_at_the_last_moment_stops_the_publication() -> None:
    round_ = make.consultation()
    text = round_.version.text
    chloe = signed_in("Chloé")
    signed = signature(chloe, text)
    late = make.comment(Said(on="average time"), by=make.olga(), on=round_)
    response = chloe.post(url_of(text), signed)
    assert response.status_code == 409
    assert late.reference in words_of(response)
    assert working(text).number == 1


def test_the_chair_signs_the_words_the_page_showed_and_no_others() -> None:
    text = make.published().text
    chloe = signed_in("Chloé")
    signed = signature(chloe, text)
    reword(text)
    response = chloe.post(url_of(text), signed)
    assert response.status_code == 409
    assert "The text changed since you opened this page" in words_of(response)
    assert working(text).number == 1


def test_sending_the_form_twice_publishes_one_version() -> None:
    text = make.published().text
    chloe = signed_in("Chloé")
    signed = signature(chloe, text)
    assert chloe.post(url_of(text), signed).status_code == 302
    assert chloe.post(url_of(text), signed).status_code == 409
    assert working(text).number == 2


def test_the_others_see_the_page_and_why_they_do_not_publish() -> None:
    text = make.published().text
    for name in ("Mia", "Paul", "Sena"):
        client = signed_in(name)
        assert "Only the chair publishes a version" in words_of(client.get(url_of(text)))
        assert client.post(url_of(text), {}).status_code == 403
    make.olga()
    assert signed_in("Olga").get(url_of(text)).status_code == 404
    assert Client().get(url_of(text)).status_code == 302


def test_a_text_without_a_draft_has_nothing_to_publish() -> None:
    text = make.text()
    chloe = signed_in("Chloé")
    assert "Nothing to publish yet" in words_of(chloe.get(url_of(text)))
    assert chloe.post(url_of(text), {}).status_code == 409


def test_looking_writes_nothing_and_the_queries_do_not_grow() -> None:
    round_ = make.consultation()
    text = round_.version.text
    chloe = signed_in("Chloé")
    make.comment(Said(on="average time"), by=make.olga(), on=round_)
    with nothing_written():
        chloe.get(url_of(text))
    before = queries_of(chloe, url_of(text))
    for _number in range(5):
        make.comment(Said(on="researchers"), by=make.omar(), on=round_)
    assert queries_of(chloe, url_of(text)) == before
