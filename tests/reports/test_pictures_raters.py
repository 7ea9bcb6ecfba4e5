"""Pictures of severity, agreement and consistency: what they say, and whom they never name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from clearbar.model.estimate import Answer
from clearbar.reports import pictures
from clearbar.reports.panels import Section
from clearbar.stats.answers import Model, conclude_agreement, conclude_severities, conclude_split
from tests.stats.test_agreeing import sums as agreeing
from tests.stats.test_agreeing import world
from tests.stats.test_severities import crossed_world, sums


def everything(section: Section) -> str:
    """All that a reader or a pointer can find."""
    panels = [*section.first, *section.rest]
    drawn = [f"{p.drawing.wide}{p.drawing.narrow}{p.drawing.spec}" for p in panels if p.drawing]
    tables = [str(p.table) for p in panels]
    return " ".join(
        [section.heading, section.intro, *drawn, *tables, *(f"{p.title} {p.subtitle} {p.remarks}" for p in panels)]
    )


def severity(seed: int = 1, **more: Any) -> Section:
    found = pictures.section(conclude_severities(sums(crossed_world(seed, **more)), ("standard",)), {"s": "Greeting"})
    assert found is not None
    return found


def test_severity_says_how_many_stand_apart_and_names_nobody() -> None:
    section = severity()
    assert section.first[0].title == "One harsh of 6 raters"
    said = everything(section)
    assert not [
        name for name in (*(f"r{i}" for i in range(6)), *(f"p{i:02d}" for i in range(30))) if f"'{name}'" in said
    ]
    assert "Greeting" in said and "r0" not in said


def test_severity_draws_designs_beside() -> None:
    (panel,) = severity().rest
    assert panel.title.startswith("4 raters with 12 interactions each make scores of greeting dependable to 0.")
    assert panel.table is not None and len(panel.table.rows) == 4 * 8


def test_a_design_that_is_refused_has_no_picture() -> None:
    apart = [*crossed_world(1), *((f"q{p}", f"s{r}", i, y) for p, r, i, y in crossed_world(2))]
    assert pictures.section(conclude_severities(sums(apart), ("standard",)), {}) is None


def split(n: int = 30) -> Answer:
    rng = np.random.default_rng(n)
    own = rng.normal(3, 0.5, n)
    ys = [rng.normal(mean, 1, 20) for mean in own]
    columns = {"person": np.array([f"p{i}" for i in range(n)], dtype=object), "n": np.full(n, 20)}
    columns |= {"s": np.array([y.sum() for y in ys]), "q": np.array([(y * y).sum() for y in ys])}
    return conclude_split(columns, (), Model(("person",), True))


def test_consistency_is_a_bar_in_words() -> None:
    section = pictures.section(split(), {})
    assert section is not None
    (panel,) = section.first
    person, rest = (row.figures["share"].value for row in split().rows)
    title = f"Of all variation, {100 * person:.0f} % lies between people and the rest between occasions"
    assert panel.title == title
    assert panel.drawing is not None and f"Occasions {100 * rest:.0f} %" in panel.drawing.wide
    assert panel.table is not None and [row[1] for row in panel.table.rows] == ["people", "occasions"]


def test_nothing_to_split_has_no_picture() -> None:
    alike = {"person": np.array(["a", "b"], dtype=object)}
    alike |= {name: np.array([value, value]) for name, value in (("n", 10), ("s", 40), ("q", 160))}
    assert pictures.section(conclude_split(alike, (), Model(("person",), True)), {}) is None


@pytest.mark.parametrize(
    ("noise", "title"),
    [(0.1, "Raters agree"), (3.0, "Raters do not agree")],
)
def test_agreement_says_on_how_many_raters_agree(noise: float, title: str) -> None:
    answer = conclude_agreement(agreeing({"s": world(3, 400, 4, noise)}), ("standard",))
    section = pictures.section(answer, {"s": "Greeting"})
    assert section is not None
    assert section.first[0].title == title
    assert "Greeting" in everything(section)
