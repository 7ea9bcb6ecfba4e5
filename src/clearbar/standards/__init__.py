"""Text → book: reading written standards, with every fault told at its place."""

from clearbar.standards.read import BOOK_FILE, read_book
from clearbar.standards.schema import schemas

__all__ = ["BOOK_FILE", "read_book", "schemas"]
