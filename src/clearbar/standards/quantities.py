"""Ranges of numbers that a text names: "within two minutes", "between 5 and 10 calls", "länger als 3 Tage".

A number alone is no range: "the last two messages" bounds nothing. Times are counted in seconds, a month as 30 days and
a year as 365; working days are a unit of their own. What is read: English, German, Dutch, French and Spanish, and the
signs < ≤ > ≥ in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from clearbar.model.book import Level
from clearbar.standards.quantity_words import (
    AFTER,
    ARTICLES,
    BEFORE,
    BETWEEN,
    DAY,
    NEGATIONS,
    NEGATIONS_BEHIND,
    NUMBERS,
    SHARES,
    TIMES,
    WORKING,
)
from clearbar.standards.written import Passage

_SIGNS: Mapping[str, str] = {"≤": "≤|<=", "<": "<", "≥": "≥|>=", ">": ">"}
_COUNTED_FROM = re.compile(
    r"\s+(before|after|early|late|vor|nach|vorher|voor|na|avant|après|antes|después)(?!\w)", re.IGNORECASE
)
_CLAUSE_END = re.compile(
    r"[.;:,!?]|\b(?:and|but|or|und|aber|oder|sondern|en|maar|of|if|when|unless|because|wenn|falls|weil|dass|als|omdat|dat)\b",
    re.IGNORECASE,
)
_OPPOSITE: Mapping[str, str] = {"≤": ">", "<": "≥", "≥": "<", ">": "≤"}
_OF_TIME = frozenset({"in", "en", "na", "nach", "after", "après", "tras"})
"""Words that compare times and only stand before other things: "in two rooms", "after three calls"."""


@dataclass(frozen=True)
class Range:
    """What a text allows: from `low` to `high` in `unit` (`time` in seconds, `working day`, `%`, or what is counted).

    `step` is one of the units that were written, in the same measure. `open_low` and `open_high` say that the end
    itself lies outside. `start` and `end` are the place in the text, end exclusive.
    """

    low: float
    high: float
    unit: str
    step: float
    open_low: bool
    open_high: bool
    start: int
    end: int

    @property
    def counted(self) -> bool:
        """Whether people count it in whole numbers: calls, messages, days. Waits of minutes they do not."""
        return self.unit not in {"time", "%"} or (self.unit == "time" and self.step >= DAY)

    def overlaps(self, other: Range) -> bool:
        """Whether a value lies in both. A shared end is in both only where whole numbers are counted."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low < high or self.unit != other.unit:
            return low < high and self.unit == other.unit
        closed = not any(
            (one.open_low and one.low == low) or (one.open_high and one.high == high) for one in (self, other)
        )
        return low == high and closed and self.counted and other.counted

    def gap_to(self, above: Range) -> bool:
        """Whether values between this range and a higher one lie in neither: "up to 2 min", "5 min and more"."""
        distance = above.low - self.high
        whole = not above.open_low and not self.open_high
        return distance > (max(self.step, above.step) if whole and (self.counted or above.step == self.step) else 0)


def ranges(text: str, language: str) -> list[Range]:
    """The ranges that `text` names, in order. `language` is a tag, such as `en-GB`; unknown ones know signs only."""
    primary = language.partition("-")[0].lower()
    matches = [match for pattern in _two_ends(primary) for match in pattern.finditer(text)]
    found = [one for match in matches if (one := _both(match, text, primary))]
    for match in _one_end(primary).finditer(text):
        free = all(match.end() <= one.start or match.start() >= one.end for one in found)
        if free and (one := _single(match, text, primary)):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def _both(match: re.Match[str], text: str, language: str) -> Range | None:
    unit, size = _unit(match["unit"])
    own = _unit(match["own"])[1] if match["own"] else size
    unit += _direction(text, match.end())
    first, second = _number(match["first"], language), _number(match["second"], language)
    if first is None or second is None or first * own > second * size or _is_denied_around(text, match, language):
        return None
    return Range(first * own, second * size, unit, size, False, False, *match.span())


def _single(match: re.Match[str], text: str, language: str) -> Range | None:
    unit, size = _unit(match["unit"])
    unit += _direction(text, match.end())
    number = _number(match["number"], language)
    before, after = _plain(match["before"] or match["sign"]), _plain(match["inside"] or match["after"])
    sign = _sign(language, before, after)
    if number is None or not sign:
        return None
    timed = unit.startswith(("time", "working day"))
    if not timed and (before in _OF_TIME or _plain(match["number"]) in ARTICLES):
        return None
    if _is_denied_around(text, match, language) and not _is_denied(before, language):
        sign = _OPPOSITE[sign]
    return _bounded(sign, number * size, unit, size, match.span())


def _bounded(sign: str, value: float, unit: str, size: float, place: tuple[int, int]) -> Range:
    if sign in "≤<":
        return Range(0, value, unit, size, False, sign == "<", *place)
    return Range(value, inf, unit, size, sign == ">", False, *place)


def _sign(language: str, before: str, after: str) -> str:
    for table, said in ((BEFORE.get(language, {}), before), (AFTER.get(language, {}), after), (_SIGNS, before)):
        for sign, phrases in table.items():
            if said and said in phrases.split("|"):
                return sign
    return ""


def _unit(written: str) -> tuple[str, float]:
    """The unit's name and how many of it are one."""
    word = _plain(written)
    if word in TIMES:
        return "time", TIMES[word]
    if word in WORKING:
        return "working day", 1
    return ("%", 1) if word in SHARES else (word.removesuffix("s"), 1)


def _number(written: str, language: str) -> float | None:
    word = _plain(written)
    if word in NUMBERS.get(language, {}):
        return float(NUMBERS[language][word])
    if not re.fullmatch(r"\d+(?:[.,]\d+)*", word):
        return None
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", word):
        return float(re.sub("[.,]", "", word))
    return float(word.replace(",", ".")) if len(re.findall("[.,]", word)) < 2 else None


def _is_denied(before: str, language: str) -> bool:
    """Whether the clause that leads up to a range denies it: "nobody greeted you within…"."""
    clause = re.split(r"[.;:,!?]", before)[-1]
    return language in NEGATIONS and bool(re.search(rf"\b(?:{NEGATIONS[language]})(?!\w)", clause, re.IGNORECASE))


def _is_denied_around(text: str, match: re.Match[str], language: str) -> bool:
    """Whether the clause around a range denies it, before it or behind it."""
    before = text[: match.start()]
    if _is_denied(before, language):
        return True
    if _plain(match.groupdict().get("before")) in _OF_TIME - {"in", "en"}:
        return False  # "after two minutes nobody had come" speaks of the time behind them
    opens = not re.split(r"[.;:,!?]", before)[-1].strip()
    if language not in NEGATIONS_BEHIND or (language == "en" and not opens):
        return False
    clause = _CLAUSE_END.split(text[match.end() :])[0]
    return bool(re.search(rf"\b(?:{NEGATIONS_BEHIND[language]})(?!\w)", clause, re.IGNORECASE))


def _direction(text: str, at: int) -> str:
    """Where a time is counted from: "two days before the deadline" and "two days after it" are no same range."""
    found = _COUNTED_FROM.match(text, at)
    return f" {found[1].lower()}" if found else ""


def _plain(written: str | None) -> str:
    return " ".join((written or "").lower().split())


def _either(phrases: Iterable[str]) -> str:
    """A pattern of any of some phrases, longest first; of none, one that never matches."""
    patterns = (re.escape(one).replace(r"\ ", r"\s+") for one in sorted(phrases, key=len, reverse=True))
    return "|".join(patterns) or "(?!)"


_UNITS = _either([*WORKING, *TIMES, *SHARES])
_COUNTED = rf"(?:(?:{_UNITS})(?!\w)|[^\W\d_]{{3,}})"


def _of(table: Mapping[str, str]) -> list[str]:
    return [phrase for phrases in table.values() for phrase in phrases.split("|")]


def _numbers(language: str) -> str:
    return rf"(?:\d+(?:[.,]\d+)*|(?:{_either(NUMBERS.get(language, {}))})(?!\w))"


@lru_cache(maxsize=32)
def _one_end(language: str) -> re.Pattern[str]:
    """A comparison, a number and what is counted."""
    before, after = _either(_of(BEFORE.get(language, {}))), _either(_of(AFTER.get(language, {})))
    return re.compile(
        rf"(?:(?<!\w)(?P<before>{before})\s+|(?P<sign>{_either(_of(_SIGNS))})\s*)?"
        rf"(?<![\w.,:])(?P<number>{_numbers(language)})(?:\s+(?P<inside>{after})(?!\w))?[\s-]*(?P<unit>{_COUNTED})"
        rf"(?:\s+(?P<after>{after})(?!\w))?",
        re.IGNORECASE,
    )


@lru_cache(maxsize=32)
def _two_ends(language: str) -> list[re.Pattern[str]]:
    """Two numbers that are the ends of a range, and what is counted. The first may have a unit of its own."""
    number = _numbers(language)
    forms = [*BETWEEN.get(language, ()), ("", "-|–|—")]
    return [
        re.compile(
            rf"(?<![\w.,:])(?:{before})\s*(?P<first>{number})\s*(?P<own>(?:{_UNITS})(?!\w))?\s*(?:{to})\s*"
            rf"(?P<second>{number})[\s-]*(?P<unit>{_COUNTED})",
            re.IGNORECASE,
        )
        for before, to in forms
    ]


def only_ranges(text: str, language: str) -> list[Range]:
    """The ranges of a text whose unit stands in it once."""
    found = ranges(text, language)
    return [one for one in found if sum(other.unit == one.unit for other in found) == 1]


def rung(key: str) -> Level:
    """The level that a key such as `levels.good` describes."""
    return Level[key.removeprefix("levels.").upper()]


def level_ranges(levels: Iterable[Passage], language: str) -> list[tuple[Passage, Range]]:
    """The range of each level that names exactly one, from poor to exemplary; those of the unit that most name.

    Levels that build on another one ("as good, and …") speak of something else and are left out.
    """
    told = [(one, found) for one in levels if not _BUILDS_ON.match(one.text) for found in ranges(one.text, language)]
    told = [(one, found) for one, found in told if sum(other is one for other, _ in told) == 1]
    units = [found.unit for _, found in told]
    told = [(one, found) for one, found in told if units.count(found.unit) == max(map(units.count, units))]
    told = [(one, found) for one, found in told if found.unit == told[0][1].unit]
    return sorted(told, key=lambda one: rung(one[0].key))


_BUILDS_ON = re.compile(
    r"(?:as (?:good|average|above|before)|good,? and|wie (?:gut|oben)|als (?:goed|hierboven)|comme|como)\b",
    re.IGNORECASE,
)
