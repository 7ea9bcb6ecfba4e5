"""The words: what they refuse to be, and how they read."""

from __future__ import annotations

import random
from dataclasses import FrozenInstanceError, fields, is_dataclass
from importlib import import_module
from math import inf, nan
from pathlib import Path
from typing import Any

import pytest

from clearbar import model
from clearbar.model.book import Audience, Book, Journey, Level, Stage, Standard, Step
from clearbar.model.conversation import Conversation, Participant, Role
from clearbar.model.errors import BookFault, ClearbarError, EngineFault, Fault, InputFault, QuestionFault
from clearbar.model.estimate import Answer, Estimate, Estimates

MODULES = sorted(file.stem for file in Path(model.__file__ or "").parent.glob("*.py") if file.stem != "__init__")


@pytest.mark.parametrize("name", MODULES)
def test_every_word_is_frozen_and_explained(name: str) -> None:
    module = import_module(f"clearbar.model.{name}")
    words = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == module.__name__]
    assert words
    for word in words:
        assert (word.__doc__ or "").strip() and not (word.__doc__ or "").startswith(f"{word.__name__}("), word
        if is_dataclass(word):
            assert getattr(word, "__dataclass_params__").frozen, word  # noqa: B009


def test_levels_count_from_poor_to_exemplary() -> None:
    assert [level.value for level in Level] == [1, 2, 3, 4, 5]
    assert Level.POOR < Level.UNDERPERFORMING < Level.AVERAGE < Level.GOOD < Level.EXEMPLARY


@pytest.mark.parametrize(
    ("topics", "topic", "covers"),
    [((), "x", True), ((), None, True), (("x",), "x", True), (("x",), "y", False), (("x",), None, False)],
)
def test_a_journey_covers_its_topics_or_all(topics: tuple[str, ...], topic: str | None, covers: bool) -> None:
    assert Journey("j", "t", Audience.CUSTOMER, "w", (), topics=topics).covers(topic) is covers


def test_a_book_finds_each_standard_where_it_stands() -> None:
    def standard(name: str) -> Standard:
        return Standard(name, "p", Level.GOOD, None, f"e-{name}")

    steps = tuple(Step(f"s{i}", "t", Stage.FRONT, (standard(f"{i}.a"), standard(f"{i}.b"))) for i in range(2))
    journey = Journey("j", "t", Audience.CUSTOMER, "w", steps)
    book = Book("o", "v", "en", {}, standard("overall"), (journey,), "1")
    assert [placed.standard.id for placed in book.placed()] == ["0.a", "0.b", "1.a", "1.b", "overall"]
    found = book.find("1.b")
    assert found is not None and (found.journey, found.step) == (journey, steps[1])
    overall = book.find("overall")
    assert overall is not None and (overall.journey, overall.step) == (None, None)
    assert book.find("nothing") is None


def test_a_conversation_knows_the_team_of_those_who_took_part() -> None:
    people = (Participant("a", Role.AGENT, "north"), Participant("c", Role.CUSTOMER))
    talk = Conversation("i", (), None, participants=people)  # type: ignore[arg-type]
    assert [talk.team_of(one) for one in ("a", "c", "x", None)] == ["north", None, None, None]


@pytest.mark.parametrize(
    "wrong",
    [
        (0.5, 0.4, 0.6, 0),
        (0.5, 0.4, 0.6, -1),
        (nan, 0.4, 0.6, 9),
        (inf, 0.4, 0.6, 9),
        (0.5, 0.6, 0.4, 9),
        (0.5, nan, 1, 9),
    ],
)
def test_a_figure_without_ratings_or_interval_cannot_be_made(wrong: tuple[float, float, float, int]) -> None:
    with pytest.raises(ValueError, match="estimate"):
        Estimate(*wrong)
    assert Estimate(0.5, -inf, inf, 1)


def test_estimates_are_columns_of_estimates() -> None:
    some = Estimates([0.1, 0.2], [0.0, 0.1], [0.3, 0.4], [5, 6], [2, 3], [1, 2], 0.9)
    assert list(some) == [Estimate(0.1, 0.0, 0.3, 5, 2, 1, 0.9), Estimate(0.2, 0.1, 0.4, 6, 3, 2, 0.9)]  # type: ignore[call-overload]
    assert Estimates([0.1], [0.0], [0.3], [5])[0].clusters is None
    with pytest.raises(ValueError, match="one by one"):
        Estimates([0.1, 0.2], [0.0], [0.3], [5])


def test_an_answer_is_read_group_by_group() -> None:
    figures = {"f": Estimates([0.1, 0.2], [0, 0], [1, 1], [5, 6])}
    answer = Answer("m", ("site",), {"site": ["a", None]}, figures, {"verdict": ["x", "y"]})
    rows: list[Any] = [(row.keys, row.figures["f"].n, row.facts) for row in answer.rows]
    assert rows == [({"site": "a"}, 5, {"verdict": "x"}), ({"site": None}, 6, {"verdict": "y"})] and len(answer) == 2
    assert list(Answer("m", (), {}, {}, {}, ("a note",)).rows) == []


def test_faults_are_told_once_each_in_the_order_of_their_places() -> None:
    faults = [
        Fault("a.yaml", 2, 1, "X1", "second"), Fault("a.yaml", 10, 1, "X1", "third"),
        Fault("b.yaml", 1, 1, "X1", "last"), Fault("a.yaml", 0, 0, "X2", "of the file", "look there"),
    ]  # fmt: skip
    random.Random(1).shuffle(faults)
    error = BookFault([*faults, faults[0]])
    assert [fault.message for fault in error.faults] == ["of the file", "second", "third", "last"]
    assert str(error).splitlines() == [
        "a.yaml X2 of the file", "    hint: look there", "a.yaml:2:1 X1 second", "a.yaml:10:1 X1 third",
        "b.yaml:1:1 X1 last",
    ]  # fmt: skip


def test_all_faults_are_of_one_tree() -> None:
    assert issubclass(BookFault, InputFault) and issubclass(QuestionFault, InputFault)
    assert issubclass(InputFault, ClearbarError) and issubclass(EngineFault, ClearbarError)
    assert EngineFault("refused", "select 1").sql == "select 1"


def test_a_word_cannot_be_changed() -> None:
    one = Estimate(0.5, 0.4, 0.6, 9)
    for field in fields(one):
        with pytest.raises(FrozenInstanceError):
            setattr(one, field.name, 1)
