"""Writes to reviews."""
