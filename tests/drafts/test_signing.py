"""The chair's signatures: on exact words, all or none, and standing for as long as the words do."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from drafts.actions.signing import NoteMissing, NothingToSign, UnseenWords, sign_clauses
from drafts.models import Clause, LedgerEntry, Revision, Role, SignOff, Silence, Text, Version
from drafts.reports.hashes import words_hashes
from drafts.reports.seals import seal
from drafts.reports.signing import NO_WORDS, Signed, read_signatures, unsigned
from tests import make
from tests.closing import adopted
from tests.make import NOON

pytestmark = pytest.mark.django_db

VISAS, STUDENTS, GRADUATES = "short-stay visas", "for students", "young graduates"
LATER = NOON + timedelta(days=1)


@pytest.fixture
def text() -> Text:
    return make.published().text


def clause(version: Version, words: str) -> Clause:
    return make.clause_that_says(version, words)


def state(version: Version, words: str) -> Signed:
    return read_signatures(version)[clause(version, words).pk].state


def test_the_chair_signs_several_clauses_in_one_act(text: Text) -> None:
    working = make.working(text)

    made = make.signed(working, VISAS, STUDENTS)

    assert {each.verdict for each in made} == {SignOff.Verdict.SIGNED}
    entry = LedgerEntry.objects.get(verb=LedgerEntry.Verb.SIGNED)
    assert entry.object_key == "legal-mobility/rev-1"
    for each in SignOff.objects.select_related("clause"):
        assert f'["{each.clause.key}","signed","{seal(each.words)}"]' in entry.payload
        assert each.words == words_hashes(working)[each.clause_id]
        assert each.upto == Revision.objects.filter(clause=each.clause).latest("history_id").history_id


def test_each_clause_says_how_it_stands(text: Text) -> None:
    working = make.working(text)
    make.signed(working, VISAS, STUDENTS)
    make.sent_back(working, "researchers", GRADUATES, note="Say who decides.")
    make.reworded(text, "for students", "for pupils")
    make.reworded(text, GRADUATES, "old graduates")

    assert state(working, VISAS) is Signed.SIGNED
    assert state(working, "for pupils") is Signed.CHANGED
    assert state(working, "researchers") is Signed.SENT_BACK
    assert state(working, "old graduates") is Signed.REWORKED
    assert state(working, "average time") is Signed.UNSIGNED


def test_a_signature_stands_in_the_next_version_where_the_words_are_the_same(text: Text) -> None:
    make.signed(make.working(text), VISAS, STUDENTS)
    make.reworded(text, "for students", "for pupils")
    published = make.issued(text)
    working = make.working(text)

    assert state(working, VISAS) is Signed.SIGNED
    assert state(working, "for pupils") is Signed.CHANGED
    signature = read_signatures(working)[clause(working, VISAS).pk]
    assert signature.signoff is not None
    assert signature.signoff.version == published


def test_words_put_back_as_they_were_signed_are_signed(text: Text) -> None:
    make.signed(make.working(text), VISAS)
    make.reworded(text, "short-stay", "seasonal")
    assert state(make.working(text), "seasonal") is Signed.CHANGED

    make.reworded(text, "seasonal", "short-stay")

    assert state(make.working(text), VISAS) is Signed.SIGNED


def test_a_clause_that_was_moved_is_not_signed_where_it_stands_now(text: Text) -> None:
    make.signed(make.working(text), GRADUATES, "average time")
    words = "3. The partners encourage [bilateral] agreements on the mobility of young graduates.\n"
    moved = make.DRAFT.replace(words, "").replace("## Visas\n\n", f"## Visas\n\n{words}\n")
    make.imported(text, moved)

    assert state(make.working(text), GRADUATES) is Signed.CHANGED
    assert state(make.working(text), "average time") is Signed.SIGNED


def test_what_happened_later_does_not_change_how_an_older_version_was_signed(text: Text) -> None:
    make.signed(make.working(text), GRADUATES)
    published = make.issued(text)
    make.reworded(text, GRADUATES, "old graduates")
    make.signed(make.working(text), "old graduates", at=LATER)

    assert state(published, GRADUATES) is Signed.SIGNED


def test_new_words_in_a_translation_reopen_the_clause(text: Text) -> None:
    make.signed(make.working(text), GRADUATES)
    french = make.DRAFT.replace("of young graduates", "des jeunes diplômés")
    make.imported(text, french, language="fr")

    assert state(make.working(text), GRADUATES) is Signed.CHANGED


def test_words_that_changed_after_they_were_shown_are_named_and_nothing_is_signed(text: Text) -> None:
    working = make.working(text)
    seen = make.seen(working, VISAS, STUDENTS)
    make.reworded(text, "for students", "for pupils")

    with pytest.raises(UnseenWords) as found:
        sign_clauses(
            by=make.person("Chloé"),
            version=working,
            clauses=[clause(working, VISAS), clause(working, "for pupils")],
            verdict=SignOff.Verdict.SIGNED,
            seen=seen,
            at=NOON,
        )

    assert found.value.clauses == (clause(working, "for pupils"),)
    assert not SignOff.objects.exists()
    assert not LedgerEntry.objects.filter(verb=LedgerEntry.Verb.SIGNED).exists()


def test_a_clause_that_left_the_version_cannot_be_signed(text: Text) -> None:
    working = make.working(text)
    gone, seen = clause(working, STUDENTS), make.seen(working, STUDENTS)
    make.imported(text, make.DRAFT.replace("(a) for students;\n\n", ""))

    with pytest.raises(UnseenWords) as found:
        sign_clauses(
            by=make.person("Chloé"),
            version=working,
            clauses=[gone],
            verdict=SignOff.Verdict.SIGNED,
            seen=seen,
            at=NOON,
        )

    assert found.value.clauses == (gone,)


def test_a_clause_is_sent_back_with_a_note_only(text: Text) -> None:
    with pytest.raises(NoteMissing):
        make.sent_back(make.working(text), VISAS, note="  ")
    assert not SignOff.objects.exists()


def test_no_clause_is_nothing_to_sign(text: Text) -> None:
    with pytest.raises(NothingToSign):
        make.signed(make.working(text))


@pytest.mark.parametrize("name", ["Mia", "Paul", "Sena", "Olga", "Nils"])
def test_only_the_chair_signs(text: Text, name: str) -> None:
    make.olga()
    working = make.working(text)

    with pytest.raises(PermissionDenied):
        make.signed(working, VISAS, by=name)


def test_the_chair_of_another_text_does_not_sign_this_one(text: Text) -> None:
    make.member_of(make.text("other"), "Ravi", Role.CHAIR)

    with pytest.raises(PermissionDenied):
        make.signed(make.working(text), VISAS, by="Ravi")


def test_the_chair_signs_under_silence_since_no_word_can_change(text: Text) -> None:
    working = make.working(text)
    Silence.objects.create(
        version=working, content_hash="0" * 64, begins_at=NOON, ends_at=LATER, opened_by=make.person("Chloé")
    )

    make.signed(working, VISAS)

    assert state(working, VISAS) is Signed.SIGNED


def test_the_unsigned_clauses_are_listed_in_order(text: Text) -> None:
    working = make.working(text)
    assert len(unsigned(working)) == 9
    make.signed(working, VISAS, "average time", STUDENTS, "researchers", "Recalling")
    make.sent_back(working, GRADUATES, note="Say who decides.")

    left = unsigned(working)

    assert [each.signature.state for each in left] == [Signed.UNSIGNED] * 3 + [Signed.SENT_BACK]
    assert left[-1].label == "3."
    assert left[-1].key == clause(working, GRADUATES).key


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("## Talents", "### Talents"), "Talents"),
        (("## Talents", "Talents"), "Talents"),
        (("(b) for", "3. for"), "for re"),
    ],
)
def test_a_clause_that_an_import_makes_another_kind_or_depth_of_is_signed_no_more(
    text: Text, change: tuple[str, str], words: str
) -> None:
    working = make.working(text)
    make.signed(working, words, GRADUATES)
    make.imported(text, make.DRAFT.replace(*change))

    assert state(working, words) is Signed.CHANGED
    assert state(working, GRADUATES) is Signed.SIGNED


def test_a_clause_that_was_moved_and_reworded_at_once_is_not_signed_when_its_words_come_back(
    text: Text,
) -> None:
    make.signed(make.working(text), "for researchers")
    make.imported(text, make.DRAFT.replace("(b) for researchers", "3. for all researchers"))
    make.reworded(text, "for all researchers", "for researchers")

    assert state(make.working(text), "for researchers") is Signed.CHANGED


def test_an_import_that_only_renumbers_leaves_every_signature(text: Text) -> None:
    make.signed(make.working(text), GRADUATES)
    make.imported(text, make.DRAFT.replace("3. The partners encourage", "7. The partners encourage"))

    assert state(make.working(text), GRADUATES) is Signed.SIGNED


def test_the_adopted_version_is_neither_signed_nor_sent_back() -> None:
    version = adopted().version
    before = SignOff.objects.count()
    with pytest.raises(PermissionDenied, match="This text is adopted"):
        make.sent_back(version, GRADUATES, note="After all, no.")
    with pytest.raises(PermissionDenied, match="This text is adopted"):
        make.signed(version, GRADUATES)

    assert SignOff.objects.count() == before


def test_a_clause_removed_since_a_version_was_published_is_signed_as_well(text: Text) -> None:
    working = make.working(text)
    gone = clause(working, STUDENTS)
    make.signed(working, STUDENTS)
    make.imported(text, make.DRAFT.replace("(a) for students;\n\n", ""))

    assert read_signatures(working)[gone.pk].state is Signed.CHANGED
    assert (unsigned(working)[-1].key, unsigned(working)[-1].label) == (gone.key, "(a) (removed)")

    sign_clauses(
        by=make.person("Chloé"),
        version=working,
        clauses=[gone],
        verdict=SignOff.Verdict.SIGNED,
        seen={gone.key: NO_WORDS},
        at=LATER,
    )

    assert read_signatures(working)[gone.pk].state is Signed.SIGNED
    assert gone.key not in {each.key for each in unsigned(working)}
