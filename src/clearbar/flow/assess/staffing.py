"""How many people at the counter would keep the promise?

arrivals, service, promise → the fewest people, hour by hour (Erlang) → the same days played through (simulation)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.staffing import Aim, Demand, HourPlan, Kept, Staffing
from clearbar.stats import erlang, queueing

MOST_HOURS = 168
MOST_DAYS = 1000
FEWER, MORE = 2, 2
"""So many people fewer and more than needed are told of, too."""


def staffing(aim: Aim) -> Staffing:
    """The fewest people who keep the promise in each hour, each hour as if its rate went on (Green, Kolesar & Soares
    2001, Operations Research 49:549). Raises QuestionFault with all that cannot be asked."""
    faults = [*_amiss(aim)]
    if faults:
        raise QuestionFault(faults)
    return Staffing(aim, tuple(_hour(rate, aim) for rate in aim.arrivals))


def played(found: Staffing, *, days: int = 200, seed: int = 1) -> Staffing:
    """The same with days that were played through by the people found: service times as spread as they are, rates that
    change with the hour, and a queue that goes on from one hour to the next. The same seed plays the same days.

    Raises QuestionFault where some hour has no answer, and for more than can be played.
    """
    aim = found.aim
    staff = [one.needed.staff for one in found.hours if one.needed]
    if len(staff) < len(found.hours):
        raise QuestionFault([_fault("arrivals", "an hour needs more people than can be asked about", "ask for less")])
    if not 2 <= days <= MOST_DAYS:
        raise QuestionFault([_fault("simulate", f"{days} days cannot be played", f"from 2 to {MOST_DAYS}")])
    service = queueing.lognormal(aim.service, aim.spread)
    patience = None if aim.patience is None else queueing.exponential(aim.patience)
    day = queueing.Day(aim.arrivals, tuple(staff), service, patience)
    try:
        return replace(found, played=queueing.play(day, aim.promise, days, np.random.default_rng(seed)))
    except ValueError as error:
        raise QuestionFault([_fault("simulate", str(error), "play fewer days")]) from error


def _hour(rate: float, aim: Aim) -> HourPlan:
    if rate == 0:
        alone = Kept(1, 1.0, 0.0, 0.0, 0.0, 0.0)
        return HourPlan(rate, alone, (alone,))
    demand = Demand(rate, aim.service, aim.patience)
    needed = erlang.least(demand, aim.promise, aim.share)
    middle = needed.staff if needed else erlang.MOST_STAFF
    around = range(max(1, middle - FEWER), middle + MORE + 1)
    return HourPlan(rate, needed, tuple(erlang.kept(demand, staff, aim.promise) for staff in around))


_LARGE = 100_000.0
"""More people an hour than this come to no counter."""


def _amiss(aim: Aim) -> Sequence[Fault]:
    found = []
    if not 1 <= len(aim.arrivals) <= MOST_HOURS:
        found.append(_fault("arrivals", "arrivals are told for one hour at least", f"up to {MOST_HOURS} hours"))
    if any(not 0 <= one <= _LARGE for one in aim.arrivals) or not any(aim.arrivals):
        found.append(_fault("arrivals", "so many cannot come", f"numbers from 0 to {_LARGE:,.0f}, one of them above 0"))
    times = {"service": aim.service, "patience": aim.patience}
    for name, value in times.items():
        if value is not None and not 0 < value <= _LARGE:
            found.append(_fault(name, "this is no time that can be asked about", "above 0, and up to a day"))
    if not 0 <= aim.promise <= _LARGE:
        found.append(_fault("promise", "this is no time that can be promised", "0 or more, up to a day"))
    if not 0 < aim.share < 1:
        found.append(_fault("share", "no number of people promises this", "a share above 0 and below 1, such as 0.9"))
    if not 0 < aim.spread <= 10:
        found.append(_fault("spread", "service times are not spread like this", "above 0, and up to 10"))
    return found


def _fault(name: str, says: str, hint: str) -> Fault:
    return Fault(f"--{name}", 0, 0, "CQ007", says, hint)
