"""Every scene and every end can be reached.

A scene that nothing leads to is never played, however good it is. Most often its id was changed in one place, or the
branch that led there asks for something that nobody can have said before.

**Missed by**

    counter:
      hears:
        - {intent: apologise, says: All right., go: settled}
      otherwise: {says: "Well?"}
    second-thoughts:
      hears:
        - {intent: apologise, says: You said that., go: settled}
      otherwise: {says: "Well?"}

**Met by**

    counter:
      hears:
        - {intent: apologise, says: All right., go: second-thoughts}
      otherwise: {says: "Well?"}
    second-thoughts:
      hears:
        - {intent: apologise, says: You said that., go: settled}
      otherwise: {says: "Well?"}
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.practice.scenarios.written import Written

CODE = "CB304"
NAME = "never-reached"
TEST = Test.PLAYABLE
SUMMARY = "Every scene and every end can be reached."


def check(written: Written) -> Iterator[Finding]:
    """Scenes and ends to which nothing leads from the first scene. Patience may run out anywhere."""
    known = {*written.walked.places, written.scenario.gives_up}
    hint = "let something `go` there, or take it out"
    for scene in written.scenario.scenes:
        if scene.id not in known:
            message = f"nothing leads to the scene `{scene.id}`"
            yield written.key_finding(CODE, ("scenes", scene.id), message, hint)
    for end in written.scenario.ends:
        if end.id not in known:
            yield written.key_finding(CODE, ("ends", end.id), f"nothing leads to the end `{end.id}`", hint)
