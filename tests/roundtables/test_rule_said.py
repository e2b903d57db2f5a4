"""The attribution rule in plain words, wherever people speak, read or answer an invitation."""

import pytest
from django.test import Client

from consultation.models import Attribution
from tests import records, sessions
from tests.pages import signed_in, words_of

pytestmark = pytest.mark.django_db
FOR_EVER = "This rule cannot be loosened afterwards."


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Attribution.NAMED, "recorded with the name and the organisation"),
        (Attribution.CATEGORY, "recorded by category only (Chatham House)"),
        (Attribution.NONE, "recorded without saying who said it"),
    ],
)
def test_whoever_reads_a_record_or_an_intervention_reads_its_rule(rule: Attribution, said: str) -> None:
    session = records.published(records.circulated(records.said(rule)))
    intervention = session.interventions.filter(struck_at=None).first()
    assert intervention is not None
    record = f"/en/sessions/{session.key}/record/"
    paper = f"{record}{session.record.versions.count()}/paper/"

    for page in (record, paper, intervention.get_absolute_url()):
        words = words_of(Client().get(page))
        assert said in words, page
        assert FOR_EVER in words, page


def test_the_rapporteur_reads_it_beside_the_form() -> None:
    session = sessions.session(Attribution.CATEGORY)

    words = words_of(signed_in(sessions.REMY).get(f"/en/sessions/{session.key}/notes/"))

    assert "never a name" in words
