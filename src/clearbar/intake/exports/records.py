"""Fields of a vendor's records, whatever they are, and conversations made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from clearbar.intake.exports.faults import Unusable
from clearbar.intake.exports.maps import From, Map

Record = Mapping[str, Any]
_NAMES = re.compile(r"[^\s@]+@[^\s@]+|\+[\d\s()./-]{6,}")
LONGEST_ID = 200


def text_of(value: Any) -> str | None:
    """A scalar as text; None for nothing, and for what is no scalar."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, str)):
        return str(value).strip() or None
    return None


def ident(value: Any) -> str | None:
    """A vendor's id as text; None where there is none (also 0 and -1, which vendors write for nobody)."""
    text = text_of(value)
    return None if text is None or text in {"0", "-1", "false"} else text[:LONGEST_ID]


def required(record: Record, field: str) -> str:
    """The id in a field. Raises Unusable (CX008) where it is missing."""
    found = ident(record.get(field))
    if found is None:
        raise Unusable("CX008", f"`{field}` is missing")
    return found


def inside(record: Any, *keys: str) -> Any:
    """What stands at `keys`, one in the other; None where one of them is no object or has no such key."""
    for key in keys:
        if not isinstance(record, Mapping):
            return None
        record = record.get(key)
    return record


def items(value: Any) -> list[Record]:
    """The objects of a list; none where it is no list."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def found(source: From | None, record: Record) -> str | None:
    """What the map says, or the field of the record that it names. A field is a key, or keys joined by dots; in a
    list of `{id, value}` a key is an id."""
    if source is None:
        return None
    return source.constant or text_of(_at(record, source.field))


def _at(record: Any, path: str) -> Any:
    if isinstance(record, Mapping) and path in record:
        return record[path]
    for key in path.split("."):
        record = _step(record, key)
    return record


def _step(record: Any, key: str) -> Any:
    if isinstance(record, list):
        return next((one.get("value") for one in items(record) if text_of(one.get("id")) == key), None)
    return record.get(key) if isinstance(record, Mapping) else None


def nameless(value: str | None, hide: Callable[[str], str]) -> str | None:
    """An id that is an e-mail address or a telephone number (`+44 …`) becomes a pseudonym; any other stays."""
    return hide(value) if value and _NAMES.search(value) else value


def conversation(interaction: str, given: Map, record: Record, **parts: Any) -> dict[str, Any]:
    """A conversation with what the map adds to it. Parts that are None or empty are left out."""
    place = found(given.site, record)
    named: dict[str, Any] = {
        "interaction": f"{given.prefix}{interaction}",
        **parts,
        "channel": found(given.channel, record) or parts.get("channel"),
        "topic": found(given.topic, record) or parts.get("topic"),
        "site": {"id": place, "timezone": given.timezone or "UTC"} if place else None,
    }
    return {key: value for key, value in named.items() if value is not None and value != []}


def slim(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part of a conversation without what is not known."""
    return {key: value for key, value in part.items() if value is not None}


def participants(*known: tuple[str | None, str, str | None]) -> list[dict[str, Any]]:
    """Who took part, each once: (id, role, team)."""
    named: dict[str, dict[str, Any]] = {}
    for one, role, team in known:
        if one is not None:
            named.setdefault(one, slim({"id": one, "role": role, "team": team}))
    return list(named.values())


def authors(messages: Iterable[Record]) -> list[tuple[str | None, str, str | None]]:
    """The serving authors of messages, as `participants` takes them."""
    return [(one.get("author"), one["role"], None) for one in messages if one["role"] in {"agent", "bot"}]
