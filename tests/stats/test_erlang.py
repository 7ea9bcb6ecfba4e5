"""Oracles: published tables, M/M/1 by hand, the birth-and-death equations, and the simulation."""

from __future__ import annotations

from math import exp, inf, log

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clearbar.model.staffing import Demand
from clearbar.stats.erlang import erlang_b, erlang_c, fewest, kept, least

DEMANDS = st.builds(
    Demand,
    arrivals=st.floats(0.5, 2000),
    service=st.floats(5, 1800),
    patience=st.none() | st.floats(5, 7200),
)


@pytest.mark.parametrize(
    ("staff", "lost", "load"),
    [
        (1, 0.01, 0.0101), (5, 0.01, 1.36), (10, 0.01, 4.46), (20, 0.01, 12.0), (50, 0.01, 37.9), (100, 0.01, 84.1),
        (5, 0.02, 1.66), (10, 0.02, 5.08), (20, 0.02, 13.2), (50, 0.02, 40.3), (100, 0.02, 88.0),
        (5, 0.05, 2.22), (10, 0.05, 6.22), (20, 0.05, 15.2),
    ],
)  # fmt: skip
def test_erlang_b_is_the_table_of_traffic_engineering(staff: int, lost: float, load: float) -> None:
    """Offered load at a loss of 1, 2 and 5 %, as printed to three digits in tables of Erlang B (such as Freeman 2004,
    Telecommunication System Engineering, 4th ed., table 1.2)."""
    step = 0.00005 if load < 1 else 0.5 * 10.0 ** (int(log(load, 10)) - 2)
    assert erlang_b(staff, load - step) <= lost <= erlang_b(staff, load + step)


def test_erlang_b_is_what_a_published_calculator_prints() -> None:
    """Fifteen lines carry 8.108 erlangs at a loss of 1 % (erlang.com, manual of its calculator)."""
    assert erlang_b(15, 8.108) == pytest.approx(0.01, abs=5e-6)


def test_erlang_c_is_the_published_example() -> None:
    """100 calls in half an hour of 3 minutes each, 80 % within 20 seconds: 14 agents, of whom 17.4 % of callers wait,
    88.8 % are answered in time and 71.4 % of the time is busy (pyworkforce 0.5, its own tests of ErlangC)."""
    found = least(Demand(200, 180), 20, 0.8)
    assert found and found.staff == 14
    assert (round(found.within, 3), round(found.busy, 3), round(found.waits, 3)) == (0.888, 0.714, 0.174)


def test_with_and_without_patience_is_the_published_comparison() -> None:
    """50 agents, 48 calls a minute of one minute, patience of two minutes: Garnett, Mandelbaum & Reiman 2002, table 1,
    as repeated by Gans, Koole & Mandelbaum 2003, section 4.2.2."""
    calm, leaving = kept(Demand(48 * 60, 60), 50, 20), kept(Demand(48 * 60, 60, 120), 50, 20)
    assert (round(calm.mean, 1), round(calm.busy, 2)) == (20.8, 0.96)
    assert (round(leaving.gone, 3), round(leaving.mean, 1), round(leaving.busy, 2)) == (0.031, 3.7, 0.93)
    queues = [48 * 60 / 3600 * one.mean for one in (calm, leaving)]
    assert [round(one) for one in queues] == [17, 3]
    assert kept(Demand(48 * 60, 60), 50, 58.1).within == pytest.approx(0.9, abs=1e-3)


@given(load=st.floats(0.01, 0.99), promise=st.floats(0, 5))
def test_one_at_the_counter_is_the_queue_of_the_textbook(load: float, promise: float) -> None:
    """M/M/1: P(wait > t) = ρ·exp(-(1-ρ)t), mean ρ/(1-ρ), in units of a service of one second."""
    found = kept(Demand(3600 * load, 1), 1, promise)
    assert found.within == pytest.approx(1 - load * exp(-(1 - load) * promise), abs=1e-12)
    assert found.mean == pytest.approx(load / (1 - load))


@example(demand=Demand(0.5, 1800, 5), staff=1, promise=0.1)  # nobody waits a hundredth of what their turn would take
@example(demand=Demand(1.6, 1100, 5), staff=1, promise=0.1)
@given(demand=DEMANDS, staff=st.integers(1, 60), promise=st.floats(0, 600))
def test_with_patience_it_is_the_birth_and_death_process(demand: Demand, staff: int, promise: float) -> None:
    """An oracle of its own: the stationary law of M/M/n+M by balance, in which who gives up is θ·E[queue]."""
    if demand.patience is None or demand.load > 3 * staff + 30:
        return
    rate, serves, leaves = demand.arrivals / 3600, 1 / demand.service, 1 / demand.patience
    weights, at = [0.0], 0
    while True:
        at += 1
        weights.append(weights[-1] + log(rate) - log(min(at, staff) * serves + max(0, at - staff) * leaves))
        if at > staff and weights[-1] < max(weights) - 60:
            break
    p = np.exp(np.array(weights) - max(weights))
    p /= p.sum()
    queue = float((np.maximum(np.arange(len(p)) - staff, 0) * p).sum())
    found = kept(demand, staff, promise)
    assert found.waits == pytest.approx(float(p[staff:].sum()), rel=1e-7, abs=1e-10)
    assert found.mean == pytest.approx(queue / rate, rel=1e-6, abs=1e-7)
    assert found.gone == pytest.approx(leaves * queue / rate, rel=1e-6, abs=1e-9)


@given(demand=DEMANDS, staff=st.integers(1, 200), promise=st.floats(0, 3600))
def test_shares_are_shares_and_one_person_more_never_keeps_less(demand: Demand, staff: int, promise: float) -> None:
    one, more = kept(demand, staff, promise), kept(demand, staff + 1, promise)
    for found in (one, more):
        assert all(0 <= part <= 1 for part in (found.within, found.waits, found.gone, found.busy))
        assert found.within + found.gone <= 1 + 1e-9
        assert found.within >= 1 - found.waits - 1e-9
    assert more.within >= one.within - 1e-9 and more.mean <= one.mean + 1e-9


@given(demand=DEMANDS, promise=st.floats(0, 600), share=st.floats(0.05, 0.99))
def test_the_least_staff_keeps_it_and_one_fewer_does_not(demand: Demand, promise: float, share: float) -> None:
    found = least(demand, promise, share)
    assert found and found.within >= share
    assert found.staff == 1 or kept(demand, found.staff - 1, promise).within < share


def test_endless_patience_is_erlang_c() -> None:
    endless, without = kept(Demand(200, 180, 1e9), 14, 20), kept(Demand(200, 180), 14, 20)
    assert (endless.within, endless.waits) == pytest.approx((without.within, without.waits), rel=1e-5)


def test_no_patience_at_all_is_erlang_b() -> None:
    hurried = kept(Demand(200, 180, 1e-6), 12, 20)
    assert hurried.gone == pytest.approx(erlang_b(12, 10), rel=1e-3)


def test_more_than_can_be_served_has_a_queue_without_end() -> None:
    found = kept(Demand(200, 180), 10, 20)
    assert (found.within, found.waits, found.mean) == (0.0, 1.0, inf)
    assert erlang_c(10, 10) == 1.0


def test_what_no_counter_can_be_asked_is_refused() -> None:
    for arrivals, service, patience in ((0, 1, None), (1, 0, None), (1, 1, 0), (inf, 1, None), (float("nan"), 1, None)):
        with pytest.raises(ValueError, match="above 0"):
            Demand(arrivals, service, patience)
    with pytest.raises(ValueError, match="at least one person"):
        kept(Demand(1, 1), 0, 1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        least(Demand(1, 1), 1, 1.0)
    assert fewest(lambda staff: kept(Demand(200, 180), staff, 20), 0.8, most=13) is None
