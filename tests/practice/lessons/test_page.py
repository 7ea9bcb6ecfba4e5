"""A step of a book becomes a page: its words, in its language, with people's own words where they still fit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clearbar.model.book import Level, Scale
from clearbar.model.lesson import Edit
from clearbar.practice.lessons import lesson_of, lessons_of, part_of
from clearbar.practice.lessons.tongues import quoted, spoken, words_of
from tests.practice.lessons.books import demo, hotel, place

FIT = place(demo(), "collect-glasses", "fit")
STANDARD = FIT[1].standards[0]


def test_there_is_a_lesson_for_each_step_with_standards_in_the_order_of_the_book() -> None:
    found = [(one.journey, one.step) for one in lessons_of(demo(), {})]
    assert found == [(each.id, step.id) for each in demo().journeys for step in each.steps if step.standards]


def test_a_lesson_says_what_the_book_says_word_by_word() -> None:
    part = lesson_of(demo(), *FIT, {}).parts[0]
    assert (part.promise, part.do, part.self_check) == (STANDARD.promise, STANDARD.do, STANDARD.self_check)
    assert [one.says for one in part.levels] == [STANDARD.levels[level] for level in sorted(Level, reverse=True)]
    assert [one.reaches for one in part.levels] == [True, True, False, False, False]


def test_a_yes_or_no_standard_is_met_or_missed() -> None:
    part = lesson_of(demo(), *place(demo(), "choose-glasses", "price"), {}).parts[0]
    assert part.scale is Scale.YES_NO
    assert [(one.name, one.reaches) for one in part.levels] == [("met", True), ("missed", False)]


def test_why_it_matters_is_what_somebody_meets_where_it_is_missed() -> None:
    part = lesson_of(demo(), *FIT, {}).parts[0]
    assert STANDARD.levels[Level.POOR] in part.why


def test_without_described_levels_why_is_what_customers_want() -> None:
    bare = replace(STANDARD, levels={})
    assert FIT[0].customer_wants in part_of(demo(), FIT[0], bare).why
    assert part_of(demo(), None, bare).why == ""


def edit(**changed: str) -> Edit:
    told = {"why": "Our own why.", "example": "Our own story.", "question": "Our own question?", "note": "For you."}
    return Edit(STANDARD.id, changed.pop("edition", STANDARD.edition), changed.pop("language", "en"), **told | changed)


def test_people_s_own_words_take_the_place_of_what_is_made_and_never_of_what_is_promised() -> None:
    part = lesson_of(demo(), *FIT, {STANDARD.id: edit()}).parts[0]
    assert (part.why, part.example, part.question) == ("Our own why.", "Our own story.", "Our own question?")
    assert part.edited and part.promise == STANDARD.promise


@pytest.mark.parametrize("changed", [{"edition": "of-last-year"}, {"language": "de"}])
def test_words_for_an_earlier_wording_or_another_language_are_not_used(changed: dict[str, str]) -> None:
    part = lesson_of(demo(), *FIT, {STANDARD.id: edit(**changed)}).parts[0]
    assert not part.edited and "own" not in part.why + part.example + part.question


def test_a_lesson_speaks_the_language_of_the_book_it_is_given() -> None:
    german = hotel().in_language("de")
    lesson = next(iter(lessons_of(german, {})))
    assert lesson.language == "de" and lesson.words["promise"] == "Was wir versprechen"
    assert lesson.wants.startswith("Kunden haben uns gesagt") and "„" in lesson.wants
    assert {one.name for one in lesson.parts[0].levels} == {"erfüllt", "verfehlt"}


def test_all_languages_have_the_same_words_with_the_same_places() -> None:
    own = words_of("en")
    for tag in spoken():
        words = words_of(tag)
        assert list(words) == list(own)
        for key, text in words.items():
            names = {name for name in ("{n}", "{do}", "{name}", "{level}", "{wants}", "{promise}") if name in text}
            assert names == {name for name in names | {"{n}"} if name in own[key]}, (tag, key)
            assert text.strip() == text and text


@pytest.mark.parametrize(("tag", "words"), [("de-AT", "de"), ("DE", "de"), ("fr", "en"), ("", "en")])
def test_a_language_that_there_are_no_words_in_is_told_in_english(tag: str, words: str) -> None:
    assert words_of(tag) == words_of(words)


def test_what_is_quoted_already_is_not_quoted_twice() -> None:
    assert quoted("en", '"It was good."') == '"It was good."'
    assert (quoted("de", "Gut."), quoted("es", "Bien."), quoted("en", "Good.")) == ("„Gut.“", "«Bien.»", "“Good.”")


def test_a_longer_page_takes_longer() -> None:
    long = replace(STANDARD, do="word " * 900)
    assert lesson_of(demo(), FIT[0], replace(FIT[1], standards=(long,)), {}).minutes >= 5
