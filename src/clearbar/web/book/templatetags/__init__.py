"""Filters of the book's templates."""
