"""What the pages that change the structure share: the version they work on, and the way from a form to an act."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from drafts.access import require
from drafts.actions import structure as acts
from drafts.actions.wordings import NothingChanged, VersionPublished
from drafts.forms.structure import ActForm
from drafts.models import Clause, Text, Version, Weight
from drafts.permissions import can_restructure, granted_texts
from drafts.reports.outlines import Outline, Spot, read_outline
from drafts.reports.previewing import Preview
from drafts.templatetags.wording import spot_name
from drafts.text.numbering import Scheme
from drafts.views.requests import SignedInRequest, way_back


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

    def name(self, key: str) -> str:
        """What a clause is called in a sentence."""
        spot = self.outline.spot(key)
        return spot_name(spot) if spot else key

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
