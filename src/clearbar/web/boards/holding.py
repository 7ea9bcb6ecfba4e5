"""What boards hold of a person: what they guessed before they looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from clearbar.web.boards.models import Guess
from clearbar.web.people.holding import Holder, Kept, Subject, few_at_a_time, holds


@holds("boards")
class Boards(Holder):
    """Guesses of leaders."""

    kinds = MappingProxyType({"guesses": Kept("what leaders guessed before they looked", timedelta(days=730))})

    def own(self, subject: Subject) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Their own guesses."""
        found = Guess.objects.filter(person=subject.id) if subject.is_person else Guess.objects.none()
        return {"guesses": list(found.values("place", "month", "share", "at"))}

    def erase(self, subject: Subject, at: datetime) -> int:
        """All of them."""
        del at
        return Guess.objects.filter(person=subject.id).delete()[0] if subject.is_person else 0

    def forget(self, kind: str, before: datetime) -> int:
        """Whole rows."""
        del kind
        return few_at_a_time(Guess.objects.filter(at__lt=before))
