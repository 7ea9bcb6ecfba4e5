"""Conflicts of interest: what stands between somebody who rates and somebody who is rated.

They are written down where reviews are drawn, and bind others as well. Who keeps them registers a function; who must
keep to them asks here, and neither knows the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

Teller = Callable[[Collection[str], str, str | None], Mapping[str, str]]
"""Raters, the person rated and their team → the reason, for each rater with a conflict."""

_TELLERS: list[Teller] = []


def tells_conflicts(teller: Teller) -> Teller:
    """Registers who can tell conflicts."""
    _TELLERS.append(teller)
    return teller


def conflicts_of(raters: Collection[str], person: str, team: str | None) -> dict[str, str]:
    """Of those raters who have a conflict of interest about a person: why, in words. As many queries for many as for
    one."""
    found: dict[str, str] = dict.fromkeys((one for one in raters if one == person), "nobody rates themself")
    for teller in _TELLERS:
        for rater, reason in teller(raters, person, team).items():
            found.setdefault(rater, reason)
    return found
