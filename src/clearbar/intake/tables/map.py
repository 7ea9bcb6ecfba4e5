"""A map: YAML text → what the columns of somebody's table mean, with every fault at its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from clearbar.intake.tables.shape import MapShape
from clearbar.model.errors import Fault, InputFault
from clearbar.text.faults import shape_faults
from clearbar.text.tree import Node, parse
from clearbar.text.zones import zone_of

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Map:
    """What columns mean, with where that stands. A map that says nothing reads columns by their own names."""

    shape: MapShape = field(default_factory=MapShape)
    file: str = ""
    node: Node | None = None

    def fault(self, path: tuple[int | str, ...], code: str, message: str, hint: str = "") -> Fault:
        """A fault at what stands at `path`."""
        line, column = self.node.place(path) if self.node else (0, 0)
        return Fault(self.file, line, column, code, message, hint)

    def in_zone(self, zone: str) -> Map:
        """The same with another zone. InputFault if there is none of this name."""
        if zone_of(zone) is None:
            hint = "write an IANA name such as Europe/Amsterdam"
            raise InputFault([Fault("--zone", 0, 0, "CI009", f"`{zone}` is not a known time zone", hint)])
        return replace(self, shape=self.shape.model_copy(update={"zone": zone}))


def read_map(file: str, content: bytes) -> Map:
    """The map in a YAML file. Raises InputFault with every fault found."""
    node, faults = parse(file, content)
    if node is None or faults:
        raise InputFault(faults or [Fault(file, 1, 1, "CB006", "the file is empty", "see docs/import.md")])
    try:
        shape = MapShape.model_validate(node.data())
    except ValidationError as error:
        raise InputFault(shape_faults(file, node, error, MapShape)) from error
    read = Map(shape, file, node)
    if found := list(_at_odds(read)):
        raise InputFault(found)
    return read


def _at_odds(read: Map) -> Iterator[Fault]:
    """What two keys say that cannot both be."""
    shape = read.shape
    for name in shape.columns:
        if name in shape.constants:
            yield read.fault(("constants", name), "CI033", f"`{name}` is a column too", "keep one of them")
    if shape.standards:
        for name in ("standard", "level", "expected", "desired"):
            if name in shape.columns or name in shape.constants:
                where = "columns" if name in shape.columns else "constants"
                hint = "`standards` names the columns of every question"
                yield read.fault((where, name), "CI033", f"`{name}` cannot stand beside `standards`", hint)


def map_schema() -> dict[str, Any]:
    """The JSON Schema of a map, for completion and checks in editors."""
    return {"$schema": _DRAFT, **MapShape.model_json_schema(), "title": "A Clearbar map of a table"}
