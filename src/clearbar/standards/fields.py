"""The fields of a form and the keys of a book's files: what a form begins with, and what becomes of what it sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clearbar.model.book import Scale
from clearbar.standards import draft
from clearbar.standards.draft import DEFAULTS
from clearbar.standards.languages import is_spoken
from clearbar.standards.read import BOOK_FILE
from clearbar.standards.shape import LEVELS
from clearbar.text.lay import written
from clearbar.text.typed import at

_LISTS = frozenset({"measured_by", "teach", "topics"})
_IDS = frozenset({"id", "step", "journey", "steps", "standards"})
_YES_NO = ("underperforming", "good")


def fields_of(files: Mapping[str, str], kind: str, name: str = "") -> dict[str, Any]:
    """The fields of a `book`, `journey`, `step` (named JOURNEY/STEP) or `standard`, as a form begins with them.

    Every field is there: a text, in the book's own language; a list of texts; or a mapping. What is left out in the
    file is its default or empty. Setting just these fields changes nothing. Raises BookFault where there is no such
    thing.
    """
    file, path = _place(files, kind, name)
    data = at(draft.sound(file, files.get(file, "")), path) or {}
    return _shown(kind, data, draft.own_language(files))


def _place(files: Mapping[str, str], kind: str, name: str) -> draft.Place:
    if kind == "book":
        return BOOK_FILE, ()
    if kind == "step":
        journey, _, step = name.partition("/")
        return draft.step_at(files, journey, step)
    return draft.standard_at(files, name) if kind == "standard" else draft.journey_at(files, name)


def _shown(kind: str, data: Mapping[str, Any], own: str) -> dict[str, Any]:
    keys = [key for key in draft.KEYS[kind] if key not in _IDS]
    found = {key: _field(key, data.get(key), own) for key in keys}
    if kind == "standard":
        found["scale"] = _scale(found["levels"])
    return found


def _field(key: str, value: Any, own: str) -> Any:
    if key == "overall":
        return _shown("overall", value if isinstance(value, dict) else {}, own)
    if key == "levels":
        return {one: _own(text, own) for one, text in _in_order(value).items()} if isinstance(value, dict) else {}
    if key in _LISTS:
        return [_text(one) for one in (value if isinstance(value, list) else [value]) if one is not None]
    if key == "check":
        return _bare(value) if isinstance(value, dict) else {}
    return _own(value, own) or DEFAULTS.get(key, "")


def _own(value: Any, own: str) -> str:
    """A text in the book's own language."""
    return _text(value.get(own)) if isinstance(value, dict) else _text(value)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str) else ""


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _bare(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [_bare(inside) for inside in value]
    return None if value is None else str(value)


def _scale(levels: Mapping[str, Any]) -> str:
    return Scale.YES_NO.value if set(levels) == set(_YES_NO) else Scale.LEVELS.value


def made(kind: str, ids: Mapping[str, str], fields: Mapping[str, Any], own: str) -> dict[str, Any]:
    """A new thing as its file says it: its id, and of the fields what is not empty or is needed."""
    found = {key: value for key, value in fitted(kind, {}, fields, own).items() if value is not None}
    needed = {key: "" for key in draft.NEEDED[kind] if key not in _IDS}
    value = {**needed, **found, **ids}
    return {key: value[key] for key in draft.KEYS[kind] if key in value}


def fitted(kind: str, old: Mapping[str, Any], fields: Mapping[str, Any], own: str) -> dict[str, Any]:
    """What is to be written for the fields that are other than in the file; None for a key that goes.

    `old` is what the file says. Raises ValueError for a field that there is not.
    """
    fields = dict(fields)
    known = set(draft.KEYS[kind]) - _IDS
    unknown = [key for key in fields if key not in known and (kind, key) != ("standard", "scale")]
    if unknown:
        raise ValueError(f"a {kind} has no field {', '.join(f'`{key}`' for key in unknown)} that can be set")
    if scale := fields.pop("scale", None):
        _rescaled(fields, old, Scale(scale), own)
    found = {key: _fitted(kind, key, old.get(key), value, own) for key, value in fields.items()}
    return {
        key: value
        for key, value in found.items()
        if value != old.get(key) and not (value is None and key not in old) and not _is_default(key, value, old)
    }


def _is_default(key: str, value: Any, old: Mapping[str, Any]) -> bool:
    return key not in old and key in DEFAULTS and value == DEFAULTS[key]


def _fitted(kind: str, key: str, old: Any, new: Any, own: str) -> Any:
    """A field as the file is to say it, None if it is to say nothing."""
    new = _whole_lines(written(new))
    if _is_blank(new):
        if key not in draft.NEEDED[kind]:
            return None
        new = new if isinstance(new, str) else ""
    if key in _LISTS and isinstance(new, list) and isinstance(old, str) and new == [old]:
        return old
    if key == "levels" and isinstance(new, dict):
        before = old if isinstance(old, dict) else {}
        return {one: _spoken(f"levels.{one}", before.get(one), text, own) for one, text in _in_order(new).items()}
    return _spoken(key, old, new, own)


def _in_order(levels: Mapping[str, Any]) -> dict[str, Any]:
    """Levels from the lowest to the highest; a name that no level has comes last, for its fault to be told."""
    return {one: levels[one] for one in [*(name for name in LEVELS if name in levels), *levels]}


def _spoken(key: str, old: Any, new: Any, own: str) -> Any:
    """A text beside its translations, where there are any."""
    if is_spoken(key) and isinstance(old, dict) and old and isinstance(new, str):
        return {**old, own: new}
    return new


def _rescaled(fields: dict[str, Any], old: Mapping[str, Any], scale: Scale, own: str) -> None:
    """Levels as a scale has them; what is not described yet is blank. A scale of yes or no has the bar `good`."""
    known = _field("levels", old.get("levels"), own)
    given = fields.get("levels", known) or {}
    if given != known or _scale(known) != scale.value:
        levels = {one: text for one, text in given.items() if not _is_blank(text)}
        names = _YES_NO if scale is Scale.YES_NO else LEVELS
        fields["levels"] = {one: levels.get(one, "") for one in names} if levels or scale is Scale.YES_NO else {}
    if scale is Scale.YES_NO and fields.get("bar", old.get("bar")) != DEFAULTS["bar"]:
        fields["bar"] = None


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})


def _whole_lines(value: Any) -> Any:
    """Lines that end as lines of a file do, whatever a browser sends."""
    if isinstance(value, dict):
        return {key: _whole_lines(inside) for key, inside in value.items()}
    if isinstance(value, list):
        return [_whole_lines(inside) for inside in value]
    return type(value)(value.replace("\r\n", "\n")) if isinstance(value, str) else value
