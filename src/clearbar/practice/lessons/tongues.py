"""What lessons and printed pages say beside the words of the book, by language; English where we have no other.

The sentences lie in `wordings`, a file for each language with the same keys.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_FOLDER = files("clearbar.practice.lessons") / "wordings"
_OWN = "en"
_MARKS = MappingProxyType({"de": "„{}“", "es": "«{}»"})
_OPENING = tuple("“„«\"'‘‹")


def quoted(language: str, text: str) -> str:
    """A text between the quotation marks of a language; unchanged where it has some already."""
    told = text.strip()
    return told if told.startswith(_OPENING) else _MARKS.get(_primary(language), "“{}”").format(told)


def words_of(language: str) -> Mapping[str, str]:
    """The words in a language, or in the same language of another region; in English else."""
    primary = _primary(language)
    return _words(primary if primary in spoken() else _OWN)


@cache
def spoken() -> frozenset[str]:
    """The languages that there are words in."""
    return frozenset(one.name.removesuffix(".json") for one in _FOLDER.iterdir() if one.name.endswith(".json"))


@cache
def _words(tag: str) -> Mapping[str, str]:
    return MappingProxyType(json.loads((_FOLDER / f"{tag}.json").read_text(encoding="utf-8")))


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
