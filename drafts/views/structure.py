"""The structure of the version in work: its outline, and a page for each act that changes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from drafts.access import require
from drafts.actions import structure as acts
from drafts.actions.wordings import NothingChanged, VersionPublished
from drafts.forms.structure import (
    ActForm,
    IndentForm,
    InsertForm,
    MoveForm,
    NumberingForm,
    kind_of,
)
from drafts.models import Clause, Text, Version, Weight
from drafts.permissions import can_restructure, granted_texts
from drafts.reports.outlines import Outline, Spot, basis, read_outline
from drafts.reports.previewing import Preview, preview_structure
from drafts.templatetags.wording import spot_name
from drafts.text.markup import ClauseKind
from drafts.text.numbering import Scheme
from drafts.views.imports import SignedInRequest
from drafts.views.requests import way_back

NEW = "new"


@login_required
@require_safe
def structure(request: SignedInRequest, text: str) -> HttpResponse:
    """The clauses in work in their order, each with what can be done to it."""
    found = get_object_or_404(granted_texts(request.user), slug=text)
    version = Version.objects.working().filter(text=found).select_related("text").first()
    outline = read_outline(version) if version else None
    numbering = {"scheme": found.numbering}
    context = {
        "text": found,
        "version": version,
        "rows": [(spot, outline.first_words(spot)) for spot in outline.spots] if outline else [],
        "may": can_restructure(request.user, found),
        "numbering": NumberingForm(initial=numbering),
        "back": way_back(request),
        "here": request.get_full_path(),
    }
    return render(request, "drafts/structure.html", context)


@dataclass
class Work:
    """The version in work and the clause at hand, as a page that changes its structure reads them."""

    request: SignedInRequest
    slug: str
    key: str = ""
    text: Text = field(init=False)
    version: Version = field(init=False)

    def __post_init__(self) -> None:
        self.text = get_object_or_404(granted_texts(self.request.user), slug=self.slug)
        require(can_restructure(self.request.user, self.text))
        working = Version.objects.working().select_related("text")
        self.version = get_object_or_404(working, text=self.text)
        if self.key and self.key not in self.outline and self.request.method != "POST":
            raise Http404

    @cached_property
    def outline(self) -> Outline:
        return read_outline(self.version)

    @cached_property
    def clause(self) -> Clause:
        return get_object_or_404(Clause, text=self.text, key=self.key)

    @property
    def spot(self) -> Spot:
        spot = self.outline.spot(self.key)
        assert spot is not None, "asked of clauses that stand"
        return spot

    @property
    def is_printed(self) -> bool:
        """Whether labels are typed by people."""
        return self.text.numbering == Scheme.PRINTED

    @property
    def data(self) -> Any:
        return self.request.POST if self.request.method == "POST" else None

    def numbered(self, then: Outline) -> Outline:
        return then.numbered(Scheme(self.text.numbering))

    def clause_called(self, key: str) -> Clause | None:
        """A clause that somebody chose; none at the beginning of the text."""
        if not key:
            return None
        found = Clause.objects.filter(text=self.text, key=key).first()
        if found is None:
            raise acts.StructureChanged(self.outline)
        return found

    def told(self, form: ActForm) -> dict[str, Any]:
        """What every act is told: by whom, on which version, how much it changes, why, when."""
        return {
            "by": self.request.user,
            "version": self.version,
            "weight": Weight(form.cleaned_data["weight"]),
            "reason": form.cleaned_data["reason"],
            "at": timezone.now(),
        }


@dataclass(frozen=True, kw_only=True)
class Act:
    """One kind of change: how it is called, its form, what it would do, and the doing."""

    title: str
    lede: str
    button: str
    done: str
    form: Callable[[Any], ActForm]
    preview: Callable[[Any], Preview | None]
    write: Callable[[Any], object]
    shown: Spot | None = None


def answer(work: Work, act: Act, **context: Any) -> HttpResponse:
    """The page of an act: its form; what it would do, where asked; or the act done."""
    if work.key and work.key not in work.outline:
        return _gone(work, act)
    form = act.form(work.data)
    if work.request.method != "POST":
        return _page(work, act, form, **context)
    if not form.is_valid():
        return _page(work, act, form, 422, **context)
    if "look" in work.request.POST:
        return _page(work, act, form, preview=_previewed(act, form), **context)
    return _done(work, act, form, **context)


def _done(work: Work, act: Act, form: ActForm, **context: Any) -> HttpResponse:
    """Do it, or say why it was not done."""
    try:
        act.write(form)
    except (acts.StructureChanged, VersionPublished) as change:
        return _faster(work, act, change, **context)
    except (NothingChanged, acts.InsideItself, acts.PartsUneven) as refusal:
        form.add_error(None, _why_not(refusal))
        return _page(work, act, form, 422, **context)
    messages.success(work.request, act.done)
    return redirect(way_back(work.request) or f"{reverse('drafts:structure', args=[work.slug])}#{work.key}")


def _why_not(refusal: Exception) -> str:
    if isinstance(refusal, acts.PartsUneven):
        return _("Every language must be cut into as many parts as the negotiated one, two at least.")
    if isinstance(refusal, acts.InsideItself):
        return _("A clause cannot stand behind one that moves along with it. Choose another place.")
    return _("It stands like that already: nothing would change.")


def _previewed(act: Act, form: ActForm) -> Preview | None:
    try:
        return act.preview(form)
    except (KeyError, acts.StructureChanged):
        return None  # the place that was chosen is gone: recording says so, with the form


def _faster(work: Work, act: Act, change: Exception, **context: Any) -> HttpResponse:
    """The page again with what was typed, on the structure as it is now."""
    working = Version.objects.working().select_related("text")
    work.version = get_object_or_404(working, text=work.text)
    work.__dict__.pop("outline", None)
    if isinstance(change, VersionPublished):
        sentence = _("The version was published meanwhile; this is the one in work now.")
    else:
        sentence = _("The structure or the words changed since you opened this page.")
    sentence += " " + _(
        "Nothing is recorded yet; what you typed is kept. Check it against the text, then record it."
    )
    messages.warning(work.request, sentence)
    if work.key and work.key not in work.outline:
        return _gone(work, act)
    now = work.request.POST.copy()
    now["seen"] = act.form(None)["seen"].value()
    form = act.form(now)
    form.is_valid()
    return _page(work, act, form, 409, preview=_previewed(act, form), **context)


def _gone(work: Work, act: Act) -> HttpResponse:
    """The clause left the version meanwhile: what was typed is shown, to be used elsewhere."""
    typed = [
        (name, words)
        for name, words in work.request.POST.items()
        if name.startswith(("words_", "reason", "label")) and str(words).strip()
    ]
    context = {"text": work.text, "title": act.title, "typed": typed, "back": way_back(work.request)}
    return render(work.request, "drafts/structure_gone.html", context, status=409)


def _page(
    work: Work, act: Act, form: ActForm, status: int = 200, preview: Preview | None = None, **context: Any
) -> HttpResponse:
    context |= {
        "text": work.text,
        "version": work.version,
        "act": act,
        "form": form,
        "preview": preview,
        "looked": "look" in work.request.POST,
        "words": sorted(work.outline.words_of(work.key).items()) if act.shown else (),
        "query": work.request.GET.urlencode(),
        "back": way_back(work.request),
    }
    return render(work.request, "drafts/structure_act.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def insert(request: SignedInRequest, text: str) -> HttpResponse:
    """Put a new clause behind another, or at the beginning."""
    work = Work(request, text)
    after = request.GET.get("after", "")
    model = work.outline.spot(after)
    if after and model is None and request.method != "POST":
        raise Http404
    name = spot_name(model) if model else ""
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Put a clause elsewhere, with what it holds where asked."""
    work = Work(request, text, key)
    act = Act(
        title=_("Move clause %(label)s") % {"label": _name(work)},
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


def _name(work: Work) -> str:
    spot = work.outline.spot(work.key)
    return spot_name(spot) if spot else work.key


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indent(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Have a clause stand deeper or less deep, or be of another kind."""
    work = Work(request, text, key)
    act = Act(
        title=_("Depth of clause %(label)s") % {"label": _name(work)},
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Take a clause out of the version in work."""
    work = Work(request, text, key)
    act = Act(
        title=_("Delete clause %(label)s") % {"label": _name(work)},
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
