"""What is kept of findings and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import models
from django.db.models import Q

from clearbar.model.estimate import Estimate
from clearbar.model.finding import ActKind, Basis, FindingKind, Place, Sure


class FindingState(models.TextChoices):
    """What became of a finding."""

    OPEN = "open", "to be acted on"
    REOPENED = "reopened", "came again"
    TAKEN = "taken", "taken on"
    SNOOZED = "snoozed", "put off"
    DISMISSED = "dismissed", "dismissed"
    SETTLED = "settled", "settled"


_S = FindingState
TURNS: Mapping[str, frozenset[str]] = MappingProxyType({
    _S.OPEN: frozenset({_S.TAKEN, _S.SNOOZED, _S.DISMISSED, _S.SETTLED}),
    _S.REOPENED: frozenset({_S.TAKEN, _S.SNOOZED, _S.DISMISSED, _S.SETTLED}),
    _S.TAKEN: frozenset({_S.OPEN, _S.SNOOZED, _S.DISMISSED, _S.SETTLED}),
    _S.SNOOZED: frozenset({_S.TAKEN, _S.REOPENED, _S.DISMISSED, _S.SETTLED}),
    _S.DISMISSED: frozenset({_S.REOPENED}),
    _S.SETTLED: frozenset({_S.REOPENED}),
})  # fmt: skip
"""From which state to which. Dismissed and settled are ends; only evidence that is much worse, or all new, leads out of
them."""
WAITING = (FindingState.OPEN, FindingState.REOPENED)
UNDER_WAY = (*WAITING, FindingState.TAKEN)
"""What somebody still has to act on."""


class CriticalStandard(models.Model):
    """A standard of which a single miss is talked about, as leads marked it where reviews are set up, with why."""

    standard = models.CharField(max_length=128, primary_key=True)
    why = models.TextField()


class FindingRow(models.Model):
    """One finding, known by its key when it comes again. What it says names no person; whom it is about stands in
    `person` or `rater` alone. Reasons are sealed: they may speak of somebody."""

    key = models.CharField(primary_key=True, max_length=24)
    kind = models.CharField(max_length=40, choices=[(one.value, one.value) for one in FindingKind])
    standard = models.CharField(max_length=128, blank=True)
    site = models.CharField(max_length=64, blank=True)
    team = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64, blank=True)
    rater = models.CharField(max_length=64, blank=True)
    event = models.CharField(max_length=128, blank=True)
    seen = models.TextField()
    sure = models.JSONField()
    """How sure: basis, verdict, says, worse, times, and of a figure value, low, high, n, hits."""
    rests = models.JSONField(default=list)
    """What it rests on: a list of {kind, id, says}."""
    act = models.CharField(max_length=20, choices=[(one.value, one.value) for one in ActKind])
    says = models.TextField()
    duty = models.CharField(max_length=40)
    role = models.CharField(max_length=120, blank=True)
    """The role that the book names as owner."""
    owner = models.CharField(max_length=64, blank=True)
    """Who is to act; empty where nobody here may see it."""
    due = models.DateField()
    state = models.CharField(max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    until = models.DateField(null=True)
    """Until when it is put off."""
    reason = models.BinaryField(null=True)
    reason_for = models.CharField(max_length=64, blank=True)
    """For whom the reason is sealed."""
    by = models.CharField(max_length=64, blank=True)
    """Who turned it last; empty for nobody."""
    found_at = models.DateTimeField()
    last_at = models.DateTimeField()
    """When it was last seen."""
    turned_at = models.DateTimeField()
    times = models.IntegerField(default=1)
    """How many times it was brought."""

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=FindingState.values), name="finding_state"),
            models.CheckConstraint(
                condition=~Q(state="snoozed") | Q(until__isnull=False), name="finding_snoozed_until"
            ),
        )
        indexes = (
            models.Index(fields=("owner", "state", "due"), name="finding_owner"),
            models.Index(fields=("person", "state"), name="finding_person"),
            models.Index(fields=("state", "due"), name="finding_state_due"),
        )
        ordering = ("due", "key")

    @property
    def place(self) -> Place:
        """What and whom it is about."""
        return Place(self.standard, self.site, self.team, self.person, self.rater, self.event)

    @property
    def known_sure(self) -> Sure:
        """How sure, as a value."""
        told: dict[str, Any] = dict(self.sure)
        figure = None
        if "value" in told:
            figure = Estimate(told["value"], told["low"], told["high"], told["n"], hits=told.get("hits"))
        return Sure(Basis(told["basis"]), told["says"], told["verdict"], figure, told["worse"], told["times"])

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to act on it."""
        return self.state in UNDER_WAY


def sure_data(sure: Sure) -> dict[str, Any]:
    """How sure, as it is kept."""
    told: dict[str, Any] = {
        "basis": sure.basis.value, "says": sure.says, "verdict": sure.verdict, "worse": sure.worse, "times": sure.times
    }  # fmt: skip
    if sure.figure:
        told |= {name: getattr(sure.figure, name) for name in ("value", "low", "high", "n", "hits")}
    return told
