"""Findings that a file lets stand, each with its reason, in a comment of the file.

    promise: We refund promptly.   # allow CB111: the law's own word
    # allow CB141, CB142: quoted from the charter
    - id: return.charter

A comment covers its own line; on a line of its own, the next line that is not a comment. On the line of a standard's
`id` it covers the whole standard, and above the first key of a file the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from clearbar.model.lint import Finding
from clearbar.standards.written import Suppression, Written
from clearbar.text.tree import Node

_COMMENT = re.compile(
    r"(?:^|(?<=\s))#[ \t]*allow[ \t]+(?P<codes>[A-Za-z0-9, ]+?)[ \t]*(?::[ \t]*(?P<reason>.*?))?[ \t\r]*$", re.MULTILINE
)


def suppressions(written: Written) -> tuple[Suppression, ...]:
    """Every comment of the book that lets findings stand."""
    return tuple(one for file, text in written.texts.items() for one in _of_file(written, file, text))


def _of_file(written: Written, file: str, text: str) -> Iterator[Suppression]:
    lines = text.split("\n")
    scalars = [(leaf.start, leaf.end) for leaf in _leaves(written.trees[file])]
    for match in _COMMENT.finditer(text):
        at = match.start() + match.group().index("#")
        if any(start <= at < end for start, end in scalars):
            continue  # a text that looks like a comment
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        codes = tuple(code.upper() for code in re.split(r"[,\s]+", match["codes"].strip()) if code)
        reason = match["reason"] or ""
        yield Suppression(file, line, column, codes, reason, *_covered(written, file, lines, line))


def _covered(written: Written, file: str, lines: list[str], line: int) -> tuple[int, int]:
    """The first and the last line that a comment on `line` covers."""
    if _is_plain(lines[line - 1]):
        if all(_is_plain(one) for one in lines[:line]):
            return 1, len(lines)
        line = next((n for n in range(line + 1, len(lines) + 1) if not _is_plain(lines[n - 1])), line)
    for standard in written.standards:
        if standard.file == file and line in {standard.node.line, standard.place("id")[0]}:
            last = max(leaf.end for leaf in _leaves(standard.node))
            return standard.node.line, written.texts[file].count("\n", 0, last) + 1
    return line, line


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
