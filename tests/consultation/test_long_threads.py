"""A clause with more comments than a page holds: each is found, none is lost, and the page costs the same."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Comment, Consultation
from consultation.reports.pages import A_PAGE
from drafts.models import Version
from drafts.models.ledger import digest
from tests import make
from tests.make import Said
from tests.pages import goes_to, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db


def said_often(number: int, round_: Consultation | None = None) -> list[Comment]:
    """Olga speaks so often on one clause."""
    on, olga = round_ or make.consultation(), make.olga()
    return [
        make.comment(Said(on="average time", body=f"Number {each}."), by=olga, on=on, at=on.opens_at)
        for each in range(number)
    ]


def thread_of(said: Comment) -> str:
    version = said.consultation.version
    return reverse("consultation:clause", args=[version.text.slug, version.slug, said.clause.key])


def desk_of(said: Comment) -> str:
    return reverse("consultation:desk-clause", args=[said.consultation.version.text.slug, said.clause.key])


def refused_words(said: Comment, **fields: object) -> dict[str, object]:
    """An edit without its reason, which the desk sends back."""
    working = Version.objects.working().get(text=said.consultation.version.text)
    wording = working.wordings.get(clause=said.clause, language="en")
    kept = {"basis": digest(wording.text), "version": working.number}
    return {"words": "Half of a sentence", "weight": "editorial", "reason": "", **kept, **fields}


def test_a_long_thread_is_read_page_by_page_oldest_first() -> None:
    first, *_others, last = said_often(A_PAGE + 2)
    page = Client().get(thread_of(first), {"language": "en"})
    assert f"{A_PAGE + 2} comments" in words_of(page)
    assert f'id="{first.reference}"' in page.content.decode()
    assert f'id="{last.reference}"' not in page.content.decode()

    onward = f"{thread_of(first)}?language=en&amp;page=2#inputs"
    assert f'href="{onward}"' in page.content.decode()
    second = Client().get(thread_of(first), {"language": "en", "page": "2"})
    assert f'id="{last.reference}"' in second.content.decode()
    assert f"{A_PAGE + 2} comments" in words_of(second)


def test_a_comment_on_the_second_page_is_reached_by_its_own_link() -> None:
    *_others, last = said_often(A_PAGE + 1)
    page = Client().get(thread_of(last), {"comment": last.reference})
    assert f'id="{last.reference}"' in page.content.decode()
    assert "Page 2 of 2" in words_of(page)


def test_a_link_to_a_comment_that_is_not_there_leads_to_the_first_page() -> None:
    first, *_others = said_often(A_PAGE + 1)
    page = Client().get(thread_of(first), {"comment": "C-NOBODY", "page": "none"})
    assert f'id="{first.reference}"' in page.content.decode()


def test_whoever_comments_is_led_to_the_page_on_which_their_comment_stands() -> None:
    first, *_others = said_often(A_PAGE, make.consultation(at=timezone.now() - timedelta(days=1)))
    olga, version = signed_in("Olga"), first.consultation.version
    write = reverse("consultation:comment-write", args=[version.text.slug, version.slug, first.clause.key])
    form = olga.get(write)
    words = {"body": "One more.", "act": "submit", "language": "en", "kind": "technical"}
    hidden = {name: form.context["form"][name].value() or "" for name in form.context["form"].fields}
    place = goes_to(olga.post(write, {**hidden, **words}))

    assert "One more." in words_of(olga.get(place.partition("#")[0]))
    assert place.endswith(f"#{Comment.objects.get(body='One more.').reference}")


def test_the_thread_in_the_margin_turns_its_pages_there_and_without_a_script() -> None:
    first, *_others = said_often(A_PAGE + 1)
    part = Client().get(thread_of(first), {"language": "en"}, headers={"HX-Request": "true"}).content.decode()
    address = f"{thread_of(first)}?language=en&amp;page=2"
    assert f'href="{address}" hx-get="{address}" hx-target="#thread-{first.clause.key}"' in part


def test_every_quoted_word_is_marked_whichever_page_its_comment_is_on() -> None:
    round_ = make.consultation()
    said_often(A_PAGE, round_)
    late = make.comment(Said(on="average time", quote="average time"), by=make.olga(), on=round_)
    assert '<mark class="quoted">average time</mark>' in Client().get(thread_of(late)).content.decode()


def test_the_queries_of_a_page_do_not_grow_with_the_thread() -> None:
    first, *_others = said_often(3)
    make.omar()
    omar, mia = signed_in("Omar"), signed_in("Mia")
    few = queries_of(omar, thread_of(first)), queries_of(mia, desk_of(first))
    said_often(A_PAGE, first.consultation)
    assert (queries_of(omar, thread_of(first)), queries_of(mia, desk_of(first))) == few


def test_the_desk_shows_an_input_on_whichever_page_it_is() -> None:
    first, *_others, last = said_often(A_PAGE + 1)
    page = signed_in("Mia").get(desk_of(first), {"input": last.reference, "answered": "open"})
    assert f"{A_PAGE + 1} inputs" in words_of(page)
    assert f'id="{last.reference}"' in page.content.decode()
    assert f'id="{first.reference}"' not in page.content.decode()
    assert f'href="{desk_of(first)}?answered=open&amp;page=1#inputs"' in page.content.decode()
    back = quote(f"{desk_of(last)}?answered=open&input={last.reference}#{last.reference}")
    assert f"{reverse('consultation:ask', args=[last.reference])}?next={back}" in page.content.decode()


def test_the_desk_leads_to_the_first_input_that_awaits_its_answer() -> None:
    *answered, last = said_often(A_PAGE + 1)
    for each in answered:
        make.answered(each)
    page = signed_in("Mia").get(desk_of(last))
    assert f'href="{desk_of(last)}?input={last.reference}#{last.reference}"' in page.content.decode()


def test_answering_on_the_second_page_leads_back_to_the_input() -> None:
    *_others, last = said_often(A_PAGE + 1)
    dispose = reverse("consultation:dispose", args=[last.reference])
    fields = {"outcome": "noted", "reason": "", "language": "en", "sitting": "", "others": ""}
    place = goes_to(signed_in("Mia").post(f"{dispose}?at={last.clause.key}&answered=open", fields))
    assert place == f"{desk_of(last)}?answered=open&input={last.reference}#{last.reference}"


def test_an_edit_refused_on_the_second_page_keeps_its_words_and_its_page() -> None:
    *_others, last = said_often(A_PAGE + 1)
    paul = signed_in("Paul")
    opened = paul.get(desk_of(last), {"page": "2"}).content.decode()
    revise = reverse("consultation:desk-revise", args=[last.consultation.version.text.slug, last.clause.key])
    assert f'action="{revise}?language=en&amp;page=2"' in opened

    refused = paul.post(f"{revise}?language=en&page=2", refused_words(last, answers=[last.reference]))
    assert refused.status_code == 422
    assert "Half of a sentence" in words_of(refused)
    assert refused.context["form"]["answers"].value() == [last.reference]
    assert f'id="{last.reference}"' in refused.content.decode()


def test_what_stands_in_the_way_is_listed_up_to_a_page_and_counted_whole() -> None:
    *_others, last = said_often(A_PAGE + 1)
    slug = last.consultation.version.text.slug
    for name in ("publish", "closing"):
        page = signed_in("Chloé").get(reverse(f"consultation:{name}", args=[slug]))
        assert f"{A_PAGE + 1} inputs await their answer" in words_of(page)
        assert last.reference not in page.content.decode()
        assert f'href="{reverse("consultation:desk", args=[slug])}?answered=open"' in page.content.decode()
