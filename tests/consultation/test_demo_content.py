"""The demonstration is complete: both languages agree, and no clause or comment is left unaccounted for."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from consultation.demo.clauses import paired, parsed
from consultation.demo.content import VERSIONS, load
from consultation.demo.lineage import BrokenManifest, Lineage, Words, find, trace
from consultation.demo.records import Comment, Revision, Text

DEMO = load()
ALL_TEXTS = pytest.mark.parametrize("text", DEMO.all_texts, ids=lambda text: text.slug)
TEXTS = pytest.mark.parametrize("text", DEMO.texts, ids=lambda text: text.slug)
EDITIONS = pytest.mark.parametrize("version", VERSIONS)
STEPS = pytest.mark.parametrize(("old", "new"), list(pairwise(VERSIONS)))
REVISIONS = {revision.id: revision for text in DEMO.all_texts for revision in text.revisions}
COMMENTS = {comment.id: comment for text in DEMO.all_texts for comment in text.comments}
PEOPLE = {person.slug: person for person in DEMO.people}


def entries(text: Text, version: str) -> list[Revision]:
    return [revision for revision in text.revisions if revision.version == version]


def lineage(text: Text, old: str, new: str) -> Lineage:
    return trace(paired(text, old), paired(text, new), entries(text, new))


def target(text: Text, comment: Comment) -> Words:
    clauses = paired(text, comment.version)
    return clauses[find(clauses, comment.clause)]


# ---- Texts ----------------------------------------------------------------------------


@TEXTS
@EDITIONS
def test_both_languages_of_a_version_have_the_same_clauses(text: Text, version: str) -> None:
    shapes = [
        [(clause.kind, clause.depth, clause.label) for clause in parsed(text, version, language).clauses]
        for language in ("en", "fr")
    ]
    assert shapes[0] == shapes[1]
    assert 15 <= len(shapes[0]) <= 30


@TEXTS
def test_a_text_has_every_kind_of_clause(text: Text) -> None:
    kinds = {clause.kind for clause in paired(text, "zero-draft")}
    assert kinds >= {"heading", "recital", "paragraph", "point", "footnote"}


@TEXTS
@EDITIONS
def test_the_numbers_of_a_version_follow_one_another(text: Text, version: str) -> None:
    clauses = parsed(text, version, "en").clauses
    numbers = [int(clause.label.strip("().")) for clause in clauses if clause.kind == "paragraph"]
    assert numbers == list(range(1, len(numbers) + 1))


@ALL_TEXTS
def test_the_title_is_the_same_in_all_versions(text: Text) -> None:
    titles = {(language, draft.title) for (_, language), draft in text.drafts.items()}
    assert len(titles) == 2


@TEXTS
def test_the_brackets_of_the_zero_draft_are_resolved_in_the_first_revision(text: Text) -> None:
    assert any("[" in clause.en and "[" in clause.fr for clause in paired(text, "zero-draft"))
    assert not any("[" in clause.en + clause.fr for clause in paired(text, "rev-1"))


def french_words() -> list[str]:
    bodies = [
        draft.body for text in DEMO.all_texts for (_, code), draft in text.drafts.items() if code == "fr"
    ]
    said = [c.body + c.proposed + c.quote for c in COMMENTS.values() if c.language == "fr"]
    answers = [
        c.disposition.reason for c in COMMENTS.values() if c.disposition and c.disposition.language == "fr"
    ]
    acts = [act for text in DEMO.all_texts for act in text.desk]
    done = [act.words.get("fr", "") + "".join(now for _, now in act.changes.get("fr", ())) for act in acts]
    notes = [act.note for act in acts if PEOPLE[act.by].language == "fr"]
    return bodies + said + answers + done + notes + [revision.reason.fr for revision in REVISIONS.values()]


@pytest.mark.parametrize("forbidden", [r" [;:!?»%]", "« ", "'"])
def test_french_is_set_with_no_break_spaces_and_curly_apostrophes(forbidden: str) -> None:
    assert [words for words in french_words() if re.search(forbidden, words)] == []


# ---- Revisions ------------------------------------------------------------------------


@TEXTS
@STEPS
def test_the_manifest_accounts_for_every_clause_once(text: Text, old: str, new: str) -> None:
    found = lineage(text, old, new)
    continued = [place.continues for place in found.places if place.continues is not None]
    assert Counter(continued + [position for position, _ in found.ended]) == Counter(
        range(len(paired(text, old)))
    )
    assert len({place.revision.id for place in found.places if place.revision}) == len(
        [entry for entry in entries(text, new) if entry.starts]
    )


@TEXTS
@STEPS
def test_a_changed_clause_differs_in_the_languages_it_names_and_in_no_other(
    text: Text, old: str, new: str
) -> None:
    before, after = paired(text, old), paired(text, new)
    for place in lineage(text, old, new).places:
        if place.revision and place.revision.kind == "changed" and place.continues is not None:
            was, now = before[place.continues], after[place.position]
            differing = [code for code in ("en", "fr") if getattr(was, code) != getattr(now, code)]
            assert tuple(differing) == place.revision.languages, place.revision.id


@TEXTS
@STEPS
def test_an_entry_says_where_its_clause_comes_from(text: Text, old: str, new: str) -> None:
    sources = {"changed": 1, "moved": 1, "split": 1, "merged": 2, "new": 0, "removed": 1}
    for entry in entries(text, new):
        assert len(entry.was) == sources[entry.kind], entry.id
        assert bool(entry.starts) == (entry.kind != "removed"), entry.id
    assert old != new


@TEXTS
@STEPS
def test_a_split_has_at_least_two_parts_of_which_one_continues(text: Text, old: str, new: str) -> None:
    split = [entry for entry in entries(text, new) if entry.kind == "split"]
    parts = Counter(entry.was for entry in split)
    assert all(count >= 2 for count in parts.values())
    assert Counter(entry.was for entry in split if entry.continues) == Counter(parts.keys())
    assert old != new


@TEXTS
@STEPS
def test_only_clauses_called_moved_change_places(text: Text, old: str, new: str) -> None:
    places = lineage(text, old, new).places
    still = [
        place.continues
        for place in places
        if place.continues is not None and not (place.revision and place.revision.kind == "moved")
    ]
    assert still == sorted(still)
    every = [place.continues for place in places if place.continues is not None]
    assert (every != sorted(every)) == any(entry.kind == "moved" for entry in entries(text, new))


@TEXTS
def test_every_kind_of_change_occurs_in_every_text(text: Text) -> None:
    assert {entry.kind for entry in text.revisions} == {
        "changed",
        "moved",
        "split",
        "merged",
        "new",
        "removed",
    }
    assert {entry.weight for entry in text.revisions} == {"editorial", "clarification", "substance"}


@ALL_TEXTS
def test_revisions_are_made_by_members_of_the_committee(text: Text) -> None:
    committee = {text.penholder, *text.members}
    assert len(committee) == 5
    assert {entry.by for entry in text.revisions} <= committee


def test_a_clause_without_an_entry_is_refused() -> None:
    old = (Words("paragraph", "One thing.", "Une chose."),)
    new = (Words("paragraph", "Another thing.", "Une autre chose."),)
    with pytest.raises(BrokenManifest, match="Another thing"):
        trace(old, new, ())


# ---- Comments -------------------------------------------------------------------------


@ALL_TEXTS
def test_quoted_words_stand_exactly_once_in_their_clause(text: Text) -> None:
    for comment in text.comments:
        if comment.quote:
            assert getattr(target(text, comment), comment.language).count(comment.quote) == 1, comment.id


@ALL_TEXTS
def test_proposed_wording_differs_from_the_clause(text: Text) -> None:
    for comment in text.comments:
        assert comment.proposed != getattr(target(text, comment), comment.language), comment.id


@TEXTS
def test_comments_and_revisions_name_each_other(text: Text) -> None:
    said = {(c.id, r) for c in text.comments if c.disposition for r in c.disposition.revisions}
    shown = {(c, entry.id) for entry in text.revisions for c in entry.answers}
    assert said == shown
    following = dict(pairwise(VERSIONS))
    assert all(REVISIONS[r].version == following[COMMENTS[c].version] for c, r in said)


@TEXTS
def test_dispositions_are_complete_and_decided_by_the_committee(text: Text) -> None:
    committee = {text.penholder, *text.members}
    merged = {each for voice in DEMO.voices if voice.do == "merge" for each in voice.others}
    for comment in text.comments:
        answer = comment.disposition
        assert answer or comment.version == "rev-1" or comment.id in merged, comment.id
        if answer:
            assert answer.by in committee
            assert answer.reason
            assert answer.revisions or answer.outcome not in {"accepted", "partly"}, comment.id


@TEXTS
def test_comments_come_in_while_their_round_is_open(text: Text) -> None:
    first, second = (each for each in DEMO.rounds if not each.text)
    for comment in text.comments:
        if comment.submitted_on and first.opens_on and first.closes_on:
            assert comment.version == first.version
            assert first.opens_on <= comment.submitted_on <= first.closes_on, comment.id
        else:
            assert comment.version == second.version
            assert 0 < (comment.submitted_days_ago or 0) < (second.opens_days_ago or 0), comment.id


def test_comments_are_of_every_kind_and_meet_every_fate() -> None:
    said = COMMENTS.values()
    assert {c.kind for c in said} == {"general", "technical", "editorial", "translation"}
    assert {c.moderation.outcome for c in said} == {"approved", "returned", "hidden", "pending"}
    assert all(c.moderation.reason for c in said if c.moderation.outcome in {"returned", "hidden"})
    outcomes = {c.disposition.outcome for c in said if c.disposition}
    assert outcomes == {"accepted", "partly", "noted", "rejected", "deferred", "out_of_scope"}
    assert any(c.proposed for c in said)
    assert {bool(c.quote) for c in said} == {True, False}


def test_comments_are_in_both_languages_and_from_every_category() -> None:
    organisations = {organisation.slug: organisation.category for organisation in DEMO.organisations}
    houses = [PEOPLE[comment.author].organisation for comment in COMMENTS.values()]
    categories = Counter(organisations[house] for house in houses if house)
    assert "" in houses, "somebody speaks in their own name"
    assert set(categories) == {"civil_society", "academia", "diaspora", "international_organisation", "other"}
    languages = Counter(comment.language for comment in COMMENTS.values())
    assert min(languages.values()) * 5 >= len(COMMENTS) * 2
    # Who speaks for an organisation writes in their own language; in one's own name in either.
    for comment in COMMENTS.values():
        author = PEOPLE[comment.author]
        assert author.language == comment.language or not author.organisation, comment.id


@TEXTS
def test_each_text_carries_comments_of_all_five_states(text: Text) -> None:
    assert {c.continuity for c in text.comments} >= {"same", "moved", "nearby", "rewritten", "removed"}


@TEXTS
def test_the_continuity_announced_is_what_the_words_show(text: Text) -> None:
    old, new = paired(text, "zero-draft"), paired(text, "rev-1")
    found = lineage(text, "zero-draft", "rev-1")
    places = {place.continues: place for place in found.places}
    for comment in text.comments:
        if comment.continuity:
            place = places.get(find(old, comment.clause))
            assert (place is None) == (comment.continuity == "removed"), comment.id
            if place:
                now = getattr(new[place.position], comment.language)
                was = getattr(target(text, comment), comment.language)
                moved = place.revision is not None and place.revision.kind == "moved"
                assert comment.continuity == fate(comment.quote or was, was, now, moved=moved), comment.id


def fate(quote: str, was: str, now: str, *, moved: bool) -> str:
    if quote not in now:
        return "rewritten"
    if moved:
        return "moved"
    return "same" if was == now else "nearby"


# ---- The desk ---------------------------------------------------------------------------


@ALL_TEXTS
def test_the_acts_at_the_desk_are_in_order_and_done_by_the_committee(text: Text) -> None:
    dated = [act for act in text.desk if act.on]
    counted = [act.hours_ago for act in text.desk if not act.on]
    assert text.desk == (*dated, *(act for act in text.desk if not act.on))
    assert [act.on for act in dated] == sorted(act.on for act in dated if act.on)
    assert counted == sorted(counted, reverse=True)
    assert all(0 < hours < 2 * 24 + 6 for hours in counted)
    assert {act.by for act in text.desk} <= {"chair", text.penholder, *text.members}


@pytest.mark.parametrize("text", DEMO.further, ids=lambda text: text.slug)
def test_the_manifest_of_a_smaller_text_accounts_for_every_clause(text: Text) -> None:
    found = lineage(text, "zero-draft", "rev-1")
    assert found.ended == ()
    assert len([place for place in found.places if place.revision]) == len(text.revisions)


# ---- The world around -----------------------------------------------------------------


def test_organisations_and_addresses_are_plainly_invented() -> None:
    assert all("(fictional)" in organisation.name.en for organisation in DEMO.organisations)
    assert all(re.search(r"\(ficti(f|ve)\)", organisation.name.fr) for organisation in DEMO.organisations)
    assert all(person.email.endswith(("@example.org", "@example.net")) for person in DEMO.people)
    assert len({person.email for person in DEMO.people}) == len(DEMO.people)


def test_there_is_one_demonstration_account_for_each_role() -> None:
    roles = Counter(person.role for person in DEMO.people if person.demo_account)
    assert roles == dict.fromkeys(
        ("observer", "coordinator", "member", "penholder", "chair", "secretariat", "rapporteur"), 1
    )


def test_observers_belong_to_an_organisation_and_officials_to_none() -> None:
    known = {organisation.slug for organisation in DEMO.organisations}
    for person in DEMO.people:
        if person.role in {"observer", "coordinator"}:
            # Some speak in their own name.
            assert person.organisation in known | {""}
        else:
            assert person.organisation == ""
    assert known == {person.organisation for person in DEMO.people if person.organisation}


def test_each_programme_and_pillar_continues_one_that_stands_before_it() -> None:
    assert [len(programme.pillars) for programme in DEMO.programmes] == [3, 3, 3, 4, 5, 0]
    for before, after in pairwise(DEMO.programmes):
        assert after.predecessor == before.slug
        known = {pillar.slug for pillar in before.pillars}
        assert {slug for pillar in after.pillars for slug in pillar.predecessors} <= known


def test_each_pillar_in_drafting_has_its_text() -> None:
    (drafting,) = [programme for programme in DEMO.programmes if programme.drafting]
    assert [text.pillar for text in DEMO.texts] == [pillar.slug for pillar in drafting.pillars]


def test_every_seat_of_a_committee_speaks_for_an_invented_delegation_of_its_own_letter() -> None:
    seats = {slug for text in DEMO.all_texts for slug in (text.penholder, *text.members)}
    for slug in seats:
        assert PEOPLE[slug].delegation == f"Delegation {slug[-1].upper()}"
    assert {person.slug for person in DEMO.people if person.delegation} == seats
