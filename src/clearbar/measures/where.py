"""A user's filter as a condition: its words held against an allow-list, read into a tree, written anew with bound
values.

Allowed: the columns of `columns.FILTERS`; numbers, texts, true and false; `= <> < <= > >=`, `in`, `between`,
`is null`, `and`, `or`, `not` and parentheses. Nothing of the user's text reaches an engine but as a bound value.
Nothing else reaches the parser either: some of what it knows takes it for ever when nested.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from itertools import accumulate, pairwise
from typing import Any

import sqlglot
from sqlglot import Token, TokenType, exp

from clearbar.measures.columns import CHOICES, FILTERS, Kind
from clearbar.model.errors import Fault, QuestionFault
from clearbar.model.question import Condition

MAX_LENGTH = 2000
MAX_DEPTH = 40
_COMPARE: dict[type[exp.Expr], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip
_WORDS = frozenset({
    TokenType.VAR, TokenType.IDENTIFIER, TokenType.STRING, TokenType.NUMBER, TokenType.TRUE, TokenType.FALSE,
    TokenType.NULL, TokenType.AND, TokenType.OR, TokenType.NOT, TokenType.IN, TokenType.BETWEEN, TokenType.IS,
    TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT, TokenType.GTE, TokenType.DASH,
    TokenType.L_PAREN, TokenType.R_PAREN, TokenType.COMMA,
})  # fmt: skip
_NAMES = frozenset({TokenType.VAR, TokenType.IDENTIFIER})
_HINT = "such as: site = 's01' and week between 202601 and 202613"


def parse_where(text: str) -> Condition:
    """The condition that `text` states. Raises QuestionFault, which tells every fault."""
    return _read(text, _whole)[0]


def parse_parts(text: str) -> list[Condition]:
    """The conditions that `text` states together: those that `and` joins, one by one. Raises as `parse_where` does."""
    return _read(text, _joined)


def _read(text: str, cut: Callable[[Any], list[Any]]) -> list[Condition]:
    """The conditions of a text, cut into parts."""
    if len(text) > MAX_LENGTH:
        raise _fault(f"the filter is longer than {MAX_LENGTH:,} characters")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise _fault("the filter is not text in UTF-8")
    try:
        _allow(sqlglot.tokenize(text, dialect="duckdb"))
        parts = cut(sqlglot.parse_one(text, into=exp.Condition, dialect="duckdb"))
        writers = [_Writer() for _ in parts]
        written = [writer.write(part, 0) for writer, part in zip(writers, parts, strict=True)]
    except RecursionError as error:
        raise _fault("the filter is nested too deeply") from error
    except (sqlglot.errors.SqlglotError, ValueError) as error:
        raise _fault("the filter cannot be read", _HINT) from error
    if faults := [fault for writer in writers for fault in writer.faults]:
        raise QuestionFault(faults)
    return [
        Condition(sql, tuple(writer.values), frozenset(writer.columns), frozenset(_single(part)))
        for sql, writer, part in zip(written, writers, parts, strict=True)
    ]


def _whole(tree: Any) -> list[Any]:
    return [tree]


def _joined(tree: Any) -> list[Any]:
    """What `and` joins, also in parentheses."""
    parts: list[Any] = []
    left = [tree]
    while left:
        node = left.pop(0)
        if isinstance(node, exp.Paren):
            left.insert(0, node.this)
        elif isinstance(node, exp.And):
            left[:0] = list(node.flatten(unnest=False))
        else:
            parts.append(node)
    return parts


def _single(tree: Any) -> set[str]:
    """The columns of which a condition lets through one value only."""
    if isinstance(tree, exp.Paren):
        return _single(tree.this)
    if isinstance(tree, exp.And):
        return {name for part in tree.flatten() for name in _single(part)}
    return {tree.this.name.lower()} if isinstance(tree, exp.EQ) else set()


def _allow(tokens: Sequence[Token]) -> None:
    """Raises QuestionFault for words that no filter has, RecursionError for too many parentheses in each other."""
    spare = [token.text for token in tokens if token.token_type not in _WORDS and token.text.lower() not in FILTERS]
    faults = [Fault("--where", 0, 0, "CQ001", f"not allowed in a filter: {word}", _HINT) for word in spare]
    for name, after in pairwise(tokens):
        if name.token_type in _NAMES and after.token_type is TokenType.L_PAREN:
            faults.append(Fault("--where", 0, 0, "CQ001", f"functions are not allowed in a filter: {name.text}", _HINT))
    if any(token.comments for token in tokens):
        faults.append(Fault("--where", 0, 0, "CQ001", "comments are not allowed in a filter", _HINT))
    if faults:
        raise QuestionFault(faults)
    steps = {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}
    if max(accumulate(steps.get(token.token_type, 0) for token in tokens), default=0) > MAX_DEPTH:
        raise RecursionError


def _fault(message: str, hint: str = "") -> QuestionFault:
    return QuestionFault([Fault("--where", 0, 0, "CQ001", message, hint)])


class _Writer:
    """Writes an allow-listed tree as SQL; gathers values, columns and faults on the way."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.columns: set[str] = set()
        self.faults: list[Fault] = []
        self.nodes: dict[type[exp.Expr], Callable[[Any, int], str]] = {
            exp.And: lambda node, depth: self._join(node, "and", depth),
            exp.Or: lambda node, depth: self._join(node, "or", depth),
            exp.Not: lambda node, depth: f"not {self.write(node.this, depth)}",
            exp.Paren: lambda node, depth: f"({self.write(node.this, depth)})",
            exp.In: self._in,
            exp.Between: self._between,
            exp.Is: self._is,
            exp.Column: self._flag,
            **{kind: self._compare for kind in _COMPARE},
        }

    def write(self, node: Any, depth: int) -> str:
        """The SQL of a condition."""
        if depth > MAX_DEPTH:
            raise RecursionError
        write = self.nodes.get(type(node))
        return write(node, depth + 1) if write else self._refuse(f"not allowed in a filter: {type(node).__name__}")

    def _refuse(self, message: str, hint: str = _HINT) -> str:
        self.faults.append(Fault("--where", 0, 0, "CQ001", message, hint))
        return "false"

    def _join(self, node: Any, word: str, depth: int) -> str:
        parts = node.flatten(unnest=False)  # a long chain is no deep nest
        return f"({f' {word} '.join(self.write(part, depth) for part in parts)})"

    def _compare(self, node: Any, _: int) -> str:
        column, value = node.this, node.expression
        operator = _COMPARE[type(node)]
        if not isinstance(column, exp.Column):
            return self._refuse("a comparison begins with a column")
        name = self._name(column)
        return f"{FILTERS[name][0]} {operator} {self._value(name, value)}" if name else "false"

    def _in(self, node: Any, _: int) -> str:
        name = self._name(node.this)
        if not node.expressions:
            return self._refuse("`in` needs a list of values in parentheses")
        if not name:
            return "false"
        return f"{FILTERS[name][0]} in ({', '.join(self._value(name, value) for value in node.expressions)})"

    def _between(self, node: Any, _: int) -> str:
        if node.args.get("symmetric"):
            return self._refuse("`between` names the lower value first")
        name = self._name(node.this)
        if not name:
            return "false"
        low, high = self._value(name, node.args["low"]), self._value(name, node.args["high"])
        return f"{FILTERS[name][0]} between {low} and {high}"

    def _is(self, node: Any, _: int) -> str:
        name = self._name(node.this)
        if not isinstance(node.expression, exp.Null):
            return self._refuse("`is` goes with `null` or `not null`")
        return f"{FILTERS[name][0]} is null" if name else "false"

    def _flag(self, node: Any, _: int) -> str:
        name = self._name(node)
        if name and FILTERS[name][1] is not Kind.TRUTH:
            return self._refuse(f"`{name}` alone is no condition; compare it with a value")
        return FILTERS[name][0] if name else "false"

    def _name(self, node: Any) -> str | None:
        name = node.name.lower() if isinstance(node, exp.Column) and not node.args.get("table") else ""
        if name in FILTERS:
            self.columns.add(name)
            return name
        near = get_close_matches(name, FILTERS, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(sorted(FILTERS))}"
        self._refuse(f"unknown column `{name}`" if name else "a column is expected here", hint)
        return None

    def _value(self, name: str, node: Any) -> str:
        value, kind = _literal(node), FILTERS[name][1]
        fits = {
            Kind.TEXT: isinstance(value, str),
            Kind.NUMBER: isinstance(value, (int, float)) and not isinstance(value, bool),
            Kind.TRUTH: isinstance(value, bool),
        }
        if not fits[kind]:
            quoted = " in single quotes" if kind is Kind.TEXT else ""
            self._refuse(f"`{name}` is compared with a {kind} value{quoted}")
        elif name in CHOICES and value not in CHOICES[name]:
            self._refuse(f"`{name}` is never `{value}`", f"known: {', '.join(CHOICES[name])}")
        self.values.append(value)
        return "?"


def _literal(node: Any) -> str | int | float | bool | None:
    """The value of a literal; None for anything else."""
    if isinstance(node, exp.Neg):
        value = _literal(node.this)
        return -value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    if isinstance(node, exp.Boolean):
        return bool(node.this)
    if not isinstance(node, exp.Literal):
        return None
    if node.is_string:
        return str(node.this)
    try:
        number = float(node.this)
    except ValueError:
        return None
    if abs(number) > 1e15:
        return None
    return int(number) if number == int(number) else number
