"""An invented house of four sites and 24 persons with one fault of each kind planted in it, and the same house without
any."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from clearbar.engines import Evidence
from clearbar.model.book import Audience, Book, Dimension, Journey, Level, Source, Stage, Standard, Step
from clearbar.model.evidence import Event, Rating, StandardRow

TODAY = date(2026, 7, 1)
BEGIN = date(2026, 1, 5)
WEEKS = 24
IDS = ("warm", "fast", "right", "safe", "named")
DIMENSIONS = {"fast": Dimension.PROMPTNESS, "right": Dimension.OUTCOME}


def standards() -> list[Standard]:
    """Five standards, each heard from customers first; `fast` is paired with `warm`."""
    return [
        Standard(
            one, f"Promise of {one}.", Level.GOOD, 0.6, f"e-{one}", dimension=DIMENSIONS.get(one, Dimension.COURTESY),
            name=one, owner="floor lead", measured_by=(Source.CUSTOMER,), pairs_with="warm" if one == "fast" else None,
        )
        for one in IDS
    ]  # fmt: skip


def book() -> Book:
    step = Step("visit.all", "All of it", Stage.FRONT, tuple(standards()))
    journey = Journey("visit", "A visit", Audience.CUSTOMER, "", (step,))
    overall = Standard("overall", "You would come again.", Level.GOOD, 0.8, "e-overall")
    return Book("Invented", "", "en", {}, overall, (journey,), "1")


def rows() -> list[StandardRow]:
    """The same as the evidence keeps them."""
    return [
        StandardRow(
            one.edition, one.id, "visit", "visit.all", "front", DIMENSIONS.get(one.id, Dimension.COURTESY).value, 4,
            one.target, "levels", one.pairs_with,
        )
        for one in standards()
    ]  # fmt: skip


def rating(key: str, standard: str, day: date, level: int, **of: Any) -> Rating:
    year, week, _ = day.isocalendar()
    plain: dict[str, Any] = {
        "interaction": key, "edition": f"e-{standard}", "response": f"r-{key}", "source": "customer",
        "setting": "live", "rater": None, "person": None, "team": None, "site": None, "customer": None,
        "channel": None, "topic": None, "rated_at": None, "day": int(f"{day:%Y%m%d}"), "week": year * 100 + week,
        "expected": None, "desired": None, "millis": None, "censored": False, "instrument": "q", "inclusion": None,
        "disputed": False,
    }  # fmt: skip
    return Rating(rating=f"{key}-{standard}-{of.get('rater')}", standard=standard, level=level, **{**plain, **of})


def level(dice: random.Random, clears: float, thrills: float = 0.1) -> int:
    """A level that clears the bar so often, and is the best so often."""
    drawn = dice.random()
    return 5 if drawn < thrills else 4 if drawn < clears else dice.choice([1, 2, 3, 3])


def ratings(seed: int, *, faulty: bool) -> Iterator[Rating]:
    """Each person serves 5 interactions a week; all standards of each are rated by its customer."""
    dice, number = random.Random(seed), 0
    for week in range(WEEKS):
        for who in range(24):
            for _ in range(5):
                number += 1
                day = BEGIN + timedelta(weeks=week, days=dice.randrange(6))
                yield from _interaction(dice, f"i-{number:05d}", day, week, who, faulty=faulty)


def _interaction(dice: random.Random, key: str, day: date, week: int, who: int, *, faulty: bool) -> Iterator[Rating]:
    site = f"s{who // 6}"
    at = {"person": f"p-{who:02d}", "team": f"t{who // 6}", "site": site, "customer": f"c-{key}"}
    for one in IDS:
        clears, thrills, millis = 0.75, 0.1, None
        if faulty:
            clears = 0.5 if (one, site) == ("right", "s1") else clears
            clears = 0.35 if (one, who) == ("warm", 13) else clears
            clears = clears - 0.3 if one == "named" and week >= WEEKS // 2 else clears
            thrills = 0.4 if (one, site) == ("safe", "s3") else thrills
        if one == "fast":
            quick = faulty and site == "s2" and week >= WEEKS - 8
            millis = round(1000 * (dice.gauss(300, 30) - (120 if quick else 0)))
        if faulty and site == "s2" and week >= WEEKS - 8 and one == "warm":
            clears = 0.45
        yield rating(key, one, day, level(dice, clears, thrills), millis=millis, **at)
    if dice.random() < 0.25:
        yield from _reviews(dice, key, day, at, faulty=faulty)


def _reviews(dice: random.Random, key: str, day: date, at: dict[str, Any], *, faulty: bool) -> Iterator[Rating]:
    """Three reviewers look at the same. Of `safe` they say what they like, of `right` one says less."""
    for one in ("safe", "right"):
        true = dice.choice([1, 2, 3, 4, 5])
        for rater in ("v-1", "v-2", "v-3"):
            said = dice.choice([1, 2, 3, 4, 5]) if faulty and one == "safe" else true
            if faulty and one == "right" and rater == "v-3":
                said = max(1, true - 2)
            of = {**at, "customer": None, "source": "reviewer", "rater": rater, "instrument": "card"}
            yield rating(key, one, day, said, **of)


def taught(*names: str) -> list[Event]:
    return [
        Event(f"e-{one}-{who}", "taught", 20260105, one, f"p-{who:02d}", None) for one in names for who in range(24)
    ]


def keep(folder: Path, seed: int, *, faulty: bool) -> Path:
    """The house as evidence in a folder."""
    kept = Evidence.create(folder)
    kept.keep(ratings(seed, faulty=faulty), rows())
    kept.keep_beside(taught(*(one for one in IDS if not (faulty and one == "named"))))
    return folder
