"""Which interactions are reviewed next: a plan, and interactions in an order that a seed has shuffled → those drawn.

Of each cell the first so many in the shuffled order are taken. How many that is, is the expected number rounded down or
up, cell after cell in a shuffled order as well (`sampling.whole`), so that their sum is as planned and every
interaction of a cell is drawn with the probability that is written beside it, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clearbar.model.question import Sums
from clearbar.stats.answers.rows import places
from clearbar.stats.answers.sampling import Plan
from clearbar.stats.sampling import shuffled, whole


@dataclass(frozen=True)
class Chosen:
    """One interaction that was drawn: where it stands among those offered, the probability with which it was drawn,
    and whether a second reviewer sees it as well."""

    at: int
    inclusion: float
    twice: bool


def draw(plan: Plan, offered: Sums, by: Sequence[str], seed: int) -> tuple[Chosen, ...]:
    """The interactions drawn, in the shuffled order: whoever stops early has still reviewed some drawn by chance.

    `offered` has a row an interaction, with the columns of `by`, its `place` within its cell and its `mark`, by which
    they are shuffled. The same plan, interactions and seed give the same draw, in whatever order the rows come.
    """
    cells = list(zip(*(plan.keys[name] for name in by), strict=True)) or [()] * len(plan.left)
    order = sorted(range(len(cells)), key=lambda i: (shuffled(seed, "cell", repr(cells[i])), repr(cells[i])))
    numbers = np.zeros(len(cells), dtype=np.int64)
    numbers[order] = whole(plan.expected[order], shuffled(seed, "start", ""))
    number, rate = dict(zip(cells, numbers.tolist(), strict=True)), dict(zip(cells, plan.rate.tolist(), strict=True))
    place = np.asarray(offered["place"])
    within = places(offered, by) if by else [((), np.arange(len(place)))]
    taken = [(int(i), rate[key]) for key, at in within for i in at[place[at] <= number.get(key, 0)]]
    names = offered["interaction"]
    again = sorted((i for i, _ in taken), key=lambda i: (shuffled(seed, "second", names[i]), names[i]))
    second = set(again[: plan.twice])
    taken.sort(key=lambda one: (offered["mark"][one[0]], names[one[0]]))
    return tuple(Chosen(i, inclusion, i in second) for i, inclusion in taken)
