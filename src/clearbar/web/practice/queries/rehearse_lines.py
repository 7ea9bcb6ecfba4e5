"""A rehearsal as it is read: line by line, with the customer's patience in words and a shape, and what each did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clearbar.model.scenario import STAFF
from clearbar.web.bridge.rehearsing import Line
from clearbar.web.practice.models.rehearse import Rehearsal

MOST_PATIENCE = 10
_PATIENCE = ((8, "has plenty of patience"), (5, "is patient"), (3, "is losing patience"), (1, "is about to give up"))


@dataclass(frozen=True)
class Patience:
    """How much patience the customer has: 0 to 10, in words, and as places that are full or empty."""

    value: int

    @property
    def says(self) -> str:
        """In words."""
        return next((words for least, words in _PATIENCE if self.value >= least), "has no patience left")

    @property
    def places(self) -> list[bool]:
        """Ten places, full as far as it goes."""
        return [place < self.value for place in range(MOST_PATIENCE)]


@dataclass(frozen=True)
class Note:
    """What one line did to one standard."""

    name: str
    cleared: bool
    says: str
    example: str


@dataclass(frozen=True)
class ShownLine:
    """One thing said, and how patient the customer was after it. Of staff `number` counts them from 0; `says` tells
    what it did, `notes` what it showed of which standard, `example` what an exemplary answer would have been."""

    place: int
    is_staff: bool
    number: int
    text: str
    patience: Patience
    says: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    example: str = ""


def said(turns: Sequence[Mapping[str, Any]], since: int = 0) -> list[ShownLine]:
    """What was said, from place `since` on."""
    found, staff = [], 0
    for place, turn in enumerate(turns):
        is_staff = turn["role"] == STAFF
        found.append(ShownLine(place, is_staff, staff, turn["text"], Patience(int(turn["patience"]))))
        staff += is_staff
    return found[since:]


def told(one: Rehearsal, lines: Sequence[Line], names: Mapping[str, str]) -> list[ShownLine]:
    """What was said in a rehearsal, with what each line of staff did and showed."""
    known = {line.place: line for line in lines}
    return [_with(each, known.get(each.place), one, names) for each in said(one.turns)]


def _with(shown: ShownLine, line: Line | None, one: Rehearsal, names: Mapping[str, str]) -> ShownLine:
    if not shown.is_staff:
        return shown
    checked = [each for each in one.shown if each["by"] != "scenario" and _points_at(each, shown.place)]
    notes = tuple(_note(each, names) for each in checked)
    if line is None:
        return replace(shown, notes=notes)
    better, worse = (tuple(names.get(each, each) for each in found) for found in (line.better, line.worse))
    return replace(shown, says=line.says, notes=notes, better=better, worse=worse, example=line.example)


def _points_at(each: Mapping[str, Any], place: int) -> bool:
    """Whether a check has this line to tell of. What was cleared by all lines together is told once, above them."""
    return place in each["turns"] and not (each["cleared"] and len(each["turns"]) > 1)


def standards(one: Rehearsal, names: Mapping[str, str]) -> list[Note]:
    """What the whole talk showed of each standard."""
    return [_note(each, names) for each in one.shown]


def _note(one: Mapping[str, Any], names: Mapping[str, str]) -> Note:
    return Note(names.get(one["standard"], one["standard"]), one["cleared"], one["says"], one["example"])
