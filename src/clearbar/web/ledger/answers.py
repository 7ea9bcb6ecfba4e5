"""Answers: what one customer, reviewer or colleague said at once, before it becomes ratings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from clearbar.model.book import Setting, Source
from clearbar.text.zones import day_and_week
from clearbar.web.ledger.models import Rating


@dataclass(frozen=True)
class Mark:
    """One level on one standard. `person` is who performed the step, where it was not the one who owned the whole."""

    standard: str
    edition: str
    level: int
    expected: int | None = None
    desired: int | None = None
    millis: int | None = None
    censored: bool = False
    person: str | None = None


@dataclass(frozen=True)
class Answer:
    """One answer, review or walk: whose, about what, when. `at` is aware; `timezone` that of the site.

    An `anonymous` answer keeps its week only: whatever of `rater`, `interaction` and `customer` is set is dropped.
    """

    source: Source
    at: datetime
    timezone: str
    instrument: str
    setting: Setting = Setting.LIVE
    interaction: str | None = None
    rater: str | None = None
    person: str | None = None
    team: str | None = None
    site: str | None = None
    customer: str | None = None
    channel: str | None = None
    topic: str | None = None
    inclusion: float | None = None
    anonymous: bool = False

    @property
    def day(self) -> int:
        """The local date, yyyymmdd."""
        return day_and_week(self.at, self.timezone)[0]

    @property
    def week(self) -> int:
        """The local ISO week, yyyyww."""
        return day_and_week(self.at, self.timezone)[1]

    def ratings(self, marks: tuple[Mark, ...], response: str) -> Iterator[Rating]:
        """The rows of the ledger, one for each mark."""
        known = not self.anonymous
        for mark in marks:
            yield Rating(
                rating=token_hex(16),
                interaction=self.interaction if known else None,
                standard=mark.standard,
                edition=mark.edition,
                response=response,
                source=self.source.value,
                setting=self.setting.value,
                rater=self.rater if known else None,
                person=mark.person or self.person,
                team=self.team,
                site=self.site,
                customer=self.customer if known else None,
                channel=self.channel,
                topic=self.topic,
                rated_at=self.at if known else None,
                day=self.day if known else None,
                week=self.week,
                level=mark.level,
                expected=mark.expected,
                desired=mark.desired,
                millis=mark.millis,
                censored=mark.censored,
                instrument=self.instrument,
                inclusion=self.inclusion,
            )
