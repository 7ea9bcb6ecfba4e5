"""Audit: what was done, by whom, to what; values sealed with a key per subject."""
