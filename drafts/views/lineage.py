"""Making two clauses of one, and one of two."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from drafts.actions import structure as acts
from drafts.forms.structure import MergeForm, OtherForm, SplitForm
from drafts.reports.outlines import Outline
from drafts.reports.previewing import Preview, preview_structure
from drafts.views.acts import Act, Work, answer
from drafts.views.requests import SignedInRequest, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Make several clauses of one, cut where the person puts an empty line."""
    work = Work(request, text, key)
    act = Act(
        title=_("Split clause %(label)s") % {"label": work.name(key)},
        lede=_(
            "The first part stays the clause it is, with its key; inputs on words of a later part follow them there."
        ),
        button=_("Split it"),
        done=_("The clause is split."),
        form=partial(_split_form, work),
        preview=partial(_split_preview, work),
        write=partial(_split, work),
    )
    return answer(work, act)


def _split_form(work: Work, data: Any) -> SplitForm:
    outline = work.outline
    return SplitForm(
        data,
        outline.words_of(work.key),
        negotiated=outline.language,
        printed=work.is_printed,
        initial={"seen": outline.sight(work.key)},
    )


def _split_preview(work: Work, form: SplitForm) -> Preview:
    parts = form.parts[work.outline.language]
    labels = [*form.labels, *[""] * len(parts)]
    keys = [work.key, *(f"part-{number}" for number in range(2, len(parts) + 1))]
    spots = [replace(work.spot, key=key, label=labels[at]) for at, key in enumerate(keys[1:])]
    then = work.numbered(work.outline.placed(spots, work.key))
    return preview_structure(work.outline, then, set(keys), dict(zip(keys, parts, strict=True)))


def _split(work: Work, form: SplitForm) -> object:
    return acts.split_clause(
        clause=work.clause,
        parts=form.parts,
        labels=form.labels,
        basis=form.cleaned_data["seen"],
        **work.told(form),
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Have another clause go into this one; first which, then in what words."""
    work = Work(request, text, key)
    other = request.POST.get("other") or request.GET.get("other") or _neighbour(work.outline, key)
    if request.method != "POST" and (other not in work.outline or other == key):
        raise Http404
    labels = {"label": work.name(other), "into": work.name(key)}
    act = Act(
        title=_("Merge clause %(label)s into clause %(into)s") % labels,
        lede=_(
            "Clause %(into)s stays, with the words of both; clause %(label)s leaves the version, "
            "and the inputs on it are shown here."
        )
        % labels,
        button=_("Merge them"),
        done=_("The clauses are merged."),
        form=partial(_merge_form, work, other),
        preview=partial(_merge_preview, work, other),
        write=partial(_merge, work, other),
    )
    chooser = OtherForm(work.outline, key, other=other)
    parameters = [(name, words) for name, words in request.GET.items() if name != "other"]
    return answer(work, act, chooser=chooser, parameters=parameters)


def _neighbour(outline: Outline, key: str) -> str:
    """The clause that is most likely meant: the next one, else the one before."""
    if key not in outline:
        return ""
    return outline.following(key) or outline.before(key)


def _merge_form(work: Work, other: str, data: Any) -> MergeForm:
    outline = work.outline
    joined = {outline.language: "", **acts.joined_words(outline, work.key, other)}
    initial = {"seen": outline.sight(work.key, other), "other": other}
    return MergeForm(data, joined, negotiated=outline.language, initial=initial)


def _merge_preview(work: Work, other: str, form: MergeForm) -> Preview:
    then = work.numbered(work.outline.without({other}))
    return preview_structure(work.outline, then, {work.key}, {work.key: form.words[work.outline.language]})


def _merge(work: Work, other: str, form: MergeForm) -> object:
    clause = work.clause_called(other)
    if clause is None:
        raise acts.StructureChanged(work.outline)
    return acts.merge_clauses(
        into=work.clause,
        clause=clause,
        words=form.given,
        basis=form.cleaned_data["seen"],
        **work.told(form),
    )
