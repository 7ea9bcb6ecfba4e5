"""Lessons: a book → pages, class kits, posters, pocket pages and huddles; films and sounds told by their content."""

from __future__ import annotations

from clearbar.practice.lessons.brief import brief_of
from clearbar.practice.lessons.captions import Cue, captions_text, read_captions
from clearbar.practice.lessons.film import Film, film_of
from clearbar.practice.lessons.huddle import FEWEST_VOICES, Turn, huddle_of, next_turn
from clearbar.practice.lessons.kit import kit_of
from clearbar.practice.lessons.page import lesson_of, lessons_of, part_of

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
    "lesson_of",
    "lessons_of",
    "next_turn",
    "part_of",
    "read_captions",
]
