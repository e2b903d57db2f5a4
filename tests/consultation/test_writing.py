"""Writing a comment: nothing typed is lost, nothing is said twice, nothing is said too late."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.actions.moderation import moderate_comment
from consultation.models import Comment, CommentDraft, Consultation, Standing
from drafts.models import Clause
from drafts.models.keys import new_key
from drafts.text.inline import plain
from tests import make
from tests.pages import goes_to, nothing_written, signed_in, words_of

pytestmark = pytest.mark.django_db


def open_now(*, moderated: bool = True, days: int = 30) -> Consultation:
    """A consultation that opened an hour ago."""
    when = Consultation.Moderation.BEFORE if moderated else Consultation.Moderation.AFTER
    make.olga()
    return make.consultation(moderation=when, at=timezone.now() - timedelta(hours=1), days=days)


def closed(round_: Consultation) -> None:
    """Time passes: the consultation closed a minute ago."""
    round_.closes_at = timezone.now() - timedelta(minutes=1)
    round_.save()


def visas(round_: Consultation) -> Clause:
    return make.clause_that_says(round_.version, "short-stay")


def write_url(round_: Consultation, clause: Clause | None = None) -> str:
    version = round_.version
    key = (clause or visas(round_)).key
    return reverse("consultation:comment-write", args=[version.text.slug, version.slug, key])


def filled(**fields: str) -> dict[str, str]:
    """The form as Olga fills it in."""
    return {"body": "Say which visas.", "kind": "technical", "language": "en", "key": new_key(), **fields}


def field(page: Any, name: str) -> str:
    """What a text field of the page holds."""
    found = re.search(rf'<textarea name="{name}"[^>]*>\s*(.*?)</textarea>', page.content.decode(), re.DOTALL)
    assert found, name
    return found.group(1)


def test_a_comment_is_submitted_and_its_author_led_to_it() -> None:
    round_ = open_now()
    sent = filled(quote="short-stay visas")
    answer = signed_in("Olga").post(write_url(round_), sent)
    said = Comment.objects.get()

    there = f"?language=en&comment={said.reference}#{said.reference}"
    assert goes_to(answer).endswith(f"/clauses/{said.clause.key}/{there}")
    assert (said.reference, said.body, said.kind) == (sent["key"], "Say which visas.", "technical")
    assert (said.quote, said.start) == ("short-stay visas", 47)
    assert said.standing.state == Standing.State.PENDING


def test_where_moderation_comes_after_the_author_hears_that_it_is_visible() -> None:
    round_ = open_now(moderated=False)
    olga = signed_in("Olga")

    assert "everyone can read it" in words_of(olga.post(write_url(round_), filled(), follow=True))
    assert Standing.objects.get().state == Standing.State.VISIBLE


def test_the_same_form_sent_twice_makes_one_comment() -> None:
    round_, sent, olga = open_now(), filled(), signed_in("Olga")
    first = goes_to(olga.post(write_url(round_), sent))

    assert goes_to(olga.post(write_url(round_), sent)) == first
    assert Comment.objects.count() == 1


def test_words_changed_in_a_form_that_was_sent_before_are_not_dropped() -> None:
    round_, sent, olga = open_now(), filled(), signed_in("Olga")
    olga.post(write_url(round_), sent)
    answer = olga.post(write_url(round_), {**sent, "body": "And say since when."})

    assert answer.status_code == 409
    assert "This form was submitted before" in words_of(answer)
    assert field(answer, "body") == "And say since when."
    assert f'value="{sent["key"]}"' not in answer.content.decode()
    assert Comment.objects.get().body == "Say which visas."


def test_a_key_that_is_somebody_elses_gives_another_and_keeps_the_words() -> None:
    round_, sent = open_now(), filled()
    make.omar()
    signed_in("Omar").post(write_url(round_), sent)
    answer = signed_in("Olga").post(write_url(round_), sent)

    assert answer.status_code == 409
    assert field(answer, "body") == "Say which visas."
    assert f'value="{sent["key"]}"' not in answer.content.decode()


def test_selected_words_come_into_the_form_and_are_found_in_the_clause() -> None:
    round_, olga = open_now(), signed_in("Olga")
    selected = {"exact": "SHORT\u2011STAY  visas", "prefix": "for ", "suffix": ".", "start": "47"}
    page = olga.get(write_url(round_), selected)

    assert field(page, "quote") == "SHORT\u2011STAY  visas"
    olga.post(write_url(round_), filled(quote="short-stay\u00a0visas", quote_start="47"))
    assert Comment.objects.get().quote == "short-stay visas"


def test_words_that_are_not_in_the_clause_are_an_error_that_keeps_everything() -> None:
    round_ = open_now()
    sent = filled(quote="long-stay visas", proposed_wording="Something else.")
    answer = signed_in("Olga").post(write_url(round_), sent)

    assert answer.status_code == 422
    assert "These words do not stand in the clause" in words_of(answer)
    assert field(answer, "quote") == "long-stay visas"
    assert field(answer, "body") == "Say which visas."
    assert field(answer, "proposed_wording") == "Something else."
    assert not Comment.objects.exists()


def test_an_empty_comment_is_not_submitted() -> None:
    round_ = open_now()
    answer = signed_in("Olga").post(write_url(round_), filled(body=" "))

    assert answer.status_code == 422
    assert "Write your comment, or propose other words" in words_of(answer)


def test_proposed_words_may_stand_alone_and_the_clauses_own_words_propose_nothing() -> None:
    round_, olga = open_now(), signed_in("Olga")
    own = field(olga.get(write_url(round_)), "proposed_wording")

    assert own == "The partners shall simplify the procedures for short-stay visas."
    assert olga.post(write_url(round_), filled(body="", proposed_wording=own)).status_code == 422
    olga.post(write_url(round_), filled(body="", proposed_wording="The partners shall abolish visas."))
    assert Comment.objects.get().proposed_wording == "The partners shall abolish visas."


def test_a_comment_that_is_too_long_is_refused_whole_and_kept() -> None:
    round_, long = open_now(), "word " * 2001
    answer = signed_in("Olga").post(write_url(round_), filled(body=long.strip()))

    assert answer.status_code == 422
    assert "10000 characters at most; this one has 10004" in words_of(answer)
    assert field(answer, "body") == long.strip()


def test_a_preview_shows_what_the_proposal_changes_and_writes_nothing() -> None:
    round_ = open_now()
    sent = filled(proposed_wording="The partners shall abolish short-stay visas.", act="preview")
    olga = signed_in("Olga")
    with nothing_written():
        page = olga.post(write_url(round_), sent)
        part = olga.post(write_url(round_), sent, headers={"hx-request": "true"})

    for shown in (page, part):
        assert "[deleted: simplify the procedures for end of deletion]" in words_of(shown)
        assert "[inserted: abolish end of insertion]" in words_of(shown)
    assert "<form" not in part.content.decode()


def test_a_draft_is_saved_shown_again_with_its_redline_and_submitted() -> None:
    round_, olga = open_now(), signed_in("Olga")
    sent = filled(body="", proposed_wording="The partners shall abolish short-stay visas.", act="draft")
    saved = olga.post(write_url(round_), sent, follow=True)
    draft = CommentDraft.objects.get()

    assert "Only you can see it." in words_of(saved)
    assert "[inserted: abolish end of insertion]" in words_of(saved)
    assert f'value="{draft.key}"' in saved.content.decode()
    olga.post(write_url(round_), {**sent, "body": "Abolish them.", "act": "submit"})
    assert Comment.objects.get().reference == draft.key
    assert not CommentDraft.objects.exists()


def test_nobody_opens_the_draft_of_somebody_else() -> None:
    round_ = open_now()
    signed_in("Olga").post(write_url(round_), filled(act="draft"))
    url = reverse("consultation:draft-edit", args=[CommentDraft.objects.get().key])
    make.omar()

    assert signed_in("Omar").get(url).status_code == 404
    assert "/login/" in goes_to(Client().get(url))


def test_a_form_is_kept_as_it_is_typed() -> None:
    round_, olga, sent = open_now(), signed_in("Olga"), filled(quote="short-stay visas")
    page = olga.get(write_url(round_)).content.decode()
    url = re.search(r'data-autosave-url="([^"]+)"', page)
    assert url
    address = url.group(1).replace("&amp;", "&")
    assert re.fullmatch(r"Draft saved at \d\d:\d\d", olga.post(address, sent).content.decode())
    olga.post(address, {**sent, "body": "Say which visas, please."})

    draft = CommentDraft.objects.get()
    assert (draft.body, draft.quote) == ("Say which visas, please.", "short-stay visas")


def test_keeping_says_what_it_could_not_keep() -> None:
    round_, olga, key = open_now(), signed_in("Olga"), new_key()
    place = f"?consultation={round_.key}&clause={visas(round_).key}&language=en"
    url = reverse("consultation:draft-save", args=[key]) + place

    assert "without the words you quote" in olga.post(url, filled(quote="nowhere")).content.decode()
    assert CommentDraft.objects.get().body == "Say which visas."
    assert olga.post(url, filled(body="x" * 10_001)).status_code == 422
    assert Client().post(url, filled()).status_code == 401
    make.person("Nils")
    assert (
        signed_in("Nils")
        .post(reverse("consultation:draft-save", args=[new_key()]) + place, filled())
        .status_code
        == 403
    )


def test_what_is_submitted_is_not_kept_again_as_a_draft() -> None:
    round_, olga, sent = open_now(), signed_in("Olga"), filled()
    olga.post(write_url(round_), sent)
    place = f"?consultation={round_.key}&clause={visas(round_).key}"

    assert olga.post(reverse("consultation:draft-save", args=[sent["key"]]) + place, sent).status_code == 409
    assert not CommentDraft.objects.exists()


def test_after_closing_time_the_comment_is_kept_as_a_draft() -> None:
    round_, olga = open_now(), signed_in("Olga")
    closed(round_)
    answer = olga.post(write_url(round_), filled())

    assert answer.status_code == 403
    assert "This consultation is closed. What you wrote is kept as a draft." in words_of(answer)
    assert field(answer, "body") == "Say which visas."
    assert CommentDraft.objects.get().body == "Say which visas."
    assert not Comment.objects.exists()


def test_a_session_that_ended_loses_nothing() -> None:
    round_ = open_now()
    with nothing_written():
        answer = Client().post(write_url(round_), filled(quote="short-stay visas"))

    assert answer.status_code == 401
    assert "You are signed out; nothing was sent." in words_of(answer)
    assert field(answer, "body") == "Say which visas."
    assert field(answer, "quote") == "short-stay visas"
    assert 'target="_blank"' in answer.content.decode()


def test_a_form_from_before_signing_in_anew_comes_back_to_be_sent_once_more() -> None:
    round_ = open_now()
    olga = Client(enforce_csrf_checks=True)
    olga.force_login(make.person("Olga"))
    answer = olga.post(write_url(round_), filled())

    assert answer.status_code == 403
    assert "Please send it once more." in words_of(answer)
    assert field(answer, "body") == "Say which visas."
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.content.decode())
    assert token
    again = filled(csrfmiddlewaretoken=token.group(1))
    assert goes_to(olga.post(write_url(round_), again)).endswith(again["key"])


def test_another_form_with_an_old_token_is_refused_in_words() -> None:
    make.olga()
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})

    assert answer.status_code == 403
    assert "This form was open too long." in words_of(answer)
    assert "You were signed out, or the page was open too long" in words_of(answer)
    assert "secretariat" not in words_of(answer).split("This form was open")[1]


def test_a_stranger_who_wants_to_write_signs_in_first_and_keeps_the_selection() -> None:
    where = goes_to(Client().get(write_url(open_now()), {"exact": "short-stay visas"}))

    assert "/login/" in where
    assert "exact%3Dshort-stay" in where


@pytest.mark.parametrize("name", ["Nils", "Mia"])
def test_who_may_not_comment_reads_why(name: str) -> None:
    round_ = open_now()
    make.person(name)
    refused = signed_in(name).get(write_url(round_))

    assert refused.status_code == 403
    assert "Only registered participants comment." in words_of(refused)
    assert signed_in(name).post(write_url(round_), filled()).status_code == 403
    assert not Comment.objects.exists()


def test_a_version_nobody_is_asked_about_takes_no_comments() -> None:
    version = make.published()
    make.olga()
    clause = make.clause_that_says(version, "short-stay")
    url = reverse("consultation:comment-write", args=[version.text.slug, version.slug, clause.key])

    assert "Nobody is asked for input on this version yet." in words_of(signed_in("Olga").get(url))


def test_writing_is_not_there_for_versions_and_clauses_one_may_not_know() -> None:
    round_ = open_now()
    working = make.working(round_.version.text)
    url = reverse("consultation:comment-write", args=[working.text.slug, working.slug, visas(round_).key])

    assert signed_in("Olga").get(url).status_code == 404
    assert signed_in("Olga").get(write_url(round_).replace(visas(round_).key, "0000000")).status_code == 404


def test_very_many_comments_in_an_hour_are_slowed_down_and_kept(settings: Any) -> None:
    settings.COMMENTS_AN_HOUR = 2
    round_, olga = open_now(), signed_in("Olga")
    for _ in range(2):
        olga.post(write_url(round_), filled())
    answer = olga.post(write_url(round_), filled(body="A third one."))

    assert answer.status_code == 403
    assert "very many comments within an hour" in words_of(answer)
    assert field(answer, "body") == "A third one."
    assert CommentDraft.objects.get().body == "A third one."


def test_opening_the_form_writes_nothing() -> None:
    round_, olga = open_now(), signed_in("Olga")
    with nothing_written():
        olga.get(write_url(round_))


def test_a_returned_comment_can_be_said_anew() -> None:
    round_, olga = open_now(), signed_in("Olga")
    olga.post(write_url(round_), filled())
    moderate_comment(
        by=make.secretariat(),
        comment=Comment.objects.get(),
        was=Standing.State.PENDING,
        state=Standing.State.RETURNED,
        reason="Name nobody.",
        at=timezone.now(),
    )
    olga.post(write_url(round_), filled(body="Without a name."))

    assert Comment.objects.count() == 2


def test_a_draft_goes_on_with_the_very_words_that_were_selected() -> None:
    sentence = (
        "Every partner shall tell the applicant, in a language that the applicant reads, what was decided. "
    )
    version = make.published(draft=f"# Decisions\n\n1. \U0001f30d {sentence * 3}\n")
    round_ = make.consultation(version, moderation=Consultation.Moderation.AFTER, at=timezone.now())
    clause = make.clause_that_says(version, "applicant")
    url = reverse("consultation:comment-write", args=[version.text.slug, version.slug, clause.key])
    words = plain(version.wordings.get(clause=clause).text)
    second = words.index("what was decided", words.index("what was decided") + 1)
    make.olga()
    olga = signed_in("Olga")
    olga.post(url, filled(quote="what was decided", quote_start=str(second + 1), act="draft"))
    draft = CommentDraft.objects.get()
    assert draft.start == second
    page = olga.get(reverse("consultation:draft-edit", args=[draft.key]))
    olga.post(url, {**page.context["form"].initial, "act": "submit"})

    assert Comment.objects.get(consultation=round_).start == second
