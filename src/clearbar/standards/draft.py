"""A book while it is edited: where its journeys, steps and standards stand in texts that may still have faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from clearbar.model.book import OVERALL
from clearbar.model.errors import BookFault, Fault
from clearbar.standards.read import BOOK_FILE
from clearbar.standards.shape import BookShape, JourneyShape, OverallShape, StandardShape, StepShape
from clearbar.text.shapes import Id
from clearbar.text.tree import parse
from clearbar.text.typed import Step, typed

Path = tuple[Step, ...]
Place = tuple[str, Path]
"""A file, and the path of a thing in it."""

JOURNEYS = "journeys/"
_YAML = (".yaml", ".yml")
_ID: TypeAdapter[str] = TypeAdapter(Id)


def _keys(shape: type[BaseModel]) -> tuple[str, ...]:
    return tuple(info.alias or name for name, info in shape.model_fields.items())


def _needed(shape: type[BaseModel]) -> frozenset[str]:
    return frozenset(info.alias or name for name, info in shape.model_fields.items() if info.is_required())


SHAPES: Mapping[str, type[BaseModel]] = {
    "book": BookShape,
    "overall": OverallShape,
    "journey": JourneyShape,
    "step": StepShape,
    "standard": StandardShape,
}
KEYS = {kind: _keys(shape) for kind, shape in SHAPES.items()}
"""The keys of each kind of thing, in the order in which they are written."""
NEEDED = {kind: _needed(shape) for kind, shape in SHAPES.items()}
DEFAULTS: Mapping[str, str] = {"bar": "good", "stage": "front", "for": "customer", "language": "en"}


def belongs(name: str) -> bool:
    """Whether a file of this name, relative to the folder, is one of a book: book.yaml, or a journey."""
    inside = name.removeprefix(JOURNEYS)
    return name == BOOK_FILE or (inside != name and "/" not in inside and inside.lower().endswith(_YAML))


def sound(name: str, text: str) -> dict[str, Any]:
    """What a file says. Raises BookFault where it cannot be read, or says a thing twice."""
    node, faults = parse(name, text.encode(errors="replace"))
    if faults:
        raise BookFault(faults)
    data = typed(text).data() if node and node.value is not None else {}
    if not isinstance(data, dict):
        raise BookFault([Fault(name, 1, 1, "CB007", "the file should be a mapping (`key: value` lines)")])
    return data


def journeys(files: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The files of journeys that can be read, with what they say."""
    for name in sorted(files):
        if belongs(name) and name != BOOK_FILE and not parse(name, files[name].encode(errors="replace"))[1]:
            data = typed(files[name]).data()
            if isinstance(data, dict):
                yield name, data


def own_language(files: Mapping[str, str]) -> str:
    """The language of the book's texts, as far as it can be told."""
    try:
        head = sound(BOOK_FILE, files.get(BOOK_FILE, ""))
    except BookFault:
        head = {}
    said = head.get("language")
    return str(said) if isinstance(said, str) and said else DEFAULTS["language"]


def items(data: Any, key: str) -> list[tuple[int, dict[str, Any]]]:
    """The mappings in the list under a key, each with its number."""
    inside = data.get(key) if isinstance(data, dict) else None
    return [(i, one) for i, one in enumerate(inside if isinstance(inside, list) else []) if isinstance(one, dict)]


def _standards(files: Mapping[str, str]) -> Iterator[tuple[str, Place]]:
    for name, data in journeys(files):
        for i, step in items(data, "steps"):
            for j, one in items(step, "standards"):
                yield str(one.get("id")), (name, ("steps", i, "standards", j))


def standard_at(files: Mapping[str, str], standard: str) -> Place:
    """Where a standard stands. Raises BookFault where there is none, as the others here do."""
    found = next((place for name, place in _standards(files) if name == standard), None)
    return found or _nowhere(files, "standard", standard)


def journey_at(files: Mapping[str, str], journey: str) -> Place:
    """The file of a journey."""
    found = next((name for name, data in journeys(files) if data.get("journey") == journey), None)
    return (found, ()) if found else _nowhere(files, "journey", journey)


def step_at(files: Mapping[str, str], journey: str, step: str) -> Place:
    """Where a step of a journey stands."""
    name, _ = journey_at(files, journey)
    steps = items(typed(files[name]).data(), "steps")
    found = next((i for i, one in steps if one.get("step") == step), None)
    return (name, ("steps", found)) if found is not None else _nowhere(files, "step", f"{journey}/{step}")


def _nowhere(files: Mapping[str, str], what: str, name: str) -> Place:
    broken = [fault for file in sorted(files) for fault in parse(file, files[file].encode(errors="replace"))[1]]
    hint = "it was taken out, or stands in a file that cannot be read"
    raise BookFault([*broken, Fault(BOOK_FILE, 0, 0, "CB009", f"no {what} has the id `{name}`", hint)])


def claim(files: Mapping[str, str], kind: str, name: str, file: str, journey: str = "") -> None:
    """Makes sure that a new id can be used. Raises BookFault where it is taken, or is none."""
    try:
        _ID.validate_python(name)
    except ValidationError as error:
        hint = "1 to 80 small letters, digits, dots, hyphens and underscores, a letter or digit first"
        raise BookFault([Fault(file, 0, 0, "CB007", f"`{name}` is no id", hint)]) from error
    if name in _taken(files, kind, journey):
        hint = "ids stay for ever: choose a new one"
        raise BookFault([Fault(file, 0, 0, "CB008", f"the {kind} id `{name}` is taken", hint)])


def _taken(files: Mapping[str, str], kind: str, journey: str) -> set[str]:
    if kind == "standard":
        return {OVERALL, *(name for name, _ in _standards(files))}
    known = list(journeys(files))
    if kind == "journey":
        return {str(data.get("journey")) for _, data in known}
    return {
        str(step.get("step")) for _, data in known if data.get("journey") == journey for _, step in items(data, "steps")
    }
