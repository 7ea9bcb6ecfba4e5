"""Maps: the file in which somebody says what the columns of a table mean."""

from __future__ import annotations

import json
from pathlib import Path

from clearbar.intake import tables
from clearbar.intake.tables import Map

__all__ = ["Map", "read_map", "write_map_schema"]

MOST_BYTES = 2_000_000
"""No map is read beyond this; the reader then says that it is too large."""


def read_map(path: Path | str) -> Map:
    """The map in a YAML file. Raises InputFault with every fault found, OSError where there is no such file."""
    with Path(path).open("rb") as stream:
        return tables.read_map(str(path), stream.read(MOST_BYTES))


def write_map_schema(folder: Path) -> Path:
    """Writes the JSON Schema of a map into `folder`, for completion in editors; the file written."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "map.schema.json"
    file.write_text(json.dumps(tables.map_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return file
