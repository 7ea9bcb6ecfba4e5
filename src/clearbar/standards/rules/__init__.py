"""The rules of a good standard: one rule, one file, one page of documentation, one file of cases.

A rule's module has `CODE`, `NAME`, `TEST`, `SUMMARY`, where the words matter `LANGUAGES`, where it needs evidence
`MEASURED`, and `check(written)`, which finds. Its docstring is its page. Add a rule by writing such a module and naming
it in `_MODULES`; rules do not know each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from inspect import getdoc
from types import MappingProxyType, ModuleType

from clearbar.model.lint import Finding, Rule
from clearbar.standards.rules import cb121_no_owner, cb191_no_reason, cb192_unused_allowance, cb193_unknown_code
from clearbar.standards.written import Written

Check = Callable[[Written], Iterator[Finding]]

_MODULES: tuple[ModuleType, ...] = (cb121_no_owner, cb191_no_reason, cb192_unused_allowance, cb193_unknown_code)


def _rule(module: ModuleType) -> Rule:
    return Rule(
        code=module.CODE,
        name=module.NAME,
        test=module.TEST,
        summary=module.SUMMARY,
        page=getdoc(module) or "",
        languages=getattr(module, "LANGUAGES", frozenset()),
        measured=getattr(module, "MEASURED", False),
    )


RULES: Mapping[str, Rule] = MappingProxyType({module.CODE: _rule(module) for module in _MODULES})
"""Every rule by its code, in the order of the codes."""

CHECKS: Mapping[str, Check] = MappingProxyType({module.CODE: module.check for module in _MODULES})
"""What each rule runs."""
