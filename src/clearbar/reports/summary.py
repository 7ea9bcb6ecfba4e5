"""A report for a terminal: plain text, one line per standard."""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.book import OVERALL
from clearbar.model.report import BarLine, Report
from clearbar.reports import agreement, brackets, expectation, funnels, linted, variance, voices, weekly
from clearbar.reports.advice import advice
from clearbar.reports.glance import titles
from clearbar.reports.names import clipped, columns, plain, readable, titled
from clearbar.reports.opening import headline, when_heard
from clearbar.reports.verdicts import MARK, SILENT, Standing, more, pairing, standing
from clearbar.reports.words import share, spelled

CELLS = 21
"""Characters of the picture: one for every five per cent, ends included."""
FIGURE = 30
"""Columns kept for the figure, "12,412 of 15,000 (81.3–83.4 %)"; a longer one takes them from the name."""
SHORTEST = 4
"""Columns that a name keeps beside the longest of figures."""
NARROWEST = 60
"""Columns below which lines are no longer made shorter."""
_HELD = "\u00a0%"
"""A per-cent sign that no line break may part from its figure."""
_BOLD, _FAINT, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def summary(report: Report, width: int = 80, colour: bool = False) -> str:
    """The report as plain text of at most `width` columns (60 at least). `colour` adds bold and faint; no hue is
    used, because verdicts are told by mark and word."""
    width = max(NARROWEST, width)
    blocks = [
        _title(report, width, colour),
        _next(report, width, colour),
        _told(when_heard(report), width),
        *_standards(report, width, colour),
        *(_told(said, width) for said in _sections(report)),
        [line for each in report.comparisons for line in _told(brackets.sentence(each), width)],
        [line for told in _splits(report) for line in _told(told, width)],
        [line for note in report.notes for line in _told(plain(note), width, "Note: ")],
        _told(f"Book {plain(report.book)}, evidence version {report.version}", width),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _splits(report: Report) -> list[str]:
    """How variation splits, for the overall verdict or else the standard with the most ratings; the page has all."""
    told = variance.foremost(report.consistency)
    if told is None:
        return []
    others = len(report.consistency) - 1
    said = [". ".join(part for part in (variance.sentence(told), variance.meaning(told)) if part)]
    return [*said, f"The page splits the variation of {spelled(others)} more"] if others else said


def _title(report: Report, width: int, colour: bool) -> list[str]:
    told = wrapped(f"{headline(report)}.", width)
    return [
        *wrapped(plain(report.organisation), width),
        *(f"{_BOLD}{line}{_OFF}" if colour else line for line in told),
    ]


def _next(report: Report, width: int, colour: bool) -> list[str]:
    """What to do next, numbered."""
    head = "What to do next"
    told = [f"{_BOLD}{head}{_OFF}" if colour else head]
    for number, each in enumerate(advice(report), start=1):
        first, *rest = wrapped(f"{each.says}.", width - 3)
        told += [f"{number}. {first}", *(f"   {line}" for line in rest)]
    return told


def _sections(report: Report) -> Iterator[str]:
    """What the charts of the page say, one sentence each."""
    overall = [each for each in report.funnels if each.standard == OVERALL] or list(report.funnels[:1])
    said = [
        expectation.sentence(report),
        weekly.moved(report),
        *(voices.apart(each) for each in report.voices),
        *(funnels.sentence(each) for each in overall),
        agreement.sentence(report),
        *(f"{each.place} {each.code} {each.message}" for each in linted.shown(report)),
    ]
    yield from (each for each in said if each)


def _standards(report: Report, width: int, colour: bool) -> Iterator[list[str]]:
    """A block for the overall verdict and one for each journey."""
    by_id, known = {line.standard: line for line in report.lines}, titles(report)
    blocks: dict[str, list[str]] = {}
    for line in report.lines:
        title = "Overall" if line.standard == OVERALL else known.heading(line)
        block = blocks.setdefault(title, [clipped(title, width)])
        block.append(row_of(line, width, colour))
        block += [f"    {told}" for told in wrapped(_remark(line, by_id), width - 4)]
    if "Overall" in blocks:
        yield blocks.pop("Overall")
    yield from blocks.values()


def _remark(line: BarLine, by_id: dict[str, BarLine]) -> str:
    return ". ".join(titled(part) for part in (more(line), pairing(line, by_id)) if part)


def row_of(line: BarLine, width: int, colour: bool) -> str:
    """One standard on one line: mark, name, figure, picture."""
    now = standing(line)
    told = share(line.clearance, line.target) if line.clearance else now.value
    figure = _filled(clipped(told, width - CELLS - SHORTEST - 4), FIGURE)
    room = width - CELLS - columns(figure) - 4
    name = _filled(clipped(plain(line.name) or readable(line.standard), room), room)
    row = f"{MARK[now]} {name} {figure} {picture(line)}"
    if not colour:
        return row
    if now in SILENT:
        return f"{_FAINT}{row}{_OFF}"
    return f"{_BOLD}{row}{_OFF}" if now is Standing.FALLS_SHORT else row


def picture(line: BarLine) -> str:
    """The signature bar in characters: interval ─, target │, estimate ●, or ○ while the verdict is open."""
    cells = ["·"] * CELLS
    known = line.clearance
    if known:
        for cell in range(_cell(known.low), _cell(known.high) + 1):
            cells[cell] = "─"
    if line.target is not None:
        cells[_cell(line.target)] = "│"
    if known:
        cells[_cell(known.value)] = "○" if standing(line) is Standing.CANNOT_TELL else "●"
    return "".join(cells)


def _cell(at: float) -> int:
    return round(min(1.0, max(0.0, at)) * (CELLS - 1))


def _filled(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _told(text: str, width: int, before: str = "") -> list[str]:
    ending = "" if text.endswith((".", "!", "?")) else "."
    return wrapped(f"{before}{text}{ending}", width)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, wide characters counted as two; a longer word is cut into pieces."""
    lines, line = [], ""
    for word in _pieces(text.replace(" %", _HELD), width):
        longer = f"{line} {word}" if line else word
        if columns(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    return [each.replace(_HELD, " %") for each in (*lines, line) if each]


def _pieces(text: str, width: int) -> Iterator[str]:
    for word in text.split(" "):
        piece = ""
        for char in word:
            if columns(piece + char) > width:
                yield piece
                piece = ""
            piece += char
        yield piece
