"""Places of groups: for each the ranks that fit with what was heard, on one scale from the first to the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from clearbar.model.estimate import Answer, Row
from clearbar.reports.charts import rows as chart
from clearbar.reports.drawing import drawing
from clearbar.reports.names import inline, natural, plain, titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, standard
from clearbar.reports.words import chance, count, listing, plural, spelled

_MOST, _NAMED = 40, 4
"""Groups that are drawn, and named on one side of a sentence."""
_SETS = 8
_INTRO = (
    "A line goes over all places that a group may truly have, all groups looked at together; the dot is where it is"
    " expected. A hollow dot: the group may stand anywhere."
)


def section(answer: Answer, names: Names) -> Section | None:
    """A chart for each set of groups that is put in an order; None where there is none."""
    panels, told = [], []
    for at, rows in enumerate(_sets(answer)):
        what = f"{titled(called(rows[0], names, *answer.by[:-1]))}: " if len(answer.by) > 1 else ""
        title = titled(f"{what}{sentence(rows, answer.by[-1], names)}")
        if at < _SETS:
            panels.append(_panel(answer, rows, title, at, names))
        else:
            told.append(title)
    if not panels:
        return None
    first, rest = (tuple(panels), ()) if len(panels) == 1 else ((), tuple(panels))
    return Section("ranks", "Who stands where", _INTRO, first, rest, (*told, *answer.notes))


def sentence(rows: Sequence[Row], kind: str, names: Names) -> str:
    """Which groups surely belong to the better half and which to the other; of how many nothing is known."""
    total = len(rows)
    half = total / 2
    upper = [row for row in rows if row.facts["all_high"] <= half]
    lower = [row for row in rows if row.facts["all_low"] > half]
    anywhere = sum(row.facts["all_low"] == 1 and row.facts["all_high"] == total for row in rows)
    if anywhere == total:
        return f"the order of {_plural(total, kind)} is not known: each of them may stand first or last"
    parts = [
        f"{_named(side, kind, names)} surely {'belongs' if len(side) == 1 else 'belong'} to the {which} half"
        for side, which in ((upper, "better"), (lower, "other"))
        if side
    ]
    if not parts:
        parts = [f"of {_plural(total, kind)}, none can be told to belong to either half"]
    if anywhere:
        parts.append(f"{spelled(anywhere)} may stand anywhere")
    return "; ".join(parts)


def _plural(number: int, kind: str) -> str:
    return f"{spelled(number)} {kind}" + ("" if number == 1 else "s")


def _named(side: Sequence[Row], kind: str, names: Names) -> str:
    if len(side) > _NAMED:
        return _plural(len(side), kind)
    return listing(sorted((_inside(row, kind, names) for row in side), key=natural))


def _inside(row: Row, kind: str, names: Names) -> str:
    """A group inside a sentence."""
    is_standard = kind == "standard" and row.keys[kind] is not None
    return standard(str(row.keys[kind]), names) if is_standard else inline(called(row, names, kind))


def _sets(answer: Answer) -> Iterator[list[Row]]:
    outer = answer.by[:-1]
    for _, rows in groupby(answer.rows, key=lambda row: tuple(row.keys[name] for name in outer)):
        yield list(rows)


def _panel(answer: Answer, rows: Sequence[Row], title: str, at: int, names: Names) -> Panel:
    kind, total = answer.by[-1], len(rows)
    ordered = sorted(rows, key=lambda row: natural(called(row, names, kind)))
    lines = [_line(row, kind, names) for row in ordered[:_MOST]]
    scale = chart.Scale(1, total, ((1, "1st"), (total, f"last of {total}")))
    more = f"; the first {_MOST} are drawn" if total > _MOST else ""
    n = sum(row.figures["rank"].n for row in rows)
    subtitle = f"Places by what {count(n)} ratings say; {plural(total, kind)}, by the alphabet{more}"
    drawn = drawing(f"ranks-{at}", title, lambda width: chart.spec(lines, scale, width), small=len(answer.by) > 1)
    return Panel(title, subtitle, drawn, _table(ordered, title, kind, names))


def _line(row: Row, kind: str, names: Names) -> chart.Line:
    low, high, total = (row.facts[name] for name in ("all_low", "all_high", "among"))
    says = "anywhere" if (low, high) == (1, total) else _places(low, high)
    name = inline(called(row, names, kind))
    expected = row.figures["rank"].value
    tip = f"{plain(name)}: {says}; expected at about {expected:.0f} of {total}"
    return chart.Line(name, says, tip, low, high, expected, hollow=says == "anywhere")


def _places(low: int, high: int) -> str:
    """The places as one would say them: "place 3", "places 2 to 6"."""
    return f"place {low}" if low == high else f"places {low} to {high}"


def _table(rows: Sequence[Row], title: str, kind: str, names: Names) -> Table:
    heads = (titled(kind), "Expected place", "Its own places", "All together", "Among the best", "Among the worst", "n")
    return Table(title, heads, tuple(_cells(row, kind, names) for row in rows))


def _cells(row: Row, kind: str, names: Names) -> tuple[str, ...]:
    rank, facts = row.figures["rank"], row.facts
    ends = tuple("not known" if facts[name] is None else chance(facts[name]) for name in ("top", "bottom"))
    return (
        plain(called(row, names, kind)),
        f"{rank.value:.1f}",
        _places(int(rank.low), int(rank.high)),
        _places(facts["all_low"], facts["all_high"]),
        *ends,
        count(rank.n),
    )
