"""Who says something of which visit, and what level they give: answers of customers, reviews and the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from examples.demo.company import OVERALL, Company, Standard
from examples.demo.hidden import (
    EXPECTED_MIDDLE,
    EXPECTED_SPREAD,
    HARSH_REVIEWER,
    REVIEWERS,
    SITES,
    Bools,
    Floats,
    Hidden,
    Ints,
    Texts,
    draw_judgement,
    draw_own,
)
from examples.demo.visits import COLLEAGUE, REHEARSAL, SERVED, SHOPPER, VENDOR, Visits

INVITED, ANSWERED, POSTER = 0.80, 0.47, 0.04
ANONYMOUS, SKIPPED, ASKED_EXPECTATION, ASKED_DESIRE = 0.20, 0.06, 0.70, 0.60
REVIEWED_SMALL, REVIEWED_LARGE, SMALL_SITE, READ_TWICE = 0.15, 0.07, 12, 0.30
REHEARSAL_LIFT = 0.30


@dataclass(frozen=True)
class Answers:
    """Columns of equal length, one row an answer of one source; and `asked`, the visits whose customers were invited.

    `visit` indexes the visits, `lean` is the rater's own, `inclusion` is not a number where it is unknown, and
    `days` and `seconds` tell how much later the answer came.
    """

    source: str
    setting: str
    visit: Ints
    rater: Texts
    lean: Floats
    instrument: Texts
    inclusion: Floats
    anonymous: Bools
    days: Ints
    seconds: Ints
    asked: Ints

    def __len__(self) -> int:
        return len(self.visit)


@dataclass(frozen=True)
class Marks:
    """What the answers of one source say about one standard. `answer` indexes them; 0 = not asked."""

    standard: Standard
    answers: Answers
    answer: Ints
    level: Ints
    expected: Ints
    desired: Ints

    @property
    def visit(self) -> Ints:
        """The visit behind each mark."""
        return self.answers.visit[self.answer]


def draw_happened(rng: np.random.Generator, hidden: Hidden, visits: Visits) -> dict[str, Floats]:
    """What really happened, per standard and visit, on the scale of quality."""
    lift = np.where(visits.purpose == REHEARSAL, REHEARSAL_LIFT, 0.0)
    return {
        one.id: expected_quality(hidden, visits, one) + visits.occasion + lift + draw_own(rng, len(visits))
        for one in hidden.company.standards
    }


def expected_quality(hidden: Hidden, visits: Visits, standard: Standard) -> Floats:
    """What each visit is expected to be like on one standard, before chance."""
    person = visits.maker if standard.done_by == "maker" else visits.owner
    return hidden.quality(standard, visits.site, person, visits.topic, visits.when)


def applies(company: Company, visits: Visits, standard: Standard) -> Bools:
    """Which visits can show the standard: those of its journey in its channels; `overall` all of them."""
    if standard.id == OVERALL:
        return np.ones(len(visits), dtype=bool)
    of_journey = np.array([journey == standard.journey for journey in company.topic_journeys()])
    return of_journey[visits.topic] & np.isin(visits.channel, standard.where)


def draw_answers(rng: np.random.Generator, hidden: Hidden, visits: Visits) -> list[Answers]:
    """The answers of every source but the automatic checks, which come from the messages themselves."""
    served = np.flatnonzero(visits.purpose == SERVED)
    rehearsed = np.flatnonzero(visits.purpose == REHEARSAL)
    persons = np.array([one.id for one in hidden.company.persons])
    first, second = _reviews(rng, hidden, visits, served)
    shopped = np.flatnonzero(visits.purpose == SHOPPER)
    walked = rng.random(len(shopped)) < 0.25
    answers = [_customers(rng, hidden, visits, served), first, second]
    for source, share in (("coach", 0.018), ("peer", 0.018), ("self", 0.022)):
        for rows, setting in ((served[rng.random(len(served)) < share], "live"), (rehearsed, "rehearsal")):
            raters = persons[visits.owner[rows]] if source == "self" else _colleagues(rng, hidden, visits, rows)
            answers.append(_others(rng, source, rows, raters, setting))
    for rows, setting in ((shopped[~walked], "live"), (shopped[walked], "walk")):
        answers.append(_others(rng, "shopper", rows, _named(rng, "shop", 9, len(rows)), setting))
    rows = np.flatnonzero(visits.purpose == COLLEAGUE)
    answers.append(_others(rng, "colleague", rows, _colleagues(rng, hidden, visits, rows)))
    rows = np.flatnonzero(visits.purpose == VENDOR)
    return [*answers, _others(rng, "vendor", rows, _named(rng, "v", 14, len(rows)))]


def mark(
    rng: np.random.Generator, hidden: Hidden, visits: Visits, happened: dict[str, Floats], answers: Answers
) -> Iterator[Marks]:
    """What these answers say, standard by standard: each source judges the standards that it is asked about."""
    customers = answers.source == "customer"
    asked = rng.random(len(answers)) < (ASKED_EXPECTATION if customers else 0.0)
    for one in hidden.company.standards:
        if answers.source not in one.sources:
            continue
        kept = applies(hidden.company, visits, one)[answers.visit]
        if customers:
            kept &= rng.random(len(answers)) >= SKIPPED
        rows = np.flatnonzero(kept)
        judged = happened[one.id][answers.visit[rows]] + answers.lean[rows]
        judged += draw_judgement(rng, len(rows), answers.source, one.id)
        level = to_level(one, hidden.thresholds[one.id], judged)
        expected, desired = _expect(rng, hidden, visits, answers.visit[rows], asked[rows] & (not one.yes_no))
        yield Marks(one, answers, rows, level, expected, desired)


def to_level(standard: Standard, thresholds: Floats, judged: Floats) -> Ints:
    """Levels 1 to 5; of a yes/no standard 4 (met) or 2 (missed)."""
    if standard.yes_no:
        return np.where(judged >= thresholds[0], 4, 2).astype(np.int64)
    return np.searchsorted(thresholds, judged, side="right").astype(np.int64) + 1


def _expect(rng: np.random.Generator, hidden: Hidden, visits: Visits, rows: Ints, asked: Bools) -> tuple[Ints, Ints]:
    secrets = [SITES[site.id] for site in hidden.company.sites]
    middle = EXPECTED_MIDDLE + np.array([one.expectation for one in secrets])[visits.site[rows]]
    drift = np.array([one.expectation_drift for one in secrets])[visits.site[rows]] * visits.when[rows]
    drawn = np.rint(middle + drift + rng.normal(0.0, EXPECTED_SPREAD, len(rows))).clip(1, 5).astype(np.int64)
    wished = np.minimum(drawn + (rng.random(len(rows)) < 0.5), 5)
    told = asked & (rng.random(len(rows)) < ASKED_DESIRE)
    return np.where(asked, drawn, 0), np.where(told, wished, 0)


def _customers(rng: np.random.Generator, hidden: Hidden, visits: Visits, served: Ints) -> Answers:
    asked = rng.random(len(served)) < INVITED
    invited = asked & (rng.random(len(served)) < ANSWERED)
    poster = ~invited & (rng.random(len(served)) < POSTER)
    rows = served[invited | poster]
    by_poster = poster[invited | poster]
    complaint = np.array([one.id == "complaint" for one in hidden.company.topics])[visits.topic[rows]]
    instrument = np.where(complaint, "complaint-form-1", np.where(by_poster, "poster-1", "survey-en-1"))
    anonymous = rng.random(len(rows)) < ANONYMOUS
    customer = visits.customer[rows]
    rater = np.array([f"c-{one:05d}" for one in customer.tolist()])
    return Answers(
        "customer",
        "live",
        rows,
        np.where(anonymous, "", rater),
        visits.lenience[customer],
        instrument,
        np.where(complaint | by_poster, np.nan, INVITED),
        anonymous,
        np.zeros(len(rows), dtype=np.int64),
        (1800 + rng.exponential(3600, len(rows)).clip(0, 15000)).astype(np.int64),
        served[asked & ~np.array([one.id == "complaint" for one in hidden.company.topics])[visits.topic[served]]],
    )


def reviewed_share(hidden: Hidden, site: Ints) -> Floats:
    """The probability with which reviewers choose a visit: small sites are read more, and that is known."""
    people = np.array([one.people for one in hidden.company.sites])[site]
    return np.where(people < SMALL_SITE, REVIEWED_SMALL, REVIEWED_LARGE)


def _reviews(rng: np.random.Generator, hidden: Hidden, visits: Visits, served: Ints) -> tuple[Answers, Answers]:
    chosen = served[rng.random(len(served)) < reviewed_share(hidden, visits.site[served])]
    reader = rng.integers(0, len(REVIEWERS), len(chosen))
    twice = np.flatnonzero(rng.random(len(chosen)) < READ_TWICE)
    other = (reader[twice] + rng.integers(1, len(REVIEWERS), len(twice))) % len(REVIEWERS)
    share = reviewed_share(hidden, visits.site[chosen])
    return (
        _read(rng, hidden, chosen, reader, share),
        _read(rng, hidden, chosen[twice], other, share[twice]),
    )


def _read(rng: np.random.Generator, hidden: Hidden, rows: Ints, reader: Ints, share: Floats) -> Answers:
    names = np.array(REVIEWERS)[reader]
    lean = np.where(names == HARSH_REVIEWER, hidden.harsh_lean, 0.0)
    return _others(rng, "reviewer", rows, names, "live", lean, share)


def _others(
    rng: np.random.Generator,
    source: str,
    rows: Ints,
    raters: Texts,
    setting: str = "live",
    lean: Floats | None = None,
    inclusion: Floats | None = None,
) -> Answers:
    count = len(rows)
    return Answers(
        source,
        setting,
        rows,
        raters,
        np.zeros(count) if lean is None else lean,
        np.full(count, f"{source}-form-1"),
        np.full(count, np.nan) if inclusion is None else inclusion,
        np.zeros(count, dtype=bool),
        rng.integers(1, 5, count),
        rng.integers(-7200, 7200, count),
        np.empty(0, dtype=np.int64),
    )


def _named(rng: np.random.Generator, prefix: str, pool: int, count: int) -> Texts:
    return np.array([f"{prefix}-{one:02d}" for one in rng.integers(1, pool + 1, count).tolist()])


def _colleagues(rng: np.random.Generator, hidden: Hidden, visits: Visits, rows: Ints) -> Texts:
    """Somebody else of the same site, as each row's rater."""
    starts = np.cumsum([0, *(site.people for site in hidden.company.sites)])
    site = visits.site[rows]
    people = np.array([one.people for one in hidden.company.sites])[site]
    place = visits.owner[rows] - starts[site]
    other = starts[site] + (place + rng.integers(1, people)) % people
    raters: Texts = np.array([one.id for one in hidden.company.persons])[other]
    return raters
