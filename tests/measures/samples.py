"""Evidence for the tests of measures: rows with every kind of gap in them, and standards of every kind."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clearbar.engines import DuckDB, Evidence
from clearbar.model.evidence import Rating, StandardRow
from clearbar.model.question import Query

STANDARDS = (
    # edition, standard, journey, step, stage, dimension, bar, target, scale, pair
    StandardRow("e1", "warm", "buy", "greet", "front", "courtesy", 4, 0.8, "levels", None),
    StandardRow("e2", "warm", "buy", "greet", "front", "courtesy", 5, 0.8, "levels", None),  # the bar was raised
    StandardRow("e3", "fast", "buy", "wait", "front", "promptness", 4, 0.9, "yes_no", "warm"),
    StandardRow("e4", "right", "buy", "wait", "back", "outcome", 3, None, "levels", None),
    StandardRow("e5", "overall", None, None, None, None, 4, 0.85, "levels", None),
    StandardRow("e6", "unheard", "buy", "greet", "front", None, 4, 0.5, "levels", None),
)
OF_EDITION = {row.edition: row for row in STANDARDS}
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def row(rating: str, **of: Any) -> Rating:
    """A rating with all that it needs, and `of` in its place."""
    plain: dict[str, Any] = {
        "interaction": f"i-{rating}", "standard": OF_EDITION[of.get("edition", "e1")].standard, "edition": "e1",
        "response": f"r-{rating}", "source": "customer", "setting": "live", "rater": None, "person": None,
        "team": None, "site": None, "customer": None, "channel": None, "topic": None, "rated_at": None,
        "day": None, "week": 202602, "level": 4, "expected": None, "desired": None, "millis": None,
        "censored": False, "instrument": "q1", "inclusion": None, "disputed": False,
    }  # fmt: skip
    return Rating(rating=rating, **{**plain, **of})


def drawn(seed: int, n: int = 400) -> list[Rating]:
    """Ratings in which everything that may be unknown sometimes is, responses hold several ratings, and groups of
    every size occur."""
    dice = random.Random(seed)

    def maybe(choices: list[Any], unknown: float = 0.15) -> Any:
        return None if dice.random() < unknown else dice.choice(choices)

    rows = []
    for i in range(n):
        at = START + timedelta(hours=dice.randrange(24 * 70))
        year, week, _ = at.isocalendar()
        site = maybe(["s1", "s1", "s1", "s2", "s2", "s3"])
        person = maybe([f"p{k}" for k in range(6)])
        edition = dice.choice(["e1", "e1", "e2", "e3", "e4", "e5"])
        yes_no = OF_EDITION[edition].scale == "yes_no"
        rows.append(
            row(
                f"{seed}-{i}", edition=edition, interaction=maybe([f"i{k}" for k in range(n // 3)]),
                response=f"r{dice.randrange(n // 2)}", source=dice.choice(["customer"] * 5 + ["reviewer", "check"]),
                setting=dice.choice(["live"] * 9 + ["rehearsal"]), rater=maybe(["x", "y", "z", "rare"]), person=person,
                team=None if person is None else f"t{int(person[1]) % 2}", site=site,
                channel=maybe(["chat", "counter"]), topic=maybe(["new", "return", "fix"]),
                day=int(at.strftime("%Y%m%d")), week=year * 100 + week,
                level=dice.choice([2, 4]) if yes_no else dice.choice([1, 2, 3, 4, 4, 5, 5]),
                expected=maybe([2, 3, 4, 5], 0.5), millis=maybe([0, 999, 60_000, 86_400_000], 0.4),
                censored=dice.random() < 0.1, instrument=dice.choice(["q1", "q2"]), inclusion=maybe([0.1, 1.0], 0.5),
                disputed=dice.random() < 0.05,
            )
        )  # fmt: skip
    return rows


def keep(folder: Path, rows: list[Rating]) -> Path:
    """The rows as evidence in a folder."""
    Evidence.create(folder).keep(rows, STANDARDS)
    return folder


def run(folder: Path, query: Query) -> list[dict[str, Any]]:
    """What a query answers, row by row, unknowns as None."""
    engine = DuckDB(Evidence(folder))
    try:
        columns = {name: column.tolist() for name, column in engine.run(query).items()}
    finally:
        engine.close()
    assert list(columns) == list(query.columns)
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return [{name: None if value != value else value for name, value in one.items()} for one in rows]
