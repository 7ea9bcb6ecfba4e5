"""Drawing: which interactions are reviewed, and by whom. Chance comes from a seed that is kept, so that anybody may
draw again and see the same.

Of each stratum the first `quota` in an order that the seed has shuffled are drawn: a simple random sample without
replacement, so that each interaction is drawn with probability quota ÷ eligible, exactly. Reviewers are found for what
was drawn, and never the other way round: else who may not review whom would change those probabilities.

The library draws from evidence, which knows an interaction by its ratings only; the ledger also knows those that nobody
has rated, and a review must be able to fall on them. So it is drawn here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

RESERVE = 50
"""How many after those drawn are kept, in their order, to take the place of such as cannot be reviewed."""


@dataclass(frozen=True)
class Stratum:
    """What was drawn from apart: of its `size` interactions the first in the order drawn, with a reserve. `inclusion`
    is that of the first `quota`."""

    name: str
    order: tuple[str, ...]
    quota: int
    size: int

    @property
    def drawn(self) -> tuple[str, ...]:
        """Those drawn."""
        return self.order[: self.quota]

    def inclusion(self, replaced: int = 0) -> float:
        """The probability of standing among the first quota + `replaced`. 0 where there is nothing to draw."""
        return min(1.0, (self.quota + replaced) / self.size) if self.size else 0.0


@dataclass(frozen=True)
class Shared:
    """An interaction and who is to look at it; `look` 2 is the second one."""

    interaction: str
    reviewer: str
    look: int


def shuffled(seed: str, purpose: str, names: Iterable[str]) -> list[str]:
    """The names in an order that looks like chance and is the same wherever the seed is."""
    return sorted(names, key=lambda name: (sha256(f"{seed}:{purpose}:{name}".encode()).digest(), name))


def strata(eligible: Mapping[str, Collection[str]], quota: int, seed: str) -> list[Stratum]:
    """The strata, each drawn by itself."""
    kept = quota + RESERVE
    return [
        Stratum(name, tuple(shuffled(seed, f"draw:{name}", eligible[name])[:kept]), quota, len(eligible[name]))
        for name in sorted(eligible)
    ]


def twice(drawn: Collection[str], share: float, seed: str) -> frozenset[str]:
    """Which of those drawn two reviewers see: the planned share of them, rounded to the nearest whole number."""
    return frozenset(shuffled(seed, "second", drawn)[: int(len(drawn) * share + 0.5)])


def share_out(
    drawn: Collection[str], second: Collection[str], allowed: Mapping[str, Collection[str]], seed: str
) -> tuple[list[Shared], list[str], list[str]]:
    """Who looks at what: always the one who has least to do so far; chance decides between equals.

    `allowed` tells who may look at each interaction. The second list names what nobody may look at, the third what
    nobody else may look at a second time.
    """
    load: dict[str, int] = {}
    found: list[Shared] = []
    nobody: list[str] = []
    alone: list[str] = []
    for interaction in shuffled(seed, "share", drawn):
        able = shuffled(seed, f"to:{interaction}", allowed[interaction])
        able.sort(key=lambda reviewer: load.get(reviewer, 0))
        wanted = 2 if interaction in second else 1
        for look, reviewer in enumerate(able[:wanted], start=1):
            load[reviewer] = load.get(reviewer, 0) + 1
            found.append(Shared(interaction, reviewer, look))
        if not able:
            nobody.append(interaction)
        elif len(able) < wanted:
            alone.append(interaction)
    return found, nobody, alone
