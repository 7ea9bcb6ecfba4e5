"""How many people at the counter would keep the promise: the answer as a sentence, a picture and tables, and on what it
rests."""

from __future__ import annotations

from dataclasses import asdict
from math import ceil, floor, inf

from clearbar.model.staffing import Aim, HourPlan, Kept, Promised, Staffing
from clearbar.reports.charts import counter
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.waits import span
from clearbar.reports.words import count, interval, percent, plural, share

MOST = 24
"""Hours that are drawn beside each other."""


def sentence(found: Staffing) -> str:
    """The answer, without a full stop."""
    aim, needed = found.aim, [one.needed for one in found.hours]
    if any(one is None for one in needed):
        return "So many come that no counter which can be asked about keeps this promise"
    staff = [one.staff for one in needed if one]
    if len(staff) == 1 or min(staff) == max(staff):
        one = found.busiest.needed
        assert one  # noqa: S101  looked at above
        hours = "" if len(staff) == 1 else " in every hour"
        return (
            f"{_people(staff[0])} at the counter{hours} would keep it: {_whole(one.within, aim.share)} of those who "
            f"come would be served within {span(aim.promise)}"
        )
    return (
        f"Between {min(staff)} and {max(staff)} people at the counter, by the hour, would keep it: in every hour at "
        f"least {percent(aim.share)} of those who come would be served within {span(aim.promise)}"
    )


def played_sentence(found: Staffing) -> str:
    """What playing the days through came to; empty where they were not."""
    played = found.played
    if played is None:
        return ""
    short = [at for at, one in enumerate(found.played.hours if found.played else ()) if one and _is_short(one, found)]
    said = f"Played through on {count(played.days)} invented days, {share(played.within)} were served in time"
    if not short:
        return f"{said}, and no hour surely falls short"
    which = ", ".join(_ordinal(at) for at in short)
    return f"{said}, but hour {which} surely falls short: give it one person more, or begin it earlier"


def _is_short(one: object, found: Staffing) -> bool:
    return bool(getattr(one, "high", 1.0) < found.aim.share)


def assumptions(aim: Aim) -> tuple[str, ...]:
    """On what the answer rests, in sentences without their full stop."""
    leaves = (
        "Nobody gives up waiting, however long it takes"
        if aim.patience is None
        else f"People give up after {span(aim.patience)} on average, some much sooner; who gives up was not served in "
        "time"
    )
    return (
        "People come by chance, at an even rate within the hour; groups and buses are not foreseen",
        f"Serving one takes {span(aim.service)} on average, some much longer (exponential); one person serves one at a "
        "time, in the order of arrival",
        leaves,
        "Everybody counted is at the counter all the time: add those who are on a break, away or in training",
        "Each hour is reckoned by itself, as if it went on; a queue that the hour before leaves behind is not in it",
        "A time alone says little: see to the quality that goes with it, which fewer or hurried people may cost",
    )


def section(found: Staffing, key: str = "") -> Section:
    """Sentence, picture and table. What it rests on (`assumptions`) belongs beside it."""
    panels = [_around(found, key)]
    if len(found.hours) > 1:
        panels.append(_hours(found, key))
    closing = (played_sentence(found),) if found.played else ()
    return Section("counter", "How many people keep the promise", "", tuple(panels), closing=closing)


def _around(found: Staffing, key: str) -> Panel:
    """What some fewer and some more would keep, in the busiest hour."""
    aim, hour = found.aim, found.busiest
    at_busiest = "" if len(found.hours) == 1 else " in the busiest hour"
    points = [_point(one, aim, hour) for one in hour.beside]
    subtitle = (
        f"Reckoned share served within {span(aim.promise)}{at_busiest}, by the number of people at the counter; "
        f"{hour.arrivals:g} come an hour, serving one takes {span(aim.service)}"
    )
    says = f"aim: {percent(aim.share)}"
    title = titled(sentence(found))
    drawn = drawing(
        f"counter-{key}around",
        title,
        lambda width: counter.spec(points, aim.share, says, "people at the counter", width),
    )
    heads = ("People", "Served in time", "Have to wait", "Wait on average", "Give up", "Busy")
    rows = tuple(_cells(one, aim) for one in hour.beside)
    return Panel(title, subtitle, drawn, Table("What so many people would keep", heads, rows))


def _point(one: Kept, aim: Aim, hour: HourPlan) -> counter.Point:
    tip = f"{_people(one.staff)}: {_whole(one.within, aim.share)} in time"
    is_it = hour.needed is not None and one.staff == hour.needed.staff
    return counter.Point(str(one.staff), one.within, one.within, one.within, is_it, tip)


def _cells(one: Kept, aim: Aim) -> tuple[str, ...]:
    mean = "without end" if one.mean == inf else span(one.mean)
    gone = "–" if aim.patience is None else _whole(one.gone)
    return str(one.staff), _whole(one.within, aim.share), _whole(one.waits), mean, gone, _whole(one.busy)


def _hours(found: Staffing, key: str) -> Panel:
    """Hour by hour: what was played where it was, else what is reckoned."""
    aim, played = found.aim, found.played
    points = []
    for at, hour in enumerate(found.hours[:MOST]):
        seen = played.hours[at] if played else None
        within = hour.needed.within if hour.needed else 0.0
        ends = (seen.value, seen.low, seen.high) if seen else (within, within, within)
        says = f"hour {at + 1}: {_staff(hour)}, {share(seen) if seen else _whole(within, aim.share)} in time"
        points.append(counter.Point(str(at + 1), *ends, seen is not None, says))
    title = "Hour by hour, as it was played" if played else "Hour by hour, as it is reckoned"
    drawn = drawing(
        f"counter-{key}hours", title,
        lambda width: counter.spec(points, aim.share, f"aim: {percent(aim.share)}", "hour from opening on", width),
    )  # fmt: skip
    heads = ("Hour", "Come", "People needed", "Reckoned in time", "Played in time")
    rows = tuple(_row(at, hour, found) for at, hour in enumerate(found.hours))
    subtitle = f"Share served within {span(aim.promise)}, with the people needed in that hour"
    return Panel(title, subtitle, drawn, Table("The hours one by one", heads, rows))


def _row(at: int, hour: HourPlan, found: Staffing) -> tuple[str, ...]:
    seen = found.played.hours[at] if found.played else None
    within = _whole(hour.needed.within, found.aim.share) if hour.needed else "–"
    return _ordinal(at), f"{hour.arrivals:g}", _staff(hour), within, share(seen) if seen else "–"


def _staff(hour: HourPlan) -> str:
    return str(hour.needed.staff) if hour.needed else "more than can be asked about"


def _ordinal(at: int) -> str:
    return str(at + 1)


def _people(staff: int) -> str:
    return titled(plural(staff, "person", "people"))


def _whole(value: float, aim: float | None = None) -> str:
    """A reckoned share in whole per cent; rounding does not carry it over the aim."""
    near = round(100 * value)
    if aim is not None and value < aim <= near / 100:
        near = floor(100 * value)
    if aim is not None and value >= aim > near / 100:
        near = ceil(100 * value)
    return f"{near} %" if 0 < near < 100 or value in {0, 1} else ("under 1 %" if near <= 0 else "over 99 %")


def today(one: Promised) -> str:
    """How far the promise is kept today, beside the quality that guards it; without a full stop."""
    said = f"{titled(one.name)}: {span(one.seconds)} are promised"
    if one.within is None and one.told is not None:
        return f"{said}; {share(one.told)} were as promised or better by what was said, and no clock was read beside it"
    if one.within is None:
        return f"{said}; how far that is kept cannot be told yet"
    within = f"{round(100 * one.within.value)} % ({interval(one.within)}) of {count(one.within.n)} waits"
    if one.quality is None:
        return f"{said}, and {within} ended within it; no quality goes with it, so what its speed may cost is not seen"
    guard = f"{one.pair_name} was cleared in {share(one.quality)} of the same interactions"
    return f"{said}, and {within} ended within it; {guard}"


def document(found: Staffing) -> dict[str, object]:
    """The answer as plain data for programs."""

    def plan(hour: HourPlan) -> dict[str, object]:
        told = {"arrivals": hour.arrivals, "staff": hour.needed.staff if hour.needed else None}
        return told | {"beside": [_kept(one) for one in hour.beside]}

    played = found.played and {
        "days": found.played.days,
        "within": _ends(found.played.within),
        "hours": [_ends(one) if one else None for one in found.played.hours],
    }
    return {"hours": [plan(hour) for hour in found.hours], "played": played, "assumes": list(assumptions(found.aim))}


def _kept(one: Kept) -> dict[str, object]:
    mean = None if one.mean == inf else one.mean
    return {**asdict(one), "mean": mean}


def _ends(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("value", "low", "high", "n")}


def text(found: Staffing) -> str:
    """The answer for a terminal."""
    heads = ("Hour", "Come", "People", "In time", "Played in time")
    rows = [heads, *(_row(at, hour, found) for at, hour in enumerate(found.hours))]
    widths = [max(len(row[at]) for row in rows) for at in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    played = [f"{played_sentence(found)}."] if found.played else []
    assumed = [f"assumed: {one}." for one in assumptions(found.aim)]
    return "\n".join([f"{sentence(found)}.", *played, "", *lines, "", *assumed])
