"""Writes of the API: permission, transaction, audit line."""
