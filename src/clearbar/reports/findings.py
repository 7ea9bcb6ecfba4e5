"""Findings as text, JSON, SARIF and annotations of a code host."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from string import ascii_letters, digits
from typing import Any

from clearbar.model.lint import Finding, Linted, Rule

FORMAT = "clearbar.lint/1"
"""Name and version of the JSON document. The number rises when a key goes or changes its meaning."""

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_UNRESERVED = frozenset(f"{ascii_letters}{digits}-._~/".encode())
"""What a URI's path holds unescaped (RFC 3986, §2.3), and the slash between its parts."""

Rules = Mapping[str, Rule]


def text(linted: Linted, rules: Rules, root: str) -> str:
    """One line a finding with its hint below, and how many there are."""
    del rules
    return "\n".join([*(_line(one, root) for one in linted.findings), counted(linted)])


def _line(one: Finding, root: str) -> str:
    hint = f"\n    hint: {one.hint}" if one.hint else ""
    return f"{root}{one.file}:{one.line}:{one.column} {one.code} {one.message}{hint}"


def counted(linted: Linted) -> str:
    """How many findings there are, and how many the files let stand."""
    number, allowed = len(linted.findings), len(linted.allowed)
    told = "No findings" if not number else f"{number:,} finding{'s' if number != 1 else ''}"
    standards = len({one.standard for one in linted.findings if one.standard})
    if standards > 1:
        told += f" in {standards:,} standards"
    return told + (f"; {allowed:,} allowed with a reason." if allowed else ".")


def as_json(linted: Linted, rules: Rules, root: str) -> str:
    """A document with stable keys."""
    document = {
        "format": FORMAT,
        "findings": [_plain(one, rules, root) for one in linted.findings],
        "allowed": [_plain(one, rules, root) for one in linted.allowed],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _plain(one: Finding, rules: Rules, root: str) -> dict[str, Any]:
    rule = rules[one.code]
    told = {
        "file": root + one.file,
        "line": one.line,
        "column": one.column,
        "code": one.code,
        "rule": rule.name,
        "test": rule.test.value,
        "standard": one.standard or None,
        "message": one.message,
        "hint": one.hint or None,
    }
    return told | ({"reason": one.allowed} if one.allowed is not None else {})


def sarif(linted: Linted, rules: Rules, root: str) -> str:
    """SARIF 2.1.0 (OASIS standard, 2020): read by code hosts and editors. What the files let stand is suppressed."""
    used = sorted({one.code for one in (*linted.findings, *linted.allowed)})
    run = {
        "tool": {"driver": {"name": "clearbar", "rules": [_sarif_rule(rules[code]) for code in used]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, used, root) for one in (*linted.findings, *linted.allowed)],
    }
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "properties": {"tags": [rule.test.value]},
    }


def _result(one: Finding, used: Sequence[str], root: str) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": _uri(root + one.file)},
        "region": {"startLine": one.line, "startColumn": one.column},
    }
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": used.index(one.code),
        "level": "warning",
        "message": {"text": f"{one.message}. {one.hint}".removesuffix(". ")},
        "locations": [{"physicalLocation": place}],
    }
    if one.allowed is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": one.allowed}]
    return result


def _uri(path: str) -> str:
    """A file's name as SARIF takes it (2.1.0, §3.4.3): a URI, whose spaces and letters beyond ASCII are escaped."""
    escaped = "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in path.encode())
    return f"file://{escaped}" if path.startswith("/") else escaped


def github(linted: Linted, rules: Rules, root: str) -> str:
    """Workflow commands, which GitHub shows beside the lines."""
    return "\n".join([*(_command(one, rules, root) for one in linted.findings), counted(linted)])


def _command(one: Finding, rules: Rules, root: str) -> str:
    title = f"{one.code} {rules[one.code].name}"
    keys = {"file": root + one.file, "line": one.line, "col": one.column, "title": title}
    listed = ",".join(f"{key}={_escaped(str(value), ',:')}" for key, value in keys.items())
    return f"::warning {listed}::{_escaped(f'{one.message}. {one.hint}'.removesuffix('. '))}"


def _escaped(value: str, more: str = "") -> str:
    """A value as a workflow command takes it."""
    for sign in "%\r\n" + more:
        value = value.replace(sign, f"%{ord(sign):02X}")
    return value


FORMATS: Mapping[str, Callable[[Linted, Rules, str], str]] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "github": github,
}
"""How findings can be told. `root` is put before each file's name."""
