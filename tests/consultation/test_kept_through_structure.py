"""What was said follows its words through splits and mergers: on the desk at once, in public once it is published."""

import pytest

from consultation.models import Consultation
from consultation.reports.desk import Criteria, read_desk
from consultation.reports.inputs import read_inputs
from consultation.reports.trail import trace_clause
from drafts.models import Text, Version
from tests import make
from tests import structures as paul
from tests.make import Said
from tests.pages import signed_in, words_of

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."


@pytest.fixture
def round_() -> Consultation:
    return make.consultation(moderation=Consultation.Moderation.AFTER)


@pytest.fixture
def text(round_: Consultation) -> Text:
    return round_.version.text


def versions(text: Text) -> tuple[Version, Version]:
    return make.working(text), Version.objects.published().filter(text=text).latest("number")


def test_words_in_the_second_half_of_a_split_clause_are_found_there(round_: Consultation, text: Text) -> None:
    quoted = make.comment(Said(VISAS, quote="short-stay visas"), by=make.olga(), on=round_)
    whole = make.comment(Said(VISAS, quote="shall simplify"), by=make.olga(), on=round_)
    for each in (quoted, whole):
        make.answered(each)
    visas = paul.clause(text, "short-stay")
    (part,) = paul.split(text, visas, "The partners shall simplify the procedures", "for short-stay visas.")
    version = make.issued(text)

    found = quoted.places.get(version=version)
    assert (found.clause, found.exact, found.state) == (part, "short-stay visas", "moved")
    assert whole.places.get(version=version).clause == visas


def test_inputs_on_a_split_clause_show_at_each_part_on_the_desk(round_: Consultation, text: Text) -> None:
    said = make.comment(Said(VISAS, quote="short-stay visas"), by=make.olga(), on=round_)
    visas = paul.clause(text, "short-stay")
    (part,) = paul.split(text, visas, "The partners shall simplify.", "Visas are for short stays.")

    for clause in (visas, part):
        (found,) = read_inputs(clause, *versions(text), "en").inputs
        assert found.comment == said


def test_inputs_on_a_merged_clause_show_at_its_heir(round_: Consultation, text: Text) -> None:
    said = make.comment(Said("for researchers."), by=make.olga(), on=round_)
    students, researchers = paul.clause(text, "students"), paul.clause(text, "researchers")
    paul.merged(text, students, researchers, "for students and for researchers.")

    (found,) = read_inputs(students, *versions(text), "en").inputs
    assert (found.comment, found.is_here) == (said, False)
    (gone,) = read_desk(text, "en", Criteria()).gone
    assert (gone.key, gone.heirs) == (researchers.key, (students.key,))
    page = signed_in("Mia").get(f"/en/texts/{text.slug}/desk/{students.key}/")
    assert said.reference in words_of(page)

    make.answered(said)
    place = said.places.get(version=make.issued(text))
    assert place.clause == students


def test_a_comment_follows_through_a_merger_and_a_split_of_what_came_of_it(
    round_: Consultation, text: Text
) -> None:
    said = make.comment(Said("for researchers.", quote="researchers"), by=make.olga(), on=round_)
    make.answered(said)
    students, researchers = paul.clause(text, "students"), paul.clause(text, "researchers")
    paul.merged(text, students, researchers, "for students; for researchers.")
    (part,) = paul.split(text, students, "for students;", "for researchers.")

    place = said.places.get(version=make.issued(text))
    assert (place.clause, place.exact) == (part, "researchers")


def test_the_history_of_an_heir_has_the_changes_of_those_it_came_from(
    round_: Consultation, text: Text
) -> None:
    revision = make.reworded(text, "researchers", "scholars")
    students, scholars = paul.clause(text, "students"), paul.clause(text, "scholars")
    paul.merged(text, students, scholars, "for students and scholars.")
    (part,) = paul.split(text, students, "for students", "and scholars.")

    for clause in (students, part):
        trails = trace_clause(make.person("Mia"), clause)
        assert revision.history_id in {each.revision.id for each in trails}


def test_inputs_stay_with_a_clause_that_was_deleted_and_came_back(round_: Consultation, text: Text) -> None:
    said = make.comment(Said(VISAS, quote="short-stay visas"), by=make.olga(), on=round_)
    make.answered(said)
    visas = paul.clause(text, "short-stay")
    (revision,) = paul.deleted(text, visas)
    assert read_desk(text, "en", Criteria()).gone[0].key == visas.key
    paul.undone(revision)

    assert read_desk(text, "en", Criteria()).gone == ()
    place = said.places.get(version=make.issued(text))
    assert (place.clause, place.state, place.exact) == (visas, "same", "short-stay visas")


def test_every_page_of_a_text_copes_with_a_clause_that_has_no_french(text: Text) -> None:
    make.imported(text, make.DRAFT.replace("for researchers", "pour les chercheurs"), language="fr")
    new = paul.inserted(text, "Fees are low.", after=paul.clause(text, "short-stay"))
    in_work = f"/fr/texts/{text.slug}"
    pages = [
        *(f"{in_work}/{page}/" for page in ("desk", "structure", "rev-1", "publish", "review", "closing")),
        *(f"{in_work}/{page}/" for page in ("amendments", "positions", "translations")),
        f"{in_work}/desk/{new.key}/?language=fr",
        f"{in_work}/rev-1/?language=fr",
        f"{in_work}/rev-1/clauses/{new.key}/?language=fr",
        f"{in_work}/compare/zero-draft/rev-1/?language=fr",
        f"{in_work}/rev-1/brackets/",
        f"{in_work}/rev-1/parallel/",
        f"{in_work}/structure/{new.key}/split/",
        f"{in_work}/structure/{new.key}/merge/",
        f"/fr/clauses/{new.key}/history/",
    ]
    paul_reads = signed_in("Paul")
    found = {page: paul_reads.get(page, follow=True) for page in pages}

    assert {page: answer.status_code for page, answer in found.items() if answer.status_code != 200} == {}
    assert "Fees are low." in words_of(found[f"{in_work}/rev-1/?language=fr"])
    make.issued(text)
    api = signed_in("Nils").get(f"/api/v1/texts/{text.slug}/versions/rev-1/?language=fr")
    assert "Fees are low." in api.content.decode()
