"""One clause on the desk: its words, its inputs, and two people at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.actions.dispositions import revise_answering
from consultation.models import Answered, Comment, Consultation
from drafts.actions.publishing import publish_version
from drafts.models import Presence, Revision, Text, Version, Weight, Wording
from drafts.models.ledger import digest
from tests import closing, make
from tests.make import Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db


def working(text: Text) -> Version:
    return Version.objects.working().get(text=text)


def page_of(text: Text, key: str) -> str:
    return reverse("consultation:desk-clause", args=[text.slug, key])


def sent(wording: Wording, words: str, **fields: object) -> dict[str, object]:
    """What the browser sends from the editor that was opened on this wording."""
    return {
        "words": words,
        "weight": "clarification",
        "reason": "Clearer.",
        "basis": digest(wording.text),
        "version": wording.version.number,
        **fields,
    }


def spoken() -> tuple[Consultation, Comment]:
    """Olga proposes other words for “average”."""
    round_ = make.consultation()
    proposed = "Each partner publishes the median time a decision takes:"
    said = Said(on="average time", body="Averages hide.", quote="average time", proposed=proposed)
    return round_, make.comment(said, by=make.olga(), on=round_)


def revise(wording: Wording, words: str, by: str = "Paul") -> Revision:
    return revise_answering(
        by=make.person(by),
        wording=wording,
        words=words,
        weight=Weight.EDITORIAL,
        reason="Shorter.",
        basis=digest(wording.text),
        answers=[],
        at=make.NOON,
    )


def test_the_clause_stands_beside_its_inputs_and_their_proposals() -> None:
    round_, comment = spoken()
    shown = words_of(signed_in("Mia").get(page_of(round_.version.text, comment.clause.key)))
    assert "Averages hide." in shown
    assert "[deleted: average end of deletion]" in shown
    assert "[inserted: median end of insertion]" in shown
    assert "Record the revision" in shown


def test_only_those_who_work_on_the_text_find_it() -> None:
    round_, comment = spoken()
    url = page_of(round_.version.text, comment.clause.key)
    assert signed_in("Olga").get(url).status_code == 404
    assert Client().get(url).status_code == 302
    other = make.text("another-text")
    assert signed_in("Mia").get(page_of(other, comment.clause.key)).status_code == 404


def test_the_chair_reads_the_words_and_is_told_who_edits_them() -> None:
    round_, comment = spoken()
    shown = words_of(signed_in("Chloé").get(page_of(round_.version.text, comment.clause.key)))
    assert "Only the members of this text’s drafting committee edit" in shown
    assert "Record the revision" not in shown


def test_using_a_proposed_wording_fills_the_editor_and_writes_nothing() -> None:
    round_, comment = spoken()
    mia, url = signed_in("Mia"), page_of(round_.version.text, comment.clause.key)
    assert f"use={comment.reference}" in mia.get(url).content.decode()
    with nothing_written():
        response = mia.get(url, {"use": comment.reference})
    form = response.context["form"]
    assert form["words"].value() == comment.proposed_wording
    assert form["answers"].value() == [comment.reference]


def test_a_revision_records_words_weight_reason_and_what_it_answers() -> None:
    round_, comment = spoken()
    text = round_.version.text
    wording = working(text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[text.slug, comment.clause.key])
    data = sent(wording, "Each partner publishes the median time.", answers=[comment.reference])
    response = signed_in("Mia").post(url, data)
    assert response.status_code == 302
    revision = Revision.objects.get(text="Each partner publishes the median time.")
    assert (revision.weight, revision.reason, str(revision.history_user)) == (
        "clarification",
        "Clearer.",
        "Mia",
    )
    assert Answered.objects.get().comment == comment


def test_the_chair_cannot_revise_by_sending_the_form() -> None:
    round_, comment = spoken()
    wording = working(round_.version.text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[round_.version.text.slug, comment.clause.key])
    assert signed_in("Chloé").post(url, sent(wording, "Other words.")).status_code == 403
    assert not Revision.objects.filter(text="Other words.").exists()


def test_weight_and_reason_are_asked_for_and_the_words_are_kept() -> None:
    round_, comment = spoken()
    text = round_.version.text
    wording = working(text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[text.slug, comment.clause.key])
    response = signed_in("Mia").post(url, sent(wording, "Typed at length.", weight="", reason=""))
    assert response.status_code == 422
    assert response.context["form"]["words"].value() == "Typed at length."
    assert set(response.context["form"].errors) == {"weight", "reason"}


def test_the_words_that_stand_already_are_no_revision() -> None:
    round_, comment = spoken()
    wording = working(round_.version.text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[round_.version.text.slug, comment.clause.key])
    response = signed_in("Mia").post(url, sent(wording, wording.text))
    assert response.status_code == 422
    assert "These are the words that stand there already" in words_of(response)


def test_two_people_who_change_the_same_words_lose_nothing_and_the_second_decides() -> None:
    round_, comment = spoken()
    text = round_.version.text
    wording = working(text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[text.slug, comment.clause.key])
    data = sent(wording, "Each partner publishes the median time.")
    revise(wording, "Each partner publishes the longest time a decision takes:")
    mia = signed_in("Mia")
    response = mia.post(url, data)
    assert response.status_code == 409
    shown = words_of(response)
    assert "Paul changed this clause while you were writing" in shown
    assert "You both changed the same words." in shown
    conflict = response.context["conflict"]
    assert conflict.base == wording.text
    assert conflict.current == "Each partner publishes the longest time a decision takes:"
    assert conflict.typed == "Each partner publishes the median time."
    assert conflict.typed in shown
    proposed = response.context["form"]["words"].value()
    assert "longest" in proposed
    assert "median" in proposed
    assert Wording.objects.get(pk=wording.pk).text == conflict.current
    html = response.content.decode()
    assert html.index('class="sides"') < html.index('class="desk"'), "the three sides have the whole width"
    # What the browser kept would bring the old basis back with it, and the same conflict.
    assert "data-autosave-offer" not in response.content.decode()
    data["basis"] = response.context["form"]["basis"].value()
    assert mia.post(url, data).status_code == 302
    assert Wording.objects.get(pk=wording.pk).text == "Each partner publishes the median time."


def test_changes_of_one_sentence_that_do_not_touch_are_proposed_and_not_applied() -> None:
    round_, comment = spoken()
    text = round_.version.text
    wording = working(text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[text.slug, comment.clause.key])
    revise(wording, wording.text.replace("Each", "Every"))
    response = signed_in("Mia").post(url, sent(wording, wording.text.replace("decision", "visa")))
    assert response.status_code == 409
    assert "You both changed the same sentence" in words_of(response)
    both = wording.text.replace("Each", "Every").replace("decision", "visa")
    assert response.context["form"]["words"].value() == both
    assert Wording.objects.get(pk=wording.pk).text == wording.text.replace("Each", "Every")


def test_changes_of_different_sentences_are_both_recorded_and_the_writer_is_told() -> None:
    round_, comment = spoken()
    text = round_.version.text
    wording = working(text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[text.slug, comment.clause.key])
    two = "Each partner publishes the average time. It does so every year, in the languages of the region."
    revise(wording, two)
    wording.refresh_from_db()
    revise(wording, two.replace("average", "median"))
    response = signed_in("Mia").post(
        url, sent(wording, two.replace("every year", "twice a year")), follow=True
    )
    assert Wording.objects.get(pk=wording.pk).text == two.replace("average", "median").replace(
        "every year", "twice a year"
    )
    assert "Paul changed other sentences of this clause while you were writing" in words_of(response)
    last = Revision.objects.latest("history_id")
    assert (last.before, str(last.history_user)) == (two.replace("average", "median"), "Mia")


def test_who_made_the_same_change_meanwhile_leaves_nothing_to_record() -> None:
    round_, comment = spoken()
    text = round_.version.text
    wording = working(text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[text.slug, comment.clause.key])
    revise(wording, wording.text.replace("average", "median"))
    response = signed_in("Mia").post(url, sent(wording, wording.text.replace("average", "median")))
    assert response.status_code == 422
    assert "These are the words that stand there already." in words_of(response)


def test_a_basis_that_was_never_the_clauses_words_is_not_believed() -> None:
    round_, comment = spoken()
    text = round_.version.text
    wording = working(text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[text.slug, comment.clause.key])
    response = signed_in("Mia").post(url, sent(wording, "Other words.", basis=digest("Invented words.")))
    assert response.status_code == 409
    assert response.context["conflict"].merge is None
    assert response.context["form"]["words"].value() == "Other words."
    assert Wording.objects.get(pk=wording.pk).text == wording.text


def test_whoever_is_signed_out_gets_their_words_back_and_sees_nothing_of_the_text() -> None:
    round_, comment = spoken()
    text = round_.version.text
    wording = working(text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[text.slug, comment.clause.key])
    response = Client().post(url, sent(wording, "Typed for an hour.", answers=[comment.reference]))
    assert response.status_code == 401
    body = response.content.decode()
    assert "Typed for an hour." in body
    assert f'name="answers" value="{comment.reference}"' in body
    assert "average time" not in body
    assert not Revision.objects.filter(text="Typed for an hour.").exists()


def test_a_token_from_before_signing_in_anew_gives_the_words_back() -> None:
    round_, comment = spoken()
    text = round_.version.text
    wording = working(text).wordings.get(clause=comment.clause)
    url = reverse("consultation:desk-revise", args=[text.slug, comment.clause.key])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make.person("Mia"))
    response = strict.post(url, sent(wording, "Typed for an hour."))
    assert response.status_code == 403
    assert response.context["form"]["words"].value() == "Typed for an hour."
    assert "signed in anew" in words_of(response)
    passer_by = Client(enforce_csrf_checks=True).post(url, sent(wording, "Typed for an hour."))
    assert passer_by.status_code == 403
    assert "average time" not in passer_by.content.decode()


def test_who_has_the_clause_open_is_shown_to_the_others_for_a_minute() -> None:
    round_, comment = spoken()
    text = round_.version.text
    url = reverse("consultation:presence", args=[text.slug, comment.clause.key])
    assert words_of(signed_in("Paul").post(url, {"writing": "1"})) == ""
    assert words_of(signed_in("Mia").post(url)) == "Paul is writing here"
    assert words_of(signed_in("Paul").post(url)) == "Mia has this clause open"
    assert "Paul has this clause open" in words_of(signed_in("Chloé").get(page_of(text, comment.clause.key)))
    assert signed_in("Olga").post(url).status_code == 404

    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert words_of(signed_in("Chloé").post(url)) == ""


def test_the_queue_goes_on_through_the_inputs_that_were_asked_for() -> None:
    round_, comment = spoken()
    text = round_.version.text
    students = make.comment(Said("for students"), by=make.omar(), on=round_)
    page = signed_in("Mia").get(page_of(text, comment.clause.key), {"category": "civil_society"})
    assert page.context["around"].next_open == ""
    page = signed_in("Mia").get(page_of(text, comment.clause.key), {"category": "diaspora"})
    assert page.context["around"].next_open == students.clause.key
    assert f"{students.clause.key}/?category=diaspora" in page.content.decode()
    make.reworded(text, "for students", "for pupils and students")
    page = signed_in("Mia").get(page_of(text, comment.clause.key), {"weight": "clarification"})
    assert page.context["around"].next_open == students.clause.key
    page = signed_in("Mia").get(page_of(text, comment.clause.key), {"weight": "substance"})
    assert page.context["around"].next_open == ""


def test_words_typed_before_a_publication_are_kept_for_the_next_version() -> None:
    version = make.published()
    text = version.text
    wording = working(text).wordings.get(text__contains="average time")
    url = reverse("consultation:desk-revise", args=[text.slug, wording.clause.key])
    data = sent(wording, "Each partner publishes the median time.")
    publish_version(by=make.person("Chloé"), version=working(text), at=make.NOON)
    mia = signed_in("Mia")
    response = mia.post(url, data)
    assert response.status_code == 409
    assert "was published meanwhile" in words_of(response)
    form = response.context["form"]
    assert form["words"].value() == "Each partner publishes the median time."
    data |= {"basis": form["basis"].value(), "version": form["version"].value()}
    assert mia.post(url, data).status_code == 302
    assert working(text).wordings.get(clause=wording.clause).text == "Each partner publishes the median time."


def test_words_typed_on_a_clause_that_left_the_text_are_shown_again() -> None:
    version = make.published()
    text = version.text
    wording = working(text).wordings.get(text__contains="researchers")
    data = sent(wording, "for researchers and lecturers.")
    make.imported(text, make.DRAFT.replace("(b) for researchers.\n\n", ""))
    url = reverse("consultation:desk-revise", args=[text.slug, wording.clause.key])
    response = signed_in("Mia").post(url, data)
    assert response.status_code == 409
    assert "for researchers and lecturers." in words_of(response)


def test_a_clause_that_left_before_the_last_publication_is_shown_as_it_last_stood() -> None:
    round_ = make.consultation()
    text = round_.version.text
    said = make.comment(Said(on="researchers", body="And artists?"), by=make.olga(), on=round_)
    make.answered(said)
    make.imported(text, make.DRAFT.replace("(b) for researchers.\n\n", ""))
    make.issued(text)
    page = signed_in("Mia").get(page_of(text, said.clause.key))
    shown = words_of(page)
    assert page.status_code == 200
    assert "Last stood in Zero draft" in shown
    assert "for researchers." in shown
    assert "And artists?" in shown
    assert "What publishing would show" not in shown


def test_a_clause_that_was_never_published_is_shown_as_it_was_taken_out() -> None:
    text = make.imported(make.text()).text
    clause = make.clause_that_says(working(text), "researchers")
    make.imported(text, make.DRAFT.replace("(b) for researchers.\n\n", ""))
    page = signed_in("Mia").get(page_of(text, clause.key))
    shown = words_of(page)
    assert page.status_code == 200
    assert "for researchers." in shown
    assert "clause (b)" in shown
    assert "Last stood in" not in shown


def test_once_adopted_the_words_stand_and_nothing_is_offered() -> None:
    version = closing.ready()
    text = version.text
    clause = make.clause_that_says(version, "average time")
    position = closing.disclosed(version, clause)
    closing.adopted(version)
    mia = signed_in("Mia")
    page = mia.get(page_of(text, clause.key))
    shown = words_of(page)
    assert f"{version}, adopted: clause 2" in shown
    assert "The text is adopted" in shown
    for untrue in ("in work, clause", "None", "is gone from", "Removed", "What publishing would show"):
        assert untrue not in shown, untrue
    assert "<del>" not in page.content.decode()
    assert f"/positions/{position.key}/end/" not in page.content.decode()
    listed = mia.get(reverse("consultation:positions", args=[text.slug]))
    assert position.delegation in words_of(listed)
    assert f"/positions/{position.key}/end/" not in listed.content.decode()


def test_inputs_on_a_clause_merged_into_this_one_are_shown_here_too() -> None:
    round_ = make.consultation()
    text = round_.version.text
    long_two = (
        "2. Each partner publishes the average time a decision takes, and keeps the public informed of the number of"
        " requests that were received and refused in the year.\n\n"
        "3. Each embassy names one officer who answers the questions of universities about pending requests.\n"
    )
    draft = f"# A text\n\n{long_two}"
    other = make.published(make.text("mergers"), draft)
    round_ = make.consultation(other)
    said = make.comment(Said(on="one officer", body="Two officers."), by=make.olga(), on=round_)
    merged = draft.replace("in the year.\n\n3. Each embassy", "in the year. Each embassy")
    version = make.imported(other.text, merged)
    host = version.wordings.get(text__contains="average time").clause
    shown = words_of(signed_in("Mia").get(page_of(other.text, host.key)))
    assert "Two officers." in shown
    assert f"Made on clause {said.clause.key}" in shown
    assert text != other.text


def test_a_stale_translation_shows_what_changed_in_its_source() -> None:
    version = make.imported(make.text())
    make.imported(version.text, make.DRAFT.replace("for students", "pour les étudiants"), language="fr")
    source = version.wordings.get(language="en", text__contains="students")
    revise(source, "for students and apprentices;")
    url = page_of(version.text, source.clause.key)
    mia = signed_in("Mia")
    assert "source changed since" in words_of(mia.get(url))
    response = mia.get(url, {"language": "fr"})
    shown = words_of(response)
    assert "The source changed since." in shown
    assert "[inserted: and apprentices end of insertion]" in shown.replace(
        "[inserted:  and", "[inserted: and"
    )
    revising = (
        reverse("consultation:desk-revise", args=[version.text.slug, source.clause.key]) + "?language=fr"
    )
    assert f'action="{revising}"' in response.content.decode()
    french = version.wordings.get(language="fr", clause=source.clause)
    source.refresh_from_db()
    data = sent(french, "pour les étudiants et les apprentis ;") | {"source_basis": digest(source.text)}
    assert mia.post(revising, data).status_code == 302
    french.refresh_from_db()
    assert french.state == "translated"


def test_the_next_clause_with_open_inputs_is_one_link_away() -> None:
    round_, comment = spoken()
    text = round_.version.text
    first = make.clause_that_says(working(text), "short-stay")
    shown = signed_in("Mia").get(page_of(text, first.key)).content.decode()
    assert f'href="{page_of(text, comment.clause.key)}" data-key="n"' in shown


def test_what_publishing_would_show_is_a_redline_against_the_last_published_words() -> None:
    version = make.published()
    wording = working(version.text).wordings.get(text__contains="average time")
    revision = revise(wording, wording.text.replace("average", "median"))
    shown = words_of(signed_in("Mia").get(page_of(version.text, wording.clause.key)))
    publishing = shown.split("What publishing would show")[1]
    assert "[deleted: average end of deletion]" in publishing
    assert "Changed since Zero draft" in publishing
    assert f"Revision {revision.history_id}" in publishing


def test_emphasis_that_changed_beside_words_is_shown_wherever_the_change_is() -> None:
    version = make.imported(make.text())
    text = version.text
    make.imported(text, make.DRAFT, language="fr")
    make.issued(text)
    make.reworded(text, "average time", "*median* time^a^")
    key = make.clause_that_says(working(text), "median").key
    chloe = signed_in("Chloé")
    for url in (
        page_of(text, key),
        f"{page_of(text, key)}?language=fr",
        reverse("consultation:publish", args=[text.slug]),
        reverse("consultation:translations", args=[text.slug]),
    ):
        page = chloe.get(url)
        assert "Typography or note marks changed as well." in words_of(page), url
        assert "<em>median</em>" in page.content.decode(), url


def test_the_queries_do_not_grow_with_the_inputs() -> None:
    round_, comment = spoken()
    mia, url = signed_in("Mia"), page_of(round_.version.text, comment.clause.key)
    before = queries_of(mia, url)
    for number in range(5):
        make.comment(Said(on="average time", body=f"Number {number}."), by=make.omar(), on=round_)
    assert queries_of(mia, url) == before


def test_a_clause_is_shown_under_its_heading_which_a_bare_number_does_not_say() -> None:
    round_, comment = spoken()
    shown = words_of(signed_in("Mia").get(page_of(round_.version.text, comment.clause.key)))
    assert "clause 2 Visas" in shown
    headings = working(round_.version.text).placements.filter(kind="heading").order_by("position")
    title, visas, *_others = [each.clause.key for each in headings.select_related("clause")]
    page = signed_in("Mia").get(page_of(round_.version.text, visas))
    assert page.context["heading"].plain == "Legal mobility"
    assert signed_in("Mia").get(page_of(round_.version.text, title)).context["heading"] is None


def test_words_typed_before_a_silence_began_are_shown_with_the_refusal() -> None:
    version = closing.ready()
    wording = version.wordings.get(text__contains="average time")
    url = reverse("consultation:desk-revise", args=[version.text.slug, wording.clause.key])
    closing.silence(version)
    response = signed_in("Mia").post(url, sent(wording, "Typed for an hour."))
    assert response.status_code == 403
    assert "Typed for an hour." in response.content.decode()
    assert "under a silence procedure" in words_of(response)
    assert not Revision.objects.filter(text="Typed for an hour.").exists()


def test_what_a_proposal_says_is_drawn_once_and_the_next_answer_is_open() -> None:
    round_, comment = spoken()
    make.answered(make.comment(Said(on="average time", body="Early."), by=make.omar(), on=round_))
    page = signed_in("Mia").get(page_of(round_.version.text, comment.clause.key))
    amendment = page.context["amendments"][0]["about"].amendment
    assert f'href="#amendment-{amendment.key}"' in page.content.decode()
    assert words_of(page).count("[inserted: median end of insertion]") == 1
    assert [each["is_next"] for each in page.context["answers"]] == [True, False]


def test_empty_sections_are_one_line_and_a_translation_lists_its_own_changes() -> None:
    version = make.imported(make.text())
    make.imported(version.text, make.DRAFT.replace("for students", "pour les étudiants"), language="fr")
    changed = revise(
        working(version.text).wordings.get(language="en", text__contains="students"), "for pupils;"
    )
    translation = working(version.text).wordings.get(language="fr", clause=changed.clause)
    translated = revise(translation, "pour les élèves;")
    mia, url = signed_in("Mia"), page_of(version.text, changed.clause.key)
    shown = words_of(mia.get(url))
    assert "No amendments, brackets or positions." in shown
    assert "Nobody has proposed to change this clause." not in shown
    assert f"Revision {changed.history_id}" in shown
    assert f"Revision {translated.history_id}, editorial, Paul (French)" in shown
    french = words_of(mia.get(f"{url}?language=fr"))
    assert f"Revision {translated.history_id}" in french
    assert f"Revision {changed.history_id}" not in french
