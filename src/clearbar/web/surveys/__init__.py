"""Surveys: customers, colleagues and vendors say what they expected and what they got."""
