"""Findings that a file lets stand, each with its reason, in a comment of the file.

    promise: We refund promptly.   # allow CB111: the law's own word
    # allow CB141, CB142: quoted from the charter
    - id: return.charter

A comment covers its own line; on a line of its own, the next line that is not a comment; where a text begins or ends on
that line, the whole text. Above the first key of a file it covers the whole file.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from clearbar.model.lint import Finding
from clearbar.text.tree import Node

_COMMENT = re.compile(
    r"(?:^|(?<=\s))#[ \t]*allow[ \t]+(?P<codes>[a-z]{1,4}\d[a-z0-9, \t]*?)[ \t]*(?::[ \t]*(?P<reason>.*?))?[ \t\r]*"
    r"(?=$|#[ \t]*allow[ \t])",
    re.MULTILINE | re.IGNORECASE,
)
"""One comment; another one may follow on its line. `# allow returns for a month` names no code and is a remark."""

Spans = Mapping[int, tuple[int, int]]
"""The first and the last line of what begins on a line."""


@dataclass(frozen=True)
class Suppression:
    """One comment: where it stands, which codes it names, why, and the lines that it covers (both ends in)."""

    file: str
    line: int
    column: int
    codes: tuple[str, ...]
    reason: str
    first: int
    last: int

    def covers(self, finding: Finding) -> bool:
        """Whether it lets this finding stand."""
        return finding.file == self.file and finding.code in self.codes and self.first <= finding.line <= self.last


def suppressions_in(file: str, text: str, tree: Node, more: Spans) -> Iterator[Suppression]:
    """Every comment of a file that lets findings stand. `more` are spans beside those of its texts."""
    begins = [0, *(match.end() for match in re.finditer("\n", text))]
    says = [n for n, line in enumerate(text.split("\n"), 1) if not _is_plain(line)]
    found = list(leaves(tree))
    starts, ends = [_begin(text, leaf) for leaf in found], [leaf.end for leaf in found]
    spans = _spans(text, found) | dict(more)
    for match in _COMMENT.finditer(text):
        at = match.start() + match.group().index("#")
        around = bisect_right(starts, at) - 1
        if around >= 0 and at < ends[around]:
            continue  # a text that looks like a comment
        line = bisect_right(begins, at)
        column = at - begins[line - 1] + 1
        codes = tuple(code.upper() for code in re.split(r"[,\s]+", match["codes"].strip()) if code)
        reason = match["reason"] or ""
        yield Suppression(file, line, column, codes, reason, *_covered(says, line, len(begins), spans))


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


def _spans(text: str, found: Iterable[Node]) -> dict[int, tuple[int, int]]:
    """The first and the last line of all texts that begin or end on a line."""
    spans: dict[int, tuple[int, int]] = {}
    for first, last in (_lines(text, leaf) for leaf in found):
        for line in (first, last):
            known = spans.get(line, (line, line))
            spans[line] = min(first, known[0]), max(last, known[1])
    return spans


def _covered(says: Sequence[int], line: int, last: int, spans: Spans) -> tuple[int, int]:
    """The first and the last line that a comment on `line` covers. `says` are the lines that hold a key or a text, in
    order, of the `last` ones that there are."""
    below = bisect_left(says, line)
    is_alone = below == len(says) or says[below] != line
    if is_alone and below == 0:
        return 1, last
    if is_alone and below < len(says):
        line = says[below]
    return spans.get(line, (line, line))


def _is_plain(line: str) -> bool:
    """Whether a line holds no key and no text: it is empty or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def leaves(node: Node) -> Iterator[Node]:
    """Every text at or below a node, in order."""
    if isinstance(node.value, dict):
        for inside in node.value.values():
            yield from leaves(inside)
    elif isinstance(node.value, list):
        for inside in node.value:
            yield from leaves(inside)
    else:
        yield node


def sort_out(findings: Iterable[Finding], known: Collection[Suppression]) -> tuple[list[Finding], list[Finding]]:
    """The findings that stand against the files, and those that they let stand, with the reason given."""
    against, allowed = [], []
    for finding in findings:
        reason = next((one.reason for one in known if one.reason and one.covers(finding)), None)
        if reason is None:
            against.append(finding)
        else:
            allowed.append(replace(finding, allowed=reason))
    return against, allowed


def spent(allowed: Iterable[Finding], known: Collection[Suppression]) -> frozenset[tuple[str, int, str]]:
    """The (file, line, code) of the comments by which something was allowed."""
    return frozenset((one.file, one.line, finding.code) for finding in allowed for one in known if one.covers(finding))


def without_reason(known: Iterable[Suppression], code: str) -> Iterator[Finding]:
    """Comments that give no reason, as findings of the rule `code`."""
    for one in known:
        if not one.reason:
            hint = f"write `# allow {', '.join(one.codes)}: why`"
            yield Finding(one.file, one.line, one.column, code, "this lets a finding stand without a reason", hint)


def unused(
    known: Iterable[Suppression], code: str, ran: Collection[str], used: Collection[tuple[str, int, str]]
) -> Iterator[Finding]:
    """Codes named by a comment with a reason under which nothing was found, as findings of the rule `code`."""
    for one in known:
        idle = [each for each in one.codes if one.reason and each in ran and (one.file, one.line, each) not in used]
        if idle:
            message = f"nothing is found here that {' or '.join(idle)} would tell"
            yield Finding(one.file, one.line, one.column, code, message, "take the code, or the comment, out")


def unknown(known: Iterable[Suppression], code: str, rules: Collection[str]) -> Iterator[Finding]:
    """Codes named by a comment that are not among `rules`, as findings of the rule `code`."""
    for one in known:
        absent = [each for each in one.codes if each not in rules]
        if absent:
            message = f"there is no rule {' and no rule '.join(absent)}"
            yield Finding(one.file, one.line, one.column, code, message, "`clearbar lint --rules` lists them")
