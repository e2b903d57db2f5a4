"""Answering an input: what each answer needs, two people at once, and answering anew."""

import pytest
from django.urls import reverse

from consultation.actions.dispositions import dispose, revise_answering
from consultation.models import Comment, Consultation, Disposition, Outcome, Standing
from drafts.models import Revision, Weight
from drafts.models.ledger import digest
from tests import make
from tests.make import Said
from tests.pages import goes_to, nothing_written, signed_in, words_of

pytestmark = pytest.mark.django_db


def spoken(*, visible: bool = True) -> tuple[Consultation, Comment]:
    round_ = make.consultation()
    return round_, make.comment(
        Said(on="average time", body="Averages hide."), by=make.olga(), on=round_, visible=visible
    )


def revision_for(comment: Comment, words: str = "median") -> Revision:
    wording = comment.consultation.version.text.versions.get(state="working").wordings.get(
        clause=comment.clause
    )
    return revise_answering(
        by=make.person("Paul"),
        wording=wording,
        words=wording.text.replace("average", words).replace("researchers", words),
        weight=Weight.SUBSTANCE,
        reason="Better measure.",
        basis=digest(wording.text),
        answers=[comment],
        at=make.NOON,
    )


def url_of(comment: Comment) -> str:
    return reverse("consultation:dispose", args=[comment.reference])


def sent(outcome: str, **fields: object) -> dict[str, object]:
    return {"outcome": outcome, "reason": "", "language": "en", "supersedes": "", **fields}


def given(comment: Comment, reason: str) -> Disposition:
    return dispose(
        by=make.person("Paul"),
        comment=comment,
        outcome=Outcome.NOTED,
        reason=reason,
        language="en",
        revisions=[],
        supersedes=None,
        at=make.NOON,
    )


def test_an_accepted_input_names_the_revision_that_took_it_in() -> None:
    _round, comment = spoken()
    revision = revision_for(comment)
    mia = signed_in("Mia")
    offered = mia.get(url_of(comment))
    assert "Better measure" not in words_of(offered)
    assert "[inserted: median end of insertion]" in words_of(offered)
    assert offered.context["form"].ticked == {str(revision.history_id)}
    response = mia.post(url_of(comment), sent("accepted", revisions=[revision.history_id]))
    assert goes_to(response).endswith(f"#{comment.reference}")
    disposition = Disposition.objects.get()
    assert list(disposition.revisions.all()) == [revision]
    assert Standing.objects.get(comment=comment).disposition == disposition


@pytest.mark.parametrize("outcome", ["accepted", "partly"])
def test_without_a_revision_nothing_is_accepted_and_the_reason_is_kept(outcome: str) -> None:
    _round, comment = spoken()
    response = signed_in("Mia").post(url_of(comment), sent(outcome, reason="Typed at length."))
    assert response.status_code == 422
    assert "Tick the revision that took it in" in words_of(response)
    assert "Typed at length." in words_of(response)
    assert not Disposition.objects.exists()


@pytest.mark.parametrize("outcome", ["rejected", "out_of_scope"])
def test_a_refusal_gives_its_reason(outcome: str) -> None:
    _round, comment = spoken()
    mia = signed_in("Mia")
    refused = mia.post(url_of(comment), sent(outcome))
    assert refused.status_code == 422
    assert "Say why." in words_of(refused)
    assert mia.post(url_of(comment), sent(outcome, reason="Another text deals with it.")).status_code == 302


@pytest.mark.parametrize("outcome", ["noted", "deferred"])
def test_noting_and_deferring_need_nothing(outcome: str) -> None:
    _round, comment = spoken()
    assert signed_in("Mia").post(url_of(comment), sent(outcome)).status_code == 302
    assert Disposition.objects.get().outcome == outcome


def test_a_revision_of_another_clause_or_of_before_cannot_be_ticked() -> None:
    round_, comment = spoken()
    zero = Revision.objects.filter(version=round_.version).first()
    assert zero is not None
    response = signed_in("Mia").post(url_of(comment), sent("accepted", revisions=[zero.history_id]))
    assert response.status_code == 422
    assert not Disposition.objects.exists()


def test_a_change_made_in_another_clause_is_named_by_its_number() -> None:
    round_, comment = spoken()
    elsewhere = revision_for(make.comment(Said(on="researchers"), by=make.olga(), on=round_), "lecturers")
    mia = signed_in("Mia")
    wrong = mia.post(url_of(comment), sent("accepted", others=f"{elsewhere.history_id}, 99999, abc"))
    assert wrong.status_code == 422
    assert "has the number 99999, abc" in words_of(wrong)
    assert mia.post(url_of(comment), sent("accepted", others=f" {elsewhere.history_id} ")).status_code == 302
    assert list(Disposition.objects.get().revisions.all()) == [elsewhere]


def test_a_comment_that_waits_is_moderated_first() -> None:
    _round, comment = spoken(visible=False)
    mia = signed_in("Mia")
    assert "Moderate this comment before it is answered" in words_of(mia.get(url_of(comment)))
    assert mia.post(url_of(comment), sent("noted")).status_code == 403


def test_the_secretariat_reads_but_does_not_answer_and_observers_find_nothing() -> None:
    _round, comment = spoken()
    assert "Only the drafting committee answers" in words_of(signed_in("Sena").get(url_of(comment)))
    assert signed_in("Sena").post(url_of(comment), sent("noted")).status_code == 403
    assert signed_in("Olga").get(url_of(comment)).status_code == 404


def test_two_answers_at_once_are_one_and_the_other_is_kept_in_the_form() -> None:
    _round, comment = spoken()
    given(comment, "Paul was faster.")
    mia = signed_in("Mia")
    late = sent("deferred", reason="Typed at length.")
    response = mia.post(url_of(comment), late)
    assert response.status_code == 409
    shown = words_of(response)
    assert "Paul was faster." in shown
    assert "Typed at length." in shown
    late["supersedes"] = response.context["form"]["supersedes"].value()
    assert mia.post(url_of(comment), late).status_code == 302
    assert Disposition.objects.latest("pk").supersedes == Disposition.objects.earliest("pk")


def test_a_later_answer_stands_before_the_one_it_supersedes() -> None:
    round_, comment = spoken()
    first = given(comment, "First thought.")
    mia = signed_in("Mia")
    mia.post(url_of(comment), sent("deferred", reason="Second thought.", supersedes=first.pk))
    desk = reverse("consultation:desk-clause", args=[round_.version.text.slug, comment.clause.key])
    shown = words_of(mia.get(desk))
    assert (
        shown.index("Second thought.")
        < shown.index("An earlier answer, superseded")
        < shown.index("First thought.")
    )


def test_answering_leads_back_to_the_clause_it_was_answered_on() -> None:
    round_, comment = spoken()
    other = make.clause_that_says(round_.version, "short-stay")
    response = signed_in("Mia").post(f"{url_of(comment)}?at={other.key}", sent("noted"))
    assert f"/{other.key}/" in goes_to(response)
    comment = make.comment(Said(on="researchers"), by=make.olga(), on=round_)
    response = signed_in("Mia").post(f"{url_of(comment)}?at=elsewhere", sent("noted"))
    assert f"/{comment.clause.key}/" in goes_to(response)


def test_looking_writes_nothing() -> None:
    _round, comment = spoken()
    mia = signed_in("Mia")
    with nothing_written():
        assert mia.get(url_of(comment)).status_code == 200
