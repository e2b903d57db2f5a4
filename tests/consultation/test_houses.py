"""Who coordinates an organisation, who leaves it, how it speaks and for whom."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from consultation.actions.organisations import (
    AlreadyListed,
    ItselfListed,
    NoLongerMember,
    SuccessorMissing,
    appoint_coordinator,
    end_membership,
    list_spoken_for,
    set_one_voice,
    step_down,
    unlist_spoken_for,
)
from consultation.models import CommentDraft, Membership, Organisation, SpokenFor
from consultation.permissions import can_comment, can_keep_draft
from drafts.models import LedgerEntry
from tests import houses, make
from tests.houses import COORDINATOR, MEMBER, seat
from tests.make import NOON, Said

pytestmark = pytest.mark.django_db
Verb = LedgerEntry.Verb


@pytest.fixture
def house() -> Organisation:
    """Two Shores, with Cora to coordinate it and Malik as a member."""
    made = houses.house()
    houses.cora(made)
    houses.voice("Malik", made)
    return made


def roles(of: Organisation) -> dict[str, str]:
    standing = Membership.objects.standing().filter(organisation=of)
    return dict(standing.values_list("user__name", "role"))


def told() -> dict[str, object]:
    last = LedgerEntry.objects.order_by("sequence").last()
    assert last is not None
    payload: dict[str, object] = json.loads(last.payload)
    return {"verb": last.verb, "key": last.object_key, "by": last.actor, **payload}


def test_a_coordinator_appoints_another_beside_them(house: Organisation) -> None:
    cora, malik = make.person("Cora"), make.person("Malik")

    appoint_coordinator(by=cora, membership=seat(malik), at=NOON)

    assert roles(house) == {"Cora": COORDINATOR, "Malik": COORDINATOR}
    assert told() == {
        "verb": Verb.APPOINTED, "key": malik.key, "by": cora.key, "organisation": "two-shores",
        "role": "coordinator",
    }  # fmt: skip


def test_a_member_appoints_nobody_and_the_secretariat_anybody(house: Organisation) -> None:
    malik = make.person("Malik")
    with pytest.raises(PermissionDenied):
        appoint_coordinator(by=malik, membership=seat(malik), at=NOON)
    with pytest.raises(PermissionDenied):
        appoint_coordinator(by=make.olga(), membership=seat(malik), at=NOON)

    appoint_coordinator(by=make.secretariat(), membership=seat(malik), at=NOON)

    assert roles(house)["Malik"] == COORDINATOR


def test_the_only_coordinator_goes_only_with_a_successor(house: Organisation) -> None:
    cora, malik = make.person("Cora"), make.person("Malik")
    for act in (step_down, end_membership):
        with pytest.raises(SuccessorMissing):
            act(by=cora, membership=seat(cora), successor=None, at=NOON)
        with pytest.raises(SuccessorMissing):
            act(by=cora, membership=seat(cora), successor=seat(cora), at=NOON)
        with pytest.raises(SuccessorMissing):
            act(by=cora, membership=seat(cora), successor=seat(make.olga()), at=NOON)
    assert roles(house) == {"Cora": COORDINATOR, "Malik": MEMBER}

    step_down(by=cora, membership=seat(cora), successor=seat(malik), at=NOON)

    assert roles(house) == {"Cora": MEMBER, "Malik": COORDINATOR}
    assert told()["successor"] == malik.key


def test_with_another_coordinator_nobody_need_follow(house: Organisation) -> None:
    cora, malik = make.person("Cora"), make.person("Malik")
    appoint_coordinator(by=cora, membership=seat(malik), at=NOON)

    end_membership(by=cora, membership=seat(cora), successor=None, at=NOON)

    assert roles(house) == {"Malik": COORDINATOR}
    assert told() == {"verb": Verb.LEFT, "key": cora.key, "by": cora.key, "organisation": "two-shores"}


def test_the_last_one_may_leave_and_the_secretariat_appoints_who_comes(house: Organisation) -> None:
    cora, malik = make.person("Cora"), make.person("Malik")
    end_membership(by=malik, membership=seat(malik), successor=None, at=NOON)
    end_membership(by=cora, membership=seat(cora), successor=None, at=NOON)
    assert roles(house) == {}

    houses.voice("Mariam", house)
    appoint_coordinator(by=make.secretariat(), membership=seat(make.person("Mariam")), at=NOON)

    assert roles(house) == {"Mariam": COORDINATOR}


def test_who_ends_whose_membership(house: Organisation) -> None:
    cora, malik, sena = make.person("Cora"), make.person("Malik"), make.secretariat()
    with pytest.raises(PermissionDenied):
        end_membership(by=malik, membership=seat(cora), successor=None, at=NOON)
    appoint_coordinator(by=sena, membership=seat(malik), at=NOON)
    with pytest.raises(PermissionDenied, match="coordinator themselves"):
        end_membership(by=malik, membership=seat(cora), successor=None, at=NOON)
    with pytest.raises(PermissionDenied, match="steps down by themselves"):
        step_down(by=malik, membership=seat(cora), successor=None, at=NOON)

    step_down(by=sena, membership=seat(cora), successor=None, at=NOON)
    before = seat(cora)
    end_membership(by=malik, membership=before, successor=None, at=NOON)

    assert roles(house) == {"Malik": COORDINATOR}
    with pytest.raises(NoLongerMember):
        end_membership(by=malik, membership=before, successor=None, at=NOON)


def test_what_somebody_shared_is_theirs_alone_once_they_left(house: Organisation) -> None:
    consultation, cora, malik = make.consultation(), make.person("Cora"), make.person("Malik")
    draft = houses.shared(malik, consultation)
    mine = houses.together(cora, draft)

    end_membership(by=malik, membership=seat(malik), successor=None, at=NOON)

    kept = CommentDraft.objects.get(pk=draft.pk)
    assert (kept.organisation_id, kept.shared_at) == (None, None)
    assert list(mine.sources.all()) == []


def test_with_one_voice_members_draft_and_coordinators_submit(house: Organisation) -> None:
    consultation, cora, malik = make.consultation(), make.person("Cora"), make.person("Malik")
    assert can_comment(malik, consultation, NOON)

    set_one_voice(by=cora, organisation=house, one_voice=True, at=NOON)

    assert told()["one_voice"] is True
    assert "one voice" in can_comment(malik, consultation, NOON).reason
    assert can_keep_draft(malik, consultation, NOON)
    assert can_comment(cora, consultation, NOON)
    draft = houses.half_written(malik, consultation)
    with pytest.raises(PermissionDenied, match="one voice"):
        make.comment(Said("short-stay"), by=malik, on=consultation)
    assert make.comment(Said("short-stay"), by=cora, on=consultation).organisation == house
    assert CommentDraft.objects.filter(pk=draft.pk).exists()
    with pytest.raises(PermissionDenied):
        set_one_voice(by=malik, organisation=house, one_voice=False, at=NOON)


def test_saying_twice_how_it_speaks_is_one_act(house: Organisation) -> None:
    set_one_voice(by=make.person("Cora"), organisation=house, one_voice=True, at=NOON)
    acts = LedgerEntry.objects.count()

    set_one_voice(by=make.person("Cora"), organisation=house, one_voice=True, at=NOON)

    assert LedgerEntry.objects.count() == acts


def test_a_platform_lists_whom_it_speaks_for_and_no_longer(house: Organisation) -> None:
    cora, theirs = make.person("Cora"), make.body_of(make.olga())
    listed = list_spoken_for(by=cora, platform=house, organisation=theirs, name="", country="", at=NOON)
    named = list_spoken_for(
        by=cora, platform=house, organisation=None, name="Harbour choir", country="ML", at=NOON
    )
    assert told()["verb"] == Verb.LISTED
    assert "Harbour" not in LedgerEntry.objects.order_by("sequence").latest("sequence").payload
    for again in ({"organisation": theirs, "name": ""}, {"organisation": None, "name": "Harbour choir"}):
        with pytest.raises(AlreadyListed):
            list_spoken_for(by=cora, platform=house, country="", at=NOON, **again)

    unlist_spoken_for(by=cora, listed=listed, at=NOON)
    unlist_spoken_for(by=cora, listed=listed, at=NOON)

    assert set(SpokenFor.objects.filter(ended_at=None)) == {named}
    assert LedgerEntry.objects.filter(verb=Verb.LISTED).count() == 3
    assert list_spoken_for(by=cora, platform=house, organisation=theirs, name="", country="", at=NOON)


def test_nobody_is_listed_by_others_nor_by_itself(house: Organisation) -> None:
    for name in ("Malik", "Olga"):
        make.olga()
        with pytest.raises(PermissionDenied):
            list_spoken_for(
                by=make.person(name), platform=house, organisation=None, name="A", country="", at=NOON
            )
    with pytest.raises(ItselfListed):
        list_spoken_for(
            by=make.person("Cora"), platform=house, organisation=house, name="", country="", at=NOON
        )


def test_the_ledger_holds_after_all_this(house: Organisation) -> None:
    cora, malik = make.person("Cora"), make.person("Malik")
    step_down(by=cora, membership=seat(cora), successor=seat(malik), at=NOON)
    end_membership(by=malik, membership=seat(cora), successor=None, at=NOON)

    call_command("verify_ledger")


def test_the_name_of_nobody_is_in_the_ledger(house: Organisation) -> None:
    appoint_coordinator(by=make.person("Cora"), membership=seat(make.person("Malik")), at=NOON)

    assert not [each for each in LedgerEntry.objects.all() if "Malik" in each.payload]
