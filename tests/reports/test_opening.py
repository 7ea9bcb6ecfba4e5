"""The headline answers: how far do we clear the bar?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from clearbar.model.report import BarLine
from clearbar.reports.opening import headline, when_heard
from tests.reports.samples import almost_empty, line, shop

CLEAR = (455, 480, 0.9)
SHORT = (288, 400, 0.8)
OPEN = (8, 10, 0.75)


def lines(*kinds: tuple[object, ...]) -> tuple[BarLine, ...]:
    return tuple(line(f"standard_{chr(97 + at)}", *kind) for at, kind in enumerate(kinds))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([CLEAR] * 3, "All three standards clear their bar"),
        ([SHORT, CLEAR], "One of two standards clears its bar; standard a falls short"),
        ([SHORT, SHORT], "None of two standards clears its bar yet; standard a and standard b fall short"),
        ([SHORT] * 3 + [CLEAR] * 10, "Ten of 13 standards clear their bar; three fall short"),
        ([CLEAR, OPEN, OPEN], "One of three standards clears its bar; two cannot be told yet"),
        ([CLEAR, (8, 10, None)], "One of two standards clears its bar; one has no target"),
        ([CLEAR, (None,), (None,)], "One of three standards clears its bar; two are still unheard"),
        ([(None,), (None,)], "Nothing can be told yet: two standards are written, and still unheard"),
        (
            [OPEN],
            "Standard a cannot be told yet from its target of 75 %; 8 of 10 (49–94 %), customers say;"
            " about 25 more ratings would settle it",
        ),
        ([], "No standard has been written yet, so there is no bar to clear"),
    ],
)
def test_the_headline_counts_every_standard_once(kinds: list[tuple[object, ...]], said: str) -> None:
    assert headline(replace(shop(), lines=lines(*kinds))) == said


def test_the_overall_verdict_is_not_counted_among_the_standards() -> None:
    report = replace(shop(), lines=(*lines(CLEAR, CLEAR), line("overall", *SHORT)))
    assert headline(report) == "All two standards clear their bar"


def test_the_shop_is_told_in_one_sentence() -> None:
    assert headline(shop()) == (
        "Six of nine standards clear their bar; greeting falls short; one cannot be told yet; one is still unheard"
    )


def test_how_much_was_heard_is_said_with_its_sources() -> None:
    assert when_heard(shop()) == (
        "1 March to 31 May 2026: 4,120 ratings of 1,830 interactions served by 160 people at 12 sites;"
        " from customers 3,000, reviewers 820, automatic checks 300"
    )
    assert when_heard(almost_empty()) == "Nothing has been heard yet"
