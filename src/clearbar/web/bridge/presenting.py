"""Presenting: a book → lessons, printed pages, huddles; what the evidence tells of each standard → how it is taught."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from clearbar.flow.teach import plan, present
from clearbar.flow.teach.present import Cue as Cue
from clearbar.flow.teach.present import Film as Film
from clearbar.flow.teach.present import Turn as Turn
from clearbar.model.agreement import Agreeing
from clearbar.model.book import OVERALL, Book
from clearbar.model.errors import ClearbarError
from clearbar.model.lesson import Known
from clearbar.web.bridge import asking, glances

FEWEST_VOICES = present.FEWEST_VOICES
OFTEN = plan.OFTEN
lesson_of, lessons_of, part_of = present.lesson_of, present.lessons_of, present.part_of
kit_of, brief_of, huddle_of, next_turn = present.kit_of, present.brief_of, present.huddle_of, present.next_turn
kit_paper, poster_paper, pocket_paper = present.kit_paper, present.poster_paper, present.pocket_paper
read_captions, captions_text, film_of = present.read_captions, present.captions_text, present.film_of
proposals, share_of, ways = plan.proposals, plan.share_of, plan.ways

FOREMOST = 3
"""A standard drives the verdict where it is surely among so many."""


def known(book: Book) -> dict[str, Known]:
    """What everybody in the house may know of each standard: how often its bar is reached, whether raters agree, and
    whether the verdict hangs on it."""
    found = {
        one.standard.id: Known(one.standard.id, target=one.standard.target, teach=one.standard.teach)
        for one in book.placed()
    }
    if not asking.is_heard():
        return found
    for line in glances.bar_lines(book, asking.ask_of_all("clearance", by=glances.BY)):
        found[line.standard] = replace(found[line.standard], clearance=line.clearance, verdict=line.verdict)
    for standard, (agreeing, pairs) in _agreement().items():
        if standard in found:
            found[standard] = replace(found[standard], agreeing=agreeing, pairs=pairs)
    for standard in _drivers():
        if standard in found:
            found[standard] = replace(found[standard], driver=True)
    return found


def _agreement() -> Mapping[str, tuple[Agreeing, int | None]]:
    """Of each standard what the source with most interactions that two rated tells of agreement."""
    found: dict[str, tuple[int, Agreeing, int | None]] = {}
    for row in asking.ask_of_all("agreement", by=("standard", "source")).rows:
        standard, units = row.keys["standard"], row.facts["units"]
        if standard not in found or (units or 0) > found[standard][0]:
            found[standard] = (units or 0, Agreeing(row.facts["verdict"]), units)
    return {standard: (agreeing, pairs) for standard, (_, agreeing, pairs) in found.items()}


def _drivers() -> set[str]:
    """The standards that are surely among the foremost of more than that."""
    try:
        rows = list(asking.ask_house("drivers").rows)
    except ClearbarError:
        return set()
    if len(rows) <= FOREMOST:
        return set()
    told = {row.keys["standard"] for row in rows if (row.facts["rank_to"] or len(rows)) <= FOREMOST}
    return told - {OVERALL}
