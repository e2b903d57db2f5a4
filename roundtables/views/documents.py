"""The documents of a session: their list, adding one, having one, removing one."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.views.limits import is_too_often
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage
from drafts.views.requests import signed_in
from roundtables.actions.documents import add_file, add_link, remove_document
from roundtables.forms.documents import DocumentForm
from roundtables.models import Session, SessionDocument
from roundtables.permissions.convening import can_add_documents, visible_documents
from roundtables.reports.file_types import TYPES
from roundtables.reports.sessions import sessions_to_read

_EXTENSIONS = {kind.content_type: kind.extension for kind in TYPES}


def _session(request: HttpRequest, key: str) -> Session:
    return get_object_or_404(sessions_to_read(request.user), key=key)


@require_safe
def documents(request: HttpRequest, key: str) -> HttpResponse:
    """The documents that somebody may have, and those that were removed."""
    stamp = latest_act()
    found = _session(request, key)
    context = {
        "session": found,
        "documents": visible_documents(request.user, found),
        "may_add": can_add_documents(request.user, found),
    }
    return PublicPage(render_to_string("roundtables/documents.html", context, request), stamp=stamp)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, key: str) -> HttpResponse:
    """Add a file, or say where a recording is."""
    found = _session(request, key)
    require(can_add_documents(request.user, found))
    if request.method != "POST":
        return _add_page(request, found, DocumentForm())
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _add_page(request, found, form, 422)
    if is_too_often(request, "document", form):
        return _add_page(request, found, form, 429)
    _add(request, found, form)
    messages.success(request, _("The document is added."))
    return redirect("roundtables:documents", found.key)


def _add(request: SignedInRequest, found: Session, form: DocumentForm) -> None:
    """A file or a link, as the form has it."""
    chosen, about, now = form.cleaned_data, form.about(), timezone.now()
    by, key = request.user, chosen["key"]
    if chosen["file"] is None:
        add_link(by=by, session=found, about=about, link=chosen["link"], key=key, at=now)
    else:
        add_file(by=by, session=found, about=about, content=chosen["file"], key=key, at=now)


def _add_page(
    request: SignedInRequest, found: Session, form: DocumentForm, status: int = 200
) -> HttpResponse:
    return render(request, "roundtables/document_add.html", {"session": found, "form": form}, status=status)


@require_safe
def document(request: HttpRequest, key: str, document: str) -> HttpResponseBase:
    """The file itself, for whoever it is for; nothing in it is ever shown or run as a page of this site."""
    found = _session(request, key)
    standing = visible_documents(request.user, found).filter(removed_at=None).exclude(file="")
    asked = get_object_or_404(standing, key=document)
    response = FileResponse(
        asked.file.open("rb"),
        as_attachment=True,
        filename=file_name(asked),
        content_type=asked.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    is_public = asked.audience == SessionDocument.Audience.PUBLIC and found.announced_at
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    return response


def file_name(document: SessionDocument) -> str:
    """What the file is called on its reader's disk: its title, without what means something to a system."""
    kept = "".join(sign if sign.isalnum() or sign in " -_()’" else " " for sign in document.title)
    title = " ".join(kept.split())[:100].strip() or document.key
    return f"{title}.{_EXTENSIONS[document.content_type]}"


@signed_in
@require_POST
def remove(request: SignedInRequest, key: str, document: str) -> HttpResponse:
    """Remove a document; that it was there stays on the page."""
    found = _session(request, key)
    asked = get_object_or_404(visible_documents(request.user, found), key=document)
    asked.session = found
    remove_document(by=request.user, document=asked, at=timezone.now())
    messages.success(request, _("The document is removed. That it was there stays on this page."))
    return redirect("roundtables:documents", found.key)
