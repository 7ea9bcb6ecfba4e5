"""The parts of a report that say something in three ways: a sentence, a chart, and a table of the same numbers."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.reports.drawing import Drawing


@dataclass(frozen=True)
class Table:
    """Rows under their heads; the first cell of a row names it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Panel:
    """One thing said: `title` is the sentence, `subtitle` what is counted, over which time, n; `remarks` follow the
    chart."""

    title: str
    subtitle: str
    drawing: Drawing | None
    table: Table | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with its panels. `first` stand across the page, `rest` side by side where there is room; `closing` are
    sentences below them."""

    anchor: str
    heading: str
    intro: str
    first: tuple[Panel, ...]
    rest: tuple[Panel, ...] = ()
    closing: tuple[str, ...] = ()

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """Every chart of the section."""
        return tuple(panel.drawing for panel in (*self.first, *self.rest) if panel.drawing)
