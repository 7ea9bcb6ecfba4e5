"""What a reader is shown of waits: a falling line, the promise across it, and never a time without its quality."""

from __future__ import annotations

from typing import Any

import pytest

from clearbar.model.estimate import Answer, Estimates
from clearbar.reports.pictures import section
from clearbar.reports.pictures.waits import span

NAMES = {"fast": "Nobody waits", "warm": "Customers feel welcome"}
INF = float("inf")


def estimates(*figures: tuple[float, float, float], n: int = 200) -> Estimates:
    return Estimates(*(list(each) for each in zip(*figures, strict=True)), n=[n] * len(figures))


def answer(pair: str | None = "warm", *, rated: bool = True, promise: float | None = 300) -> Answer:
    keys = {"standard": ["fast"]}
    shares = [(1 - k / 20, max(0.0, 0.95 - k / 20), min(1.0, 1.05 - k / 20)) for k in range(1, 20)]
    curve = Answer(
        "curve", ("standard",), {"standard": ["fast"] * 19, "seconds": [30 * k for k in range(1, 20)]},
        {"waiting": estimates(*shares)}, {},
    )  # fmt: skip
    figures = {"median": estimates((300, 250, 360)), "nine_in_ten": estimates((540, 500, INF))}
    within = {"within": estimates((0.5, 0.43, 0.57))} if promise else {}
    hours = Answer("by hour", ("standard",), {"standard": ["fast"], "hour": [9]}, figures | within, {"open": [1]})
    clears = Estimates([0.8], [0.7], [0.9], [50], hits=[40])
    quality = [
        Answer("beside", ("standard", "pair"), {"standard": ["fast"], "pair": ["warm"]}, {"clearance": clears}, {})
    ]
    nothing = Answer(
        "beside", ("standard", "pair"), {"standard": [], "pair": []}, {"clearance": Estimates((), (), (), ())}, {}
    )
    parts = (*(quality if rated and pair else [nothing]), curve, hours)
    facts: dict[str, Any] = {"open": [12], "pair": [pair]} | ({"promise": [promise]} if promise else {})
    return Answer("waits", ("standard",), keys, figures | within, facts, ("A note.",), parts=parts)


def test_the_promise_stands_in_the_sentence_and_across_the_curve() -> None:
    found = section(answer(), NAMES)
    assert found
    (panel,) = found.first
    assert panel.title == "50 % (43–57 %) of waits end within 5 minutes; half of the waits ended within 5 minutes"
    assert "200 waits, 12 of them not seen to end" in panel.subtitle
    assert panel.drawing and "promised: 5 minutes" in panel.drawing.wide and "promised" in panel.drawing.narrow
    assert panel.drawing.key == "waits-fast"


@pytest.mark.parametrize("promise", [4e8, 6e24])
def test_a_scale_has_few_marks_however_long_the_promise(promise: float) -> None:
    found = section(answer(promise=promise), NAMES)
    assert found and found.first[0].drawing and len(found.first[0].drawing.wide) < 40_000


def test_the_quality_stands_beside_the_time() -> None:
    found = section(answer(), NAMES)
    assert found and found.first[0].remarks == (
        "Customers feel welcome was cleared in 40 of 50 (70–90 %) of the same interactions",
    )


def test_a_time_whose_quality_nobody_rated_is_not_shown() -> None:
    assert section(answer(rated=False), NAMES) is None


def test_a_time_that_the_book_pairs_with_nothing_says_so() -> None:
    found = section(answer(None), NAMES)
    assert found and "pairs no quality" in found.first[0].remarks[0]


def test_without_a_promise_the_median_is_told() -> None:
    found = section(answer(promise=None), NAMES)
    assert found and found.first[0].title == "Half of the waits ended within 5 minutes"
    assert found.first[0].drawing and "promised" not in found.first[0].drawing.wide


def test_the_table_tells_the_same_by_hour() -> None:
    found = section(answer(), NAMES)
    assert found and found.first[0].table
    rows = found.first[0].table.rows
    assert rows[0][:3] == ("All", "5 minutes (4:10 minutes to 6 minutes)", "9 minutes (8:20 minutes to not known)")
    assert rows[1][0] == "9 to 10 o'clock" and rows[1][3] == "50 % (43–57 %)"
    assert any(row[0].startswith("after ") and "still waiting" in row[1] for row in rows)


@pytest.mark.parametrize(
    ("seconds", "says"),
    [(1, "1 second"), (45, "45 seconds"), (60, "1 minute"), (250, "4:10 minutes"), (3600, "1 hour"),
     (7500, "2:05 hours"), (302400, "3.5 days"), (3599.6, "1 hour")],
)  # fmt: skip
def test_times_are_written_as_one_says_them(seconds: float, says: str) -> None:
    assert span(seconds) == says
