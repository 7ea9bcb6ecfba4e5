"""One group of cells, levelled: do they hang together? → variances → severities, and persons without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from clearbar.model.question import Sums
from clearbar.stats.cells import CellTable, connected_parts
from clearbar.stats.components import Codes, Floats, Split
from clearbar.stats.crossed import crossed, crossed_effects
from clearbar.stats.dependability import PAIR, REST, Sources, between, smallest
from clearbar.stats.moments import add_up
from clearbar.stats.two_way import Cells, Levelled, level

PAIRED = 1500
"""Up to so many persons and raters the variance of single pairs of them is told apart exactly."""
MOST = 6000
"""Raters up to which severities are reckoned: their equations are held as a square."""
SINGLE = "not identifiable: only one rater, whose severity cannot be told from the persons' quality"
LONE = "not identifiable: only one person, so nothing says how far persons differ and how dependable a score is"
APART = (
    "refused: persons and raters fall into {} parts that were never compared, so that nobody can tell a harsh rater "
    "from a weak person across them. Let some persons be rated by raters of different parts"
)
NOTHING_LEFT = "not identifiable: no more ratings than persons and raters together"
MANY = "refused: more than {:,} raters are more than can be compared at once"
ONCE = (
    "not identifiable: no interaction was rated twice, so that what interactions differ by stays in `occasion`, and "
    "nothing is told of raters who rate the same ones"
)
UNPAIRED = "not identifiable: {}, so that who suits whom (person and rater) stays in `occasion`"
BARE = "no rater rated a person twice"
WIDE = "there are too many persons and raters to tell their pairs apart"
FEW = "there are only {} raters: how much raters differ is little known, and so is what more of them would bring"
ENOUGH_RATERS = 5
"""Raters below which their variance is told to be little known."""
SMALLEST = "Dependable to {:g} with the fewest raters, up to {:,} interactions of each: {} × {}"
NONE_IS = (
    "No design of up to 50 raters with up to {:,} interactions of each is dependable to {:g}: all else varies too much"
)


@dataclass(frozen=True, eq=False)
class Seen:
    """One group: its cells, the names of persons and raters (None below the floor), and its shared units."""

    cells: Cells
    persons: list[str | None]
    raters: list[str | None]
    owner: Codes
    size: Floats
    units: Floats
    totals: Floats


@dataclass(frozen=True, eq=False)
class Found:
    """What is told of one group.

    `effects` are the levels of `person` and the severities of `rater`, pulled to the mean; `errors` the standard errors
    of persons' means, `raw` and `adjusted`.
    """

    seen: Seen
    levelled: Levelled
    sources: Sources
    split: Split
    effects: dict[str, Floats]
    errors: dict[str, Floats]


def levelled(sums: Sums, at: Any, aim: float, interactions: int) -> tuple[list[str], Found | None]:
    """The group at these rows of the sums, levelled, and what must be said of it; None where it is refused. `aim` is
    the dependability whose smallest design is told, with up to so many `interactions` of each rater."""
    seen = _read(sums, at)
    if refused := _refused(seen):
        return [refused], None
    split, effects, notes = _fitted(seen)
    sources = _sources(seen, split)
    found = level(seen.cells, float(sources.variances[PAIR]), float(sources.variances[REST]))
    notes += [FEW.format(len(seen.raters))] if len(seen.raters) < ENOUGH_RATERS else []
    notes += [ONCE] if sources.interaction is None else []
    notes.append(_settled(sources, aim, interactions) if len(seen.persons) > 1 else LONE)
    return notes, Found(seen, found, sources, split, effects, _errors(seen, found, sources))


def _read(sums: Sums, at: Any) -> Seen:
    kind = np.asarray(sums["kind"], dtype=object)[at]
    columns = {name: np.asarray(sums[name])[at] for name in ("person", "rater", "n", "s", "q", "answers")}
    names = np.asarray(sums["name"], dtype=object)[at]

    def rows(of: str) -> dict[str, Any]:
        return {name: column[kind == of] for name, column in columns.items()}

    def called(of: str) -> list[str | None]:
        order = np.argsort(rows(of)[of], kind="stable")
        return list(names[kind == of][order])

    cell, shared = rows("cell"), rows("shared")
    order = np.lexsort((cell["rater"], cell["person"]))
    person, rater = (cell[name][order].astype(np.int64) - 1 for name in ("person", "rater"))
    n, total, square = (cell[name][order].astype(np.float64) for name in ("n", "s", "q"))
    size, units, totals = (shared[name].astype(np.float64) for name in ("rater", "n", "q"))
    owner = shared["person"].astype(np.int64) - 1
    return Seen(Cells(person, rater, n, total, square), called("person"), called("rater"), owner, size, units, totals)


def _refused(seen: Seen) -> str:
    """Why nothing can be told; empty where something can."""
    cells = seen.cells
    if len(seen.raters) == 1:
        return SINGLE
    if (parts := int(connected_parts(cells.person, cells.rater).max()) + 1) > 1:
        return APART.format(f"{parts:,}")
    if cells.n.sum() <= len(seen.persons) + len(seen.raters):
        return NOTHING_LEFT
    return MANY.format(MOST) if len(seen.raters) > MOST else ""


def _fitted(seen: Seen) -> tuple[Split, dict[str, Floats], list[str]]:
    """The variances; levels of raters and persons pulled to the mean; and what is to be said."""
    cells, notes = seen.cells, []
    factors = {"person": cells.person, "rater": cells.rater}
    if cells.n.max() == 1 or cells.freedom <= 0:
        notes.append(UNPAIRED.format(BARE))
    elif len(seen.persons) + len(seen.raters) > PAIRED:
        notes.append(UNPAIRED.format(WIDE))
    else:
        factors["person and rater"] = np.arange(cells.n.size)
    table = CellTable(cells.n, cells.total, cells.square, factors)
    split = crossed(table)
    if not split.converged:
        notes.append("the fit did not settle: read these figures as a first impression")
    effects = crossed_effects(table, split)
    shrunk = {
        name: effects[name].values if name in effects else np.zeros(len(names))
        for name, names in (("person", seen.persons), ("rater", seen.raters))
    }
    return split, {**shrunk, "person": shrunk["person"] + split.mean.value}, notes


def _sources(seen: Seen, split: Split) -> Sources:
    """The variances in one order, 0 for those that could not be told apart, with the part of interactions."""
    order = ("person", "rater", "person and rater", "occasion")
    place = {component.name: i for i, component in enumerate(split.components)}
    kept = [i for i, name in enumerate(order) if name in place]
    variances, covariance = np.zeros(4), np.zeros((4, 4))
    variances[kept] = [split.components[place[order[i]]].variance for i in kept]
    if split.covariance:
        at = [place[order[i]] for i in kept]
        covariance[np.ix_(kept, kept)] = np.array(split.covariance)[np.ix_(at, at)]
    square = float(seen.cells.square.sum())
    interaction = between(square, seen.totals, seen.units, seen.size, variances)
    return Sources(variances, covariance, interaction)


def _settled(sources: Sources, aim: float, interactions: int) -> str:
    found = smallest(sources, aim, interactions)
    if found is None:
        return NONE_IS.format(interactions, aim)
    raters, each = (f"{number:,} {what}{'' if number == 1 else 's'}"
                    for number, what in zip(found, ("rater", "interaction"), strict=True))  # fmt: skip
    return SMALLEST.format(aim, interactions, raters, each)


def _errors(seen: Seen, found: Levelled, sources: Sources) -> dict[str, Floats]:
    """Standard errors of persons' means, raw and levelled; both know that ratings of one interaction resemble."""
    cells, (_, rater, pair, rest) = seen.cells, sources.variances
    n = add_up(cells.person, cells.n)
    spread = add_up(cells.person, cells.n**2) / n**2
    together = add_up(seen.owner, seen.units * seen.size**2, n.size) / n**2 - 1.0 / n
    shared = (sources.interaction or 0.0) * np.maximum(together, 0.0)
    raw = np.sqrt((rater + pair) * spread + rest / n + shared)
    return {"raw": raw, "adjusted": np.sqrt(found.person_se**2 + shared)}


def freedom(one: Found) -> float:
    """Degrees of freedom of the errors: of cells where pairs vary, else of ratings."""
    cells = one.seen.cells
    if one.sources.variances[PAIR] > 0:
        return max(cells.freedom, 1)
    return max(float(cells.n.sum()) - len(one.seen.persons) - len(one.seen.raters) + 1.0, 1.0)
