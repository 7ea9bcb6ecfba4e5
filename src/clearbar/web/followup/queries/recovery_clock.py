"""The clock that holds for a case: hours by severity, in the time and the opening hours of its site."""

from __future__ import annotations

from dataclasses import dataclass

from clearbar.web.bridge import recovery as bridge
from clearbar.web.followup.models.recovery import Case
from clearbar.web.followup.models.recovery_rules import START_CLOCKS, OpenHours, RecoveryRules
from clearbar.web.people.models import Organisation, Site


@dataclass(frozen=True)
class Promise:
    """What holds: hours, time zone and opening hours."""

    hours: bridge.Hours
    timezone: str
    opening: bridge.Opening


def promise_of(case: Case) -> Promise:
    """What holds for a case, by its severity and site. Three queries."""
    clocks = RecoveryRules.the().clocks
    hours = bridge.hours_of(clocks.get(case.severity) or START_CLOCKS[case.severity])
    zone = Site.objects.filter(pk=case.site).values_list("timezone", flat=True).first() if case.site else None
    days = OpenHours.objects.filter(site=case.site).values_list("days", flat=True).first() if case.site else None
    return Promise(hours, zone or Organisation.the().timezone, bridge.opening_of(days))
