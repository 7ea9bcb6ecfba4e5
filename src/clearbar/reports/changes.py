"""What changed between two versions of a book, as text for staff."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from clearbar.model.change import Change, ChangeInWords, Changes, ChangesInWords, Kind

_WORD = {Kind.NEW: "New", Kind.CHANGED: "Changed", Kind.REWORDED: "Same bar", Kind.GONE: "Gone"}
_WHOLE = "The whole interaction"


def changes_in_words(found: Changes) -> ChangesInWords:
    """The changes as they are told: what a page, a letter and a terminal show alike."""
    if not found.changes and not found.about:
        return ChangesInWords((), (), "Nothing changes for staff.")
    groups = groupby(found.changes, key=lambda one: one.journey)
    parts = tuple((journey or _WHOLE, tuple(map(_in_words, group))) for journey, group in groups)
    return ChangesInWords(found.about, parts, _closing(found))


def _in_words(one: Change) -> ChangeInWords:
    return ChangeInWords(_WORD[one.kind], one.standard, one.step, one.promise, one.says, one.again)


def changes_text(found: Changes, width: int = 80) -> str:
    """The changes as plain text of at most `width` letters a line."""
    told = changes_in_words(found)
    if not told.parts and not told.about:
        return told.closing
    lines = [*_said(told.about, "", width), *([""] if told.about else [])]
    for title, changes in told.parts:
        lines += [title, *(line for one in changes for line in _change(one, width)), ""]
    return "\n".join([*lines, *_said([told.closing], "", width)])


def _change(one: ChangeInWords, width: int) -> Iterator[str]:
    yield from _said([f"{one.word}: {one.promise}"], "  ", width)
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
