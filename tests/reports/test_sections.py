"""The sentences of the parts that are drawn as charts, and the tables beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clearbar.model.agreement import Agreeing, Lean
from clearbar.model.book import Source
from clearbar.model.report import Gap, Report, Voice, Voices, Weekly
from clearbar.reports import agreement, expectation, funnels, linted, voices, weekly
from clearbar.reports.calendar import months
from clearbar.reports.sections import sections
from tests.reports import samples
from tests.reports.samples import bare, line, mean, shop, wilson


def gapped(*gaps: tuple[str, float], **more: Any) -> Report:
    lines = tuple(
        line(
            name, 80, 100, gap=Gap(mean(4 + by, 0.1, 50), mean(4, 0.1, 50), mean(by, 0.15, 50), wilson(40, 50)), **more
        )
        for name, by in gaps
    )
    return replace(bare(shop()), lines=lines)


# Expectation


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([("a", 0.3)], "Customers got more than they expected on a"),
        ([("a", -0.3)], "Customers got less than they expected on a"),
        ([("a", 0.0)], "Customers got neither more nor less that can be told than they expected on a"),
        ([("a", 0.3), ("b", 0.3)], "Customers got more than they expected on both standards"),
        ([("a", 0.3), ("b", -0.3)], "Customers got more than they expected on a and less on b"),
        ([("a", 0.0), ("b", -0.3)], "Customers got less than they expected on b"),
        ([("a", 0.0), ("b", 0.1)], "On none of two standards can experience be told from what was expected"),
        (
            [(name, 0.3) for name in "abcd"] + [("e", 0.0)],
            "Customers got more than they expected on four of five standards",
        ),
    ],
)
def test_expectation_is_told_where_it_can_be(gaps: list[tuple[str, float]], said: str) -> None:
    assert expectation.sentence(gapped(*gaps)) == said


def test_several_sources_are_those_who_were_asked() -> None:
    report = gapped(("a", 0.3), ("b", 0.3))
    mixed = replace(report, lines=(report.lines[0], replace(report.lines[1], heard_from=Source.VENDOR)))
    assert expectation.sentence(mixed).startswith("Those who were asked got more")


def test_the_dumbbell_has_both_ends_and_who_got_what_they_expected() -> None:
    part = expectation.section(gapped(("a", 0.3)))
    assert part and part.first[0].table
    assert part.first[0].table.rows == (
        ("A", "customers", "4.0 (3.9–4.1)", "4.3 (4.2–4.4)", "+0.3 (+0.1 to +0.4)", "40 of 50 (67–89 %)"),
    )
    drawn = part.drawings[0].spec["datasets"]
    (row,) = next(rows for rows in drawn.values() if "other" in rows[0] and "tip" in rows[0])
    assert (row["other"], row["dot"], row["says"]) == (4, 4.3, "met for 80 %")
    assert "40 of 50 (67–89 %) got at least what they expected" in row["tip"]


# Weeks


def test_delight_that_moved_is_told_and_one_that_did_not_is_not() -> None:
    rising, falling = samples.weekly("a", 0.4, fall=-0.2), samples.weekly("b", 0.6, fall=0.2)
    assert weekly.sentence(rising) == (
        "A delights more often than before; 40 % (35–45 %) in the first half, 60 % (55–65 %) in the second"
    )
    assert weekly.sentence(falling).startswith("B delights less often than before; 60 %")
    still = samples.weekly("c", 0.5)
    assert weekly.sentence(still).startswith("C: no change can be told; 50 %")
    assert "too few answers to compare" in weekly.sentence(replace(still, before=None, change=None))
    moved = weekly.moved(replace(bare(shop()), delight=(rising, falling, still)))
    assert moved == (
        "Of 3 standards, delight has risen for one and fallen for one; no change can be told for the others"
    )


def series(missing: tuple[int, ...], weeks: int = 13) -> tuple[Weekly, Report]:
    made = samples.weekly("overall", 0.4, missing, weeks)
    return made, replace(bare(shop()), delight=(made,))


def test_weeks_without_a_figure_are_gaps_in_chart_and_table() -> None:
    _, report = series((3, 4))
    part = weekly.section(report)
    assert part and part.first[0].table
    assert part.first[0].subtitle.endswith("; 2 weeks left open")
    assert part.first[0].table.rows[3] == ("Week of 19 January 2026", "–", "–", "fewer than five answers")
    assert part.first[0].table.rows[0] == ("Week of 29 December 2025", "24", "60", "29–53 %")
    points = next(rows for rows in part.drawings[0].spec["datasets"].values() if "run" in rows[0])
    assert [row["x"] for row in points] == [0, 1, 2, *range(5, 13)]
    assert len({row["run"] for row in points}) == 2


def test_a_series_without_any_figure_is_told_and_not_drawn() -> None:
    part = weekly.section(series(tuple(range(13)))[1])
    assert part and part.first[0].drawing is None and part.first[0].table


def test_months_are_named_where_they_begin_and_thinned_over_years() -> None:
    names = [name for _, name in months([each.week for each in series((), 26)[0].weeks])]
    assert names == ["Jan", "Feb", "Mar", "Apr", "May", "Jun"]
    assert 0 < len(months([(2026 + at // 52) * 100 + at % 52 + 1 for at in range(104)])) <= 12


# Voices


def test_sources_that_can_be_told_apart_are_told_and_the_others_too() -> None:
    greeting, advice = shop().voices
    assert voices.sentence(greeting) == "Greeting: people themselves rate higher than customers"
    assert voices.alike(greeting) == "The other two pairs cannot be told apart"
    assert voices.sentence(advice) == "Advice: customers and reviewers cannot be told apart"
    three = Voices("x", tuple(Voice(source, wilson(8, 10)) for source in (Source.SELF, Source.PEER, Source.CHECK)), ())
    assert voices.alike(three) == "People themselves, peers and automatic checks cannot be told apart"


def test_only_standards_with_a_difference_are_drawn() -> None:
    part = voices.section(shop())
    assert part and len(part.rest) == 1 and part.closing == ("No two sources can be told apart on advice",)
    assert part.rest[0].table
    assert [row[0] for row in part.rest[0].table.rows] == ["Customers", "Reviewers", "People themselves"]


# Funnels


COUNTS = [(f"site {at}", 160, 200) for at in range(8)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Greeting: no site lies outside what chance explains"),
        ({0: 120}, "Greeting: site 0 lies below what chance explains"),
        ({0: 120, 1: 198}, "Greeting: site 1 lies above what chance explains; site 0 lies below what chance explains"),
        ({0: 143}, "Greeting: no site lies beyond chance; site 0 deserves a look"),
        ({0: 143, 1: 174}, "Greeting: no site lies beyond chance; site 0 and site 1 deserve a look"),
    ],
)
def test_a_funnel_names_the_sites_outside(changed: dict[int, int], said: str) -> None:
    counts = [(name, changed.get(at, hits), n) for at, (name, hits, n) in enumerate(COUNTS)]
    assert funnels.sentence(samples.funnel("greeting", counts)) == said


def test_over_dispersion_is_told() -> None:
    assert "true shares of sites that lie about 3 points" in funnels.dispersion(samples.funnel("x", COUNTS, 0.03))
    assert "no more than chance" in funnels.dispersion(samples.funnel("x", COUNTS))


def test_quiet_funnels_are_told_in_a_sentence_and_the_table_says_where_each_site_lies() -> None:
    part = funnels.section(shop())
    assert part and [len(part.first), len(part.rest)] == [1, 1]
    assert part.closing == ("On greeting no site lies outside what chance explains",)
    table = part.first[0].table
    assert table and {row[0]: row[-1] for row in table.rows}["Ulm"] == "below what chance explains"
    assert "1 site with too few answers left out" in part.first[0].subtitle


# Agreement


def test_each_verdict_has_its_words() -> None:
    agree = samples.agreement
    said = {
        agreement.says(agree("a", Agreeing.AGREE, 0.9)): "A, reviewers: raters agree, α 0.90 (0.82–0.98)",
        agreement.says(agree("a", Agreeing.VAGUE, 0.3)): "A, reviewers: standard vague, α 0.30",
        agreement.says(agree("a", Agreeing.VAGUE, 0.3, lean=Lean.MILD)): "standard vague; one rater mild",
        agreement.says(agree("a", Agreeing.HARSH, 0.3, lean=Lean.HARSH)): "A, reviewers: one rater harsh, α",
        agreement.says(agree("a", Agreeing.HARSH, 0.3, lean=Lean.MILD)): "A, reviewers: one rater mild, α",
        agreement.says(agree("a", Agreeing.LITTLE)): "A, reviewers: not enough overlap",
    }
    assert all(part in whole for whole, part in said.items())


def test_sources_that_cannot_overlap_are_no_lack() -> None:
    report = replace(bare(shop()), agreement=(samples.agreement("a", Agreeing.LITTLE, source=Source.CUSTOMER),))
    assert agreement.sentence(report) == "" and agreement.section(report) is None


def test_too_little_overlap_everywhere_is_told_without_a_chart() -> None:
    report = replace(bare(shop()), agreement=(samples.agreement("a", Agreeing.LITTLE, units=None),))
    part = agreement.section(report)
    assert part and part.drawings == () and part.first[0].table
    assert "Nobody can tell whether raters agree" in part.first[0].title
    assert part.first[0].table.rows[0][5] == "too few to show"


def test_a_verdict_that_is_open_is_drawn_hollow() -> None:
    part = agreement.section(shop())
    assert part
    rows = next(rows for rows in part.drawings[0].spec["datasets"].values() if "hollow" in rows[0])
    assert {row["name"]: row["hollow"] for row in rows} == {
        "Greeting, reviewers": False,
        "Advice, reviewers": False,
        "Farewell, reviewers": False,
        "Solved, reviewers": True,
    }


# Findings, and all of them


def test_findings_that_are_let_stand_are_left_out() -> None:
    (found,) = linted.shown(shop())
    assert (found.place, found.code, found.hint) == ("journeys/counter.yaml:14:9", "CB103", "say how many seconds")


def test_a_finding_names_the_standard_that_it_is_about() -> None:
    one = replace(shop().findings[0], standard="till.greeting", allowed=None)
    about = [each.about for each in linted.shown(replace(shop(), findings=(one, replace(one, standard=""))))]
    assert sorted(about) == ["", "Till greeting"]


def test_what_has_nothing_to_say_is_no_section() -> None:
    assert sections(replace(bare(shop()), lines=())) == {}
    assert list(sections(shop())) == ["expectation", "delight", "voices", "funnel", "agreement"]
