"""Findings: what measures and single events say → what deserves an act, one rule for each kind.

    rules → those that the guard lets through → duplicates merged → in the order of their dates

*One event may prompt a conversation or a recovery; a statement about a person needs a verdict; a formal step needs
both and a human decision. Safety and misconduct lie outside this guard.*
"""

from clearbar.followup.found.every import RULES, every, quizzes
from clearbar.followup.found.guard import against
from clearbar.followup.found.merge import is_much_worse, merged
from clearbar.followup.found.telling import Telling

__all__ = ["RULES", "Telling", "against", "every", "is_much_worse", "merged", "quizzes"]
