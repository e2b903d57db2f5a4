"""The rows of the chair's review. Strings, not a template: a long text has hundreds of rows."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from html import escape

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext, ngettext, pgettext

from consultation.reports.redlines import AnsweredStep, Redline, ReviewRow
from consultation.reports.review import ReviewedClause
from drafts.models import SignOff, Text
from drafts.reports.signing import Signature
from drafts.templatetags.wording import (
    clause_name,
    kind_name,
    language_name,
    render_redline,
    render_words,
    spoken_tags,
)
from drafts.text.diff import Op

register = template.Library()

_UNDER = 14  # words of a heading that are enough to know it by


@register.simple_tag
def review_rows(
    rows: Sequence[ReviewRow], text: Text, may_sign: object, ticked: Collection[str], group: str
) -> SafeString:
    """All rows of a page, under the names of their groups where they stand in groups."""
    writer = ReviewWriter(text, ticked, may_sign=bool(may_sign))
    pieces, last = [], None
    for row in rows:
        if group and row.group != last:
            pieces.append(f'<h2 class="review-group">{escape(capfirst(row.group))}</h2>')
            last = row.group
        pieces.append(writer.row(row))
    return mark_safe("\n".join(pieces))  # noqa: S308  # every piece was escaped


class ReviewWriter:
    """Writes the rows of one page; addresses, sentences and tags that all rows share are made once."""

    def __init__(self, text: Text, ticked: Collection[str], *, may_sign: bool) -> None:
        self._text, self._ticked, self._may_sign = text, ticked, may_sign
        self._desk = reverse("consultation:desk", args=[text.slug])
        self._revision = reverse("consultation:revision", args=[0])[:-2]
        self._comment = reverse("consultation:comment", args=["0"])[:-2]
        self._tags = spoken_tags()
        self._moved_tags = spoken_tags(moved=True)
        self._states = {
            "added": ("new", gettext("New")),
            "removed": ("removed", gettext("Removed")),
            "same": ("same", gettext("Unchanged")),
        }
        self._changed, self._open = gettext("Changed"), gettext("Open on the desk")
        self._under = _hidden(gettext("Under the heading") + " ")
        self._marks = {
            True: gettext("Typography or note marks changed as well. Before, and now:"),
            False: gettext("Only typography or note marks changed. Before, and now:"),
        }
        self._day = cache(_day)

    def row(self, row: ReviewRow) -> str:
        """One clause with its redlines, and what is to be said and done about it."""
        clause = row.clause
        is_open = " data-open" if clause.open else ""
        return (
            f'<div class="compare-row review-row" id="{escape(clause.key)}" data-state="{row.state}" data-step'
            f'{is_open} tabindex="-1"><div class="compare-label">{self._tick(clause)}'
            f"{escape(clause.compared.shown.label)}</div>"
            f'<div class="compare-words">{self._words(row)}</div>'
            f'<div class="compare-note">{"".join(self._notes(row))}</div></div>{self._shown(clause)}'
        )

    def _tick(self, clause: ReviewedClause) -> str:
        if clause.signature is None or not self._may_sign:
            return ""
        name = gettext("Clause %(label)s") % {"label": clause_name(clause.compared.shown)}
        under = f", {Truncator(clause.under).words(8)}" if clause.under else ""
        checked = " checked" if clause.key in self._ticked else ""
        return (
            f'<label class="review-tick screen-only"><input type="checkbox" name="clause"'
            f' value="{clause.key}.{clause.signature.words}" form="sign"{checked}>{_hidden(name + under)}</label>'
        )

    def _shown(self, clause: ReviewedClause) -> str:
        if not (self._may_sign and clause.signature and clause.is_unsigned):
            return ""
        value = f"{clause.key}.{clause.signature.words}"
        return f'<input type="hidden" name="shown" value="{value}" form="sign">'

    def _words(self, row: ReviewRow) -> str:
        clause, shown = row.clause, row.clause.compared.shown
        pieces = []
        if clause.under:
            heading = escape(Truncator(clause.under).words(_UNDER))
            pieces.append(
                f'<p class="review-under">{self._under}<span lang="{escape(shown.language)}">{heading}</span></p>'
            )
        many = len(row.redlines) > 1
        for line in row.redlines:
            pieces += (self._language(line, many=many), self._line(line, moved=clause.compared.moved))
        if not row.redlines:
            moved = ' class="moved"' if clause.compared.moved else ""
            pieces.append(
                f'<div lang="{escape(shown.language)}"><p{moved}>{render_words(shown.source)}</p></div>'
            )
        if row.since and clause.signature and clause.signature.signoff:
            pieces.append(self._since(row.since, clause.signature.signoff))
        return "".join(pieces)

    def _language(self, line: Redline, *, many: bool) -> str:
        if not many and line.language == self._text.language:
            return ""
        state = f"{_colon()} {line.new_state}" if line.new_state else ""
        return f'<p class="review-language">{escape(capfirst(language_name(line.language)) + state)}</p>'

    def _line(self, line: Redline, *, moved: bool = False) -> str:
        drawn = f'<div class="redline" lang="{escape(line.language)}"><p>{self._drawn(line, moved=moved)}</p>'
        if line.is_of_marks:
            said = escape(self._marks[line.is_of_words])
            both = (
                f'<p class="review-marks">{render_words(each or "")}</p>'
                for each in (line.before, line.after)
            )
            drawn += f'<p class="help" lang="{escape(get_language() or "")}">{said}</p>{"".join(both)}'
        return f"{drawn}</div>"

    def _drawn(self, line: Redline, *, moved: bool) -> str:
        tags = self._moved_tags if moved else self._tags
        if line.before is None or line.after is None:
            before, after = tags[Op.INSERT if line.before is None else Op.DELETE]
            return f"{before}{render_words(line.after or line.before or '')}{after}"
        return render_redline(line.changes, tags) if line.is_of_words else render_words(line.after)

    def _since(self, lines: Iterable[Redline], signoff: SignOff) -> str:
        signed = signoff.verdict == SignOff.Verdict.SIGNED
        sentence = (
            gettext("Since the signature on %(day)s")
            if signed
            else gettext("Since it was sent back on %(day)s")
        )
        said = escape(sentence % {"day": self._day(_local(signoff.signed_at), "DATE_FORMAT")})
        drawn = "".join(self._line(line) for line in lines)
        return f'<details class="review-since" open><summary>{said}</summary>{drawn}</details>'

    def _notes(self, row: ReviewRow) -> Iterable[str]:
        """What became of the clause, how it is signed, its inputs, and the changes that made it so."""
        clause = row.clause
        yield from self._fates(row)
        if clause.signature:
            yield from self._signature(clause.signature)
        if clause.open:
            said = ngettext("%(number)s unanswered input", "%(number)s unanswered inputs", clause.open)
            yield self._to_desk(clause, escape(said % {"number": clause.open}), "#inputs")
        if row.steps:
            yield f'<ol class="review-steps">{"".join(self._step(each) for each in row.steps)}</ol>'
        if clause.signature:
            yield self._to_desk(clause, escape(self._open), screen_only=True)

    def _to_desk(
        self, clause: ReviewedClause, words: str, place: str = "", *, screen_only: bool = False
    ) -> str:
        css = ' class="screen-only"' if screen_only else ""
        name = _hidden(f" {clause_name(clause.compared.shown)}")
        return f'<a{css} href="{self._desk}{clause.key}/{place}">{words}{name}</a>'

    def _fates(self, row: ReviewRow) -> Iterable[str]:
        clause, old = row.clause, row.clause.compared.old
        if row.state in self._states:
            yield _status(*self._states[row.state])
        elif clause.languages:
            yield _status("changed", self._changed)
        if clause.compared.moved and old:
            yield _status("moved", gettext("Moved from %(label)s") % {"label": old.label or clause.key})
        yield from self._places(clause)
        for label in row.origins:
            yield _span(gettext("Words from %(label)s") % {"label": label})
        for label in row.heirs:
            yield _span(gettext("Words went to %(label)s") % {"label": label})

    def _places(self, clause: ReviewedClause) -> Iterable[str]:
        """What is other about its number, kind and level."""
        old, new = clause.compared.old, clause.compared.new
        if old is None or new is None:
            return
        if clause.is_renumbered:
            labels = {"old": old.label, "new": new.label}
            yield _span(_renumbered(old.label, new.label) % labels)
        if old.kind != new.kind:
            kinds = {"old": kind_name(old.kind), "new": kind_name(new.kind)}
            yield _span(gettext("Was a %(old)s, is a %(new)s") % kinds)
        if old.depth != new.depth:
            levels = {"old": old.depth + 1, "new": new.depth + 1}
            yield _span(gettext("Moved from level %(old)s to level %(new)s") % levels)

    def _signature(self, signature: Signature) -> Iterable[str]:
        yield _status(signature.state.value, signature.label)
        signoff = signature.signoff
        if signoff:
            day = self._day(_local(signoff.signed_at), "SHORT_DATE_FORMAT")
            yield f'<span class="meta">{escape(f"{signoff.signed_by}, {day}")}</span>'
            if signoff.note:
                yield f'<q class="review-note">{escape(signoff.note)}</q>'

    def _step(self, answered: AnsweredStep) -> str:
        step = answered.step
        language = f" ({language_name(step.language)})" if step.language != self._text.language else ""
        day = self._day(step.day, "SHORT_DATE_FORMAT")
        told = escape(f", {step.change_label}{language}, {step.name}, {day}")
        weight = f'<a href="{self._revision}{step.id}/">{escape(capfirst(step.weight_label))}</a>'
        reason = f': <span class="review-reason">{escape(step.reason)}</span>' if step.reason else ""
        return f"<li>{weight}{told}{reason}{''.join(self._input(*each) for each in answered.inputs)}</li>"

    def _input(self, reference: str, name: str) -> str:
        said = gettext("answers %(reference)s, %(name)s") % {"reference": reference, "name": name}
        return f' <a href="{self._comment}{escape(reference)}/">{escape(said)}</a>'


def _renumbered(old: str, new: str) -> str:
    """The sentence for a clause that got, lost or changed its number."""
    if old and new:
        return gettext("Renumbered from %(old)s to %(new)s")
    return gettext("Now numbered %(new)s") if new else gettext("No longer numbered %(old)s")


def _colon() -> str:
    """A colon as the reader's language sets it after a word."""
    return pgettext("before a number", ":")


def _day(day: date, how: str) -> str:
    return date_format(day, how)


def _local(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _hidden(words: str) -> str:
    """Words for listeners only."""
    return f'<span class="visually-hidden">{escape(words)}</span>'


def _span(words: str) -> str:
    return f"<span>{escape(words)}</span>"


def _status(state: str, label: str) -> str:
    return f'<span class="status" data-state="{state}">{escape(capfirst(label))}</span>'
