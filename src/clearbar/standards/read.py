"""Text → book. Every fault of every file is found before one is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from clearbar.model.book import OVERALL, Book, CheckCall, Dimension, Level, Source
from clearbar.model.errors import BookFault, Fault
from clearbar.standards.build import YES_NO, Said, build
from clearbar.standards.languages import language_faults, spoken, tags
from clearbar.standards.shape import LEVELS, BookShape, JourneyShape, StandardShape, StepShape
from clearbar.text.faults import did_you_mean, shape_faults
from clearbar.text.tree import Node, parse

BOOK_FILE = "book.yaml"
MOST_HINTS = 20
"""For so many unknown ids the nearest known one is looked up: in a large book each look takes its time."""

Kinds = Mapping[str, type[BaseModel]]
"""The kinds of automatic checks, each with the shape of its settings."""

_S = TypeVar("_S", bound=BaseModel)


@dataclass(frozen=True)
class _File(Generic[_S]):
    """One file as far as it could be read: in the book's own language, and in the others that it knows."""

    name: str
    node: Node | None
    shape: _S | None
    others: Mapping[str, _S]

    def said(self, tag: str) -> _S:
        """What it says in the language `tag`; in the book's own where it does not know that one."""
        shape = self.others.get(tag, self.shape)
        if shape is None:
            raise LookupError(f"{self.name} has faults and says nothing")
        return shape


@dataclass(frozen=True)
class Readable:
    """A book that could be read, with the text and the tree of each of its files."""

    book: Book
    texts: Mapping[str, str]
    trees: Mapping[str, Node]


@dataclass(frozen=True)
class _Stand:
    """A standard with its path in a journey file."""

    file: _File[JourneyShape]
    path: tuple[int | str, ...]
    step: StepShape
    shape: StandardShape

    def fault(self, key: str, code: str, message: str, hint: str = "") -> Fault:
        line, column = self.file.node.place((*self.path, key)) if self.file.node else (0, 0)
        return Fault(self.file.name, line, column, code, message, hint)


def read_book(files: Mapping[str, bytes], kinds: Kinds) -> Book:
    """The book in `files` (name relative to its folder → content).

    `kinds` are the checks that a standard may ask for. Raises BookFault with every fault found.
    """
    return read(files, kinds).book


def read(files: Mapping[str, bytes], kinds: Kinds) -> Readable:
    """The book in `files` as `read_book` reads it, with where everything stands."""
    faults = _absent(files)
    trees = {name: _parsed(name, files[name], faults) for name in sorted(files)}
    own = _own_language(trees.get(BOOK_FILE))
    head = _read(BOOK_FILE, trees.get(BOOK_FILE), own, BookShape, faults)
    journeys = [_read(name, node, own, JourneyShape, faults) for name, node in trees.items() if name != BOOK_FILE]
    stands = [stand for file in journeys for stand in _stands(file)]
    faults += _twice(journeys)
    faults += [fault for stand in stands for fault in _levels(stand)]
    known = {name: place for file in journeys for name, place in _written_ids(file)}
    dimensions = {stand.shape.id: stand.shape.dimension for stand in stands}
    faults += _pairs(stands, known, dimensions)
    calls: dict[str, CheckCall] = {}
    for stand in stands:
        faults += _call(stand, kinds, calls)
    if faults or head.shape is None:
        raise BookFault(faults)
    further = {*head.others, *(tag for file in journeys for tag in file.others)}
    others = {tag: _said(head, journeys, tag) for tag in sorted(further)}
    book = build(_said(head, journeys, own), others, calls)
    texts = {name: content.decode("utf-8-sig") for name, content in files.items()}
    return Readable(book, texts, {name: node for name, node in trees.items() if node})


def _said(head: _File[BookShape], journeys: list[_File[JourneyShape]], tag: str) -> Said:
    return head.said(tag), [file.said(tag) for file in journeys]


def _own_language(head: Node | None) -> str:
    """The book's own language as far as it can be told before the head is known to be sound."""
    said = _word(head, "language") if head else None
    return said[0] if said else str(BookShape.model_fields["language"].default)


def _absent(files: Mapping[str, bytes]) -> list[Fault]:
    faults = []
    if BOOK_FILE not in files:
        hint = "begin with two lines: `organisation: …` and `value: …`"
        faults.append(Fault(BOOK_FILE, 0, 0, "CB013", "the book has no book.yaml", hint))
    if not any(name != BOOK_FILE for name in files):
        hint = "write one file for each journey, such as journeys/buy.yaml"
        faults.append(Fault("journeys", 0, 0, "CB013", "the book has no journey", hint))
    return faults


def _parsed(name: str, content: bytes, faults: list[Fault]) -> Node | None:
    node, found = parse(name, content)
    faults += found
    if node is None and not found:
        faults.append(Fault(name, 1, 1, "CB006", "the file is empty"))
    return node


def _read(name: str, node: Node | None, own: str, shape: type[_S], faults: list[Fault]) -> _File[_S]:
    """The file in the book's own language and in each other one; what is wrong with it goes to `faults`."""
    if node is None:
        return _File(name, None, None, {})
    faults += language_faults(name, node, own)
    shapes = {tag: _shaped(name, node, (tag, own), shape, faults) for tag in {own, *tags(node)}}
    sound = {tag: one for tag, one in shapes.items() if one is not None and tag != own}
    return _File(name, node, shapes[own], sound)


def _shaped(name: str, node: Node, tag_and_own: tuple[str, str], shape: type[_S], faults: list[Fault]) -> _S | None:
    try:
        return shape.model_validate(spoken(node, *tag_and_own))
    except ValidationError as error:
        faults += shape_faults(name, node, error, shape)
        return None


def _stands(file: _File[JourneyShape]) -> Iterator[_Stand]:
    for i, step in enumerate(file.shape.steps if file.shape else ()):
        for j, standard in enumerate(step.standards):
            yield _Stand(file, ("steps", i, "standards", j), step, standard)


def _items(node: Node | None, key: str) -> list[Node]:
    inside = node.value.get(key) if node and isinstance(node.value, dict) else None
    return inside.value if inside and isinstance(inside.value, list) else []


def _word(node: Node, key: str) -> tuple[str, Node] | None:
    inside = node.value.get(key) if isinstance(node.value, dict) else None
    return (inside.value, inside) if inside and isinstance(inside.value, str) else None


def _written_ids(file: _File[JourneyShape]) -> Iterator[tuple[str, Node]]:
    """Ids of standards as written, also in a file that has other faults."""
    for step in _items(file.node, "steps"):
        for standard in _items(step, "standards"):
            if found := _word(standard, "id"):
                yield found


def _twice(journeys: list[_File[JourneyShape]]) -> list[Fault]:
    """Ids that stand twice: journeys and standards in the whole book, steps within their journey."""
    faults: list[Fault] = []
    journey_ids: dict[str, str] = {}
    standard_ids = {OVERALL: f"{BOOK_FILE}, where it is the verdict on the whole"}
    for file in journeys:
        if file.node and (found := _word(file.node, "journey")):
            _claim(journey_ids, *found, file.name, "journey", faults)
        step_ids: dict[str, str] = {}
        for step in _items(file.node, "steps"):
            if found := _word(step, "step"):
                _claim(step_ids, *found, file.name, "step", faults)
        for name, node in _written_ids(file):
            _claim(standard_ids, name, node, file.name, "standard", faults)
    return faults


def _claim(taken: dict[str, str], name: str, node: Node, file: str, what: str, faults: list[Fault]) -> None:
    if name in taken:
        message = f"the {what} id `{name}` is taken: {taken[name]}"
        faults.append(Fault(file, node.line, node.column, "CB008", message, "ids stay for ever: choose a new one"))
    else:
        taken[name] = f"{file}:{node.line}"


def _levels(stand: _Stand) -> Iterator[Fault]:
    described = {LEVELS[name] for name in stand.shape.levels}
    if described and described != YES_NO and described != set(Level):
        missing = ", ".join(level.name.lower() for level in Level if level not in described)
        hint = f"missing: {missing}; or keep only `good` (met) and `underperforming` (missed)"
        yield stand.fault("levels", "CB010", "levels describe all five, or good and underperforming", hint)
    if described == YES_NO and LEVELS[stand.shape.bar] != Level.GOOD:
        hint = "leave `bar` out, or describe all five levels"
        yield stand.fault("bar", "CB010", "the bar of a yes/no standard is `good`", hint)


def _pairs(stands: list[_Stand], known: Mapping[str, Node], dimensions: Mapping[str, Dimension | None]) -> list[Fault]:
    faults: list[Fault] = []
    names = list(known)
    for stand in stands:
        faults += _pair(stand, known, dimensions, names if len(faults) < MOST_HINTS else [])
    return faults


def _pair(
    stand: _Stand, known: Mapping[str, Node], dimensions: Mapping[str, Dimension | None], names: list[str]
) -> Iterator[Fault]:
    pair = stand.shape.pairs_with
    if pair is None:
        return
    if pair == stand.shape.id:
        yield stand.fault("pairs_with", "CB011", "a standard cannot guard itself")
    elif pair not in known:
        yield stand.fault("pairs_with", "CB009", f"no standard has the id `{pair}`", did_you_mean(pair, names))
    elif stand.shape.dimension is not Dimension.PROMPTNESS:
        hint = "say `dimension: promptness`, or leave `pairs_with` out"
        yield stand.fault("pairs_with", "CB011", "only a timed standard (promptness) is paired", hint)
    elif dimensions.get(pair) is Dimension.PROMPTNESS:
        hint = "name a standard of courtesy or outcome"
        yield stand.fault("pairs_with", "CB011", f"`{pair}` is timed too, so it cannot guard against haste", hint)


def _call(stand: _Stand, kinds: Kinds, calls: dict[str, CheckCall]) -> list[Fault]:
    """Reads the `check:` block of a standard into `calls`; its faults."""
    given = stand.shape.check
    if given is None:
        if Source.CHECK in stand.shape.measured_by:
            hint = f"add a `check:` block with a kind: {', '.join(kinds)}"
            return [stand.fault("measured_by", "CB009", "measured by a check, but none is given", hint)]
        return []
    kind = given.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        hint = did_you_mean(str(kind or ""), list(kinds))
        return [
            stand.fault("check", "CB012", f"unknown kind of check: `{kind}`" if kind else "`kind` is missing", hint)
        ]
    try:
        settings = kinds[kind].model_validate({key: value for key, value in given.items() if key != "kind"})
    except ValidationError as error:
        return _settings_faults(stand, error, kinds[kind])
    calls[stand.shape.id] = CheckCall(kind, settings.model_dump(mode="json", exclude_defaults=True))
    return []


def _settings_faults(stand: _Stand, error: ValidationError, shape: type[BaseModel]) -> list[Fault]:
    node: Any = stand.file.node
    for part in (*stand.path, "check"):
        node = node.value[part]
    found = shape_faults(stand.file.name, node, error, shape)
    return [Fault(one.file, one.line, one.column, "CB012", one.message, one.hint) for one in found]
