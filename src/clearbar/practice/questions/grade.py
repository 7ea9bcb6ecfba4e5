"""An answer → its credit, 0..1, with what is said of each choice. Pure: the same answer is always worth the same.

**One choice** (single, level, situation): the worth of the option. Of a situation that is the experts' view of it (see
`worth.py`). More than one choice is no answer.

**Tick all that are right** (multiple, deviation): the share of the right ones that were ticked, less the share of the
wrong ones that were, and never below 0 (Youden's index; Youden 1950, Cancer 3:32). Ticking everything is worth as much
as ticking nothing.

**Put in order**: of all pairs of steps, those in the right order less those in the wrong one, as a share of all, and
never below 0 (Kendall's τ; Kendall 1938, Biometrika 30:81). A pair with a step that was left out counts neither way.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from clearbar.model.quiz import NONE, ONE, Answer, Credit, Kind, Option, Part, Question, Variant
from clearbar.practice.questions.show import shown_options, variant


def grade(question: Question, answer: Answer) -> Credit:
    """What an answer is worth. Raises ValueError where it is to another question, or names what was not shown."""
    shown = variant(question, answer.seed, answer.attempt)
    options = shown_options(question, shown)
    _fits(question, shown, answer)
    credit = _credit(question, options, answer.chosen)
    return Credit(
        question.id,
        question.standard,
        question.edition,
        answer.attempt,
        credit,
        credit >= 1,
        tuple(_parts(question, options, answer.chosen)),
        question.explanation,
    )


def _fits(question: Question, shown: Variant, answer: Answer) -> None:
    if answer.question != question.id:
        raise ValueError(f"this answers the question {answer.question}, not {question.id}")
    known = {one.id for one in shown.choices}
    if foreign := [one for one in answer.chosen if one not in known]:
        raise ValueError(f"the answer names what was not shown: {', '.join(foreign)}")


def _credit(question: Question, options: Sequence[Option], chosen: Sequence[str]) -> float:
    """Of what was chosen twice, the first counts."""
    named = list(dict.fromkeys(chosen))
    if question.kind is Kind.ORDER:
        return in_order([one.id for one in _in_right_order(question, options)], named)
    if question.kind in ONE:
        worth = {one.id: one.worth for one in options}
        return worth[named[0]] if len(named) == 1 else 0.0
    return ticked(
        {one.id for one in options if one.worth >= 1}, {one.id for one in options if one.worth < 1}, set(named)
    )


def ticked(right: set[str], wrong: set[str], chosen: set[str]) -> float:
    """The credit for what was ticked among the right and the wrong ones."""
    if not right:
        return 0.0
    hits = len(right & chosen) / len(right)
    return max(0.0, hits - (len(wrong & chosen) / len(wrong) if wrong else 0.0))


def in_order(right: Sequence[str], given: Sequence[str]) -> float:
    """The credit for steps in the order `given`, where `right` is theirs. One step alone has no order and is worth
    nothing."""
    place = {one: i for i, one in enumerate(given)}
    pairs = list(combinations(right, 2))
    told = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    return max(0.0, sum(1 if a < b else -1 for a, b in told) / len(pairs)) if pairs else 0.0


def _in_right_order(question: Question, options: Sequence[Option]) -> list[Option]:
    return [one for one in question.options if one in options]


def _parts(question: Question, options: Sequence[Option], chosen: Sequence[str]) -> list[Part]:
    named = list(dict.fromkeys(chosen))
    if question.kind is not Kind.ORDER:
        return [Part(one.id, one.text, one.id in named, one.worth >= 1, one.says) for one in options]
    right = _in_right_order(question, options)
    return [
        Part(one.id, one.text, one.id in named, i < len(named) and named[i] == one.id, one.says)
        for i, one in enumerate(right)
    ]


__all__ = ["NONE", "grade", "in_order", "ticked"]
