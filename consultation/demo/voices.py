"""What participants did together, and what was done with what they said, by the actions behind their pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from consultation.actions.comments import Words, save_draft, submit_comment
from consultation.actions.drafting import OtherWords, bring_together, share_draft, suggest_words
from consultation.actions.endorsing import endorse, take_endorsement_back
from consultation.actions.extending import extend_consultation
from consultation.actions.invitations import invite
from consultation.actions.likeness import group_alike
from consultation.actions.merging import merge_duplicates
from consultation.actions.moderation import answer_moderator
from consultation.actions.organisations import list_spoken_for, set_one_voice
from consultation.actions.questions import Asked, ask_questions
from consultation.actions.reacting import react
from consultation.actions.registrations import Wish, apply, ask_applicant, seen_as
from consultation.actions.replies import ask_for_clarification, clarify, reply_to, screen_reply
from consultation.actions.reports import release_report
from consultation.actions.signatures import cosign, unsign
from consultation.demo.records import Voice
from consultation.mails.addresses import switch_off_address
from consultation.models import (
    Comment,
    CommentDraft,
    Consultation,
    Membership,
    Moderation,
    Organisation,
    Reaction,
    Registration,
    Reply,
    User,
)
from consultation.reports.drafting import words_hash
from consultation.reports.invitations import Invited
from drafts.models import Clause
from drafts.models.keys import new_key
from drafts.text.inline import plain


@dataclass
class Voices:
    """Does these acts, each with its time; drafts and replies are remembered under the ids they have in the file."""

    people: Mapping[str, User]
    comments: dict[str, Comment]
    drafts: dict[str, CommentDraft] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)

    def do(self, voice: Voice, at: datetime) -> None:
        """Do one act."""
        acts: dict[str, Callable[[Voice, User, datetime], None]] = {
            "one_voice": self._one_voice,
            "speak_for": self._speak_for,
            "draft": self._draft,
            "suggest": self._suggest,
            "together": self._together,
            "sign": self._sign,
            "unsign": self._unsign,
            "endorse": self._endorse,
            "unendorse": self._unendorse,
            "reply": self._reply,
            "screen": self._screen,
            "ask": self._ask,
            "clarify": self._clarify,
            "merge": self._merge,
            "react": self._react,
            "object": self._object,
            "question": self._question,
            "extend": self._extend,
            "release": self._release,
            "group": self._group,
            "apply": self._apply,
            "ask_applicant": self._ask_applicant,
            "invite": self._invite,
            "bounce": self._bounce,
        }
        acts[voice.do](voice, self.people[voice.by], at)

    # ---- organisations ----------------------------------------------------------------

    def _one_voice(self, _voice: Voice, by: User, at: datetime) -> None:
        set_one_voice(by=by, organisation=_house(by), one_voice=True, at=at)

    def _speak_for(self, voice: Voice, by: User, at: datetime) -> None:
        """For one that takes part too, by its slug, or for one that is only named."""
        other = Organisation.objects.filter(slug=voice.other).first()
        list_spoken_for(
            by=by,
            platform=_house(by),
            organisation=other,
            name="" if other else voice.words,
            country="" if other else voice.kind,
            at=at,
        )

    def _draft(self, voice: Voice, by: User, at: datetime) -> None:
        """A half-written comment, shared with the coordinators."""
        consultation = _consultation(voice)
        draft = save_draft(
            by=by,
            consultation=consultation,
            clause=_clause(consultation, voice.clause),
            words=Words(body=voice.words, language=voice.language, wording_language=voice.language),
            key=new_key(),
            at=at,
        )
        share_draft(by=by, draft=draft, at=at)
        self.drafts[voice.id] = draft

    def _suggest(self, voice: Voice, by: User, at: datetime) -> None:
        draft = CommentDraft.objects.get(pk=self.drafts[voice.other].pk)
        other = OtherWords(body=voice.words, proposed_wording="", note=voice.reason)
        suggest_words(by=by, draft=draft, words=other, basis=words_hash(draft), at=at)

    def _together(self, voice: Voice, by: User, at: datetime) -> None:
        """Submit as one comment what several members drafted, in the coordinator's words."""
        keys = {self.drafts[each].key for each in voice.others}
        made = bring_together(by=by, organisation=_house(by), keys=keys, at=at)
        self.comments[voice.id] = submit_comment(
            by=by,
            consultation=made.consultation,
            clause=made.clause,
            words=Words(body=voice.words, language=voice.language, wording_language=voice.language),
            key=made.key,
            at=at,
        )

    def _sign(self, voice: Voice, by: User, at: datetime) -> None:
        cosign(by=by, comment=self._comment(voice), at=at)

    def _unsign(self, voice: Voice, by: User, at: datetime) -> None:
        signed = self._comment(voice).signatures.select_related("comment").get(organisation=_house(by))
        unsign(by=by, signature=signed, at=at)

    # ---- threads ----------------------------------------------------------------------

    def _endorse(self, voice: Voice, by: User, at: datetime) -> None:
        endorse(by=by, comment=self._comment(voice), at=at)

    def _unendorse(self, voice: Voice, by: User, at: datetime) -> None:
        take_endorsement_back(by=by, comment=self._comment(voice), at=at)

    def _reply(self, voice: Voice, by: User, at: datetime) -> None:
        self.replies[voice.id] = reply_to(
            by=by,
            comment=self._comment(voice),
            body=voice.words,
            language=voice.language,
            key=new_key(),
            at=at,
        )

    def _screen(self, voice: Voice, by: User, at: datetime) -> None:
        """Let a reply or a clarification through."""
        reply = self._said(voice)
        screen_reply(by=by, reply=reply, state=Reply.State.VISIBLE, reason="", was=reply.state, at=at)

    def _ask(self, voice: Voice, by: User, at: datetime) -> None:
        self.replies[voice.id] = ask_for_clarification(
            by=by,
            comment=self._comment(voice),
            body=voice.words,
            language=voice.language,
            key=new_key(),
            at=at,
        )

    def _clarify(self, voice: Voice, by: User, at: datetime) -> None:
        self.replies[voice.id] = clarify(
            by=by,
            request=self._said(voice),
            body=voice.words,
            language=voice.language,
            key=new_key(),
            at=at,
        )

    def _merge(self, voice: Voice, by: User, at: datetime) -> None:
        duplicates = [_read(self.comments[each]) for each in voice.others]
        merge_duplicates(by=by, original=self._comment(voice), duplicates=duplicates, at=at)

    def _react(self, voice: Voice, by: User, at: datetime) -> None:
        comment = self._comment(voice)
        answer = comment.standing.disposition
        assert answer is not None, "it was answered"
        react(
            by=by,
            comment=comment,
            answer=answer,
            kind=Reaction.Kind(voice.kind),
            reason=voice.words,
            language=voice.language,
            at=at,
        )

    def _object(self, voice: Voice, by: User, at: datetime) -> None:
        """Say something to the moderator's last decision."""
        decisions = Moderation.objects.select_related("comment__consultation__version__text")
        last = decisions.filter(comment=self.comments[voice.comment]).order_by("pk").last()
        assert last is not None, "it was moderated"
        answer_moderator(by=by, moderation=last, body=voice.words, at=at)

    # ---- consultations ----------------------------------------------------------------

    def _question(self, voice: Voice, by: User, at: datetime) -> None:
        consultation = _consultation(voice)
        clause = _clause(consultation, voice.clause) if voice.clause else None
        asked = [Asked(dict(voice.both), clause)]
        ask_questions(by=by, consultation=consultation, questions=asked, at=at)

    def _extend(self, voice: Voice, by: User, at: datetime) -> None:
        consultation = _consultation(voice)
        extend_consultation(
            by=by,
            consultation=consultation,
            was=consultation.closes_at,
            closes_at=consultation.closes_at + timedelta(days=voice.days),
            reason=voice.reason,
            at=at,
        )

    def _release(self, voice: Voice, by: User, at: datetime) -> None:
        release_report(by=by, consultation=_consultation(voice), at=at)

    def _group(self, voice: Voice, _by: User, _at: datetime) -> None:
        """What a worker does by itself a little later."""
        group_alike.call(_consultation(voice).key)

    # ---- who takes part ---------------------------------------------------------------

    def _apply(self, voice: Voice, by: User, at: datetime) -> None:
        mandate = Registration.Mandate.ORGANISATION if voice.other else Registration.Mandate.OWN_NAME
        wish = Wish(mandate=mandate, category=voice.kind, proposed=voice.other, statement=voice.words)
        apply(by=by, wish=wish, at=at)

    def _ask_applicant(self, voice: Voice, by: User, at: datetime) -> None:
        registration = Registration.objects.get(user=self.people[voice.other])
        ask_applicant(by=by, registration=registration, words=voice.words, seen=seen_as(registration), at=at)

    def _invite(self, voice: Voice, by: User, at: datetime) -> None:
        people = [Invited(each, category=voice.kind, language=voice.language) for each in voice.others]
        invite(by=by, people=people, at=at)

    def _bounce(self, voice: Voice, by: User, at: datetime) -> None:
        switch_off_address(address=by.email, why=voice.words, at=at)

    # ---- what they are about ----------------------------------------------------------

    def _comment(self, voice: Voice) -> Comment:
        return _read(self.comments[voice.comment])

    def _said(self, voice: Voice) -> Reply:
        related = Reply.objects.select_related("comment__consultation__version__text", "comment__author")
        return related.get(pk=self.replies[voice.other].pk)


def _read(comment: Comment) -> Comment:
    related = ("consultation__version__text", "standing__disposition", "author", "clause")
    return Comment.objects.select_related(*related).get(pk=comment.pk)


def _house(user: User) -> Organisation:
    found = Membership.objects.standing().select_related("organisation").get(user=user).organisation
    assert found is not None, "they speak for an organisation"
    return found


def _consultation(voice: Voice) -> Consultation:
    rounds = Consultation.objects.select_related("version__text")
    return rounds.get(version__text__slug=voice.text, version__slug=voice.version)


def _clause(consultation: Consultation, words: str) -> Clause:
    """The clause that begins with these words in English."""
    version = consultation.version
    in_english = version.wordings.filter(language="en").select_related("clause__text")
    (named,) = [each.clause for each in in_english if plain(each.text).startswith(words)]
    return named
