"""What can be wrong with a row of a table, as codes, and how it is told.

In the arrays of a block a reason is its number here; 0 means that nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from clearbar.intake.shapes import FIRST_YEAR, LAST_YEAR, LONGEST_MILLIS

LONGEST_ID = 200


class Reason(IntEnum):
    """Why a cell, or a whole row, cannot be used. CODES tells each in words."""

    FINE = 0
    MISSING = 1
    NO_LEVEL = 2
    NO_LEVEL_OF_THIS_STANDARD = 3
    UNKNOWN_STANDARD = 4
    UNKNOWN_EDITION = 5
    UNKNOWN_WORD = 6
    NO_TIME = 7
    NO_ZONE = 8
    UNKNOWN_ZONE = 9
    NEVER_WAS = 10
    WHICH_ORDER = 11
    WITHOUT_TIME = 12
    OUTSIDE_TIME = 13
    CONTRADICTION = 14
    NO_NUMBER = 15
    NEITHER_TRUE_NOR_FALSE = 16
    UNREADABLE_TEXT = 17
    NO_ID = 18
    RAGGED = 19
    QUOTES = 20
    NO_JSON = 21
    CUT = 22

    @property
    def code(self) -> str:
        """Such as CI002."""
        return f"CI{int(self):03d}"


CODES: Mapping[str, tuple[str, str]] = {
    "CI001": ("is empty, and needed", "every rating has a standard, a level and a source"),
    "CI002": ("is not a level", "write 1 to 5 or poor to exemplary, or let `levels` of a map say what stands for them"),
    "CI003": ("is a level that this yes/no standard does not have", "write 4 or yes (met), 2 or no (missed)"),
    "CI004": ("is not a standard that is known here", "an id of the book (--book BOOK), or `overall`"),
    "CI005": ("which edition was rated cannot be told", "--book BOOK gives the editions that hold now"),
    "CI006": ("is not a known word", "see docs/import.md for the sources and settings"),
    "CI007": ("is not a time", "write it as 2026-03-02T10:00:00+01:00, or let a map say how to read it"),
    "CI008": ("is a time without a zone", "give --zone, or a column or map with `zone`, such as Europe/Amsterdam"),
    "CI009": ("is not a known time zone", "write an IANA name such as Europe/Amsterdam"),
    "CI010": ("is a time that never was: clocks were put forward over it", "is the zone right?"),
    "CI011": ("is a date of which the order is not known", "let `date_order` of a map say dmy, mdy or ymd"),
    "CI012": ("has no time, or only a placeholder for one", "every rating has `rated_at`, `day` or `week`"),
    "CI013": (f"lies outside {FIRST_YEAR} to {LAST_YEAR}, or in the future", "is the year right, or the date order?"),
    "CI014": ("contradicts another time in this row", "`rated_at`, `day` and `week` tell the same day"),
    "CI015": (
        "is not a number that can stand here",
        f"a time is 0 to {LONGEST_MILLIS} ms, inclusion is above 0 and at most 1",
    ),
    "CI016": ("is neither true nor false", "write true or false, yes or no, 1 or 0"),
    "CI017": (
        f"is longer than {LONGEST_ID} characters or holds characters that no id has",
        "ids are pseudonyms; a text belongs in no column that is read",
    ),
    "CI018": ("no id can be made for this rating", "give `rating`, or `interaction`"),
    "CI019": ("the row has more or fewer cells than the header", "is a delimiter or a quote missing?"),
    "CI020": ("the quotes of this row do not close as they should", "write a quote inside a quoted cell twice"),
    "CI021": ("the line is not a JSON object", "one object a line, such as {'standard': 'overall', 'level': 4}"),
    "CI022": ("the file ends in the middle of this row", "was it cut off? The rows before are kept; send it again"),
}
"""Every code with what it says and what helps."""


@dataclass(frozen=True)
class Refused:
    """One reason why one row could not be used. `row` counts the data rows from 1; `line` is where the row starts in
    the file, in a workbook the row of the sheet, 0 where a format has no lines. `column` is the header's name for it.

    `value` is what stood there, where that says nothing private.
    """

    row: int
    line: int
    column: str
    reason: Reason
    value: str = ""

    @property
    def code(self) -> str:
        """Such as CI002."""
        return self.reason.code

    @property
    def message(self) -> str:
        """The reason in words."""
        return CODES[self.code][0]

    @property
    def hint(self) -> str:
        """What helps."""
        return CODES[self.code][1]
