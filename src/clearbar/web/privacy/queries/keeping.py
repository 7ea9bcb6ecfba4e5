"""How long each kind of data is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from clearbar.web.people.holding import Kept, holders
from clearbar.web.privacy.models.keeping import Span


@dataclass(frozen=True)
class Keeping:
    """One kind of data: which app holds it, what it is, how long it is kept (None: for good), and by default."""

    holder: str
    kind: str
    name: str
    days: int | None
    default: int | None

    def before(self, now: datetime) -> datetime | None:
        """What is older is forgotten; None where nothing is."""
        return now - timedelta(days=self.days) if self.days is not None else None


def keepings() -> list[Keeping]:
    """Every kind that some app forgets in time, by name."""
    chosen = {one.kind: one.days for one in Span.objects.all()}
    found = [
        Keeping(name, kind, kept.name, chosen.get(kind, _days(kept)), _days(kept))
        for name, holder in holders()
        for kind, kept in holder.kinds.items()
    ]
    return sorted(found, key=lambda one: one.name)


def _days(kept: Kept) -> int | None:
    return kept.default.days if kept.default is not None else None
