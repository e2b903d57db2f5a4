"""What participants propose in their comments is an amendment, from submitting to the answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.actions.amending import accept_answering, turn_down
from consultation.models import Answered, Comment, CommentDraft, Consultation, Outcome, Standing
from consultation.permissions import shown_amendments
from drafts.models import Amendment, AmendmentKind, AmendmentStanding, LedgerEntry, Revision, Weight
from drafts.models.ledger import digest
from drafts.reports.amended import basis_of, words_in_work
from tests import make
from tests.benchmarks.visits import fields_of
from tests.make import Said
from tests.pages import goes_to, signed_in, words_of

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
SEASONAL = VISAS.replace("short-stay", "seasonal")
State, Fit = AmendmentStanding.State, AmendmentStanding.Fit


@pytest.fixture
def consultation() -> Consultation:
    return make.consultation(moderation=Consultation.Moderation.AFTER)


def said(
    consultation: Consultation, kind: AmendmentKind = AmendmentKind.REPLACE, words: str = SEASONAL
) -> Comment:
    return make.comment(Said(VISAS, proposed=words, proposal=kind), by=make.olga(), on=consultation)


def standing_of(comment: Comment) -> AmendmentStanding:
    return AmendmentStanding.objects.select_related("amendment").get(amendment=comment.amendment)


def taken_in(comment: Comment, *, by: str = "Paul", words: str | None = None) -> Revision:
    amendment = Amendment.objects.select_related("version__text", "clause").get(comments=comment)
    working = make.working(amendment.version.text)
    return accept_answering(
        by=make.person(by),
        amendment=amendment,
        words=words,
        weight=Weight.SUBSTANCE,
        reason="As Olga proposes.",
        basis=digest(basis_of(amendment, words_in_work(working.pk, [amendment])) or ""),
        seen=AmendmentStanding.objects.get(pk=amendment.pk).stamp(),
        at=make.NOON,
    )


# ---- submitted ------------------------------------------------------------------------


def test_a_proposal_is_put_before_the_committee_with_its_comment(consultation: Consultation) -> None:
    comment = said(consultation)
    standing = standing_of(comment)
    amendment = standing.amendment

    assert (amendment.version, amendment.clause) == (consultation.version, comment.clause)
    assert (amendment.kind, amendment.basis, amendment.words) == ("replace", VISAS, SEASONAL)
    assert (amendment.proposed_by, amendment.delegation) == (make.olga(), "")
    assert (standing.state, standing.fit) == (State.OPEN, Fit.FITS)
    verbs = list(LedgerEntry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs[-2:] == ["proposed", "commented"]
    call_command("verify_ledger")


def test_a_proposal_made_after_the_words_changed_is_tried_on_them_at_once(consultation: Consultation) -> None:
    make.reworded(consultation.version.text, VISAS, f"{VISAS} They report on it once a year.")
    standing = standing_of(said(consultation, words=VISAS.replace("The", "All")))

    assert (standing.amendment.basis, standing.fit) == (VISAS, Fit.PROPOSED)
    assert standing_of(said(consultation)).fit == Fit.COLLIDES


def test_a_comment_that_proposes_nothing_asks_nothing_more(consultation: Consultation) -> None:
    with CaptureQueriesContext(connection) as captured:
        make.comment(Said(VISAS), by=make.olga(), on=consultation)

    asked = [each["sql"] for each in captured if "amendment" in each["sql"] and each["sql"][:6] == "SELECT"]
    assert [sql for sql in asked if "drafts_amendment" in sql] == []
    assert Amendment.objects.count() == 0


@pytest.mark.parametrize(
    ("kind", "words"), [(AmendmentKind.INSERT, "A help desk."), (AmendmentKind.DELETE, "")]
)
def test_a_comment_proposes_a_new_clause_or_that_one_goes(
    consultation: Consultation, kind: AmendmentKind, words: str
) -> None:
    amendment = standing_of(said(consultation, kind, words)).amendment

    assert (amendment.kind, amendment.words) == (kind, words)


# ---- withdrawn, hidden ------------------------------------------------------------------


def test_withdrawing_the_comment_withdraws_what_it_proposes(consultation: Consultation) -> None:
    comment = said(consultation)
    make.withdrawn(comment)

    assert standing_of(comment).state == State.WITHDRAWN


def test_what_was_decided_stays_decided_when_the_comment_is_withdrawn(consultation: Consultation) -> None:
    comment = said(consultation)
    taken_in(comment)
    make.withdrawn(comment)

    assert standing_of(comment).state == State.ACCEPTED


@pytest.mark.parametrize("state", [Standing.State.HIDDEN, Standing.State.RETURNED])
def test_the_proposal_of_a_comment_kept_back_is_neither_shown_nor_decided_on(
    consultation: Consultation, state: Standing.State
) -> None:
    comment, mia = said(consultation), make.person("Mia")
    make.kept_back(comment, state)
    amendment, text = standing_of(comment).amendment, consultation.version.text

    assert list(shown_amendments(mia, text)) == []
    with pytest.raises(PermissionDenied):
        taken_in(comment)
    with pytest.raises(PermissionDenied):
        turn_down(by=mia, amendment=amendment, reason="No.", seen=standing_of(comment).stamp(), at=make.NOON)
    make.kept_back(comment, Standing.State.VISIBLE)
    assert list(shown_amendments(mia, text)) == [amendment]
    taken_in(Comment.objects.get(pk=comment.pk))


def test_a_comment_is_moderated_before_its_proposal_is_decided_on() -> None:
    comment = make.comment(
        Said(VISAS, proposed=SEASONAL), by=make.olga(), on=make.consultation(), visible=False
    )

    with pytest.raises(PermissionDenied, match="Moderate"):
        taken_in(comment)


# ---- answered ---------------------------------------------------------------------------


def test_taking_the_proposal_in_ticks_its_comment(consultation: Consultation) -> None:
    comment = said(consultation)
    revision = taken_in(comment)

    assert Answered.objects.get().comment == comment
    assert Answered.objects.get().revision == revision
    page = signed_in("Mia").get(f"/en/comments/{comment.reference}/dispose/").content.decode()
    assert f'value="{revision.history_id}"' in page
    assert "checked" in page[page.index(f'value="{revision.history_id}"') :][:120]


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.OUT_OF_SCOPE, Outcome.NOTED])
def test_a_comment_turned_down_turns_its_proposal_down(consultation: Consultation, outcome: Outcome) -> None:
    comment = said(consultation)
    make.answered(comment, outcome, reason="The law forbids it.")
    standing = standing_of(comment)

    assert (standing.state, standing.reason) == (State.REJECTED, "The law forbids it.")
    assert standing.decided_by == make.person("Mia")
    call_command("verify_ledger")


def test_a_comment_noted_without_a_word_says_so_of_its_proposal(consultation: Consultation) -> None:
    comment = said(consultation)
    make.answered(comment, Outcome.NOTED)

    assert standing_of(comment).reason == "The input was noted."


def test_the_chair_answers_and_the_proposal_goes_with_it(consultation: Consultation) -> None:
    comment = said(consultation)
    make.answered(comment, Outcome.REJECTED, by="Chloé", reason="Not now.")

    assert standing_of(comment).state == State.REJECTED


def test_accepting_a_comment_leaves_its_proposal_open_and_the_desk_says_so(
    consultation: Consultation,
) -> None:
    comment = said(consultation)
    revision = make.reworded(consultation.version.text, "short-stay", "long-stay")
    make.answered(comment, Outcome.PARTLY, reason="In part.", revisions=[revision])

    assert standing_of(comment).is_open
    page = signed_in("Mia").get(f"/en/texts/legal-mobility/desk/{comment.clause.key}/")
    assert "its amendment is still open" in words_of(page)


# ---- the form ---------------------------------------------------------------------------


def form_url(consultation: Consultation) -> str:
    clause = make.clause_that_says(consultation.version, VISAS)
    return f"/en/texts/legal-mobility/zero-draft/clauses/{clause.key}/comment/"


@pytest.fixture
def open_now(consultation: Consultation) -> Consultation:
    """The same, open today."""
    Consultation.objects.update(
        opens_at=timezone.now() - timedelta(days=1), closes_at=timezone.now() + timedelta(days=1)
    )
    return Consultation.objects.select_related("version__text").get()


def filled(client: Client, url: str) -> dict[str, object]:
    make.olga()
    return dict(fields_of(client.get(url).content.decode(), "/comment/"))


def test_the_form_proposes_to_replace_unless_told_otherwise(open_now: Consultation) -> None:
    make.olga()
    client, url = signed_in("Olga"), form_url(open_now)
    sent = filled(client, url)

    assert sent["proposal"] == "replace"
    client.post(url, {**sent, "proposed_wording": SEASONAL, "body": "", "act": "submit"})
    assert Comment.objects.get().amendment is not None


def test_a_clause_is_proposed_to_go_without_a_word(open_now: Consultation) -> None:
    make.olga()
    client, url = signed_in("Olga"), form_url(open_now)
    sent = {**filled(client, url), "proposal": "delete", "body": "", "act": "submit"}
    goes_to(client.post(url, sent))
    comment = Comment.objects.get()

    assert (comment.proposal, comment.proposed_wording) == ("delete", "")
    page = client.get(f"/en/comments/{comment.reference}/")
    assert "Proposed: the clause goes" in words_of(page)
    assert "The proposal is before the committee." in words_of(page)


def test_a_draft_keeps_what_it_proposes(open_now: Consultation) -> None:
    make.olga()
    client, url = signed_in("Olga"), form_url(open_now)
    sent = {**filled(client, url), "proposal": "insert", "proposed_wording": "A help desk.", "act": "draft"}
    again = client.get(goes_to(client.post(url, sent))).content.decode()

    assert CommentDraft.objects.get().proposal == "insert"
    assert fields_of(again, "/comment/")["proposal"] == "insert"


def test_the_preview_strikes_a_clause_that_goes_and_puts_a_new_one_in(open_now: Consultation) -> None:
    make.olga()
    client, url = signed_in("Olga"), form_url(open_now)
    sent = {**filled(client, url), "act": "preview"}
    gone = client.post(url, {**sent, "proposal": "delete"}, headers={"HX-Request": "true"})
    new = client.post(
        url, {**sent, "proposal": "insert", "proposed_wording": "Help."}, headers={"HX-Request": "true"}
    )

    assert f"deleted: {VISAS}" in words_of(gone).replace("[", "")
    assert "inserted: Help." in words_of(new).replace("[", "")
    assert "deleted" not in words_of(new)


# ---- what became of it --------------------------------------------------------------------


def pages_of(comment: Comment, name: str) -> list[str]:
    client = signed_in(name) if name else Client()
    urls = [
        f"/en/comments/{comment.reference}/",
        f"/en/texts/legal-mobility/zero-draft/clauses/{comment.clause.key}/",
    ]
    urls += ["/en/comments/mine/"] if name == "Olga" else []
    return [words_of(client.get(url)) for url in urls]


def test_everybody_reads_what_became_of_a_proposal(consultation: Consultation) -> None:
    comment = said(consultation)
    for page in pages_of(comment, "Olga"):
        assert "The proposal is before the committee." in page
    make.rejected(standing_of(comment).amendment, "The law forbids it.")
    for name in ("", "Omar", "Olga", "Mia"):
        make.omar()
        for page in pages_of(comment, name):
            assert "The proposal was rejected: The law forbids it." in page


def test_the_words_a_proposal_became_are_shown_once_they_are_published(consultation: Consultation) -> None:
    comment = said(consultation)
    revision = taken_in(comment)
    for page in pages_of(comment, "Olga"):
        assert "taken in; the words are in work" in page
        assert "Taken in by" not in page
    assert f"Taken in by revision {revision.history_id}" in pages_of(comment, "Mia")[0]
    make.answered(comment, Outcome.ACCEPTED, revisions=[revision])
    make.issued(consultation.version.text)
    for page in pages_of(comment, "Olga"):
        assert f"Taken in by revision {revision.history_id}" in page


def test_the_proposal_of_a_comment_kept_back_is_before_nobody(consultation: Consultation) -> None:
    comment = said(consultation)
    make.kept_back(comment, Standing.State.RETURNED)

    assert "before the committee" not in words_of(signed_in("Olga").get("/en/comments/mine/"))


def test_how_a_proposal_fits_is_for_the_committee(consultation: Consultation) -> None:
    comment = said(consultation)
    make.reworded(consultation.version.text, "short-stay", "long-stay")

    assert standing_of(comment).fit == Fit.COLLIDES
    for name in ("", "Olga"):
        for page in pages_of(comment, name):
            assert "collides" not in page.lower()
            assert "long-stay" not in page
    assert signed_in("Olga").get(f"/en/amendments/{standing_of(comment).amendment.key}/").status_code == 404


def test_the_answer_to_a_new_clause_names_the_revision_that_put_it_in(consultation: Consultation) -> None:
    comment = said(consultation, AmendmentKind.INSERT, "A help desk.")
    revision = taken_in(comment)
    paul, url = signed_in("Paul"), f"/en/comments/{comment.reference}/dispose/"
    fields = fields_of(paul.get(url).content.decode(), url)

    assert fields["others"] == str(revision.history_id)
    paul.post(url, {**fields, "outcome": "accepted", "reason": "It helps."})
    answer = comment.dispositions.get()
    assert [each.history_id for each in answer.revisions.all()] == [revision.history_id]
