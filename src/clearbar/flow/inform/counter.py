"""How many people keep the promise → what people and programs read."""

from __future__ import annotations

from clearbar.model.staffing import Aim, Promised, Staffing
from clearbar.reports import counter
from clearbar.reports.alone import Fragment, fragment_from


def staffing_fragment(found: Staffing, key: str = "") -> Fragment:
    """The answer as a part of somebody's page: sentence, picture and table."""
    return fragment_from(counter.section(found), key)


def rests_on(aim: Aim) -> list[str]:
    """On what the answer rests, in sentences."""
    return [f"{one}." for one in counter.assumptions(aim)]


def staffing_text(found: Staffing) -> str:
    """The answer for a terminal."""
    return counter.text(found)


def staffing_document(found: Staffing) -> dict[str, object]:
    """The answer for programs."""
    return counter.document(found)


def promised_in_words(one: Promised) -> str:
    """How far a promise is kept today, beside the quality that guards it."""
    return f"{counter.today(one)}."
