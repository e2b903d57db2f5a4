"""The desk: the texts one works on, and the queue of one."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Consultation
from drafts.models import Text
from tests import make
from tests.make import Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

DESKS = "/en/desk/"


def desk_of(text: Text) -> str:
    return reverse("consultation:desk", args=[text.slug])


def spoken() -> Consultation:
    """A consultation with one visible comment of Olga's and one of Omar's that waits."""
    round_ = make.consultation()
    make.comment(Said(on="average time", body="Publish the median."), by=make.olga(), on=round_)
    make.comment(Said(on="researchers", body="And lecturers."), by=make.omar(), on=round_, visible=False)
    return round_


def test_the_desks_list_the_texts_one_works_on_with_what_waits() -> None:
    text = spoken().version.text
    make.text("another-text")
    shown = signed_in("Mia").get(DESKS)
    assert words_of(shown).count("Rev.1") == 1
    row = shown.content.decode().split(desk_of(text))[1].split("</tr>")[0]
    assert re.findall(r'class="number">(\d+)<', row) == ["2", "1"]


def test_somebody_without_a_text_is_told_who_gives_one() -> None:
    make.person("Nils")
    assert "You do not work on a text" in words_of(signed_in("Nils").get(DESKS))


def test_the_desk_is_not_there_for_strangers_and_observers() -> None:
    text = make.published().text
    make.olga()
    for name in ("Olga", "Nils", "Ravi"):
        make.person(name)
        assert signed_in(name).get(desk_of(text)).status_code == 404
    assert Client().get(desk_of(text)).status_code == 302


def test_the_queue_shows_each_clause_with_its_inputs() -> None:
    shown = words_of(signed_in("Mia").get(desk_of(spoken().version.text)))
    assert "Rev.1 in work" in shown
    assert "1 input, 1 not answered" in shown
    assert "1 to moderate" in shown
    assert shown.index("short-stay visas") < shown.index("average time") < shown.index("researchers")


def test_the_keys_step_through_the_clauses_and_those_with_open_inputs() -> None:
    round_ = spoken()
    page = signed_in("Mia").get(desk_of(round_.version.text))
    shown = page.content.decode()
    rows = page.context["desk"].rows
    assert shown.count(" data-step") == len(rows)
    assert shown.count(" data-open") == sum(bool(row.count.open) for row in rows) > 0


def test_a_filter_leaves_the_clauses_with_the_inputs_asked_for() -> None:
    text = spoken().version.text
    mia = signed_in("Mia")
    diaspora = words_of(mia.get(desk_of(text), {"category": "diaspora"}))
    assert "researchers" in diaspora
    assert "average time" not in diaspora
    answered = words_of(mia.get(desk_of(text), {"answered": "answered"}))
    assert "No input meets these conditions" in answered
    everything = words_of(mia.get(desk_of(text), {"category": "nonsense"}))
    assert "short-stay visas" in everything


def test_inputs_on_a_clause_that_left_are_listed_apart() -> None:
    text = spoken().version.text
    without = make.DRAFT.replace("(b) for researchers.\n\n", "")
    make.imported(text, without)
    shown = words_of(signed_in("Mia").get(desk_of(text)))
    gone = shown.split("Inputs on clauses that are gone")[1]
    assert "for researchers." in gone
    assert "1 not answered" in gone


def test_everybody_sees_the_buttons_for_what_they_may_do() -> None:
    text = make.published().text
    for name, offered, refused in (
        ("Chloé", "Publish Rev.1", "Import a draft"),
        ("Paul", "Import a draft", "Publish Rev.1"),
        ("Sena", "Open a consultation on Zero draft", "Publish Rev.1"),
        ("Mia", "What publishing would show", "Import a draft"),
    ):
        shown = words_of(signed_in(name).get(desk_of(text)))
        assert offered in shown, name
        assert refused not in shown, name


def test_a_text_without_a_draft_says_who_brings_one() -> None:
    shown = words_of(signed_in("Mia").get(desk_of(make.text())))
    assert "No draft yet" in shown


def test_looking_writes_nothing() -> None:
    text = spoken().version.text
    mia = signed_in("Mia")
    with nothing_written():
        mia.get(DESKS)
        mia.get(desk_of(text))


def test_the_queries_do_not_grow_with_the_inputs() -> None:
    round_ = spoken()
    mia, text = signed_in("Mia"), round_.version.text
    before = queries_of(mia, desk_of(text)), queries_of(mia, DESKS)
    for number in range(6):
        make.comment(Said(on="short-stay", body=f"Number {number}."), by=make.olga(), on=round_)
    assert (queries_of(mia, desk_of(text)), queries_of(mia, DESKS)) == before
