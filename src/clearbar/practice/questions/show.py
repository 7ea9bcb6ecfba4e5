"""A question → what is shown of it at one attempt. The same seed and attempt always show the same; the next attempt
shows something else, where there is anything else to show."""

from __future__ import annotations

from collections.abc import Sequence

from clearbar.model.quiz import ONE, Choice, Kind, Option, Question, Variant
from clearbar.practice.questions.lots import drawn, shuffled

_TRIES = 64
"""Where another variant exists, one of so many draws differs as good as surely: each does with probability 1/2 or
more."""
_IN_PLACE = frozenset({Kind.DEVIATION, Kind.LEVEL})
"""Kinds whose choices have an order of their own: lines of a conversation, and levels."""


def variant(question: Question, seed: str, attempt: int = 0) -> Variant:
    """What is shown at the attempt of this number, from 0. Attempts of one seed belong together: none shows what the
    one before it did, where the question has another variant. Steps to be ordered never begin in their right order."""
    shown: tuple[Option, ...] = ()
    for number in range(attempt + 1):
        shown = _other_than(shown, question, seed, number)
    return Variant(
        question.id,
        question.standard,
        question.kind,
        question.language,
        question.stem,
        tuple(Choice(one.id, one.text) for one in shown),
        question.lines,
        seed,
        attempt,
        1 if question.kind in ONE else len(shown),
        question.seconds,
    )


def shown_options(question: Question, variant: Variant) -> tuple[Option, ...]:
    """The options that a variant shows, in its order. Raises ValueError where it is of another question."""
    known = {one.id: one for one in question.options}
    if variant.question != question.id or not all(one.id in known for one in variant.choices):
        raise ValueError(f"this is no variant of the question {question.id}")
    return tuple(known[one.id] for one in variant.choices)


def _other_than(before: tuple[Option, ...], question: Question, seed: str, number: int) -> tuple[Option, ...]:
    """A draw that differs from the one before, as far as there is one, and of an order is not the right one."""
    shown: tuple[Option, ...] = ()
    for salt in range(_TRIES):
        one = _draw(question, (question.id, seed, str(number), str(salt)))
        if question.kind is Kind.ORDER and _is_in_order(one, question.options):
            continue
        shown = shown or one
        if one != before:
            return one
    return shown


def _is_in_order(shown: Sequence[Option], options: Sequence[Option]) -> bool:
    places = [options.index(one) for one in shown]
    return places == sorted(places)


def _draw(question: Question, seed: tuple[str, ...]) -> tuple[Option, ...]:
    if question.kind in _IN_PLACE:
        return question.options
    if question.kind is Kind.ORDER:
        chosen = drawn(question.options, question.shown or len(question.options), *seed, "which")
        return tuple(shuffled(sorted(chosen, key=question.options.index), *seed, "order"))
    if not question.shown or question.kind is Kind.SITUATION:
        return tuple(shuffled(question.options, *seed, "order"))
    most = question.shown
    best = [one for one in question.options if one.worth >= 1]
    rest = [one for one in question.options if one.worth < 1]
    keep = 1 if question.kind in ONE else _rights(len(best), len(rest), most)
    right = drawn(best, keep, *seed, "right")
    wrong = drawn(rest, most - len(right), *seed, "wrong")
    return tuple(shuffled([*right, *wrong], *seed, "order"))


def _rights(rights: int, wrongs: int, most: int) -> int:
    """How many of the right ones are shown among `most`: all, but at least one wrong one beside them."""
    return min(rights, most - min(1, wrongs))
