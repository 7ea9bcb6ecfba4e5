"""The parts of a report that are drawn, from evidence whose figures are counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

import clearbar
from clearbar.model.agreement import Agreeing
from clearbar.model.book import OVERALL, Audience, Book, Dimension, Journey, Level, Scale, Source, Stage, Standard, Step
from clearbar.model.evidence import Rating
from clearbar.model.report import Report
from tests.measures.samples import keep, row


def standard(name: str, edition: str, **more: Any) -> Standard:
    plain = Standard(id=name, promise="", bar=Level.GOOD, target=0.8, edition=edition)
    return replace(plain, measured_by=(Source.CUSTOMER, Source.REVIEWER), **more)


WARM = standard("warm", "e1", dimension=Dimension.COURTESY, owner="floor lead")
FAST = standard("fast", "e3", scale=Scale.YES_NO, dimension=Dimension.PROMPTNESS, pairs_with="warm")
WHOLE = standard(OVERALL, "e5")
STEP = Step("greet", "Greet", Stage.FRONT, (WARM, FAST))
BOOK = Book(
    organisation="Harbour", value="", language="en", level_names={}, overall=WHOLE,
    journeys=(Journey("buy", "Buy", Audience.CUSTOMER, "", (STEP,)),), version="1",
)  # fmt: skip


def reported(folder: Path, rows: list[Rating]) -> Report:
    return clearbar.report(BOOK, keep(folder, rows))


# Expectation, and who owns a standard


def test_met_counts_ties_and_only_those_who_told(tmp_path: Path) -> None:
    pairs = [(4, 3), (4, 4), (3, 4), (5, 4), (2, 5), (4, 4), (5, 5), (1, 4)]
    rows = [row(f"t{i}", level=level, expected=expected) for i, (level, expected) in enumerate(pairs)]
    rows += [row(f"u{i}", level=1) for i in range(9)]
    (warm, fast, _) = reported(tmp_path / "evidence", rows).lines
    assert warm.gap and warm.gap.met and (warm.gap.met.hits, warm.gap.met.n) == (5, 8)
    assert (warm.owner, fast.owner, fast.gap) == ("floor lead", "", None)


# Weeks


def test_weeks_are_all_there_and_those_of_fewer_than_five_have_no_figure(tmp_path: Path) -> None:
    counts = {202552: 6, 202601: 4, 202603: 5}  # and nobody in the second week of the year; week 52 is the last of 2025
    rows = [row(f"{week}-{i}", week=week, level=5 if i < 2 else 4) for week, n in counts.items() for i in range(n)]
    (warm,) = reported(tmp_path / "evidence", rows).delight
    assert [week.week for week in warm.weeks] == [202552, 202601, 202602, 202603]
    assert [week.share and (week.share.hits, week.share.n) for week in warm.weeks] == [(2, 6), None, None, (2, 5)]
    assert warm.before and (warm.before.hits, warm.before.n) == (4, 10)
    assert warm.after and (warm.after.hits, warm.after.n) == (2, 5)
    assert warm.change and warm.change.value == pytest.approx(0) and warm.change.low < 0 < warm.change.high


def test_only_the_source_that_speaks_for_a_standard_is_counted_by_week(tmp_path: Path) -> None:
    rows = [row(f"c{i}", level=5) for i in range(8)] + [row(f"v{i}", source="reviewer", level=1) for i in range(8)]
    rows += [row(f"y{i}", edition="e3", level=4) for i in range(8)]  # yes or no: no best level
    (warm,) = reported(tmp_path / "evidence", rows).delight
    assert (warm.standard, warm.source) == ("warm", Source.CUSTOMER)
    assert warm.weeks[0].share and (warm.weeks[0].share.hits, warm.weeks[0].share.n) == (8, 8)
    assert (warm.before, warm.after, warm.change) == (None, None, None)


def test_a_rise_that_is_plain_is_told(tmp_path: Path) -> None:
    rows = [
        row(f"{week}-{i}", week=week, person=f"p{i % 40}", level=5 if i < hits else 4)
        for week, hits in ((202601, 60), (202602, 62), (202603, 140), (202604, 138))
        for i in range(200)
    ]
    (warm,) = reported(tmp_path / "evidence", rows).delight
    assert warm.change and warm.change.value == pytest.approx((278 - 122) / 400) and warm.change.low > 0.2


# Voices


def test_sources_are_told_apart_by_the_difference_of_their_shares(tmp_path: Path) -> None:
    heard = {"customer": 120, "reviewer": 130, "self": 196}
    rows = [row(f"{s}{i}", source=s, level=4 if i < hits else 1) for s, hits in heard.items() for i in range(200)]
    (warm,) = reported(tmp_path / "evidence", rows).voices
    assert [voice.source for voice in warm.voices] == [Source.CUSTOMER, Source.REVIEWER, Source.SELF]
    assert [(pair.higher, pair.lower) for pair in warm.apart] == [
        (Source.SELF, Source.CUSTOMER), (Source.SELF, Source.REVIEWER),
    ]  # fmt: skip
    assert warm.apart[0].difference.value == pytest.approx(0.38)


def test_one_voice_is_no_comparison(tmp_path: Path) -> None:
    assert reported(tmp_path / "evidence", [row(str(i)) for i in range(9)]).voices == ()


# Funnels


def sites(shares: dict[str, int], n: int = 200, **more: Any) -> list[Rating]:
    """So many of n ratings reach the bar, at each site by 50 people."""
    return [
        row(f"{site}{i}", site=site, person=f"{site}-{i % 50}", level=4 if i < hits else 2, **more)
        for site, hits in shares.items()
        for i in range(n)
    ]


def test_a_site_beyond_chance_lies_outside_its_funnel(tmp_path: Path) -> None:
    shares = {name: 158 + at % 5 for at, name in enumerate("abcdefghijk")} | {"z": 110}
    (warm,) = reported(tmp_path / "evidence", sites(shares)).funnels
    assert {point.name for point in warm.points if point.outside} == {"z"}
    assert warm.points[-1].outside == -2
    assert (warm.standard, warm.source, warm.target, warm.withheld) == ("warm", Source.CUSTOMER, 0.8, 0)
    assert warm.centre == pytest.approx(sum(shares.values()) / 2400, abs=0.01)
    assert {point.name: point.counted.hits for point in warm.points} == shares
    assert all(point.limits.n <= point.counted.n for point in warm.points)
    widths = [limits.high_998 - limits.low_998 for limits in warm.limits]
    assert widths == sorted(widths, reverse=True) and len(widths) > 10


def test_sites_of_fewer_than_five_answers_are_withheld_and_three_are_needed(tmp_path: Path) -> None:
    rows = sites({"a": 160, "b": 161, "c": 159}) + sites({"small": 3}, n=4)
    (warm,) = reported(tmp_path / "enough", rows).funnels
    assert [point.name for point in warm.points] == ["a", "b", "c"] and warm.withheld == 1
    assert reported(tmp_path / "few", sites({"a": 160, "b": 161})).funnels == ()


def test_sites_of_harder_work_are_not_outside_for_that(tmp_path: Path) -> None:
    """Two sites as good as the others at each topic, with opposite mixes of an easy and a hard one."""
    draw, rows = Random(3), []
    for site, hard in {"a": 0.5, "b": 0.5, "c": 0.5, "d": 0.95, "e": 0.05}.items():
        for i in range(600):
            topic = "hard" if draw.random() < hard else "easy"
            level = 4 if draw.random() < {"hard": 0.6, "easy": 0.95}[topic] else 2
            rows.append(row(f"{site}{i}", site=site, person=f"{site}-{i % 60}", topic=topic, level=level))
    (warm,) = reported(tmp_path / "evidence", rows).funnels
    counted = {point.name: point.counted.value for point in warm.points}
    assert counted["e"] - counted["d"] > 0.2
    assert [point.outside for point in warm.points if point.name in "de"] == [0, 0]


# Agreement


def test_agreement_stands_in_the_order_of_the_book_with_its_verdict(tmp_path: Path) -> None:
    rows = []
    for edition in ("e5", "e1"):
        for i in range(120):
            level = 1 + i % 5
            for place, rater in enumerate(("x", "y", "z")):
                given = level if edition == "e5" else 1 + (i * (3 + place) + place * i // 5) % 5
                more = {"source": "reviewer", "rater": rater, "interaction": f"i{i}", "level": given}
                rows.append(row(f"{edition}-{i}-{rater}", edition=edition, **more))
    found = reported(tmp_path / "evidence", rows).agreement
    assert [(each.standard, each.verdict) for each in found] == [
        ("warm", Agreeing.VAGUE), (OVERALL, Agreeing.AGREE),
    ]  # fmt: skip
    assert found[1].alpha and found[1].alpha.value == pytest.approx(1) and found[1].units == 120
    assert (found[1].raters, found[1].ratings) == (3, 360)
