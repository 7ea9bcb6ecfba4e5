"""What is asked about the steps of a journey: what comes first, what comes next, and in which order all of them.

A question about the order of all steps belongs to the standard whose check judges that order; where none does, to the
first standard of the journey.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.quiz import Kind, Question
from clearbar.practice.questions.place import LEAST, SHOWN, Place, option

MOST_STEPS = 6
"""Steps that are shown to be put in order; of a longer journey, so many are drawn."""


def neighbours(place: Place) -> Iterator[Question]:
    """What comes first, or right after the step before this one; asked of the first standard of each step."""
    titles = _titles(place)
    if len(titles) < LEAST + 1 or place.step.standards[0].id != place.standard.id:
        return
    at = titles.index(place.step.title)
    before = titles[at - 1] if at else ""
    wrong = [one for one in titles if one not in {place.step.title, before}]
    options = (option(place.step.title, 1.0), *map(option, wrong))
    if at == 0:
        stem, explanation = place.said.first.format(place.journey.title), _all(place, titles)
    else:
        stem = place.said.next.format(place.journey.title, before)
        explanation = place.said.is_next.format(before, place.step.title)
    if len(options) >= LEAST:
        yield place.question("first" if at == 0 else "next", stem, options, explanation, shown=SHOWN)


def order(place: Place) -> Iterator[Question]:
    """All steps in their order."""
    titles = _titles(place)
    if len(titles) < LEAST or _judge_of_order(place) != place.standard.id:
        return
    options = [option(one) for one in titles]
    stem = place.said.order.format(place.journey.title)
    yield place.question("order", stem, options, _all(place, titles), kind=Kind.ORDER, shown=MOST_STEPS)


def _judge_of_order(place: Place) -> str:
    standards = [one for step in place.journey.steps for one in step.standards]
    judges = [one.id for one in standards if one.check is not None and one.check.kind == "steps"]
    return [*judges, *(one.id for one in standards)][0]


def _titles(place: Place) -> list[str]:
    """The titles of the journey's steps; nothing where two are the same, so that no order could be told."""
    titles = [step.title for step in place.journey.steps]
    return titles if len(set(titles)) == len(titles) else []


def _all(place: Place, titles: list[str]) -> str:
    return place.said.steps.format(" → ".join(titles))
