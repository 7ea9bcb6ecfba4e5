"""Consistency: where the variation of a standard lies, as one bar and one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clearbar.model.book import OVERALL
from clearbar.model.report import Consistency, Share
from clearbar.reports.bar import place
from clearbar.reports.names import inline, plain, titled
from clearbar.reports.verdicts import name_of
from clearbar.reports.words import count, listing, whole

NAMED_FROM = 0.16
"""Share of the bar from which a part has room for its name."""

_BETWEEN = {
    "site": "between sites",
    "team": "between teams",
    "person": "between people",
    "rater": "between those who rate",
}
_ON_THE_BAR = {"site": "sites", "team": "teams", "person": "people", "rater": "raters", "occasion": "occasions"}
_ADVICE = {
    "site": "The largest part lies between sites: look first at how sites differ in the way they are run",
    "team": "The largest part lies between teams: look first at how teams differ in the way they work",
    "person": "The largest part lies between people: look first at what some do that others could learn",
    "rater": "The largest part lies between those who rate: agree on the levels before reading more into this",
    "occasion": "The largest part lies between occasions: look first at what changes by the moment, not by who serves",
}


@dataclass(frozen=True)
class Part:
    """One part of the bar: where it starts and how wide it is, in per cent, and its words."""

    name: str
    words: str
    share: str
    sd: str
    start: str
    width: str
    middle: str
    has_room: bool


@dataclass(frozen=True)
class Picture:
    """One variance bar with its sentence."""

    title: str
    meaning: str
    standard: str
    outcome: str
    n: str
    parts: tuple[Part, ...]
    note: str


def foremost(consistency: Sequence[Consistency]) -> Consistency | None:
    """The split to tell in a sentence: that of the overall verdict, else of the standard with the most ratings."""
    return max(consistency, key=lambda each: (each.standard == OVERALL, each.n), default=None)


def points(consistency: Consistency) -> tuple[int, ...]:
    """The shares in whole per cent; the last part takes what rounding left, so that the parts fill the bar."""
    values = [round(100 * part.share.value) for part in consistency.shares]
    total = sum(part.share.value for part in consistency.shares)
    if values and abs(total - 1) < 0.005:
        values[-1] = 100 - sum(values[:-1])
    return tuple(values)


def sentence(consistency: Consistency) -> str:
    """The split in words: "Of all variation in how greeting is rated, 12 % lies between sites and the rest, …"."""
    what = name_of(consistency)
    topic = f"how long {what} takes" if consistency.of == "millis" else f"how {what} is rated"
    if not consistency.shares:
        return f"{titled(topic)}: too little was heard to split the variation"
    told = [f"{value} % lies {_where(consistency, part)}" for part, value in _pairs(consistency)[:-1]]
    last, value = _pairs(consistency)[-1]
    if not told:
        return f"All variation in {topic} lies {_where(consistency, last)}"
    return f"Of all variation in {topic}, {listing([*told, f'the rest, {value} %, {_where(consistency, last)}'])}"


def _pairs(consistency: Consistency) -> list[tuple[Share, int]]:
    return list(zip(consistency.shares, points(consistency), strict=True))


def _where(consistency: Consistency, part: Share) -> str:
    if part.part != "occasion":
        return _BETWEEN.get(part.part, f"between {inline(part.part)}s")
    with_people = any(other.part == "person" for other in consistency.shares)
    return "between occasions of the same person" if with_people else "between occasions"


def meaning(consistency: Consistency) -> str:
    """What the split says about where to look, and no more: nothing while the largest part is uncertain."""
    if not consistency.shares:
        return ""
    largest = max(consistency.shares, key=lambda part: part.share.value)
    others = [part for part in consistency.shares if part is not largest]
    if any(part.share.high >= largest.share.low for part in others):
        return "Which part is the largest cannot be told yet"
    return _ADVICE.get(largest.part, "")


def picture(consistency: Consistency) -> Picture:
    """The bar: parts from left to right in the order given."""
    parts, start = [], 0.0
    for part, value in _pairs(consistency):
        width = min(max(0.0, part.share.value), 1.0 - start)
        parts.append(_part(consistency.of, part, value, start, width))
        start += width
    return Picture(
        sentence(consistency),
        meaning(consistency),
        titled(name_of(consistency)),
        "how long it takes" if consistency.of == "millis" else "",
        count(consistency.n),
        tuple(parts),
        plain(consistency.note),
    )


def _part(of: str, part: Share, value: int, start: float, width: float) -> Part:
    name, share = _ON_THE_BAR.get(part.part, inline(part.part)), f"{value} % ({whole(part.share)})"
    unit = "log seconds" if of == "millis" else "levels"
    return Part(
        name,
        f"{name} {share}",
        share,
        f"{part.sd:.2f} {unit}",
        place(start),
        place(width),
        place(start + width / 2),
        width >= NAMED_FROM,
    )
