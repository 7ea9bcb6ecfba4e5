"""Which column of a table feeds which column of the evidence. All that is missing is told at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from clearbar.intake.tables.blocks import Table
from clearbar.intake.tables.cells import level_reader
from clearbar.intake.tables.map import Map
from clearbar.intake.tables.reasons import Reason
from clearbar.intake.tables.shape import TARGETS, QuestionShape
from clearbar.model.errors import Fault, InputFault

PER_QUESTION = ("level", "expected", "desired", "millis")
_MOST_NAMED = 12


@dataclass(frozen=True)
class Question:
    """One question of each row: its standard (None where a column names it), and its columns by what they mean."""

    standard: str | None
    columns: Mapping[str, int]
    level: Callable[[str], int | Reason]


@dataclass(frozen=True)
class Plan:
    """What is read. Numbers are places in `wanted`, which are places in the table's own names."""

    names: tuple[str, ...]
    wanted: tuple[int, ...]
    shared: Mapping[str, int]
    constants: Mapping[str, str]
    questions: tuple[Question, ...]
    not_read: tuple[str, ...]

    @property
    def wide(self) -> bool:
        """Whether a row holds several questions."""
        return self.questions[0].standard is not None


@dataclass
class _Header:
    """The names of a table's columns as people look for them."""

    table: Table
    how: Map
    file: str
    faults: list[Fault] = field(default_factory=list)
    wanted: dict[int, int] = field(default_factory=dict)

    def find(self, name: str, path: tuple[int | str, ...] = ()) -> int | None:
        """The place in `wanted` of the column of this name; a fault where there are two."""
        names = [one.strip() for one in self.table.names]
        found = [at for at, one in enumerate(names) if one == name]
        if not found:
            found = [at for at, one in enumerate(names) if _plain(one) == _plain(name) and one]
        if len(found) > 1:
            hint = "rename one of them, or let a map name another"
            self.faults.append(self._fault(path, "CI033", f"two columns are called `{name}`", hint))
        return self.wanted.setdefault(found[0], len(self.wanted)) if found else None

    def named(self, name: str, path: tuple[int | str, ...]) -> int | None:
        """The same for a column that a map names: a fault where there is none."""
        found = self.find(name, path)
        if found is None:
            message = f"the table has no column `{name}`"
            self.faults.append(self._fault(path, "CI032", message, self.near(name)))
        return found

    def near(self, name: str) -> str:
        """A hint with the names that are like this one, or all where they are few."""
        names = [one.strip() for one in self.table.names[: self.table.sure] if one.strip()]
        close = get_close_matches(_plain(name), [_plain(one) for one in names], n=1, cutoff=0.6)
        if close:
            return f"did you mean `{next(one for one in names if _plain(one) == close[0])}`?"
        return f"there are: {', '.join(names)}" if 0 < len(names) <= _MOST_NAMED else ""

    @property
    def is_unparted(self) -> bool:
        """Whether the header looks as if another delimiter stood between its names."""
        return len(self.table.names) == 1 and any(sign in self.table.names[0] for sign in ",;\t|")

    def is_sure(self, place: int | None) -> bool:
        """Whether the column is there, and not just awaited."""
        own = next((own for own, found in self.wanted.items() if found == place), None)
        return own is not None and own < self.table.sure

    def _fault(self, path: tuple[int | str, ...], code: str, message: str, hint: str) -> Fault:
        return self.how.fault(path, code, message, hint) if path else Fault(self.file, 0, 0, code, message, hint)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def make_plan(table: Table, how: Map, file: str) -> Plan:
    """What to read of a table. Raises InputFault with all that is missing or stands twice."""
    header = _Header(table, how, file)
    shape = how.shape
    fed: dict[str, int | None] = {}
    for target, column in shape.columns.items():
        fed[target] = header.named(column, ("columns", target))
    own = PER_QUESTION if shape.standards else ()
    for name in TARGETS:
        if name not in fed and name not in shape.constants and name not in own:
            fed[name] = None if shape.standards and name == "standard" else header.find(name)
    places = {name: place for name, place in fed.items() if place is not None}
    questions = tuple(_questions(header, places))
    header.faults += _needed(header, places)
    if header.faults:
        raise InputFault(header.faults)
    not_read = [name for at, name in enumerate(table.names[: table.sure]) if at not in header.wanted and name.strip()]
    wanted = tuple(header.wanted)
    return Plan(
        names=tuple(table.names[at].strip() for at in wanted),
        wanted=wanted,
        shared={name: place for name, place in places.items() if name not in PER_QUESTION},
        constants={target: value for target, value in shape.constants.items()},
        questions=questions,
        not_read=tuple(not_read),
    )


def _questions(header: _Header, places: Mapping[str, int]) -> Iterator[Question]:
    shape = header.how.shape
    if not shape.standards:
        columns = {name: places[name] for name in PER_QUESTION if name in places}
        yield Question(None, columns, level_reader(shape.levels))
    for standard, one in shape.standards.items():
        found = {name: header.named(column, ("standards", standard)) for name, column in _columns(one)}
        columns = {name: place for name, place in found.items() if place is not None}
        yield Question(standard, columns, level_reader(one.levels or shape.levels))


def _columns(one: QuestionShape) -> Iterator[tuple[str, str]]:
    for name in PER_QUESTION:
        if column := getattr(one, name):
            yield name, column


def _needed(header: _Header, places: Mapping[str, int]) -> Iterator[Fault]:
    shape = header.how.shape
    there = {name for name, place in places.items() if header.is_sure(place)}
    there |= {*shape.constants, *shape.columns}  # one that a map names and the table lacks is told already
    needed = [("source",), ("rated_at", "day", "week"), ("rating", "interaction")]
    if not shape.standards:
        needed = [("standard",), ("level",), *needed]
    if header.is_unparted:
        hint = "`delimiter` of a map says what stands between cells"
        yield Fault(header.file, 0, 0, "CI034", "the header is one column only: is the delimiter another?", hint)
        return
    for names in needed:
        if not there & set(names):
            said = " or ".join(f"`{name}`" for name in names)
            near = next((hint for name in names if (hint := header.near(name)).startswith("did")), "")
            how = "a map can name it (`columns`)" + (" or say it for all rows (`constants`)" if len(names) == 1 else "")
            yield Fault(header.file, 0, 0, "CI034", f"there is no column {said}", f"{near} {how}".strip())
