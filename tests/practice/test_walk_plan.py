"""Walk plans: each condition about equally often, the least walked first, each walker about as often."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clearbar.model.walk import WalkPlace
from clearbar.practice.walk_plan import draw

FIRST = date(2026, 11, 1)
SITES = ("a", "b", "c")
places = st.lists(st.tuples(st.sampled_from(SITES), st.integers(0, 9)), min_size=1, max_size=8).map(
    lambda found: [WalkPlace(number, site, walked) for number, (site, walked) in enumerate(found)]
)
everywhere = st.integers(1, 6).map(lambda count: {f"w{number}": None for number in range(count)})
some = st.dictionaries(
    st.sampled_from(["w1", "w2", "w3"]), st.one_of(st.none(), st.frozensets(st.sampled_from(SITES))), min_size=1
)
counts, seeds, lengths = st.integers(0, 40), st.integers(0, 2**63), st.integers(0, 100)


def days(length: int) -> tuple[date, date]:
    return FIRST, FIRST + timedelta(days=length)


@given(places, everywhere, counts, seeds, lengths)
def test_the_least_walked_come_first_until_all_are_even(
    found: list[WalkPlace], walkers: dict[str, None], count: int, seed: int, length: int
) -> None:
    drawn = draw(found, walkers, count, days=days(length), seed=seed)
    assert len(drawn) == count
    asked = Counter(one.place for one in drawn)
    before = {one.id: one.walked for one in found}
    after = {one.id: one.walked + asked[one.id] for one in found}
    raised = [after[id] for id in after if asked[id]]
    if raised:  # as water fills a basin: who was raised stands level, and nobody below was passed over
        assert max(raised) - min(after.values()) <= 1
    assert all(after[id] == before[id] for id in after if not asked[id])
    walked = Counter({one: 0 for one in walkers}) + Counter()
    walked.update(one.walker for one in drawn)
    busy = [walked[one] for one in walkers]
    assert max(busy) - min(busy) <= 1


@given(places, some, counts, seeds, lengths)
def test_nobody_is_asked_where_they_may_not_walk_or_outside_the_days(
    found: list[WalkPlace], walkers: dict[str, frozenset[str] | None], count: int, seed: int, length: int
) -> None:
    drawn = draw(found, walkers, count, days=days(length), seed=seed)
    site = {one.id: one.site for one in found}
    first, last = days(length)
    for one in drawn:
        sites = walkers[one.walker]
        assert sites is None or site[one.place] in sites
        assert first <= one.due <= last
    assert [one.due for one in drawn] == sorted(one.due for one in drawn)
    assert not drawn or drawn[-1].due == last
    assert len(drawn) in {0, count}
    assert draw(found, walkers, count, days=days(length), seed=seed) == drawn


def test_another_seed_draws_another_way() -> None:
    found = [WalkPlace(number, "a") for number in range(6)]
    ways = {draw(found, {"w1": None, "w2": None}, 6, days=days(27), seed=seed) for seed in range(20)}
    assert len(ways) > 10
