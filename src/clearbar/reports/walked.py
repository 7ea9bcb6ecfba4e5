"""A journey as it was walked, over what customers say of it and what is promised: sentence, picture and table."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from textwrap import wrap

from clearbar.model.book import Stage
from clearbar.model.walked import FEW, Met, Walked, WalkedStep
from clearbar.reports.charts import walked as chart
from clearbar.reports.charts.frame import Spec, Width
from clearbar.reports.drawing import NARROW, WIDE, drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.waits import span
from clearbar.reports.words import share, spelled

_FELT = {1: "dissatisfied", 2: "less than happy", 3: "neither happy nor unhappy", 4: "happy", 5: "thrilled"}
_ENDS = (10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
"""Seconds at which the scale of waits may end."""
_PIXELS = 6.4
"""Of a letter, about."""


def sentence(found: Walked) -> str:
    """Where it felt best and worst, where it ended, and where walkers waited longer than is promised."""
    if not found.walks:
        return "Nobody has walked this journey yet"
    felt = [(one, middle) for one in found.steps if (middle := _middle(one)) is not None]
    said = f"In {_many(found.walks, 'walk')}"
    if not felt:
        return f"{said} nobody noted how it felt{_late(found)}"
    best, worst = _extremes(felt)
    end = felt[-1]
    if best is None or worst is None:
        alike = f"every step felt alike ({_word(end[1])})"
        told = alike if len(felt) > 1 else f"“{end[0].title}” felt {_word(end[1])}"
    else:
        told = f"it felt best at “{best.title}” and worst at “{worst.title}”, and ended {_word(end[1])}"
    return f"{said} {told}{_late(found)}"


def _many(number: int, noun: str) -> str:
    return f"{spelled(number)} {noun}{'' if number == 1 else 's'}"


def _late(found: Walked) -> str:
    late = [one for one in found.steps if one.promise is not None for met in one.met if _is_late(met, one.promise)]
    if not late:
        return ""
    titles = list(dict.fromkeys(one.title for one in late))
    which = " and ".join(f"“{title}”" for title in titles[:2]) + (" and elsewhere" if len(titles) > 2 else "")
    return f"; {_many(len(late), 'wait')} at {which} {'was' if len(late) == 1 else 'were'} longer than promised"


def _is_late(met: Met, promise: float | None) -> bool:
    return met.waited is not None and promise is not None and met.waited > promise


def _word(felt: float) -> str:
    return _FELT[round(felt)]


def _middle(step: WalkedStep) -> float | None:
    """The middle feeling of a step; of two middle ones the lower."""
    feelings = sorted(met.feeling for met in step.met if met.feeling is not None)
    return float(feelings[(len(feelings) - 1) // 2]) if feelings else None


def _extremes(felt: Sequence[tuple[WalkedStep, float]]) -> tuple[WalkedStep | None, WalkedStep | None]:
    """The first step that felt best, and the first that felt worst; None where all felt alike."""
    best, worst = max(felt, key=lambda each: each[1]), min(felt, key=lambda each: each[1])
    return (best[0], worst[0]) if best[1] > worst[1] else (None, None)


def section(found: Walked, key: str = "") -> Section:
    """One panel, with the same figures as a table below it."""
    title = titled(sentence(found))
    few = f"; fewer than {FEW} walks are shown one by one, as hollow dots" if 0 < found.walks < FEW else ""
    more = "; full dots are the middle of all walks, hollow ones single walks" if found.walks >= FEW else ""
    over = f"{titled(_many(found.walks, 'walk'))} over what customers say of each step and what its standards promise"
    subtitle = f"{over}{few}{more}"
    narrow = len(found.steps) * 64 > NARROW
    drawn = drawing(f"walked-{key}{found.journey}", title, lambda width: _spec(found, width, narrow))
    remarks = (
        *(("Steps are numbered in the picture on small screens, in the order of the table",) if narrow else ()),
        "A walk is one visit by somebody of the house or a mystery shopper: it shows what can happen, not how often",
    )
    panel = Panel(title, subtitle, drawn, _table(found), remarks)
    return Section("walked", found.title, "", (panel,))


def _spec(found: Walked, width: Width, numbered: bool) -> Spec:
    end = _scale(found)
    steps = tuple(_step(found, at, end, width, numbered) for at in range(len(found.steps)))
    marks = ((1.0, _short(end)), (0.5, _short(end / 2)), (0.0, "0"))
    return chart.spec(steps, marks, width)


def _scale(found: Walked) -> float:
    """Where the scale of waits ends: beyond the longest wait and the longest promise."""
    times = [met.waited for one in found.steps for met in one.met if met.waited is not None]
    times += [one.promise for one in found.steps if one.promise is not None]
    longest = max(times, default=60.0) * 1.1
    return float(next((mark for mark in _ENDS if mark >= longest), longest))


def _step(found: Walked, at: int, end: float, width: Width, numbered: bool) -> chart.Step:
    one = found.steps[at]
    wide = WIDE if width == "container" else width
    letters = max(5, int(wide / max(1, len(found.steps)) * 0.82 / _PIXELS))
    title = (str(at + 1),) if numbered and width == NARROW else tuple(wrap(one.title, letters)[:4])
    known = one.clearance
    return chart.Step(
        title, one.stage is Stage.FRONT,
        (known.value, known.low, known.high) if known else None,
        one.target,
        _marks(found, one),
        _feelings(one, found.walks), _felt(found, one), _waits(one, found.walks, end),
        one.promise / end if one.promise is not None else None,
    )  # fmt: skip


def _marks(found: Walked, one: WalkedStep) -> str:
    """What the step is by what customers say."""
    said = (("peak", found.peak), ("low", found.low), ("end", found.end))
    return ", ".join(word for word, step in said if step == one.step)


def _felt(found: Walked, one: WalkedStep) -> str:
    felt = [(step, middle) for step in found.steps if (middle := _middle(step)) is not None]
    best, worst = _extremes(felt) if felt else (None, None)
    marks = (("best", best), ("worst", worst), ("end", felt[-1][0] if felt else None))
    return ", ".join(word for word, step in marks if step is one)


def _feelings(one: WalkedStep, walks: int) -> tuple[chart.Dot, ...]:
    felt = sorted(met.feeling for met in one.met if met.feeling is not None)
    dots = [chart.Dot(value, True, value, shift=shift) for value, shift in zip(felt, _apart(felt), strict=True)]
    middle = _middle(one)
    if walks >= FEW and middle is not None:
        dots.append(chart.Dot(middle, False, round(middle)))
    return tuple(dots)


def _waits(one: WalkedStep, walks: int, end: float) -> tuple[chart.Dot, ...]:
    met = sorted((each.waited, each.gave_up) for each in one.met if each.waited is not None)
    near = [round(20 * waited / end) for waited, _ in met]
    dots = [
        chart.Dot(waited / end, True, open=gave_up, shift=shift)
        for (waited, gave_up), shift in zip(met, _apart(near), strict=True)
    ]
    if walks >= FEW and met and not any(gave_up for _, gave_up in met):
        dots.append(chart.Dot(median(waited for waited, _ in met) / end, False))
    return tuple(dots)


def _apart(values: Sequence[int]) -> list[float]:
    """How far to the side each of these (sorted) stands, so that equal ones do not cover each other."""
    found: list[tuple[int, float]] = []
    for value in values:
        nth, many = len([1 for other in found if other[0] == value]), values.count(value)
        step = min(0.12, 0.7 / many)
        found.append((value, (nth - (many - 1) / 2) * step))
    return [shift for _, shift in found]


def _short(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:g} s"
    return f"{seconds / 60:g} min" if seconds < 3600 else f"{seconds / 3600:g} h"


def _table(found: Walked) -> Table:
    heads = ("Step", "Seen by the customer", "Reach the bar, say customers", "How it felt", "Waited", "Promised")
    rows = tuple(_row(at, one, found) for at, one in enumerate(found.steps))
    return Table(f"{found.title}, step by step", heads, rows)


def _row(at: int, one: WalkedStep, found: Walked) -> tuple[str, ...]:
    marks = _marks(found, one)
    said = share(one.clearance) if one.clearance else "too few to tell"
    felt = _told([str(value) for value in sorted(met.feeling for met in one.met if met.feeling is not None)])
    where = _felt(found, one)
    waits = sorted((met.waited, met.gave_up) for met in one.met if met.waited is not None)
    waited = _told([f"{span(value)}{', then gave up' if gave_up else ''}" for value, gave_up in waits])
    promised = f"{span(one.promise)} ({one.promised_by})" if one.promise is not None else "–"
    return (
        f"{at + 1}. {one.title}", "yes" if one.stage is Stage.FRONT else "no",
        f"{said}{f': {marks}' if marks else ''}", f"{felt}{f': {where}' if where else ''}", waited, promised,
    )  # fmt: skip


def _told(values: Sequence[str]) -> str:
    """All values in a row; of many the first, the middle and the last."""
    if len(values) <= 8:
        return " · ".join(values) or "–"
    return f"{values[0]} to {values[-1]}, half of them up to {values[(len(values) - 1) // 2]}"
