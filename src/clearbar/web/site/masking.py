"""Masking: no log line holds what opens a page. Django writes the path of what it does not find, and a path may be a
link that works once."""

from __future__ import annotations

import logging
import re
from typing import Any

_TOKEN = re.compile(r"(?<![\w-])(?=[\w-]*[A-Z0-9])[\w-]{20,}(?![\w-])")
"""What is as long as a token and has its letters, 22 of them, with a capital or a figure among them; words of ours are
shorter, or have neither."""
_QUERY = re.compile(r"\?\S*")
MASK = "…"


def masked(text: str) -> str:
    """A text without tokens and without the queries of addresses."""
    return _QUERY.sub(f"?{MASK}", _TOKEN.sub(MASK, text))


class Masking(logging.Filter):
    """Masks what a line of the log is made of."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the line through."""
        if isinstance(record.msg, str):
            record.msg = masked(record.msg) if not record.args else record.msg
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(one) for one in record.args)
        return True


def _masked(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return value
    return masked(str(value))
