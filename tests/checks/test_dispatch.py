from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import MappingProxyType
from typing import Any

import pytest

from clearbar import checks
from clearbar.model.book import CheckCall, Level, Scale
from clearbar.model.conversation import Conversation
from clearbar.model.errors import InputFault

Talk = Callable[..., Conversation]
FAST = CheckCall("first_response", {"within": "2 min"})
WALK = {"graph": {"ask": ["tell"], "tell": []}, "start": ["ask"], "end": ["tell"]}


def test_every_kind_has_documented_settings_and_a_page() -> None:
    assert list(checks.kinds()) == sorted(checks.kinds())
    for kind, settings in checks.kinds().items():
        module = import_module(f"clearbar.checks.{kind}")
        assert module.Settings is settings
        assert kind == module.KIND
        for part in ("What it reads", "When it does not apply", "What it rests on", "What it cannot see"):
            assert f"**{part}.**" in (module.__doc__ or ""), (kind, part)
        for name, field in settings.model_fields.items():
            assert field.description, (kind, name)
        assert settings.model_json_schema()["additionalProperties"] is False


def test_an_instrument_is_the_same_however_settings_are_written() -> None:
    name = checks.instrument(FAST)
    kind, version, fingerprint = name.replace("/", ":").split(":")[1:]
    assert (kind, version, len(fingerprint)) == ("first_response", "1", 8)
    assert int(fingerprint, 16) >= 0
    same = [{"within": "120 s"}, {"within": "2 min", "bots": True}, MappingProxyType({"bots": True, "within": "2 min"})]
    assert {checks.instrument(CheckCall("first_response", one)) for one in same} == {name}


def test_an_instrument_changes_when_settings_ask_for_something_else() -> None:
    asked = [{"within": "2 min"}, {"within": "3 min"}, {"within": "2 min", "bots": False}]
    assert len({checks.instrument(CheckCall("first_response", one)) for one in asked}) == 3
    one, other = (CheckCall("forbidden_phrases", {"none_of": phrases}) for phrases in (["a", "b"], ["b", "a"]))
    assert checks.instrument(one) == checks.instrument(other)


@pytest.mark.parametrize(
    ("scale", "bar", "met", "missed"),
    [
        (Scale.YES_NO, Level.GOOD, Level.GOOD, Level.UNDERPERFORMING),
        (Scale.LEVELS, Level.GOOD, Level.GOOD, Level.UNDERPERFORMING),
        (Scale.LEVELS, Level.EXEMPLARY, Level.EXEMPLARY, Level.UNDERPERFORMING),
        (Scale.LEVELS, Level.AVERAGE, Level.GOOD, Level.UNDERPERFORMING),
        (Scale.LEVELS, Level.UNDERPERFORMING, Level.GOOD, Level.POOR),
    ],
)
def test_met_and_missed_keep_to_their_side_of_the_bar(
    talk: Talk, scale: Scale, bar: Level, met: Level, missed: Level
) -> None:
    assert checks.read(talk(("c", 0), ("a", 1)), FAST, scale, bar).level is met
    assert checks.read(talk(("c", 0), ("a", 999)), FAST, scale, bar).level is missed
    assert checks.read(talk(("a", 0)), FAST, scale, bar).level is None


def test_a_check_of_five_levels_keeps_them_on_five_levels_only(talk: Talk) -> None:
    call = CheckCall("steps", WALK | {"deviations": {"exemplary": 0, "average": 1}})
    full, part = (talk(("a", 0, {"step": "ask"}), ("a", 1, {"step": step})) for step in ("tell", "ask"))
    assert checks.read(full, call, Scale.LEVELS, Level.GOOD).level is Level.EXEMPLARY
    assert checks.read(part, call, Scale.LEVELS, Level.GOOD).level is Level.AVERAGE
    assert checks.read(full, call, Scale.YES_NO, Level.GOOD).level is Level.GOOD
    assert checks.read(part, call, Scale.YES_NO, Level.GOOD).level is Level.UNDERPERFORMING


@pytest.mark.parametrize(
    ("kind", "settings", "says"),
    [
        ("first_respons", {}, "did you mean `first_response`"),
        ("magic", {}, "one of closing_offer, every_response"),
        ("first_response", {}, "within: Field required"),
        ("first_response", {"within": 5, "bot": True}, "within: a duration needs a unit"),
        ("steps", WALK | {"start": ["x"]}, "`start` names steps that are not in the graph: x"),
        ("first_response", {"within": {1: object()}}, "a number and a unit"),
    ],
)
def test_a_wrong_call_is_told_with_all_its_faults(talk: Talk, kind: str, settings: dict[str, Any], says: str) -> None:
    call = CheckCall(kind, settings)
    for act in (
        lambda: checks.read(talk(), call, Scale.LEVELS, Level.GOOD),
        lambda: checks.instrument(call),
    ):
        with pytest.raises(InputFault) as caught:
            act()
        assert says in str(caught.value)
        assert len(caught.value.faults) == (2 if "bot" in settings else 1)
