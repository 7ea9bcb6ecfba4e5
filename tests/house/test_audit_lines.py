"""Every write leaves an audit line: whatever an action writes, it or what it calls records."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src" / "clearbar" / "web"
WRITES = {
    "bulk_create", "bulk_update", "create", "create_user", "delete", "get_or_create", "save", "set_password", "update",
    "update_or_create",
}  # fmt: skip
RECORDS = {"record", "record_all"}

PARTS = {
    "ledger/actions.py keep_comment": "part of an answer or a review, which has its line; it may be anonymous",
    "surveys/actions/asking.py remind": "done by the clock; that and when stands in the invitation itself",
    "surveys/actions/asking.py forget_contacts": "done by the clock; it only forgets what nobody may keep longer",
}
"""Actions without a line of their own, and why."""

FILES = sorted(file for file in {*WEB.glob("*/actions.py"), *WEB.glob("*/actions/*.py")} if "audit" not in file.parts)


def functions(file: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def called(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """The names of what is called, and whether it is called on something (`x.save()`)."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            if isinstance(one.func, ast.Name):
                yield one.func.id, False
            elif isinstance(one.func, ast.Attribute):
                on_a_set = (
                    isinstance(one.func.value, ast.Name) and one.func.attr == "update" and _is_small(one.func.value.id)
                )
                yield one.func.attr, not on_a_set


def _is_small(name: str) -> bool:
    return name in {"values", "told", "counts", "seen"}


def reaches(name: str, known: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()) -> set[str]:
    """What a function calls, itself or through functions of its own package: `write` and `record`."""
    found: set[str] = set()
    for call, on_something in called(known[name]):
        if on_something and call in WRITES:
            found.add("write")
        if call in RECORDS:
            found.add("record")
        if call in known and call not in seen and call != name:
            found |= reaches(call, known, seen | {name})
    return found


def actions() -> Iterator[tuple[str, set[str]]]:
    for file in FILES:
        folder = file.parent.glob("*.py") if file.parent.name == "actions" else [file]
        known: dict[str, ast.FunctionDef] = {}
        for other in folder:
            known |= functions(other)
        for name in functions(file):
            public_action = not name.startswith("_") and known[name].args.kwonlyargs
            if public_action:
                yield f"{file.relative_to(WEB).as_posix()} {name}", reaches(name, known)


def all_actions() -> dict[str, set[str]]:
    """Each action with what it reaches; calling an action of another app that records is recording."""
    while True:
        found = dict(actions())
        recording = {name.split()[1] for name, reached in found.items() if "record" in reached}
        if recording <= RECORDS:
            return found
        RECORDS.update(recording)


ACTIONS = all_actions()


def test_there_are_actions_to_look_at() -> None:
    assert {one.split("/")[0] for one in ACTIONS} >= {"people", "book", "ledger"}
    assert sum("write" in found for found in ACTIONS.values()) > 20


@pytest.mark.parametrize("name", [name for name, found in ACTIONS.items() if "write" in found and name not in PARTS])
def test_an_action_that_writes_records(name: str) -> None:
    assert "record" in ACTIONS[name]


def test_parts_are_still_there() -> None:
    assert set(PARTS) <= set(ACTIONS)


def test_one_that_forgets_would_be_found() -> None:
    tree = ast.parse("def keep(*, at):\n    _write(at)\n\ndef _write(at):\n    Thing.objects.create(at=at)\n")
    known = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert reaches("keep", known) == {"write"}
