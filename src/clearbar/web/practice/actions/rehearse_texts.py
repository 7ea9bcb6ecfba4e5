"""Writes of scenario texts: begun, changed, made live, taken off, taken in from files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from clearbar.model.scenario import Scenario
from clearbar.web.audit.actions import record
from clearbar.web.bridge import rehearsing
from clearbar.web.people.access import demand
from clearbar.web.people.scope import Scope
from clearbar.web.practice.actions.rehearse import Overtaken, Refused
from clearbar.web.practice.models.rehearse import Pinned, ScenarioText
from clearbar.web.practice.queries.held import held
from clearbar.web.practice.queries.rehearse_permits import writes_scenarios


@transaction.atomic
def write(*, scope: Scope, name: str, text: str, at: datetime) -> ScenarioText:
    """Begins a scenario as a draft. Raises Refused where one has this name."""
    demand(writes_scenarios(scope))
    if ScenarioText.objects.filter(pk=name).exists():
        raise Refused(f"There is a scenario called {name} already. Choose another name.")
    made = ScenarioText.objects.create(name=name, text=text, changed_at=at, by=scope.person)
    _line(scope, "began", made, at)
    return made


@transaction.atomic
def change(*, scope: Scope, scenario: ScenarioText, text: str, changed: int, at: datetime) -> ScenarioText:
    """Keeps a text, with whatever faults it has; what people rehearse stays as it is. Raises Overtaken where somebody
    changed it since `changed`."""
    demand(writes_scenarios(scope))
    mine = ScenarioText.objects.filter(pk=scenario.pk, changed=changed)
    if not mine.update(text=text, changed=changed + 1, changed_at=at, by=scope.person):
        raise Overtaken
    scenario.text, scenario.changed, scenario.changed_at, scenario.by = text, changed + 1, at, scope.person
    _line(scope, "changed", scenario, at)
    return scenario


@transaction.atomic
def make_live(*, scope: Scope, scenario: ScenarioText, at: datetime) -> Pinned:
    """Lets people rehearse a text as it stands. Raises ScenarioFault where it cannot be played, Refused where another
    live text is the same scenario."""
    demand(writes_scenarios(scope))
    now = held()
    found = rehearsing.read(scenario.file, scenario.text, now.book if now else None)
    if ScenarioText.objects.filter(live__scenario=found.id).exclude(pk=scenario.pk).exists():
        raise Refused(f"Another live text is the scenario {found.id} already. Give one of them another id.")
    scenario.live = pin(found, scenario.text)
    scenario.save(update_fields=["live"])
    _line(scope, "made live", scenario, at, {"edition": found.edition})
    return scenario.live


@transaction.atomic
def take_off(*, scope: Scope, scenario: ScenarioText, at: datetime) -> None:
    """Lets nobody begin it any more; what was rehearsed of it stays."""
    demand(writes_scenarios(scope))
    scenario.live = None
    scenario.save(update_fields=["live"])
    _line(scope, "took off", scenario, at)


@transaction.atomic
def remove(*, scope: Scope, scenario: ScenarioText, at: datetime) -> None:
    """Throws a draft away. Raises Refused for one that is live."""
    demand(writes_scenarios(scope))
    if scenario.live_id is not None:
        raise Refused("People rehearse it. Take it off before you throw it away.")
    _line(scope, "threw away", scenario, at)
    scenario.delete()


@transaction.atomic
def take_in(*, scope: Scope, files: Mapping[str, str], at: datetime) -> tuple[list[str], list[str]]:
    """Takes scenarios in as drafts, (text by name without suffix); the names of those that are new, and of those that
    were there and are changed by it. A text that is there already as it came is left alone."""
    demand(writes_scenarios(scope))
    new, changed = [], []
    for name, text in sorted(files.items()):
        there = ScenarioText.objects.filter(pk=name).first()
        if there is None:
            write(scope=scope, name=name, text=text, at=at)
            new.append(name)
        elif there.text != text:
            change(scope=scope, scenario=there, text=text, changed=there.changed, at=at)
            changed.append(name)
    return new, changed


def pin(scenario: Scenario, text: str) -> Pinned:
    """The edition of a scenario, kept for good; part of a transaction."""
    persona = scenario.persona
    told = {
        "scenario": scenario.id, "title": scenario.title, "journey": scenario.journey, "text": text,
        "stakes": [one.standard for one in scenario.stakes],
        "moods": list(dict.fromkeys([persona.mood.value, *(mood.value for mood in scenario.moods)])),
        "persona": f"{persona.name}. {persona.who}"[:400],
    }  # fmt: skip
    return Pinned.objects.get_or_create(edition=scenario.edition, defaults=told)[0]


def _line(scope: Scope, verb: str, one: ScenarioText, at: datetime, values: dict[str, Any] | None = None) -> None:
    record(
        actor=scope.person, verb=verb, thing=("scenario", one.pk), at=at, subject=scope.person if values else "",
        values=values,
    )  # fmt: skip
