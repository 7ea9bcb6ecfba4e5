"""The terminal summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from clearbar.model.report import Report
from clearbar.reports import summary
from clearbar.reports.names import columns
from clearbar.reports.summary import CELLS, picture
from tests.reports.samples import almost_empty, line, nasty, shop, star


@pytest.mark.parametrize("sample", [shop, star, almost_empty, nasty])
@pytest.mark.parametrize("width", [60, 80, 132])
def test_no_line_is_wider_than_the_terminal(sample: Callable[[], Report], width: int) -> None:
    assert max(columns(each) for each in summary(sample(), width).splitlines()) <= width


@pytest.mark.parametrize("sample", [shop, nasty])
def test_plain_text_holds_no_terminal_code(sample: Callable[[], Report]) -> None:
    assert "\x1b" not in summary(sample())


def test_colour_weighs_and_never_paints() -> None:
    codes = {part.split("m")[0] for part in summary(shop(), colour=True).split("\x1b[")[1:]}
    assert codes == {"1", "2", "0"}


def test_each_standard_has_its_line() -> None:
    told = summary(shop())
    assert "▼ greeting " in told
    assert "▲ order correct " in told
    assert "◇ solved " in told
    assert "… call back " in told
    assert "288 of 400 (67–76 %)" in told
    assert "Asking by mail\n▲ first reply" in told


def test_the_summary_says_what_can_be_told_apart_and_what_was_noted() -> None:
    told = " ".join(summary(shop()).split())
    assert told.startswith("Kaffeehaus Morgenrot Six of nine standards clear their bar;")
    assert (
        "Eight of twelve sites cannot be told apart; Emden and Worms lie above some of them, Trier and Ulm below."
        in told
    )
    assert "The largest part lies between occasions" in told
    assert "Note: 37 ratings of four interactions were left out, because they are disputed." in told


def test_a_per_cent_sign_stays_with_its_figure() -> None:
    for width in range(60, 100):
        assert not any(each.lstrip().startswith("%") for each in summary(shop(), width).splitlines())


@pytest.mark.parametrize(
    ("hits", "n", "target", "drawn"),
    [
        (10, 20, 0.9, "······────●────···│··"),
        (8, 10, 0.75, "··········─────│○───·"),
        (20, 20, None, "·················───●"),
        (None, 0, 0.0, "│····················"),
    ],
)
def test_the_picture_has_a_character_for_every_five_per_cent(
    hits: int | None, n: int, target: float | None, drawn: str
) -> None:
    assert picture(line("x", hits, n, target)) == drawn
    assert len(drawn) == CELLS


def test_wide_characters_count_twice() -> None:
    report = replace(shop(), lines=(line("日本語の挨拶が先に来ること", 8, 10),), curves=())
    assert max(columns(each) for each in summary(report, 60).splitlines()) <= 60
