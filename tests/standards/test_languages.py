"""One standard in several languages: other words, the same id, edition and version."""

from __future__ import annotations

import pytest

from clearbar.model.book import Level
from tests.standards.samples import HEAD, RETURN, changed, faults_of, read

PROMISE = "promise: Nobody asks whose fault it is."
SPOKEN = "promise: {en: Nobody asks whose fault it is., nl: Niemand vraagt wiens schuld het is.}"


def test_a_book_is_there_in_each_language_that_it_speaks() -> None:
    book = read(changed(PROMISE, SPOKEN))
    assert list(book.spoken) == ["nl"]
    dutch = book.in_language("nl")
    assert dutch.language == "nl"
    assert dutch.journeys[0].steps[0].standards[0].promise == "Niemand vraagt wiens schuld het is."
    assert book.journeys[0].steps[0].standards[0].promise == "Nobody asks whose fault it is."


def test_what_is_not_translated_stays_in_the_books_own_language() -> None:
    dutch = read(changed(PROMISE, SPOKEN)).in_language("nl")
    assert dutch.journeys[0].title == "Return something"
    assert dutch.value == "You leave lighter than you came"


def test_a_translation_makes_no_new_edition_but_a_new_version() -> None:
    one, two = read(), read(changed(PROMISE, SPOKEN))
    editions = [placed.standard.edition for placed in one.placed()]
    assert [placed.standard.edition for placed in two.placed()] == editions
    assert [placed.standard.edition for placed in two.in_language("nl").placed()] == editions
    assert one.version != two.version == two.in_language("nl").version


def test_other_words_in_the_books_own_language_make_a_new_edition() -> None:
    one = read(changed(PROMISE, SPOKEN))
    two = read(changed(PROMISE, SPOKEN.replace("fault", "mistake")))
    assert next(one.placed()).standard.edition != next(two.placed()).standard.edition


def test_levels_questions_titles_and_the_value_may_be_spoken_too() -> None:
    text = changed(
        "          good: You were believed.", "          good: {en: You were believed., de: Man glaubte Ihnen.}"
    )
    text = changed(
        "self_check: Did I listen?", "self_check: Did I listen?\n        question: {en: 'Heard?', de: 'Gehört?'}", text
    )
    text = changed("title: Return something", "title: {en: Return something, de: Etwas zurückgeben}", text)
    german = read(text, HEAD.replace("You leave lighter than you came", "{en: Lighter, de: Leichter}")).in_language(
        "de"
    )
    standard = german.journeys[0].steps[0].standards[0]
    assert (german.value, german.journeys[0].title) == ("Leichter", "Etwas zurückgeben")
    assert (standard.levels[Level.GOOD], standard.question) == ("Man glaubte Ihnen.", "Gehört?")


@pytest.mark.parametrize(
    ("asked", "given"), [("nl", "nl"), ("nl-BE", "nl"), ("en", "en"), ("en-GB", "en"), ("fi", "en"), ("pt-BR", "pt-PT")]
)
def test_a_region_finds_its_language_and_an_unknown_one_the_books_own(asked: str, given: str) -> None:
    spoken = SPOKEN.replace("}", ", pt-PT: Ninguém pergunta de quem é a culpa.}")
    assert read(changed(PROMISE, spoken)).in_language(asked).language == given


def test_a_text_that_lacks_the_books_own_language_is_cb014() -> None:
    (fault,) = faults_of(changed(PROMISE, "promise: {nl: Niemand vraagt wiens schuld het is.}"))
    assert fault.code == "CB014" and "`promise`" in fault.message and "`en`" in fault.hint


def test_a_key_that_is_no_language_is_cb014_at_its_place() -> None:
    found = faults_of(changed(PROMISE, "promise: {en: Nobody asks., English: Nobody asks.}"))
    assert [(fault.code, fault.column) for fault in found] == [("CB014", 37)]


def test_an_empty_translation_is_a_fault_and_not_a_silence() -> None:
    found = faults_of(changed(PROMISE, "promise: {en: Nobody asks., nl: }"))
    assert found and {fault.code for fault in found} == {"CB007"}


def test_a_question_may_change_without_a_new_edition() -> None:
    other = changed("self_check: Did I listen?", "self_check: Did I listen?\n        question: Were you believed?")
    assert next(read().placed()).standard.edition == next(read(other).placed()).standard.edition
    assert other != RETURN
