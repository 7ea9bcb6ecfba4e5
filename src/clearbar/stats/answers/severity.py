"""How severe each rater is, what persons' scores are without that, and how many raters and interactions settle one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from scipy.special import stdtrit

from clearbar.model.agreement import Lean
from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import Sums
from clearbar.stats.answers.levelling import Found, freedom, levelled
from clearbar.stats.answers.rows import places
from clearbar.stats.answers.table import Groups
from clearbar.stats.components import Floats
from clearbar.stats.dependability import Sources, dependability, generalizability
from clearbar.stats.intervals import quantile
from clearbar.stats.moments import add_up
from clearbar.stats.severity import MATTERS
from clearbar.stats.shares import by_delta

STEPS = (1, 2, 3, 4, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200)
"""Numbers of interactions that designs are told for."""

NOBODY = "No rating tells both its rater and its person: nothing can be compared."
POOLED = "Several standards are pooled: who rated the harder ones looks harsh. Group by standard to see them apart."

Key = tuple[Any, ...]
Told = Sequence[tuple[Key, Found]]


def conclude_severities(
    sums: Sums, by: Sequence[str], raters: int = 4, interactions: int = 12, aim: float = 0.8, confidence: float = 0.95
) -> Answer:
    """Per group and rater: figure `severity` (below 0 is harsh; the raters' mean is 0), with a t interval; facts
    `persons`, how many the rater rated, `shrunk`, the same pulled to 0 by as much as it is uncertain, and `apart`:
    `harsh` or `mild` where it is half a level or more and clear when all raters are looked at together.

    Parts: `persons`, the mean as it stands (`raw`) and without severity (`adjusted`); `dependability` of designs of up
    to so many `raters` and `interactions` of each; `variation`, what a rating is made of. A note tells the smallest
    design whose dependability reaches `aim`. Groups whose raters were never compared are refused in a note. Raters and
    persons whose name the sums do not tell are withheld.
    """
    found = [(key, *levelled(sums, at, aim, interactions)) for key, at in _groups(sums, by)]
    notes = [f"{_label(key)}{note}." for key, said, _ in found for note in said]
    notes += [] if found else [NOBODY]
    notes += [] if {"standard", "edition"} & set(by) else [POOLED]
    told = [(key, one) for key, _, one in found if one is not None]
    parts = (
        _persons(told, by, confidence),
        _designs(told, by, range(1, raters + 1), _steps(interactions), confidence),
        _variation(told, by, confidence),
    )
    return _severities(told, by, confidence, tuple(notes), parts)


def _groups(sums: Sums, by: Sequence[str]) -> list[tuple[Key, Any]]:
    if not by:
        return [((), np.arange(len(sums["n"])))] if len(sums["n"]) else []
    return places(sums, by)


def _label(key: Key) -> str:
    return f"{', '.join(str(value) for value in key)}: " if key else ""


def _steps(most: int) -> tuple[int, ...]:
    return (*(step for step in STEPS if step < most), most)


class _Columns:
    """Rows of a table, gathered as columns."""

    def __init__(self, *names: str) -> None:
        self.all: dict[str, list[Any]] = {name: [] for name in names}

    def add(self, **values: Any) -> None:
        """One more row."""
        for name, value in values.items():
            self.all[name].append(value)

    def take(self, *names: str) -> dict[str, list[Any]]:
        """These columns."""
        return {name: self.all[name] for name in names}

    def estimates(self, name: str, confidence: float, clusters: bool = False) -> Estimates:
        """The figure of this name, from the columns NAME, NAME low and NAME high."""
        value, low, high = (self.all[f"{name}{end}"] for end in ("", " low", " high"))
        return Estimates(
            value, low, high, self.all["n"], self.all["clusters"] if clusters else None, confidence=confidence
        )


def _ends(name: str, value: float, half: float) -> dict[str, float]:
    return {name: value, f"{name} low": value - half, f"{name} high": value + half}


def _severities(
    told: Told, by: Sequence[str], confidence: float, notes: tuple[str, ...], parts: tuple[Answer, ...]
) -> Answer:
    columns = _Columns(*by, "rater", "severity", "severity low", "severity high", "n", "clusters", "shrunk", "apart")
    few: list[Key] = []
    for key, one in told:
        cells, names, found = one.seen.cells, one.seen.raters, one.levelled
        n, met = add_up(cells.rater, cells.n), np.bincount(cells.rater)
        tail, degrees = (1 - confidence) / 2, freedom(one)
        half, far = (stdtrit(degrees, 1 - tail / many) * found.severity_se for many in (1, len(names)))
        for i in _by_name(names, key, few):
            value = float(found.severity[i])
            is_apart = abs(value) >= MATTERS and abs(value) > far[i]
            columns.add(
                **dict(zip(by, key, strict=True)), rater=names[i], n=int(n[i]), clusters=int(met[i]),
                shrunk=float(one.effects["rater"][i]), **_ends("severity", value, float(half[i])),
                apart=(Lean.HARSH if value < 0 else Lean.MILD) if is_apart else None,
            )  # fmt: skip
    hidden = Groups({}, {}, tuple(few))
    figures = {"severity": columns.estimates("severity", confidence, clusters=True)}
    facts = {"persons": columns.all["clusters"], **columns.take("shrunk", "apart")}
    units = {"severity": Unit.SIGNED, "shrunk": Unit.SIGNED}
    keys = columns.take(*by, "rater")
    said = (*notes, *hidden.notes)
    return Answer("severity", (*by, "rater"), keys, figures, facts, said, hidden.withheld, units, parts)


def _by_name(names: Sequence[str | None], key: Key, few: list[Key]) -> Iterator[int]:
    """Places of those who may be named, in the order of names; the others are counted."""
    for i, name in enumerate(names):
        if name is None:
            few.append((*key, None))
        else:
            yield i


def _persons(told: Told, by: Sequence[str], confidence: float) -> Answer:
    """Per person: `raw`, the mean with an interval that holds that its raters were met by chance, and `adjusted`, as
    the average of all raters would see it. Facts: `raters`, how many rated the person, and `shrunk`: the adjusted mean
    pulled to that of all."""
    ends = [f"{name}{end}" for name in ("raw", "adjusted") for end in ("", " low", " high")]
    columns = _Columns(*by, "person", *ends, "n", "clusters", "shrunk")
    few: list[Key] = []
    for key, one in told:
        cells, found = one.seen.cells, one.levelled
        n, met = add_up(cells.person, cells.n), np.bincount(cells.person)
        reach = float(stdtrit(freedom(one), (1 + confidence) / 2))
        for i in _by_name(one.seen.persons, key, few):
            columns.add(
                **dict(zip(by, key, strict=True)), person=one.seen.persons[i], n=int(n[i]), clusters=int(met[i]),
                **_ends("raw", float(found.raw[i]), reach * float(one.errors["raw"][i])),
                **_ends("adjusted", float(found.person[i]), reach * float(one.errors["adjusted"][i])),
                shrunk=float(one.effects["person"][i]),
            )  # fmt: skip
    hidden = Groups({}, {}, tuple(few))
    figures = {name: columns.estimates(name, confidence, clusters=True) for name in ("raw", "adjusted")}
    facts = {"raters": columns.all["clusters"], **columns.take("shrunk")}
    keys = columns.take(*by, "person")
    return Answer("persons", (*by, "person"), keys, figures, facts, hidden.notes, hidden.withheld)


def _designs(
    told: Told, by: Sequence[str], raters: Sequence[int], interactions: Sequence[int], confidence: float
) -> Answer:
    """Per design: `dependability` Φ and `relative` Eρ², each rater with interactions of their own. Fact `together`: Φ
    where all rate the same ones, None where nothing tells it."""
    ends = [f"{name}{end}" for name in ("dependability", "relative") for end in ("", " low", " high")]
    columns, reach = _Columns(*by, "raters", "interactions", *ends, "n", "together"), quantile(confidence)
    for key, one in told:
        if len(one.seen.persons) == 1:
            continue
        n = int(one.seen.cells.n.sum())
        for many in raters:
            for each in interactions:
                columns.add(
                    **dict(zip(by, key, strict=True)), raters=many, interactions=each, n=n,
                    **_design(one.sources, many, each, reach),
                )  # fmt: skip
    figures = {name: columns.estimates(name, confidence) for name in ("dependability", "relative")}
    keys = columns.take(*by, "raters", "interactions")
    return Answer("dependability", (*by, "raters", "interactions"), keys, figures, columns.take("together"))


def _design(sources: Sources, raters: int, interactions: int, reach: float) -> dict[str, float | None]:
    found = {
        "dependability": dependability(sources, raters, interactions, reach),
        "relative": generalizability(sources, raters, interactions, reach),
    }
    told: dict[str, float | None] = {}
    for name, figure in found.items():
        told |= {name: figure.value, f"{name} low": figure.low, f"{name} high": figure.high}
    together = None
    if sources.interaction is not None:
        together = dependability(sources, raters, interactions, reach, same=True).value
    return {**told, "together": together}


def _variation(told: Told, by: Sequence[str], confidence: float) -> Answer:
    """What a rating is made of: each part's `share`, with facts `variance`, `se` and `sd`. `occasion` is what is left;
    the fact `interaction` of its row says which part of it raters of the same interaction see alike."""
    columns = _Columns(*by, "part", "share", "share low", "share high", "n", "variance", "se", "sd", "interaction")
    for key, one in told:
        variances = np.array([component.variance for component in one.split.components])
        if variances.sum() <= 0:
            continue
        covariance = np.array(one.split.covariance)
        for place, component in enumerate(one.split.components):
            rest = place == variances.size - 1
            columns.add(
                **dict(zip(by, key, strict=True)), part=component.name, n=one.split.n, variance=component.variance,
                se=component.se, sd=component.variance**0.5, interaction=one.sources.interaction if rest else None,
                **_share(variances, covariance, place, quantile(confidence)),
            )  # fmt: skip
    figures, facts = {"share": columns.estimates("share", confidence)}, ("variance", "se", "sd", "interaction")
    keys, units = columns.take(*by, "part"), {"share": Unit.SHARE}
    return Answer("variation", (*by, "part"), keys, figures, columns.take(*facts), units=units)


def _share(variances: Floats, covariance: Floats, place: int, reach: float) -> dict[str, float]:
    value = float(variances[place] / variances.sum())
    low, high = by_delta(variances, covariance, place, reach) if value < 1 else (0.0, 1.0)
    return {"share": value, "share low": min(low, value), "share high": max(high, value)}
