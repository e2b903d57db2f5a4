"""Who wrote which words of a clause, when, and answering what: over versions, moves, splits, mergers and imports."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Comment, Consultation
from consultation.reports.authorship import _Chain, read_authorship
from consultation.templatetags.authorship import written_words
from drafts.models import Clause, Revision, Text, Version, Wording
from drafts.text.authorship import attribute, struck
from tests import make
from tests.consultation.test_translations_page import FRENCH
from tests.make import Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(hours=1)
APART = """# Return

1. Each partner shall open a national help desk that answers written questions about permits.

2. Each partner shall train the staff who work there in the languages of the applicants, so that nobody
travels in vain.

3. The partners shall inform each other of the visas they refuse.
"""
DESK = "Each partner shall open a national help desk that answers written questions about permits."
JOINED = """# Return

1. Each partner shall open a national help desk that answers written questions about permits, and shall
train the staff who work there in the languages of the applicants, so that nobody travels in vain.

2. The partners shall inform each other of the visas they refuse.
"""


def page_of(clause: Clause, **query: str) -> str:
    address = reverse("consultation:word-history", args=[clause.key])
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in query.items())}" if query else address


def by_writer(
    version: Version, words: str, *, language: str = "en", reader: str = "Mia"
) -> list[tuple[str, int]]:
    """The stretches of the clause that says this, each with the revision that wrote it (0: nobody known)."""
    clause = make.clause_that_says(version, words)
    found = read_authorship(make.person(reader), version, clause, language)
    assert found is not None
    assert "".join(found.reading.plain[run.start : run.end] for run in found.runs) == found.reading.plain
    return [
        (found.reading.plain[run.start : run.end].strip(), run.by.trail.revision.id if run.by.trail else 0)
        for run in found.runs
    ]


def revision_of(text: str, change: str = "") -> int:
    found = Revision.objects.filter(text__contains=text, **({"change": change} if change else {}))
    first = found.order_by("history_id").first()
    assert first is not None
    return int(first.history_id)


def test_each_word_is_its_writers_over_several_versions() -> None:
    version = make.published()
    text = version.text
    first = revision_of("for short-stay visas")
    second = make.reworded(text, "simplify", "simplify and shorten", at=LATER)
    make.issued(text, at=LATER)
    third = make.reworded(text, "short-stay visas", "visas of every kind", by="Paul", at=LATER)

    assert by_writer(make.working(text), "every kind") == [
        ("The partners shall simplify", first),
        ("and shorten", second.history_id),
        ("the procedures for visas", first),
        ("of every kind", third.history_id),
        (".", first),
    ]


def test_an_older_version_is_told_without_what_came_later() -> None:
    version = make.published()
    make.reworded(version.text, "simplify", "simplify and shorten")
    make.issued(version.text)

    assert len(by_writer(version, "simplify the", reader="Nils")) == 1


def joined_and_parted() -> tuple[Text, Version, Version]:
    """A help desk and its staff, first apart, then in one clause."""
    apart = make.published(draft=APART)
    make.imported(apart.text, JOINED, at=LATER)
    return apart.text, apart, make.issued(apart.text, at=LATER)


def test_a_merger_leaves_the_words_to_the_writers_of_both_clauses() -> None:
    _text, apart, joined = joined_and_parted()
    open_, train = revision_of("permits.", "new"), revision_of("Each partner shall train", "new")
    merged = revision_of("permits, and shall")
    runs = by_writer(joined, "permits, and shall")

    assert runs[0] == (
        "Each partner shall open a national help desk that answers written questions about permits",
        open_,
    )
    assert {writer for _words, writer in runs} == {open_, train, merged}
    assert next(writer for words, writer in runs if "languages of the applicants" in words) == train
    assert by_writer(apart, "permits.") == [(DESK, open_)]


def test_a_split_leaves_the_words_to_who_wrote_them_together() -> None:
    together = make.published(draft=JOINED)
    make.imported(together.text, APART, at=LATER)
    parted = make.issued(together.text, at=LATER)
    whole = revision_of("permits, and shall", "new")
    open_, train = by_writer(parted, "permits."), by_writer(parted, "languages of the applicants")

    assert open_ == [(DESK, whole)]
    assert any("languages of the applicants" in words for words, _writer in train)
    assert {writer for _words, writer in train} == {whole}


def test_words_that_went_to_another_clause_were_not_struck() -> None:
    together = make.published(draft=JOINED)
    make.imported(together.text, APART, at=LATER)
    working = make.working(together.text)
    found = read_authorship(
        make.person("Mia"), working, make.clause_that_says(working, "about permits."), "en"
    )

    assert found is not None
    assert "languages" not in " ".join(each.text for each in found.struck)


def test_a_clause_that_was_moved_keeps_its_writers() -> None:
    version = make.published(draft=APART)
    refuse = "The partners shall inform each other of the visas they refuse."
    moved = (
        APART.replace(f"3. {refuse}\n", "")
        .replace("1. Each", f"1. {refuse}\n\n2. Each")
        .replace("2. Each partner shall train", "3. Each partner shall train")
    )
    make.imported(version.text, moved)

    assert by_writer(make.working(version.text), refuse) == [(refuse, revision_of(refuse, "new"))]


def test_a_clause_that_left_and_came_back_is_whose_it_was() -> None:
    version = make.published()
    kept, whole = "for researchers.", make.DRAFT
    without = whole.replace("(b) for researchers.\n\n", "")
    first = revision_of(kept)
    make.imported(version.text, without)
    clause = make.clause_that_says(version, kept)
    wording = version.wordings.get(clause=clause)
    back = replace_row(wording, history_id=10**6, before="", text=kept, change="new")
    steps = _Chain(clause.pk, {}, {}).steps([*Revision.objects.filter(clause=clause), back], kept)

    assert [(run.text, run.step) for run in attribute(steps)] == [(kept, first)]


def replace_row(wording: Wording, **changed: object) -> Revision:
    """A revision as a desk of another kind might have written it; not saved."""
    row = {"clause_id": wording.clause_id, "version_id": wording.version_id, "language": wording.language}
    return Revision(**{**row, **changed})


def test_a_split_in_one_act_starts_from_the_words_before_it_whoever_is_written_first() -> None:
    wording = make.published().wordings.first()
    assert wording is not None
    old = "We open a help desk in each capital. We train the staff in many languages."
    one, two = "We open a help desk in each capital.", "We train the staff in many languages."
    rows = [
        replace_row(wording, history_id=1, text=old, change="new", clause_id=1, version_id=1),
        replace_row(
            wording, history_id=2, text=one, before=old, change="split", clause_id=1, version_id=2, act="a"
        ),
        replace_row(
            wording, history_id=3, text=two, before=old, change="split", clause_id=2, version_id=2, act="a"
        ),
    ]
    steps = _Chain(2, {(2, 2): frozenset({1})}, {}).steps(rows, two)

    assert [(run.text, run.step) for run in attribute(steps)] == [(two, 1)]


def test_what_was_merged_and_then_split_in_one_version_is_each_writers() -> None:
    wording = make.published().wordings.first()
    assert wording is not None
    desk, staff = "We open a help desk in each capital.", "We train the staff in many languages."
    both = f"{desk} {staff}"
    rows = [
        replace_row(wording, history_id=1, text=desk, change="new", clause_id=1, version_id=1),
        replace_row(wording, history_id=2, text=staff, change="new", clause_id=2, version_id=1),
        replace_row(
            wording, history_id=3, text=both, before=desk, change="merged", clause_id=1, version_id=2, act="a"
        ),
        replace_row(wording, history_id=4, text="", change="removed", clause_id=2, version_id=2, act="a"),
        replace_row(
            wording, history_id=5, text=desk, before=both, change="split", clause_id=1, version_id=2, act="b"
        ),
        replace_row(
            wording, history_id=6, text=staff, before=both, change="split", clause_id=3, version_id=2, act="b"
        ),
    ]
    ancestors = {(2, 1): frozenset({2}), (2, 3): frozenset({1, 2})}
    steps = _Chain(3, ancestors, {}).steps(rows, staff)
    assert [(run.text, run.step) for run in attribute(steps)] == [(staff, 2)]
    assert struck(steps) == ()
    assert [(run.text, run.step) for run in attribute(_Chain(1, ancestors, {}).steps(rows, desk))] == [
        (desk, 1)
    ]


def test_what_was_merged_and_put_back_is_each_writers_though_no_descent_tells_of_it() -> None:
    wording = make.published().wordings.first()
    assert wording is not None
    desk, staff = "We open a help desk in each capital.", "We train the staff in many languages."
    both = f"{desk} {staff}"
    rows = [
        replace_row(wording, history_id=1, text=desk, change="new", clause_id=1),
        replace_row(wording, history_id=2, text=staff, change="new", clause_id=2),
        replace_row(wording, history_id=3, text=both, before=desk, change="merged", clause_id=1, act="a"),
        replace_row(wording, history_id=4, text=staff, before=staff, change="removed", clause_id=2, act="a"),
    ]
    back = [
        replace_row(wording, history_id=5, text=desk, before=both, change="split", clause_id=1, act="b"),
        replace_row(wording, history_id=6, text=staff, change="new", clause_id=2, act="b"),
    ]
    merged = _Chain(1, {}, {}).steps(rows, both)
    assert [(run.text.strip(), run.step) for run in attribute(merged)] == [(desk, 1), (staff, 2)]
    for clause, words in ((1, desk), (2, staff)):
        steps = _Chain(clause, {}, {}).steps([*rows, *back], words)
        assert [(run.text, run.step) for run in attribute(steps)] == [(words, clause)]
        assert struck(steps) == ()


def test_words_that_no_revision_tells_of_are_nobodys() -> None:
    wording = make.published().wordings.first()
    assert wording is not None
    later = replace_row(
        wording,
        history_id=7,
        clause_id=1,
        before="We met once a year.",
        text="We met twice a year.",
        change="reworded",
    )
    steps = _Chain(1, {}, {}).steps([later], "We met twice a year.")
    assert [(run.text.strip(), run.step) for run in attribute(steps)][1] == ("twice", 7)
    assert all(run.step < 0 for run in attribute(steps) if run.text.strip() != "twice")
    tampered = _Chain(1, {}, {}).steps([later], "We met twice a year, in secret.")
    assert [run.step < 0 for run in attribute(tampered) if "secret" in run.text] == [True]
    assert [run.step < 0 for run in attribute(_Chain(1, {}, {}).steps([], "Silence."))] == [True]
    assert len(_Chain(1, {}, {}).steps([], "")) == 1


def test_what_nobody_is_known_to_have_written_is_said_on_the_page() -> None:
    version = make.working(make.published().text)
    clause = make.clause_that_says(version, "simplify")
    Wording.objects.filter(version=version, clause=clause).update(text="Nobody knows who wrote this.")
    shown = words_of(signed_in("Mia").get(page_of(clause, version=version.slug)))

    assert "written before the record began, change 0" in shown
    assert "Before the record began" in shown
    assert "Nobody knows who wrote this written before the record began" in shown


def answered() -> tuple[Consultation, Comment, Revision]:
    """Olga asked for seasonal workers, and Mia wrote it."""
    round_ = make.consultation(moderation=Consultation.Moderation.AFTER)
    said = make.comment(Said("short-stay visas", body="And seasonal work."), by=make.olga(), on=round_)
    made = make.reworded(
        round_.version.text, "short-stay", "short-stay and seasonal", answers=[said], at=LATER
    )
    return round_, said, made


def test_the_page_numbers_the_words_and_tells_each_change_with_its_inputs() -> None:
    round_, said, made = answered()
    page = signed_in("Mia").get(page_of(said.clause))
    shown, html = words_of(page), page.content.decode()

    assert "written by Paul, change 1" in shown
    assert "and seasonal written by Mia, change 2" in shown
    assert html.count('href="#change-1"') == 2
    assert 'id="change-2"' in html
    assert said.get_absolute_url() in html
    assert reverse("consultation:revision", args=[made.history_id]) in html
    assert "clarification" in shown
    assert round_.version.text.slug


def test_the_public_reads_published_words_and_no_names() -> None:
    round_, said, _made = answered()
    make.answered(said)
    with nothing_written():
        before = words_of(Client().get(page_of(said.clause)))
    assert "seasonal" not in before
    make.issued(round_.version.text, at=LATER)
    after = Client().get(page_of(said.clause))
    shown = words_of(after)

    assert "and seasonal written by the drafting committee, change 2" in shown
    assert "Mia" not in shown
    assert said.get_absolute_url() in after.content.decode()


def test_strangers_find_neither_the_version_in_work_nor_a_text_in_preparation() -> None:
    version = make.published()
    clause = make.clause_that_says(version, "simplify")
    working = make.working(version.text)
    assert Client().get(page_of(clause, version=working.slug)).status_code == 404
    assert Client().get(page_of(clause, version="no-such")).status_code == 404
    assert signed_in("Mia").get(page_of(clause, version=working.slug)).status_code == 200
    secret = make.imported(make.text("secret"))
    assert Client().get(page_of(make.clause_that_says(secret, "simplify"))).status_code == 404
    make.imported(version.text, make.DRAFT.replace("(b) for researchers.\n\n", ""))
    gone = make.clause_that_says(version, "for researchers")
    assert signed_in("Mia").get(page_of(gone, version=working.slug)).status_code == 404
    assert signed_in("Mia").get(page_of(gone)).status_code == 200


def test_struck_words_stand_below_with_who_wrote_and_who_struck_them() -> None:
    text = make.published().text
    make.reworded(text, "simplify the procedures for", "abolish", at=LATER)
    clause = make.clause_that_says(make.working(text), "abolish")
    shown = words_of(signed_in("Mia").get(page_of(clause))).split("Words that stand no more")[1]

    assert "simplify the procedures for written in change 1 struck in change 2" in shown


def test_a_translation_has_writers_of_its_own() -> None:
    text = make.text()
    make.imported(text)
    make.imported(text, FRENCH, language="fr")
    make.reworded(text, "simplifient", "allègent", language="fr", at=LATER)
    version = make.working(text)
    clause = make.clause_that_says(version, "allègent")
    shown = words_of(signed_in("Mia").get(page_of(clause, language="fr")))

    assert "Les partenaires written by Paul, change 1" in shown
    assert "allègent written by Mia, change 2" in shown
    assert "the words in English" in shown
    assert signed_in("Mia").get(page_of(clause, language="fr").replace("/en/", "/fr/")).status_code == 200


def test_the_words_keep_their_emphasis_and_nothing_of_them_is_lost() -> None:
    version = make.published()
    clause = make.clause_that_says(version, "Recalling")
    found = read_authorship(make.person("Mia"), version, clause, "en")
    assert found is not None
    html = written_words(found.reading.source, found.runs, named=True)

    assert "<em>Recalling</em>" in html
    bare = re.sub(r"<sup[^>]*data-apart>.*?</sup>", "", html)
    assert unescape(re.sub(r"<[^>]+>", "", bare)) == found.reading.plain
    (run,) = found.runs
    halves = (replace(run, end=14), replace(run, start=14))
    html = written_words(found.reading.source, halves, named=True)
    bare = re.sub(r"<sup[^>]*data-apart>.*?</sup>", "", html)
    assert unescape(re.sub(r"<[^>]+>", "", bare)) == found.reading.plain


def test_it_is_one_link_from_history_reasons_and_the_desk() -> None:
    round_, said, _made = answered()
    text = round_.version.text
    for url in (
        reverse("consultation:history", args=[said.clause.key]),
        reverse("consultation:why", args=[text.slug, "zero-draft", said.clause.key]),
        reverse("consultation:desk-clause", args=[text.slug, said.clause.key]),
    ):
        page = signed_in("Mia").get(url).content.decode()
        assert len(re.findall(re.escape(page_of(said.clause)), page)) == 1


def test_the_queries_do_not_grow_with_the_history_or_the_inputs() -> None:
    round_, said, _made = answered()
    mia, url = signed_in("Mia"), page_of(said.clause)
    before = queries_of(mia, url)
    for number in range(5):
        more = make.comment(Said("short-stay visas", body=f"{number}"), by=make.omar(), on=round_)
        words = f"The partners, {number} of them,"
        now = make.working(round_.version.text).wordings.get(clause=said.clause).text
        make.reworded(
            round_.version.text, now.split(" simplify")[0], f"{words} shall", answers=[more], at=LATER
        )
    assert queries_of(mia, url) == before
