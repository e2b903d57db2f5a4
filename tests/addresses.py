"""One scene with something at every address, and who may see what is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from consultation.actions.comments import Words, save_draft
from consultation.actions.organisations import appoint_coordinator
from consultation.actions.signatures import cosign
from consultation.mails import leaving
from consultation.models import (
    Comment,
    CommentDraft,
    Consultation,
    Invitation,
    Moderation,
    Outcome,
    Registration,
    Reply,
    Standing,
    Submission,
    User,
)
from consultation.reports.invitations import token_of
from drafts.models import Amendment, Clause, DraftImport, Grant, Position, Revision, Text, Version
from tests import entry, houses, make, session_addresses, session_scene, threads
from tests.address_book import AT_THE_DESK, NOBODY, SIGNED_IN, Page, Pages
from tests.make import Said
from tests.rounds import submitted_set

VISAS = "The partners shall simplify the procedures for short-stay visas."


@dataclass(frozen=True)
class Scene:
    """A text that is out, in consultation and in work again; another that Ravi works on and nobody else knows."""

    text: Text
    secret: Text
    zero: Version
    round: Consultation
    answered: Comment
    pending: Comment
    half_written: CommentDraft
    new_clause: Clause
    changed: Revision
    upload: DraftImport
    secret_upload: DraftImport
    group: Group
    shared: CommentDraft
    position: Position
    published_position: Position
    amendment: Amendment
    set: Submission
    request: Reply
    returned: Moderation
    registration: Registration
    invitation: Invitation
    meeting: session_scene.Meeting

    @property
    def clause(self) -> str:
        return self.answered.clause.key

    @property
    def secret_clause(self) -> str:
        return make.clause_that_says(make.working(self.secret), VISAS).key


def scene(now: datetime | None = None) -> Scene:
    """Everything there is to see, with a consultation that is open today."""
    now = now or timezone.now()
    zero = make.published()
    text, round_ = zero.text, make.consultation(zero, at=now)
    answered = make.comment(Said(VISAS, quote="short-stay visas"), by=make.olga(), on=round_, at=now)
    pending = make.comment(Said("researchers"), by=make.omar(), on=round_, visible=False, at=now)
    returned = make.comment(Said("students"), by=make.omar(), on=round_, visible=False, at=now)
    make.kept_back(returned, Standing.State.RETURNED)
    shared = _inside(round_, answered, now)
    make.imported(text, make.DRAFT + "\n4. A common help desk answers questions about permits.\n")
    changed = make.reworded(text, "short-stay", "seasonal", answers=[answered])
    make.answered(answered, Outcome.ACCEPTED, reason="Taken in.", revisions=[changed], at=now)
    secret = make.text("secret")
    make.imported(secret)
    Grant.objects.filter(text=secret).update(revoked_at=now)
    make.member_of(secret, "Ravi")
    for name in ("Nils", "Omar"):
        make.person(name)
    # A superuser made by the command has no address of allauth’s, which it would write at the first look.
    for user in User.objects.filter(emailaddress=None):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    words = Words(body="Half a", language="en")
    return Scene(
        text=text,
        secret=secret,
        zero=zero,
        round=round_,
        answered=answered,
        pending=pending,
        shared=shared,
        half_written=save_draft(
            by=make.olga(), consultation=round_, clause=answered.clause, words=words, key="abc1234", at=now
        ),
        new_clause=make.clause_that_says(make.working(text), "help desk"),
        changed=changed,
        upload=make.staged(text),
        secret_upload=make.staged(secret, by="Sena"),
        group=Group.objects.create(name="A group"),
        position=make.taken(text, "bilateral", by="Mia"),
        published_position=make.disclosed(make.taken(text, "bilateral", by="Paul")),
        amendment=make.amended(text, "researchers", "researchers and teachers"),
        set=submitted_set(round_, now),
        request=threads.asked(answered, at=now),
        returned=Moderation.objects.select_related("comment").get(comment=returned),
        registration=entry.asked_in(at=now),
        invitation=entry.invited(at=now),
        meeting=session_scene.meeting(zero, now),
    )


def _inside(on: Consultation, said: Comment, now: datetime) -> CommentDraft:
    """Omar coordinates his organisation and has signed what Olga said; a member of it has shared a draft."""
    omar = make.omar()
    appoint_coordinator(by=make.secretariat(), membership=houses.seat(omar), at=now)
    cosign(by=omar, comment=said, at=now)
    return houses.shared(houses.voice("Malik", make.body_of(omar)), on, body="Half of it.", at=now)


def pages(of: Scene) -> Pages:
    """Every address of the site that something must be put into, or that not everybody sees."""
    at_the_table = {**_reading(of), **_working(of), **_people(of), **_threads(of), **_organisations(of)}
    return {
        **at_the_table,
        **_programs(of),
        **_others(of),
        **_figures(of),
        **session_addresses.pages(of.meeting),
    }


def _reading(of: Scene) -> Pages:
    text, secret = {"text": "legal-mobility"}, {"text": "secret"}
    zero, work = {**text, "version": "zero-draft"}, {**text, "version": "rev-1"}
    hidden = {**secret, "version": "zero-draft"}
    key, new, ravi = {"key": of.clause}, {"key": of.new_clause.key}, frozenset({"Ravi", "Sena"})
    in_work = AT_THE_DESK
    first = Revision.objects.filter(version=of.zero).first()
    assert first is not None
    return {
        "drafts:programme": [Page({"slug": "programme-legal-mobility"})],
        "consultation:consultation": [Page({"key": of.round.key})],
        "consultation:text": [Page(text), Page(secret, ravi)],
        "consultation:version": [Page(zero), Page(work, in_work), Page(hidden, ravi)],
        "consultation:clause": [
            Page({**zero, **key}),
            Page({**work, **key}, in_work),
            Page({**zero, **new}, NOBODY),
            Page({**hidden, "key": of.secret_clause}, ravi),
        ],
        "consultation:why": [
            Page({**zero, **key}),
            Page({**work, **key}, in_work),
            Page({**zero, **new}, NOBODY),
            Page({**hidden, "key": of.secret_clause}, ravi),
        ],
        "consultation:parallel": [Page(zero), Page(work, in_work), Page(hidden, ravi)],
        "consultation:history": [Page(key), Page(new, in_work), Page({"key": of.secret_clause}, ravi)],
        "consultation:word-history": [Page(key), Page(new, in_work), Page({"key": of.secret_clause}, ravi)],
        "consultation:revision": [Page({"pk": first.pk}), Page({"pk": of.changed.pk}, in_work)],
        "consultation:compare": [
            Page({**text, "old": "zero-draft", "new": "zero-draft"}),
            Page({**text, "old": "zero-draft", "new": "rev-1"}, in_work),
        ],
        "consultation:brackets": [Page(zero), Page(work, in_work), Page(hidden, ravi)],
        **{
            f"consultation:{name}": [Page(zero), Page(work, NOBODY), Page(hidden, NOBODY)]
            for name in ("record", "record-page", "record-json")
        },
        "consultation:compare-choice": [Page(text), Page(secret, ravi)],
        "consultation:comment": [
            Page({"reference": of.answered.reference}),
            Page({"reference": of.pending.reference}, in_work | {"Omar"}),
        ],
        "consultation:comment-write": [
            Page({**zero, **key}, frozenset({"Olga", "Omar"}), told=SIGNED_IN - {"Olga", "Omar"}),
            Page({**work, **key}, NOBODY, told=in_work),
        ],
    }


def _working(of: Scene) -> Pages:
    text, secret = {"text": "legal-mobility"}, {"text": "secret"}
    desk, ravi = AT_THE_DESK, frozenset({"Ravi", "Sena"})
    key, upload = {"key": of.clause}, {"key": of.upload.key}
    pen, not_pen = frozenset({"Paul", "Sena"}), frozenset({"Mia", "Chloé"})
    hidden, sena, r = {**secret, "key": of.secret_upload.key}, frozenset({"Sena"}), frozenset({"Ravi"})
    return {
        "consultation:desks": [Page({}, SIGNED_IN)],
        "consultation:desk": [Page(text, desk), Page(secret, ravi)],
        "consultation:desk-clause": [
            Page({**text, **key}, desk),
            Page({**secret, "key": of.secret_clause}, ravi),
        ],
        "consultation:desk-revise": [Page({**text, **key}, post_only=True)],
        "consultation:presence": [Page({**text, **key}, post_only=True)],
        "consultation:translations": [Page(text, desk), Page(secret, ravi)],
        "consultation:translation-confirm": [Page({**text, **key}, post_only=True)],
        "consultation:translation-add": [
            Page({**text, **key}, frozenset({"Mia", "Paul"}), told=frozenset({"Chloé", "Sena"})),
            Page({**secret, "key": of.secret_clause}, frozenset({"Ravi"}), told=sena),
        ],
        "consultation:dispose": [Page({"reference": of.answered.reference}, desk)],
        "consultation:moderation": [Page({}, SIGNED_IN)],
        "consultation:moderate": [Page({"reference": of.pending.reference}, desk)],
        **_moderating(of),
        "consultation:amendments": [Page(text, desk), Page(secret, ravi)],
        "consultation:amendment": [Page({"key": of.amendment.key}, desk)],
        **{
            f"consultation:amendment-{act}": [Page({"key": of.amendment.key}, desk)]
            for act in ("accept", "reject", "withdraw")
        },
        "consultation:amendment-propose": [
            Page({**text, **key}, desk - sena, told=sena),
            Page({**secret, "key": of.secret_clause}, r, told=sena),
        ],
        "consultation:publish": [Page(text, desk), Page(secret, ravi)],
        "consultation:review": [Page(text, desk), Page(secret, ravi)],
        "consultation:consultation-open": [
            Page({**text, "version": "zero-draft"}, sena, told=desk - sena),
            Page({**text, "version": "rev-1"}, NOBODY, told=desk),
        ],
        **_negotiating(of),
        "consultation:closing": [Page(text, desk), Page(secret, ravi)],
        "consultation:adopt": [
            Page(text, frozenset({"Chloé"}), told=desk - {"Chloé"}),
            Page(secret, NOBODY, told=ravi),
        ],
        "consultation:silence-open": [Page(text, post_only=True)],
        "consultation:silence-break": [Page({**text, "key": "abc1234"}, post_only=True)],
        "consultation:silence-lift": [Page({**text, "key": "abc1234"}, post_only=True)],
        "consultation:silence-conclude": [Page({**text, "key": "abc1234"}, post_only=True)],
        "consultation:reserve": [Page(text, post_only=True)],
        "drafts:import": [Page(text, pen, told=not_pen), Page(secret, sena, told=r)],
        "drafts:import-preview": [Page({**text, **upload}, pen, told=not_pen), Page(hidden, sena, told=r)],
        "drafts:import-correct": [Page({**text, **upload}, post_only=True)],
        "drafts:import-apply": [Page({**text, **upload}, post_only=True)],
        **_structure(of),
    }


def _moderating(of: Scene) -> Pages:
    text, secret = {"text": "legal-mobility"}, {"text": "secret"}
    desk, ravi = AT_THE_DESK, frozenset({"Ravi", "Sena"})
    kept_back = {"reference": of.returned.comment.reference, "pk": of.returned.pk}
    return {
        # Without a tick it leads back to the queue.
        "consultation:moderation-several": [Page({}, SIGNED_IN)],
        "consultation:moderation-log": [Page(text, desk), Page(secret, ravi)],
        "consultation:moderation-answer": [Page(kept_back, frozenset({"Omar"}))],
    }


def _structure(of: Scene) -> Pages:
    text, secret = {"text": "legal-mobility"}, {"text": "secret"}
    paul, others = frozenset({"Paul"}), AT_THE_DESK - {"Paul"}
    ravi, key = frozenset({"Ravi", "Sena"}), {"key": of.clause}
    on_clause = [
        Page({**text, **key}, paul, told=others),
        Page({**secret, "key": of.secret_clause}, NOBODY, told=ravi),
    ]
    on_text = [Page(text, paul, told=others), Page(secret, NOBODY, told=ravi)]
    return {
        "drafts:structure": [Page(text, AT_THE_DESK), Page(secret, ravi)],
        "drafts:clause-insert": on_text,
        "drafts:numbering": on_text,
        **{f"drafts:clause-{act}": on_clause for act in ("move", "indent", "delete", "split", "merge")},
        "drafts:undo": [
            Page({"pk": of.changed.pk}, frozenset({"Mia", "Paul"}), told=frozenset({"Chloé", "Sena"}))
        ],
    }


def _negotiating(of: Scene) -> Pages:
    text, secret = {"text": "legal-mobility"}, {"text": "secret"}
    desk, ravi, sena = AT_THE_DESK, frozenset({"Ravi", "Sena"}), frozenset({"Sena"})
    committee, mia, paul = desk - sena, frozenset({"Mia"}), frozenset({"Paul"})
    bracketed = {**text, "key": of.position.clause.key}
    hidden = {**secret, "key": of.secret_clause}
    own = [
        Page({**text, "key": of.position.key}, mia, told=committee - mia),
        Page({**text, "key": of.published_position.key}, paul, told=desk - paul),
        Page({**secret, "key": of.position.key}, NOBODY),
    ]
    return {
        "consultation:positions": [Page(text, desk), Page(secret, ravi)],
        "consultation:position-state": [
            Page(bracketed, committee, told=sena),
            Page(hidden, frozenset({"Ravi"}), told=sena),
        ],
        "consultation:position-end": own,
        "consultation:position-publish": own,
        # Without a word of what is to be settled there is nothing there, even for those who may.
        "consultation:bracket-resolve": [
            Page(bracketed, NOBODY, told=frozenset({"Chloé", "Sena"})),
            Page(hidden, NOBODY, told=sena),
        ],
    }


def _people(of: Scene) -> Pages:
    sena, olga = frozenset({"Sena"}), frozenset({"Olga"})
    grant = Grant.objects.filter(text=of.text).first()
    assert grant is not None
    return {
        "drafts:text-open": [Page({"slug": "programme-legal-mobility"}, sena)],
        "drafts:roles": [Page({"text": "legal-mobility"}, sena | {"Root"}), Page({"text": "secret"}, sena)],
        "drafts:role-revoke": [Page({"text": "legal-mobility", "pk": grant.pk}, post_only=True)],
        "consultation:participants": [Page({}, sena)],
        "consultation:admit": [Page({}, sena)],
        "consultation:organisation-register": [Page({}, sena)],
        **_entering(of),
        "consultation:own-comments": [Page({}, SIGNED_IN)],
        "consultation:draft-edit": [Page({"key": of.half_written.key}, olga)],
        "consultation:draft-save": [Page({"key": of.half_written.key}, post_only=True)],
        "consultation:draft-discard": [Page({"key": of.half_written.key}, olga)],
        "consultation:comment-withdraw": [Page({"reference": of.answered.reference}, olga)],
        **_terms(of),
    }


def _terms(of: Scene) -> Pages:
    key, sena, desk = {"key": of.round.key}, frozenset({"Sena"}), AT_THE_DESK
    return {
        **{
            f"consultation:{name}": [Page(key, sena, told=desk - sena)]
            for name in ("consultation-edit", "consultation-extend", "questions")
        },
        "consultation:submission": [Page(key, SIGNED_IN)],
        "consultation:set": [Page({"key": of.set.key}, frozenset({"Omar"}))],
    }


def _threads(of: Scene) -> Pages:
    answered, pending = {"reference": of.answered.reference}, {"reference": of.pending.reference}
    key, olga, omar = {"key": of.request.key}, frozenset({"Olga"}), frozenset({"Omar"})
    return {
        **{
            f"consultation:{act}": [Page(answered, post_only=True)]
            for act in ("endorse", "unendorse", "part")
        },
        "consultation:reply": [Page(answered, SIGNED_IN), Page(pending, AT_THE_DESK | omar)],
        "consultation:ask": [Page(answered, AT_THE_DESK), Page(pending, AT_THE_DESK)],
        "consultation:merge": [Page(answered, AT_THE_DESK), Page(pending, AT_THE_DESK)],
        "consultation:react": [Page(answered, olga), Page(pending, omar)],
        "consultation:clarify": [Page(key, olga)],
        "consultation:reply-screen": [Page(key, AT_THE_DESK)],
        "consultation:export": [Page({}, SIGNED_IN)],
        "consultation:export-file": [Page({}, SIGNED_IN)],
        "consultation:close-account": [Page({}, SIGNED_IN)],
        # Whoever holds a role, or keeps the site, hands it over first.
        "consultation:close-account-confirm": [
            # Omar alone coordinates an organisation with another member: somebody follows him first.
            Page({}, frozenset({"Nils", "Olga"}), told=AT_THE_DESK | {"Omar", "Ravi", "Root"})
        ],
    }


def _entering(of: Scene) -> Pages:
    sena, nils = frozenset({"Sena"}), frozenset({"Nils"})
    registration, invitation = {"key": of.registration.key}, {"key": of.invitation.key}
    token = {"token": token_of(of.invitation)}
    return {
        "consultation:register": [Page({}, SIGNED_IN)],
        "consultation:registration-change": [Page({}, nils)],
        "consultation:registration-answer": [Page({}, post_only=True)],
        "consultation:registration-withdraw": [Page({}, nils)],
        "consultation:registrations": [Page({}, sena)],
        "consultation:registration": [Page(registration, sena)],
        **{
            f"consultation:registration-{act}": [Page(registration, post_only=True)]
            for act in ("accept", "ask", "refuse")
        },
        "consultation:invitations": [Page({}, sena)],
        "consultation:invitations-send": [Page({}, post_only=True)],
        "consultation:invitation-revoke": [Page(invitation, post_only=True)],
        "consultation:invitation-again": [Page(invitation, post_only=True)],
        "consultation:invitation": [Page(token), Page({"token": "made-up"}, NOBODY)],
        "consultation:invitation-accept": [Page(token, post_only=True)],
        "consultation:profile": [Page({}, SIGNED_IN)],
        "consultation:address-works": [Page({}, post_only=True)],
        "consultation:letters": [Page({}, sena)],
        "consultation:letter-again": [Page({"key": "abc1234"}, post_only=True)],
        "consultation:address-revive": [Page({"key": "abc1234"}, post_only=True)],
        "consultation:unsubscribe": [
            Page({"token": leaving.token_of(make.olga())}),
            Page({"token": "no-such"}, NOBODY),
        ],
    }


def _organisations(of: Scene) -> Pages:
    omar = make.omar()
    house: dict[str, object] = {"slug": make.body_of(omar).slug}
    member: dict[str, object] = {"key": omar.key}
    inside, olga = frozenset({"Omar", "Sena"}), frozenset({"Olga"})
    draft: dict[str, object] = {"key": of.half_written.key}
    said = {"reference": of.answered.reference}
    posted: dict[str, dict[str, object]] = {
        "one-voice": house, "speak-for": house, "speak-no-more": {**house, "pk": 1}, "drafts-together": house,
        "appoint": {**house, **member}, "draft-unshare": draft,
        "suggestion-take": {"key": "abc1234"}, "suggestion-decline": {"key": "abc1234"},
    }  # fmt: skip
    return {
        "consultation:organisation": [Page(house)],
        "consultation:organisation-inside": [Page(house, inside)],
        "consultation:step-down": [Page({**house, **member}, inside)],
        "consultation:membership-end": [Page({**house, **member}, inside)],
        "consultation:organisation-drafts": [Page(house, frozenset({"Omar"}))],
        "consultation:shared-draft": [Page({**house, "key": of.shared.key}, frozenset({"Omar"}))],
        "consultation:draft-share": [Page(draft, olga)],
        "consultation:draft-suggestions": [Page(draft, olga)],
        "consultation:cosign": [Page(said, SIGNED_IN)],
        "consultation:unsign": [Page(said, frozenset({"Omar"}))],
        **{f"consultation:{name}": [Page(args, post_only=True)] for name, args in posted.items()},
    }


def _programs(of: Scene) -> Pages:
    return {
        "api:text": [Page({"slug": "legal-mobility"}), Page({"slug": "secret"}, frozenset({"Ravi", "Sena"}))],
        "api:version": [
            Page({"slug": "legal-mobility", "version": "zero-draft"}),
            Page({"slug": "legal-mobility", "version": "rev-1"}, NOBODY),
        ],
    }


def _others(of: Scene) -> Pages:
    """Addresses of Django and allauth: what is seen there is theirs, that nothing breaks is ours."""
    group = [Page({"object_id": of.group.pk})]
    account = [Page({"object_id": 1})]
    task = [Page({"object_id": "6c1a1a3e-0000-4000-8000-000000000000"})]
    return {
        "account_confirm_email": [Page({"key": "no-such-key"})],
        "account_reset_password_from_key": [Page({"uidb36": "1", "key": "no-such-key"})],
        "admin:view_on_site": [Page({"content_type_id": 1, "object_id": 1})],
        "admin:app_list": [Page({"app_label": "auth"})],
        **{f"admin:auth_group_{act}": group for act in ("history", "delete", "change")},
        **{f"admin:account_emailaddress_{act}": account for act in ("history", "delete", "change")},
        **{f"mfa_{act}_webauthn": [Page({"pk": 1})] for act in ("edit", "remove")},
        **{f"admin:mfa_authenticator_{act}": account for act in ("history", "delete", "change")},
        **{
            f"admin:django_tasks_database_dbtaskresult_{act}": task for act in ("history", "delete", "change")
        },
    }


def _figures(of: Scene) -> Pages:
    """Statistics for everybody, and the report, which is not released yet."""
    key, programme = {"key": of.round.key}, {"programme": "programme-legal-mobility"}
    pillar, table = {**programme, "number": 1}, {"table": "categories"}
    return {
        "consultation:statistics": [Page(key)],
        "consultation:statistics-csv": [Page({**key, **table}), Page({**key, "table": "no-such"}, NOBODY)],
        "consultation:programme-statistics": [Page(programme)],
        "consultation:programme-statistics-csv": [Page({**programme, **table})],
        "consultation:pillar-statistics": [Page(pillar, NOBODY)],
        "consultation:pillar-statistics-csv": [Page({**pillar, **table}, NOBODY)],
        "consultation:report": [Page(key, AT_THE_DESK)],
        "consultation:report-release": [Page(key, AT_THE_DESK)],
        "consultation:report-pdf": [Page(key, AT_THE_DESK)],
        "consultation:report-file": [Page({**key, "file": "abc1234"}, NOBODY)],
    }


OF_OTHERS = ("admin:", "account_", "mfa_")


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, bool]]:
    """Every address there is: its name, and whether something must be put into it."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            # Django's admin has catch-alls without a name, which answer with a redirect or 404.
            if each.name or not space.startswith("admin"):
                yield f"{space}{each.name}", bool(each.pattern.regex.groups)
        else:
            yield from names(each, f"{space}{each.namespace}:" if each.namespace else space)
