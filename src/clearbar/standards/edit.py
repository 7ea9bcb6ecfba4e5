"""Edits of a book's files that change what they must, and keep comments, order and layout elsewhere.

Files are texts by name, as in the folder of a book. Each edit gives the files anew. Fields are those of the YAML: a
text, a list of texts, a mapping; nothing (None, an empty text, list or mapping) takes an optional field out, and
empties one that is needed, so that the fault is told at it. Where a text stands in several languages, a plain text is
the one in the book's own; the others stay. Each edit raises BookFault where the thing is not there, an id is taken, or
the file cannot be read; ValueError for a field that there is not, or a text that no file can hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearbar.standards import draft
from clearbar.standards.fields import fitted, made
from clearbar.standards.read import BOOK_FILE
from clearbar.text.lay import page, written
from clearbar.text.splice import Raw, drop, insert, put, taken
from clearbar.text.typed import at, typed

Files = Mapping[str, str]
Fields = Mapping[str, Any]


def set_book(files: Files, fields: Fields) -> dict[str, str]:
    """Sets fields of book.yaml: `organisation`, `value`, `language`, `levels` (their names) and `overall`, of which the
    keys that are given are set."""
    fields = dict(fields)
    overall = fields.pop("overall", None) or {}
    edited = _set({BOOK_FILE: "", **files}, (BOOK_FILE, ()), "book", fields)
    if not overall:
        return edited
    data = draft.sound(BOOK_FILE, edited[BOOK_FILE])
    if isinstance(data.get("overall"), dict) and data["overall"]:
        edited = _set(edited, (BOOK_FILE, ("overall",)), "overall", overall)
        left = at(typed(edited[BOOK_FILE]).data(), ("overall",))
        return edited if left else {**edited, BOOK_FILE: drop(edited[BOOK_FILE], ("overall",))}
    value = made("overall", {}, overall, draft.own_language(files))
    if not value:
        return edited
    return {**edited, BOOK_FILE: put(edited[BOOK_FILE], ("overall",), value, draft.KEYS["book"])}


def set_journey(files: Files, journey: str, fields: Fields) -> dict[str, str]:
    """Sets fields of a journey: `title`, `for`, `topics`, `customer_wants`, `quote`."""
    return _set(files, draft.journey_at(files, journey), "journey", fields)


def add_journey(files: Files, journey: str, fields: Fields) -> dict[str, str]:
    """The files with that of a new journey, `journeys/ID.yaml`. It has no step yet, a fault until one is added."""
    name = f"{draft.JOURNEYS}{journey}.yaml"
    draft.claim(files, "journey", journey, name)
    number = 2
    while name in files:
        name, number = f"{draft.JOURNEYS}{journey}-{number}.yaml", number + 1
    value = made("journey", {"journey": journey}, fields, draft.own_language(files))
    return {**files, name: page(written({**value, "steps": []}))}


def remove_journey(files: Files, journey: str) -> dict[str, str]:
    """The files without that of a journey."""
    name, _ = draft.journey_at(files, journey)
    return {file: text for file, text in files.items() if file != name}


def set_step(files: Files, journey: str, step: str, fields: Fields) -> dict[str, str]:
    """Sets fields of a step: `title`, `stage`."""
    return _set(files, draft.step_at(files, journey, step), "step", fields)


def add_step(files: Files, journey: str, step: str, fields: Fields, index: int | None = None) -> dict[str, str]:
    """Adds a step to a journey, before step number `index` (from 0), or as the last one."""
    name, _ = draft.journey_at(files, journey)
    draft.claim(files, "step", step, name, journey)
    value = made("step", {"step": step}, fields, draft.own_language(files))
    return _into(files, (name, ()), "steps", index, value)


def remove_step(files: Files, journey: str, step: str) -> dict[str, str]:
    """Takes a step out, with its standards."""
    return _without(files, draft.step_at(files, journey, step))


def move_step(files: Files, journey: str, step: str, index: int) -> dict[str, str]:
    """Moves a step within its journey, so that it is number `index` (from 0)."""
    name, path = draft.step_at(files, journey, step)
    return _into(_without(files, (name, path)), (name, ()), "steps", index, taken(files[name], path))


def set_standard(files: Files, standard: str, fields: Fields) -> dict[str, str]:
    """Sets fields of a standard: any key but `id`; and `scale`, which is `levels` or `yes_no`.

    `levels` is the whole of them by name. A scale of yes or no keeps `good` and `underperforming`, and no bar; one of
    levels has all five. What is not described yet is then an empty text, whose fault is told at it.
    """
    return _set(files, draft.standard_at(files, standard), "standard", fields)


def add_standard(
    files: Files, journey: str, step: str, standard: str, fields: Fields, index: int | None = None
) -> dict[str, str]:
    """Adds a standard to a step, before standard number `index` (from 0), or as the last one."""
    place = draft.step_at(files, journey, step)
    draft.claim(files, "standard", standard, place[0])
    value = made("standard", {"id": standard}, fields, draft.own_language(files))
    return _into(files, place, "standards", index, value)


def remove_standard(files: Files, standard: str) -> dict[str, str]:
    """Takes a standard out, in all its languages. One that it guarded keeps its `pairs_with`: a fault, told there."""
    return _without(files, draft.standard_at(files, standard))


def move_standard(files: Files, standard: str, journey: str, step: str, index: int | None = None) -> dict[str, str]:
    """Moves a standard to a step, so that it is number `index` (from 0) there, or the last one."""
    name, path = draft.standard_at(files, standard)
    draft.step_at(files, journey, step)
    left = _without(files, (name, path))
    return _into(left, draft.step_at(left, journey, step), "standards", index, taken(files[name], path))


def _set(files: Files, place: draft.Place, kind: str, fields: Fields) -> dict[str, str]:
    name, path = place
    text, own = files[name], draft.own_language(files)
    given = at(draft.sound(name, text), path)
    old = given if isinstance(given, dict) else {}
    for key, value in fitted(kind, old, fields, own).items():
        inside = (*path, key)
        text = drop(text, inside) if value is None else put(text, inside, value, draft.KEYS[kind])
    return {**files, name: text}


def _into(files: Files, place: draft.Place, key: str, index: int | None, value: dict[str, Any] | Raw) -> dict[str, str]:
    """The files with one more item in the list under `key`."""
    name, path = (place[0], (*place[1], key))
    known = at(draft.sound(name, files[name]), path)
    if not isinstance(known, list) or not known:
        item = value if isinstance(value, Raw) else [value]
        kind = "step" if key == "standards" else "journey"
        return {**files, name: put(files[name], path, item, draft.KEYS[kind])}
    there = len(known) if index is None else max(0, min(index, len(known)))
    return {**files, name: insert(files[name], path, there, value)}


def _without(files: Files, place: draft.Place) -> dict[str, str]:
    """The files without an item of a list. A step without standards has no list of them."""
    name, path = place
    text, above = files[name], path[:-1]
    if len(at(draft.sound(name, text), above)) > 1:
        return {**files, name: drop(text, path)}
    return {**files, name: drop(text, above) if above[-1] == "standards" else put(text, above, [])}
