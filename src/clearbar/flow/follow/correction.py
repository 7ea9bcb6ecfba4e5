"""Corrective action: the ratings of one person on a standard → how they stand; a step → every reason against it; a file
→ paper.

standard + ratings → sums → share with interval → verdict → guard → page and paper
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from importlib import import_module

from clearbar.followup import guard
from clearbar.model.book import Dimension, Source, Standard
from clearbar.model.correction import CorrectionFile, Rated, Standing
from clearbar.model.errors import ClearbarError
from clearbar.model.estimate import Estimate, Verdict
from clearbar.stats.clusters import ClusterSums, share

DELAY, refusals, gone_on, short = guard.DELAY, guard.refusals, guard.gone_on, guard.short

TIMED = frozenset({"every_response", "first_response", "typical_response"})
"""Automatic checks that read a clock."""


def is_timed(standard: Standard) -> bool:
    """Whether a standard is about time."""
    by_check = standard.check is not None and standard.check.kind in TIMED
    return standard.dimension is Dimension.PROMPTNESS or by_check


def standing(
    standard: Standard, name: str, rated: Sequence[Rated], *, least: int, taught: date | None, beside: bool = False
) -> Standing:
    """How a person stands to a standard: by the first source, in the order in which the standard names them, with at
    least so many ratings; where none has, by the one with most. What was rated before they were taught is left out, and
    so is what is disputed and what raters with a conflict of interest said."""
    counted = [
        one for one in rated
        if one.standard == standard.id and one.disputed is None and not one.conflict
        and (taught is None or one.day > taught)
    ]  # fmt: skip
    source = _heard_from(standard, counted, least)
    heard = [one for one in counted if one.source is source]
    found = reached([(one.visit, one.level) for one in heard], int(standard.bar))
    told = (found, standard.target, _verdict(found, standard.target), source if heard else None)
    return Standing(standard.id, name, *told, is_timed(standard), standard.pairs_with, taught, beside)


def reached(levels: Sequence[tuple[str, int]], bar: int) -> Estimate | None:
    """How many of these levels, each with its interaction, lie at or above a bar; None where there are none. Ratings of
    one interaction are taken together."""
    if not levels:
        return None
    sizes = Counter(visit for visit, _ in levels)
    hits = Counter(visit for visit, level in levels if level >= bar)
    n, met = len(levels), sum(hits.values())
    found = share(
        ClusterSums.of(
            n=n, s=met, clusters=len(sizes), nn=sum(size**2 for size in sizes.values()),
            ns=sum(sizes[visit] * hits[visit] for visit in sizes), ss=sum(hits[visit] ** 2 for visit in sizes),
        )
    )  # fmt: skip
    return Estimate(met / n, float(found.low[0]), float(found.high[0]), n, len(sizes), met)


def file_paper(file: CorrectionFile) -> bytes:
    """The file as a PDF. ClearbarError where this machine cannot draw one."""
    try:
        drawing = import_module("clearbar.reports.correcting")
    except (ImportError, OSError) as error:
        hint = "install Pango, such as `apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`"
        raise ClearbarError(f"no PDF can be drawn on this machine ({error})\n    hint: {hint}") from error
    drawn: bytes = drawing.file_paper(file)
    return drawn


def _heard_from(standard: Standard, counted: Sequence[Rated], least: int) -> Source | None:
    heard = Counter(one.source for one in counted)
    order: list[Source] = list(dict.fromkeys([*standard.measured_by, *Source]))
    enough = (one for one in order if heard[one] >= least)
    return next(enough, None) or max(order, key=lambda one: heard[one])


def _verdict(found: Estimate | None, target: float | None) -> Verdict | None:
    if found is None or target is None:
        return None
    if found.high < target:
        return Verdict.FALLS_SHORT
    return Verdict.CLEARS if found.low >= target else Verdict.CANNOT_TELL
