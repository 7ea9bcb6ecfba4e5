"""Asking: a question of somebody → what they may see of its answer. All figures of the web come this way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from clearbar.flow.assess import Looker
from clearbar.flow.mirror import is_there
from clearbar.model.estimate import Answer
from clearbar.model.lens import ALL, Lens
from clearbar.model.question import Value
from clearbar.web.bridge.places import evidence
from clearbar.web.ledger.confiding import confided
from clearbar.web.people.models import Role
from clearbar.web.people.scope import Scope

ABOUT_SOME = frozenset({"person", "team", "site"})
"""Columns that single some out of the whole house."""


def is_heard() -> bool:
    """Whether anything was mirrored yet; nothing can be asked before."""
    return is_there(evidence())


def version() -> int:
    """The version of the ratings that answers are given from."""
    return _looker(evidence()).version


def lens_of(scope: Scope) -> Lens:
    """What somebody may see: the figures of the persons and, as groups, of the teams that their scope tells."""
    everybody = scope.individual_view and scope.over(Role.LEADER, None)
    return Lens(persons=ALL if everybody else scope.readable_persons, teams=scope.readable_teams)


def ask(
    scope: Scope,
    name: str,
    *,
    by: Sequence[str] = (),
    where: str = "",
    of: str = "",
    factors: str = "",
    **options: Value,
) -> Answer:
    """The answer of a measure within what `scope` may see. Raises as `clearbar.flow.assess.look`."""
    return _looker(evidence()).look(
        name, viewer=lens_of(scope), by=tuple(by), where=where, of=of, factors=factors, **options
    )


def ask_house(
    name: str, *, by: Sequence[str] = (), where: str = "", of: str = "", factors: str = "", **options: Value
) -> Answer:
    """The answer over the whole house, which everybody in it may see: never by team, site or person.

    `where` is written by the application, not by its users. Raises ValueError for a question about some only.
    """
    if ABOUT_SOME & set(by):
        raise ValueError("the figures of the whole house are not divided by team, site or person")
    return _looker(evidence()).look(name, viewer=Lens(), by=tuple(by), where=where, of=of, factors=factors, **options)


def ask_of_all(name: str, *, by: Sequence[str] = (), where: str = "") -> Answer:
    """The answer over every team and site, as groups and never of persons: for who reads all of them, such as the
    readers of the report."""
    return _looker(evidence()).look(name, viewer=Lens(), by=tuple(by), where=where)


def ratings(scope: Scope, *, where: str = "", most: int = 200) -> list[dict[str, Any]]:
    """The single ratings behind a figure that somebody may read; none that colleagues and vendors still confide."""
    untold = set(confided())
    found = _looker(evidence()).ratings(viewer=lens_of(scope), where=where, most=most * 2 if untold else most)
    return [row for row in found if (row["person"], row["source"]) not in untold][:most]


@lru_cache(maxsize=4)
def _looker(folder: Path) -> Looker:
    return Looker(folder)
