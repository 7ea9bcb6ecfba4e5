"""Whether raters agree on each standard; where they do not, whether it is the standard or one of them.

patterns → α and AC with intervals → a first verdict → severities, where raters do not agree → the verdict
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from clearbar.model.agreement import RELIABLE, Agreeing, Lean
from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import FLOOR, Sums
from clearbar.stats.answers.rows import places
from clearbar.stats.answers.share import POOLED
from clearbar.stats.answers.table import Groups
from clearbar.stats.patterns import ENOUGH, TELLING, Figure, Patterns, Way, coefficients, patterns, unpack
from clearbar.stats.severity import Judged, coded, gain, severities, without

TWO = (
    "{}: its two raters differ by half a level or more on average. Which of them is harsh, or mild, cannot be told "
    "without a third."
)
ONE_PERSON = (
    "{}: not identifiable: all that was rated by several raters is of one person, or one group of persons, so that "
    "nothing says how far it holds for others."
)
ALONE = "{}: some raters stand apart, but without them the others share too little to tell who differs from whom."


class _Group(NamedTuple):
    """What is told of one group."""

    key: tuple[Any, ...]
    alpha: Figure | None
    ac: Figure | None
    n: int
    facts: dict[str, Any]


def conclude_agreement(sums: Sums, by: Sequence[str], way: Way | None = None) -> Answer:
    """α and AC per group, with 95 % intervals, by default from a thousand resamples of its units. With `rater` among
    `by`: see `conclude_severity`.

    Facts: `units` of several raters, None where so few ratings stand behind them that they may not be shown;
    `ratings` and `raters`, of all units; `groups` of persons, where the interval is over these; `verdict`; `rests_on`,
    the coefficient that the verdict rests on; `lean`. A group has no figure `alpha` where too few units differ for one,
    and neither where none is shared. A verdict of `standard vague` is a first one: `settle` looks at the raters. The
    same sums and seed give the same answer.
    """
    way = way or Way()
    if "rater" in by:
        return conclude_severity(sums, by, way.confidence)
    found: list[_Group] = []
    few: list[tuple[Any, ...]] = []
    changed: set[str] = set()
    for key, at in places(sums, by):
        part = {name: np.asarray(column)[at] for name, column in sums.items()}
        if int(part["answers"][0]) < FLOOR:
            few.append(key)
            continue
        found.append(_group(key, part, way))
        if len(np.unique(part["number"])) > 1 and "edition" not in by:
            changed.add(key[list(by).index("standard")])
    notes = [*Groups({}, {}, tuple(few)).notes, *(POOLED.format(name) for name in sorted(changed))]
    notes += _way_notes(found, way)
    keys = {name: [group.key[i] for group in found] for i, name in enumerate(by)}
    names = ["units", "ratings", "raters", "verdict", "rests_on", "lean"]
    names += ["groups"] if way.error == "person" else []
    facts = {name: [group.facts[name] for group in found] for name in names}
    figures = {name: _estimates(found, name, way.confidence) for name in ("alpha", "ac")}
    return Answer("agreement", tuple(by), keys, figures, facts, tuple(notes), tuple(few))


def _way_notes(found: Sequence[_Group], way: Way) -> list[str]:
    """What must be said of the intervals."""
    if way.error != "person":
        return []
    alone = [", ".join(str(value) for value in group.key) for group in found if group.facts["groups"] == 1]
    return [ONE_PERSON.format(name) for name in alone]


def unsettled(answer: Answer) -> tuple[str, ...]:
    """The standards (or editions, in a question by edition only) of which some raters do not agree."""
    if "rater" in answer.by:
        return ()
    names = answer.keys["standard" if "standard" in answer.by else "edition"]
    verdicts = answer.facts["verdict"]
    return tuple(sorted({n for n, verdict in zip(names, verdicts, strict=True) if verdict is Agreeing.VAGUE}))


def settle(answer: Answer, sums: Sums, way: Way | None = None) -> Answer:
    """The answer with its first verdicts looked into, from the sums by rater: `one rater harsh` in the place of
    `standard vague` where leaving one rater out leaves raters who may agree. `lean` says whether one rater stands apart
    as harsh or mild; never who it is, nor by how much."""
    judged = {key: _judged(sums, at)[1] for key, at in places(sums, answer.by)}
    verdicts, leans, notes = list(answer.facts["verdict"]), list(answer.facts["lean"]), list(answer.notes)
    for i, key in enumerate(zip(*answer.keys.values(), strict=True)):
        if verdicts[i] is not Agreeing.VAGUE or key not in judged:
            continue
        verdicts[i], leans[i], note = _looked_into(judged[key], way or Way())
        notes += [note.format(", ".join(str(value) for value in key))] if note else []
    facts = {**answer.facts, "verdict": verdicts, "lean": leans}
    return replace(answer, facts=facts, notes=tuple(notes))


def conclude_severity(sums: Sums, by: Sequence[str], confidence: float = 0.95) -> Answer:
    """Per group and rater: figure `severity`, the mean level given less that of the unit's other raters (below 0 is
    harsh), with a t interval over shared units. Fact `apart`: `harsh` or `mild` where the difference is half a level or
    more, and clear also when all raters of the group are looked at together; else None."""
    rest = [name for name in by if name != "rater"]
    columns: dict[str, list[Any]] = {name: [] for name in (*by, "value", "low", "high", "n", "apart")}
    hidden = np.asarray(sums["pattern"]).astype(np.int64) == 0
    for key, at in places({name: np.asarray(column)[~hidden] for name, column in sums.items()}, rest):
        rows = np.flatnonzero(~hidden)[at]
        names, judged = _judged(sums, rows)
        found = severities(judged)
        low, high = found.interval(confidence)
        leans = [_lean(value) if is_apart else None for value, is_apart in zip(found.value, found.apart(), strict=True)]
        told: dict[str, Any] = {
            "rater": names,
            "value": found.value,
            "low": low,
            "high": high,
            "n": found.n,
            "apart": leans,
        }
        told |= {name: [value] * len(names) for name, value in zip(rest, key, strict=True)}
        for name, values in told.items():
            columns[name] += values.tolist() if isinstance(values, np.ndarray) else values
    few = [key for key, _ in places({name: np.asarray(sums[name])[hidden] for name in by}, by)]
    return _severity_answer(columns, by, few, confidence)


def _severity_answer(
    columns: dict[str, list[Any]], by: Sequence[str], few: Sequence[tuple[Any, ...]], confidence: float
) -> Answer:
    value, low, high, n = (columns.pop(name) for name in ("value", "low", "high", "n"))
    figures = {"severity": Estimates(value, low, high, [int(size) for size in n], confidence=confidence)}
    facts = {"apart": columns.pop("apart")}
    withheld = Groups({}, {}, tuple(few))
    units = {"severity": Unit.SIGNED}
    return Answer("agreement", tuple(by), columns, figures, facts, withheld.notes, withheld.withheld, units)


def _group(key: tuple[Any, ...], part: dict[str, Any], way: Way) -> _Group:
    packed, units = part["pattern"].astype(np.int64), part["units"].astype(np.float64)
    hidden = packed == 0
    bucket = part["bucket"][~hidden] if way.error == "person" else None
    found = patterns(packed[~hidden], units[~hidden], bool((part["yes_no"] == 1).all()), bucket)
    alpha, ac = coefficients(found, way)
    verdict, rests_on = _first(found, alpha, ac)
    facts = {
        "units": None if hidden.any() else found.n,
        "ratings": int(part["answers"][0]),
        "raters": int(part["raters"][0]),
        "verdict": verdict,
        "rests_on": rests_on,
        "lean": None,
        "groups": _persons(found),
    }
    return _Group(key, alpha, ac, found.n, facts)


def _persons(found: Patterns) -> int | None:
    """Groups of persons who have shared units."""
    return None if found.parts is None else int((found.parts[:, found.shared].sum(axis=1) > 0).sum())


def _first(found: Patterns, alpha: Figure | None, ac: Figure | None) -> tuple[Agreeing, str | None]:
    """The verdict that α and AC give, and which of them gives it."""
    figure, rests_on = (alpha, "alpha") if found.telling >= TELLING else (ac, "ac")
    if figure is None or found.n < ENOUGH:
        return Agreeing.LITTLE, None
    if figure.low >= RELIABLE:
        return Agreeing.AGREE, rests_on
    if figure.high < RELIABLE:
        return Agreeing.VAGUE, rests_on
    # From no better than chance to good enough: so wide an interval says nothing.
    return (Agreeing.LITTLE if figure.low <= 0 else Agreeing.CANNOT_TELL), rests_on


def _looked_into(judged: Judged, way: Way) -> tuple[Agreeing, Lean | None, str]:
    """The verdict on raters who do not agree, how one of them leans, and what must be said beside.

    Of the raters who stand apart, the one without whom α gains most is left out: whoever was only ever held against a
    harsh rater looks mild, but leaving that one out mends nothing.
    """
    found = severities(judged)
    apart = np.flatnonzero(found.apart(way.confidence))
    if not len(apart):
        return Agreeing.VAGUE, None, ""
    if len(found.value) < 3:
        return Agreeing.CANNOT_TELL, None, TWO
    gains = np.array([gain(judged, int(rater), way) for rater in apart])
    unknown = np.isnan(gains)
    if unknown.all():
        return Agreeing.CANNOT_TELL, None, ALONE
    best = int(apart[np.nanargmax(gains)])
    rest = without(judged, best, way)
    lean = _lean(found.value[best]) if rest and rest.gain.low > 0 else None
    if rest and lean and rest.alpha.high >= RELIABLE:
        return Agreeing.HARSH, lean, ""
    return (Agreeing.CANNOT_TELL, lean, ALONE) if unknown.any() else (Agreeing.VAGUE, lean, "")


def _lean(severity: float) -> Lean:
    return Lean.HARSH if severity < 0 else Lean.MILD


def _judged(sums: Sums, at: Any) -> tuple[list[Any], Judged]:
    """The raters of one group, and its rows by rater."""
    names, rater = coded(np.asarray(sums["rater"], dtype=object)[at])
    counts = unpack(np.asarray(sums["pattern"])[at])
    level, units = (np.asarray(sums[name], dtype=np.float64)[at] for name in ("level", "units"))
    return names, Judged(rater, counts, level, units)


def _estimates(found: Sequence[_Group], name: str, confidence: float) -> Estimates:
    figures = [getattr(group, name) for group in found]
    value, low, high = (
        [getattr(one, end) if one else float("nan") for one in figures] for end in ("value", "low", "high")
    )
    counts = [group.n if one else 0 for group, one in zip(found, figures, strict=True)]
    return Estimates(value, low, high, counts, confidence=confidence)
