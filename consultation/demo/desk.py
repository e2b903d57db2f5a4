"""What the committee and the chair did with the versions of a text, by the actions they do it with on their pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from consultation.actions.amending import accept_answering, turn_down
from consultation.actions.dispositions import revise_answering
from consultation.actions.silence import conclude_silence, open_silence
from consultation.demo.records import Act
from consultation.models import User
from drafts.actions.amendments import propose_amendment, withdraw_amendment
from drafts.actions.numbering import choose_numbering
from drafts.actions.positions import publish_position, state_position
from drafts.actions.reservations import record_reservation
from drafts.actions.signing import sign_clauses
from drafts.actions.structure import insert_clause
from drafts.models import (
    Adoption,
    Amendment,
    AmendmentKind,
    AmendmentStanding,
    Clause,
    SignOff,
    Silence,
    Stance,
    Version,
    Weight,
    Wording,
)
from drafts.models.ledger import digest
from drafts.reports.amended import basis_of, words_in_work
from drafts.reports.hashes import content_hash
from drafts.reports.outlines import basis, read_outline
from drafts.reports.signing import hashes_to_sign
from drafts.text.inline import plain
from drafts.text.markup import ClauseKind
from drafts.text.numbering import Scheme


@dataclass
class Desk:
    """Does the acts of one text, each with its time; amendments are remembered under the ids they have there."""

    slug: str
    people: Mapping[str, User]
    amendments: dict[str, Amendment] = field(default_factory=dict)

    def do(self, act: Act, at: datetime) -> None:
        """Do one act."""
        acts: dict[str, Callable[[Act, User, datetime], None]] = {
            "revise": self._revise,
            "insert": self._insert,
            "number": self._number,
            "propose": self._propose,
            "accept": self._accept,
            "reject": self._reject,
            "withdraw": self._withdraw,
            "position": self._position,
            "sign": self._sign,
            "send_back": self._send_back,
            "silence": self._silence,
            "conclude": self._conclude,
            "reserve": self._reserve,
        }
        acts[act.do](act, self.people[act.by], at)

    # ---- words and structure ----------------------------------------------------------

    def _revise(self, act: Act, by: User, at: datetime) -> None:
        """The negotiated words first; a language that is not named becomes stale."""
        clause = self._clause(self._working(), act.clause)
        for language, changes in act.changes.items():
            wording = self._wording(clause, language)
            negotiated = self._wording(clause, wording.version.text.language)
            revise_answering(
                by=by,
                wording=wording,
                words=_changed(wording.text, changes),
                weight=Weight(act.weight),
                reason=act.note,
                basis=digest(wording.text),
                answers=[],
                at=at,
                source_basis="" if wording.pk == negotiated.pk else digest(negotiated.text),
            )

    def _insert(self, act: Act, by: User, at: datetime) -> None:
        working = self._working()
        after = self._clause(working, act.clause)
        outline = read_outline(working)
        insert_clause(
            by=by,
            version=working,
            after=after,
            kind=ClauseKind.PARAGRAPH,
            depth=0,
            words=act.words,
            label=act.label,
            weight=Weight(act.weight),
            reason=act.note,
            basis=basis(outline.sight(), outline.seam(after.key)),
            at=at,
        )

    def _number(self, act: Act, by: User, at: datetime) -> None:
        working = self._working()
        seen = read_outline(working).structure_hash()
        choose_numbering(by=by, text=working.text, scheme=Scheme(act.kind), basis=seen, at=at)

    # ---- amendments and positions -----------------------------------------------------

    def _propose(self, act: Act, by: User, at: datetime) -> None:
        version = self._version(act)
        clause = self._clause(version, act.clause)
        words = act.words.get(act.language, "")
        if act.language in act.changes:
            stands = version.wordings.get(clause=clause, language=act.language).text
            words = _changed(stands, act.changes[act.language])
        self.amendments[act.amendment] = propose_amendment(
            by=by,
            version=version,
            clause=clause,
            kind=AmendmentKind(act.kind),
            language=act.language,
            words=words,
            other=self._clause(version, act.other) if act.other else None,
            rationale=act.note,
            at=at,
        )

    def _accept(self, act: Act, by: User, at: datetime) -> None:
        """As it stands on the words in work, or with changes to that."""
        amendment = self.amendments[act.amendment]
        standing = self._standing(act)
        now = basis_of(amendment, words_in_work(self._working().pk, [amendment]))
        assert now is not None, "its clause is there"
        changes = act.changes.get(amendment.language)
        accept_answering(
            by=by,
            amendment=amendment,
            weight=Weight(act.weight),
            reason=act.note,
            basis=digest(now),
            seen=standing.stamp(),
            at=at,
            words=_changed(standing.words, changes) if changes else None,
        )

    def _reject(self, act: Act, by: User, at: datetime) -> None:
        seen = self._standing(act).stamp()
        turn_down(by=by, amendment=self.amendments[act.amendment], reason=act.note, seen=seen, at=at)

    def _withdraw(self, act: Act, by: User, at: datetime) -> None:
        withdraw_amendment(by=by, amendment=self.amendments[act.amendment], at=at)

    def _position(self, act: Act, by: User, at: datetime) -> None:
        working = self._working()
        position = state_position(
            by=by,
            version=working,
            clause=self._clause(working, act.clause),
            language=act.language,
            quote=act.quote,
            stance=Stance(act.stance),
            note=act.note,
            at=at,
        )
        if act.public:
            publish_position(by=by, position=position, at=at)

    # ---- the chair --------------------------------------------------------------------

    def _sign(self, act: Act, by: User, at: datetime) -> None:
        """Every clause, and the removal of others, but those that begin as told."""
        version = self._version(act)
        left = {self._clause(version, words).pk for words in act.besides}
        clauses = Clause.objects.filter(pk__in=hashes_to_sign(version).keys() - left)
        self._rule(act, by, at, version, list(clauses))

    def _send_back(self, act: Act, by: User, at: datetime) -> None:
        version = self._version(act)
        self._rule(act, by, at, version, [self._clause(version, act.clause)])

    def _rule(self, act: Act, by: User, at: datetime, version: Version, clauses: list[Clause]) -> None:
        words = hashes_to_sign(version)
        sign_clauses(
            by=by,
            version=version,
            clauses=clauses,
            verdict=SignOff.Verdict.SIGNED if act.do == "sign" else SignOff.Verdict.SENT_BACK,
            seen={clause.key: words[clause.pk] for clause in clauses},
            note=act.note,
            at=at,
        )

    def _silence(self, act: Act, by: User, at: datetime) -> None:
        working = self._working()
        ends = at + timedelta(days=act.days)
        open_silence(by=by, version=working, ends_at=ends, basis=content_hash(working), at=at)

    def _conclude(self, _act: Act, by: User, at: datetime) -> None:
        silence = Silence.objects.select_related("version__text").get(version=self._working())
        conclude_silence(by=by, silence=silence, at=at)

    def _reserve(self, act: Act, by: User, at: datetime) -> None:
        adoption = Adoption.objects.select_related("version__text").get(version__text__slug=self.slug)
        clause = self._clause(adoption.version, act.clause)
        record_reservation(
            by=by, adoption=adoption, clause=clause, words=act.note, language=act.language, at=at
        )

    # ---- what they are about ----------------------------------------------------------

    def _working(self) -> Version:
        return Version.objects.working().select_related("text").get(text__slug=self.slug)

    def _version(self, act: Act) -> Version:
        """The one that is named, else the one in work."""
        if not act.version:
            return self._working()
        return Version.objects.select_related("text").get(text__slug=self.slug, slug=act.version)

    def _clause(self, version: Version, words: str) -> Clause:
        """The clause of a version that begins with these words in the negotiated language."""
        negotiated = version.wordings.filter(language=version.text.language).select_related("clause")
        (named,) = [each.clause for each in negotiated if plain(each.text).startswith(words)]
        return named

    def _wording(self, clause: Clause, language: str) -> Wording:
        wordings = Wording.objects.select_related("version__text", "clause")
        return wordings.get(version=self._working(), clause=clause, language=language)

    def _standing(self, act: Act) -> AmendmentStanding:
        """Where an amendment stands by now: other changes may have moved it."""
        return AmendmentStanding.objects.get(amendment=self.amendments[act.amendment])


def _changed(words: str, changes: tuple[tuple[str, str], ...]) -> str:
    """The words with some of them replaced, each of which stands there once."""
    for was, now in changes:
        before, after = words.split(was)
        words = f"{before}{now}{after}"
    return words
