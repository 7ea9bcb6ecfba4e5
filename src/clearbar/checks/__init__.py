"""Automatic checks: a conversation and a standard's settings in, a reading out.

A check is one file with its kind, its version, its settings and `read`; what they share stands in files named after
it. Add a check by writing such a file and naming it in `_CHECKS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from clearbar.checks import (
    closing_offer,
    every_response,
    first_response,
    forbidden_phrases,
    handover,
    language,
    readability,
    required_phrases,
    steps,
    typical_response,
    unanswered_question,
)
from clearbar.checks.settings import CheckSettings
from clearbar.model.book import CheckCall, Level, Scale
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation
from clearbar.model.errors import Fault, InputFault

__all__ = ["instrument", "kinds", "read", "settings_of"]


class _Check(NamedTuple):
    version: str
    settings: type[CheckSettings]
    read: Callable[[Conversation, Any], Reading]


_KINDS = (
    closing_offer,
    every_response,
    first_response,
    forbidden_phrases,
    handover,
    language,
    readability,
    required_phrases,
    steps,
    typical_response,
    unanswered_question,
)
_CHECKS = {check.KIND: _Check(check.VERSION, check.Settings, check.read) for check in _KINDS}


def kinds() -> Mapping[str, type[BaseModel]]:
    """The settings of each kind of check, in alphabetical order."""
    return {kind: _CHECKS[kind].settings for kind in sorted(_CHECKS)}


def settings_of(call: CheckCall) -> CheckSettings:
    """The settings of a call, read and checked; read once for all calls that say the same.

    Raises `InputFault` with everything that is wrong: CK001 for an unknown kind, CK002 for each wrong setting.
    """
    if call.kind not in _CHECKS:
        close = get_close_matches(call.kind, _CHECKS, n=1)
        hint = f"did you mean `{close[0]}`?" if close else f"one of {', '.join(sorted(_CHECKS))}"
        raise InputFault([Fault("check", 0, 0, "CK001", f"there is no check `{call.kind}`", hint)])
    return _settings(call.kind, json.dumps(call.settings, sort_keys=True, default=_plain))


_MOST_RECENT = 1024
_recent: dict[int, tuple[CheckCall, CheckSettings]] = {}


def _recent_settings(call: CheckCall) -> CheckSettings:
    """As `settings_of`, without writing hundreds of phrases out again for each conversation: a book's calls are few and
    stay what they are. The call is kept beside its settings, so that no other one can get its address."""
    known = _recent.get(id(call))
    if known is not None and known[0] is call:
        return known[1]
    settings = settings_of(call)
    if len(_recent) >= _MOST_RECENT:
        _recent.clear()
    _recent[id(call)] = call, settings
    return settings


@lru_cache(maxsize=1024)
def _settings(kind: str, text: str) -> CheckSettings:
    try:
        return _CHECKS[kind].settings.model_validate_json(text)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False, include_context=False)
        raise InputFault(
            Fault(f"check {kind}", 0, 0, "CK002", f"{'.'.join(map(str, one['loc'])) or kind}: {one['msg']}")
            for one in faults
        ) from None


def _plain(value: Any) -> Any:
    """A mapping that is not a dict as one; anything else that JSON does not know as its name, to be refused."""
    return dict(value) if isinstance(value, Mapping) else repr(value)


def read(conversation: Conversation, call: CheckCall, scale: Scale, bar: Level) -> Reading:
    """What the check reads in a conversation, on the scale of the standard that asks for it.

    Met and missed are good and underperforming. On five levels they also keep to their side of the bar: a standard
    with an exemplary bar is not missed by everyone who meets its check. A check that tells five levels apart says so
    itself; for a yes/no standard, good and better are met.

    Raises `InputFault` as `settings_of` does.
    """
    settings = _recent_settings(call)
    reading = _CHECKS[call.kind].read(conversation, settings)
    if reading.level is None or (settings.graded and scale is Scale.LEVELS):
        return reading
    level = _on_scale(reading.level >= Level.GOOD, scale, bar)
    return reading if level is reading.level else replace(reading, level=level)


def _on_scale(met: bool, scale: Scale, bar: Level) -> Level:
    if scale is Scale.YES_NO:
        return Level.GOOD if met else Level.UNDERPERFORMING
    if met:
        return max(Level.GOOD, bar)
    return min(Level.UNDERPERFORMING, Level(max(Level.POOR, bar - 1)))


def instrument(call: CheckCall) -> str:
    """The instrument of the ratings that a call leads to: kind, version and a fingerprint of the settings.

    It stays the same when settings are written in another way that asks for the same."""
    fingerprint = settings_of(call).fingerprint
    return f"check:{call.kind}/{_CHECKS[call.kind].version}:{fingerprint}"
