"""Walk plans: who walks what, by when. Conditions are drawn so that each is walked about equally often.

least walked first → among those, by chance → the walker with the fewest walks so far → days spread over the time
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from clearbar.model.walk import WalkDrawn, WalkPlace


def draw(
    places: Sequence[WalkPlace],
    walkers: Mapping[str, frozenset[str] | None],
    count: int,
    *,
    days: tuple[date, date],
    seed: int,
) -> tuple[WalkDrawn, ...]:
    """So many walks, in the order of their days. `walkers` maps each to the sites where they may be asked to walk, None
    for all; `days` are the first and the last. Places that nobody may walk are left out. The same seed draws the same.
    """
    chance = Random(seed)  # noqa: S311  a draw that can be done again, no secret
    open_to = {place.id: _may(place, walkers) for place in places}
    left = [place for place in places if open_to[place.id]]
    walked = {place.id: place.walked for place in left}
    busy, drawn = Counter[str](), list[tuple[int, str]]()
    for _ in range(count if left else 0):
        least = min(walked.values())
        place = chance.choice([one.id for one in left if walked[one.id] == least])
        fewest = min(busy[one] for one in open_to[place])
        walker = chance.choice([one for one in open_to[place] if busy[one] == fewest])
        walked[place] += 1
        busy[walker] += 1
        drawn.append((place, walker))
    chance.shuffle(drawn)
    return tuple(
        WalkDrawn(place, walker, due)
        for (place, walker), due in zip(drawn, _spread(days, len(drawn)), strict=True)
    )  # fmt: skip


def _may(place: WalkPlace, walkers: Mapping[str, frozenset[str] | None]) -> list[str]:
    return sorted(walker for walker, sites in walkers.items() if sites is None or place.site in sites)


def _spread(days: tuple[date, date], count: int) -> list[date]:
    """The last days of as many equal parts of the time."""
    first, last = days
    span = (last - first).days + 1
    return [first + timedelta(days=max(0, (number * span + count - 1) // count - 1)) for number in range(1, count + 1)]
