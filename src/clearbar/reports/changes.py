"""What changed between two versions of a book, as text for staff."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from clearbar.model.change import Change, Changes, Kind

_WORD = {Kind.NEW: "New", Kind.CHANGED: "Changed", Kind.REWORDED: "Same bar", Kind.GONE: "Gone"}
_WHOLE = "The whole interaction"


def changes_text(found: Changes, width: int = 80) -> str:
    """The changes as plain text of at most `width` letters a line."""
    if not found.changes and not found.about:
        return "Nothing changes for staff."
    lines = [*_said(found.about, "", width), *([""] if found.about else [])]
    for journey, group in groupby(found.changes, key=lambda one: one.journey):
        lines += [journey or _WHOLE, *(line for one in group for line in _change(one, width)), ""]
    return "\n".join([*lines, *_said([_closing(found)], "", width)])


def _change(one: Change, width: int) -> Iterator[str]:
    yield from _said([f"{_WORD[one.kind]}: {one.promise}"], "  ", width)
    yield f"      {one.standard}{f', in “{one.step}”' if one.step else ''}"
    yield from _said(one.says, "    - ", width)


def _said(sentences: tuple[str, ...] | list[str], mark: str, width: int) -> Iterator[str]:
    for sentence in sentences:
        yield from wrap(sentence, width, initial_indent=mark, subsequent_indent=" " * len(mark))


def _closing(found: Changes) -> str:
    again = sum(one.again for one in found.changes)
    signed = f"{again} to be read and signed anew" if again else "Nothing is to be signed anew"
    stay = f"{found.same or 'none'} {'stay as they are' if found.same > 1 else 'stays as it is'}"
    return f"{signed}; {stay}."
