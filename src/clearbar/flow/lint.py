"""Lint: a book with its scenarios, and what evidence tells of it → what the rules find, and what files let stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from clearbar import checks, standards
from clearbar.flow.folder import book_files, scenarios_beside, text_files
from clearbar.model.book import Book
from clearbar.model.errors import Fault, InputFault
from clearbar.model.lint import Finding, Heard, Linted, Rule
from clearbar.practice import scenarios
from clearbar.practice.scenarios.play import exemplary_talk
from clearbar.text.faults import did_you_mean

RULES: Mapping[str, Rule] = MappingProxyType({**standards.RULES, **scenarios.RULES})
"""Every rule by its code: those of a book, and those of a scenario."""


def lint(
    path: Path | str,
    heard: Mapping[str, Heard] | None = None,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Linted:
    """What the rules find in the book in the folder `path`, and in the scenarios beside it (`scenarios/*.yaml`).

    `heard` is what evidence tells of each standard (`clearbar.flow.assess.heard`); without it the measured rules are
    silent. `select` and `ignore` name rules by code, by the beginning of a code (`CB1`) or by name; nothing selected
    means all. Raises BookFault where the book cannot be read, ScenarioFault where a scenario cannot, InputFault for a
    rule that there is not.
    """
    wanted = _wanted(list(select), list(ignore))
    files, beside = book_files(path), scenarios_beside(path)
    linted = standards.lint(files, checks.kinds(), heard, wanted=wanted)
    if not beside:
        return linted
    book = standards.read_book(files, checks.kinds())
    return _together(linted, _rehearsed(beside, book, wanted))


def _rehearsed(files: Mapping[str, bytes], book: Book, wanted: set[str]) -> Linted:
    return scenarios.lint(files, book, play=exemplary_talk, wanted=wanted, codes=standards.RULES)


def _together(one: Linted, other: Linted) -> Linted:
    """Both, in the order of the files."""

    def place(finding: Finding) -> tuple[str, int, int, str]:
        return finding.file, finding.line, finding.column, finding.code

    return Linted(
        tuple(sorted((*one.findings, *other.findings))), tuple(sorted((*one.allowed, *other.allowed), key=place))
    )


def lint_texts(
    files: Mapping[str, str],
    heard: Mapping[str, Heard] | None = None,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Linted:
    """What the rules find in the book in `files`: texts by the names that they would have in a folder; else as `lint`.

    At most 500 files, 20,000,000 bytes in all and 1,000,000 each are read; more is a BookFault.
    """
    wanted = _wanted(list(select), list(ignore))
    return standards.lint(text_files(files), checks.kinds(), heard, wanted=wanted)


def _wanted(chosen: list[str], left_out: list[str]) -> set[str]:
    """The codes to look for. Raises InputFault for names of rules that there are not."""
    faults = [
        Fault(option, 0, 0, "CL001", f"there is no rule `{name}`", did_you_mean(name, _names()))
        for option, names in (("--select", chosen), ("--ignore", left_out))
        for name in names
        if not _named(name)
    ]
    if faults:
        raise InputFault(faults)
    wanted = {code for name in chosen for code in _named(name)} or set(RULES)
    return wanted - {code for name in left_out for code in _named(name)}


def measured() -> list[str]:
    """The codes of the rules that need evidence."""
    return [code for code, rule in RULES.items() if rule.measured]


def explain(name: str) -> Rule:
    """The rule with this code or name. Raises InputFault where there is none."""
    found = [rule for rule in RULES.values() if name.lower() in {rule.code.lower(), rule.name}]
    if not found:
        hint = did_you_mean(name, _names())
        raise InputFault([Fault("--explain", 0, 0, "CL001", f"there is no rule `{name}`", hint)])
    return found[0]


def _named(name: str) -> list[str]:
    """The codes that a code, its beginning or a name stands for."""
    given = name.lower()
    is_start = given.startswith("cb") and len(given) > 2
    return [code for code, rule in RULES.items() if rule.name == given or (is_start and code.lower().startswith(given))]


def _names() -> list[str]:
    return [word for rule in RULES.values() for word in (rule.code.lower(), rule.name)]
