"""The road of a review: evidence → sample → filled in by reviewers → import → ratings that know their probability."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import clearbar
from clearbar.engines import Evidence, open_engine
from clearbar.model.errors import QuestionFault
from clearbar.model.evidence import Rating
from clearbar.model.question import Query
from tests.measures.samples import keep, row

SITES = {"alder": 160, "birch": 40, "cedar": 4}
CELLS = [(site, channel) for site in SITES for channel in ("chat", "counter")]


def rows() -> Iterator[Rating]:
    """Customers' verdicts of many interactions, some anonymous; reviewers saw a few of them."""
    for site, count in SITES.items():
        for i in range(count):
            of = {"interaction": f"{site}-{i}", "site": site, "person": f"{site}-p{i % 5}", "topic": "new",
                  "channel": ("chat", "counter")[i % 2], "day": 20260105 + i % 5, "week": 202602}  # fmt: skip
            yield row(f"c-{site}-{i}", edition="e5", level=5 if i % 10 else 2, **of)
            if i % 8 == 0 and site != "cedar":
                level = 4 if site == "alder" or i % 16 else 2
                yield row(f"r-{site}-{i}", edition="e5", level=level, source="reviewer", rater="x", **of)
    for i in range(7):
        yield row(f"a-{i}", edition="e5", interaction=None, response=f"an-{i}", site="alder")


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    return keep(tmp_path / "evidence", list(rows()))


def kept(folder: Path) -> list[dict[str, object]]:
    engine = open_engine("duckdb", Evidence(folder))
    names = ["interaction", "standard", "rater", "site", "inclusion", "level", "day"]
    found = engine.run(Query(f"select {', '.join(names)} from ratings where source = 'reviewer'", (), names))
    engine.close()
    return [dict(zip(names, values, strict=True)) for values in zip(*(found[name] for name in names), strict=True)]


def test_the_whole_road(evidence: Path, tmp_path: Path) -> None:
    drawn = clearbar.sample(evidence, by=["site", "channel"], budget=66, overlap=0.1, seed=4)
    assert (drawn.interactions, drawn.twice, len(drawn.reviews), drawn.anonymous) == (60, 6, 66, 7)
    assert drawn.left == 204 - 25
    plan = tmp_path / "plan.csv"
    clearbar.write_sample(drawn, plan)

    with plan.open(newline="") as file:
        table = list(csv.DictReader(file))
    for line in table:  # what reviewers do
        line["rater"], line["level"] = f"reviewer-{line['reviewer']}", "4"
    filled = tmp_path / "filled.csv"
    with filled.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    result = clearbar.import_ratings(filled, evidence)
    assert (result.rejected, result.kept.new, result.kept.refused) == (0, 66, 0)
    assert result.not_read == ("reviewer",)

    fresh = {(one["interaction"], one["rater"]): one for one in kept(evidence) if one["rater"] != "x"}
    assert len(fresh) == 66
    for review in drawn.reviews:
        one = fresh[review.interaction, f"reviewer-{review.reviewer}"]
        assert (one["inclusion"], one["standard"], one["site"], one["day"]) == (
            review.inclusion, "overall", review.site, review.day,
        )  # fmt: skip
    again = clearbar.sample(evidence, by="site", budget=50, seed=4)
    assert not {one.interaction for one in again.reviews} & {one.interaction for one in drawn.reviews}
    assert again.left == drawn.left - 60


def test_nobody_is_drawn_whom_a_reviewer_has_seen_and_the_rates_are_those_of_the_measure(evidence: Path) -> None:
    drawn = clearbar.sample(evidence, by="site", budget=60, overlap=0, seed=2)
    seen = {one["interaction"] for one in kept(evidence)}
    assert not seen & {one.interaction for one in drawn.reviews}
    told = clearbar.measure("sampling", evidence, by="site", budget=60, overlap=0.0)
    rate = {row.keys["site"]: row.facts["rate"] for row in told.rows}
    planned = {row.keys["site"]: row.facts["reviews"] for row in told.rows}
    # The cell of four interactions is too small for a figure to be told of it, and is drawn from nevertheless.
    assert "cedar" not in rate and told.withheld == (("cedar",),)
    counts = Counter(one.site for one in drawn.reviews)
    for site in ("alder", "birch"):
        (inclusion,) = {one.inclusion for one in drawn.reviews if one.site == site}
        assert inclusion == pytest.approx(rate[site], rel=0.05)
        assert abs(counts[site] - planned[site]) <= 2
    assert min(one.inclusion for one in drawn.reviews) >= 0.5 * 60 / drawn.left - 1e-9


def test_the_same_seed_draws_the_same_however_the_evidence_was_kept(evidence: Path, tmp_path: Path) -> None:
    turned = list(rows())[::-1]
    other = tmp_path / "other"
    keep(other, turned[:100])
    keep(other, turned[100:])
    asked = {"by": ["site", "channel"], "budget": 40, "seed": 9}
    assert clearbar.sample(evidence, **asked) == clearbar.sample(other, **asked)
    assert clearbar.sample(evidence, **asked) != clearbar.sample(evidence, **{**asked, "seed": 10})


def test_over_many_seeds_interactions_are_drawn_as_often_as_their_probability_says(evidence: Path) -> None:
    times, counts, rate = 25, Counter[str](), dict[str, float]()
    for seed in range(times):
        drawn = clearbar.sample(evidence, by=["site", "channel"], budget=50, overlap=0, seed=seed)
        assert drawn.interactions == 50
        for one in drawn.reviews:
            counts[f"{one.site} {one.channel}"] += 1
            rate[f"{one.site} {one.channel}"] = one.inclusion
    seen = Counter(f"{one.site} {one.channel}" for one in rows() if one.source == "reviewer")
    there = Counter(f"{one.site} {one.channel}" for one in rows() if one.source == "customer" and one.interaction)
    assert set(rate) == set(there)
    for name, inclusion in rate.items():
        left = there[name] - seen[name]
        # In every draw each cell has its expected number, rounded: no draw is off by more than one.
        assert abs(counts[name] / times - inclusion * left) < 0.35, name
    assert sum(inclusion * (there[name] - seen[name]) for name, inclusion in rate.items()) == pytest.approx(50)


def test_several_standards_are_rated_of_each_interaction(evidence: Path) -> None:
    drawn = clearbar.sample(evidence, budget=10, overlap=0, standard=["overall", "warm"])
    assert len(drawn.reviews) == 20
    assert Counter(one.standard for one in drawn.reviews) == {"overall": 10, "warm": 10}
    coach = clearbar.sample(evidence, budget=500, reviews="coach")
    assert (coach.interactions, coach.left, coach.rates) == (204, 204, (1.0, 1.0))
    assert {one.source for one in coach.reviews} == {"coach"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"by": "standard"}, "CQ002"), ({"by": "rater"}, "CQ002"), ({"budget": 0}, "CQ007"),
        ({"overlap": 0.9}, "CQ007"), ({"reviews": "customer"}, "CQ007"), ({"standard": "nonsense"}, "CQ010"),
        ({"where": "site"}, "CQ001"),
        ({"width2": 1}, "CQ006"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(evidence: Path, asked: dict[str, object], code: str) -> None:
    with pytest.raises(QuestionFault) as refused:
        clearbar.sample(evidence, **{"budget": 10, **asked})  # type: ignore[arg-type]
    assert {fault.code for fault in refused.value.faults} == {code}


def test_a_table_that_may_have_been_filled_in_is_never_written_over(evidence: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("precious")
    with pytest.raises(FileExistsError):
        clearbar.write_sample(clearbar.sample(evidence, budget=5), path)
    assert path.read_text() == "precious"
    assert sorted(tmp_path.glob(".*part")) == []


def test_a_hundred_thousand_persons_with_one_interaction_each_are_drawn_from_evenly(tmp_path: Path) -> None:
    folder = keep(tmp_path / "many", [row(f"{i}", person=f"p{i}", edition="e5") for i in range(100_000)])
    drawn = clearbar.sample(folder, by="person", budget=200, overlap=0)
    assert (drawn.interactions, drawn.cells, len({one.person for one in drawn.reviews})) == (200, 100_000, 200)
    assert drawn.rates == (pytest.approx(0.002), pytest.approx(0.002))
    told = clearbar.measure("sampling", folder, by="person")
    assert len(told) == 0 and len(told.withheld) == 100_000
