"""State for tests, made by calling actions, so that no test starts from the impossible.

The people. *Sena* is the secretariat. *Chloé* chairs. *Paul* holds the pen of the text and *Mia* is a
member of its committee; *Ravi* is a member of another text's. *Olga* speaks for a civil-society network
and *Omar* for a diaspora association, both admitted. *Nils* has an account and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress

from consultation.actions.comments import Words, submit_comment, withdraw_comment
from consultation.actions.dispositions import dispose, resolve_answering, revise_answering
from consultation.actions.moderation import moderate_comment
from consultation.actions.people import admit, register_organisation
from consultation.actions.publishing import publish
from consultation.actions.rounds import open_consultation
from consultation.models import (
    Category,
    Comment,
    CommentKind,
    Consultation,
    Disposition,
    Membership,
    Organisation,
    Outcome,
    Standing,
    User,
)
from drafts.actions.accepting import accept_amendment
from drafts.actions.amendments import propose_amendment, reject_amendment
from drafts.actions.grants import grant_role
from drafts.actions.imports import apply_import, stage_import
from drafts.actions.positions import publish_position, state_position
from drafts.actions.programmes import open_programme, open_text
from drafts.actions.publishing import publish_version
from drafts.actions.signing import sign_clauses
from drafts.models import (
    Amendment,
    AmendmentKind,
    AmendmentStanding,
    Clause,
    DraftImport,
    Position,
    Revision,
    Role,
    SignOff,
    Stance,
    Text,
    Version,
    Weight,
    Wording,
)
from drafts.models.keys import new_key
from drafts.models.ledger import digest
from drafts.reports.amended import basis_of, words_in_work
from drafts.reports.hashes import words_hashes
from drafts.text.anchors import make_anchor
from drafts.text.inline import plain
from drafts.text.settlements import How, Settlement

NOON = datetime(2017, 6, 14, 12, 0, tzinfo=UTC)
PASSWORD = "a long enough password"

DRAFT = """# Legal mobility

*Recalling* the commitments made by the partners in earlier programmes,

## Visas

1. The partners shall simplify the procedures for short-stay visas.

2. Each partner publishes the average time a decision takes:

(a) for students;

(b) for researchers.

## Talents

3. The partners encourage [bilateral] agreements on the mobility of young graduates.
"""


def person(name: str, *, language: str = "en") -> User:
    """Somebody with an account and a confirmed address: Olga is olga@example.org."""
    address = f"{name.lower().replace('é', 'e')}@example.org"
    found = User.objects.filter(email=address).first()
    if found is None:
        found = User.objects.create_user(address, PASSWORD, name=name, shows_name=True, language=language)
        EmailAddress.objects.create(user=found, email=address, verified=True, primary=True)
    return found


def body_of(speaker: User) -> Organisation:
    """The organisation that somebody speaks for."""
    found = Membership.objects.standing().get(user=speaker).organisation
    assert found is not None, f"{speaker} speaks for an organisation"
    return found


def secretariat(at: datetime = NOON) -> User:
    """Sena, made secretariat by a superuser, as on a new site."""
    sena = person("Sena")
    root = User.objects.filter(is_superuser=True).first()
    root = root or User.objects.create_superuser("root@example.org", PASSWORD, name="Root")
    grant_role(by=root, to=sena, role=Role.SECRETARIAT, at=at)
    return sena


def text(slug: str = "legal-mobility", *, at: datetime = NOON) -> Text:
    """A text without a version, with Chloé in the chair, Paul at the pen and Mia as a member."""
    sena = secretariat(at)
    programme = open_programme(
        by=sena,
        slug=f"programme-{slug}",
        title={"en": f"Programme of {slug}", "fr": f"Programme de {slug}"},
        years=(2018, 2020),
        at=at,
    )
    made = open_text(
        by=sena,
        programme=programme,
        slug=slug,
        title={"en": "Legal mobility", "fr": "Mobilité légale"},
        language="en",
        at=at,
        kind=Text.Kind.CROSS_CUTTING,
    )
    seated(made, at=at)
    return made


def seated(committee_of: Text, *, at: datetime = NOON) -> None:
    """Chloé in the chair, Paul at the pen and Mia beside them."""
    for name, role in (("Chloé", Role.CHAIR), ("Paul", Role.PENHOLDER), ("Mia", Role.MEMBER)):
        grant_role(by=secretariat(at), to=person(name), role=role, text=committee_of, at=at)


def staged(
    into: Text,
    draft: str | bytes = DRAFT,
    *,
    by: str = "Paul",
    language: str = "en",
    label: str = "",
    at: datetime = NOON,
) -> DraftImport:
    """A draft that Paul has uploaded; nothing of it is in the text yet."""
    return stage_import(
        by=person(by),
        text=into,
        language=language,
        label=label,
        file_name="draft.md",
        content=draft.encode() if isinstance(draft, str) else draft,
        at=at,
    )


def applied(held: DraftImport, *, at: datetime = NOON) -> Version:
    """An upload made the working version by Paul."""
    return apply_import(by=person("Paul"), staged=held, weight=Weight.SUBSTANCE, reason="A new draft.", at=at)


def imported(
    into: Text, draft: str = DRAFT, *, language: str = "en", label: str = "", at: datetime = NOON
) -> Version:
    """A draft brought in by Paul and applied as it is proposed."""
    return applied(staged(into, draft, language=language, label=label, at=at), at=at)


def published(into: Text | None = None, draft: str = DRAFT, *, at: datetime = NOON) -> Version:
    """A version published without a consultation before it."""
    version = imported(into or text(at=at), draft, at=at)
    frozen, _following = publish_version(by=person("Chloé"), version=version, at=at)
    return frozen


def organisation_of(name: str, category: Category, *, at: datetime = NOON) -> User:
    """Somebody admitted for an organisation of their own."""
    sena, user = secretariat(at), person(name)
    if not user.memberships.exists():
        organisation = register_organisation(
            by=sena,
            slug=f"network-of-{user.pk}",
            name=f"Network of {name}",
            category=category,
            country="",
            at=at,
        )
        admit(by=sena, user=user, organisation=organisation, at=at)
    return user


def olga() -> User:
    return organisation_of("Olga", Category.CIVIL_SOCIETY)


def omar() -> User:
    return organisation_of("Omar", Category.DIASPORA)


def consultation(
    version: Version | None = None,
    *,
    moderation: Consultation.Moderation = Consultation.Moderation.BEFORE,
    at: datetime = NOON,
    days: int = 30,
) -> Consultation:
    """An open consultation on a published version."""
    version = version or published(at=at)
    return open_consultation(
        by=secretariat(at),
        version=version,
        opens_at=at,
        closes_at=at + timedelta(days=days),
        moderation=moderation,
        at=at,
    )


def clause_that_says(version: Version, words: str) -> Clause:
    """The one clause of a version with these words in it."""
    wording: Wording = version.wordings.select_related("clause").get(text__contains=words)
    return wording.clause


@dataclass(frozen=True)
class Said:
    """What a test wants said."""

    on: str
    body: str = "Please reconsider."
    quote: str = ""
    proposed: str = ""
    proposal: AmendmentKind = AmendmentKind.REPLACE


def comment(
    said: Said,
    *,
    by: User,
    on: Consultation,
    visible: bool = True,
    at: datetime = NOON,
) -> Comment:
    """A comment submitted on the clause that says `said.on`, and let through by Sena unless told otherwise."""
    wording = on.version.wordings.select_related("clause").get(text__contains=said.on)
    words = plain(wording.text)
    start = words.index(said.quote) if said.quote else 0
    made = submit_comment(
        by=by,
        consultation=on,
        clause=wording.clause,
        words=Words(
            body=said.body,
            language="en",
            kind=CommentKind.TECHNICAL,
            proposed_wording=said.proposed,
            wording_language=wording.language,
            anchor=make_anchor(words, start, start + len(said.quote)) if said.quote else None,
            proposal=said.proposal,
        ),
        key=new_key(),
        at=at,
    )
    standing = Standing.objects.get(comment=made)
    if visible and standing.state == Standing.State.PENDING:
        moderate_comment(
            by=secretariat(), comment=made, was=standing.state, state=Standing.State.VISIBLE, reason="", at=at
        )
    return Comment.objects.get(pk=made.pk)


def working(of: Text) -> Version:
    """The version of a text that is in work."""
    return Version.objects.select_related("text").working().get(text=of)


def reworded(
    of: Text,
    was: str,
    words: str,
    *,
    by: str = "Mia",
    answers: Sequence[Comment] = (),
    language: str = "en",
    weight: Weight = Weight.CLARIFICATION,
    at: datetime = NOON,
) -> Revision:
    """The words `was` replaced by others in the working version, by a member who has the source beside them."""
    wordings = working(of).wordings.select_related("version__text", "clause")
    wording = wordings.get(text__contains=was, language=language)
    source = wordings.filter(clause=wording.clause, language=of.language).first()
    return revise_answering(
        by=person(by),
        wording=wording,
        words=wording.text.replace(was, words),
        weight=weight,
        reason="It was not clear.",
        basis=digest(wording.text),
        source_basis=digest(source.text) if source and language != of.language else "",
        answers=answers,
        at=at,
    )


def answered(
    said: Comment,
    outcome: Outcome = Outcome.NOTED,
    *,
    by: str = "Mia",
    reason: str = "",
    revisions: Sequence[Revision] = (),
    supersedes: Disposition | None = None,
    sitting: str = "",
    at: datetime = NOON,
) -> Disposition:
    """A comment answered by Mia, as noted unless told otherwise."""
    return dispose(
        by=person(by),
        comment=said,
        outcome=outcome,
        reason=reason,
        language="en",
        revisions=revisions,
        supersedes=supersedes,
        sitting=sitting,
        at=at,
    )


def issued(of: Text, *, at: datetime = NOON) -> Version:
    """The working version, published by Chloé with all its comments."""
    return issued_as(working(of), at=at)


def issued_as(version: Version, *, at: datetime = NOON) -> Version:
    """This very version, published by Chloé."""
    frozen, _following = publish(by=person("Chloé"), version=version, at=at)
    return frozen


def withdrawn(said: Comment, *, at: datetime = NOON) -> Comment:
    """A comment that its author took back."""
    withdraw_comment(by=said.author, comment=said, at=at)
    return said


def member_of(other: Text, name: str, role: Role = Role.MEMBER, *, at: datetime = NOON) -> User:
    """Somebody with a role on a text."""
    user = person(name)
    grant_role(by=secretariat(at), to=user, role=role, text=other, at=at)
    return user


def kept_back(said: Comment, state: Standing.State, *, at: datetime = NOON) -> Comment:
    """A comment that Sena returned or hid."""
    standing = Standing.objects.get(comment=said)
    moderate_comment(
        by=secretariat(), comment=said, was=standing.state, state=state, reason="It names a person.", at=at
    )
    return said


def taken(
    on: Text,
    words: str,
    *,
    by: str = "Mia",
    stance: Stance = Stance.SUPPORT,
    note: str = "",
    whole: bool = False,
    at: datetime = NOON,
) -> Position:
    """A position on these words in brackets in the working version, or on the whole clause that says them."""
    version = working(on)
    return state_position(
        by=person(by),
        version=version,
        clause=clause_that_says(version, words),
        language="en",
        quote="" if whole else words,
        stance=stance,
        note=note,
        at=at,
    )


def disclosed(position: Position, *, at: datetime = NOON) -> Position:
    """A position that its author published."""
    publish_position(by=User.objects.get(pk=position.stated_by_id), position=position, at=at)
    return position


def resolved(
    wording: Wording,
    how: How,
    number: int = 1,
    option: int = 0,
    *,
    by: str = "Mia",
    answers: Sequence[Comment] = (),
    at: datetime = NOON,
) -> Revision:
    """Something in brackets settled by a member of the committee, in these very words."""
    return resolve_answering(
        by=person(by),
        wording=wording,
        settlement=Settlement(how, number, option),
        weight=Weight.SUBSTANCE,
        reason="Agreed in the room.",
        basis=digest(wording.text),
        answers=answers,
        at=at,
    )


def seen(version: Version, *words: str) -> dict[str, str]:
    """The hashes of the clauses with these words, as a page shows them."""
    hashes = words_hashes(version)
    return {clause.key: hashes[clause.pk] for clause in (clause_that_says(version, each) for each in words)}


def signed(version: Version, *words: str, by: str = "Chloé", at: datetime = NOON) -> list[SignOff]:
    """The clauses with these words, signed by Chloé as they read."""
    return _judged(SignOff.Verdict.SIGNED, version, words, by=by, at=at)


def sent_back(
    version: Version, *words: str, note: str, by: str = "Chloé", at: datetime = NOON
) -> list[SignOff]:
    """The clauses with these words, sent back by Chloé."""
    return _judged(SignOff.Verdict.SENT_BACK, version, words, note=note, by=by, at=at)


def _judged(
    verdict: SignOff.Verdict,
    version: Version,
    words: Sequence[str],
    *,
    by: str,
    at: datetime,
    note: str = "",
) -> list[SignOff]:
    return sign_clauses(
        by=person(by),
        version=version,
        clauses=[clause_that_says(version, each) for each in words],
        verdict=verdict,
        note=note,
        seen=seen(version, *words),
        at=at,
    )


def proposed(
    of: Text,
    kind: AmendmentKind = AmendmentKind.REPLACE,
    *,
    on: str,
    words: str = "",
    by: str = "Mia",
    other: Clause | None = None,
    rationale: str = "",
    language: str = "en",
    version: Version | None = None,
    basis: str = "",
    key: str = "",
    at: datetime = NOON,
) -> Amendment:
    """An amendment to the clause that says `on`, put by Mia to the version in work unless told otherwise."""
    version = version or working(of)
    return propose_amendment(
        by=person(by),
        version=version,
        clause=clause_that_says(version, on),
        kind=kind,
        language=language,
        words=words,
        other=other,
        rationale=rationale,
        basis=basis,
        key=key,
        at=at,
    )


def amended(of: Text, was: str, words: str, *, by: str = "Mia", rationale: str = "") -> Amendment:
    """An amendment that puts other words in the place of `was`."""
    wording = working(of).wordings.get(text__contains=was, language=of.language)
    return proposed(of, on=was, words=wording.text.replace(was, words), by=by, rationale=rationale)


def accepted(
    amendment: Amendment,
    *,
    words: str | None = None,
    by: str = "Paul",
    seen: str = "",
    basis: str = "",
    at: datetime = NOON,
) -> Revision:
    """An amendment taken in by Paul as he reads it now, with other words where given."""
    amendment = Amendment.objects.select_related("version__text", "clause").get(pk=amendment.pk)
    now = basis_of(amendment, words_in_work(working(amendment.version.text).pk, [amendment])) or ""
    return accept_amendment(
        by=person(by),
        amendment=amendment,
        words=words,
        weight=Weight.SUBSTANCE,
        reason="As proposed.",
        basis=basis or digest(now),
        seen=seen or AmendmentStanding.objects.get(pk=amendment.pk).stamp(),
        at=at,
    )


def rejected(
    amendment: Amendment, reason: str = "Not now.", *, by: str = "Paul", seen: str = "", at: datetime = NOON
) -> AmendmentStanding:
    """An amendment that Paul turned down."""
    stamp = seen or AmendmentStanding.objects.get(pk=amendment.pk).stamp()
    return reject_amendment(by=person(by), amendment=amendment, reason=reason, seen=stamp, at=at)
