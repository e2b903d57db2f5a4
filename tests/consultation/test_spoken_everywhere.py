"""Wherever an input from a session is shown, it says where it was said, and never who took it in."""

import pytest
from django.shortcuts import resolve_url
from django.utils import translation

from consultation.models import Attribution, Comment, Consultation, Outcome
from consultation.reports.consultation_report import listed_inputs
from consultation.reports.report_files import report_content, source_of
from roundtables.actions.inputs import TakenAs
from tests import make, sessions, spoken
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
NEW_WORDS = "3. The partners support the mobility of young graduates."


@pytest.fixture
def said() -> Comment:
    """By category only, proposing words, awaiting its answer."""
    _consultation, session = spoken.consulted(Attribution.CATEGORY, moderation=Consultation.Moderation.BEFORE)
    proposing = TakenAs(proposed_wording=NEW_WORDS, wording_language="en")
    heard = spoken.said(session, about=spoken.TALENTS)
    return spoken.taken_in(heard, about=spoken.TALENTS, taken_as=proposing)


def pages_of(said: Comment) -> list[str]:
    """Every page on which somebody of the committee meets it."""
    version, amendment = said.consultation.version, said.amendment
    assert amendment is not None
    text = f"/en/texts/{version.text.slug}"
    return [
        said.get_absolute_url(),
        f"{text}/{version.slug}/clauses/{said.clause.key}/",
        f"{text}/desk/{said.clause.key}/",
        f"/en/amendments/{amendment.key}/",
        f"/en/comments/{said.reference}/dispose/",
        f"/en/comments/{said.reference}/moderate/",
        f"/en/comments/{said.reference}/merge/",
        "/en/moderation/?state=all",
        f"/en/consultations/{said.consultation.key}/report/",
    ]


def test_every_page_of_the_committee_says_which_category_spoke_and_not_who_took_it_in(said: Comment) -> None:
    mia, remy = signed_in("Mia"), make.person(sessions.REMY)

    for page in pages_of(said):
        answer = mia.get(page)
        shown = answer.content.decode()
        assert answer.status_code == 200, page
        assert "Civil society" in shown, page
        assert sessions.REMY not in shown, page
        assert remy.key not in shown, page


def test_the_printed_report_says_the_same(said: Comment) -> None:
    make.answered(said, Outcome.NOTED)
    consultation = said.consultation
    assert listed_inputs(consultation, draft=True).count() == 1

    with translation.override("en"):
        content = report_content(consultation, "en", source_of(consultation), lambda _done: None)

    told = str(content)
    assert "said in Round table on mobility, 13 June 2017" in told
    assert "Civil society" in told
    assert sessions.REMY not in told


def test_a_coordinators_list_names_the_organisation_and_nobody() -> None:
    _consultation, session = spoken.consulted()
    made = spoken.taken_in(spoken.said(session))
    body = make.body_of(make.olga())

    shown = signed_in("Nils").get(f"/en/organisations/{body.slug}/").content.decode()

    assert made.reference in shown
    assert f'said in <a href="{resolve_url(spoken.spoken(made))}">' in shown
    assert sessions.REMY not in shown
