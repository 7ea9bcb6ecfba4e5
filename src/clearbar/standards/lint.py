"""A book → what its rules find, and what its files let stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from clearbar.model.lint import Finding, Heard, Linted, Test
from clearbar.standards.read import Kinds, read
from clearbar.standards.rules import CHECKS, RULES
from clearbar.standards.suppress import suppressions
from clearbar.standards.written import Written, written
from clearbar.text.allowances import sort_out, spent


def lint(
    files: Mapping[str, bytes],
    kinds: Kinds,
    heard: Mapping[str, Heard] | None = None,
    *,
    wanted: Collection[str] | None = None,
) -> Linted:
    """What the rules find in the book in `files` (name → content), in the order of the files.

    `heard` is what evidence tells of each standard by id; without it the measured rules are silent. `wanted` are the
    codes to look for, all if None. Raises BookFault where the book cannot be read.
    """
    book = written(read(files, kinds), heard)
    asked = [code for code, rule in RULES.items() if wanted is None or code in wanted]
    first = [code for code in asked if RULES[code].test is not Test.SUPPRESSED]
    ran = frozenset(_able(first, heard is not None))
    book = replace(book, suppressions=suppressions(book), rules=frozenset(RULES), ran=ran)
    against, allowed = sort_out(_found(book, sorted(book.ran)), book.suppressions)
    book = replace(book, spent=spent(allowed, book.suppressions))
    against += _found(book, [code for code in asked if RULES[code].test is Test.SUPPRESSED])
    return Linted(tuple(sorted(against)), tuple(sorted(allowed, key=_place)))


def _able(codes: Collection[str], heard: bool) -> list[str]:
    """The codes that can be looked for: measured ones only with evidence."""
    return [code for code in codes if heard or not RULES[code].measured]


def _found(book: Written, codes: Collection[str]) -> list[Finding]:
    return [finding for code in codes for finding in CHECKS[code](book)]


def _place(finding: Finding) -> tuple[str, int, int, str]:
    return finding.file, finding.line, finding.column, finding.code
