"""The interface is complete in every language, and its French is set as French is."""

import re
from pathlib import Path

import allauth
import pytest
from babel.messages.catalog import Catalog, Message

from bin import messages

# What is not prose: placeholders, markup, entities, addresses.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
MARKUP = re.compile(r"<[^<>]*>|&\w+;|https?://\S+")
# « wants a no-break space after it; » ; : ! ? want one before. A colon or full stop inside a word is left alone.
BARE = re.compile(r"«(?![\u00a0\u202f])|(?<![\u00a0\u202f])»|(?<![\u00a0\u202f;:!?…])[;:!?](?=\s|$|[)»”])")


@pytest.fixture(scope="module")
def source() -> Catalog:
    return messages.collected()


@pytest.fixture(scope="module", params=messages.catalogues(), ids=lambda path: path.parts[-3])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return messages.read(request.param)


@pytest.fixture(scope="module", params=messages.borrowed(), ids=lambda path: path.parts[-3])
def borrowed(request: pytest.FixtureRequest) -> Catalog:
    return messages.read(request.param)


def sentences(catalog: Catalog) -> list[Message]:
    """Every message but the header."""
    return [message for message in catalog if message.id]


def forms(value: object) -> tuple[str, ...]:
    """Singular and plural, or the one form there is."""
    return tuple(value) if isinstance(value, tuple | list) else (str(value),)


def placeholders(value: object) -> set[str]:
    return {found for form in forms(value) for found in PLACEHOLDER.findall(form)}


def test_catalogue_holds_the_sentences_of_the_source_and_no_others(
    source: Catalog, catalogue: Catalog
) -> None:
    wanted = {(message.id, message.context) for message in sentences(source)}
    held = {(message.id, message.context) for message in sentences(catalogue)}

    assert wanted - held == set(), "run `make messages` and translate these"
    assert held - wanted == set(), "run `make messages`: these are said nowhere any more"


def test_every_sentence_is_translated_and_none_in_doubt(catalogue: Catalog) -> None:
    left = [message.id for message in sentences(catalogue) if not messages.is_translated(message)]

    assert left == []


def test_translation_keeps_the_placeholders(catalogue: Catalog) -> None:
    lost = [
        (message.id, message.string)
        for message in sentences(catalogue)
        if messages.is_translated(message) and placeholders(message.id) != placeholders(message.string)
    ]

    assert lost == []


def test_translation_keeps_the_markup(catalogue: Catalog) -> None:
    lost = [
        message.id
        for message in sentences(catalogue)
        if messages.is_translated(message)
        and any(
            sorted(MARKUP.findall(forms(message.id)[-1])) != sorted(MARKUP.findall(form))
            for form in forms(message.string)
        )
    ]

    assert lost == []


def test_libraries_still_say_what_we_say_in_our_own_words(borrowed: Catalog) -> None:
    theirs = messages.read(Path(allauth.__file__).parent / "locale/fr/LC_MESSAGES/django.po")
    ours = sentences(borrowed)

    assert {message.id for message in ours} - {message.id for message in theirs} == set()
    assert all(messages.is_translated(message) for message in ours)
    assert [message.id for message in ours if placeholders(message.id) != placeholders(message.string)] == []


def test_french_signs_stand_behind_a_no_break_space() -> None:
    french = [path for path in (*messages.catalogues(), *messages.borrowed()) if path.parts[-3] == "fr"]

    bare = [
        form
        for path in french
        for message in sentences(messages.read(path))
        for form in forms(message.string)
        if BARE.search(MARKUP.sub("", PLACEHOLDER.sub("x", form)))
    ]

    assert bare == []


@pytest.mark.parametrize(
    "wrong", ["Pourquoi?", "Pourquoi ?", "Note : voir", "« mot\u00a0»", "«\u00a0mot »", "<b>Oui</b>!"]
)
def test_bare_signs_are_seen(wrong: str) -> None:
    assert BARE.search(MARKUP.sub("", wrong))


@pytest.mark.parametrize(
    "right", ["Pourquoi\u202f?", "Note\u00a0: voir", "«\u00a0mot\u00a0»", "10:30", "Quoi\u202f?!", "a&nbsp;b"]
)
def test_well_set_signs_pass(right: str) -> None:
    assert not BARE.search(MARKUP.sub("", right))
