"""The certified record: what is in it, what is not, and that a program with nothing but Python finds every change."""

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from functools import partial, reduce
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from bin.verify_record import check, digest, page, read
from consultation.actions.signatures import cosign, unsign
from consultation.actions.silence import break_silence, conclude_silence
from consultation.models import Comment, Outcome, Standing
from consultation.reports.record import read_record
from consultation.reports.record_ledger import Part
from consultation.reports.record_words import record_words
from drafts.actions.reservations import record_reservation
from drafts.models import Adoption, Position, SignOff, Stance, Version
from tests import houses, make
from tests.closing import AGREED, disclosed, ready, signed, silence
from tests.make import NOON, Said
from tests.pages import queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[2] / "bin" / "verify_record.py"
SECRETS = (
    "Ours alone.",
    "Nobody hears this.",
    "It waits.",
    "Taken back.",
    "We object to visas.",
    "Chair to committee.",
)


@pytest.fixture
def version() -> Version:
    """A text that has seen everything: asked about, answered, broken once, adopted by silence, reserved against."""
    round_ = make.consultation(make.published(draft=AGREED), days=1)
    text, olga, omar = round_.version.text, make.olga(), make.omar()
    taken = make.comment(
        Said("short-stay visas", quote="short-stay", proposed="All visas."), by=olga, on=round_
    )
    noted = make.comment(Said("researchers"), by=omar, on=round_)
    cora = houses.cora()
    unsign(by=cora, signature=cosign(by=cora, comment=noted, at=NOON), at=NOON + timedelta(hours=1))
    cosign(by=cora, comment=noted, at=NOON + timedelta(hours=2))
    hidden = make.comment(Said("students", body="Nobody hears this."), by=omar, on=round_)
    make.kept_back(hidden, Standing.State.HIDDEN)
    make.imported(text, AGREED.replace("visas.", "des visas."), language="fr")
    changed = make.reworded(text, "short-stay", "seasonal", answers=[taken])
    make.answered(noted, Outcome.NOTED, reason="Seen.")
    first = make.answered(taken, Outcome.PARTLY, reason="For now.", revisions=[changed])
    make.answered(taken, Outcome.ACCEPTED, reason="Taken in.", revisions=[changed], supersedes=first)
    working = make.working(text)
    signed(working, verdict=SignOff.Verdict.SENT_BACK, note="Chair to committee.")
    signed(working)
    clause = make.clause_that_says(working, "seasonal")
    disclosed(working, clause, note="Subject to our parliament.")
    Position.objects.create(
        version=working, clause=clause, language="en", stance=Stance.OPPOSE, note="Ours alone.",
        delegation="Atlantis", stated_by=make.person("Mia"), stated_at=NOON,
    )  # fmt: skip
    at = round_.closes_at
    broken = silence(working, at=at, ends_at=at + timedelta(days=1))
    break_silence(by=make.person("Mia"), silence=broken, clause=clause, reason="We object to visas.", at=at)
    held = silence(working, at=at, ends_at=at + timedelta(days=1))
    adoption = conclude_silence(by=held.opened_by, silence=held, at=at + timedelta(days=2))
    assert adoption is not None
    chloe = make.person("Chloé")
    record_reservation(
        by=chloe,
        adoption=adoption,
        clause=None,
        words="Not bound.",
        language="en",
        delegation="Utopia",
        at=NOON,
    )
    return Version.objects.select_related("text__programme").get(pk=working.pk)


def record_of(version: Version, *, named: bool = False) -> Part:
    return read_record(version, language="en", labels=record_words(version), named=named)


def resealed(record: Part) -> Part:
    """As somebody would hand it on who knows how the seal is made."""
    return {**record, "seal": digest({name: part for name, part in record.items() if name != "seal"})}


def run(path: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603  # our own words
        [sys.executable, "-I", "-S", str(SCRIPT), str(path)], check=False, capture_output=True, text=True
    )


def test_the_program_is_short_and_needs_only_python() -> None:
    lines = SCRIPT.read_text().splitlines()
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}

    assert len([line for line in lines if line.strip()]) < 200
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("kind", ["record-page", "record-json"])
def test_a_record_holds_where_there_is_nothing_but_python(
    version: Version, kind: str, tmp_path: Path
) -> None:
    response = Client().get(reverse(f"consultation:{kind}", args=[version.text.slug, version.slug]))
    file = tmp_path / ("record.html" if kind == "record-page" else "record.json")
    file.write_bytes(response.content)
    done = run(file)

    assert done.returncode == 0, done.stderr
    assert "The record holds." in done.stdout
    assert "2 inputs" in done.stdout
    assert "attachment" in response["Content-Disposition"]
    file.write_bytes(response.content.replace(b"Seen.", b"Sean.", 1))
    done = run(file)
    assert done.returncode == 1
    assert "NOT AS IT WAS SEALED" in done.stderr


def test_a_record_of_a_version_that_was_not_adopted_holds_too(version: Version) -> None:
    first = Version.objects.select_related("text__programme").get(text=version.text, number=0)

    assert "adopted: False" in check(record_of(first))


# Not checked, and said to be so: names, which people may change, and the words in which values are shown.
UNCHECKED = {("language",), ("labels",)}


# What stands beside a key for readers.
NAMES = frozenset({"organisation_name", "said_in_name", "decided_in_name"})


def is_unchecked(path: tuple[Any, ...]) -> bool:
    return path[:1] in UNCHECKED or path[-1] in NAMES or path[-2:] == ("by", "name")


def ways_into(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a record, the whole and the smallest."""
    if path:
        yield path
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for name, each in pairs:
        yield from ways_into(each, (*path, name))


def others_for(value: Any) -> list[Any]:
    """What somebody may put in place of a value: nothing, too much, or something close to it."""
    if isinstance(value, dict):
        return [None, {}, "", {**value, "more": "x"}]
    if isinstance(value, list):
        return [None, [], "", [*value, *value[:1], "more"], value[1:]]
    if isinstance(value, str):
        return [None, "", f"{value}x", value[1:], 0]
    return ["", 0, -1, 7, not value, None]


def forgeries(record: Part, path: tuple[Any, ...]) -> Iterator[Part]:
    """The record with one part taken out, or in every way another; as somebody would who knows how to seal it again."""
    *way, last = path
    holder = reduce(lambda part, name: part[name], way, record)
    for other in [each for each in others_for(holder[last]) if each != holder[last]]:
        yield from with_part(record, path, partial(put, other=other))
    yield from with_part(record, path, lambda part, name: part.pop(name))


def put(part: Any, name: Any, other: Any) -> None:
    part[name] = other


def with_part(record: Part, path: tuple[Any, ...], act: Callable[[Any, Any], object]) -> Iterator[Part]:
    made = {**record, path[0]: deepcopy(record[path[0]])}
    act(reduce(lambda part, name: part[name], path[:-1], made), path[-1])
    yield resealed(made)


def holds(record: Part) -> bool:
    try:
        check(record)
    except (ValueError, LookupError, TypeError, AttributeError):
        return False
    return True


def test_whatever_is_removed_emptied_added_or_changed_is_found_although_it_was_sealed_again(
    version: Version,
) -> None:
    record = record_of(version, named=True)
    assert holds(record)
    paths = [path for path in ways_into(record) if path != ("seal",) and not is_unchecked(path)]
    unseen = [path for path in paths for forged in forgeries(record, path) if holds(forged)]

    assert len(paths) > 500
    assert unseen == []


def test_what_is_not_checked_is_said(version: Version) -> None:
    record = record_of(version, named=True)
    record["inputs"][0]["by"]["name"] = record["inputs"][0]["organisation_name"] = "Somebody"
    record["labels"]["outcome=accepted"] = "refused"

    assert check(resealed(record))[-1] == (
        "not checked: names beside keys, and the words in which values are shown"
    )


def test_every_changed_sign_of_the_page_is_found(version: Version) -> None:
    source, chance = page(record_of(version)), random.Random(8)
    assert read(source)
    for _ in range(300):
        at = chance.randrange(len(source))
        other = source[:at] + ("x" if source[at] != "x" else "y") + source[at + 1 :]
        with pytest.raises((ValueError, LookupError, TypeError, AttributeError)):
            check(read(other))


def left_out(part: str, at: int = 0) -> Callable[[Part], Any]:
    return lambda record: record[part].pop(at)


@pytest.mark.parametrize(
    "act",
    [
        left_out("clauses"),
        left_out("revisions"),
        left_out("signatures"),
        left_out("reservations"),
        left_out("ledger"),
        left_out("ledger", -1),
        lambda record: record["inputs"][0]["dispositions"].pop(),
        lambda record: record["clauses"].reverse(),
        lambda record: record["reservations"].append(record["reservations"][0]),
        lambda record: record["signatures"][0].update(verdict="signed"),
        lambda record: record.update(adoption=None, reservations=[]),
        lambda record: record["adoption"].update(silence=None),
        lambda record: record["inputs"].clear(),
        lambda record: record["inputs"][0].update(organisation="forged"),
        lambda record: record["inputs"][0].update(version=7),
        lambda record: record["positions"].clear(),
        lambda record: record["positions"][0].update(ended_at=record["positions"][0]["at"]),
        lambda record: [each.update(answers=[]) for each in record["revisions"]],
        lambda record: record["clauses"][0]["words"][0].update(state="stale"),
        lambda record: record["inputs"][0]["by"].update(key="somebody"),
        lambda record: record["adoption"].update(way="chair", silence=None),
        lambda record: record["revisions"][-1].update(answers=["invented"]),
    ],
)
def test_what_is_left_out_added_or_put_elsewhere_is_found(
    version: Version, act: Callable[[Part], Any]
) -> None:
    record = deepcopy(record_of(version))
    act(record)
    with pytest.raises((ValueError, LookupError)):
        check(resealed(record))


def test_what_is_not_public_is_not_in_it(version: Version) -> None:
    whole = json.dumps(record_of(version), ensure_ascii=False)

    assert [secret for secret in SECRETS if secret in whole] == []
    assert "Subject to our parliament." in whole
    assert {each["reference"] for each in record_of(version)["inputs"]} == set(
        Comment.objects.filter(standing__state="visible").values_list("reference", flat=True)
    )


def test_committee_matter_is_not_in_it_not_even_as_something_to_guess_from(version: Version) -> None:
    record = record_of(version)
    told = json.dumps([record["ledger"], record["adoption"], record["signatures"]])
    verbs = {entry["verb"] for entry in record["ledger"]}

    assert not verbs & {
        "revised",
        "signed",
        "silenced",
        "broke",
        "positioned",
        "proposed",
        "imported",
        "granted",
    }
    for guessed in (digest("We object to visas."), digest("Chair to committee."), digest("")):
        assert guessed not in told
    assert "note" not in record["signatures"][0]


def test_names_of_the_committee_are_for_those_who_see_them_on_pages(version: Version) -> None:
    url = reverse("consultation:record-json", args=[version.text.slug, version.slug])
    public, committee = Client().get(url).json(), signed_in("Mia").get(url).json()

    assert "name" not in public["revisions"][-1]["by"]
    assert "name" not in public["adoption"]["by"]
    assert committee["adoption"]["by"]["name"] == "Chloé"
    assert public["inputs"][0]["organisation_name"] == "Network of Olga"
    check(committee)


def test_the_page_says_in_words_what_it_holds_in_the_readers_language(version: Version) -> None:
    with translation.override("fr"):
        shown = page(read_record(version, language="fr", labels=record_words(version), named=False))
    assert '<html lang="fr">' in shown
    response = Client().get(reverse("consultation:record-page", args=[version.text.slug, version.slug]))
    body = response.content.decode()

    assert "<dt>Reason</dt><dd>Taken in.</dd>" in body
    assert "<dd>accepted</dd>" in body
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert "http://" not in body
    assert "https://" not in body


def test_words_that_look_like_a_state_are_shown_as_they_are(version: Version) -> None:
    record = record_of(version)
    record["inputs"][0]["body"] = "signed </script> <b>accepted</b>"

    assert "<dd>signed &lt;/script&gt; &lt;b&gt;accepted&lt;/b&gt;</dd>" in page(record)
    assert read(page(record)) == record


def test_the_record_is_found_from_the_version_and_tells_how_to_check_it(version: Version) -> None:
    url = reverse("consultation:record", args=[version.text.slug, version.slug])
    shown = Client().get(url)
    version_url = reverse("consultation:version", args=[version.text.slug, version.slug])

    assert url in Client().get(version_url).content.decode()
    assert "was adopted on" in words_of(shown)
    assert "python verify_record.py legal-mobility-rev-1-record.html" in words_of(shown)
    assert "Utopia" in words_of(shown)
    assert Client().get(reverse("consultation:record-script")).content == SCRIPT.read_bytes()


def test_a_version_in_work_has_no_record() -> None:
    work = ready()
    for kind in ("record", "record-page", "record-json"):
        url = reverse(f"consultation:{kind}", args=[work.text.slug, work.slug])
        assert signed_in("Chloé").get(url).status_code == 404


def queries_for(version: Version) -> int:
    with CaptureQueriesContext(connection) as captured:
        record_of(version)
    return len(captured)


def test_reading_it_costs_the_same_however_much_there_is() -> None:
    more = "\n".join(f"{number}. Clause {number} stands.\n" for number in range(4, 40))
    counted = []
    for slug, draft, said in (("short", AGREED, 1), ("long", f"{AGREED}\n{more}", 12)):
        round_ = make.consultation(make.published(make.text(slug), draft), days=1)
        for _ in range(said):
            make.answered(make.comment(Said("short-stay"), by=make.olga(), on=round_))
        counted.append(
            queries_for(Version.objects.select_related("text__programme").get(pk=round_.version_id))
        )

    assert counted[0] == counted[1]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_it_is_made_once_after_each_act_and_kept(version: Version, encoding: str) -> None:
    url = reverse("consultation:record-page", args=[version.text.slug, version.slug])
    first, whole = Client().get(url, headers={"accept-encoding": encoding}), queries_for(version)

    assert queries_of(Client(), url) < whole
    again = Client().get(url, headers={"accept-encoding": encoding})
    assert again.content == first.content
    assert again["Content-Disposition"] == first["Content-Disposition"]
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
    body = gzip.decompress(again.content) if encoding == "gzip" else again.content
    assert holds(read(body.decode()))


@pytest.mark.parametrize("kind", ["record", "record-page", "record-json"])
def test_no_query_has_it_made_again(version: Version, kind: str) -> None:
    url = reverse(f"consultation:{kind}", args=[version.text.slug, version.slug])

    for query in ("?page=7", "?language=xx", "?v=1&page=2"):
        assert Client().get(url + query).headers["Location"] == url


def test_the_next_public_act_is_in_the_next_file(version: Version) -> None:
    url = reverse("consultation:record-json", args=[version.text.slug, version.slug])
    before = Client().get(url).json()
    adoption = Adoption.objects.get(version=version)
    record_reservation(
        by=make.person("Mia"), adoption=adoption, clause=None, words="Nor we.", language="en", at=NOON
    )

    assert len(Client().get(url).json()["reservations"]) == len(before["reservations"]) + 1


def test_the_page_begins_with_the_text_and_says_days_and_names_in_words(version: Version) -> None:
    body = page(record_of(version, named=True)).split('<script type="application/json"')[0]
    sections = [part.split("</h2>")[0] for part in body.split("<h2>")[1:]]

    assert sections[0] == "Clauses"
    assert "</small></h3><p lang=" in body
    assert f"<dd>{Adoption.objects.get(version=version).adopted_by.key} Chloé</dd>" in body
    assert "June 2017, 12:00 UTC</dd>" in body
    assert "T12:00:00" not in body
    assert "<dt>Slug</dt>" not in body
