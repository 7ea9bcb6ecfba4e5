"""Plain mail without what was quoted and signed: only what can hardly be anything else is cut.

Cut are the signature below a line `-- ` (RFC 3676, section 4.3), all below a line such as `-----Original
Message-----`, and a block of `>` lines at the end with the line above it that says who wrote. Quotations between the
lines of an answer stay: without them the answer makes no sense.
"""

from __future__ import annotations

import re

_ORIGINAL = re.compile(
    r"^\s*[-_]{3,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine|"
    r"Oorspronkelijk bericht|Mensaje original|Messaggio originale)\s*[-_]{3,}\s*$",
    re.IGNORECASE,
)
_WROTE = re.compile(r"(?:wrote|schrieb|écrit|schreef|escribió|ha scritto|escreveu)\b.{0,200}:\s*$", re.IGNORECASE)
_LONGEST_ATTRIBUTION = 3
"""Mail programs fold the line that says who wrote into at most so many."""


def own_words(text: str) -> str:
    """What the writer of a mail wrote, without signature and trailing quotation."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for index, line in enumerate(lines):
        if line == "-- " or _ORIGINAL.match(line):
            lines = lines[:index]
            break
    return "\n".join(_unquoted(lines)).strip()


def _unquoted(lines: list[str]) -> list[str]:
    end = len(lines)
    quoted = False
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        quoted = quoted or lines[end - 1].startswith(">")
        end -= 1
    if not quoted:
        return lines
    for length in range(1, min(_LONGEST_ATTRIBUTION, end) + 1):
        if _begins(lines[end - length]) and _WROTE.search(" ".join(lines[end - length : end])):
            return lines[: end - length]
    return lines[: end - 1] if end and _WROTE.search(lines[end - 1]) else lines[:end]


def _begins(line: str) -> bool:
    """Whether an attribution begins here: `On Mon, …`, `Am 2. März …`, `Le …`, `Op …`, `El …`, `Il …`, `Em …`."""
    return re.match(r"\s*(?:On|Am|Le|Op|El|Il|Em)\s", line) is not None
