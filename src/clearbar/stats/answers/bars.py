"""Where the bar of a standard changed: editions with their weeks → changes, to be marked on every series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from clearbar.model.estimate import Answer, BarChange
from clearbar.model.question import FLOOR, Sums


@dataclass(frozen=True)
class _Edition:
    """An edition: its name, its bar and its target, and how many ratings of it there are by week."""

    name: str
    bar: int
    target: float | None
    weeks: dict[int, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The week in which it was first rated."""
        return min(self.weeks)

    def between(self, after: int, before: float) -> list[int]:
        """The weeks between two in which it was rated; none where it has fewer ratings there than can be told of."""
        found = [week for week in self.weeks if after < week < before]
        return found if sum(self.weeks[week] for week in found) >= FLOOR else []


def bar_changes(sums: Sums) -> tuple[BarChange, ...]:
    """The changes of all standards, in the order of their weeks. An edition that was first heard in the same week as
    another follows it by name: which came first is then not known. One that is rated again when the one after it was
    heard for the last time holds again: a standard that was given back its words, bar and target."""
    told: dict[str, dict[str, _Edition]] = defaultdict(dict)
    columns = (sums[name].tolist() for name in ("standard", "edition", "bar", "target", "week", "n"))
    for standard, edition, bar, target, week, n in zip(*columns, strict=True):
        asked_for = None if target is None or target != target else target
        kept = told[standard].setdefault(edition, _Edition(edition, int(bar), asked_for))
        kept.weeks[int(week)] = kept.weeks.get(int(week), 0) + int(n)
    found = [
        BarChange(standard, week, old.bar, new.bar, old.target, new.target)
        for standard, editions in told.items()
        for week, old, new in _turns(editions)
    ]
    return tuple(sorted(found, key=lambda one: (one.week, one.standard)))


def _turns(editions: Mapping[str, _Edition]) -> Iterator[tuple[int, _Edition, _Edition]]:
    """Which edition followed which, from which week on."""
    known = [one for one in editions.values() if sum(one.weeks.values()) >= FLOOR]
    row = sorted(known, key=lambda one: (one.first, one.name))
    held: _Edition | None = None
    for place, new in enumerate(row):
        if held:
            yield new.first, held, new
        held = new
        until = row[place + 1].first if place + 1 < len(row) else inf
        if back := _back(row[:place], max(new.weeks), until):
            yield back[0], new, back[1]
            held = back[1]


def _back(earlier: Sequence[_Edition], after: int, before: float) -> tuple[int, _Edition] | None:
    """The earlier edition that holds again after a week, and from when; the newest, where there are several."""
    again = [(weeks, one) for one in reversed(earlier) if (weeks := one.between(after, before))]
    return (min(again[0][0]), again[0][1]) if again else None


def marked(answer: Answer, sums: Sums) -> Answer:
    """A series by week with the changes that lie within its weeks: of its own standards, or of all where it is not told
    by standard."""
    weeks = [int(week) for week in answer.keys.get("week", ())]
    if not weeks:
        return answer
    own = set(answer.keys["standard"]) if "standard" in answer.keys else None
    first, last = min(weeks), max(weeks)
    within = [one for one in bar_changes(sums) if first <= one.week <= last and (own is None or one.standard in own)]
    return replace(answer, marks=tuple(within))
