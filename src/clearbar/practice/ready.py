"""Ready: a rule and what somebody has done → what is missing.

A rule counts what was done and nothing else. How often somebody will reach the bar on stage is another question: a few
rehearsals leave it wide open, and the interval beside the count says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.readiness import Done, Lack, Missing, Rule


def missing(rule: Rule, done: Done) -> tuple[Missing, ...]:
    """What is missing before somebody may perform: to be signed first, then learned, then rehearsed."""
    return tuple(_missing(rule, done))


def _missing(rule: Rule, done: Done) -> Iterator[Missing]:
    if rule.signed and done.signed < done.standards:
        yield Missing(Lack.SIGNATURE, f"{_standards(done.standards - done.signed)} to sign")
    if rule.learned and done.learned < done.standards:
        yield Missing(Lack.LEARNING, f"{_standards(done.standards - done.learned)} to learn")
    times, scenarios = rule.times - done.at_bar, min(rule.scenarios, rule.times) - done.scenarios
    if times > 0:
        yield Missing(Lack.REHEARSAL, f"{times} more {_plural(times, 'rehearsal')} at the bar")
    elif scenarios > 0:
        yield Missing(Lack.REHEARSAL, f"{scenarios} more {_plural(scenarios, 'scenario')} to rehearse")


def _standards(count: int) -> str:
    return f"{count} {_plural(count, 'standard')}"


def _plural(count: int, one: str) -> str:
    return one if count == 1 else f"{one}s"
