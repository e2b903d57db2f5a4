"""The structure of the version in work: its outline, and a page for each act that changes it."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from drafts.actions import structure as acts
from drafts.forms.structure import ActForm, IndentForm, InsertForm, MoveForm, NumberingForm, kind_of
from drafts.models import Text, Version
from drafts.permissions import can_restructure, granted_texts
from drafts.reports.outlines import Spot, basis, read_outline
from drafts.reports.previewing import Preview, preview_structure
from drafts.reports.undoing import taken_out
from drafts.text.markup import ClauseKind
from drafts.views.acts import Act, Work, answer
from drafts.views.requests import SignedInRequest, signed_in, way_back

NEW = "new"


@signed_in
@require_safe
def structure(request: SignedInRequest, text: str) -> HttpResponse:
    """The clauses in work in their order, each with what can be done to it."""
    found = get_object_or_404(granted_texts(request.user), slug=text)
    version = _shown(found)
    outline = read_outline(version) if version else None
    numbering = {"scheme": found.numbering}
    context = {
        "text": found,
        "version": version,
        "is_adopted": bool(version and version.is_published),
        "rows": [(spot, outline.first_words(spot)) for spot in outline.spots] if outline else [],
        "may": can_restructure(request.user, found),
        "gone": taken_out(version, outline) if version and outline else (),
        "numbering": NumberingForm(initial=numbering),
        "back": way_back(request),
        "here": request.get_full_path(),
    }
    return render(request, "drafts/structure.html", context)


def _shown(text: Text) -> Version | None:
    """The version in work, or the one that was adopted. One query."""
    found = Version.objects.working() | Version.objects.filter(adoption__isnull=False)
    return found.filter(text=text).select_related("text").first()


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def insert(request: SignedInRequest, text: str) -> HttpResponse:
    """Put a new clause behind another, or at the beginning."""
    work = Work(request, text)
    after = request.GET.get("after", "")
    model = work.outline.spot(after)
    if after and model is None and request.method != "POST":
        raise Http404
    name = work.name(after)
    act = Act(
        title=_("New clause after %(label)s") % {"label": name}
        if model
        else _("New clause at the beginning"),
        lede=_("It stands in the version in work at once, and is told of as new."),
        button=_("Put the clause in"),
        done=_("The clause is put in."),
        form=partial(_insert_form, work, after),
        preview=partial(_insert_preview, work, after),
        write=partial(_insert, work, after),
    )
    return answer(work, act)


def _insert_form(work: Work, after: str, data: Any) -> InsertForm:
    spot, outline = work.outline.spot(after), work.outline
    languages = {outline.language} | {each for words in outline.words.values() for each in words}
    in_order = sorted(languages, key=lambda each: (each != outline.language, each))
    kind, depth = (spot.kind, spot.depth) if spot else (ClauseKind.PARAGRAPH.value, 0)
    initial = {"seen": outline.seam(after), "kind": kind, "depth": depth}
    return InsertForm(data, in_order, negotiated=outline.language, printed=work.is_printed, initial=initial)


def _insert_preview(work: Work, after: str, form: InsertForm) -> Preview:
    spot = Spot(0, NEW, kind_of(form).value, form.cleaned_data["depth"], form.cleaned_data.get("label", ""))
    then = work.numbered(work.outline.placed([spot], after))
    return preview_structure(work.outline, then, {NEW}, {NEW: form.words[work.outline.language]})


def _insert(work: Work, after: str, form: InsertForm) -> object:
    return acts.insert_clause(
        after=work.clause_called(after),
        kind=kind_of(form),
        depth=form.cleaned_data["depth"],
        words=form.words,
        label=form.cleaned_data.get("label", ""),
        basis=basis(work.outline.sight(), form.cleaned_data["seen"]),
        **work.told(form),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Put a clause elsewhere, with what it holds where asked."""
    work = Work(request, text, key)
    act = Act(
        title=_("Move clause %(label)s") % {"label": work.name(key)},
        lede=_("Its words, its key and the inputs on it stay as they are."),
        button=_("Move it"),
        done=_("The clause is moved."),
        form=partial(_move_form, work),
        preview=partial(_move_preview, work),
        write=partial(_move, work),
        shown=work.outline.spot(key),
    )
    return answer(work, act)


def _move_form(work: Work, data: Any) -> MoveForm:
    stands = work.outline.seam(work.outline.before(work.key))
    initial = {"seen": _sights(work), "after": stands, "with_section": True}
    return MoveForm(data, work.outline, work.key, initial=initial)


def _move_preview(work: Work, form: MoveForm) -> Preview:
    moving = _taken(work, form)
    keys = {spot.key for spot in moving}
    then = work.numbered(work.outline.without(keys).placed(moving, _behind(form)))
    return preview_structure(work.outline, then, keys)


def _move(work: Work, form: MoveForm) -> object:
    return acts.move_clause(
        clause=work.clause,
        after=work.clause_called(_behind(form)),
        with_section=form.cleaned_data.get("with_section", False),
        basis=basis(_saw(form), form.cleaned_data["after"]),
        **work.told(form),
    )


def _behind(form: MoveForm) -> str:
    """The key of the clause behind which another goes, out of the seam that was chosen."""
    return str(form.cleaned_data["after"]).split(":", maxsplit=1)[0]


def _sights(work: Work) -> str:
    """The clause alone and with what it holds, as it is seen now: which of them counts, the form says."""
    section = [spot.key for spot in work.outline.section(work.key)]
    return f"{work.outline.sight(work.key)}.{work.outline.sight(*section)}"


def _saw(form: ActForm) -> str:
    alone, _dot, section = form.cleaned_data["seen"].partition(".")
    return str(section if form.cleaned_data.get("with_section") else alone)


def _taken(work: Work, form: ActForm) -> tuple[Spot, ...]:
    return acts.section_of(work.outline, work.key, with_section=form.cleaned_data.get("with_section", False))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def indent(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Have a clause stand deeper or less deep, or be of another kind."""
    work = Work(request, text, key)
    act = Act(
        title=_("Depth of clause %(label)s") % {"label": work.name(key)},
        lede=_("How deep it stands says what it hangs on; its words stay as they are."),
        button=_("Change it"),
        done=_("The clause stands as you said."),
        form=partial(_indent_form, work),
        preview=partial(_indent_preview, work),
        write=partial(_indent, work),
        shown=work.outline.spot(key),
    )
    return answer(work, act)


def _indent_form(work: Work, data: Any) -> IndentForm:
    step = {"deeper": 1, "out": -1}.get(work.request.GET.get("step", ""), 0)
    initial = {
        "seen": _sights(work),
        "kind": work.spot.kind,
        "depth": max(work.spot.depth + step, 0),
        "with_section": True,
    }
    return IndentForm(data, work.outline, work.key, initial=initial)


def _indent_preview(work: Work, form: IndentForm) -> Preview:
    changed = acts.indented(_taken(work, form), kind_of(form), form.cleaned_data["depth"])
    then = work.numbered(work.outline.replaced(changed))
    return preview_structure(work.outline, then, {work.key, *changed})


def _indent(work: Work, form: IndentForm) -> object:
    return acts.indent_clause(
        clause=work.clause,
        kind=kind_of(form),
        depth=form.cleaned_data["depth"],
        with_section=form.cleaned_data.get("with_section", False),
        basis=_saw(form),
        **work.told(form),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Take a clause out of the version in work."""
    work = Work(request, text, key)
    act = Act(
        title=_("Delete clause %(label)s") % {"label": work.name(key)},
        lede=_(
            "It leaves the version in work; what hangs below it stays. Inputs on it stay, and want their answer."
        ),
        button=_("Delete it"),
        done=_("The clause is deleted. Undoing that revision brings it back."),
        form=partial(_delete_form, work),
        preview=partial(_delete_preview, work),
        write=partial(_delete, work),
        shown=work.outline.spot(key),
    )
    return answer(work, act)


def _delete_form(work: Work, data: Any) -> ActForm:
    return ActForm(data, initial={"seen": work.outline.sight(work.key)})


def _delete_preview(work: Work, _form: ActForm) -> Preview:
    then = work.numbered(work.outline.without({work.key}))
    return preview_structure(work.outline, then, (), around=work.outline.before(work.key))


def _delete(work: Work, form: ActForm) -> object:
    return acts.delete_clause(clause=work.clause, basis=form.cleaned_data["seen"], **work.told(form))
