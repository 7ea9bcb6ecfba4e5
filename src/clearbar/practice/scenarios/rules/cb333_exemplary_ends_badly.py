"""The exemplary talk ends well when it is played.

The lines of staff are said to the customer of the scenario, in each of its moods. Where that does not come to a good
end, either the talk is no example or the scenario does not understand its own author. The message names the line that
was not understood.

**Missed by**

    exemplary:
      - customer: This kettle died on Saturday.
      - staff: Have you got the receipt?

**Met by**

    exemplary:
      - customer: This kettle died on Saturday.
      - staff: I am sorry about your Saturday. What would make it right?
      - customer: A new one, please.
      - staff: Here you are, and I tried it in front of you.
"""

from __future__ import annotations

from collections.abc import Iterator

from clearbar.model.lint import Finding, Test
from clearbar.model.scenario import STAFF, Outcome, Talk
from clearbar.practice.scenarios.written import Written

CODE = "CB333"
NAME = "exemplary-ends-badly"
TEST = Test.FAIR
SUMMARY = "The exemplary talk ends well when it is played."


def check(written: Written) -> Iterator[Finding]:
    """Exemplary talks that came to no good end, at the first line that was not understood."""
    places = [i for i, (who, _) in enumerate(written.scenario.exemplary) if who == STAFF]
    for talk in written.played or ():
        end = written.scenario.end(talk.end)
        if not places or (end and end.outcome is Outcome.GOOD):
            continue
        said = [turn for turn in talk.turns if turn.role == STAFF]
        lost = next((i for i, turn in enumerate(said) if not turn.heard), len(said) - 1)
        message = f"played {talk.mood.value}, this talk {_how_it_went(written, talk)}"
        if lost < len(said) and not said[lost].heard:
            message += "; this line was not understood"
        elif said:
            message += f"; what was heard: {', '.join(turn.heard[0] for turn in said)}"
        hint = "say it as the customer understands it, or add the wording to its intent"
        yield written.finding(CODE, ("exemplary", places[max(lost, 0)], STAFF), message, hint)


def _how_it_went(written: Written, talk: Talk) -> str:
    end = written.scenario.end(talk.end)
    if end is None:
        return f"does not end, and stands in `{talk.scene}`"
    return f"ends with `{end.id}`, which is {end.outcome.value}"
