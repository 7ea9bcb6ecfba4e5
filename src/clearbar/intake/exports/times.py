"""Times as exports write them: seconds since 1970, RFC 3339, or the clock on a wall without saying where."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from clearbar.intake.exports.faults import Unusable
from clearbar.intake.shapes import FIRST_YEAR, LAST_YEAR
from clearbar.text.zones import zone_of

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SHORTEST = 10
"""`2026-03-02`: shorter texts of digits are numbers."""


def moment(value: Any, zone: str | None) -> datetime | None:
    """The time in UTC; None where there is none, or a placeholder outside 1990 to 2199.

    Numbers are seconds since 1970 (milliseconds, where they are that large). A time without an offset is read in
    `zone`. Raises Unusable: CX009 if it is no time, CX010 if it has no offset and no zone is known.
    """
    if value is None or value == "" or isinstance(value, bool):
        return None
    if isinstance(value, (int, float)) or (isinstance(value, str) and _NUMBER.fullmatch(value.strip())):
        return _known(_from_epoch(value))
    if isinstance(value, str):
        return _known(_from_text(value.strip(), zone))
    raise _no_time()


def needed(value: Any, zone: str | None, field: str) -> datetime:
    """As `moment`, but there must be one."""
    at = moment(value, zone)
    if at is None:
        raise Unusable(
            "CX009", f"`{field}` holds no time", "a placeholder such as 1980-01-01 stands for an unknown one"
        )
    return at


def written(at: datetime) -> str:
    """As conversations write it: RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _no_time() -> Unusable:
    return Unusable("CX009", "a time cannot be read", "expected seconds since 1970, or 2026-03-02T10:00:00Z")


def _known(at: datetime) -> datetime | None:
    return at if FIRST_YEAR <= at.year <= LAST_YEAR else None


def _from_epoch(number: float | str) -> datetime:
    try:
        seconds = float(number)
        seconds = seconds / 1000 if abs(seconds) > 1e11 else seconds
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise _no_time() from None


def _from_text(text: str, zone: str | None) -> datetime:
    plain = text.removesuffix(" UTC") + "+00:00" if text.endswith(" UTC") else text
    try:
        at = datetime.fromisoformat(plain)
    except ValueError:
        raise _no_time() from None
    if len(plain) < _SHORTEST:
        raise _no_time()
    if at.tzinfo is None:
        info = zone_of(zone) if zone else None
        if info is None:
            hint = "say `timezone:` in the map: the zone of the clock that wrote it"
            raise Unusable("CX010", "a time bears no offset", hint)
        at = at.replace(tzinfo=info)
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise _no_time() from None
