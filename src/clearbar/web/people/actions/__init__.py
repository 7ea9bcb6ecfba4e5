"""Writes to people: each asks whether it may, is one transaction, and leaves an audit line."""
