"""Who may do what with the book: everybody reads what was published, few write."""

from __future__ import annotations

from clearbar.web.people.scope import Scope


def may_write(scope: Scope) -> bool:
    """Whether somebody may see and change the draft, publish it, and choose what customers are shown."""
    return scope.rules_house
