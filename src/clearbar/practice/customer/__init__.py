"""The customer of a rehearsal: what they hear in what staff say, and what they answer.

clauses, units, features, matching, tfidf, embedded    what was said → the intents in it
manners, moods, sayings                               how a mood takes the way in which it was said
script, choosing, scripted                            intents → branch → patience → scene or end, in words by the seed
plain                                                 a talk as data to keep
"""

from __future__ import annotations

from clearbar.practice.customer.embedded import Embedded
from clearbar.practice.customer.lines import Effect, effects
from clearbar.practice.customer.manners import Note
from clearbar.practice.customer.matching import Match, Matcher
from clearbar.practice.customer.plain import from_data, to_data
from clearbar.practice.customer.script import again_from, answered, begin, taken
from clearbar.practice.customer.scripted import Driver, Scripted
from clearbar.practice.customer.stakes import Judged, judged
from clearbar.practice.customer.tfidf import TfIdf

__all__ = [
    "Driver",
    "Effect",
    "Embedded",
    "Judged",
    "Match",
    "Matcher",
    "Note",
    "Scripted",
    "TfIdf",
    "again_from",
    "answered",
    "begin",
    "effects",
    "from_data",
    "judged",
    "taken",
    "to_data",
]
