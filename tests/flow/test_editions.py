"""A report counts the present editions only, in every part of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import clearbar
from clearbar.engines import Evidence
from clearbar.model.evidence import StandardRow
from tests.engines.samples import rating

BOOK = Path(__file__).parents[2] / "examples" / "demo" / "book"
STANDARD = "choose.listened"


def test_ratings_of_earlier_words_are_told_and_counted_nowhere(tmp_path: Path) -> None:
    book = clearbar.read_book(BOOK)
    placed = book.find(STANDARD)
    assert placed
    now = placed.standard.edition
    evidence = Evidence.create(tmp_path / "evidence")
    rows = [
        rating(
            f"{edition}-{i}",
            standard=STANDARD,
            edition=edition,
            person=f"p-{i % 20}",
            site=f"s{i % 3}",
            level=2 + (i * 7 + i // 20) % 4,
            source="customer",
        )
        for edition, count in ((now, 400), ("of-before", 500))
        for i in range(count)
    ]
    row = StandardRow(now, STANDARD, "choose-glasses", "ask", "front", "courtesy", 4, 0.8, "levels", None)
    evidence.keep(rows, [row, replace(row, edition="of-before")])
    report = clearbar.report(book, evidence.path)
    line = next(one for one in report.lines if one.standard == STANDARD)
    assert line.clearance and line.clearance.n == report.ratings == 400
    assert dict(report.sources) == {"customer": 400}
    assert [(one.standard, one.n) for one in report.consistency] == [(STANDARD, 400)]
    assert "500 ratings of earlier words" in line.edition_note
    assert any("500 ratings" in note for note in report.notes)
    assert not [one.standard for one in report.lines if one.standard != STANDARD and one.edition_note]
