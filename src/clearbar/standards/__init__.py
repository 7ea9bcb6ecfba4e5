"""Text → book: reading written standards, with every fault told at its place; and what their rules find."""

from clearbar.standards.changes import changes
from clearbar.standards.lint import lint
from clearbar.standards.read import BOOK_FILE, read_book
from clearbar.standards.rules import RULES
from clearbar.standards.schema import schemas
from clearbar.standards.starters import TRADES, starter

__all__ = ["BOOK_FILE", "RULES", "TRADES", "changes", "lint", "read_book", "schemas", "starter"]
