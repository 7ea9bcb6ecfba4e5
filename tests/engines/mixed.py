"""Evidence with everything in it that engines might read unlike each other, and questions to it for every measure."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clearbar.engines import Evidence
from clearbar.measures import parse_where
from clearbar.model.evidence import Rating
from clearbar.model.question import Question
from tests.measures.samples import OF_EDITION, STANDARDS, drawn, row

SITES = ("Zürich 界", "zürich 界", "o'hare", 'the "big" one', "s1 ", "s1", "😀\\", "")
WEEKLY = ("rater", "interaction", "customer", "rated_at", "day")
"""What an anonymous rating does not tell."""


def rows(seed: int = 11, n: int = 900) -> list[Rating]:
    """Ratings with unknowns in every column that may have them, anonymous ones, ties and names of all letters."""
    dice = random.Random(seed)
    found = [_varied(one, dice) for one in drawn(seed, n)]
    ties = [row(f"tie-{i}", site="ties", person=f"p{i % 3}", level=1 + i % 5, expected=1 + i % 5) for i in range(20)]
    waits = [row(f"wait-{i}", edition="e3", site="waits", millis=60_000 + i, censored=i % 2 == 0) for i in range(20)]
    few = [row(f"few-{i}", site="few", person="alone") for i in range(4)]
    return [*found, *ties, *waits, *few, *_shared(dice)]


def _shared(dice: random.Random) -> list[Rating]:
    """Interactions that several raters saw, some of them twice, each with the overall verdict beside."""
    found = []
    for i in range(60):
        here = {"interaction": f"shared-{i}", "person": f"p{i % 4}", "site": dice.choice(SITES), "week": 202603 + i % 3}
        raters = ("x", "y", "é")[: 1 + i % 3] + ("x",) * (i % 7 == 0)
        for place, rater in enumerate(raters):
            at = dice.choice([None, datetime(2026, 2, 2, i % 24, tzinfo=UTC)])
            more = {"rater": rater, "response": f"shared-{i}-{place}", "source": "reviewer", "rated_at": at, **here}
            for edition, levels in (("e1", (1, 3, 4, 5)), ("e3", (2, 4)), ("e5", (2, 3, 4, 5))):
                found.append(row(f"{i}-{place}-{edition}", edition=edition, level=dice.choice(levels), **more))
    return found


def _varied(one: Rating, dice: random.Random) -> Rating:
    if dice.random() < 0.1:
        return replace(one, **dict.fromkeys(WEEKLY))
    at = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(milliseconds=dice.randrange(10**9))
    return replace(
        one,
        site=dice.choice([one.site, *SITES]),
        customer=dice.choice([None, "c1", "c2"]),
        desired=dice.choice([None, 1, 5]),
        rated_at=dice.choice([None, at]),
        inclusion=dice.choice([None, 0.1, 1 / 3, 1.0]),
    )


def corrected(one: Rating) -> Rating:
    """The same rating, as somebody corrects it later."""
    level = 6 - one.level if OF_EDITION[one.edition].scale == "yes_no" else 1 + one.level % 5
    return replace(one, level=level, expected=None, disputed=not one.disputed, site="moved")


def keep_mixed(folder: Path, seed: int = 11, n: int = 900) -> list[Rating]:
    """Keeps the ratings in several commits, the last of which corrects some, so that files of old versions lie beside
    those that count; what stands in the end."""
    ratings = rows(seed, n)
    evidence = Evidence.create(folder)
    third = len(ratings) // 3
    for part in (ratings[:third], ratings[third : 2 * third], ratings[2 * third :]):
        evidence.keep(part, STANDARDS)
    changed = {one.rating: corrected(one) for one in ratings[:: len(ratings) // 60 or 1]}
    evidence.keep(changed.values(), STANDARDS, correct=True)
    return [changed.get(one.rating, one) for one in ratings]


def _ask(*by: str, where: str = "", of: str = "", factors: str = "") -> Question:
    return Question(by, parse_where(where) if where else None, of, factors)


ODD = "site in ('Zürich 界', 'o''hare', '😀\\', '') or (site is null and not level between 1 and 2)"
WEEKS = "week >= 202603 and week <> 202605 and topic <> 'new' and (inclusion > 0.3 or inclusion is null)"
OFF_STAGE = "setting in ('live', 'rehearsal') and (disputed or not disputed) and target < 0.9"
NOBODY = "site = 'nowhere'"
QUESTIONS: dict[str, list[Question]] = {
    "clearance": [
        _ask(), _ask("site"), _ask("site", "week"), _ask("standard", "person"), _ask("edition"), _ask("week"),
        _ask("journey", "stage"), _ask("site", where=ODD), _ask("person", where=WEEKS),
        _ask("standard", where=OFF_STAGE), _ask("site", where=NOBODY), _ask(where=NOBODY),
    ],
    "delight": [
        _ask(), _ask("site", "topic"), _ask("week"), _ask("edition", where=OFF_STAGE), _ask("site", where=NOBODY),
    ],
    "gap": [_ask(), _ask("site"), _ask("source", "day"), _ask("edition", where=ODD), _ask(where=NOBODY)],
    "shrinkage": [
        _ask("site"), _ask("standard", "team"), _ask("person", where=WEEKS), _ask("edition", "week"),
        _ask("site", of="gap"), _ask("site", of="millis"), _ask("channel", of="level", where=ODD),
        _ask("site", where=NOBODY),
    ],
    "consistency": [
        _ask(factors="person"), _ask("standard", factors="site/person"), _ask(of="millis", factors="person,rater"),
        _ask("week", of="gap", factors="team/person", where=ODD), _ask(factors="person", where=NOBODY),
    ],
    "agreement": [
        _ask("standard"), _ask("standard", "source"), _ask("edition"), _ask("edition", "site", where=ODD),
        _ask("standard", "rater"), _ask("standard", "week", where=WEEKS), _ask("standard", where=NOBODY),
    ],
    "difference": [
        _ask("standard"), _ask("edition", "source"), _ask("standard", "person", where=WEEKS),
        _ask("standard", where=OFF_STAGE), _ask("standard", where=ODD), _ask("standard", where=NOBODY),
    ],
}  # fmt: skip
"""Questions by measure: by nothing, by one and by several columns, of editions and weeks, with filters, of nobody."""
