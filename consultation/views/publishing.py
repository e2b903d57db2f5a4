"""The chair publishes a version: what that would show, and what it did."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consultation.actions.publishing import CommentsUnanswered
from consultation.actions.publishing import publish as publish_with_comments
from consultation.forms.rounds import PublishForm
from consultation.models import Consultation
from consultation.reports.closing import adoption_of, running_silence
from consultation.reports.desk import working_and_latest
from consultation.reports.publishing import carried_to, preview_publishing
from consultation.reports.reopening import read_reopened
from consultation.views.desk import text_at_desk
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.actions.publishing import EmptyVersion, UnseenWords
from drafts.actions.wordings import VersionPublished
from drafts.models import Text, Version
from drafts.permissions import can_publish
from drafts.views.requests import signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, text: str) -> HttpResponse:
    """What publishing would show the public, what stands in its way, and the chair's button."""
    found = text_at_desk(request, text)
    if request.method != "POST":
        return _publish_page(request, found)
    require(can_publish(request.user, found))
    try:
        published = _publish(request, found, PublishForm(request.POST))
    except UnseenWords:
        messages.warning(
            request, _("The text changed since you opened this page. Look at it again, then publish.")
        )
    except CommentsUnanswered:
        messages.error(request, _("Some inputs still await an answer; they are listed below."))
    except EmptyVersion:
        messages.error(request, _("There is nothing to publish: this version has no clauses."))
    except VersionPublished:
        messages.warning(request, _("This version was published meanwhile."))
    else:
        messages.success(request, _announce(published))
        return redirect("consultation:desk", found.slug)
    return _publish_page(request, found, 409)


def _publish(request: SignedInRequest, text: Text, form: PublishForm) -> Version:
    """Publish the very words that the page showed: their hash is held against the version under its lock."""
    working, _latest = working_and_latest(text)
    if working is None or not form.is_valid() or form.cleaned_data["version"] != working.number:
        raise UnseenWords
    published, _following = publish_with_comments(
        by=request.user, version=working, basis=form.cleaned_data["basis"], at=timezone.now()
    )
    return published


def _announce(published: Version) -> str:
    """Which version is out, how the comments fared that went along, and what is open for input again."""
    return " ".join(filter(None, (_carried(published), _reopened(published))))


def _reopened(published: Version) -> str:
    """How many clauses publishing opened for input again, and until when."""
    consultation = Consultation.objects.filter(version=published).first()
    number = len(read_reopened(consultation)) if consultation else 0
    if not consultation or not number:
        return ""
    until = date_format(timezone.localtime(consultation.closes_at), "DATETIME_FORMAT")
    return ngettext(
        "%(number)d clause is reopened for input until %(until)s.",
        "%(number)d clauses are reopened for input until %(until)s.",
        number,
    ) % {"number": number, "until": until}


def _carried(published: Version) -> str:
    carried = carried_to(published)
    if not carried:
        return _("%(version)s is published.") % {"version": published}
    total = sum(carried.values())
    states = ", ".join(
        _("%(state)s: %(number)s") % {"state": state, "number": number} for state, number in carried.items()
    )
    return ngettext(
        "%(version)s is published. %(total)d comment was carried along (%(states)s).",
        "%(version)s is published. %(total)d comments were carried along (%(states)s).",
        total,
    ) % {"version": published, "total": total, "states": states}


def _publish_page(request: SignedInRequest, text: Text, status: int = 200) -> HttpResponse:
    working, latest = working_and_latest(text)
    preview = preview_publishing(text, working, latest) if working else None
    form = (
        PublishForm(initial={"version": preview.working.number, "basis": preview.basis}) if preview else None
    )
    context = {
        "text": text,
        "latest": latest,
        "preview": preview,
        "form": form,
        "may": can_publish(request.user, text),
        "adoption": None if working else adoption_of(text),
        "silence": running_silence(text),
        "now": timezone.now(),
    }
    return render(request, "consultation/publish.html", context, status=status)
