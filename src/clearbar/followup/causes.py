"""Root causes, most frequent first, with small groups gathered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FLOOR = 5
"""So many cases at least stand behind a group that is shown."""
OTHERS = ""
"""The name of what is gathered."""


@dataclass(frozen=True)
class Bar:
    """One cause: how many cases, and how many those and all before it come to. `causes` counts what was gathered."""

    name: str
    cases: int
    so_far: int
    causes: int = 1


def pareto(counts: Mapping[str, int], floor: int = FLOOR) -> list[Bar]:
    """Causes by their number of cases, and by name where that is equal. Those with fewer than `floor` cases are
    gathered as others, at the end; where they come to fewer than that together, the smallest cause that could be shown
    joins them, since they could else be worked out from the total. Nothing, where all come to fewer than `floor`."""
    shown = sorted(((n, name) for name, n in counts.items() if n >= floor), key=lambda one: (-one[0], one[1]))
    small = [n for n in counts.values() if 0 < n < floor]
    while small and sum(small) < floor and shown:
        small.append(shown.pop()[0])
    found, so_far = list[Bar](), 0
    for n, name in shown:
        so_far += n
        found.append(Bar(name, n, so_far))
    if sum(small) >= floor:
        found.append(Bar(OTHERS, sum(small), so_far + sum(small), len(small)))
    return found
