"""Pages of the documentation as tests read them: sections, tables and blocks."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"

_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    """The text of a page, by its path under docs."""
    return (DOCS / name).read_text(encoding="utf-8")


def pages() -> list[str]:
    """All pages, by their paths under docs."""
    return sorted(file.relative_to(DOCS).as_posix() for file in DOCS.rglob("*.md"))


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return [found["text"] for found in _BLOCK.finditer(text) if found["language"] == language]


def without_blocks(text: str) -> str:
    return _BLOCK.sub("", text)


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any depth. Fails where there is no such heading."""
    parts = re.split(r"^#+ +(.+)$", without_blocks(text), flags=re.MULTILINE)
    found = {title.strip(): body for title, body in zip(parts[1::2], parts[2::2], strict=True)}
    assert heading in found, f"no heading {heading!r}; there are {sorted(found)}"
    return found[heading]


def tables(text: str) -> list[list[dict[str, str]]]:
    """The tables in a text, each a list of rows by column name."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line.strip())[1:-1]
            found[-1].append([cell.strip().replace("\\|", "|") for cell in cells])
        elif found[-1]:
            found.append([])
    return [[dict(zip(rows[0], row, strict=True)) for row in rows[2:]] for rows in found if rows]


def code(cell: str) -> str:
    """What stands in a cell as code; fails unless it is one piece of code."""
    assert re.fullmatch(r"`[^`]+`", cell), cell
    return cell.strip("`")
