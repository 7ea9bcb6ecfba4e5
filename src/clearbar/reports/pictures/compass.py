"""How people see themselves and how others see them: person by person where asked for, else how many see what."""

from __future__ import annotations

from typing import Any

from clearbar.model.book import Source
from clearbar.model.estimate import Answer, Row, Unit
from clearbar.model.seeing import Sees
from clearbar.reports.charts import rows
from clearbar.reports.drawing import drawing
from clearbar.reports.names import titled
from clearbar.reports.panels import Panel, Section, Table
from clearbar.reports.pictures.naming import Names, called, written
from clearbar.reports.words import count, listing, speakers, spelled

MOST = 60
"""Rows that are drawn; all stand in the table."""
_HEADING = "How people see themselves"


def section(answer: Answer, names: Names) -> Section | None:
    """Persons only where the question was by person, in the order of their names; None where nobody can be compared."""
    told = list(answer.rows)
    if not told:
        return None
    panel = _persons(answer, told, names) if "person" in answer.by else _counts(answer, told, names)
    return Section("compass", _HEADING, "", (panel,))


def _counts(answer: Answer, told: list[Row], names: Names) -> Panel:
    """For each source how much higher people see themselves on average, and of how many it can be told."""
    unit = answer.units.get("difference")
    lines = [_average(row, unit, names) for row in told[:MOST]]
    title = _title(told)
    scale = _around_nothing([(row.figures["difference"].low, row.figures["difference"].high) for row in told], unit)
    n = sum(row.figures["difference"].n for row in told)
    what = "Own level less that of others, mean of persons" if unit is Unit.SIGNED else "Own share less that of others"
    subtitle = f"{what}, with its 95 % range; {count(n)} ratings; right of the ink line: people see themselves higher"
    chart = drawing("compass-sources", title, lambda width: rows.spec(lines, scale, width))
    heads = ("Beside", "Difference", "Persons", "Higher", "Lower", "As others do", "Cannot tell")
    facts = ("persons", "higher", "lower", "alike", "cannot_tell")
    cells = tuple((_named(row, names), written(row.figures["difference"], unit), *(count(row.facts[f]) for f in facts))
                  for row in told)  # fmt: skip
    return Panel(title, subtitle, chart, Table(title, heads, cells), answer.notes)


def _average(row: Row, unit: Unit | None, names: Names) -> rows.Line:
    name, says, figure = _named(row, names), _tally(row), row.figures["difference"]
    tip = f"{name}: {says}; on average {written(figure, unit)}"
    return rows.Line(name, says, tip, figure.low, figure.high, figure.value)


def _title(told: list[Row]) -> str:
    """Beside whom people can be told to see themselves otherwise, on average."""
    higher = [speakers(Source(row.keys["source"])) for row in told if row.figures["difference"].low > 0]
    lower = [speakers(Source(row.keys["source"])) for row in told if row.figures["difference"].high < 0]
    who = {"higher": list(dict.fromkeys(higher)), "lower": list(dict.fromkeys(lower))}
    parts = [f"{word} than {listing(names)} do" for word, names in who.items() if names]
    if not parts:
        return "People see themselves about as others do, as far as can be told"
    return f"On average, people see themselves {' and '.join(parts)}"


def _tally(row: Row) -> str:
    """Of how many it can be told."""
    facts = row.facts
    apart = [f"{spelled(facts[name])} {name}" for name in ("higher", "lower") if facts[name]]
    return f"{' and '.join(apart) or 'nobody told apart'}, of {facts['persons']}"


def _named(row: Row, names: Names) -> str:
    others = [name for name in row.keys if name not in {"source", "person"}]
    beside = titled(speakers(Source(row.keys["source"])))
    return f"{beside}, {called(row, names, *others)}" if others else beside


def _around_nothing(ends: list[tuple[float, float]], unit: Unit | None) -> rows.Scale:
    widest = max(max(abs(low), abs(high)) for low, high in ends)
    step = 0.1 if unit is Unit.POINTS else 0.5
    reach = step * max(1, -(-int(widest * 1000) // int(step * 1000)))
    told = f"{100 * reach:.0f} points" if unit is Unit.POINTS else f"{reach:g}"
    return rows.Scale(-reach, reach, ((-reach, f"−{told}"), (0.0, "as others do"), (reach, f"+{told}")), 0.0)


def _persons(answer: Answer, told: list[Row], names: Names) -> Panel:
    """A dumbbell for each person and source: hollow what they say of themselves, filled what others say."""
    unit = answer.units.get("own")
    apart = [row for row in told if row.facts["sees"] in {Sees.HIGHER, Sees.LOWER}]
    kind = "comparison" if len(told) == 1 else "comparisons"
    title = titled(f"{spelled(len(apart)) if apart else 'none'} of {spelled(len(told))} {kind} can be told apart")
    lines = [_dumbbell(row, unit, names) for row in told[:MOST]]
    shares = ((0.0, "0 %"), (0.5, "50"), (1.0, "100 %"))
    levels = ((1.0, "1 poor"), (3.0, "3"), (5.0, "5 exemplary"))
    scale = rows.Scale(0, 1, shares) if unit is Unit.SHARE else rows.Scale(1, 5, levels)
    subtitle = "Ring: what they say of themselves; dot: what others say, on the standards that both rated"
    chart = drawing("compass-persons", title, lambda width: rows.spec(lines, scale, width))
    heads = ("Person", "Of themselves", "Others", "Difference", "Pulled together", "Seen")
    table = Table(title, heads, tuple(_cells(answer, row, names) for row in told))
    return Panel(title, subtitle, chart, table, answer.notes)


def _whom(row: Row, names: Names) -> str:
    keys = [name for name in row.keys if name != "source"]
    return f"{called(row, names, *keys)} · {speakers(Source(row.keys['source']))}"


def _dumbbell(row: Row, unit: Unit | None, names: Names) -> rows.Line:
    own, others, sees = row.figures["own"], row.figures["others"], row.facts["sees"]
    says = "cannot tell" if sees is Sees.CANNOT_TELL else sees.value
    tip = f"{_whom(row, names)}: themselves {written(own, unit)}, others {written(others, unit)}; {sees.value}"
    low, high = sorted((own.value, others.value))
    return rows.Line(_whom(row, names), says, tip, low, high, others.value, other=own.value)


def _cells(answer: Answer, row: Row, names: Names) -> tuple[Any, ...]:
    figures = (written(row.figures[name], answer.units.get(name)) for name in ("own", "others", "difference", "shrunk"))
    return (_whom(row, names), *figures, row.facts["sees"].value)
