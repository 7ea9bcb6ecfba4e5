"""What changed after a coaching: published rises, people who were never coached, and what is too little to tell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clearbar.flow.follow.coaching import FEW_BEFORE, FEW_OTHERS, ONE_SIDE, REWRITTEN, what_changed
from clearbar.model.coaching import Seen, Turned
from clearbar.stats.intervals import wilson
from clearbar.stats.regression import expected_rise

OTHERS = ((8, 10), (7, 10), (9, 12), (6, 8), (10, 12), (6, 10))


def ratings(hits: int, n: int, name: str = "r", source: str = "reviewer", edition: str = "e") -> list[Seen]:
    return [
        Seen(f"{name}{i}", f"{name}-i{i}", source, 4 if i < hits else 2, 4, 20261020, 202643, edition) for i in range(n)
    ]


def test_before_and_after_stand_with_their_own_intervals() -> None:
    found = what_changed(ratings(4, 13), ratings(9, 10, "a"), OTHERS)
    assert found.before and found.after and found.difference
    assert (found.before.hits, found.before.n, found.after.hits, found.after.n) == (4, 13, 9, 10)
    low, high = (float(end) for end in wilson(9, 10))
    assert (found.after.low, found.after.high) == pytest.approx((low, high), abs=1e-9)
    assert found.difference.value == pytest.approx(9 / 10 - 4 / 13)


def test_a_poor_stretch_is_expected_to_be_followed_by_a_better_one_and_the_reverse() -> None:
    low, high = what_changed(ratings(2, 10), (), OTHERS).rise, what_changed(ratings(10, 10), (), OTHERS).rise
    assert low and low.value > 0.1
    assert high and high.value < 0


def test_where_people_differ_much_less_is_expected_to_come_by_itself() -> None:
    alike = what_changed(ratings(10, 40), (), [(28, 40)] * 12).rise
    apart = what_changed(ratings(10, 40), (), [(4, 40), (38, 40), (12, 40), (36, 40), (20, 40), (40, 40)] * 2).rise
    assert alike and apart and alike.value > 3 * apart.value


@pytest.mark.parametrize(("kept", "rise"), [(0.8, 5.39), (0.5, 13.49), (0.2, 21.58)])
def test_pulling_each_person_comes_to_the_published_rise_of_all_below_a_cut(kept: float, rise: float) -> None:
    """Barnett, van der Pols & Dobson 2005: mean 60, standard deviation 15, chosen below 40. Each is pulled towards the
    mean by (1 − kept) of their depth; over those below the cut that is the published rise."""
    x = np.random.default_rng(7).normal(60, 15, 2_000_000)
    chosen = x[x < 40]
    assert float(((1 - kept) * (60 - chosen)).mean()) == pytest.approx(rise, abs=0.06)
    assert round(expected_rise(60, 225 * kept, 225 * (1 - kept), 1, 40), 2) == rise


def test_people_who_were_never_coached_rise_as_far_as_was_expected_of_them() -> None:
    """Drawn: 400 people whose true shares differ. Those who were low are looked at again, with no coaching between."""
    dice = np.random.default_rng(11)
    true = dice.beta(6, 3, 400)
    first, second = dice.binomial(10, true), dice.binomial(400, true) / 400
    others = [(int(hits), 10) for hits in first[:150]]
    low = np.flatnonzero(first <= 4)
    expected = {hits: what_changed(ratings(int(hits), 10), (), others).alone for hits in set(first[low].tolist())}
    believed = np.mean([expected[hits].value for hits in first[low].tolist() if expected[hits]])  # type: ignore[union-attr]
    assert len(low) > 30
    assert float(second[low].mean()) == pytest.approx(float(believed), abs=0.04)
    assert float(second[low].mean()) - float(first[low].mean()) / 10 > 0.1, "they rose without any coaching"


def test_without_an_effect_a_rise_is_seldom_claimed() -> None:
    """The same people, the second time with 12 ratings: of those who were low and not coached, few are said to have
    risen by more than by themselves."""
    dice = np.random.default_rng(3)
    true = dice.beta(6, 3, 300)
    first, again = dice.binomial(10, true), dice.binomial(12, true)
    others = [(int(hits), 10) for hits in first[:60]]
    low = [i for i in range(300) if first[i] <= 4]
    said = [what_changed(ratings(int(first[i]), 10), ratings(int(again[i]), 12, "a"), others).turned for i in low]
    naive = [
        found.low > 0 for i in low
        if (found := what_changed(ratings(int(first[i]), 10), ratings(int(again[i]), 12, "a")).difference)
    ]  # fmt: skip
    assert len(low) > 25
    assert said.count(Turned.ROSE) / len(low) <= 0.05 < sum(naive) / len(low)


@given(st.integers(0, 4), st.integers(0, 30))
def test_fewer_than_five_fresh_ratings_make_no_figure_and_say_how_many_more_do(n: int, before: int) -> None:
    found = what_changed(ratings(before // 2, before), ratings(n, n, "a"), OTHERS)
    assert found.after is None and found.difference is None and found.beyond is None
    assert found.turned is Turned.CANNOT_TELL and found.more == 5 - n and found.fresh == n


def test_about_how_many_more_would_tell() -> None:
    few = what_changed(ratings(4, 13), ratings(5, 6, "a"), OTHERS)
    assert few.turned in {Turned.CANNOT_TELL, Turned.PERHAPS} and few.more
    enough = -(-(6 + few.more) // 6)
    assert what_changed(ratings(4, 13), ratings(5 * enough, 6 * enough, "a"), OTHERS).turned is Turned.ROSE
    assert what_changed(ratings(4, 13), ratings(10, 12, "a"), OTHERS).turned is Turned.PERHAPS


def test_what_is_missing_is_said() -> None:
    assert FEW_OTHERS in what_changed(ratings(4, 13), ratings(9, 10, "a"), OTHERS[:4]).notes
    assert what_changed(ratings(4, 13), ratings(9, 10, "a"), OTHERS[:4]).turned is Turned.PERHAPS
    assert FEW_BEFORE in what_changed(ratings(1, 3), ratings(9, 10, "a"), OTHERS).notes
    customers = ratings(3, 3, "c", "customer")
    assert ONE_SIDE.format(3) in what_changed(ratings(4, 13), [*ratings(9, 10, "a"), *customers], OTHERS).notes
    assert REWRITTEN in what_changed(ratings(4, 13), ratings(9, 10, "a", edition="new"), OTHERS).notes


def test_ratings_of_one_interaction_tell_less_than_as_many_of_several() -> None:
    apart = ratings(8, 12, "a")
    together = [
        Seen(one.rating, f"i{i // 3}", one.source, one.level, 4, one.day, one.week) for i, one in enumerate(apart)
    ]
    wide, narrow = what_changed((), together).after, what_changed((), apart).after
    assert wide and narrow and wide.high - wide.low > narrow.high - narrow.low
    assert wide.clusters == 4 and narrow.clusters == 12
