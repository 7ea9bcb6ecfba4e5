"""Typical response: how long the customer usually waits for an answer.

**What it reads.** The median wait of the conversation: the shortest time within which at least half of the waits were
answered. A wait runs from the customer's first public message that nobody has answered to the next public message of
an agent, or of a bot unless `bots` is false. The standard is met if the median is within `within` (to the
millisecond, the limit itself included). A wait that is still open at the end, of which there is one at most, is
neither dropped nor taken for an answer: the median is the one of Kaplan and Meier (1958), in which it counts as
running for as long as it was seen. The measured time is the median; it is always a wait that did happen. The person
is who gave most of the answers.

**When it does not apply.** When the customer never wrote, and while the only wait is open and not yet longer than
`within`. If the only wait is open and already longer, the standard is missed and the time is censored.

**What it rests on.** The messages around the median wait.

**What it cannot see.** A single terrible wait among good ones: pair it with `every_response` where that matters. With
an even number of waits the median is the shorter of the two in the middle, so of two waits one may be long. It knows
no opening hours.
"""

from __future__ import annotations

from pydantic import Field

from clearbar.checks.durations import Duration, say_millis, write_duration
from clearbar.checks.replies import most_frequent
from clearbar.checks.settings import CheckSettings
from clearbar.checks.waits import median_wait, waits_of
from clearbar.model.book import Level
from clearbar.model.check import Reading
from clearbar.model.conversation import Conversation

KIND = "typical_response"
VERSION = "1"


class Settings(CheckSettings):
    """Settings of the check `typical_response`."""

    within: Duration = Field(description="The longest median wait that still meets the standard.")
    bots: bool = Field(default=True, description="Whether a message of a bot counts as an answer.")


def read(conversation: Conversation, settings: Settings) -> Reading:
    """Whether answers typically came in time."""
    waits = waits_of(conversation, bots=settings.bots)
    if not waits:
        return Reading(None, "the customer wrote nothing that waits for an answer")
    middle = median_wait(waits) or waits[0]
    length = say_millis(middle.millis)
    allowed = write_duration(settings.within)
    late = middle.longer_than(settings.within)
    if middle.open and not late:
        return Reading(None, f"no answer yet after {length}; {allowed} are not over", middle.bases())
    said = f"no answer after {length}" if middle.open else f"median of {len(waits)} waits: {length}"
    return Reading(
        level=Level.UNDERPERFORMING if late else Level.GOOD,
        why=f"{said}; the standard is {allowed}",
        rests_on=middle.bases(),
        person=most_frequent(wait.by for wait in waits),
        millis=middle.millis,
        censored=middle.open,
    )
