"""Present: a version of a book → what shows it to staff, on a screen and on paper.

book + what people wrote → lessons, class kits, posters, pocket pages, huddles
film or sound            → its kind, told by its content; captions → cues
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from clearbar.model.errors import ClearbarError
from clearbar.model.lesson import Brief, Kit
from clearbar.practice import lessons
from clearbar.practice.lessons import Cue, Film, Turn

__all__ = [
    "FEWEST_VOICES",
    "Cue",
    "Film",
    "Turn",
    "brief_of",
    "captions_text",
    "film_of",
    "huddle_of",
    "kit_of",
    "kit_paper",
    "lesson_of",
    "lessons_of",
    "next_turn",
    "part_of",
    "pocket_paper",
    "poster_paper",
    "read_captions",
]

FEWEST_VOICES = lessons.FEWEST_VOICES
lesson_of, lessons_of, part_of = lessons.lesson_of, lessons.lessons_of, lessons.part_of
kit_of, brief_of = lessons.kit_of, lessons.brief_of
huddle_of, next_turn = lessons.huddle_of, lessons.next_turn
read_captions, captions_text, film_of = lessons.read_captions, lessons.captions_text, lessons.film_of


def kit_paper(kit: Kit) -> bytes:
    """The kit as a PDF: leader's notes, cards, role-play sheets. ClearbarError where this machine cannot draw one."""
    return _on_paper("kit_paper")(kit)


def poster_paper(brief: Brief) -> bytes:
    """The poster as a PDF of one A3 page, or more where a journey has many promises. Faults as of `kit_paper`."""
    return _on_paper("poster_paper")(brief)


def pocket_paper(brief: Brief) -> bytes:
    """The pocket page as a PDF of A6 pages. Faults as of `kit_paper`."""
    return _on_paper("pocket_paper")(brief)


def _on_paper(name: str) -> Callable[..., bytes]:
    found: Callable[..., bytes] = getattr(_drawing(), name)
    return found


def _drawing() -> ModuleType:
    """What draws on paper; it takes a second to load, and libraries of the system."""
    try:
        return import_module("clearbar.reports.teaching")
    except (ImportError, OSError) as error:
        hint = "install Pango, such as `apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`"
        raise ClearbarError(f"no PDF can be drawn on this machine ({error})\n    hint: {hint}") from error
