"""Text → book: reading written standards, with every fault told at its place; what their rules find; and edits."""

from clearbar.standards import edit
from clearbar.standards.changes import changes
from clearbar.standards.draft import belongs
from clearbar.standards.fields import fields_of
from clearbar.standards.lint import lint
from clearbar.standards.outline import Outline, outline_of
from clearbar.standards.places import Spot, place_of
from clearbar.standards.read import BOOK_FILE, read_book
from clearbar.standards.rules import RULES
from clearbar.standards.schema import schemas
from clearbar.standards.starters import TRADES, starter
from clearbar.standards.zipped import MOST_BYTES, Unpacked, pack, size_faults, unpack

__all__ = [
    "BOOK_FILE",
    "MOST_BYTES",
    "RULES",
    "TRADES",
    "Outline",
    "Spot",
    "Unpacked",
    "belongs",
    "changes",
    "edit",
    "fields_of",
    "lint",
    "outline_of",
    "pack",
    "place_of",
    "read_book",
    "schemas",
    "size_faults",
    "starter",
    "unpack",
]
