"""Findings that a file lets stand, each with its reason, in a comment of the file.

    promise: We refund promptly.   # allow CB111: the law's own word
    # allow CB141, CB142: quoted from the charter
    - id: return.charter

A comment covers its own line; on a line of its own, the next line that is not a comment; where a text begins or ends on
that line, the whole text. On the line of a standard's `id` it covers the whole standard, and above the first key of a
file the whole file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from clearbar.model.lint import Finding
from clearbar.standards.written import Suppression, Written
from clearbar.text.tree import Node

_COMMENT = re.compile(
    r"(?:^|(?<=\s))#[ \t]*allow[ \t]+(?P<codes>[a-z]{1,4}\d[a-z0-9, \t]*?)[ \t]*(?::[ \t]*(?P<reason>.*?))?[ \t\r]*"
    r"(?=$|#[ \t]*allow[ \t])",
    re.MULTILINE | re.IGNORECASE,
)
"""One comment; another one may follow on its line. `# allow returns for a month` names no code and is a remark."""


def suppressions(written: Written) -> tuple[Suppression, ...]:
    """Every comment of the book that lets findings stand."""
    return tuple(one for file, text in written.texts.items() for one in _of_file(written, file, text))


def _of_file(written: Written, file: str, text: str) -> Iterator[Suppression]:
    lines = text.split("\n")
    leaves = list(_leaves(written.trees[file]))
    starts, ends = [_begin(text, leaf) for leaf in leaves], [leaf.end for leaf in leaves]
    spans = _spans(text, leaves) | _standards(written, file)
    for match in _COMMENT.finditer(text):
        at = match.start() + match.group().index("#")
        around = bisect_right(starts, at) - 1
        if around >= 0 and at < ends[around]:
            continue  # a text that looks like a comment
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        codes = tuple(code.upper() for code in re.split(r"[,\s]+", match["codes"].strip()) if code)
        reason = match["reason"] or ""
        yield Suppression(file, line, column, codes, reason, *_covered(lines, line, spans))


def _begin(text: str, leaf: Node) -> int:
    """Where a text begins: that of a block (`>`, `|`) below the line of its sign, which may bear a comment."""
    if text[leaf.start : leaf.start + 1] not in {"|", ">"}:
        return leaf.start
    sign_ends = text.find("\n", leaf.start, leaf.end)
    return leaf.end if sign_ends < 0 else sign_ends


def _lines(text: str, leaf: Node) -> tuple[int, int]:
    """The first and the last line of a text; its key, where that stands above it, is part of it."""
    written = text[leaf.start : leaf.end].rstrip()
    is_below = not text[text.rfind("\n", 0, leaf.start) + 1 : leaf.start].strip()
    return leaf.line - is_below, leaf.line + written.count("\n")


def _spans(text: str, leaves: Iterable[Node]) -> dict[int, tuple[int, int]]:
    """The first and the last line of all texts that begin or end on a line."""
    spans: dict[int, tuple[int, int]] = {}
    for first, last in (_lines(text, leaf) for leaf in leaves):
        for line in (first, last):
            known = spans.get(line, (line, line))
            spans[line] = min(first, known[0]), max(last, known[1])
    return spans


def _standards(written: Written, file: str) -> dict[int, tuple[int, int]]:
    """The first and the last line of each standard of a file, by the lines on which it begins and has its id."""
    spans: dict[int, tuple[int, int]] = {}
    for one in (each for journey in written.journeys if journey.file == file for each in journey.standards):
        first, end = one.node.line, max(leaf.end for leaf in _leaves(one.node))
        written_text = written.texts[file][one.node.start : end].rstrip()
        spans |= dict.fromkeys((first, one.place("id")[0]), (first, first + written_text.count("\n")))
    return spans


def _covered(lines: list[str], line: int, spans: Mapping[int, tuple[int, int]]) -> tuple[int, int]:
    """The first and the last line that a comment on `line` covers."""
    if _is_plain(lines[line - 1]):
        if all(_is_plain(one) for one in lines[:line]):
            return 1, len(lines)
        line = next((n for n in range(line + 1, len(lines) + 1) if not _is_plain(lines[n - 1])), line)
    return spans.get(line, (line, line))


def _is_plain(line: str) -> bool:
    """Whether a line holds no key and no text: it is empty or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def _leaves(node: Node) -> Iterator[Node]:
    if isinstance(node.value, dict):
        for inside in node.value.values():
            yield from _leaves(inside)
    elif isinstance(node.value, list):
        for inside in node.value:
            yield from _leaves(inside)
    else:
        yield node


def sort_out(findings: Iterable[Finding], known: Collection[Suppression]) -> tuple[list[Finding], list[Finding]]:
    """The findings that stand against the book, and those that its files let stand, with the reason given."""
    against, allowed = [], []
    for finding in findings:
        reason = next((one.reason for one in known if one.reason and one.covers(finding)), None)
        if reason is None:
            against.append(finding)
        else:
            allowed.append(replace(finding, allowed=reason))
    return against, allowed
