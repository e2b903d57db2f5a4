"""The pages around a comment: endorsing, replying, asking, merging, reacting, and what became of it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.actions.people import admit
from consultation.models import (
    Category,
    Comment,
    Consultation,
    Duplicate,
    Endorsement,
    Outcome,
    Reaction,
    Reply,
    User,
)
from drafts.models.keys import new_key
from tests import make, threads
from tests.make import Said
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db


def now_round() -> Consultation:
    return make.consultation(moderation=Consultation.Moderation.AFTER, at=timezone.now())


@pytest.fixture
def said() -> Comment:
    round_ = now_round()
    comment = make.comment(Said("short-stay"), by=make.olga(), on=round_, at=round_.opens_at)
    make.omar()
    return comment


def to(name: str, thing: object) -> str:
    return reverse(f"consultation:{name}", args=[thing])


def clause_page(comment: Comment) -> str:
    version = comment.consultation.version
    return reverse("consultation:clause", args=[version.text.slug, version.slug, comment.clause.key])


def words(body: str, key: str = "") -> dict[str, str]:
    return {"body": body, "language": "en", "key": key or new_key()}


def test_one_click_endorses_and_leads_back_and_another_takes_it_back(said: Comment) -> None:
    omar, back = signed_in("Omar"), clause_page(said)
    assert "Endorse" in words_of(omar.get(back))

    assert goes_to(omar.post(f"{to('endorse', said.reference)}?next={back}")) == back
    assert "Endorsed by 1 participant : Network of Omar" in words_of(Client().get(back)).replace(
        ":", " :"
    ).replace("  ", " ")
    omar.post(to("unendorse", said.reference))
    assert Endorsement.objects.get().withdrawn_at is not None


def test_people_are_named_only_with_their_consent(said: Comment) -> None:
    ines = make.person("Ines")
    ines.shows_name = False
    ines.save(update_fields=["shows_name"])
    admit(by=make.secretariat(), user=ines, organisation=None, category=Category.ACADEMIA, at=make.NOON)
    threads.endorsed(said, ines, at=said.submitted_at)

    page = words_of(Client().get(said.get_absolute_url()))
    assert "Endorsed by 1 participant" in page
    assert "Ines" not in page


def test_a_reply_stands_under_its_comment_and_sending_it_again_says_so(said: Comment) -> None:
    omar, sent = signed_in("Omar"), words("We see it too.")
    assert "#reply-" in goes_to(omar.post(to("reply", said.reference), sent))
    omar.post(to("reply", said.reference), sent)
    again = omar.post(to("reply", said.reference), {**sent, "body": "And more."})

    assert again.status_code == 409
    assert "And more." in again.content.decode()
    assert Reply.objects.count() == 1
    assert "We see it too." in words_of(Client().get(clause_page(said)))


def test_a_refused_reply_keeps_its_words(said: Comment) -> None:
    make.person("Nils")
    page = signed_in("Nils").post(to("reply", said.reference), words("May I?"))

    assert page.status_code == 403
    assert "May I?" in page.content.decode()
    assert signed_in("Omar").post(to("reply", said.reference), words(" ")).status_code == 422


def test_the_committee_asks_and_the_author_finds_the_question_and_answers_it(said: Comment) -> None:
    signed_in("Mia").post(to("ask", said.reference), words("Which visas?"))
    request = Reply.objects.get()
    olga = signed_in("Olga")

    assert "Which visas?" in words_of(olga.get(reverse("consultation:own-comments")))
    desk = reverse("consultation:desk-clause", args=[said.clause.text.slug, said.clause.key])
    assert "1 open request for clarification" in words_of(signed_in("Mia").get(desk))
    assert signed_in("Omar").get(to("clarify", request.key)).status_code == 404
    olga.post(to("clarify", request.key), words("Those for artists."))
    assert "Those for artists." in words_of(Client().get(said.get_absolute_url()))
    assert "open request" not in words_of(signed_in("Mia").get(desk))


def test_a_moderator_hides_a_reply_with_a_reason(said: Comment) -> None:
    reply, sena = threads.replied(said, make.omar(), "Rude words.", at=said.submitted_at), signed_in("Sena")
    url = to("reply-screen", reply.key)
    assert sena.post(url, {"state": "hidden", "was": "visible", "reason": ""}).status_code == 422
    sena.post(url, {"state": "hidden", "was": "visible", "reason": "It is rude."})

    assert sena.post(url, {"state": "visible", "was": "visible", "reason": ""}).status_code == 422
    assert sena.post(url, {"state": "hidden", "was": "pending", "reason": "No."}).status_code == 409
    assert "Rude words." not in words_of(Client().get(said.get_absolute_url()))
    assert "It is rude." in words_of(signed_in("Omar").get(said.get_absolute_url()))


def test_duplicates_are_merged_on_their_page_answered_at_the_original_and_parted(said: Comment) -> None:
    other = make.comment(
        Said("short-stay", body="Me too."), by=make.omar(), on=said.consultation, at=said.submitted_at
    )
    mia, url = signed_in("Mia"), to("merge", said.reference)
    assert "Me too." in words_of(mia.get(url))
    assert mia.post(url, {"references": "nothere"}).status_code == 422
    assert mia.post(url, {}).status_code == 422
    mia.post(url, {"comments": [other.reference]})

    assert f"Says the same as input {said.reference}" in words_of(Client().get(other.get_absolute_url()))
    desk = reverse("consultation:desk-clause", args=[said.clause.text.slug, said.clause.key])
    assert f"Answer {said.reference}" in words_of(mia.get(desk))
    refused = mia.post(
        to("dispose", other.reference), {"outcome": "noted", "language": "en", "reason": "By the way."}
    )
    assert refused.status_code == 409
    assert to("dispose", said.reference) in refused.content.decode()
    assert "By the way." in refused.content.decode()
    mia.post(to("part", other.reference))
    assert not Duplicate.objects.filter(parted_at=None).exists()


def test_the_form_remembers_where_one_last_decided_on_this_text(said: Comment) -> None:
    mia, url = signed_in("Mia"), to("dispose", said.reference)
    mia.post(url, {"outcome": "noted", "language": "en", "sitting": "Second sitting, 3 May"})

    assert 'value="Second sitting, 3 May"' in mia.get(url).content.decode()
    assert "Second sitting, 3 May" in words_of(Client().get(said.get_absolute_url()))


def test_the_author_contests_once_and_the_desk_lists_it(said: Comment) -> None:
    answer = make.answered(said, Outcome.REJECTED, reason="The law forbids it.", at=said.submitted_at)
    olga, url = signed_in("Olga"), to("react", said.reference)
    sent = {"kind": "contested", "reason": "", "language": "en", "answer": str(answer.pk)}
    assert "Accept or contest" in words_of(olga.get(reverse("consultation:own-comments")))
    assert olga.post(url, sent).status_code == 422
    olga.post(url, {**sent, "reason": "It does not."})

    assert Reaction.objects.get().reason == "It does not."
    assert olga.post(url, {**sent, "reason": "Again."}).status_code in (403, 422)
    assert "It does not." in words_of(Client().get(said.get_absolute_url()))
    desk = reverse("consultation:desk", args=[said.clause.text.slug])
    assert "1 contested" in words_of(signed_in("Mia").get(f"{desk}?answered=contested"))
    assert signed_in("Omar").get(url).status_code == 404


def test_the_top_says_what_became_of_it_and_who_decided_by_name_only_with_consent(said: Comment) -> None:
    make.answered(said, reason="We take note.", at=said.submitted_at)
    page = words_of(Client().get(said.get_absolute_url()))
    assert "Mia, a member of the drafting committee" in page
    assert "no later version is published yet" in page

    User.objects.filter(name="Mia").update(shows_name=False)
    page = words_of(Client().get(said.get_absolute_url()))
    assert "Mia" not in page
    assert "a member of the drafting committee" in page


def test_looking_writes_nothing_and_asks_as_much_for_many_voices(said: Comment) -> None:
    olga, mia = signed_in("Olga"), signed_in("Mia")
    threads.replied(said, make.omar(), at=said.submitted_at)
    threads.endorsed(said, make.omar(), at=said.submitted_at)
    make.answered(said, at=said.submitted_at)
    pages = [(olga, said.get_absolute_url()), (mia, said.get_absolute_url()), (olga, clause_page(said))]
    with nothing_written():
        before = [queries_of(client, url) for client, url in pages]
    for name in ("Ines", "Kofi", "Lena"):
        other = make.organisation_of(name, Category.ACADEMIA)
        threads.replied(said, other, f"{name} too.", at=said.submitted_at)
        threads.endorsed(said, other, at=said.submitted_at)
        threads.asked(said, f"Asked for {name}?", at=said.submitted_at)

    assert [queries_of(client, url) for client, url in pages] == before
