"""What somebody has to do for their practice, of all parts, in the order in which it is done."""

from __future__ import annotations

from datetime import datetime

from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope
from clearbar.web.practice.queries import choose_acts, learn_acts, present_acts, rehearse_acts, sign_acts

_PARTS = (sign_acts, learn_acts, rehearse_acts, present_acts, choose_acts)
"""A signature first: what one has not agreed to one need not practise."""


def acts(scope: Scope, now: datetime) -> list[Act]:
    """What waits for them, the most pressing first."""
    return [act for part in _PARTS for act in part.acts(scope, now)]


def first(scope: Scope, now: datetime) -> Act | None:
    """The most pressing of what waits for them; later parts are not asked once one has something."""
    return next((act for part in _PARTS for act in part.acts(scope, now)), None)
