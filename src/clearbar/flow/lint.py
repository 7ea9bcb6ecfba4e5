"""Lint: a book, and what evidence tells of it → what its rules find, and what its files let stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from clearbar import checks, standards
from clearbar.flow.folder import book_files
from clearbar.model.errors import Fault, InputFault
from clearbar.model.lint import Heard, Linted, Rule
from clearbar.text.faults import did_you_mean

RULES = standards.RULES
"""Every rule by its code."""


def lint(
    path: Path | str,
    heard: Mapping[str, Heard] | None = None,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> Linted:
    """What the rules find in the book in the folder `path`.

    `heard` is what evidence tells of each standard (`clearbar.flow.assess.heard`); without it the measured rules are
    silent. `select` and `ignore` name rules by code, by the beginning of a code (`CB1`) or by name; nothing selected
    means all. Raises BookFault where the book cannot be read, InputFault for a rule that there is not.
    """
    chosen, left_out = list(select), list(ignore)
    faults = [
        Fault(option, 0, 0, "CL001", f"there is no rule `{name}`", did_you_mean(name, _names()))
        for option, names in (("--select", chosen), ("--ignore", left_out))
        for name in names
        if not _named(name)
    ]
    if faults:
        raise InputFault(faults)
    wanted = {code for name in chosen for code in _named(name)} or set(RULES)
    wanted -= {code for name in left_out for code in _named(name)}
    return standards.lint(book_files(path), checks.kinds(), heard, wanted=wanted)


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
