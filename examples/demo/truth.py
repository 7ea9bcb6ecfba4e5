"""What is true of the company, in numbers that somebody may hope to find again; written to truth.json."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class StandardTruth:
    """One standard, as its headline source judges it (`heard_from`).

    `clearance` is the probability that the bar is reached: of all visits to which the standard applies, judged by
    raters without a lean of their own, in live service. `clearance_as_rated` is the same over the ratings that were
    really given, with the leans of the raters who gave them: what a plain count aims at. `agreement` is the
    correlation of the levels that two raters give one visit; None for a yes/no standard or an automatic check.
    """

    target: float
    heard_from: str
    verdict: str
    clearance: float
    clearance_as_rated: float | None
    thresholds: tuple[float, ...]
    agreement: float | None
    sites: dict[str, float]
    persons: dict[str, float]


@dataclass(frozen=True)
class SiteTruth:
    """One site. `clearance` is of `overall` by its customers under its own mix of topics; `clearance_same_mix` as if
    every site had the company's. Drifts are over the whole period: of quality on its own scale, of expectation in
    levels before rounding. `level_change` is the change of the mean overall level from the first to the last day."""

    timezone: str
    people: int
    quality: float
    hardness: float
    quality_drift: float
    expectation_drift: float
    hurry: float
    clearance: float
    clearance_same_mix: float
    level_change: float


@dataclass(frozen=True)
class PersonTruth:
    """One person. `served` counts the visits of customers that they owned; `clearance` is of `overall` by customers
    over those, None where there were none."""

    site: str
    team: str
    effect: float
    served: int
    clearance: float | None


@dataclass(frozen=True)
class Variance:
    """Variances on the levels 1 to 5 of customers' `overall` ratings.

    `person` is between persons of one site, `site` between sites beyond that, `occasion` all the rest: chance,
    topic, drift and the customer. They are those of these 12 sites and 160 persons, each under their own work.
    """

    site: float
    person: float
    occasion: float


@dataclass(frozen=True)
class HarshReviewer:
    """The reviewer who gives lower levels, and by how much on `overall`."""

    id: str
    levels: float


@dataclass(frozen=True)
class HurriedSite:
    """The site that buys speed with courtesy: change of clearance from the first to the last day, and of the wait
    (its median on the last day as a share of that on the first)."""

    id: str
    wait_ratio: float
    promptness_change: float
    courtesy_change: float
    timed: str
    courtesy: str


@dataclass(frozen=True)
class Misleading:
    """The two sites that a naive comparison puts most wrongly in order, because their topics differ."""

    better: str
    worse: str


@dataclass(frozen=True)
class Coaching:
    """Whom coaching reached, what it adds to their quality, and so to the clearance of `overall` by customers over the
    visits that followed."""

    persons: tuple[str, ...]
    lift: float
    clearance: float


@dataclass(frozen=True)
class Stories:
    """What there is to be found."""

    clears: tuple[str, ...]
    falls_short: tuple[str, ...]
    near_target: tuple[str, ...]
    sinking_sites: tuple[str, ...]
    harsh_reviewer: HarshReviewer
    vague_standard: str
    hurried_site: HurriedSite
    misleading_sites: Misleading | None
    coaching: Coaching


@dataclass(frozen=True)
class Counts:
    """What was written. `from_checks` is how many ratings the automatic checks will add."""

    interactions: int
    with_messages: int
    given: int
    from_checks: int
    by_source: dict[str, int]


@dataclass(frozen=True)
class Truth:
    """The whole truth of one simulated company."""

    note: str
    seed: int
    first_day: str
    last_day: str
    counts: Counts
    stories: Stories
    variance: Variance
    rater_leans: dict[str, float]
    topics: dict[str, float]
    standards: dict[str, StandardTruth]
    sites: dict[str, SiteTruth]
    persons: dict[str, PersonTruth]

    def to_json(self) -> str:
        """The truth as JSON text, its figures rounded to four places."""
        return json.dumps(_rounded(asdict(self)), indent=1) + "\n"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return round(value, 4) if isinstance(value, float) else value
