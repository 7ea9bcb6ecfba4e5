"""Faults of shape in words: what a validator found, with code, place and hint."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from clearbar.model.errors import Fault
from clearbar.text.tree import Node


def shape_faults(file: str, node: Node, error: ValidationError, shape: type[BaseModel]) -> list[Fault]:
    """Every fault of `error`, placed in the file that `node` was read from."""
    found = [dict(one) for one in error.errors(include_url=False, include_input=True)]
    return [_fault(file, node, one, shape) for one in found if not _echo(one)]


def _echo(one: dict[str, Any]) -> bool:
    """A list counted as empty only because its items have faults of their own."""
    return one["type"] == "too_short" and bool(one.get("input"))


def _fault(file: str, node: Node, one: dict[str, Any], shape: type[BaseModel]) -> Fault:
    path = tuple(part for part in one["loc"] if part != "[key]")
    name = str(path[-1]) if path else ""
    if one["type"] == "extra_forbidden":
        line, column = node.place(path, of_key=True)
        hint = did_you_mean(name, _keys(shape, path[:-1]))
        return Fault(file, line, column, "CB005", f"unknown key `{name}`", hint)
    if one["type"] == "missing":
        line, column = node.place(path[:-1])
        return Fault(file, line, column, "CB006", f"`{name}` is missing", _purpose(shape, path))
    line, column = node.place(path, of_key="[key]" in one["loc"])
    field = next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")
    return Fault(file, line, column, "CB007", f"`{field}`: {_said(one)}", _hint(one))


def _said(one: dict[str, Any]) -> str:
    message = str(one["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    if one["type"] in {"too_short", "string_too_short"} or (one["type"] == "string_type" and one.get("input") is None):
        return "is empty"
    if one["type"] in {"model_type", "dict_type", "model_attributes_type"}:
        return "should be a mapping (`key: value` lines)"
    if one["type"] in {"tuple_type", "list_type"}:
        return "should be a list (`- item` lines)"
    if one["type"] == "string_pattern_mismatch":
        return f"should look like {one['ctx']['pattern']}"
    return message


def _hint(one: dict[str, Any]) -> str:
    if one["type"] == "less_than_equal" and one["ctx"]["le"] == 1:
        return "a share is written as `90%` or `0.9`"
    expected = one.get("ctx", {}).get("expected", "")
    if not isinstance(one.get("input"), str) or not expected:
        return ""
    choices = [word.strip(" '") for word in str(expected).replace(" or ", ",").split(",")]
    return did_you_mean(one["input"], choices)


def did_you_mean(word: str, choices: list[str]) -> str:
    """A hint that names the nearest choice, or all of them where they are few."""
    near = get_close_matches(word.lower(), choices, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"known: {', '.join(choices)}" if 0 < len(choices) <= 16 else ""


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]


def _field(shape: type[BaseModel], name: str) -> Any:
    return next((info for key, info in shape.model_fields.items() if name in {key, info.alias}), None)


def _at(shape: type[BaseModel], path: tuple[Any, ...]) -> type[BaseModel] | None:
    is_key = False
    for part in path:
        if isinstance(part, int) or is_key:
            is_key = False  # the name of one of several things of the same shape
            continue
        info = _field(shape, str(part))
        inside = _models(info.annotation) if info else []
        if not info or not inside:
            return None
        shape, is_key = inside[0], get_origin(info.annotation) is dict
    return shape


def _keys(shape: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    model = _at(shape, path)
    return [info.alias or key for key, info in model.model_fields.items()] if model else []


def _purpose(shape: type[BaseModel], path: tuple[Any, ...]) -> str:
    model = _at(shape, path[:-1])
    info = _field(model, str(path[-1])) if model else None
    return f"{info.description}" if info and info.description else ""
