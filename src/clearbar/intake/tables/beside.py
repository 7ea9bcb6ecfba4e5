"""Rows of the small tables beside the ratings: invitations and events, one by one, or why a row is none.

There are far fewer of them than ratings: nothing here is counted in columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clearbar.intake.ids import hashed
from clearbar.intake.tables import cells
from clearbar.intake.tables.blocks import Table
from clearbar.intake.tables.reasons import LONGEST_ID, Reason, Refused
from clearbar.model.book import Source
from clearbar.model.evidence import Event, EventKind, Invitation
from clearbar.text.days import date_of, day_of, week_of

Row = Invitation | Event
_NO_ID = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffd\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SHOWN = frozenset({"kind", "source", "day", "week", "answered"})
"""Columns whose wrong values are told; all others may say who somebody is."""


def _ident(text: str) -> str | Reason:
    return Reason.UNREADABLE_TEXT if len(text) > LONGEST_ID or _NO_ID.search(text) else text


def _event_kind(text: str) -> str | Reason:
    word = text.casefold().replace("_", " ")
    return word if word in set(EventKind) else Reason.UNKNOWN_WORD


def _day(text: str) -> int | Reason:
    found = cells.day_of(text)
    if found is None or isinstance(found, Reason):
        return found or Reason.NO_TIME
    return day_of(date.fromordinal(found + cells.EPOCH))


_Reader = Callable[[str], Any]
_INVITATION: Mapping[str, _Reader] = {
    "invitation": _ident, "interaction": _ident, "source": cells.word_reader(Source), "instrument": _ident,
    "channel": _ident, "site": _ident, "week": cells.week_of, "day": _day, "answered": cells.truth, "response": _ident,
}  # fmt: skip
_EVENT: Mapping[str, _Reader] = {
    "event": _ident, "kind": _event_kind, "day": _day, "standard": _ident, "person": _ident, "site": _ident,
}  # fmt: skip
BESIDE: Mapping[str, Mapping[str, _Reader]] = {"invitations": _INVITATION, "events": _EVENT}
"""The columns that are read of each table. `day` of an invitation tells its week."""


@dataclass(frozen=True)
class Taken:
    """One row as it was taken: kept, or refused with its reasons."""

    row: Row | None
    refused: tuple[Refused, ...] = ()


def taken(table: Table, what: str) -> Iterator[Taken]:
    """The rows of a table of `what` ("invitations" or "events"), in order; see docs/import.md for their columns."""
    readers = BESIDE[what]
    named = {meant(name): at for at, name in enumerate(table.names)}
    wanted = {name: at for name, at in named.items() if name in readers}
    make = _invitation if what == "invitations" else _event
    for block in table.blocks(list(wanted.values())):
        yield from (Taken(None, (one,)) for one in block.refused)
        for place, texts in enumerate(zip(*(column.to_pylist() for column in block.columns), strict=True)):
            given = {name: text.strip() for name, text in zip(wanted, texts, strict=True) if text and text.strip()}
            values = {name: readers[name](text) for name, text in given.items()}
            row, amiss = make(values)
            at = (int(block.rows[place]), int(block.lines[place]))
            wrong = {name: value for name, value in values.items() if isinstance(value, Reason)} | amiss
            refused = tuple(
                Refused(*at, table.names[wanted[name]] if name in wanted else name, why, _shown(name, given))
                for name, why in wrong.items()
            )
            yield Taken(None, refused) if refused else Taken(row)


def meant(name: str) -> str:
    """What a header says, as columns of the evidence are written."""
    return name.strip().casefold().replace(" ", "_")


def _shown(name: str, given: Mapping[str, str]) -> str:
    return given.get(name, "")[:40] if name in _SHOWN else ""


def _invitation(values: Mapping[str, Any]) -> tuple[Row | None, dict[str, Reason]]:
    """The row; or what is missing of it."""
    of_day = values.get("day")
    known = values.get("week")
    week = _week(of_day) if isinstance(of_day, int) and not isinstance(of_day, Reason) else known
    amiss = {name: Reason.MISSING for name in ("source",) if name not in values}
    if of_day is None and known is None:
        amiss["week"] = Reason.WITHOUT_TIME
    if of_day is not None and known is not None and week != known:
        amiss["week"] = Reason.CONTRADICTION
    if not values.get("invitation") and not values.get("interaction"):
        amiss["invitation"] = Reason.NO_ID
    if values.get("answered") is False and values.get("response"):
        amiss["answered"] = Reason.CONTRADICTION
    if amiss or any(isinstance(value, Reason) for value in values.values()):
        return None, amiss
    instrument = values.get("instrument", "unnamed")
    made = hashed(b"", values.get("interaction"), values["source"], instrument)
    texts = {name: values.get(name) for name in ("interaction", "channel", "site", "response")}
    answered = bool(values.get("answered", texts["response"] is not None))
    row = Invitation(
        invitation=values.get("invitation", made),
        source=values["source"],
        instrument=instrument,
        week=int(week or 0),
        answered=answered,
        **texts,
    )
    return row, {}


def _event(values: Mapping[str, Any]) -> tuple[Row | None, dict[str, Reason]]:
    """The row; or what is missing of it."""
    amiss = {name: Reason.MISSING for name in ("kind", "day") if name not in values}
    if amiss or any(isinstance(value, Reason) for value in values.values()):
        return None, amiss
    told = {name: values.get(name) for name in ("standard", "person", "site")}
    made = hashed(b"", values["kind"], str(values["day"]), *told.values())
    return Event(event=values.get("event", made), kind=values["kind"], day=values["day"], **told), {}


def _week(day: int) -> int:
    return week_of(date_of(day))
