"""One comment, several signatories: who signs, who withdraws, and that both stay for everybody to read."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from consultation.actions.signatures import AlreadySigned, AlreadyUnsigned, cosign, unsign
from consultation.models import Category, Comment, Consultation, Signature, Standing
from consultation.models.guards import GUARDS
from consultation.permissions.signatures import can_cosign
from consultation.reports.signatures import read_together
from drafts.models import LedgerEntry
from tests import houses, make
from tests.make import NOON, Said
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
CLAUSE = "/en/texts/legal-mobility/zero-draft/clauses/{}/"


@pytest.fixture
def said() -> Comment:
    """What Olga said for her network, for everybody to read."""
    return make.comment(Said("short-stay"), by=make.olga(), on=make.consultation())


def test_a_coordinator_of_another_organisation_signs(said: Comment) -> None:
    cora = houses.cora()

    signature = cosign(by=cora, comment=said, at=LATER)

    assert (signature.organisation, signature.signed_by) == (houses.house(), cora)
    entry = LedgerEntry.objects.get(verb=LedgerEntry.Verb.COSIGNED)
    assert (entry.object_key, entry.actor, entry.is_public) == (said.reference, cora.key, True)
    assert json.loads(entry.payload) == {"organisation": "two-shores"}
    assert entry.text == said.consultation.version.text


def test_nobody_else_signs(said: Comment) -> None:
    houses.cora()
    malik = houses.voice("Malik", houses.house())
    own = houses.voice("Oda", make.body_of(make.olga()), houses.COORDINATOR)
    for who, why in (
        (malik, "Only a coordinator"),
        (make.olga(), "Only a coordinator"),
        (make.person("Nils"), "Only a coordinator"),
        (own, "your own organisation"),
    ):
        with pytest.raises(PermissionDenied, match=why):
            cosign(by=who, comment=said, at=LATER)
    assert not Signature.objects.exists()


def test_only_what_everybody_reads_is_signed_and_only_while_it_is_open(said: Comment) -> None:
    cora, asked = houses.cora(), said.consultation
    pending = make.comment(Said("students"), by=make.omar(), on=asked, visible=False)
    hidden = make.kept_back(make.comment(Said("students"), by=make.omar(), on=asked), Standing.State.HIDDEN)
    for comment in (pending, hidden):
        with pytest.raises(PermissionDenied, match="everybody can read"):
            cosign(by=cora, comment=comment, at=LATER)
    with pytest.raises(PermissionDenied, match="closed"):
        cosign(by=cora, comment=said, at=asked.closes_at)
    Consultation.objects.filter(pk=asked.pk).update(categories=[Category.ACADEMIA], audience="named")
    with pytest.raises(PermissionDenied, match="other categories"):
        cosign(by=cora, comment=said, at=LATER)


def test_what_shows_after_closing_is_not_signed_before() -> None:
    closing = make.consultation(moderation=Consultation.Moderation.CLOSING)
    said = make.comment(Said("short-stay"), by=make.olga(), on=closing)

    assert "everybody can read" in can_cosign(houses.cora(), said, LATER).reason


def test_an_organisation_signs_once_whoever_coordinates_it(said: Comment) -> None:
    cora = houses.cora()
    other = houses.voice("Malik", houses.house(), houses.COORDINATOR)
    cosign(by=cora, comment=said, at=LATER)

    with pytest.raises(AlreadySigned):
        cosign(by=other, comment=said, at=LATER)

    assert Signature.objects.count() == 1


def test_a_signature_is_withdrawn_for_all_to_see_and_given_again(said: Comment) -> None:
    cora = houses.cora()
    signature = cosign(by=cora, comment=said, at=NOON)
    with pytest.raises(PermissionDenied):
        unsign(by=make.olga(), signature=signature, at=LATER)

    unsign(by=cora, signature=signature, at=LATER)

    with pytest.raises(AlreadyUnsigned):
        unsign(by=cora, signature=signature, at=LATER)
    words = words_of(Client().get(CLAUSE.format(said.clause.key)))
    assert "Two Shores signed on 14 June 2017, withdrawn on 15 June 2017" in words
    cosign(by=cora, comment=said, at=LATER)
    words = words_of(Client().get(CLAUSE.format(said.clause.key)))
    assert "Two Shores signed on 15 June 2017" in words
    call_command("verify_ledger")


def test_it_is_withdrawn_after_closing_too_but_not_after_the_answer(said: Comment) -> None:
    cora, closed = houses.cora(), said.consultation.closes_at + timedelta(days=1)
    unsign(by=cora, signature=cosign(by=cora, comment=said, at=NOON), at=closed)
    signature = cosign(by=cora, comment=said, at=LATER)
    make.answered(said)

    with pytest.raises(PermissionDenied, match="answered"):
        unsign(by=cora, signature=signature, at=closed)


def test_the_pages_ask_once_and_say_what_it_means(said: Comment) -> None:
    houses.cora()
    now_open(said)
    sign, withdraw = (reverse(f"consultation:{name}", args=[said.reference]) for name in ("cosign", "unsign"))
    cora = signed_in("Cora")
    with nothing_written():
        assert "everybody reads its name under it" in words_of(cora.get(sign))
        assert cora.get(withdraw).status_code == 404

    assert goes_to(cora.post(sign)) == f"/en/comments/{said.reference}/"
    assert goes_to(cora.post(sign)) == f"/en/comments/{said.reference}/"
    assert Signature.objects.filter(withdrawn_at=None).count() == 1
    assert "no longer says" in words_of(cora.get(withdraw))
    assert goes_to(cora.post(withdraw)) == f"/en/comments/{said.reference}/"
    assert goes_to(cora.post(withdraw)) == f"/en/comments/{said.reference}/"
    assert not Signature.objects.filter(withdrawn_at=None).exists()


def test_who_may_not_sign_is_told_why(said: Comment) -> None:
    url = reverse("consultation:cosign", args=[said.reference])

    assert "Only a coordinator signs" in words_of(signed_in("Olga").get(url))
    assert signed_in("Olga").post(url).status_code == 403


def now_open(said: Comment) -> None:
    """The pages know only the time of today."""
    Consultation.objects.filter(pk=said.consultation_id).update(closes_at=NOON + timedelta(days=36500))


def test_the_report_says_what_a_reader_may_do(said: Comment) -> None:
    cora = houses.cora()
    assert read_together(cora, said, LATER).may_cosign
    assert not read_together(make.olga(), said, LATER).may_cosign

    cosign(by=cora, comment=said, at=LATER)

    voices = read_together(cora, said, LATER)
    assert (voices.may_cosign, voices.may_unsign, len(voices.signatures)) == (False, True, 1)
    assert not read_together(make.olga(), said, LATER).may_unsign


def test_many_signatures_ask_no_more_queries(said: Comment) -> None:
    urls = [CLAUSE.format(said.clause.key), f"/en/texts/legal-mobility/desk/{said.clause.key}/"]
    cosign(by=houses.cora(), comment=said, at=NOON)
    before = [queries_of(signed_in("Mia"), url) for url in urls]

    for number in range(4):
        house = houses.house(f"house-{number}")
        cosign(by=houses.voice(f"C{number}", house, houses.COORDINATOR), comment=said, at=NOON)

    assert [queries_of(signed_in("Mia"), url) for url in urls] == before
    assert "House 3 signed on" in words_of(signed_in("Mia").get(urls[1]))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE consultation_signature SET withdrawn_at = NULL, withdrawn_by_id = NULL",
        "UPDATE consultation_signature SET organisation_id = (SELECT MIN(id) FROM consultation_organisation)",
        "UPDATE consultation_signature SET signed_at = '2017-06-13 12:00:00+00:00'",
        "DELETE FROM consultation_signature",
    ],
)
def test_a_changed_signature_is_found(said: Comment, change: str) -> None:
    cora = houses.cora()
    unsign(by=cora, signature=cosign(by=cora, comment=said, at=NOON), at=LATER)
    take_the_guards_down()
    with connection.cursor() as cursor:
        cursor.execute(change)
        assert cursor.rowcount == 1

    with pytest.raises(CommandError, match="its signatures are not those in the ledger"):
        call_command("verify_ledger")


def take_the_guards_down() -> None:
    for guard in GUARDS:
        guard.take_down(connection.schema_editor())
