"""Reads of figures, and of what was said."""
