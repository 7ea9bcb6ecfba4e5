"""Which format a file has, and its reader."""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO

from clearbar.intake.tables.blocks import Table
from clearbar.intake.tables.delimited import Delimited
from clearbar.intake.tables.json_lines import JsonLines
from clearbar.intake.tables.map import Map
from clearbar.model.errors import Fault, InputFault

FORMATS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xlsb": "excel",
    ".xls": "excel",
    ".ods": "excel",
}
"""The format by the end of a file's name."""

_BEGINS = ((b"PAR1", "parquet"), (b"PK\x03\x04", "excel"), (b"\xd0\xcf\x11\xe0", "excel"), (b"\x1f\x8b", "gzip"))


_PACKED = frozenset({".gz", ".zip", ".bz2", ".xz", ".zst", ".7z"})


def open_table(stream: BinaryIO, file: str, how: Map) -> Table:
    """The table in a stream that can be sought. Raises InputFault where nothing can be read."""
    kind = how.shape.format or FORMATS.get(PurePath(file).suffix.lower())
    if kind is None and PurePath(file).suffix.lower() in _PACKED:
        raise InputFault([Fault(file, 0, 0, "CI031", "a packed file is not read", "unpack it first")])
    if kind is None:
        hint = f"its name ends in none of {', '.join(FORMATS)}; `format` of a map says what it is"
        raise InputFault([Fault(file, 0, 0, "CI031", "the format of this file is not known", hint)])
    _refuse_other_content(stream, file, kind)
    if kind == "parquet":
        from clearbar.intake.tables.parquet import Parquet

        return Parquet(stream, file)
    if kind == "excel":
        from clearbar.intake.tables.workbook import Workbook

        return Workbook(stream, file, how)
    if kind == "jsonl":
        return JsonLines(stream, file, how.shape)
    return Delimited(stream, file, how.shape, "\t" if kind == "tsv" else None)


def _refuse_other_content(stream: BinaryIO, file: str, kind: str) -> None:
    """What begins as another format is not read as garbage."""
    begin = stream.read(8)
    stream.seek(0)
    if not begin:
        raise InputFault([Fault(file, 0, 0, "CI030", "the file is empty", "was it cut off?")])
    found = next((name for sign, name in _BEGINS if begin.startswith(sign)), None)
    if found and found != kind:
        hint = "unpack it first" if found == "gzip" else f"name it so, or say `format: {found}` in a map"
        raise InputFault([Fault(file, 0, 0, "CI031", f"this is no {kind}: it begins as {found} does", hint)])
