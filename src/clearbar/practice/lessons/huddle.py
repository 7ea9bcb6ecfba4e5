"""Two minutes before the shift: which standard is it today, which story, and which question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clearbar.model.lesson import Huddle, Part, Voice
from clearbar.practice.lessons.tongues import quoted, words_of

FEWEST_VOICES = 5
"""So many customers must have said something of a standard before the words of one of them are a story: of fewer, a
team would know who it was."""


@dataclass(frozen=True)
class Turn:
    """A standard that waits for its huddle: every how many days it is to come, and when it last came, if ever."""

    standard: str
    every: int
    last: date | None = None


def next_turn(turns: Sequence[Turn], today: date) -> Turn | None:
    """Whose turn it is: one that never came, the most frequent first; else the one that is longest overdue for how
    often it should come. None without any.

    How far each is overdue grows with every day that it does not come, so each comes round, however many there are.
    Where turns are equal, the order of the book decides.
    """
    if not turns:
        return None
    never = [one for one in turns if one.last is None]
    if never:
        return min(never, key=lambda one: one.every)
    return max(turns, key=lambda one: _overdue(one, today))


def _overdue(turn: Turn, today: date) -> tuple[float, int]:
    days = (today - turn.last).days if turn.last else 0
    return days / max(turn.every, 1), -turn.every


def huddle_of(part: Part, language: str, voices: Sequence[Voice] = (), told_before: int = 0) -> Huddle:
    """The huddle about a standard. `told_before` counts those that there were about it: another story each time.

    The story is the house's own example; else what a customer said, praise before complaints, where `FEWEST_VOICES`
    did; else the levels of the standard, as two customers would tell them.
    """
    words = words_of(language)
    story, told = _story(part, language, voices, told_before)
    return Huddle(part, story, told, part.question, language, words)


def _story(part: Part, language: str, voices: Sequence[Voice], told_before: int) -> tuple[tuple[str, ...], str]:
    words = words_of(language)
    heard = sorted(voices, key=lambda one: not one.praise) if len(voices) >= FEWEST_VOICES else []
    stories: list[tuple[tuple[str, ...], str]] = []
    if part.example:
        stories.append(((words["own"], part.example), "own"))
    for one in heard:
        kind = "praise" if one.praise else "complaint"
        stories.append(((words[kind], quoted(language, one.text)), kind))
    stories = stories or [_levels(part, language)]
    return stories[told_before % len(stories)]


def _levels(part: Part, language: str) -> tuple[tuple[str, ...], str]:
    words = words_of(language)
    if part.best is None or part.worst is None:
        return (words["no_levels"],), "levels"
    worst, best = quoted(language, part.worst.says), quoted(language, part.best.says)
    return (words["two_days"], words["day_one"].format(level=worst), words["day_two"].format(level=best)), "levels"
