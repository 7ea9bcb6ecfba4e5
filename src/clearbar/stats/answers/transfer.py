"""Whether those who did better in rehearsal did better live, and whether people did once they had rehearsed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from clearbar.model.estimate import Answer, Estimates, Unit
from clearbar.model.question import FLOOR, Sums
from clearbar.stats.answers.effect import OF_ITSELF, conclude_effect
from clearbar.stats.answers.periods import Design
from clearbar.stats.answers.rises import RISE
from clearbar.stats.answers.rows import places
from clearbar.stats.answers.share import POOLED
from clearbar.stats.attenuation import Means, Together, together
from clearbar.stats.components import Floats
from clearbar.stats.intervals import wilson

CHOSEN = (
    "People who rehearse, or rehearse well, may have been better before: what goes together need not follow from it."
)
OFFER = (
    "Not everybody has rehearsed yet ({}). Let half of those who have not, drawn by lot, rehearse first: the others"
    " tell what would have been. `--by person` draws the list."
)
FEW = f"{{}}: not identifiable: fewer than {FLOOR} people were rated in rehearsal and, in a later week, live."
ALIKE = "{}: not identifiable: people do not differ, in rehearsal or live."
COUNTED = "{}: figures as counted, chance and all; too little is left of the differences without it."
LIVE, BEFORE_AND_AFTER, LIST = "later live", "before and after", "wait-list"


@dataclass
class _Found:
    """What is told of the groups, row by row."""

    keys: list[tuple[Any, ...]] = field(default_factory=list)
    figures: list[Together] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=lambda: {FEW: [], ALIKE: [], COUNTED: []})
    offers: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What must be said of the groups, reasons that several share once."""
        return [reason.format(", ".join(labels)) for reason, labels in self.said.items() if labels]


def conclude_transfer(sums: Sums, by: Sequence[str], draw: int = 1, *, listed: bool = False) -> Answer:
    """Per group: figure `slope`, by how much more often those clear their bar live who were rated one level higher in
    rehearsal before, and `association`, the correlation, both without the part of chance where that can be told.

    Facts: `people` with both, `rehearsals` rated, `dependable` and `dependable_live` (the share of the differences
    between people that is no chance), `waiting` people who have not rehearsed. If `listed`, part `wait-list` has the
    latter with their live clearance in an order drawn with the seed `draw`: the first `half` rehearses first. Nobody
    with fewer than FLOOR ratings stands in it.
    """
    found = _Found()
    waiting: list[tuple[tuple[Any, ...], Any]] = []
    changed: set[str] = set()
    for key, at in places(sums, by):
        rows = {name: np.asarray(column)[at] for name, column in sums.items()}
        label = ", ".join(str(value) for value in key)
        late = rows["began"].astype(np.float64) == 0
        if _number(rows["n"][late]).sum() >= FLOOR and (late & (_number(rows["n"]) >= FLOOR)).sum() >= FLOOR:
            waiting.append((key, {name: column[late] for name, column in rows.items()}))
            found.offers.append(f"{label}: {int(late.sum()):,}")
        _group(key, label, rows, found, int(late.sum()))
        if "standard" in by and "edition" not in by and _pooled(rows):
            changed.add(key[list(by).index("standard")])
    offer = [OFFER.format(", ".join(found.offers))] if found.offers and not listed else []
    notes = [*found.notes, *offer, CHOSEN, *(POOLED.format(name) for name in sorted(changed))]
    answer = _answer(found, tuple(by), tuple(notes))
    return replace(answer, parts=(_wait_list(waiting, tuple(by), draw),)) if listed and waiting else answer


def add_before_and_after(answer: Answer, sums: Sums, weeks: int, lead: int) -> Answer:
    """The answer with a further table, `before and after`: how people changed once they had rehearsed, less how those
    did who had not yet; sums and figures are those of `effect`."""
    design = Design("rehearsed", weeks, lead)
    beside = conclude_effect(sums, answer.by, design)
    spare = OF_ITSELF.format(RISE, did=design.did())
    notes = tuple(note for note in beside.notes if note != spare)
    part = replace(beside, measure=BEFORE_AND_AFTER, parts=(), notes=notes)
    return replace(answer, parts=(part, *answer.parts))


def _number(column: Any) -> Floats:
    return np.asarray(column, dtype=np.float64)


def _pooled(rows: dict[str, Any]) -> bool:
    return bool(_number(rows["edition_low"]).min() < _number(rows["edition_high"]).max())


def _group(key: tuple[Any, ...], label: str, rows: dict[str, Any], found: _Found, waiting: int) -> None:
    """Adds the row of one group, or what keeps it from being told."""
    rated, later = np.nan_to_num(_number(rows["rated"])), _number(rows["later"])
    both = (rated > 0) & (later > 0)
    people = int(both.sum())
    if people < FLOOR:
        found.said[FEW].append(label)
        return
    hits = _number(rows["later_hits"])[both]
    first = Means.of(rated[both], rows["s"][both], rows["q"][both])
    one = together(first, Means.of(later[both], hits, hits))
    if one is None:
        found.said[ALIKE].append(label)
        return
    if not one.corrected:
        found.said[COUNTED].append(label)
    found.keys.append(key)
    found.figures.append(one)
    found.facts.append({
        "people": people, "rehearsals": int(rated[both].sum()), "dependable": one.first, "dependable_live": one.later,
        "waiting": waiting, "n": int(later[both].sum()),
    })  # fmt: skip


def _answer(found: _Found, by: tuple[str, ...], notes: tuple[str, ...]) -> Answer:
    n, people = ([facts[name] for facts in found.facts] for name in ("n", "people"))
    figures = {
        "slope": Estimates(
            [one.slope for one in found.figures], [one.slope_ends[0] for one in found.figures],
            [one.slope_ends[1] for one in found.figures], n, people,
        ),
        "association": Estimates(
            [one.correlation for one in found.figures], [one.ends[0] for one in found.figures],
            [one.ends[1] for one in found.figures], n, people,
        ),
    }  # fmt: skip
    keys = {name: [key[i] for key in found.keys] for i, name in enumerate(by)}
    names = ("people", "rehearsals", "dependable", "dependable_live", "waiting")
    facts = {name: [told[name] for told in found.facts] for name in names}
    units = {"slope": Unit.POINTS, "dependable": Unit.SHARE, "dependable_live": Unit.SHARE}
    return Answer("transfer", by, keys, figures, facts, notes, units=units)


def _wait_list(waiting: Sequence[tuple[tuple[Any, ...], Any]], by: tuple[str, ...], draw: int) -> Answer:
    """Those who have not rehearsed, in an order drawn by lot, in two halves."""
    dice = np.random.Generator(np.random.PCG64(draw))
    keys: dict[str, list[Any]] = {name: [] for name in (*by, "half", "place", "person")}
    n, hits = list[int](), list[int]()
    for key, rows in waiting:
        names = np.asarray(rows["person"], dtype=object)
        enough = np.flatnonzero(_number(rows["n"]) >= FLOOR)
        enough = enough[np.argsort(names[enough].astype(str), kind="stable")]
        order = dice.permutation(enough).tolist()
        for place, i in enumerate(order, start=1):
            half = "first" if 2 * place <= len(order) + 1 else "later"
            for name, value in zip(keys, (*key, half, place, names[i]), strict=True):
                keys[name].append(value)
            n.append(int(rows["n"][i]))
            hits.append(int(rows["hits"][i]))
    low, high = wilson(hits, n)
    share = Estimates((np.array(hits) / np.array(n)).tolist(), low.tolist(), high.tolist(), n, hits=hits)
    return Answer(LIST, tuple(keys), keys, {"clearance": share}, {}, units={"clearance": Unit.SHARE})
