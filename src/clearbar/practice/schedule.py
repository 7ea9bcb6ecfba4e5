"""When to ask somebody again: spaced review by FSRS.

A card stands for one person and one standard, whatever question is asked about it. It keeps how stable the memory is,
how difficult it was, and when it was last asked. The chance to remember after t days at stability S falls as
(1 + f·t/S)^(−w), and the next question is due when it has fallen to `RETENTION` (FSRS-6; Ye, Su & Cao 2022, KDD,
"A stochastic shortest path algorithm for optimizing spaced repetition scheduling"; package fsrs).

The parameters are pinned here, so that an update of the package moves nobody's dates. They come from people who learn
words, not standards: read them as a schedule, not as a measure of anybody's memory.

Days are those of the person's own time zone: something due on a day is due from its beginning, and what was asked late
in the evening and again early in the morning was a day apart. Dates are never spread by chance; a seed spreads them the
same way each time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from fsrs import Card, Rating, Scheduler, State

from clearbar.model.quiz import Due, Review

PARAMETERS = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
"""The 21 of FSRS-6, as fsrs 6.3.2 has them by default."""
RETENTION = 0.9
LONGEST = 730
"""Days after which everything is asked about again, however well it is known."""
SECONDS = 300
"""Five minutes."""
GOOD, HARD = 0.9, 0.5
"""Credit from which an answer counts as remembered, and as remembered with effort. Time never counts."""
_SPREAD, _SPREAD_FROM = 0.05, 3
_NOON = time(12)


def rating(credit: float) -> Rating:
    """What an answer worth so much tells of the memory. Raises ValueError outside 0..1."""
    if not 0 <= credit <= 1:
        raise ValueError(f"a credit is between 0 and 1, not {credit}")
    return Rating.Good if credit >= GOOD else Rating.Hard if credit >= HARD else Rating.Again


def review(
    card: str, credit: float, *, edition: str, at: datetime, zone: str = "UTC", longest: int = LONGEST, seed: str = ""
) -> Review:
    """The card after an answer worth `credit` at the moment `at` (aware).

    `card` is what the last review gave, empty for the first one. Where the standard has another edition than the card,
    it begins anew: what was learned was another promise. An answer older than the last one (it came late from a phone)
    counts as given with that. With a `seed`, dates are spread by a twentieth. Raises ValueError for a card that is
    none, or a time without its zone.
    """
    if at.tzinfo is None:
        raise ValueError("the time of an answer needs its time zone")
    kept = _read(card) if is_of(card, edition) else None
    noon = _noon(at, zone)
    if kept is not None and kept.last_review is not None:
        noon = max(noon, kept.last_review)
    held = kept or Card(card_id=1, due=noon)
    after, _ = _scheduler(longest).review_card(held, rating(credit), noon)
    wait = after.due - noon
    day = noon.date() + timedelta(days=_spread(wait.days, seed, edition, noon.date()))
    due = at.astimezone(UTC) + wait if wait < timedelta(days=1) else _begin(day, zone)
    written = json.dumps({**after.to_dict(), "edition": edition}, sort_keys=True)
    return Review(written, due, day if wait.days else due.astimezone(ZoneInfo(zone)).date(), (day - noon.date()).days)


def is_of(card: str, edition: str) -> bool:
    """Whether a card is of this edition of its standard; an empty one is of none. Raises ValueError for no card."""
    return bool(card) and _data(card)["edition"] == edition


def recall(card: str, at: datetime, zone: str = "UTC") -> float:
    """The chance, 0..1, that it is remembered at this moment; 0 where it was never asked."""
    return float(_scheduler(LONGEST).get_card_retrievability(_read(card), _noon(at, zone))) if card else 0.0


def first(waiting: Sequence[Due], at: datetime, *, seconds: int = SECONDS, zone: str = "UTC") -> tuple[Due, ...]:
    """Which of the cards that are due at this moment to ask now, within about so many seconds: at least one, if any is
    due. What was never asked, or asked of another edition, comes first; then what is most probably forgotten."""

    def weight(one: Due) -> tuple[bool, float, datetime, str]:
        known = is_of(one.card, one.edition)
        return known, recall(one.card, at, zone) if known else 0.0, one.due, one.standard

    chosen: list[Due] = []
    for one in sorted((one for one in waiting if one.due <= at), key=weight):
        if not chosen or sum(each.seconds for each in chosen) + one.seconds <= seconds:
            chosen.append(one)
    return tuple(chosen)


@lru_cache(maxsize=16)
def _scheduler(longest: int) -> Scheduler:
    return Scheduler(PARAMETERS, RETENTION, maximum_interval=longest, enable_fuzzing=False)


def _noon(at: datetime, zone: str) -> datetime:
    """Noon of the local day, as if it were UTC: from day to day these are whole days apart."""
    return datetime.combine(at.astimezone(ZoneInfo(zone)).date(), _NOON, UTC)


def _begin(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _spread(days: int, *seed: object) -> int:
    """The days, up to a twentieth more or fewer where there is a seed."""
    if not seed[0] or days < _SPREAD_FROM:
        return days
    reach = max(1, round(days * _SPREAD))
    lot = int.from_bytes(sha256("/".join(map(str, seed)).encode()).digest()[:8], "big")
    return days + lot % (2 * reach + 1) - reach


def _data(card: str) -> dict[str, object]:
    try:
        data = json.loads(card)
    except json.JSONDecodeError as error:
        raise ValueError("this is no card") from error
    if not isinstance(data, dict) or not isinstance(data.get("edition"), str):
        raise ValueError("this is no card")
    return data


def _read(card: str) -> Card:
    data = _data(card)
    try:
        held = Card.from_dict(data)  # type: ignore[arg-type]
        if held.state is not State.Learning and (held.stability is None or held.last_review is None):
            raise ValueError("this is no card")
        return held
    except (KeyError, TypeError) as error:
        raise ValueError("this is no card") from error
