"""Strict JSON: what two readers could read differently is refused."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

MOST_DEPTH = 16


class NotStrict(ValueError):
    """JSON that is refused; its words say why."""


def read(raw: bytes) -> Any:
    """The data in a body. Raises NotStrict for what is no JSON, or not in UTF-8; for a key that stands twice in an
    object, for NaN and Infinity, numbers beyond what a double holds, NUL and half characters in texts, and more than
    MOST_DEPTH levels.

    A number without a fraction is a whole number, however it is written: 4.0 is 4, as in JSON Schema.
    """
    try:
        data = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_number
        )
    except NotStrict:
        raise
    except UnicodeDecodeError:
        raise NotStrict("it is not UTF-8") from None
    except RecursionError:
        raise NotStrict(f"it is nested deeper than {MOST_DEPTH} levels") from None
    except ValueError as fault:
        where = f"line {fault.lineno}, column {fault.colno}" if isinstance(fault, json.JSONDecodeError) else "a number"
        raise NotStrict(f"it is no JSON: see {where}") from None
    _walk(data, 1)
    return data


def clean(text: str) -> bool:
    """Whether a text has neither NUL nor half characters, which no database keeps."""
    return "\x00" not in text and (text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise NotStrict(f"the key {twice[:80]!r} stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise NotStrict(f"{name} is no number of JSON")


def _number(text: str) -> int | float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise NotStrict("a number is larger than any double")
    return int(value) if value.is_integer() and abs(value) <= 2**53 else value


def _walk(data: Any, depth: int) -> None:
    if isinstance(data, str):
        if not clean(data):
            raise NotStrict("a text holds NUL or half of a character")
        return
    if not isinstance(data, (dict, list)):
        return
    if depth > MOST_DEPTH:
        raise NotStrict(f"it is nested deeper than {MOST_DEPTH} levels")
    for one in data.values() if isinstance(data, dict) else data:
        _walk(one, depth + 1)
    if isinstance(data, dict):
        for name in data:
            _walk(name, depth)
