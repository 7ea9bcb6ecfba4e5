"""Walks: everybody stands in the line themselves."""
