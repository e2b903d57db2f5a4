"""Beside a comment: endorsing it, replying to it, asking what is meant, and moderating a reply."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from consultation.actions.endorsing import endorse as endorse_comment
from consultation.actions.endorsing import take_endorsement_back
from consultation.actions.replies import (
    AlreadyScreened,
    ask_for_clarification,
    clarify,
    reply_to,
    screen_reply,
)
from consultation.forms.threads import ReplyForm, ScreenForm, empty_reply
from consultation.models import Comment, Reply
from consultation.permissions import moderated_comments, visible_comments
from consultation.permissions.threads import (
    can_ask,
    can_clarify,
    can_reply,
    can_reply_more,
    can_screen,
    visible_replies,
)
from consultation.reports.replies import replies_read_by
from consultation.views.requests import SignedInRequest
from drafts.access import Decision, require
from drafts.models.keys import new_key
from drafts.views.requests import signed_in, way_back

_READ_WITH = (
    "consultation__version__text",
    "clause",
    "author",
    "organisation",
    "standing",
    "spoken__sitting",
)
_ASKED_WITH = tuple(f"comment__{name}" for name in _READ_WITH)
_SCREENED = {
    Reply.State.VISIBLE: gettext_lazy("The reply is visible to everyone who sees the comment."),
    Reply.State.HIDDEN: gettext_lazy("The reply is hidden; its author reads your reason."),
}


def _seen(request: SignedInRequest, reference: str) -> Comment:
    seen = visible_comments(request.user, timezone.now()).select_related(*_READ_WITH)
    return get_object_or_404(seen, reference=reference)


def _back(request: SignedInRequest, comment: Comment, to: str = "") -> HttpResponse:
    return redirect(way_back(request) or f"{comment.get_absolute_url()}#{to or comment.reference}")


@signed_in
@require_POST
def endorse(request: SignedInRequest, reference: str) -> HttpResponse:
    """Support what another said, and go on where one was."""
    comment = _seen(request, reference)
    endorse_comment(by=request.user, comment=comment, at=timezone.now())
    messages.success(request, _("You endorse input %(reference)s.") % {"reference": reference})
    return _back(request, comment)


@signed_in
@require_POST
def unendorse(request: SignedInRequest, reference: str) -> HttpResponse:
    """Support it no more, and go on where one was."""
    comment = _seen(request, reference)
    take_endorsement_back(by=request.user, comment=comment, at=timezone.now())
    messages.success(
        request, _("You do not endorse input %(reference)s any more.") % {"reference": reference}
    )
    return _back(request, comment)


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody is about to say to a comment, whether they may, and the act that says it."""

    kind: Reply.Kind
    comment: Comment
    may: Decision
    say: Callable[..., Reply]
    question: Reply | None = None

    @property
    def thanks(self) -> str:
        if self.kind == Reply.Kind.REQUEST:
            return _("The author is asked. What they say stands under your question.")
        return _("Your reply is submitted.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say something to a comment."""
    comment = _seen(request, reference)
    may = can_reply(request.user, comment, timezone.now())
    return _write(request, Writing(Reply.Kind.REPLY, comment, may, partial(reply_to, comment=comment)))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, reference: str) -> HttpResponse:
    """The committee asks the author what is meant."""
    on_desk = moderated_comments(request.user).select_related(*_READ_WITH)
    comment = get_object_or_404(on_desk, reference=reference)
    may, say = can_ask(request.user, comment), partial(ask_for_clarification, comment=comment)
    return _write(request, Writing(Reply.Kind.REQUEST, comment, may, say))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedInRequest, key: str) -> HttpResponse:
    """The author says what was meant."""
    asked = visible_replies(request.user, timezone.now()).filter(
        kind=Reply.Kind.REQUEST, comment__author=request.user
    )
    question = get_object_or_404(asked.select_related("author", *_ASKED_WITH).distinct(), key=key)
    may, say = can_clarify(request.user, question), partial(clarify, request=question)
    return _write(request, Writing(Reply.Kind.CLARIFICATION, question.comment, may, say, question))


def _write(request: SignedInRequest, writing: Writing) -> HttpResponse:
    """The form, or what is said with it; whatever is refused, the words typed stay in it."""
    if request.method != "POST":
        return _page(request, writing, empty_reply())
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, writing, form, status=422)
    try:
        said = _say(request, writing, form)
    except PermissionDenied as refusal:
        return _page(request, writing, form, refusal=str(refusal), status=403)
    except IntegrityError:
        why = _("This could not be saved the first time. Please send it again.")
        return _page(request, writing, _with_new_key(request, why), status=409)
    if said.body != form.cleaned_data["body"]:
        why = _(
            "This form was submitted before. What you changed since is below: send it as a reply of its own."
        )
        return _page(request, writing, _with_new_key(request, why), status=409)
    waits = said.state == Reply.State.PENDING
    later = " " + _("The committee reads it at once; everyone else once it is moderated.") if waits else ""
    messages.success(request, writing.thanks + later)
    return _back(request, writing.comment, f"reply-{said.key}")


def _say(request: SignedInRequest, writing: Writing, form: ReplyForm) -> Reply:
    now = timezone.now()
    require(can_reply_more(request.user, now))
    words = {name: form.cleaned_data[name] for name in ("body", "language", "key")}
    return writing.say(by=request.user, at=now, **words)


def _with_new_key(request: SignedInRequest, why: str) -> ReplyForm:
    """The same words under another key, where a reply has this one: somebody else's, or one said before."""
    sent = request.POST.copy()
    sent["key"] = new_key()
    form = ReplyForm(sent)
    form.add_error(None, why)
    return form


def _page(
    request: SignedInRequest, writing: Writing, form: ReplyForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "writing": writing,
        "comment": writing.comment,
        "text": writing.comment.consultation.version.text,
        "form": form,
        "refusal": refusal or writing.may.reason,
        "back": way_back(request) or writing.comment.get_absolute_url(),
    }
    return render(request, "consultation/reply_write.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: SignedInRequest, key: str) -> HttpResponse:
    """Show one reply, or hide it with a reason."""
    found = get_object_or_404(replies_read_by(request.user), key=key)
    if request.method != "POST":
        return _screen_page(request, found, ScreenForm(initial={"was": found.state}))
    form = ScreenForm(request.POST)
    if not form.is_valid():
        return _screen_page(request, found, form, 422)
    state = Reply.State(form.cleaned_data["state"])
    try:
        screen_reply(
            by=request.user,
            reply=found,
            state=state,
            reason=form.cleaned_data["reason"],
            was=form.cleaned_data["was"],
            at=timezone.now(),
        )
    except AlreadyScreened as change:
        return _already_screened(request, found, change)
    messages.success(request, str(_SCREENED[state]))
    return redirect(way_back(request) or reverse("consultation:moderation"))


def _already_screened(request: SignedInRequest, found: Reply, change: AlreadyScreened) -> HttpResponse:
    """Say that somebody was faster; what was typed stays in the form."""
    found.refresh_from_db(fields=["state", "reason"])
    messages.warning(
        request, _("Somebody decided this meanwhile. Your decision is kept below, and not recorded.")
    )
    now = request.POST.copy()
    now["was"] = change.state
    return _screen_page(request, found, ScreenForm(now), 409)


def _screen_page(request: SignedInRequest, found: Reply, form: ScreenForm, status: int = 200) -> HttpResponse:
    context = {
        "reply": found,
        "comment": found.comment,
        "text": found.comment.consultation.version.text,
        "form": form,
        "may": can_screen(request.user, found),
    }
    return render(request, "consultation/reply_screen.html", context, status=status)
