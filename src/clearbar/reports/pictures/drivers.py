"""What matters most to the verdict: standards as rows, how much goes with each, and its possible ranks."""

from __future__ import annotations

from itertools import groupby
from math import ceil

from clearbar.model.driving import Kind
from clearbar.model.estimate import Answer, Row, Unit
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, standard, written
from clearbar.reports.words import count, interval, listing, plural, spelled

MOST = 8
"""Groups of standards that are drawn; beyond, the answer is better asked in parts."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
             "twelfth")  # fmt: skip
_UNTOLD = "cannot be told apart"
_COSTS = {
    Kind.MUST_BE: "must be: a miss costs more than level five adds",
    Kind.ONE_DIMENSIONAL: "the better, the better",
    Kind.ATTRACTIVE: "delights: level five adds more than a miss costs",
}


def section(answer: Answer, names: Names) -> Section | None:
    """A panel for each group, its standards below each other; None where nothing was told."""
    if not len(answer):
        return None
    keyed = groupby(answer.rows, key=lambda row: {name: row.keys[name] for name in answer.by})
    panels = tuple(
        _panel(list(inside), key, answer, names) for _, (key, inside) in zip(range(MOST), keyed, strict=False)
    )
    intro = "How much of what makes verdicts differ goes with each standard, whichever others are looked at before it."
    return Section("drivers", "What matters most to the verdict", intro, panels, closing=answer.notes)


def _panel(told: list[Row], key: dict[str, object], answer: Answer, names: Names) -> Panel:
    group = called(Row(key, {}, {}), names) if key else ""
    title = _title(told, names)
    whole = next(row for row in answer.parts[0].rows if dict(row.keys) == key).figures["explained"]
    n = told[0].figures["explains"].n
    subtitle = (
        f"{group + ': ' if group else ''}share of the verdict's variation with its 95 % range, {count(n)} responses; "
    )
    subtitle += f"together {interval(whole)}"
    high = ceil(10 * max(row.figures["explains"].high for row in told)) / 10
    scale = rows.Scale(0, high, ((0.0, "0"), (high / 2, f"{50 * high:.0f}"), (high, f"{100 * high:.0f} %")))
    lines = [_line(row, len(told), names) for row in told]
    place = "-".join(str(value) for value in key.values())
    chart = drawing(f"drivers-{place or 'all'}", title, lambda width: rows.spec(lines, scale, width))
    return Panel(title, subtitle, chart, _table(told, key, answer, names))


def _title(told: list[Row], names: Names) -> str:
    """What comes first, as far as it can be told."""
    if len(told) == 1:
        return f"Only {_name(told[0], names)} was rated beside the verdict"
    ahead = [row for row in told if row.facts["rank_from"] == 1]
    if len(ahead) == 1:
        return titled(f"{_name(told[0], names)} goes with the verdict most")
    if len(ahead) == len(told):
        return f"Which of {spelled(len(told))} standards matters most cannot be told yet"
    if len(ahead) > 3:
        return f"{titled(spelled(len(ahead)))} of {spelled(len(told))} standards may matter most"
    named = listing([_name(row, names) for row in ahead])
    return titled(f"{named} go with the verdict most; which of them comes first cannot be told yet")


def _name(row: Row, names: Names) -> str:
    return standard(str(row.keys["standard"]), names)


def _line(row: Row, standards: int, names: Names) -> rows.Line:
    figure = row.figures["explains"]
    rank = _rank(row, standards)
    says = f"{100 * figure.value:.0f} % · {rank}"
    name = titled(_name(row, names))
    tip = f"{name}: {written(figure, Unit.SHARE)} of the variation; {rank}"
    return rows.Line(
        name, says, tip, figure.low, figure.high, figure.value, hollow=row.facts["rank_to"] != row.facts["rank_from"]
    )


def _rank(row: Row, standards: int) -> str:
    """The ranks that a standard may have: "first", "second to fourth", "any place"."""
    first, last = int(row.facts["rank_from"]), int(row.facts["rank_to"])
    if standards > 1 and first == 1 and last == standards:
        return "any place"
    return _ordinal(first) if first == last else f"{_ordinal(first)} to {_ordinal(last)}"


def _ordinal(number: int) -> str:
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}th"


def _table(told: list[Row], key: dict[str, object], answer: Answer, names: Names) -> Table:
    """The shares and ranks, with what a miss costs and level five adds."""
    costs = {row.keys["standard"]: row for row in answer.parts[1].rows if all(row.keys[k] == v for k, v in key.items())}
    unit = answer.parts[1].units["penalty"]
    found = []
    for row in told:
        cost = costs.get(row.keys["standard"])
        figures = cost.figures if cost else {}
        kind = cost.facts["kind"] if cost else None
        cells = [titled(_name(row, names)), written(row.figures["explains"], Unit.SHARE), _rank(row, len(told))]
        cells += [written(figures[name], unit) if name in figures else "not known" for name in ("penalty", "reward")]
        found.append(
            (*cells, _COSTS[kind] if kind else _UNTOLD if "contrast" in figures else "no level five to compare")
        )
    heads = ("Standard", "Share of the verdict's variation", "Rank", "A miss takes away", "Level five adds", "Kind")
    return Table(f"What goes with the verdict, {plural(len(told), 'standard')}", heads, tuple(found))
