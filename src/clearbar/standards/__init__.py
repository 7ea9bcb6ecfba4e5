"""Text → book: reading written standards, with every fault told at its place; and what their rules find."""

from clearbar.standards.lint import lint
from clearbar.standards.read import BOOK_FILE, read_book
from clearbar.standards.rules import RULES
from clearbar.standards.schema import schemas

__all__ = ["BOOK_FILE", "RULES", "lint", "read_book", "schemas"]
