"""Questions that a book gives by itself: of its own words, with wrong answers that are surely wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from clearbar.flow.define import TRADES, read_book, read_book_texts, starter_texts
from clearbar.flow.teach import quiz
from clearbar.model.book import Book, Level, Scale
from clearbar.model.quiz import Kind, Question
from clearbar.practice.questions import variant
from clearbar.practice.questions.place import alike, single
from clearbar.practice.questions.wordings import WORDINGS, of
from tests.practice.questions.samples import desk

EXAMPLES = Path(__file__).parents[3] / "examples"
BOOKS = {
    **{trade: read_book_texts(starter_texts(trade)) for trade in TRADES},
    **{name: read_book(EXAMPLES / name / "book") for name in ("demo", "star")},
}


@pytest.fixture(params=sorted(BOOKS))
def book(request: pytest.FixtureRequest) -> Book:
    return BOOKS[request.param]


def rights(question: Question) -> list[str]:
    return [one.text for one in question.options if one.worth >= 1]


def wrongs(question: Question) -> list[str]:
    return [one.text for one in question.options if one.worth < 1]


def test_every_standard_is_asked_about_with_its_own_edition_and_words(book: Book) -> None:
    questions = quiz.questions_of(book)
    asked = {one.standard for one in questions}
    for placed in book.placed():
        assert (placed.standard.id in asked) == (placed.step is not None)
    for one in questions:
        placed_at = book.find(one.standard)
        assert placed_at and one.edition == placed_at.standard.edition and one.explanation
        assert not one.written and "{" not in one.stem


def test_ids_are_unique_stable_and_follow_the_edition(book: Book) -> None:
    ids = [one.id for one in quiz.questions_of(book)]
    assert len(ids) == len(set(ids)) and ids == [one.id for one in quiz.questions_of(book)]
    changed = replace(
        book,
        journeys=tuple(
            replace(
                journey,
                steps=tuple(
                    replace(step, standards=tuple(replace(one, edition=f"{one.edition}x") for one in step.standards))
                    for step in journey.steps
                ),
            )
            for journey in book.journeys
        ),
    )
    assert not set(ids) & {one.id for one in quiz.questions_of(changed)}


def test_choices_are_apart_from_each_other_and_each_question_has_a_right_and_a_wrong_one(book: Book) -> None:
    for one in quiz.questions_of(book):
        texts = [each.text for each in one.options]
        assert len(texts) == len(set(texts)) >= 3
        if one.kind is not Kind.ORDER:
            assert rights(one) and wrongs(one)
        if one.kind is Kind.SINGLE:
            assert len(rights(one)) == 1
        assert len(variant(one, "s").choices) <= 6 and 8 < one.seconds < 120


def test_a_wrong_promise_is_one_of_another_step_and_says_something_else(book: Book) -> None:
    steps = {placed.standard.promise: placed.step.title for placed in book.placed() if placed.step}
    for one in (each for each in quiz.questions_of(book) if each.about == "promise"):
        for wrong in wrongs(one):
            assert wrong in steps and steps[wrong] != steps[rights(one)[0]] and not alike(wrong, rights(one)[0])


def test_levels_and_bars_are_those_of_the_standard_itself(book: Book) -> None:
    for one in (each for each in quiz.questions_of(book) if each.about in {"level", "bar"}):
        placed = book.find(one.standard)
        assert placed
        levels = placed.standard.levels
        assert sorted(each.text for each in one.options) == sorted(levels.values())
        if one.about == "bar":
            assert {at for at, text in levels.items() if text in rights(one)} == {
                at for at in Level if at < placed.standard.bar
            }
        else:
            named = next(at for at, text in levels.items() if text in rights(one))
            assert book.level_names.get(named, named.name.lower()) in one.stem


def test_steps_are_asked_in_the_order_of_their_journey(book: Book) -> None:
    orders = {journey.title: [step.title for step in journey.steps] for journey in book.journeys}
    for one in (each for each in quiz.questions_of(book) if each.about == "order"):
        assert [each.text for each in one.options] in orders.values()
    for one in (each for each in quiz.questions_of(book) if each.about == "next"):
        titles = next(titles for title, titles in orders.items() if title in one.stem and rights(one)[0] in titles)
        before = titles[titles.index(rights(one)[0]) - 1]
        assert before in one.stem and before not in wrongs(one)


def test_the_number_is_swapped_and_nothing_else() -> None:
    """The service desk promises an answer within fifteen minutes."""
    found = next(one for one in quiz.questions_of(desk()) if one.about == "number")
    assert rights(found) == ["A person answers you within fifteen minutes."]
    for wrong in wrongs(found):
        words = wrong.split()
        assert [*words[:5], "fifteen", *words[6:]] == rights(found)[0].split()
    assert {one.split()[5] for one in wrongs(found)} >= {"ten", "twenty", "thirty", "five"}


def retold(promise: str, language: str = "en") -> list[str]:
    """The wrong numbers of a promise."""
    base = desk()
    journey = base.journeys[0]
    step = journey.steps[0]
    standard = replace(step.standards[0], promise=promise)
    changed = replace(journey, steps=(replace(step, standards=(standard,)), *journey.steps[1:]))
    book = replace(base, language=language, journeys=(changed, *base.journeys[1:]))
    found = [one for one in quiz.questions_of(book, standards=[standard.id]) if one.about == "number"]
    return wrongs(found[0]) if found else []


def test_numbers_are_read_in_the_language_of_the_book() -> None:
    assert "Sie haben Antwort innerhalb von zehn Minuten." in retold(
        "Sie haben Antwort innerhalb von fünf Minuten.", "de"
    )
    assert "You wait at most 10 minutes." in retold("You wait at most 5 minutes.")


def test_one_alone_and_two_numbers_at_once_are_not_swapped() -> None:
    assert retold("You have an answer within one working day.") == []
    assert retold("You have it between 5 and 10 minutes.") == []
    assert retold("We greet you by name.") == []


def test_what_is_asked_of_a_timed_standard_is_its_guard() -> None:
    guards = [one for one in quiz.questions_of(desk()) if one.about == "guard"]
    for one in guards:
        placed = desk().find(one.standard)
        pair = placed and placed.standard.pairs_with and desk().find(placed.standard.pairs_with)
        assert pair and rights(one) == [pair.standard.promise]
    assert guards


def test_what_is_never_said_comes_from_the_checks_of_the_book() -> None:
    found = [one for one in quiz.questions_of(BOOKS["demo"]) if one.about == "never"]
    assert len(found) == 1 and found[0].kind is Kind.MULTIPLE
    placed = BOOKS["demo"].find(found[0].standard)
    assert placed and placed.standard.check
    assert set(rights(found[0])) <= set(placed.standard.check.settings["none_of"])
    assert not set(wrongs(found[0])) & set(placed.standard.check.settings["none_of"])


def test_only_the_standards_that_are_named_are_asked_about() -> None:
    one = next(placed.standard.id for placed in desk().placed())
    assert {each.standard for each in quiz.questions_of(desk(), standards=[one])} == {one}


def test_a_book_in_two_languages_asks_the_same_in_both() -> None:
    """The same ids, other words; an unknown language is asked in the book's own."""
    german = replace(desk(), language="de", spoken={})
    both = replace(desk(), spoken={"de": german})
    own, other = quiz.questions_of(both), quiz.questions_of(both, "de-AT")
    shared = {one.id for one in own} & {one.id for one in other}
    assert len(shared) > len(own) * 0.8 and {one.language for one in other} == {"de"}
    assert any("Welches Versprechen" in one.stem for one in other)
    assert quiz.questions_of(both, "fi") == own


def test_each_language_asks_with_the_same_blanks() -> None:
    english = of("en")
    for tag, wordings in WORDINGS.items():
        for name in english.__dataclass_fields__:
            assert getattr(wordings, name).count("{}") == getattr(english, name).count("{}"), (tag, name)
    assert of("pt") is english and of("de-CH") is WORDINGS["de"]


def test_what_a_standard_of_yes_and_no_counts_as_kept_is_told_from_its_opposite() -> None:
    for one in (each for each in quiz.questions_of(desk()) if each.about == "met"):
        placed = desk().find(one.standard)
        assert placed and placed.standard.scale is Scale.YES_NO
        assert rights(one) == [placed.standard.levels[Level.GOOD]]
        assert placed.standard.levels[Level.UNDERPERFORMING] in wrongs(one)


def test_the_books_that_come_along_give_enough_to_ask() -> None:
    """Four questions a standard at least, of several kinds."""
    for book in BOOKS.values():
        found = quiz.questions_of(book)
        standards = sum(placed.step is not None for placed in book.placed())
        assert len(found) >= 4 * standards and len(Counter(one.about for one in found)) >= 5


def test_what_may_mean_the_same_is_never_offered_as_wrong() -> None:
    """Nor twice; and where two wrong answers are not left, nothing is asked."""
    right = "A person answers you within fifteen minutes."
    wrong = ["A person answers within fifteen minutes.", "You hear the price before you say yes.", "Bring the receipt."]
    found = single(right, [*wrong, "You hear the whole price before you say yes."])
    assert found and [one.text for one in found] == [right, *wrong[1:]]
    assert single(right, wrong[:2]) is None and single("", wrong) is None
