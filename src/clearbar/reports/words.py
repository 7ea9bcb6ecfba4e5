"""Figures as words: the one place that says how a number is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from clearbar.model.book import SPEAKERS, Source
from clearbar.model.estimate import Estimate

DECIMALS_FROM = 1000
"""Ratings from which a share carries one decimal: below, the interval is wider than the decimal could tell."""

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def count(number: int) -> str:
    """A count with its thousands apart: "1,234"."""
    return f"{number:,}"


def spelled(number: int) -> str:
    """A count in a sentence: a word up to twelve, figures beyond."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else count(number)


def plural(number: int, one: str, many: str = "") -> str:
    """The count with its noun: "one site", "12 sites"."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def listing(names: Sequence[str]) -> str:
    """Names in a row: "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def speakers(source: Source) -> str:
    """Who speaks, as a noun: "customers", "automatic checks"."""
    return SPEAKERS[source]


def say(source: Source) -> str:
    """Who speaks, with the verb: "customers say", "people say of themselves"."""
    return "people say of themselves" if source is Source.SELF else f"{SPEAKERS[source]} say"


def percent(share: float) -> str:
    """A share that somebody set, as exactly as it was set: "80 %", "82.5 %"."""
    return f"{round(100 * share, 6):g} %"


def rounded(share: float, n: int) -> str:
    """A share that was measured on n ratings, without the sign: "82", or "82.4" from 1,000 ratings on."""
    return f"{100 * share:.{_digits(n)}f}"


def _digits(n: int) -> int:
    return 1 if n >= DECIMALS_FROM else 0


def _end(share: float, n: int, target: float | None) -> str:
    """One end of an interval. Rounding must not carry it over the target: "80–86 %" beside "cannot tell whether it
    reaches 80 %" would contradict itself, so such an end is rounded away from the target."""
    scale = 10 ** _digits(n)
    share = min(1.0, max(0.0, share))
    points = round(100 * share * scale)
    if target is not None:
        bar = round(100 * target * scale, 6)
        if share < target and points >= bar:
            points = ceil(bar) - 1
        elif share > target and points < bar:
            points = ceil(bar)
    return f"{points / scale:.{_digits(n)}f}"


def ends(estimate: Estimate, target: float | None = None) -> tuple[str, str]:
    """Both ends of the interval of a share, in per cent, each on its own side of the target."""
    return _end(estimate.low, estimate.n, target), _end(estimate.high, estimate.n, target)


def interval(estimate: Estimate, target: float | None = None) -> str:
    """The interval of a share: "79–86 %"; "100 %" where both ends are written alike."""
    low, high = ends(estimate, target)
    return f"{low} %" if low == high else f"{low}–{high} %"


def between(estimate: Estimate, target: float | None = None) -> str:
    """The interval of a share in words: "between 79 and 86 %"."""
    low, high = ends(estimate, target)
    return f"at {low} %" if low == high else f"between {low} and {high} %"


def whole(estimate: Estimate) -> str:
    """An interval in whole per cent whatever its n, for figures less certain than their n: "5–20 %"."""
    low, high = (f"{100 * min(1.0, max(0.0, end)):.0f}" for end in (estimate.low, estimate.high))
    return f"{low} %" if low == high else f"{low}–{high} %"


def tally(estimate: Estimate) -> str:
    """What was counted: "412 of 500"; where only the share is known, "82 % of 500"."""
    if estimate.hits is None:
        return f"{rounded(estimate.value, estimate.n)} % of {count(estimate.n)}"
    return f"{count(estimate.hits)} of {count(estimate.n)}"


def share(estimate: Estimate, target: float | None = None) -> str:
    """A share with all that belongs to it: "412 of 500 (79–86 %)"."""
    return f"{tally(estimate)} ({interval(estimate, target)})"


def level(estimate: Estimate) -> str:
    """A mean level with its interval: "4.1 (3.9–4.3)"."""
    return f"{estimate.value:.1f} ({estimate.low:.1f}–{estimate.high:.1f})"


def difference(estimate: Estimate) -> str:
    """A difference of levels with its sign and interval: "−0.3 (−0.5 to −0.1)"."""
    return f"{_signed(estimate.value)} ({_signed(estimate.low)} to {_signed(estimate.high)})"


def _signed(number: float) -> str:
    size = f"{abs(number):.1f}"
    return "0.0" if size == "0.0" else ("−" if number < 0 else "+") + size


def points(spread: float) -> str:
    """A difference of shares in points: "3 points", "less than one point"."""
    whole_points = round(100 * abs(spread))
    return "less than one point" if whole_points < 1 else plural(whole_points, "point")


def chance(probability: float) -> str:
    """A probability as one would say it: "about 70 in 100", never a certainty."""
    if probability > 0.99:
        return "over 99 in 100"
    return "under 1 in 100" if probability < 0.01 else f"about {round(100 * probability)} in 100"


def day(when: date) -> str:
    """A day: "3 March 2026"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def period(first: date | None, last: date | None) -> str:
    """The days that the ratings come from: "3 March to 31 May 2026"."""
    if first is None and last is None:
        return "days not known"
    if first is None or last is None or first == last:
        return day(first or last or date.min)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    start = f"{first.day}" if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]}"
    return f"{start} to {day(last)}"
