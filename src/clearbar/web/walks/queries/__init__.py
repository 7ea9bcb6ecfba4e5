"""Reads of walks."""
