"""What stands at the top of a consultation report: its facts, and its contents by clause."""

import pytest
from django.urls import reverse

from consultation.models import Category, Consultation, Outcome
from consultation.reports.report_files import report_content, source_of
from tests import make
from tests.figures import choir
from tests.make import Said
from tests.pages import signed_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Consultation:
    """Thirty inputs on one clause, and one on the next that opens the second page."""
    found = make.consultation()
    made = choir(found, Category.CIVIL_SOCIETY, 30)
    make.answered(made[0], Outcome.NOTED)
    make.comment(Said("students"), by=made[0].author, on=found)
    return found


def test_a_report_says_when_who_and_with_what_result(asked: Consultation) -> None:
    words = words_of(signed_in("Mia").get(reverse("consultation:report", args=[asked.key])))

    assert "Inputs 31 Await an answer 30 Consultation period" in words
    assert "Who was asked" in words
    assert (
        "Inputs by answer Noted: 1; Not answered yet: 30 Organisations 30 Released on Draft: not released"
        in words
    )


def test_the_contents_lead_to_the_page_on_which_a_clause_begins(asked: Consultation) -> None:
    html = signed_in("Mia").get(reverse("consultation:report", args=[asked.key])).content.decode()
    first, second = asked.comments.order_by("pk").first(), asked.comments.order_by("pk").last()
    assert first
    assert second

    assert f'href="?page=1#clause-{first.clause.key}"' in html
    assert f'href="?page=2#clause-{second.clause.key}"' in html


def test_the_file_has_the_same_facts(asked: Consultation) -> None:
    content = report_content(asked, "en", source_of(asked), lambda _done: None)

    assert ["Inputs by answer", "Noted: 1; Not answered yet: 30"] in content["facts"]
    assert content["words"]["contents"] == "Contents by clause"
