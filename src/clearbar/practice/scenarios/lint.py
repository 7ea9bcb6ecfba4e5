"""Scenarios → what their rules find, and what their files let stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from clearbar.model.book import Book
from clearbar.model.lint import Finding, Linted
from clearbar.model.scenario import Mood, Scenario, Talk
from clearbar.practice.scenarios.read import Readable, read
from clearbar.practice.scenarios.rules import CHECKS, RULES
from clearbar.practice.scenarios.written import Written
from clearbar.text.allowances import Suppression, sort_out, spent, suppressions_in, unknown, unused, without_reason

NO_REASON, UNUSED, UNKNOWN = "CB191", "CB192", "CB193"
"""The rules of a book about comments that let findings stand hold here, too."""

Play = Callable[[Scenario, Mood], Talk]
"""Says the lines of staff in the exemplary talk to the customer of a scenario in a mood, and tells how it went."""


def lint(
    files: Mapping[str, bytes],
    book: Book | None,
    *,
    play: Play | None = None,
    wanted: Collection[str] | None = None,
    codes: Collection[str] = (),
) -> Linted:
    """What the rules find in the scenarios in `files` (name → content), in the order of the files.

    They are held against `book` where it is given. `play` plays the exemplary talks; without it the rules about them
    are silent. `wanted` are the codes to look for, all if None; `codes` are those of further rules that a comment may
    name. Raises ScenarioFault where a scenario cannot be read or played.
    """
    asked = {code for code in RULES if wanted is None or code in wanted}
    known = {*RULES, *codes, NO_REASON, UNUSED, UNKNOWN}
    against: list[Finding] = []
    allowed: list[Finding] = []
    for one in read(files, book):
        comments = tuple(suppressions_in(one.file, one.text, one.node, {}))
        stands, lets = sort_out(_found(one, book, play, sorted(asked)), comments)
        used = spent(lets, comments)
        against += [*stands, *_about(comments, asked, used, known, wanted)]
        allowed += lets
    return Linted(tuple(sorted(against)), tuple(sorted(allowed, key=_place)))


def _found(one: Readable, book: Book | None, play: Play | None, codes: Collection[str]) -> list[Finding]:
    scenario = one.scenario
    played = tuple(play(scenario, mood) for mood in scenario.moods) if play and scenario.exemplary else None
    written = Written(scenario, one.file, one.node, book, played)
    return [finding for code in codes for finding in CHECKS[code](written)]


def _about(
    comments: Collection[Suppression],
    ran: Collection[str],
    used: Collection[tuple[str, int, str]],
    known: Collection[str],
    wanted: Collection[str] | None,
) -> list[Finding]:
    """What is wrong with the comments themselves."""
    told = [
        *without_reason(comments, NO_REASON),
        *unused(comments, UNUSED, ran, used),
        *unknown(comments, UNKNOWN, known),
    ]
    return [one for one in told if wanted is None or one.code in wanted]


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return finding.file, finding.line, finding.column, finding.code
