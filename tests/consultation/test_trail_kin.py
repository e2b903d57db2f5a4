"""The trail keeps to what its reader may see, and marks the very words that were meant."""

import re

import pytest
from django.test import Client

from consultation.actions.comments import Words, submit_comment
from consultation.models import Comment, Consultation
from drafts.models import Text, Version
from drafts.models.keys import new_key
from drafts.text.anchors import make_anchor
from drafts.text.inline import plain
from tests import make
from tests.pages import signed_in, words_of

pytestmark = pytest.mark.django_db

APART = """# Return

1. Each partner shall open a national help desk that answers written questions about permits.

2. Each partner shall train the staff who work there in the languages of the applicants, so that nobody
travels in vain.

3. The partners shall inform each other of the visas they refuse.
"""
JOINED = """# Return

1. Each partner shall open a national help desk that answers written questions about permits, and shall
train the staff who work there in the languages of the applicants, so that nobody travels in vain.

2. The partners shall inform each other of the visas they refuse.
"""
TWICE = "# Return\n\n1. The office informs the partners, and the office informs the public.\n"


def history(version: Version, words: str) -> str:
    return f"/en/clauses/{make.clause_that_says(version, words).key}/history/"


def changes(page: str, reader: Client) -> int:
    return reader.get(page).content.decode().count('id="revision-')


def test_what_the_committee_merges_in_its_draft_is_not_told_before_it_is_published() -> None:
    version = make.published(draft=APART)
    pages = [history(version, "open a national"), history(version, "train the staff")]
    before = [changes(page, Client()) for page in pages]
    make.imported(version.text, JOINED)

    assert [changes(page, Client()) for page in pages] == before == [1, 1]
    assert sum(changes(page, signed_in("Mia")) for page in pages) > 3


def test_why_an_old_version_reads_as_it_does_says_nothing_of_later_mergers() -> None:
    version = make.published(draft=APART)
    make.imported(version.text, JOINED)
    make.issued(version.text)
    for words in ("open a national", "train the staff"):
        key = make.clause_that_says(version, words).key
        page = f"/en/texts/{version.text.slug}/{version.slug}/clauses/{key}/why/"
        assert changes(page, Client()) == 1


def test_of_words_that_stand_twice_in_a_clause_the_ones_that_were_meant_are_marked() -> None:
    round_ = make.consultation(make.published(draft=TWICE), moderation=Consultation.Moderation.AFTER)
    wording = round_.version.wordings.select_related("clause").get(text__contains="office")
    start = plain(wording.text).rindex("office")
    said = submit_comment(
        by=make.olga(),
        consultation=round_,
        clause=wording.clause,
        words=Words(body="Which?", language="en", anchor=make_anchor(plain(wording.text), start, start + 6)),
        key=new_key(),
        at=make.NOON,
    )
    make.answered(Comment.objects.get(pk=said.pk))
    make.reworded(round_.version.text, "the public", "the wide public")
    make.issued(round_.version.text)
    page = Client().get(said.get_absolute_url())

    assert "What became of it?" in words_of(page)
    marked = re.findall(r'(\w+) <mark class="quoted">office</mark> (\w+ the \w+)', page.content.decode())
    assert marked == [("the", "informs the public"), ("the", "informs the wide")]


def test_the_ledger_names_no_text_before_it_is_published_but_to_those_who_work_on_it() -> None:
    make.imported(make.text("secret-annex"))
    assert "secret-annex" not in Client().get("/en/ledger/").content.decode().replace(
        "programme-secret-annex", ""
    )
    assert "of a text in preparation" in words_of(Client().get("/en/ledger/"))
    assert "secret-annex/0" in words_of(signed_in("Mia").get("/en/ledger/"))
    make.issued(Text.objects.get(slug="secret-annex"))

    assert "secret-annex/zero-draft" in words_of(Client().get("/en/ledger/"))
