"""The exemplary talk clears the standards at stake when it is played.

What is shown as an example keeps every promise that the scenario judges. Where it misses one, people learn to miss it,
and the next one who says the same is told that it was wrong.

**Missed by**

    stakes:
      - {standard: return.choice, better: [offer-two-ways]}
    exemplary:
      - customer: This kettle died on Saturday.
      - staff: I will swap it for you.

**Met by**

    stakes:
      - {standard: return.choice, better: [offer-two-ways]}
    exemplary:
      - customer: This kettle died on Saturday.
      - staff: What would make it right? I can swap it now, or give you the money.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.model.scenario import Stake, Talk
from clearbar.practice.scenarios.written import Written

CODE = "CB334"
NAME = "exemplary-misses"
TEST = Test.FAIR
SUMMARY = "The exemplary talk clears the standards at stake when it is played."


def check(written: Written) -> Iterator[Finding]:
    """Stakes that the exemplary talk missed in one of its moods; each is told once."""
    for i, stake in enumerate(written.scenario.stakes):
        missed = next(((talk, why) for talk in written.played or () if (why := _why(stake, talk))), None)
        if missed:
            talk, why = missed
            message = f"played {talk.mood.value}, the exemplary talk misses `{stake.standard}`: {why}"
            hint = "say it in the exemplary talk, or mend what makes it better or worse"
            yield written.finding(CODE, ("stakes", i, "standard"), message, hint, standard=stake.standard)


def _why(stake: Stake, talk: Talk) -> str:
    """Why a talk missed a standard; empty where it cleared it, or where the scenario does not judge it."""
    heard = {intent for turn in talk.turns for intent in turn.heard}
    if worse := sorted(stake.worse & heard):
        return f"`{worse[0]}` was heard"
    if stake.better and not stake.better & heard:
        return f"none of {', '.join(f'`{one}`' for one in sorted(stake.better))} was heard"
    return ""
