"""Who was coached and when, and what else happened to people: chosen for a bad start, lifted from that day on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

import numpy as np

from examples.demo.company import OVERALL
from examples.demo.hidden import NEVER, Floats, Hidden
from examples.demo.raters import Answers, expected_quality
from examples.demo.visits import DAYS, REHEARSAL, SERVED, Visits, day_named

CHOSEN, SEEN_DAYS, LEAST_VISITS = 36, 7, 4
"""So many are coached: those whose first week was worst, chance included, among all who were seen enough."""
WAVES = (84, 112, 140)
"""The days on which they are, in turn."""


def choose_coached(hidden: Hidden, visits: Visits) -> Floats:
    """When each person is coached, from -0.5 to 0.5; NEVER for all others."""
    overall = next(one for one in hidden.company.standards if one.id == OVERALL)
    rows = np.flatnonzero((visits.purpose == SERVED) & (visits.day < SEEN_DAYS))
    seen = (expected_quality(hidden, visits, overall) + visits.occasion)[rows]
    people = len(hidden.company.persons)
    counts = np.bincount(visits.owner[rows], minlength=people)
    means = np.bincount(visits.owner[rows], weights=seen, minlength=people) / np.maximum(counts, 1)
    worst = np.argsort(np.where(counts >= LEAST_VISITS, means, np.inf), kind="stable")[:CHOSEN]
    found = np.full(people, NEVER)
    found[worst] = [WAVES[place % len(WAVES)] / (DAYS - 1) - 0.5 for place in range(len(worst))]
    return found


def events(hidden: Hidden, visits: Visits) -> Iterator[dict[str, str]]:
    """What happened to whom: coached, and rehearsed."""
    ids = [one.id for one in hidden.company.persons]
    for person in np.flatnonzero(hidden.coached < NEVER).tolist():
        day = round((hidden.coached[person] + 0.5) * (DAYS - 1))
        yield {"kind": "coached", "day": day_named(day), "person": ids[person]}
    rehearsed = np.flatnonzero(visits.purpose == REHEARSAL)
    for person, day in sorted({(int(visits.owner[row]), int(visits.day[row])) for row in rehearsed.tolist()}):
        yield {"kind": "rehearsed", "day": day_named(day), "person": ids[person]}


def invitations(
    hidden: Hidden, visits: Visits, customers: Answers, heads: list[dict[str, Any]]
) -> Iterator[dict[str, str]]:
    """Who was asked, and whether an answer came. An anonymous answer cannot be traced to its invitation."""
    answer = {int(row): i for i, row in enumerate(customers.visit.tolist())}
    for number, row in enumerate(customers.asked.tolist(), start=1):
        head = heads[answer[row]] if row in answer else {}
        yield {
            "invitation": f"a-{number:06d}",
            "source": "customer",
            "instrument": "survey-en-1",
            "channel": str(visits.channel[row]),
            "site": hidden.company.sites[int(visits.site[row])].id,
            "day": day_named(int(visits.day[row])),
            "answered": "yes" if head else "no",
            "response": "" if head.get("anonymous") else head.get("response", ""),
        }


def as_csv(rows: list[dict[str, str]]) -> str:
    """Rows as a table with a header."""
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
