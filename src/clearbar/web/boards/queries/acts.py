"""What waits for somebody, of all parts of the house: customers first, then oneself."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from clearbar.web.followup.queries import hub as followup
from clearbar.web.people.acts import Act
from clearbar.web.people.scope import Scope
from clearbar.web.practice.queries import hub as practice
from clearbar.web.privacy.queries import erasing_acts as erasing
from clearbar.web.walks.queries import walk_acts as walks


class Waiting:
    """What waits for somebody at a moment; each room is asked when its acts are first wanted, and once."""

    def __init__(self, scope: Scope, now: datetime) -> None:
        self._scope, self._now = scope, now

    @cached_property
    def followup(self) -> list[Act]:
        """Of follow-up."""
        return followup.acts(self._scope, self._now)

    @cached_property
    def erasing(self) -> list[Act]:
        """Of erasures."""
        return erasing.acts(self._scope, self._now)

    @cached_property
    def practice(self) -> list[Act]:
        """Of practice."""
        return practice.acts(self._scope, self._now)

    @cached_property
    def walks(self) -> list[Act]:
        """Of walks."""
        return walks.acts(self._scope, self._now)

    @property
    def all(self) -> list[Act]:
        """All of it, the most pressing first."""
        return [*self.followup, *self.erasing, *self.practice, *self.walks]

    @property
    def first(self) -> Act | None:
        """The most pressing; later rooms are not asked once one has something, nor later parts of practice."""
        if found := self.followup or self.erasing:
            return found[0]
        return practice.first(self._scope, self._now) or next(iter(self.walks), None)

    @property
    def others(self) -> list[Act]:
        """What others wait for."""
        return [*self.followup, *self.erasing, *self.walks]
