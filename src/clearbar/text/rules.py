"""Rules of linting as modules: one rule, one file. What there is to know of a rule stands in its module."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules
from types import ModuleType

from clearbar.model.lint import Rule


def rule_modules(package: str, path: Iterable[str]) -> list[ModuleType]:
    """The modules of a package that are rules, by the names of their files, in the order of their codes."""
    return [import_module(f"{package}.{found.name}") for found in iter_modules(path) if found.name[:2] == "cb"]


def rule_of(module: ModuleType) -> Rule:
    """A rule as its module tells it: `CODE`, `NAME`, `TEST`, `SUMMARY`; its docstring is its page. Where the words
    matter it has `LANGUAGES`, where it needs evidence `MEASURED`, where what it finds cannot stand `FAULT`."""
    return Rule(
        code=module.CODE,
        name=module.NAME,
        test=module.TEST,
        summary=module.SUMMARY,
        page=getdoc(module) or "",
        languages=getattr(module, "LANGUAGES", frozenset()),
        measured=getattr(module, "MEASURED", False),
        fault=getattr(module, "FAULT", False),
    )
