"""Choosing: a candidate's talk → what it showed; tries of all candidates → what each gained; answers about traits →
what choosing did to groups; marks of two raters → how far they agree.

The customer of a candidate is played by the script, and hears by words alone: the same for everybody, whatever is
installed or allowed besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clearbar.flow.inform import share_in_words
from clearbar.flow.rehearse import choose, talk
from clearbar.flow.rehearse.choose import Gain, Impact, Tries
from clearbar.model.book import Book, Scale
from clearbar.model.estimate import Estimate
from clearbar.model.lesson import Part
from clearbar.model.scenario import Scenario, Talk
from clearbar.web.bridge import presenting
from clearbar.web.bridge.calibration import Agreed, Judged, agreed

__all__ = ["FEWEST", "UNTOLD", "Agreed", "Gain", "Impact", "Marked", "Tries", "agreement", "gains", "impact", "kept"]

gains, impact, kept = choose.gains, choose.impact, choose.kept
FEWEST, UNTOLD = choose.FEWEST, choose.UNTOLD


def answered(scenario: Scenario, held: Talk, text: str) -> Talk:
    """The talk with what was said and the customer's answer, by the script and by words alone."""
    return talk.answer(scenario, held, text, driver=talk.scripted(scenario, by_words=True))


def in_words(share: Estimate | None) -> str:
    """ "3 of 4 (30–95 %)"; a dash where there is none."""
    return share_in_words(share) if share else "–"


def to_read(book: Book, scenarios: Sequence[Scenario]) -> list[Part]:
    """The standards at stake as they are taught, in the order of the book."""
    asked = choose.at_stake(book, scenarios)
    placed = [one for one in book.placed() if one.standard.id in asked]
    return [presenting.part_of(book, one.journey, one.standard) for one in placed]


@dataclass(frozen=True)
class Marked:
    """One level that a rater gave to a candidate on a question."""

    candidate: str
    question: str
    rater: str
    level: int


def agreement(marks: Iterable[Marked]) -> Mapping[str, Agreed]:
    """How far raters agree, by question, over all candidates whom two of them spoke with."""
    judged = [Judged(one.candidate, one.question, one.question, Scale.LEVELS, one.rater, one.level) for one in marks]
    return agreed(judged) if judged else {}
