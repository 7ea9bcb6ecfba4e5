"""What a page is about: which weeks, site, channel, topic and source. Values come from lists, never from typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms

from clearbar.model.book import SPEAKERS, Source
from clearbar.text.days import monday
from clearbar.web.boards import conditions
from clearbar.web.boards.remembered import Remembered
from clearbar.web.bridge import asking, places

PERIODS = (("4", "the newest 4 weeks"), ("13", "the newest 13 weeks"), ("26", "the newest 26 weeks"), ("all", "all"))
USUAL = "13"


def readable(identifier: str) -> str:
    """An id as words: `first-glasses` becomes "first glasses"."""
    return identifier.replace("-", " ").replace("_", " ").strip() or identifier


@dataclass(frozen=True)
class Choices:
    """What there is to choose from: weeks in which something was said, the oldest first; channels and topics of which
    there are figures."""

    weeks: tuple[int, ...] = ()
    channels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


_choices: Remembered[Choices] = Remembered()


def choices() -> Choices:
    """What the evidence lets one choose from; a little old where it is large."""
    return _choices.get(places.evidence(), _counted) if asking.is_heard() else Choices()


def _counted() -> Choices:
    by_week = asking.ask_house("clearance", by=("week",))
    weeks = {*by_week.keys["week"], *(week for (week,) in by_week.withheld)}
    channels, topics = (
        sorted(str(key) for key in asking.ask_house("clearance", by=(name,)).keys[name] if key is not None)
        for name in ("channel", "topic")
    )
    return Choices(tuple(sorted(map(int, weeks))), tuple(channels), tuple(topics))


@dataclass(frozen=True)
class Chosen:
    """What was chosen. `first` and `last` are the weeks that `period` comes to; None where nothing was heard."""

    period: str = USUAL
    site: str = ""
    channel: str = ""
    topic: str = ""
    source: str = ""
    first: int | None = None
    last: int | None = None
    usual: str = USUAL

    def where(self, *more: str) -> str:
        """The condition that this comes to, and what else must hold."""
        told = [conditions.equal(name, getattr(self, name)) for name in OF if getattr(self, name)]
        when = conditions.weeks(self.first, self.last) if self.first and self.last and self.period != "all" else ""
        return conditions.every(when, *told, *more)

    @property
    def query(self) -> str:
        """The same in an address: `period=4&site=a`; empty for what is usual."""
        usual = Chosen(self.usual)
        said = {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if one.name not in {"first", "last", "usual"} and getattr(self, one.name) != getattr(usual, one.name)
        }
        return urlencode(said)

    @property
    def when(self) -> str:
        """The days that it covers, in words: "6 April to 28 June 2026"."""
        return days(self.first, self.last) if self.first and self.last else ""

    def words(self, sites: Mapping[str, str] | None = None) -> str:
        """All of it in words: "6 April to 28 June 2026; site Alderquay; channel phone"."""
        told = [
            f"site {(sites or {}).get(self.site, self.site)}" if self.site else "",
            f"channel {readable(self.channel)}" if self.channel else "",
            f"topic {readable(self.topic)}" if self.topic else "",
            f"from {SPEAKERS[Source(self.source)]}" if self.source else "",
        ]
        return "; ".join(one for one in (self.when, *told) if one)


OF = ("site", "channel", "topic", "source")


def days(first: int, last: int) -> str:
    """The days from one ISO week to another, in words."""
    start, end = monday(first), monday(last) + timedelta(days=6)
    if start.year != end.year:
        return f"{_day(start)} {start.year} to {_day(end)} {end.year}"
    return f"{start.day if start.month == end.month else _day(start)} to {_day(end)} {end.year}"


def _day(when: date) -> str:
    return f"{when.day} {when:%B}"


class FilterForm(forms.Form):
    """The filters of a page. Only what is in a list can be chosen."""

    period = forms.ChoiceField(label="Time", required=False)
    site = forms.ChoiceField(label="Site", required=False)
    channel = forms.ChoiceField(label="Channel", required=False)
    topic = forms.ChoiceField(label="Topic", required=False)
    source = forms.ChoiceField(label="Who says so", required=False)

    def __init__(
        self, asked: Mapping[str, Any], there: Choices, sites: Sequence[tuple[str, str]] = (), usual: str = USUAL
    ) -> None:
        """`sites` are those that may be chosen; with none, sites cannot be. `usual` is the time that is shown first."""
        given = {name: asked[name] for name in self.base_fields if name in asked}
        self.usual = usual
        super().__init__({"period": usual} | given, auto_id="by-%s", use_required_attribute=False)
        self._there = there
        self._offer("period", PERIODS, "")
        self._offer("site", sites, "all sites")
        self._offer("channel", [(one, readable(one)) for one in there.channels], "all channels")
        self._offer("topic", [(one, readable(one)) for one in there.topics], "all topics")
        self._offer("source", [(one.value, SPEAKERS[one]) for one in Source], "all")

    def _offer(self, name: str, offered: Sequence[tuple[str, str]], everything: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  each field of this form is one
        if not offered and not self.data.get(name):
            del self.fields[name]
        else:
            field.choices = [("", everything), *offered] if everything else list(offered)

    def chosen(self) -> Chosen:
        """What was chosen; what could not be is left out, and told beside its field."""
        self.is_valid()
        held = {name: self.cleaned_data[name] for name in ("period", *OF) if self.cleaned_data.get(name)}
        period = held.pop("period", self.usual)
        weeks = self._there.weeks if period == "all" else self._there.weeks[-int(period) :]
        return Chosen(
            period, **held, first=weeks[0] if weeks else None, last=weeks[-1] if weeks else None, usual=self.usual
        )
