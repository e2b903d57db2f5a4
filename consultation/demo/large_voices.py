"""What hundreds of people do with one another's comments in the larger demonstration.

Endorsements, signatures, replies, requests for clarification, duplicates, reactions, one letter sent by many,
sets, comments that several members wrote, those who ask to take part and those who are invited.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from consultation.actions.comments import Words, save_draft, submit_comment
from consultation.actions.drafting import bring_together, share_draft
from consultation.actions.endorsing import endorse
from consultation.actions.extending import extend_consultation
from consultation.actions.invitations import invite
from consultation.actions.likeness import group_alike
from consultation.actions.merging import merge_duplicates
from consultation.actions.organisations import list_spoken_for, set_one_voice
from consultation.actions.questions import Asked, ask_questions
from consultation.actions.reacting import react
from consultation.actions.registrations import Wish, apply
from consultation.actions.replies import ask_for_clarification, clarify, reply_to, screen_reply
from consultation.actions.reports import release_report
from consultation.actions.signatures import cosign, unsign
from consultation.actions.submissions import submit_set, words_of
from consultation.demo import large_words as sentences
from consultation.demo.large import IN_A_SET, Large
from consultation.demo.large_people import LANGUAGES, invented_key
from consultation.demo.seeding import Event
from consultation.models import (
    Category,
    Comment,
    CommentDraft,
    CommentKind,
    Consultation,
    Membership,
    Organisation,
    Reaction,
    Registration,
    Reply,
    Signature,
    User,
)
from consultation.permissions.threads import can_endorse
from consultation.reports.invitations import Invited

_DAY = timedelta(days=1)
_CONTESTS, _WITHDRAWS, _CLARIFIES, _HIDES = 0.2, 0.1, 0.6, 0.03
# One comment that very many people endorse, for pages that list who did.
_ON_THE_FIRST = 0.25


@dataclass
class Voices:
    """Plans those acts beside what is said; as many of each as the number of comments asks for."""

    large: Large
    signatures: list[Signature] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    requests: list[Reply] = field(default_factory=list)
    asked: Consultation | None = None

    def __post_init__(self) -> None:
        # Not the same draws as those of what is said, else the keys are the same too.
        self.chance = random.Random(f"voices {self.large.number}")  # noqa: S311  # nothing is secret here

    def events(self) -> Iterator[Event]:
        """All of it, in the order of the calendar of the larger demonstration."""
        today, comments = self.large.seed.today, self.large.size.comments
        start, end = today - 91 * _DAY, today - 33 * _DAY
        yield Event(today - 96 * _DAY, self._speak_for)
        yield Event(start, self._question)
        yield Event(today - 40 * _DAY, self._extend)
        yield from self._plan(comments // 8, start + _DAY, end, self._endorse)
        yield from self._plan(comments // 80, start + _DAY, end, self._sign)
        yield from self._plan(comments // 20, start + _DAY, end, self._reply, self._screen)
        yield from self._plan(comments // 100, start + _DAY, end, self._ask, self._clarify)
        yield from self._said_apart(start, end)
        yield from self._plan(comments // 200, today - 24.9 * _DAY, today - 24.1 * _DAY, self._merge)
        yield from self._plan(comments // 20, today - 7.9 * _DAY, today - 7.3 * _DAY, self._react)
        yield Event(today - 7.2 * _DAY, self._release)
        yield from self._plan(comments // 150, today - 6 * _DAY, today - _DAY, self._apply)
        yield Event(today - timedelta(seconds=40), self._invite)
        yield Event(today - timedelta(seconds=30), self._one_voice)
        yield Event(today - timedelta(seconds=20), self._group)

    def _plan(
        self, count: int, start: datetime, end: datetime, *acts: Callable[[datetime], object]
    ) -> Iterator[Event]:
        """So many times, and what follows from it two hours later."""
        for at in self.large.moments(count, start, end):
            for later, act in enumerate(acts):
                yield Event(at + later * timedelta(hours=2), act)

    def _said_apart(self, start: datetime, end: datetime) -> Iterator[Event]:
        size = self.large.size
        for act, count, each in (
            (self._send_letter, size.alike, 1),
            (self._submit_set, size.together, IN_A_SET),
            (self._say_together, size.together, 1),
        ):
            for at in self.large.moments(count, start, end):
                yield Event(at, act)
                yield from (Event(at + timedelta(hours=3), self.large.moderate_next) for _ in range(each))

    # ---- who they are -----------------------------------------------------------------

    def _somebody(self) -> User:
        return self.chance.choice(self.large.speakers)

    def _coordinators(self) -> list[Membership]:
        standing = Membership.objects.standing().filter(
            user__in=self.large.speakers, role=Membership.Role.COORDINATOR
        )
        return list(standing.select_related("user", "organisation").order_by("pk"))

    def _speak_for(self, at: datetime) -> None:
        """The first platforms speak for some that take part too, and for one that is only named."""
        heads = self._coordinators()
        for place, head in enumerate(heads[:3]):
            others: list[Organisation | None] = [each.organisation for each in heads[place + 3 : place + 7]]
            for other in [*others, None]:
                assert head.organisation is not None, "a coordinator has an organisation"
                list_spoken_for(
                    by=head.user,
                    platform=head.organisation,
                    organisation=other,
                    name="" if other else "Boatbuilders of the bay (fictional)",
                    country="" if other else "SN",
                    at=at,
                )

    def _one_voice(self, at: datetime) -> None:
        for head in self._coordinators()[::10]:
            assert head.organisation is not None, "a coordinator has an organisation"
            set_one_voice(by=head.user, organisation=head.organisation, one_voice=True, at=at)

    def _apply(self, at: datetime) -> None:
        number = Registration.objects.count() + 1
        own = self.chance.choice(LANGUAGES)
        user = User.objects.create_user(
            f"hopeful-{number}@example.net", None, name=f"Hopeful {number}", language=own
        )
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        wish = Wish(
            mandate=Registration.Mandate.OWN_NAME,
            category=self.chance.choice(list(Category)),
            country=self.chance.choice(sentences.COUNTRIES),
            statement=sentences.STATEMENT[LANGUAGES.index(own)],
        )
        apply(by=user, wish=wish, at=at)

    def _invite(self, at: datetime) -> None:
        count = self.large.size.organisations
        people = [Invited(f"guest-{place + 1}@example.net", category="academia") for place in range(count)]
        invite(by=self.large.sena, people=people, at=at)

    # ---- the consultation -------------------------------------------------------------

    def _question(self, at: datetime) -> None:
        self.asked = self.large.consultation
        assert self.asked is not None, "it is open by then"
        clause = self.large.wordings["en"][0].clause
        asked = [Asked(dict(zip(LANGUAGES, words, strict=True))) for words in sentences.QUESTIONS]
        asked[-1] = Asked(asked[-1].words, clause)
        ask_questions(by=self.large.sena, consultation=self.asked, questions=asked, at=at)

    def _extend(self, at: datetime) -> None:
        held = Consultation.objects.select_related("version__text").get(pk=self._asked.pk)
        extend_consultation(
            by=self.large.sena,
            consultation=held,
            was=held.closes_at,
            closes_at=held.closes_at + 2 * _DAY,
            reason=sentences.ENDS[0],
            at=at,
        )

    def _release(self, at: datetime) -> None:
        release_report(by=self.large.sena, consultation=self._fresh(), at=at)

    def _group(self, _at: datetime) -> None:
        group_alike.call(self._asked.key)

    @property
    def _asked(self) -> Consultation:
        assert self.asked is not None, "it was opened first"
        return self.asked

    def _fresh(self) -> Consultation:
        return Consultation.objects.select_related("version__text").get(pk=self._asked.pk)

    # ---- what is said of comments -----------------------------------------------------

    def _comment(self) -> Comment | None:
        return self._read(self.chance.choice(self.large.visible)) if self.large.visible else None

    def _read(self, comment: Comment) -> Comment:
        related = ("consultation__version__text", "standing__disposition", "author", "clause")
        return Comment.objects.select_related(*related).get(pk=comment.pk)

    def _endorse(self, at: datetime) -> None:
        comment = self._comment()
        if comment and self.chance.random() < _ON_THE_FIRST:
            comment = self._read(self.large.visible[0])
        somebody = self._somebody()
        if comment and can_endorse(somebody, comment, at):
            endorse(by=somebody, comment=comment, at=at)

    def _sign(self, at: datetime) -> None:
        comment, head = self._comment(), self.chance.choice(self._coordinators())
        taken = comment and comment.signatures.filter(organisation=head.organisation_id).exists()
        if comment is None or taken or comment.organisation_id == head.organisation_id:
            return
        signature = cosign(by=head.user, comment=comment, at=at)
        if self.chance.random() < _WITHDRAWS:
            unsign(by=head.user, signature=signature, at=at)

    def _reply(self, at: datetime) -> None:
        comment, somebody = self._comment(), self._somebody()
        if comment:
            said = reply_to(by=somebody, comment=comment, at=at, **self._saying(sentences.REPLIES, somebody))
            self.replies.append(said)

    def _screen(self, at: datetime) -> None:
        if not self.replies:
            return
        reply = self.replies.pop(0)
        hides = self.chance.random() < _HIDES
        screen_reply(
            by=self.large.sena,
            reply=Reply.objects.select_related("comment__consultation__version__text").get(pk=reply.pk),
            state=Reply.State.HIDDEN if hides else Reply.State.VISIBLE,
            reason=sentences.HIDDEN_REPLY[LANGUAGES.index(reply.language)] if hides else "",
            was=reply.state,
            at=at,
        )

    def _ask(self, at: datetime) -> None:
        comment, member = self._comment(), self.large.seed.people["member-b"]
        if comment:
            words = self._saying(sentences.REQUESTS, comment.author)
            self.requests.append(ask_for_clarification(by=member, comment=comment, at=at, **words))

    def _clarify(self, at: datetime) -> None:
        if not self.requests:
            return
        request = self.requests.pop(0)
        if self.chance.random() < _CLARIFIES:
            author = request.comment.author
            clarify(by=author, request=request, at=at, **self._saying(sentences.CLARIFICATIONS, author))

    def _saying(self, choice: tuple[sentences.Both, ...], reader: User) -> dict[str, str]:
        own = LANGUAGES.index(reader.language)
        return {
            "body": self.chance.choice(choice)[own],
            "language": reader.language,
            "key": invented_key(self.chance),
        }

    def _merge(self, at: datetime) -> None:
        """One that waits for an answer into another on the same clause; it is answered with that one."""
        waiting = self.large.unanswered
        if not waiting:
            return
        original = self.chance.choice(list(waiting))
        same = [each for each in waiting if each.clause_id == original.clause_id and each.pk != original.pk]
        if same:
            duplicate = self.chance.choice(same)
            pair = self._read(original), self._read(duplicate)
            if pair[0].standing.disposition_id or pair[1].duplicates.exists():
                return
            merge_duplicates(
                by=self.large.seed.people["member-a"], original=pair[0], duplicates=[pair[1]], at=at
            )
            waiting.remove(duplicate)

    def _react(self, at: datetime) -> None:
        if not self.large.answered:
            return
        comment = self._read(self.chance.choice(self.large.answered))
        answer = comment.standing.disposition
        if answer is None or hasattr(answer, "reaction"):
            return
        contests = self.chance.random() < _CONTESTS
        own = LANGUAGES.index(comment.language)
        react(
            by=comment.author,
            comment=comment,
            answer=answer,
            kind=Reaction.Kind.CONTESTED if contests else Reaction.Kind.ACCEPTED,
            reason=sentences.CONTESTED[own] if contests else "",
            language=comment.language,
            at=at,
        )

    # ---- what is said together --------------------------------------------------------

    def _send_letter(self, at: datetime) -> None:
        """One letter, sent by the next person with a sentence of their own."""
        sent = Comment.objects.filter(
            consultation=self._asked, body__startswith=sentences.LETTER[:30]
        ).count()
        said = submit_comment(
            by=self.large.speakers[sent % len(self.large.speakers)],
            consultation=self._asked,
            clause=self.large.wordings["en"][-1].clause,
            words=Words(
                body=sentences.LETTER.format(asks=self.chance.choice(sentences.ASKS)),
                language="en",
                kind=CommentKind.GENERAL,
            ),
            key=invented_key(self.chance),
            at=at,
        )
        self.large.unmoderated.append(said)

    def _draft(self, by: User, at: datetime, place: int = 0) -> CommentDraft:
        wording = self.large.wordings[by.language][place]
        words = self.large.words(by, wording)
        return save_draft(
            by=by,
            consultation=self._asked,
            clause=wording.clause,
            words=Words(body=words.body, language=by.language, kind=words.kind, wording_language=by.language),
            key=invented_key(self.chance),
            at=at,
        )

    def _submit_set(self, at: datetime) -> None:
        author = self._somebody()
        drafts = [self._draft(author, at, place) for place in range(IN_A_SET)]
        submission = submit_set(
            by=author,
            consultation=self._asked,
            references=[draft.key for draft in drafts],
            key=invented_key(self.chance),
            at=at,
        )
        self.large.unmoderated.extend(submission.comments.order_by("pk"))

    def _say_together(self, at: datetime) -> None:
        """A coordinator brings together what two members wrote about one clause."""
        head = self.chance.choice(self._coordinators())
        members = Membership.objects.standing().filter(organisation=head.organisation).order_by("pk")
        drafts = [self._draft(each.user, at) for each in members.select_related("user")[:2]]
        for draft in drafts:
            share_draft(by=draft.author, draft=draft, at=at)
        assert head.organisation is not None, "a coordinator has an organisation"
        made = bring_together(
            by=head.user, organisation=head.organisation, keys={each.key for each in drafts}, at=at
        )
        # The same seed makes the same keys.
        made.key = invented_key(self.chance)
        made.save(update_fields=["key"])
        said = submit_comment(
            by=head.user,
            consultation=self._asked,
            clause=made.clause,
            words=words_of(made),
            key=made.key,
            at=at,
        )
        self.large.unmoderated.append(said)
