"""Funnels: which sites lie further from the others than chance would put them. Sites are named, persons have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from clearbar.model.book import OVERALL
from clearbar.model.report import Funnel, FunnelPoint, Limits, Report
from clearbar.reports.charts import funnel as chart
from clearbar.reports.drawing import Drawing, drawing
from clearbar.reports.names import inline, natural, plain, titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.verdicts import name_of
from clearbar.reports.words import (
    count,
    listing,
    percent,
    period,
    plural,
    rounded,
    say,
    share,
    spelled,
)
from clearbar.reports.words import points as apart

_NAMED = 4
"""Sites that the sentence names on one side; more of them are counted."""
_DRAWN = 6
"""Standards beside the overall verdict that are drawn: those whose sites lie furthest out; the others are told."""
_WHERE = {
    2: "above what chance explains",
    1: "a little high, as one in twenty would be by chance",
    0: "within what chance explains",
    -1: "a little low, as one in twenty would be by chance",
    -2: "below what chance explains",
}


def sentence(funnel: Funnel) -> str:
    """Which sites lie beyond chance, and which deserve a look."""
    return beyond(titled(name_of(funnel)), funnel.points)


def beyond(what: str, points: Sequence[FunnelPoint], kind: str = "site") -> str:
    """Which of these groups lie beyond chance, and which deserve a look; `kind` is what one of them is called."""
    high, low = _at(points, 2), _at(points, -2)
    near = sorted([*_at(points, 1), *_at(points, -1)], key=natural)
    if not high and not low:
        if not near:
            return f"{what}: no {kind} lies outside what chance explains"
        return f"{what}: no {kind} lies beyond chance; {_named(near, kind)} {_verb(near)} a look"
    parts = [f"{_named(names, kind)} {_lie(names)} {_WHERE[side]}" for names, side in ((high, 2), (low, -2)) if names]
    parts += [f"{_named(near, kind)} {_verb(near)} a look"] if near else []
    return f"{what}: {'; '.join(parts)}"


def _at(points: Sequence[FunnelPoint], outside: int) -> list[str]:
    return sorted((inline(point.name) for point in points if point.outside == outside), key=natural)


def _named(names: list[str], kind: str) -> str:
    return listing(names) if len(names) <= _NAMED else f"{spelled(len(names))} {kind}s"


def _lie(names: list[str]) -> str:
    return "lies" if len(names) == 1 else "lie"


def _verb(names: list[str]) -> str:
    return "deserves" if len(names) == 1 else "deserve"


def dispersion(funnel: Funnel) -> str:
    """Whether the limits allow for true differences between sites."""
    return allowed(funnel.spread)


def allowed(spread: float, kind: str = "site") -> str:
    """Whether limits allow for true differences between groups, and how large ones."""
    if spread == 0:
        return f"{kind}s differ no more than chance makes them, apart from those outside"
    return f"the limits allow for true shares of {kind}s that lie about {apart(spread)} around their mean"


def section(report: Report) -> Section | None:
    """The section: the overall verdict across the page, then the standards whose sites lie outside; None without a
    funnel."""
    if not report.funnels:
        return None
    whole = [each for each in report.funnels if each.standard == OVERALL][:1]
    others = [each for each in report.funnels if each not in whole]
    far = sorted(
        (each for each in others if _reach(each)), key=lambda each: (-_reach(each), report.funnels.index(each))
    )
    drawn = [each for each in others if each in far[:_DRAWN]]
    first = tuple(_panel(report, each, at, small=False) for at, each in enumerate(whole))
    rest = tuple(_panel(report, each, at, small=True) for at, each in enumerate(drawn, start=1))
    intro = (
        "Sites from those with few ratings on the left to those with many on the right, around the share of all. In the"
        " grey band lie 95 of 100 sites that are alike, between the thin lines 998 of 1,000. Shares are adjusted for"
        " the mix of topics and channels, and ratings of one person count for less than as many of different people."
    )
    return Section("funnel", "Which sites stand out", intro, first, rest, _closing(others, drawn))


def _closing(others: list[Funnel], drawn: list[Funnel]) -> tuple[str, ...]:
    quiet = [name_of(each) for each in others if not _reach(each)]
    more = [each for each in others if _reach(each) and each not in drawn]
    told = [f"On {listing(quiet)} no site lies outside what chance explains"] if quiet else []
    return (*told, *(sentence(each) for each in more))


def _reach(funnel: Funnel) -> int:
    """How far out sites lie: those beyond chance count ten times a look."""
    return sum(10 if abs(point.outside) == 2 else abs(point.outside) for point in funnel.points)


def _panel(report: Report, funnel: Funnel, at: int, *, small: bool) -> Panel:
    n = sum(point.counted.n for point in funnel.points)
    sites, title = len(funnel.points), sentence(funnel)
    left = f"; {plural(funnel.withheld, 'site')} with too few answers left out" if funnel.withheld else ""
    subtitle = (
        f"{plural(n, 'rating')} of {plural(sites, 'site')}, {say(funnel.source)};"
        f" {period(report.first, report.last)}; {dispersion(funnel)}{left}"
    )
    drawn = picture(
        f"funnel-{at}", title, Shape(funnel.points, funnel.limits, funnel.centre, funnel.target), small=small
    )
    return Panel(title, subtitle, drawn, table(name_of(funnel), funnel.points))


@dataclass(frozen=True)
class Shape:
    """What is drawn of a funnel: its groups, called `kind`, its limits from the smallest to the largest, and the lines
    across it."""

    points: Sequence[FunnelPoint]
    limits: Sequence[Limits]
    centre: float
    target: float | None
    kind: str = "site"


def picture(key: str, title: str, shape: Shape, *, small: bool = False) -> Drawing:
    """The funnel as a chart."""
    groups = [_site(point) for point in shape.points]
    edges = [chart.Edge(each.n, each.low_998, each.low_95, each.high_95, each.high_998) for each in shape.limits]
    n = sum(point.counted.n for point in shape.points)
    levels = [chart.Level(shape.centre, f"all {shape.kind}s {rounded(shape.centre, n)} %")]
    if shape.target is not None:
        levels.append(chart.Level(shape.target, f"target {_whole(shape.target)}", thick=True))
    most = count(floor(max(point.limits.n for point in shape.points)))
    below = f"as many as {most} independent ratings →"
    return drawing(key, title, lambda width: chart.spec(groups, edges, levels, below, width), small=small)


def _whole(target: float) -> str:
    """A target; a mean of several is rounded."""
    return percent(round(target, 3))


def _site(point: FunnelPoint) -> chart.Site:
    told = f"{plain(point.name)}: {share(point.counted)}, adjusted {rounded(point.adjusted, point.counted.n)} %"
    return chart.Site(point.limits.n, point.adjusted, abs(point.outside), inline(point.name, 24), told)


def table(what: str, points: Sequence[FunnelPoint], kind: str = "site") -> Table:
    """The same numbers as a table, by the alphabet."""
    heads = (
        titled(kind),
        "Counted",
        "Adjusted",
        "Worth",
        "95 of 100 lie between",
        "998 of 1,000 lie between",
        f"This {kind} lies",
    )
    ordered = sorted(points, key=lambda point: natural(point.name))
    return Table(
        f"Shares of {what} that reach the bar, by {kind}; “worth” counts independent ratings",
        heads,
        tuple(
            (
                plain(point.name),
                share(point.counted),
                f"{rounded(point.adjusted, point.counted.n)} %",
                count(round(point.limits.n)),
                _between(point.limits.low_95, point.limits.high_95),
                _between(point.limits.low_998, point.limits.high_998),
                _WHERE[point.outside],
            )
            for point in ordered
        ),
    )


def _between(low: float, high: float) -> str:
    return f"{100 * low:.0f} and {100 * high:.0f} %"
