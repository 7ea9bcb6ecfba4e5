"""Which groups must be withheld so that none that is too small can be worked out from the others and their totals.

Whoever knows a total and all of its groups but some knows what these come to together. So in each line of groups that
make up a total at least two are withheld, one of them large enough to be shown by itself: what they come to together
then tells of no small one. In tables of several columns a small group might still follow from rows and columns taken
together; where it does, more is withheld.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from itertools import combinations

import numpy as np

MOST_SOLVED = 250
"""Of so many withheld groups it is worked out what rows and columns taken together would tell."""

Key = tuple[Hashable, ...]


def withheld(
    keys: Sequence[Key], sizes: Sequence[int], small: Collection[int], leaning: Sequence[Sequence[int]] = ()
) -> set[int]:
    """The places of the groups to be withheld: those of `small`, which may not be known, and those that would tell of
    them. Of each of `leaning` one that is not small is withheld, too. `sizes` says which of two groups is the smaller
    loss. The same input gives the same answer."""
    hidden, small = set(small), frozenset(small)
    while (bare := next((one for one in leaning if _is_bare(one, hidden, small)), None)) is not None:
        hidden.add(_smallest((i for i in bare if i not in hidden), sizes))
    if not hidden or not keys[0]:
        return hidden
    lines = _lines(keys)
    while (more := _exposing(keys, sizes, lines, hidden, small)) is not None:
        hidden.add(more)
    return hidden


def _is_bare(places: Sequence[int], hidden: set[int], small: frozenset[int]) -> bool:
    """Whether some of these are shown, and nothing is withheld among them but what is small."""
    return not hidden.issuperset(places) and small.issuperset(hidden.intersection(places))


def _exposing(
    keys: Sequence[Key], sizes: Sequence[int], lines: Sequence[Sequence[int]], hidden: set[int], small: frozenset[int]
) -> int | None:
    """One more group to be withheld; None where nothing can be told, or nothing is left."""
    for line in lines:
        away = [i for i in line if i in hidden]
        shown = [i for i in line if i not in hidden]
        if away and shown and (len(away) < 2 or small.issuperset(away)):
            return _smallest(shown, sizes)
    if len(keys[0]) > 1 and len(hidden) <= MOST_SOLVED:
        for i in _solved(keys, sorted(hidden)) & small:
            if shown := [j for line in lines if i in line for j in line if j not in hidden]:
                return _smallest(shown, sizes)
    return None


def _smallest(places: Iterable[int], sizes: Sequence[int]) -> int:
    return min(places, key=lambda i: (sizes[i], i))


def _lines(keys: Sequence[Key]) -> list[list[int]]:
    """The places of groups that differ in one column only: they make up a total of one column less."""
    lines: dict[tuple[int, Key], list[int]] = defaultdict(list)
    for i, key in enumerate(keys):
        for column in range(len(key)):
            lines[column, key[:column] + key[column + 1 :]].append(i)
    return list(lines.values())


def _solved(keys: Sequence[Key], hidden: Sequence[int]) -> set[int]:
    """Which of the withheld groups follow from all the totals over some of the columns."""
    width = len(keys[0])
    sums: dict[tuple[tuple[int, ...], Key], list[int]] = defaultdict(list)
    for column, i in enumerate(hidden):
        for size in range(width):
            for kept in combinations(range(width), size):
                sums[kept, tuple(keys[i][k] for k in kept)].append(column)
    told = np.zeros((len(sums), len(hidden)))
    for row, columns in enumerate(sums.values()):
        told[row, columns] = 1
    _, strength, ways = np.linalg.svd(told)
    free = ways[int((strength > 1e-9).sum()) :]  # what may be added to the hidden groups with no total changed
    return {i for column, i in enumerate(hidden) if not (np.abs(free[:, column]) > 1e-7).any()}
