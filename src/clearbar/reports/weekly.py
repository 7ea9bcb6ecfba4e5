"""Delight week by week: how often the best level is reached, and whether that has changed."""

from __future__ import annotations

from clearbar.model.book import OVERALL
from clearbar.model.question import FLOOR
from clearbar.model.report import Report, Weekly
from clearbar.reports import bars
from clearbar.reports.calendar import months, named
from clearbar.reports.charts import weeks
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.verdicts import name_of
from clearbar.reports.words import count, interval, period, plural, rounded, say, share, spelled, whole


def sentence(series: Weekly) -> str:
    """How delight has moved from the first half of the period to the second, where that can be told."""
    what = titled(name_of(series))
    before, after, change = series.before, series.after, series.change
    if not (before and after and change):
        return f"{what}: too few answers to compare the first half of the time with the second"
    first, second = (f"{rounded(each.value, each.n)} % ({interval(each)})" for each in (before, after))
    halves = f"{first} in the first half, {second} in the second"
    if change.low <= 0 <= change.high:
        return f"{what}: no change can be told; {halves}"
    return f"{what} delights {'more' if change.value > 0 else 'less'} often than before; {halves}"


def moved(report: Report) -> str:
    """Of all standards together, how many changed; empty without a series."""
    total = len(report.delight)
    risen = sum(1 for each in report.delight if each.change and each.change.low > 0)
    fallen = sum(1 for each in report.delight if each.change and each.change.high < 0)
    if not total:
        return ""
    parts = [f"risen for {spelled(risen)}"] if risen else []
    parts += [f"fallen for {spelled(fallen)}"] if fallen else []
    if not parts:
        return f"Delight has changed for none of {plural(total, 'standard')} as far as can be told"
    return f"Of {plural(total, 'standard')}, delight has {' and '.join(parts)}; no change can be told for the others"


def section(report: Report) -> Section | None:
    """The section: the overall verdict first and across the page; None without a standard of five levels."""
    if not report.delight:
        return None
    ordered = sorted(report.delight, key=lambda each: each.standard != OVERALL)
    hero = ordered[:1] if ordered[0].standard == OVERALL or len(ordered) == 1 else []
    panels = [_panel(report, each, at, small=each not in hero) for at, each in enumerate(ordered)]
    intro = (
        "How often the best level is reached. The band is the range of each week; a week with fewer than"
        f" {spelled(FLOOR)} answers is left open. Halves are compared with all standards looked at together."
    )
    first, rest = panels[: len(hero)], panels[len(hero) :]
    return Section("delight", "Delight, week by week", intro, tuple(first), tuple(rest))


def _panel(report: Report, series: Weekly, at: int, *, small: bool) -> Panel:
    shown = [(place, week.share) for place, week in enumerate(series.weeks) if week.share]
    points = [
        weeks.Point(
            place, each.value, each.low, each.high, f"{named(series.weeks[place].week, year=False)}: {share(each)}"
        )
        for place, each in shown
    ]
    last, names = len(series.weeks) - 1, months([each.week for each in series.weeks])
    title = sentence(series)
    marks = bars.marks(series.bars, [each.week for each in series.weeks])
    chart = drawing(f"delight-{at}", title, lambda width: weeks.spec(points, names, last, width, marks), small=small)
    n = sum(each.n for _, each in shown)
    open_ = len(series.weeks) - len(shown)
    left = f"; {plural(open_, 'week')} left open" if open_ else ""
    subtitle = f"{count(n)} ratings, {say(series.source)}; {period(report.first, report.last)}{left}"
    return Panel(title, subtitle, chart if shown else None, _table(series))


def _table(series: Weekly) -> Table:
    changed = bars.by_week(series.bars)
    rows = [
        (
            titled(named(each.week)) + (f": {changed[each.week]}" if each.week in changed else ""),
            *(
                (count(each.share.hits or 0), count(each.share.n), whole(each.share))
                if each.share
                else ("–", "–", f"fewer than {spelled(FLOOR)} answers")
            ),
        )
        for each in series.weeks
    ]
    heads = ("Week", "Exemplary", "Ratings", "Interval")
    return Table(f"Ratings at the best level of {name_of(series)}, by week", heads, tuple(rows))
