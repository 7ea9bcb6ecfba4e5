"""How often each standard delights, week by week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from clearbar import measures
from clearbar.engines import Engine
from clearbar.flow.assess.conditions import both, headlines, weeks
from clearbar.flow.assess.question import ask
from clearbar.model.book import Scale
from clearbar.model.estimate import Estimate
from clearbar.model.question import Condition, Question, Sums
from clearbar.model.report import BarLine, Week, Weekly
from clearbar.stats.answers import bar_changes
from clearbar.stats.differences import difference
from clearbar.text.days import monday, week_of


def weekly(engine: Engine, lines: tuple[BarLine, ...], present: Condition, totals: Sums) -> tuple[Weekly, ...]:
    """A series for each standard with five levels that was heard about, as the source that speaks for it sees it."""
    told = [line for line in lines if line.delight and line.scale is Scale.LEVELS]
    if not told:
        return ()
    every = list(_weeks(int(totals["first_week"][0]), int(totals["last_week"][0])))
    where = both(present, headlines(told))
    rows = ask(engine, "delight", Question(("standard", "week"), where)).rows
    shares = {(row.keys["standard"], int(row.keys["week"])): row.figures["delight"] for row in rows}
    middle = every[(len(every) - 1) // 2]
    before, after = (_halves(engine, both(where, weeks(sign, middle))) for sign in ("<=", ">"))
    bars = bar_changes(engine.run(measures.about.bars()))
    found = []
    for line in told:
        known = tuple(Week(week, shares.get((line.standard, week))) for week in every)
        first, last, change = _change(before.get(line.standard), after.get(line.standard), len(told))
        if line.heard_from:
            own = tuple(one for one in bars if one.standard == line.standard and every[0] <= one.week <= every[-1])
            found.append(Weekly(line.standard, line.heard_from, known, first, last, change, bars=own))
    return tuple(found)


def _change(before: Estimate | None, after: Estimate | None, together: int) -> tuple[Estimate | None, ...]:
    """Both halves and their difference; nothing where one of them may not be shown."""
    if before is None or after is None:
        return None, None, None
    return before, after, difference(after, before, together)


def _halves(engine: Engine, where: Condition) -> dict[str, Estimate]:
    rows = ask(engine, "delight", Question(("standard",), where)).rows
    return {row.keys["standard"]: row.figures["delight"] for row in rows}


def _weeks(first: int, last: int) -> Iterator[int]:
    """Every ISO week from the first to the last, yyyyww."""
    day, end = monday(first), monday(last)
    while day <= end:
        yield week_of(day)
        day += timedelta(days=7)
