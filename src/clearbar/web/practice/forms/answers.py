"""Answers to questions: how a question is drawn, and what came back from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from clearbar.model.quiz import ONE, Choice, Credit, Kind, Line, Variant

CHOOSE = "Choose an answer first."
TICK = "Tick what fits first."
EACH_ONCE = "Give each number once, so that every step has its place."


@dataclass(frozen=True)
class ShownChoice:
    """A choice as it is drawn: whether it is chosen, and its number in an order."""

    id: str
    text: str
    chosen: bool
    number: int


@dataclass(frozen=True)
class ShownLine:
    """A line of a conversation, with its choice where it can be ticked."""

    line: Line
    choice: ShownChoice | None


@dataclass(frozen=True)
class Shown:
    """A question as it is drawn. `lines` come first, then the choices that are no lines."""

    stem: str
    kind: Kind
    lines: tuple[ShownLine, ...]
    choices: tuple[ShownChoice, ...]
    seconds: int
    language: str

    @property
    def is_order(self) -> bool:
        """Whether steps are put in order."""
        return self.kind is Kind.ORDER

    @property
    def is_one(self) -> bool:
        """Whether one choice is made."""
        return self.kind in ONE

    @property
    def numbers(self) -> range:
        """The places in an order."""
        return range(1, len(self.choices) + 1)

    @property
    def how(self) -> str:
        """What to do, in a few words."""
        if self.is_order:
            return "Give each step its number, the first one 1."
        if self.kind is Kind.DEVIATION:
            return "Tick each line that goes against it."
        return "Choose one." if self.is_one else "Tick all that are right."


def shown(variant: Variant, chosen: Sequence[str] = ()) -> Shown:
    """How a variant is drawn; with what was chosen before, of an order in the order given."""
    by = {one.id: _choice(one, place, chosen) for place, one in enumerate(variant.choices)}
    ticks = by if variant.kind is Kind.DEVIATION else {}  # of other kinds a choice may be called like a line
    lines = tuple(ShownLine(line, ticks.get(line.id)) for line in variant.lines)
    ticked = {one.choice.id for one in lines if one.choice}
    rest = tuple(one for one in by.values() if one.id not in ticked)
    return Shown(variant.stem, variant.kind, lines, rest, variant.seconds, variant.language)


def _choice(one: Choice, place: int, chosen: Sequence[str]) -> ShownChoice:
    number = list(chosen).index(one.id) + 1 if one.id in chosen else place + 1
    return ShownChoice(one.id, one.text, one.id in chosen, number)


def read(variant: Variant, data: QueryDict) -> tuple[tuple[str, ...], str]:
    """What was chosen, and what is wrong with it; empty where nothing is."""
    if variant.kind is Kind.ORDER:
        return _order(variant, data)
    known = {one.id for one in variant.choices}
    chosen = tuple(one for one in dict.fromkeys(data.getlist("choice")) if one in known)
    fault = CHOOSE if variant.kind in ONE else TICK
    fits = len(chosen) == 1 if variant.kind in ONE else bool(chosen)
    return chosen, "" if fits else fault


def _order(variant: Variant, data: QueryDict) -> tuple[tuple[str, ...], str]:
    places = {one.id: data.get(f"place-{one.id}", "") for one in variant.choices}
    wanted = {str(number) for number in range(1, len(places) + 1)}
    if set(places.values()) == wanted:
        return tuple(sorted(places, key=lambda one: int(places[one]))), ""
    known = [one for one in places if places[one] in wanted]
    return tuple(sorted(known, key=lambda one: int(places[one]))), EACH_ONCE


def verdict(credit: Credit) -> str:
    """What is said of an answer, first."""
    return "Right." if credit.right else "Partly right." if credit.credit > 0 else "Not this time."
