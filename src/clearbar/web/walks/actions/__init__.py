"""Writes of walks."""
