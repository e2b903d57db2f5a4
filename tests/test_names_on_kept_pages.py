"""Pages are kept; a name that may be shown no more is on none of them, kept or not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from consultation.actions.accounts import change_name, close_account
from consultation.models import Category, Comment, Membership, Outcome, User
from drafts.models import LedgerEntry
from drafts.reports.stamps import latest_act
from tests import make
from tests.pages import queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db
NAME = "Ilse Quendolin"
LATER = make.NOON + timedelta(days=1)


def takes_it_back(by: User) -> None:
    change_name(by=by, name=by.name, shows_name=False, at=LATER)


def closes(by: User) -> None:
    close_account(by=by, at=LATER)


@pytest.fixture
def said() -> Comment:
    """An input in somebody's own name, answered, on a text whose next version is out."""
    ilse = User.objects.create_user("ilse@example.org", make.PASSWORD, name=NAME, shows_name=True)
    round_ = make.consultation()
    Membership.objects.create(user=ilse, category=Category.ACADEMIA, admitted_at=make.NOON)
    said = make.comment(make.Said("short-stay", "Which ones?"), by=ilse, on=round_)
    make.answered(said, Outcome.NOTED)
    make.imported(said.clause.text, make.DRAFT.replace("short-stay", "seasonal"))
    make.issued(said.clause.text)
    return said


def addresses(said: Comment) -> list[str]:
    version = f"/en/texts/{said.clause.text.slug}/zero-draft/"
    return [
        f"{version}clauses/{said.clause.key}/",
        f"{version}clauses/{said.clause.key}/why/",
        f"/en/texts/{said.clause.text.slug}/compare/zero-draft/rev-1/",
        f"{version}record/",
        f"{version}record.html",
        f"{version}record.json",
        f"/en/comments/{said.reference}/",
        version,
        "/en/ledger/",
    ]


def naming(client: Client, said: Comment) -> list[str]:
    """The pages on which the name stands."""
    found = []
    for address in addresses(said):
        response = client.get(address)
        assert response.status_code == 200, address
        body = b"".join(response) if response.streaming else response.content
        if NAME in body.decode():
            found.append(address)
    return found


@pytest.mark.parametrize("reader", ["", "Omar", "Mia"])
@pytest.mark.parametrize("leaves", [takes_it_back, closes])
def test_a_name_that_may_be_shown_no_more_is_on_no_kept_page(
    said: Comment, reader: str, leaves: Callable[[User], None]
) -> None:
    make.omar()
    client = signed_in(reader) if reader else Client()
    assert len(naming(client, said)) >= 2
    assert naming(client, said) == naming(client, said)

    leaves(said.author)

    assert naming(client, said) == []


def test_a_name_that_may_be_shown_again_comes_back(said: Comment) -> None:
    takes_it_back(said.author)
    assert naming(Client(), said) == []

    change_name(by=said.author, name=NAME, shows_name=True, at=LATER)

    assert f"/en/comments/{said.reference}/" in naming(Client(), said)


def test_saying_the_same_again_is_no_act(said: Comment) -> None:
    before = LedgerEntry.objects.count()
    change_name(by=said.author, name=NAME, shows_name=True, at=LATER)

    assert LedgerEntry.objects.count() == before


def test_the_ledger_says_that_it_changed_and_not_how(said: Comment) -> None:
    takes_it_back(said.author)
    entry = LedgerEntry.objects.order_by("-sequence")[0]

    assert (entry.verb, entry.object_key, entry.payload) == ("named", said.author.key, '{"shown":false}')
    assert "changed how their name is shown" in words_of(Client().get("/en/ledger/"))


def test_a_kept_page_still_costs_one_query(said: Comment) -> None:
    takes_it_back(said.author)

    assert queries_of(Client(), f"/en/texts/{said.clause.text.slug}/zero-draft/") == 1


def test_a_later_act_on_the_text_is_its_stamp_again(said: Comment) -> None:
    slug = said.clause.text.slug
    takes_it_back(said.author)
    assert latest_act(slug) == latest_act() == LedgerEntry.objects.get(verb="named").hash

    make.comment(make.Said("researchers"), by=make.omar(), on=said.consultation)

    assert latest_act(slug) == LedgerEntry.objects.filter(text__slug=slug).order_by("-sequence")[0].hash
