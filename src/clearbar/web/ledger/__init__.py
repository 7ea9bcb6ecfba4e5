"""Ledger: interactions, ratings with their revisions, comments, jobs. The truth that evidence mirrors."""
