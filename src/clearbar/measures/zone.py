"""Below, inside or above the zone of tolerance? It reaches from the level expected to what it should have been.

Only of ratings that tell both. Below: less than expected. Above: what was wished for, or more; a tie is reached. Who
wished for less than they expected has a zone without an inside.
"""

from __future__ import annotations

from clearbar.measures.sums import Counted, group_sums
from clearbar.model.question import Query, Question

_BELOW = "r.level < r.expected"
_ABOVE = "r.level >= r.desired and r.level >= r.expected"
_TOLD = ("r.desired is not null", "r.expected is not null")
_OUTCOMES = {
    "below": f"case when {_BELOW} then 1 else 0 end",
    "above": f"case when {_ABOVE} then 1 else 0 end",
    "adequate": "(r.level - r.expected)",
    "superior": "(r.level - r.desired)",
}


def query(question: Question) -> Query:
    """Sums per group over ratings that tell what was expected and what was desired.

    For each outcome v of `below`, `above`, `adequate` (level − expected) and `superior` (level − desired): v = Σ v,
    n_v = Σ n_c v_c, v_v = Σ v_c², q_v = Σ v²; also `below_above` = Σ below_c above_c; over ratings `level`, `expected`,
    `q_level`, `q_expected` and `level_expected`, the sums that tell how the two go together.
    """
    parts = {"level": "r.level", "expected": "r.expected"}
    pairs = {"q_level": "r.level * r.level", "q_expected": "r.expected * r.expected",
             "level_expected": "r.level * r.expected"}  # fmt: skip
    squares = {f"q_{name}": f"sum({sql} * {sql})" for name, sql in _OUTCOMES.items() if sql.startswith("(")}
    cells = {
        "n": "count(*)", "none": "0", **{name: f"sum({sql})" for name, sql in _OUTCOMES.items()}, **squares,
        **{name: f"sum({sql})" for name, sql in {**parts, **pairs}.items()},
    }  # fmt: skip
    over = {"nn": ("n", "n", "n")}
    for name in _OUTCOMES:
        over |= {f"n_{name}": ("n", name, name), f"{name}_{name}": (name, name, _square(name))}
    over["below_above"] = ("below", "above", "none")
    totals = {name: f"sum({name})" for name in ("n", *_OUTCOMES)}
    added = {name: f"sum({name})" for name in (*squares, *parts, *pairs)}
    return group_sums(question, Counted(cells, totals, over, added), *_TOLD)


def _square(name: str) -> str:
    """The sum of squares over ratings; a count of hits is its own."""
    return name if name in ("below", "above") else f"q_{name}"
