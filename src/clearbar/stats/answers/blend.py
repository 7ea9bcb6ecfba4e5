"""The score of all interactions per group, beside that of the reviews alone and that of the check alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from clearbar.model.estimate import Answer, Estimates, Unit, Verdict
from clearbar.model.question import Sums
from clearbar.stats.answers.share import POOLED
from clearbar.stats.answers.table import Groups, groups
from clearbar.stats.blend import FEWEST, Places, added, blend
from clearbar.stats.intervals import Floats

BOTH, ALONE = "checks and reviews", "reviews alone"
"""What a score rests on."""

FAR = 4.0
"""Standard errors by which foreseen and checked interactions may differ."""

NOTHING = "Not identifiable: no interaction was both checked and reviewed."
UNKNOWN = "{} not with which probability they were chosen, and {} left out."
UNCHECKED = "{} not checked, and {} left out."
LEAKED = "{} read by a check that does not say that it learned without their fold, and {} left out."
SEVERAL = (
    "Some interactions were rated by several people: their mean counts. Whether one of them is harsh comes first "
    "(`severity`)."
)
DOUBLED = "{} read by several versions of the check; choose one by --where \"instrument = '…'\"."
CERTAIN = "Not identifiable: {} reviews only of interactions chosen for a reason, which say nothing of the others."
FROM_LEARNED = (
    "Where the check was made from reviews, reviews alone count: it knows those that it is held against. Let it learn "
    "in folds, and ask with --folds."
)
NO_HELP = "{} on reviews alone: there are fewer than 30, or the check tells too little of what they say."
MISFIT = "{} reviews whose probabilities foresee another number of interactions than were checked: are they right?"


def conclude_blend(sums: Sums, by: Sequence[str], of: str = "", folds: int = 1, confidence: float = 0.95) -> Answer:
    """Per group: figures `blend`, the share of all interactions that reviewers would find at or above the bar (with
    `of` their mean level), and `reviewed`, the same from reviews alone; n counts reviewed interactions.

    Facts: `checked`, what the check says of all; `checks`, how many; `rests_on`; `weight`, λ; `gain`, how many times as
    wide the interval of reviews alone is; for shares also `target` and `verdict`. None where they do not apply.
    """
    held = [name for name in sums if name.startswith("h") and name[1:].isdecimal()]
    table = groups(sums, (*by, *held, "fold"))
    withheld = tuple(dict.fromkeys(key[: len(by)] for key in table.withheld))
    rows = _Rows.of(table, by, held)
    is_told, why = _answerable(rows, folds)
    said = [*Groups({}, {}, withheld).notes, *_counts(sums, rows), *why]
    rows = rows.only(is_told)
    columns = {name: [key[i] for key in rows.keys] for i, name in enumerate(by)}
    figures, facts = _scores(rows, folds, of, confidence)
    said += _remarks(rows, columns, facts)
    shares = () if of else ("blend", "reviewed", "checked", "target")
    units = dict.fromkeys(shares, Unit.SHARE)
    return Answer("blend", tuple(by), columns, figures, facts, tuple(said), withheld, units)


@dataclass(frozen=True)
class _Rows:
    """Rows of strata and folds: the keys of their groups, the group of each, the first row of each group, and sums."""

    keys: list[tuple[Any, ...]]
    group: Places
    first: Places
    sums: dict[str, Floats]

    @classmethod
    def of(cls, table: Groups, by: Sequence[str], held: Sequence[str]) -> _Rows:
        """From a table whose rows stand in the order of groups, strata and folds."""
        keys, group, first = _runs(list(zip(*(table.keys[name] for name in by), strict=True)))
        _, stratum, _ = _runs(list(zip(group.tolist(), *(table.keys[name] for name in held), strict=True)))
        return cls(keys, group, first, {**table.sums, "stratum": stratum.astype(np.float64)})

    def only(self, chosen: npt.NDArray[np.bool_]) -> _Rows:
        """The groups that were chosen."""
        at = chosen[self.group]
        group = (np.cumsum(chosen) - 1)[self.group[at]]
        first = np.flatnonzero(np.diff(group, prepend=-1))
        keys = [key for key, is_chosen in zip(self.keys, chosen, strict=True) if is_chosen]
        return _Rows(keys, group, first, {name: column[at] for name, column in self.sums.items()})

    def __len__(self) -> int:
        return len(self.keys)

    def told(self, name: str) -> Floats:
        """A column that is the same in all rows of a group."""
        return self.sums[name][self.first]

    def total(self, name: str) -> Floats:
        """A column added up over strata and folds."""
        return added(self.group, self.sums[name], len(self))

    def total_of_strata(self, name: str) -> Floats:
        """A column that is the same in all folds of a stratum, added up over strata."""
        one = np.diff(self.sums["stratum"], prepend=-1) != 0
        return added(self.group[one], self.sums[name][one], len(self))


def _runs(rows: list[tuple[Any, ...]]) -> tuple[list[tuple[Any, ...]], Places, Places]:
    """Equal rows that follow each other: each once, the place of each row among them, and where they begin."""
    found = [(key, len(list(same))) for key, same in groupby(rows)]
    sizes = np.array([size for _, size in found], dtype=np.int64)
    return [key for key, _ in found], np.repeat(np.arange(len(found)), sizes), np.cumsum(sizes) - sizes


def _answerable(rows: _Rows, folds: int) -> tuple[npt.NDArray[np.bool_], list[str]]:
    """Which groups have a score, and why others have none."""
    doubled = rows.told("doubled") > 0
    open_ones = rows.total_of_strata("checks") > rows.total("sure")
    certain = open_ones & (rows.total("n") < FEWEST) & ~doubled
    said = [DOUBLED.format(_many(doubled, "was", "were"))] if doubled.any() else []
    said += [CERTAIN.format(_many(certain, "has", "have"))] if certain.any() else []
    said += [FROM_LEARNED] if folds == 1 and (rows.told("learned") > 0).any() else []
    return ~(doubled | certain), said


def _many(which: npt.NDArray[np.bool_], one: str, more: str) -> str:
    count = int(which.sum())
    return f"{count:,} group {one}" if count == 1 else f"{count:,} groups {more}"


def _counts(sums: Sums, rows: _Rows) -> list[str]:
    """What was left out, and what must be known beside."""
    if not len(rows):
        return [NOTHING]
    said = []
    for count, text, verb in (
        (rows.told("unknown").sum(), UNKNOWN, "says"),
        (rows.told("unchecked").max(), UNCHECKED, "was"),
        (rows.told("leaked").sum(), LEAKED, "was"),
    ):
        if count:
            said.append(text.format(*_reviews(int(count), verb)))
    never = int((np.asarray(sums["answers"], dtype=np.float64) == 0).sum())
    if never:
        said.append(f"{never:,} {'group has' if never == 1 else 'groups have'} checks but no review that may be used.")
    if (rows.told("rated") > rows.told("answers")).any():
        said.append(SEVERAL)
    return said


_VERBS = {"says": "say", "was": "were"}


def _reviews(count: int, verb: str) -> tuple[str, str]:
    one = count == 1
    verb = verb if one else _VERBS[verb]
    return f"{count:,} reviewed interaction{'' if one else 's'} {verb}", "is" if one else "are"


def _scores(rows: _Rows, folds: int, of: str, confidence: float) -> tuple[dict[str, Estimates], dict[str, list[Any]]]:
    names = ("checked", "checks", "rests_on", "weight", "gain", *(() if of else ("target", "verdict")))
    if not len(rows):
        none = Estimates((), (), (), (), confidence=confidence)
        return {"blend": none, "reviewed": none}, {name: [] for name in names}
    usable = (rows.told("learned") == 0) | (folds > 1)
    both, alone = blend(rows.sums, rows.group, use=usable), blend(rows.sums, rows.group, weight=0.0)
    n = rows.told("answers").astype(np.int64)
    figures, widths = {}, []
    for name, found in (("blend", both), ("reviewed", alone)):
        low, high = found.ends(confidence, 1, 5) if of else found.share_ends(confidence)
        value = np.clip(found.value, low, high)
        widths.append(high - low)
        figures[name] = Estimates(value.tolist(), low.tolist(), high.tolist(), n.tolist(), confidence=confidence)
    checks = rows.total_of_strata("checks")
    used = both.weight != 0
    gain = np.where(used & (widths[0] > 0), widths[1] / np.where(widths[0] > 0, widths[0], 1), np.nan)
    facts: dict[str, list[Any]] = {
        "checked": (rows.total_of_strata("f_checks") / checks).tolist(),
        "checks": checks.astype(np.int64).tolist(),
        "rests_on": [BOTH if is_used else ALONE for is_used in used],
        "weight": _known(np.where(used, both.weight, np.nan)),
        "gain": _known(gain),
    }
    return figures, facts if of else facts | _verdicts(rows, figures["blend"])


def _known(column: Floats) -> list[float | None]:
    return [None if number != number else number for number in column.tolist()]


def _verdicts(rows: _Rows, score: Estimates) -> dict[str, list[Any]]:
    """Where all standards of a group have one target, how the score stands to it."""
    low = np.minimum.reduceat(rows.sums["target_low"], rows.first)
    high = np.maximum.reduceat(rows.sums["target_high"], rows.first)
    target = np.where((low == high) & (low > 0), low, np.nan)
    verdicts = [
        None if goal != goal else
        Verdict.CLEARS if least >= goal else Verdict.FALLS_SHORT if most < goal else Verdict.CANNOT_TELL
        for goal, least, most in zip(target.tolist(), score.low, score.high, strict=True)
    ]  # fmt: skip
    return {"target": _known(target), "verdict": verdicts}


def _remarks(rows: _Rows, columns: dict[str, list[Any]], facts: dict[str, list[Any]]) -> list[str]:
    """What a reader must know of the groups that are shown."""
    if not len(rows):
        return []
    said = []
    alone = np.array([basis == ALONE for basis in facts["rests_on"]]) & (rows.told("learned") == 0)
    if alone.any():
        said.append(NO_HELP.format(_many(alone, "rests", "rest")))
    foreseen = rows.total("w") + rows.total("sure")
    misfit = np.abs(foreseen - rows.total_of_strata("checks")) > FAR * np.sqrt(rows.total("vv") + 1)
    if misfit.any():
        said.append(MISFIT.format(_many(misfit, "has", "have")))
    if "standard" in columns and "edition" not in columns:
        changed = np.minimum.reduceat(rows.sums["edition_low"], rows.first) != np.maximum.reduceat(
            rows.sums["edition_high"], rows.first
        )
        names = {name for name, was in zip(columns["standard"], changed, strict=True) if was}
        said += [POOLED.format(name) for name in sorted(names)]
    return said
