"""Again: an answer → when to ask somebody again, and which of what is due to ask within five minutes."""

from clearbar.practice.schedule import LONGEST, SECONDS, first, is_of, recall, review

__all__ = ["LONGEST", "SECONDS", "first", "is_of", "recall", "review"]
