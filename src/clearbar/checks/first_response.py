"""First response: how long the customer waits for the first answer.

**What it reads.** The first wait of the conversation: from the customer's first public message that nobody has
answered to the next public message of an agent, or of a bot unless `bots` is false. The standard is met if that
answer came within `within` (to the millisecond, the limit itself included). It is missed if the answer came later,
or if there is still none and the wait is already longer. The measured time is the length of that wait; it is
censored while the wait is open. The person is who gave the answer.

**When it does not apply.** When the customer never wrote, and while a wait is open that is not yet longer than
`within`: that one cannot be decided yet.

**What it rests on.** The message that started the wait and the message that ended it.

**What it cannot see.** Whether the answer helps: an automatic "we have received your message" counts like any other
message of its role, so set `bots` to false where bots only confirm. It knows no opening hours: a wait runs through
the night. A phone that rings, or a queue before the chat, leaves no message and hence no wait.
"""

from __future__ import annotations

from pydantic import Field

from clearbar.checks.durations import Duration, say_millis, write_duration
from clearbar.checks.settings import CheckSettings
from clearbar.checks.waits import waits_of
from clearbar.model.book import Level
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation

KIND = "first_response"
VERSION = "1"


class Settings(CheckSettings):
    """Settings of the check `first_response`."""

    within: Duration = Field(description="The longest wait for the first answer that still meets the standard.")
    bots: bool = Field(default=True, description="Whether a message of a bot counts as an answer.")


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether the first answer came in time."""
    first = next(iter(waits_of(conversation, bots=settings.bots)), None)
    if first is None:
        return Reading(None, "the customer wrote nothing that waits for an answer")
    length = say_millis(first.millis)
    allowed = write_duration(settings.within)
    late = first.longer_than(settings.within)
    if first.open and not late:
        return Reading(None, f"no answer yet after {length}; {allowed} are not over", first.bases())
    said = f"no answer after {length}" if first.open else f"first answer after {length}"
    return Reading(
        level=Level.UNDERPERFORMING if late else Level.GOOD,
        why=f"{said}; the standard is {allowed}",
        rests_on=first.bases(),
        person=first.by,
        millis=first.millis,
        censored=first.open,
    )
