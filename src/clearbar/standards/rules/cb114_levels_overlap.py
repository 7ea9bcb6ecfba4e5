"""An interaction has one level.

Where two levels fit what happened, the rater chooses, and the figure tells more about raters than about service. Two
levels overlap where they say the same, and where their numbers do: a wait of four minutes is both "at most 5 minutes"
and "longer than 3 minutes".

**Missed by**

    levels:
      good: You waited at most 5 minutes.
      underperforming: You waited longer than 3 minutes.

**Met by**

    levels:
      good: You waited at most 5 minutes.
      underperforming: You waited longer than 5 minutes.

Two waits that share their end ("2 to 5 minutes", "5 to 10 minutes") do not overlap: nobody waits five minutes to the
instant. Calls and days are counted whole, and must not share one. The rule reads the one range that a level names; a
level with several, or one that builds on another ("as good, and …"), is not compared. Words that mean the same in other
words are not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from clearbar.model.lint import Finding, Test
from clearbar.standards.quantities import level_ranges
from clearbar.standards.written import Written, WrittenStandard
from clearbar.text.fold import fold
from clearbar.text.sentences import words

CODE = "CB114"
NAME = "levels-overlap"
TEST = Test.ONE_READING
SUMMARY = "No two levels of a standard fit the same interaction."


def check(written: Written) -> Iterator[Finding]:
    """Levels that say the same as a lower one, or whose numbers overlap with those of a lower one."""
    for standard in written.standards:
        for tag in dict.fromkeys(one.language for one in standard.passages):
            yield from _same(standard, tag)
            yield from _overlapping(standard, tag)


def _same(standard: WrittenStandard, tag: str) -> Iterator[Finding]:
    said: dict[str, str] = {}
    for one in standard.said(tag, "levels"):
        plain = fold(one.text)
        plain = " ".join(plain[start:end] for start, end in words(plain))
        if plain in said:
            message = f"`{one.key.removeprefix('levels.')}` says the same as `{said[plain]}`"
            yield one.finding(CODE, message, "say what is seen at this level only", length=len(one.text))
        said.setdefault(plain, one.key.removeprefix("levels."))


def _overlapping(standard: WrittenStandard, tag: str) -> Iterator[Finding]:
    told = level_ranges(standard.said(tag, "levels"), tag)
    spoken_of: set[str] = set()
    for (lower, first), (upper, second) in combinations(told, 2):
        if first.overlaps(second) and upper.key not in spoken_of:
            spoken_of.add(upper.key)
            names = [one.key.removeprefix("levels.") for one in (upper, lower)]
            said = [one.text[range_.start : range_.end] for one, range_ in ((upper, second), (lower, first))]
            message = f"`{said[0]}` ({names[0]}) and `{said[1]}` ({names[1]}) hold some of the same"
            hint = "give each level both of its ends: `between 2 and 5 minutes`"
            yield upper.finding(CODE, message, hint, at=second.start, length=second.end - second.start)
