"""What can be wrong with a line, as codes, and how it is told.

A fault names the field and what is wrong with it. It never repeats a value, because a value may be what a customer
said; a key is repeated only if it looks like a key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from clearbar.intake.shapes import FIRST_YEAR, LAST_YEAR, ConversationShape
from clearbar.model.book import Setting, Source
from clearbar.model.conversation import Role
from clearbar.model.errors import Fault

CODES: Mapping[str, str] = {
    "CC001": "broken JSON",
    "CC002": "unknown key",
    "CC003": "missing key",
    "CC004": "wrong type",
    "CC005": "time without an offset",
    "CC006": "unknown time zone",
    "CC007": "not a level",
    "CC008": "unknown role, source or setting",
    "CC009": "interaction that came before in the file",
    "CC010": "line too long",
    "CC011": "not UTF-8",
    "CC012": "not a time, or a placeholder for one",
    "CC013": "value out of range",
    "CC014": "rating without a time",
    "CC015": "unknown standard",
    "CC016": "level that a yes/no standard does not have",
}
"""Every code of this room with what it stands for."""

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,30}")
_COLUMN = re.compile(r" at line \d+ column (\d+)$")
_TIME_HINT = "write it as 2026-03-02T10:00:00+01:00"
_CHOICES = {"role": Role, "source": Source, "setting": Setting}
_TOLD: Mapping[str, tuple[str, str, str]] = {
    "missing": ("CC003", "is missing", ""),
    "time_without_zone": ("CC005", "is a time without an offset", "end it with Z or an offset such as +01:00"),
    "time": ("CC012", "is not a time", _TIME_HINT),
    "time_range": (
        "CC012",
        f"is a time outside {FIRST_YEAR} to {LAST_YEAR}",
        "if this stands for an unknown time, leave it out",
    ),
    "time_type": ("CC004", "must be a time", _TIME_HINT),
    "zone": ("CC006", "is not a known time zone", "write an IANA name such as Europe/Amsterdam"),
    "level": ("CC007", "is not a level", "write 1 to 5, poor to exemplary, or true and false"),
    "string_type": ("CC004", "must be a text", ""),
    "bool_type": ("CC004", "must be true or false", ""),
    "int_type": ("CC004", "must be a whole number", ""),
    "int_from_float": ("CC004", "must be a whole number", ""),
    "float_type": ("CC004", "must be a number", ""),
    "list_type": ("CC004", "must be a list", ""),
    "model_type": ("CC004", "must be an object", ""),
    "string_too_short": ("CC013", "is empty", "leave it out"),
    "string_too_long": ("CC013", "is too long for an id", ""),
    "greater_than": ("CC013", "is too small", ""),
    "less_than_equal": ("CC013", "is too large", ""),
    "greater_than_equal": ("CC013", "is too small", ""),
    "finite_number": ("CC013", "is not a finite number", ""),
}


def fault_at(file: str, line: int, code: str, message: str, hint: str = "", column: int = 1) -> Fault:
    """A fault of this room; one of a whole line has column 1, one without a line has no column either."""
    return Fault(file, line, column if line else 0, code, message, hint)


def shape_faults(error: ValidationError, raw: bytes, file: str, line: int) -> list[Fault]:
    """Every fault that pydantic found in a line, in Clearbar's words."""
    found = error.errors(include_url=False, include_input=False)
    return [_syntax(one, raw, file, line) if one["type"] == "json_invalid" else _told(one, file, line) for one in found]


def _syntax(error: ErrorDetails, raw: bytes, file: str, line: int) -> Fault:
    try:
        raw.decode()
    except UnicodeDecodeError as broken:
        hint = "save the file as UTF-8"
        return fault_at(file, line, "CC011", "the line is not UTF-8", hint, broken.start + 1)
    told = str(error.get("ctx", {}).get("error", ""))
    column = _COLUMN.search(told)
    hint = "the line ends in the middle: was the file cut off?" if told.startswith("EOF") else "one JSON object a line"
    message = f"the line is not JSON: {_COLUMN.sub('', told)}"
    return fault_at(file, line, "CC001", message, hint, max(1, int(column[1])) if column else 1)


def _told(error: ErrorDetails, file: str, line: int) -> Fault:
    kind, where = error["type"], error["loc"]
    if kind == "extra_forbidden":
        return _unknown_key(where, file, line)
    if kind == "enum":
        choices = ", ".join(_CHOICES[str(where[-1])])
        return fault_at(file, line, "CC008", f"{_path(where)} is not known", f"one of {choices}")
    code, message, hint = _TOLD.get(kind, ("CC004", "has a wrong value", ""))
    return fault_at(file, line, code, f"{_path(where)} {message}", hint)


def _unknown_key(where: Sequence[int | str], file: str, line: int) -> Fault:
    key = str(where[-1])
    known = _keys_at(where[:-1])
    close = get_close_matches(key.lower(), known, n=1) if _KEY.fullmatch(key) else []
    hint = f"did you mean `{close[0]}`?" if close else f"known are {', '.join(known)}"
    return fault_at(file, line, "CC002", f"{_path(where)} is not a known key", hint)


def _keys_at(where: Sequence[int | str]) -> list[str]:
    """The keys that the object at this place may have."""
    shape: type[BaseModel] = ConversationShape
    for part in where:
        if isinstance(part, str):
            shape = _inner(shape.model_fields[part].annotation)
    return list(shape.model_fields)


def _inner(annotation: Any) -> type[BaseModel]:
    """The shape inside `X | None` or `list[X]`."""
    return next(
        one for one in (annotation, *get_args(annotation)) if isinstance(one, type) and issubclass(one, BaseModel)
    )


def _path(where: Sequence[int | str]) -> str:
    path = ""
    for part in where:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{part}" if _KEY.fullmatch(part) else ".(a key)"
    return path.removeprefix(".") or "the line"
