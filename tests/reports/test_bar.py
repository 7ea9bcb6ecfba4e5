"""The signature picture."""

from __future__ import annotations

from dataclasses import replace

from clearbar.model.report import Gap, Group
from clearbar.reports import bar
from tests.reports.samples import line, mean, wilson


def test_the_dot_is_hollow_only_while_the_verdict_is_open() -> None:
    assert bar.standard_bar(line("x", 8, 10, 0.75)).hollow
    assert not bar.standard_bar(line("x", 455, 480, 0.9)).hollow
    assert not bar.standard_bar(line("x", 288, 400, 0.8)).hollow


def test_places_are_per_cent_of_one_scale_from_none_to_all() -> None:
    drawn = bar.standard_bar(line("x", 200, 400, 0.8))
    assert (drawn.target, drawn.dot) == ("80%", "50%")
    assert bar.place(-0.2) == "0%"
    assert bar.place(1.7) == "100%"


def test_a_silent_standard_shows_its_target_and_no_dot() -> None:
    drawn = bar.standard_bar(line("x", None))
    assert (drawn.target, drawn.dot, drawn.low, drawn.faded) == ("80%", None, None, True)


def test_a_group_shows_the_shrunk_share_and_the_counted_one() -> None:
    group = Group("a", wilson(10, 20), wilson(15, 20), 0.5)
    drawn = bar.group_bar(group, 0.8)
    assert (drawn.counted, drawn.dot) == ("50%", "75%")


def test_sparse_groups_fade() -> None:
    assert bar.group_bar(Group("a", wilson(5, 9), wilson(5, 9), 0.5), 0.8).faded
    assert not bar.group_bar(Group("a", wilson(5, 10), wilson(5, 10), 0.5), 0.8).faded


def test_the_dumbbell_stands_on_levels_one_to_five() -> None:
    gap = Gap(mean(1.0, 0, 9), mean(5.0, 0, 9), mean(-4.0, 0, 9))
    drawn = bar.dumbbell(gap)
    assert (drawn.expected, drawn.experienced, drawn.level) == ("100%", "0%", 1)
    assert bar.dumbbell(replace(gap, experienced=mean(3.6, 0, 9))).level == 4


def test_a_strip_keeps_every_group_and_its_height() -> None:
    crowd = [Group(str(at), wilson(8, 10), wilson(8, 10), 0.5) for at in range(400)]
    drawn = bar.strip(crowd, 0.8)
    assert len(drawn.dots) == 400
    assert drawn.height <= 130
    assert len({(dot.x, dot.y) for dot in drawn.dots}) > 300
    assert min(dot.y for dot in drawn.dots) >= 0
