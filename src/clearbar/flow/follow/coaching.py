"""Coaching: ratings of one person → what is laid out to begin with; ratings before and after → what changed.

rule of what is laid out → agreement → rule of what is fresh → shares by interaction → the share to be expected without
any coaching → differences → what may be said

How a share is expected to move by itself: the person's share before is pulled towards those of others by as much as
it is uncertain (`stats/shrink.py`). What it is pulled by is the regression to the mean. Averaged over all who lie below
a cut it is the published rise of those (Davis 1976; Barnett, van der Pols & Dobson 2005; `stats/regression.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from clearbar.followup import changed, coaching
from clearbar.model.coaching import Change, Prepared, Seen, Turned
from clearbar.model.estimate import Estimate
from clearbar.model.question import FLOOR
from clearbar.stats.answers.share import roughly
from clearbar.stats.clusters import ClusterSums, share
from clearbar.stats.differences import difference
from clearbar.stats.shrink import beta_binomial

FEW_OTHERS = (
    "How far it would have risen by itself cannot be told: fewer than five other people have ratings to compare with."
)
ONE_SIDE = "{:,} ratings were left out, because those who gave them spoke on one side only, before or after."
REWRITTEN = "The standard was rewritten meanwhile; each rating is read by the bar of its own wording."
FEW_BEFORE = "There are fewer than five ratings from before, so there is no figure to compare with."


def prepare(own: Iterable[Seen], others: Iterable[Seen] = (), *, showing: int = coaching.SHOWING) -> Prepared:
    """What is laid out of the evidence: interactions of the person that show it, and one that shows it done well."""
    return coaching.prepare(own, others, showing=showing)


def fresh(
    seen: Iterable[Seen], *, day: int, week: int, used: Collection[str]
) -> tuple[tuple[Seen, ...], tuple[Seen, ...]]:
    """Ratings before an agreement of this local day (yyyymmdd) and week (yyyyww), and fresh ones after it; `used` are
    the interactions that were laid out."""
    return coaching.fresh(seen, day=day, week=week, used=used)


def what_changed(before: Sequence[Seen], after: Sequence[Seen], others: Sequence[tuple[int, int]] = ()) -> Change:
    """What changed between the two sides of `fresh`.

    `others`: of each other person who has ratings of the standard from before, (how many reach the bar, of how many).
    Fewer than five ratings make no figure, fewer than five other people nothing to expect.
    """
    was, now, left = coaching.comparable(before, after)
    first, last = _share(was), _share(now)
    alone = _expected(was, others)
    apart = difference(last, first) if first and last else None
    beyond = difference(last, alone) if last and alone else None
    found = changed.turned(apart, beyond)
    rise = _rise(first, alone)
    return Change(
        before=first,
        after=last,
        difference=apart,
        alone=alone,
        rise=rise,
        beyond=beyond,
        turned=found,
        more=_more(now, alone or first) if found in {Turned.CANNOT_TELL, Turned.PERHAPS} else None,
        fresh=len(now),
        notes=tuple(_notes(was, now, left, others)),
    )


def _share(seen: Sequence[Seen], times: float = 1.0) -> Estimate | None:
    """The share that reaches the bar, ratings of one interaction taken together; None below FLOOR ratings. `times` as
    many ratings of the same kind can be supposed."""
    if not seen or len(seen) * times < FLOOR:
        return None
    held = Counter(one.interaction or one.rating for one in seen)
    hits = Counter(one.interaction or one.rating for one in seen if one.clears)
    n, s = [held[name] for name in held], [hits[name] for name in held]
    sums = {
        "n": sum(n),
        "s": sum(s),
        "clusters": len(n),
        "nn": sum(each * each for each in n),
        "ns": sum(a * b for a, b in zip(n, s, strict=True)),
        "ss": sum(each * each for each in s),
    }
    found = share(ClusterSums.of(**{name: times * each for name, each in sums.items()}))
    value, low, high = (float(column[0]) for column in (found.value, found.low, found.high))
    return Estimate(value, low, high, round(times * sum(n)), round(times * len(n)), round(times * sum(s)))


def _expected(was: Sequence[Seen], others: Sequence[tuple[int, int]]) -> Estimate | None:
    """The share to be expected of the same person without coaching; None where that cannot be told."""
    rated = [(hits, n) for hits, n in others if n]
    if not was or len(rated) < FLOOR:
        return None
    counts = [(sum(one.clears for one in was), len(was)), *rated]
    found = beta_binomial([hits for hits, _ in counts], [n for _, n in counts])
    return Estimate(float(found.value[0]), float(found.low[0]), float(found.high[0]), len(was))


def _rise(first: Estimate | None, alone: Estimate | None) -> Estimate | None:
    """By how much the share is expected to move by itself, in either direction."""
    if first is None or alone is None:
        return None
    return Estimate(alone.value - first.value, alone.low - first.value, alone.high - first.value, alone.n)


def _more(now: Sequence[Seen], against: Estimate | None) -> int | None:
    """About how many more fresh ratings would tell the share from what it is held against, if it stays where it is;
    until there is a figure, how many that needs."""
    if len(now) < FLOOR or against is None:
        return FLOOR - len(now) if len(now) < FLOOR else None

    def settles(n: int) -> bool:
        supposed = _share(now, n / len(now))
        found = difference(supposed, against) if supposed else None
        return found is not None and (found.low > 0 or found.high < 0)

    more = changed.how_many_more(len(now), FLOOR, settles)
    return roughly(more) if more else None


def _notes(was: Sequence[Seen], now: Sequence[Seen], left: int, others: Sequence[tuple[int, int]]) -> Iterable[str]:
    if len(was) < FLOOR:
        yield FEW_BEFORE
    if sum(1 for _, n in others if n) < FLOOR:
        yield FEW_OTHERS
    if left:
        yield ONE_SIDE.format(left)
    if len({one.edition for one in (*was, *now)}) > 1:
        yield REWRITTEN
