"""What is hidden in the company: how good it is, how it moves, how its raters judge. No estimator sees this.

Quality lives on a continuous scale in units of about one level. It is made on purpose unlike what the estimators
assume: occasions have heavy, lopsided tails, persons are skewed, two sites drift, and work is unequally hard.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from examples.demo.company import Company, Standard

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Texts = NDArray[np.str_]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SiteSecret:
    """One site. Drifts are over the whole period, spread evenly; `hurry` is moved from courtesy to promptness."""

    quality: float
    hardness: float = 0.0
    """How much more of the hard topics come here: topics weigh exp(-2 × hardness × ease)."""
    quality_drift: float = 0.0
    expectation: float = 0.0
    expectation_drift: float = 0.0
    hurry: float = 0.0


@dataclass(frozen=True)
class StandardSecret:
    """One standard. Its threshold is solved so that `aim` of the interactions truly reach the bar.

    `gaps` are the distances from the bar to underperforming, average and exemplary. `vagueness` multiplies what
    raters disagree about.
    """

    aim: float
    gaps: tuple[float, float, float] = (-1.9, -1.0, 1.3)
    vagueness: float = 1.0


@dataclass(frozen=True)
class RaterSecret:
    """How one source judges: a lean shared by all of it, and the spread of one judgement."""

    lean: float
    spread: float


SITES = {
    "alderquay": SiteSecret(0.12, 0.10),
    "brackenford": SiteSecret(-0.12, -0.10),
    "lindemeer": SiteSecret(0.22, 1.10),
    "saarelinna": SiteSecret(0.05, 0.0, hurry=1.2),
    "cressmouth": SiteSecret(0.10, 0.05, quality_drift=-1.1, expectation=0.1, expectation_drift=-0.75),
    "molenhaag": SiteSecret(-0.02, -1.20),
    "tuulipuro": SiteSecret(-0.28, 0.15),
    "dunmarrow": SiteSecret(0.24, -0.05),
    "kievitsoord": SiteSecret(0.00, 0.0, quality_drift=-1.2, expectation_drift=-0.80),
    "fennholt": SiteSecret(-0.40, 0.0),
    "overbeekte": SiteSecret(0.30, -0.15),
    "haavarinne": SiteSecret(-0.10, 0.10),
}

EASE = {
    "first-glasses": 0.15,
    "varifocals": -0.45,
    "sunglasses": 0.35,
    "collection": 0.30,
    "adjustment": -0.20,
    "repair": 0.05,
    "wrong-lens": -0.60,
    "complaint": -0.85,
    "shop-floor-request": 0.10,
    "supply": -0.10,
}

STANDARDS = {
    "choose.seen": StandardSecret(0.87, (-1.8, -0.9, 1.2)),
    "choose.first-answer": StandardSecret(0.92),
    "choose.listened": StandardSecret(0.80),
    "choose.at-home": StandardSecret(0.66, (-2.0, -1.0, 1.4), vagueness=4.0),
    "choose.price-whole": StandardSecret(0.86),
    "collect.as-ordered": StandardSecret(0.96, (-1.6, -0.8, 1.5)),
    "collect.day-named": StandardSecret(0.80),
    "collect.fit": StandardSecret(0.90, (-1.7, -0.8, 1.4)),
    "collect.leave": StandardSecret(0.955),
    "right.no-blame": StandardSecret(0.93),
    "right.every-reply": StandardSecret(0.87),
    "right.choice": StandardSecret(0.66, (-1.9, -1.1, 1.1)),
    "right.mended": StandardSecret(0.86, (-1.6, -0.9, 1.3)),
    "right.way": StandardSecret(0.80),
    "overall": StandardSecret(0.79),
}

RATERS = {
    "customer": RaterSecret(0.0, 0.50),
    "colleague": RaterSecret(-0.10, 0.50),
    "vendor": RaterSecret(0.10, 0.50),
    "reviewer": RaterSecret(0.0, 0.35),
    "coach": RaterSecret(0.05, 0.35),
    "peer": RaterSecret(0.25, 0.40),
    "self": RaterSecret(0.45, 0.45),
    "shopper": RaterSecret(-0.15, 0.35),
    "check": RaterSecret(0.0, 0.0),
}

REVIEWERS = tuple(f"rev-{i}" for i in range(1, 9))
HARSH_REVIEWER = "rev-5"
HARSH_BY_LEVELS = -0.8

SINKING_SITES = ("cressmouth", "kievitsoord")
HURRIED_SITE = "saarelinna"
VAGUE_STANDARD = "choose.at-home"

COACHING_LIFT = 0.40
"""What coaching adds to the quality of whoever was coached, from that day on."""
NEVER = np.inf

LENIENCE_SPREAD = 0.30
EXPECTED_MIDDLE, EXPECTED_SPREAD = 4.0, 0.60
WAIT_LIMITS_SECONDS = (1200, 600, 300, 120)
"""Longest wait that is still underperforming, average, good and exemplary in `choose.seen`."""


@dataclass(frozen=True)
class Hidden:
    """The secrets of one company, laid out by its indices. `persons` and `harsh_lean` are on the scale of quality;
    `coached` says when each person is, from -0.5 to 0.5, NEVER if not at all. `thresholds` gives, per standard, where
    levels 2, 3, 4 and 5 begin (for a yes/no standard only the bar)."""

    company: Company
    persons: Floats
    coached: Floats
    thresholds: dict[str, Floats] = field(default_factory=dict)
    harsh_lean: float = 0.0

    def quality(self, standard: Standard, site: Ints, person: Ints, topic: Ints, when: Floats) -> Floats:
        """What an interaction is expected to be like, before chance. `when` runs from -0.5 to 0.5."""
        secrets = [SITES[one.id] for one in self.company.sites]
        turn = {"promptness": 1.0, "courtesy": -1.0}.get(standard.dimension or "", 0.0)
        level = np.array([one.quality for one in secrets])
        slope = np.array([one.quality_drift + turn * one.hurry for one in secrets])
        ease = np.array([EASE[one.id] for one in self.company.topics])
        lift = np.where(when >= self.coached[person], COACHING_LIFT, 0.0)
        quality: Floats = level[site] + slope[site] * when + ease[topic] + self.persons[person] + lift
        return quality


def draw_persons(rng: np.random.Generator, count: int) -> Floats:
    """One effect a person: most a little above the middle, a few far below."""
    return -0.36 * (rng.gamma(4.0, 1.0, count) - 4.0) / 2.0


def draw_occasions(rng: np.random.Generator, count: int) -> Floats:
    """One occasion each: Student's t with 4.5 degrees of freedom, its bad side stretched."""
    drawn = rng.standard_t(4.5, count)
    return 0.5 * np.where(drawn < 0, 1.35 * drawn, 0.8 * drawn) + 0.14


def draw_own(rng: np.random.Generator, count: int) -> Floats:
    """What one standard has of its own on one occasion: double exponential."""
    return rng.laplace(0.0, 0.35, count)


def draw_judgement(rng: np.random.Generator, count: int, source: str, standard: str) -> Floats:
    """How far single judgements lie from what happened, without the rater's own lean."""
    secret = RATERS[source]
    return secret.lean + rng.normal(0.0, 1.0, count) * secret.spread * STANDARDS[standard].vagueness


def draw_lenience(rng: np.random.Generator, count: int) -> Floats:
    """The lean of each customer, the same at each of their visits."""
    return rng.normal(0.0, LENIENCE_SPREAD, count)


def wait_seconds(thresholds: Floats, happened: Floats) -> Floats:
    """The wait on a ticket that goes with what happened: at each threshold the minutes that its level allows."""
    places = np.concatenate([[thresholds[0] - 2.0], thresholds, [thresholds[-1] + 2.0]])
    seconds = np.array([3600.0, *WAIT_LIMITS_SECONDS, 15.0])
    waits: Floats = np.exp(np.interp(happened, places, np.log(seconds)))
    return waits
