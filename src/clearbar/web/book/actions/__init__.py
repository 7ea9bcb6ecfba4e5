"""Writes to the book."""

from clearbar.web.book.actions.versions import publish

__all__ = ["publish"]
