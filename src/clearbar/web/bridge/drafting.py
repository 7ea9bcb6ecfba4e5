"""A book while it is written: its things as fields, edits of its files, and what is wrong with it, at its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from clearbar.flow import define, lint
from clearbar.model.errors import BookFault, Fault
from clearbar.model.lint import Finding, Heard, Linted
from clearbar.web.bridge.books import Files

Outline = define.Outline
outline_of = define.outline_of
fields_of = define.fields_of
add_journey, remove_journey = define.add_journey, define.remove_journey
add_step, remove_step, move_step = define.add_step, define.remove_step, define.move_step
add_standard, remove_standard, move_standard = define.add_standard, define.remove_standard, define.move_standard
check_settings = define.check_settings

Fields = Mapping[str, Any]

_SETS: Mapping[str, Callable[[Files, str, Fields], dict[str, str]]] = {
    "book": lambda files, _, fields: define.set_book(files, fields),
    "journey": define.set_journey,
    "step": lambda files, name, fields: define.set_step(files, *_step(name), fields),
    "standard": define.set_standard,
}


def _step(name: str) -> tuple[str, str]:
    journey, _, step = name.partition("/")
    return journey, step


def set_fields(files: Files, kind: str, name: str, fields: Fields) -> dict[str, str]:
    """The files with these fields of a book, journey, step (JOURNEY/STEP) or standard. Raises BookFault where there is
    no such thing, ValueError for what no file can hold."""
    return _SETS[kind](files, name, fields)


@dataclass(frozen=True)
class Told:
    """A fault or a finding: its words, its place in the files, and the field that it speaks of. A fault bars the book
    from being published; a finding asks for a reason. `id` is empty where it is about the book."""

    is_fault: bool
    code: str
    message: str
    hint: str
    file: str
    line: int
    kind: str
    id: str
    field: str
    nth: int = 0
    """Its number among those of the same code at the same field, from 0."""

    @property
    def key(self) -> str:
        """What tells it from others, and stays while its line and its figures move."""
        return f"{self.code} {self.kind} {self.id} {self.field} {self.nth}"

    @property
    def place(self) -> str:
        """What it is about, in a few words."""
        what = f"{self.kind} {self.id}".strip()
        return what if self.field == "id" else f"{what}: {self.field}"


def told(files: Files, heard: Mapping[str, Heard] | None = None) -> tuple[Told, ...]:
    """All faults of the files, and what the rules find in those that have none; in the order of the files."""
    faults, linted = _linted(files, heard)
    said: tuple[Fault | Finding, ...] = (*faults, *linted.findings)
    found: list[Told] = []
    for placed in dict.fromkeys(_placed(files, one) for one in said):
        found.append(replace(placed, nth=sum((one.code, one.place) == (placed.code, placed.place) for one in found)))
    return tuple(found)


def _linted(files: Files, heard: Mapping[str, Heard] | None) -> tuple[tuple[Fault, ...], Linted]:
    """The faults, and what the rules find; where a journey cannot be read, in the others."""
    try:
        return (), lint.lint_texts(files, heard)
    except BookFault as fault:
        broken = {one.file for one in fault.faults}
        sound = {name: text for name, text in files.items() if name not in broken}
        return fault.faults, _linted(sound, heard)[1] if len(sound) < len(files) and len(sound) > 1 else Linted(())


def _placed(files: Files, one: Fault | Finding) -> Told:
    spot = define.place_of(files, one)
    is_fault = isinstance(one, Fault)
    return Told(is_fault, one.code, one.message, one.hint, one.file, one.line, spot.kind, spot.id, spot.field)
