"""A book as it is written: every text knows where each of its words stands."""

from __future__ import annotations

import pytest

from clearbar import checks
from clearbar.standards.read import read
from clearbar.standards.written import Passage, Written, written
from tests.standards.samples import HEAD, RETURN, changed


def book(journey: str = RETURN, head: str = HEAD) -> Written:
    return written(read({"book.yaml": head.encode(), "journeys/return.yaml": journey.encode()}, checks.kinds()))


def passage(key: str, journey: str, language: str = "en") -> Passage:
    return next(
        one for one in book(journey).passages if one.key == key and one.language == language and one.file != "book.yaml"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "promise: Nobody asks whose fault it is, ever.",
        "promise: 'Nobody asks whose fault it is, ever.'",
        'promise: "Nobody asks whose fault it is, ever."',
        "promise: >\n          Nobody asks\n          whose fault it is, ever.",
        "promise: |\n          Nobody asks\n          whose fault it is, ever.",
        "promise: Nobody asks\n          whose fault it is, ever.",
    ],
)
def test_a_word_is_found_where_it_was_typed(typed: str) -> None:
    text = changed("promise: Nobody asks whose fault it is.", typed)
    one = passage("promise", text)
    line, column = one.place(one.text.index("fault"), len("fault"))
    assert text.split("\n")[line - 1][column - 1 :].startswith("fault")


def test_the_second_of_two_equal_words_is_told_apart_from_the_first() -> None:
    text = changed("Nobody asks whose fault it is.", "It is no fault, and no fault of yours.")
    one = passage("promise", text)
    line, column = one.place(one.text.rindex("fault"), len("fault"))
    assert text.split("\n")[line - 1][column - 1 :].startswith("fault of yours")


def test_where_typing_hides_a_word_its_text_is_told() -> None:
    text = changed("promise: Nobody asks whose fault it is.", 'promise: "Nobody asks whose f\\u0061ult it is."')
    one = passage("promise", text)
    assert one.place(one.text.index("fault"), len("fault")) == (one.line, one.column)


def test_every_language_has_its_passages() -> None:
    text = changed("promise: Nobody asks whose fault it is.", "promise: {en: Nobody asks., nl: Niemand vraagt.}")
    assert passage("promise", text, "nl").text == "Niemand vraagt."
    assert [one.text for one in book(text).said({"nl"}, "promise")] == ["Niemand vraagt."]


def test_a_region_speaks_its_language() -> None:
    told = [one.key for one in book(head=HEAD + "language: en-GB\n").said({"en"}, "value")]
    assert told == ["value"]


def test_levels_belong_to_their_standard() -> None:
    found = [(one.standard, one.key) for one in book().passages if one.key.startswith("levels.")]
    assert ("return.no-blame", "levels.poor") in found and ("return.at-once", "levels.good") in found
    assert len(found) == 7


def test_what_is_not_written_is_told_at_the_id() -> None:
    one = next(iter(book().standards))
    assert one.place("pairs_with") == one.place("id") != one.place("owner")
