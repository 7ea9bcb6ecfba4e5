"""What changed after an agreement, as it is kept with the coaching and as the two read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from clearbar.model.coaching import Change, Turned
from clearbar.model.estimate import Estimate
from clearbar.web.audit.seals import unseal
from clearbar.web.bridge import coaching as bridge
from clearbar.web.followup.models.coaching import Coaching

FIGURES = ("before", "after", "difference", "alone", "rise", "beyond")
HEADLINES = {
    Turned.ROSE: "It rose, by more than it would have risen by itself",
    Turned.PERHAPS: "It rose; that may have come by itself",
    Turned.FELL: "It is lower than was to be expected",
    Turned.CANNOT_TELL: "Too few ratings to tell whether it changed",
}
WIDTH = 560
"""Of the picture of a change, in its own units."""


def plain(change: Change) -> dict[str, Any]:
    """A change as plain data."""
    return asdict(change)


def kept(coaching: Coaching) -> Change | None:
    """The change that a coaching was closed with; None where it was closed without, or where it was erased."""
    told = unseal(coaching.person, coaching.outcome)
    return _read(told) if told else None


def _read(told: Mapping[str, Any]) -> Change:
    figures = {name: Estimate(**told[name]) if told.get(name) else None for name in FIGURES}
    return Change(
        **figures,
        turned=Turned(told["turned"]),
        more=told.get("more"),
        fresh=told.get("fresh", 0),
        notes=tuple(told.get("notes", ())),
    )


@dataclass(frozen=True)
class Mark:
    """One row of the picture: what it is, the figure in words, and where dot and interval lie, in units of WIDTH."""

    name: str
    says: str
    y: int
    at: float
    low: float
    high: float
    is_hollow: bool


@dataclass(frozen=True)
class Told:
    """A change as it is read: a sentence, further sentences, a picture, what must be known of it."""

    headline: str
    sentences: tuple[str, ...]
    marks: tuple[Mark, ...]
    notes: tuple[str, ...]
    can_be_told: bool
    target: float | None
    """Where the target stands in the picture."""


def told(change: Change, target: float | None) -> Told:
    """A change in words and as a picture; `target` is the share that the standard demands."""
    headline = HEADLINES[change.turned]
    if change.after is None:
        headline = f"{_ratings(change.fresh)} so far: too few to tell what changed"
    marks = [_mark(place, *row) for place, row in enumerate(_rows(change))]
    return Told(
        headline,
        tuple(one for one in _sentences(change) if one),
        tuple(marks),
        change.notes,
        change.after is not None,
        WIDTH * target if target is not None else None,
    )


def _mark(place: int, name: str, says: str, one: Estimate, is_hollow: bool) -> Mark:
    return Mark(name, says, 30 + 44 * place, WIDTH * one.value, WIDTH * one.low, WIDTH * one.high, is_hollow)


def _rows(change: Change) -> Iterator[tuple[str, str, Estimate, bool]]:
    if change.before:
        yield "Before", bridge.in_words(change.before), change.before, False
    if change.alone and change.before:
        low, high = round(100 * change.alone.low), round(100 * change.alone.high)
        says = f"about {round(100 * change.alone.value)} % ({low}–{high} %)"
        yield "To be expected by itself", says, change.alone, True
    if change.after:
        yield "Since the agreement", bridge.in_words(change.after), change.after, False


def _sentences(change: Change) -> Iterator[str]:
    """Paragraphs: what was and is, what would have come by itself, what would settle it."""
    yield " ".join(_counted(change))
    if change.rise:
        beyond = f" Beyond that it is {bridge.points(change.beyond)}." if change.beyond else ""
        yield (
            f"By itself {bridge.points(change.rise)} were to be expected: after a poor stretch chance alone often"
            f" makes the next one better, and after a good one worse.{beyond}"
        )
    if change.more and change.after is None:
        yield f"{change.more} more fresh {_plural('rating', change.more)} would make a figure."
    elif change.more:
        yield f"About {change.more} more fresh {_plural('rating', change.more)} would tell, if it stays as it is."
    elif change.turned in {Turned.CANNOT_TELL, Turned.PERHAPS} and change.after:
        yield "More ratings may not settle it: it lies too near to what was to be expected."


def _counted(change: Change) -> Iterator[str]:
    if change.before:
        yield f"Before, {bridge.in_words(change.before)} reached the bar."
    if change.after:
        yield f"Since the agreement, {bridge.in_words(change.after)} {'did' if change.before else 'reached the bar'}."
    if change.difference:
        yield f"That is a change of {bridge.points(change.difference)}."


def _ratings(count: int) -> str:
    return f"{count or 'No'} fresh {_plural('rating', count)}"


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def figure(one: Estimate | None) -> str:
    """A figure in words; empty where there is none."""
    return bridge.in_words(one)
