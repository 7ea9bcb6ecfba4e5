"""Every response: how long the customer waits for the slowest answer.

**What it reads.** All waits of the conversation, each from the customer's first public message that nobody has
answered to the next public message of an agent, or of a bot unless `bots` is false. The standard is met if every
answer came within `within` (to the millisecond, the limit itself included) and no open wait is longer. It is missed
if one answer came later, or one wait is open and already longer. The measured time is the longest wait; it is
censored if that one is open. The person is who gave most of the answers.

**When it does not apply.** When the customer never wrote, and while the only wait is open and not yet longer than
`within`: that one cannot be decided yet.

**What it rests on.** The messages around the longest wait and around every other wait that took too long.

**What it cannot see.** It is the strictest of the three: one slow answer among thirty misses the standard, so long
conversations miss it more often than short ones. It knows no opening hours, and cannot tell "thanks, bye", which
waits for nothing, from a question.
"""

from __future__ import annotations

from pydantic import Field

from clearbar.checks.durations import Duration, say_millis, write_duration
from clearbar.checks.replies import most_frequent
from clearbar.checks.settings import CheckSettings
from clearbar.checks.waits import longest_wait, waits_of
from clearbar.model.book import Level
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation

KIND = "every_response"
VERSION = "1"


class Settings(CheckSettings):
    """Settings of the check `every_response`."""

    within: Duration = Field(description="The longest wait for any answer that still meets the standard.")
    bots: bool = Field(default=True, description="Whether a message of a bot counts as an answer.")


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether every answer came in time."""
    waits = waits_of(conversation, bots=settings.bots)
    if not waits:
        return Reading(None, "the customer wrote nothing that waits for an answer")
    longest = longest_wait(waits)
    late = [wait for wait in waits if wait.longer_than(settings.within)]
    allowed = write_duration(settings.within)
    if len(waits) == 1 and longest.open and not late:
        length = say_millis(longest.millis)
        return Reading(None, f"no answer yet after {length}; {allowed} are not over", longest.bases())
    told = [wait for wait in waits if wait is longest or wait in late]
    return Reading(
        level=Level.UNDERPERFORMING if late else Level.GOOD,
        why=f"{len(waits) - len(late)} of {len(waits)} waits within {allowed}; "
        f"the longest {'is open after' if longest.open else 'took'} {say_millis(longest.millis)}",
        rests_on=tuple(basis for wait in told for basis in wait.bases()),
        person=most_frequent(wait.by for wait in waits),
        millis=longest.millis,
        censored=longest.open,
    )
