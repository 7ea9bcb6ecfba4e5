"""All rules, one for each kind, behind one guard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from clearbar.followup.found import bar, delight, events, learning, raters, short, speed
from clearbar.followup.found.guard import against
from clearbar.followup.found.merge import fewest, merged
from clearbar.followup.found.telling import Telling
from clearbar.model.finding import Failed, Finding, FindingKind

Rule = Callable[[Telling], Iterator[Finding]]

RULES: Mapping[FindingKind, Rule] = MappingProxyType({
    FindingKind.CRITICAL: events.critical,
    FindingKind.PERSON: short.persons,
    FindingKind.SITE: short.sites,
    FindingKind.STANDARD: short.standards,
    FindingKind.VAGUE: raters.vague,
    FindingKind.HARSH: raters.harsh,
    FindingKind.SINKING: bar.sinking,
    FindingKind.SPEED: speed.bought,
    FindingKind.UNTAUGHT: learning.untaught,
    FindingKind.DELIGHT: delight.delights,
})  # fmt: skip
"""What finds each kind. A failed quiz is told by the practice itself."""


def every(tell: Telling, failed: Sequence[Failed] = ()) -> tuple[Finding, ...]:
    """What deserves an act, of all kinds: what the guard lets through, each once."""
    return _guarded([one for rule in RULES.values() for one in rule(tell)] + [learning.failed(tell, f) for f in failed])


def quizzes(tell: Telling, failed: Sequence[Failed]) -> tuple[Finding, ...]:
    """What failed quizzes alone deserve."""
    return _guarded(learning.failed(tell, one) for one in failed)


def _guarded(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return merged(fewest(one for one in found if not against(one)))
