"""Forms of the book."""
