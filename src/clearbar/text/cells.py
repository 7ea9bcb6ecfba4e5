"""Cells of tables that people open in a spreadsheet: a text in them stays a text."""

from __future__ import annotations

import re
from typing import Any

_RUNS = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[ ]*\t")
"""How a text begins that some spreadsheet would run: by a sign of formulas, wide ones too, after blanks and what cannot
be seen; or by a tab, which some take for the end of a cell."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def no_formula(text: str) -> str:
    """A text that a spreadsheet would run as a formula, made a text again by an apostrophe before it."""
    text = text.replace("\r", " ")  # not quoted by every version of the writer: a new line would begin here
    return f"'{text}" if _RUNS.match(text) else text


def harmless(value: Any) -> Any:
    """The value of a cell in a CSV: texts by `no_formula` and without half characters, numbers and all else as they
    are. A number below zero stays a number."""
    return no_formula(whole(value)) if isinstance(value, str) else value


def whole(text: str) -> str:
    """A text without halves of characters, which no file can hold."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def printable(text: str) -> str:
    """A text without what would steer a terminal."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text)
