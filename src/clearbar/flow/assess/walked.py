"""A journey as it was walked: book + clearance by step + what walks met → each step with all three."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clearbar.flow.assess.curves import curves
from clearbar.flow.assess.promised import promise_of
from clearbar.model.book import Book, Journey, Placed, Step
from clearbar.model.estimate import Answer
from clearbar.model.walked import Met, Walked, WalkedStep


def walked(
    book: Book, journey: Journey, clearance: Answer | None, met: Mapping[str, Sequence[Met]], walks: int
) -> Walked:
    """The journey with what customers say of its steps (`clearance`, by journey and step; None before anything was
    heard), what is promised, and what each of `walks` walks met, by step."""
    curve = next((one for one in curves(book, clearance) if one.journey == journey.id), None) if clearance else None
    heard = {point.step: point.clearance for point in curve.points} if curve else {}
    steps = []
    for step in journey.steps:
        targets = [one.target for one in step.standards if one.target is not None]
        promise, by = _promise(book, journey, step)
        found = tuple(met.get(step.id, ()))
        target = max(targets, default=None)
        steps.append(
            WalkedStep(step.id, step.title, step.stage, heard.get(step.id), target, promise, by, found)
        )  # fmt: skip
    ends = (curve.peak, curve.low, curve.end) if curve else (None, None, None)
    return Walked(journey.id, journey.title, walks, tuple(steps), *ends)


def _promise(book: Book, journey: Journey, step: Step) -> tuple[float | None, str]:
    """The shortest time that a standard of a step promises, and what that standard is called."""
    found = [
        (seconds, one.name or one.promise)
        for one in step.standards
        if (seconds := promise_of(Placed(one, journey, step), book.language))
    ]
    return min(found, default=(None, ""), key=lambda each: each[0] or 0.0)
