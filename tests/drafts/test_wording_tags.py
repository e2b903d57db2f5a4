"""The words of a clause as HTML: what a reader sees, and what they are letter for letter."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from drafts.templatetags.wording import language_name, redline, render_words
from drafts.text.diff import diff_words
from drafts.text.inline import plain

_SOURCES = st.text(st.sampled_from("ab é\u202f*^[]\\1<>&\"'"), max_size=40)


def letters(html: str) -> str:
    """The words without tags and without what stands apart, as the browser counts them."""
    html = re.sub(r"<sup class=\"footnote-ref\" data-apart>.*?</sup>", "", html)
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_emphasis_superscripts_and_footnotes_are_set() -> None:
    html = render_words("*Recalling* the **4^th^** report[^2]", notes="#fn-")

    assert html == (
        "<em>Recalling</em> the <strong>4</strong><strong><sup>th</sup></strong> report"
        '<sup class="footnote-ref" data-apart><a href="#fn-2">2</a></sup>'
    )


def test_a_footnote_is_no_link_where_we_do_not_know_where_it_stands() -> None:
    assert "<a" not in render_words("report[^2]")


def test_words_in_square_brackets_are_open() -> None:
    html = render_words("the [bilateral [or other]] agreements] stand")

    assert html == 'the <span class="bracket">[bilateral [or other]]</span> agreements] stand'


def test_an_escaped_sign_is_a_word() -> None:
    assert render_words(r"a \[sic] note") == "a [sic] note"
    assert render_words(r"[a \[sic] note]") == '<span class="bracket">[a [sic] note]</span>'


def test_quoted_words_are_marked_across_emphasis() -> None:
    html = render_words("of *both* partners", [(3, 11)])

    assert html.count('<mark class="quoted">') == 2
    assert "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", html)) == "<em>both</em> par"


def test_nothing_in_the_words_becomes_html() -> None:
    assert "<script>" not in render_words("<script>alert(1)</script>", [(0, 4)])
    assert "<b>" not in redline(diff_words("a", "<b>"))


@given(_SOURCES, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=3))
def test_the_html_says_the_plain_words_letter_for_letter(
    source: str, highlights: list[tuple[int, int]]
) -> None:
    assert letters(render_words(source, highlights, "#fn-")) == plain(source)


def test_a_language_without_a_name_is_called_by_its_code() -> None:
    assert language_name("fr") == "French"
    assert language_name("tlh") == "tlh"


def test_colliding_changes_are_framed_and_told() -> None:
    changes = diff_words("The old words stand here today.", "The new words stand here & now.")
    html = redline(changes, collides=[(4, 7)])

    assert html.count("data-collides") == 1
    assert re.search(r'class="collides" data-collides><span[^>]*>\[collides: </span><del>', html)
    assert "today" not in html[: html.index("end of collision]")]
    assert "&amp; now" in html


@given(_SOURCES, _SOURCES, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_framing_collisions_changes_no_letter(old: str, new: str, stretches: list[tuple[int, int]]) -> None:
    changes = diff_words(old, new)
    apart = re.compile(r'<span class="visually-hidden" data-apart>.*?</span>')

    framed = apart.sub("", redline(changes, collides=stretches))
    assert letters(framed) == letters(apart.sub("", redline(changes)))
    assert framed.count("<span") == framed.count("</span>")
