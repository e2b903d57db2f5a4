"""The consultation report: what it lists, who reads it when, and what releasing it asks for."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.actions.reports import AlreadyReleased, StillOwed, release_report
from consultation.models import (
    Category,
    Consultation,
    Duplicate,
    Endorsement,
    Outcome,
    Release,
    Signature,
    Standing,
)
from drafts.models import AmendmentKind, LedgerEntry
from tests import make
from tests.figures import CLOSED, choir, in_own_name
from tests.make import NOON, Said
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of
from tests.state import rows

pytestmark = pytest.mark.django_db

HIDDEN_WORDS = "This names a private person."


@pytest.fixture
def asked() -> Consultation:
    return make.consultation()


def page_of(asked: Consultation, name: str = "report") -> str:
    return reverse(f"consultation:{name}", args=[asked.key])


def release(asked: Consultation, *, by: str = "Sena") -> Release:
    return release_report(by=make.person(by), consultation=asked, at=CLOSED)


def read(asked: Consultation, client: Client | None = None, query: str = "") -> str:
    response = (client or Client()).get(page_of(asked) + query)
    assert response.status_code == 200
    return words_of(response)


def test_it_is_not_there_for_strangers_before_it_is_released(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 1)
    for client in (Client(), signed_in("Nils"), signed_in("Ravi")):
        assert client.get(page_of(asked)).status_code == 404
        assert client.get(page_of(asked, "report-pdf")).status_code == 404
        assert client.post(page_of(asked, "report-pdf")).status_code == 404
    client = signed_in("Nils")
    assert client.get(page_of(asked, "report-release")).status_code == 404
    assert client.post(page_of(asked, "report-release")).status_code == 404


def test_those_who_work_on_the_text_read_the_draft_at_any_time(asked: Consultation) -> None:
    make.comment(Said("short-stay", body="Who decides?"), by=make.olga(), on=asked, visible=False)

    for name in ("Mia", "Paul", "Chloé", "Sena"):
        words = read(asked, signed_in(name))
        assert "Draft. Only those who work on this text" in words
        assert "Who decides?" in words
        assert "Await moderation 1" in words


def test_inputs_stand_under_their_clauses_in_the_order_of_the_text(asked: Consultation) -> None:
    for on, body in (("researchers", "third"), ("short-stay", "first"), ("students", "second")):
        make.comment(Said(on, body=f"The {body}."), by=make.olga(), on=asked)

    words = read(asked, signed_in("Mia"))
    after = words.index("2(b) 1 input", words.index("Contents by clause")) + 1

    at = [
        words.index(each, after)
        for each in ("Clause 1", "The first.", "Clause 2(a)", "The second.", "Clause 2(b)", "The third.")
    ]
    assert at == sorted(at)


def test_an_input_is_shown_with_its_answer_and_whoever_stands_behind_it(asked: Consultation) -> None:
    olga, omar = make.olga(), make.omar()
    said = make.comment(
        Said("short-stay", quote="short-stay", proposed="The partners simplify visas."), by=olga, on=asked
    )
    same = make.comment(Said("short-stay", body="So do we."), by=omar, on=asked)
    Signature.objects.create(
        comment=said, organisation=make.body_of(omar), signed_by=omar, signed_at=make.NOON
    )
    for person, withdrawn in ((omar, None), (make.person("Nils"), None), (make.person("Ana"), NOON)):
        Endorsement.objects.create(comment=said, endorsed_by=person, endorsed_at=NOON, withdrawn_at=withdrawn)
    changed = make.reworded(asked.version.text, "short-stay", "seasonal", answers=[said])
    make.answered(said, Outcome.ACCEPTED, reason="Well said.", revisions=[changed])
    make.answered(same, Outcome.NOTED)
    Duplicate.objects.create(comment=same, original=said, merged_by=make.person("Mia"), merged_at=NOON)

    words = read(asked, signed_in("Mia"))

    assert "Network of Olga civil society (Olga)" in words
    assert "Technical or substantive" in words
    assert "[deleted: shall simplify the procedures for short-stay" in words
    assert "Signed with: Network of Omar" in words
    assert "2 endorsements" in words
    assert f"Accepted Well said. 14 June 2017 the words it led to (revision {changed.history_id})" in words
    assert f"Answered together with {said.reference}" in words


def test_words_in_work_are_not_told_to_everybody(asked: Consultation) -> None:
    said = make.comment(Said("short-stay"), by=make.olga(), on=asked)
    changed = make.reworded(asked.version.text, "short-stay", "seasonal", answers=[said])
    make.answered(said, Outcome.ACCEPTED, revisions=[changed])
    release(asked)

    assert "led to words that are not published yet" in read(asked)
    assert f"the words it led to (revision {changed.history_id})" not in read(asked)

    make.issued(asked.version.text)

    assert f"the words it led to (revision {changed.history_id})" in read(asked)


def test_a_clause_that_is_to_go_and_a_new_one_are_told_apart(asked: Consultation) -> None:
    make.comment(Said("students", proposal=AmendmentKind.DELETE), by=make.olga(), on=asked)
    new = Said("researchers", proposed="A new one.", proposal=AmendmentKind.INSERT)
    make.comment(new, by=make.olga(), on=asked)

    words = read(asked, signed_in("Mia"))

    assert "Proposed: the clause goes [deleted: for students; end of deletion]" in words
    assert "Proposed: a new clause after this one [inserted: A new one. end of insertion]" in words


def test_what_was_kept_back_is_counted_and_never_quoted(asked: Consultation) -> None:
    for state in (Standing.State.HIDDEN, Standing.State.RETURNED):
        said = make.comment(Said("short-stay", body=HIDDEN_WORDS), by=make.olga(), on=asked)
        make.kept_back(said, state)
    make.withdrawn(make.comment(Said("short-stay", body=HIDDEN_WORDS), by=make.olga(), on=asked))

    draft = read(asked, signed_in("Mia"))
    release(asked)

    for words in (draft, read(asked)):
        assert HIDDEN_WORDS not in words
        assert "Inputs 0 Returned to its author 1 Hidden 1 Withdrawn by its author 1" in words


def test_no_name_is_shown_without_consent(asked: Consultation) -> None:
    said = [
        make.comment(
            Said("short-stay"),
            by=in_own_name(name, Category.ACADEMIA, shows_name=name == "Ines"),
            on=asked,
        )
        for name in ("Ines", "Hugo")
    ]
    for each in said:
        make.answered(each)
    release(asked)

    for client in (None, signed_in("Mia"), signed_in("Sena")):
        words = read(asked, client)
        assert "Ines academia" in words
        assert "Hugo" not in words
        assert "hugo@example.org" not in words
        assert f"participant {said[1].author.key} academia" in words


def test_long_reports_come_in_pages_and_whole(asked: Consultation) -> None:
    for each in choir(asked, Category.CIVIL_SOCIETY, 30):
        make.answered(each)
    release(asked)

    assert [read(asked, query=f"?page={page}").count("Please reconsider.") for page in (1, 2)] == [25, 5]
    assert "Page 1 of 2" in read(asked)
    assert read(asked, query="?view=whole").count("Please reconsider.") == 30


def test_the_whole_is_drawn_once_until_something_in_it_changes(asked: Consultation) -> None:
    for each in choir(asked, Category.CIVIL_SOCIETY, 2):
        make.answered(each)
    released = Release.objects.filter(pk=release(asked).pk)
    nils, whole = signed_in("Nils"), f"{page_of(asked)}?view=whole"
    pages = [queries_of(nils, each) for each in (page_of(asked), whole)]
    author = asked.comments.earliest("pk").author
    assert f"({author})" in read(asked, nils, "?view=whole")

    author.shows_name = False
    author.save(update_fields=["shows_name"])

    assert released.exists()
    assert f"({author})" not in read(asked, nils, "?view=whole")
    assert pages[1] < pages[0]


def test_the_queries_do_not_grow_with_the_inputs(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 1)
    mia = signed_in("Mia")
    before = queries_of(mia, page_of(asked))
    for each in choir(asked, Category.DIASPORA, 6):
        make.answered(each)

    assert queries_of(mia, page_of(asked)) <= before + 1 <= 24


def test_releasing_lets_everybody_read_it(asked: Consultation) -> None:
    make.answered(choir(asked, Category.CIVIL_SOCIETY, 1)[0])

    made = release(asked)

    assert (made.consultation, made.released_by, made.released_at) == (asked, make.person("Sena"), CLOSED)
    assert "Draft." not in read(asked)
    assert "Please reconsider." in read(asked)
    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key, entry.text) == ("released", asked.key, asked.version.text)
    assert entry.payload == '{"inputs":1}'


@pytest.mark.parametrize("name", ["Chloé", "Paul", "Mia", "Nils"])
def test_only_the_secretariat_releases(asked: Consultation, name: str) -> None:
    make.person(name)
    before = rows()
    with pytest.raises(PermissionDenied, match="Only the secretariat"):
        release(asked, by=name)

    assert rows() == before


def test_not_while_it_is_open(asked: Consultation) -> None:
    with pytest.raises(PermissionDenied, match="once the consultation is closed"):
        release_report(by=make.person("Sena"), consultation=asked, at=asked.closes_at - timedelta(seconds=1))


@pytest.mark.parametrize(("visible", "missing"), [(True, (0, 1)), (False, (1, 0))])
def test_not_while_an_input_is_owed_an_answer(
    asked: Consultation, visible: bool, missing: tuple[int, int]
) -> None:
    make.comment(Said("short-stay"), by=make.olga(), on=asked, visible=visible)
    before = rows()

    with pytest.raises(StillOwed) as refusal:
        release(asked)

    assert (refusal.value.counts.pending, refusal.value.counts.unanswered) == missing
    assert rows() == before


def test_it_is_released_once(asked: Consultation) -> None:
    release(asked)
    with pytest.raises(AlreadyReleased):
        release(asked)


@pytest.fixture
def over() -> Consultation:
    """A consultation that closed yesterday."""
    now = timezone.now()
    return make.consultation(at=now - timedelta(days=31), days=30)


def test_the_page_of_releasing_says_what_is_missing(over: Consultation) -> None:
    make.comment(Said("short-stay"), by=make.olga(), on=over, at=over.opens_at)
    sena = signed_in("Sena")

    words = words_of(sena.get(page_of(over, "report-release")))
    refused = sena.post(page_of(over, "report-release"))

    assert "Something is missing. 1 input awaits an answer" in words
    assert "Some inputs are still owed an answer." in words_of(refused)
    assert refused.status_code == 409
    assert not Release.objects.exists()


def test_the_secretariat_releases_with_one_button(over: Consultation) -> None:
    said = make.comment(Said("short-stay"), by=make.olga(), on=over, at=over.opens_at)
    make.answered(said)
    sena = signed_in("Sena")
    with nothing_written():
        words = words_of(sena.get(page_of(over, "report-release")))
    assert "1 input with its answer. It cannot be taken back." in words

    assert goes_to(sena.post(page_of(over, "report-release"))) == page_of(over)
    assert "Please reconsider." in read(over)
    assert goes_to(sena.post(page_of(over, "report-release"))) == page_of(over)


def test_the_committee_reads_why_it_cannot_release(over: Consultation) -> None:
    mia = signed_in("Mia")

    assert "Only the secretariat releases" in words_of(mia.get(page_of(over, "report-release")))
    assert mia.post(page_of(over, "report-release")).status_code == 403
