"""The rules of a good scenario: one rule, one file, one page of documentation, one file of cases.

A rule's module `cbNNN_name.py` has `CODE`, `NAME`, `TEST`, `SUMMARY`, where the words matter `LANGUAGES`, where what it
finds cannot stand `FAULT`, and `check(written)`, which finds. Its docstring is its page. Add a rule by writing such a
module: it is found by its file's name. Rules do not know each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from clearbar.model.lint import Finding, Rule
from clearbar.practice.scenarios.written import Written
from clearbar.text.rules import rule_modules, rule_of

Check = Callable[[Written], Iterator[Finding]]

_MODULES = rule_modules(__name__, __path__)

RULES: Mapping[str, Rule] = MappingProxyType({module.CODE: rule_of(module) for module in _MODULES})
"""Every rule by its code, in the order of the codes."""

CHECKS: Mapping[str, Check] = MappingProxyType({module.CODE: module.check for module in _MODULES})
"""What each rule runs."""
