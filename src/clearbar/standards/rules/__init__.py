"""The rules of a good standard: one rule, one file, one page of documentation, one file of cases.

A rule's module `cbNNN_name.py` has `CODE`, `NAME`, `TEST`, `SUMMARY`, where the words matter `LANGUAGES`, where it
needs evidence `MEASURED`, and `check(written)`, which finds. Its docstring is its page. Add a rule by writing such a
module: it is found by its file's name. Rules do not know each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType

from clearbar.model.lint import Finding, Rule
from clearbar.standards.written import Written

Check = Callable[[Written], Iterator[Finding]]

_MODULES = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__) if found.name[:2] == "cb"]


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
