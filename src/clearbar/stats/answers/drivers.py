"""What matters most to the verdict: sums of products → what each standard explains, its rank, penalty and reward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import FLOOR, Sums
from clearbar.stats.answers.pairs import Block, block_of
from clearbar.stats.answers.rows import places
from clearbar.stats.answers.share import POOLED
from clearbar.stats.answers.table import Groups
from clearbar.stats.drivers import EXACT, Jackknifed, ranks, shares, slopes
from clearbar.stats.penalty import contrasts

PART, WHOLE = "penalty-reward", "explained"
EACH = 5
"""Responses for each standard, below which what they explain is mostly chance."""

HALO = (
    "Who gave the verdict also rated the standards: whoever is pleased rates all of it better (halo), so that all "
    "shares are too large. Standards that another source rated are free of that (`rated`)."
)
APART = "The standards were rated by {}, the verdict was given by customers: no halo of one rater joins them."
NO_EFFECT = "What goes with the verdict need not change it: only a trial shows what improving a standard would do."
LINEAR = "The verdict is yes or no: shares of its variation, and slopes, are on the scale of that share (linear)."
STILL = "Only responses about the same {0} are held against each other; one with a {0} of its own tells nothing."
MANY = "More than {} standards: relative weights (Johnson 2000) in the place of the mean over all orders."
BLOCK = "{}: {:,} of {:,} responses rated all of these standards; the others are left out."
TOO_FEW = "{}: too few responses ({:,}) for {} standards."
ONE_VERDICT = "{}: not identifiable: all verdicts are the same."
NOTHING = "{}: not identifiable: no standard was rated in two ways."
CONSTANT = "{}: {} was always rated alike, so that nothing can go with it."


Columns = dict[str, list[Any]]


class _Table:
    """Rows of an answer, as they are found."""

    def __init__(self, keys: Iterable[str], figures: Iterable[str], facts: Iterable[str]) -> None:
        self.keys: Columns = {name: [] for name in keys}
        self.figures: dict[str, Columns] = {
            name: {part: [] for part in ("value", "low", "high", "n", "clusters")} for name in figures
        }
        self.facts: Columns = {name: [] for name in facts}

    def add(
        self, key: Iterable[Any], facts: Mapping[str, Any], n: int, clusters: int, **figures: Sequence[float]
    ) -> None:
        for column, value in zip(self.keys.values(), key, strict=True):
            column.append(value)
        for name, value in facts.items():
            self.facts[name].append(value)
        for name, (value, low, high) in figures.items():
            known = np.isfinite(value)
            told = (value, low, high, n if known else 0, clusters if known else 0)
            for column, one in zip(self.figures[name].values(), told, strict=True):
                column.append(one)

    def answer(
        self, measure: str, by: Sequence[str], confidence: float, units: Mapping[str, Unit], **more: Any
    ) -> Answer:
        figures = {name: Estimates(**columns, confidence=confidence) for name, columns in self.figures.items()}
        return Answer(measure, tuple(by), self.keys, figures, self.facts, units=units, **more)


def conclude_drivers(
    sums: Sums, by: Sequence[str], rated: str = "", inside: str = "", confidence: float = 0.95
) -> Answer:
    """Per group and standard (key `standard`, the largest first): figures `explains`, its part of all variation of the
    verdict, and `slope`, by how much the verdict is higher where its level is higher by one (of a yes/no standard:
    where it was met) and all others are the same. Facts `rank_from` and `rank_to`: the ranks that it may have.

    Part `explained`: per group what all standards explain together. Part `penalty-reward`: what a missed bar takes
    from the verdict and what level five adds, with their `contrast`; `kind` where the two can be told apart. Figures
    that fewer than FLOOR responses stand behind are left out.
    """
    rows = _Table([*by, "standard"], ("explains", "slope"), ("rank_from", "rank_to"))
    whole = _Table(by, ("explained",), ("standards", "responses"))
    costs = _Table([*by, "standard"], ("penalty", "reward", "contrast"), ("kind", "missed", "at_five"))
    notes: list[str] = []
    few: list[tuple[Any, ...]] = []
    share = True
    for key, at in places(sums, by) if by else [((), np.arange(len(sums["n"])))]:
        part = {name: np.asarray(column)[at] for name, column in sums.items()}
        if not _shown(part):
            few += [key] * bool(len(at))
            continue
        block = block_of(part, bool(inside))
        label = ", ".join(str(value) for value in key) or "all"
        notes += _said(block, label)
        if refused := _refused(block, label):
            notes.append(refused)
            continue
        share = share and block.yes_no
        _driven(rows, whole, key, block, confidence)
        _weighed(costs, key, block, confidence)
    always = [*_always(rows, share, rated, inside)] if rows.facts["rank_from"] else []
    size = Unit.POINTS if share else Unit.SIGNED
    parts = (
        whole.answer(WHOLE, by, confidence, {"explained": Unit.SHARE}),
        costs.answer(PART, by, confidence, dict.fromkeys(("penalty", "reward", "contrast"), size)),
    )
    said = (*always, *notes, *Groups({}, {}, tuple(few)).notes)
    units = {"explains": Unit.SHARE, "slope": size}
    return rows.answer("drivers", by, confidence, units, notes=said, withheld=tuple(few), parts=parts)


def _always(rows: _Table, yes_no: bool, rated: str, inside: str) -> Iterable[str]:
    yield APART.format(f"{rated}s" if not rated.endswith("self") else "people themselves") if rated else HALO
    yield NO_EFFECT
    if yes_no:
        yield LINEAR
    if inside:
        yield STILL.format(inside)
    groups = list(zip(*(column for name, column in rows.keys.items() if name != "standard"), strict=True))
    if max((groups.count(each) for each in set(groups)), default=len(rows.keys["standard"])) > EXACT:
        yield MANY.format(EXACT)


def _said(block: Block, label: str) -> list[str]:
    found = [BLOCK.format(label, block.n, block.answers)] if block.n < block.answers else []
    found += [POOLED.format(name) for name in block.pooled]
    varies = np.diagonal(block.levels.cross()[0])[:-1] > 0
    if varies.any():
        found += [CONSTANT.format(label, name) for name, one in zip(block.names, varies, strict=True) if not one]
    return found


def _refused(block: Block, label: str) -> str:
    """Why nothing can be told of a group; empty where something can."""
    spread = np.diagonal(block.levels.cross()[0])
    if block.n < EACH * (len(block.names) + 1):
        return TOO_FEW.format(label, block.n, len(block.names))
    if spread[-1] <= 0:
        return ONE_VERDICT.format(label)
    return "" if (spread[:-1] > 0).any() else NOTHING.format(label)


def _driven(rows: _Table, whole: _Table, key: tuple[Any, ...], block: Block, confidence: float) -> None:
    cross = block.levels.cross()
    varies = np.append(np.diagonal(cross[0])[:-1] > 0, True)
    cross = cross[:, varies][:, :, varies]
    names = [name for name, one in zip(block.names, varies[:-1], strict=True) if one]
    found, slope = Jackknifed.of(shares(cross)), Jackknifed.of(slopes(cross))
    explains, slant = _ends(found, confidence, 0.0), _ends(slope, confidence)
    first, last = ranks(found, confidence)
    for k in sorted(range(len(names)), key=lambda k: (-round(float(found.value[k]), 9), names[k])):
        facts = {"rank_from": int(first[k]), "rank_to": int(last[k])}
        rows.add((*key, names[k]), facts, block.n, block.clusters, explains=explains[k], slope=slant[k])
    total = Jackknifed(found.value.sum(keepdims=True), found.left.sum(axis=1, keepdims=True))
    facts = {"standards": len(names), "responses": block.answers}
    whole.add(key, facts, block.n, block.clusters, explained=_ends(total, confidence, 0.0)[0])


def _weighed(costs: _Table, key: tuple[Any, ...], block: Block, confidence: float) -> None:
    found = contrasts(block.marks)
    difference = Jackknifed(found.penalty.value - found.reward.value, found.penalty.left - found.reward.left)
    penalty, reward, contrast = (_ends(each, confidence) for each in (found.penalty, found.reward, difference))
    none = (np.nan, np.nan, np.nan)
    for k, kind in enumerate(found.kinds(confidence)):
        missed, best = int(block.missed[k]), int(block.best[k])
        told = {"penalty": penalty[k] if missed >= FLOOR else none, "reward": reward[k] if best >= FLOOR else none}
        both = min(missed, best) >= FLOOR
        told["contrast"] = contrast[k] if both else none
        if all(np.isnan(one[0]) for one in told.values()):
            continue
        facts = {
            "kind": kind if both else None,
            "missed": missed if missed >= FLOOR else None,
            "at_five": best if best >= FLOOR else None,
        }
        costs.add((*key, block.names[k]), facts, block.n, block.clusters, **told)


def _ends(found: Jackknifed, confidence: float, least: float = -np.inf) -> list[tuple[float, float, float]]:
    """Each figure with its ends. A part of the variation lies between 0 and 1."""
    reach = found.reach(confidence)
    top = np.inf if least == -np.inf else 1.0
    low, high = np.maximum(found.value - reach, least), np.minimum(found.value + reach, top)
    return list(zip(found.value.tolist(), low.tolist(), np.maximum(high, found.value).tolist(), strict=True))


def _shown(part: Mapping[str, Any]) -> bool:
    """Whether a group has sums: none has, whose block is too small to be shown."""
    return bool((~np.isnan(np.asarray(part["n"], dtype=np.float64))).any())
