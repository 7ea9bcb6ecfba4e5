"""Pictures of ranks, funnels and samples: sentences, rows, and what is never drawn."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from clearbar.model.estimate import Answer
from clearbar.model.question import Sums
from clearbar.reports.panels import Section
from clearbar.reports.pictures import section
from clearbar.stats.answers import conclude_funnel, conclude_ranks, conclude_sampling
from tests.stats.test_funnels import sums
from tests.stats.test_sampling import NONE
from tests.stats.test_sampling import sums as cells

Counts = dict[str, tuple[int, int]]
APART: Counts = {"a": (190, 200), "b": (150, 200), "c": (148, 200), "d": (90, 200)}
ALIKE: Counts = {"a": (80, 100), "b": (81, 100), "c": (80, 100)}
NAMES = {"choose.seen": "Being seen at once"}


def drawn(answer: Answer) -> Section:
    found = section(answer, NAMES)
    assert found is not None
    keys = [one.key for one in found.drawings]
    assert len(set(keys)) == len(keys) and all(key.startswith(answer.measure) for key in keys)
    return found


def words(found: Section) -> str:
    """All that stands in the charts of a section, and nothing that runs."""
    return json.dumps([one.spec for one in found.drawings], ensure_ascii=False)


def of_standards(counts: Counts) -> Sums:
    parts = [sums(counts, standard="choose.seen"), sums(ALIKE, standard="other")]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (APART, "A surely belongs to the better half; D surely belongs to the other half"),
        (ALIKE, "The order of three sites is not known: each of them may stand first or last"),
        ({f"s{i}": (95, 100) if i < 5 else (40, 100) for i in range(10)},
         "Five sites surely belong to the better half; five sites surely belong to the other half"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_is_known_of_the_order(counts: Counts, said: str) -> None:
    (panel,) = drawn(conclude_ranks(sums(counts), ("site",))).first
    assert panel.title == said
    assert panel.table and len(panel.table.rows) == len(counts)


def test_places_are_told_by_the_alphabet_and_a_place_that_is_not_known_is_hollow() -> None:
    found = drawn(conclude_ranks(sums({"site 10": (20, 30), "site 9": (60, 300), "site 2": (29, 30)}), ("site",)))
    (panel,) = found.first
    assert panel.table and [row[0] for row in panel.table.rows] == ["Site 2", "Site 9", "Site 10"]
    alike = drawn(conclude_ranks(sums(ALIKE), ("site",)))
    assert words(alike).count('"anywhere"') >= 3 and words(alike).count('"hollow": true') >= 3
    assert all("not known" in row for row in alike.first[0].table.rows)  # type: ignore[union-attr]


def test_standards_are_called_as_the_book_calls_them_and_each_has_its_own_chart() -> None:
    told = of_standards(APART)
    for answer in (conclude_ranks(told, ("standard", "site")), conclude_funnel(told, ("standard", "site"))):
        found = drawn(answer)
        assert not found.first
        assert [panel.title.split(":")[0] for panel in found.rest] == ["Being seen at once", "Other"]


def test_a_funnel_names_what_lies_outside_and_no_more() -> None:
    counts = {f"s{i:02}": (160 + i % 3, 200) for i in range(11)} | {"bad <b>": (100, 200)}
    (panel,) = drawn(conclude_funnel(sums(counts), ("site",))).first
    assert panel.title == "All together: Bad <b> lies below what chance explains"
    assert panel.drawing and "<b>" not in panel.drawing.wide and "s07" not in panel.title
    assert panel.table and panel.table.heads[0] == "Site" and len(panel.table.rows) == 12
    teams = conclude_funnel({("team" if k == "site" else k): v for k, v in sums(counts).items()}, ("team",))
    (panel,) = drawn(teams).first
    assert "of 12 teams" in panel.subtitle and panel.table and panel.table.heads[0] == "Team"


def test_more_funnels_than_are_drawn_are_told_in_a_sentence_each() -> None:
    parts = [sums(ALIKE, standard=f"standard-{i:02}") for i in range(11)]
    told = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    found = drawn(conclude_funnel(told, ("standard", "site")))
    assert len(found.rest) == 8
    assert sum("no site lies outside" in sentence for sentence in found.closing) == 3


def test_a_plan_says_what_is_open_and_what_comes_next() -> None:
    told = cells(n=[400, 40, NONE], hits=[380, 32, NONE], interactions=[900, 160, 100], rated=[400, 40, 0])
    (panel,) = drawn(conclude_sampling(told, ("site",), 0.1, 110, 0.1)).first
    assert panel.title.startswith("The next 100 interactions to review, shared out over 3 cells; one of 3 cells cannot")
    assert "one of 3 cells nobody has reviewed enough to say" in panel.title
    assert panel.table and [row[1] for row in panel.table.rows][2] == "too few"
    assert sum(int(row[5]) for row in panel.table.rows) == 100
    assert "440 interactions of 1,160 reviewed" in panel.subtitle


def test_nothing_to_see_is_no_section() -> None:
    assert section(conclude_ranks(sums({"a": (8, 10)}), ("site",)), {}) is None
    assert section(conclude_funnel(sums({}), ("site",)), {}) is None
    nothing = conclude_sampling(cells(n=[], hits=[], interactions=[], rated=[]), ("site",), 0.1, 10, 0.1)
    assert section(nothing, {}) is None


def test_notes_stand_below_what_is_drawn() -> None:
    answer = conclude_ranks(sums(ALIKE), ("site",))
    found = drawn(replace(answer, notes=("Something to know.",)))
    assert found.closing == ("Something to know",)
