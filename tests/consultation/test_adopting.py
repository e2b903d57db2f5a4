"""Adopting a text: what hinders it, what it closes, and what stays open afterwards."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext, override

from consultation.actions.adoption import Hindered, adopt
from consultation.actions.publishing import publish
from consultation.actions.silence import conclude_silence
from consultation.models import Consultation, Outcome, ResolvedAnchor, Standing
from consultation.permissions import can_comment, can_open_consultation
from drafts.actions.amendments import withdraw_amendment
from drafts.actions.publishing import EmptyVersion, UnseenWords
from drafts.actions.reservations import ClauseNotAdopted, NothingReserved, record_reservation
from drafts.actions.wordings import VersionPublished
from drafts.models import (
    Adoption,
    AmendmentKind,
    AmendmentStanding,
    LedgerEntry,
    Position,
    Reservation,
    SignOff,
    Stance,
    Version,
)
from drafts.permissions import can_import, can_publish, can_revise
from drafts.reports.closing import bracketed_clauses
from drafts.reports.hashes import content_hash
from drafts.reports.signing import unsigned
from tests import make
from tests.closing import AGREED, TOMORROW, adopted, ready, signed, silence
from tests.make import NOON, Said
from tests.pages import signed_in, words_of

pytestmark = pytest.mark.django_db
VISAS = "short-stay visas"


def test_the_chair_adopts_and_no_version_follows() -> None:
    version = ready()
    adoption = adopted(version)
    version.refresh_from_db()

    assert (adoption.way, adoption.adopted_at, adoption.adopted_by) == ("chair", NOON, make.person("Chloé"))
    assert version.is_published
    assert version.content_hash == content_hash(version)
    assert (version.label, version.slug) == ("Rev.1", "rev-1")
    assert not Version.objects.working().filter(text=version.text).exists()
    last = LedgerEntry.objects.latest("sequence")
    assert (last.verb, last.object_key) == ("adopted", "legal-mobility/rev-1")
    assert json.loads(last.payload) == {
        "content_hash": version.content_hash,
        "way": "chair",
        "adopted_at": "2017-06-14T12:00:00.000000+00:00",
        "silence": None,
        "circulated": None,
        "reservations": [],
    }
    call_command("verify_ledger")


def test_every_hindrance_is_named_at_once() -> None:
    round_ = make.consultation(make.published(draft=make.DRAFT))
    text = round_.version.text
    waits = make.comment(Said(VISAS), by=make.olga(), on=round_)
    version = make.working(text)
    make.imported(text, make.DRAFT.replace("[bilateral] agreements", "[accords [bilatéraux"), language="fr")
    with pytest.raises(Hindered) as refusal:
        adopted(version)
    found = refusal.value.hindrances

    assert found.inputs == (waits,)
    assert [clause.counts for clause in found.brackets] == [(("en", 1), ("fr", 2))]
    assert found.open_brackets == 3
    assert len(found.unsigned) == version.placements.count() == 9
    assert found.consultations == (round_,)
    assert not Adoption.objects.exists()
    assert make.working(text) == version


def test_a_stale_translation_is_told_and_does_not_hinder() -> None:
    text = make.published(draft=AGREED).text
    make.imported(text, AGREED.replace("visas.", "des visas."), language="fr")
    make.reworded(text, "short-stay", "seasonal")
    version = ready(text)
    french = version.wordings.get(language="fr", text__contains="des visas")

    assert french.state == "stale"
    assert adopted(version).version == version


def test_a_signature_stands_for_the_words_it_was_given_to() -> None:
    text = make.published(draft=AGREED).text
    version = make.working(text)
    signed(version)
    assert unsigned(version) == []
    changed = make.reworded(text, "short-stay", "seasonal")

    assert [clause.clause_id for clause in unsigned(version)] == [changed.clause_id]
    with pytest.raises(Hindered):
        adopted(version)
    make.reworded(text, "seasonal", "short-stay")
    assert unsigned(version) == []


def test_a_clause_that_was_moved_is_to_be_signed_again() -> None:
    text = make.published(draft=AGREED).text
    version = make.working(text)
    signed(version)
    points = "(a) for students;\n\n(b) for researchers."
    make.imported(text, AGREED.replace(points, "(a) for researchers.\n\n(b) for students;"))

    to_be_signed = unsigned(version)
    assert to_be_signed
    assert {version.wordings.get(clause=each.clause_id).change for each in to_be_signed} == {"moved"}


def test_a_clause_sent_back_is_not_signed() -> None:
    version = ready()
    signed(version, verdict=SignOff.Verdict.SENT_BACK, note="Read it again.")

    assert len(unsigned(version)) == version.placements.count()


def test_the_chair_adopts_the_words_the_page_showed_and_no_others() -> None:
    version = ready()
    with pytest.raises(UnseenWords):
        adopt(by=make.person("Chloé"), version=version, basis="0" * 64, at=NOON)
    version.refresh_from_db()
    assert not version.is_published


def test_only_the_chair_adopts() -> None:
    version = ready()
    for name in ("Mia", "Paul", "Sena", "Olga"):
        with pytest.raises(PermissionDenied):
            adopt(by=make.person(name), version=version, basis=content_hash(version), at=NOON)


def test_a_text_without_clauses_is_not_adopted() -> None:
    version = ready()
    version.placements.all().delete()
    with pytest.raises((Hindered, EmptyVersion)):
        adopted(version)


def test_comments_go_along_to_the_adopted_version() -> None:
    round_ = make.consultation(make.published(draft=AGREED))
    comment = make.comment(Said(VISAS), by=make.olga(), on=round_)
    make.answered(comment)
    version = ready(round_.version.text)
    adopted(version, at=round_.closes_at)

    assert ResolvedAnchor.objects.filter(version=version, comment=comment).exists()


def test_what_is_adopted_is_closed_to_every_act() -> None:
    round_ = make.consultation(make.published(draft=AGREED))
    text = round_.version.text
    held = make.staged(text, AGREED.replace("short-stay", "seasonal"))
    version = ready(text)
    (wording,) = version.wordings.select_related("version__text").filter(text__contains=VISAS)
    adopted(version, at=round_.closes_at)
    later = round_.closes_at + timedelta(days=1)

    for may, name in ((can_revise, "Mia"), (can_import, "Paul"), (can_publish, "Chloé")):
        assert "adopted" in may(make.person(name), text).reason
    version.refresh_from_db()
    assert "adopted" in can_open_consultation(make.secretariat(), version).reason
    assert not can_comment(make.olga(), Consultation.objects.get(pk=round_.pk), later)
    for act in (
        lambda: make.applied(held),
        lambda: make.staged(text),
        lambda: publish(by=make.person("Chloé"), version=version, at=later),
        lambda: make.consultation(version),
    ):
        with pytest.raises(PermissionDenied, match="adopted"):
            act()
    with pytest.raises((PermissionDenied, VersionPublished)):
        adopted(version)
    wording.refresh_from_db()
    assert VISAS in wording.text


def test_published_reserves_stay_on_record_and_others_do_not() -> None:
    version = ready()
    clause = make.clause_that_says(version, VISAS)
    mia, paul = make.person("Mia"), make.person("Paul")

    def stated(stance: Stance, **more: object) -> Position:
        said = {"delegation": "Atlantis", "stated_by": mia, "published_at": NOON, **more}
        return Position.objects.create(
            version=version, clause=clause, language="en", stance=stance, stated_at=NOON, **said
        )

    kept = stated(Stance.RESERVE, note="Subject to our parliament.")
    bare = stated(Stance.RESERVE, quote="visas", stated_by=paul)
    stated(Stance.OPPOSE)
    stated(Stance.RESERVE, published_at=None)
    stated(Stance.RESERVE, ended_at=NOON)
    adoption = adopted(version)

    assert list(adoption.reservations.order_by("pk").values_list("words", "recorded_by")) == [
        (kept.note, mia.pk),
        ("On “visas”: The delegation reserves its position.", bare.stated_by_id),
    ]
    assert len(json.loads(LedgerEntry.objects.latest("sequence").payload)["reservations"]) == 2


def test_a_member_reserves_for_their_delegation_and_the_chair_for_any() -> None:
    adoption = adopted()
    clause = make.clause_that_says(adoption.version, VISAS)

    def reserve(name: str, **more: object) -> Reservation:
        said = {"clause": clause, "words": "Not for us. ", "language": "en", "at": NOON, **more}
        return record_reservation(by=make.person(name), adoption=adoption, **said)  # type: ignore[arg-type]

    assert reserve("Mia", delegation="Somebody else").delegation == "Mia"
    assert reserve("Chloé", delegation="Atlantis", clause=None).delegation == "Atlantis"
    assert Reservation.objects.first().words == "Not for us."  # type: ignore[union-attr]
    with pytest.raises(PermissionDenied):
        reserve("Olga")
    with pytest.raises(NothingReserved):
        reserve("Mia", words=" \n")
    with pytest.raises(ClauseNotAdopted):
        reserve("Mia", clause=make.clause_that_says(make.published(make.text("other")), VISAS))
    assert LedgerEntry.objects.filter(verb="reserved").count() == 2
    call_command("verify_ledger")


def test_brackets_are_counted_in_each_language() -> None:
    text = make.published().text
    assert [each.counts for each in bracketed_clauses(make.working(text))] == [(("en", 1),)]


def test_what_nobody_decided_on_is_turned_down_and_sealed() -> None:
    version = ready()
    open_one = make.proposed(version.text, AmendmentKind.DELETE, on=VISAS)
    taken_back = make.proposed(version.text, AmendmentKind.DELETE, on="researchers")
    withdraw_amendment(by=make.person("Mia"), amendment=taken_back, at=NOON)
    adopted(version)

    standing = AmendmentStanding.objects.get(pk=open_one.pk)
    assert (standing.state, standing.reason) == ("rejected", "The text was adopted without it.")
    assert (standing.decided_by, standing.decided_at) == (make.person("Chloé"), NOON)
    assert AmendmentStanding.objects.get(pk=taken_back.pk).state == "withdrawn"
    entry = LedgerEntry.objects.get(verb="decided", object_key=open_one.key)
    assert json.loads(entry.payload)["state"] == "rejected"
    call_command("verify_ledger")


def test_a_silence_that_held_turns_down_what_nobody_decided_on_in_the_language_of_the_text() -> None:
    french = make.text("accord")
    french.language = "fr"
    french.save()
    version = make.imported(french, AGREED, language="fr")
    signed(version)
    amendment = make.proposed(french, AmendmentKind.DELETE, on=VISAS, language="fr")
    running = silence(version)
    conclude_silence(by=running.opened_by, silence=running, at=TOMORROW)

    standing = AmendmentStanding.objects.get(pk=amendment.pk)
    assert standing.state == "rejected"
    with override("fr"):
        assert standing.reason == gettext("The text was adopted without it.")


def test_saying_the_same_reservation_twice_is_saying_it_once() -> None:
    adoption = adopted()
    said = {"clause": None, "words": "Not for us.", "language": "en", "at": NOON}
    for words in ("Not for us.", " Not for us. ", "Nor for them."):
        again = {**said, "words": words}
        record_reservation(by=make.person("Mia"), adoption=adoption, **again)  # type: ignore[arg-type]

    assert adoption.reservations.count() == LedgerEntry.objects.filter(verb="reserved").count() == 2


def test_what_a_comment_proposed_is_settled_as_the_comment_was_answered() -> None:
    asked = make.consultation(make.published(draft=AGREED), days=1)
    text = asked.version.text
    heard, other = (
        make.comment(Said(on, proposed=words), by=make.olga(), on=asked)
        for on, words in (
            (VISAS, "The partners shall simplify all visas."),
            ("researchers", "for all researchers."),
        )
    )
    revision = make.reworded(text, VISAS, "short and long visas", answers=[heard])
    make.answered(heard, Outcome.ACCEPTED, revisions=[revision])
    waiting = make.proposed(text, AmendmentKind.DELETE, on="students")
    make.answered(other, Outcome.ACCEPTED, revisions=[make.reworded(text, "researchers", "researchers only")])
    make.answered(
        other, Outcome.REJECTED, reason="No.", supersedes=Standing.objects.get(comment=other).disposition
    )
    version = make.working(text)
    signed(version)
    adopted(version, at=NOON + timedelta(days=2))

    def standing(amendment: int | None) -> tuple[str, int | None, str]:
        found = AmendmentStanding.objects.get(pk=amendment)
        return found.state, found.revision_id, found.reason

    assert standing(heard.amendment_id) == ("changed", revision.history_id, "")
    assert standing(other.amendment_id) == ("rejected", None, "No.")
    assert standing(waiting.pk) == ("rejected", None, "The text was adopted without it.")
    call_command("verify_ledger")


def test_an_observer_reads_what_adoption_made_of_their_proposal() -> None:
    asked = make.consultation(make.published(draft=AGREED), days=1)
    text = asked.version.text
    said = Said(VISAS, proposed="The partners shall simplify all visas.")
    comment = make.comment(said, by=make.olga(), on=asked)
    make.answered(comment, Outcome.DEFERRED, reason="Next year.")
    signed(make.working(text))
    closing = reverse("consultation:closing", args=[text.slug])
    shown = words_of(signed_in("Chloé").get(closing))
    adopted(make.working(text), at=NOON + timedelta(days=2))

    assert "One amendment is not decided on. Adoption turns it down" in shown
    page = words_of(signed_in("Olga").get(comment.get_absolute_url()))
    assert "The proposal was rejected: The text was adopted without it." in page


def test_a_clause_that_was_deleted_after_all_were_signed_hinders_until_the_chair_signs_that() -> None:
    version = ready()
    make.imported(version.text, AGREED.replace("(a) for students;\n\n", ""))
    with pytest.raises(Hindered) as refusal:
        adopted(version)
    assert [clause.label for clause in refusal.value.hindrances.unsigned] == ["(a) (removed)"]

    signed(version)

    assert adopted(version).version == version
