"""Who came, when, to whom and about what: the visits of half a year, rated or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from examples.demo.company import CHAT, COUNTER, JOURNEY_SHARES, PHONE, RIGHT, Company
from examples.demo.hidden import EASE, SITES, Floats, Ints, Texts, draw_lenience, draw_occasions

FIRST_DAY, LAST_DAY = date(2025, 12, 29), date(2026, 6, 28)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
OPENS, CLOSES = 9 * 3600, 18 * 3600
CHAT_SHARE, PHONE_SHARE = 0.13, 0.09
"""At sites with a desk."""

SERVED, COLLEAGUE, VENDOR, SHOPPER, REHEARSAL = "served", "colleague", "vendor", "shopper", "rehearsal"
ASIDE = {COLLEAGUE: 0.022, VENDOR: 0.012, SHOPPER: 0.014, REHEARSAL: 0.014}
"""Visits that are no customer's, as shares of the customers' visits."""


@dataclass(frozen=True)
class Visits:
    """Columns of equal length, one row a visit; site, topic, owner and maker are indices into the company.

    `purpose` is who came; `channel` its name; `day` counts from the first day and `second` from midnight, both
    local. `occasion` is what chance did to the visit, `customer` an index into `lenience`.
    """

    purpose: Texts
    site: Ints
    topic: Ints
    channel: Texts
    owner: Ints
    maker: Ints
    customer: Ints
    day: Ints
    second: Ints
    occasion: Floats
    lenience: Floats

    @property
    def when(self) -> Floats:
        """Time within the period, from -0.5 to 0.5."""
        return self.day / (DAYS - 1) - 0.5

    def __len__(self) -> int:
        return len(self.site)


def day_named(day: int) -> str:
    """A day by its date."""
    return (FIRST_DAY + timedelta(days=day)).isoformat()


def draw_visits(rng: np.random.Generator, company: Company, count: int) -> Visits:
    """`count` visits of customers, and beside them those of colleagues, vendors, shoppers and rehearsals."""
    extra = {purpose: round(share * count) for purpose, share in ASIDE.items()}
    purpose = np.repeat(np.array([SERVED, *extra]), [count, *extra.values()])
    total = len(purpose)
    people = np.array([site.people for site in company.sites], dtype=float)
    site = rng.choice(len(people), total, p=people / people.sum())
    topic = _draw_topics(rng, company, site, purpose)
    channel = _draw_channels(rng, company, site, purpose)
    owner, maker = _draw_persons(rng, company, site, topic, channel)
    pool = max(1, round(0.6 * total / len(people)))
    customer = site * pool + (pool * np.minimum(rng.gamma(1.2, 0.3, total), 0.999)).astype(np.int64)
    weekday_shares = np.array([0.14, 0.15, 0.15, 0.16, 0.19, 0.21])
    day = 7 * rng.integers(0, DAYS // 7, total) + rng.choice(6, total, p=weekday_shares)
    return Visits(
        purpose,
        site,
        topic,
        channel,
        owner,
        maker,
        customer,
        day,
        rng.integers(OPENS, CLOSES, total),
        draw_occasions(rng, total),
        draw_lenience(rng, pool * len(people)),
    )


def topic_shares(company: Company, site: int) -> Floats:
    """How the work of customers at one site is spread over the topics; sums to 1."""
    hardness = SITES[company.sites[site].id].hardness
    weights = np.array(
        [
            JOURNEY_SHARES[one.journey] * one.share * np.exp(-2 * hardness * EASE[one.id]) if one.journey else 0.0
            for one in company.topics
        ]
    )
    shares: Floats = weights / weights.sum()
    return shares


def _draw_topics(rng: np.random.Generator, company: Company, site: Ints, purpose: Texts) -> Ints:
    names = [one.id for one in company.topics]
    topic = np.empty(len(site), dtype=np.int64)
    for index in range(len(company.sites)):
        here = np.flatnonzero(site == index)
        topic[here] = rng.choice(len(names), len(here), p=topic_shares(company, index))
    topic[purpose == COLLEAGUE] = names.index("shop-floor-request")
    topic[purpose == VENDOR] = names.index("supply")
    return topic


def _draw_channels(rng: np.random.Generator, company: Company, site: Ints, purpose: Texts) -> Texts:
    desk = np.array([one.desk for one in company.sites])[site]
    drawn = rng.random(len(site))
    channel = np.where(drawn < CHAT_SHARE, CHAT, np.where(drawn < CHAT_SHARE + PHONE_SHARE, PHONE, COUNTER))
    channel[~desk | np.isin(purpose, [SHOPPER, REHEARSAL, COLLEAGUE])] = COUNTER
    channel[purpose == VENDOR] = PHONE
    return channel


def _draw_persons(
    rng: np.random.Generator, company: Company, site: Ints, topic: Ints, channel: Texts
) -> tuple[Ints, Ints]:
    """Owner and maker of each visit; half of what is put right at a counter is owned by the workshop."""
    journeys = np.array([journey or "" for journey in company.topic_journeys()])[topic]
    bench = (journeys == RIGHT) & (channel == COUNTER) & (rng.random(len(site)) < 0.5)
    bench |= journeys == ""
    trade = np.where(bench, "workshop", np.where((channel == COUNTER), "floor", "desk"))
    owner = np.empty(len(site), dtype=np.int64)
    maker = np.empty(len(site), dtype=np.int64)
    for index in range(len(company.sites)):
        for name in ("floor", "desk", "workshop"):
            rows = np.flatnonzero((site == index) & (trade == name))
            if len(rows):
                members, shares = company.members(index, name)
                owner[rows] = rng.choice(members, len(rows), p=shares)
        rows = np.flatnonzero(site == index)
        members, shares = company.members(index, "workshop")
        maker[rows] = rng.choice(members, len(rows), p=shares)
    return owner, maker
