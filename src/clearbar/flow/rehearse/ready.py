"""Ready: what somebody has signed, learned and rehearsed → whether they may perform.

rule + what was done → what is missing
rehearsals           → the share at the bar, with its interval
"""

from __future__ import annotations

from clearbar.model.estimate import Estimate
from clearbar.model.readiness import Done, Readiness, Rule
from clearbar.practice.ready import missing
from clearbar.stats.intervals import wilson


def readiness(rule: Rule, done: Done, confidence: float = 0.95) -> Readiness:
    """Whether a rule is fulfilled, and how often their rehearsals reached the bar."""
    return Readiness(missing(rule, done), _share(done, confidence))


def _share(done: Done, confidence: float) -> Estimate | None:
    if not done.talks:
        return None
    low, high = wilson(done.at_bar, done.talks, confidence)
    return Estimate(done.at_bar / done.talks, float(low), float(high), done.talks, done.talks, done.at_bar, confidence)
