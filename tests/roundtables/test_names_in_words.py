"""A name in words that are to name nobody is asked about before it is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.models import Attribution
from drafts.models.ledger import digest
from roundtables.actions.attendance import Present, take_attendance
from roundtables.models import Intervention, Seat, Session
from roundtables.reports.names_in_words import folded, found_in, names_in
from tests import make, sessions
from tests.pages import nothing_written, signed_in, words_of
from tests.roundtables.notes import a_session, address, send

UNNAMED = [Attribution.CATEGORY, Attribution.NONE]
PEOPLE = ["Fatou N’Diaye-Sarr", "José Müller", "Olga", "王小明"]
BODIES = ["Réseau Mobilité-Sud"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("As José Müller said, it is slow.", ["jose muller"]),
        ("as jose muller said", ["jose muller"]),
        ("JOSÉ MÜLLER insists.", ["jose muller"]),
        ("Ms Sarr insists.", ["sarr"]),
        ("N'Diaye Sarr insists.", ["diaye", "sarr"]),
        ("Fatou N'Diaye Sarr insists.", ["fatou n diaye sarr"]),
        ("The reseau mobilite sud asks for more.", ["reseau mobilite sud"]),
        ("Olga's colleagues agree.", ["olga"]),
        ("Nobody is named here, and nothing sarred.", []),
        ("Volgate is a town.", []),
        ("正如王小明所说，太慢了。", ["王小明"]),
    ],
)
def test_names_are_found_by_whole_words(words: str, found: list[str]) -> None:
    assert found_in(words, PEOPLE, BODIES) == found


@given(
    name=st.sampled_from([*PEOPLE, *BODIES]),
    before=st.text("abc ", max_size=8),
    form=st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]),
    case=st.sampled_from([str.upper, str.lower, str.title, str]),
    hyphen=st.sampled_from(["-", " ", "\u2010", "\u2011", "\u2013"]),
    bare=st.booleans(),
)
def test_a_name_is_found_whatever_its_case_accents_and_hyphens(
    name: str, before: str, form: str, case: object, hyphen: str, *, bare: bool
) -> None:
    assert callable(case)
    written = unicodedata.normalize(form, case(name).replace("-", hyphen))  # type: ignore[arg-type]
    if bare:
        written = "".join(
            sign for sign in unicodedata.normalize("NFD", written) if ord(sign) < 768 or ord(sign) > 879
        )

    found = found_in(f"{before}. {written}, said the room.", PEOPLE, BODIES)

    assert folded(name) in found


@pytest.mark.django_db
def test_the_lists_are_those_of_attendance_and_of_invitations() -> None:
    session = a_session(Attribution.NONE)
    sena = make.secretariat()
    take_attendance(
        by=sena,
        session=session,
        present=Present(name="Guest Of Honour", body="Ministry of Youth"),
        at=make.NOON,
    )
    Seat.objects.create(session=session, user=make.person("Ravi"), listed_by=sena, listed_at=make.NOON)
    Seat.objects.create(
        session=session,
        organisation=make.body_of(make.omar()),
        attends_name="Awa Sy",
        listed_by=sena,
        listed_at=make.NOON,
    )

    said = "olga, guest of honour, ministry of youth, ravi, awa sy, network of omar, Nils"
    assert names_in(said, session) == [
        "awa sy",
        "guest of honour",
        "ministry of youth",
        "network of omar",
        "olga",
        "omar",
        "ravi",
    ]


def hidden(name: str) -> None:
    """Somebody takes back the consent to be named."""
    person = make.person(name)
    person.shows_name = False
    person.save(update_fields=["shows_name"])


@pytest.mark.django_db
@pytest.mark.parametrize("rule", UNNAMED)
def test_words_with_a_name_are_saved_only_once_it_is_confirmed(rule: Attribution) -> None:
    session = a_session(rule)
    hidden("Olga")
    remy, words = signed_in("Remy"), "As Olga told us, it takes months."

    refused = send(remy, session, words=words)
    scripted = send(remy, session, by_script=True, words=words)

    assert refused.status_code == scripted.status_code == 422
    assert words in refused.content.decode()
    assert "This is not who spoke" in words_of(refused)
    assert scripted.json()["asks"] is True
    assert not Intervention.objects.exists()
    send(remy, session, words=words, confirmed="on")
    assert Intervention.objects.get().wordings.get().words == words


@pytest.mark.django_db
def test_where_speakers_are_named_names_in_words_are_nobodys_business() -> None:
    assert send(signed_in("Remy"), a_session(), words="As Olga told us.").status_code == 302


@pytest.mark.django_db
def test_one_off_the_record_among_named_ones_is_asked_about_too() -> None:
    assert send(signed_in("Remy"), a_session(), words="As Omar told us.", rule="none").status_code == 422


@pytest.mark.django_db
def test_changed_words_and_a_reason_for_striking_are_looked_at_as_well() -> None:
    session = a_session(Attribution.CATEGORY)
    said = sessions.intervention(session)
    remy = signed_in("Remy")
    basis = digest("Decisions take too long.")

    with nothing_written():
        reworded = remy.post(
            address(session, f"{said.key}/reword/"), {"words": "Olga is right.", "basis": basis}
        )
        struck = remy.post(address(session, f"{said.key}/strike/"), {"reason": "Omar never said so."})

    assert reworded.status_code == struck.status_code == 422
    assert "Olga is right." in reworded.content.decode()


@pytest.mark.django_db
def test_words_that_name_somebody_are_looked_at_when_their_speaker_is_taken_out() -> None:
    session: Session = a_session()
    said = sessions.intervention(session, "I, Olga, find it slow.")

    response = signed_in("Remy").post(address(session, f"{said.key}/attribute/"), {"rule": "none"})

    said.refresh_from_db()
    assert response.status_code == 422
    assert said.rule == "named"
