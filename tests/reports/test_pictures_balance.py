"""Balance as sentences and charts: never a time without the quality that guards it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from clearbar.model.estimate import Answer
from clearbar.reports.panels import Section
from clearbar.reports.pictures import section
from clearbar.reports.pictures.balance import clock
from clearbar.stats.answers import add_slopes, conclude_balance
from tests.stats.test_balance import SLOPE, rows, sums


def drawn(answer: Answer) -> Section:
    found = section(answer, {})
    assert found
    return found


def test_what_falls_together_is_said_and_shaded() -> None:
    found = drawn(conclude_balance(sums(rows(-0.6, -0.25)), ("site",)))
    (panel,) = found.first
    assert re.fullmatch(r"A: quicker, and less courtesy, in (twelve|1[2-5]) of 15 weeks", panel.title)
    assert found.intro.startswith("Quicker, and less quality: A. ")
    assert panel.drawing and panel.table
    shaded = [row for rows_ in panel.drawing.spec["datasets"].values() for row in rows_ if "x2" in row]
    assert len(shaded) >= 12
    assert panel.table.heads == ("Week", "Time", "Courtesy", "Outcome", "Back within 7 days", "Both fall")


def test_both_qualities_stand_below_the_time_by_name() -> None:
    (panel,) = drawn(conclude_balance(sums(rows()), ("site",))).first
    assert panel.title == "A: no sign in 15 weeks that speed is bought with quality"
    assert panel.drawing
    for name in ("time", "courtesy", "outcome"):
        assert f">{name}</text>" in str(panel.drawing.wide)


def test_a_time_without_quality_is_not_shown() -> None:
    alone = [one for one in rows() if one["series"] == "time"]
    assert section(conclude_balance(sums(alone), ("site",)), {}) is None
    beside = rows(site="a") + [{**one, "site": "b"} for one in alone]
    found = drawn(conclude_balance(sums(beside), ("site",)))
    assert [panel.title[:2] for panel in (*found.first, *found.rest)] == ["A:"]


def test_a_week_without_quality_tells_no_time() -> None:
    given = [one for one in rows() if one["series"] in ("time", "courtesy")]
    given = [one for one in given if not (one["series"] == "courtesy" and one["week"] == 202605)]
    (panel,) = drawn(conclude_balance(sums(given), ("site",))).first
    assert panel.table and panel.drawing
    assert panel.table.rows[4][1:3] == ("–", "–")
    assert panel.table.rows[3][1] != "–"
    tips = [row["tip"] for rows_ in panel.drawing.spec["datasets"].values() for row in rows_ if "tip" in row]
    assert not [tip for tip in tips if tip.startswith("Week of 26 January")]


def test_groups_with_an_alarm_come_first() -> None:
    given = [row for i in range(8) for row in rows(site=f"s{i}", seed=20 + i)] + rows(-0.6, -0.25, site="z")
    found = drawn(conclude_balance(sums(given), ("site",)))
    assert len(found.rest) == 6 and found.rest[0].title.startswith("Z: quicker")
    assert found.closing[0].startswith("3 more groups are not drawn")
    keys = [one.key for one in found.drawings]
    assert len(set(keys)) == len(keys) and all(key.startswith("balance-") for key in keys)


def test_slopes_are_told_in_points() -> None:
    counted = {name: np.array([value], dtype=float) for name, value in SLOPE.items()}
    given = counted | {"series": np.array(["courtesy"], dtype=object)}
    found = drawn(add_slopes(conclude_balance(sums(rows()), ()), given, ()))
    assert found.first[-1].title == "Within one person, quicker work is worse work: Courtesy"
    assert found.first[-1].table and found.first[-1].table.rows[0][1].startswith("+6.9 points (")


@pytest.mark.parametrize(("seconds", "said"), [(4.4, "4 s"), (59.7, "1:00 min"), (250, "4:10 min"), (7500, "2:05 h")])
def test_times_are_written_as_a_clock_would(seconds: float, said: str) -> None:
    assert clock(seconds) == said
