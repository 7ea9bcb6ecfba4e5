"""Who there is: sites, teams, persons, topics and the standards of the book. Every name is invented."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

COUNTER, PHONE, CHAT = "counter", "phone", "chat"
CHANNELS = (COUNTER, PHONE, CHAT)
OVERALL = "overall"


@dataclass(frozen=True)
class Site:
    """A shop. One with a desk also answers telephone and chat."""

    id: str
    timezone: str
    people: int
    desk: bool


@dataclass(frozen=True)
class Person:
    """Somebody who serves. `share` is how much of the team's work comes to them, before it is made to sum to 1."""

    id: str
    site: int
    team: str
    trade: str
    """`floor`, `desk` or `workshop`."""
    share: float


@dataclass(frozen=True)
class Topic:
    """What a visit is about. `journey` is None for work that no customer sees. `share` is within its journey."""

    id: str
    journey: str | None
    share: float


@dataclass(frozen=True)
class Standard:
    """A standard of the book, as far as the simulation needs it; a test holds it to the YAML.

    `done_by` is `owner` or `maker`: the person whose work it is. `where` are the channels in which it can be seen.
    """

    id: str
    journey: str | None
    dimension: str | None
    target: float
    sources: tuple[str, ...]
    yes_no: bool = False
    done_by: str = "owner"
    where: tuple[str, ...] = CHANNELS


@dataclass(frozen=True)
class Company:
    """The whole company. The order of each tuple gives the index by which the simulation speaks of its members."""

    sites: tuple[Site, ...]
    persons: tuple[Person, ...]
    topics: tuple[Topic, ...]
    standards: tuple[Standard, ...]

    def members(self, site: int, trade: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The persons of one trade at a site, and the share of its work that comes to each; shares sum to 1."""
        found = [i for i, one in enumerate(self.persons) if one.site == site and one.trade == trade]
        shares = np.array([self.persons[i].share for i in found])
        return np.array(found), shares / shares.sum()

    def topic_journeys(self) -> tuple[str | None, ...]:
        """The journey of each topic."""
        return tuple(topic.journey for topic in self.topics)

    def index_of(self, site: str) -> int:
        """The index of the site with this id."""
        return next(i for i, one in enumerate(self.sites) if one.id == site)


LONDON, AMSTERDAM, HELSINKI = "Europe/London", "Europe/Amsterdam", "Europe/Helsinki"

SITES = (
    Site("alderquay", LONDON, 28, True),
    Site("brackenford", LONDON, 22, True),
    Site("lindemeer", AMSTERDAM, 19, True),
    Site("saarelinna", HELSINKI, 16, True),
    Site("cressmouth", LONDON, 14, True),
    Site("molenhaag", AMSTERDAM, 13, True),
    Site("tuulipuro", HELSINKI, 11, False),
    Site("dunmarrow", LONDON, 10, False),
    Site("kievitsoord", AMSTERDAM, 9, False),
    Site("fennholt", LONDON, 8, False),
    Site("overbeekte", AMSTERDAM, 6, False),
    Site("haavarinne", HELSINKI, 4, False),
)

CHOOSE, COLLECT, RIGHT = "choose-glasses", "collect-glasses", "put-right"
JOURNEY_SHARES = {CHOOSE: 0.40, COLLECT: 0.35, RIGHT: 0.25}

TOPICS = (
    Topic("first-glasses", CHOOSE, 0.35),
    Topic("varifocals", CHOOSE, 0.40),
    Topic("sunglasses", CHOOSE, 0.25),
    Topic("collection", COLLECT, 0.70),
    Topic("adjustment", COLLECT, 0.30),
    Topic("repair", RIGHT, 0.50),
    Topic("wrong-lens", RIGHT, 0.30),
    Topic("complaint", RIGHT, 0.20),
    Topic("shop-floor-request", None, 1.0),
    Topic("supply", None, 1.0),
)

STANDARDS = (
    Standard("choose.seen", CHOOSE, "promptness", 0.80, ("customer", "shopper"), where=(COUNTER,)),
    Standard("choose.first-answer", CHOOSE, "promptness", 0.85, ("check",), yes_no=True, where=(CHAT,)),
    Standard("choose.listened", CHOOSE, "courtesy", 0.80, ("customer", "reviewer", "coach", "self")),
    Standard("choose.at-home", CHOOSE, "courtesy", 0.75, ("reviewer", "peer")),
    Standard("choose.price-whole", CHOOSE, "outcome", 0.95, ("reviewer", "shopper"), yes_no=True),
    Standard("collect.as-ordered", COLLECT, "outcome", 0.93, ("customer",), done_by="maker"),
    Standard("collect.day-named", COLLECT, "outcome", 0.90, ("check",), yes_no=True, where=(CHAT,)),
    Standard("collect.fit", COLLECT, "outcome", 0.85, ("customer", "reviewer", "coach", "shopper")),
    Standard("collect.leave", COLLECT, "outcome", 0.90, ("reviewer", "peer", "self"), yes_no=True),
    Standard("right.no-blame", RIGHT, "courtesy", 0.97, ("check", "reviewer"), yes_no=True, where=(CHAT,)),
    Standard("right.every-reply", RIGHT, "promptness", 0.80, ("check",), yes_no=True, where=(CHAT,)),
    Standard("right.choice", RIGHT, "courtesy", 0.75, ("customer", "reviewer", "coach", "peer", "self")),
    Standard("right.mended", RIGHT, "outcome", 0.90, ("customer", "shopper"), done_by="maker"),
    Standard("right.way", RIGHT, "outcome", 0.85, ("check",), yes_no=True, where=(CHAT,)),
    Standard(
        OVERALL,
        None,
        None,
        0.85,
        ("customer", "colleague", "vendor", "reviewer", "coach", "peer", "self", "shopper"),
    ),
)


def found_company(rng: np.random.Generator) -> Company:
    """The company with its persons; only how busy each person is comes from `rng`."""
    persons: list[Person] = []
    for index, site in enumerate(SITES):
        for trade, count in _staffing(site).items():
            busy = np.exp(rng.normal(0.0, 0.85, count)).clip(0.15, 4.0)
            persons += [
                Person(f"p-{len(persons) + i + 1:03d}", index, f"{site.id}-{trade}", trade, float(share))
                for i, share in enumerate(busy)
            ]
    return Company(SITES, tuple(persons), TOPICS, STANDARDS)


def _staffing(site: Site) -> dict[str, int]:
    workshop = max(1, round(0.2 * site.people))
    desk = round(0.25 * site.people) if site.desk else 0
    people = {"floor": site.people - workshop - desk, "desk": desk, "workshop": workshop}
    return {trade: count for trade, count in people.items() if count}
