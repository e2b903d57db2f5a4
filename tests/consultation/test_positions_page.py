"""Positions before the committee: the table, stating, ending, publishing; and nobody else reads a word of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultation.forms.brackets import WHOLE, fingerprint
from drafts.actions.grants import grant_role
from drafts.models import Clause, Position, Role, Stance, Text, Wording
from tests import make
from tests.make import NOON
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

# A note and a delegation that no page has by chance.
SECRET, DELEGATION = "Never before the harvest.", "Delegation Q"


@pytest.fixture
def text() -> Text:
    """A published text with “[bilateral]”, on whose committee Quinn speaks for Delegation Q."""
    made = make.published().text
    sena = make.secretariat()
    quinn = make.person("Quinn")
    grant_role(by=sena, to=quinn, role=Role.MEMBER, text=made, delegation=DELEGATION, at=NOON)
    return made


def table_of(text: Text, **query: str) -> str:
    return reverse("consultation:positions", args=[text.slug], query=query or None)


def stating(text: Text, clause: Clause, **query: str) -> str:
    return reverse("consultation:position-state", args=[text.slug, clause.key], query=query or None)


def act(position: Position, name: str) -> str:
    return reverse(f"consultation:position-{name}", args=[position.version.text.slug, position.key])


def bilateral(text: Text) -> Clause:
    return make.clause_that_says(make.working(text), "bilateral")


def sent(quote: str = "bilateral", stance: str = "oppose", note: str = "") -> dict[str, str]:
    return {"on": fingerprint(quote) if quote else WHOLE, "stance": stance, "note": note}


def test_the_table_shows_each_bracket_with_what_delegations_hold(text: Text) -> None:
    make.taken(text, "bilateral", by="Quinn", stance=Stance.OPPOSE, note=SECRET)
    make.taken(text, "bilateral", by="Mia", stance=Stance.OPPOSE)
    make.taken(text, "bilateral", by="Paul")
    shown = words_of(signed_in("Chloé").get(table_of(text)))

    assert "The partners encourage [bilateral] agreements on the mobility" in shown
    assert "opposes 2 supports 1" in shown
    assert f"{DELEGATION} opposes {SECRET} Quinn" in shown
    assert "Open brackets 1 Without a position 0 Positions 3" in shown
    assert "Talents" in shown


def test_the_table_lists_what_is_asked_for(text: Text) -> None:
    make.imported(text, make.DRAFT.replace("young graduates", "[young] graduates"))
    make.taken(text, "bilateral", by="Quinn", stance=Stance.OPPOSE)
    make.taken(text, "young", by="Mia", stance=Stance.RESERVE)
    mia = signed_in("Mia")

    def rows(**query: str) -> list[str]:
        return [row.quote for row in mia.get(table_of(text, **query)).context["page_obj"]]

    assert rows() == ["bilateral", "young"]
    assert rows(stance="oppose") == ["bilateral"]
    assert rows(delegation=DELEGATION) == ["bilateral"]
    assert rows(delegation=DELEGATION, stance="reserve") == []
    assert rows(mine="on") == ["bilateral"]
    assert rows(stance="nonsense", delegation="Nobody") == ["bilateral", "young"]


def test_positions_on_words_that_changed_since_are_listed_as_such(text: Text) -> None:
    make.taken(text, "bilateral", by="Quinn", note=SECRET)
    make.reworded(text, "[bilateral]", "[regional]")
    shown = words_of(signed_in("Mia").get(table_of(text)))

    assert "On words that changed since [bilateral]" in shown
    assert SECRET in shown
    assert "On words that changed since 1" in shown


def test_positions_on_a_clause_that_is_gone_are_listed_as_such(text: Text) -> None:
    make.taken(text, "bilateral", by="Quinn", note=SECRET)
    make.taken(text, "bilateral", by="Mia", whole=True)
    clause = bilateral(text)
    last = Wording.objects.get(version=make.working(text), clause=clause).text
    make.imported(text, make.DRAFT.replace(f"3. {last}\n", ""))
    mia = signed_in("Mia")
    shown = words_of(mia.get(table_of(text)))

    assert "On words of a clause that is gone [bilateral]" in shown
    assert "A whole clause that is gone" in shown
    desk = reverse("consultation:desk-clause", args=[text.slug, clause.key])
    assert SECRET in words_of(mia.get(desk))


def test_a_position_is_stated_by_a_form_and_the_words_are_chosen_by_the_link(text: Text) -> None:
    clause, quinn = bilateral(text), signed_in("Quinn")
    url = stating(text, clause, bracket="1")
    with nothing_written():
        page = quinn.get(url)
    assert page.context["form"]["on"].value() == fingerprint("bilateral")
    assert f"You speak for {DELEGATION}." in words_of(page)
    response = quinn.post(url, sent(note=SECRET))

    assert f"/desk/{clause.key}/#positions" in goes_to(response)
    position = Position.objects.get()
    assert (position.quote, position.stance, position.note) == ("bilateral", "oppose", SECRET)
    assert (position.delegation, str(position.stated_by)) == (DELEGATION, "Quinn")


def test_sending_the_form_twice_makes_one_position(text: Text) -> None:
    clause, quinn = bilateral(text), signed_in("Quinn")
    for _click in range(2):
        assert quinn.post(stating(text, clause), sent("", note=SECRET)).status_code == 302
    assert Position.objects.get().quote == ""


def test_a_position_is_on_the_words_of_the_language_that_is_read(text: Text) -> None:
    working = make.working(text)
    make.imported(text, make.DRAFT.replace("[bilateral]", "[bilatéraux]"), language="fr")
    clause = make.clause_that_says(working, "bilatéraux")
    quinn = signed_in("Quinn")
    quinn.post(stating(text, clause, language="fr"), sent("bilatéraux"))

    assert Position.objects.get().language == "fr"
    assert f"{DELEGATION} opposes" not in words_of(quinn.get(table_of(text)))
    assert f"{DELEGATION} opposes" in words_of(quinn.get(table_of(text, language="fr")))
    desk = reverse("consultation:desk-clause", args=[text.slug, clause.key])
    assert "Positions on the words in French" in words_of(quinn.get(desk))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(text: Text, language: str) -> None:
    clause = bilateral(text)
    url = f"/{language}/texts/{text.slug}/desk/{clause.key}/positions/"
    response = signed_in("Quinn").post(url, sent(stance="", note=SECRET))

    assert response.status_code == 422
    assert SECRET in words_of(response)
    assert set(response.context["form"].errors) == {"stance"}


def test_words_that_changed_while_somebody_was_writing_are_not_quoted(text: Text) -> None:
    clause, quinn = bilateral(text), signed_in("Quinn")
    make.reworded(text, "[bilateral]", "[regional]")
    response = quinn.post(stating(text, clause), sent(note=SECRET))

    assert response.status_code == 422
    assert "These words are not in brackets any more" in words_of(response)
    assert SECRET in words_of(response)
    assert not Position.objects.exists()


def test_who_may_not_state_a_position_is_told_or_finds_nothing(text: Text) -> None:
    clause = bilateral(text)
    make.olga()
    assert signed_in("Sena").post(stating(text, clause), sent()).status_code == 403
    assert signed_in("Olga").post(stating(text, clause), sent()).status_code == 404
    assert signed_in("Olga").get(table_of(text)).status_code == 404
    assert Client().get(table_of(text)).status_code == 302
    assert not Position.objects.exists()


def test_its_author_ends_a_position_after_being_asked(text: Text) -> None:
    position = make.taken(text, "bilateral", by="Quinn")
    quinn = signed_in("Quinn")
    with nothing_written():
        assert "End this position?" in words_of(quinn.get(act(position, "end")))
    goes_to(quinn.post(act(position, "end")))

    position.refresh_from_db()
    assert position.ended_at is not None
    assert f"{DELEGATION} supports" not in words_of(quinn.get(table_of(text)))
    assert "It is ended already." in words_of(quinn.get(act(position, "end")))


def test_its_author_publishes_a_position_after_being_told_that_it_is_for_good(text: Text) -> None:
    position = make.taken(text, "bilateral", by="Quinn", note=SECRET)
    quinn = signed_in("Quinn")
    with nothing_written():
        assert "This cannot be taken back" in words_of(quinn.get(act(position, "publish")))
    goes_to(quinn.post(act(position, "publish")))

    position.refresh_from_db()
    assert position.published_at is not None
    assert "It is published already." in words_of(quinn.get(act(position, "publish")))


@pytest.mark.parametrize("name", ["end", "publish"])
def test_nobody_else_ends_or_publishes_a_position(text: Text, name: str) -> None:
    position = make.taken(text, "bilateral", by="Quinn")
    make.olga()
    told = signed_in("Chloé").post(act(position, name))
    assert told.status_code == 403
    assert "Only the person who stated a position" in words_of(told)
    for stranger in ("Sena", "Olga"):
        assert signed_in(stranger).post(act(position, name)).status_code == 404
    position.refresh_from_db()
    assert (position.ended_at, position.published_at) == (None, None)


# ---- rule 4: every page that could show a position, as everybody ------------------------


def every_page(text: Text, position: Position) -> list[str]:
    """Every address on which a position or its trace could stand, in both languages, published and in work."""
    clause = position.clause.key
    inside = [f"{language}/texts/{text.slug}" for language in ("en", "fr")]
    places = ["/positions/", f"/desk/{clause}/", f"/desk/{clause}/positions/", "/desk/", "/compare/"]
    for version in text.versions.all():
        at = f"/{version.slug}"
        places += [
            f"{at}/",
            f"{at}/brackets/",
            f"{at}/brackets/?view=bracketed",
            f"{at}/brackets/?view=clean",
        ]
        places += [f"{at}/clauses/{clause}/", f"{at}/clauses/{clause}/why/"]
    places += [f"/positions/{position.key}/{name}/" for name in ("end", "publish")]
    others = [f"/en/clauses/{clause}/history/", "/en/ledger/", "/en/", "/en/texts/"]
    api = [f"/api/v1/texts/{text.slug}/", f"/api/v1/texts/{text.slug}/versions/zero-draft/", "/api/schema/"]
    return [*(f"/{start}{place}" for start in inside for place in places), *others, *api]


@pytest.mark.parametrize("who", ["public", "Nils", "Olga", "Ravi", "Sena"])
def test_nobody_outside_the_committee_reads_a_word_of_a_position(text: Text, who: str) -> None:
    make.olga()
    make.member_of(make.text("other-text"), "Ravi")
    position = make.taken(text, "bilateral", by="Quinn", stance=Stance.AD_REFERENDUM, note=SECRET)
    # The committee reads everything first: nothing it saw may come to others out of a cache.
    for url in every_page(text, position):
        signed_in("Mia").get(url)
    reader = Client() if who == "public" else signed_in(who)
    told = []
    for url in every_page(text, position):
        in_margin = {"hx-request": "true"} if "/clauses/" in url else {}
        said = words_of(reader.get(url)) + words_of(reader.get(url, headers=in_margin))
        told += [url for trace in (SECRET, DELEGATION) if trace in said]

    assert told == []


def test_the_secretariat_is_not_even_told_how_many_there_are(text: Text) -> None:
    make.taken(text, "bilateral", by="Quinn")
    table = signed_in("Sena").get(table_of(text)).context["table"]

    assert (table.stated, table.delegations, [row.positions for row in table.rows]) == (0, (), [()])


def test_the_committee_reads_it_on_the_desk_and_in_the_table(text: Text) -> None:
    position = make.taken(text, "bilateral", by="Quinn", note=SECRET)
    desk = reverse("consultation:desk-clause", args=[text.slug, position.clause.key])
    for name in ("Mia", "Paul", "Chloé"):
        for url in (desk, table_of(text), stating(text, position.clause)):
            assert SECRET in words_of(signed_in(name).get(url)), (name, url)


def test_what_its_author_published_stands_under_the_clause_for_everybody(text: Text) -> None:
    position = make.taken(text, "bilateral", by="Quinn", stance=Stance.RESERVE, note=SECRET)
    url = reverse("consultation:clause", args=[text.slug, "zero-draft", position.clause.key])
    assert SECRET not in words_of(Client().get(url))
    make.disclosed(position)
    for client in (Client(), signed_in("Nils"), signed_in("Mia")):
        assert f"{DELEGATION} reserves its position: [bilateral] {SECRET}" in words_of(client.get(url))
    table = words_of(signed_in("Sena").get(table_of(text)))
    assert SECRET in table
    assert "You see those that their authors published." in table


def test_words_in_work_are_not_made_public_by_a_position_on_them(text: Text) -> None:
    make.reworded(text, "[bilateral]", "[confidential]")
    position = make.disclosed(make.taken(text, "confidential", by="Quinn", note=SECRET))
    zero = reverse("consultation:clause", args=[text.slug, "zero-draft", position.clause.key])
    assert "confidential" not in words_of(Client().get(zero))
    assert SECRET not in words_of(Client().get(zero))
    make.reworded(text, "[confidential]", "[common]")
    make.issued(text)
    first = reverse("consultation:clause", args=[text.slug, "rev-1", position.clause.key])
    shown = words_of(Client().get(first))

    assert f"{DELEGATION} supports, on words that changed since {SECRET}" in shown
    assert "confidential" not in shown


def test_public_words_that_changed_are_quoted_with_the_version_they_stood_in(text: Text) -> None:
    position = make.disclosed(make.taken(text, "bilateral", by="Quinn"))
    make.reworded(text, "[bilateral]", "[common]")
    make.issued(text)
    make.issued(text)
    last = reverse("consultation:clause", args=[text.slug, "rev-2", position.clause.key])

    quoted = f"{DELEGATION} supports, on words of Zero draft that changed since: [bilateral]"
    assert quoted in words_of(Client().get(last))


def test_a_position_on_a_whole_clause_is_public_where_its_words_are(text: Text) -> None:
    position = make.disclosed(make.taken(text, "bilateral", by="Quinn", whole=True))
    zero = reverse("consultation:clause", args=[text.slug, "zero-draft", position.clause.key])
    assert f"{DELEGATION} supports" in words_of(Client().get(zero))
    make.reworded(text, "encourage", "oblige")
    later = make.disclosed(make.taken(text, "bilateral", by="Mia", whole=True))
    assert later.version == position.version
    shown = words_of(Client().get(zero))
    assert "Mia supports" not in shown


def test_a_published_position_that_was_ended_stays_with_the_time(text: Text) -> None:
    position = make.disclosed(make.taken(text, "bilateral", by="Quinn"))
    make.taken(text, "bilateral", by="Quinn", stance=Stance.OPPOSE, at=NOON + timedelta(days=3))
    url = reverse("consultation:clause", args=[text.slug, "zero-draft", position.clause.key])
    shown = words_of(Client().get(url))

    assert f"{DELEGATION} supports" in shown
    assert "does not hold any more since 17 June 2017" in shown
    assert "opposes" not in shown


def test_the_queries_of_the_table_do_not_grow_with_the_positions(text: Text) -> None:
    mia = signed_in("Mia")
    make.taken(text, "bilateral", by="Mia")
    before = queries_of(mia, table_of(text))
    for at, name in enumerate(("Quinn", "Paul", "Chloé")):
        make.taken(text, "bilateral", by=name, note=str(at))
        make.taken(text, "bilateral", by=name, whole=True)
    assert queries_of(mia, table_of(text)) == before
