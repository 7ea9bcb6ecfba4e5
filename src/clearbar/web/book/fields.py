"""The fields of a form, one beside the other, and those of a book's files, some of them within others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from clearbar.model.book import Level
from clearbar.text.lay import page, written
from clearbar.text.tree import parse
from clearbar.text.typed import typed as yaml_typed

LEVELS = tuple(level.name.lower() for level in Level)
OVERALL = ("promise", "bar", "target", "question")
_LISTS = frozenset({"topics", "teach"})
SETTINGS = "check.settings"


def flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as a form has them: texts, and a list where boxes are ticked. What stands within others has a dot."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "levels":
            found |= {f"levels.{level}": value.get(level, "") for level in LEVELS}
        elif name == "overall":
            found |= {f"overall.{key}": value[key] for key in OVERALL}
        elif name == "check":
            found |= {"check.kind": value.get("kind", ""), SETTINGS: _settings(value)}
        else:
            found[name] = ", ".join(value) if name in _LISTS else value
    return found


def _settings(check: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in check.items() if key != "kind"}
    return page(written(rest)).strip() if rest else ""


def to_set(all_: Mapping[str, Any], changed: Collection[str]) -> dict[str, Any]:
    """The fields of the files that are to be set: those of the form that `changed`, with what belongs to them. Raises
    ValueError for settings of a check that cannot be read."""
    found: dict[str, Any] = {name: _listed(name, all_[name]) for name in changed if "." not in name}
    if any(name.startswith("levels.") for name in changed):
        levels = {level: all_[f"levels.{level}"] for level in LEVELS if all_[f"levels.{level}"].strip()}
        found["levels"] = levels
    if overall := [name for name in changed if name.startswith("overall.")]:
        found["overall"] = {name.removeprefix("overall."): all_[name] for name in overall}
    if any(name.startswith("check.") for name in changed):
        found["check"] = _check(all_["check.kind"], all_[SETTINGS])
    return found


def _listed(name: str, value: Any) -> Any:
    if name in _LISTS:
        return [word for part in value.split(",") if (word := part.strip())]
    return value


def _check(kind: str, settings: str) -> dict[str, Any]:
    return {"kind": kind, **read_settings(settings)} if kind else {}


def read_settings(settings: str) -> dict[str, Any]:
    """The settings of a check, one on each line. Raises ValueError where they cannot be read, with the line."""
    node, faults = parse("settings", settings.encode(errors="replace"))
    if faults:
        raise ValueError("; ".join(f"line {one.line}: {one.message}" for one in faults))
    data = yaml_typed(settings).data() if node and node.value is not None else {}
    if not isinstance(data, dict):
        raise ValueError("write each setting as `name: value`, on a line of its own")
    return data


def tidy(value: Any) -> Any:
    """A value without what a browser adds to it."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return list(value) if isinstance(value, (list, tuple)) else value


def in_words(value: Any) -> str:
    """A value as it is told to others."""
    said = ", ".join(value) if isinstance(value, list) else str(value)
    return said or "(nothing)"


def as_before(text: str, before: str) -> str:
    """A text from a browser, with lines that end as those of the text before; that text itself where nothing else
    changed."""
    plain = text.replace("\r\n", "\n")
    if plain == before.replace("\r\n", "\n"):
        return before
    return plain.replace("\n", "\r\n") if before and before.count("\r\n") == before.count("\n") > 0 else plain
