"""Books as texts → books as values, read once for each content; what is wrong with them, and what changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from clearbar.flow import assess, define, inform
from clearbar.flow.mirror import editions_of, is_there
from clearbar.model.book import Book
from clearbar.model.change import ChangesInWords
from clearbar.model.lint import Heard
from clearbar.web.bridge.models import Edition
from clearbar.web.bridge.places import evidence

Files = Mapping[str, str]
"""The files of a book's folder: name → YAML text."""

TRADES = define.TRADES
"""The trades that there is a book to begin with for."""
starter = define.starter_texts
pack, unpack = define.pack, define.unpack
Unpacked = define.Unpacked


def own(files: Files) -> dict[str, str]:
    """Those of the files that are a book's: what stands beside it, such as scenarios, is no part of its versions."""
    return {name: text for name, text in files.items() if define.belongs(name)}


def read(files: Files) -> Book:
    """The book in these texts. Raises BookFault with every fault found."""
    return _read(json.dumps(dict(files), sort_keys=True))


@lru_cache(maxsize=32)
def _read(texts: str) -> Book:
    return define.read_book_texts(json.loads(texts))


def keep_editions(book: Book) -> None:
    """Keeps the editions of a book that is being published, for the evidence."""
    rows = [Edition(**{name: getattr(one, name) for name in one.__dataclass_fields__}) for one in editions_of(book)]
    Edition.objects.bulk_create(rows, ignore_conflicts=True)


def changed(old: Book, new: Book, language: str = "") -> ChangesInWords:
    """What changed for staff from one version to another, in words, quoted in `language` where both tell it."""
    return inform.changes_in_words(define.changes(old, new, language))


def heard(book: Book) -> dict[str, Heard] | None:
    """What the evidence tells of each standard of a book; None before anything was mirrored."""
    return assess.heard(book, evidence()) if is_there(evidence()) else None
