"""Who answers for the customer of a rehearsal: the script, or a language model within what the script allows.

A model is asked through the pinned wire, as often a day as its administrator allows, and is left alone for a moment
after it failed, so that one that hangs keeps a few people waiting once and not everybody each time. Whatever it does,
the script answers in its place and the talk goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import F

from clearbar.model.errors import CallFault
from clearbar.model.scenario import Scenario, Talk
from clearbar.web.audit.seals import unseal
from clearbar.web.bridge import rehearsing
from clearbar.web.ledger.wire import Wire, WireFault
from clearbar.web.people.days import house_today
from clearbar.web.people.models import Organisation
from clearbar.web.practice.models.rehearse import Endpoint

SECONDS = 8.0
"""So long somebody waits for a model."""
RESTS = timedelta(seconds=30)

Answer = Callable[[Scenario, Talk, str], Talk]


def answers(endpoint: Endpoint | None, now: datetime, seconds: float = SECONDS) -> Answer:
    """What the customer makes of a line: by the script, or by this endpoint as long as it is on."""
    if endpoint is None or not endpoint.active:
        return rehearsing.answered

    def told(scenario: Scenario, talk: Talk, text: str) -> Talk:
        if fault := _not_now(endpoint, now):
            return replace(rehearsing.answered(scenario, talk, text), fault=fault)
        found = asked(endpoint, scenario, talk, text, seconds)
        note(endpoint, found.fault, now)
        return found

    return told


def asked(endpoint: Endpoint, scenario: Scenario, talk: Talk, text: str, seconds: float = SECONDS) -> Talk:
    """The talk as the model answers it; by the script where it fails, and `fault` says why."""
    key = str(unseal(endpoint.subject, endpoint.key) or "")
    wire = Wire(Organisation.the().allowed_hosts, seconds=seconds)

    def post(url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        try:
            status, said = wire.ask(url, body, headers, rehearsing.MOST_BYTES)
        except WireFault as fault:
            raise CallFault(str(fault)) from None
        if status != 200:
            raise rehearsing.refused(status, said, key)
        return said

    where = {"url": endpoint.url, "model": endpoint.model, "key": key}
    return rehearsing.answered_by_model(scenario, talk, text, post=post, **where)


def _not_now(endpoint: Endpoint, now: datetime) -> str:
    """Why a model is not asked now; empty where it may be, and then one call of today's is spent."""
    if endpoint.rests_until and endpoint.rests_until > now:
        return "the model failed a moment ago and is left alone for half a minute"
    today = house_today(now)
    mine = Endpoint.objects.filter(pk=endpoint.pk)
    mine.exclude(spent_on=today).update(spent=0, spent_on=today)
    if not mine.filter(spent__lt=F("per_day")).update(spent=F("spent") + 1):
        return f"the {endpoint.per_day:,} calls that the model may be asked a day are used up"
    return ""


def note(endpoint: Endpoint, fault: str, now: datetime) -> None:
    """Keeps what came of a call."""
    rests = now + RESTS if fault else None
    if fault or endpoint.said:
        Endpoint.objects.filter(pk=endpoint.pk).update(said=fault[:200], rests_until=rests)
