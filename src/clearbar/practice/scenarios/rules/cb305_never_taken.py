"""Every branch can be taken.

The branches of a scene are tried in their order, and the first that fits is taken. One that stands below another that
hears the same without a condition is never reached. Neither is one that asks for something that nobody can have said
before.

**Missed by**

    hears:
      - {intent: offer-refund, says: Good., go: settled}
      - {intent: offer-refund, when: {after: apologise}, says: Thank you., go: settled}

**Met by**

    hears:
      - {intent: offer-refund, when: {after: apologise}, says: Thank you., go: settled}
      - {intent: offer-refund, says: Good., go: settled}
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.model.scenario import Branch, Condition
from clearbar.practice.scenarios.written import Written

CODE = "CB305"
NAME = "never-taken"
TEST = Test.PLAYABLE
SUMMARY = "Every branch can be taken."

_ALWAYS = Condition()


def check(written: Written) -> Iterator[Finding]:
    """Branches that another one stands before, and those whose `after` cannot have been heard."""
    for scene, path in written.scenes():
        if scene.id not in written.walked.places:
            continue
        for i, branch in enumerate(scene.branches):
            unsaid = sorted(branch.when.after - written.walked.heard)
            if _is_hidden(branch, scene.branches[:i]):
                message = "this is never taken: what stands above it hears the same, and always comes first"
                yield written.finding(CODE, (*path, "hears", i), message, "put the one with the condition first")
            elif unsaid:
                message = f"this is never taken: nobody hears `{unsaid[0]}` before"
                hint = "let a branch hear it, or take it out of `after`"
                yield written.finding(CODE, (*path, "hears", i, "when", "after"), message, hint)


def _is_hidden(branch: Branch, above: tuple[Branch, ...]) -> bool:
    """Whether all that a branch hears is heard above it, without a condition or with the same one."""
    before = {intent for one in above if one.when in (_ALWAYS, branch.when) for intent in one.hears}
    return branch.hears <= before if branch.hears else any(not one.hears and one.when == _ALWAYS for one in above)
